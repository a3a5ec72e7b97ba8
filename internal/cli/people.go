package cli

import (
	"context"
	"flag"
	"strconv"
	"strings"

	"entregent/internal/app"
)

func peopleCommand(fl *flag.FlagSet) func(context.Context, *call) error {
	var q app.PeopleAsk
	fl.StringVar(&q.Circle, "circle", "", "")
	fl.BoolVar(&q.NeverMet, "never-met", false, "")
	fl.StringVar(&q.Town, "in", "", "")
	fl.StringVar(&q.Organisation, "at-organisation", "", "")
	fl.BoolVar(&q.Relations, "relations", false, "")
	fl.StringVar(&q.Tag, "tag", "", "")
	fl.StringVar(&q.Source, "source", "", "")
	fl.StringVar(&q.Batch, "from-batch", "", "")
	fl.BoolVar(&q.Archived, "archived", false, "")
	inBin := fl.Bool("in-bin", false, "")
	fl.IntVar(&q.Limit, "limit", 0, "")
	fl.Func("not-seen-for", "", func(s string) (err error) {
		q.NotSeenFor, err = days(s)
		return err
	})
	return func(ctx context.Context, c *call) error {
		if *inBin {
			return c.inBin(ctx)
		}
		q.Query = strings.Join(c.args, " ")
		if q.Limit == 0 && c.json {
			q.Limit = 1 << 30 // a program wants all of them
		}
		page, err := c.app.People(ctx, c.keeper, q)
		if err != nil {
			return err
		}
		if c.json {
			return c.answer(page)
		}
		for _, p := range page.People {
			c.line("%s  %s", p.ID, c.personRow(p))
		}
		c.say("cli.people.total", page.Total, page.Of)
		return nil
	}
}

// days reads a span such as 90d, 12w, 6m or 2y.
func days(s string) (int, error) {
	unit := 1
	if n := len(s); n > 1 {
		switch s[n-1] {
		case 'd', 'j':
			s = s[:n-1]
		case 'w':
			unit, s = 7, s[:n-1]
		case 'm':
			unit, s = 30, s[:n-1]
		case 'y', 'a':
			unit, s = 365, s[:n-1]
		}
	}
	n, err := strconv.Atoi(s)
	if err != nil || n < 1 || n > 100*365 {
		return 0, errValue
	}
	return n * unit, nil
}

func (c *call) personRow(p app.Person) string {
	parts := []string{p.Name}
	for _, s := range []string{p.Title, p.Organisation, p.Town} {
		if s != "" {
			parts = append(parts, s)
		}
	}
	if p.Last != nil {
		parts = append(parts, c.words("cli.people.last", *p.Last))
	}
	return strings.Join(parts, ", ")
}
