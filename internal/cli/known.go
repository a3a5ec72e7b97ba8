package cli

import (
	"context"
	"flag"
	"slices"
	"strings"

	"entregent/internal/app"
	"entregent/internal/known"
	"entregent/internal/network"
)

func knownCommand(fl *flag.FlagSet) func(context.Context, *call) error {
	told := fl.String("told", "", "")
	return func(ctx context.Context, c *call) error {
		var about network.PersonID
		if len(c.args) > 0 {
			id, err := c.app.Find(ctx, c.keeper, strings.Join(c.args, " "))
			if err != nil {
				return err
			}
			about = id
		}
		if *told != "" {
			return c.told(ctx, about, *told)
		}
		list, err := c.app.Known(ctx, c.keeper, about)
		if err != nil {
			return err
		}
		if c.json {
			return c.answer(map[string]any{"people": list})
		}
		if !about.IsZero() {
			for _, p := range list {
				c.knows(p)
			}
			return nil
		}
		for _, k := range known.Answers {
			c.knowing(k, list)
		}
		return nil
	}
}

// knowing prints everybody of whom one answer holds, with the strongest sign.
func (c *call) knowing(k known.Knows, list []app.KnownPerson) {
	n := 0
	for _, p := range list {
		if p.Knows == k {
			n++
		}
	}
	c.line("%s", c.p.T("known.part."+string(k), n))
	for _, p := range list {
		if p.Knows == k {
			c.say("cli.known.line", p.Name, c.p.Reason(p.Evidence[0]))
		}
	}
}

// knows prints all that is known of one person's side.
func (c *call) knows(p app.KnownPerson) {
	c.say("cli.known.person", p.Name, c.p.T("known.answer."+string(p.Knows)))
	for _, why := range p.Evidence {
		c.line("  %s", c.p.Reason(why))
	}
	for _, s := range p.TheySay {
		c.say("cli.known.they_say", s.Text)
	}
	for _, t := range p.TellThem {
		if t.On != nil {
			c.say("cli.known.heard", t.Text, *t.On)
		}
		if t.Due {
			c.say("cli.known.tell", t.Text)
			for _, why := range t.Why {
				c.line("    %s", c.p.Reason(why))
			}
		}
	}
}

// told notes that somebody was let know of something.
func (c *call) told(ctx context.Context, who network.PersonID, what string) error {
	if who.IsZero() {
		return badArguments("known")
	}
	var goal network.GoalID
	goals, err := c.app.Goals(ctx, c.keeper, app.GoalAsk{})
	if err != nil {
		return err
	}
	for _, g := range goals {
		if goal.IsZero() && slices.Contains(g.KnownFor, what) {
			if goal, err = network.ParseID[network.GoalID](g.ID); err != nil {
				return err
			}
		}
	}
	id, err := c.app.Told(ctx, c.keeper, who, goal, what, "")
	if err != nil {
		return err
	}
	return c.done(map[string]any{"id": id}, "cli.known.noted")
}
