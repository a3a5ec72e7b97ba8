package app

import (
	"context"
	"encoding/json"
	"strings"
	"time"

	"entregent/internal/importer"
	"entregent/internal/importer/phone"
	"entregent/internal/network"
	"entregent/internal/relation"
	"entregent/internal/resolve"
	"entregent/internal/store"
)

// A NewPerson is somebody the keeper adds by hand. Only the name is asked for.
type NewPerson struct {
	Name         string
	Email        string
	Phone        string
	Organisation string
	Title        string
	Town         string
	Note         string
}

// AddPerson adds somebody by hand, and returns who that is: an address or
// number that is known already leads to the person who has it.
func (a *App) AddPerson(ctx context.Context, keeper network.KeeperID, n NewPerson, key string) (Named, error) {
	var out Named
	name, err := network.CleanName(n.Name)
	if err != nil {
		return out, err
	}
	raw, err := a.once(ctx, keeper, key, func(tx store.Tx) ([]byte, error) {
		k, err := tx.Keeper()
		if err != nil {
			return nil, err
		}
		who := importer.Who{Name: name, Handles: n.handles(k.Settings.Country)}
		p, err := a.addTyped(tx, k, who, n.facts(), nil)
		if err != nil {
			return nil, err
		}
		return json.Marshal(Named{p.ID.String(), p.Name})
	})
	if err == nil {
		err = json.Unmarshal(raw, &out)
	}
	return out, err
}

// handles reads the address and the number. What is neither is left out here
// and refused by the face that asked for it.
func (n NewPerson) handles(country string) []network.Handle {
	var out []network.Handle
	if h, ok := network.NewEmail(n.Email); ok {
		out = append(out, h)
	}
	if h, ok := phone.Handle(n.Phone, country); ok {
		out = append(out, h)
	}
	return out
}

func (n NewPerson) facts() map[network.FactKind]string {
	return map[network.FactKind]string{
		network.FactOrganisation: n.Organisation, network.FactTitle: n.Title, network.FactTown: n.Town, network.FactNote: n.Note,
	}
}

// addTyped makes a typed card, gives it to whoever it belongs to, and settles
// everything that hangs on it. Where the keeper says whose it is, of is a card of
// that person: no handle may tell.
func (a *App) addTyped(tx store.Tx, k network.Keeper, who importer.Who, facts map[network.FactKind]string, of *network.Card) (network.Person, error) {
	book, err := loadBook(tx, k.Seed, func(network.Card) {})
	if err != nil {
		return network.Person{}, err
	}
	l, err := openLedger(tx)
	if err != nil {
		return network.Person{}, err
	}
	handles := tidy(who.Handles)
	parts := []string{network.Typed, "new", who.Name}
	for _, h := range handles {
		parts = append(parts, string(h.Kind), h.Value)
	}
	if !anyStrong(handles) { // two namesakes typed one after the other are two
		parts = append(parts, stamp(a.Now()))
	}
	c := network.Card{ID: network.Derive[network.CardID](k.Seed, "card", parts...), Source: network.Typed, Name: who.Name, Handles: handles, Vouched: true}
	if err := typedBack(tx, k.Seed, c); err != nil {
		return network.Person{}, err
	}
	if of != nil && of.ID != c.ID {
		if err := bindCard(tx, c, []network.Card{*of}); err != nil {
			return network.Person{}, err
		}
		book.Decide(c.ID, of.ID, true)
	}
	for _, m := range book.Add(c, false) {
		for _, p := range []network.PersonID{m.From, m.To} {
			if err := l.open(p); err != nil {
				return network.Person{}, err
			}
		}
		if !m.From.IsZero() {
			if err := tx.MoveCard(m.Card, m.To); err != nil {
				return network.Person{}, err
			}
		}
	}
	c, _ = book.Card(c.ID)
	if err := l.open(c.Person); err != nil {
		return network.Person{}, err
	}
	if err := tx.AddCards([]network.Card{c}); err != nil {
		return network.Person{}, err
	}
	recs := []network.Fact{a.typedFact(k.Seed, c.ID, network.FactConnected, a.Now().UTC().Format(time.DateOnly), network.Typed)}
	for kind, value := range facts {
		if value = strings.TrimSpace(value); value != "" {
			recs = append(recs, a.typedFact(k.Seed, c.ID, kind, value, ""))
		}
	}
	if err := tx.AddFacts(recs); err != nil {
		return network.Person{}, err
	}
	if err := settle(tx, l, book, a.Now()); err != nil {
		return network.Person{}, err
	}
	return tx.Person(c.Person)
}

