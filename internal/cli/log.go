package cli

import (
	"context"
	"flag"
	"strings"

	"entregent/internal/app"
	"entregent/internal/capture"
	"entregent/internal/network"
)

func logCommand(fl *flag.FlagSet) func(context.Context, *call) error {
	yes := fl.Bool("yes", false, "")
	return func(ctx context.Context, c *call) error {
		if len(c.args) == 2 && c.args[0] == "undo" {
			if id, err := network.ParseID[network.LineID](c.args[1]); err == nil {
				if err := c.app.UndoLine(ctx, c.keeper, id); err != nil {
					return err
				}
				return c.done(map[string]any{"line": c.args[1], "verdict": "undo"}, "cli.log.undone")
			}
		}
		line := strings.TrimSpace(strings.Join(c.args, " "))
		if line == "" {
			return &network.Error{Kind: network.Invalid, Msg: "cli.bad_arguments", Args: []any{"log"}}
		}
		got, err := c.app.ReadLine(ctx, c.keeper, line, c.p.Lang())
		if err == nil && *yes {
			got, err = c.app.RecordLine(ctx, c.keeper, line, c.p.Lang(), "")
		}
		if err != nil {
			return err
		}
		if c.json {
			return c.answer(got)
		}
		c.showLine(got)
		return nil
	}
}

// showLine says what a line records, or would.
func (c *call) showLine(l app.Line) {
	for _, r := range l.Records {
		var who []string
		for _, w := range append(append(append([]capture.Who{}, r.Who...), r.Whom...), r.To...) {
			name := w.Name
			if w.New {
				name += " " + c.p.T("cli.log.new")
			}
			who = append(who, name)
		}
		c.line("  %s: %s  %s", c.p.T("record."+string(r.Type)), strings.Join(who, ", "), details(c, r))
	}
	for _, u := range l.Unsure {
		var names []string
		for _, x := range u.Candidates {
			names = append(names, x.Name+" ("+x.ID.String()+")")
		}
		c.say("cli.log.unsure", u.Name, strings.Join(names, "; "))
	}
	switch {
	case l.Recorded:
		c.say("cli.log.recorded")
		c.say("cli.log.undo", l.ID)
	case len(l.Records) == 0:
		c.say("cli.log.nothing")
	case len(l.Unsure) == 0:
		c.say("cli.log.would")
	}
}

func details(c *call, r capture.Record) string {
	var out []string
	if r.Channel != "" {
		out = append(out, c.p.T("channel."+string(r.Channel)))
	}
	if !r.On.IsZero() {
		out = append(out, c.words("cli.today.date", r.On))
	}
	for _, s := range []string{r.Place, r.What} {
		if s != "" && r.Type != capture.Encounter || s == r.Place && s != "" {
			out = append(out, s)
		}
	}
	return strings.Join(out, " · ")
}
