package app

import (
	"context"
	"slices"

	"entregent/internal/network"
	"entregent/internal/store"
)

// A Guest is somebody invited, or who came.
type Guest struct {
	Person Named      `json:"person"`
	State  string     `json:"state"` // "invited", "coming", "not_coming", "came", "did_not_come"
	Why    []GuestWhy `json:"why,omitempty"`
	Row    *Person    `json:"-"`
	rank   float64    // of a suggestion
	id     network.PersonID
}

// A GuestWhy is one reason to invite somebody: text "invite.<key>", with what it
// rests on.
type GuestWhy struct {
	Key  string `json:"key"`
	What string `json:"what,omitempty"`
}

// The states of a guest.
const (
	Invited    = "invited"
	Coming     = "coming"
	NotComing  = "not_coming"
	CameThere  = "came"
	DidNotCome = "did_not_come"
	NotInvited = "" // takes somebody from the list
)

// SetGuest says of somebody that they are invited, come or do not.
func (a *App) SetGuest(ctx context.Context, keeper network.KeeperID, id string, who network.PersonID, state string) error {
	status, ok := map[string]network.Status{Invited: network.NeedsAction, Coming: network.Accepted, NotComing: network.Declined, NotInvited: ""}[state]
	if !ok {
		return &network.Error{Kind: network.Invalid, Field: "state", Msg: "error.not_understood", Args: []any{state}}
	}
	return a.Store.Update(ctx, keeper, func(tx store.Tx) error {
		e, err := gatheringEncounter(tx, id)
		if err != nil {
			return err
		}
		if e.State != network.Planned {
			return &network.Error{Kind: network.Conflict, Msg: "error.gathering_over"}
		}
		return a.putGuests(tx, e, map[network.PersonID]network.Status{who: status})
	})
}

// putGuests gives people their place in a gathering, and settles them.
func (a *App) putGuests(tx store.Tx, e network.Encounter, seats map[network.PersonID]network.Status) error {
	k, err := tx.Keeper()
	if err != nil {
		return err
	}
	l, err := openLedger(tx)
	if err != nil {
		return err
	}
	for _, p := range e.With {
		if err := l.open(p.Person); err != nil {
			return err
		}
	}
	ids := make([]network.PersonID, 0, len(seats))
	for id := range seats {
		ids = append(ids, id)
	}
	slices.SortFunc(ids, func(x, y network.PersonID) int { return slices.Compare(x[:], y[:]) })
	for _, id := range ids {
		p, err := person(tx, id)
		if err != nil {
			return err
		}
		if err := l.open(p.ID); err != nil {
			return err
		}
		c, err := typedCard(tx, k.Seed, p)
		if err != nil {
			return err
		}
		e.With = slices.DeleteFunc(e.With, func(x network.Presence) bool { return x.Person == p.ID })
		if status := seats[id]; status != "" {
			e.With = append(e.With, network.Presence{Card: c.ID, Person: p.ID, Role: network.Attendee, Status: status, State: e.State})
		}
	}
	e.Size = 0
	for _, p := range e.With {
		if e.State == network.Planned || p.Status != network.Declined {
			e.Size++
		}
	}
	e.Reckon()
	if err := tx.PutEncounter(e); err != nil {
		return err
	}
	return a.settleOpened(tx, l)
}

// Came writes down who came to a gathering: it then was a meeting with each of
// them, whoever was invited or not.
func (a *App) Came(ctx context.Context, keeper network.KeeperID, id string, came []network.PersonID, key string) error {
	_, err := a.once(ctx, keeper, key, func(tx store.Tx) ([]byte, error) {
		e, err := gatheringEncounter(tx, id)
		if err != nil {
			return nil, err
		}
		if e.At.After(a.Now()) {
			k, err := tx.Keeper()
			if err != nil {
				return nil, err
			}
			return nil, &network.Error{Kind: network.Invalid, Field: "on", Msg: "error.not_yet", Args: []any{network.DateOf(e.At.In(zone(k.Settings)))}}
		}
		seats := map[network.PersonID]network.Status{}
		for _, p := range e.With {
			seats[p.Person] = network.Declined
		}
		for _, id := range came {
			p, err := person(tx, id)
			if err != nil {
				return nil, err
			}
			seats[p.ID] = network.Accepted
		}
		e.State = network.Held
		for i := range e.With {
			e.With[i].State = network.Held
		}
		return nil, a.putGuests(tx, e, seats)
	})
	return err
}

// Reopen takes back who came: the gathering is planned again, and counts as no
// meeting.
func (a *App) Reopen(ctx context.Context, keeper network.KeeperID, id string) error {
	return a.Store.Update(ctx, keeper, func(tx store.Tx) error {
		e, err := gatheringEncounter(tx, id)
		if err != nil {
			return err
		}
		e.State = network.Planned
		seats := map[network.PersonID]network.Status{}
		for i := range e.With {
			e.With[i].State = network.Planned
			seats[e.With[i].Person] = e.With[i].Status
		}
		return a.putGuests(tx, e, seats)
	})
}

func guestState(s network.Status, over bool) string {
	switch {
	case over && s == network.Accepted:
		return CameThere
	case over:
		return DidNotCome
	case s == network.Accepted:
		return Coming
	case s == network.Declined:
		return NotComing
	}
	return Invited
}
