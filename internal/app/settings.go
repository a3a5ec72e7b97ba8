package app

import (
	"context"
	"slices"
	"strings"
	"time"

	"entregent/internal/network"
	"entregent/internal/store"
)

// Keeper returns the keeper with their settings.
func (a *App) Keeper(ctx context.Context, keeper network.KeeperID) (k network.Keeper, err error) {
	err = a.Store.View(ctx, keeper, func(tx store.Tx) error {
		k, err = tx.Keeper()
		return err
	})
	return k, err
}

// PutSettings replaces the keeper's settings. Another time zone moves days;
// other handles of the keeper's own turn directions. What follows from either is
// worked out again at once.
func (a *App) PutSettings(ctx context.Context, keeper network.KeeperID, s network.Settings) error {
	if err := checkSettings(&s); err != nil {
		return err
	}
	return a.Store.Update(ctx, keeper, func(tx store.Tx) error {
		k, err := tx.Keeper()
		if err != nil {
			return err
		}
		if err := dropPlaces(tx, s); err != nil {
			return err
		}
		if err := tx.PutSettings(s); err != nil {
			return err
		}
		moved := k.Settings.Zone != s.Zone
		if moved {
			if err := tx.Redate(zone(s)); err != nil {
				return err
			}
		}
		turned, err := turn(tx, k, s)
		if err != nil || !moved && !turned {
			return err
		}
		return a.reckonAll(tx)
	})
}

func checkSettings(s *network.Settings) error {
	bad := func(field string) error {
		return &network.Error{Kind: network.Invalid, Field: field, Msg: "error.not_understood", Args: []any{field}}
	}
	if s.Zone != "" {
		if _, err := time.LoadLocation(s.Zone); err != nil || s.Zone == "Local" {
			return &network.Error{Kind: network.Invalid, Field: "zone", Msg: "error.no_such_zone", Args: []any{s.Zone}}
		}
	}
	switch {
	case s.Lang != "" && s.Lang != "fr" && s.Lang != "en":
		return bad("lang")
	case s.Country != "" && (len(s.Country) != 2 || strings.ToUpper(s.Country) != s.Country):
		return bad("country")
	case s.Gestures < 0 || s.Gestures > 20:
		return bad("gestures")
	case s.Minutes < 0 || s.Minutes > 480:
		return bad("minutes")
	case len(s.Places) > 8:
		return bad("circles")
	}
	for _, d := range s.Quiet {
		if d < 0 || d > 6 {
			return bad("quiet")
		}
	}
	if err := checkHours(s); err != nil {
		return err
	}
	if err := checkPublic(s); err != nil {
		return err
	}
	seen := map[string]bool{}
	for i, c := range s.Places {
		name := network.OneLine(c.Name)
		if name == "" || seen[name] || c.Capacity < 1 || c.Capacity > 5000 || i > 0 && c.Capacity <= s.Places[i-1].Capacity {
			return bad("circles")
		}
		seen[name], s.Places[i].Name = true, name
	}
	for i, n := range s.Names {
		name, err := network.CleanName(n)
		if err != nil {
			return err
		}
		s.Names[i] = name
	}
	return nil
}

// dropPlaces takes people out of circles that are no more.
func dropPlaces(tx store.Tx, s network.Settings) error {
	var out []network.Person
	if err := tx.AllPeople(func(p network.Person) error {
		if p.Circle != "" && !hasCircle(s, p.Circle) {
			out = append(out, p)
		}
		return nil
	}); err != nil {
		return err
	}
	for _, p := range out {
		p.Circle = ""
		if err := put(tx, p); err != nil {
			return err
		}
	}
	return nil
}

// turn makes cards the keeper's own, or no longer so, where the keeper's handles
// and names changed, and works out who turned to whom in the encounters they
// stand in. It reports whether anything did.
func turn(tx store.Tx, k network.Keeper, s network.Settings) (bool, error) {
	if slices.Equal(k.Settings.Handles, s.Handles) && slices.Equal(k.Settings.Names, s.Names) {
		return false, nil
	}
	own := newMe(s.Handles, s.Names)
	book, err := loadBook(tx, k.Seed, func(network.Card) {})
	if err != nil {
		return false, err
	}
	var cards []network.Card
	if err := tx.AllCards(func(c network.Card) error {
		if isOwn := own.card(c); isOwn != c.Person.IsZero() {
			cards = append(cards, c)
		}
		return nil
	}); err != nil {
		return false, err
	}
	for _, c := range cards {
		for _, m := range book.Own(c.ID, own.card(c)) {
			if err := tx.MoveCard(m.Card, m.To); err != nil {
				return false, err
			}
		}
	}
	for _, c := range cards {
		if err := turnCard(tx, book, c.ID, own.card(c)); err != nil {
			return false, err
		}
	}
	return len(cards) > 0, nil
}

// card reports whether a stored card is the keeper's own.
func (m me) card(c network.Card) bool {
	if c.Kind == network.Owner {
		return true
	}
	strong := false
	for _, h := range c.Handles {
		if m.handles[h] {
			return true
		}
		strong = strong || tellsApart(h, c.Name)
	}
	return !strong && !c.Vouched && c.Name != "" && m.names[network.Fold(c.Name)]
}

// turnCard rewrites the encounters in which a card stands, now that it is the
// keeper's own, or is not any more.
func turnCard(tx store.Tx, book bookRemover, card network.CardID, own bool) error {
	ids, err := tx.EncountersOfCard(card)
	if err != nil {
		return err
	}
	for chunk := range slices.Chunk(ids, flushAt) {
		list, err := tx.Encounters(chunk)
		if err != nil {
			return err
		}
		for _, e := range list {
			turnEncounter(&e, card, own)
			for i := range e.With {
				c, _ := book.Card(e.With[i].Card)
				e.With[i].Person = c.Person
			}
			e.Reckon()
			if err := tx.PutEncounter(e); err != nil {
				return err
			}
		}
	}
	return nil
}

func turnEncounter(e *network.Encounter, card network.CardID, own bool) {
	words := !e.Held() && e.Channel != network.Event
	if !own {
		if e.MyCard == card {
			e.With = append(e.With, network.Presence{Card: card, Role: e.Mine})
			if !(words && e.Mine == network.From) {
				e.Size++
			}
			e.Mine, e.MyCard = "", network.CardID{}
		}
		return
	}
	i := slices.IndexFunc(e.With, func(p network.Presence) bool { return p.Card == card })
	if i < 0 {
		return
	}
	p := e.With[i]
	e.With = slices.Delete(e.With, i, i+1)
	if !(words && p.Role == network.From) {
		e.Size = max(0, e.Size-1)
	}
	if e.Mine == "" || rank(p.Role) < rank(e.Mine) {
		e.Mine, e.MyCard = p.Role, card
	}
}
