// Package village gives everyone their place: the circles with their capacities,
// who is in them, who could come in, who drifts out, who is at the gate.
//
// Time is finite, and so are the places. Only the keeper puts somebody in a
// circle; what is worked out here are proposals, by strength, for the places
// left. No order by strength ever leaves the package: people are listed by name.
// The model is judged, not measured; the strengths it compares are package
// relation's.
package village

import (
	"bytes"
	"cmp"
	"math"
	"slices"

	"entregent/internal/network"
	"entregent/internal/relation"
)

// A Neighbour is one contact with what bears on their place.
type Neighbour struct {
	ID      network.PersonID
	Name    string
	SortKey string
	Circle  string       // the circle the keeper put them in, "" for none
	Mark    network.Mark // as it holds on the day (relation.MarkOn)
	Reading relation.Reading
	// Declined is the outermost circle that the keeper would not have them in,
	// "" for none: they are proposed for none up to there.
	Declined string
}

// A Place is one person as the village shows them.
type Place struct {
	ID        network.PersonID `json:"id"`
	Name      string           `json:"name"`
	Confirmed bool             `json:"confirmed"` // the keeper said so; otherwise it is a proposal
	Drifting  bool             `json:"drifting"`
	Newcomer  bool             `json:"newcomer"`
	Met       bool             `json:"met"`
	Stage     relation.Stage   `json:"stage"` // as shown
	// Silence is how likely the tie is to fall silent within 90 days, 0 where
	// nothing can be said: for a picture, never as a figure.
	Silence float64 `json:"-"`
}

// A Ring is one circle, less those inside it.
type Ring struct {
	Name     string  `json:"name"`
	Capacity int     `json:"capacity"` // the inner circles included
	Free     int     `json:"free"`     // places that nobody was given yet, the inner circles included
	Members  []Place `json:"members"`  // whose innermost circle this is, by name
	// Full says that the confirmed members, those of the inner circles
	// included, leave no place; Could then names a few who might move out.
	Full  bool    `json:"full"`
	Could []Place `json:"could_move_out,omitempty"`
}

// A Village is everyone's place on one day. All lists are ordered by name.
type Village struct {
	Contacts  int     `json:"contacts"`
	Relations int     `json:"relations"`
	Rings     []Ring  `json:"circles"` // innermost first
	Newcomers []Place `json:"newcomers"`
	Drifting  []Place `json:"drifting"`
	Dormant   []Place `json:"dormant"`
	NeverMet  []Place `json:"never_met"` // relations never met in person
}

// stay is by how much a proposed member may be outranked before leaving: up to
// this many times the capacity of the circle. Without it a place would change
// hands with every mail.
const stay = 1.2

// could is how many are named when a full circle asks who moves out.
const could = 3

// Build gives everyone their place. circles are innermost first, their
// capacities cumulative; earlier holds the proposals of the time before, by
// circle, and may be nil.
func Build(circles []network.Circle, people []Neighbour, earlier map[network.PersonID]string) Village {
	people = slices.DeleteFunc(slices.Clone(people), func(n Neighbour) bool { return n.Mark == network.Deceased })
	slices.SortFunc(people, byName)
	var v Village
	v.Newcomers, v.Drifting, v.Dormant, v.NeverMet = []Place{}, []Place{}, []Place{}, []Place{}
	for _, n := range people {
		v.count(n)
	}
	in := settle(circles, people, earlier)
	for i, c := range circles {
		v.Rings = append(v.Rings, ring(circles, i, c, people, in))
	}
	return v
}

// Proposals returns who is proposed for which circle, to be handed to the next
// Build.
func (v Village) Proposals() map[network.PersonID]string {
	out := map[network.PersonID]string{}
	for _, r := range v.Rings {
		for _, m := range r.Members {
			if !m.Confirmed {
				out[m.ID] = r.Name
			}
		}
	}
	return out
}

func byName(a, b Neighbour) int {
	return cmp.Or(cmp.Compare(a.SortKey, b.SortKey), bytes.Compare(a.ID[:], b.ID[:]))
}

// byStrength puts the strongest first.
func byStrength(a, b Neighbour) int {
	return cmp.Or(cmp.Compare(b.Reading.Strength, a.Reading.Strength), byName(a, b))
}

func (n Neighbour) place(confirmed bool) Place {
	return Place{n.ID, n.Name, confirmed, n.Reading.Due, n.Reading.Newcomer, n.Reading.Met, n.Reading.Stage.Shown, silence(n.Reading.Drift)}
}

func silence(d relation.Drift) float64 {
	if d.P90 == nil {
		return 0
	}
	return *d.P90
}

func (v *Village) count(n Neighbour) {
	v.Contacts++
	if n.Reading.Relation {
		v.Relations++
	}
	if n.Mark != network.NoMark {
		return
	}
	p := n.place(n.Circle != "")
	for _, l := range []struct {
		is   bool
		list *[]Place
	}{
		{n.Reading.Newcomer, &v.Newcomers},
		{n.Reading.Due, &v.Drifting},
		{n.Reading.Dormant, &v.Dormant},
		{n.Reading.Relation && !n.Reading.Met, &v.NeverMet},
	} {
		if l.is {
			*l.list = append(*l.list, p)
		}
	}
}

