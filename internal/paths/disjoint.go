package paths

import "math"

// Disjoint returns chains that share no go-between, taken greedily: the best,
// then the best of those left, at most so many. A chain beyond the cost worst is
// not taken; 0 is no limit.
func (s *Searcher) Disjoint(q Query, most int, worst uint32) ([]Chain, error) {
	var out []Chain
	q.Most = 1
	q.Without = append([]Node(nil), q.Without...)
	for len(out) < most {
		a, err := s.Search(q)
		if err != nil {
			return nil, err
		}
		if len(a.Chains) == 0 || worst > 0 && a.Chains[0].Cost > worst {
			break
		}
		out = append(out, a.Chains[0])
		q.Without = append(q.Without, a.Chains[0].Through()...)
	}
	return out, nil
}

// NoisyOr returns the probability that at least one of several independent
// attempts succeeds.
func NoisyOr(attempts ...float64) float64 {
	miss := 1.0
	for _, p := range attempts {
		miss *= 1 - math.Min(math.Max(p, 0), 1)
	}
	return 1 - miss
}
