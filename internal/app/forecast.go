package app

import (
	"math"
	"slices"

	"entregent/internal/network"
	"entregent/internal/relation"
	"entregent/internal/store"
)

// outcomes are the words a store keeps for what came of a tie.
var outcomes = map[relation.Outcome]string{relation.Lost: "", relation.InContact: "contact", relation.Silent: "silent"}

// horizonOf returns the horizon of a stored forecast, in the order of package
// relation.
func horizonOf(f store.Forecast) (relation.Horizon, bool) {
	i := slices.IndexFunc(relation.Horizons[:], func(h relation.Horizon) bool { return h.Days() == f.Horizon })
	return relation.Horizon(i), i >= 0
}

func snapshot(f store.Forecast) relation.Snapshot {
	return relation.Snapshot{Tie: f.Person, Day: f.Day, Z: relation.Hundredths(f.Z)}
}

func forecastRow(h relation.Horizon, s relation.Snapshot, o relation.Outcome) store.Forecast {
	return store.Forecast{Person: s.Tie, Horizon: h.Days(), Day: s.Day, Z: int(s.Z), Outcome: outcomes[o]}
}

// learn puts into the ground what the keeper's closed forecasts have taught; in
// a replay, those that were closed by then.
func learn(tx store.Tx, g *relation.Ground, replay bool) error {
	d, err := readDiary(tx)
	if err == nil && replay {
		d, err = tally(tx, g.Day)
	}
	g.Learnt = d.Learnt()
	return err
}

// readDiary returns when forecasts were last put down, and what they taught.
func readDiary(tx store.Tx) (d relation.Diary, err error) {
	raw, err := tx.Calibration()
	if err == nil && len(raw) > 0 {
		err = d.UnmarshalBinary(raw)
	}
	return d, err
}

func putDiary(tx store.Tx, d relation.Diary) error {
	d.Open = [2][]relation.Snapshot{} // these are rows of their own
	raw, err := d.MarshalBinary()
	if err != nil {
		return err
	}
	return tx.PutCalibration(raw)
}

// tally works out what the forecasts have taught whose span was over on a day.
func tally(tx store.Tx, day network.Day) (d relation.Diary, err error) {
	err = tx.AllForecasts(func(f store.Forecast) error {
		h, ok := horizonOf(f)
		if s := snapshot(f); ok && f.Outcome != "" && s.End(h) <= day {
			d.Closed[h].Add(s.Z, f.Outcome == outcomes[relation.Silent])
		}
		return nil
	})
	return d, err
}

// foretell judges the forecasts whose span is over and puts down those of the
// week. It goes with the first fixing of a day's list in a week, and with
// nothing else: what only reads, or replays the past, writes nothing.
func (a *App) foretell(tx store.Tx, d *desk) error {
	diary, err := readDiary(tx)
	if err != nil || !diary.DueOn(d.day) {
		return err
	}
	ego, err := storedEgo(tx)
	if err != nil {
		return err
	}
	latest, ok := ego.LastBy(d.day)
	if !ok {
		return nil
	}
	b, err := a.makeBook(tx, d.keeper, d.day) // the desk itself lets go of everybody it does not need
	if err != nil {
		return err
	}
	w := weekly{tx: tx, book: b, diary: &diary}
	if err := w.close(latest); err != nil {
		return err
	}
	put := diary.Take(d.ground, latest, w.watched)
	for _, h := range relation.Horizons {
		for _, s := range put[h] {
			w.rows = append(w.rows, forecastRow(h, s, relation.Lost))
		}
	}
	if diary.Taken != d.day && len(w.rows)+len(w.gone) == 0 {
		return nil // the log is not up to date
	}
	if err := tx.DropForecasts(w.gone); err != nil {
		return err
	}
	if err := tx.PutForecasts(w.rows); err != nil {
		return err
	}
	return putDiary(tx, diary)
}

// A weekly is one passing of the week: what came of old forecasts, and new ones.
type weekly struct {
	tx    store.Tx
	book  *book
	diary *relation.Diary
	rows  []store.Forecast // to be written
	gone  []store.Forecast // to be taken away
}

// close judges the open forecasts whose span is over. Those of somebody who is
// not in the book now (merged, in the bin) stay open: they may come back. Those
// of somebody the keeper no longer wants to have watched go.
func (w *weekly) close(latest network.Day) error {
	open, err := w.tx.OpenForecasts()
	if err != nil {
		return err
	}
	for _, f := range open {
		if h, ok := horizonOf(f); ok {
			w.diary.Open[h] = append(w.diary.Open[h], snapshot(f))
		}
	}
	w.diary.Close(latest, func(h relation.Horizon, s relation.Snapshot) relation.Outcome {
		o, watched, e := w.came(h, s)
		switch {
		case e != nil:
			err = e
		case !watched:
			w.gone = append(w.gone, forecastRow(h, s, o))
		case o != relation.Lost:
			w.rows = append(w.rows, forecastRow(h, s, o))
		}
		return o
	})
	return err
}