// typedFact makes a fact that the keeper typed now.
func (a *App) typedFact(seed []byte, card network.CardID, kind network.FactKind, value, label string) network.Fact {
	now := a.Now().UTC().Truncate(time.Microsecond)
	return network.Fact{
		ID:   network.Derive[network.FactID](seed, "fact", string(card[:]), string(kind), label, value, stamp(now)),
		Card: card, Kind: kind, Value: value, Label: label, On: now,
	}
}

// MaxFact is the greatest length of a typed fact, in bytes.
const MaxFact = 10_000

// AddFact adds something known of a person, typed by the keeper. It is shown
// before anything that was imported, and stays when imports go.
func (a *App) AddFact(ctx context.Context, keeper network.KeeperID, id network.PersonID, kind network.FactKind, value, label, key string) error {
	value = strings.TrimSpace(strings.ToValidUTF8(value, "\uFFFD"))
	switch {
	case value == "":
		return &network.Error{Kind: network.Invalid, Field: "value", Msg: "error.fact_empty"}
	case len(value) > MaxFact:
		return &network.Error{Kind: network.Invalid, Field: "value", Msg: "error.fact_too_long", Args: []any{MaxFact}}
	case kind == network.FactBirthday:
		d, ok := network.ParseDate(value)
		if !ok {
			return &network.Error{Kind: network.Invalid, Field: "value", Msg: "error.not_a_date", Args: []any{value}}
		}
		value = d.String()
	case kind == network.FactName:
		name, err := network.CleanName(value)
		if err != nil {
			return err
		}
		value = name
	}
	_, err := a.once(ctx, keeper, key, func(tx store.Tx) ([]byte, error) {
		_, err := a.change(tx, id, func(k network.Keeper, p *network.Person) error {
			c, err := typedCard(tx, k.Seed, *p)
			if err != nil {
				return err
			}
			return tx.AddFacts([]network.Fact{a.typedFact(k.Seed, c.ID, kind, value, network.OneLine(label))})
		})
		return nil, err
	})
	return err
}

// DropFact takes away a fact that the keeper typed.
func (a *App) DropFact(ctx context.Context, keeper network.KeeperID, id network.PersonID, fact network.FactID) error {
	return a.Store.Update(ctx, keeper, func(tx store.Tx) error {
		_, err := a.change(tx, id, func(network.Keeper, *network.Person) error { return tx.DeleteFact(fact) })
		return err
	})
}

// Decide stores what the keeper decides about somebody. The version is the one
// the keeper saw: Conflict if it changed since; 0 does not ask.
func (a *App) Decide(ctx context.Context, keeper network.KeeperID, id network.PersonID, d Decided) error {
	if err := checkDecided(d); err != nil {
		return err
	}
	return a.Store.Update(ctx, keeper, func(tx store.Tx) error {
		p, err := person(tx, id)
		if err != nil {
			return err
		}
		if d.Version != 0 && d.Version != p.Version {
			return &network.Error{Kind: network.Conflict, Msg: "error.changed_meanwhile"}
		}
		k, err := tx.Keeper()
		if err != nil {
			return err
		}
		if d.Circle != "" && !hasCircle(k.Settings, d.Circle) {
			return &network.Error{Kind: network.Invalid, Field: "circle", Msg: "error.no_such_circle", Args: []any{d.Circle}}
		}
		p.Circle, p.Slow, p.Rhythm = d.Circle, d.Slow, d.Rhythm
		p.Mark, p.MarkUntil, p.Familiar, p.Lang = d.Mark, d.MarkUntil, d.Familiar, d.Lang
		p.Stage, p.StageWord = d.Stage, strings.TrimSpace(d.StageWord)
		return put(tx, p)
	})
}

// put stores a person whose words did not change.
func put(tx store.Tx, p network.Person) error {
	cards, err := tx.CardsOf(p.ID)
	if err != nil {
		return err
	}
	return tx.PutPerson(&p, searchWords(p, cards))
}

func hasCircle(s network.Settings, name string) bool {
	for _, c := range s.Circles() {
		if c.Name == name {
			return true
		}
	}
	return false
}

