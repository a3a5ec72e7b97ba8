package match

import (
	"slices"
	"strings"

	"entregent/internal/network"
)

// A Map tells how far what somebody writes of a place lies from a place that is
// asked for: "12 rue des Lilas, Villeurbanne" from "Lyon".
type Map struct{ g *gazetteer }

// Map returns the places of the lexicon.
func (l *Lexicon) Map() Map { return Map{&l.places} }

// A Distance is how far words of a place are from a place. The zero value says
// nothing.
type Distance uint8

// The distances, the farthest first.
const (
	Unplaced  Distance = iota // the words name no place that is known
	Elsewhere                 // another place
	Around                    // a region that holds the place: somewhere there
	Near                      // of the same department, or the same large city
	There                     // the place, or within it
)

// Distance tells how far the words are from a place. A place that the program
// does not know is met by its own name alone. Of several places in the words the
// last and narrowest counts: that is how addresses are written. What lies in a
// country is not near for that, and a country that holds the place says nothing.
func (m Map) Distance(place, words string) Distance {
	asked := m.places(place)
	said := m.places(words)
	if len(asked) == 0 {
		switch {
		case holdsName(words, place):
			return There
		case len(said) == 0:
			return Unplaced
		}
		return Elsewhere
	}
	if len(said) == 0 {
		return Unplaced
	}
	best := Elsewhere
	for _, a := range asked {
		for _, s := range said {
			d := Elsewhere
			switch {
			case m.g.within(s, a):
				d = There
			case m.g.within(a, s) && m.g.list[s].in < 0:
				d = Unplaced
			case m.g.within(a, s):
				d = Around
			case m.g.nearness(a, s) == close:
				d = Near
			}
			if d == Unplaced && best == Elsewhere || d > best {
				best = d
			}
		}
	}
	return best
}

// Name returns the name under which a place is known, as it is said first; the
// words themselves where it is not known, or stands for several.
func (m Map) Name(place string) string {
	if at := m.places(place); len(at) == 1 {
		return m.g.list[at[0]].name
	}
	return network.OneLine(place)
}

// places returns what the last and narrowest place of the words may be.
func (m Map) places(words string) []int32 {
	var found []located
	for part := range strings.SplitSeq(words, ",") {
		found = append(found, m.inPart(tokenise(part))...)
	}
	for i := len(found) - 1; i >= 0; i-- {
		l := found[i]
		holds := slices.ContainsFunc(found[:i], func(o located) bool {
			return slices.ContainsFunc(o.at, func(in int32) bool {
				return slices.ContainsFunc(l.at, func(p int32) bool { return in != p && m.g.within(in, p) })
			})
		})
		if !holds {
			return l.at
		}
	}
	return nil
}

// inPart finds the places of one part of an address: where it is nothing but a
// place and its post code, the name may be any word; else it has to stand like one.
func (m Map) inPart(tokens []token) []located {
	bare := slices.DeleteFunc(slices.Clone(tokens), func(t token) bool { return t.fold != "" && t.fold[0] >= '0' && t.fold[0] <= '9' })
	if whole := m.g.find(bare, true); len(whole) == 1 && whole[0].from == 0 && whole[0].to == len(bare) {
		return whole
	}
	return m.g.find(tokens, false)
}

// holdsName reports whether the folded words of a name stand in a text in their
// order.
func holdsName(text, name string) bool {
	n := strings.Join(strings.Fields(network.Fold(name)), " ")
	return n != "" && strings.Contains(" "+strings.Join(strings.Fields(strings.Map(spaced, network.Fold(text))), " ")+" ", " "+n+" ")
}

// spaced makes of punctuation a blank.
func spaced(r rune) rune {
	if strings.ContainsRune(",;.()/", r) {
		return ' '
	}
	return r
}
