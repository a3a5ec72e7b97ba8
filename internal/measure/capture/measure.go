// Package capture measures how well lines of capture are read: it counts, over
// annotated lines, what was found, what should have been, and what of it was
// right, for each language, half and type of record.
//
// It knows the annotation and the comparison, and nothing of how lines are read.
// The notation is told at the top of the annotated files.
package capture

import (
	"cmp"
	"fmt"
	"io/fs"
	"slices"
	"strings"
	"text/tabwriter"

	"entregent/internal/capture"
	"entregent/internal/network"
	"entregent/internal/resolve"
)

// Today is the day on which every annotated line is read.
var Today = network.Date{Year: 2026, Month: 3, Day: 12}

// A Row is one count of the table.
type Row struct {
	Lang   string       `json:"lang"`
	Half   string       `json:"half"` // "dev" or "test"
	Type   capture.Type `json:"type"`
	Wanted int          `json:"wanted"` // annotated
	Found  int          `json:"found"`  // proposed
	Right  int          `json:"right"`  // proposed and annotated
}

// Precision is the share of what was found that is right; 1 where nothing was
// found.
func (r Row) Precision() float64 { return share(r.Right, r.Found) }

// Recall is the share of what was wanted that was found.
func (r Row) Recall() float64 { return share(r.Right, r.Wanted) }

func share(n, of int) float64 {
	if of == 0 {
		return 1
	}
	return float64(n) / float64(of)
}

// A Miss is a line of which something was missed or wrongly found.
type Miss struct {
	Lang, Half, Line string
	Missed           []string // annotated and not found
	Wrong            []string // found and not annotated
}

// Halves of the annotated lines.
const (
	Dev  = "dev"  // the first line, the third, …
	Test = "test" // the second, the fourth, …
)

// Lines returns the annotated lines that come with the program, for Measure.
func Lines() fs.FS {
	sub, err := fs.Sub(capture.Annotated, "testdata")
	if err != nil { // only for a path that is none
		return capture.Annotated
	}
	return sub
}

// Measure reads people.txt, fr.txt and en.txt of a folder and returns the
// table, with the lines that went wrong.
func Measure(fsys fs.FS) ([]Row, []Miss, error) {
	raw, err := fs.ReadFile(fsys, "people.txt")
	if err != nil {
		return nil, nil, err
	}
	people, err := Known(string(raw))
	if err != nil {
		return nil, nil, err
	}
	m := meter{people: capture.NewPeople(people), rows: map[rowKey]*Row{}, names: map[network.PersonID]string{}}
	for _, k := range people {
		m.names[k.ID] = k.Name
	}
	for _, lang := range []string{"fr", "en"} {
		raw, err := fs.ReadFile(fsys, lang+".txt")
		if err != nil {
			return nil, nil, err
		}
		if err := m.file(lang, string(raw)); err != nil {
			return nil, nil, err
		}
	}
	return m.table(), m.misses, nil
}

// Format lays the table out for a terminal.
func Format(rows []Row) string {
	var b strings.Builder
	w := tabwriter.NewWriter(&b, 0, 0, 2, ' ', tabwriter.AlignRight)
	fmt.Fprintln(w, "language\thalf\ttype\twanted\tfound\tright\tprecision\trecall\t")
	for _, r := range rows {
		fmt.Fprintf(w, "%s\t%s\t%s\t%d\t%d\t%d\t%.3f\t%.3f\t\n", r.Lang, r.Half, r.Type, r.Wanted, r.Found, r.Right, r.Precision(), r.Recall())
	}
	w.Flush()
	return b.String()
}

type rowKey struct {
	lang, half string
	typ        capture.Type
}

type meter struct {
	people *capture.People
	names  map[network.PersonID]string
	rows   map[rowKey]*Row
	misses []Miss
}

func (m *meter) file(lang, text string) error {
	n := 0
	for _, line := range strings.Split(text, "\n") {
		if line = strings.TrimSpace(line); line == "" || line[0] == '#' {
			continue
		}
		words, notation, ok := strings.Cut(line, " => ")
		if !ok {
			return fmt.Errorf("%s: no records in %q", lang, line)
		}
		want, err := parse(notation)
		if err != nil {
			return fmt.Errorf("%s: %q: %w", lang, line, err)
		}
		half := Dev
		if n++; n%2 == 0 {
			half = Test
		}
		m.line(lang, half, words, want)
	}
	return nil
}

