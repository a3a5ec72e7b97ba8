package app

import (
	"cmp"
	"maps"
	"slices"
	"time"

	"entregent/internal/network"
	"entregent/internal/relation"
	"entregent/internal/store"
)

// readBook returns every contact with what their tie is today. It is made once a
// day, and after a write those are read again of whom something changed.
func (a *App) readBook(tx store.Tx) (*book, error) {
	k, err := tx.Keeper()
	if err != nil {
		return nil, err
	}
	a.view.Lock()
	defer a.view.Unlock()
	b, err := a.bookInTurn(tx, k, a.today(k.Settings))
	if err == nil && !a.Replay && !tx.Wrote() && (a.view.book == nil || a.view.book.keeper != k.ID || a.view.book.change <= b.change) {
		a.view.book, a.view.used = b, true
		a.view.restIn(bookFor)
	}
	return b, err
}

// lend returns the book for once: nobody is expected to ask for it again soon.
func (a *App) lend(tx store.Tx, k network.Keeper, day network.Day) (*book, error) {
	a.view.Lock()
	defer a.view.Unlock()
	return a.bookInTurn(tx, k, day)
}

// bookInTurn returns the book for whoever holds the lock on what is kept, and
// keeps none.
func (a *App) bookInTurn(tx store.Tx, k network.Keeper, day network.Day) (*book, error) {
	if a.Replay {
		return a.makeBook(tx, k, day)
	}
	change, err := tx.Change()
	if err != nil {
		return nil, err
	}
	last := a.view.book
	if last == nil || last.keeper != k.ID || last.day != day || last.settings.Zone != k.Settings.Zone || last.change > change {
		return a.makeBook(tx, k, day)
	}
	if last.change == change {
		return last, nil
	}
	b, err := last.renewed(tx, k, change)
	if b == nil && err == nil {
		return a.makeBook(tx, k, day)
	}
	return b, err
}

func (a *App) makeBook(tx store.Tx, k network.Keeper, day network.Day) (*book, error) {
	b := &book{keeper: k.ID, settings: k.Settings, day: day, byID: map[network.PersonID]*entry{}}
	var err error
	if b.change, err = tx.Change(); err != nil {
		return nil, err
	}
	z := zone(k.Settings)
	if err := tx.AllPeople(func(p network.Person) error {
		if counts(p) {
			e := &entry{Person: p, profile: profile(p, day, z)}
			b.entries, b.byID[p.ID] = append(b.entries, e), e
		}
		return nil
	}); err != nil {
		return nil, err
	}
	slices.SortFunc(b.entries, compareEntries)
	ego, err := b.readTies(tx, a.Now(), a.Replay)
	if err != nil {
		return nil, err
	}
	if b.favours, err = tx.Favours(network.PersonID{}); err != nil {
		return nil, err
	}
	for _, f := range b.favours {
		if e := b.byID[f.Person]; e != nil {
			e.favour(f, day, z)
		}
	}
	for _, e := range b.entries {
		if err := e.sum(day); err != nil {
			return nil, err
		}
	}
	b.stand(ego)
	return b, learn(tx, &b.ground, a.Replay)
}

// compareEntries orders people as they are shown.
func compareEntries(x, y *entry) int {
	return cmp.Or(cmp.Compare(x.SortKey, y.SortKey), compareIDs(x.ID, y.ID))
}

// stand works out what the ties are read against.
func (b *book) stand(ego relation.Ego) {
	b.ground = ego.At(b.day)
	for _, e := range b.entries {
		b.ground.Answers.Yes += e.closed.Yes
		b.ground.Answers.All += e.closed.All
	}
}

