package paths

import (
	"fmt"
	"math"
	"slices"
	"sync"
	"sync/atomic"
)

// A Graph is people and the ties between them. Any number may search while one
// writes; those who write take turns. The zero value is an empty graph.
type Graph struct {
	mu     sync.Mutex // of those who write
	shelf  atomic.Pointer[[]atomic.Pointer[segment]]
	people atomic.Int64
	ties   atomic.Int64
	epoch  uint32 // goes up with each snapshot under way; 0 where there is none
	source *source
}

// A segment holds the ties of span people following one another: what is
// written anew when its additions have become many. It is small, so that this
// takes a moment.
//
// What a reader finds in it never moves. Only the costs change, and are read and
// written as one word each.
type segment struct {
	places []place // span + 1
	arcs   []arc   // by person, then by to and label
	late   atomic.Pointer[late]
	spent  int    // arcs that are gone
	epoch  uint32 // that of the graph when it was written
}

const (
	spanBits = 9
	span     = 1 << spanBits
)

// A place says where in arcs the ties of one person begin, and what going
// through that person costs.
type place struct {
	first uint32
	will  uint32 // atomic
}

// An arc is one direction of a tie, in eight bytes.
type arc struct {
	to   uint32
	meta uint32 // atomic: cost, then label
}

func meta(c Cost, l Label) uint32 { return uint32(c)<<16 | uint32(l) }

func (a *arc) load() (cost uint32, l Label) {
	m := atomic.LoadUint32(&a.meta)
	return m >> 16, Label(m)
}

// A late is what was added to a segment since it was written: a list of fixed
// length, in which the entries of one person hang together, newest first.
type late struct {
	head [span]uint32 // atomic: 1 + the place of the newest entry, 0 for none
	log  []entry
	used int // of those who write
}

// An entry is published by the head that leads to it, and then keeps its place.
type entry struct {
	arc
	next uint32
}

// capacity is how many additions a segment of so many arcs takes before it is
// written anew: with more, those of one person take long to look through; with
// fewer, the longest rows are copied too often.
func capacity(arcs int) int { return min(max(arcs/16, 64), 512) }

// Build makes a graph of so many people, numbered from 0, and the ties between
// them; of two ties of the same people with the same label the better one
// counts. will is what going through each person costs; nil is nothing.
func Build(people int, ties []Tie, will []Cost) (*Graph, error) {
	if people < 0 || int64(people) > math.MaxUint32-span || will != nil && len(will) != people {
		return nil, fmt.Errorf("paths: %d people and %d willing", people, len(will))
	}
	// Counted, then put in the order of the people: arcs of one person lie together.
	first := make([]int, people+1)
	for _, t := range ties {
		if err := t.check(people); err != nil {
			return nil, err
		}
		first[t.A]++
		first[t.B]++
	}
	sum := 0
	for i, n := range first {
		first[i] = sum
		sum += n
	}
	keys := make([]uint64, sum)
	for _, t := range ties {
		keys[first[t.A]] = t.key()
		first[t.A]++
		keys[first[t.B]] = t.other().key()
		first[t.B]++
	}
	// first[n] is now where the arcs of n end.
	g := &Graph{}
	shelf := make([]atomic.Pointer[segment], segments(people))
	arcs, done := 0, 0
	for i := range shelf {
		s, end := &segment{places: make([]place, span+1)}, done
		for k := range span {
			if n := i*span + k; n < people {
				row := keys[end:first[n]]
				end = first[n]
				slices.Sort(row)
			}
		}
		s.arcs = make([]arc, 0, end-done)
		for k := range span {
			n := i*span + k
			s.places[k].first = uint32(len(s.arcs))
			if n >= people {
				continue
			}
			if will != nil {
				s.places[k].will = uint32(will[n])
			}
			s.take(keys[done:first[n]])
			done = first[n]
		}
		s.places[span].first = uint32(len(s.arcs))
		s.arcs = slices.Clip(s.arcs)
		arcs += len(s.arcs)
		shelf[i].Store(s)
	}
	g.shelf.Store(&shelf)
	g.people.Store(int64(people))
	g.ties.Store(int64(arcs / 2))
	return g, nil
}

func segments(people int) int { return (people + span - 1) / span }

// key orders arcs: by whom they lead to, by label, the best first.
func (t Tie) key() uint64 { return uint64(t.B)<<32 | uint64(t.Label)<<16 | uint64(t.Cost) }

// take appends the arcs of one person, of each to and label the first.
func (s *segment) take(row []uint64) {
	for i, k := range row {
		if i > 0 && k>>16 == row[i-1]>>16 {
			continue
		}
		s.arcs = append(s.arcs, arc{uint32(k >> 32), meta(Cost(k), Label(k>>16))})
	}
}

// People returns how many there are.
func (g *Graph) People() int { return int(g.people.Load()) }

// Ties returns how many ties there are.
func (g *Graph) Ties() int { return int(g.ties.Load()) }

// Degree returns how many ties somebody has, all labels and those gone
// included: how long their row is.
func (g *Graph) Degree(n Node) (int, error) {
	if int(n) >= g.People() {
		return 0, fmt.Errorf("paths: nobody has the number %d", n)
	}
	s, err := g.segment(*g.shelf.Load(), int(n>>spanBits))
	if err != nil {
		return 0, err
	}
	k := n & (span - 1)
	degree := int(s.places[k+1].first - s.places[k].first)
	if l := s.late.Load(); l != nil {
		for at := atomic.LoadUint32(&l.head[k]); at != 0; at = l.log[at-1].next {
			degree++
		}
	}
	return degree, nil
}

// segment returns one, read from the snapshot now where that was not done yet.
func (g *Graph) segment(shelf []atomic.Pointer[segment], i int) (*segment, error) {
	if s := shelf[i].Load(); s != nil {
		return s, nil
	}
	return g.source.fetch(shelf, i)
}
