package cli

import (
	"context"
	"flag"

	"entregent/internal/app"
	"entregent/internal/mirror"
)

func mirrorCommand(*flag.FlagSet) func(context.Context, *call) error {
	return func(ctx context.Context, c *call) error {
		if len(c.args) > 0 {
			return badArguments("mirror")
		}
		m, err := c.app.Mirror(ctx, c.keeper, c.p)
		if err != nil {
			return err
		}
		if c.json {
			return c.answer(m)
		}
		for _, r := range m.Readings {
			c.mirrored(r)
		}
		return nil
	}
}

// mirrored prints one reading.
func (c *call) mirrored(r app.MirrorReading) {
	c.line("%s", c.p.T("mirror.reading."+string(r.Key)))
	for _, f := range r.Facts {
		c.line("  %s", c.mirrorFact(f))
		for _, side := range []struct {
			key string
			of  *string
		}{{"cli.mirror.cv", f.CV}, {"cli.mirror.profile", f.Profile}} {
			if f.Kind != mirror.Missing && side.of != nil && *side.of != "" {
				c.line("      %s", c.p.T(side.key, *side.of))
			}
		}
	}
	for _, n := range r.Notes {
		c.line("  (%s)", n.Text)
	}
	c.line("  → %s", r.Next)
}

// mirrorFact is a fact with what it is: a contradiction, a gap; else said or done.
func (c *call) mirrorFact(f app.MirrorFact) string {
	what := "mirror.shows." + string(f.Shows)
	if f.Kind != "" {
		what = "mirror.kind." + string(f.Kind)
	}
	return c.p.T("cli.mirror.fact", c.p.T(what), f.Text)
}
