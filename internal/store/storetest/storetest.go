// Package storetest holds the conformance suite for implementations of
// store.House. A rule about storage that is not checked here is not a rule.
package storetest

import (
	"context"
	"errors"
	"fmt"
	"testing"
	"time"

	"entregent/internal/network"
	"entregent/internal/store"
)

// Run checks a store. Open must return a new, empty one on each call.
func Run(t *testing.T, open func(t testing.TB) store.House) {
	for _, tt := range []struct {
		name string
		fn   func(*bench)
	}{
		{"a keeper is kept, and taken only once", keepers},
		{"a keeper that is not there is not found", noKeeper},
		{"keepers are strangers to each other", strangers},
		{"a failed update leaves nothing", failedUpdate},
		{"a view cannot write", viewCannotWrite},
		{"the change number goes up once for each update that wrote", changeNumber},
		{"the same key answers once", doneOnce},
		{"cards come back as they were, in the order of arrival", cards},
		{"a card added twice stays as it was", cardTwice},
		{"a card moves with all that hangs on it", moveCard},
		{"a typed card goes when nothing hangs on it", dropCard},
		{"facts are ordered, added once, and deleted only if typed", facts},
		{"a person comes back whole", personRoundTrip},
		{"an old version is refused", personVersion},
		{"a person is dropped only without cards, and leaves a tombstone", dropPerson},
		{"names sort the same everywhere", sorts},
		{"people are found by words", found},
		{"lists narrow", narrow},
		{"lists agree with a plain search of everybody", listsAreExact},
		{"encounters come back with everyone present", encounters},
		{"what is there already keeps what it has", encounterTwice},
		{"contacts are grouped by person, oldest first", contacts},
		{"encounters of several are walked through once", together},
		{"days follow the zone", redate},
		{"an encounter is replaced and deleted", putEncounter},
		{"proposed meetings, newest first", proposed},
		{"editions of calendar events", editions},
		{"events of one's own calendar with nobody else", alone},
		{"what is to come takes its time", toCome},
		{"where people were met in person", inPlaces},
		{"favours", favours},
		{"who was presented is found by their card", presented},
		{"needs, offers and asks", wishes},
		{"asks, and whom they lead to", asks},
		{"steps go with their ask", steps},
		{"ties between others", pairs},
		{"goals with their aims", goals},
		{"an aim follows its card, and holds it", aimMoves},
		{"open questions", openQuestions},
		{"an open question follows its card, and leaves without its link", openQuestionLeavesTheLink},
		{"gatherings go with their encounter", gatherings},
		{"lines, newest first", lines},
		{"wishes and ties between others follow their cards", giveMoves},
		{"undoing a batch takes the wishes and ties that only it says", giveDrops},
		{"the keeper's own trace", owns},
		{"contacts between two moments", contactsBetween},
		{"ties and ego", ties},
		{"whoever is stirred is named", stirs},
		{"what did not take place stirs nobody", stirsOfAFailedUpdate},
		{"a roll is kept, and lost with a person", rolls},
		{"several are read at once", several},
		{"forecasts and what they taught", forecasts},
		{"forecasts go with their person, and come back with an export", forecastsGo},
		{"day lists and answers", desk},
		{"sessions and secrets", doors},
		{"batches, files and origins", batches},
		{"live sources, and what they brought", sources},
		{"undoing a batch takes what only it says", dropBatch},
		{"undoing a batch leaves what is held", dropBatchHold},
		{"doing and undoing leaves the export as it was", undoIsExact},
		{"what an export says, another book can read", exportRestore},
		{"an export of another book is refused", restoreOther},
		{"a line not understood is named", restoreBadLine},
		{"text that a database would choke on", oddText},
		{"whoever is erased goes, and others stay", erasing},
		{"what is called during a walk may ask", walkAsks},
		{"a check of a sound book is sound", checkSound},
	} {
		t.Run(tt.name, func(t *testing.T) {
			b := &bench{T: t, house: open(t)}
			b.newKeeper(alice)
			tt.fn(b)
		})
	}
}

// A bench is one test with its store.
type bench struct {
	*testing.T
	house store.House
}

var alice, bob = id[network.KeeperID]("alice"), id[network.KeeperID]("bob")

// when is a moment with a zone and with more digits than are kept.
var when = time.Date(2026, 3, 29, 2, 30, 0, 123456789, time.FixedZone("CEST", 7200))

// kept is when as it comes back.
var kept = when.UTC().Truncate(time.Microsecond)

// id makes an id from a word, for reading in failures.
func id[ID ~[16]byte](word string) (out ID) {
	copy(out[:], word)
	return out
}

func (b *bench) newKeeper(k network.KeeperID) {
	b.Helper()
	err := b.house.NewKeeper(context.Background(), network.Keeper{
		ID: k, Seed: []byte("seed of " + k.String()), Settings: network.Settings{Zone: "Europe/Paris", Names: []string{"Élise"}},
	})
	if err != nil {
		b.Fatal(err)
	}
}

func (b *bench) update(k network.KeeperID, fn func(store.Tx) error) {
	b.Helper()
	if err := b.house.Update(context.Background(), k, fn); err != nil {
		b.Fatal(err)
	}
}

func (b *bench) view(k network.KeeperID, fn func(store.Tx) error) {
	b.Helper()
	if err := b.house.View(context.Background(), k, fn); err != nil {
		b.Fatal(err)
	}
}

// refuses runs fn in an update and wants it to fail in a certain way.
func (b *bench) refuses(want network.Kind, what string, fn func(store.Tx) error) {
	b.Helper()
	if err := b.house.Update(context.Background(), alice, fn); !errors.Is(err, want) {
		b.Errorf("%s: %v, want %v", what, err, want)
	}
}

// put stores persons, each with one card of the same name.
func (b *bench) put(k network.KeeperID, names ...string) {
	b.Helper()
	b.update(k, func(tx store.Tx) error {
		for _, n := range names {
			p := network.Person{ID: id[network.PersonID](n), Standing: network.Contact, Name: n, SortKey: network.Fold(n)}
			if err := tx.PutPerson(&p, []string{network.Fold(n)}); err != nil {
				return fmt.Errorf("person %s: %w", n, err)
			}
			if err := tx.AddCards([]network.Card{{ID: id[network.CardID](n), Source: "book", Name: n, Person: p.ID, Born: p.ID}}); err != nil {
				return fmt.Errorf("card %s: %w", n, err)
			}
		}
		return nil
	})
}
