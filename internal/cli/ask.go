package cli

import (
	"context"
	"flag"
	"slices"
	"strings"

	"entregent/internal/app"
	"entregent/internal/network"
	"entregent/internal/tact"
)

func askCommand(fl *flag.FlagSet) func(context.Context, *call) error {
	to, kind := fl.String("to", "", ""), fl.String("kind", "", "")
	return askingCommand(fl, "ask", func(ctx context.Context, c *call, args []string) (n app.NewAsk, err error) {
		n.To, n.Kind = *to, tact.Kind(*kind)
		if len(args) > 0 {
			n.Of, err = c.app.Find(ctx, c.keeper, args[0])
			n.What = strings.Join(args[1:], " ")
			return n, err
		}
		if n.To == "" {
			return n, badArguments("ask")
		}
		return c.askThrough(ctx, n)
	})
}

func introduceCommand(fl *flag.FlagSet) func(context.Context, *call) error {
	return askingCommand(fl, "introduce", func(ctx context.Context, c *call, args []string) (n app.NewAsk, err error) {
		if len(args) < 2 {
			return n, badArguments("introduce")
		}
		n.Introduce, n.To, n.What = true, args[1], strings.Join(args[2:], " ")
		n.Of, err = c.app.Find(ctx, c.keeper, args[0])
		return n, err
	})
}

// askThrough takes the go-between with whom the best path begins.
func (c *call) askThrough(ctx context.Context, n app.NewAsk) (app.NewAsk, error) {
	r, err := c.app.Reach(ctx, c.keeper, c.p, app.ReachAsk{Target: n.To, Top: 1})
	if err != nil {
		return n, err
	}
	if len(r.Paths) == 0 {
		return n, &network.Error{Kind: network.NotFound, Msg: "error.ask_no_path", Args: []any{n.To}}
	}
	path := r.Paths[0]
	next := append(slices.Clone(path.Through[1:]), path.To)[0]
	n.To = next.ID
	n.Of, err = network.ParseID[network.PersonID](path.Through[0].ID)
	return n, err
}

// askingCommand is asks and introductions: their list, and the steps of each.
func askingCommand(fl *flag.FlagSet, name string, prepare func(context.Context, *call, []string) (app.NewAsk, error)) func(context.Context, *call) error {
	all, of, by := fl.Bool("all", false, ""), fl.String("of", "", ""), fl.String("by", "", "")
	return func(ctx context.Context, c *call) error {
		verb, rest := "list", c.args
		if len(c.args) > 0 {
			verb, rest = c.args[0], c.args[1:]
		}
		switch verb {
		case "list":
			if len(rest) > 0 {
				return badArguments(name)
			}
			return c.listAsks(ctx, name, *of, *all)
		case "new":
			n, err := prepare(ctx, c, rest)
			if err != nil {
				return err
			}
			x, err := c.app.AddAsk(ctx, c.keeper, c.p, n, "")
			return c.showAsk(x, err)
		}
		if len(rest) == 0 {
			return badArguments(name)
		}
		id, err := network.ParseID[network.WishID](rest[0])
		if err != nil {
			return &network.Error{Kind: network.NotFound, Msg: "error.no_such_ask"}
		}
		if slices.Contains(network.StepKinds, network.StepKind(verb)) && verb != string(network.StepDrafted) {
			return c.sayStep(ctx, name, id, verb, rest[1:], *by)
		}
		return c.turnAsk(ctx, name, id, verb, rest[1:])
	}
}

// turnAsk shows an ask, or takes back what was said of it.
func (c *call) turnAsk(ctx context.Context, name string, id network.WishID, verb string, rest []string) error {
	switch {
	case verb == "not" && len(rest) == 1:
		if err := c.app.RefuseSign(ctx, c.keeper, id, rest[0]); err != nil {
			return err
		}
		return c.done(map[string]any{"id": id.String(), "verdict": verb}, "cli.asking.refused")
	case len(rest) > 0:
	case verb == "show":
		x, err := c.app.Ask(ctx, c.keeper, c.p, id)
		return c.showAsk(x, err)
	case verb == "undo":
		x, err := c.app.UndoStep(ctx, c.keeper, c.p, id)
		return c.showAsk(x, err)
	case verb == "remove":
		if err := c.app.DropAsk(ctx, c.keeper, id); err != nil {
			return err
		}
		return c.done(map[string]any{"id": id.String(), "verdict": verb}, "cli.asking.removed")
	}
	return badArguments(name)
}

