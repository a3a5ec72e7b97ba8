package paths

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
	"sync/atomic"
)

// AddPerson adds somebody without ties and returns their number. Going through
// them costs will.
func (g *Graph) AddPerson(will Cost) (Node, error) {
	g.mu.Lock()
	defer g.mu.Unlock()
	n := int(g.people.Load())
	var shelf []atomic.Pointer[segment]
	if p := g.shelf.Load(); p != nil {
		shelf = *p
	}
	if n>>spanBits == len(shelf) {
		longer := extend(shelf)
		longer[len(shelf)].Store(&segment{places: make([]place, span+1), epoch: g.epoch})
		g.shelf.Store(&longer)
	}
	s, err := g.own(n >> spanBits)
	if err != nil {
		return 0, err
	}
	atomic.StoreUint32(&s.places[n&(span-1)].will, uint32(will))
	g.people.Store(int64(n + 1))
	return Node(n), nil
}

// extend returns the list with one more place. Those who search with the old one
// know nobody beyond it.
func extend(shelf []atomic.Pointer[segment]) []atomic.Pointer[segment] {
	if len(shelf) < cap(shelf) {
		return shelf[:len(shelf)+1]
	}
	longer := make([]atomic.Pointer[segment], len(shelf)+1, 2*len(shelf)+8)
	for i := range shelf {
		longer[i].Store(shelf[i].Load())
	}
	return longer
}

// SetWill changes what going through somebody costs.
func (g *Graph) SetWill(n Node, will Cost) error {
	g.mu.Lock()
	defer g.mu.Unlock()
	if int(n) >= g.People() {
		return fmt.Errorf("paths: nobody has the number %d", n)
	}
	s, err := g.own(int(n >> spanBits))
	if err == nil {
		atomic.StoreUint32(&s.places[n&(span-1)].will, uint32(will))
	}
	return err
}

// Add adds a tie, or gives the one of that label between the two a new cost. A
// search under way may or may not see it.
func (g *Graph) Add(t Tie) error {
	g.mu.Lock()
	defer g.mu.Unlock()
	if err := t.check(g.People()); err != nil {
		return err
	}
	a, err := g.put(t)
	b, err2 := g.put(t.other())
	if a && b {
		g.ties.Add(1)
	}
	return errors.Join(err, err2)
}

// Remove takes a tie away and reports whether it was there.
func (g *Graph) Remove(a, b Node, l Label) (bool, error) {
	g.mu.Lock()
	defer g.mu.Unlock()
	if int(max(a, b)) >= g.People() {
		return false, nil
	}
	was, err := g.drop(a, b, l)
	_, err2 := g.drop(b, a, l)
	if was {
		g.ties.Add(-1)
	}
	return was, errors.Join(err, err2)
}

// put writes one direction and reports whether it was not there before.
func (g *Graph) put(t Tie) (fresh bool, err error) {
	i, k := int(t.A>>spanBits), int(t.A&(span-1))
	s, err := g.own(i)
	if err != nil {
		return false, err
	}
	if a := s.find(k, uint32(t.B), t.Label); a != nil {
		was := atomic.SwapUint32(&a.meta, meta(t.Cost, t.Label))
		if was>>16 == gone {
			s.spent--
		}
		return was>>16 == gone, nil
	}
	l := s.late.Load()
	if l != nil && l.used == len(l.log) {
		s = g.rewrite(i, s)
		l = nil
	}
	if l == nil {
		l = &late{log: make([]entry, capacity(len(s.arcs)))}
		s.late.Store(l)
	}
	e := &l.log[l.used]
	e.to, e.next = uint32(t.B), l.head[k]
	atomic.StoreUint32(&e.meta, meta(t.Cost, t.Label))
	l.used++
	atomic.StoreUint32(&l.head[k], uint32(l.used)) // from here on it is seen
	return true, nil
}

