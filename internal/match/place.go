package match

import (
	"fmt"
	"io/fs"
	"strings"
)

// A gazetteer knows where places lie. It is written from general knowledge:
// one line a place, indented below what it lies in.
type gazetteer struct {
	list    []place
	byFirst map[string][]placeName
}

type place struct {
	name string // as it is said first
	in   int32  // what it lies in, -1 for nothing
	near bool   // what lies in it is near each other, as far as getting about goes
}

type placeName struct {
	words []string
	at    int32
	plain bool // also an ordinary word or a first name: only where it stands like a place
}

// parsePlaces reads the folder places. A line is
//
//	name / other name : what lies in it, and more
//
// indented by two blanks for each step down. A name that ends in "?" is also an
// ordinary word; a place that ends in "*" is near in itself.
func parsePlaces(fsys fs.FS) (gazetteer, error) {
	g := gazetteer{byFirst: map[string][]placeName{}}
	names, err := fs.Glob(fsys, "places/*.txt")
	if err != nil {
		return g, err
	}
	for _, name := range names {
		raw, err := fs.ReadFile(fsys, name)
		if err != nil {
			return g, err
		}
		var above []int32
		n := 0
		for line := range strings.Lines(string(raw)) {
			n++
			text := strings.TrimSpace(line)
			if text == "" || text[0] == '#' {
				continue
			}
			depth := (len(line) - len(strings.TrimLeft(line, " "))) / 2
			if depth > len(above) {
				return g, fmt.Errorf("%s:%d: indented too far", name, n)
			}
			above = above[:depth]
			in := int32(-1)
			if depth > 0 {
				in = above[depth-1]
			}
			self, inside, _ := strings.Cut(text, ":")
			at := g.add(self, in)
			above = append(above, at)
			for _, town := range list(inside) {
				g.add(town, at)
			}
		}
	}
	return g, nil
}

func (g *gazetteer) add(names string, in int32) int32 {
	at := int32(len(g.list))
	p := place{in: in}
	for name := range strings.SplitSeq(names, "/") {
		name = strings.TrimSpace(name)
		name, near := strings.CutSuffix(name, "*")
		name, plain := strings.CutSuffix(strings.TrimSpace(name), "?")
		p.near = p.near || near
		if p.name == "" {
			p.name = name
		}
		var words []string
		for _, t := range tokenise(name) {
			words = append(words, t.fold)
		}
		if len(words) > 0 {
			g.byFirst[words[0]] = append(g.byFirst[words[0]], placeName{words, at, plain})
		}
	}
	g.list = append(g.list, p)
	return at
}

// A located is a place found in a text; a name may stand for several.
type located struct {
	at       []int32
	from, to int // tokens
}

// find returns the places named in a text. Where the text is nothing but a
// place, every name is taken for one.
func (g *gazetteer) find(tokens []token, only bool) []located {
	var out []located
	for i := 0; i < len(tokens); {
		l := located{from: i, to: i}
		for _, n := range g.byFirst[tokens[i].fold] {
			if !begins(tokens[i:], n.words) || i+len(n.words) < l.to || !only && !tokens[i].capital && len(n.words) == 1 && (n.plain || !wherever(tokens, i)) || !only && n.plain && !wherever(tokens, i) {
				continue
			}
			if i+len(n.words) > l.to {
				l.at, l.to = nil, i+len(n.words)
			}
			l.at = append(l.at, n.at)
		}
		if l.to == i {
			i++
			continue
		}
		out = append(out, l)
		i = l.to
	}
	return out
}

// wherever reports whether the word before a name says that it is a place.
func wherever(tokens []token, i int) bool { return i > 0 && beforePlaces[tokens[i-1].fold] }

var beforePlaces = set(`a en au aux dans de du d des sur vers pres le la les l chez region departement ville centre entre et ou rejoindre quitter in at near from around to of the central greater north south east west outside and or between`)

// within reports whether a lies in b or is b.
func (g *gazetteer) within(a, b int32) bool {
	for ; a >= 0; a = g.list[a].in {
		if a == b {
			return true
		}
	}
	return false
}

// How two places stand to each other.
type nearness uint8

const (
	apart  nearness = iota
	close           // two towns of one department, two parts of one large city
	inside          // one lies in the other
	same
)

func (g *gazetteer) nearness(a, b int32) nearness {
	switch {
	case a == b:
		return same
	case g.within(a, b) || g.within(b, a):
		return inside
	}
	for p := g.list[a].in; p >= 0; p = g.list[p].in {
		if g.list[p].near && g.within(b, p) {
			return close
		}
	}
	return apart
}

// Lies reports whether the place that one text names is the one that another
// names, or lies in it: "Rennes" in "Bretagne". What the gazetteer does not know
// lies nowhere.
func (x *Index) Lies(text, in string) bool {
	for _, a := range x.lex.places.find(tokenise(text), true) {
		for _, b := range x.lex.places.find(tokenise(in), true) {
			for _, p := range a.at {
				for _, q := range b.at {
					if x.lex.places.within(p, q) {
						return true
					}
				}
			}
		}
	}
	return false
}
