package web

import (
	"entregent/internal/network"
)

// A TodayPage is the desk: what is owed, then at most N gestures, then peace.
type TodayPage struct {
	Page
	On        network.Date
	Weather   string        // one line: "two people are drifting; nothing is owed"
	Loops     []LoopLine    // the oldest first, at most five
	MoreLoops []LoopLine    // the rest, behind one line
	Gestures  []GestureCard // in the order to do them, those not yet answered
	Answered  int           // how many of the day's gestures have been answered
	Rest      Rest          // a quiet day or a pause: no gestures, loops folded
	Until     network.Date  // the day the pause ends, zero if open
	Peace     bool          // no open loop shown and no gesture left
	Empty     bool          // nobody in the book yet
	Waiting   int           // questions that wait for a word
}

// A Rest says why there are no gestures today.
type Rest string

// The rests. The zero value is a day like any other.
const (
	NoRest   Rest = ""
	QuietDay Rest = "quiet"
	Paused   Rest = "pause"
)

// A LoopLine is one thing owed, with one button that closes it.
type LoopLine struct {
	ID     string
	Kind   network.LoopKind
	Person Face
	Since  network.Date
	Text   string // "thank him for the recommendation he wrote"
}

// A GestureCard is one thing worth doing now.
type GestureCard struct {
	ID      string
	Kind    network.GestureKind
	Person  Face
	Role    string // "editor, Atelier Nord", to place them
	Why     string // one sentence
	Reasons []Reason
	Bring   []string // what to bring, each a short phrase
	Draft   Draft
	Letters []LetterView // to whoever else has a part in it
	Ask     string       // id of the ask that it is a step of, "" for none
	Minutes int
}

// Owed is how many loops are open.
func (p *TodayPage) Owed() int { return len(p.Loops) + len(p.MoreLoops) }

func (*TodayPage) template() string { return "today" }
func (*TodayPage) section() string  { return "today" }
