package app

import (
	"cmp"
	"context"
	"slices"
	"strings"
	"sync"

	"entregent/internal/groups"
	"entregent/internal/i18n"
	"entregent/internal/network"
	"entregent/internal/reach"
	"entregent/internal/resolve"
	"entregent/internal/store"
)

// A Map is the network as others are tied to each other: its people, and the groups
// they fall into. The keeper's own ties are not on it: everybody has one.
type Map struct {
	People int `json:"people"` // on the map
	// Tied is how many of them something shows to know another of them, and Ties how
	// many such ties there are; Colleagues are those that nothing shows but the same
	// employer, which is no more than a maybe.
	Tied       int        `json:"tied"`
	Ties       int        `json:"ties"`
	Colleagues int        `json:"colleagues"`
	Groups     []MapGroup `json:"groups"` // the largest first
	// Links are how many ties lead from one group to another.
	Links []MapLink `json:"links"`
	// Members are the people of the group that was asked for, or of all groups where
	// they are few enough to be drawn; those with the most ties first.
	Members []MapPerson `json:"members"`
	Between []MapTie    `json:"between"`        // the surest ties between them
	Left    int         `json:"left,omitempty"` // ties between them that are not listed
	More    int         `json:"more"`           // people of the group that are not listed
	Open    int         `json:"open"`           // the group that was asked for, −1 for none
	Circles []string    `json:"circles"`        // those to choose from
}

// A MapGroup is people who hold together.
type MapGroup struct {
	Around Named   `json:"around"` // who has the most ties within: names the group in addresses
	People int     `json:"people"`
	Ties   int     `json:"ties"` // within
	Text   string  `json:"text"` // by what one would call it
	Short  string  `json:"-"`    // the same where there is little room
	Why    Said    `json:"why"`
	Hubs   []Named `json:"hubs"` // those with the most ties within, three at most
}

// A MapLink is ties between two groups, by their numbers.
type MapLink struct {
	A    int `json:"a"`
	B    int `json:"b"`
	Ties int `json:"ties"`
}

// A MapPerson is somebody on the map.
type MapPerson struct {
	Person Named   `json:"person"`
	Role   string  `json:"role,omitempty"`
	Town   string  `json:"town,omitempty"`
	Circle string  `json:"circle,omitempty"`
	Group  int     `json:"group"` // −1 for none
	Ties   int     `json:"ties"`  // with others of the group
	Knows  []Named `json:"knows"` // of those, the surest, mostKnows at most
}

// A MapTie is between two of the members, by their places on the list.
type MapTie struct {
	A     int  `json:"a"`
	B     int  `json:"b"`
	Faint bool `json:"faint,omitempty"` // nothing shows it but the same employer
}

// A MapAsk narrows a map. Zero fields do not.
type MapAsk struct {
	Circle       string // or within it
	Place        string
	Organisation string
	Living       bool             // only those the keeper is in touch with
	Around       network.PersonID // open the group that holds them
	After        int              // of the members: so many are left out
}

const (
	smallest   = 3   // people a group has at least
	drawnAll   = 600 // people that are listed without opening a group
	drawnOne   = 300 // people of one group that are listed at once
	listedTies = 4000
	mostKnows  = 5
)

// A mapper keeps the last map that was drawn up, before it was put into words.
type mapper struct {
	mu  sync.Mutex
	web *web
	ask MapAsk
	got *chart
}

// A chart is who is on a map, and how they fall into groups.
type chart struct {
	people []*webPerson
	at     map[network.PersonID]int
	ties   []charted
	of     []int // group of each
	names  []groups.Name
}

type charted struct {
	a, b int
	*reach.Edge
}