func checkDecided(d Decided) error {
	bad := func(field string) error {
		return &network.Error{Kind: network.Invalid, Field: field, Msg: "error.not_understood", Args: []any{field}}
	}
	switch {
	case d.Rhythm < 0 || d.Rhythm > 3650:
		return bad("rhythm")
	case d.Mark != "" && d.Mark != network.Deceased && d.Mark != network.RatherNot && d.Mark != network.Resting:
		return bad("mark")
	case d.Familiar != "" && d.Familiar != network.Tu && d.Familiar != network.Vous:
		return bad("familiar")
	case d.Lang != "" && d.Lang != "fr" && d.Lang != "en":
		return bad("lang")
	case len(d.StageWord) > 500:
		return bad("stage_word")
	}
	if d.Stage != "" {
		var s relation.Stage
		if s.UnmarshalText([]byte(d.Stage)) != nil {
			return bad("stage")
		}
	}
	return nil
}

// Bin puts somebody in the bin, or takes them out again. In the bin a person is
// not counted, not shown and not proposed.
func (a *App) Bin(ctx context.Context, keeper network.KeeperID, id network.PersonID, in bool) error {
	return a.Store.Update(ctx, keeper, func(tx store.Tx) error {
		p, err := person(tx, id)
		if err != nil || p.Binned == in {
			return err
		}
		p.Binned = in
		return put(tx, p)
	})
}

// AddHandle adds an address, a number or a profile to a person, typed by the
// keeper. One that stands on somebody else's cards brings the two together, as
// any handle does.
func (a *App) AddHandle(ctx context.Context, keeper network.KeeperID, id network.PersonID, text, key string) error {
	_, err := a.once(ctx, keeper, key, func(tx store.Tx) ([]byte, error) {
		k, err := tx.Keeper()
		if err != nil {
			return nil, err
		}
		p, err := person(tx, id)
		if err != nil {
			return nil, err
		}
		h, ok := anyHandle(text, k.Settings.Country)
		if !ok {
			return nil, &network.Error{Kind: network.Invalid, Field: "handle", Msg: "error.not_a_handle", Args: []any{text}}
		}
		own, err := typedCard(tx, k.Seed, p)
		if err != nil {
			return nil, err
		}
		who := importer.Who{Name: p.Name, Handles: union([]network.Handle{h}, own.Handles)}
		_, err = a.addTyped(tx, k, who, nil, &own)
		return nil, err
	})
	return err
}

// anyHandle reads an address, a profile or a number, whichever it is.
func anyHandle(text, country string) (network.Handle, bool) {
	text = strings.TrimSpace(text)
	if h, ok := network.NewEmail(text); ok {
		return h, true
	}
	if h, ok := phone.Handle(text, country); ok && !strings.Contains(text, ".") {
		return h, true
	}
	return network.NewProfile(text)
}

// Same records the keeper's word that two persons are one, or are two, and
// settles what follows. Saying it again the other way takes it back.
func (a *App) Same(ctx context.Context, keeper network.KeeperID, x, y network.CardID, same bool) error {
	heed := func() {}
	err := a.Store.Update(ctx, keeper, func(tx store.Tx) error {
		k, err := tx.Keeper()
		if err != nil {
			return err
		}
		before, err := heldState(tx, k)
		if err != nil {
			return err
		}
		book, err := loadBook(tx, k.Seed, func(network.Card) {})
		if err != nil {
			return err
		}
		if !book.Has(x) || !book.Has(y) {
			return noSuchPerson()
		}
		l0, _ := book.Card(x)
		r0, _ := book.Card(y)
		verdict := "different"
		if same {
			verdict = "yes"
		}
		pair := resolve.Pair(x, y)
		if err := tx.PutAnswer(store.Answer{Kind: "same", Subject: pair[0].String() + "-" + pair[1].String(), Verdict: verdict, At: a.Now()}); err != nil {
			return err
		}
		l, err := openLedger(tx)
		if err != nil {
			return err
		}
		book.Decide(x, y, same)
		for _, m := range book.Settle(x, y) {
			if err := l.open(m.From); err != nil {
				return err
			}
			if err := l.open(m.To); err != nil {
				return err
			}
			if err := tx.MoveCard(m.Card, m.To); err != nil {
				return err
			}
		}
		if err := settle(tx, l, book, a.Now()); err != nil {
			return err
		}
		into, _ := book.Card(x)
		heed, err = a.alikes.heed(tx, k, before, [2]network.PersonID{l0.Person, r0.Person}, into.Person, same)
		return err
	})
	if err == nil {
		heed()
	}
	return err
}
