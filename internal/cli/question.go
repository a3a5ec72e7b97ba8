package cli

import (
	"context"
	"flag"
	"strings"

	"entregent/internal/app"
	"entregent/internal/network"
)

func questionCommand(fl *flag.FlagSet) func(context.Context, *call) error {
	days := fl.Int("days", 0, "")
	unnamed := fl.Bool("no-name", false, "")
	name := fl.String("name", "", "")
	return func(ctx context.Context, c *call) error {
		if len(c.args) == 0 {
			return c.listQuestions(ctx)
		}
		verb, rest := c.args[0], c.args[1:]
		switch {
		case verb == "list" && len(rest) == 0:
			return c.listQuestions(ctx)
		case verb == "new" && len(rest) > 0:
			return c.putQuestion(ctx, strings.Join(rest, " "), app.NewQuestion{Days: *days, Named: !*unnamed, Lang: c.p.Lang()})
		case verb == "address" && len(rest) <= 1:
			return c.questionAddress(ctx, rest, *name)
		case len(rest) != 1:
			return badArguments("question")
		}
		var err error
		switch verb {
		case "show":
			return c.showQuestion(ctx, rest[0])
		case "withdraw":
			err = c.app.WithdrawQuestion(ctx, c.keeper, rest[0])
		case "serve":
			err = c.app.RestoreQuestion(ctx, c.keeper, rest[0])
		case "drop":
			err = c.app.DropQuestion(ctx, c.keeper, rest[0])
		default:
			return badArguments("question")
		}
		if err != nil {
			return err
		}
		return c.done(map[string]any{"question": rest[0], "verdict": verb}, "cli.question."+verb)
	}
}

// putQuestion prints the link, the only time that it is known, with the letter.
func (c *call) putQuestion(ctx context.Context, who string, n app.NewQuestion) (err error) {
	if n.Of, err = c.app.Find(ctx, c.keeper, who); err != nil {
		return err
	}
	q, err := c.app.PutOpenQuestion(ctx, c.keeper, n)
	if err != nil {
		return err
	}
	if c.json {
		return c.answer(map[string]any{"question": q})
	}
	c.say("cli.question.put", q.Person.Name, q.ID)
	c.line("%s\n\n%s", q.URL, q.Text)
	return nil
}

func (c *call) listQuestions(ctx context.Context) error {
	list, err := c.app.OpenQuestions(ctx, c.keeper, network.PersonID{})
	if err != nil {
		return err
	}
	if c.json {
		return c.answer(map[string]any{"questions": list})
	}
	if len(list) == 0 {
		c.say("cli.question.none")
	}
	for _, q := range list {
		c.line("%s  %s  %s", q.ID, q.On, c.p.T("cli.loops.one", q.Person.Name, c.p.T("web.questions.state."+q.State, q.Until)))
	}
	return nil
}

func (c *call) showQuestion(ctx context.Context, id string) error {
	list, err := c.app.OpenQuestions(ctx, c.keeper, network.PersonID{})
	if err != nil {
		return err
	}
	for _, q := range list {
		if q.ID != id {
			continue
		}
		if c.json {
			return c.answer(map[string]any{"question": q})
		}
		c.line("%s  %s", q.On, c.p.T("cli.loops.one", q.Person.Name, c.p.T("web.questions.state."+q.State, q.Until)))
		for _, part := range [][2]string{{"how", q.MetHow}, {"call", q.CallFor}, {"whom", q.ToMeet}} {
			if part[1] != "" {
				c.line("  %s", c.p.T("cli.loops.one", c.p.T("web.questions."+part[0]), oneLine(part[1])))
			}
		}
		return nil
	}
	return &network.Error{Kind: network.NotFound, Msg: "error.no_such_question"}
}

// questionAddress shows the public address, sets it, or takes it away ("off").
func (c *call) questionAddress(ctx context.Context, rest []string, name string) error {
	k, err := c.app.Keeper(ctx, c.keeper)
	if err != nil {
		return err
	}
	s := k.Settings
	if len(rest) == 1 {
		if s.Public = rest[0]; rest[0] == "off" {
			s.Public = ""
		}
	}
	if name != "" {
		s.PublicName = name
	}
	if len(rest) == 1 || name != "" {
		if err := c.app.PutSettings(ctx, c.keeper, s); err != nil {
			return err
		}
		if k, err = c.app.Keeper(ctx, c.keeper); err != nil {
			return err
		}
	}
	if c.json {
		return c.answer(map[string]any{"address": k.Settings.Public, "name": k.Settings.PublicName})
	}
	if k.Settings.Public == "" {
		c.say("cli.question.no_address")
		return nil
	}
	c.line("%s", k.Settings.Public)
	return nil
}
