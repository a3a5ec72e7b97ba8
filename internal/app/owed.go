package app

import (
	"strings"
	"time"

	"entregent/internal/i18n"
	"entregent/internal/network"
	"entregent/internal/relation"
	"entregent/internal/store"
	"entregent/internal/today"
)

// outcomes says when the keeper wrote down what came of favours.
func (d *desk) outcomes(tx store.Tx) (map[string]network.Day, error) {
	answers, err := tx.Answers("outcome")
	out := map[string]network.Day{}
	for _, x := range answers {
		out[x.Subject] = network.DayOf(x.At, d.zone)
	}
	return out, err
}

// came puts in who was presented by a favour, and since when the keeper has been
// in contact with them.
func (d *desk) came(tx store.Tx, f *today.Favour) error {
	if f.Presented.IsZero() || f.Given {
		return nil
	}
	e, ok := d.entry(f.Presented)
	if !ok {
		return nil
	}
	f.Who = e.Name
	return tx.ContactsFrom(e.ID, (f.Day + 1).Start(d.zone), d.now.Add(time.Microsecond), func(c store.Contact) error {
		if f.Came == 0 && c.Counts && c.Day > f.Day {
			f.Came = c.Day
		}
		return nil
	})
}

// toldBack is how many of the last exchanges with somebody are looked at for
// news that the keeper gave.
const toldBack = 60

// news puts in by which message or meeting the keeper told what came of a
// favour: one that names who was presented.
func (d *desk) news(tx store.Tx, owing []today.Owing, due map[network.PersonID]bool) error {
	for i := range owing {
		o := &owing[i]
		if !due[o.ID] {
			continue
		}
		list, err := tx.EncountersOf(o.ID, d.now.Add(time.Microsecond), toldBack)
		if err != nil {
			return err
		}
		for j := range o.Favours {
			f := &o.Favours[j]
			for _, e := range list { // newest first: the last one kept is the first told
				if m, ok := d.tells(e, o.ID); ok && m.Day > f.Day && m.Day >= f.Came && m.Day >= f.Said && speaksOf(e, f.Who) {
					f.Told = &m
				}
			}
		}
	}
	return nil
}

// tells reports whether an encounter is one in which the keeper spoke to
// somebody.
func (d *desk) tells(e network.Encounter, to network.PersonID) (relation.Mark, bool) {
	for _, p := range e.With {
		if p.Person == to && (p.Direction == network.Out || p.Direction == network.Mutual) && e.State == network.Held && p.State == network.Held {
			return relation.Mark{Encounter: e.ID, Day: network.DayOf(e.At, d.zone), Channel: e.Channel, Direction: p.Direction}, true
		}
	}
	return relation.Mark{}, false
}

// speaksOf reports whether the words of an encounter name somebody by first or
// family name.
func speaksOf(e network.Encounter, who string) bool {
	words := " " + network.Fold(e.Subject+" "+e.Excerpt) + " "
	for _, n := range strings.Fields(network.Fold(who)) {
		if len(n) > 2 && strings.Contains(words, " "+n+" ") {
			return true
		}
	}
	return false
}

// keepPromise makes of a promise a favour that was given, when its loop is
// closed as done.
func (a *App) keepPromise(tx store.Tx, d *desk, l today.Loop, done bool) error {
	if l.Kind != network.PromiseDue || !done {
		return nil
	}
	return a.turnPromise(tx, d.keeper.Seed, d.favours, l.ID, network.Planned, network.Held)
}

// unkeepPromise makes it a promise again, when that is taken back.
func (a *App) unkeepPromise(tx store.Tx, loop string) error {
	answers, err := verdicts(tx, "loop")
	if err != nil || answers[loop] != string(today.Done) {
		return err
	}
	k, err := tx.Keeper()
	if err != nil {
		return err
	}
	all, err := tx.Favours(network.PersonID{})
	if err != nil {
		return err
	}
	return a.turnPromise(tx, k.Seed, all, loop, network.Held, network.Planned)
}

