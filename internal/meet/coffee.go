package meet

import (
	"cmp"
	"slices"

	"entregent/internal/match"
	"entregent/internal/network"
)

// A Coffee is a first meeting to propose.
type Coffee struct {
	*Person
	Reasons []network.Reason // the first says why in one sentence
	// Far says that they live too far for a coffee: by video then, until one of
	// the two travels.
	Far bool
	// near orders those who live where the keeper does before the others.
	near bool
}

// Coffees proposes a coffee with each newcomer whom the keeper has not met and
// is not about to meet: first who lives near, then who has written, then the
// newest. home is where the keeper lives, "" if not known.
func Coffees(day network.Day, people []Person, home string, places Places) []Coffee {
	var out []Coffee
	for i := range people {
		p := &people[i]
		if p.Mark != network.NoMark || !p.Reading.Newcomer || p.Reading.Met || p.Booked && p.Next >= day {
			continue
		}
		out = append(out, CoffeeWith(day, p, home, places))
	}
	slices.SortFunc(out, func(a, b Coffee) int {
		return cmp.Or(
			bit(b.near)-bit(a.near),
			bit(b.Reading.TwoWay)-bit(a.Reading.TwoWay),
			cmp.Compare(since(b.Person), since(a.Person)),
			byName(a.Person, b.Person),
		)
	})
	return out
}

// CoffeeWith says why a coffee with somebody is worth proposing.
func CoffeeWith(day network.Day, p *Person, home string, places Places) Coffee {
	c := Coffee{Person: p, Reasons: []network.Reason{}}
	switch {
	case p.Reading.Newcomer && p.Linked != nil && p.Linked.Network != "":
		c.Reasons = append(c.Reasons, why(WhyLinkedOn, []network.Ref{p.Linked.Fact}, p.Linked.Day.Date(), p.Linked.Network))
	case p.Reading.Newcomer && p.Linked != nil:
		c.Reasons = append(c.Reasons, why(WhyLinked, []network.Ref{p.Linked.Fact}, p.Linked.Day.Date()))
	case p.Reading.Newcomer && p.Reading.First != nil:
		c.Reasons = append(c.Reasons, why(WhyNew, nil, *p.Reading.First))
	}
	switch {
	case p.Reading.Relation && !p.Reading.Met:
		c.Reasons = append(c.Reasons, why(WhyNever, recent(p), p.Reading.Contacts))
	case p.Reading.TwoWay && !p.Reading.Met:
		c.Reasons = append(c.Reasons, why(WhyWrote, recent(p)))
	case len(c.Reasons) == 0 && p.Reading.Last != nil:
		c.Reasons = append(c.Reasons, why(WhyTie, recent(p), *p.Reading.Last))
	}
	if home != "" {
		d, s := whereabouts(day, p, home, places)
		switch {
		case d >= match.Near:
			c.near = true
			c.Reasons = append(c.Reasons, why(WhyNear, []network.Ref{s.Fact}, s.Words))
		case d == match.Elsewhere && s.Kind == Lives:
			c.Far = true
			c.Reasons = append(c.Reasons, why(WhyFar, []network.Ref{s.Fact}, s.Words))
		}
	}
	return c
}

// since is when somebody was first seen: connected, or first in touch.
func since(p *Person) network.Day {
	var d network.Day
	if p.Linked != nil {
		d = p.Linked.Day
	}
	if p.Reading.First != nil {
		d = max(d, dayOf(*p.Reading.First))
	}
	return d
}

func recent(p *Person) []network.Ref {
	out := []network.Ref{}
	for _, m := range p.Reading.Recent {
		out = append(out, m.Ref())
	}
	return out
}

func bit(b bool) int {
	if b {
		return 1
	}
	return 0
}
