package app

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"entregent/internal/network"
	"entregent/internal/store"
)

// Held writes down everything that is kept in memory of everybody, as this
// program has it now, and as one would that has read the whole book anew. The
// two must be the same to the letter.
func (a *App) Held(ctx context.Context, keeper network.KeeperID) (held, anew string, err error) {
	err = a.Store.View(ctx, keeper, func(tx store.Tx) error {
		k, err := tx.Keeper()
		if err != nil {
			return err
		}
		day := a.today(k.Settings)
		r, err := a.readRoll(tx, k, day)
		if err != nil {
			return err
		}
		b, err := a.readBook(tx)
		if err != nil {
			return err
		}
		fresh, err := a.makeBook(tx, k, day)
		if err != nil {
			return err
		}
		everybody := slices.Collect(func(yield func(network.PersonID) bool) {
			for _, e := range fresh.entries {
				if !yield(e.ID) {
					return
				}
			}
		})
		if err := r.learn(tx, everybody, k.Settings); err != nil {
			return err
		}
		of := fresh.roll(k, fresh.change)
		for _, e := range fresh.entries {
			of.known[e.ID] = e
		}
		held, anew = b.letters()+r.letters(fresh), fresh.letters()+of.letters(fresh)
		return nil
	})
	return held, anew, err
}

func (b *book) letters() string {
	var out strings.Builder
	fmt.Fprintf(&out, "book %+v %d %+v\n", b.settings, b.day, b.ground)
	for _, e := range b.entries {
		out.WriteString(e.letters())
	}
	for _, f := range b.favours {
		fmt.Fprintf(&out, "favour %+v\n", f)
	}
	if len(b.byID) != len(b.entries) {
		fmt.Fprintf(&out, "%d by id\n", len(b.byID))
	}
	return out.String()
}

func (e *entry) letters() string {
	rest, _ := json.Marshal([]any{e.profile, e.last, e.waiting})
	return fmt.Sprintf("%+v %s %x %v %d %t %t\n", e.Person, rest, e.state, e.closed, e.silence, e.relation, e.met)
}

func (r *roll) letters(b *book) string {
	var out strings.Builder
	fmt.Fprintf(&out, "roll %d\n", r.day)
	for _, l := range r.lines {
		fmt.Fprintf(&out, "%+v\n", l)
	}
	for _, f := range slices.SortedFunc(slices.Values(r.favours), func(a, b network.Favour) int { return slices.Compare(a.ID[:], b.ID[:]) }) {
		if network.DayOf(f.On, zone(b.settings)) >= r.day-farBackFavours { // further back it may hold more
			fmt.Fprintf(&out, "favour %+v\n", f)
		}
	}
	for _, e := range b.entries {
		if x, ok := r.entry(e.ID); ok {
			out.WriteString(x.letters())
		}
	}
	return out.String()
}

// StoredRoll says whether the roll in the store, brought up to date, is the one
// that would be made anew.
func (a *App) StoredRoll(ctx context.Context, keeper network.KeeperID) (there, right bool, err error) {
	err = a.Store.View(ctx, keeper, func(tx store.Tx) error {
		k, err := tx.Keeper()
		if err != nil {
			return err
		}
		change, err := tx.Change()
		if err != nil {
			return err
		}
		day := a.today(k.Settings)
		r, err := storedRoll(tx, k, change, day)
		if err != nil || r == nil {
			return err
		}
		if r, err = r.renewed(tx, k, change, day); err != nil || r == nil {
			return err
		}
		b, err := a.makeBook(tx, k, day)
		if err != nil {
			return err
		}
		there, right = true, slices.Equal(r.lines, b.roll(k, change).lines)
		return nil
	})
	return there, right, err
}
