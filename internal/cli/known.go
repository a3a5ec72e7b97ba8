package cli

import (
	"context"
	"flag"
	"strings"

	"entregent/internal/app"
	"entregent/internal/known"
	"entregent/internal/network"
)

func knownCommand(*flag.FlagSet) func(context.Context, *call) error {
	return func(ctx context.Context, c *call) error {
		var about network.PersonID
		if len(c.args) > 0 {
			id, err := c.app.Find(ctx, c.keeper, strings.Join(c.args, " "))
			if err != nil {
				return err
			}
			about = id
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
}
