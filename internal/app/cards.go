package app

import (
	"cmp"
	"errors"
	"time"

	"entregent/internal/importer"
	"entregent/internal/network"
	"entregent/internal/resolve"
	"entregent/internal/store"
)

// bookRemover is what regrouping needs of a resolve.Book.
type bookRemover = *resolve.Book

// compareText orders by folded text, then by the text itself, then by id.
func compareText(a, b, idA, idB string) int {
	return cmp.Or(cmp.Compare(network.Fold(a), network.Fold(b)), cmp.Compare(a, b), cmp.Compare(idA, idB))
}

// person returns a contact of the keeper, following a merge.
func person(tx store.Tx, id network.PersonID) (network.Person, error) {
	for range 10 { // a chain of merges; longer is a circle, which must not be
		p, err := tx.Person(id)
		if errors.Is(err, network.NotFound) {
			return p, noSuchPerson()
		}
		if err != nil {
			return p, err
		}
		if p.Merged.IsZero() {
			if p.Standing == network.Stranger {
				return p, noSuchPerson()
			}
			return p, nil
		}
		id = p.Merged
	}
	return network.Person{}, noSuchPerson()
}

func noSuchPerson() error {
	return &network.Error{Kind: network.NotFound, Msg: "error.no_such_person"}
}

// typedCard returns the keeper's own card of a person, and makes it if there is
// none: the card on which typed facts and encounters hang, so that they stay
// when imports go. It repeats the handles of the person's other cards, by which
// it belongs to them; where there are none it is tied to the first card.
func typedCard(tx store.Tx, seed []byte, p network.Person) (network.Card, error) {
	cards, err := tx.CardsOf(p.ID)
	if err != nil {
		return network.Card{}, err
	}
	var handles []network.Handle
	for _, c := range cards {
		if c.Source == network.Typed {
			return c, nil
		}
		for _, h := range c.Handles {
			if h.Kind.Strong() {
				handles = union(handles, []network.Handle{h})
			}
		}
	}
	c := network.Card{
		ID:     network.Derive[network.CardID](seed, "card", network.Typed, p.ID.String()),
		Source: network.Typed, Name: p.Name, Handles: tidy(handles), Vouched: true,
		Person: p.ID, Born: p.ID,
	}
	if err := tx.AddCards([]network.Card{c}); err != nil {
		return c, err
	}
	return c, bindCard(tx, c, cards)
}

// bindCard ties a typed card to the person's first card by the keeper's word
// where no handle does.
func bindCard(tx store.Tx, c network.Card, cards []network.Card) error {
	if len(cards) == 0 {
		return nil
	}
	pair := resolve.Pair(c.ID, cards[0].ID)
	return tx.PutAnswer(store.Answer{
		Kind: "same", Subject: pair[0].String() + "-" + pair[1].String(), Verdict: "yes", Detail: "typed",
	})
}

// change carries out fn for one person and then writes down again all that is
// worked out from their records.
func (a *App) change(tx store.Tx, id network.PersonID, fn func(k network.Keeper, p *network.Person) error) (network.Person, error) {
	k, err := tx.Keeper()
	if err != nil {
		return network.Person{}, err
	}
	p, err := person(tx, id)
	if err != nil {
		return p, err
	}
	l, err := openLedger(tx)
	if err != nil {
		return p, err
	}
	if err := l.open(p.ID); err != nil {
		return p, err
	}
	if err := fn(k, &p); err != nil {
		return p, err
	}
	if err := settleStill(tx, l, p.ID, a.Now()); err != nil {
		return p, err
	}
	return tx.Person(p.ID)
}

// settleStill settles one person after a write that moved no card.
func settleStill(tx store.Tx, l *ledger, id network.PersonID, now time.Time) error {
	if err := settleOne(tx, l, resolve.NewBook(nil), id, now); err != nil {
		return err
	}
	return l.write()
}

// pos is a stored place as a reader gave it.
func pos(p store.Place) importer.Pos { return importer.Pos{File: p.File, Line: p.Line} }
