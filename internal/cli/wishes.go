package cli

import (
	"context"
	"flag"
	"strings"

	"entregent/internal/app"
	"entregent/internal/network"
)

func needsCommand(fl *flag.FlagSet) func(context.Context, *call) error {
	return wishesCommand(fl, "needs", network.Need)
}

func offersCommand(fl *flag.FlagSet) func(context.Context, *call) error {
	return wishesCommand(fl, "offers", network.Offer)
}

// wishesCommand is needs and offers: what is sought and what can be brought, the
// keeper's own and everybody's.
func wishesCommand(fl *flag.FlagSet, name string, kind network.WishKind) func(context.Context, *call) error {
	of, all, stale := fl.String("of", "", ""), fl.Bool("all", false, ""), fl.Bool("stale", false, "")
	place, from, until, whom := fl.String("place", "", ""), fl.String("from", "", ""), fl.String("until", "", ""), fl.String("for", "", "")
	return func(ctx context.Context, c *call) (err error) {
		verb, rest := "list", c.args
		if len(c.args) > 0 {
			verb, rest = c.args[0], c.args[1:]
		}
		var who network.PersonID
		if *of != "" && *of != "me" {
			if who, err = c.app.Find(ctx, c.keeper, *of); err != nil {
				return err
			}
		}
		switch verb {
		case "list":
			if len(rest) > 0 {
				return badArguments(name)
			}
			list, err := c.app.Wishes(ctx, c.keeper, app.WishAsk{Kind: kind, Of: who, Mine: *of == "me", All: *all, Stale: *stale})
			if err != nil {
				return err
			}
			return c.showWishes(name, list)
		case "add":
			n := app.NewWish{Kind: kind, Of: who, What: strings.Join(rest, " "), Place: *place, Whom: *whom}
			if n.From, err = date(*from); err != nil {
				return err
			}
			if n.Until, err = date(*until); err != nil {
				return err
			}
			w, err := c.app.AddWish(ctx, c.keeper, n, "")
			if err != nil {
				return err
			}
			return c.done(map[string]any{"id": w.ID, name: []app.Wish{w}}, "cli.wishes.added", w.ID)
		}
		return c.answerWish(ctx, name, verb, rest)
	}
}

// answers are what can be said of a need or an offer, by their verbs.
var answers = map[string]string{"close": app.ItIsOver, "met": app.ItIsMet, "still": app.StillTrue, "undo": ""}

func (c *call) answerWish(ctx context.Context, name, verb string, rest []string) error {
	said, ok := answers[verb]
	if !ok || len(rest) != 1 {
		return badArguments(name)
	}
	id, err := network.ParseID[network.WishID](rest[0])
	if err != nil {
		return &network.Error{Kind: network.NotFound, Msg: "error.no_such_wish"}
	}
	if verb == "undo" {
		err = c.app.UnsayWish(ctx, c.keeper, id)
	} else {
		err = c.app.AnswerWish(ctx, c.keeper, id, said)
	}
	if err != nil {
		return err
	}
	return c.done(map[string]any{"id": rest[0], "verdict": verb}, "cli.wishes."+verb)
}

func badArguments(command string) error {
	return &network.Error{Kind: network.Invalid, Msg: "cli.bad_arguments", Args: []any{command}}
}

func (c *call) showWishes(name string, list []app.Wish) error {
	if c.json {
		return c.answer(map[string]any{name: list})
	}
	if len(list) == 0 {
		c.say("cli." + name + ".none")
	}
	for _, w := range list {
		c.line("%s  %s", w.ID, c.wishLine(w))
		if w.Stale {
			c.line("  %s", c.p.T("cli.wishes.stale", w.Since))
		}
	}
	return nil
}

// wishLine is a need or an offer in one line.
func (c *call) wishLine(w app.Wish) string {
	who := w.Person.Name
	if w.Mine() {
		who = c.p.T("cli.me")
	}
	parts := []string{w.Text}
	for _, s := range []string{w.Place, w.For} {
		if s != "" {
			parts = append(parts, s)
		}
	}
	if !w.From.IsZero() {
		parts = append(parts, c.words("cli.wishes.from", w.From))
	}
	if !w.Until.IsZero() {
		parts = append(parts, c.words("cli.wishes.until", w.Until))
	}
	if w.State != "open" {
		parts = append(parts, c.p.T("wish."+w.State))
	}
	return c.p.T("cli.loops.one", who, strings.Join(parts, " · "))
}

func matchesCommand(fl *flag.FlagSet) func(context.Context, *call) error {
	of, need := fl.String("of", "", ""), fl.String("need", "", "")
	return func(ctx context.Context, c *call) (err error) {
		if len(c.args) == 2 {
			return c.answerMatch(ctx, c.args[0], c.args[1])
		}
		if len(c.args) > 0 {
			return badArguments("matches")
		}
		var q app.MatchAsk
		if *of != "" {
			if q.Person, err = c.app.Find(ctx, c.keeper, *of); err != nil {
				return err
			}
		}
		if *need != "" {
			if q.Need, err = network.ParseID[network.WishID](*need); err != nil {
				return &network.Error{Kind: network.NotFound, Msg: "error.no_such_wish"}
			}
		}
		list, err := c.app.Matches(ctx, c.keeper, c.p, q)
		if err != nil {
			return err
		}
		if c.json {
			return c.answer(map[string]any{"matches": list})
		}
		if len(list) == 0 {
			c.say("cli.matches.none")
		}
		for _, m := range list {
			c.line("%s\n  %s", m.Why, m.ID)
		}
		return nil
	}
}

func (c *call) answerMatch(ctx context.Context, verb, id string) (err error) {
	switch verb {
	case "no", "done":
		err = c.app.DismissMatch(ctx, c.keeper, id, verb)
	case "undo":
		err = c.app.UndismissMatch(ctx, c.keeper, id)
	default:
		return badArguments("matches")
	}
	if err != nil {
		return err
	}
	return c.done(map[string]any{"match": id, "verdict": verb}, "cli.matches."+verb)
}