// line counts one line. A note is what is left over, and is counted only where
// one is annotated.
func (m *meter) line(lang, half, words string, want []wanted) {
	got := capture.Read(words, capture.Context{People: m.people, Today: Today, Lang: lang}).Records
	taken := make([]bool, len(got))
	miss := Miss{Lang: lang, Half: half, Line: words}
	for i, w := range want {
		row := m.row(lang, half, w.typ)
		row.Wanted++
		found := slices.IndexFunc(got, func(rec capture.Record) bool {
			return !taken[indexOf(got, rec)] && m.same(w, rec, others(want, i))
		})
		if found < 0 {
			miss.Missed = append(miss.Missed, w.String())
			continue
		}
		taken[found] = true
		row.Right++
		row.Found++
	}
	for i, rec := range got {
		if !taken[i] && !(rec.Type == capture.Fact && rec.Kind == capture.Note) {
			m.row(lang, half, rec.Type).Found++
			miss.Wrong = append(miss.Wrong, m.show(rec))
		}
	}
	if len(miss.Missed)+len(miss.Wrong) > 0 {
		m.misses = append(m.misses, miss)
	}
}

func indexOf(list []capture.Record, rec capture.Record) int {
	return slices.IndexFunc(list, func(r capture.Record) bool {
		return r.Type == rec.Type && r.Cue == rec.Cue && r.What == rec.What && slices.Equal(r.Words, rec.Words)
	})
}

func (m *meter) row(lang, half string, t capture.Type) *Row {
	k := rowKey{lang, half, t}
	if m.rows[k] == nil {
		m.rows[k] = &Row{Lang: lang, Half: half, Type: t}
	}
	return m.rows[k]
}

func (m *meter) table() []Row {
	var out []Row
	for _, r := range m.rows {
		out = append(out, *r)
	}
	slices.SortFunc(out, func(a, b Row) int {
		return cmp.Or(cmp.Compare(b.Lang, a.Lang), cmp.Compare(a.Half, b.Half),
			cmp.Compare(slices.Index(capture.Types, a.Type), slices.Index(capture.Types, b.Type)))
	})
	return out
}

// same reports whether a record is the one that is wanted. Its words must hold
// those annotated and run over none of the other records’.
func (m *meter) same(w wanted, rec capture.Record, others []wanted) bool {
	if rec.Type != w.typ || !m.persons(w.who, rec.Who) || w.kind != "" && rec.Kind != w.kind || rec.Given != w.given && (w.typ == capture.Favour || w.typ == capture.Introduction) {
		return false
	}
	switch w.typ {
	case capture.Encounter:
		return rec.On == w.on && rec.Channel == w.channel && (w.place == "") == (rec.Place == "") && holds(rec.Place, w.place)
	case capture.Introduction:
		return m.persons(w.whom, rec.Whom) && m.persons(w.to, rec.To)
	case capture.Tie:
		return m.persons(w.whom, rec.Whom) && holds(rec.What, w.words)
	}
	for _, o := range others {
		if o.words != "" && o.words != w.words && holds(rec.What, o.words) && !holds(w.words, o.words) {
			return false
		}
	}
	return holds(rec.What, w.words)
}

// holds reports whether every word is in the text, by its beginning.
func holds(text, words string) bool {
	have := strings.Fields(network.Fold(text))
	for _, w := range strings.Fields(network.Fold(words)) {
		if !slices.ContainsFunc(have, func(h string) bool { return strings.HasPrefix(h, w) }) {
			return false
		}
	}
	return true
}

func others(list []wanted, i int) []wanted {
	return append(slices.Clone(list[:i]), list[i+1:]...)
}

// persons reports whether the same people are meant, in any order. A name that
// must be asked about is wanted as ?Name.
func (m *meter) persons(want []string, got []capture.Who) bool {
	if len(want) != len(got) {
		return false
	}
	var a, b []string
	for _, w := range want {
		a = append(a, key(w))
	}
	for _, w := range got {
		b = append(b, m.key(w))
	}
	slices.Sort(a)
	slices.Sort(b)
	return slices.Equal(a, b)
}

func key(name string) string {
	asked := strings.HasPrefix(name, "?")
	s := strings.Join(resolve.Tokens(name), " ")
	if asked {
		return "?" + s
	}
	return s
}

func (m *meter) key(w capture.Who) string {
	switch {
	case len(w.Candidates) > 1:
		return "?" + key(w.Name)
	case !w.ID.IsZero():
		return key(m.names[w.ID])
	}
	return key(w.Name)
}

func (m *meter) show(r capture.Record) string {
	s := string(r.Type)
	for _, f := range r.Fields() {
		if f.Value != "" {
			s += " " + f.Name + "=" + f.Value
		}
	}
	for _, w := range append(append([]capture.Who{}, r.Who...), r.Whom...) {
		if len(w.Candidates) > 1 {
			s += " ?" + w.Name
		}
	}
	return s
}
