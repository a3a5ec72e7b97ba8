package app_test

import (
	"context"
	"testing"
	"time"

	"entregent/internal/demo"
	"entregent/internal/network"
)

// The keeper's minutes and quiet days are kept in the settings and honoured,
// whatever there is to do.
func TestTheDayIsTheKeepers(t *testing.T) {
	for _, v := range []struct {
		name   string
		change func(*network.Settings)
		most   int // gestures
		quiet  bool
	}{
		{"as it comes: three gestures, twenty minutes", func(*network.Settings) {}, 3, false},
		{"five minutes a day", func(s *network.Settings) { s.Minutes = 5 }, 1, false},
		{"ten gestures, and half an hour", func(s *network.Settings) { s.Gestures, s.Minutes = 10, 30 }, 10, false},
		{"Tuesdays are quiet", func(s *network.Settings) { s.Quiet = []int{2} }, 0, true},
		{"Sundays are quiet, and this is none", func(s *network.Settings) { s.Quiet = []int{0} }, 3, false},
		{"a pause to this day", func(s *network.Settings) { s.Pause = network.Date{Year: 2026, Month: 11, Day: 24} }, 0, true},
	} {
		t.Run(v.name, func(t *testing.T) {
			h := newHouse(t, "2026-11-24T08:00:00Z")
			size := demo.Village
			size.People, size.Years = 80, 3
			if _, err := h.FillDemo(context.Background(), h.keeper, demo.Reader{Size: size}, "demo", nil); err != nil {
				t.Fatal(err)
			}
			k, err := h.Keeper(context.Background(), h.keeper)
			if err != nil {
				t.Fatal(err)
			}
			v.change(&k.Settings)
			if err := h.PutSettings(context.Background(), h.keeper, k.Settings); err != nil {
				t.Fatal(err)
			}
			d := h.desk()
			minutes := 0
			for _, g := range d.Gestures {
				minutes += g.Minutes
			}
			if len(d.Gestures) > v.most || minutes > k.Settings.DayMinutes() || d.Quiet != v.quiet || !v.quiet && len(d.Gestures) == 0 {
				t.Errorf("%d gestures, %d minutes, quiet %v", len(d.Gestures), minutes, d.Quiet)
			}
			if v.quiet && (len(d.Loops) > 0 || len(d.More) == 0) {
				t.Errorf("on a quiet day loops are folded: %d shown, %d folded", len(d.Loops), len(d.More))
			}
			h.now = h.now.Add(24 * time.Hour)
			if v.quiet && v.name == "Tuesdays are quiet" && len(h.desk().Gestures) == 0 {
				t.Error("nothing on the Wednesday after")
			}
		})
	}
}
