package app

import (
	"cmp"
	"context"
	"encoding/json"
	"slices"
	"strings"
	"time"

	"entregent/internal/network"
	"entregent/internal/resolve"
	"entregent/internal/store"
)

// A Goal is what the keeper wants of the network this season: the shape of `goals
// --json`. Its lists are never nil.
type Goal struct {
	ID    string       `json:"id"`
	Text  string       `json:"text"`
	From  network.Date `json:"from,omitzero"`
	Until network.Date `json:"until,omitzero"`
	State GoalState    `json:"state"`
	Since network.Date `json:"since"` // when it was written down
	Ended network.Date `json:"ended,omitzero"`
	// People are those it aims at; without an id whom the book does not hold.
	People        []Named  `json:"people"`
	Organisations []string `json:"organisations"`
	Fields        []string `json:"fields"` // trades, roles, lines of business, in words
	Places        []string `json:"places"`
	KnownFor      []string `json:"known_for"` // three at most
}

// A GoalState says where a goal stands on the day.
type GoalState string

// The states of a goal as it is shown.
const (
	GoalCurrent GoalState = "current"
	GoalAhead   GoalState = "ahead" // its first day is still to come
	GoalOver    GoalState = "over"  // its last day is past, and nobody has closed it
	GoalReached GoalState = "reached"
	GoalClosed  GoalState = "closed"
)

// GoalStates lists every state, for tests that a table is complete.
var GoalStates = []GoalState{GoalCurrent, GoalAhead, GoalOver, GoalReached, GoalClosed}

// A NewGoal is a goal as the keeper tells it.
type NewGoal struct {
	What          string
	From          network.Date // zero: today, for a new one
	Until         network.Date
	People        []string // ids, or names; a name the book does not hold stays a name
	Organisations []string
	Fields        []string
	Places        []string
	KnownFor      []string
}

// aims are what the keeper aims at, cleaned; those said twice count once.
func (n *NewGoal) aims() (out []network.Aim, err error) {
	for _, x := range []struct {
		kind network.AimKind
		list []string
		most int
	}{
		{network.AimPerson, n.People, network.MaxAims},
		{network.AimOrganisation, n.Organisations, network.MaxAims},
		{network.AimField, n.Fields, network.MaxAims},
		{network.AimPlace, n.Places, network.MaxAims},
		{network.AimKnownFor, n.KnownFor, network.MaxKnownFor},
	} {
		seen := map[string]bool{}
		for _, s := range x.list {
			s = network.OneLine(s)
			key := network.Fold(s)
			if strings.TrimSpace(key) == "" || seen[key] {
				continue
			}
			if seen[key] = true; len(s) > network.MaxAim {
				return nil, &network.Error{Kind: network.Invalid, Field: string(x.kind), Msg: "error.fact_too_long", Args: []any{network.MaxAim}}
			}
			out = append(out, network.Aim{Kind: x.kind, What: s})
		}
		if len(seen) > x.most {
			return nil, &network.Error{Kind: network.Invalid, Field: string(x.kind), Msg: "error.goal_too_many", Args: []any{x.most}}
		}
	}
	return out, nil
}

// into puts what the keeper tells into a goal.
func (n *NewGoal) into(g *network.Goal) (err error) {
	n.What = network.OneLine(n.What)
	switch {
	case n.What == "":
		return &network.Error{Kind: network.Invalid, Field: "what", Msg: "error.goal_empty"}
	case len(n.What) > network.MaxGoal:
		return &network.Error{Kind: network.Invalid, Field: "what", Msg: "error.fact_too_long", Args: []any{network.MaxGoal}}
	}
	for field, d := range map[string]network.Date{"from": n.From, "until": n.Until} {
		if !d.IsZero() && d.Year == 0 {
			return &network.Error{Kind: network.Invalid, Field: field, Msg: "error.not_understood", Args: []any{d.String()}}
		}
	}
	if !n.Until.IsZero() && n.Until.String() < n.From.String() {
		return &network.Error{Kind: network.Invalid, Field: "until", Msg: "error.ends_before_it_begins", Args: []any{n.From, n.Until}}
	}
	g.What, g.From, g.Until = n.What, n.From, n.Until
	g.Aims, err = n.aims()
	return err
}

