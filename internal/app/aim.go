package app

import (
	"slices"
	"strings"
	"sync"

	"entregent/internal/match"
	"entregent/internal/network"
	"entregent/internal/reach"
	"entregent/internal/store"
)

// An aimer keeps who answers to the current goals, for one state of the book.
type aimer struct {
	mu sync.Mutex
	heldIndex
	book  *book
	aimed *aimed
	began *began
}

// An aimed is who answers to which of the current goals. It is not changed once
// made.
type aimed struct {
	goals  []network.Goal
	people map[network.PersonID][]lean // each goal once at most, in the order of goals
}

// A lean says by what somebody answers to a goal.
type lean struct {
	goal network.Goal
	aim  network.Aim // the closest: somebody, an organisation, a field, a place
}

// reason names the goal.
func (l lean) reason() network.Reason {
	return network.Reason{
		Key: "goal.lean_" + string(l.aim.Kind), Args: []any{l.goal.What, l.aim.What},
		Facts: []network.Ref{{Kind: network.RefGoal, ID: l.goal.ID.String()}},
	}
}

// why says why somebody matters to a goal, the first where there are several; nil
// if they matter to none.
func (x *aimed) why(id network.PersonID) *network.Reason {
	if x == nil || len(x.people[id]) == 0 {
		return nil
	}
	r := x.people[id][0].reason()
	return &r
}

// aimedAt returns who answers to the current goals. Without one nobody need be
// looked at: then it is nil.
func (a *App) aimedAt(tx store.Tx, b *book) (*aimed, error) {
	goals, err := b.currentGoals(tx)
	if err != nil || len(goals) == 0 {
		return nil, err
	}
	m := &a.aims
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.book == b && m.aimed != nil && sameGoals(m.aimed.goals, goals) {
		return m.aimed, nil
	}
	out := m.aim(b, goals)
	m.book, m.aimed = nil, nil
	if !a.Replay && !tx.Wrote() {
		m.book, m.aimed = b, out
	}
	return out, nil
}

func sameGoals(x, y []network.Goal) bool {
	return slices.EqualFunc(x, y, func(a, b network.Goal) bool {
		return a.ID == b.ID && a.What == b.What && a.From == b.From && a.Until == b.Until && slices.Equal(a.Aims, b.Aims)
	})
}

// aim finds who answers to goals, among everybody of the book.
func (h *heldIndex) aim(b *book, goals []network.Goal) *aimed {
	out := &aimed{goals: goals, people: map[network.PersonID][]lean{}}
	trades := map[string]match.Entry{}
	for _, e := range b.entries {
		for _, t := range trade(e.ID, e.Title, e.Organisation) {
			trades[t.ID] = t
		}
	}
	h.hold(b.keeper, trades)
	for _, g := range goals {
		s := sight{h: h, g: g, names: map[string]network.Aim{}, towns: map[string]located{}}
		for _, m := range g.Of(network.AimField) {
			s.fields = append(s.fields, readPosition(m.What, func(text string) map[network.PersonID]bool { return b.meaning(h.index, text) }))
		}
		for _, m := range g.Of(network.AimPerson) {
			if _, held := b.entry(m.Person); !held {
				s.names[nameKey(m.What)] = m
			}
		}
		for _, e := range b.entries {
			if m, ok := s.sees(e); ok {
				out.people[e.ID] = append(out.people[e.ID], lean{g, m})
			}
		}
	}
	return out
}

// A sight is one goal, ready to be held against people.
type sight struct {
	h      *heldIndex
	g      network.Goal
	fields []position
	names  map[string]network.Aim // of those whom the book did not hold
	towns  map[string]located
}

// A located is where a town lies, as far as a goal is concerned.
type located struct {
	aim   network.Aim
	there bool
}

// sees returns by which aim somebody answers to the goal: they are whom it names;
// they are of an organisation it names; they have a field it names, in a place it
// names where it names any and theirs is known. Places alone aim at whoever lives
// there. What the keeper wants to be known for aims at nobody.
func (s *sight) sees(e *entry) (network.Aim, bool) {
	for _, m := range s.g.Of(network.AimPerson) {
		if m.Person == e.ID {
			return m, true
		}
	}
	if len(s.names) > 0 {
		if m, ok := s.names[nameKey(e.Name)]; ok {
			return m, true
		}
	}
	if key := reach.Organisation(e.Organisation); key != "" {
		for _, m := range s.g.Of(network.AimOrganisation) {
			if reach.Organisation(m.What) == key {
				return m, true
			}
		}
	}
	at := s.place(e.Town)
	for i, m := range s.g.Of(network.AimField) {
		if (at.there || e.Town == "") && s.fields[i].has(e.ID, e.Title, e.Organisation, e.Town) {
			return m, true
		}
	}
	alone := len(s.fields) == 0 && len(s.g.Of(network.AimPerson)) == 0 && len(s.g.Of(network.AimOrganisation)) == 0
	return at.aim, alone && at.aim.What != "" && at.there
}

// place returns which place of the goal a town lies in. Where the goal names none,
// every town does.
func (s *sight) place(town string) located {
	if l, ok := s.towns[town]; ok {
		return l
	}
	places := s.g.Of(network.AimPlace)
	l := located{there: len(places) == 0}
	for _, m := range places {
		if town != "" && (strings.Contains(" "+network.Fold(town)+" ", " "+network.Fold(m.What)+" ") || s.h.index.Lies(town, m.What)) {
			l = located{m, true}
			break
		}
	}
	s.towns[town] = l
	return l
}
