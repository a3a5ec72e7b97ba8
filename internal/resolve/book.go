// Package resolve tells whether two cards are of the same person.
//
// A strong handle (mail address, phone in E.164, profile) that two cards share
// makes them one person, unless their names have no word in common: then it
// only proposes. A name alone never joins. The outcome is a function of the set
// of cards and of the keeper's decisions, never of the order in which they came,
// and taking a card away gives back what was there before it.
//
// It knows nothing of storage: package app loads a Book, adds cards and writes
// down what moved. What is too weak to join is weighed (score.go) and proposed
// with its evidence; the keeper decides.
package resolve

import (
	"slices"
	"sort"

	"entregent/internal/network"
)

// sharedBy is the number of different names from which a telephone is taken for
// one that people share, a switchboard: it joins nobody (rulings §5).
const sharedBy = 3

// crowd is the number of cards from which a handle joins nobody whatever the
// names on them: a mailing list that writes in its members' names. It bounds
// the work that one more card can cause.
const crowd = 1000

// A Book holds every card of one keeper in memory, by handle and by person.
// It costs about 300 bytes a card.
type Book struct {
	seed    []byte
	cards   map[network.CardID]*node
	handles map[network.Handle][]*node
	persons map[network.PersonID]map[*node]struct{}
	born    map[network.PersonID][]*node
	same    map[network.CardID][]network.CardID // the keeper said: one person
	differ  map[[2]network.CardID]bool          // the keeper said: two people
	seq     int64
}

type node struct {
	network.Card
	tokens []string
	own    bool // the keeper's own: belongs to no person and joins nothing
}

// NewBook returns an empty book. The seed is the keeper's, for new person ids.
func NewBook(seed []byte) *Book {
	return &Book{
		seed:    seed,
		cards:   map[network.CardID]*node{},
		handles: map[network.Handle][]*node{},
		persons: map[network.PersonID]map[*node]struct{}{},
		born:    map[network.PersonID][]*node{},
		same:    map[network.CardID][]network.CardID{},
		differ:  map[[2]network.CardID]bool{},
	}
}

// Pair orders two card ids, so that a pair has one name.
func Pair(a, b network.CardID) [2]network.CardID {
	if slices.Compare(a[:], b[:]) > 0 {
		a, b = b, a
	}
	return [2]network.CardID{a, b}
}

// Decide tells the book what the keeper said of two cards, before they are
// loaded or after. It moves nothing by itself: call Settle.
func (b *Book) Decide(x, y network.CardID, same bool) {
	if same {
		b.same[x] = append(b.same[x], y)
		b.same[y] = append(b.same[y], x)
		delete(b.differ, Pair(x, y))
		return
	}
	b.differ[Pair(x, y)] = true
}

// Load puts in a card as it is stored, with the person it has.
func (b *Book) Load(c network.Card) {
	if _, ok := b.cards[c.ID]; ok {
		return
	}
	n := &node{Card: c, tokens: Tokens(c.Name), own: c.Person.IsZero()}
	b.cards[c.ID] = n
	for _, h := range c.Handles {
		b.handles[h] = append(b.handles[h], n)
	}
	b.born[c.Born] = append(b.born[c.Born], n)
	b.put(n, c.Person)
	b.seq = max(b.seq, c.Seq)
}

// Has reports whether the card is in the book.
func (b *Book) Has(id network.CardID) bool { return b.cards[id] != nil }

// Card returns a card of the book as it stands.
func (b *Book) Card(id network.CardID) (network.Card, bool) {
	n := b.cards[id]
	if n == nil {
		return network.Card{}, false
	}
	return n.Card, true
}

// Len returns the number of cards.
func (b *Book) Len() int { return len(b.cards) }

// Cards returns the cards of a person in order of arrival.
func (b *Book) Cards(p network.PersonID) []network.Card {
	var out []network.Card
	for _, n := range b.sorted(b.persons[p]) {
		out = append(out, n.Card)
	}
	return out
}

// Successor returns the person to whom the first card that was born to p belongs
// now, zero if there is none.
func (b *Book) Successor(p network.PersonID) network.PersonID {
	best := (*node)(nil)
	for _, n := range b.born[p] {
		if b.cards[n.ID] == n && !n.own && (best == nil || n.Seq < best.Seq) {
			best = n
		}
	}
	if best == nil {
		return network.PersonID{}
	}
	return best.Person
}

