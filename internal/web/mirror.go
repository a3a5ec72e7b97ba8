package web

import (
	"strings"

	"entregent/internal/app"
	"entregent/internal/mirror"
	"entregent/internal/network"
)

// A MirrorPage is the keeper seen from outside: what they say of themselves and
// what their deeds say, then the five readings, each with its facts and one next
// step.
type MirrorPage struct {
	Page
	Said     []string // in a few sentences
	Done     []string
	Readings []MirrorCard
}

// A MirrorCard is one reading.
type MirrorCard struct {
	Key     mirror.Key
	Title   string
	Differ  []MirrorPair // what cannot both be so
	Lines   []MirrorLine
	Lacks   []MirrorLine // what one side has and the other not
	Gaps    []MirrorPair
	Notes   []string
	Next    string
	Link    string // path of the page where the next step is taken, "" if none
	Leads   string // what the link says
	Nothing bool
}

// A MirrorLine is one fact: whether it was said or done, in words, with its records
// and figures.
type MirrorLine struct {
	Shows   mirror.Shows
	Text    string
	Facts   []Evidence
	Figures *Figures
}

// A MirrorPair is one fact of which CV and profile each have a side.
type MirrorPair struct {
	Text, CV, Profile string
	Facts             []Evidence
}

// Figures are what a fact counts: a table, and beside it a drawing that says no more.
type Figures struct {
	Caption string
	Label   string   // head of the first column
	Heads   []string // of the others
	Rows    []FigureRow
	Bars    *Bars
	Weeks   []WeekBar
}

// A FigureRow is one line of the table.
type FigureRow struct {
	Label  string
	On     network.Date // of a week, its first day; else zero
	Counts []int
}

// Bars are horizontal bars: a wide one for the first count, and in it one for the
// second. Measures are in units of a drawing 320 wide.
type Bars struct {
	Height string
	Two    bool // there is a second count
	Of     []Bar
}

// A Bar is one line of the drawing.
type Bar struct {
	Label                   string
	X, Y, TextY, Wide, Part string
}

// A WeekBar is one of 52 weeks: filled where there was anything at all. How much
// there was does not count.
type WeekBar struct {
	X    string
	Kind string // "post", "word", "sign" or "" for none
}

func (*MirrorPage) template() string { return "mirror" }
func (*MirrorPage) section() string  { return "mirror" }

// mirrorPage answers GET /mirror.
func mirrorPage(v *visit) error {
	m, err := v.app().Mirror(v.ctx(), v.keeper(), v.p)
	if err != nil {
		return err
	}
	w := v.witness()
	for _, r := range m.Readings {
		for _, f := range r.Facts {
			w.hear(network.Reason{Facts: f.Facts})
		}
	}
	if err := w.read(); err != nil {
		return err
	}
	page := &MirrorPage{Page: v.newPage()}
	for _, r := range m.Readings {
		page.Readings = append(page.Readings, w.card(r))
		for _, f := range r.Facts {
			switch told := inShort[f.Key]; {
			case told && f.Shows == mirror.Said:
				page.Said = append(page.Said, f.Text)
			case told:
				page.Done = append(page.Done, f.Text)
			}
		}
	}
	return v.show(page)
}

// inShort are the facts that stand in the few sentences at the top.
var inShort = map[string]bool{
	"mirror.content.claims": true, "mirror.content.claims_profile": true, "mirror.differs.headline": true, "mirror.differs.name": true,
	"mirror.approach.invitations": true, "mirror.approach.bare": true, "mirror.tools.sources": true, "mirror.content.themes": true, "mirror.presence.weeks": true,
}

