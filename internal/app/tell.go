package app

import (
	"context"
	"errors"
	"slices"
	"time"

	"entregent/internal/known"
	"entregent/internal/network"
	"entregent/internal/relation"
	"entregent/internal/store"
	"entregent/internal/today"
)

// knowsWell is from which probability on two others count as knowing each other,
// where it comes to passing something on: seen together once.
const knowsWell = 0.25

// A hearing is who should hear what, on one day of the book.
type hearing struct {
	book    *book
	aimed   *aimed
	things  []known.Thing
	goals   map[network.GoalID]network.Goal
	relays  map[network.PersonID]map[network.GoalID]int
	told    map[network.PersonID][]known.Told
	brought map[network.PersonID][]network.Favour
}

// hearing gathers who should hear what the keeper wants to be known for; nil where
// no current goal names anything. The desk does without those who could pass it on:
// to know them, all that several others took part in has to be read.
func (a *App) hearing(tx store.Tx, b *book, relays bool) (*hearing, error) {
	x, err := a.aimedAt(tx, b)
	if err != nil || x == nil {
		return nil, err
	}
	h := &hearing{book: b, aimed: x, goals: map[network.GoalID]network.Goal{}, told: map[network.PersonID][]known.Told{}}
	for _, g := range x.goals {
		h.goals[g.ID] = g
		for _, what := range g.Words(network.AimKnownFor) {
			h.things = append(h.things, known.Thing{Goal: g.ID, What: what})
		}
	}
	if len(h.things) == 0 {
		return nil, nil
	}
	h.brought = b.broughtMe()
	if h.told, err = b.tellings(tx); err != nil || !relays {
		return h, err
	}
	w, err := a.webOf(tx)
	if err == nil {
		h.relays = w.relays(x)
	}
	return h, err
}

// tellings are what was told to whom until the day of the book, newest first.
func (b *book) tellings(tx store.Tx) (map[network.PersonID][]known.Told, error) {
	out := map[network.PersonID][]known.Told{}
	z := zone(b.settings)
	err := tx.FactsOfKind(network.FactTold, func(p network.PersonID, f network.Fact) error {
		if day := network.DayOf(f.On, z); day <= b.day {
			out[p] = append(out[p], known.Told{What: f.Value, Day: day, Ref: factRef(f)})
		}
		return nil
	})
	for _, list := range out {
		slices.SortStableFunc(list, func(x, y known.Told) int { return int(y.Day - x.Day) })
	}
	return out, err
}

// relays counts, for each person, those they know who answer to a goal. What rests
// on the same employer alone is no acquaintance.
func (w *web) relays(x *aimed) map[network.PersonID]map[network.GoalID]int {
	out := map[network.PersonID]map[network.GoalID]int{}
	for id, leans := range x.people {
		for _, e := range w.graph.Around(id) {
			other := e.A
			if other == id {
				other = e.B
			}
			if e.P < knowsWell || e.Employer {
				continue
			}
			if out[other] == nil {
				out[other] = map[network.GoalID]int{}
			}
			for _, l := range leans {
				out[other][l.goal.ID]++
			}
		}
	}
	return out
}

// of says what somebody should hear, and what they have heard.
func (h *hearing) of(e *entry, r relation.Reading) []known.Telling {
	if h == nil || e.profile.Unwatched {
		return nil
	}
	l := known.Listener{Speaks: r.TwoWay || r.Met, Aimed: map[network.GoalID]bool{}, Relays: h.relays[e.ID], Told: h.told[e.ID]}
	for _, x := range h.aimed.people[e.ID] {
		l.Aimed[x.goal.ID] = true
	}
	for _, f := range h.brought[e.ID] {
		spoke := f.Kind == network.Recommendation || f.Kind == network.Introduction || f.Kind == network.Referral
		if spoke && !f.On.IsZero() && h.book.day-network.DayOf(f.On, zone(h.book.settings)) <= 3*365 {
			l.Voucher = true
			if len(l.Facts) < 3 {
				l.Facts = append(l.Facts, network.Ref{Kind: network.RefFavour, ID: f.ID.String()})
			}
		}
	}
	return known.Tell(l, h.things, h.book.day)
}

// gesture is the first thing that is due to somebody, nil if none is.
func (h *hearing) gesture(e *entry, r relation.Reading) *today.Tell {
	for _, t := range h.of(e, r) {
		if t.Due {
			return &today.Tell{Goal: t.Goal, Of: h.goals[t.Goal].What, What: t.What, Last: t.Last, Why: t.Why, Weight: t.Weight + r.Strength/100}
		}
	}
	return nil
}

