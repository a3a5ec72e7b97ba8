package app

import (
	"slices"
	"sync"
	"time"

	"entregent/internal/asking"
	"entregent/internal/match"
	"entregent/internal/network"
	"entregent/internal/reach"
	"entregent/internal/resolve"
	"entregent/internal/store"
)

// A reacher keeps the last web that was made.
type reacher struct {
	mu  sync.Mutex
	web *web
}

// A web is who knows whom as the keeper's book shows it, at one change number, on
// one day. It is not changed once made, but for what is worked out when asked for.
type web struct {
	book   *book
	graph  *reach.Graph
	people map[network.PersonID]*webPerson
	order  []network.PersonID            // contacts by name, then strangers by id
	names  map[string][]network.PersonID // by the words of their names
	asked  map[network.PersonID]reach.Asked

	once  sync.Once
	roles *match.Index // what people do and where, by what the words mean
}

// A webPerson is somebody who can be met or gone through: a contact, or somebody
// of whom no more is known than that they were there.
type webPerson struct {
	Named
	id                        network.PersonID
	title, organisation, town string
	entry                     *entry // nil for a stranger
}

// webOf returns the web as the transaction sees the book.
func (a *App) webOf(tx store.Tx) (*web, error) {
	b, err := a.readBook(tx)
	if err != nil {
		return nil, err
	}
	r := &a.reached
	r.mu.Lock()
	defer r.mu.Unlock()
	if w := r.web; w != nil && !a.Replay && w.book.keeper == b.keeper && w.book.change == b.change && w.book.day == b.day {
		return w, nil
	}
	w := &web{
		book: b, people: map[network.PersonID]*webPerson{}, names: map[string][]network.PersonID{},
		asked: map[network.PersonID]reach.Asked{},
	}
	if err := w.build(tx, a.Now()); err != nil {
		return nil, err
	}
	if !a.Replay && !tx.Wrote() {
		r.web = w
	}
	return w, nil
}

func (w *web) build(tx store.Tx, now time.Time) error {
	if err := w.gatherPeople(tx); err != nil {
		return err
	}
	if err := w.gatherAsks(tx, now); err != nil {
		return err
	}
	signs, err := w.signs(tx, now)
	if err != nil {
		return err
	}
	barred, err := w.barred(tx)
	if err != nil {
		return err
	}
	weights := weightsOf(w.book.settings)
	list := make([]reach.Someone, 0, len(w.order))
	for _, id := range w.order {
		p := w.people[id]
		s := reach.Someone{ID: id, Name: p.Name, Asked: w.asked[id], Barred: barred[id], Professional: p.organisation != ""}
		s.Will = weights.Will(w.book.inner(p.entry), s.Asked)
		if p.entry != nil {
			s.Link, s.Why = weights.Link(w.book.reading(p.entry))
		}
		list = append(list, s)
	}
	w.graph, err = weights.Graph(list, weights.Edges(signs))
	return err
}

// gatherPeople puts in the contacts, and those who are no more than a name in
// somebody else's mail or meeting: they are whom one wants to be presented to.
func (w *web) gatherPeople(tx store.Tx) error {
	put := func(p network.Person, e *entry) {
		w.people[p.ID] = &webPerson{Named{p.ID.String(), p.Name}, p.ID, p.Title, p.Organisation, p.Town, e}
		w.order = append(w.order, p.ID)
		for i, words := 0, resolve.Tokens(p.Name); i < len(words); i++ {
			if !slices.Contains(words[:i], words[i]) {
				w.names[words[i]] = append(w.names[words[i]], p.ID)
			}
		}
	}
	for _, e := range w.book.entries {
		put(e.Person, e)
	}
	return tx.AllPeople(func(p network.Person) error {
		if p.Standing == network.Stranger && !p.Binned && p.Name != "" && w.people[p.ID] == nil {
			put(p, nil)
		}
		return nil
	})
}

// inner reports whether the keeper has put somebody among the closest fifteen.
func (b *book) inner(e *entry) bool {
	if e == nil || e.Circle == "" {
		return false
	}
	return slices.ContainsFunc(b.settings.Circles(), func(c network.Circle) bool { return c.Name == e.Circle && c.Capacity <= 15 })
}

// barred are those nobody goes through: whom the keeper has marked, and whom an
// address book marks as deceased, unless the keeper said that it is wrong.
func (w *web) barred(tx store.Tx) (map[network.PersonID]bool, error) {
	out := map[network.PersonID]bool{}
	for id, p := range w.people {
		out[id] = p.entry != nil && p.entry.profile.Unwatched
	}
	living, err := alive(tx)
	if err != nil {
		return nil, err
	}
	return out, tx.FactsOfKind(network.FactMark, func(id network.PersonID, f network.Fact) error {
		if f.Value == string(network.Deceased) && !living[id] {
			out[id] = true
		}
		return nil
	})
}

const (
	asksRecent = 90  // days in which asks of one person are counted
	balanceOf  = 365 // days of favours that are weighed against each other
)

// gatherAsks puts in what the keeper asked of each, and what each brought the
// other within a year.
func (w *web) gatherAsks(tx store.Tx, now time.Time) error {
	z, day := zone(w.book.settings), w.book.day
	wishes, err := asksOnTheDay(tx, day, z)
	if err != nil {
		return err
	}
	steps, err := stepsByWish(tx)
	if err != nil {
		return err
	}
	table := askingOf(w.book.settings)
	for _, x := range wishes {
		if _, known := w.book.entry(x.Person); !known || x.Kind != network.Ask {
			continue
		}
		w.asked[x.Person] = askedOf(w.asked[x.Person], x, table.Read(asking.Case{Form: formOf(x), Said: saidOf(x, steps[x.ID], now, z)}, day), day)
	}
	presented := map[network.PersonID]int{}
	for _, f := range w.book.favours {
		if f.State != network.Held || f.On.IsZero() {
			continue
		}
		age := int(day - network.DayOf(f.On, z))
		if age < 0 {
			continue
		}
		if f.Kind == network.Introduction && !f.Given {
			presented[f.Person]++
		}
		got, ref := w.asked[f.Person], network.Ref{Kind: network.RefFavour, ID: f.ID.String()}
		switch {
		case age > balanceOf:
			continue
		case f.Given:
			got.Given = append(got.Given, ref)
		default:
			got.Received = append(got.Received, ref)
		}
		w.asked[f.Person] = got
	}
	for id, n := range presented { // whoever presented the keeper said yes, asked or not
		got := w.asked[id]
		got.Yes = max(got.Yes, n)
		w.asked[id] = got
	}
	return nil
}

// askedOf adds an ask to what is known of those put to somebody. A draft has been
// put to nobody.
func askedOf(got reach.Asked, w network.Wish, r asking.Reading, day network.Day) reach.Asked {
	asked, ok := r.Find(network.StepAsked, network.OnlySide)
	if !ok {
		return got
	}
	ref := network.Ref{Kind: network.RefWish, ID: w.ID.String()}
	if int(day-asked.Day) <= asksRecent {
		got.Recent++
	}
	if r.Waits {
		got.Open = append(got.Open, ref)
	}
	if r.Promised && !w.Leads.IsZero() {
		got.Busy = append(got.Busy, ref)
	}
	switch r.Answer {
	case asking.Yes:
		got.Yes++
	case asking.No:
		got.No++
	case asking.Silence:
		got.Silent++
	}
	return got
}
