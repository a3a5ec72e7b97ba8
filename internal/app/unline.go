package app

import (
	"context"
	"errors"
	"slices"

	"entregent/internal/network"
	"entregent/internal/resolve"
	"entregent/internal/store"
)

// UndoLine takes a typed line back, with all that was made of it. What the
// keeper has used since stays: a favour of which is said what came, a need or
// offer that was answered, an ask of which a step was said, a person about whom anything else is known.
func (a *App) UndoLine(ctx context.Context, keeper network.KeeperID, id network.LineID) error {
	return a.Store.Update(ctx, keeper, func(tx store.Tx) error {
		line, err := tx.Line(id)
		if err != nil {
			return err
		}
		u := unwriter{App: a, tx: tx}
		if u.ledger, err = openLedger(tx); err != nil {
			return err
		}
		if err := u.index(); err != nil {
			return err
		}
		for _, r := range slices.Backward(line.Made) {
			if err := u.take(r); err != nil && !errors.Is(err, network.NotFound) {
				return err
			}
		}
		if err := a.settleOpened(tx, u.ledger); err != nil {
			return err
		}
		for _, r := range line.Made {
			if r.Kind == network.RefPerson {
				if err := u.person(r.ID); err != nil {
					return err
				}
			}
		}
		return tx.DeleteLine(id)
	})
}

// An unwriter takes records back.
type unwriter struct {
	*App
	tx      store.Tx
	ledger  *ledger
	favours map[string]network.Favour
	wishes  map[string]network.Wish
	steps   map[network.WishID][]network.Step
}

func (u *unwriter) index() error {
	u.favours, u.wishes = map[string]network.Favour{}, map[string]network.Wish{}
	fs, err := u.tx.Favours(network.PersonID{})
	for _, f := range fs {
		u.favours[f.ID.String()] = f
	}
	ws, err2 := u.tx.Wishes()
	for _, w := range ws {
		u.wishes[w.ID.String()] = w
	}
	steps, err3 := stepsByWish(u.tx)
	u.steps = steps
	return errors.Join(err, err2, err3)
}

// take removes one record. One that is gone already is NotFound.
func (u *unwriter) take(r network.Ref) error {
	switch r.Kind {
	case network.RefEncounter:
		id, err := network.ParseID[network.EncounterID](r.ID)
		if err != nil {
			return err
		}
		return u.encounter(id)
	case network.RefFact:
		id, err := network.ParseID[network.FactID](r.ID)
		if err != nil {
			return err
		}
		if err := u.openOwner(id); err != nil {
			return err
		}
		return u.tx.DeleteFact(id)
	case network.RefFavour:
		f, ok := u.favours[r.ID]
		if !ok || f.Outcome != "" {
			return nil
		}
		if err := u.ledger.open(f.Person); err != nil {
			return err
		}
		return u.tx.DeleteFavour(f.ID)
	case network.RefWish:
		w, ok := u.wishes[r.ID]
		if !ok || w.State != network.WishOpen || !w.Confirmed.Equal(w.At) || len(u.steps[w.ID]) > 0 {
			return nil
		}
		return u.tx.DeleteWish(w.ID)
	case network.RefPair:
		id, err := network.ParseID[network.PairID](r.ID)
		if err != nil {
			return err
		}
		return u.tx.DeletePair(id)
	}
	return nil
}

func (u *unwriter) encounter(id network.EncounterID) error {
	list, err := u.tx.Encounters([]network.EncounterID{id})
	if err != nil || len(list) == 0 {
		return err
	}
	for _, p := range list[0].With {
		if err := u.ledger.open(p.Person); err != nil {
			return err
		}
	}
	return u.tx.DeleteEncounter(id)
}

// openOwner opens whoever a fact is of, before it goes.
func (u *unwriter) openOwner(id network.FactID) error {
	fs, err := u.tx.Facts([]network.FactID{id})
	if err != nil || len(fs) == 0 {
		return err
	}
	var owner network.PersonID
	err = u.tx.FactsOfKind(fs[0].Kind, func(p network.PersonID, f network.Fact) error {
		if f.ID == id {
			owner = p
		}
		return nil
	})
	if err != nil {
		return err
	}
	return u.ledger.open(owner)
}

// person lets somebody go whom the line added, if nothing else is known of them.
func (u *unwriter) person(text string) error {
	id, err := network.ParseID[network.PersonID](text)
	if err != nil {
		return nil
	}
	p, err := u.tx.Person(id)
	if errors.Is(err, network.NotFound) {
		return nil
	}
	if err != nil || !p.Merged.IsZero() || decided(p) {
		return err
	}
	cards, err := u.tx.CardsOf(id)
	if err != nil || len(cards) != 1 || cards[0].Source != network.Typed || len(cards[0].Handles) > 0 {
		return err
	}
	if used, err := u.used(p, cards[0].ID); err != nil || used {
		return err
	}
	l, err := openLedger(u.tx)
	if err != nil {
		return err
	}
	if err := l.open(id); err != nil {
		return err
	}
	if err := u.tx.DropCard(cards[0].ID); err != nil {
		return err
	}
	return settle(u.tx, l, resolve.NewBook(nil), u.Now())
}

// used reports whether anything but their name is known of somebody.
func (u *unwriter) used(p network.Person, card network.CardID) (bool, error) {
	facts, err := u.tx.FactsOf(p.ID)
	if err != nil || slices.ContainsFunc(facts, func(f network.Fact) bool { return f.Kind != network.FactConnected || f.Label != network.Typed }) {
		return true, err
	}
	there, err := u.tx.EncountersOf(p.ID, u.Now().AddDate(10, 0, 0), 1)
	if err != nil || len(there) > 0 {
		return true, err
	}
	favours, err := u.tx.Favours(network.PersonID{})
	if err != nil || slices.ContainsFunc(favours, func(f network.Favour) bool { return f.Person == p.ID || f.Whom == card }) {
		return true, err
	}
	wishes, err := u.tx.Wishes()
	if err != nil || slices.ContainsFunc(wishes, func(w network.Wish) bool { return w.Person == p.ID || w.Leads == p.ID }) {
		return true, err
	}
	pairs, err := u.tx.Pairs()
	if err != nil || slices.ContainsFunc(pairs, func(x network.Pair) bool { return x.PersonA == p.ID || x.PersonB == p.ID }) {
		return true, err
	}
	open, err := u.tx.OpenQuestions()
	if err != nil || slices.ContainsFunc(open, func(q network.OpenQuestion) bool { return q.Person == p.ID }) {
		return true, err
	}
	answers, err := u.tx.Answers("")
	return slices.ContainsFunc(answers, func(x store.Answer) bool { return x.Person == p.ID }), err
}
