package meet

import (
	"cmp"
	"slices"

	"entregent/internal/match"
	"entregent/internal/network"
)

// A Visit is somebody to see where the keeper will be.
type Visit struct {
	*Person
	Where   network.Reason   // what tells that they are there, with its age
	Reasons []network.Reason // why to see them now; at least one
	weight  int
}

// What makes a visit worth it, in the order in which it is said (judged).
const (
	weighNever    = 3 // a first meeting builds what messages cannot
	weighOwed     = 3
	weighGift     = 3
	weighDrifting = 2
	weighNew      = 2
	weighCircle   = 2
	weighTie      = 1
	weighAsleep   = 1
)

// Here returns who is at a place and worth seeing there, with what tells it, and
// counts those who are there besides and with whom there is nothing yet. Who
// lives there comes before who lives near or was only met there; then the
// greater occasion, then the name.
func Here(day network.Day, people []Person, place string, places Places) (visits []Visit, others int) {
	type placed struct {
		Visit
		d match.Distance
	}
	var list []placed
	for i := range people {
		p := &people[i]
		if p.Mark != network.NoMark {
			continue
		}
		d, s := whereabouts(day, p, place, places)
		if d < match.Around {
			continue
		}
		v := Visit{Person: p, Where: where(d, s), Reasons: []network.Reason{}}
		if v.worth(day); len(v.Reasons) == 0 {
			others++
			continue
		}
		if s.Kind != Lives {
			d = match.Around
		}
		list = append(list, placed{v, d})
	}
	slices.SortFunc(list, func(a, b placed) int {
		return cmp.Or(cmp.Compare(b.d, a.d), cmp.Compare(b.weight, a.weight), byName(a.Person, b.Person))
	})
	for _, p := range list {
		visits = append(visits, p.Visit)
	}
	return visits, others
}

// where puts what tells a place into a reason.
func where(d match.Distance, s Stay) network.Reason {
	facts := []network.Ref{s.Fact}
	switch {
	case s.Kind == Seen:
		return why(WhySeen, facts, s.Words, s.On)
	case s.Kind == Land:
		return why(WhyLand, facts, s.Words)
	case d == match.Around:
		return why(WhyAround, facts, s.Words)
	case d == match.Near:
		return why(WhyClose, facts, s.Words)
	case s.On.IsZero():
		return why(WhyLivesOld, facts, s.Words)
	}
	return why(WhyLives, facts, s.Words, s.On)
}

// worth gathers the reasons to see somebody.
func (v *Visit) worth(day network.Day) {
	r := v.Reading
	add := func(is bool, weight int, reason network.Reason) {
		if is {
			v.weight += weight
			v.Reasons = append(v.Reasons, reason)
		}
	}
	add(len(v.Owed) > 0, weighOwed, why(WhyOwed, v.Owed, len(v.Owed)))
	add(len(v.Gifts) > 0, weighGift, why(WhyGift, v.Gifts, len(v.Gifts)))
	never := r.TwoWay && !r.Met
	add(never, weighNever, why(WhyNever, recent(v.Person), r.Contacts))
	switch {
	case r.Drifting:
		add(true, weighDrifting, why(WhyDrifting, recent(v.Person), r.Silence))
	case r.Dormant:
		add(true, weighAsleep, why(WhyAsleep, recent(v.Person), r.Silence))
	case r.Newcomer && v.Linked != nil && !never:
		add(true, weighNew, why(WhyLinked, []network.Ref{v.Linked.Fact}, v.Linked.Day.Date()))
	}
	add(v.Circle != "", weighCircle, why(WhyCircle, nil, v.Circle))
	if len(v.Reasons) == 0 && r.Relation && r.Last != nil {
		add(true, weighTie, why(WhyTie, recent(v.Person), *r.Last))
	}
}
