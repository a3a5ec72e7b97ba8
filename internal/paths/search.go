package paths

import (
	"cmp"
	"fmt"
	"slices"
	"sync/atomic"
)

// A Query asks for the chains from one person to another.
type Query struct {
	From, To Node
	// Ties is the most a chain may have: 1 to 3; 0 is 3.
	Ties int
	// Sees is which ties may be used; nil is all.
	Sees *View
	// Without are those nobody shall go through.
	Without []Node
	// Most is how many first steps are wanted, the best; 0 is all.
	Most int
}

// A Chain is a way from one person to another through one or two go-betweens,
// none of whom is one of the two.
type Chain struct {
	First  Node // the go-between to begin with
	Second Node // the one after, where Long
	Long   bool
	Cost   uint32 // of all ties and of going through each
}

// Through returns the go-betweens in their order.
func (c Chain) Through() []Node {
	if c.Long {
		return []Node{c.First, c.Second}
	}
	return []Node{c.First}
}

// Compare orders chains: the best first, of equal ones the shorter, then by
// number, so that there is one order.
func (c Chain) Compare(d Chain) int {
	return cmp.Or(cmp.Compare(c.Cost, d.Cost), cmp.Compare(c.second(), d.second()), cmp.Compare(c.First, d.First))
}

// second is 0 for none, and otherwise above it.
func (c Chain) second() uint64 {
	if !c.Long {
		return 0
	}
	return uint64(c.Second) + 1
}

// An Answer is what a search found.
type Answer struct {
	// Direct says that there is a tie between the two themselves, at that cost.
	Direct bool
	Cost   Cost
	// Chains are the best chain for each first step, the best first.
	Chains []Chain
	Work   Work
}

// Work is what a search had to read, for those who measure.
type Work struct {
	Rows int // people whose ties were read
	Arcs int // ties that were looked at, in each row once at most
}

// A Searcher searches one graph, one search at a time; make one for each
// goroutine. It keeps what searches need besides the graph, one bit and two for
// each person.
type Searcher struct {
	g     *Graph
	shelf []atomic.Pointer[segment] // as it was when the search began
	known uint32                    // who has a place on it; others came later
	err   error                     // a segment that could not be read

	marked, out []uint64 // bits: in the wide row, not to go through
	slot        []uint32 // where those marked stand in a wide row that is long
	slotted     bool
	wide, near  row
	steps       []step
	best        []found
	touched     []uint32
	turn        uint32
	Query
	answer Answer
	sink   uint32
}

// NewSearcher returns one for g.
func NewSearcher(g *Graph) *Searcher { return &Searcher{g: g} }

// A row is the ties of one person: as they were written, and what was added
// since, in order.
type row struct {
	base, late []arc
}

func (r *row) len() int { return len(r.base) + len(r.late) }

// A step is one go-between next to the end with the shorter row, with what
// getting there and through costs.
type step struct {
	node uint32
	cost uint32
	seg  *segment
	k    uint32
	base []arc
}

// found is the best chain for one first step.
type found struct {
	turn   uint32
	cost   uint32
	first  uint32
	second uint32 // 1 + the number, 0 for none
}

const none = ^uint32(0)

// Search finds the best chain for each first step. The answer is the searcher's
// own until the next search. It fails where somebody has no such number, or a
// snapshot turns out to be damaged.
//
// It meets in the middle. Of the two ends, that with fewer ties is opened: the
// ties of each of its neighbours are read, and those that lead to a neighbour of
// the other end, whose row is wide, close a chain of three.
func (s *Searcher) Search(q Query) (*Answer, error) {
	people := s.g.People()
	if int(max(q.From, q.To)) >= people || q.From == q.To || q.Ties < 0 || q.Ties > 3 {
		return nil, fmt.Errorf("paths: no search from %d to %d with %d ties among %d people", q.From, q.To, q.Ties, people)
	}
	s.Query, s.err = q, nil
	s.shelf = *s.g.shelf.Load()
	s.known = uint32(len(s.shelf) * span)
	if words := len(s.shelf) * span / 64; len(s.marked) < words {
		s.marked, s.out = make([]uint64, words), make([]uint64, words)
	}
	s.answer = Answer{Chains: s.answer.Chains[:0]}
	s.touched = s.touched[:0]
	if s.turn++; s.turn == 0 { // after four thousand million searches
		clear(s.best)
		s.turn = 1
	}
	for _, n := range q.Without {
		if uint32(n) < s.known {
			s.out[n/64] |= 1 << (n % 64)
		}
	}
	s.run()
	for _, n := range q.Without {
		if uint32(n) < s.known {
			s.out[n/64] = 0
		}
	}
	s.sort()
	return &s.answer, s.err
}

