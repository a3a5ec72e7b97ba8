package match

import (
	"cmp"
	"hash/fnv"
	"math"
	"slices"
)

// What is less than sure is not said by itself: it is for a keeper who asks to
// look further. It is ranked by all that the lexicon found, however little, and
// by the words that two texts share, weighed by how rare they are among the
// entries. Unlike what is said, it therefore depends on what else is in the
// index. Side, place and time keep two apart as they do elsewhere.

// A mark is a word of a text, or its beginning, as a number.
type mark uint32

// beginning is how many letters of a longer word are a mark by themselves: they
// are shared by most that is derived from one root.
const beginning = 5

// marks are the words of a text that count, each once.
func (r *reader) marks() []mark {
	var out []mark
	add := func(kind byte, s string) {
		h := fnv.New32a()
		h.Write([]byte{kind})
		h.Write([]byte(s))
		if m := mark(h.Sum32()); !slices.Contains(out, m) {
			out = append(out, m)
		}
	}
	for i, t := range r.tokens {
		if r.ruled[i] || isSmall(t.fold, r.lang) {
			continue
		}
		l := fr
		if r.lang == en {
			l = en
		}
		add('w', stem(t.fold, l))
		if len(t.fold) > beginning {
			add('b', t.fold[:beginning])
		}
	}
	return out
}

// How far words by themselves count beside what the lexicon finds; judged, and
// set on the development half with half of the lexicon struck out.
const (
	byMarks      = 0.5
	leastPerhaps = 0.05 // below it nothing is returned even so
	bySamePlace  = 0.1
)

// perhaps ranks what is left over of an index, best first; said are the slots
// that are returned already.
func (x *Index) perhaps(n Need, r *reading, o Options, said []hit) []hit {
	done := make([]bool, len(x.entries))
	for _, h := range said {
		done[h.at] = true
	}
	rare := make([]float32, len(r.marks))
	var all float32
	for i, m := range r.marks {
		in := float64(x.marked[m])
		rare[i] = float32(math.Log(1 + (float64(x.Len())-in+0.5)/(in+0.5)))
		all += rare[i]
	}
	var out []hit
	for at := range x.entries {
		e := &x.entries[at]
		if !e.live || done[at] || o.Skip != nil && o.Skip(n.ID, e.ID) {
			continue
		}
		h := hit{at: int32(at)}
		if h.score, h.by = x.lex.faint(n, r, &e.Entry, &e.reading, o, rare, all); h.score >= leastPerhaps {
			out = append(out, h)
		}
	}
	x.order(out)
	return out
}

func (x *Index) order(hits []hit) {
	slices.SortFunc(hits, func(a, b hit) int {
		return cmp.Or(cmp.Compare(b.score, a.score), cmp.Compare(x.entries[a.at].ID, x.entries[b.at].ID))
	})
}

// faint compares a need with an entry by whatever the two share.
func (x *Lexicon) faint(n Need, r *reading, e *Entry, s *reading, o Options, rare []float32, all float32) (float32, []met) {
	place := x.placing(r, s)
	if n.Owner == e.Owner && n.Owner != "" || s.over || r.over || place == 0 || !r.when.meets(s.when) || !o.Today.IsZero() && s.when.over(dayOf(o.Today)) {
		return 0, nil
	}
	by, need, entry, _ := x.cover(r, s, e.Kind)
	if r.side == s.side && !r.joins && (len(by) == 0 || !x.company(r, s, by)) {
		return 0, nil
	}
	score := x.worth(r, s, e.Kind, by, need, entry)
	var shared float32
	for i, m := range r.marks {
		if slices.Contains(s.marks, m) {
			shared += rare[i]
		}
	}
	if all > 0 {
		score += byMarks * shared / all * byKind[e.Kind]
	}
	if len(r.places) > 0 && len(s.places) > 0 {
		score += bySamePlace
	}
	return score * place, by
}
