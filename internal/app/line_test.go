package app_test

import (
	"context"
	"strings"
	"testing"

	"entregent/internal/i18n"
	"entregent/internal/network"
)

// The line of the product's own description, written down whole.
func TestOneLineAfterACoffee(t *testing.T) {
	ctx := context.Background()
	h := newHouse(t, noon)
	h.imports(h.file("a.vcf", "BEGIN:VCARD\nVERSION:3.0\nFN:Yves Martin\nEMAIL:yves@exemple.example\nEND:VCARD\n"))
	line := "Café avec Yves Martin hier aux Halles : cherche une location en Bretagne en juillet, sa fille commence le judo, m'a présenté Karim Benali"
	before := h.export()
	dry, err := h.ReadLine(ctx, h.keeper, line, "fr")
	if err != nil || dry.Recorded || h.export() != before {
		t.Fatalf("reading wrote: %v", err)
	}
	for range 2 { // the second time with the same key is the first
		if _, err := h.RecordLine(ctx, h.keeper, line, "fr", "a-key"); err != nil {
			t.Fatal(err)
		}
	}
	b := h.briefing("Yves Martin")
	if len(b.Encounters) != 1 || b.Encounters[0].Channel != network.InPerson || b.Encounters[0].On.String() != "2026-10-31" || b.Encounters[0].Subject != line {
		t.Errorf("encounters: %+v", b.Encounters)
	}
	if !b.Person.Met {
		t.Error("met in person, and not said so")
	}
	if len(b.Favours) != 1 || b.Favours[0].Kind != network.Introduction || !strings.Contains(b.Favours[0].What, "Karim Benali") {
		t.Errorf("favours: %+v", b.Favours)
	}
	found := false
	for _, f := range b.Facts {
		found = found || strings.Contains(f.Value, "judo")
	}
	if !found {
		t.Errorf("facts: %+v", b.Facts)
	}
	if h.names() != "Karim Benali, Yves Martin" {
		t.Errorf("people: %s", h.names())
	}
	loops, err := h.Loops(ctx, h.keeper, i18n.For("fr"))
	if err != nil || len(loops) != 1 || loops[0].Kind != network.ThanksDue {
		t.Errorf("loops: %+v, %v", loops, err)
	}
	h.whole()
}