func (a *App) turnPromise(tx store.Tx, seed []byte, all []network.Favour, loop string, from, to network.State) error {
	for _, f := range all {
		if !f.Given || f.State != from || f.Source != network.Typed || today.LoopID(seed, network.PromiseDue, f.ID.String()) != loop {
			continue
		}
		l, err := openLedger(tx)
		if err != nil {
			return err
		}
		if err := l.open(f.Person); err != nil {
			return err
		}
		f.State = to
		if err := tx.PutFavour(f); err != nil {
			return err
		}
		return a.settleOpened(tx, l)
	}
	return nil
}

// letters are what is known of those to whom something is owed, for drafts.
type letters struct {
	d     *desk
	light *lightly
	tx    store.Tx
	owed  map[string]network.Favour
}

func (d *desk) letters(tx store.Tx, open []today.Loop) (*letters, error) {
	w := &letters{d: d, tx: tx, owed: map[string]network.Favour{}}
	var who []today.Gesture
	wanted := map[string]bool{}
	for _, l := range open {
		who = append(who, today.Gesture{Person: l.Person})
		for _, r := range l.Reason.Facts {
			wanted[r.ID] = true
		}
	}
	for _, f := range d.favours {
		if id := f.ID.String(); wanted[id] {
			w.owed[id] = f
		}
	}
	var presented []network.PersonID
	for _, f := range w.owed {
		if !f.Presented.IsZero() {
			presented = append(presented, f.Presented)
		}
	}
	if err := d.learn(tx, presented, d.keeper.Settings); err != nil {
		return nil, err
	}
	var err error
	w.light, err = d.closely(tx, who)
	return w, err
}

// closely makes candidates of some persons with all that is known of them, as
// letters to them need it: language, and tu or vous.
func (d *desk) closely(tx store.Tx, who []today.Gesture) (*lightly, error) {
	l, err := d.only(tx, who)
	if err != nil {
		return nil, err
	}
	for i := range l.list {
		if err := l.enrich(tx, l.list[i].ID); err != nil {
			return nil, err
		}
	}
	return l, nil
}

// named points at somebody of whom the desk has learnt; the zero id is the keeper.
func (d *desk) named(id network.PersonID) Named {
	if id.IsZero() {
		return Named{"", meName(d.keeper.Settings)}
	}
	if e, ok := d.entry(id); ok {
		return Named{id.String(), e.Name}
	}
	return Named{id.String(), ""}
}

func (w *letters) view(l today.Loop, p *i18n.Printer) Loop {
	out := loopView(l, p)
	out.Draft, out.Email = w.draft(l), w.d.email(w.tx, l.Person)
	return out
}

// draft begins the letter that would close a loop: it names what was brought,
// and what came of it.
func (w *letters) draft(l today.Loop) string {
	i, ok := w.light.at[l.Person]
	if !ok {
		return ""
	}
	c := w.light.list[i]
	m := today.Draft{Args: []any{c.Name}, Lang: c.Lang, Familiar: c.Familiar}
	if l.Kind == network.AnswerDue {
		m.Key = "draft.answer"
		if c.Subject != "" {
			m.Key, m.Args = "draft.answer_about", append(m.Args, c.Subject)
		}
		return w.d.draft(m)
	}
	if len(l.Reason.Facts) == 0 {
		return ""
	}
	f, ok := w.owed[l.Reason.Facts[0].ID]
	if !ok {
		return ""
	}
	p, form := w.d.voice(m)
	m.Key = "draft." + string(l.Kind)
	switch who := w.d.named(f.Presented).Name; {
	case l.Kind == network.PromiseDue:
		m.Args = append(m.Args, shorten(f.What, spokenLen))
	case f.Kind == network.Introduction && !f.Presented.IsZero() && who != "":
		m.Key, m.Args = m.Key+"_for", append(m.Args, who)
	default:
		m.Args = append(m.Args, p.T("draft.brought."+string(f.Kind)+"."+form))
	}
	if f.Outcome != "" && l.Kind != network.PromiseDue {
		m.Key, m.Args = m.Key+"_outcome", append(m.Args, f.Outcome)
	}
	return w.d.draft(m)
}
