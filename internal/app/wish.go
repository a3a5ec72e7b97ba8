package app

import (
	"context"
	"encoding/json"
	"slices"
	"strings"
	"time"

	"entregent/internal/network"
	"entregent/internal/store"
)

// A Wish is a need, an offer or an ask, with whose it is: the shape of cli.md.
type Wish struct {
	ID        string           `json:"id"`
	Kind      network.WishKind `json:"kind"`
	Text      string           `json:"text"`
	Person    Named            `json:"person"` // without an id: the keeper's own
	Place     string           `json:"place,omitempty"`
	From      network.Date     `json:"from,omitzero"`
	Until     network.Date     `json:"until,omitzero"`
	For       string           `json:"for,omitempty"`
	State     string           `json:"state"` // "open", "met" or "closed"
	Since     network.Date     `json:"since"`
	Confirmed network.Date     `json:"confirmed,omitzero"`
	// Stale asks gently whether it is still true: nobody has said so for a season,
	// or its days have passed.
	Stale   bool     `json:"stale,omitempty"`
	Origins []Origin `json:"origins,omitempty"`
}

// Mine reports whether it is the keeper's own.
func (w Wish) Mine() bool { return w.Person.ID == "" }

// A NewWish is a need, an offer or an ask as the keeper tells it.
type NewWish struct {
	Kind  network.WishKind
	Of    network.PersonID // zero for the keeper's own
	What  string
	Place string
	From  network.Date
	Until network.Date
	Whom  string    // for whom it is
	On    time.Time // when it was said; zero is now
}

// MaxWish is the greatest length of the words of a wish, in bytes.
const MaxWish = 2000

func (n *NewWish) check() error {
	n.What = network.OneLine(n.What)
	n.Place, n.Whom = shorten(network.OneLine(n.Place), 200), shorten(network.OneLine(n.Whom), 200)
	switch {
	case n.What == "":
		return &network.Error{Kind: network.Invalid, Field: "what", Msg: "error.fact_empty"}
	case len(n.What) > MaxWish:
		return &network.Error{Kind: network.Invalid, Field: "what", Msg: "error.fact_too_long", Args: []any{MaxWish}}
	case !slices.Contains(network.WishKinds, n.Kind):
		return &network.Error{Kind: network.Invalid, Field: "kind", Msg: "error.not_understood", Args: []any{string(n.Kind)}}
	case !n.From.IsZero() && !n.Until.IsZero() && n.Until.String() < n.From.String():
		return &network.Error{Kind: network.Invalid, Field: "until", Msg: "error.ends_before_it_begins", Args: []any{n.From, n.Until}}
	}
	return nil
}

// AddWish writes down a need, an offer or an ask.
func (a *App) AddWish(ctx context.Context, keeper network.KeeperID, n NewWish, key string) (Wish, error) {
	var out Wish
	if err := n.check(); err != nil {
		return out, err
	}
	raw, err := a.once(ctx, keeper, key, func(tx store.Tx) ([]byte, error) {
		b, err := a.readBook(tx) // before the write: what is read here may be kept
		if err != nil {
			return nil, err
		}
		k, err := tx.Keeper()
		if err != nil {
			return nil, err
		}
		if n.On.IsZero() {
			n.On = a.Now()
		}
		w, err := a.addWish(tx, k, n, n.On)
		if err != nil {
			return nil, err
		}
		return json.Marshal(b.wish(w))
	})
	if err == nil {
		err = json.Unmarshal(raw, &out)
	}
	return out, err
}

// addWish records a wish said at a moment.
func (a *App) addWish(tx store.Tx, k network.Keeper, n NewWish, at time.Time) (network.Wish, error) {
	at = at.UTC().Truncate(time.Microsecond)
	w := network.Wish{
		Kind: n.Kind, What: n.What, Place: n.Place, From: n.From, Until: n.Until, Whom: n.Whom, At: at, Confirmed: at, Source: network.Typed,
	}
	put := func() error {
		w.ID = network.Derive[network.WishID](k.Seed, "wish", network.Typed, w.Card.String(), string(w.Kind), w.What, stamp(a.Now().Truncate(time.Microsecond)))
		return tx.AddWishes([]network.Wish{w})
	}
	if n.Of.IsZero() {
		return w, put()
	}
	_, err := a.change(tx, n.Of, func(k network.Keeper, p *network.Person) error {
		c, err := typedCard(tx, k.Seed, *p)
		if err != nil {
			return err
		}
		w.Card, w.Person = c.ID, p.ID
		return put()
	})
	return w, err
}

// addPair records a tie between two others.
func (a *App) addPair(tx store.Tx, seed []byte, x, y network.PersonID, p network.Pair) (network.Pair, error) {
	for _, end := range []struct {
		who    network.PersonID
		card   *network.CardID
		person *network.PersonID
	}{{x, &p.A, &p.PersonA}, {y, &p.B, &p.PersonB}} {
		_, err := a.change(tx, end.who, func(k network.Keeper, who *network.Person) error {
			c, err := typedCard(tx, k.Seed, *who)
			*end.card, *end.person = c.ID, who.ID
			return err
		})
		if err != nil {
			return p, err
		}
	}
	p.Source = network.Typed
	p.ID = network.Derive[network.PairID](seed, "pair", network.Typed, p.A.String(), p.B.String(), string(p.Kind), p.What, stamp(p.On))
	return p, tx.AddPairs([]network.Pair{p})
}

// A WishAsk narrows a list of wishes; zero fields do not.
type WishAsk struct {
	Kind  network.WishKind
	Of    network.PersonID // of one person
	Mine  bool             // the keeper's own only
	Stale bool             // only those to ask about
	All   bool             // also those that are met or closed
}

