package app

import (
	"slices"
	"sync"

	"entregent/internal/match"
	"entregent/internal/network"
	"entregent/internal/store"
	"entregent/internal/today"
)

// mostForNeed is how many matches of one need are told: beyond, none is likely.
const mostForNeed = 5

// theKeeper is how package match knows the keeper; no person has such an id.
const theKeeper = "me"

// A matcher keeps the index of what everybody can bring, and the matches of one
// state of the book, so that a write costs what it changed.
type matcher struct {
	mu sync.Mutex
	heldIndex
	change  int64
	day     network.Day
	matches []metNeed
	book    *book
}

// A metNeed is a need with one thing that meets it, and whose they are.
type metNeed struct {
	id    string
	kind  string
	need  network.Wish
	offer network.Wish // of a job or a fact: its words, and no id
	of    network.PersonID
	match match.Match
}

// pairID names a need and what meets it.
func pairID(need, entry string) string { return need + "-" + entry }

// matches returns what meets the open needs, best first within each need, and the
// book they are of. What the keeper has dismissed is never among them. Without an
// open need everybody need not be read: then the book is nil.
func (a *App) matches(tx store.Tx) ([]metNeed, *book, error) {
	k, err := tx.Keeper()
	if err != nil {
		return nil, nil, err
	}
	change, err := tx.Change()
	if err != nil {
		return nil, nil, err
	}
	m, day := &a.matched, a.today(k.Settings)
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.index != nil && m.keeper == k.ID && m.change == change && m.day == day && !a.Replay {
		return m.matches, m.book, nil
	}
	wishes, err := tx.Wishes()
	if err != nil || !slices.ContainsFunc(wishes, func(w network.Wish) bool { return w.Kind == network.Need && w.State == network.WishOpen }) {
		return nil, nil, err
	}
	b, err := a.readBook(tx)
	if err != nil {
		return nil, nil, err
	}
	out, err := m.work(tx, b, b.onTheDay(wishes))
	if err == nil && !tx.Wrote() {
		m.change, m.day, m.matches, m.book = change, day, out, b
	}
	return out, b, err
}

// work finds the matches of open needs.
func (m *matcher) work(tx store.Tx, b *book, wishes []network.Wish) ([]metNeed, error) {
	var needs []network.Wish
	byID := map[string]network.Wish{}
	for _, w := range wishes {
		if w.State != network.WishOpen || w.Past(b.day) {
			continue
		}
		byID[w.ID.String()] = w
		if w.Kind == network.Need && b.proposable(w.Person) {
			needs = append(needs, w)
		}
	}
	if len(needs) == 0 {
		return nil, nil
	}
	dismissed, err := verdicts(tx, "match")
	if err != nil {
		return nil, err
	}
	entries, err := b.entriesFor(tx, byID)
	if err != nil {
		return nil, err
	}
	m.change = -1 // until this is done
	m.hold(b.keeper, entries)
	m.open = byID
	var out []metNeed
	for _, n := range needs {
		out = append(out, m.meet(b, n, dismissed, false)...)
	}
	return out, nil
}

// meet finds what meets one need, and, for whoever looks further, what may.
func (m *matcher) meet(b *book, n network.Wish, dismissed map[string]string, further bool) []metNeed {
	var out []metNeed
	for _, x := range m.index.Meet(matchNeed(b, n), match.Options{
		Keeper: theKeeper, Today: b.day.Date(), Most: mostForNeed, Perhaps: further,
		Skip: func(need, entry string) bool { return dismissed[pairID(need, entry)] != "" },
	}) {
		out = append(out, b.foundOf(n, x, m.open))
	}
	return out
}

// further returns what meets one open need, and after it what may: less sure, and
// never told unasked.
func (a *App) further(tx store.Tx, id network.WishID) ([]metNeed, *book, error) {
	_, b, err := a.matches(tx)
	if err != nil {
		return nil, nil, err
	}
	dismissed, err := verdicts(tx, "match")
	if err != nil {
		return nil, nil, err
	}
	m := &a.matched
	m.mu.Lock()
	defer m.mu.Unlock()
	n, ok := m.open[id.String()]
	if b == nil || !ok || n.Kind != network.Need || m.keeper != b.keeper {
		return nil, nil, &network.Error{Kind: network.NotFound, Msg: "error.no_such_wish"}
	}
	return m.meet(b, n, dismissed, true), b, nil
}

// A heldIndex is an index of one keeper's entries that follows them.
type heldIndex struct {
	keeper network.KeeperID
	index  *match.Index
	open   map[string]network.Wish // by id: what the matches are of
	held   map[string]match.Entry
}

// hold brings the index up to date, an entry at a time.
func (m *heldIndex) hold(keeper network.KeeperID, entries map[string]match.Entry) {
	if m.index == nil || m.keeper != keeper {
		m.index, m.held, m.keeper = match.New(nil), map[string]match.Entry{}, keeper
	}
	for id := range m.held {
		if _, ok := entries[id]; !ok {
			m.index.Remove(id)
		}
	}
	for id, e := range entries {
		if m.held[id] != e {
			m.index.Add(e)
		}
	}
	m.held = entries
}

