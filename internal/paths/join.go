package paths

import (
	"math/bits"
	"sync/atomic"
)

// join finds the chains with two go-betweens.
func (s *Searcher) join(swapped bool) {
	wide := s.wide.len()
	mark := s.worthMarking(wide)
	if mark {
		s.mark(true)
		if wide >= longRow {
			s.fill()
		}
	}
	s.answer.Work.Rows += len(s.steps)
	for i := 0; i < len(s.steps); {
		// What a batch of rows holds is asked for before it is looked at: one wait
		// for all of them instead of one for each.
		end, ahead := i, 0
		for ; end < len(s.steps) && ahead < batch; end++ {
			if base := s.steps[end].base; scans(len(base), wide) {
				ahead += len(base)
				for k := 0; k < len(base); k += lineArcs {
					s.sink += base[k].to
				}
			}
		}
		for ; i < end; i++ {
			s.through(i, mark, swapped)
		}
	}
	if mark {
		s.mark(false)
	}
	s.slotted = false
}

const (
	batch    = 2048 // arcs: they fit into the nearest cache
	lineArcs = 8    // of a cache line
	longRow  = 256  // from here on looking up in it costs more than noting its places
)

// fill notes where each person stands in the base of the wide row. Who is not
// marked has no place, whatever is noted.
func (s *Searcher) fill() {
	if len(s.slot) < int(s.known) {
		s.slot = make([]uint32, s.known)
	}
	for i := range s.wide.late {
		if n := s.wide.late[i].to; n < s.known {
			s.slot[n] = uint32(len(s.wide.base))
		}
	}
	for i := len(s.wide.base) - 1; i >= 0; i-- {
		if n := s.wide.base[i].to; n < s.known {
			s.slot[n] = uint32(i)
		}
	}
	s.slotted = true
}

// inWide is lookUp in the wide row.
func (s *Searcher) inWide(n uint32) (at int, cost uint32) {
	switch {
	case !s.slotted:
		return s.lookUp(&s.wide, n)
	case s.marked[n/64]&(1<<(n%64)) == 0:
		return -1, none
	}
	return s.lookFrom(&s.wide, int(s.slot[n]), n)
}

// scans says that reading a row of that length to its end is less work than
// looking each of the wide row up in it.
func scans(length, wide int) bool { return length <= 4*wide*bits.Len(uint(length)) }

// worthMarking says whether to mark the people of the wide row, or to look each
// one that comes along up in it.
func (s *Searcher) worthMarking(wide int) bool {
	sum := 0
	for i := range s.steps {
		n := len(s.steps[i].base)
		if !scans(n, wide) {
			n = wide
		}
		sum += n
	}
	return wide < 4*sum*bits.Len(uint(wide))
}

// mark sets or clears the bit of everybody in the wide row.
func (s *Searcher) mark(set bool) {
	for _, part := range [2][]arc{s.wide.base, s.wide.late} {
		for i := range part {
			switch n := part[i].to; {
			case n >= s.known:
			case set:
				s.marked[n/64] |= 1 << (n % 64)
			default:
				s.marked[n/64] = 0
			}
		}
	}
}

// through closes the chains that go through one neighbour of the near end.
func (s *Searcher) through(i int, mark, swapped bool) {
	p := &s.steps[i]
	switch {
	case !scans(len(p.base), s.wide.len()):
		s.probe(i, swapped)
	case mark:
		s.answer.Work.Arcs += len(p.base)
		marked, base := s.marked, p.base
		for k := range base {
			n := base[k].to
			if w := int(n / 64); w < len(marked) && marked[w]&(1<<(n%64)) != 0 {
				s.close(i, &base[k], swapped)
			}
		}
	default:
		s.answer.Work.Arcs += len(p.base)
		for k := range p.base {
			s.close(i, &p.base[k], swapped)
		}
	}
	l := p.seg.late.Load()
	if l == nil {
		return
	}
	for at := atomic.LoadUint32(&l.head[p.k]); at != 0; at = l.log[at-1].next {
		s.answer.Work.Arcs++
		s.close(i, &l.log[at-1].arc, swapped)
	}
}

// probe looks for each of the wide row in a row that is far longer.
func (s *Searcher) probe(i int, swapped bool) {
	rest := s.steps[i].base
	s.answer.Work.Arcs += s.wide.len()
	last := none
	for _, part := range [2][]arc{s.wide.base, s.wide.late} {
		for k := range part {
			n := part[k].to
			if n == last {
				continue
			}
			if k == 0 {
				rest = s.steps[i].base
			}
			last = n
			rest = rest[gallop(rest, n):]
			for at := 0; at < len(rest) && rest[at].to == n; at++ {
				s.close(i, &rest[at], swapped)
			}
		}
	}
}

// close keeps the chain of three that the tie a closes, if it does: a leads from
// the step i, next to the near end, to somebody who must stand in the wide row.
func (s *Searcher) close(i int, a *arc, swapped bool) {
	cost := s.passable(a)
	if cost == none || s.isOut(a.to) {
		return
	}
	p := &s.steps[i]
	at, last := s.inWide(a.to)
	if last == none || a.to == uint32(s.From) || a.to == uint32(s.To) {
		return
	}
	seg, k := s.place(a.to)
	cost += p.cost + last + atomic.LoadUint32(&seg.places[k].will)
	if swapped {
		s.offer(i, p.node, a.to+1, cost)
	} else {
		s.offer(at, a.to, p.node+1, cost)
	}
}

// gallop returns the place of the first arc that leads to to or beyond, quickly
// where it is near.
func gallop(r []arc, to uint32) int {
	reach := 1
	for reach < len(r) && r[reach-1].to < to {
		reach *= 2
	}
	from := reach / 2
	return from + lower(r[from:min(reach, len(r))], to)
}
