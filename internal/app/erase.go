package app

import (
	"context"
	"errors"
	"slices"

	"entregent/internal/blot"
	"entregent/internal/network"
	"entregent/internal/store"
)

// An Erasure says what erasing somebody takes away, what stays, and where they
// can still be read.
type Erasure struct {
	Person Named       `json:"person"`
	Erased bool        `json:"erased"` // it was done; else it is only told
	Gone   ErasedCount `json:"gone"`
	// Parted is how many meetings and messages with others stay without them.
	Parted int `json:"parted"`
	// Blotted is in how many records about others their name was taken out.
	Blotted int `json:"blotted"`
	// Namesakes bear the same name and are other people to the book: they stay.
	Namesakes []Named `json:"namesakes"`
	// Scoured says that nothing of what went is left in the files of the book.
	Scoured bool `json:"scoured"`
	// Copies are older copies beside the book, in which they still are.
	Copies []store.Copy `json:"copies"`
	Engine string       `json:"engine"`
}

// An ErasedCount is how much goes with somebody.
type ErasedCount struct {
	Cards      int `json:"cards"`
	Facts      int `json:"facts"`
	Encounters int `json:"encounters"`
	Favours    int `json:"favours"`
	Wishes     int `json:"wishes"`
	Pairs      int `json:"pairs"`
	Lines      int `json:"lines"` // typed lines about them
	Answers    int `json:"answers"`
}

// Erase takes somebody out of the book for good, and then leaves nothing of them
// in its files. It cannot be undone. They are remembered by keyed hashes, so that
// no import brings them back.
//
// What they said and what took place with them alone goes. What took place with
// others too stays without them; a note that the keeper typed of it goes where it
// names them. In all other texts a mark stands in the place of their name. What is
// typed in one line about them goes whole, whatever else was made of it stays.
//
// Where the files could not be written anew, because somebody reads, they are
// erased from the book and Scoured is false: call Scour.
func (a *App) Erase(ctx context.Context, keeper network.KeeperID, id network.PersonID) (out Erasure, err error) {
	defer a.rest()
	err = a.Store.Update(ctx, keeper, func(tx store.Tx) (err error) {
		out, err = a.eraseOne(tx, id)
		return err
	})
	if err != nil {
		return out, err
	}
	out.Erased = true
	a.forget()
	switch err := a.Store.Scour(ctx); {
	case err == nil:
		out.Scoured = true
	case !errors.Is(err, network.Busy):
		return out, err
	}
	return out, a.copies(ctx, &out)
}

// EraseDry says what Erase would answer now, by doing it and giving it up.
func (a *App) EraseDry(ctx context.Context, keeper network.KeeperID, id network.PersonID) (out Erasure, err error) {
	err = a.Store.Update(ctx, keeper, func(tx store.Tx) error {
		if out, err = a.eraseOne(tx, id); err != nil {
			return err
		}
		return errOnlyAsked
	})
	if !errors.Is(err, errOnlyAsked) {
		return out, err
	}
	return out, a.copies(ctx, &out)
}

// Scour leaves nothing in the files of the book of what was erased before.
func (a *App) Scour(ctx context.Context) error { return a.Store.Scour(ctx) }

func (a *App) copies(ctx context.Context, out *Erasure) (err error) {
	out.Engine = a.Store.Engine()
	if out.Copies, err = a.Store.Copies(ctx); out.Copies == nil {
		out.Copies = []store.Copy{}
	}
	return err
}

// forget lets go of what is held in memory of everybody.
func (a *App) forget() {
	a.view.Lock()
	a.view.book, a.view.roll = nil, nil
	a.view.Unlock()
	a.alikes.Lock()
	a.alikes.marks, a.alikes.keys, a.alikes.pairs = nil, nil, nil
	a.alikes.Unlock()
	a.years.Lock()
	a.years.at, a.years.out = bookState{}, Year{}
	a.years.Unlock()
}

func (a *App) eraseOne(tx store.Tx, id network.PersonID) (Erasure, error) {
	out := Erasure{Namesakes: []Named{}}
	p, err := whoever(tx, id)
	if err != nil {
		return out, err
	}
	out.Person = Named{p.ID.String(), p.Name}
	k, err := tx.Keeper()
	if err != nil {
		return out, err
	}
	cards, err := tx.CardsOf(p.ID)
	if err != nil {
		return out, err
	}
	book, err := loadBook(tx, k.Seed, func(network.Card) {})
	if err != nil {
		return out, err
	}
	l, err := openLedger(tx)
	if err != nil {
		return out, err
	}
	if err := l.open(p.ID); err != nil {
		return out, err
	}
	forecasts, err := tx.ForecastsOf(p.ID)
	if err != nil {
		return out, err
	}
	l.judge.changed = len(forecasts) > 0
	w, err := whoIs(tx, k, p, cards)
	if err != nil {
		return out, err
	}
	out.Namesakes = w.namesakes
	if err := scrubBulk(tx, p.ID); err != nil {
		return out, err
	}
	done, err := tx.Erase(store.Erasure{Person: p.ID, Blot: w.blot})
	if err != nil {
		return out, err
	}
	ids := make([]network.CardID, len(cards))
	for i, c := range cards {
		ids[i] = c.ID
	}
	for _, q := range done.Touched {
		if err := l.open(q); err != nil {
			return out, err
		}
	}
	for _, m := range book.Remove(ids) { // a number that many shared joins those who are left
		for _, q := range []network.PersonID{m.From, m.To} {
			if err := l.open(q); err != nil {
				return out, err
			}
		}
		if err := tx.MoveCard(m.Card, m.To); err != nil {
			return out, err
		}
	}
	if err := settle(tx, l, book, a.Now()); err != nil {
		return out, err
	}
	g := done.Gone
	out.Gone = ErasedCount{
		Cards: g["card"], Facts: g["fact"], Encounters: g["encounter"], Favours: g["favour"], Wishes: g["wish"],
		Pairs: g["pair"], Lines: g["line"], Answers: g["answer"],
	}
	out.Parted, out.Blotted = done.Parted, done.Blotted
	return out, a.remember(tx, k.Seed, p, cards, w)
}

