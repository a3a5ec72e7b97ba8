package cli

import (
	"context"
	"flag"
	"strings"

	"entregent/internal/app"
	"entregent/internal/network"
)

// goalsCommand is what the keeper wants of the network this season.
func goalsCommand(fl *flag.FlagSet) func(context.Context, *call) error {
	all := fl.Bool("all", false, "")
	from, until := fl.String("from", "", ""), fl.String("until", "", "")
	lists := map[string]*[]string{}
	for _, name := range []string{"person", "organisation", "field", "place", "known-for"} {
		list := new([]string) // nil: not said
		lists[name] = list
		fl.Func(name, "", func(s string) error { *list = append(*list, s); return nil })
	}
	return func(ctx context.Context, c *call) (err error) {
		verb, rest := "list", c.args
		if len(c.args) > 0 {
			verb, rest = c.args[0], c.args[1:]
		}
		n := app.NewGoal{
			What: strings.Join(rest, " "), People: *lists["person"], Organisations: *lists["organisation"],
			Fields: *lists["field"], Places: *lists["place"], KnownFor: *lists["known-for"],
		}
		if n.From, err = date(*from); err != nil {
			return err
		}
		if n.Until, err = date(*until); err != nil {
			return err
		}
		switch {
		case verb == "list" && len(rest) == 0:
			return c.listGoals(ctx, *all)
		case verb == "add":
			g, err := c.app.AddGoal(ctx, c.keeper, n, "")
			if err != nil {
				return err
			}
			return c.done(map[string]any{"id": g.ID, "goals": []app.Goal{g}}, "cli.goals.added", g.ID)
		case verb == "edit" && len(rest) > 0:
			n.What = strings.Join(rest[1:], " ")
			return c.editGoal(ctx, rest[0], n)
		case verb == "show" && len(rest) == 1:
			return c.showGoal(ctx, rest[0])
		case len(rest) == 1:
			return c.endGoal(ctx, verb, rest[0])
		}
		return badArguments("goals")
	}
}

func (c *call) listGoals(ctx context.Context, all bool) error {
	list, err := c.app.Goals(ctx, c.keeper, app.GoalAsk{All: all})
	if err != nil {
		return err
	}
	if c.json {
		return c.answer(map[string]any{"goals": list})
	}
	if len(list) == 0 {
		c.say("cli.goals.none")
	}
	for _, g := range list {
		c.goal(g)
	}
	return nil
}

// goal prints a goal and what it is after.
func (c *call) goal(g app.Goal) {
	parts := []string{g.Text}
	if !g.Until.IsZero() {
		parts = append(parts, c.words("cli.wishes.until", g.Until))
	}
	if g.State != app.GoalCurrent {
		parts = append(parts, c.p.T("goal.state."+string(g.State)))
	}
	c.line("%s  %s", g.ID, strings.Join(parts, " · "))
	var people []string
	for _, p := range g.People {
		people = append(people, p.Name)
	}
	for _, x := range []struct {
		key  string
		list []string
	}{
		{"goal.people", people}, {"goal.organisations", g.Organisations}, {"goal.fields", g.Fields}, {"goal.places", g.Places},
		{"goal.known_for", g.KnownFor},
	} {
		if len(x.list) > 0 {
			c.line("  %s", c.p.T("cli.goals.aims", c.p.T(x.key), strings.Join(x.list, " · ")))
		}
	}
}

func (c *call) goalID(s string) (network.GoalID, error) {
	id, err := network.ParseID[network.GoalID](s)
	if err != nil {
		return id, &network.Error{Kind: network.NotFound, Msg: "error.no_such_goal"}
	}
	return id, nil
}

// editGoal says a goal anew; what is not said stays as it is.
func (c *call) editGoal(ctx context.Context, which string, n app.NewGoal) error {
	id, err := c.goalID(which)
	if err != nil {
		return err
	}
	list, err := c.app.Goals(ctx, c.keeper, app.GoalAsk{ID: id})
	if err != nil {
		return err
	}
	g := list[0]
	if n.What == "" {
		n.What = g.Text
	}
	if n.From.IsZero() {
		n.From = g.From
	}
	if n.Until.IsZero() {
		n.Until = g.Until
	}
	if n.People == nil {
		for _, p := range g.People {
			if p.ID == "" {
				p.ID = p.Name
			}
			n.People = append(n.People, p.ID)
		}
	}
	for _, x := range []struct {
		now *[]string
		was []string
	}{
		{&n.Organisations, g.Organisations}, {&n.Fields, g.Fields}, {&n.Places, g.Places}, {&n.KnownFor, g.KnownFor},
	} {
		if *x.now == nil {
			*x.now = x.was
		}
	}
	if err := c.app.EditGoal(ctx, c.keeper, id, n); err != nil {
		return err
	}
	list, err = c.app.Goals(ctx, c.keeper, app.GoalAsk{ID: id})
	if err != nil {
		return err
	}
	return c.done(map[string]any{"id": which, "goals": list}, "cli.goals.edited")
}

func (c *call) showGoal(ctx context.Context, which string) error {
	id, err := c.goalID(which)
	if err != nil {
		return err
	}
	list, err := c.app.Goals(ctx, c.keeper, app.GoalAsk{ID: id})
	if err != nil {
		return err
	}
	m, err := c.app.GoalMoved(ctx, c.keeper, c.p, id)
	if err != nil {
		return err
	}
	if c.json {
		return c.answer(map[string]any{"goal": list[0], "moved": m})
	}
	c.goal(list[0])
	c.moved(m)
	return nil
}

// moved prints what moved since a goal began.
func (c *call) moved(m app.Moved) {
	c.say("cli.goals.answer", m.Answer, m.Tied)
	for _, p := range m.Paths {
		c.line("  %s", p.Text)
	}
	for _, x := range []struct {
		key  string
		list []app.MovedPerson
	}{{"cli.goals.newcomer", m.Newcomers}, {"cli.goals.tie", m.Ties}, {"cli.goals.met", m.Met}} {
		for _, p := range x.list {
			c.line("  %s", c.p.T(x.key, p.Person.Name, p.On))
		}
	}
	for _, a := range m.Asks {
		c.line("  %s", c.p.T("cli.goals.ask", a.Text, a.Since))
	}
	for _, t := range m.Told {
		c.line("  %s", c.p.T("cli.goals.told", t.Person.Name, t.What, t.On))
	}
	if m.Still() {
		c.say("cli.goals.still")
	}
}

// goalEnds are what can be said of a goal, by their verbs.
var goalEnds = map[string]app.GoalState{"close": app.GoalClosed, "reached": app.GoalReached, "reopen": app.GoalCurrent}

func (c *call) endGoal(ctx context.Context, verb, which string) error {
	to, ends := goalEnds[verb]
	if !ends && verb != "drop" {
		return badArguments("goals")
	}
	id, err := c.goalID(which)
	if err != nil {
		return err
	}
	if ends {
		err = c.app.EndGoal(ctx, c.keeper, id, to)
	} else {
		err = c.app.DropGoal(ctx, c.keeper, id)
	}
	if err != nil {
		return err
	}
	return c.done(map[string]any{"id": which, "verdict": verb}, "cli.goals."+verb)
}
