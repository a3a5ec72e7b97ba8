package cli

import (
	"strconv"
	"strings"

	"entregent/internal/app"
	"entregent/internal/i18n"
	"entregent/internal/network"
	"entregent/internal/paper"
	"entregent/internal/year"
)

// A yearPart is one chapter of the review. Whole chapters say what was brought.
type yearPart struct {
	key   string
	of    []app.YearPerson
	whole bool
}

func yearParts(y app.Year) []yearPart {
	return []yearPart{
		{"counted", y.Counted, true}, {"passed", y.Passed, true}, {"newcomers", y.Newcomers, false}, {"found", y.FoundAgain, false},
		{"first_met", y.FirstMet, false}, {"drifted", y.Drifted, false}, {"never_thanked", y.NeverThanked, true},
	}
}

// yearPaper lays out the review of a year, with the letters that are ready.
func yearPaper(y app.Year, letters []app.YearLetter, p *i18n.Printer) paper.Document {
	met := 0
	t := &paper.Table{Title: p.T("web.year.strip"), Head: []string{p.T("web.year.month.head"), p.T("web.year.met.head"), p.T("web.year.days.head")}}
	for _, m := range y.Months {
		met += m.Met
		t.Rows = append(t.Rows, []string{p.T("month." + strconv.Itoa(m.Month)), strconv.Itoa(m.Met), strconv.Itoa(m.Days)})
	}
	d := paper.Document{
		Lang: p.Lang(), Title: p.T("web.year", strconv.Itoa(y.Year)), Lead: p.T("web.year.lead", len(y.Counted)+len(y.Passed), met), Table: t,
	}
	if !y.Over {
		d.Notes = append(d.Notes, p.T("year.until", y.To))
	}
	for _, part := range yearParts(y) {
		if len(part.of) == 0 {
			continue
		}
		s := paper.Section{Title: p.T("year.part." + part.key), Note: p.T("web.year.note." + part.key)}
		for _, x := range part.of {
			s.Items = append(s.Items, yearItem(x, part.whole, p))
		}
		d.Sections = append(d.Sections, s)
	}
	if len(y.Places) > 0 {
		s := paper.Section{Title: p.T("year.places")}
		for _, x := range y.Places {
			s.Items = append(s.Items, paper.Item{Head: x.Name, Side: p.T("year.place.people", x.People)})
		}
		d.Sections = append(d.Sections, s)
	}
	if len(letters) > 0 {
		s := paper.Section{Title: p.T("year.letters"), Note: p.T("year.letters.note")}
		for _, l := range letters {
			s.Items = append(s.Items, paper.Item{Head: l.Person.Name, Side: l.Email, Text: l.Text, Sheet: true})
		}
		d.Sections = append(d.Sections, s)
	}
	return d
}

func yearItem(x app.YearPerson, whole bool, p *i18n.Printer) paper.Item {
	item := paper.Item{Head: x.Person.Name, Text: yearWhy(x, p)}
	if whole {
		item.Lines = append(yearBrought(x.BroughtMe, "year.brought_me", p), yearBrought(x.IBrought, "year.i_brought", p)...)
	}
	return item
}

// yearWhy is the keeper's own word, then the reasons.
func yearWhy(x app.YearPerson, p *i18n.Printer) string {
	var out []string
	if x.Word != "" {
		out = append(out, i18n.Sentence(x.Word))
	}
	for _, why := range x.Why {
		out = append(out, p.Reason(why))
	}
	return strings.Join(out, " ")
}

func yearBrought(list []year.Brought, key string, p *i18n.Printer) (out []string) {
	for _, b := range list {
		kind := p.T("favour." + string(b.Kind))
		text := p.T(key, kind)
		if b.What != "" {
			text = p.T(key+"_words", kind, oneLine(b.What))
		}
		if b.Outcome != "" {
			text = p.T("year.came_of", text, oneLine(b.Outcome))
		}
		out = append(out, text)
	}
	return out
}

// yearRows is the review as a table: one row for each person in a chapter.
func yearRows(y app.Year, p *i18n.Printer) [][]string {
	head := []string{"year", "part", "name", "why", "brought_me", "i_brought", "met", "days", "word"}
	for i, h := range head {
		head[i] = p.T("year.csv." + h)
	}
	rows := [][]string{head}
	for _, part := range yearParts(y) {
		for _, x := range part.of {
			bare := x
			bare.Word = ""
			rows = append(rows, []string{
				strconv.Itoa(y.Year), p.T("year.part." + part.key), x.Person.Name, yearWhy(bare, p),
				strings.Join(yearBrought(x.BroughtMe, "year.brought_me", p), "\n"), strings.Join(yearBrought(x.IBrought, "year.i_brought", p), "\n"),
				strconv.Itoa(x.Met), strconv.Itoa(x.Days), x.Word,
			})
		}
	}
	return rows
}

// beside prints two years side by side.
func (c *call) beside(pair app.YearPair) {
	a, b := pair.Years[0], pair.Years[1]
	c.line("%-28s %8d %8d", "", a.Year, b.Year)
	pb := yearParts(b)
	for i, part := range yearParts(a) {
		c.line("%-28s %8d %8d", c.p.T("year.part."+part.key), len(part.of), len(pb[i].of))
	}
	for _, x := range []struct {
		key  string
		args []any
		of   []app.Named
	}{{"year.beside.both", nil, pair.Both}, {"year.beside.only", []any{strconv.Itoa(a.Year)}, pair.Only[0]}, {"year.beside.only", []any{strconv.Itoa(b.Year)}, pair.Only[1]}} {
		if len(x.of) > 0 {
			c.line("\n%s", c.p.T(x.key, x.args...))
			for _, n := range x.of {
				c.line("  %s", n.Name)
			}
		}
	}
}

// yearOf reads a year from the command line.
func yearOf(s string) (int, error) {
	n, err := strconv.Atoi(s)
	if err != nil || n < 1 || n > 9999 {
		return 0, &network.Error{Kind: network.Invalid, Msg: "error.not_understood", Args: []any{s}}
	}
	return n, nil
}
