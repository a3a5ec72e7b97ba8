package cli

import (
	"context"
	"flag"
	"strings"

	"entregent/internal/app"
	"entregent/internal/network"
)

// eraseCommand says what erasing somebody takes away and what stays; with --yes
// it does so.
func eraseCommand(fl *flag.FlagSet) func(context.Context, *call) error {
	yes := fl.Bool("yes", false, "")
	clean := fl.Bool("clean", false, "")
	return func(ctx context.Context, c *call) error {
		switch {
		case *clean && len(c.args) == 0:
			if err := c.app.Scour(ctx); err != nil {
				return err
			}
			return c.done(map[string]any{"scoured": true}, "erase.scoured")
		case *clean || len(c.args) == 0:
			return &network.Error{Kind: network.Invalid, Msg: "cli.bad_arguments", Args: []any{"erase"}}
		}
		id, err := c.app.Find(ctx, c.keeper, strings.Join(c.args, " "))
		if err != nil {
			return err
		}
		do := c.app.EraseDry
		if *yes {
			do = c.app.Erase
		}
		e, err := do(ctx, c.keeper, id)
		if err != nil {
			return err
		}
		if c.json {
			err = c.answer(e)
		} else {
			c.erasure(e)
		}
		if err == nil && e.Erased && !e.Scoured {
			err = errProblems
		}
		return err
	}
}

// erasure says in words what erasing does, or has done.
func (c *call) erasure(e app.Erasure) {
	if e.Erased {
		c.say("erase.done", e.Person.Name)
	} else {
		c.say("erase.would", e.Person.Name)
	}
	for _, s := range append(e.Words(c.p), e.Left(c.p)...) {
		c.line("  %s", s)
	}
	if !e.Erased {
		c.say("erase.say_yes", e.Person.ID)
	}
}
