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
