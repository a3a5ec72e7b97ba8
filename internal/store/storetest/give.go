package storetest

import (
	"errors"
	"time"

	"github.com/google/go-cmp/cmp"

	"entregent/internal/network"
	"entregent/internal/store"
)

// wish makes a need of somebody, "" for the keeper.
func wish(word, who string) network.Wish {
	return network.Wish{
		ID: id[network.WishID](word), Kind: network.Need, Card: id[network.CardID](who), Person: id[network.PersonID](who), What: "une location",
		Place: "Bretagne", From: network.Date{Year: 2026, Month: 7, Day: 1}, Until: network.Date{Year: 2026, Month: 7, Day: 31}, Whom: "sa fille",
		State: network.WishMet, At: kept, Confirmed: kept.Add(time.Hour), Source: "vcard",
	}
}

func pair(word, a, b string) network.Pair {
	return network.Pair{
		ID: id[network.PairID](word), A: id[network.CardID](a), B: id[network.CardID](b), PersonA: id[network.PersonID](a),
		PersonB: id[network.PersonID](b), Kind: network.Introduced, What: "à la banque", On: kept, Source: "vcard",
	}
}

// given adds one of everything that package is about to what imported made.
func given(tx store.Tx) error {
	f := favour("presented", "Anne")
	f.State, f.Due, f.Whom, f.Source = network.Planned, network.Date{Year: 2026, Month: 5, Day: 1}, id[network.CardID]("Paul"), network.Typed
	w, own, p := wish("of Yves", "Yves"), wish("mine", ""), pair("both", "Anne", "Yves")
	a := ask("an ask", "Yves", "Paul")
	w.Source, own.Source, p.Source, a.Source = network.Typed, network.Typed, network.Typed, network.Typed
	return errors.Join(
		tx.PutGoal(goal("season", "Yves")),
		tx.AddFavours([]network.Favour{f}), tx.AddWishes([]network.Wish{w, own, a}),
		tx.PutStep(step(a, network.StepMade, network.OnlySide, kept.Add(time.Hour))), tx.PutStep(step(a, network.StepAsked, network.OnlySide, kept)), tx.AddPairs([]network.Pair{p}),
		tx.PutGathering(network.Gathering{ID: id[network.EncounterID]("typed"), Hosts: true, About: "l’édition"}),
		tx.PutLine(network.Line{ID: id[network.LineID]("line"), At: kept, Text: "Café avec Yves", Made: []network.Ref{{Kind: network.RefWish, ID: own.ID.String()}}}),
	)
}

func presented(b *bench) {
	b.put(alice, "Anne", "Yves")
	f := favour("f", "Anne")
	f.Whom, f.Due = id[network.CardID]("Yves"), network.Date{Year: 2026, Month: 5, Day: 1}
	b.update(alice, func(tx store.Tx) error { return tx.AddFavours([]network.Favour{f}) })
	b.view(alice, func(tx store.Tx) error {
		got, err := tx.Favours(network.PersonID{})
		f.Presented = id[network.PersonID]("Yves")
		if diff := cmp.Diff([]network.Favour{f}, got); diff != "" {
			b.Errorf("favours (-want +got):\n%s", diff)
		}
		return err
	})
	b.update(alice, func(tx store.Tx) error {
		return tx.MoveCard(id[network.CardID]("Yves"), id[network.PersonID]("Anne"))
	})
	b.view(alice, func(tx store.Tx) error {
		got, err := tx.Favours(id[network.PersonID]("Anne"))
		if len(got) != 1 || got[0].Presented != id[network.PersonID]("Anne") {
			b.Errorf("after the card moved: %+v", got)
		}
		return err
	})
}

