package storetest

import (
	"errors"
	"time"

	"github.com/google/go-cmp/cmp"

	"entregent/internal/network"
	"entregent/internal/store"
)

// ask makes an ask of somebody that leads to somebody.
func ask(word, who, toward string) network.Wish {
	w := wish(word, who)
	w.Kind, w.State, w.Aim = network.Ask, network.WishOpen, "introduction"
	w.Toward, w.Leads = id[network.CardID](toward), id[network.PersonID](toward)
	return w
}

func step(w network.Wish, what network.StepKind, side network.Side, at time.Time) network.Step {
	return network.Step{Wish: w.ID, What: what, Side: side, At: at}
}

func asks(b *bench) {
	b.put(alice, "Anne", "Yves", "Zoé")
	a, intro, need := ask("a", "Anne", "Yves"), ask("intro", "Yves", "Zoé"), wish("need", "Anne")
	intro.Kind, intro.Aim, intro.At = network.Introduce, "", kept.Add(time.Hour)
	b.update(alice, func(tx store.Tx) error { return tx.AddWishes([]network.Wish{a, need, intro}) })
	all := func(what string, want ...network.Wish) {
		b.Helper()
		b.view(alice, func(tx store.Tx) error {
			got, err := tx.Asks()
			if diff := cmp.Diff(want, got); diff != "" {
				b.Errorf("%s (-want +got):\n%s", what, diff)
			}
			return err
		})
	}
	all("asks, newest first", intro, a)
	b.update(alice, func(tx store.Tx) error {
		return tx.MoveCard(id[network.CardID]("Yves"), id[network.PersonID]("Anne"))
	})
	a.Leads, intro.Person = id[network.PersonID]("Anne"), id[network.PersonID]("Anne")
	all("after a card moved", intro, a)
	checkNamed(b, "give")
	a.Toward, a.Leads, a.Aim = network.CardID{}, network.PersonID{}, "advice"
	b.update(alice, func(tx store.Tx) error { return tx.PutWish(a) })
	all("after one was replaced", intro, a)
}

func steps(b *bench) {
	b.put(alice, "Anne", "Yves")
	b.newKeeper(bob)
	a, other := ask("a", "Anne", "Yves"), ask("other", "Anne", "Yves")
	asked, made := step(a, network.StepAsked, network.OnlySide, kept), step(a, network.StepMade, network.Other, kept.Add(time.Hour))
	made.Favour, made.Encounter = id[network.FavourID]("f"), id[network.EncounterID]("e")
	elsewhere := step(other, network.StepAsked, network.OneSide, kept)
	b.refuses(network.NotFound, "a step of no wish", func(tx store.Tx) error { return tx.PutStep(asked) })
	b.update(alice, func(tx store.Tx) error {
		return errors.Join(tx.AddWishes([]network.Wish{a, other}), tx.PutStep(made), tx.PutStep(asked), tx.PutStep(elsewhere))
	})
	all := func(k network.KeeperID, what string, want ...network.Step) {
		b.Helper()
		b.view(k, func(tx store.Tx) error {
			got, err := tx.Steps()
			if diff := cmp.Diff(want, got); diff != "" {
				b.Errorf("%s (-want +got):\n%s", what, diff)
			}
			return err
		})
	}
	all(alice, "by wish, oldest first", asked, made, elsewhere)
	all(bob, "another keeper's")
	made.At, made.Favour = kept.Add(2*time.Hour), network.FavourID{}
	b.update(alice, func(tx store.Tx) error { return tx.PutStep(made) })
	all(alice, "after one was replaced", asked, made, elsewhere)
	b.update(alice, func(tx store.Tx) error { return tx.DeleteStep(network.Step{Wish: a.ID, What: network.StepAsked}) })
	all(alice, "after one was taken back", made, elsewhere)
	b.refuses(network.NotFound, "one that is gone", func(tx store.Tx) error { return tx.DeleteStep(asked) })
	b.update(alice, func(tx store.Tx) error { return tx.DeleteWish(a.ID) })
	all(alice, "after their ask went", elsewhere)
	checkNamed(b, "keys", "give")
}
