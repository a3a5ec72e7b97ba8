package app_test

import (
	"context"
	"errors"
	"testing"

	"entregent/internal/network"

	"github.com/google/go-cmp/cmp"
)

// An undo that is only asked about says to the letter what the undo then does,
// and writes nothing.
func TestUndoDrySaysWhatUndoDoes(t *testing.T) {
	ctx := context.Background()
	h := newHouse(t, noon)
	card := func(name, mail string) string {
		return "BEGIN:VCARD\r\nVERSION:3.0\r\nFN:" + name + "\r\nEMAIL:" + mail + "\r\nEND:VCARD\r\n"
	}
	yves, anne, paul, lea := card("Yves Martin", "yves@exemple.example"), card("Anne Roux", "anne@exemple.example"), card("Paul Petit", "paul@exemple.example"), card("Léa Blanc", "lea@exemple.example")
	first := h.imports(h.file("a.vcf", yves+anne+paul))[0]
	h.imports(h.file("b.vcf", anne+lea))
	for _, name := range []string{"Paul Petit", "Léa Blanc"} { // of Léa the first import says nothing
		who, err := h.Find(ctx, h.keeper, name)
		if err != nil {
			t.Fatal(err)
		}
		if err := h.AddFact(ctx, h.keeper, who, network.FactInterest, "le violon", "", ""); err != nil {
			t.Fatal(err)
		}
	}
	id, err := network.ParseID[network.BatchID](first.ID)
	if err != nil {
		t.Fatal(err)
	}
	before, change := h.export(), h.change()
	asked, err := h.UndoDry(ctx, h.keeper, id)
	if err != nil {
		t.Fatal(err)
	}
	if h.export() != before || h.change() != change {
		t.Error("asking changed the book")
	}
	if len(asked.Kept) != 1 || asked.Kept[0].Name != "Paul Petit" || asked.Kept[0].Why != "typed" {
		t.Errorf("kept: %+v", asked.Kept)
	}
	if len(asked.Gone) != 1 || asked.Gone[0].Name != "Yves Martin" || len(asked.Others) != 1 || asked.Others[0].Name != "Anne Roux" {
		t.Errorf("gone %+v, others %+v", asked.Gone, asked.Others)
	}
	done, err := h.Undo(ctx, h.keeper, id, "")
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(asked, done); diff != "" {
		t.Errorf("asked and done differ (-asked +done):\n%s", diff)
	}
	if got := h.names(); got != "Anne Roux, Léa Blanc, Paul Petit" {
		t.Errorf("left: %s", got)
	}
	if _, err := h.UndoDry(ctx, h.keeper, id); !errors.Is(err, network.NotFound) {
		t.Errorf("of an import that is gone: %v", err)
	}
	h.whole()
}

func (h *house) change() int64 {
	h.t.Helper()
	n, err := h.Change(context.Background(), h.keeper)
	if err != nil {
		h.t.Fatal(err)
	}
	return n
}
