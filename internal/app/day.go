package app

import (
	"cmp"
	"encoding/json"
	"errors"
	"slices"
	"time"

	"entregent/internal/network"
	"entregent/internal/store"
	"entregent/internal/today"
)

// A dayList is a day's list as it is stored.
type dayList struct {
	Gestures  []today.Gesture             `json:"gestures"`
	Proposals map[network.PersonID]string `json:"village"` // who was proposed for which circle
}

// diary reads what was shown and answered until a day.
func diary(tx store.Tx, day network.Day, z *time.Location) ([]today.Entry, error) {
	const farBack = 3 * 365 // a kind skipped five times rests for longer; by then it is forgotten
	var out []today.Entry
	err := tx.DayLists(day-farBack, day-1, func(on network.Day, raw []byte) error {
		var list dayList
		if err := json.Unmarshal(raw, &list); err != nil {
			return err
		}
		for _, g := range list.Gestures {
			out = append(out, today.Entry{Day: on, ID: g.ID, Kind: g.Kind, Person: g.Person, Door: g.Door})
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	answers, err := answeredGestures(tx, day, z)
	out = append(out, answers...)
	slices.SortStableFunc(out, func(a, b today.Entry) int { return cmp.Compare(a.Day, b.Day) })
	return out, err
}

// answeredGestures reads what was answered until a day.
func answeredGestures(tx store.Tx, day network.Day, z *time.Location) (out []today.Entry, err error) {
	answers, err := tx.Answers("gesture")
	for _, x := range answers {
		on := network.DayOf(x.At, z)
		if on > day {
			continue
		}
		out = append(out, today.Entry{
			Day: on, ID: x.Subject, Kind: network.GestureKind(x.Detail), Person: x.Person,
			Verdict: today.Verdict(x.Verdict), Until: untilDay(x.Until),
		})
	}
	return out, err
}

func untilDay(d network.Date) network.Day {
	if d.IsZero() {
		return 0
	}
	return network.DayOf(time.Date(d.Year, d.Month, d.Day, 0, 0, 0, 0, time.UTC), time.UTC)
}

// fix chooses the day's gestures: first from what is at hand for everybody, and
// then again with all that is known of those who were chosen, so that the cards
// say more. What is added changes no choice.
func (a *App) fix(tx store.Tx, d *desk) error {
	err := a.everybody(tx, d)
	if err != nil {
		return err
	}
	if d.aimed, err = a.aimedAt(tx, d.book); err != nil {
		return err
	}
	if d.hearing, err = a.hearing(tx, d.book, false); err != nil {
		return err
	}
	if d.log, err = diary(tx, d.day, d.zone); err != nil {
		return err
	}
	light, err := d.lightly(tx)
	if err != nil {
		return err
	}
	in := d.input(light.all())
	for _, g := range today.Fix(in) {
		if err := light.enrich(tx, g.Person); err != nil {
			return err
		}
	}
	in.People = light.all()
	d.light, d.fixed = light, today.Fix(in)
	return nil
}

// everybody gives the desk the book, from which a list is chosen. It is not kept
// for that: once fixed, a list does without.
func (a *App) everybody(tx store.Tx, d *desk) (err error) {
	if d.book != nil {
		return nil
	}
	d.book, err = a.lend(tx, d.keeper, d.day)
	return err
}

// A choice is a day's list that has been chosen and is not fixed yet. It is made
// where others may write meanwhile, and good only for the book as it was.
type choice struct {
	change int64
	day    network.Day
	list   dayList
}

// choose chooses the day's list, with who is proposed for which circle.
func (a *App) choose(tx store.Tx, d *desk) (*choice, error) {
	change, err := tx.Change()
	if err != nil {
		return nil, err
	}
	if err := a.fix(tx, d); err != nil {
		return nil, err
	}
	earlier, err := lastProposals(tx, d.day)
	if err != nil {
		return nil, err
	}
	v, err := d.book.village(tx, earlier)
	if err != nil {
		return nil, err
	}
	c := &choice{change, d.day, dayList{d.fixed, v.Proposals()}}
	d.book, d.light = nil, nil
	a.rest()
	return c, nil
}

// fixForGood fixes the day's list in the book: the one chosen, if there is one
// and nothing was written since.
func (a *App) fixForGood(tx store.Tx, d *desk, c *choice) error {
	change, err := tx.Change()
	if err != nil {
		return err
	}
	if c == nil || c.change != change || c.day != d.day {
		if c, err = a.choose(tx, d); err != nil {
			return err
		}
	}
	d.fixed = c.list.Gestures
	raw, err := json.Marshal(c.list)
	if err != nil {
		return err
	}
	return errors.Join(tx.PutDayList(d.day, raw), keepRoll(tx, d.roll), a.foretell(tx, d))
}

// lastProposals returns who was proposed for which circle when a list was last
// fixed, on or before a day.
func lastProposals(tx store.Tx, day network.Day) (map[network.PersonID]string, error) {
	var last map[network.PersonID]string
	err := tx.DayLists(day-90, day, func(_ network.Day, raw []byte) error {
		var list dayList
		err := json.Unmarshal(raw, &list)
		last = list.Proposals
		return err
	})
	return last, err
}

func (d *desk) input(people []today.Candidate) today.Input {
	return today.Input{Day: d.day, Seed: d.keeper.Seed, Settings: d.setting, People: people, Loops: d.loops, Log: d.log}
}
