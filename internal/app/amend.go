package app

import (
	"context"
	"errors"
	"maps"
	"slices"

	"entregent/internal/network"
	"entregent/internal/resolve"
	"entregent/internal/store"
	"entregent/internal/words"
)

// An Amendment is what the keeper corrects in an encounter they typed.
type Amendment struct {
	On    network.Date
	Place string
	Note  string
}

// Amend corrects an encounter that the keeper typed. With whom and by which
// channel it was stays; NotFound for one that was not typed.
func (a *App) Amend(ctx context.Context, keeper network.KeeperID, id network.EncounterID, m Amendment) error {
	switch {
	case !m.On.Valid():
		return &network.Error{Kind: network.Invalid, Field: "on", Msg: "error.not_a_date", Args: []any{m.On.String()}}
	case len(m.Note) > MaxFact:
		return &network.Error{Kind: network.Invalid, Field: "note", Msg: "error.fact_too_long", Args: []any{MaxFact}}
	}
	return a.Store.Update(ctx, keeper, func(tx store.Tx) error {
		k, err := tx.Keeper()
		if err != nil {
			return err
		}
		e, err := typedEncounter(tx, id)
		if err != nil {
			return err
		}
		z := zone(k.Settings)
		if network.DateOf(e.At.In(z)) != m.On {
			if e.At, err = a.moment(m.On, z); err != nil {
				return err
			}
		}
		w := words.Read(m.Note)
		e.Subject, e.Place = shorten(network.OneLine(m.Note), 300), shorten(network.OneLine(m.Place), 200)
		e.Excerpt, e.Lang = w.Excerpt, w.Lang
		return a.rewrite(tx, e, func() error { return tx.PutEncounter(e) })
	})
}

func typedEncounter(tx store.Tx, id network.EncounterID) (network.Encounter, error) {
	list, err := tx.Encounters([]network.EncounterID{id})
	if err != nil {
		return network.Encounter{}, err
	}
	if len(list) == 0 || list[0].Source != network.Typed {
		return network.Encounter{}, &network.Error{Kind: network.NotFound, Msg: "error.no_such_encounter"}
	}
	return list[0], nil
}

// rewrite carries out a write of an encounter and works out again what hangs on
// it for everybody present.
func (a *App) rewrite(tx store.Tx, e network.Encounter, write func() error) error {
	l, err := openLedger(tx)
	if err != nil {
		return err
	}
	for _, p := range e.With {
		if err := l.open(p.Person); err != nil {
			return err
		}
	}
	if err := write(); err != nil {
		return err
	}
	return a.settleOpened(tx, l)
}

// UnsayEncounter takes back what the keeper last said of an encounter: one that
// they typed goes; a proposed meeting that they answered is asked about again.
func (a *App) UnsayEncounter(ctx context.Context, keeper network.KeeperID, id network.EncounterID) error {
	err := a.Forget(ctx, keeper, id)
	if !errors.Is(err, network.NotFound) {
		return err
	}
	return a.unsaidMeeting(ctx, keeper, id)
}

// unsaidMeeting takes back the answer to a proposed meeting, if there is one.
func (a *App) unsaidMeeting(ctx context.Context, keeper network.KeeperID, id network.EncounterID) error {
	return a.Store.Update(ctx, keeper, func(tx store.Tx) error {
		answers, err := tx.Answers("meeting")
		if err != nil {
			return err
		}
		for _, x := range answers {
			if x.Subject == id.String() {
				return a.unsayMeeting(tx, id, x)
			}
		}
		return nil // taken back already
	})
}

// unsayMeeting drops the answer and, after a yes, makes the meeting a proposal
// again for those it was proposed with: whoever else was there counted anyway.
func (a *App) unsayMeeting(tx store.Tx, id network.EncounterID, said store.Answer) error {
	if err := tx.DropAnswer("meeting", id.String()); err != nil || said.Verdict != "yes" {
		return err
	}
	list, err := tx.Encounters([]network.EncounterID{id})
	if err != nil || len(list) == 0 {
		return err
	}
	e := list[0]
	was := e // with whom it was until now
	if said.Detail == namedMark {
		e.With, e.Size = nil, 0
	}
	e.Reckon()
	if err := a.rewrite(tx, was, func() error { return tx.PutEncounter(e) }); err != nil {
		return err
	}
	return a.restand(tx, id)
}

// restand lets the newest edition of a calendar event count again, where the
// keeper's word stood above it.
func (a *App) restand(tx store.Tx, id network.EncounterID) error {
	events, err := tx.EventsOf([]network.EncounterID{id})
	if err != nil {
		return err
	}
	counts, err := standOf(tx, slices.Collect(maps.Values(events)))
	if err != nil {
		return err
	}
	l, err := openLedger(tx)
	if err != nil {
		return err
	}
	if _, err := withdraw(tx, counts, l.open); err != nil {
		return err
	}
	return a.settleOpened(tx, l)
}

// Unsay takes back the keeper's word on whether two cards are one person: they
// are then what their handles make of them. Without such a word it does nothing.
func (a *App) Unsay(ctx context.Context, keeper network.KeeperID, x, y network.CardID) error {
	return a.Store.Update(ctx, keeper, func(tx store.Tx) error {
		pair := resolve.Pair(x, y)
		err := tx.DropAnswer("same", pair[0].String()+"-"+pair[1].String())
		if errors.Is(err, network.NotFound) {
			return nil
		}
		if err != nil {
			return err
		}
		k, err := tx.Keeper()
		if err != nil {
			return err
		}
		book, err := loadBook(tx, k.Seed, func(network.Card) {})
		if err != nil {
			return err
		}
		l, err := openLedger(tx)
		if err != nil {
			return err
		}
		for _, m := range book.Settle(x, y) {
			if err := errors.Join(l.open(m.From), l.open(m.To)); err != nil {
				return err
			}
			if err := tx.MoveCard(m.Card, m.To); err != nil {
				return err
			}
		}
		return settle(tx, l, book, a.Now())
	})
}
