package reach

import (
	"cmp"
	"fmt"
	"slices"

	"entregent/internal/network"
	"entregent/internal/paths"
)

// An Ask says how to look for paths.
type Ask struct {
	Most    int                // go-betweens to name; 0 is 5
	Without []network.PersonID // not to be gone through this time
}

// An Answer is who can present the keeper to somebody.
type Answer struct {
	To network.PersonID `json:"to"`
	// Direct is the keeper's own tie with them, nil for none.
	Direct *Leg    `json:"direct,omitempty"`
	P      float64 `json:"-"`
	// Chance is that of all paths together, which share no go-between.
	Chance Chance `json:"chance,omitempty"`
	Paths  []Path `json:"paths"` // one for each go-between to begin with
	// None says why there is no path to stake one's name on; nil where there is one.
	None *Absence `json:"none_because,omitempty"`
}

const (
	usualMost = 5
	counted   = 8     // chains that share nobody, at most
	faintest  = 0.005 // a chain below adds nothing that one would say
)

// Find looks for the paths to one person.
func (g *Graph) Find(to network.PersonID, ask Ask) (Answer, error) {
	target, ok := g.node[to]
	if !ok {
		return Answer{}, fmt.Errorf("reach: %v is not among the people", to)
	}
	out := Answer{To: to, Paths: []Path{}}
	s := paths.NewSearcher(g.graph)
	q := paths.Query{To: target, Without: g.barred(ask.Without)}
	found, err := s.Search(q)
	if err != nil {
		return Answer{}, err
	}
	if t := g.people[target]; found.Direct {
		out.Direct = &Leg{To: to, P: t.Link, Why: []network.Reason{t.Why}}
	}
	for _, c := range found.Chains {
		if p := g.path(target, c); g.w.Chance(p.P) != None {
			out.Paths = append(out.Paths, p)
		}
	}
	slices.SortFunc(out.Paths, g.better)
	if most := cmp.Or(ask.Most, usualMost); len(out.Paths) > most {
		out.Paths = out.Paths[:most]
	}
	if len(out.Paths) == 0 {
		out.None, err = g.why(s, q)
		return out, err
	}
	return out, g.together(s, q, &out)
}

// together works out the chance of all paths: 1 − Π(1 − path) over chains that
// share no go-between, taken greedily. What rests on the same employer alone does
// not make it likely.
func (g *Graph) together(s *paths.Searcher, q paths.Query, out *Answer) error {
	chains, err := s.Disjoint(q, counted, uint32(paths.CostOf(faintest)))
	if err != nil {
		return err
	}
	var all, firm []float64
	for _, c := range chains {
		p := g.path(q.To, c)
		all = append(all, p.P)
		if !p.Employer {
			firm = append(firm, p.P)
		}
	}
	out.P = paths.NoisyOr(all...)
	if out.Chance = g.w.Chance(out.P); g.w.Chance(paths.NoisyOr(firm...)) != Likely {
		out.Chance = atMostPossible(out.Chance)
	}
	return nil
}

// barred are those nobody goes through.
func (g *Graph) barred(more []network.PersonID) (out []paths.Node) {
	for i, p := range g.people {
		if i > 0 && p.Barred {
			out = append(out, paths.Node(i))
		}
	}
	for _, id := range more {
		if n, ok := g.node[id]; ok {
			out = append(out, n)
		}
	}
	return out
}

// FindEach looks for the paths to several people, any of whom will do: those of
// an organisation, or with a role. Whom the keeper can turn to directly comes
// first, then who is likeliest to be reached.
func (g *Graph) FindEach(to []network.PersonID, ask Ask) ([]Answer, error) {
	out := make([]Answer, 0, len(to))
	for _, id := range to {
		a, err := g.Find(id, ask)
		if err != nil {
			return nil, err
		}
		out = append(out, a)
	}
	direct := func(a Answer) float64 {
		if a.Direct == nil {
			return 0
		}
		return a.Direct.P
	}
	slices.SortStableFunc(out, func(a, b Answer) int {
		return cmp.Or(cmp.Compare(direct(b), direct(a)), cmp.Compare(b.P, a.P))
	})
	return out, nil
}
