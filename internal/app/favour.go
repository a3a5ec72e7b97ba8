package app

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"entregent/internal/i18n"
	"entregent/internal/network"
	"entregent/internal/store"
)

// A Favour is something brought, with where it was read: the shape of cli.md.
type Favour struct {
	ID      string             `json:"id"`
	Kind    network.FavourKind `json:"kind"`
	From    Named              `json:"from"` // without an id: the keeper
	To      Named              `json:"to"`
	On      *network.Date      `json:"on,omitempty"`
	What    string             `json:"what,omitempty"`
	Outcome string             `json:"outcome,omitempty"`
	State   string             `json:"state"` // "fact", "proposed", or "promised" by the keeper
	Due     network.Date       `json:"due,omitzero"`
	// Presented is who was presented, of an introduction.
	Presented *Named   `json:"presented,omitempty"`
	Typed     bool     `json:"typed,omitempty"` // written by the keeper: can be corrected and taken away
	Origins   []Origin `json:"origins"`
}

func (b *book) favour(f network.Favour) Favour {
	them, me := b.named(f.Person), Named{"", meName(b.settings)}
	v := Favour{
		ID: f.ID.String(), Kind: f.Kind, From: them, To: me, What: f.What, Outcome: f.Outcome, State: "fact", Due: f.Due,
		Typed: f.Source == network.Typed, Origins: []Origin{},
	}
	if f.Given {
		v.From, v.To = me, them
	}
	switch f.State {
	case network.Proposed:
		v.State = "proposed"
	case network.Planned:
		v.State = "promised"
	}
	if !f.On.IsZero() {
		d := network.DateOf(f.On.In(zone(b.settings)))
		if f.Source != network.Typed { // a day as the source writes it
			d = network.DateOf(f.On.UTC())
		}
		v.On = &d
	}
	if !f.Presented.IsZero() {
		n := b.named(f.Presented)
		v.Presented = &n
	}
	return v
}

// A Balance is what somebody and the keeper brought each other, in words that
// open onto the favours. It is never a figure of debt.
type Balance struct {
	Person  Named            `json:"person"`
	Text    string           `json:"text"`
	Reasons []network.Reason `json:"reasons"`
}

// A Ledger is the favours asked for, and the balance with each of those they
// are about.
type Ledger struct {
	Favours []Favour  `json:"favours"`
	Balance []Balance `json:"balance"`
	Total   int       `json:"-"` // favours there are, those beyond the limit among them
}

// A FavourAsk narrows the favours; zero fields do not.
type FavourAsk struct {
	Person      network.PersonID
	Year        int
	From, Limit int // which of the favours, the newest being 0; a limit of 0 is none
}

// Favours lists what was brought, newest first, proposals among them unless the
// keeper has refused them.
func (a *App) Favours(ctx context.Context, keeper network.KeeperID, p *i18n.Printer, q FavourAsk) (Ledger, error) {
	out := Ledger{Favours: []Favour{}, Balance: []Balance{}}
	err := a.Store.View(ctx, keeper, func(tx store.Tx) error {
		b, err := a.readBook(tx)
		if err != nil {
			return err
		}
		said, err := verdicts(tx, "favour")
		if err != nil {
			return err
		}
		w := briefer{tx: tx, places: map[[16]byte][]Origin{}}
		var people []network.PersonID
		seen := map[network.PersonID]bool{}
		for _, f := range b.favours {
			_, known := b.entry(f.Person)
			v := b.favour(f)
			switch {
			case !known, !q.Person.IsZero() && f.Person != q.Person, f.State == network.Proposed && said[v.ID] == "no",
				q.Year != 0 && (v.On == nil || v.On.Year != q.Year), !f.On.IsZero() && network.DayOf(f.On, zone(b.settings)) > b.day:
				continue
			}
			if out.Total++; out.Total <= q.From || q.Limit > 0 && out.Total > q.From+q.Limit {
				continue
			}
			if v.Origins, err = w.origins(f.ID); err != nil {
				return err
			}
			out.Favours = append(out.Favours, v)
			if f.State == network.Held && !seen[f.Person] {
				seen[f.Person], people = true, append(people, f.Person)
			}
		}
		p := p.At(a.Now(), zone(b.settings))
		last := b.lastBrought(seen)
		for _, id := range people {
			e, _ := b.entry(id)
			rs := b.balance(e, last[id])
			var words []string
			for _, r := range rs {
				words = append(words, p.Reason(r))
			}
			out.Balance = append(out.Balance, Balance{b.named(id), strings.Join(words, " "), rs})
		}
		slices.SortFunc(out.Balance, func(x, y Balance) int { return compareText(x.Person.Name, y.Person.Name, x.Person.ID, y.Person.ID) })
		return nil
	})
	return out, err
}