func (s *Searcher) run() {
	s.read(&s.wide, s.From)
	s.read(&s.near, s.To)
	s.answer.Work.Rows = 2
	s.answer.Work.Arcs = s.wide.len() + s.near.len()
	s.direct()
	if s.Ties == 1 {
		return
	}
	// The row of To is near unless that of From is shorter.
	swapped := s.wide.len() < s.near.len()
	near, far := s.To, s.From
	if swapped {
		s.wide, s.near = s.near, s.wide
		near, far = far, near
	}
	s.open(near, far)
	s.meet(swapped)
	if s.Ties != 2 {
		s.join(swapped)
	}
}

// read fills r with somebody's ties.
func (s *Searcher) read(r *row, n Node) {
	seg, k := s.place(uint32(n))
	r.base = seg.arcs[seg.places[k].first:seg.places[k+1].first]
	r.late = seg.added(k, r.late[:0])
}

// added appends what was added to the ties of one person, in order.
func (s *segment) added(k uint32, to []arc) []arc {
	l := s.late.Load()
	if l == nil {
		return to
	}
	for at := atomic.LoadUint32(&l.head[k]); at != 0; at = l.log[at-1].next {
		e := &l.log[at-1]
		to = append(to, arc{e.to, atomic.LoadUint32(&e.meta)})
	}
	slices.SortFunc(to, byTo)
	return to
}

func (s *Searcher) place(n uint32) (*segment, uint32) {
	i := n >> spanBits
	if seg := s.shelf[i].Load(); seg != nil {
		return seg, n & (span - 1)
	}
	seg, err := s.g.segment(s.shelf, int(i))
	if err != nil {
		s.err = err
		return &nobody, n & (span - 1)
	}
	return seg, n & (span - 1)
}

// nobody stands for a segment that could not be read.
var nobody = segment{places: make([]place, span+1)}

// passable returns the cost of a tie, none where it is gone or not to be seen.
func (s *Searcher) passable(a *arc) uint32 {
	cost, l := a.load()
	if cost == gone || !s.Sees.Sees(l) {
		return none
	}
	return cost
}

func (s *Searcher) direct() {
	short, to := &s.wide, uint32(s.To)
	if s.near.len() < s.wide.len() {
		short, to = &s.near, uint32(s.From)
	}
	if _, cost := s.lookUp(short, to); cost != none {
		s.answer.Direct, s.answer.Cost = true, Cost(cost)
	}
}

// lookUp finds a person in a row: the first place at which they stand there and
// the least cost to be seen, none where there is no tie.
func (s *Searcher) lookUp(r *row, to uint32) (at int, cost uint32) {
	return s.lookFrom(r, lower(r.base, to), to)
}

// lookFrom is lookUp where the place in the base is known.
func (s *Searcher) lookFrom(r *row, from int, to uint32) (at int, cost uint32) {
	at, cost = -1, none
	for i := from; i < len(r.base) && r.base[i].to == to; i++ {
		if at < 0 {
			at = i
		}
		cost = min(cost, s.passable(&r.base[i]))
	}
	if len(r.late) == 0 {
		return at, cost
	}
	for i := lower(r.late, to); i < len(r.late) && r.late[i].to == to; i++ {
		if at < 0 {
			at = len(r.base) + i
		}
		cost = min(cost, s.passable(&r.late[i]))
	}
	return at, cost
}