// renewed returns the book of the same day at a later change number, nil where
// it is better made anew. It shares the entries that stayed as they were.
func (b *book) renewed(tx store.Tx, k network.Keeper, change int64) (*book, error) {
	ids, all, err := tx.StirredSince(b.change)
	if err != nil || all {
		return nil, err
	}
	ego, err := storedEgo(tx)
	if err != nil {
		return nil, err
	}
	entries, favours, err := entriesOf(tx, ids, b.day, k.Settings)
	if err != nil {
		return nil, err
	}
	out := &book{keeper: k.ID, change: change, settings: k.Settings, day: b.day, byID: maps.Clone(b.byID)}
	stirred := func(id network.PersonID) bool { _, ok := slices.BinarySearchFunc(ids, id, compareIDs); return ok }
	out.entries = slices.DeleteFunc(slices.Clone(b.entries), func(e *entry) bool { return stirred(e.ID) })
	for _, id := range ids {
		delete(out.byID, id)
		if e := entries[id]; e != nil {
			i, _ := slices.BinarySearchFunc(out.entries, e, compareEntries)
			out.entries, out.byID[id] = slices.Insert(out.entries, i, e), e
		}
	}
	out.favours = slices.DeleteFunc(slices.Clone(b.favours), func(f network.Favour) bool { return stirred(f.Person) })
	if len(favours) > 0 {
		out.favours = append(out.favours, favours...)
		newestFirst(out.favours)
	}
	out.stand(ego)
	if err := learn(tx, &out.ground, false); err != nil {
		return nil, err
	}
	return out, nil
}

// tie decodes the tie of an entry; somebody without any has the zero one.
func (e *entry) tie(t *relation.Tie) error {
	if len(e.state) == 0 {
		return nil
	}
	return t.UnmarshalBinary(e.state)
}

// read reads the tie of an entry against a ground.
func (e *entry) read(g relation.Ground) relation.Reading {
	var t relation.Tie
	_ = e.tie(&t) // it was understood when the entry was made
	return t.Read(g, e.profile)
}

// reading reads a tie of the book on its day.
func (b *book) reading(e *entry) relation.Reading { return e.read(b.ground) }

// sum fills in what lists go by.
func (e *entry) sum(day network.Day) error {
	var t relation.Tie
	if err := e.tie(&t); err != nil {
		return err
	}
	e.closed = t.Closed(relation.Ground{Day: day}.Instant())
	e.gist = gist{relation: t.Relation(day, e.profile), met: t.Met > 0 || e.profile.SaidMet, waiting: t.Waiting}
	if t.Pulse.N > 0 {
		last := t.Pulse.Last.Date()
		e.last, e.silence = &last, max(0, int(day)-int(t.Pulse.Last))
	}
	return nil
}

// storedEgo reads the keeper's own activity.
func storedEgo(tx store.Tx) (relation.Ego, error) {
	raw, err := tx.Ego()
	if err != nil {
		return relation.Ego{}, err
	}
	return readEgo(raw)
}

// readTies puts the ties in: as stored, or, when the past is replayed, as they
// were at that moment.
func (b *book) readTies(tx store.Tx, now time.Time, replay bool) (ego relation.Ego, err error) {
	if !replay {
		if ego, err = storedEgo(tx); err != nil {
			return ego, err
		}
		return ego, tx.AllTies(func(r store.TieRow) error {
			if e := b.byID[r.Person]; e != nil {
				e.state = r.State
			}
			return nil
		})
	}
	past := func(c store.Contact) bool { return !c.At.After(now) }
	err = eachTie(tx, past, func(id network.PersonID, contacts []relation.Contact) error {
		ego.Swap(nil, relation.ContactDays(contacts))
		if e := b.byID[id]; e != nil {
			t := relation.Build(contacts)
			e.state, err = t.MarshalBinary()
			return err
		}
		return nil
	})
	return ego, err
}

// favour puts a favour into what bears on a tie besides what took place.
func (e *entry) favour(f network.Favour, day network.Day, z *time.Location) {
	if f.State == network.Held && (f.On.IsZero() || network.DayOf(f.On, z) <= day) {
		addFavour(&e.profile, f)
	}
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
	e := b.byID[id]
	return e, e != nil
}
