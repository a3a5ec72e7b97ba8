package app

import (
	"cmp"
	"context"
	"slices"
	"time"

	"entregent/internal/i18n"
	"entregent/internal/network"
	"entregent/internal/reach"
	"entregent/internal/relation"
	"entregent/internal/resolve"
	"entregent/internal/store"
)

// A Moved is what moved since a goal began, until it ended where it has. Its lists
// are never nil.
type Moved struct {
	Since network.Date `json:"since"`
	Until network.Date `json:"until"` // the day of the book, or the goal's last
	// Answer is how many people answer to the goal; Tied with how many of them words
	// have gone back and forth, or a meeting took place.
	Answer    int            `json:"answer"`
	Tied      int            `json:"tied"`
	Newcomers []MovedPerson  `json:"newcomers"` // first seen since
	Ties      []MovedPerson  `json:"new_ties"`  // the first exchange took place since
	Met       []MovedPerson  `json:"met"`       // met, or spoken to, since
	Paths     []MovedPath    `json:"paths"`     // nearer than they were
	Asks      []Wish         `json:"asks"`      // put since, to them or in the words of the goal
	Told      []MovedTelling `json:"told"`      // who heard since what the keeper wants to be known for
}

// Still reports whether nothing moved.
func (m Moved) Still() bool {
	return len(m.Newcomers)+len(m.Ties)+len(m.Met)+len(m.Paths)+len(m.Asks)+len(m.Told) == 0
}

// A MovedPerson is somebody who answers to the goal, with what moved.
type MovedPerson struct {
	Person Named         `json:"person"`
	Role   string        `json:"role,omitempty"` // title and organisation
	On     network.Date  `json:"on"`
	Facts  []network.Ref `json:"facts"`
	Why    Said          `json:"why"` // why they answer to the goal
}

// A Nearness is how far somebody is: 0 no path to stake one's name on, 1 the keeper
// can turn to them, 2 one go-between, 3 two.
type Nearness struct {
	Steps  int          `json:"steps"`
	Chance reach.Chance `json:"chance,omitempty"`
}

// nearer reports whether a is nearer than b: fewer steps, or as many and likelier.
func (a Nearness) nearer(b Nearness) bool {
	if a.Steps == 0 || b.Steps == 0 {
		return a.Steps != 0 && b.Steps == 0
	}
	order := append([]reach.Chance{reach.None}, reach.Chances...)
	return cmp.Or(cmp.Compare(b.Steps, a.Steps), cmp.Compare(slices.Index(order, a.Chance), slices.Index(order, b.Chance))) > 0
}

// A MovedPath is somebody who has come nearer.
type MovedPath struct {
	Person Named    `json:"person"`
	Was    Nearness `json:"was"`
	Is     Nearness `json:"is"`
	Text   string   `json:"text"`
}

// A MovedTelling is somebody who heard of something.
type MovedTelling struct {
	Person Named         `json:"person"`
	What   string        `json:"what"`
	On     network.Date  `json:"on"`
	Facts  []network.Ref `json:"facts"`
}

// GoalMoved says what moved since a goal began. How near people were then is read
// from the past, as --at would show it.
func (a *App) GoalMoved(ctx context.Context, keeper network.KeeperID, p *i18n.Printer, id network.GoalID) (out Moved, err error) {
	err = a.Store.View(ctx, keeper, func(tx store.Tx) error {
		b, err := a.readBook(tx)
		if err != nil {
			return err
		}
		g, err := goalOf(tx, id)
		if err != nil {
			return err
		}
		a.aims.mu.Lock()
		x := a.aims.aim(b, []network.Goal{g})
		a.aims.mu.Unlock()
		m := mover{seeker: seeker{a: a, tx: tx, p: p.At(a.Now(), zone(b.settings))}, book: b, goal: g, aimed: x}
		out, err = m.moved()
		return err
	})
	return out, err
}

// A mover works out what moved for one goal.
type mover struct {
	seeker
	book        *book
	goal        network.Goal
	aimed       *aimed
	from, until network.Day
}

