package match

import (
	"hash/fnv"
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

// A label is what themes need of a concept once the lexicon is slim: its first
// names, the words that are it, by their sums, and what it belongs to.
type label struct {
	fr, en  string
	words   []uint32
	broader []int32
}

// label makes the labels. Names are copied, so that the text of the files can go.
func (x *Lexicon) label() {
	x.labels = make([]label, len(x.Concepts))
	for i, c := range x.Concepts {
		l := label{fr: strings.Clone(c.Fr[0].Text), en: strings.Clone(c.En[0].Text)}
		for _, list := range [][]Term{c.Fr, c.En} {
			for _, t := range list {
				if f := network.Fold(t.Text); !strings.Contains(f, " ") {
					l.words = append(l.words, sum(f))
				}
			}
		}
		for _, k := range c.Broader {
			l.broader = append(l.broader, x.index[k])
		}
		l.words, l.broader = slices.Clip(l.words), slices.Clip(l.broader)
		x.labels[i] = l
	}
}

// sum is short for a word.
func sum(word string) uint32 {
	h := fnv.New32a()
	h.Write([]byte(word))
	return h.Sum32()
}

// names reports whether a word is one of the terms of a concept, in the singular or
// plural, or whether several words are: those deceive nobody. What is too short to
// be sure of counts only in capitals: "RH", not "the".
func (x *Lexicon) names(c int32, word string) bool {
	said := network.Fold(word)
	if len(said) < 4 && strings.ToUpper(word) != word {
		return false
	}
	if strings.Contains(said, " ") {
		return true
	}
	forms := []string{said, said + "s"}
	for _, end := range []string{"s", "x", "es"} {
		if one, ok := strings.CutSuffix(said, end); ok {
			forms = append(forms, one)
		}
	}
	return slices.ContainsFunc(forms, func(f string) bool { return slices.Contains(x.labels[c].words, sum(f)) })
}

func (x *Lexicon) theme(c int32, word string) Theme {
	k := x.Concepts[c]
	return Theme{Key: k.Key, Field: k.Field, Fr: x.labels[c].fr, En: x.labels[c].en, Word: word}
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
	w, ok := x.index[wide]
	n, known := x.index[narrow]
	return ok && known && x.covers(w, n, 8)
}

// covers follows broader concepts, so many steps at most.
func (x *Lexicon) covers(wide, narrow int32, steps int) bool {
	if wide == narrow {
		return true
	}
	return steps > 0 && slices.ContainsFunc(x.labels[narrow].broader, func(b int32) bool { return x.covers(wide, b, steps-1) })
}
