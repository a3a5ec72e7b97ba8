package app

import (
	"slices"
	"time"

	"entregent/internal/asking"
	"entregent/internal/network"
	"entregent/internal/store"
	"entregent/internal/today"
)

// A life is an ask or an introduction with where it stands.
type life struct {
	wish network.Wish
	c    asking.Case
	r    asking.Reading
}

// lives are those of one book, as they were known on a day.
type lives struct {
	list  []life
	table asking.Table
	// refused are the exchanges that the keeper said show nothing of an ask: pairID of
	// the ask and the exchange. helped are the steps that are somebody else's to take,
	// and for which the keeper has done what can be done: pairID of ask and step.
	refused, helped map[string]bool
}

// formOf is what is asked of whom.
func formOf(w network.Wish) asking.Form {
	switch {
	case w.Kind == network.Introduce:
		return asking.Between
	case !w.Toward.IsZero():
		return asking.Through
	}
	return asking.Direct
}

// saidOf are the steps of an ask that the keeper said until a moment. An ask that
// was never drafted was asked when it was written down; one that was answered
// before asks had steps keeps that answer.
func saidOf(w network.Wish, steps []network.Step, now time.Time, z *time.Location) []asking.Mark {
	var out []asking.Mark
	begun := false
	add := func(s network.Step) {
		if !s.At.After(now) {
			out = append(out, asking.Mark{Step: s, Day: network.DayOf(s.At, z)})
		}
	}
	for _, s := range steps {
		begun = begun || s.What == network.StepDrafted || s.What == network.StepAsked
		add(s)
	}
	if !begun {
		add(network.Step{Wish: w.ID, What: network.StepAsked, At: w.At})
	}
	if what, ok := map[network.WishState]network.StepKind{network.WishMet: network.StepMade, network.WishClosed: network.StepClosed}[w.State]; ok {
		at := w.Confirmed
		if at.Before(w.At) {
			at = w.At
		}
		add(network.Step{Wish: w.ID, What: what, At: at})
	}
	return out
}

// stepsByWish reads the steps of everything.
func stepsByWish(tx store.Tx) (map[network.WishID][]network.Step, error) {
	all, err := tx.Steps()
	out := map[network.WishID][]network.Step{}
	for _, s := range all {
		out[s.Wish] = append(out[s.Wish], s)
	}
	return out, err
}

// asksOnTheDay are the asks and introductions that are about somebody, and were
// known on a day.
func asksOnTheDay(tx store.Tx, day network.Day, z *time.Location) ([]network.Wish, error) {
	all, err := tx.Asks()
	return slices.DeleteFunc(all, func(w network.Wish) bool { return w.Person.IsZero() || network.DayOf(w.At, z) > day }), err
}

// readLives reads where every ask stands, with what facts show of it.
func (d *desk) readLives(tx store.Tx) (*lives, error) {
	out := &lives{table: askingOf(d.keeper.Settings), refused: map[string]bool{}, helped: map[string]bool{}}
	wishes, err := asksOnTheDay(tx, d.day, d.zone)
	if err != nil || len(wishes) == 0 {
		return out, err
	}
	steps, err := stepsByWish(tx)
	if err != nil {
		return nil, err
	}
	refused, err := tx.Answers("ask")
	if err != nil {
		return nil, err
	}
	for _, x := range refused {
		said := map[string]map[string]bool{"no": out.refused, string(today.Done): out.helped}[x.Verdict]
		if said != nil && !x.At.After(d.now) {
			said[x.Subject] = true
		}
	}
	var who []network.PersonID
	for _, w := range wishes {
		who = append(who, w.Person)
		if !w.Leads.IsZero() {
			who = append(who, w.Leads)
		}
	}
	if err := d.learn(tx, who, d.keeper.Settings); err != nil {
		return nil, err
	}
	for _, w := range wishes {
		if _, ok := d.entry(w.Person); !ok {
			continue
		}
		l := life{wish: w, c: asking.Case{
			Form: formOf(w), Said: saidOf(w, steps[w.ID], d.now, d.zone), One: d.named(w.Person).Name, What: shorten(w.What, spokenLen),
		}}
		if !w.Leads.IsZero() {
			l.c.Other = d.named(w.Leads).Name
		}
		if !w.From.IsZero() {
			l.c.From = untilDay(w.From)
		}
		l.r = out.table.Read(l.c, d.day)
		if err := d.showing(tx, out, &l); err != nil {
			return nil, err
		}
		out.list = append(out.list, l)
	}
	return out, nil
}

