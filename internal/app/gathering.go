package app

import (
	"cmp"
	"context"
	"crypto/rand"
	"encoding/json"
	"slices"
	"time"

	"entregent/internal/network"
	"entregent/internal/store"
)

// A Gathering is something people are invited to: who was asked, who comes, and
// afterwards who came.
type Gathering struct {
	ID    string       `json:"id"`
	Title string       `json:"title"`
	On    network.Date `json:"on"`
	At    time.Time    `json:"at"`
	Place string       `json:"place,omitempty"`
	About string       `json:"about,omitempty"`
	Hosts bool         `json:"hosts,omitempty"` // the keeper organises it
	Over  bool         `json:"over,omitempty"`  // it is said who came
	// Due says that its day has come and nothing is said yet of who came.
	Due    bool    `json:"due,omitempty"`
	Guests []Guest `json:"guests"`
}

// A NewGathering is a gathering as the keeper tells it.
type NewGathering struct {
	Title string
	On    network.Date
	Hour  string // "19:30", "" for noon
	Place string
	About string
	Hosts bool
}

func (n *NewGathering) check() error {
	n.Title, n.Place, n.About = network.OneLine(n.Title), shorten(network.OneLine(n.Place), 200), shorten(network.OneLine(n.About), 500)
	switch {
	case n.Title == "":
		return &network.Error{Kind: network.Invalid, Field: "title", Msg: "error.gathering_untitled"}
	case len(n.Title) > 300:
		return &network.Error{Kind: network.Invalid, Field: "title", Msg: "error.fact_too_long", Args: []any{300}}
	case !n.On.Valid() || n.On.Year == 0:
		return &network.Error{Kind: network.Invalid, Field: "on", Msg: "error.not_a_date", Args: []any{n.On.String()}}
	}
	if _, err := n.moment(time.UTC); err != nil {
		return err
	}
	return nil
}

func (n NewGathering) moment(z *time.Location) (time.Time, error) {
	hour := cmp.Or(n.Hour, "12:00")
	h, err := time.Parse("15:04", hour)
	if err != nil {
		return h, &network.Error{Kind: network.Invalid, Field: "hour", Msg: "error.not_an_hour", Args: []any{hour}}
	}
	return time.Date(n.On.Year, n.On.Month, n.On.Day, h.Hour(), h.Minute(), 0, 0, z).UTC(), nil
}

// AddGathering writes down something the keeper organises or attends, and
// returns its id. Nobody is invited by that.
func (a *App) AddGathering(ctx context.Context, keeper network.KeeperID, n NewGathering, key string) (string, error) {
	if err := n.check(); err != nil {
		return "", err
	}
	raw, err := a.once(ctx, keeper, key, func(tx store.Tx) ([]byte, error) {
		k, err := tx.Keeper()
		if err != nil {
			return nil, err
		}
		var id network.EncounterID
		rand.Read(id[:])
		e := network.Encounter{ID: id, Source: network.Typed, Channel: network.InPerson, State: network.Planned, Mine: network.Attendee}
		if err := n.into(&e, zone(k.Settings)); err != nil {
			return nil, err
		}
		if err := tx.AddEncounters([]network.Encounter{e}); err != nil {
			return nil, err
		}
		return json.Marshal(id.String())
	})
	if err != nil {
		return "", err
	}
	var id string
	if err := json.Unmarshal(raw, &id); err != nil {
		return "", err
	}
	return id, a.EditGathering(ctx, keeper, id, n)
}

func (n NewGathering) into(e *network.Encounter, z *time.Location) (err error) {
	e.Subject, e.Place = n.Title, n.Place
	if e.Mine = network.Attendee; n.Hosts {
		e.Mine = network.Organizer
	}
	e.At, err = n.moment(z)
	return err
}

// EditGathering corrects what a gathering is, when and where.
func (a *App) EditGathering(ctx context.Context, keeper network.KeeperID, id string, n NewGathering) error {
	if err := n.check(); err != nil {
		return err
	}
	return a.Store.Update(ctx, keeper, func(tx store.Tx) error {
		k, err := tx.Keeper()
		if err != nil {
			return err
		}
		e, err := gatheringEncounter(tx, id)
		if err != nil {
			return err
		}
		if err := n.into(&e, zone(k.Settings)); err != nil {
			return err
		}
		e.Reckon()
		if err := a.rewrite(tx, e, func() error { return tx.PutEncounter(e) }); err != nil {
			return err
		}
		return tx.PutGathering(network.Gathering{ID: e.ID, Hosts: n.Hosts, About: n.About})
	})
}

