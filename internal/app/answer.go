package app

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"slices"

	"entregent/internal/i18n"
	"entregent/internal/network"
	"entregent/internal/store"
	"entregent/internal/today"
)

// checkVerdict refuses what a keeper cannot say to a gesture or a loop.
func checkVerdict(v string) error {
	switch today.Verdict(v) {
	case today.Done, today.Later, today.No:
		return nil
	}
	return &network.Error{Kind: network.Invalid, Field: "verdict", Msg: "error.not_understood", Args: []any{v}}
}

// checkUntil refuses to put something off until a day that is past.
func checkUntil(until network.Date, day network.Day) error {
	if until.IsZero() || untilDay(until) > day {
		return nil
	}
	return &network.Error{Kind: network.Invalid, Field: "until", Msg: "error.until_past", Args: []any{until}}
}

// AnswerGesture records what the keeper says to a gesture that was shown today
// or on an earlier day: "done", "later" (until a day, else a week) or "no".
func (a *App) AnswerGesture(ctx context.Context, keeper network.KeeperID, id, verdict string, until network.Date) error {
	if err := checkVerdict(verdict); err != nil {
		return err
	}
	return a.Store.Update(ctx, keeper, func(tx store.Tx) error {
		d, err := a.openDesk(tx, 0)
		if err != nil {
			return err
		}
		if d.fixed == nil {
			if err := a.fixForGood(tx, d, nil); err != nil {
				return err
			}
		}
		g, err := shownGesture(tx, d, id)
		if err != nil {
			return err
		}
		if err := checkUntil(until, d.day); err != nil {
			return err
		}
		if err := errors.Join(a.followGift(tx, d.keeper, g, verdict), a.followTell(tx, d.keeper, g, verdict), a.followAsk(tx, d, g, verdict)); err != nil {
			return err
		}
		return tx.PutAnswer(store.Answer{
			Kind: "gesture", Subject: id, Verdict: verdict, Person: g.Person, Detail: string(g.Kind), At: a.Now(), Until: until,
		})
	})
}

// shownGesture finds a gesture among those shown in the last month.
func shownGesture(tx store.Tx, d *desk, id string) (today.Gesture, error) {
	for _, g := range d.fixed {
		if g.ID == id {
			return g, nil
		}
	}
	var out today.Gesture
	found := false
	err := tx.DayLists(d.day-31, d.day, func(_ network.Day, raw []byte) error {
		var list dayList
		if err := json.Unmarshal(raw, &list); err != nil {
			return err
		}
		for _, g := range list.Gestures {
			if g.ID == id {
				out, found = g, true
			}
		}
		return nil
	})
	if err == nil && !found {
		err = &network.Error{Kind: network.NotFound, Msg: "error.no_such_gesture"}
	}
	return out, err
}

// AnswerLoop closes a loop ("done"), puts it off ("later") or drops it ("no").
func (a *App) AnswerLoop(ctx context.Context, keeper network.KeeperID, id, verdict string, until network.Date) error {
	if err := checkVerdict(verdict); err != nil {
		return err
	}
	return a.Store.Update(ctx, keeper, func(tx store.Tx) error {
		d, err := a.openDesk(tx, 0)
		if err != nil {
			return err
		}
		if err := checkUntil(until, d.day); err != nil {
			return err
		}
		for _, l := range d.loops {
			if l.ID == id {
				if err := a.keepPromise(tx, d, l, verdict == string(today.Done)); err != nil {
					return err
				}
				return tx.PutAnswer(store.Answer{
					Kind: "loop", Subject: id, Verdict: verdict, Person: l.Person, Detail: string(l.Kind), At: a.Now(), Until: until,
				})
			}
		}
		return &network.Error{Kind: network.NotFound, Msg: "error.no_such_loop"}
	})
}

// TakeBack takes back the answer to a gesture ("gesture") or a loop ("loop").
func (a *App) TakeBack(ctx context.Context, keeper network.KeeperID, kind, id string) error {
	return a.Store.Update(ctx, keeper, func(tx store.Tx) error {
		var err error
		switch kind {
		case "loop":
			err = a.unkeepPromise(tx, id)
		case "gesture":
			err = errors.Join(a.unfollowGift(tx, id), a.unfollowTell(tx, id), a.unfollowAsk(tx, id))
		}
		if err != nil {
			return err
		}
		return tx.DropAnswer(kind, id)
	})
}

// Answered lists the answers of the last days, newest first, so that each can
// be taken back.
func (a *App) Answered(ctx context.Context, keeper network.KeeperID, limit int) ([]Given, error) {
	out := []Given{}
	err := a.Store.View(ctx, keeper, func(tx store.Tx) error {
		b, err := a.readBook(tx)
		if err != nil {
			return err
		}
		for _, kind := range []string{"gesture", "loop"} {
			answers, err := tx.Answers(kind)
			if err != nil {
				return err
			}
			for _, x := range answers {
				g := Given{Kind: kind, ID: x.Subject, Verdict: x.Verdict, What: x.Detail, On: network.DateOf(x.At.In(zone(b.settings))), at: x.At.UnixMicro()}
				if e, ok := b.entry(x.Person); ok {
					g.Person = Named{e.ID.String(), e.Name}
				}
				out = append(out, g)
			}
		}
		return nil
	})
	sortGiven(out)
	return out[:min(limit, len(out))], err
}

// A Given is an answer that was given.
type Given struct {
	Kind    string       `json:"kind"` // "gesture" or "loop"
	ID      string       `json:"id"`
	Verdict string       `json:"verdict"`
	What    string       `json:"what"` // the gesture's or loop's kind
	Person  Named        `json:"person"`
	On      network.Date `json:"on"`
	at      int64
}

// Loops lists the open loops, oldest first.
func (a *App) Loops(ctx context.Context, keeper network.KeeperID, p *i18n.Printer) ([]Loop, error) {
	out := []Loop{}
	err := a.Store.View(ctx, keeper, func(tx store.Tx) error {
		d, err := a.openDesk(tx, 0)
		if err != nil {
			return err
		}
		p := p.At(a.Now(), d.zone)
		open := today.Open(d.loops)
		letters, err := d.letters(tx, open)
		for _, l := range open {
			out = append(out, letters.view(l, p))
		}
		return err
	})
	return out, err
}

func sortGiven(list []Given) {
	slices.SortFunc(list, func(a, b Given) int {
		return cmp.Or(cmp.Compare(b.at, a.at), cmp.Compare(a.ID, b.ID))
	})
}