// Wishes lists needs, offers and asks, newest first.
func (a *App) Wishes(ctx context.Context, keeper network.KeeperID, q WishAsk) ([]Wish, error) {
	out := []Wish{}
	err := a.Store.View(ctx, keeper, func(tx store.Tx) error {
		b, err := a.readBook(tx)
		if err != nil {
			return err
		}
		all, err := b.wishes(tx)
		for _, w := range all {
			v := b.wish(w)
			if q.Kind != "" && w.Kind != q.Kind || !q.Of.IsZero() && w.Person != q.Of || q.Mine && !v.Mine() ||
				q.Stale && !v.Stale || !q.All && w.State != network.WishOpen {
				continue
			}
			out = append(out, v)
		}
		return err
	})
	return out, err
}

// wishes returns the wishes of everybody who is in the book, as they were known
// on its day.
func (b *book) wishes(tx store.Tx) ([]network.Wish, error) {
	all, err := tx.Wishes()
	return b.onTheDay(all), err
}

func (b *book) onTheDay(all []network.Wish) []network.Wish {
	return slices.DeleteFunc(all, func(w network.Wish) bool {
		_, known := b.entry(w.Person)
		return !known && !w.Card.IsZero() || network.DayOf(w.At, zone(b.settings)) > b.day
	})
}

func (b *book) wish(w network.Wish) Wish {
	z := zone(b.settings)
	out := Wish{
		ID: w.ID.String(), Kind: w.Kind, Text: w.What, Person: b.named(w.Person), Place: w.Place, From: w.From, Until: w.Until, For: w.Whom,
		State: "open", Since: network.DateOf(w.At.In(z)), Stale: (w.Kind == network.Need || w.Kind == network.Offer) && w.Stale(b.day, z),
	}
	if w.State != network.WishOpen {
		out.State = string(w.State)
	}
	if !w.Confirmed.IsZero() {
		out.Confirmed = network.DateOf(w.Confirmed.In(z))
	}
	return out
}

// named points at somebody of the book; the zero id is the keeper.
func (b *book) named(id network.PersonID) Named {
	if id.IsZero() {
		return Named{"", meName(b.settings)}
	}
	if e, ok := b.entry(id); ok {
		return Named{id.String(), e.Name}
	}
	return Named{id.String(), ""}
}

func wishOf(tx store.Tx, id network.WishID) (network.Wish, error) {
	all, err := tx.Wishes()
	if err != nil {
		return network.Wish{}, err
	}
	for _, w := range all {
		if w.ID == id {
			return w, nil
		}
	}
	return network.Wish{}, &network.Error{Kind: network.NotFound, Msg: "error.no_such_wish"}
}

// The words by which a wish is answered.
const (
	StillTrue = "still" // it still is so
	ItIsMet   = string(network.WishMet)
	ItIsOver  = string(network.WishClosed)
)

// AnswerWish says of a need or an offer that it is met, over, or still true.
func (a *App) AnswerWish(ctx context.Context, keeper network.KeeperID, id network.WishID, verdict string) error {
	return a.Store.Update(ctx, keeper, func(tx store.Tx) error {
		w, err := wishOf(tx, id)
		if err != nil {
			return err
		}
		was := string(w.State) + " " + stamp(w.Confirmed)
		switch verdict {
		case StillTrue:
			w.State, w.Confirmed = network.WishOpen, a.Now().UTC().Truncate(time.Microsecond)
		case ItIsMet, ItIsOver:
			w.State = network.WishState(verdict)
		default:
			return &network.Error{Kind: network.Invalid, Field: "verdict", Msg: "error.not_understood", Args: []any{verdict}}
		}
		if err := tx.PutAnswer(store.Answer{Kind: "wish", Subject: id.String(), Verdict: verdict, Person: w.Person, Detail: was, At: a.Now()}); err != nil {
			return err
		}
		return tx.PutWish(w)
	})
}

// UnsayWish takes the last answer to a need or an offer back: it is as it was
// before. Without one it does nothing.
func (a *App) UnsayWish(ctx context.Context, keeper network.KeeperID, id network.WishID) error {
	return a.Store.Update(ctx, keeper, func(tx store.Tx) error {
		w, err := wishOf(tx, id)
		if err != nil {
			return err
		}
		answers, err := tx.Answers("wish")
		if err != nil {
			return err
		}
		for _, x := range answers {
			if x.Subject != id.String() {
				continue
			}
			state, at, _ := strings.Cut(x.Detail, " ")
			w.State = network.WishState(state)
			w.Confirmed = unstamp(at)
			if err := tx.DropAnswer("wish", id.String()); err != nil {
				return err
			}
			return tx.PutWish(w)
		}
		return nil
	})
}

// EditWish corrects the words of a need or an offer, its place, days and for
// whom it is; kind and person stay.
func (a *App) EditWish(ctx context.Context, keeper network.KeeperID, id network.WishID, n NewWish) error {
	return a.Store.Update(ctx, keeper, func(tx store.Tx) error {
		w, err := wishOf(tx, id)
		if err != nil {
			return err
		}
		n.Kind = w.Kind
		if err := n.check(); err != nil {
			return err
		}
		w.What, w.Place, w.From, w.Until, w.Whom = n.What, n.Place, n.From, n.Until, n.Whom
		return tx.PutWish(w)
	})
}

// DropWish takes a need or an offer that was typed away.
func (a *App) DropWish(ctx context.Context, keeper network.KeeperID, id network.WishID) error {
	return a.Store.Update(ctx, keeper, func(tx store.Tx) error { return tx.DeleteWish(id) })
}
