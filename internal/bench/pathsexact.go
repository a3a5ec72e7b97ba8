package bench

import (
	"cmp"
	"context"
	"fmt"
	"slices"

	"entregent/internal/paths"
)

// exact compares all first steps with SQL and, as far as time allows, whole
// chains with the dynamic programme: anybody and hubs, with and without filters,
// before and after ties were added, changed and taken away.
func (p *pathsRun) exact(ctx context.Context) error {
	plain := plainArcs / (6*len(p.net.Ties) + 1)
	n, whole := or(p.Pairs, usualPairs), 0
	for i := range n {
		if i == n*3/5 {
			if err := p.update(ctx); err != nil {
				return err
			}
		}
		q := p.hard(i)
		own, err := p.search.Search(q)
		if err != nil {
			return err
		}
		a := *own // the searcher's own, and it will search again
		a.Chains = slices.Clone(own.Chains)
		want := steps(a.Chains)
		for k, s := range p.sqls {
			if k < len(p.sqls)-1 && i%5 != 0 {
				continue // one engine answers all; SQLite takes long where there are hubs
			}
			got, err := s.ask(ctx, q)
			if err != nil {
				return err
			}
			if !slices.Equal(got, want) {
				return differs(fmt.Sprintf("%s: %+v", s.name, q), want, got)
			}
		}
		if err := p.adds(q, a.Chains); err != nil {
			return err
		}
		if i%max(1, n/(plain+1)) == 0 && whole < plain {
			whole++
			if b := p.net.Search(q); b.Direct != a.Direct || a.Direct && a.Cost != b.Cost || !slices.Equal(a.Chains, b.Chains) {
				return differs(fmt.Sprintf("the dynamic programme: %+v", q), a.Chains, b.Chains)
			}
		}
	}
	p.row("exact", float64(n), "")
	p.row("exact_plain", float64(whole), "")
	return nil
}

// hard is one question: two of five have a hub at one end, one of five at both;
// half of them do not see everything.
func (p *pathsRun) hard(i int) paths.Query {
	q := p.pairs(1)[0]
	q.Most = 0
	if k := i % 5; k > 1 {
		a, b := p.net.hub(p.dice), p.net.hub(p.dice)
		if k != 3 && a != q.To {
			q.From = a
		}
		if k != 2 && b != q.From {
			q.To = b
		}
	}
	if p.dice.IntN(2) == 0 {
		q.Sees = p.sight()
		for range 5 {
			q.Without = append(q.Without, p.net.hub(p.dice))
		}
	}
	return q
}

// steps reduces chains to what SQL says: the least cost for each first step, in
// the order of the people.
func steps(chains []paths.Chain) []firstStep {
	out := make([]firstStep, 0, len(chains))
	for _, c := range chains {
		out = append(out, firstStep{c.First, c.Cost})
	}
	slices.SortFunc(out, func(a, b firstStep) int { return cmp.Compare(a.first, b.first) })
	return out
}

// adds goes along the first chains of an answer tie by tie: each must be there,
// and they must add up.
func (p *pathsRun) adds(q paths.Query, chains []paths.Chain) error {
	for _, c := range chains[:min(5, len(chains))] {
		sum, at := uint32(0), q.From
		for _, n := range append(c.Through(), q.To) {
			leg, err := p.search.Search(paths.Query{From: at, To: n, Ties: 1, Sees: q.Sees})
			if err != nil {
				return err
			}
			if !leg.Direct || n != q.To && slices.Contains(q.Without, n) {
				return differs(fmt.Sprintf("a chain of %+v", q), c, "no such tie")
			}
			if sum += uint32(leg.Cost); n != q.To {
				sum += uint32(p.net.Will[n])
			}
			at = n
		}
		if sum != c.Cost {
			return differs(fmt.Sprintf("the cost of a chain of %+v", q), c.Cost, sum)
		}
	}
	return nil
}

// update does the same to all sides: ties added, changed and taken away, at hubs
// too.
func (p *pathsRun) update(ctx context.Context) error {
	for i := range 600 {
		var t paths.Tie
		at, away := -1, i%4 == 3
		if i%4 >= 2 {
			at = p.dice.IntN(len(p.net.Ties))
			t = p.net.Ties[at]
		} else if t = p.another(i%3 == 0); t.A == t.B {
			continue
		}
		t.Cost = costs[p.dice.IntN(len(costs))]
		if err := p.change(ctx, t, at, away); err != nil {
			return err
		}
	}
	return nil
}

// another invents a tie that is not there yet; of somebody with themselves where
// chance had it that it is.
func (p *pathsRun) another(hub bool) paths.Tie {
	t := paths.Tie{A: p.anybody(), B: p.anybody(), Label: paths.Label(p.dice.IntN(labels))}
	if hub {
		t.A = p.net.hub(p.dice)
	}
	if t.A == t.B {
		return t
	}
	a, err := p.search.Search(paths.Query{From: t.A, To: t.B, Ties: 1})
	if err != nil || a.Direct {
		return paths.Tie{}
	}
	return t
}

// change does one change on all sides; at is where the tie stands in the plain
// list, -1 for a new one.
func (p *pathsRun) change(ctx context.Context, t paths.Tie, at int, away bool) error {
	list := p.net.Ties
	switch {
	case away:
		if was, err := p.graph.Remove(t.B, t.A, t.Label); err != nil || !was {
			return differs("taking a tie away", was, err)
		}
		list[at] = list[len(list)-1]
		p.net.Ties = list[:len(list)-1]
	case at >= 0:
		list[at].Cost = t.Cost
	default:
		p.net.Ties = append(list, t)
	}
	if !away {
		if err := p.graph.Add(t); err != nil {
			return err
		}
	}
	for _, s := range p.sqls {
		if err := s.change(ctx, t, away); err != nil {
			return err
		}
	}
	return nil
}