// Map draws up the map of the network.
func (a *App) Map(ctx context.Context, keeper network.KeeperID, p *i18n.Printer, q MapAsk) (out Map, err error) {
	q.Place, q.Organisation = strings.TrimSpace(network.Fold(q.Place)), strings.TrimSpace(network.Fold(q.Organisation))
	err = a.Store.View(ctx, keeper, func(tx store.Tx) error {
		w, err := a.webOf(tx)
		if err != nil {
			return err
		}
		if q.Circle != "" && !hasCircle(w.book.settings, q.Circle) {
			return &network.Error{Kind: network.Invalid, Field: "circle", Msg: "error.no_such_circle", Args: []any{q.Circle}}
		}
		s := &seeker{a: a, tx: tx, web: w, p: p.At(a.Now(), zone(w.book.settings))}
		out = s.drawUp(a.mapped.chart(w, q), q)
		for _, c := range w.book.settings.Circles() {
			out.Circles = append(out.Circles, c.Name)
		}
		return nil
	})
	return out, err
}

func (m *mapper) chart(w *web, q MapAsk) *chart {
	q.Around, q.After = network.PersonID{}, 0
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.web != w || m.ask != q {
		m.web, m.ask, m.got = w, q, w.chart(q)
	}
	return m.got
}

// chart gathers who is on the map and parts them into groups.
func (w *web) chart(q MapAsk) *chart {
	c := &chart{at: map[network.PersonID]int{}}
	within := w.book.within(q.Circle)
	for _, id := range w.order {
		if p := w.people[id]; p.entry != nil && w.keeps(p, q, within) {
			c.at[id] = len(c.people)
			c.people = append(c.people, p)
		}
	}
	var ties []groups.Tie
	for a, p := range c.people {
		for _, e := range w.graph.Around(p.id) {
			other := e.A
			if other == p.id {
				other = e.B
			}
			if b, ok := c.at[other]; ok && a < b {
				c.ties = append(c.ties, charted{a, b, e})
				ties = append(ties, groups.Tie{A: a, B: b, Weight: e.P})
			}
		}
	}
	c.of = groups.Find(len(c.people), ties, smallest)
	traits := make([][]groups.Trait, len(c.people))
	for i, p := range c.people {
		traits[i] = traitsOf(p)
	}
	c.names = groups.Called(c.of, traits)
	return c
}

// within are the circles that lie within one, itself among them; nil for all.
func (b *book) within(circle string) map[string]bool {
	if circle == "" {
		return nil
	}
	out := map[string]bool{}
	for _, c := range b.settings.Circles() {
		if out[c.Name] = true; c.Name == circle {
			break
		}
	}
	return out
}

func (w *web) keeps(p *webPerson, q MapAsk, within map[string]bool) bool {
	has := func(text, words string) bool { return strings.Contains(" "+network.Fold(text), " "+words) }
	switch {
	case within != nil && !within[p.entry.Circle],
		q.Place != "" && !has(p.town, q.Place),
		q.Organisation != "" && !has(p.organisation, q.Organisation),
		q.Living && !p.entry.living():
		return false
	}
	return true
}

// living reports whether the keeper was in touch with somebody within the year, or
// three for a slow tie.
func (e *entry) living() bool {
	most := 365
	if e.Slow {
		most *= 3
	}
	return e.last != nil && e.silence <= most
}

// traitsOf is what may mark a group out: where somebody works, where they live, and
// the first word of what they do that says something.
func traitsOf(p *webPerson) (out []groups.Trait) {
	if key := reach.Organisation(p.organisation); key != "" {
		out = append(out, groups.Trait{Kind: "organisation", Key: key, Word: p.organisation})
	}
	if key := network.Fold(p.town); strings.TrimSpace(key) != "" {
		out = append(out, groups.Trait{Kind: "place", Key: key, Word: p.town})
	}
	if words := resolve.Tokens(p.title); len(words) > 0 {
		out = append(out, groups.Trait{Kind: "word", Key: strings.Join(words, " "), Word: p.title})
	}
	return out
}