// lastBrought returns when each of these people last brought something, and when
// something was last brought to them.
func (b *book) lastBrought(who map[network.PersonID]bool) map[network.PersonID][2]time.Time {
	out := map[network.PersonID][2]time.Time{}
	for _, f := range b.favours {
		if who[f.Person] && f.State == network.Held && network.DayOf(f.On, zone(b.settings)) <= b.day {
			last := out[f.Person]
			if i := bit(f.Given); f.On.After(last[i]) {
				last[i] = f.On
			}
			out[f.Person] = last
		}
	}
	return out
}

// balance says in words what each brought, and when last; it opens onto the
// favours.
func (b *book) balance(e *entry, last [2]time.Time) []network.Reason {
	var out []network.Reason
	for i, side := range []struct {
		key   string
		facts []network.Ref
	}{{"balance.received", e.profile.Received}, {"balance.given", e.profile.Given}} {
		r := network.Reason{Key: side.key, Args: []any{len(side.facts)}, Facts: side.facts}
		if len(side.facts) == 0 {
			continue
		}
		if !last[i].IsZero() {
			r.Key, r.Args = side.key+"_last", append(r.Args, network.DateOf(last[i].In(zone(b.settings))))
		}
		out = append(out, r)
	}
	if out == nil {
		out = []network.Reason{{Key: "balance.none", Facts: []network.Ref{}}}
	}
	return out
}

func bit(b bool) int {
	if b {
		return 1
	}
	return 0
}

// verdicts returns what the keeper said, by what it was said of.
func verdicts(tx store.Tx, kind string) (map[string]string, error) {
	list, err := tx.Answers(kind)
	out := map[string]string{}
	for _, x := range list {
		out[x.Subject] = x.Verdict
	}
	return out, err
}

// A NewFavour is something that was brought, as the keeper tells it.
type NewFavour struct {
	Kind  network.FavourKind
	Given bool // by the keeper
	On    network.Date
	What  string
}

// AddFavour writes down a favour that the keeper typed.
func (a *App) AddFavour(ctx context.Context, keeper network.KeeperID, who network.PersonID, n NewFavour, key string) error {
	_, err := a.RecordFavour(ctx, keeper, who, n, key)
	return err
}

// RecordFavour is AddFavour, and returns the id of what was written.
func (a *App) RecordFavour(ctx context.Context, keeper network.KeeperID, who network.PersonID, n NewFavour, key string) (string, error) {
	if !slices.Contains(network.FavourKinds, n.Kind) {
		return "", &network.Error{Kind: network.Invalid, Field: "kind", Msg: "error.not_understood", Args: []any{string(n.Kind)}}
	}
	raw, err := a.once(ctx, keeper, key, func(tx store.Tx) ([]byte, error) {
		var id network.FavourID
		_, err := a.change(tx, who, func(k network.Keeper, p *network.Person) error {
			at, err := a.moment(n.On, zone(k.Settings))
			if err != nil {
				return err
			}
			c, err := typedCard(tx, k.Seed, *p)
			if err != nil {
				return err
			}
			id = network.Derive[network.FavourID](k.Seed, "favour", network.Typed, c.ID.String(), fmt.Sprint(n), stamp(a.Now().Truncate(time.Microsecond)))
			return tx.AddFavours([]network.Favour{{
				ID: id, Card: c.ID, Person: p.ID, Kind: n.Kind, Given: n.Given, On: at, What: shorten(network.OneLine(n.What), 2000), Source: network.Typed,
			}})
		})
		return []byte(id.String()), err
	})
	return string(raw), err
}

