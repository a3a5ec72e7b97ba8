package match

import (
	"slices"
	"strings"

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
// What it rules out is left out, and so is a word that only shares its root with a
// term: a need may be met by a guess, but nobody is told that they write about
// flags who wrote "worth flagging". Of a title the kind is Job, of anything else
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
			word := text[t.from:t.to]
			if seen[c] || slices.Contains(r.without, c) || x.Concepts[c].Category || kind == Job && x.Concepts[c].Together || !x.names(c, word) {
				continue
			}
			seen[c] = true
			out = append(out, x.theme(c, word))
		}
	}
	return out
}

// names reports whether a word is one of the terms of a concept, in the singular or
// plural, with its small words or without. What is too short to be sure of counts
// only in capitals: "RH", not "the".
func (x *Lexicon) names(c int32, word string) bool {
	said := network.Fold(word)
	if len(said) < 4 && strings.ToUpper(word) != word {
		return false
	}
	if strings.Contains(said, " ") { // several words in a row deceive nobody
		return true
	}
	for _, list := range [][]Term{x.Concepts[c].Fr, x.Concepts[c].En} {
		for _, t := range list {
			if f := network.Fold(t.Text); f == said || f+"s" == said || f+"x" == said || f+"es" == said || f == said+"s" {
				return true
			}
		}
	}
	return false
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