// A Move says that a card went from one person to another. From is zero for a
// card that is new; To is zero for the keeper's own card.
type Move struct {
	Card     network.CardID
	From, To network.PersonID
}

// Add puts in a new card and returns what moved, the card itself included. The
// keeper's own card (own) belongs to no person and joins nothing. A card that is
// there already moves nothing.
func (b *Book) Add(c network.Card, own bool) []Move {
	if b.Has(c.ID) {
		return nil
	}
	b.seq++
	c.Seq = b.seq
	n := &node{Card: c, tokens: Tokens(c.Name), own: own}
	n.Person, n.Born = network.PersonID{}, network.PersonID{}
	b.cards[c.ID] = n
	for _, h := range c.Handles {
		b.handles[h] = append(b.handles[h], n)
	}
	if own {
		return []Move{{Card: c.ID}}
	}
	moves := b.settle([]*node{n})
	n.Born = n.Person
	b.born[n.Born] = append(b.born[n.Born], n)
	return moves
}

// Remove takes cards out, and returns what moved among those that stay.
func (b *Book) Remove(ids []network.CardID) []Move {
	var near []*node
	for _, id := range ids {
		n := b.cards[id]
		if n == nil {
			continue
		}
		near = append(near, b.sorted(b.persons[n.Person])...)
		delete(b.cards, id)
		for _, h := range n.Handles {
			b.handles[h] = slices.DeleteFunc(b.handles[h], func(x *node) bool { return x == n })
			near = append(near, b.handles[h]...)
		}
		delete(b.persons[n.Person], n)
	}
	near = slices.DeleteFunc(near, func(n *node) bool { return b.cards[n.ID] == nil })
	return b.settle(near)
}

// Settle works out again the persons of these cards and of all that hang
// together with them, and returns what moved.
func (b *Book) Settle(ids ...network.CardID) []Move {
	var near []*node
	for _, id := range ids {
		if n := b.cards[id]; n != nil {
			near = append(near, n)
		}
	}
	return b.settle(near)
}

// Own makes cards the keeper's own, or no longer so, and returns what moved.
func (b *Book) Own(id network.CardID, own bool) []Move {
	n := b.cards[id]
	if n == nil || own == n.own {
		return nil
	}
	n.own = own
	if own {
		from := n.Person
		rest := b.sorted(b.persons[from])
		b.put(n, network.PersonID{})
		rest = slices.DeleteFunc(rest, func(x *node) bool { return x == n })
		return append([]Move{{Card: id, From: from}}, b.settle(rest)...)
	}
	return b.settle([]*node{n})
}

func (b *Book) put(n *node, p network.PersonID) {
	delete(b.persons[n.Person], n)
	n.Person = p
	if p.IsZero() {
		return
	}
	if b.persons[p] == nil {
		b.persons[p] = map[*node]struct{}{}
	}
	b.persons[p][n] = struct{}{}
}

func (b *Book) sorted(set map[*node]struct{}) []*node {
	out := make([]*node, 0, len(set))
	for n := range set {
		out = append(out, n)
	}
	sort.Slice(out, func(i, j int) bool { return out[i].Seq < out[j].Seq })
	return out
}

// settle gathers everything that hangs together with the given cards, forms
// the groups anew, gives each a person, and says what moved.
func (b *Book) settle(start []*node) []Move {
	area := b.area(start)
	if len(area) == 0 {
		return nil
	}
	groups := b.groups(area)
	inArea := map[*node]bool{}
	for _, n := range area {
		inArea[n] = true
	}
	taken := map[network.PersonID]bool{}
	var moves []Move
	type change struct {
		n *node
		p network.PersonID
	}
	var changes []change
	for _, g := range groups {
		p := b.choose(g, taken, inArea)
		taken[p] = true
		for _, n := range g {
			if n.Person != p {
				moves = append(moves, Move{n.ID, n.Person, p})
				changes = append(changes, change{n, p})
			}
		}
	}
	for _, c := range changes {
		b.put(c.n, c.p)
	}
	return moves
}

