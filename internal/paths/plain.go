package paths

import "slices"

// A Plain answers the same questions from a bare list of ties by a dynamic
// programme over the number of ties, going through all of them each time. It is
// what Searcher is held against, in tests and in bench paths.
type Plain struct {
	Will []Cost // of each person; its length is how many there are
	Ties []Tie
}

// Search answers as Searcher.Search does, Work aside.
func (p *Plain) Search(q Query) Answer {
	out := make([]bool, len(p.Will))
	for _, n := range q.Without {
		out[n] = true
	}
	out[q.From], out[q.To] = true, true
	var a Answer
	// back[h][n] is the best way from n to To with h ties, n's own will left aside.
	back := [3][]Chain{1: make([]Chain, len(p.Will)), 2: make([]Chain, len(p.Will))}
	for h := range back {
		for n := range back[h] {
			back[h][n].Cost = none
		}
	}
	ties := q.Ties
	if ties == 0 {
		ties = 3
	}
	p.each(q.Sees, func(from, to Node, cost uint32) {
		switch {
		case to != q.To:
		case from == q.From:
			if !a.Direct || Cost(cost) < a.Cost {
				a.Direct, a.Cost = true, Cost(cost)
			}
		case !out[from]:
			back[1][from].keep(Chain{Cost: cost})
		}
	})
	p.each(q.Sees, func(from, to Node, cost uint32) {
		if !out[from] && !out[to] && back[1][to].Cost != none {
			back[2][from].keep(Chain{Second: to, Long: true, Cost: cost + uint32(p.Will[to]) + back[1][to].Cost})
		}
	})
	best := map[Node]Chain{}
	p.each(q.Sees, func(from, to Node, cost uint32) {
		if from != q.From || out[to] {
			return
		}
		for h := 1; h < ties; h++ {
			if c := back[h][to]; c.Cost != none {
				c.First, c.Cost = to, c.Cost+cost+uint32(p.Will[to])
				if had, ok := best[to]; !ok || c.Compare(had) < 0 {
					best[to] = c
				}
			}
		}
	})
	for _, c := range best {
		a.Chains = append(a.Chains, c)
	}
	slices.SortFunc(a.Chains, Chain.Compare)
	if q.Most > 0 && q.Most < len(a.Chains) {
		a.Chains = a.Chains[:q.Most]
	}
	return a
}

func (c *Chain) keep(d Chain) {
	if c.Cost == none || d.Compare(*c) < 0 {
		*c = d
	}
}

// each goes through the ties to be seen, both ways.
func (p *Plain) each(v *View, fn func(from, to Node, cost uint32)) {
	for _, t := range p.Ties {
		if v.Sees(t.Label) {
			fn(t.A, t.B, uint32(t.Cost))
			fn(t.B, t.A, uint32(t.Cost))
		}
	}
}
