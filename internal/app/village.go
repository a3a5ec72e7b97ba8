package app

import (
	"cmp"
	"context"
	"slices"

	"entregent/internal/network"
	"entregent/internal/relation"
	"entregent/internal/store"
	"entregent/internal/village"
)

// A Village is the circles with who is in them, and the two numbers: the shape
// of cli.md.
type Village struct {
	On        network.Date    `json:"on"`
	Contacts  int             `json:"contacts"`
	Relations int             `json:"relations"`
	Circles   []village.Ring  `json:"circles"`
	Newcomers []village.Place `json:"newcomers"`
	Drifting  []village.Place `json:"drifting"`
	Dormant   []village.Place `json:"dormant"`
	NeverMet  []village.Place `json:"never_met"`
}

// Village says where everybody stands.
func (a *App) Village(ctx context.Context, keeper network.KeeperID) (out Village, err error) {
	err = a.Store.View(ctx, keeper, func(tx store.Tx) error {
		b, err := a.readBook(tx)
		if err != nil {
			return err
		}
		earlier, err := lastProposals(tx, b.day)
		if err != nil {
			return err
		}
		v, err := b.village(tx, earlier)
		if err != nil {
			return err
		}
		out = Village{
			On: b.day.Date(), Contacts: v.Contacts, Relations: v.Relations, Circles: append([]village.Ring{}, v.Rings...),
			Newcomers: v.Newcomers, Drifting: v.Drifting, Dormant: v.Dormant, NeverMet: v.NeverMet,
		}
		return nil
	})
	return out, err
}

// LastSeen tells of everybody with whom there was contact when that was last.
func (a *App) LastSeen(ctx context.Context, keeper network.KeeperID) (map[network.PersonID]network.Date, error) {
	out := map[network.PersonID]network.Date{}
	err := a.Store.View(ctx, keeper, func(tx store.Tx) error {
		b, err := a.readBook(tx)
		if err != nil {
			return err
		}
		for _, e := range b.entries {
			if e.last != nil {
				out[e.ID] = *e.last
			}
		}
		return nil
	})
	return out, err
}

// Recent lists with whom there was contact last, the latest first, limit of them
// at most.
func (a *App) Recent(ctx context.Context, keeper network.KeeperID, limit int) (out []Named, err error) {
	err = a.Store.View(ctx, keeper, func(tx store.Tx) error {
		b, err := a.readBook(tx)
		if err != nil {
			return err
		}
		list := slices.DeleteFunc(slices.Clone(b.entries), func(e *entry) bool { return e.last == nil })
		slices.SortStableFunc(list, func(x, y *entry) int { return cmp.Compare(x.silence, y.silence) })
		for _, e := range list[:min(limit, len(list))] {
			out = append(out, Named{e.ID.String(), e.Name})
		}
		return nil
	})
	return out, err
}

func (b *book) village(tx store.Tx, earlier map[network.PersonID]string) (village.Village, error) {
	no, err := declined(tx, b.settings.Circles())
	if err != nil {
		return village.Village{}, err
	}
	people := b.neighbours()
	for i := range people {
		people[i].Declined = no[people[i].ID]
	}
	return village.Build(b.settings.Circles(), people, earlier), nil
}

func (b *book) neighbours() []village.Neighbour {
	out := make([]village.Neighbour, 0, len(b.entries))
	for _, e := range b.entries {
		out = append(out, village.Neighbour{
			ID: e.ID, Name: e.Name, SortKey: e.SortKey, Circle: e.Circle, Mark: relation.MarkOn(e.Person, b.day), Reading: b.reading(e),
		})
	}
	return out
}

// Place puts somebody in a circle, or in none. A full circle asks who moves
// out and moves nobody: the answer then says which is full and who could.
func (a *App) Place(ctx context.Context, keeper network.KeeperID, id network.PersonID, circle string) (full *village.Full, err error) {
	err = a.Store.Update(ctx, keeper, func(tx store.Tx) error {
		full = nil
		p, err := person(tx, id)
		if err != nil || p.Circle == circle {
			return err
		}
		b, err := a.readBook(tx)
		if err != nil {
			return err
		}
		if circle != "" {
			if !hasCircle(b.settings, circle) {
				return &network.Error{Kind: network.Invalid, Field: "circle", Msg: "error.no_such_circle", Args: []any{circle}}
			}
			if full = village.Room(b.settings.Circles(), b.neighbours(), p.ID, circle); full != nil {
				return nil
			}
		}
		p.Circle = circle
		return put(tx, p)
	})
	return full, err
}
