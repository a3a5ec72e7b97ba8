package cli

import (
	"context"
	"flag"
	"strings"

	"entregent/internal/app"
	"entregent/internal/network"
)

func reachCommand(fl *flag.FlagSet) func(context.Context, *call) error {
	top := fl.Int("top", 0, "")
	return func(ctx context.Context, c *call) error {
		if *top < 0 {
			return badArguments("reach")
		}
		if len(c.args) == 0 {
			return c.reachTargets(ctx)
		}
		r, err := c.app.Reach(ctx, c.keeper, c.p, app.ReachAsk{Target: strings.Join(c.args, " "), Top: *top})
		if err != nil {
			return err
		}
		if c.json {
			return c.answer(r)
		}
		c.showReach(r)
		return nil
	}
}

// reachTargets prints whom the goals aim at: whoever names nobody is told.
func (c *call) reachTargets(ctx context.Context) error {
	list, err := c.app.ReachTargets(ctx, c.keeper, c.p)
	if err != nil {
		return err
	}
	if len(list) == 0 {
		return &network.Error{Kind: network.Invalid, Field: "target", Msg: "error.reach_whom"}
	}
	if c.json {
		return c.answer(map[string]any{"targets": list})
	}
	goal := ""
	for _, t := range list {
		if t.Goal.ID != goal {
			goal = t.Goal.ID
			c.say("cli.reach.goal", t.Goal.Name)
		}
		c.say("cli.reach.target", t.Target, t.Text)
	}
	return nil
}

func (c *call) showReach(r app.Reach) {
	for _, d := range r.Direct {
		c.line("%s %s", d.Text, d.Why.Text)
	}
	for _, p := range r.Paths {
		c.showPath(p)
	}
	if r.None != nil {
		c.line("%s", r.None.Text)
		for _, s := range r.None.Create {
			c.line("  → %s", s.Text)
		}
	}
}

// showPath prints one path: what shows it, what to bring, what may be asked, and
// the message.
func (c *call) showPath(p app.ReachPath) {
	c.line("%s", p.Text)
	if p.Goal != nil {
		c.line("  %s", p.Goal.Text)
	}
	for _, g := range p.Evidence {
		from := g.From.Name
		if g.From.ID == "" {
			from = c.p.T("cli.me")
		}
		c.line("  %s", c.p.T("cli.reach.ground", from, g.To.Name, g.Text))
	}
	for _, s := range p.Spare {
		c.line("  %s", c.p.T("cli.reach.spare", s.Text))
	}
	for _, g := range p.GiveFirst {
		c.line("  %s", c.p.T("cli.reach.give", g.Text))
	}
	c.showTact(p.Tact)
	if p.Draft != "" {
		c.line("  %s", c.p.T("cli.reach.draft"))
		for line := range strings.Lines(p.Draft) {
			c.line("    %s", strings.TrimRight(line, "\n"))
		}
	}
}

// showTact prints what may be asked, and what to do first.
func (c *call) showTact(t app.ReachTact) {
	c.line("  %s", c.p.T("cli.reach.tact", string(t.Verdict)))
	for _, s := range t.Reasons {
		c.line("    %s", s.Text)
	}
	for _, s := range t.Steps {
		c.line("    %s  %s", s.On, s.Text)
	}
	if t.Smaller != "" {
		c.line("  %s", c.p.T("cli.reach.smaller", string(t.Smaller)))
	}
}