// showing puts in what facts show of an ask that was granted: that the two met,
// that thanks were said and the outcome told.
func (d *desk) showing(tx store.Tx, all *lives, l *life) error {
	made, ok := l.r.Find(network.StepMade, network.OnlySide)
	if !ok || l.r.Over() {
		return nil
	}
	if l.c.Form != asking.Direct {
		e, at, err := d.firstMeeting(tx, l.wish, made, all.refused)
		if err != nil {
			return err
		}
		if !e.IsZero() {
			l.show(network.Step{Wish: l.wish.ID, What: network.StepMet, At: at, Encounter: e}, network.DayOf(at, d.zone))
		}
	}
	for kind, what := range map[network.LoopKind]network.StepKind{network.ThanksDue: network.StepThanked, network.NewsDue: network.StepTold} {
		x := d.loopOf(made.Favour, kind)
		if x == nil || x.Closed == nil || l.c.Form == asking.Between {
			continue
		}
		day := untilDay(x.Closed.On)
		s := network.Step{Wish: l.wish.ID, What: what, At: (day + 1).Start(d.zone).Add(-time.Microsecond)}
		if s.At.After(d.now) {
			s.At = d.now
		}
		if x.Closed.By != nil {
			s.Encounter, _ = network.ParseID[network.EncounterID](x.Closed.By.ID)
		}
		l.show(s, day)
	}
	l.r = all.table.Read(l.c, d.day)
	return nil
}

func (l *life) show(s network.Step, day network.Day) {
	l.c.Shown = append(l.c.Shown, asking.Mark{Step: s, Day: day, Shown: true})
}

// loopOf returns the loop of a kind that a favour opened, nil for none.
func (d *desk) loopOf(f network.FavourID, kind network.LoopKind) *today.Loop {
	if f.IsZero() {
		return nil
	}
	id := today.LoopID(d.keeper.Seed, kind, f.String())
	for i := range d.loops {
		if d.loops[i].ID == id {
			return &d.loops[i]
		}
	}
	return nil
}

// firstMeeting finds the first time that two who were presented met: the keeper
// and whom they were led to, or the two whom the keeper presented.
func (d *desk) firstMeeting(tx store.Tx, w network.Wish, made asking.Mark, refused map[string]bool) (network.EncounterID, time.Time, error) {
	if w.Kind == network.Introduce {
		list, err := tx.EncountersOf(w.Person, d.now.Add(time.Microsecond), toldBack)
		for _, e := range slices.Backward(list) {
			if network.DayOf(e.At, d.zone) >= made.Day && e.State == network.Held && meeting(e.Channel) && !refused[pairID(w.ID.String(), e.ID.String())] &&
				present(&e, w.Person) != nil && present(&e, w.Leads) != nil {
				return e.ID, e.At, err
			}
		}
		return network.EncounterID{}, time.Time{}, err
	}
	var id network.EncounterID
	var at time.Time
	err := tx.ContactsFrom(w.Leads, made.Day.Start(d.zone), d.now.Add(time.Microsecond), func(c store.Contact) error {
		if id.IsZero() && c.Counts && meeting(c.Channel) && !refused[pairID(w.ID.String(), c.Encounter.String())] {
			id, at = c.Encounter, c.At
		}
		return nil
	})
	return id, at, err
}

// meeting reports whether two who spoke by a channel have met, if only by voice.
func meeting(c network.Channel) bool { return c.Met() || c == network.Call }

// present returns somebody's part in an encounter that they were in, nil if they
// were not, or it is not sure.
func present(e *network.Encounter, who network.PersonID) *network.Presence {
	for i := range e.With {
		if p := &e.With[i]; p.Person == who && p.State == network.Held && p.Status != network.Declined {
			return p
		}
	}
	return nil
}
