// Package bench measures the product beside plain ways of doing the same: in
// one run, in turns, on the same data, so that a ratio means the same on any
// machine. Each bench also checks that both sides answer alike; where they do
// not, it fails instead of printing a figure.
//
// It judges no speed: it prints goals beside figures, and people judge. It
// leaves out how results are shown (package cli).
package bench

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"slices"
	"time"

	"entregent/internal/app"
	"entregent/internal/importer"
	"entregent/internal/network"
)

// Options say what to measure with. Sizes of zero are those of the bench.
type Options struct {
	// Dir keeps the invented books for another run; "" keeps nothing. Books of a
	// keeper are never looked at.
	Dir string
	// Child returns the command that runs Child in another process.
	Child func(role string, args ...string) *exec.Cmd
	// Serve returns the command that serves the book in a data directory, and
	// prints {"url":…} on its first line.
	Serve    func(data string) *exec.Cmd
	Readers  []importer.Reader // for import
	Messages int               // in the mailbox
	// People and Encounters of the invented network.
	People, Encounters int
	Ties               int           // of the invented graph of paths
	Edges              string        // a list of ties to read instead
	Pairs              int           // of people between whom paths are compared
	Rounds             int           // how often each side has its turn
	Settle             time.Duration // how long memory must stay as it is to be at rest
	// Progress is told how the building of a book goes. It may be nil.
	Progress func(app.Progress)
}

// A Result is what one bench found: the shape of its JSON.
type Result struct {
	Bench   string   `json:"bench"`
	Rows    []Row    `json:"rows"`
	Ratios  []Ratio  `json:"ratios"`
	NotRun  []string `json:"not_run,omitempty"` // baselines that are not on this machine
	Machine Machine  `json:"machine"`
}

// A Row is one figure. Its name is the text "bench.row.<name>".
type Row struct {
	Name  string  `json:"name"`
	Value float64 `json:"value"`
	Unit  string  `json:"unit"`
}

// A Ratio is a figure with what was hoped for. Its name is the text
// "bench.ratio.<name>".
type Ratio struct {
	Name  string  `json:"name"`
	Value float64 `json:"value"`
	Unit  string  `json:"unit"` // "×" for times the baseline
	// Goal and Floor are 0 where there is none. AtMost says that less is better.
	Goal    float64 `json:"goal,omitempty"`
	Floor   float64 `json:"floor,omitempty"`
	AtMost  bool    `json:"at_most,omitempty"`
	Reached Verdict `json:"reached,omitempty"`
}

// A Verdict says how a ratio stands to its goal; "" where there is no goal.
type Verdict string

// The verdicts.
const (
	GoalReached Verdict = "reached"
	FloorOnly   Verdict = "floor"
	Missed      Verdict = "missed"
)

func (r *Ratio) judge() {
	good := func(mark float64) bool {
		return mark != 0 && (r.AtMost && r.Value <= mark || !r.AtMost && r.Value >= mark)
	}
	switch {
	case good(r.Goal):
		r.Reached = GoalReached
	case good(r.Floor):
		r.Reached = FloorOnly
	case r.Goal != 0 || r.Floor != 0:
		r.Reached = Missed
	}
}

// A measure is one bench: its name and what it does.
type measure struct {
	name string
	run  func(*run, context.Context) error
}

// measures lists the benches there are, in the order of help.
func measures() []measure {
	return []measure{
		{"import", (*run).measureImport},
		{"today", (*run).measureToday},
		{"search", (*run).measureSearch},
		{"page", (*run).measurePage},
		{"start", (*run).measureStart},
		{"paths", (*run).measurePaths},
	}
}

// Names lists the benches there are.
func Names() []string {
	var out []string
	for _, m := range measures() {
		out = append(out, m.name)
	}
	return out
}

// Run runs one bench. NotFound if there is none of that name.
func Run(ctx context.Context, name string, opt Options) (Result, error) {
	i := slices.IndexFunc(measures(), func(m measure) bool { return m.name == name })
	if i < 0 {
		return Result{}, &network.Error{Kind: network.NotFound, Msg: "error.bench_unknown", Args: []any{name, Names()}}
	}
	dir, err := os.MkdirTemp("", "entregent-bench-")
	if err != nil {
		return Result{}, err
	}
	defer os.RemoveAll(dir)
	r := &run{Options: opt, dir: dir, Result: Result{Bench: name, Rows: []Row{}, Ratios: []Ratio{}, Machine: machine()}}
	if err := measures()[i].run(r, ctx); err != nil {
		return Result{}, err
	}
	return r.Result, ctx.Err()
}

// A run is one bench under way.
type run struct {
	Options
	Result
	dir string // goes with the run
}

func (r *run) row(name string, value float64, unit string) {
	r.Rows = append(r.Rows, Row{name, value, unit})
}

// figure returns a row's value, 0 where there is none.
func (r *run) figure(name string) float64 {
	for _, x := range r.Rows {
		if x.Name == name {
			return x.Value
		}
	}
	return 0
}

func (r *run) ratio(x Ratio) {
	if x.Unit == "" {
		x.Unit = "×"
	}
	x.judge()
	r.Ratios = append(r.Ratios, x)
}

// or returns a size as asked for, or the usual one.
func or(asked, usual int) int {
	if asked > 0 {
		return asked
	}
	return usual
}

// differs is the error of a baseline that answers otherwise: then the figures
// mean nothing.
func differs(what string, got, want any) error {
	return &network.Error{Msg: "error.bench_differs", Args: []any{what, fmt.Sprint(got), fmt.Sprint(want)}}
}
