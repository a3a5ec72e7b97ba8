package app

import (
	"errors"
	"slices"

	"entregent/internal/network"
	"entregent/internal/relation"
	"entregent/internal/store"
	"entregent/internal/today"
)

// owed works out the loops.
func (d *desk) owed(tx store.Tx) ([]today.Loop, error) {
	owing, err := d.owing(tx)
	if err != nil {
		return nil, err
	}
	answers, err := tx.Answers("loop")
	if err != nil {
		return nil, err
	}
	said := map[string]today.LoopAnswer{}
	for _, x := range answers {
		said[x.Subject] = today.LoopAnswer{Verdict: today.Verdict(x.Verdict), Day: network.DayOf(x.At, d.zone), Until: untilDay(x.Until)}
	}
	loops := today.Loops(d.day, d.keeper.Seed, owing, said)
	if err := errors.Join(d.thanks(tx, owing, due(loops, network.ThanksDue)), d.subjects(tx, owing, due(loops, network.AnswerDue)),
		d.news(tx, owing, due(loops, network.NewsDue))); err != nil {
		return nil, err
	}
	return today.Loops(d.day, d.keeper.Seed, owing, said), nil
}

// owing gathers, for everybody to whom anything may be owed, what that is.
func (d *desk) owing(tx store.Tx) ([]today.Owing, error) {
	favours, err := d.brought(tx)
	if err != nil {
		return nil, err
	}
	var who []network.PersonID
	for _, f := range favours {
		if who = append(who, f.Person); !f.Presented.IsZero() {
			who = append(who, f.Presented)
		}
	}
	for i := range d.lines {
		if l := &d.lines[i]; l.Asks && today.Stands(d.day, l.Asked) {
			who = append(who, l.id)
		}
	}
	if err := d.learn(tx, who, d.keeper.Settings); err != nil {
		return nil, err
	}
	at := map[network.PersonID]*today.Owing{}
	of := func(id network.PersonID) *today.Owing {
		e, ok := d.entry(id)
		if !ok {
			return nil
		}
		if at[id] == nil {
			at[id] = &today.Owing{ID: id, Name: e.Name, Mark: relation.MarkOn(e.Person, d.day), Waiting: e.waiting}
		}
		return at[id]
	}
	for _, f := range favours {
		if o := of(f.Person); o != nil {
			if err := d.came(tx, &f); err != nil {
				return nil, err
			}
			o.Favours = append(o.Favours, f)
		}
	}
	for i := range d.lines {
		if l := &d.lines[i]; l.Asks && today.Stands(d.day, l.Asked) {
			of(l.id)
		}
	}
	out := make([]today.Owing, 0, len(at))
	for _, o := range at {
		out = append(out, *o)
	}
	slices.SortFunc(out, func(a, b today.Owing) int { return slices.Compare(a.ID[:], b.ID[:]) })
	return out, nil
}

// brought returns the favours from which a loop may come.
func (d *desk) brought(tx store.Tx) ([]today.Favour, error) {
	answers, err := tx.Answers("favour")
	if err != nil {
		return nil, err
	}
	confirmed := map[string]bool{}
	for _, x := range answers {
		confirmed[x.Subject] = x.Verdict == "yes"
	}
	said, err := d.outcomes(tx)
	if err != nil {
		return nil, err
	}
	var out []today.Favour
	for _, f := range d.favours {
		f := today.Favour{Favour: f, Day: network.DayOf(f.On, d.zone), Confirmed: confirmed[f.ID.String()], Said: said[f.ID.String()]}
		if f.Opens() && f.Day <= d.day {
			out = append(out, f)
		}
	}
	return out, nil
}

// due returns to whom something of one kind is owed.
func due(loops []today.Loop, kind network.LoopKind) map[network.PersonID]bool {
	out := map[network.PersonID]bool{}
	for _, l := range loops {
		if l.Kind == kind {
			out[l.Person] = true
		}
	}
	return out
}

// thanks puts in the keeper's words of thanks to those to whom they are due.
// Nobody else's history is read, and of theirs only the weeks that count: it
// may be long.
func (d *desk) thanks(tx store.Tx, owing []today.Owing, due map[network.PersonID]bool) error {
	for i := range owing {
		o := &owing[i]
		if !due[o.ID] {
			continue
		}
		first, last, ok := today.ThanksFrom(o.Favours)
		if !ok {
			continue
		}
		list, err := d.thanksTo(tx, o.ID, first.Start(d.zone), (last + 1).Start(d.zone))
		if err != nil {
			return err
		}
		for _, c := range list {
			if !c.At.After(d.now) {
				o.Thanks = append(o.Thanks, relation.Mark{Encounter: c.Encounter, Day: c.Day, Channel: c.Channel, Direction: c.Direction})
			}
		}
	}
	return nil
}

// subjects puts in what the messages are about that wait for an answer.
func (d *desk) subjects(tx store.Tx, owing []today.Owing, due map[network.PersonID]bool) error {
	waiting := map[network.PersonID]network.EncounterID{}
	for i := range owing {
		if due[owing[i].ID] {
			waiting[owing[i].ID] = owing[i].Waiting.Encounter
		}
	}
	about, err := d.about(tx, waiting)
	for i := range owing {
		owing[i].Subject = about[owing[i].ID]
	}
	return err
}
