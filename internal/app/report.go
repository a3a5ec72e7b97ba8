package app

import (
	"entregent/internal/importer"
	"entregent/internal/network"
)

// A Report says what one import did, or would do: the shape of cli.md.
type Report struct {
	ID         string         `json:"id"`
	Source     string         `json:"source"` // what was read, as a person names it
	Format     string         `json:"format"`
	Read       int            `json:"read"`
	People     PeopleCount    `json:"people"`
	Encounters Count          `json:"encounters"`
	Favours    Count          `json:"favours"`
	Proposals  int            `json:"proposals"`
	Ignored    int            `json:"ignored"`
	IgnoredWhy map[string]int `json:"ignored_why"`
	// IgnoredFiles names the files that nobody could read or that were left out.
	IgnoredFiles []string  `json:"ignored_files,omitempty"`
	Problems     []Problem `json:"problems"`
	// ProblemCount is the number of all problems, of which Problems holds the first.
	ProblemCount int `json:"problem_count"`
	// Again is set when every file had been read before: nothing was done.
	Again bool `json:"again,omitempty"`
	// Learnt is what this import taught of who the keeper is.
	Learnt *Learnt `json:"learnt,omitempty"`
	// Columns is what the columns of a table were taken for.
	Columns []importer.Column `json:"columns,omitempty"`
}

// A Learnt is names and handles that became the keeper's own with an import.
type Learnt struct {
	Names   []string         `json:"names,omitempty"`
	Handles []network.Handle `json:"handles,omitempty"`
}

// MaxProblems is how many problems of one import are listed; all are counted.
const MaxProblems = 1000

// A PeopleCount counts distinct people.
type PeopleCount struct {
	New    int `json:"new"`
	Known  int `json:"known"`
	Filled int `json:"filled"` // those of the known that gained something
}

// A Count tells what is new from what was there.
type Count struct {
	New   int `json:"new"`
	Known int `json:"known"`
	// Changed is the number of those there before that count no longer as they
	// stood: a newer edition of their calendar moves them, cancels them, or says
	// something else of them.
	Changed int `json:"changed,omitempty"`
}

// A Problem is one record not understood. Faces put Key and Args into words
// as Message.
type Problem struct {
	At      string `json:"at"` // "Connections.csv:6"
	Message string `json:"message"`
	Key     string `json:"key"`
	Args    []any  `json:"args,omitempty"`
	Raw     string `json:"raw,omitempty"`
}

func (r *Report) ignore(reason string, n int) {
	r.Ignored += n
	if r.IgnoredWhy == nil {
		r.IgnoredWhy = map[string]int{}
	}
	r.IgnoredWhy[reason] += n
}

func (r *Report) problem(at importer.Pos, p importer.Problem) {
	r.ProblemCount++
	if len(r.Problems) < MaxProblems {
		r.Problems = append(r.Problems, Problem{At: place(at), Key: "problem." + p.Key, Args: p.Args, Raw: p.Raw})
	}
}
