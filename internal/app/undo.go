package app

import (
	"context"
	"encoding/json"
	"errors"
	"slices"
	"time"

	"entregent/internal/network"
	"entregent/internal/store"
)

// An Undone says what taking back an import removed, and whom it left because
// the keeper has typed or answered something about them since.
type Undone struct {
	Batch   string `json:"batch"`
	Removed struct {
		People     int `json:"people"`
		Encounters int `json:"encounters"`
		Favours    int `json:"favours"`
	} `json:"removed"`
	Kept []Kept `json:"kept"`
	// Gone are the contacts that went, Others those who stay because another
	// import speaks of them too; both by name.
	Gone   []Named `json:"gone"`
	Others []Named `json:"others"`
}

// A Kept is somebody who stays after an import is taken back. Why is
// "typed" or "answered"; text "kept.<why>".
type Kept struct {
	ID   string `json:"id"`
	Name string `json:"name"`
	Why  string `json:"why"`
}

// Undo takes an import back: everything that only it said goes, everything that
// was typed since or that another import says stays.
func (a *App) Undo(ctx context.Context, keeper network.KeeperID, id network.BatchID, key string) (Undone, error) {
	defer a.rest()
	var out Undone
	raw, err := a.once(ctx, keeper, key, func(tx store.Tx) ([]byte, error) {
		u, err := a.undo(tx, id)
		if err != nil {
			return nil, err
		}
		return json.Marshal(u)
	})
	if err == nil {
		err = json.Unmarshal(raw, &out)
	}
	return out, err
}

// errOnlyAsked ends a transaction that was only opened to see what it would do.
var errOnlyAsked = errors.New("app: only asked")

// UndoDry says what Undo would answer now, by doing it and giving it up: what it
// names goes and stays for the same reasons, since it is the same code that says
// so. It keeps other writers waiting as long as the undo itself would.
func (a *App) UndoDry(ctx context.Context, keeper network.KeeperID, id network.BatchID) (out Undone, err error) {
	err = a.Store.Update(ctx, keeper, func(tx store.Tx) error {
		if out, err = a.undo(tx, id); err != nil {
			return err
		}
		return errOnlyAsked
	})
	if errors.Is(err, errOnlyAsked) {
		err = nil
	}
	return out, err
}

func (a *App) undo(tx store.Tx, id network.BatchID) (Undone, error) {
	out := Undone{Batch: id.String(), Kept: []Kept{}, Gone: []Named{}, Others: []Named{}}
	if _, err := tx.Batch(id); err != nil {
		return out, err
	}
	if err := unlearn(tx, id); err != nil {
		return out, err
	}
	k, err := tx.Keeper()
	if err != nil {
		return out, err
	}
	book, err := loadBook(tx, k.Seed, func(network.Card) {})
	if err != nil {
		return out, err
	}
	before := map[network.PersonID]network.Person{}
	if err := tx.AllPeople(func(p network.Person) error {
		if p.Standing == network.Contact {
			before[p.ID] = p
		}
		return nil
	}); err != nil {
		return out, err
	}
	hold, why, err := held(tx, id, before)
	if err != nil {
		return out, err
	}
	gone, err := tx.DropBatch(id, hold)
	if err != nil {
		return out, err
	}
	if err := regroup(tx, a.Now(), book, gone); err != nil {
		return out, err
	}
	out.Removed.Encounters, out.Removed.Favours = len(gone.Encounters), len(gone.Favours)
	return out, out.name(tx, before, why, gone)
}

// unlearn takes back what the last import taught of who the keeper is. What an
// earlier one taught, later ones have been read by: it stays.
func unlearn(tx store.Tx, id network.BatchID) error {
	all, err := tx.AllBatches()
	if err != nil || len(all) == 0 || all[0].ID != id {
		return err
	}
	learnt := batchView(all[0]).Learnt
	if learnt == nil {
		return nil
	}
	k, err := tx.Keeper()
	if err != nil {
		return err
	}
	s := k.Settings
	s.Names = slices.DeleteFunc(slices.Clone(s.Names), func(n string) bool { return slices.Contains(learnt.Names, n) })
	s.Handles = slices.DeleteFunc(slices.Clone(s.Handles), func(h network.Handle) bool { return slices.Contains(learnt.Handles, h) })
	if len(s.Names) == 0 {
		s.Names = nil
	}
	if len(s.Handles) == 0 {
		s.Handles = nil
	}
	if err := tx.PutSettings(s); err != nil {
		return err
	}
	_, err = turn(tx, k, s)
	return err
}