// settle says for each person which ring they are in, the confirmed and the
// proposed. Those in none are left out.
func settle(circles []network.Circle, people []Neighbour, earlier map[network.PersonID]string) map[network.PersonID]int {
	in := map[network.PersonID]int{}
	for _, n := range people {
		if i := index(circles, n.Circle); i >= 0 {
			in[n.ID] = i
		}
	}
	ranked := ranking(people)
	for i := range circles {
		for _, n := range queue(circles, i, ranked, earlier, in) {
			if free(circles, i, in) <= 0 {
				break
			}
			in[n.ID] = i
		}
	}
	return in
}

// ranking orders those who may be proposed or are already in, the strongest
// first: alive, and not marked.
func ranking(people []Neighbour) []Neighbour {
	ranked := slices.DeleteFunc(slices.Clone(people), func(n Neighbour) bool { return !n.Reading.Alive || n.Mark != network.NoMark })
	slices.SortFunc(ranked, byStrength)
	return ranked
}

// queue lists who is to be asked for ring i: first those proposed for it, or
// for one inside it, the time before, while not far outranked; then the others.
func queue(circles []network.Circle, i int, ranked []Neighbour, earlier map[network.PersonID]string, in map[network.PersonID]int) []Neighbour {
	var first, rest []Neighbour
	for rank, n := range ranked {
		if _, placed := in[n.ID]; placed || index(circles, n.Declined) >= i {
			continue
		}
		was := index(circles, earlier[n.ID])
		if was >= 0 && was <= i && float64(rank+1) <= stay*float64(circles[i].Capacity) {
			first = append(first, n)
		} else {
			rest = append(rest, n)
		}
	}
	return append(first, rest...)
}

// index returns the number of the circle of that name, -1 for none.
func index(circles []network.Circle, name string) int {
	return slices.IndexFunc(circles, func(c network.Circle) bool { return name != "" && c.Name == name })
}

// taken counts those in ring i and inside it.
func taken(i int, in map[network.PersonID]int) (n int) {
	for _, r := range in {
		if r <= i {
			n++
		}
	}
	return n
}

// free returns how many more ring i can take: no fewer places may be left in
// any circle around it, for they hold its members too.
func free(circles []network.Circle, i int, in map[network.PersonID]int) int {
	left := math.MaxInt
	for j := i; j < len(circles); j++ {
		left = min(left, circles[j].Capacity-taken(j, in))
	}
	return left
}

func ring(circles []network.Circle, i int, c network.Circle, people []Neighbour, in map[network.PersonID]int) Ring {
	inside := confirmed(circles, i, people, network.PersonID{})
	r := Ring{Name: c.Name, Capacity: c.Capacity, Free: max(0, c.Capacity-len(inside)), Members: []Place{}}
	for _, n := range people {
		if at, ok := in[n.ID]; ok && at == i {
			r.Members = append(r.Members, n.place(n.Circle == c.Name))
		}
	}
	if r.Full = len(inside) >= c.Capacity; r.Full {
		r.Could = couldMove(inside)
	}
	return r
}

// confirmed returns those whom the keeper put in circle i or inside it, one
// person aside.
func confirmed(circles []network.Circle, i int, people []Neighbour, aside network.PersonID) []Neighbour {
	var out []Neighbour
	for _, n := range people {
		if at := index(circles, n.Circle); at >= 0 && at <= i && n.ID != aside && n.Mark != network.Deceased {
			out = append(out, n)
		}
	}
	return out
}

// couldMove picks a few who might leave a full circle: those long silent, those
// drifting, then the least strong; and lists them by name.
func couldMove(inside []Neighbour) []Place {
	inside = slices.Clone(inside)
	slices.SortFunc(inside, func(a, b Neighbour) int {
		return cmp.Or(cmp.Compare(hold(a), hold(b)), byStrength(b, a))
	})
	inside = inside[:min(could, len(inside))]
	slices.SortFunc(inside, byName)
	out := make([]Place, len(inside))
	for i, n := range inside {
		out[i] = n.place(true)
	}
	return out
}

func hold(n Neighbour) int {
	switch {
	case !n.Reading.Alive:
		return 0
	case n.Reading.Due:
		return 1
	}
	return 2
}

// A Full is a circle without a place for one more, and who might move out.
type Full struct {
	Circle string  `json:"circle"`
	Could  []Place `json:"could_move_out"`
}

// Room reports whether the keeper can put somebody in a circle without anybody
// moving out: nil if so, else the first circle that is full. A circle that does
// not exist has room, since nobody can be put there.
func Room(circles []network.Circle, people []Neighbour, who network.PersonID, to string) *Full {
	i := index(circles, to)
	if i < 0 {
		return nil
	}
	for j := i; j < len(circles); j++ {
		inside := confirmed(circles, j, people, who)
		if len(inside) >= circles[j].Capacity {
			return &Full{circles[j].Name, couldMove(inside)}
		}
	}
	return nil
}
