// Package mirror shows the keeper as others see them, from what lies in their own
// files: five readings, each with its facts and one next step.
//
// Approach: how the keeper turns to people. Tools: which networks brought
// relations, and who is missing for what the keeper is after. Coherence: the CV
// beside the profile. Content: what the keeper writes about, beside what they want
// to be known for and what others say of them. Presence: how constantly they show
// themselves. Every fact says whether the keeper typed it or did it, and rests on
// records. There is no grade, and no figure where the files have none: a reading
// without facts says which file would bring some.
//
// It is given lines, contacts and exchanges and returns typed facts; words are
// those of package i18n. It leaves out storage, pages, and what to be known for
// (the caller gives that as texts).
package mirror

import (
	"entregent/internal/match"
	"entregent/internal/network"
)

// A Key names a reading.
type Key string

// The readings, in the order in which they are read.
const (
	Approach  Key = "approach"
	Tools     Key = "tools"
	Coherence Key = "coherence"
	Content   Key = "content"
	Presence  Key = "presence"
)

// Keys lists them.
var Keys = []Key{Approach, Tools, Coherence, Content, Presence}

// A Kind is the kind of a fact of coherence; other facts have none.
type Kind string

// The kinds.
const (
	Contradiction Kind = "contradiction" // CV and profile, or two dates, cannot both be so
	Missing       Kind = "missing"       // one says it, the other does not
	Gap           Kind = "gap"           // a time of which neither tells, or only one
)

// Shows says how something is shown of the keeper.
type Shows string

// The ways: explicitly, implicitly, and by others.
const (
	Said  Shows = "said"  // the keeper typed it
	Done  Shows = "done"  // what the keeper did says it
	Voice Shows = "voice" // others say it
)

// A Fact is one thing that can be seen. Its Reason says it in words and names the
// records; of Args, a Name is to be put into the language first.
type Fact struct {
	network.Reason
	Shows   Shows
	Kind    Kind   // of coherence only
	Field   string // of coherence: "employer", "title", "start", "end", "school"…
	CV      Side   // of coherence: what the CV says
	Profile Side   // of coherence: what the profile says
	Rows    []Row  // the figures behind it, where it counts several things
}

// A Side is what one of two documents says: words, a time, or both.
type Side struct {
	Text  string
	From  When
	To    When
	Going bool // To is left open: still so
	Times bool // it speaks of a time
}

// IsZero reports whether the side says nothing.
func (s Side) IsZero() bool { return s == Side{} }

// A Row is one line of a table of figures.
type Row struct {
	Label  any // a Name, a Source, a network.Day or a string
	Counts []int
}

// A Name is a word of the lexicon, in both languages.
type Name struct {
	Fr string `json:"fr"`
	En string `json:"en"`
}

// A Source is the name of a reader: the network it reads.
type Source string

// A Reading is one of the five.
type Reading struct {
	Key   Key
	Facts []Fact
	Notes []Fact         // what is to be known of the files themselves
	Next  network.Reason // one next step
	Empty bool           // there is nothing to read it from: Next says which file brings it
}

// An Input is all that the mirror is held up to.
type Input struct {
	Lexicon  *match.Lexicon
	Today    network.Day
	Lines    []Line    // the keeper's own trace, any order
	Contacts []Contact // everybody in the book
	Wanted   []string  // what the keeper wants to be known for; none goes by headline and first skills
	Goals    []string  // what the keeper is after this season, in words
	Trades   []string  // of it, the trades and fields that the keeper named as such
	Told     []Told    // what others said of the keeper
	Invited  []Invited // invitations sent and received
	Manners  *Manners  // what was exchanged; nil where nothing was
}

// A Line is a line of the keeper's own trace, as an import brought it.
type Line struct {
	ID     string
	Source string // name of the reader
	Kind   string
	Day    network.Day // 0 where it is not said
	Fields map[string]string
}

// A Contact is somebody in the book.
type Contact struct {
	ID       network.PersonID
	Name     string
	Title    string
	Town     string
	Sources  []string // networks that have a card of them, each once
	Relation bool
	Met      bool
}

// A Told is what somebody said of the keeper: a recommendation, or a skill that
// was endorsed.
type Told struct {
	Text  string
	Skill bool
	Ref   network.Ref
}

// An Invited is an invitation.
type Invited struct {
	Sent  bool // by the keeper
	Words string
	Day   network.Day
	Ref   network.Ref
}

// Look reads all five.
func Look(in Input) []Reading {
	p := portraits(in.Lines, in.Today)
	return []Reading{in.approach(), in.tools(p), in.coherence(p), in.content(p), in.presence(p)}
}

// reason makes a reason of few records.
func reason(key string, refs []network.Ref, args ...any) network.Reason {
	const few = 5
	if len(refs) > few {
		refs = refs[:few]
	}
	if refs == nil {
		refs = []network.Ref{}
	}
	return network.Reason{Key: "mirror." + key, Args: args, Facts: refs}
}

// own refers to lines of the trace.
func own(ids ...string) (out []network.Ref) {
	for _, id := range ids {
		if id != "" {
			out = append(out, network.Ref{Kind: network.RefOwn, ID: id})
		}
	}
	return out
}

func named(t match.Theme) Name { return Name{t.Fr, t.En} }
