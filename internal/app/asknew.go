package app

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"time"

	"entregent/internal/i18n"
	"entregent/internal/importer"
	"entregent/internal/network"
	"entregent/internal/resolve"
	"entregent/internal/store"
	"entregent/internal/tact"
)

// A NewAsk is an ask, or an introduction for two others, as the keeper prepares
// it.
type NewAsk struct {
	// Introduce is that the keeper presents Of and To to each other; otherwise Of is
	// asked.
	Introduce bool
	Of        network.PersonID
	// To is whom it leads to: an id, or a name, who may be somebody the book does not
	// hold yet. "" where Of is asked for something that they can give themselves.
	To   string
	Kind tact.Kind // of an ask; "" for an introduction where it leads to somebody, else advice
	What string    // what it is about
}

func (n *NewAsk) check() error {
	n.To, n.What = network.OneLine(n.To), network.OneLine(n.What)
	switch {
	case n.Of.IsZero() && n.Introduce, n.Introduce && n.To == "":
		return &network.Error{Kind: network.Invalid, Field: "to", Msg: "error.ask_introduce_whom"}
	case n.Of.IsZero():
		return &network.Error{Kind: network.Invalid, Field: "person", Msg: "error.ask_whom"}
	case !n.Introduce && n.To == "" && n.What == "":
		return &network.Error{Kind: network.Invalid, Field: "what", Msg: "error.fact_empty"}
	case len(n.What) > MaxWish || len(n.To) > 4*network.MaxNameLen:
		return &network.Error{Kind: network.Invalid, Field: "what", Msg: "error.fact_too_long", Args: []any{MaxWish}}
	case n.Kind != "" && !slices.Contains(tact.Kinds, n.Kind):
		return &network.Error{Kind: network.Invalid, Field: "kind", Msg: "error.not_understood", Args: []any{string(n.Kind)}}
	}
	return nil
}

// AddAsk prepares an ask or an introduction: nothing is asked of anybody yet. Of an
// ask, the day on which it makes sense is that of the plan.
func (a *App) AddAsk(ctx context.Context, keeper network.KeeperID, p *i18n.Printer, n NewAsk, key string) (Ask, error) {
	var out Ask
	if err := n.check(); err != nil {
		return out, err
	}
	raw, err := a.once(ctx, keeper, key, func(tx store.Tx) ([]byte, error) {
		k, err := tx.Keeper()
		if err != nil {
			return nil, err
		}
		w := network.Wish{Kind: network.Ask, What: n.What, Aim: string(n.Kind), Source: network.Typed, Person: n.Of}
		if n.Introduce {
			w.Kind, w.Aim = network.Introduce, ""
		}
		leads, named, err := a.leadsTo(tx, n.To)
		if err != nil {
			return nil, err
		}
		switch {
		case leads == n.Of:
			return nil, &network.Error{Kind: network.Invalid, Field: "to", Msg: "error.ask_same"}
		case !n.Introduce:
			if w.From, err = a.readyToAsk(tx, p, w, leads, named); err != nil {
				return nil, err
			}
		}
		if leads.IsZero() && n.To != "" { // somebody of whom the keeper has only heard
			name, err := network.CleanName(n.To)
			if err != nil {
				return nil, err
			}
			who, err := a.addTyped(tx, k, importer.Who{Name: name}, nil, nil)
			if err != nil {
				return nil, err
			}
			leads = who.ID
		}
		if err := a.addAsk(tx, k, &w, leads); err != nil {
			return nil, err
		}
		x, err := a.oneAsk(tx, p, w.ID)
		if err != nil {
			return nil, err
		}
		return json.Marshal(x)
	})
	if err == nil {
		err = json.Unmarshal(raw, &out)
	}
	return out, err
}

// addAsk writes an ask down, with whom it leads to and its first step.
func (a *App) addAsk(tx store.Tx, k network.Keeper, w *network.Wish, leads network.PersonID) error {
	w.At = a.Now().UTC().Truncate(time.Microsecond)
	w.Confirmed = w.At
	for _, end := range []struct {
		who    *network.PersonID
		card   *network.CardID
		person network.PersonID
	}{{&w.Person, &w.Card, w.Person}, {&w.Leads, &w.Toward, leads}} {
		if end.person.IsZero() {
			continue
		}
		err := a.ownCard(tx, k, end.person, func(p network.Person, c network.Card) error {
			*end.who, *end.card = p.ID, c.ID
			return nil
		})
		if err != nil {
			return err
		}
	}
	w.ID = network.Derive[network.WishID](k.Seed, "wish", network.Typed, w.Card.String(), string(w.Kind), w.Toward.String(), w.What, stamp(w.At))
	if err := tx.AddWishes([]network.Wish{*w}); err != nil {
		return err
	}
	return tx.PutStep(network.Step{Wish: w.ID, What: network.StepDrafted, At: w.At})
}

