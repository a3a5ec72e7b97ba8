package match

import (
	"slices"

	"entregent/internal/network"
)

// A Theme is one thing that a text speaks of, whoever seeks or brings it.
type Theme struct {
	Key    string // of the concept
	Field  string // the file of the lexicon it stands in
	Fr, En string // its first name in either language
	Word   string // as the text says it, the first time
}

// themed is how much of a text is looked at, in bytes: what it is about is said
// early, and a post can be a book.
const themed = 2 << 10

// Themes returns what a text speaks of, in the order in which it does, each once.
// What it rules out is left out. Of a title the kind is Job, of anything else
// Fact; a text that may be in either language has lang "".
func (x *Lexicon) Themes(text, lang string, kind Kind) []Theme {
	for i := range text {
		if i >= themed {
			text = text[:i]
			break
		}
	}
	r := x.read(text, lang, "", Window{}, network.Date{}, gives, kind)
	var out []Theme
	seen := map[int32]bool{}
	for _, t := range r.things {
		for _, c := range t.concepts {
			if seen[c] || slices.Contains(r.without, c) {
				continue
			}
			seen[c] = true
			out = append(out, x.theme(c, text[t.from:t.to]))
		}
	}
	return out
}

func (x *Lexicon) theme(c int32, word string) Theme {
	k := x.Concepts[c]
	return Theme{Key: k.Key, Field: k.Field, Fr: k.Fr[0].Text, En: k.En[0].Text, Word: word}
}

// Theme returns a concept by its key, false where the lexicon has none of it.
func (x *Lexicon) Theme(key string) (Theme, bool) {
	c, ok := x.index[key]
	if !ok {
		return Theme{}, false
	}
	return x.theme(c, ""), true
}

// Covers reports whether one concept is another or groups it, by their keys: a
// journalist is covered by media people, not the other way round.
func (x *Lexicon) Covers(wide, narrow string) bool {
	const deep = 8 // longest chain of broader concepts followed
	at := []string{narrow}
	for range deep {
		var next []string
		for _, key := range at {
			if key == wide {
				return true
			}
			if c, ok := x.index[key]; ok {
				next = append(next, x.Concepts[c].Broader...)
			}
		}
		if len(next) == 0 {
			return false
		}
		at = next
	}
	return false
}
