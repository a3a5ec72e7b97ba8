package cli

import (
	"context"
	"flag"
	"strings"

	"entregent/internal/app"
	"entregent/internal/network"
)

func favoursCommand(fl *flag.FlagSet) func(context.Context, *call) error {
	person, year := fl.String("person", "", ""), fl.Int("year", 0, "")
	from, to, on := fl.String("from", "", ""), fl.String("to", "", ""), fl.String("on", "", "")
	return func(ctx context.Context, c *call) (err error) {
		if *year < 0 {
			return badArguments("favours")
		}
		if len(c.args) > 0 {
			if c.args[0] == "add" {
				return c.addFavour(ctx, c.args[1:], *from, *to, *on)
			}
			return c.answerFavour(ctx, c.args)
		}
		q := app.FavourAsk{Year: *year}
		if *person != "" {
			if q.Person, err = c.app.Find(ctx, c.keeper, *person); err != nil {
				return err
			}
		}
		l, err := c.app.Favours(ctx, c.keeper, c.p, q)
		if err != nil {
			return err
		}
		if c.json {
			return c.answer(l)
		}
		c.showFavours(l)
		return nil
	}
}

// addFavour reads "favours add KIND WORDS --from WHO" or "--to WHO".
func (c *call) addFavour(ctx context.Context, args []string, from, to, on string) error {
	if len(args) == 0 || (from == "") == (to == "") {
		return badArguments("favours")
	}
	n := app.NewFavour{Kind: network.FavourKind(args[0]), Given: to != "", What: strings.Join(args[1:], " ")}
	var err error
	if n.On, err = date(on); err != nil {
		return err
	}
	who, err := c.app.Find(ctx, c.keeper, from+to)
	if err != nil {
		return err
	}
	id, err := c.app.RecordFavour(ctx, c.keeper, who, n, "")
	if err != nil {
		return err
	}
	return c.done(map[string]any{"id": id}, "cli.favours.added", id)
}

// answerFavour says what came of a favour, whether a proposed one was one, or
// takes one away.
func (c *call) answerFavour(ctx context.Context, args []string) error {
	verb := args[0]
	if len(args) < 2 || verb != "outcome" && len(args) > 2 {
		return badArguments("favours")
	}
	id, err := network.ParseID[network.FavourID](args[1])
	if err != nil {
		return &network.Error{Kind: network.NotFound, Msg: "error.no_such_favour"}
	}
	switch verb {
	case "outcome":
		err = c.app.SayOutcome(ctx, c.keeper, id, strings.Join(args[2:], " "))
	case "yes", "no":
		err = c.app.Say(ctx, c.keeper, app.QuestionFavour, args[1], verb)
	case "undo":
		err = c.app.UnsayFavour(ctx, c.keeper, id)
	case "drop":
		err = c.app.DropFavour(ctx, c.keeper, id)
	default:
		return badArguments("favours")
	}
	if err != nil {
		return err
	}
	return c.done(map[string]any{"favour": args[1], "verdict": verb}, "cli.favours."+verb)
}

// showFavours prints the ledger in words: first how things stand with each, then
// what was brought.
func (c *call) showFavours(l app.Ledger) {
	if len(l.Favours) == 0 {
		c.say("cli.favours.none")
	}
	for _, b := range l.Balance {
		c.line("%s", c.p.T("cli.loops.one", b.Person.Name, b.Text))
	}
	for _, f := range l.Favours {
		key, who := "cli.favours.row_from", f.From.Name
		if f.From.ID == "" {
			key, who = "cli.favours.row_to", f.To.Name
		}
		parts := []string{c.p.T(key, who, c.p.T("favour."+string(f.Kind)))}
		if f.Presented != nil && !strings.Contains(f.What, f.Presented.Name) {
			parts[0] += " " + c.p.T("web.favour.whom", f.Presented.Name)
		}
		if f.What != "" {
			parts = append(parts, f.What)
		}
		if f.Outcome != "" {
			parts = append(parts, "→ "+f.Outcome)
		}
		if f.State != "fact" {
			parts = append(parts, c.p.T("favour.state."+f.State))
		}
		on := ""
		if f.On != nil {
			on = f.On.String()
		}
		c.line("%s  %s  %s  %s", f.ID, on, strings.Join(parts, " · "), origin(f.Origins))
	}
}
