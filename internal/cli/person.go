package cli

import (
	"context"
	"flag"
	"slices"
	"strings"
	"time"

	"entregent/internal/app"
	"entregent/internal/i18n"
	"entregent/internal/network"
)

func personCommand(fl *flag.FlagSet) func(context.Context, *call) error {
	var kept keptAsk
	fl.BoolVar(&kept.kept, "kept", false, "")
	fl.StringVar(&kept.html, "html", "", "")
	fl.Func("for", "", func(s string) error {
		if kept.lang = s; !slices.Contains(i18n.Languages, s) {
			return errValue
		}
		return nil
	})
	return func(ctx context.Context, c *call) error {
		if len(c.args) == 0 || kept != (keptAsk{}) && !kept.kept {
			return &network.Error{Kind: network.Invalid, Msg: "cli.bad_arguments", Args: []any{"person"}}
		}
		id, err := c.app.Find(ctx, c.keeper, strings.Join(c.args, " "))
		if err != nil {
			return err
		}
		if kept.kept {
			return c.printKept(ctx, id, kept)
		}
		b, err := c.app.Briefing(ctx, c.keeper, c.p, id, time.Time{})
		if err != nil {
			return err
		}
		if c.json {
			return c.answer(b)
		}
		c.brief(b)
		return nil
	}
}

// brief prints a briefing to be read before a meeting.
func (c *call) brief(b app.Briefing) {
	p := c.p.At(c.app.Now(), time.Local)
	c.line("%s", c.personRow(b.Person))
	c.line("%s", p.T("cli.person.stage", b.Tie.Stage))
	c.reasons("cli.person.evidence", b.Tie.Evidence)
	c.reasons("cli.person.missing", b.Tie.Missing)
	c.reasons("cli.person.drift", b.Tie.Drift.Reasons)
	c.reasons("cli.person.who_turns", b.Tie.Reciprocity.Reasons)
	c.reasons("cli.person.balance", b.Tie.Balance)
	for _, l := range b.Loops {
		c.line("  ○ %s", l.Text)
	}
	for _, x := range b.Needs {
		c.line("  ? %s", c.p.T("cli.person.need", x.Text))
	}
	for _, x := range b.Offers {
		c.line("  + %s", c.p.T("cli.person.offer", x.Text))
	}
	for _, x := range b.Knows {
		c.line("  %s", c.p.T("cli.person.knows", x.Person.Name, x.What))
	}
	for _, x := range b.Bring {
		c.line("  → %s", x.Text)
	}
	for _, h := range b.Handles {
		c.line("  %s  %s", h.Value, origin(h.Origins))
	}
	for _, f := range b.Facts {
		c.line("  %s  %s", p.T("cli.person.fact", p.Fact(string(f.Kind), oneLine(f.Label)), oneLine(f.Value)), origin(f.Origins))
	}
	for _, e := range b.Encounters {
		c.line("  %s  %s  %s  %s", e.On, p.T("channel."+string(e.Channel)), e.Subject, origin(e.Origins))
	}
}

func (c *call) reasons(key string, rs []network.Reason) {
	if len(rs) == 0 {
		return
	}
	p := c.p.At(c.app.Now(), time.Local)
	c.line("%s", p.T(key))
	for _, r := range rs {
		c.line("  %s", p.Reason(r))
	}
}

// origin shows the first place where something was read.
func origin(os []app.Origin) string {
	if len(os) == 0 {
		return ""
	}
	return "[" + os[0].At + "]"
}
