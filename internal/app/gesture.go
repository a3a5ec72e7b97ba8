package app

import (
	"encoding/json"
	"errors"
	"time"

	"entregent/internal/network"
	"entregent/internal/store"
	"entregent/internal/today"
)

// others are the letters to whoever else has a part in a gesture.
func (d *desk) others(tx store.Tx, g today.Gesture) []DraftTo {
	if g.Other.IsZero() || len(g.Draft.Args) < 4 {
		return nil
	}
	light, err := d.closely(tx, []today.Gesture{{Person: g.Other}})
	if err != nil {
		return nil // the card is shown without
	}
	i, ok := light.at[g.Other]
	if !ok {
		return nil
	}
	c := light.list[i]
	m := today.Draft{Key: "draft.introduce_other", Args: []any{c.Name, g.Draft.Args[1], g.Name, g.Draft.Args[3]}, Lang: c.Lang, Familiar: c.Familiar}
	return []DraftTo{{Named{c.ID.String(), c.Name}, d.email(tx, c.ID), d.draft(m)}}
}

// brought is what a gesture that was made has brought, as a favour.
var brought = map[network.GestureKind]network.FavourKind{
	network.GestureBring: network.Service, network.GestureTell: network.Information, network.GestureIntroduce: network.Introduction,
}

// followGift writes down what follows from the answer to a gift: a pair that was
// refused or brought is not proposed again, and what was brought is a favour.
func (a *App) followGift(tx store.Tx, k network.Keeper, g today.Gesture, verdict string) error {
	if g.Pair == "" || verdict == string(today.Later) {
		return nil
	}
	err := tx.PutAnswer(store.Answer{Kind: "match", Subject: g.Pair, Verdict: verdict, Person: g.Person, Detail: string(g.Kind), At: a.Now()})
	if err != nil || verdict != string(today.Done) || brought[g.Kind] == "" {
		return err
	}
	f := network.Favour{
		ID: giftID(k.Seed, g.ID), Kind: brought[g.Kind], Given: true, On: a.Now().UTC().Truncate(time.Microsecond), What: giftWords(g), Source: network.Typed,
	}
	if g.Kind == network.GestureIntroduce && !g.Other.IsZero() {
		p, err := person(tx, g.Other)
		if err != nil {
			return err
		}
		c, err := typedCard(tx, k.Seed, p)
		if err != nil {
			return err
		}
		f.Whom = c.ID
	}
	if known, err := presentedByAsk(tx, k.Seed, g.Person, f, f.On); err != nil || known {
		return err
	}
	_, err = a.change(tx, g.Person, func(k network.Keeper, p *network.Person) error {
		c, err := typedCard(tx, k.Seed, *p)
		if err != nil {
			return err
		}
		f.Card, f.Person = c.ID, p.ID
		return tx.AddFavours([]network.Favour{f})
	})
	return err
}

func giftID(seed []byte, gesture string) network.FavourID {
	return network.Derive[network.FavourID](seed, "favour", "gesture", gesture)
}

// giftWords are the words of what was brought.
func giftWords(g today.Gesture) string {
	if n := len(g.Draft.Args); n > 1 {
		s, _ := g.Draft.Args[n-1].(string)
		return s
	}
	return ""
}

// unfollowGift takes that back with the answer.
func (a *App) unfollowGift(tx store.Tx, id string) error {
	answers, err := tx.Answers("gesture")
	if err != nil {
		return err
	}
	k, err := tx.Keeper()
	if err != nil {
		return err
	}
	for _, x := range answers {
		if x.Subject != id || brought[network.GestureKind(x.Detail)] == "" {
			continue
		}
		pair, err := shownPair(tx, network.DayOf(x.At, zone(k.Settings)), id)
		if err != nil {
			return err
		}
		if err := tx.DropAnswer("match", pair); err != nil && !errors.Is(err, network.NotFound) {
			return err
		}
		return a.dropGift(tx, k.Seed, id)
	}
	return nil
}

// dropGift takes away the favour that was written down with an answer, if there
// is one.
func (a *App) dropGift(tx store.Tx, seed []byte, of string) error {
	f, err := favour(tx, giftID(seed, of))
	if errors.Is(err, network.NotFound) {
		return nil
	}
	if err != nil {
		return err
	}
	_, err = a.change(tx, f.Person, func(network.Keeper, *network.Person) error { return tx.DeleteFavour(f.ID) })
	return err
}

// shownPair returns the pair of a gesture that was shown, "" if it had none.
func shownPair(tx store.Tx, until network.Day, id string) (pair string, err error) {
	err = tx.DayLists(until-31, until, func(_ network.Day, raw []byte) error {
		var list dayList
		err := json.Unmarshal(raw, &list)
		for _, g := range list.Gestures {
			if g.ID == id {
				pair = g.Pair
			}
		}
		return err
	})
	return pair, err
}
