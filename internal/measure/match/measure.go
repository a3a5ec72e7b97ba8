// Package match measures how well needs are matched with offers: it puts
// annotated needs to their offers, by exact words, by the usual ranking of text
// and by package match, and counts what was right.
//
// It knows the annotation and the counting, and nothing of how matches are
// found. The notation is told at the top of the annotated files.
package match

import (
	"fmt"
	"io/fs"
	"slices"
	"strings"
	"text/tabwriter"

	"entregent/internal/match"
)

// A Row is one line of the table.
type Row struct {
	Set     string `json:"set"`  // "fr", "en", "across"
	Half    string `json:"half"` // one of Parts
	Method  string `json:"method"`
	Cases   int    `json:"cases"`   // needs that something meets
	First   int    `json:"first"`   // of these, where the first offer returned is right
	Wanted  int    `json:"wanted"`  // right offers of these needs
	Found   int    `json:"found"`   // of these, among the first five returned
	Nothing int    `json:"nothing"` // needs that nothing meets
	False   int    `json:"false"`   // of these, where something was returned
	Said    int    `json:"said"`    // offers returned, over all needs
	Right   int    `json:"right"`   // of these, right
}

// Precision1 is the share of needs whose first offer is right; where something
// meets the need, saying nothing is wrong.
func (r Row) Precision1() float64 { return share(r.First, r.Cases) }

// Recall5 is the share of right offers among the first five.
func (r Row) Recall5() float64 { return share(r.Found, r.Wanted) }

// FalseRate is the share of needs that nothing meets for which something was
// returned.
func (r Row) FalseRate() float64 { return share(r.False, r.Nothing) }

// Precision is the share of right ones among all offers returned.
func (r Row) Precision() float64 { return share(r.Right, r.Said) }

func share(n, of int) float64 {
	if of == 0 {
		return 0
	}
	return float64(n) / float64(of)
}

// A Miss is a need for which something right was missed or something wrong said.
type Miss struct {
	Set, Half, Scene, Need string
	Missed, Wrong          []string // texts of offers
}

// Annotated returns the sets that come with the program, for Measure.
func Annotated() fs.FS {
	sub, err := fs.Sub(match.Annotated, "testdata")
	if err != nil { // only for a path that is none
		return match.Annotated
	}
	return sub
}

// Measure reads the sets of a folder and returns the table, with what package
// match got wrong.
func Measure(fsys fs.FS) ([]Row, []Miss, error) { return measure(fsys, nil, Parts...) }

// measure goes by a lexicon, nil for the one that comes with the program, and by
// some parts of the sets.
func measure(fsys fs.FS, lex *match.Lexicon, parts ...string) ([]Row, []Miss, error) {
	scenes, err := load(fsys)
	if err != nil {
		return nil, nil, err
	}
	var rows []Row
	var misses []Miss
	for _, set := range Sets {
		for _, half := range parts {
			for _, m := range methods {
				row := Row{Set: set, Half: half, Method: m.name}
				for i := range scenes {
					if s := &scenes[i]; s.set == set && s.half == half {
						misses = append(misses, row.scene(s, m, lex)...)
					}
				}
				rows = append(rows, row)
			}
		}
	}
	return rows, misses, nil
}

func (r *Row) scene(s *scene, m method, lex *match.Lexicon) (misses []Miss) {
	rank := m.ranks(s, lex)
	for _, k := range s.cases {
		got := rank(k.need)
		r.count(k, got)
		if m.name != Ours {
			continue
		}
		miss := Miss{Set: s.set, Half: s.half, Scene: s.title, Need: k.need.Text}
		for _, e := range s.entries {
			switch said := slices.Contains(got, e.ID); {
			case said && !k.right[e.ID]:
				miss.Wrong = append(miss.Wrong, e.Text)
			case !said && k.right[e.ID]:
				miss.Missed = append(miss.Missed, e.Text)
			}
		}
		if len(miss.Missed)+len(miss.Wrong) > 0 {
			misses = append(misses, miss)
		}
	}
	return misses
}

func (r *Row) count(k kase, got []string) {
	r.Said += len(got)
	for _, id := range got {
		if k.right[id] {
			r.Right++
		}
	}
	if len(k.right) == 0 {
		r.Nothing++
		if len(got) > 0 {
			r.False++
		}
		return
	}
	r.Cases++
	r.Wanted += len(k.right)
	if len(got) > 0 && k.right[got[0]] {
		r.First++
	}
	for _, id := range got[:min(5, len(got))] {
		if k.right[id] {
			r.Found++
		}
	}
}

// Format lays the table out for a terminal.
func Format(rows []Row) string {
	var b strings.Builder
	w := tabwriter.NewWriter(&b, 0, 0, 2, ' ', tabwriter.AlignRight)
	fmt.Fprintln(w, "set\thalf\tmethod\tneeds\tprecision@1\trecall@5\tnothing fits\tfalse\tprecision\t")
	for _, r := range rows {
		fmt.Fprintf(w, "%s\t%s\t%s\t%d\t%.3f\t%.3f\t%d\t%.3f\t%.3f\t\n", r.Set, r.Half, r.Method, r.Cases+r.Nothing, r.Precision1(), r.Recall5(), r.Nothing, r.FalseRate(), r.Precision())
	}
	w.Flush()
	return b.String()
}
