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
const most = 40

// Proposals returns the pairs of persons that may be one, for whom keep says
// yes, each pair once, the likeliest first. Pairs that the keeper called
// different never come back.
func (b *Book) Proposals(keep func(network.PersonID) bool, traits func(network.PersonID) Traits) []Proposal {
	all := b.portraits(keep, traits)
	s := scorer{count(all)}
	var out []Proposal
	for _, p := range s.likely(all, candidates(all)) {
		x, y := all[p.a], all[p.b]
		if b.apart(x.person, y.person) {
			continue
		}
		v := s.weigh(x, y, true)
		two := Pair(x.first.ID, y.first.ID)
		out = append(out, Proposal{A: two[0], B: two[1], Score: v.score, For: v.for_, Against: v.contra})
	}
	slices.SortFunc(out, func(x, y Proposal) int {
		return cmp.Or(cmp.Compare(y.Score, x.Score), slices.Compare(x.A[:], y.A[:]), slices.Compare(x.B[:], y.B[:]))
	})
	seen := map[network.CardID]int{}
	return slices.DeleteFunc(out, func(p Proposal) bool {
		seen[p.A]++
		seen[p.B]++
		return max(seen[p.A], seen[p.B]) > most
	})
}

// likely returns the pairs that weigh enough, in their order. The work is shared
// out: nobody's weight depends on another's.
func (s scorer) likely(all []*portrait, pairs []pair) []pair {
	workers := runtime.GOMAXPROCS(0)
	enoughOf := make([][]pair, workers)
	var wait sync.WaitGroup
	for i := range workers {
		wait.Go(func() {
			for _, p := range pairs[len(pairs)*i/workers : len(pairs)*(i+1)/workers] {
				if s.weigh(all[p.a], all[p.b], false).score >= enough {
					enoughOf[i] = append(enoughOf[i], p)
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
