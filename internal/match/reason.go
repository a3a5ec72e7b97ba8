package match

import "entregent/internal/network"

// A Reason is one ground of a match.
type Reason struct {
	Key     string // one of the keys below
	Need    string // the words of the need, as written; of a place, its name
	Entry   string // the words of the entry, as written
	Concept string // key of the lexicon by which the two are one thing, "" for words alone
}

// The keys of reasons. Each is a sentence of two arguments: Need and Entry.
const (
	SameWord   = "match.word"     // the same word stands in both
	SameThing  = "match.same"     // two words for one thing: "nounou", "baby-sitting"
	Narrower   = "match.narrower" // the entry is one kind of what is needed: "artisan", "plombier"
	Broader    = "match.broader"  // the entry is wider than the need: "notaire", "juriste"
	Related    = "match.related"  // the two go together: "impôts", "expert-comptable"
	SameRoot   = "match.root"     // they share a word, or the root of one: "réparer", "réparation"
	Hinted     = "match.hint"     // the one makes think of the other: "tache", "pressing"
	SamePlace  = "match.place"    // the same place
	InPlace    = "match.within"   // one place lies in the other
	SameTime   = "match.when"     // both say when, and it fits
	FromAfar   = "match.remote"   // place does not matter: at a distance
	ByJob      = "match.job"      // it is their job
	ByWork     = "match.work"     // it is where they work
	ByFact     = "match.fact"     // it is a thing known of them
	OtherSides = "match.sides"    // one sells what the other buys
)

// ReasonKeys lists every key, for tests that a table is complete.
var ReasonKeys = []string{SameWord, SameThing, Narrower, Broader, Related, SameRoot, Hinted, SamePlace, InPlace, SameTime, FromAfar, ByJob, ByWork, ByFact, OtherSides}

// Explain returns the reasons of a match in the form that package i18n puts
// into words: the key, and as arguments the words of the need and of the entry.
func (m Match) Explain() []network.Reason {
	out := make([]network.Reason, len(m.Reasons))
	for i, r := range m.Reasons {
		out[i] = network.Reason{Key: r.Key, Args: []any{r.Need, r.Entry}}
	}
	return out
}