// area returns, in order of arrival, the given cards and every card that could
// be grouped with them: those that share a handle or a decision, and those of
// the same person, step by step.
func (b *Book) area(start []*node) []*node {
	seen := map[*node]struct{}{}
	var stack []*node
	push := func(n *node) {
		if n == nil || n.own {
			return
		}
		if _, ok := seen[n]; !ok {
			seen[n] = struct{}{}
			stack = append(stack, n)
		}
	}
	for _, n := range start {
		push(n)
	}
	for len(stack) > 0 {
		n := stack[len(stack)-1]
		stack = stack[:len(stack)-1]
		for _, h := range n.Handles {
			if joins(h) && len(b.handles[h]) <= crowd {
				for _, m := range b.handles[h] {
					push(m)
				}
			}
		}
		for m := range b.persons[n.Person] {
			push(m)
		}
		for _, id := range b.same[n.ID] {
			push(b.cards[id])
		}
	}
	return b.sorted(seen)
}

// groups splits an area into those that belong together, in order of arrival
// of each group's first card.
func (b *Book) groups(area []*node) [][]*node {
	index := make(map[*node]int, len(area))
	for i, n := range area {
		index[n] = i
	}
	root := make([]int, len(area))
	for i := range root {
		root[i] = i
	}
	var find func(int) int
	find = func(i int) int {
		if root[i] != i {
			root[i] = find(root[i])
		}
		return root[i]
	}
	join := func(x, y *node) {
		i, okx := index[x]
		j, oky := index[y]
		if okx && oky && !b.differ[Pair(x.ID, y.ID)] {
			i, j = find(i), find(j)
			root[max(i, j)] = min(i, j)
		}
	}
	done := map[network.Handle]bool{}
	for _, n := range area {
		for _, h := range n.Handles {
			if joins(h) && !done[h] {
				done[h] = true
				for _, class := range b.classes(h) {
					for _, m := range class[1:] {
						join(class[0], m)
					}
				}
			}
		}
		for _, id := range b.same[n.ID] {
			if m := b.cards[id]; m != nil {
				join(n, m)
			}
		}
	}
	at := map[int]int{}
	var out [][]*node
	for i, n := range area {
		r := find(i)
		g, ok := at[r]
		if !ok {
			g = len(out)
			at[r] = g
			out = append(out, nil)
		}
		out[g] = append(out[g], n)
	}
	return out
}

// joins reports whether a handle of this kind and value can join people.
func joins(h network.Handle) bool {
	return h.Kind.Strong() && !(h.Kind == network.Email && network.RoleAddress(h.Value))
}

// classes returns the cards on which a handle stands, split by names that have
// a word in common and do not contradict each other (see apartByName). Cards without a name go with the only class, or with the
// one whose name comes first when there are several. A telephone that several
// names share joins nobody.
func (b *Book) classes(h network.Handle) [][]*node {
	if len(b.handles[h]) > crowd {
		return nil
	}
	var nodes []*node
	for _, n := range b.handles[h] {
		if !n.own {
			nodes = append(nodes, n)
		}
	}
	classes := apartByName(split(nodes), h.Kind)
	named := 0
	for _, c := range classes {
		if len(c[0].tokens) > 0 {
			named++
		}
	}
	if named >= sharedBy && h.Kind == network.Phone {
		return nil
	}
	if named == len(classes) || len(classes) < 2 {
		return classes
	}
	// split puts the cards without a name last, as one class.
	classes[0] = append(classes[0], classes[len(classes)-1]...)
	return classes[:len(classes)-1]
}

// choose gives a group its person: the one that its earliest card already has,
// unless another group has kept it; else the one a card was born to, if nobody
// bears that name now; else a new one.
func (b *Book) choose(g []*node, taken map[network.PersonID]bool, area map[*node]bool) network.PersonID {
	for _, n := range g {
		if !n.Person.IsZero() && !taken[n.Person] {
			return n.Person
		}
	}
	for _, n := range g {
		if !n.Born.IsZero() && !taken[n.Born] && b.free(n.Born, area) {
			return n.Born
		}
	}
	for i := 0; ; i++ {
		p := network.Derive[network.PersonID](b.seed, "person", string(g[0].ID[:]), string(rune('0'+i)))
		if !taken[p] && b.free(p, area) {
			return p
		}
	}
}

// free reports whether no card outside the area is a person's.
func (b *Book) free(p network.PersonID, area map[*node]bool) bool {
	for n := range b.persons[p] {
		if !area[n] {
			return false
		}
	}
	return true
}
