package app

import (
	"bytes"
	"context"
	"encoding/json"
	"io"
	"math"
	"slices"

	"entregent/internal/network"
	"entregent/internal/relation"
	"entregent/internal/store"
	"entregent/internal/today"
)

// A Checked says whether the book is whole.
type Checked struct {
	OK     bool          `json:"ok"`
	Checks []store.Check `json:"checks"`
}

// Check examines everything and changes nothing: the database, then what is
// worked out from it against a recomputation, then the export.
func (a *App) Check(ctx context.Context, keeper network.KeeperID) (Checked, error) {
	checks, err := a.Store.Check(ctx)
	if err != nil {
		return Checked{}, err
	}
	err = a.Store.View(ctx, keeper, func(tx store.Tx) error {
		for _, check := range []func(store.Tx) (store.Check, error){a.checkTies, a.checkForecasts, a.checkEditions, a.checkDesk, a.checkExport} {
			c, err := check(tx)
			if err != nil {
				return err
			}
			checks = append(checks, c)
		}
		return nil
	})
	out := Checked{OK: true, Checks: checks}
	for _, c := range checks {
		out.OK = out.OK && c.OK
	}
	return out, err
}

// checkTies compares every stored tie, and the keeper's own activity, with what
// the encounters give.
func (a *App) checkTies(tx store.Tx) (store.Check, error) {
	stored := map[network.PersonID][]byte{}
	if err := tx.AllTies(func(r store.TieRow) error {
		stored[r.Person] = r.State
		return nil
	}); err != nil {
		return store.Check{}, err
	}
	var ego relation.Ego
	all, wrong := 0, 0
	empty, err := tieRow(network.PersonID{}, relation.Tie{})
	if err != nil {
		return store.Check{}, err
	}
	err = eachTie(tx, func(store.Contact) bool { return true }, func(id network.PersonID, contacts []relation.Contact) error {
		ego.Swap(nil, relation.ContactDays(contacts))
		row, err := tieRow(id, relation.Build(contacts))
		if all++; !bytes.Equal(row.State, stored[id]) {
			wrong++
		}
		delete(stored, id)
		return err
	})
	if err != nil {
		return store.Check{}, err
	}
	for _, state := range stored { // ties without any encounter
		if all++; !bytes.Equal(state, empty.State) {
			wrong++
		}
	}
	l, err := openLedger(tx)
	if err != nil {
		return store.Check{}, err
	}
	if !sameEgo(l.ego, ego) {
		wrong++
	}
	lines, err := a.wrongLines(tx)
	if err != nil {
		return store.Check{}, err
	}
	wrong += lines
	if wrong > 0 {
		return store.Check{Name: "ties", Args: []any{wrong, all}}, nil
	}
	return store.Check{Name: "ties", OK: true, Args: []any{all}}, nil
}

// wrongLines counts the lines of the roll in the store that are not as persons
// and ties make them, once it is brought up to date.
func (a *App) wrongLines(tx store.Tx) (wrong int, err error) {
	k, err := tx.Keeper()
	if err != nil || a.Replay {
		return 0, err
	}
	change, err := tx.Change()
	if err != nil {
		return 0, err
	}
	day := a.today(k.Settings)
	r, err := storedRoll(tx, k, change, day)
	if err != nil || r == nil {
		return 0, err
	}
	if r, err = r.renewed(tx, k, change, day); err != nil || r == nil {
		return 0, err
	}
	b, err := a.makeBook(tx, k, day)
	if err != nil {
		return 0, err
	}
	want := map[network.PersonID]rollLine{}
	for _, l := range b.roll(k, change).lines {
		want[l.id] = l
	}
	for _, l := range r.lines {
		if w, ok := want[l.id]; !ok || w != l {
			wrong++
		}
		delete(want, l.id)
	}
	return wrong + len(want), nil
}

func sameEgo(a, b relation.Ego) bool {
	x, errX := json.Marshal(a)
	y, errY := json.Marshal(b)
	if len(a.Days) == 0 && len(b.Days) == 0 {
		return a.SumG == b.SumG && a.SumK == b.SumK
	}
	return errX == nil && errY == nil && bytes.Equal(x, y)
}

