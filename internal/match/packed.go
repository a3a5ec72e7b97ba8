package match

import (
	"slices"
	"strings"
)

// What the lexicon knows of words is packed once it is read: sorted words in one
// string, and flat lists beside them. A server that holds it at rest keeps a
// fourth of what maps of slices took.

// A packed is a list of values for each of many words.
type packed[V any] struct {
	words []string // in order
	at    []int32  // where the values of each begin; one more, where the last end
	list  []V
}

// pack packs a map. The values keep their order.
func pack[V any](m map[string][]V, all *pool) packed[V] {
	t := packed[V]{words: make([]string, 0, len(m)), at: make([]int32, 0, len(m)+1)}
	for w := range m {
		t.words = append(t.words, w)
	}
	slices.Sort(t.words)
	n := 0
	for _, w := range t.words {
		n += len(m[w])
	}
	t.list = make([]V, 0, n)
	for i, w := range t.words {
		t.at = append(t.at, int32(len(t.list)))
		t.list = append(t.list, m[w]...)
		t.words[i] = all.one(w)
	}
	t.at = append(t.at, int32(len(t.list)))
	return t
}

// of returns the values of a word, none for one that it does not hold.
func (t *packed[V]) of(word string) []V {
	i, ok := slices.BinarySearch(t.words, word)
	if !ok {
		return nil
	}
	return t.list[t.at[i]:t.at[i+1]]
}

// A pool holds each string once, many of them in one piece of memory.
type pool struct {
	held  map[string]string
	piece strings.Builder
}

// pieceSize is how many bytes stand together.
const pieceSize = 16 << 10

func (p *pool) one(s string) string {
	if s == "" {
		return ""
	}
	if held, ok := p.held[s]; ok {
		return held
	}
	if p.held == nil {
		p.held = map[string]string{}
	}
	if p.piece.Cap()-p.piece.Len() < len(s) {
		p.piece = strings.Builder{}
		p.piece.Grow(max(pieceSize, len(s)))
	}
	from := p.piece.Len()
	p.piece.WriteString(s)
	held := p.piece.String()[from:]
	p.held[held] = held
	return held
}

// slim lets go of what only whoever reads the lexicon needs.
func (x *Lexicon) slim() *Lexicon {
	var all pool
	for i := range x.Concepts {
		c := &x.Concepts[i]
		c.Fr, c.En, c.Broader, c.Related = nil, nil, nil, nil
		c.Key, c.Field = all.one(c.Key), all.one(c.Field)
	}
	index := make(map[string]int32, len(x.Concepts))
	for i, c := range x.Concepts {
		index[c.Key] = int32(i)
	}
	x.index = index
	return x
}
