package cli

import (
	"context"
	"flag"
	"strconv"

	"entregent/internal/app"
	"entregent/internal/network"
)

func yearCommand(*flag.FlagSet) func(context.Context, *call) error {
	return func(ctx context.Context, c *call) error {
		if len(c.args) != 1 {
			return &network.Error{Kind: network.Invalid, Msg: "cli.bad_arguments", Args: []any{"year"}}
		}
		n, err := strconv.Atoi(c.args[0])
		if err != nil || n < 1 || n > 9999 {
			return &network.Error{Kind: network.Invalid, Msg: "error.not_understood", Args: []any{c.args[0]}}
		}
		y, err := c.app.Year(ctx, c.keeper, n)
		if err != nil {
			return err
		}
		if c.json {
			return c.answer(y)
		}
		c.year(y)
		return nil
	}
}

// year prints the review in words.
func (c *call) year(y app.Year) {
	c.say("cli.year.head", len(y.Counted), y.Year)
	parts := []struct {
		key string
		of  []app.YearPerson
	}{
		{"year.part.counted", y.Counted}, {"year.part.passed", y.Passed}, {"year.part.newcomers", y.Newcomers}, {"year.part.found", y.FoundAgain},
		{"year.part.first_met", y.FirstMet}, {"year.part.drifted", y.Drifted}, {"year.part.never_thanked", y.NeverThanked},
	}
	for _, part := range parts {
		if len(part.of) == 0 {
			continue
		}
		c.line("\n%s", c.p.T(part.key))
		for _, p := range part.of {
			c.line("  %s", p.Person.Name)
			for _, why := range p.Why {
				c.line("    %s", c.p.Reason(why))
			}
			for _, b := range p.BroughtMe {
				c.brought("year.brought_me", b.Kind, b.What)
			}
			for _, b := range p.IBrought {
				c.brought("year.i_brought", b.Kind, b.What)
			}
		}
	}
}

// brought prints one favour, with its own words where it has some.
func (c *call) brought(key string, kind network.FavourKind, what string) {
	text := c.p.T(key, c.p.T("favour."+string(kind)))
	if what != "" {
		text = c.p.T(key+"_words", c.p.T("favour."+string(kind)), what)
	}
	c.line("    %s", text)
}
