package cli

import (
	"context"
	"flag"

	"entregent/internal/app"
	"entregent/internal/network"
)

func meetCommand(fl *flag.FlagSet) func(context.Context, *call) error {
	in := fl.String("in", "", "")
	on := fl.String("on", "", "")
	return func(ctx context.Context, c *call) error {
		if len(c.args) > 0 {
			return badArguments("meet")
		}
		ask := app.MeetAsk{In: *in}
		if *on != "" {
			var ok bool
			if ask.On, ok = network.ParseDate(*on); !ok {
				return &network.Error{Kind: network.Invalid, Field: "on", Msg: "error.not_a_date", Args: []any{*on}}
			}
		}
		m, err := c.app.Meet(ctx, c.keeper, c.p, ask)
		if err != nil {
			return err
		}
		if c.json {
			return c.answer(m)
		}
		c.p = c.p.At(c.app.Now(), nil)
		c.showMeet(m)
		return nil
	}
}

func (c *call) showMeet(m app.Meet) {
	if m.In != "" {
		c.line("%s", c.p.T("cli.meet.here", m.In, len(m.Here)))
		for _, v := range m.Here {
			c.line("  %s", c.p.T("cli.loops.one", v.Person.Name, v.Where))
			c.why(v.Coffee)
		}
		if m.Others > 0 {
			c.line("  %s", c.p.T("cli.meet.others", m.Others))
		}
	}
	c.line("%s", c.p.T("cli.meet.coffees", len(m.Coffees)))
	for _, x := range m.Coffees {
		c.line("  %s", x.Person.Name)
		c.why(x)
	}
	c.line("%s", c.p.T("cli.meet.never_met", len(m.NeverMet)))
	for _, n := range m.NeverMet {
		c.line("  %s", n.Name)
	}
	if m.Calendar == nil {
		c.say("cli.meet.no_calendar")
	} else {
		c.say("cli.meet.calendar", *m.Calendar)
	}
}

// why prints the reasons to see somebody, and when.
func (c *call) why(x app.Coffee) {
	for _, r := range x.Reasons {
		c.line("    %s", c.p.Reason(r))
	}
	for _, s := range x.Slots {
		c.line("    – %s", s.Text)
	}
}
