// Package asking is the life of an ask, and of an introduction that the keeper
// makes for two others: drafted, asked, accepted or declined or left in silence,
// made, met, thanked and told; with what may be said of it now, and when the next
// step falls due.
//
// It reads steps, those that the keeper says and those that facts show, and never
// takes one: silence alone comes by itself, as time does. The days are judged and
// stand in a table (table.txt). The package leaves out what may be asked of whom
// (package tact), which facts show a step and how it is put into words; reasons
// are data.
package asking

import (
	_ "embed"

	"entregent/internal/judged"
	"entregent/internal/network"
)

// A Form says who is asked for what.
type Form string

// The forms. The zero value is none of them.
const (
	Direct  Form = "direct"  // somebody is asked for something that they can give
	Through Form = "through" // somebody is asked to present the keeper to another
	Between Form = "between" // the keeper presents two people to each other
)

// Forms lists them all, for tests that a table is complete.
var Forms = []Form{Direct, Through, Between}

// A State is how far an ask has come.
type State string

// The states, in the order of a life. There is no zero one: every ask has one.
const (
	Drafted  State = "drafted"
	Asked    State = "asked"
	Silent   State = "silent" // asked, and left without an answer too long
	Accepted State = "accepted"
	Declined State = "declined"
	Made     State = "made" // they were presented, or what was asked for was given
	Met      State = "met"
	Done     State = "done" // thanked, and told what came of it
	Closed   State = "closed"
)

// States lists them all, in that order.
var States = []State{Drafted, Asked, Silent, Accepted, Declined, Made, Met, Done, Closed}

// An Answer is what came of an ask, for the willingness of whoever was asked.
type Answer string

// The answers. The zero value is that there is none yet.
const (
	NoAnswer Answer = ""
	Yes      Answer = "yes"
	No       Answer = "no"
	Silence  Answer = "silence" // half a no
)

//go:embed table.txt
var table string

// A Table is the days of a life, with what the keeper changed.
type Table struct{ judged.Table }

// Judged returns the product's own table.
func Judged() Table {
	t, err := judged.Read(table)
	if err != nil {
		panic("asking: " + err.Error()) // it is compiled in, and a test reads it
	}
	return Table{t}
}

// Changed returns the table with the keeper's own lines over it.
func Changed(own string) (Table, error) {
	mine, err := judged.Read(own)
	if err != nil {
		return Table{}, err
	}
	t, err := Judged().Over(mine)
	return Table{t}, err
}

func (t Table) n(words string) int { return int(t.Table[words]) }

// A Mark is a step of a life, on its day.
type Mark struct {
	network.Step
	Day network.Day
	// Shown says that facts show it, and not the keeper's word.
	Shown bool
}

// A Case is an ask or an introduction with what is known of it.
type Case struct {
	Form Form
	Said []Mark // by the keeper
	// Shown are the steps that facts show. Where the keeper has said the same step,
	// theirs counts.
	Shown []Mark
	// From is the day from which it makes sense to ask; 0 for at once.
	From network.Day
	// One is the name of whoever is asked, or of the first of two; Other that of whom
	// it leads to, or of the second, "" for nobody.
	One, Other string
	What       string // the words of what is asked for
}

// A Move is a step that can be said now.
type Move struct {
	What network.StepKind `json:"step"`
	Side network.Side     `json:"side,omitempty"`
}

// A Due is something to do for an ask, from a day on.
type Due struct {
	Move
	// Takes says that doing it is the step. Otherwise the step is somebody else's
	// to take, and doing it only helps: to write to whom one was presented to is not
	// yet to have met them.
	Takes bool
	// Wait says that there is nothing to do before that day but wait.
	Wait    bool
	To      network.Side // whom it turns to: OneSide or Other
	Day     network.Day
	Why     network.Reason
	Minutes int
}

// A Reading is where an ask stands on a day.
type Reading struct {
	State State
	Since network.Day // in that state
	Marks []Mark      // what happened, oldest first
	Moves []Move      // what can be said now, the likeliest first
	// Due is what is to be done, the soonest first; empty where it is over.
	Due []Due
	// Answer is that of whoever was asked. An introduction that the keeper makes asks
	// nothing for the keeper: it has none.
	Answer Answer
	// Waits says that an ask of the keeper's stands before somebody, who has not
	// answered; Promised that they said yes, and it is not done yet.
	Waits, Promised bool
}

// Over reports whether nothing is left to be done.
func (r Reading) Over() bool { return r.State == Done || r.State == Closed }

// Can reports whether a step can be said now.
func (r Reading) Can(what network.StepKind, side network.Side) bool {
	for _, m := range r.Moves {
		if m.What == what && m.Side == side {
			return true
		}
	}
	return false
}

// Last returns the last step that the keeper said; false for none.
func (r Reading) Last() (Mark, bool) {
	for i := len(r.Marks) - 1; i >= 0; i-- {
		if !r.Marks[i].Shown {
			return r.Marks[i], true
		}
	}
	return Mark{}, false
}

// Find returns the step of a kind and side; false if it did not happen.
func (r Reading) Find(what network.StepKind, side network.Side) (Mark, bool) {
	for _, m := range r.Marks {
		if m.What == what && m.Side == side {
			return m, true
		}
	}
	return Mark{}, false
}