func wishes(b *bench) {
	b.put(alice, "Anne")
	b.newKeeper(bob)
	old, mine, recent := wish("old", "Anne"), wish("mine", ""), wish("recent", "Anne")
	old.At, old.Confirmed, old.From = kept.AddDate(-1, 0, 0), time.Time{}, network.Date{}
	b.update(alice, func(tx store.Tx) error {
		again := wish("old", "")
		return errors.Join(tx.AddWishes([]network.Wish{old, recent, mine}), tx.AddWishes([]network.Wish{again}))
	})
	all := func(want ...network.Wish) {
		b.Helper()
		b.view(alice, func(tx store.Tx) error {
			got, err := tx.Wishes()
			if diff := cmp.Diff(want, got); diff != "" {
				b.Errorf("wishes (-want +got):\n%s", diff)
			}
			return err
		})
	}
	all(mine, recent, old)
	old.State, old.Kind = network.WishClosed, network.Offer
	b.update(alice, func(tx store.Tx) error { return errors.Join(tx.PutWish(old), tx.DeleteWish(mine.ID)) })
	all(recent, old)
	b.refuses(network.NotFound, "one that is gone", func(tx store.Tx) error { return tx.DeleteWish(mine.ID) })
	b.view(bob, func(tx store.Tx) error {
		got, err := tx.Wishes()
		if len(got) != 0 {
			b.Errorf("another keeper sees %v", got)
		}
		return err
	})
	none := wish("x", "Nobody")
	b.refuses(network.NotFound, "of a card that is not there", func(tx store.Tx) error { return tx.AddWishes([]network.Wish{none}) })
}

func pairs(b *bench) {
	b.put(alice, "Anne", "Yves", "Zoé")
	one, two := pair("one", "Anne", "Yves"), pair("two", "Yves", "Zoé")
	two.On = time.Time{}
	b.update(alice, func(tx store.Tx) error { return tx.AddPairs([]network.Pair{two, one, one}) })
	b.view(alice, func(tx store.Tx) error {
		got, err := tx.Pairs()
		if diff := cmp.Diff([]network.Pair{one, two}, got); diff != "" {
			b.Errorf("pairs (-want +got):\n%s", diff)
		}
		return err
	})
	b.update(alice, func(tx store.Tx) error { return tx.DeletePair(one.ID) })
	b.refuses(network.NotFound, "one that is gone", func(tx store.Tx) error { return tx.DeletePair(one.ID) })
}

func gatherings(b *bench) {
	b.put(alice, "Anne")
	g := network.Gathering{ID: id[network.EncounterID]("e"), Hosts: true, About: "jazz"}
	b.refuses(network.NotFound, "of no encounter", func(tx store.Tx) error { return tx.PutGathering(g) })
	b.update(alice, func(tx store.Tx) error {
		return errors.Join(tx.AddEncounters([]network.Encounter{encounter("e", "Anne")}), tx.PutGathering(g))
	})
	g.About, g.Hosts = "", false
	b.update(alice, func(tx store.Tx) error { return tx.PutGathering(g) })
	b.view(alice, func(tx store.Tx) error {
		got, err := tx.Gatherings()
		if diff := cmp.Diff([]network.Gathering{g}, got); diff != "" {
			b.Errorf("gatherings (-want +got):\n%s", diff)
		}
		return err
	})
	b.update(alice, func(tx store.Tx) error { return tx.DeleteEncounter(g.ID) })
	b.view(alice, func(tx store.Tx) error {
		got, err := tx.Gatherings()
		if len(got) != 0 {
			b.Errorf("after their encounter: %v", got)
		}
		return err
	})
}

func lines(b *bench) {
	one := network.Line{ID: id[network.LineID]("one"), At: kept, Text: "Café avec Yves", Made: []network.Ref{{Kind: network.RefWish, ID: "x"}}}
	two := network.Line{ID: id[network.LineID]("two"), At: kept.Add(time.Hour), Text: "Merci", Made: []network.Ref{}}
	b.update(alice, func(tx store.Tx) error { return errors.Join(tx.PutLine(one), tx.PutLine(two)) })
	one.Text = "Thé avec Yves"
	b.update(alice, func(tx store.Tx) error { return tx.PutLine(one) })
	b.view(alice, func(tx store.Tx) error {
		all, err := tx.LinesBefore(time.Time{}, 10)
		if diff := cmp.Diff([]network.Line{two, one}, all); diff != "" {
			b.Errorf("lines (-want +got):\n%s", diff)
		}
		some, err2 := tx.LinesBefore(two.At, 10)
		few, err3 := tx.LinesBefore(time.Time{}, 1)
		got, err4 := tx.Line(one.ID)
		if len(some) != 1 || len(few) != 1 || got.Text != one.Text {
			b.Errorf("before %v, at most %v, one %v", some, few, got)
		}
		return errors.Join(err, err2, err3, err4)
	})
	b.update(alice, func(tx store.Tx) error { return tx.DeleteLine(two.ID) })
	b.refuses(network.NotFound, "one that is gone", func(tx store.Tx) error { return tx.DeleteLine(two.ID) })
	b.refuses(network.NotFound, "one that is gone", func(tx store.Tx) error { _, err := tx.Line(two.ID); return err })
}

