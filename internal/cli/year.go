package cli

import (
	"context"
	"flag"
	"io"

	"entregent/internal/app"
	"entregent/internal/network"
	"entregent/internal/paper"
	"entregent/internal/year"
)

// A yearAsk is what the review is asked for besides being shown.
type yearAsk struct {
	html, csv   string // files
	letters     bool
	in, out, by string // somebody to be counted, or not, or of whom a word is said
	word        string
}

func yearCommand(fl *flag.FlagSet) func(context.Context, *call) error {
	var ask yearAsk
	fl.StringVar(&ask.html, "html", "", "")
	fl.StringVar(&ask.csv, "csv", "", "")
	fl.BoolVar(&ask.letters, "letters", false, "")
	fl.StringVar(&ask.in, "count", "", "")
	fl.StringVar(&ask.out, "leave-out", "", "")
	fl.StringVar(&ask.by, "as-it-was", "", "")
	fl.StringVar(&ask.word, "word", "", "")
	return func(ctx context.Context, c *call) error {
		if len(c.args) < 1 || len(c.args) > 2 {
			return &network.Error{Kind: network.Invalid, Msg: "cli.bad_arguments", Args: []any{"year"}}
		}
		n, err := yearOf(c.args[0])
		if err != nil {
			return err
		}
		if len(c.args) == 2 {
			if ask != (yearAsk{}) {
				return &network.Error{Kind: network.Invalid, Msg: "cli.bad_arguments", Args: []any{"year"}}
			}
			return c.twoYears(ctx, n)
		}
		if ask.in != "" || ask.out != "" || ask.by != "" || ask.word != "" {
			return c.sayYear(ctx, n, ask)
		}
		return c.oneYear(ctx, n, ask)
	}
}

func (c *call) twoYears(ctx context.Context, n int) error {
	with, err := yearOf(c.args[1])
	if err != nil {
		return err
	}
	pair, err := c.app.YearsBeside(ctx, c.keeper, n, with)
	if err != nil {
		return err
	}
	if c.json {
		return c.answer(pair)
	}
	c.beside(pair)
	return nil
}

// sayYear notes what the keeper says of one person in the review.
func (c *call) sayYear(ctx context.Context, n int, ask yearAsk) error {
	who, say := ask.in, app.YearSaid{Place: year.Counts, Word: ask.word}
	switch {
	case ask.out != "":
		who, say.Place = ask.out, year.Not
	case ask.by != "":
		who, say = ask.by, app.YearSaid{}
	}
	named := 0
	for _, s := range []string{ask.in, ask.out, ask.by} {
		if s != "" {
			named++
		}
	}
	if named != 1 || ask.by != "" && ask.word != "" {
		return &network.Error{Kind: network.Invalid, Msg: "cli.bad_arguments", Args: []any{"year"}}
	}
	id, err := c.app.Find(ctx, c.keeper, who)
	if err != nil {
		return err
	}
	if err := c.app.SayYear(ctx, c.keeper, n, id, say); err != nil {
		return err
	}
	return c.done(map[string]any{"year": n, "person": id, "place": say.Place, "word": say.Word}, "year.noted", who)
}

func (c *call) oneYear(ctx context.Context, n int, ask yearAsk) error {
	y, err := c.app.Year(ctx, c.keeper, n)
	if err != nil {
		return err
	}
	var letters []app.YearLetter
	if ask.letters || ask.html != "" || c.json {
		if letters, err = c.app.YearLetters(ctx, c.keeper, n); err != nil {
			return err
		}
	}
	if ask.html != "" {
		if err := c.writePaper(ctx, ask.html, yearPaper(y, letters, c.p)); err != nil {
			return err
		}
	}
	if ask.csv != "" {
		if err := c.writeFile(ctx, ask.csv, "cli.kept.done", func(w io.Writer) error { return paper.CSV(w, yearRows(y, c.p)) }); err != nil {
			return err
		}
	}
	switch {
	case c.json:
		return c.answer(struct {
			app.Year
			Letters []app.YearLetter `json:"letters"`
		}{y, letters})
	case ask.letters:
		for _, l := range letters {
			c.line("— %s %s\n\n%s\n", l.Person.Name, l.Email, l.Text)
		}
	case ask.html == "" && ask.csv == "":
		c.year(y)
	}
	return nil
}

// year prints the review in words.
func (c *call) year(y app.Year) {
	c.say("cli.year.head", len(y.Counted), y.Year)
	for _, part := range yearParts(y) {
		if len(part.of) == 0 {
			continue
		}
		c.line("\n%s", c.p.T("year.part."+part.key))
		for _, x := range part.of {
			c.line("  %s", x.Person.Name)
			c.line("    %s", yearWhy(x, c.p))
			for _, s := range append(yearBrought(x.BroughtMe, "year.brought_me", c.p), yearBrought(x.IBrought, "year.i_brought", c.p)...) {
				c.line("    %s", s)
			}
		}
	}
	if len(y.Places) > 0 {
		c.line("\n%s", c.p.T("year.places"))
		for _, x := range y.Places {
			c.line("  %s, %s", x.Name, c.p.T("year.place.people", x.People))
		}
	}
}
