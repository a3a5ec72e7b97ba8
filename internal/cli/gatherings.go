package cli

import (
	"context"
	"flag"
	"strings"

	"entregent/internal/app"
	"entregent/internal/network"
)

// mostInvited is how many people are proposed for one gathering.
const mostInvited = 12

func gatheringsCommand(fl *flag.FlagSet) func(context.Context, *call) error {
	var n app.NewGathering
	on := fl.String("on", "", "")
	fl.StringVar(&n.Hour, "hour", "", "")
	fl.StringVar(&n.Place, "place", "", "")
	fl.StringVar(&n.About, "about", "", "")
	fl.BoolVar(&n.Hosts, "mine", false, "")
	return func(ctx context.Context, c *call) (err error) {
		if len(c.args) == 0 {
			return c.listGatherings(ctx)
		}
		verb, rest := c.args[0], c.args[1:]
		if verb == "add" {
			n.Title = strings.Join(rest, " ")
			if n.On, err = date(*on); err != nil {
				return err
			}
			id, err := c.app.AddGathering(ctx, c.keeper, n, "")
			if err != nil {
				return err
			}
			return c.done(map[string]any{"id": id}, "cli.gatherings.added", id)
		}
		if len(rest) == 0 {
			return badArguments("gatherings")
		}
		id, names := rest[0], rest[1:]
		var who []network.PersonID
		for _, name := range names {
			p, err := c.app.Find(ctx, c.keeper, name)
			if err != nil {
				return err
			}
			who = append(who, p)
		}
		switch {
		case verb == "show" && len(who) == 0:
			return c.showGathering(ctx, id)
		case (verb == "invite" || verb == "coming" || verb == "not-coming") && len(who) > 0:
			state := map[string]string{"invite": app.Invited, "coming": app.Coming, "not-coming": app.NotComing}[verb]
			for _, p := range who {
				if err := c.app.SetGuest(ctx, c.keeper, id, p, state); err != nil {
					return err
				}
			}
		case verb == "came":
			err = c.app.Came(ctx, c.keeper, id, who, "")
		case verb == "reopen" && len(who) == 0:
			err = c.app.Reopen(ctx, c.keeper, id)
		case verb == "drop" && len(who) == 0:
			err = c.app.DropGathering(ctx, c.keeper, id)
		default:
			return badArguments("gatherings")
		}
		if err != nil {
			return err
		}
		return c.done(map[string]any{"gathering": id, "verdict": verb}, "cli.gatherings."+verb)
	}
}

func (c *call) listGatherings(ctx context.Context) error {
	list, err := c.app.Gatherings(ctx, c.keeper)
	if err != nil {
		return err
	}
	if c.json {
		return c.answer(map[string]any{"gatherings": list})
	}
	if len(list) == 0 {
		c.say("cli.gatherings.none")
	}
	for _, g := range list {
		c.line("%s  %s", g.ID, c.gatheringLine(g))
	}
	return nil
}

func (c *call) gatheringLine(g app.Gathering) string {
	parts := []string{g.On.String(), g.Title}
	if g.Place != "" {
		parts = append(parts, g.Place)
	}
	if len(g.Guests) > 0 {
		parts = append(parts, c.p.T("cli.gatherings.guests", len(g.Guests)))
	}
	return strings.Join(parts, " · ")
}

func (c *call) showGathering(ctx context.Context, id string) error {
	g, whom, err := c.app.Gathering(ctx, c.keeper, id, mostInvited)
	if err != nil {
		return err
	}
	if c.json {
		return c.answer(map[string]any{"gathering": g, "invite": whom})
	}
	c.line("%s", c.gatheringLine(g))
	for _, x := range g.Guests {
		c.line("  %s", c.p.T("cli.loops.one", x.Person.Name, c.p.T("guest."+x.State)))
	}
	if len(whom) > 0 {
		c.say("cli.gatherings.whom")
	}
	for _, x := range whom {
		var why []string
		for _, w := range x.Why {
			why = append(why, c.p.T("invite."+w.Key, w.What))
		}
		c.line("  %s", c.p.T("cli.loops.one", x.Person.Name, strings.Join(why, ", ")))
	}
	return nil
}