// isOut reports whether nobody shall go through n: because the query says so, or
// because they were added after the search began.
func (s *Searcher) isOut(n uint32) bool { return n >= s.known || s.out[n/64]&(1<<(n%64)) != 0 }

// open lists the neighbours of the near end who may be gone through.
func (s *Searcher) open(near, far Node) {
	s.steps = s.steps[:0]
	for _, part := range [2][]arc{s.near.base, s.near.late} {
		for i := range part {
			a := &part[i]
			cost := s.passable(a)
			if cost == none || a.to == uint32(far) || s.isOut(a.to) {
				continue
			}
			if n := len(s.steps); n > 0 && s.steps[n-1].node == a.to { // another label
				s.steps[n-1].cost = min(s.steps[n-1].cost, cost)
				continue
			}
			s.steps = append(s.steps, step{node: a.to, cost: cost})
		}
	}
	if len(s.near.late) > 0 {
		slices.SortStableFunc(s.steps, func(a, b step) int {
			return cmp.Or(cmp.Compare(a.node, b.node), cmp.Compare(a.cost, b.cost))
		})
		s.steps = slices.CompactFunc(s.steps, func(a, b step) bool { return a.node == b.node })
	}
	// One round over all of them, so that memory is asked for many things at once.
	for i := range s.steps {
		p := &s.steps[i]
		p.seg, p.k = s.place(p.node)
		at := &p.seg.places[p.k]
		p.cost += atomic.LoadUint32(&at.will)
		p.base = p.seg.arcs[at.first:p.seg.places[p.k+1].first]
	}
	s.grow(max(s.wide.len(), len(s.steps)))
}

// grow makes room for the best of so many first steps.
func (s *Searcher) grow(n int) {
	if len(s.best) < n {
		s.best = make([]found, n+n/4)
	}
}

// meet finds the chains with one go-between: neighbours of both ends.
func (s *Searcher) meet(swapped bool) {
	// Two rows in order: each person is looked for from where the last one stood.
	rest := row{s.wide.base, s.wide.late}
	for i := range s.steps {
		p := &s.steps[i]
		skip := gallop(rest.base, p.node)
		rest.base = rest.base[skip:]
		at, cost := s.lookUp(&rest, p.node)
		if cost == none {
			continue
		}
		at += s.wide.len() - rest.len()
		if swapped {
			at = i
		}
		s.offer(at, p.node, 0, p.cost+cost)
	}
}

// offer keeps a chain if it is the best for its first step, which stands at at
// in the row of From.
func (s *Searcher) offer(at int, first, second, cost uint32) {
	b := &s.best[at]
	switch {
	case b.turn != s.turn:
		s.touched = append(s.touched, uint32(at))
	case cost > b.cost || cost == b.cost && second >= b.second:
		return
	}
	*b = found{s.turn, cost, first, second}
}

// sort puts the best first, as many as are wanted.
func (s *Searcher) sort() {
	list := s.answer.Chains
	for _, at := range s.touched {
		b := s.best[at]
		c := Chain{First: Node(b.first), Cost: b.cost}
		if b.second > 0 {
			c.Second, c.Long = Node(b.second-1), true
		}
		switch {
		case s.Most <= 0 || s.Most > fewChains:
			list = append(list, c)
			continue
		case len(list) < s.Most:
			list = append(list, c)
		case c.Compare(list[len(list)-1]) >= 0:
			continue
		default:
			list[len(list)-1] = c
		}
		for i := len(list) - 1; i > 0 && list[i].Compare(list[i-1]) < 0; i-- {
			list[i], list[i-1] = list[i-1], list[i]
		}
	}
	if s.Most <= 0 || s.Most > fewChains {
		slices.SortFunc(list, Chain.Compare)
		if s.Most > 0 && s.Most < len(list) {
			list = list[:s.Most]
		}
	}
	s.answer.Chains = list
}

// fewChains is how many are kept in order while they come; more are sorted.
const fewChains = 64
