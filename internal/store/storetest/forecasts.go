package storetest

import (
	"errors"
	"slices"
	"strings"

	"entregent/internal/network"
	"entregent/internal/store"
	"github.com/google/go-cmp/cmp"
)

var anne, yves = id[network.PersonID]("Anne"), id[network.PersonID]("Yves")

// theForecasts are in the order in which a store tells them.
var theForecasts = []store.Forecast{
	{Person: anne, Horizon: 30, Day: -3, Z: -250, Outcome: "silent"},
	{Person: anne, Horizon: 30, Day: 27, Z: 1000},
	{Person: anne, Horizon: 90, Day: -3, Z: 0},
	{Person: yves, Horizon: 30, Day: 7, Z: 41, Outcome: "contact"},
}

func (b *bench) allForecasts() (out []store.Forecast) {
	b.view(alice, func(tx store.Tx) error {
		return tx.AllForecasts(func(f store.Forecast) error { out = append(out, f); return nil })
	})
	return out
}

func forecasts(b *bench) {
	b.put(alice, "Anne", "Yves")
	b.view(alice, func(tx store.Tx) error {
		if c, err := tx.Calibration(); err != nil || c != nil {
			b.Errorf("nothing learnt yet: %q, %v", c, err)
		}
		return nil
	})
	first := slices.Clone(theForecasts)
	first[0].Outcome, first[3].Z = "", 7 // replaced below
	slices.Reverse(first)
	b.update(alice, func(tx store.Tx) error {
		return errors.Join(tx.PutForecasts(first), tx.PutForecasts(theForecasts), tx.PutCalibration([]byte("a")), tx.PutCalibration([]byte("b")))
	})
	if diff := cmp.Diff(theForecasts, b.allForecasts()); diff != "" {
		b.Errorf("forecasts (-want +got):\n%s", diff)
	}
	b.view(alice, func(tx store.Tx) error {
		open, err := tx.OpenForecasts()
		of, err2 := tx.ForecastsOf(anne)
		if diff := cmp.Diff([][]store.Forecast{theForecasts[1:3], theForecasts[:3]}, [][]store.Forecast{open, of}); diff != "" {
			b.Errorf("the open ones, and Anne's (-want +got):\n%s", diff)
		}
		c, err3 := tx.Calibration()
		if string(c) != "b" {
			b.Errorf("Calibration = %q", c)
		}
		return errors.Join(err, err2, err3)
	})
	b.newKeeper(bob)
	b.view(bob, func(tx store.Tx) error {
		open, err := tx.OpenForecasts()
		c, err2 := tx.Calibration()
		if len(open) > 0 || c != nil {
			b.Errorf("another's: %v, %q", open, c)
		}
		return errors.Join(err, err2)
	})
	b.update(alice, func(tx store.Tx) error {
		return tx.DropForecasts([]store.Forecast{{Person: anne, Horizon: 30, Day: 27}, {Day: 1}})
	})
	if n := len(b.allForecasts()); n != 3 {
		b.Errorf("one dropped, %d left", n)
	}
}

func forecastsGo(b *bench) {
	b.put(alice, "Anne", "Yves")
	b.update(alice, func(tx store.Tx) error { return tx.PutForecasts(theForecasts) })
	first := export(b, alice)
	if n := strings.Count(first, `"record":"forecast"`); n != len(theForecasts) {
		b.Errorf("%d forecasts in the export", n)
	}
	b.newKeeper(bob)
	if err := restore(b, bob, first); err != nil {
		b.Fatal(err)
	}
	if export(b, bob) != first {
		b.Error("the export of a restored book differs")
	}
	// Yves goes to Anne; what was foretold of him stays his, for a split.
	b.update(alice, func(tx store.Tx) error {
		p, err := tx.Person(yves)
		p.Merged = anne
		return errors.Join(err, tx.MoveCard(id[network.CardID]("Yves"), anne), tx.PutPerson(&p, nil))
	})
	if diff := cmp.Diff(theForecasts, b.allForecasts()); diff != "" {
		b.Errorf("after a merge (-want +got):\n%s", diff)
	}
	b.update(alice, func(tx store.Tx) error {
		p, err := tx.Person(yves)
		p.Merged = network.PersonID{}
		return errors.Join(err, tx.PutPerson(&p, nil), tx.DropPerson(yves))
	})
	if diff := cmp.Diff(theForecasts[:3], b.allForecasts()); diff != "" {
		b.Errorf("after Yves has gone (-want +got):\n%s", diff)
	}
	checkNamed(b, "keys")
}