// stands reports whether what a fixed list would have told somebody is still to be
// told: the goal is under way and wants it, and they have not heard it meanwhile.
func (d *desk) stands(tx store.Tx, who network.PersonID, t *today.Tell) (bool, error) {
	goals, err := tx.Goals()
	if err != nil || !slices.ContainsFunc(goals, func(g network.Goal) bool {
		return g.ID == t.Goal && g.Current(d.day) && slices.Contains(g.Words(network.AimKnownFor), t.What)
	}) {
		return false, err
	}
	facts, err := d.factsOf(tx, who)
	return !slices.ContainsFunc(facts, func(f network.Fact) bool {
		day := network.DayOf(f.On, d.zone)
		return f.Kind == network.FactTold && network.Fold(f.Value) == network.Fold(t.What) && day > t.Last && day <= d.day
	}), err
}

// Told writes down that somebody was let know of something the keeper wants to be
// known for; goal is whose thing it is, zero where none is named. It returns the id
// of the fact, with which Untell takes it back.
func (a *App) Told(ctx context.Context, keeper network.KeeperID, who network.PersonID, goal network.GoalID, what, key string) (string, error) {
	what = network.OneLine(what)
	switch {
	case what == "":
		return "", &network.Error{Kind: network.Invalid, Field: "what", Msg: "error.fact_empty"}
	case len(what) > network.MaxAim:
		return "", &network.Error{Kind: network.Invalid, Field: "what", Msg: "error.fact_too_long", Args: []any{network.MaxAim}}
	}
	raw, err := a.once(ctx, keeper, key, func(tx store.Tx) (id []byte, err error) {
		k, err := tx.Keeper()
		if err != nil {
			return nil, err
		}
		f := network.Fact{ID: network.Derive[network.FactID](k.Seed, "fact", "told", who.String(), what, stamp(a.Now())), Value: what}
		if !goal.IsZero() {
			f.Label = goal.String()
		}
		return []byte(f.ID.String()), a.addTold(tx, who, f)
	})
	return string(raw), err
}

// addTold puts a telling on the typed card of somebody.
func (a *App) addTold(tx store.Tx, who network.PersonID, f network.Fact) error {
	f.Kind, f.On = network.FactTold, a.Now().UTC().Truncate(time.Microsecond)
	_, err := a.change(tx, who, func(k network.Keeper, p *network.Person) error {
		c, err := typedCard(tx, k.Seed, *p)
		if err != nil {
			return err
		}
		f.Card = c.ID
		return tx.AddFacts([]network.Fact{f})
	})
	return err
}

// Untell takes back that something was told.
func (a *App) Untell(ctx context.Context, keeper network.KeeperID, fact network.FactID) error {
	return a.Store.Update(ctx, keeper, func(tx store.Tx) error { return a.untell(tx, fact) })
}

func (a *App) untell(tx store.Tx, fact network.FactID) error {
	var who network.PersonID
	err := tx.FactsOfKind(network.FactTold, func(p network.PersonID, f network.Fact) error {
		if f.ID == fact {
			who = p
		}
		return nil
	})
	if err == nil && who.IsZero() {
		err = &network.Error{Kind: network.NotFound, Msg: "error.no_such_fact"}
	}
	if err != nil {
		return err
	}
	_, err = a.change(tx, who, func(network.Keeper, *network.Person) error { return tx.DeleteFact(fact) })
	return err
}

// followTell writes down that a gesture has let somebody know.
func (a *App) followTell(tx store.Tx, k network.Keeper, g today.Gesture, verdict string) error {
	if g.Tell == nil || verdict != string(today.Done) {
		return nil
	}
	return a.addTold(tx, g.Person, network.Fact{ID: toldID(k.Seed, g.ID), Value: g.Tell.What, Label: g.Tell.Goal.String()})
}

func toldID(seed []byte, gesture string) network.FactID {
	return network.Derive[network.FactID](seed, "fact", "told", "gesture", gesture)
}

// unfollowTell takes that back with the answer, where there was one.
func (a *App) unfollowTell(tx store.Tx, id string) error {
	k, err := tx.Keeper()
	if err != nil {
		return err
	}
	if err := a.untell(tx, toldID(k.Seed, id)); !errors.Is(err, network.NotFound) {
		return err
	}
	return nil
}
