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

func source(word string) store.Source {
	return store.Source{
		ID: id[network.SourceID](word), Kind: "imap", Name: "Boîte " + word, Address: "imap.example.org", Account: word + "@example.org",
		Folders: []string{"INBOX", "Envoyés"}, Every: 6 * time.Hour, At: kept, State: []byte(`{"folders":{}}`),
	}
}

func sources(b *bench) {
	one, two := source("one"), source("two")
	two.At, two.Folders, two.State = kept.Add(time.Hour), []string{}, nil
	first, second := batch("first"), batch("second")
	b.update(alice, func(tx store.Tx) error {
		return errors.Join(
			tx.PutSource(two), tx.PutSource(one), tx.PutBatch(first), tx.PutBatch(second),
			tx.PutTaken(one.ID, first.ID), tx.PutTaken(one.ID, second.ID), tx.PutTaken(one.ID, second.ID),
			tx.PutSecret("source:"+one.ID.String(), []byte("canary")))
	})
	one.Paused, one.Words, one.Near, one.Failures = true, true, true, 3
	one.Read, one.Tried, one.Told = kept, kept.Add(time.Minute), []byte(`{"key":"out.near"}`)
	b.update(alice, func(tx store.Tx) error { return tx.PutSource(one) })
	b.view(alice, func(tx store.Tx) error {
		all, err := tx.Sources()
		got, err2 := tx.Source(one.ID)
		if diff := cmp.Diff([]store.Source{one, two, one}, append(all, got)); diff != "" {
			b.Errorf("sources (-want +got):\n%s", diff)
		}
		taken, err3 := tx.TakenBy(one.ID)
		if diff := cmp.Diff([]network.BatchID{second.ID, first.ID}, taken); diff != "" {
			b.Errorf("taken (-want +got):\n%s", diff)
		}
		var out bytes.Buffer
		err4 := tx.Export(&out)
		if s := out.String(); !strings.Contains(s, `"imap.example.org"`) || strings.Contains(s, "canary") || strings.Contains(s, "failures") {
			b.Errorf("the export says where a source is, and neither its password nor how far it was read:\n%s", s)
		}
		return errors.Join(err, err2, err3, err4)
	})
	b.view(bob, func(tx store.Tx) error {
		all, err := tx.Sources()
		if len(all) > 0 {
			b.Errorf("bob sees %v", all)
		}
		return err
	})
	b.update(alice, func(tx store.Tx) error {
		_, err := tx.DropBatch(second.ID, store.Hold{})
		return err
	})
	b.view(alice, func(tx store.Tx) error {
		taken, err := tx.TakenBy(one.ID)
		if diff := cmp.Diff([]network.BatchID{first.ID}, taken); diff != "" {
			b.Errorf("after an undo (-want +got):\n%s", diff)
		}
		return err
	})
	b.update(alice, func(tx store.Tx) error { return tx.DropSource(one.ID) })
	b.view(alice, func(tx store.Tx) error {
		_, err := tx.Batch(first.ID)
		taken, err2 := tx.TakenBy(one.ID)
		if len(taken) > 0 {
			b.Errorf("a source that is gone brought %v", taken)
		}
		return errors.Join(err, err2)
	})
	b.refuses(network.NotFound, "no such source", func(tx store.Tx) error { _, err := tx.Source(one.ID); return err })
	b.refuses(network.NotFound, "a source that is gone", func(tx store.Tx) error { return tx.DropSource(one.ID) })
	b.refuses(network.NotFound, "a batch of no source", func(tx store.Tx) error { return tx.PutTaken(one.ID, first.ID) })
}