// regroup works out again who is one with whom, and everything that hangs on
// it, after records went.
func regroup(tx store.Tx, now time.Time, book bookRemover, gone store.Dropped) error {
	var cards []network.CardID
	touched := map[network.PersonID]bool{}
	for _, c := range gone.Cards {
		cards = append(cards, c.ID)
		touched[c.Person] = true
	}
	for _, p := range gone.Touched {
		touched[p] = true
	}
	restated, err := restate(tx, gone.Events)
	if err != nil {
		return err
	}
	for p := range restated {
		touched[p] = true
	}
	for _, m := range book.Remove(cards) {
		touched[m.From], touched[m.To] = true, true
		if err := tx.MoveCard(m.Card, m.To); err != nil {
			return err
		}
	}
	if err := rebuild(tx); err != nil {
		return err
	}
	return settleThese(tx, book, touched, now)
}

// held finds what must stay although only this batch says it: favours and
// meetings that the keeper confirmed, and one card of each person about whom
// something was typed or answered since, so that there is somebody for it to
// hang on.
func held(tx store.Tx, id network.BatchID, people map[network.PersonID]network.Person) (store.Hold, map[network.PersonID]string, error) {
	hold := store.Hold{
		Encounters: map[network.EncounterID]bool{}, Favours: map[network.FavourID]bool{}, Cards: map[network.CardID]bool{},
	}
	why := map[network.PersonID]string{}
	answers, err := tx.Answers("")
	if err != nil {
		return hold, nil, err
	}
	for _, x := range answers {
		switch x.Kind {
		case "meeting":
			if e, err := network.ParseID[network.EncounterID](x.Subject); err == nil && x.Verdict == "yes" {
				hold.Encounters[e] = true
			}
		case "favour", "outcome":
			if f, err := network.ParseID[network.FavourID](x.Subject); err == nil && (x.Verdict == "yes" || x.Verdict == "said") {
				hold.Favours[f] = true
			}
		}
		if !x.Person.IsZero() {
			why[x.Person] = "answered"
		}
	}
	if err := tx.AllCards(func(c network.Card) error {
		if c.Source == network.Typed {
			why[c.Person] = "typed"
		}
		return nil
	}); err != nil {
		return hold, nil, err
	}
	for pid, p := range people {
		if decided(p) {
			why[pid] = "typed"
		}
	}
	for pid := range why {
		card, err := lastCard(tx, id, pid)
		if err != nil {
			return hold, nil, err
		}
		if !card.IsZero() {
			hold.Cards[card] = true
		}
	}
	return hold, why, nil
}

// decided reports whether the keeper has decided anything about a person.
func decided(p network.Person) bool {
	return p.Circle != "" || p.Slow || p.Rhythm != 0 || p.Mark != "" || p.Stage != "" || p.Familiar != "" || p.Lang != "" || p.Binned
}

// lastCard returns the card to keep of a person all of whose cards come from
// one batch and no other; zero if any would stay by itself.
func lastCard(tx store.Tx, id network.BatchID, p network.PersonID) (keep network.CardID, err error) {
	cards, err := tx.CardsOf(p)
	if err != nil {
		return keep, err
	}
	best := network.Card{}
	for _, c := range cards {
		if c.Source == network.Typed {
			return keep, nil
		}
		places, err := tx.OriginsOf(c.ID)
		if err != nil || slices.ContainsFunc(places, func(x store.Place) bool { return x.Batch != id }) {
			return keep, err
		}
		if best.ID.IsZero() || betterName(c, best) < 0 {
			best = c
		}
	}
	return best.ID, nil
}

// name says of the contacts there were who went, and why each other of whom the
// batch spoke has stayed.
func (u *Undone) name(tx store.Tx, before map[network.PersonID]network.Person, why map[network.PersonID]string, gone store.Dropped) error {
	after, spoken := map[network.PersonID]bool{}, map[network.PersonID]bool{}
	if err := tx.AllPeople(func(p network.Person) error {
		if p.Standing == network.Contact {
			after[p.ID] = true
		}
		return nil
	}); err != nil {
		return err
	}
	for _, id := range slices.Concat(gone.Spoken, gone.Touched) {
		spoken[id] = true
	}
	for id, p := range before {
		who := Named{id.String(), p.Name}
		switch {
		case !after[id]:
			u.Gone = append(u.Gone, who)
		case !spoken[id]:
		case why[id] != "":
			u.Kept = append(u.Kept, Kept{ID: who.ID, Name: who.Name, Why: why[id]})
		default:
			u.Others = append(u.Others, who)
		}
	}
	u.Removed.People = len(u.Gone)
	slices.SortFunc(u.Kept, func(a, b Kept) int { return compareText(a.Name, b.Name, a.ID, b.ID) })
	for _, list := range [][]Named{u.Gone, u.Others} {
		slices.SortFunc(list, func(a, b Named) int { return compareText(a.Name, b.Name, a.ID, b.ID) })
	}
	return nil
}