// ownCard carries out fn with the keeper's own card of somebody, and settles them.
// A stranger, who was no more than a name in somebody else's mail, is in the book
// from then on.
func (a *App) ownCard(tx store.Tx, k network.Keeper, id network.PersonID, fn func(network.Person, network.Card) error) error {
	p, err := tx.Person(id)
	if err != nil {
		return err
	}
	l, err := openLedger(tx)
	if err != nil {
		return err
	}
	if err := l.open(p.ID); err != nil {
		return err
	}
	c, err := typedCard(tx, k.Seed, p)
	if err == nil {
		err = fn(p, c)
	}
	if err != nil {
		return err
	}
	return settleStill(tx, l, p.ID, a.Now())
}

// leadsTo finds whom an ask leads to: by id, or by a name, of contacts and of those
// who are only seen with others. The zero id where the book holds nobody of that
// name; *TooMany where it holds several.
func (a *App) leadsTo(tx store.Tx, who string) (network.PersonID, Named, error) {
	if who == "" {
		return network.PersonID{}, Named{}, nil
	}
	w, err := a.webOf(tx)
	if err != nil {
		return network.PersonID{}, Named{}, err
	}
	if id, err := network.ParseID[network.PersonID](who); err == nil && w.people[id] != nil {
		return id, w.people[id].Named, nil
	}
	words := resolve.Tokens(who)
	held := w.bearers(words)
	if exact := slices.DeleteFunc(slices.Clone(held), func(id network.PersonID) bool { return len(resolve.Tokens(w.people[id].Name)) != len(words) }); len(exact) > 0 {
		held = exact
	} else if len(words) > 1 { // "Anne Martin" is not Anne Martin-Dupont
		held = nil
	}
	if len(held) == 0 {
		return network.PersonID{}, Named{"", who}, nil
	}
	s := seeker{a: a, tx: tx, web: w}
	_, ids, err := s.one(who, held)
	if err != nil {
		return network.PersonID{}, Named{}, err
	}
	return ids[0], w.people[ids[0]].Named, nil
}

// aimFor is an ask as an aim, by which a plan is made.
func aimFor(w network.Wish, next Named) aim {
	return aim{aimOf(w), w.Person, next, next, w.What}
}

// planAsk says what to do before an ask, and what to write now.
func (a *App) planAsk(tx store.Tx, p *i18n.Printer, w network.Wish) (AskPlan, string, error) {
	web, err := a.webOf(tx)
	if err != nil {
		return AskPlan{}, "", err
	}
	s := seeker{a: a, tx: tx, web: web, p: p}
	n, err := s.planner()
	if err != nil {
		return AskPlan{}, "", err
	}
	var next Named
	if !w.Leads.IsZero() {
		next = s.named(w.Leads)
	}
	x, err := n.plan(aimFor(w, next))
	return AskPlan{x.gifts, x.tact}, x.draft, err
}

// readyToAsk is the day on which an ask makes sense: that of its plan, a month on
// where it should not be asked now.
func (a *App) readyToAsk(tx store.Tx, p *i18n.Printer, w network.Wish, leads network.PersonID, named Named) (network.Date, error) {
	web, err := a.webOf(tx)
	if err != nil {
		return network.Date{}, err
	}
	s := seeker{a: a, tx: tx, web: web, p: p.At(a.Now(), zone(web.book.settings))}
	n, err := s.planner()
	if err != nil {
		return network.Date{}, err
	}
	w.Leads = leads
	if !leads.IsZero() || named.Name != "" {
		w.Aim = orIntroduction(w.Aim)
	}
	x, err := n.plan(aimFor(w, named))
	if err != nil || x.on == web.book.day {
		return network.Date{}, err
	}
	if x.on == 0 {
		x.on = web.book.day + planWait
	}
	return x.on.Date(), nil
}

func orIntroduction(aim string) string {
	if aim == "" {
		return string(tact.Introduction)
	}
	return aim
}

// DropAsk takes an ask or an introduction away, with its steps. What it brought
// stays.
func (a *App) DropAsk(ctx context.Context, keeper network.KeeperID, id network.WishID) error {
	return a.Store.Update(ctx, keeper, func(tx store.Tx) error {
		w, err := askOf(tx, id)
		if err != nil {
			return err
		}
		return tx.DeleteWish(w.ID)
	})
}

func askOf(tx store.Tx, id network.WishID) (network.Wish, error) {
	all, err := tx.Asks()
	for _, w := range all {
		if w.ID == id {
			return w, nil
		}
	}
	if err == nil {
		err = noSuchAsk()
	}
	return network.Wish{}, err
}

// giftOfAsk is the id of the favour that an ask, once granted, is written down as.
func giftOfAsk(seed []byte, id network.WishID) network.FavourID {
	return network.Derive[network.FavourID](seed, "favour", "ask", fmt.Sprint(id))
}
