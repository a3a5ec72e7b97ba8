package cli

import (
	"context"
	"flag"
	"strconv"
	"strings"
)

// beliefsCommand shows and changes the figures that nobody has measured.
func beliefsCommand(*flag.FlagSet) func(context.Context, *call) error {
	return func(ctx context.Context, c *call) error {
		switch last := len(c.args) - 1; {
		case len(c.args) == 0 || len(c.args) == 1 && c.args[0] == "list":
			return c.listBeliefs(ctx)
		case c.args[0] == "set" && last >= 3:
			n, err := strconv.ParseFloat(c.args[last], 64)
			if err != nil {
				return badArguments("beliefs")
			}
			return c.believe(ctx, c.args[1], c.args[2:last], &n)
		case c.args[0] == "reset" && last >= 2:
			return c.believe(ctx, c.args[1], c.args[2:], nil)
		}
		return badArguments("beliefs")
	}
}

func (c *call) listBeliefs(ctx context.Context) error {
	list, err := c.app.Beliefs(ctx, c.keeper)
	if err != nil {
		return err
	}
	if c.json {
		return c.answer(map[string]any{"beliefs": list})
	}
	table := ""
	for _, b := range list {
		if b.Table != table {
			table = b.Table
			c.line("\n%s: %s", table, c.p.T("cli.beliefs.table."+table))
		}
		is := strconv.FormatFloat(b.Is, 'g', -1, 64)
		if b.Is == b.Was {
			c.line("  %s %s", b.Words, is)
		} else {
			c.line("  %s", c.p.T("cli.beliefs.yours", b.Words+" "+is, strconv.FormatFloat(b.Was, 'g', -1, 64)))
		}
	}
	return nil
}

func (c *call) believe(ctx context.Context, table string, words []string, n *float64) error {
	if err := c.app.Believe(ctx, c.keeper, table, strings.Join(words, " "), n); err != nil {
		return err
	}
	list, err := c.app.Beliefs(ctx, c.keeper)
	if err != nil {
		return err
	}
	return c.done(map[string]any{"beliefs": list}, "cli.beliefs.noted")
}
