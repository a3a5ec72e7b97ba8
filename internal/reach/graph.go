package reach

import (
	"fmt"
	"math"

	"entregent/internal/network"
	"entregent/internal/paths"
)

// Someone is one person as a path sees them. The zero value of each field is the
// careful one: not tied, not willing, not to be spared.
type Someone struct {
	ID   network.PersonID
	Name string
	// Link is how likely the keeper is to be heard by them (Weights.Link), 0 where
	// the keeper has no tie; Why is its reason.
	Link float64
	Why  network.Reason
	Will float64 // Weights.Will
	// Barred are never gone through: deceased, rather not, resting. They may still
	// be whom the keeper wants to meet.
	Barred       bool
	Professional bool // a tie of work; of equal paths theirs is preferred
	Asked        Asked
}

// A Graph is who knows whom, seen by one keeper. It does not change; any number
// may ask it at once.
type Graph struct {
	w      Weights
	people []Someone // by node; the keeper is 0
	node   map[network.PersonID]paths.Node
	edges  map[[2]paths.Node]*Edge
	around map[paths.Node][]*Edge // of each person, ties with others
	graph  *paths.Graph
}

// Graph puts people and the ties between them together. A tie with somebody who
// is not among the people is refused.
func (w Weights) Graph(people []Someone, edges []Edge) (*Graph, error) {
	g := &Graph{
		w: w, people: append([]Someone{{}}, people...), node: map[network.PersonID]paths.Node{},
		edges: map[[2]paths.Node]*Edge{}, around: map[paths.Node][]*Edge{},
	}
	will := make([]paths.Cost, len(g.people))
	var ties []paths.Tie
	for i, p := range g.people {
		n := paths.Node(i)
		if i == 0 {
			continue
		}
		if _, twice := g.node[p.ID]; twice || p.ID.IsZero() {
			return nil, fmt.Errorf("reach: %v stands among the people twice, or is nobody", p.ID)
		}
		g.node[p.ID] = n
		will[i] = paths.CostOf(p.Will)
		if p.Link > 0 {
			ties = append(ties, paths.Tie{A: 0, B: n, Cost: paths.CostOf(p.Link)})
		}
	}
	for i := range edges {
		e := &edges[i]
		a, okA := g.node[e.A]
		b, okB := g.node[e.B]
		if !okA || !okB {
			return nil, fmt.Errorf("reach: a tie of %v and %v, who are not among the people", e.A, e.B)
		}
		g.edges[ends(a, b)] = e
		g.around[a], g.around[b] = append(g.around[a], e), append(g.around[b], e)
		ties = append(ties, paths.Tie{A: a, B: b, Cost: paths.CostOf(e.P)})
	}
	var err error
	g.graph, err = paths.Build(len(g.people), ties, will)
	return g, err
}

// Around returns the ties that somebody has with others, in the order in which they
// were given; the keeper's own are not among them.
func (g *Graph) Around(id network.PersonID) []*Edge {
	n, ok := g.node[id]
	if !ok {
		return nil
	}
	return g.around[n]
}

func ends(a, b paths.Node) [2]paths.Node { return [2]paths.Node{min(a, b), max(a, b)} }

// A Leg is one tie of a path. From is zero where it begins with the keeper.
type Leg struct {
	From network.PersonID `json:"from,omitzero"`
	To   network.PersonID `json:"to"`
	P    float64          `json:"-"`
	Why  []network.Reason `json:"why"` // the first one counts
}

// A Path is a way to somebody through one or two go-betweens.
type Path struct {
	Through []network.PersonID `json:"through"`
	Legs    []Leg              `json:"legs"` // one more than go-betweens
	P       float64            `json:"-"`
	Chance  Chance             `json:"chance"`
	// Employer says that one of its ties rests on the same employer alone.
	Employer bool `json:"employer,omitempty"`
	// StepsBack says why the first go-between should be spared; such paths come
	// after the others.
	StepsBack []network.Reason `json:"steps_back,omitempty"`
}

// path makes the path of a chain, with the exact probabilities of its ties.
func (g *Graph) path(to paths.Node, c paths.Chain) Path {
	p := Path{P: 1}
	at := paths.Node(0)
	for _, n := range append(c.Through(), to) {
		leg := Leg{From: g.people[at].ID, To: g.people[n].ID}
		if at == 0 {
			leg.P, leg.Why = g.people[n].Link, []network.Reason{g.people[n].Why}
		} else {
			e := g.edges[ends(at, n)]
			leg.P, leg.Why = e.P, e.Why
			p.Employer = p.Employer || e.Employer
		}
		p.P *= leg.P
		p.Legs = append(p.Legs, leg)
		if n != to {
			p.P *= g.people[n].Will
			p.Through = append(p.Through, g.people[n].ID)
		}
		at = n
	}
	p.Chance = g.w.Chance(p.P)
	if p.Employer {
		p.Chance = atMostPossible(p.Chance)
	}
	p.StepsBack = g.w.StepsBack(g.people[c.First].Asked)
	return p
}

// atMostPossible is the word where nothing but the same employer shows it: it
// never makes more than "maybe".
func atMostPossible(c Chance) Chance {
	if c == Likely {
		return Possible
	}
	return c
}

// better orders paths: the over-asked step back; the likelier first; of those
// that are as likely to the hundredth, ties of work before others, then ties of
// middling strength, which reach further than the closest (relation-model §4).
func (g *Graph) better(a, b Path) int {
	back := func(p Path) int { return min(len(p.StepsBack), 1) }
	first := func(p Path) Someone { return g.people[g.node[p.Through[0]]] }
	work := func(p Path) int {
		if first(p).Professional {
			return 0
		}
		return 1
	}
	for _, d := range []float64{
		float64(back(a) - back(b)),
		math.Round(100*b.P) - math.Round(100*a.P),
		float64(work(a) - work(b)),
		math.Round(10*math.Abs(first(a).Link-0.5)) - math.Round(10*math.Abs(first(b).Link-0.5)),
		b.P - a.P,
		float64(g.node[a.Through[0]]) - float64(g.node[b.Through[0]]),
	} {
		if d != 0 {
			return int(math.Copysign(1, d))
		}
	}
	return 0
}
