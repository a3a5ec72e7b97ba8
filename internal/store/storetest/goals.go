package storetest

import (
	"errors"
	"time"

	"github.com/google/go-cmp/cmp"

	"entregent/internal/network"
	"entregent/internal/store"
)

// goal makes a goal that aims at somebody, and at somebody never seen.
func goal(word, who string) network.Goal {
	return network.Goal{
		ID: id[network.GoalID](word), What: "une tribune dans la presse", From: network.Date{Year: 2026, Month: 3, Day: 1},
		Until: network.Date{Year: 2026, Month: 6, Day: 30}, State: network.GoalReached, At: kept, Ended: kept.Add(time.Hour),
		Aims: []network.Aim{
			{Kind: network.AimPerson, What: who, Card: id[network.CardID](who), Person: id[network.PersonID](who)},
			{Kind: network.AimPerson, What: "Élise Inconnue"},
			{Kind: network.AimField, What: "journaliste"},
			{Kind: network.AimKnownFor, What: "les familles"},
		},
	}
}

func (b *bench) goals(k network.KeeperID, want ...network.Goal) {
	b.Helper()
	b.view(k, func(tx store.Tx) error {
		got, err := tx.Goals()
		if diff := cmp.Diff(want, got); diff != "" {
			b.Errorf("goals (-want +got):\n%s", diff)
		}
		return err
	})
}

func goals(b *bench) {
	b.put(alice, "Anne", "Yves")
	b.newKeeper(bob)
	one, two := goal("one", "Anne"), goal("two", "Yves")
	two.At, two.Ended, two.Until, two.State, two.Aims = kept.Add(time.Hour), time.Time{}, network.Date{}, network.GoalOpen, nil
	b.update(alice, func(tx store.Tx) error { return errors.Join(tx.PutGoal(one), tx.PutGoal(two)) })
	b.goals(alice, two, one)
	b.goals(bob)
	one.What, one.State, one.Ended, one.Aims = "un stage", network.GoalOpen, time.Time{}, one.Aims[2:]
	b.update(alice, func(tx store.Tx) error { return errors.Join(tx.PutGoal(one), tx.DeleteGoal(two.ID)) })
	b.goals(alice, one)
	b.refuses(network.NotFound, "one that is gone", func(tx store.Tx) error { return tx.DeleteGoal(two.ID) })
	b.refuses(network.NotFound, "at a card that is not there", func(tx store.Tx) error { return tx.PutGoal(goal("x", "Nobody")) })
}

func aimMoves(b *bench) {
	b.put(alice, "Anne", "Yves")
	c := card("typed", "Anne")
	c.Source, c.Handles = network.Typed, nil
	g := goal("one", "Anne")
	g.Aims[0].Card = c.ID
	b.update(alice, func(tx store.Tx) error { return errors.Join(tx.AddCards([]network.Card{c}), tx.PutGoal(g)) })
	b.refuses(network.Conflict, "a card that is aimed at", func(tx store.Tx) error { return tx.DropCard(c.ID) })
	b.update(alice, func(tx store.Tx) error { return tx.MoveCard(c.ID, id[network.PersonID]("Yves")) })
	g.Aims[0].Person = id[network.PersonID]("Yves")
	b.goals(alice, g)
	checkNamed(b, "goals", "keys")
	b.update(alice, func(tx store.Tx) error { return errors.Join(tx.DeleteGoal(g.ID), tx.DropCard(c.ID)) })
}
