package cli

import (
	"context"
	"flag"
	"strings"

	"entregent/internal/app"
	"entregent/internal/network"
	"entregent/internal/village"
)

// villageFlags are those of the village command.
type villageFlags struct {
	out         string
	reliability bool
}

func villageCommand(fl *flag.FlagSet) func(context.Context, *call) error {
	var f villageFlags
	fl.StringVar(&f.out, "out", "", "")
	fl.BoolVar(&f.reliability, "reliability", false, "")
	return func(ctx context.Context, c *call) error {
		switch {
		case len(c.args) == 0 && f.reliability:
			return c.reliability(ctx)
		case len(c.args) == 0:
			return c.village(ctx)
		}
		switch verb, rest := c.args[0], c.args[1:]; {
		case verb == "place" && len(rest) == 2:
			return c.place(ctx, rest[0], rest[1], f.out)
		case verb == "no" && len(rest) == 2:
			return c.sayPlace(ctx, rest[0], rest[1], "no")
		case verb == "ask" && len(rest) == 2:
			return c.sayPlace(ctx, rest[0], rest[1], "")
		case verb == "leave" && len(rest) == 1:
			return c.place(ctx, rest[0], "", "")
		}
		return &network.Error{Kind: network.Invalid, Msg: "cli.bad_arguments", Args: []any{"village"}}
	}
}

func (c *call) village(ctx context.Context) error {
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

// place gives somebody a place in a circle, or in none. A full circle asks who
// moves out, and moves nobody.
func (c *call) place(ctx context.Context, who, circle, out string) error {
	id, err := c.app.Find(ctx, c.keeper, who)
	if err != nil {
		return err
	}
	if out != "" {
		gone, err := c.app.Find(ctx, c.keeper, out)
		if err != nil {
			return err
		}
		if _, err := c.app.Place(ctx, c.keeper, gone, ""); err != nil {
			return err
		}
	}
	full, err := c.app.Place(ctx, c.keeper, id, circle)
	if err != nil {
		return err
	}
	if full != nil {
		var names []string
		for _, p := range full.Could {
			names = append(names, p.Name)
		}
		return &network.Error{Kind: network.Conflict, Msg: "cli.village.full", Args: []any{full.Circle, strings.Join(names, ", ")}}
	}
	if c.json {
		return c.answer(map[string]any{"person": id.String(), "circle": circle})
	}
	c.say("cli.village.placed")
	return nil
}

// sayPlace remembers that somebody is not to be proposed for a circle, or, with
// no verdict, that they may be again.
func (c *call) sayPlace(ctx context.Context, who, circle, verdict string) error {
	id, err := c.app.Find(ctx, c.keeper, who)
	if err != nil {
		return err
	}
	about := app.PlaceQuestion(id, circle)
	if verdict == "" {
		err = c.app.Unsaid(ctx, c.keeper, app.QuestionPlace, about)
	} else {
		err = c.app.Say(ctx, c.keeper, app.QuestionPlace, about, verdict)
	}
	if err != nil {
		return err
	}
	if c.json {
		return c.answer(map[string]any{"person": id.String(), "circle": circle, "declined": verdict == "no"})
	}
	c.say("cli.village.placed")
	return nil
}

// reliability tells how the forecasts of the keeper's ties fared; in words until
// enough of them are closed.
func (c *call) reliability(ctx context.Context) error {
	got, err := c.app.Reliability(ctx, c.keeper)
	if err != nil {
		return err
	}
	if c.json {
		return c.answer(got)
	}
	for _, h := range got.Horizons {
		c.say("cli.reliability.horizon", h.Days, h.Closed, h.Open)
		if h.Enough {
			for _, b := range h.Bins {
				c.say("cli.reliability.bin", b.Said, b.Came, b.Silent, b.Count)
			}
			c.say("cli.reliability.even", h.Even)
			continue
		}
		c.say("cli.reliability.few")
		if h.Next != nil {
			c.say("cli.reliability.next", *h.Next)
		}
	}
	return nil
}
