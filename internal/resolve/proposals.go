package resolve

import (
	"cmp"
	"runtime"
	"slices"
	"sync"

	"entregent/internal/network"
)

// A Proposal says that two persons may be one, and why. The keeper decides.
type Proposal struct {
	A, B    network.CardID // one card of each, smaller id first; the subject of the answer
	Score   float64        // in points; compares proposals, and means nothing by itself
	For     []network.Reason
	Against []network.Reason
}

// Likely reports whether it is worth the keeper's asking for: the rest is there
// for whoever goes looking.
func (p Proposal) Likely() bool { return p.Score >= likely }

// most is in how many proposals one person appears at a time, the likeliest.
const most = 20

// Proposals returns the pairs of persons that may be one, for whom keep says
// yes, each pair once, the likeliest first. Pairs that the keeper called
// different never come back.
func (b *Book) Proposals(keep func(network.PersonID) bool, traits func(network.PersonID) Traits) []Proposal {
	all := b.portraits(keep, traits)
	return b.propose(all, candidates(all, nil))
}

// ProposalsOf returns those of the pairs in which one of some people is, by names
// and handles alone.
func (b *Book) ProposalsOf(some map[network.PersonID]bool, keep func(network.PersonID) bool) []Proposal {
	if len(some) == 0 {
		return nil
	}
	all := b.portraits(keep, func(network.PersonID) Traits { return Traits{} })
	return b.propose(all, candidates(all, func(i uint32) bool { return some[all[i].person] }))
}

func (b *Book) propose(all []*portrait, pairs []pair) []Proposal {
	s := scorer{count(all)}
	list := slices.DeleteFunc(s.likely(all, pairs), func(p scored) bool { return b.apart(all[p.a].person, all[p.b].person) })
	slices.SortFunc(list, func(x, y scored) int {
		return cmp.Or(cmp.Compare(y.score, x.score), cmp.Compare(x.a, y.a), cmp.Compare(x.b, y.b))
	})
	seen := make([]uint8, len(all))
	list = slices.DeleteFunc(list, func(p scored) bool {
		if max(seen[p.a], seen[p.b]) >= most {
			return true
		}
		seen[p.a]++
		seen[p.b]++
		return false
	})
	out := make([]Proposal, len(list))
	for i, p := range list {
		v := s.weigh(all[p.a], all[p.b], true)
		two := Pair(all[p.a].first.ID, all[p.b].first.ID)
		out[i] = Proposal{A: two[0], B: two[1], Score: v.score, For: v.for_, Against: v.contra}
	}
	return out
}

// A scored is a pair with its weight.
type scored struct {
	pair
	score float64
}

// likely returns the pairs that weigh enough, in their order. The work is shared
// out: nobody's weight depends on another's.
func (s scorer) likely(all []*portrait, pairs []pair) []scored {
	workers := runtime.GOMAXPROCS(0)
	enoughOf := make([][]scored, workers)
	var wait sync.WaitGroup
	for i := range workers {
		wait.Go(func() {
			for _, p := range pairs[len(pairs)*i/workers : len(pairs)*(i+1)/workers] {
				if score := s.weigh(all[p.a], all[p.b], false).score; score >= enough {
					enoughOf[i] = append(enoughOf[i], scored{p, score})
				}
			}
		})
	}
	wait.Wait()
	return slices.Concat(enoughOf...)
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
