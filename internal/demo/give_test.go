package demo

import (
	"reflect"
	"testing"
	"time"

	"entregent/internal/importer"
	"entregent/internal/network"
)

// What people seek and bring is invented as the rest: the same each time, of
// people who are in the network, in the past, with something for each page to show.
func TestGives(t *testing.T) {
	opt := importer.Options{Now: time.Date(2026, 11, 24, 8, 0, 0, 0, time.UTC), Zone: time.UTC}
	for _, lang := range []string{"fr", "en"} {
		got := Reader{Size: Village}.Gives(opt, lang)
		if again := (Reader{Size: Village}).Gives(opt, lang); !reflect.DeepEqual(got, again) {
			t.Errorf("%s: not the same twice", lang)
		}
		known := map[string]bool{"": true}
		for e := range (Reader{Size: Village}).Read(t.Context(), nil, importer.Part{}, opt) {
			if e.Card != nil {
				for _, h := range e.Card.Handles {
					known[h.Value] = true
				}
			}
		}
		kinds, own := map[network.WishKind]int{}, map[network.WishKind]int{}
		for _, w := range got.Wishes {
			kinds[w.Kind]++
			if w.Who == "" {
				own[w.Kind]++
			}
			if !known[w.Who] || w.What == "" || w.On.After(opt.Now) || w.On.IsZero() {
				t.Errorf("%s: %+v", lang, w)
			}
		}
		if kinds[network.Need] < 8 || kinds[network.Offer] < 8 || kinds[network.Ask] == 0 || own[network.Offer] < 3 || own[network.Need] == 0 {
			t.Errorf("%s: %v, own %v", lang, kinds, own)
		}
		coming := 0
		for _, g := range got.Gatherings {
			if g.On.String() > network.DateOf(opt.Now).String() {
				coming++
			}
			for _, h := range append(g.Invited, g.Coming...) {
				if !known[h] {
					t.Errorf("%s: %s is nobody", lang, h)
				}
			}
		}
		if len(got.Gatherings) != 2 || coming != 1 {
			t.Errorf("%s: %+v", lang, got.Gatherings)
		}
	}
	for _, size := range []Size{{People: 1, Years: 1}, {People: 3, Years: 1}, {People: 30, Years: 2}} {
		Reader{Size: size}.Gives(opt, "fr")
	}
}