func (m *mover) moved() (Moved, error) {
	z := zone(m.book.settings)
	m.from, m.until = network.DayOf(m.goal.At, z), m.book.day
	if !m.goal.From.IsZero() {
		m.from = untilDay(m.goal.From)
	}
	switch {
	case !m.goal.Ended.IsZero():
		m.until = min(m.until, network.DayOf(m.goal.Ended, z))
	case m.goal.Past(m.book.day):
		m.until = untilDay(m.goal.Until)
	}
	out := Moved{
		Since: m.from.Date(), Until: m.until.Date(), Answer: len(m.aimed.people),
		Newcomers: []MovedPerson{}, Ties: []MovedPerson{}, Met: []MovedPerson{}, Paths: []MovedPath{}, Asks: []Wish{}, Told: []MovedTelling{},
	}
	for _, e := range m.book.entries {
		if len(m.aimed.people[e.ID]) == 0 {
			continue
		}
		if err := m.person(e, &out); err != nil {
			return out, err
		}
	}
	for _, list := range [][]MovedPerson{out.Newcomers, out.Ties, out.Met} {
		slices.SortStableFunc(list, func(x, y MovedPerson) int { return cmp.Compare(y.On.String(), x.On.String()) })
	}
	if err := m.asks(&out); err != nil {
		return out, err
	}
	if err := m.told(&out); err != nil {
		return out, err
	}
	return out, m.paths(&out)
}

// during reports whether a day lies within the goal's.
func (m *mover) during(day network.Day) bool { return m.from <= day && day <= m.until }

func (m *mover) person(e *entry, out *Moved) error {
	var t relation.Tie
	if err := e.tie(&t); err != nil {
		return err
	}
	if t.Turns > 0 || t.Seen > 0 {
		out.Tied++
	}
	add := func(list *[]MovedPerson, day network.Day, facts ...network.Ref) {
		if day != 0 && m.during(day) {
			*list = append(*list, MovedPerson{Named{e.ID.String(), e.Name}, role(e.Person), day.Date(), append([]network.Ref{}, facts...), m.said(m.aimed.people[e.ID][0].reason())})
		}
	}
	add(&out.Newcomers, e.profile.FirstSeen)
	if t.Pulse.N > 0 {
		add(&out.Ties, t.Pulse.First, network.Ref{Kind: network.RefEncounter, ID: t.First.String()})
	}
	if t.Seen > 0 {
		var facts []network.Ref
		for _, k := range append([]relation.Mark{t.LastMet}, t.Recent[:]...) {
			if k.Day == t.SeenDay && !k.Encounter.IsZero() && len(facts) == 0 {
				facts = append(facts, k.Ref())
			}
		}
		add(&out.Met, t.SeenDay, facts...)
	}
	return nil
}

// asks are those the keeper put since, to whom the goal is about or in its words.
func (m *mover) asks(out *Moved) error {
	wishes, err := m.book.wishes(m.tx)
	if err != nil {
		return err
	}
	z := zone(m.book.settings)
	for _, w := range wishes {
		if w.Kind == network.Ask && m.during(network.DayOf(w.At, z)) && (len(m.aimed.people[w.Person]) > 0 || len(m.aimed.people[w.Leads]) > 0 || m.names(w.What)) {
			out.Asks = append(out.Asks, m.book.wish(w))
		}
	}
	return nil
}

// names reports whether some words name somebody or an organisation that the goal
// aims at.
func (m *mover) names(text string) bool {
	said := resolve.Tokens(text)
	for _, a := range m.goal.Aims {
		if a.Kind != network.AimPerson && a.Kind != network.AimOrganisation {
			continue
		}
		words := resolve.Tokens(a.What)
		if len(words) > 0 && !slices.ContainsFunc(words, func(w string) bool { return !slices.Contains(said, w) }) {
			return true
		}
	}
	return false
}

// told are those who heard since of something the goal wants to be known for.
func (m *mover) told(out *Moved) error {
	tellings, err := m.book.tellings(m.tx)
	if err != nil {
		return err
	}
	things := map[string]bool{}
	for _, what := range m.goal.Words(network.AimKnownFor) {
		things[network.Fold(what)] = true
	}
	for id, list := range tellings {
		e, ok := m.book.entry(id)
		if !ok {
			continue
		}
		for _, x := range list {
			if things[network.Fold(x.What)] && m.during(x.Day) {
				out.Told = append(out.Told, MovedTelling{Named{e.ID.String(), e.Name}, x.What, x.Day.Date(), []network.Ref{x.Ref}})
			}
		}
	}
	slices.SortFunc(out.Told, func(x, y MovedTelling) int {
		return cmp.Or(cmp.Compare(y.On.String(), x.On.String()), compareText(x.Person.Name, y.Person.Name, x.Person.ID, y.Person.ID), cmp.Compare(x.What, y.What))
	})
	return nil
}

