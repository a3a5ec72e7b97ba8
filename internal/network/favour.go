package network

import "time"

// A Favour is something that was brought: advice, a recommendation, an
// introduction. It is a fact with a date, never a debt in figures.
type Favour struct {
	ID      FavourID
	Card    CardID
	Person  PersonID
	Kind    FavourKind
	Given   bool // by the keeper; otherwise received
	On      time.Time
	What    string // the words of it
	Outcome string // what came of it
	State   State  // Held or Proposed
	Source  string
	Due     Date // of a promise (State Planned, Given): by when
	// Whom is the card of who was presented, of an introduction. Presented is
	// the person it is of now: read with the favour, never written.
	Whom      CardID
	Presented PersonID
}

// A FavourKind says what was brought.
type FavourKind string

// The kinds of favour (product.md §2).
const (
	Advice         FavourKind = "advice"
	Information    FavourKind = "information"
	Introduction   FavourKind = "introduction"
	Referral       FavourKind = "referral"
	Service        FavourKind = "service"
	Recommendation FavourKind = "recommendation"
	Endorsement    FavourKind = "endorsement"
	Invitation     FavourKind = "invitation"
	Support        FavourKind = "support"
	Gift           FavourKind = "gift"
)

// FavourKinds lists every kind, for tests that a table is complete.
var FavourKinds = []FavourKind{Advice, Information, Introduction, Referral, Service, Recommendation, Endorsement, Invitation, Support, Gift}

// A LoopKind says what is owed: thanks, news of what came of it, what was
// promised, an answer.
type LoopKind string

// The kinds of loop.
const (
	ThanksDue  LoopKind = "thanks"
	NewsDue    LoopKind = "news"
	PromiseDue LoopKind = "promise"
	AnswerDue  LoopKind = "answer"
)

// LoopKinds lists every kind, for tests that a table is complete.
var LoopKinds = []LoopKind{ThanksDue, NewsDue, PromiseDue, AnswerDue}

// A GestureKind says what is worth doing.
type GestureKind string

// The kinds of gesture (rulings §7).
const (
	GestureAnswer    GestureKind = "answer"
	GestureGreet     GestureKind = "greet"
	GestureDrift     GestureKind = "drift"
	GestureMeet      GestureKind = "meet"
	GestureBirthday  GestureKind = "birthday"
	GestureRevive    GestureKind = "revive"
	GestureTell      GestureKind = "tell"
	GestureBring     GestureKind = "bring"
	GestureIntroduce GestureKind = "introduce"
	GestureAskStep   GestureKind = "ask_step"
)

// GestureKinds lists every kind, for tests that a table is complete.
var GestureKinds = []GestureKind{GestureAnswer, GestureGreet, GestureDrift, GestureMeet, GestureBirthday, GestureRevive, GestureTell, GestureBring, GestureIntroduce, GestureAskStep}