// AddGoal writes a goal down.
func (a *App) AddGoal(ctx context.Context, keeper network.KeeperID, n NewGoal, key string) (Goal, error) {
	var out Goal
	raw, err := a.once(ctx, keeper, key, func(tx store.Tx) ([]byte, error) {
		b, err := a.readBook(tx) // before the write: what is read here may be kept
		if err != nil {
			return nil, err
		}
		if n.From.IsZero() {
			n.From = b.day.Date()
		}
		g := network.Goal{At: a.Now().UTC().Truncate(time.Microsecond)}
		if err := n.into(&g); err != nil {
			return nil, err
		}
		k, err := tx.Keeper()
		if err != nil {
			return nil, err
		}
		g.ID = network.Derive[network.GoalID](k.Seed, "goal", g.What, stamp(g.At))
		if err := a.putGoal(tx, b, &g, nil); err != nil {
			return nil, err
		}
		return json.Marshal(b.goal(g))
	})
	if err == nil {
		err = json.Unmarshal(raw, &out)
	}
	return out, err
}

// putGoal stores a goal; the people of the book it names are aimed at by their
// typed cards, which no undone import takes away. before are the aims it had:
// who was aimed at by that very name stays so.
func (a *App) putGoal(tx store.Tx, b *book, g *network.Goal, before []network.Aim) error {
	for i := range g.Aims {
		m := &g.Aims[i]
		if m.Kind != network.AimPerson {
			continue
		}
		id, err := b.aimed(m.What, before)
		if err != nil {
			return err
		}
		if id.IsZero() {
			continue
		}
		_, err = a.change(tx, id, func(k network.Keeper, p *network.Person) error {
			c, err := typedCard(tx, k.Seed, *p)
			m.What, m.Card, m.Person = p.Name, c.ID, p.ID
			return err
		})
		if err != nil {
			return err
		}
	}
	return tx.PutGoal(*g)
}

// aimed finds whom a name means: an id, or the only contact of that very name.
// Zero if the book holds nobody so called; *TooMany if several are.
func (b *book) aimed(name string, before []network.Aim) (network.PersonID, error) {
	if id, err := network.ParseID[network.PersonID](name); err == nil {
		if _, ok := b.entry(id); ok {
			return id, nil
		}
	}
	for _, m := range before {
		if e, ok := b.entry(m.Person); ok && (network.Fold(m.What) == network.Fold(name) || network.Fold(e.Name) == network.Fold(name)) {
			return m.Person, nil
		}
	}
	found := b.called(name)
	if len(found) > 1 {
		many := &TooMany{Name: name}
		for _, e := range found[:min(len(found), 20)] {
			many.People = append(many.People, b.row(e))
		}
		return network.PersonID{}, many
	}
	if len(found) == 1 {
		return found[0].ID, nil
	}
	return network.PersonID{}, nil
}

// called returns the contacts of that very name, in any order of its words.
func (b *book) called(name string) (out []*entry) {
	want := nameKey(name)
	if want == "" {
		return nil
	}
	for _, e := range b.entries {
		if nameKey(e.Name) == want {
			out = append(out, e)
		}
	}
	return out
}

// nameKey is the same for names of the same words.
func nameKey(name string) string {
	words := resolve.Tokens(name)
	slices.Sort(words)
	return strings.Join(words, " ")
}

// EditGoal says a goal anew: its words, its days, all that it aims at.
func (a *App) EditGoal(ctx context.Context, keeper network.KeeperID, id network.GoalID, n NewGoal) error {
	return a.Store.Update(ctx, keeper, func(tx store.Tx) error {
		b, err := a.readBook(tx)
		if err != nil {
			return err
		}
		g, err := goalOf(tx, id)
		if err != nil {
			return err
		}
		before, from := g.Aims, g.From
		if err := n.into(&g); err != nil {
			return err
		}
		if g.From.IsZero() {
			g.From = from
		}
		return a.putGoal(tx, b, &g, before)
	})
}

// EndGoal says what became of a goal: GoalReached, GoalClosed, or GoalCurrent to
// take that back.
func (a *App) EndGoal(ctx context.Context, keeper network.KeeperID, id network.GoalID, to GoalState) error {
	return a.Store.Update(ctx, keeper, func(tx store.Tx) error {
		g, err := goalOf(tx, id)
		if err != nil {
			return err
		}
		switch to {
		case GoalCurrent:
			g.State, g.Ended = network.GoalOpen, time.Time{}
		case GoalReached, GoalClosed:
			if g.State == network.GoalOpen {
				g.Ended = a.Now().UTC().Truncate(time.Microsecond)
			}
			g.State = network.GoalState(to)
		default:
			return &network.Error{Kind: network.Invalid, Field: "state", Msg: "error.not_understood", Args: []any{string(to)}}
		}
		return tx.PutGoal(g)
	})
}

