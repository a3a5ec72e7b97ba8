package match

import "slices"

// The name of an organisation tells what it does, where it tells anything:
// "Librairie Morel", "Cabinet dentaire". It does not tell that whoever works there
// has the thing that it is named after: nobody lodges in the Maison Lagrange.

// tradeless are the fields of which a name of an organisation tells nothing.
var tradeless = set(`housing premises things experience situations life wishes together family`)

// houses are words with which names begin, also in a text: "vendeuse, Maison
// Lagrange", "works at Clarke House".
var houses = set(`maison maisons chateau domaine villa mas manoir palais clos studio studios atelier ateliers house houses castle manor villa cottage lodge hall court`)

// proper reports whether a word is part of a name.
func (r *reader) proper(i int) bool {
	t := r.tokens[i]
	if !t.capital || !houses[t.fold] {
		return false
	}
	after := i+1 < len(r.tokens) && r.tokens[i+1].capital && !r.tokens[i+1].first && !r.tokens[i+1].gap
	before := i > 0 && r.tokens[i-1].capital && !r.tokens[i-1].first && !t.gap
	return !t.first && (after || before)
}

// ofTrade keeps the concepts of which a name of an organisation tells.
func (x *Lexicon) ofTrade(concepts []int32) []int32 {
	return slices.DeleteFunc(concepts, func(c int32) bool { return tradeless[x.Concepts[c].Field] })
}

// named leaves, of what the name of an organisation seems to speak of, what it
// tells of a trade; its words stay words.
func (r *reader) named() {
	for i := range r.out.things {
		t := &r.out.things[i]
		t.concepts = r.lex.ofTrade(t.concepts)
		t.hints = slices.DeleteFunc(t.hints, func(h hint) bool { return tradeless[r.lex.Concepts[h.concept].Field] })
		if len(t.concepts) == 0 && t.word == "" {
			t.word, _ = r.unknown(r.tokens[t.first].fold)
		}
	}
	r.out.things = slices.DeleteFunc(r.out.things, func(t thing) bool {
		return len(t.concepts) == 0 && t.last == t.first+1 && houses[r.tokens[t.first].fold]
	})
}
