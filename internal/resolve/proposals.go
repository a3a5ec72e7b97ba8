package resolve

import (
	"slices"
	"sort"
	"strings"

	"entregent/internal/network"
)

// A Proposal says that two persons may be one, and why. The keeper decides.
type Proposal struct {
	A, B   network.CardID // one card of each, smaller id first; the subject of the answer
	Key    string         // "same.handle": a handle under two names; "same.name": one name twice
	Handle network.Handle // of "same.handle"
}

// most is how many pairs one handle or one name proposes at a time.
const most = 4

// Proposals returns the pairs of persons that may be one, for whom keep says
// yes, each pair once, in a fixed order. Pairs that the keeper called different
// never come back.
func (b *Book) Proposals(keep func(network.PersonID) bool) []Proposal {
	seen := map[[2]network.PersonID]bool{}
	var out []Proposal
	add := func(x, y *node, key string, h network.Handle) {
		if x.Person == y.Person || !keep(x.Person) || !keep(y.Person) || b.apart(x.Person, y.Person) {
			return
		}
		who := [2]network.PersonID{x.Person, y.Person}
		if slices.Compare(who[0][:], who[1][:]) > 0 {
			who[0], who[1] = who[1], who[0]
		}
		if seen[who] {
			return
		}
		seen[who] = true
		p := Pair(x.ID, y.ID)
		out = append(out, Proposal{A: p[0], B: p[1], Key: key, Handle: h})
	}
	for _, h := range b.contested() {
		c := b.classes(h)
		for i := 1; i < len(c) && i <= most; i++ {
			add(first(c[0]), first(c[i]), "same.handle", h)
		}
	}
	for _, group := range b.namesakes() {
		for i := 1; i < len(group) && i <= most; i++ {
			add(group[0], group[i], "same.name", network.Handle{})
		}
	}
	return out
}

// apart reports whether the keeper called any two cards of these persons
// different.
func (b *Book) apart(p, q network.PersonID) bool {
	if len(b.differ) == 0 {
		return false
	}
	for x := range b.persons[p] {
		for y := range b.persons[q] {
			if b.differ[Pair(x.ID, y.ID)] {
				return true
			}
		}
	}
	return false
}

// contested lists, in order, the handles that stand on cards of several persons.
func (b *Book) contested() []network.Handle {
	var out []network.Handle
	for h, nodes := range b.handles {
		if !joins(h) || len(nodes) < 2 {
			continue
		}
		for _, n := range nodes[1:] {
			if n.Person != nodes[0].Person {
				out = append(out, h)
				break
			}
		}
	}
	sort.Slice(out, func(i, j int) bool {
		if out[i].Kind != out[j].Kind {
			return out[i].Kind < out[j].Kind
		}
		return out[i].Value < out[j].Value
	})
	return out
}

// namesakes groups one card of each person by full name (two words at least),
// where several persons bear it; groups and cards in a fixed order.
func (b *Book) namesakes() [][]*node {
	byName := map[string]map[network.PersonID]*node{}
	for _, n := range b.cards {
		if n.own || len(n.tokens) < 2 || n.Kind == network.Organisation {
			continue
		}
		key := slices.Clone(n.tokens)
		slices.Sort(key)
		name := strings.Join(key, " ")
		if byName[name] == nil {
			byName[name] = map[network.PersonID]*node{}
		}
		if m := byName[name][n.Person]; m == nil || slices.Compare(n.ID[:], m.ID[:]) < 0 {
			byName[name][n.Person] = n
		}
	}
	var names []string
	for name, persons := range byName {
		if len(persons) > 1 {
			names = append(names, name)
		}
	}
	slices.Sort(names)
	var out [][]*node
	for _, name := range names {
		var group []*node
		for _, n := range byName[name] {
			group = append(group, n)
		}
		sort.Slice(group, func(i, j int) bool { return slices.Compare(group[i].ID[:], group[j].ID[:]) < 0 })
		out = append(out, group)
	}
	return out
}

// first returns the card with the smallest id, so that the choice does not
// depend on the order of arrival.
func first(nodes []*node) *node {
	return slices.MinFunc(nodes, func(x, y *node) int { return slices.Compare(x.ID[:], y.ID[:]) })
}