// whoever returns a person, merged ones followed, whatever they are taken for.
func whoever(tx store.Tx, id network.PersonID) (network.Person, error) {
	p, err := tx.Person(id)
	for n := 0; err == nil && !p.Merged.IsZero() && n < 10; n++ {
		p, err = tx.Person(p.Merged)
	}
	if errors.Is(err, network.NotFound) {
		err = noSuchPerson()
	}
	return p, err
}

// remember notes by what the erased are known again.
func (a *App) remember(tx store.Tx, seed []byte, p network.Person, cards []network.Card, w *naming) error {
	group := mark(seed, "person", p.ID.String())
	marks := map[string]bool{}
	for _, c := range cards {
		marks[mark(seed, "card", c.ID.String())] = true
		for _, m := range marksOf(seed, c.Name, nil) {
			marks[m] = true
		}
	}
	for _, m := range marksOf(seed, "", w.handles) {
		marks[m] = true
	}
	for m := range marks {
		if err := tx.PutAnswer(store.Answer{Kind: erasedKind, Subject: m, Verdict: "yes", Detail: group, At: a.Now()}); err != nil {
			return err
		}
	}
	return nil
}

// A naming is how somebody is called in texts.
type naming struct {
	pen       *blot.Pen
	handles   []network.Handle // theirs alone
	namesakes []Named
}

func (w *naming) blot(text string, json, close bool) string {
	if json {
		return w.pen.JSON(text, close)
	}
	return w.pen.Text(text, close)
}

// whoIs gathers the names and handles of a person: those of their cards, less
// what the keeper bears too, and less the handles of others.
func whoIs(tx store.Tx, k network.Keeper, p network.Person, cards []network.Card) (*naming, error) {
	own := newMe(k.Settings.Handles, k.Settings.Names)
	var names []string
	var handles []network.Handle
	mine := map[network.CardID]bool{}
	add := func(name string) {
		if f := network.Fold(name); f != "" && !own.names[f] {
			names = union(names, []string{name})
		}
	}
	add(p.Name)
	for _, c := range cards {
		mine[c.ID] = true
		add(c.Name)
		for _, h := range c.Handles {
			if !own.handles[h] {
				handles = union(handles, []network.Handle{h})
			}
		}
	}
	facts, err := tx.FactsOf(p.ID)
	if err != nil {
		return nil, err
	}
	for _, f := range facts {
		if f.Kind == network.FactName || f.Kind == network.FactNickname {
			add(f.Value)
		}
	}
	folded := map[string]bool{}
	for _, n := range names {
		folded[network.Fold(n)] = true
	}
	w, words, alike := &naming{namesakes: []Named{}}, map[string]bool{}, map[network.PersonID]bool{}
	for n := range own.names {
		eachWord(n, words)
	}
	if err := tx.AllCards(func(c network.Card) error {
		if mine[c.ID] {
			return nil
		}
		f := network.Fold(c.Name)
		eachWord(f, words)
		if folded[f] && !c.Person.IsZero() {
			alike[c.Person] = true
		}
		handles = slices.DeleteFunc(handles, func(h network.Handle) bool { return slices.Contains(c.Handles, h) })
		return nil
	}); err != nil {
		return nil, err
	}
	for id := range alike {
		q, err := whoever(tx, id)
		if err != nil {
			return nil, err
		}
		w.namesakes = append(w.namesakes, Named{q.ID.String(), q.Name})
	}
	slices.SortFunc(w.namesakes, func(a, b Named) int { return compareText(a.Name, b.Name, a.ID, b.ID) })
	w.handles = handles
	w.pen = blot.New(names, handles, func(word string) bool { return !words[word] })
	return w, nil
}

func eachWord(folded string, into map[string]bool) {
	from := 0
	for i := 0; i <= len(folded); i++ {
		if i == len(folded) || folded[i] == ' ' {
			into[folded[from:i]] = true
			from = i + 1
		}
	}
}
