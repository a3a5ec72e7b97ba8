package network

import "time"

// A Wish is what is still to be brought: something that somebody seeks or can
// bring, or that the keeper has asked for. A favour is what has been brought.
type Wish struct {
	ID     WishID
	Kind   WishKind
	Card   CardID   // whose it is; zero for the keeper's own
	Person PersonID // of the card; zero for the keeper
	// Toward is whom an ask leads to, presented by Person; or the other of two who
	// are presented to each other. Leads is the person it is of. Zero for none.
	Toward CardID
	Leads  PersonID
	Aim    string // of an ask: what is asked for, a kind of package tact; "" where not said
	What   string // the words of it
	Place  string
	From   Date // the window in which it is wanted or can be had; zero: open
	Until  Date
	Whom   string // for whom it is, where not for themselves: "his daughter"
	State  WishState
	At     time.Time // when it was said
	// Confirmed is when it was last known to be true: said, or answered "still
	// true". After a season it is asked about.
	Confirmed time.Time
	Source    string
}

// A WishKind says which side a wish is on.
type WishKind string

// The kinds of wish.
const (
	Need  WishKind = "need"  // somebody looks for it
	Offer WishKind = "offer" // somebody can bring it
	Ask   WishKind = "ask"   // the keeper asks Person for it, or wants it of nobody yet
	// Introduce is that the keeper presents Person and Toward to each other.
	Introduce WishKind = "introduce"
)

// WishKinds lists every kind, for tests that a table is complete.
var WishKinds = []WishKind{Need, Offer, Ask, Introduce}

// A WishState says whether a wish still stands. The zero value is open.
type WishState string

// The states.
const (
	WishOpen   WishState = ""
	WishMet    WishState = "met"    // it was found, or brought
	WishClosed WishState = "closed" // it is no longer so
)

// Season is how long a wish is taken to be true before the keeper is asked
// whether it still is, in days.
const Season = 91

// Stale reports whether an open wish should be asked about on a day: not
// confirmed for a season, or its window has passed.
func (w Wish) Stale(day Day, zone *time.Location) bool {
	if w.State != WishOpen {
		return false
	}
	return w.Past(day) || !w.Confirmed.IsZero() && int(day-DayOf(w.Confirmed, zone)) > Season
}

// Past reports whether the window of a wish lies before a day.
func (w Wish) Past(day Day) bool {
	return !w.Until.IsZero() && w.Until.Year != 0 && w.Until.String() < day.Date().String()
}

// A Pair is a tie between two others, as somebody told it or made it.
type Pair struct {
	ID      PairID
	A, B    CardID
	PersonA PersonID // of the cards
	PersonB PersonID
	Kind    PairKind
	What    string // the words of it: "works with him at the bank"
	On      time.Time
	Source  string
}

// A PairKind says what a tie between two others rests on.
type PairKind string

// The kinds of tie between others.
const (
	Told       PairKind = "told"       // the keeper was told, or knows
	Introduced PairKind = "introduced" // one was presented to the other
)

// A Gathering says that an encounter is one that people are invited to. When,
// where, who was invited and who came are the encounter's.
type Gathering struct {
	ID    EncounterID // of the encounter
	Hosts bool        // the keeper organises it; else attends it
	About string      // what it is about, by which guests are suggested
}

// A Line is one line as the keeper typed it, and what was made of it, so that
// all of that can be taken back at once.
type Line struct {
	ID   LineID
	At   time.Time
	Text string
	Made []Ref
}
