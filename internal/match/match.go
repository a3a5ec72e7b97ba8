// Package match finds what meets a need: among the offers that people made, and
// among what their jobs, organisations and facts tell that they could bring.
//
// It goes by words, not by grammar: a text becomes the concepts of a lexicon
// (folder lexicon, French and English, written for this program), the side it
// stands on (looking for a flat, letting one), places, times and what it rules
// out. A need and an entry match when they speak of the same thing from
// opposite sides, and neither place nor time keeps them apart. Words that the
// lexicon does not name are evidence too, weaker: they may share a root, or hint
// at a concept (lexicon/hints.txt). Every match says by which words. The same two
// texts have the same score, whatever else is in the index.
//
// It leaves out storage, who is known to whom, which pairs were dismissed (see
// Options.Skip), and sentences: reasons are data.
package match

import "entregent/internal/network"

// Least is the score below which nothing is said: better silent than wrong.
const Least = 0.32

// A Need is what somebody looks for.
type Need struct {
	ID    string       // the caller's, unique among needs
	Owner string       // the caller's id of whoever needs it; that of the keeper is Options.Keeper
	Text  string       // as typed: "cherche une location en Bretagne en juillet"
	Place string       // where, as typed; "" goes by the text
	When  Window       // when; zero goes by the text
	Since network.Date // the day it was said, from which "next week" counts; zero is Options.Today
	Lang  string       // "fr" or "en" where the text does not tell; may be ""
}

// An Entry is one thing somebody can bring: an offer, or what tells of one.
type Entry struct {
	ID    string       // the caller's, unique in the index
	Owner string       // the caller's id of whose it is
	Kind  Kind         // what it is
	Text  string       // the offer, the title, the name of the organisation, the words of the fact
	Place string       // where: of the offer where it says one, else where its owner lives; "" goes by the text
	When  Window       // when; zero goes by the text
	Since network.Date // the day it was said; zero is Options.Today
	Lang  string       // "fr" or "en" where the text does not tell; may be ""
}

// A Kind says what an entry is. The zero value is an offer.
type Kind uint8

// The kinds of entry, surest first.
const (
	Offer        Kind = iota // said by somebody, or by the keeper of themselves
	Job                      // a title: what somebody does for a living
	Fact                     // a hobby, a skill, a language, where they lived
	Organisation             // where somebody works
)

// A Window is from one day to another, both included; a zero end is open.
type Window struct {
	From network.Date `json:"from,omitzero"`
	To   network.Date `json:"to,omitzero"`
}

// IsZero reports whether the window leaves every day open.
func (w Window) IsZero() bool { return w.From.IsZero() && w.To.IsZero() }

// A Way says who can do what about a match.
type Way string

// The ways.
const (
	Give      Way = "give"      // the keeper can bring it themselves
	Introduce Way = "introduce" // somebody known can: an introduction the keeper could make
	Receive   Way = "receive"   // the need is the keeper's own, and somebody could meet it
)

// A Match is a need met by an entry.
type Match struct {
	Need    Need
	Entry   Entry
	Way     Way
	New     bool     // the offer is newer than the need: a new offer meets an old need
	Perhaps bool     // less than sure; see Options.Perhaps
	Score   float64  // Least to 1, unless Perhaps; orders the matches of one need, and is never shown
	Words   []string // the words of the entry that meet the need, as written
	Reasons []Reason // why, heaviest first; at least one, unless Perhaps
}

// Options say from where the matter is looked at.
type Options struct {
	Keeper  string                       // whose network it is; an entry of theirs is a Give
	Today   network.Date                 // what ended before it is over; zero looks at no day
	Most    int                          // how many matches at most; 0 is all
	Perhaps bool                         // after what is sure, also what may be: for a keeper who looks further
	Skip    func(needID, id string) bool // pairs never to return, such as dismissed ones; may be nil
}
