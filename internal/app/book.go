package app

import (
	"cmp"
	"slices"
	"time"

	"entregent/internal/network"
	"entregent/internal/relation"
	"entregent/internal/store"
)

// readBook returns every contact with the reading of their tie today. It is
// worked out once for each change of the book and each day.
func (a *App) readBook(tx store.Tx) (*book, error) {
	k, err := tx.Keeper()
	if err != nil {
		return nil, err
	}
	change, err := tx.Change()
	if err != nil {
		return nil, err
	}
	day := a.today(k.Settings)
	if !a.Replay {
		a.view.Lock()
		defer a.view.Unlock()
		if a.view.book != nil && a.view.keeper == k.ID && a.view.change == change && a.view.day == day {
			return a.view.book, nil
		}
	}
	b, err := a.makeBook(tx, k, day)
	if err == nil && !a.Replay {
		a.view.keeper, a.view.change, a.view.day, a.view.book = k.ID, change, day, b
	}
	return b, err
}

func (a *App) makeBook(tx store.Tx, k network.Keeper, day network.Day) (*book, error) {
	b := &book{settings: k.Settings, day: day, byID: map[network.PersonID]int{}}
	if err := tx.AllPeople(func(p network.Person) error {
		if p.Standing == network.Contact && !p.Binned {
			b.entries = append(b.entries, &entry{Person: p})
		}
		return nil
	}); err != nil {
		return nil, err
	}
	slices.SortFunc(b.entries, func(x, y *entry) int {
		return cmp.Or(cmp.Compare(x.SortKey, y.SortKey), slices.Compare(x.ID[:], y.ID[:]))
	})
	for i, e := range b.entries {
		b.byID[e.ID] = i
	}
	ego, err := b.readTies(tx, a.Now(), a.Replay)
	if err != nil {
		return nil, err
	}
	if err := b.readProfiles(tx, zone(k.Settings)); err != nil {
		return nil, err
	}
	b.ground = ego.At(day)
	for _, e := range b.entries {
		var t relation.Tie
		if err := e.tie(&t); err != nil {
			return nil, err
		}
		r := t.Closed(a.Now())
		b.ground.Answers.Yes += r.Yes
		b.ground.Answers.All += r.All
	}
	for _, e := range b.entries {
		e.gist = gistOf(b.reading(e))
	}
	return b, nil
}

// tie decodes the tie of an entry; somebody without any has the zero one.
func (e *entry) tie(t *relation.Tie) error {
	if len(e.state) == 0 {
		return nil
	}
	return t.UnmarshalBinary(e.state)
}

// reading reads a tie of the book on its day.
func (b *book) reading(e *entry) relation.Reading {
	var t relation.Tie
	_ = e.tie(&t) // it was understood when the book was made
	return t.Read(b.ground, e.profile)
}

func gistOf(r relation.Reading) gist {
	return gist{
		stage: r.Stage.Shown, last: r.Last, silence: r.Silence, relation: r.Relation,
		drifting: r.Drifting, met: r.Met, waiting: r.Waiting,
	}
}

// readTies puts the ties in: as stored, or, when the past is replayed, as they
// were at that moment.
func (b *book) readTies(tx store.Tx, now time.Time, replay bool) (ego relation.Ego, err error) {
	if !replay {
		l, err := openLedger(tx)
		if err != nil {
			return ego, err
		}
		return l.ego, tx.AllTies(func(r store.TieRow) error {
			if i, ok := b.byID[r.Person]; ok {
				b.entries[i].state = r.State
			}
			return nil
		})
	}
	past := func(c store.Contact) bool { return !c.At.After(now) }
	err = eachTie(tx, past, func(id network.PersonID, contacts []relation.Contact) error {
		ego.Swap(nil, relation.ContactDays(contacts))
		if i, ok := b.byID[id]; ok {
			t := relation.Build(contacts)
			b.entries[i].state, err = t.MarshalBinary()
			return err
		}
		return nil
	})
	return ego, err
}

// readProfiles puts in what bears on a tie besides what took place.
func (b *book) readProfiles(tx store.Tx, z *time.Location) error {
	for _, e := range b.entries {
		e.profile = profile(e.Person, b.day, z)
	}
	var err error
	if b.favours, err = tx.Favours(network.PersonID{}); err != nil {
		return err
	}
	for _, f := range b.favours {
		i, ok := b.byID[f.Person]
		if !ok || f.State != network.Held || (!f.On.IsZero() && network.DayOf(f.On, z) > b.day) {
			continue
		}
		addFavour(&b.entries[i].profile, f)
	}
	return nil
}

func profile(p network.Person, day network.Day, z *time.Location) relation.Profile {
	out := relation.Profile{
		InCircle: p.Circle != "", Slow: p.Slow, Rhythm: p.Rhythm, Word: p.StageWord,
		Unwatched: p.Mark == network.Deceased || p.Mark == network.RatherNot || p.Mark == network.Resting && resting(p, day),
	}
	if !p.Since.IsZero() {
		out.FirstSeen = network.DayOf(p.Since, z)
	}
	if p.Stage != "" {
		var s relation.Stage
		if s.UnmarshalText([]byte(p.Stage)) == nil {
			out.Overruled = &s
		}
	}
	return out
}

// resting reports whether somebody marked as resting still is on a day.
func resting(p network.Person, day network.Day) bool {
	return p.MarkUntil.IsZero() || p.MarkUntil.String() >= day.Date().String()
}

func addFavour(p *relation.Profile, f network.Favour) {
	ref := network.Ref{Kind: network.RefFavour, ID: f.ID.String()}
	if f.Given {
		p.Given = append(p.Given, ref)
	} else {
		p.Received = append(p.Received, ref)
	}
	if f.Kind == network.Recommendation || f.Kind == network.Introduction {
		p.Vouched = append(p.Vouched, ref)
	}
}

// entry returns one contact of the book.
func (b *book) entry(id network.PersonID) (*entry, bool) {
	i, ok := b.byID[id]
	if !ok {
		return nil, false
	}
	return b.entries[i], true
}
