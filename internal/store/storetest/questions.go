package storetest

import (
	"bytes"
	"errors"
	"strings"
	"time"

	"github.com/google/go-cmp/cmp"

	"entregent/internal/network"
	"entregent/internal/store"
)

func openQuestion(word, who string) network.OpenQuestion {
	return network.OpenQuestion{
		ID: id[network.QuestionID](word), Card: id[network.CardID](who), Person: id[network.PersonID](who), Hash: [32]byte{byte(len(word)), 7, byte(word[0])},
		At: kept, Until: kept.AddDate(0, 0, 30), Lang: "fr", Familiar: network.Tu, Named: true,
		Answered: kept.Add(time.Hour), MetHow: "Au judo", CallFor: "Un conseil", ToMeet: "Karim",
	}
}

func openQuestions(b *bench) {
	b.put(alice, "Anne", "Yves")
	b.newKeeper(bob)
	one, two := openQuestion("one", "Anne"), openQuestion("three", "Yves")
	two.At, two.Answered, two.MetHow, two.CallFor, two.ToMeet, two.Named, two.Familiar = kept.Add(time.Hour), time.Time{}, "", "", "", false, ""
	b.update(alice, func(tx store.Tx) error { return errors.Join(tx.PutOpenQuestion(one), tx.PutOpenQuestion(two)) })
	list := func(want ...network.OpenQuestion) {
		b.Helper()
		b.view(alice, func(tx store.Tx) error {
			got, err := tx.OpenQuestions()
			if diff := cmp.Diff(want, got); diff != "" {
				b.Errorf("open questions (-want +got):\n%s", diff)
			}
			return err
		})
	}
	list(two, one)
	b.view(alice, func(tx store.Tx) error {
		got, err := tx.OpenQuestionByHash(one.Hash)
		if diff := cmp.Diff(one, got); diff != "" {
			b.Errorf("by its hash (-want +got):\n%s", diff)
		}
		return err
	})
	b.view(bob, func(tx store.Tx) error {
		if _, err := tx.OpenQuestionByHash(one.Hash); !errors.Is(err, network.NotFound) {
			b.Errorf("another keeper's: %v", err)
		}
		return nil
	})
	b.refuses(network.Conflict, "two by one link", func(tx store.Tx) error {
		other := openQuestion("other", "Anne")
		other.Hash = one.Hash
		return tx.PutOpenQuestion(other)
	})
	b.refuses(network.NotFound, "of a card that is not there", func(tx store.Tx) error { return tx.PutOpenQuestion(openQuestion("x", "Nobody")) })
	one.Hash, one.Withdrawn, two.Hash = [32]byte{}, kept.Add(2*time.Hour), [32]byte{} // without a link there may be several
	b.update(alice, func(tx store.Tx) error { return errors.Join(tx.PutOpenQuestion(one), tx.PutOpenQuestion(two)) })
	list(two, one)
	b.view(alice, func(tx store.Tx) error {
		if _, err := tx.OpenQuestionByHash([32]byte{}); !errors.Is(err, network.NotFound) {
			b.Errorf("no link leads to: %v", err)
		}
		return nil
	})
	b.update(alice, func(tx store.Tx) error { return tx.DeleteOpenQuestion(two.ID) })
	list(one)
	b.refuses(network.NotFound, "one that is gone", func(tx store.Tx) error { return tx.DeleteOpenQuestion(two.ID) })
}

// The answer is exported, what opens the link is not.
func openQuestionLeavesTheLink(b *bench) {
	b.put(alice, "Anne", "Yves")
	c := card("typed", "Anne")
	c.Source, c.Handles = network.Typed, nil
	q := openQuestion("one", "Anne")
	q.Card = c.ID
	b.update(alice, func(tx store.Tx) error { return errors.Join(tx.AddCards([]network.Card{c}), tx.PutOpenQuestion(q)) })
	b.refuses(network.Conflict, "a card that was asked", func(tx store.Tx) error { return tx.DropCard(c.ID) })
	b.update(alice, func(tx store.Tx) error { return tx.MoveCard(c.ID, id[network.PersonID]("Yves")) })
	q.Person = id[network.PersonID]("Yves")
	var out bytes.Buffer
	b.view(alice, func(tx store.Tx) error {
		got, err := tx.OpenQuestionByHash(q.Hash)
		if got.Person != q.Person {
			b.Errorf("its card moved, and it is of %s", got.Person)
		}
		return errors.Join(err, tx.Export(&out))
	})
	if !strings.Contains(out.String(), "Un conseil") || strings.Contains(out.String(), `"hash"`) {
		b.Errorf("the export:\n%s", out.String())
	}
	b.newKeeper(bob)
	b.update(bob, func(tx store.Tx) error { return tx.Restore(&out) })
	b.view(bob, func(tx store.Tx) error {
		got, err := tx.OpenQuestions()
		if len(got) != 1 || got[0].Hash != [32]byte{} || got[0].CallFor != q.CallFor || got[0].Person != q.Person {
			b.Errorf("read back: %+v", got)
		}
		return err
	})
	checkNamed(b, "questions", "keys")
	b.update(alice, func(tx store.Tx) error { return errors.Join(tx.DeleteOpenQuestion(q.ID), tx.DropCard(c.ID)) })
}