// checkEditions compares which encounters of calendar events are withdrawn with
// what the editions of each event say.
func (a *App) checkEditions(tx store.Tx) (store.Check, error) {
	b, err := newEventBook(tx)
	if err != nil {
		return store.Check{}, err
	}
	var said []network.Edition
	all, wrong := 0, 0
	end := func() error {
		if len(said) == 0 {
			return nil
		}
		all++
		now := b.counting(said)
		var ids []network.EncounterID
		for _, e := range said {
			if !e.About.IsZero() {
				ids = append(ids, e.About)
			}
		}
		said = said[:0]
		list, err := tx.Encounters(ids)
		if slices.ContainsFunc(list, func(e network.Encounter) bool { return len(e.With) > 0 && e.Withdrawn() == now[e.ID] }) {
			wrong++
		}
		return err
	}
	if err := tx.AllEditions(func(e network.Edition) error {
		if len(said) > 0 && said[0].Event != e.Event {
			if err := end(); err != nil {
				return err
			}
		}
		said = append(said, e)
		return nil
	}); err != nil {
		return store.Check{}, err
	}
	if err := end(); err != nil {
		return store.Check{}, err
	}
	if wrong > 0 {
		return store.Check{Name: "editions", Args: []any{wrong, all}}, nil
	}
	return store.Check{Name: "editions", OK: true, Args: []any{all}}, nil
}

// checkExport writes the export and reads it line by line.
func (a *App) checkExport(tx store.Tx) (store.Check, error) {
	r, w := io.Pipe()
	go func() { w.CloseWithError(tx.Export(w)) }()
	lines := 0
	dec := json.NewDecoder(r)
	for {
		var line map[string]any
		err := dec.Decode(&line)
		if err == io.EOF {
			return store.Check{Name: "export", OK: true, Args: []any{lines}}, nil
		}
		if err != nil {
			r.CloseWithError(err)
			return store.Check{Name: "export", Args: []any{lines + 1}}, nil
		}
		lines++
	}
}

// checkDesk reads today's list, if it is fixed. It cannot be worked out again,
// for what was known when it was fixed has moved on; but every gesture must be
// of a kind there is, once a person, under the id that day, kind and person give.
func (a *App) checkDesk(tx store.Tx) (store.Check, error) {
	k, err := tx.Keeper()
	if err != nil {
		return store.Check{}, err
	}
	day := a.today(k.Settings)
	raw, err := tx.DayList(day)
	if err != nil || raw == nil {
		return store.Check{Name: "desk", OK: err == nil, Args: []any{0}}, err
	}
	var list dayList
	if json.Unmarshal(raw, &list) != nil {
		return store.Check{Name: "desk", Args: []any{1}}, nil
	}
	wrong := 0
	seen := map[network.PersonID]bool{}
	for _, g := range list.Gestures {
		if seen[g.Person] || !slices.Contains(network.GestureKinds, g.Kind) || g.ID != today.GestureID(k.Seed, day, g.Kind, g.Person) {
			wrong++
		}
		seen[g.Person] = true
	}
	if wrong > 0 {
		return store.Check{Name: "desk", Args: []any{wrong}}, nil
	}
	return store.Check{Name: "desk", OK: true, Args: []any{len(list.Gestures)}}, nil
}

// checkForecasts compares what is kept of closed forecasts with what the
// encounters say came of them, and what they taught with a recomputation.
func (a *App) checkForecasts(tx store.Tx) (store.Check, error) {
	of := map[network.PersonID][]store.Forecast{}
	var taught relation.Diary
	all, wrong := 0, 0
	err := tx.AllForecasts(func(f store.Forecast) error {
		h, ok := horizonOf(f) // another program's horizons are not ours to judge
		if all++; ok && f.Outcome != "" {
			of[f.Person] = append(of[f.Person], f)
			taught.Closed[h].Add(snapshot(f).Z, f.Outcome == outcomes[relation.Silent])
		}
		return nil
	})
	if err != nil {
		return store.Check{}, err
	}
	for id, closed := range of {
		contacts, err := contactsOf(tx, id)
		if err != nil {
			return store.Check{}, err
		}
		wrong += len(misjudged(closed, relation.ContactDays(contacts), math.MinInt32))
	}
	kept, err := readDiary(tx)
	if err != nil {
		return store.Check{}, err
	}
	if kept.Learnt() != taught.Learnt() {
		wrong++
	}
	return store.Check{Name: "forecasts", OK: wrong == 0, Args: []any{all, wrong}}, nil
}