// EditFavour corrects a favour that the keeper typed: its kind, day and words.
func (a *App) EditFavour(ctx context.Context, keeper network.KeeperID, id network.FavourID, n NewFavour) error {
	return a.withFavour(ctx, keeper, id, func(tx store.Tx, f *network.Favour) error {
		if f.Source != network.Typed {
			return &network.Error{Kind: network.Forbidden, Msg: "error.favour_was_read"}
		}
		if !slices.Contains(network.FavourKinds, n.Kind) {
			return &network.Error{Kind: network.Invalid, Field: "kind", Msg: "error.not_understood", Args: []any{string(n.Kind)}}
		}
		k, err := tx.Keeper()
		if err != nil {
			return err
		}
		if z := zone(k.Settings); !n.On.IsZero() && n.On != network.DateOf(f.On.In(z)) {
			if f.On, err = a.moment(n.On, z); err != nil {
				return err
			}
		}
		f.Kind, f.Given, f.What = n.Kind, n.Given, shorten(network.OneLine(n.What), 2000)
		return tx.PutFavour(*f)
	})
}

// SayOutcome writes down what came of a favour, "" for nothing any more. Of one
// that the keeper received it opens the loop of telling who brought it.
func (a *App) SayOutcome(ctx context.Context, keeper network.KeeperID, id network.FavourID, outcome string) error {
	return a.withFavour(ctx, keeper, id, func(tx store.Tx, f *network.Favour) error {
		was := f.Outcome
		if f.Outcome = shorten(network.OneLine(outcome), 2000); f.Outcome == was {
			return nil
		}
		err := tx.PutAnswer(store.Answer{Kind: "outcome", Subject: id.String(), Verdict: "said", Person: f.Person, Detail: was, At: a.Now()})
		return errors.Join(err, tx.PutFavour(*f))
	})
}

// UnsayFavour takes back what was last said of a favour: what came of it, or
// else whether a proposed one was one. Without a word it does nothing.
func (a *App) UnsayFavour(ctx context.Context, keeper network.KeeperID, id network.FavourID) error {
	had := false
	err := a.withFavour(ctx, keeper, id, func(tx store.Tx, f *network.Favour) error {
		answers, err := tx.Answers("outcome")
		if err != nil {
			return err
		}
		for _, x := range answers {
			if x.Subject == id.String() {
				had, f.Outcome = true, x.Detail
				return errors.Join(tx.DropAnswer("outcome", id.String()), tx.PutFavour(*f))
			}
		}
		had = false
		return nil
	})
	if err != nil || had {
		return err
	}
	return a.Unsaid(ctx, keeper, QuestionFavour, id.String())
}

// DropFavour takes away a favour that the keeper typed.
func (a *App) DropFavour(ctx context.Context, keeper network.KeeperID, id network.FavourID) error {
	return a.withFavour(ctx, keeper, id, func(tx store.Tx, f *network.Favour) error {
		if f.Source != network.Typed {
			return &network.Error{Kind: network.Forbidden, Msg: "error.favour_was_read"}
		}
		return tx.DeleteFavour(id)
	})
}

// withFavour carries out fn for one favour and settles whoever it is with.
func (a *App) withFavour(ctx context.Context, keeper network.KeeperID, id network.FavourID, fn func(store.Tx, *network.Favour) error) error {
	return a.Store.Update(ctx, keeper, func(tx store.Tx) error {
		f, err := favour(tx, id)
		if err != nil {
			return err
		}
		l, err := openLedger(tx)
		if err != nil {
			return err
		}
		if err := l.open(f.Person); err != nil {
			return err
		}
		if err := fn(tx, &f); err != nil {
			return err
		}
		return a.settleOpened(tx, l)
	})
}