// mostMoved is of how many people it is looked at how near they are.
const mostMoved = 50

// paths compares how near people are with how near they were.
func (m *mover) paths(out *Moved) error {
	var ids []network.PersonID
	put := func(id network.PersonID) {
		if len(ids) < mostMoved && !slices.Contains(ids, id) {
			ids = append(ids, id)
		}
	}
	now, err := m.a.webOf(m.tx)
	if err != nil {
		return err
	}
	m.web = now
	for _, x := range m.goal.Of(network.AimPerson) {
		for _, id := range append([]network.PersonID{x.Person}, now.namesakes(x.What)...) {
			if now.people[id] != nil {
				put(id)
			}
		}
	}
	for _, e := range m.book.entries {
		if len(m.aimed.people[e.ID]) > 0 {
			put(e.ID)
		}
	}
	if len(ids) == 0 || m.from >= m.book.day {
		return nil
	}
	then, err := m.began(ids)
	if err != nil {
		return err
	}
	for _, id := range ids {
		was := then[id]
		is, err := now.near(id)
		if err != nil {
			return err
		}
		if is.nearer(was) {
			who := m.seeker.named(id)
			key := "goal.nearer_chance"
			switch {
			case was.Steps == 0:
				key = "goal.nearer_none"
			case is.Steps < was.Steps:
				key = "goal.nearer"
			}
			out.Paths = append(out.Paths, MovedPath{who, was, is, m.p.T(key, who.Name, nearWord(was), nearWord(is), string(is.Chance))})
		}
	}
	return nil
}

// A began is how near people were on a day, as one state of the book tells it: to
// work it out all of it is read anew.
type began struct {
	keeper network.KeeperID
	change int64
	day    network.Day
	near   map[network.PersonID]Nearness
}

// began says how near people were when the goal began.
func (m *mover) began(ids []network.PersonID) (map[network.PersonID]Nearness, error) {
	kept := &m.a.aims.began
	m.a.aims.mu.Lock()
	defer m.a.aims.mu.Unlock()
	if k := *kept; k != nil && k.keeper == m.book.keeper && k.change == m.book.change && k.day == m.from {
		if !slices.ContainsFunc(ids, func(id network.PersonID) bool { _, ok := k.near[id]; return !ok }) {
			return k.near, nil
		}
	}
	begun := m.from.Start(zone(m.book.settings))
	past := &App{Store: m.a.Store, Now: func() time.Time { return begun }, Replay: true}
	then, err := past.webOf(m.tx)
	if err != nil {
		return nil, err
	}
	out := &began{m.book.keeper, m.book.change, m.from, map[network.PersonID]Nearness{}}
	for _, id := range ids {
		if out.near[id], err = then.near(id); err != nil {
			return nil, err
		}
	}
	if !m.a.Replay && !m.tx.Wrote() {
		*kept = out
	}
	return out.near, nil
}

// nearWord is the word for so many steps, as i18n has it.
func nearWord(n Nearness) string {
	return []string{"none", "direct", "one", "two"}[n.Steps]
}

// near says how near somebody is; the zero value for whom the web does not hold.
func (w *web) near(id network.PersonID) (out Nearness, err error) {
	p := w.people[id]
	if p == nil {
		return out, nil
	}
	x, err := w.graph.Find(id, reach.Ask{Most: 1})
	if err != nil {
		return out, err
	}
	if x.Direct != nil && p.entry != nil && p.entry.last != nil {
		if c := weightsOf(w.book.settings).Chance(x.Direct.P); c != reach.None {
			return Nearness{1, c}, nil
		}
	}
	if len(x.Paths) > 0 {
		out = Nearness{1 + len(x.Paths[0].Through), x.Chance}
	}
	return out, nil
}
