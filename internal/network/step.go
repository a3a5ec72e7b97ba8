package network

import "time"

// A Step is one thing that happened in the life of an ask or an introduction, as
// the keeper says. What came of all steps together is worked out; package asking.
type Step struct {
	Wish WishID
	What StepKind
	Side Side
	At   time.Time
	// Favour is what was brought by it, Encounter what showed it; zero for none.
	// Both may be gone: a step outlives them.
	Favour    FavourID
	Encounter EncounterID
}

// A StepKind says what happened.
type StepKind string

// The steps, in the order in which they usually come.
const (
	StepDrafted  StepKind = "drafted"
	StepAsked    StepKind = "asked"
	StepAccepted StepKind = "accepted"
	StepDeclined StepKind = "declined"
	StepMade     StepKind = "made" // they were presented, or what was asked for was given
	StepMet      StepKind = "met"
	StepThanked  StepKind = "thanked"
	StepTold     StepKind = "told" // what came of it
	StepClosed   StepKind = "closed"
)

// StepKinds lists every step, in that order.
var StepKinds = []StepKind{StepDrafted, StepAsked, StepAccepted, StepDeclined, StepMade, StepMet, StepThanked, StepTold, StepClosed}

// A Side is one of the two people of an introduction.
type Side string

// The sides. The zero value is the only one whom an ask is put to.
const (
	OnlySide Side = ""
	OneSide  Side = "one"   // Wish.Person
	Other    Side = "other" // Wish.Leads
)
