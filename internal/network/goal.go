package network

import (
	"slices"
	"time"
)

// A Goal is what the keeper wants of the network this season, in words, with whom
// and what it is after.
type Goal struct {
	ID    GoalID
	What  string // the words of it
	From  Date   // its first day
	Until Date   // its last; zero: open
	State GoalState
	At    time.Time // when it was written down
	Ended time.Time // when it was reached or given up; zero while it stands
	Aims  []Aim     // in the keeper's order within each kind
}

// An Aim is one thing that a goal is after.
type Aim struct {
	Kind AimKind
	// What is the name or the words. Of a person it is the name by which they were
	// named, so that somebody never seen can be aimed at and is recognised later.
	What   string
	Card   CardID   // of a person of the book
	Person PersonID // of the card
}

// An AimKind says what an aim is.
type AimKind string

// The kinds of aim.
const (
	AimPerson       AimKind = "person"
	AimOrganisation AimKind = "organisation"
	AimField        AimKind = "field" // a trade, a role, a line of business, in words
	AimPlace        AimKind = "place"
	// AimKnownFor is something the keeper wants to be known for, rather than
	// somebody they want to know.
	AimKnownFor AimKind = "known_for"
)

// AimKinds lists every kind, for tests that a table is complete.
var AimKinds = []AimKind{AimPerson, AimOrganisation, AimField, AimPlace, AimKnownFor}

// A GoalState says what became of a goal. The zero value stands.
type GoalState string

// The states.
const (
	GoalOpen    GoalState = ""
	GoalReached GoalState = "reached"
	GoalClosed  GoalState = "closed" // given up, or over
)

// Bounds of a goal: what one person can keep in mind for a season.
const (
	MaxGoal     = 500 // length of its words, in bytes
	MaxAim      = 200 // of those of one aim
	MaxAims     = 50  // of one kind
	MaxKnownFor = 3   // things to be known for
)

// Of returns the aims of one kind.
func (g Goal) Of(kind AimKind) []Aim {
	return slices.DeleteFunc(slices.Clone(g.Aims), func(a Aim) bool { return a.Kind != kind })
}

// Words returns the words of the aims of one kind.
func (g Goal) Words(kind AimKind) (out []string) {
	for _, a := range g.Of(kind) {
		out = append(out, a.What)
	}
	return out
}

// Current reports whether the keeper is at it on a day.
func (g Goal) Current(day Day) bool {
	on := day.Date().String()
	return g.State == GoalOpen && (g.From.IsZero() || g.From.String() <= on) && !g.Past(day)
}

// Past reports whether its last day lies before a day.
func (g Goal) Past(day Day) bool {
	return !g.Until.IsZero() && g.Until.String() < day.Date().String()
}