func gatheringEncounter(tx store.Tx, text string) (network.Encounter, error) {
	absent := &network.Error{Kind: network.NotFound, Msg: "error.no_such_gathering"}
	id, err := network.ParseID[network.EncounterID](text)
	if err != nil {
		return network.Encounter{}, absent
	}
	list, err := tx.Encounters([]network.EncounterID{id})
	if err == nil && (len(list) == 0 || list[0].Source != network.Typed) {
		err = absent
	}
	if err != nil {
		return network.Encounter{}, err
	}
	return list[0], nil
}

// DropGathering takes a gathering away, with who was there.
func (a *App) DropGathering(ctx context.Context, keeper network.KeeperID, id string) error {
	e, err := network.ParseID[network.EncounterID](id)
	if err != nil {
		return &network.Error{Kind: network.NotFound, Msg: "error.no_such_gathering"}
	}
	return a.Forget(ctx, keeper, e)
}

// Gatherings lists what the keeper organises and attends: what is to come first,
// the soonest first, then what is over, the last first.
func (a *App) Gatherings(ctx context.Context, keeper network.KeeperID) ([]Gathering, error) {
	out := []Gathering{}
	err := a.Store.View(ctx, keeper, func(tx store.Tx) error {
		b, err := a.readBook(tx)
		if err != nil {
			return err
		}
		out, err = b.gatherings(tx, a.Now())
		return err
	})
	return out, err
}

func (b *book) gatherings(tx store.Tx, now time.Time) ([]Gathering, error) {
	out := []Gathering{}
	marks, err := tx.Gatherings()
	if err != nil {
		return nil, err
	}
	at := map[network.EncounterID]network.Gathering{}
	var ids []network.EncounterID
	for _, g := range marks {
		at[g.ID] = g
		ids = append(ids, g.ID)
	}
	list, err := tx.Encounters(ids)
	for _, e := range list {
		out = append(out, b.gathering(e, at[e.ID], now))
	}
	slices.SortFunc(out, func(x, y Gathering) int {
		if x.Over != y.Over {
			return bit(x.Over) - bit(y.Over)
		}
		when := x.At.Compare(y.At)
		if x.Over {
			when = -when
		}
		return cmp.Or(when, cmp.Compare(x.ID, y.ID))
	})
	return out, err
}

func (b *book) gathering(e network.Encounter, g network.Gathering, now time.Time) Gathering {
	z := zone(b.settings)
	out := Gathering{
		ID: e.ID.String(), Title: e.Subject, On: network.DateOf(e.At.In(z)), At: e.At, Place: e.Place, About: g.About, Hosts: g.Hosts,
		Over: e.State == network.Held, Due: e.State == network.Planned && !e.At.After(now), Guests: []Guest{},
	}
	for _, p := range e.With {
		n := b.named(p.Person)
		if n.Name == "" {
			continue
		}
		out.Guests = append(out.Guests, Guest{Person: n, State: guestState(p.Status, out.Over), id: p.Person})
	}
	slices.SortFunc(out.Guests, func(x, y Guest) int { return compareText(x.Person.Name, y.Person.Name, x.Person.ID, y.Person.ID) })
	return out
}

// Gathering returns one gathering, with whom else to invite, and why: at most
// limit people.
func (a *App) Gathering(ctx context.Context, keeper network.KeeperID, id string, limit int) (out Gathering, whom []Guest, err error) {
	whom = []Guest{}
	err = a.Store.View(ctx, keeper, func(tx store.Tx) error {
		b, err := a.readBook(tx)
		if err != nil {
			return err
		}
		all, err := b.gatherings(tx, a.Now())
		if err != nil {
			return err
		}
		i := slices.IndexFunc(all, func(g Gathering) bool { return g.ID == id })
		if i < 0 {
			return &network.Error{Kind: network.NotFound, Msg: "error.no_such_gathering"}
		}
		out = all[i]
		if out.Over {
			return nil
		}
		whom, err = b.whomToInvite(tx, out, limit)
		return err
	})
	return out, whom, err
}
