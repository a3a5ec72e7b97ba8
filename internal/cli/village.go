package cli

import (
	"context"
	"flag"
	"strings"

	"entregent/internal/network"
	"entregent/internal/village"
)

func villageCommand(fl *flag.FlagSet) func(context.Context, *call) error {
	return func(ctx context.Context, c *call) error {
		if len(c.args) > 0 {
			return &network.Error{Kind: network.Invalid, Msg: "cli.bad_arguments", Args: []any{"village"}}
		}
		v, err := c.app.Village(ctx, c.keeper)
		if err != nil {
			return err
		}
		if c.json {
			return c.answer(v)
		}
		c.say("cli.village.numbers", v.Contacts, v.Relations)
		for _, r := range v.Circles {
			c.line("\n%s", c.p.T("cli.village.circle", r.Name, r.Capacity, r.Free))
			if len(r.Members) > 0 {
				c.names(r.Members, "?")
			}
		}
		for _, list := range []struct {
			key string
			of  []village.Place
		}{{"cli.village.newcomers", v.Newcomers}, {"cli.village.drifting", v.Drifting}, {"cli.village.dormant", v.Dormant}} {
			if len(list.of) > 0 {
				c.line("\n%s", c.p.T(list.key))
				c.names(list.of, "")
			}
		}
		return nil
	}
}

// names prints people in one line, those who are only proposed with a mark.
func (c *call) names(list []village.Place, proposed string) {
	var names []string
	for _, p := range list {
		name := p.Name
		if !p.Confirmed {
			name += proposed
		}
		names = append(names, name)
	}
	c.line("  %s", strings.Join(names, ", "))
}