func giveMoves(b *bench) {
	b.put(alice, "Anne", "Yves")
	b.update(alice, func(tx store.Tx) error {
		return errors.Join(
			tx.AddWishes([]network.Wish{wish("w", "Anne")}), tx.AddPairs([]network.Pair{pair("p", "Anne", "Yves"), pair("q", "Yves", "Anne")}),
			tx.MoveCard(id[network.CardID]("Anne"), id[network.PersonID]("Yves")))
	})
	b.view(alice, func(tx store.Tx) error {
		ws, err := tx.Wishes()
		ps, err2 := tx.Pairs()
		yves := id[network.PersonID]("Yves")
		if ws[0].Person != yves || ps[0].PersonA != yves || ps[0].PersonB != yves || ps[1].PersonA != yves || ps[1].PersonB != yves {
			b.Errorf("wish of %v, pairs of %+v", ws[0].Person, ps)
		}
		return errors.Join(err, err2)
	})
	checkNamed(b, "give")
}

func giveDrops(b *bench) {
	imported(b)
	typed, read := wish("typed wish", "Yves"), wish("read wish", "Yves")
	typed.Source = network.Typed
	b.update(alice, func(tx store.Tx) error {
		return errors.Join(
			tx.AddWishes([]network.Wish{typed, read}), tx.AddPairs([]network.Pair{pair("read pair", "Anne", "Yves")}),
			tx.AddOrigins([]store.Origin{origin(network.RefWish, "read wish", "f"), origin(network.RefPair, "read pair", "f")}))
	})
	b.update(alice, func(tx store.Tx) error {
		_, err := tx.DropBatch(id[network.BatchID]("one"), store.Hold{})
		return err
	})
	b.view(alice, func(tx store.Tx) error {
		ws, err := tx.Wishes()
		ps, err2 := tx.Pairs()
		cs, err3 := tx.CardsOf(id[network.PersonID]("Yves"))
		if len(ws) != 1 || ws[0].ID != typed.ID || len(ps) != 0 {
			b.Errorf("left: %v, %v", ws, ps)
		}
		if len(cs) != 1 {
			b.Errorf("the card of a typed wish went: %v", cs)
		}
		return errors.Join(err, err2, err3)
	})
}

func dropCard(b *bench) {
	b.put(alice, "Anne")
	c := card("typed", "Anne")
	c.Source, c.Handles = network.Typed, []network.Handle{{Kind: network.Email, Value: "a@b.example"}}
	w := wish("w", "Anne")
	w.Card = c.ID
	b.update(alice, func(tx store.Tx) error {
		return errors.Join(tx.AddCards([]network.Card{c}), tx.AddWishes([]network.Wish{w}),
			tx.AddFacts([]network.Fact{{ID: id[network.FactID]("f"), Card: c.ID, Kind: network.FactNote, Value: "x"}}))
	})
	b.refuses(network.Conflict, "a card on which a wish hangs", func(tx store.Tx) error { return tx.DropCard(c.ID) })
	b.refuses(network.NotFound, "a card that was read", func(tx store.Tx) error { return tx.DropCard(id[network.CardID]("Anne")) })
	b.update(alice, func(tx store.Tx) error { return errors.Join(tx.DeleteWish(w.ID), tx.DropCard(c.ID)) })
	b.refuses(network.NotFound, "a card that is gone", func(tx store.Tx) error { return tx.DropCard(c.ID) })
	b.view(alice, func(tx store.Tx) error {
		cs, err := tx.CardsOf(id[network.PersonID]("Anne"))
		fs, err2 := tx.FactsOf(id[network.PersonID]("Anne"))
		if len(cs) != 1 || len(fs) != 0 {
			b.Errorf("left: %v, %v", cs, fs)
		}
		return errors.Join(err, err2)
	})
	checkNamed(b, "keys", "give", "presence")
}