// came says what came of a tie. The latest contacts, which the tie itself
// holds, mostly tell; else its history is read.
func (w *weekly) came(h relation.Horizon, s relation.Snapshot) (o relation.Outcome, watched bool, err error) {
	e, ok := w.book.entry(s.Tie)
	if !ok {
		return relation.Lost, true, nil
	}
	if e.profile.Unwatched {
		return relation.Lost, false, nil
	}
	var t relation.Tie
	if err := e.tie(&t); err != nil {
		return relation.Lost, true, err
	}
	days := t.LatestDays()
	if o = s.OutcomeOf(h, days); o == relation.Silent && days[0] > s.Day {
		contacts, err := contactsOf(w.tx, s.Tie)
		return s.OutcomeOf(h, relation.ContactDays(contacts)), true, err
	}
	return o, true, nil
}

// watched goes through the ties of which something may be foretold.
func (w *weekly) watched(yield func(network.PersonID, relation.Pulse) bool) {
	for _, e := range w.book.entries {
		var t relation.Tie
		if e.profile.Unwatched || len(e.state) == 0 || e.tie(&t) != nil {
			continue
		}
		if !yield(e.ID, t.Pulse) {
			return
		}
	}
}

// A judge keeps outcomes in line with the encounters while a write goes on: a
// mail that is read in late can belie a silence that was taken for one.
type judge struct {
	tx      store.Tx
	asked   bool // whether anything was ever foretold
	any     bool
	changed bool
}

// again judges anew the closed forecasts of a person whose contact days were
// one thing and are another; both ascending.
func (j *judge) again(id network.PersonID, was, now []network.Day) error {
	from, differ := parting(was, now)
	if !differ {
		return nil
	}
	if !j.asked {
		raw, err := j.tx.Calibration()
		if err != nil {
			return err
		}
		j.asked, j.any = true, len(raw) > 0
	}
	if !j.any {
		return nil
	}
	all, err := j.tx.ForecastsOf(id)
	if err != nil {
		return err
	}
	wrong := misjudged(all, now, from)
	if len(wrong) == 0 {
		return nil
	}
	j.changed = true
	return j.tx.PutForecasts(wrong)
}

// misjudged returns the closed forecasts whose span reaches a day or beyond and
// of which contact days say otherwise, with what they say.
func misjudged(all []store.Forecast, days []network.Day, from network.Day) (wrong []store.Forecast) {
	for _, f := range all {
		h, ok := horizonOf(f)
		s := snapshot(f)
		if !ok || f.Outcome == "" || s.End(h) <= from {
			continue
		}
		if is := outcomes[s.OutcomeOf(h, days)]; is != f.Outcome {
			f.Outcome = is
			wrong = append(wrong, f)
		}
	}
	return wrong
}

// parting returns the first day on which two lists of days part.
func parting(a, b []network.Day) (network.Day, bool) {
	n := 0
	for n < len(a) && n < len(b) && a[n] == b[n] {
		n++
	}
	switch {
	case n < len(a) && n < len(b):
		return min(a[n], b[n]), true
	case n < len(a):
		return a[n], true
	case n < len(b):
		return b[n], true
	}
	return 0, false
}

// close works out anew what the forecasts have taught, where an outcome changed.
func (j *judge) close() error {
	if !j.changed {
		return nil
	}
	return j.sumUp()
}

func (j *judge) sumUp() error {
	was, err := readDiary(j.tx)
	if err != nil {
		return err
	}
	d, err := tally(j.tx, math.MaxInt32)
	if err != nil {
		return err
	}
	d.Taken = was.Taken
	return putDiary(j.tx, d)
}

// A rejudging judges every closed forecast of the book anew, while all ties are
// rebuilt.
type rejudging struct {
	judge
	of map[network.PersonID][]store.Forecast
}

func openRejudging(tx store.Tx) (*rejudging, error) {
	r := &rejudging{judge{tx: tx}, map[network.PersonID][]store.Forecast{}}
	return r, tx.AllForecasts(func(f store.Forecast) error {
		r.of[f.Person] = append(r.of[f.Person], f)
		r.any = true
		return nil
	})
}

// one judges those of a person by all their contact days.
func (r *rejudging) one(id network.PersonID, days []network.Day) error {
	wrong := misjudged(r.of[id], days, math.MinInt32)
	delete(r.of, id)
	return r.tx.PutForecasts(wrong)
}

// close judges those of persons without any contact, and sums up.
func (r *rejudging) close() error {
	if !r.any {
		return nil
	}
	for id := range r.of {
		if err := r.one(id, nil); err != nil {
			return err
		}
	}
	return r.sumUp()
}