// drop takes one direction away and reports whether it was there.
func (g *Graph) drop(from, to Node, label Label) (bool, error) {
	i := int(from >> spanBits)
	s, err := g.own(i)
	if err != nil {
		return false, err
	}
	a := s.find(int(from&(span-1)), uint32(to), label)
	if a == nil || atomic.SwapUint32(&a.meta, gone<<16|uint32(label))>>16 == gone {
		return false, nil
	}
	if s.spent++; s.spent > 64 && s.spent > len(s.arcs)/4 {
		g.rewrite(i, s)
	}
	return true, nil
}

// find returns the arc of that person to to, one that is gone included.
func (s *segment) find(k int, to uint32, label Label) *arc {
	row := s.arcs[s.places[k].first:s.places[k+1].first]
	for i := lower(row, to); i < len(row) && row[i].to == to; i++ {
		if _, l := row[i].load(); l == label {
			return &row[i]
		}
	}
	if l := s.late.Load(); l != nil {
		for at := l.head[k]; at != 0; at = l.log[at-1].next {
			e := &l.log[at-1]
			if _, has := e.load(); e.to == to && has == label {
				return &e.arc
			}
		}
	}
	return nil
}

// own returns a segment that may be written in: one that a snapshot under way
// reads from is first written anew, so that the snapshot is of one moment.
func (g *Graph) own(i int) (*segment, error) {
	s, err := g.segment(*g.shelf.Load(), i)
	if err == nil && s.epoch < g.epoch {
		s = g.rewrite(i, s)
	}
	return s, err
}

// rewrite writes a segment anew and lets those who search from now on find the
// outcome. Those who are searching keep the old one.
func (g *Graph) rewrite(i int, s *segment) *segment {
	places, arcs := s.fold()
	out := &segment{places: places, arcs: arcs, epoch: g.epoch}
	(*g.shelf.Load())[i].Store(out)
	return out
}

// fold puts a segment's additions in their places and leaves out what is gone.
func (s *segment) fold() ([]place, []arc) {
	l := s.late.Load()
	n := len(s.arcs) - s.spent
	if l != nil {
		n += l.used
	}
	places, arcs := make([]place, span+1), make([]arc, 0, n)
	var added []arc
	for k := range span {
		begun := len(arcs)
		places[k] = place{uint32(begun), atomic.LoadUint32(&s.places[k].will)}
		row := s.arcs[s.places[k].first:s.places[k+1].first]
		if s.spent == 0 {
			arcs = append(arcs, row...)
			row = nil
		}
		for _, a := range row {
			if a.meta>>16 != gone {
				arcs = append(arcs, a)
			}
		}
		if l == nil || l.head[k] == 0 {
			continue
		}
		added = added[:0]
		for at := l.head[k]; at != 0; at = l.log[at-1].next {
			if a := l.log[at-1].arc; a.meta>>16 != gone {
				added = append(added, a)
			}
		}
		slices.SortFunc(added, byTo)
		arcs = merge(arcs, begun, added)
	}
	places[span].first = uint32(len(arcs))
	return places, arcs
}

func byTo(a, b arc) int {
	return cmp.Or(cmp.Compare(a.to, b.to), cmp.Compare(Label(a.meta), Label(b.meta)))
}

// merge puts added, which is in order, among the arcs from begun on: from the
// end, so that each moves once.
func merge(arcs []arc, begun int, added []arc) []arc {
	i := len(arcs) - 1
	arcs = append(arcs, added...)
	for to, j := len(arcs)-1, len(added)-1; j >= 0; to-- {
		if i >= begun && byTo(arcs[i], added[j]) > 0 {
			arcs[to] = arcs[i]
			i--
		} else {
			arcs[to] = added[j]
			j--
		}
	}
	return arcs
}

// lower returns the place of the first arc that leads to to or beyond.
func lower(row []arc, to uint32) int {
	i, n := 0, len(row)
	for n > 0 {
		half := n / 2
		if row[i+half].to < to {
			i += half + 1
			n -= half + 1
		} else {
			n = half
		}
	}
	return i
}
