package app_test

import (
	"context"
	"errors"
	"strings"
	"testing"

	"entregent/internal/app"
	"entregent/internal/network"
)

// What is done to many is done to all of them, and taken back as a whole: the book
// is then what it was, to the byte.
func TestManyAtOnceAndBack(t *testing.T) {
	ctx := context.Background()
	h := doubtful(t)
	all, err := h.People(ctx, h.keeper, app.PeopleAsk{Limit: 100})
	if err != nil {
		t.Fatal(err)
	}
	var ids []network.PersonID
	for _, p := range all.People[:min(3, len(all.People))] {
		id, _ := network.ParseID[network.PersonID](p.ID)
		ids = append(ids, id)
	}
	for _, tt := range []struct {
		do    app.BulkDeed
		value string
		ask   app.PeopleAsk
	}{
		{app.BulkTag, "Salon 2026", app.PeopleAsk{Tag: "salon 2026"}},
		{app.BulkCircle, "15", app.PeopleAsk{Circle: "15"}},
		{app.BulkArchive, "", app.PeopleAsk{Archived: true}},
		{app.BulkBin, "", app.PeopleAsk{}},
	} {
		t.Run(string(tt.do), func(t *testing.T) {
			before := h.export()
			tt.ask.Limit = 100
			first, _ := h.People(ctx, h.keeper, tt.ask)
			got, err := h.Bulk(ctx, h.keeper, ids, tt.do, tt.value, "")
			if err != nil || got.Done == 0 || got.ID == "" {
				t.Fatalf("%+v, %v", got, err)
			}
			then, err := h.People(ctx, h.keeper, tt.ask)
			change := then.Total - first.Total
			if tt.do == app.BulkBin {
				change = -change
			}
			if err != nil || change != got.Done {
				t.Errorf("%d people answer to it more, %v; it was done to %d", change, err, got.Done)
			}
			again, err := h.Bulk(ctx, h.keeper, ids, tt.do, tt.value, "")
			if tt.do != app.BulkBin && (err != nil || again.Done != 0) {
				t.Errorf("done twice: %+v, %v", again, err)
			}
			if err := h.UndoBulk(ctx, h.keeper, got.ID); err != nil {
				t.Fatal(err)
			}
			if d := difference(before, h.export()); d != "" {
				t.Errorf("taken back, it left:\n%s", d)
			}
		})
	}
}

// A circle that cannot hold them all holds none of them more than before.
func TestACircleTooSmallForAll(t *testing.T) {
	ctx := context.Background()
	h := doubtful(t)
	k, err := h.Keeper(ctx, h.keeper)
	set := k.Settings
	set.Places = []network.Circle{{Name: "5", Capacity: 1}}
	if err := errors.Join(err, h.PutSettings(ctx, h.keeper, set)); err != nil {
		t.Fatal(err)
	}
	all, _ := h.People(ctx, h.keeper, app.PeopleAsk{Limit: 2})
	var ids []network.PersonID
	for _, p := range all.People {
		id, _ := network.ParseID[network.PersonID](p.ID)
		ids = append(ids, id)
	}
	before := h.export()
	if _, err := h.Bulk(ctx, h.keeper, ids, app.BulkCircle, "5", ""); !errors.Is(err, network.Conflict) {
		t.Errorf("two in a place for one: %v", err)
	}
	if h.export() != before {
		t.Error("somebody moved all the same")
	}
}

func TestWhoCameWithAnImport(t *testing.T) {
	ctx := context.Background()
	h := doubtful(t)
	list, err := h.Batches(ctx, h.keeper)
	if err != nil || len(list) == 0 {
		t.Fatal(err)
	}
	b := list[0]
	one, err := h.People(ctx, h.keeper, app.PeopleAsk{Batch: b.ID, Limit: 100})
	month, err2 := h.People(ctx, h.keeper, app.PeopleAsk{Batch: b.At.Format("2006-01"), Limit: 100})
	source, err3 := h.People(ctx, h.keeper, app.PeopleAsk{Source: b.Format, Limit: 100})
	if err := errors.Join(err, err2, err3); err != nil || one.Total == 0 || month.Total < one.Total || source.Total < one.Total {
		t.Errorf("of the import %d, of its month %d, of its source %d, %v", one.Total, month.Total, source.Total, err)
	}
	if _, err := h.People(ctx, h.keeper, app.PeopleAsk{Batch: "1999-01"}); !errors.Is(err, network.NotFound) {
		t.Errorf("a month without imports: %v", err)
	}
}

// Of somebody erased, nothing is left in what is kept to take a deed back.
func TestADeedForgetsTheErased(t *testing.T) {
	ctx := context.Background()
	h := doubtful(t)
	all, _ := h.People(ctx, h.keeper, app.PeopleAsk{Limit: 2})
	var ids []network.PersonID
	for _, p := range all.People {
		id, _ := network.ParseID[network.PersonID](p.ID)
		ids = append(ids, id)
	}
	got, err := h.Bulk(ctx, h.keeper, ids, app.BulkTag, "canari-unique", "")
	if err != nil || got.Done != 2 {
		t.Fatal(got, err)
	}
	if _, err := h.Bulk(ctx, h.keeper, ids, app.BulkUntag, "canari-unique", ""); err != nil {
		t.Fatal(err)
	}
	if _, err := h.Erase(ctx, h.keeper, ids[0]); err != nil {
		t.Fatal(err)
	}
	if strings.Contains(h.export(), all.People[0].ID) {
		t.Error("the erased is still named in the book")
	}
	if err := h.UndoBulk(ctx, h.keeper, got.ID); err != nil {
		t.Error(err)
	}
}
