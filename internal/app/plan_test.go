package app_test

import (
	"context"
	"fmt"
	"strconv"
	"strings"
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

// inner lists who is in the circle of the closest five, by name.
func (h *house) inner() string {
	h.t.Helper()
	v, err := h.Village(context.Background(), h.keeper)
	if err != nil {
		h.t.Fatal(err)
	}
	var names []string
	for _, m := range v.Circles[0].Members {
		names = append(names, strings.Fields(m.Name)[0])
	}
	return strings.Join(names, " ")
}

// wrote reads in so many letters of the keeper's to somebody, one a day up to
// the day before yesterday.
func (h *house) wrote(name string, from, until int) {
	h.t.Helper()
	var mails strings.Builder
	for d := from; d <= until; d++ {
		id, _ := strconv.Atoi(fmt.Sprintf("%d%03d", name[0], d))
		mails.WriteString(letter(id, true, name, h.now.AddDate(0, 0, -1-d).Add(-time.Hour)))
	}
	h.reads1("lettres.mbox", mails.String())
}

// A proposed place does not change hands with every mail: whoever was proposed
// when the desk was last fixed leaves only when outranked by far.
func TestProposalsHold(t *testing.T) {
	h := newHouse(t, "2026-11-24T08:00:00Z")
	for i, name := range []string{"Ana Roux", "Bob Roux", "Cid Roux", "Dan Roux", "Eve Roux", "Flo Roux", "Gus Roux"} {
		h.wrote(name, 1, 24-2*i)
	}
	want := "Ana Bob Cid Dan Eve"
	if got := h.inner(); got != want {
		t.Fatalf("at first: %s", got)
	}
	h.wrote("Flo Roux", 15, 18)
	if got := h.inner(); got != "Ana Bob Cid Dan Flo" {
		t.Errorf("nobody was proposed yet, so the strongest are: %s", got)
	}
	h = newHouse(t, "2026-11-24T08:00:00Z")
	for i, name := range []string{"Ana Roux", "Bob Roux", "Cid Roux", "Dan Roux", "Eve Roux", "Flo Roux", "Gus Roux"} {
		h.wrote(name, 1, 24-2*i)
	}
	h.desk()
	h.wrote("Flo Roux", 15, 18)
	if got := h.inner(); got != want {
		t.Errorf("outranked by one: %s, want %s", got, want)
	}
	h.wrote("Gus Roux", 13, 18)
	if got := h.inner(); got != "Ana Bob Cid Dan Flo" {
		t.Errorf("outranked by two, beyond 1.2 times the places: %s", got)
	}
}
