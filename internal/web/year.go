package web

import (
	"net/http"
	"strconv"

	"entregent/internal/app"
	"entregent/internal/network"
	"entregent/internal/year"
)

// A YearPage is the yearly review, to be read and to be printed.
type YearPage struct {
	Page
	Year   int
	Lead   string // the opening sentence
	Parts  []YearPart
	Months []MonthBar
	Prev   string // path of the year before
	Next   string // of the year after, "" for one that has not begun
	Part   string // the chapter shown alone, "" for all
	Before string // path of the page before of that chapter, "" if none
	After  string

	Places  []PlaceLine
	Out     []YearLine // whom the keeper took out of those who counted
	Letters int        // letters of thanks that are ready
	Beside  string     // path of this year beside the one before
	Whole   bool       // the review as a whole, and not one chapter of it
}

// A PlaceLine is where people were met.
type PlaceLine struct {
	Name string
	Text string
}

// A YearPart is one chapter of the review.
type YearPart struct {
	Key    string
	Title  string
	Note   string // one line on what the chapter holds
	People []YearLine
	More   int    // people beyond those shown
	All    string // path of the chapter alone
}

// someLives is how many people of a chapter are on one page.
const someLives = 60

// A YearLine is one person in a chapter: a paragraph, and what was brought.
type YearLine struct {
	Face
	Why     []Reason
	Brought []string
	Word    string // the keeper's own
	Edit    bool   // may be taken out, or have a word said of them
}

// A MonthBar is one month of the strip: how many people were met, and on how
// many days there was any contact.
type MonthBar struct {
	Name   string // in words
	Letter string
	Met    int
	Days   int
	X      string // of the bar, in a strip 240 wide and 48 high
	Y      string
	Height string
}

func (*YearPage) template() string { return "year" }
func (*YearPage) section() string  { return "year" }

// yearPage answers GET /year: the year asked for, else the one that is on.
func yearPage(v *visit) error {
	n := 0
	if s := v.form("y"); s != "" {
		var err error
		if n, err = strconv.Atoi(s); err != nil || n < 1 || n > 9999 {
			return &network.Error{Kind: network.NotFound, Msg: "error.not_understood", Args: []any{s}}
		}
	}
	y, err := v.app().Year(v.ctx(), v.keeper(), n)
	if err != nil {
		return err
	}
	page := &YearPage{Page: v.newPage(), Year: y.Year, Prev: yearURL(y.Year - 1), Months: v.months(y.Months, tallest(y.Months))}
	if y.Over {
		page.Next = yearURL(y.Year + 1)
	}
	met := 0
	for _, m := range y.Months {
		met += m.Met
	}
	page.Lead = v.words("web.year.lead", len(y.Counted)+len(y.Passed), met)
	page.Part = v.form("part")
	if page.Whole = page.Part == ""; page.Whole {
		v.yearRest(y, page)
	}
	from, _ := strconv.Atoi(v.form("from"))
	if from = min(max(0, from), everybody); page.Part == "" {
		from = 0
	}
	total := 0
	if page.Parts, total, err = v.yearParts(y, page.Part, from); err != nil {
		return err
	}
	if page.Part != "" {
		if from > 0 {
			page.Before = fromURL(partURL(y.Year, page.Part), from-someLives)
		}
		if from+someLives < total {
			page.After = fromURL(partURL(y.Year, page.Part), from+someLives)
		}
	}
	return render(v.w, http.StatusOK, page)
}

// chapters are the parts of the review in the order in which they are read.
var chapters = []string{"counted", "passed", "newcomers", "found", "first_met", "drifted", "never_thanked"}

func yearURL(n int) string { return "/year?y=" + strconv.Itoa(n) }

func partURL(year int, part string) string { return yearURL(year) + "&part=" + part + "&" }

// chaptersOf returns the people of each chapter.
func chaptersOf(y app.Year) map[string][]app.YearPerson {
	return map[string][]app.YearPerson{
		"counted": y.Counted, "passed": y.Passed, "newcomers": y.Newcomers, "found": y.FoundAgain,
		"first_met": y.FirstMet, "drifted": y.Drifted, "never_thanked": y.NeverThanked,
	}
}

// yearParts puts the chapters into words, in the order in which they are read, or
// one of them alone from one person on; and counts whom they are of.
func (v *visit) yearParts(y app.Year, alone string, from int) (out []YearPart, total int, err error) {
	of := chaptersOf(y)
	w, shown := v.witness(), map[string][]app.YearPerson{}
	for key, list := range of {
		if alone != "" && alone != key {
			continue
		}
		total += len(list)
		list = list[min(from, len(list)):]
		shown[key] = list[:min(someLives, len(list))]
		for _, p := range shown[key] {
			w.hear(p.Why...)
		}
	}
	if err := w.read(); err != nil {
		return nil, total, err
	}
	for _, key := range chapters {
		if len(shown[key]) == 0 {
			continue
		}
		part := YearPart{Key: key, Title: v.words("year.part." + key), Note: v.words("web.year.note." + key)}
		if alone == "" && len(of[key]) > someLives {
			part.More, part.All = len(of[key])-someLives, fromURL(partURL(y.Year, key), someLives)
		}
		for _, p := range shown[key] {
			line := YearLine{Face: Face{p.Person.ID, p.Person.Name}, Why: w.reasons(p.Why), Edit: key == "counted" || key == "passed"}
			if line.Edit {
				line.Word = p.Word
			}
			if key == "counted" || key == "passed" || key == "never_thanked" {
				line.Brought = append(v.brought("year.brought_me", p.BroughtMe), v.brought("year.i_brought", p.IBrought)...)
			}
			part.People = append(part.People, line)
		}
		out = append(out, part)
	}
	return out, total, nil
}

// yearRest puts in what stands below the chapters.
func (v *visit) yearRest(y app.Year, page *YearPage) {
	page.Beside = besideURL(y.Year, y.Year-1)
	for _, p := range y.Places {
		page.Places = append(page.Places, PlaceLine{p.Name, v.words("year.place.times", p.Times) + ", " + v.words("year.place.people", p.People)})
	}
	for _, p := range y.TakenOut {
		page.Out = append(page.Out, YearLine{Face: Face{p.Person.ID, p.Person.Name}, Word: p.Word})
	}
	page.Letters = len(y.NeverThanked)
}

func (v *visit) brought(key string, list []year.Brought) (out []string) {
	for _, b := range list {
		kind := v.words("favour." + string(b.Kind))
		text := v.words(key, kind)
		if b.What != "" {
			text = v.words(key+"_words", kind, b.What)
		}
		if b.Outcome != "" {
			text = v.words("year.came_of", text, b.Outcome)
		}
		out = append(out, text)
	}
	return out
}

// The strip of months, in units of the drawing.
const (
	monthWide = 20.0
	monthHigh = 44.0
)

// tallest is the number of meetings of the month with most of them.
func tallest(list []year.Month) int {
	most := 1
	for _, m := range list {
		most = max(most, m.Met)
	}
	return most
}

// months lays the strip out: most meetings make the tallest bar there can be.
func (v *visit) months(list []year.Month, most int) []MonthBar {
	out := make([]MonthBar, len(list))
	for i, m := range list {
		name := v.words("month." + strconv.Itoa(m.Month))
		high := monthHigh * float64(m.Met) / float64(most)
		if m.Met == 0 && m.Days > 0 {
			high = 1
		}
		out[i] = MonthBar{
			Name: name, Letter: firstLetter(name), Met: m.Met, Days: m.Days,
			X: num(monthWide*float64(i) + 3), Y: num(monthHigh - high), Height: num(high),
		}
	}
	return out
}