func matchNeed(b *book, w network.Wish) match.Need {
	return match.Need{
		ID: w.ID.String(), Owner: owner(w.Person), Text: w.What, Place: w.Place, When: match.Window{From: w.From, To: w.Until},
		Since: network.DateOf(w.At.In(zone(b.settings))), Lang: b.settings.Lang,
	}
}

func owner(p network.PersonID) string {
	if p.IsZero() {
		return theKeeper
	}
	return p.String()
}

// proposable reports whether something may be brought to somebody, or asked of
// them: the keeper, and whoever is in the book and not marked.
func (b *book) proposable(p network.PersonID) bool {
	if p.IsZero() {
		return true
	}
	e, ok := b.entry(p)
	return ok && !e.profile.Unwatched
}

// entriesFor are what people can bring: their offers, and, of those with whom
// there is contact, their jobs and what is known of them.
func (b *book) entriesFor(tx store.Tx, wishes map[string]network.Wish) (map[string]match.Entry, error) {
	out := map[string]match.Entry{}
	put := func(e match.Entry) { out[e.ID] = e }
	for id, w := range wishes {
		if w.Kind != network.Offer || !b.proposable(w.Person) {
			continue
		}
		place := w.Place
		if e, ok := b.entry(w.Person); ok && place == "" {
			place = e.Town
		}
		put(match.Entry{
			ID: id, Owner: owner(w.Person), Kind: match.Offer, Text: w.What, Place: place, When: match.Window{From: w.From, To: w.Until},
			Since: network.DateOf(w.At.In(zone(b.settings))), Lang: b.settings.Lang,
		})
	}
	for _, e := range b.entries {
		if e.last == nil || !b.proposable(e.ID) {
			continue
		}
		id := e.ID.String()
		if e.Title != "" {
			put(match.Entry{ID: "job" + id, Owner: id, Kind: match.Job, Text: e.Title, Place: e.Town})
		}
		if e.Organisation != "" {
			put(match.Entry{ID: "work" + id, Owner: id, Kind: match.Organisation, Text: e.Organisation, Place: e.Town})
		}
	}
	err := tx.FactsOfKind(network.FactInterest, func(p network.PersonID, f network.Fact) error {
		e, ok := b.entry(p)
		if !ok || e.last == nil || !b.proposable(p) || f.Label == "child" || f.Label == "family" || f.Label == "holiday" {
			return nil
		}
		put(match.Entry{ID: f.ID.String(), Owner: p.String(), Kind: match.Fact, Text: shorten(f.Value, 300), Place: e.Town})
		return nil
	})
	return out, err
}

// foundOf puts a match together with the records it is of.
func (b *book) foundOf(n network.Wish, x match.Match, wishes map[string]network.Wish) metNeed {
	out := metNeed{id: pairID(x.Need.ID, x.Entry.ID), need: n, match: x, kind: MatchIntroduce, of: n.Person}
	if w, ok := wishes[x.Entry.ID]; ok {
		out.offer = w
	} else {
		id, _ := network.ParseID[network.PersonID](x.Entry.Owner)
		out.offer = network.Wish{Kind: network.Offer, Person: id, What: x.Entry.Text}
	}
	switch x.Way {
	case match.Give:
		out.kind = MatchBring
	case match.Receive:
		out.kind, out.of = MatchReceive, out.offer.Person
	default:
		if x.New && x.Entry.Kind == match.Offer {
			out.kind = MatchTell
		}
	}
	return out
}

// gifts are the matches as things to bring, by whom they could be brought to.
func (a *App) gifts(tx store.Tx, d *desk) (map[network.PersonID][]today.Gift, error) {
	all, b, err := a.matches(tx)
	if err != nil || b == nil {
		return nil, err
	}
	out := map[network.PersonID][]today.Gift{}
	z := d.zone
	for _, f := range all {
		if f.kind == MatchReceive {
			continue
		}
		g := today.Gift{
			Kind: network.GestureKind(f.kind), Pair: f.id, Need: shorten(f.need.What, spokenLen), Offer: shorten(f.offer.What, spokenLen),
			Who: b.named(f.offer.Person).Name, Other: f.offer.Person, Sure: f.match.Entry.Kind == match.Offer,
			Day: network.DayOf(f.need.At, z), Facts: f.refs(),
		}
		if !f.offer.At.IsZero() {
			g.Day = max(g.Day, network.DayOf(f.offer.At, z))
		}
		out[f.of] = append(out[f.of], g)
	}
	return out, err
}

// refs are the records a match rests on.
func (f metNeed) refs() []network.Ref {
	out := []network.Ref{{Kind: network.RefWish, ID: f.need.ID.String()}}
	switch {
	case !f.offer.ID.IsZero():
		out = append(out, network.Ref{Kind: network.RefWish, ID: f.offer.ID.String()})
	case f.match.Entry.Kind == match.Fact:
		out = append(out, network.Ref{Kind: network.RefFact, ID: f.match.Entry.ID})
	}
	return out
}