func (w *witness) card(r app.MirrorReading) MirrorCard {
	c := MirrorCard{
		Key: r.Key, Title: w.v.words("mirror.reading." + string(r.Key)), Next: r.Next, Nothing: r.Empty && len(r.Facts) == 0,
	}
	switch {
	case strings.HasPrefix(r.Step, "mirror.next.bring_"):
		c.Link, c.Leads = "/imports", w.v.words("web.mirror.import")
	case r.Step == "mirror.next.say_wanted":
		c.Link, c.Leads = "/goals", w.v.words("web.goals")
	}
	for _, f := range r.Facts {
		line := MirrorLine{Shows: f.Shows, Text: f.Text, Facts: w.fact("", f.Facts).Facts, Figures: w.v.figures(f)}
		switch f.Kind {
		case mirror.Contradiction:
			c.Differ = append(c.Differ, MirrorPair{f.Text, *f.CV, *f.Profile, line.Facts})
		case mirror.Gap:
			c.Gaps = append(c.Gaps, MirrorPair{f.Text, *f.CV, *f.Profile, line.Facts})
		case mirror.Missing:
			c.Lacks = append(c.Lacks, line)
		default:
			c.Lines = append(c.Lines, line)
		}
	}
	for _, n := range r.Notes {
		c.Notes = append(c.Notes, n.Text)
	}
	return c
}

// counted says, for each fact with figures, what its columns are: keys of texts,
// the first of the label.
var counted = map[string][]string{
	"mirror.tools.sources":  {"source", "contacts", "relations", "met"},
	"mirror.tools.trades":   {"trade", "contacts", "relations"},
	"mirror.tools.heights":  {"height", "contacts", "relations"},
	"mirror.tools.places":   {"town", "contacts", "relations"},
	"mirror.content.themes": {"theme", "texts"},
	"mirror.content.relays": {"theme", "voices"}, "mirror.content.relays_words": {"theme", "voices"}, "mirror.content.relays_skills": {"theme", "voices"},
	"mirror.presence.weeks": {"week", "posts", "comments", "signs"},
}

// The measures of bars, in units of the drawing.
const (
	barFrom = 146.0 // where bars begin, behind the words
	barWide = 174.0
	barHigh = 22.0
)

// figures lays out what a fact counts, nil where it counts nothing.
func (v *visit) figures(f app.MirrorFact) *Figures {
	cols := counted[f.Key]
	if len(f.Rows) == 0 || len(cols) == 0 {
		return nil
	}
	out := &Figures{Caption: f.Text, Label: v.words("web.mirror.col." + cols[0])}
	for _, c := range cols[1:] {
		out.Heads = append(out.Heads, v.words("web.mirror.col."+c))
	}
	if cols[0] == "week" {
		out.weeks(f.Rows)
		return out
	}
	most := 1
	for _, r := range f.Rows {
		most = max(most, r.Counts[0])
	}
	out.Bars = &Bars{Height: num(barHigh * float64(len(f.Rows))), Two: len(cols) > 2}
	for i, r := range f.Rows {
		out.Rows = append(out.Rows, FigureRow{Label: r.Label, Counts: r.Counts})
		b := Bar{X: num(barFrom), Label: cropped(r.Label, 24), Y: num(barHigh*float64(i) + 4), TextY: num(barHigh*float64(i) + 15), Wide: num(length(r.Counts[0], most))}
		if out.Bars.Two && r.Counts[1] > 0 {
			b.Part = num(length(r.Counts[1], most))
		}
		out.Bars.Of = append(out.Bars.Of, b)
	}
	return out
}

// cropped shortens what does not fit before a bar; the table has it whole.
func cropped(s string, n int) string {
	if c := clip(s, n); c != s {
		return strings.TrimSpace(clip(s, n-1)) + "…"
	}
	return s
}

// length is that of a bar; what is there at all is seen.
func length(n, most int) float64 {
	if n == 0 {
		return 0
	}
	return max(2, barWide*float64(n)/float64(most))
}

// weeks draws a cell for each week; the table has those with anything in them.
func (f *Figures) weeks(rows []app.MirrorRow) {
	for i, r := range rows {
		w := WeekBar{X: num(float64(i) * 6)}
		for n, kind := range []string{"post", "word", "sign"} {
			if w.Kind == "" && r.Counts[n] > 0 {
				w.Kind = kind
			}
		}
		f.Weeks = append(f.Weeks, w)
		if d, ok := network.ParseDate(r.Label); ok && w.Kind != "" {
			f.Rows = append(f.Rows, FigureRow{On: d, Counts: r.Counts})
		}
	}
}