// drawUp puts a chart into words, with the people of the group that is open.
func (s *seeker) drawUp(c *chart, q MapAsk) Map {
	out := Map{
		People: len(c.people), Open: groups.Apart,
		Groups: []MapGroup{}, Links: []MapLink{}, Members: []MapPerson{}, Between: []MapTie{}, Circles: []string{},
	}
	members := make([][]int, len(c.names))
	for i, g := range c.of {
		if g != groups.Apart {
			members[g] = append(members[g], i)
		}
	}
	inside, count, links := make([]int, len(c.names)), make([]int, len(c.people)), map[[2]int]int{}
	firm := make([]bool, len(c.people))
	for _, t := range c.ties {
		if t.Employer {
			out.Colleagues++
		} else {
			out.Ties++
			firm[t.a], firm[t.b] = true, true
		}
		switch x, y := c.of[t.a], c.of[t.b]; {
		case x == groups.Apart || y == groups.Apart:
		case x == y:
			inside[x]++
			count[t.a]++
			count[t.b]++
		default:
			links[[2]int{min(x, y), max(x, y)}]++
		}
	}
	for _, f := range firm {
		out.Tied += bit(f)
	}
	for g, list := range members {
		slices.SortStableFunc(list, func(i, j int) int { return cmp.Compare(count[j], count[i]) })
		out.Groups = append(out.Groups, s.group(c, list, c.names[g], inside[g]))
	}
	for ends, n := range links {
		out.Links = append(out.Links, MapLink{ends[0], ends[1], n})
	}
	slices.SortFunc(out.Links, func(x, y MapLink) int {
		return cmp.Or(cmp.Compare(y.Ties, x.Ties), cmp.Compare(x.A, y.A), cmp.Compare(x.B, y.B))
	})
	if i, ok := c.at[q.Around]; ok {
		out.Open = c.of[i]
	}
	var shown []int
	switch {
	case out.Open != groups.Apart:
		list := members[out.Open]
		from := min(max(0, q.After), len(list))
		shown = list[from:min(from+drawnOne, len(list))]
		out.More = len(list) - from - len(shown)
	case len(c.people) <= drawnAll:
		for _, list := range members {
			shown = append(shown, list...)
		}
	}
	s.members(c, shown, count, &out)
	return out
}

// group puts one group into words.
func (s *seeker) group(c *chart, list []int, name groups.Name, ties int) MapGroup {
	out := MapGroup{People: len(list), Ties: ties, Hubs: []Named{}}
	for _, i := range list[:min(3, len(list))] {
		out.Hubs = append(out.Hubs, c.people[i].Named)
	}
	out.Around = out.Hubs[0]
	facts := []network.Ref{{Kind: network.RefPerson, ID: out.Around.ID}}
	if name.Word != "" {
		out.Text, out.Short = name.Word, name.Word
		out.Why = s.said(network.Reason{Key: "map.why_" + name.Kind, Args: []any{name.Word, name.Shared, name.Of}, Facts: facts})
		return out
	}
	out.Text, out.Short = s.p.T("map.around", out.Around.Name), out.Around.Name
	out.Why = s.said(network.Reason{Key: "map.why_none", Args: []any{out.Around.Name, len(list)}, Facts: facts})
	return out
}

// members lists people with the surest ties between them.
func (s *seeker) members(c *chart, shown, count []int, out *Map) {
	place := make(map[int]int, len(shown))
	for n, i := range shown {
		p := c.people[i]
		place[i] = n
		out.Members = append(out.Members, MapPerson{Person: p.Named, Role: role(p.entry.Person), Town: p.town, Circle: p.entry.Circle, Group: c.of[i], Ties: count[i], Knows: []Named{}})
	}
	var ties []charted
	known := map[int][]charted{}
	for _, t := range c.ties {
		_, a := place[t.a]
		_, b := place[t.b]
		if a && b {
			ties = append(ties, t)
		}
		if c.of[t.a] != c.of[t.b] {
			continue
		}
		if a {
			known[t.a] = append(known[t.a], t)
		}
		if b {
			known[t.b] = append(known[t.b], t)
		}
	}
	surest := func(list []charted) {
		slices.SortStableFunc(list, func(x, y charted) int { return cmp.Compare(y.P, x.P) })
	}
	surest(ties)
	for _, t := range ties[:min(listedTies, len(ties))] {
		out.Between = append(out.Between, MapTie{place[t.a], place[t.b], t.Employer})
	}
	out.Left = len(ties) - len(out.Between)
	for i, list := range known {
		surest(list)
		m := &out.Members[place[i]]
		for _, t := range list[:min(mostKnows, len(list))] {
			other := t.a
			if other == i {
				other = t.b
			}
			m.Knows = append(m.Knows, c.people[other].Named)
		}
	}
}
