package reach

import (
	"cmp"
	"slices"

	"entregent/internal/network"
	"entregent/internal/paths"
)

// An Absence says why there is no path to stake one's name on, and what would
// make one: whom to meet, what to learn.
type Absence struct {
	Because network.Reason   `json:"because"`
	Create  []network.Reason `json:"create"`
}

// Unheard is the answer for a name that stands nowhere in the book.
func Unheard(name string) Absence {
	return Absence{reason(NobodyAround, nil, name), []network.Reason{reason(LearnWho, nil, name)}}
}

const toMeet = 3 // people that are named

// why looks for what is missing when nothing was found.
func (g *Graph) why(s *paths.Searcher, q paths.Query) (*Absence, error) {
	name := g.people[q.To].Name
	near := g.neighbours(q.To)
	if len(near) == 0 {
		a := Unheard(name)
		return &a, nil
	}
	faint, err := s.Search(q)
	if err != nil {
		return nil, err
	}
	if len(faint.Chains) > 0 {
		return g.thin(q.To, faint.Chains[0]), nil
	}
	open := q
	open.Without = nil
	if spared, err := s.Search(open); err != nil {
		return nil, err
	} else if len(spared.Chains) > 0 {
		return &Absence{reason(AllSpared, nil, name), []network.Reason{reason(LearnWho, nil, name)}}, nil
	}
	return g.far(s, q, near)
}

// thin names the weakest tie of the best path there is.
func (g *Graph) thin(to paths.Node, c paths.Chain) *Absence {
	p, name := g.path(to, c), g.people[to].Name
	weakest := slices.MinFunc(p.Legs, func(a, b Leg) int { return cmp.Compare(a.P, b.P) })
	out := &Absence{Because: reason(TooThin, nil, name)}
	at := g.people[g.node[weakest.To]].Name
	if weakest.From.IsZero() {
		out.Create = append(out.Create, reason(RenewWith, nil, at, name))
	} else {
		out.Create = append(out.Create, reason(MakeSure, nil, g.people[g.node[weakest.From]].Name, at))
	}
	return out
}

// far names those who know them and whom the keeper could meet, by somebody
// where there is somebody.
func (g *Graph) far(s *paths.Searcher, q paths.Query, near []paths.Node) (*Absence, error) {
	name := g.people[q.To].Name
	out := &Absence{Because: reason(TooFar, nil, name)}
	for _, n := range near {
		if len(out.Create) == toMeet {
			break
		}
		if g.people[n].Barred {
			continue
		}
		found, err := s.Search(paths.Query{To: n, Without: q.Without, Most: 1})
		if err != nil {
			return nil, err
		}
		if len(found.Chains) > 0 {
			out.Create = append(out.Create, reason(AskOfThem, nil, g.people[n].Name, g.people[found.Chains[0].First].Name))
		} else {
			out.Create = append(out.Create, reason(MeetThem, nil, g.people[n].Name, name))
		}
	}
	if len(out.Create) == 0 {
		out.Create = append(out.Create, reason(LearnWho, nil, name))
	}
	return out, nil
}

// neighbours are those known to know somebody, the surest first.
func (g *Graph) neighbours(n paths.Node) (out []paths.Node) {
	list := slices.Clone(g.around[n])
	slices.SortStableFunc(list, func(a, b *Edge) int { return cmp.Compare(b.P, a.P) })
	for _, e := range list {
		if a := g.node[e.A]; a != n {
			out = append(out, a)
		} else {
			out = append(out, g.node[e.B])
		}
	}
	return out
}