// DropGoal takes a goal away, as if it had never been written down.
func (a *App) DropGoal(ctx context.Context, keeper network.KeeperID, id network.GoalID) error {
	return a.Store.Update(ctx, keeper, func(tx store.Tx) error { return tx.DeleteGoal(id) })
}

func goalOf(tx store.Tx, id network.GoalID) (network.Goal, error) {
	all, err := tx.Goals()
	if err != nil {
		return network.Goal{}, err
	}
	for _, g := range all {
		if g.ID == id {
			return g, nil
		}
	}
	return network.Goal{}, &network.Error{Kind: network.NotFound, Msg: "error.no_such_goal"}
}

// A GoalAsk narrows a list of goals; the zero value names those the keeper is at.
type GoalAsk struct {
	ID  network.GoalID // this one only, whatever became of it
	All bool           // also those that are over, ended, or still to begin
}

// Goals lists the keeper's goals: the current ones first, then the newest. A
// goal of that id that is not there is NotFound.
func (a *App) Goals(ctx context.Context, keeper network.KeeperID, q GoalAsk) ([]Goal, error) {
	out := []Goal{}
	err := a.Store.View(ctx, keeper, func(tx store.Tx) error {
		b, err := a.readBook(tx)
		if err != nil {
			return err
		}
		all, err := b.goals(tx)
		for _, g := range all {
			if !q.ID.IsZero() && g.ID == q.ID || q.ID.IsZero() && (q.All || g.Current(b.day)) {
				out = append(out, b.goal(g))
			}
		}
		if err == nil && !q.ID.IsZero() && len(out) == 0 {
			return &network.Error{Kind: network.NotFound, Msg: "error.no_such_goal"}
		}
		return err
	})
	return out, err
}

// goals returns the goals as they stood on the day of the book: current ones
// first, then the newest. One that has ended since is open there.
func (b *book) goals(tx store.Tx) ([]network.Goal, error) {
	all, err := tx.Goals()
	z := zone(b.settings)
	all = slices.DeleteFunc(all, func(g network.Goal) bool { return network.DayOf(g.At, z) > b.day })
	for i := range all {
		if g := &all[i]; !g.Ended.IsZero() && network.DayOf(g.Ended, z) > b.day {
			g.State, g.Ended = network.GoalOpen, time.Time{}
		}
	}
	slices.SortStableFunc(all, func(x, y network.Goal) int {
		return cmp.Compare(bit(!x.Current(b.day)), bit(!y.Current(b.day)))
	})
	return all, err
}

// currentGoals are those the keeper is at on the day of the book.
func (b *book) currentGoals(tx store.Tx) ([]network.Goal, error) {
	all, err := b.goals(tx)
	return slices.DeleteFunc(all, func(g network.Goal) bool { return !g.Current(b.day) }), err
}

func (b *book) goal(g network.Goal) Goal {
	z := zone(b.settings)
	out := Goal{
		ID: g.ID.String(), Text: g.What, From: g.From, Until: g.Until, State: GoalCurrent, Since: network.DateOf(g.At.In(z)),
		People: []Named{}, Organisations: aimWords(g, network.AimOrganisation), Fields: aimWords(g, network.AimField),
		Places: aimWords(g, network.AimPlace), KnownFor: aimWords(g, network.AimKnownFor),
	}
	switch {
	case g.State != network.GoalOpen:
		out.State = GoalState(g.State)
	case g.Past(b.day):
		out.State = GoalOver
	case !g.Current(b.day):
		out.State = GoalAhead
	}
	if !g.Ended.IsZero() {
		out.Ended = network.DateOf(g.Ended.In(z))
	}
	for _, m := range g.Of(network.AimPerson) {
		if e, ok := b.entry(m.Person); ok {
			out.People = append(out.People, Named{e.ID.String(), e.Name})
		} else if who := b.called(m.What); len(who) == 1 { // met since
			out.People = append(out.People, Named{who[0].ID.String(), who[0].Name})
		} else {
			out.People = append(out.People, Named{"", m.What})
		}
	}
	return out
}

func aimWords(g network.Goal, kind network.AimKind) []string {
	return append([]string{}, g.Words(kind)...)
}
