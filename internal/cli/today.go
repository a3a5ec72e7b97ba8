package cli

import (
	"context"
	"flag"
	"time"

	"entregent/internal/network"
)

func todayCommand(fl *flag.FlagSet) func(context.Context, *call) error {
	max := fl.Int("max", 0, "")
	return func(ctx context.Context, c *call) error {
		if *max < 0 || len(c.args) > 0 {
			return &network.Error{Kind: network.Invalid, Msg: "cli.bad_arguments", Args: []any{"today"}}
		}
		t, err := c.app.Today(ctx, c.keeper, c.p, *max)
		if err != nil {
			return err
		}
		if c.json {
			return c.answer(t)
		}
		c.line("%s", c.words("cli.today.date", t.On))
		for _, l := range append(t.Loops, t.More...) {
			c.line("\n  ○ %s", l.Person.Name)
			c.line("    %s", l.Text)
			c.line("    entregent loops close %s", l.ID)
		}
		for _, g := range t.Gestures {
			c.line("\n  · %s  (%s)", g.Person.Name, c.p.T("cli.minutes", g.Minutes))
			c.line("    %s", g.Why)
			for _, b := range g.Bring {
				c.line("    → %s", b.Text)
			}
			c.line("    entregent gesture done|later|no %s", g.ID)
		}
		switch {
		case t.Quiet:
			c.say("cli.today.quiet")
		case t.Peace && t.People == 0:
			c.say("cli.today.empty")
		case t.Peace:
			c.say("cli.today.peace")
		}
		return nil
	}
}

// words is a text with the present moment known, for dates.
func (c *call) words(key string, args ...any) string {
	return c.p.At(c.app.Now(), time.Local).T(key, args...)
}

func gestureCommand(fl *flag.FlagSet) func(context.Context, *call) error {
	until := fl.String("until", "", "")
	return func(ctx context.Context, c *call) error {
		if len(c.args) != 2 {
			return &network.Error{Kind: network.Invalid, Msg: "cli.bad_arguments", Args: []any{"gesture"}}
		}
		day, err := date(*until)
		if err != nil {
			return err
		}
		verdict, id := c.args[0], c.args[1]
		if verdict == "undo" {
			err = c.app.TakeBack(ctx, c.keeper, "gesture", id)
		} else {
			err = c.app.AnswerGesture(ctx, c.keeper, id, verdict, day)
		}
		if err != nil {
			return err
		}
		return c.done(map[string]any{"gesture": id, "verdict": verdict}, "cli.gesture."+verdict)
	}
}

// done answers a command that only did something.
func (c *call) done(answer any, key string, args ...any) error {
	if c.json {
		return c.answer(answer)
	}
	c.say(key, args...)
	return nil
}

func date(s string) (network.Date, error) {
	if s == "" {
		return network.Date{}, nil
	}
	d, ok := network.ParseDate(s)
	if !ok || d.Year == 0 {
		return d, &network.Error{Kind: network.Invalid, Msg: "error.not_a_date", Args: []any{s}}
	}
	return d, nil
}

func loopsCommand(fl *flag.FlagSet) func(context.Context, *call) error {
	return func(ctx context.Context, c *call) error {
		if len(c.args) == 2 && (c.args[0] == "close" || c.args[0] == "later" || c.args[0] == "undo") {
			return c.loopAnswer(ctx, c.args[0], c.args[1])
		}
		if len(c.args) > 0 {
			return &network.Error{Kind: network.Invalid, Msg: "cli.bad_arguments", Args: []any{"loops"}}
		}
		loops, err := c.app.Loops(ctx, c.keeper, c.p)
		if err != nil {
			return err
		}
		if c.json {
			return c.answer(map[string]any{"loops": loops})
		}
		if len(loops) == 0 {
			c.say("cli.loops.none")
		}
		for _, l := range loops {
			c.line("%s  %s", l.ID, c.p.T("cli.loops.one", l.Person.Name, l.Text))
		}
		return nil
	}
}

func (c *call) loopAnswer(ctx context.Context, verb, id string) (err error) {
	switch verb {
	case "undo":
		err = c.app.TakeBack(ctx, c.keeper, "loop", id)
	case "later":
		err = c.app.AnswerLoop(ctx, c.keeper, id, "later", network.Date{})
	default:
		err = c.app.AnswerLoop(ctx, c.keeper, id, "done", network.Date{})
	}
	if err != nil {
		return err
	}
	return c.done(map[string]any{"loop": id, "verdict": verb}, "cli.loops."+verb)
}