// sayStep says a step, of one of two people where their name follows.
func (c *call) sayStep(ctx context.Context, name string, id network.WishID, verb string, rest []string, by string) error {
	say := app.SayStep{What: network.StepKind(verb), By: by}
	if len(rest) > 1 || len(rest) == 1 && name != "introduce" {
		return badArguments(name)
	}
	if len(rest) == 1 {
		who, err := c.app.Find(ctx, c.keeper, rest[0])
		if err != nil {
			return err
		}
		x, err := c.app.Ask(ctx, c.keeper, c.p, id)
		if err != nil {
			return err
		}
		switch {
		case x.Person.ID == who.String():
			say.Side = network.OneSide
		case x.To != nil && x.To.ID == who.String():
			say.Side = network.Other
		default:
			return &network.Error{Kind: network.Invalid, Msg: "error.ask_not_of", Args: []any{rest[0]}}
		}
	}
	x, err := c.app.SayStep(ctx, c.keeper, c.p, id, say)
	return c.showAsk(x, err)
}

func (c *call) listAsks(ctx context.Context, name, of string, all bool) (err error) {
	q := app.AskFilter{Introductions: name == "introduce", All: all}
	if of != "" {
		if q.Of, err = c.app.Find(ctx, c.keeper, of); err != nil {
			return err
		}
	}
	list, err := c.app.Asks(ctx, c.keeper, c.p, q)
	if err != nil {
		return err
	}
	if c.json {
		return c.answer(map[string]any{map[bool]string{false: "asks", true: "introductions"}[q.Introductions]: list})
	}
	if len(list) == 0 {
		c.say(map[bool]string{false: "cli.asking.none", true: "cli.asking.none_between"}[q.Introductions])
	}
	for _, x := range list {
		c.line("%s  %s", x.ID, c.words("cli.asking.line", x.Title, c.p.T("asking.state."+string(x.State)), x.Since))
		if x.Text != "" {
			c.line("  %s", c.p.T("cli.asking.about", x.Text))
		}
		c.showNext(x, false)
	}
	return nil
}

func (c *call) showNext(x app.Ask, letters bool) {
	for _, s := range x.Proposed {
		c.line("  %s", c.p.T("cli.asking.proposed", s.Text))
		for _, m := range s.Steps {
			c.line("      entregent %s %s %s --by %s", map[bool]string{false: "ask", true: "introduce"}[x.Form == "between"], m.What, x.ID, s.ID)
		}
	}
	for _, n := range x.Next {
		c.line("  %s", c.words("cli.asking.next", n.On, n.Why.Text))
		if letters && n.Draft != "" {
			c.line("    %s", c.p.T("cli.asking.to", n.To.Name))
			c.letter(n.Draft)
		}
	}
}

func (c *call) letter(text string) {
	for line := range strings.Lines(text) {
		c.line("      %s", strings.TrimRight(line, "\n"))
	}
}

// showAsk prints one ask: what happened, what tact says of a draft, and what is
// next with its letters.
func (c *call) showAsk(x app.Ask, err error) error {
	if err != nil {
		return err
	}
	if c.json {
		return c.answer(x)
	}
	c.line("%s", c.words("cli.asking.line", x.Title, c.p.T("asking.state."+string(x.State)), x.Since))
	c.line("  %s", x.ID)
	if x.Text != "" {
		c.line("  %s", c.p.T("cli.asking.about", x.Text))
	}
	for _, m := range x.Timeline {
		what := c.p.T("asking.step." + string(m.What))
		switch {
		case m.Shown:
			c.line("  %s", c.words("cli.asking.mark_of", m.On, what, c.p.T("cli.asking.shown")))
		case m.Who != nil:
			c.line("  %s", c.words("cli.asking.mark_of", m.On, what, m.Who.Name))
		default:
			c.line("  %s", c.words("cli.asking.mark", m.On, what))
		}
	}
	if x.Plan != nil {
		for _, g := range x.Plan.GiveFirst {
			c.line("  %s", c.p.T("cli.reach.give", g.Text))
		}
		c.showTact(x.Plan.Tact)
	}
	c.showNext(x, true)
	return nil
}
