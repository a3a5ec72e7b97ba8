package app

import (
	"context"
	"errors"
	"slices"
	"strings"

	"entregent/internal/network"
	"entregent/internal/relation"
	"entregent/internal/store"
)

// A Person is one row of a list of people.
type Person struct {
	ID           string         `json:"id"`
	Name         string         `json:"name"`
	Organisation string         `json:"organisation,omitempty"`
	Title        string         `json:"title,omitempty"`
	Town         string         `json:"town,omitempty"`
	Stage        relation.Stage `json:"stage"`
	Circle       string         `json:"circle,omitempty"`
	Last         *network.Date  `json:"last,omitempty"` // last contact
	Drifting     bool           `json:"drifting,omitempty"`
	Met          bool           `json:"met,omitempty"` // in person
	Mark         network.Mark   `json:"mark,omitempty"`
}

// A Named points at a person by id and name.
type Named struct {
	ID   string `json:"id"`
	Name string `json:"name"`
}

// A PeopleAsk narrows a list of people; zero fields do not.
type PeopleAsk struct {
	Query        string
	Circle       string
	NotSeenFor   int // days without contact
	NeverMet     bool
	Town         string
	Organisation string
	Relations    bool   // only those counted as relations
	Tag          string // a tag, typed or of a source
	Source       string // somebody on whose cards a reader of this name has read
	Batch        string // of whom an import speaks: its id, or a month such as 2026-03 for all of that month
	Archived     bool   // only those who are rather not to be proposed
	After        string // cursor: Next of the page before
	Limit        int    // 50 unless said
}

// A PeoplePage is one page of people.
type PeoplePage struct {
	People []Person `json:"people"`
	Total  int      `json:"total"` // how many answer in all
	Of     int      `json:"of"`    // how many contacts there are
	Next   string   `json:"next,omitempty"`
	// Index tells at which row each first letter begins, for an alphabet.
	Index []Letter `json:"-"`
}

// A Letter is a first letter and the number of the first row that has it.
type Letter struct {
	Letter string
	Row    int
	After  string // cursor that leads to that row
}

// People searches the contacts: each word of the query must begin a word by
// which a person is found (names, organisation, title, town, addresses).
func (a *App) People(ctx context.Context, keeper network.KeeperID, q PeopleAsk) (out PeoplePage, err error) {
	out.People = []Person{}
	err = a.Store.View(ctx, keeper, func(tx store.Tx) error {
		b, err := a.readBook(tx)
		if err != nil {
			return err
		}
		return b.list(tx, q, &out)
	})
	return out, err
}

// list answers from the book in memory, where only the words need the store.
func (b *book) list(tx store.Tx, q PeopleAsk, out *PeoplePage) error {
	limit := q.Limit
	if limit <= 0 {
		limit = 50
	}
	out.Of = len(b.entries)
	if q.Circle != "" && q.Circle != "none" && !hasCircle(b.settings, q.Circle) {
		return &network.Error{Kind: network.Invalid, Field: "circle", Msg: "error.no_such_circle", Args: []any{q.Circle}}
	}
	among, err := b.found(tx, q.Query)
	if err != nil {
		return err
	}
	if among, err = b.brought(tx, q, among); err != nil {
		return err
	}
	start := 0
	if q.After != "" {
		start = b.rowAfter(q.After)
	}
	letter, last := "", ""
	for i, e := range b.entries {
		if among != nil && !among[e.ID] || !b.keeps(e, q) {
			continue
		}
		if l := firstLetter(e.SortKey); l != letter {
			letter = l
			out.Index = append(out.Index, Letter{l, out.Total, last})
		}
		last = e.ID.String()
		out.Total++
		if i < start {
			continue
		}
		if len(out.People) < limit {
			out.People = append(out.People, b.row(e))
		} else if out.Next == "" {
			out.Next = out.People[limit-1].ID
		}
	}
	return nil
}

// found returns who answers to the words of a query, nil for everybody.
func (b *book) found(tx store.Tx, query string) (map[network.PersonID]bool, error) {
	words := strings.Fields(network.Fold(query))
	if len(words) == 0 {
		return nil, nil
	}
	list, err := tx.ListPeople(store.PeopleQuery{Words: words, Limit: max(1, len(b.entries))})
	if err != nil {
		return nil, err
	}
	out := make(map[network.PersonID]bool, len(list))
	for _, p := range list {
		out[p.ID] = true
	}
	return out, nil
}

// brought keeps of some people, nil for all, those who bear a tag and whom a
// source or an import speaks of.
func (b *book) brought(tx store.Tx, q PeopleAsk, among map[network.PersonID]bool) (map[network.PersonID]bool, error) {
	narrow := func(who map[network.PersonID]bool) {
		if among == nil {
			among = who
			return
		}
		both := map[network.PersonID]bool{}
		for id := range who {
			if among[id] {
				both[id] = true
			}
		}
		among = both
	}
	if q.Tag != "" {
		who, want := map[network.PersonID]bool{}, network.Fold(q.Tag)
		err := tx.FactsOfKind(network.FactTag, func(p network.PersonID, f network.Fact) error {
			if network.Fold(f.Value) == want {
				who[p] = true
			}
			return nil
		})
		if err != nil {
			return nil, err
		}
		narrow(who)
	}
	if q.Source != "" {
		who := map[network.PersonID]bool{}
		err := tx.AllCards(func(c network.Card) error {
			if c.Source == q.Source {
				who[c.Person] = true
			}
			return nil
		})
		if err != nil {
			return nil, err
		}
		narrow(who)
	}
	if q.Batch != "" {
		who, err := b.ofBatch(tx, q.Batch)
		if err != nil {
			return nil, err
		}
		narrow(who)
	}
	return among, nil
}

// ofBatch returns of whom an import speaks, or all imports of a month.
func (b *book) ofBatch(tx store.Tx, which string) (map[network.PersonID]bool, error) {
	all, err := tx.AllBatches()
	if err != nil {
		return nil, err
	}
	out, found := map[network.PersonID]bool{}, false
	for _, x := range all {
		if x.ID.String() != which && x.At.In(zone(b.settings)).Format("2006-01") != which {
			continue
		}
		found = true
		who, err := tx.SpokenOf(x.ID)
		if err != nil {
			return nil, err
		}
		for _, p := range who {
			out[p] = true
		}
	}
	if !found {
		return nil, &network.Error{Kind: network.NotFound, Msg: "error.no_such_import"}
	}
	return out, nil
}

func (b *book) keeps(e *entry, q PeopleAsk) bool {
	switch {
	case q.Circle == "none" && e.Circle != "", q.Circle != "" && q.Circle != "none" && e.Circle != q.Circle,
		q.NotSeenFor > 0 && e.last != nil && e.silence < q.NotSeenFor,
		q.NeverMet && e.met,
		q.Relations && !e.relation,
		q.Archived && e.Mark != network.RatherNot,
		q.Town != "" && !strings.Contains(" "+network.Fold(e.Town), " "+network.Fold(q.Town)),
		q.Organisation != "" && !strings.Contains(" "+network.Fold(e.Organisation), " "+network.Fold(q.Organisation)):
		return false
	}
	return true
}

// rowAfter returns the row that follows the person with this id.
func (b *book) rowAfter(id string) int {
	p, err := network.ParseID[network.PersonID](id)
	if err != nil {
		return 0
	}
	e, ok := b.entry(p)
	if !ok {
		return 0
	}
	i, _ := slices.BinarySearchFunc(b.entries, e, compareEntries)
	return i + 1
}

func firstLetter(key string) string {
	if key != "" && key[0] >= 'a' && key[0] <= 'z' {
		return strings.ToUpper(key[:1])
	}
	return "#"
}

// row is somebody as a list shows them.
func (b *book) row(e *entry) Person {
	r := b.reading(e)
	return Person{
		ID: e.ID.String(), Name: e.Name, Organisation: e.Organisation, Title: e.Title, Town: e.Town,
		Stage: r.Stage.Shown, Circle: e.Circle, Last: e.last, Drifting: r.Drifting,
		Met: e.met, Mark: e.Mark,
	}
}

// Suggest returns up to limit contacts whose name begins as typed: what search
// as you type shows. It reads nothing but the words and the rows it returns.
func (a *App) Suggest(ctx context.Context, keeper network.KeeperID, query string, limit int) ([]Person, error) {
	out := []Person{}
	err := a.Store.View(ctx, keeper, func(tx store.Tx) error {
		list, err := tx.ListPeople(store.PeopleQuery{Words: strings.Fields(network.Fold(query)), Limit: limit})
		for _, p := range list {
			r := Person{ID: p.ID.String(), Name: p.Name, Organisation: p.Organisation, Title: p.Title, Town: p.Town, Circle: p.Circle}
			if p.Tie.LastDay != nil {
				d := p.Tie.LastDay.Date()
				r.Last = &d
			}
			out = append(out, r)
		}
		return err
	})
	return out, err
}

// A TooMany is the error of a name that several people answer to.
type TooMany struct {
	Name   string
	People []Person
}

func (*TooMany) Error() string { return "app: several people answer to that name" }

// Unwrap makes it a network.Ambiguous.
func (*TooMany) Unwrap() error { return network.Ambiguous }

// Find returns the one contact meant by an id, a name, an address or a part of
// them; NotFound if nobody is, *TooMany if several are.
func (a *App) Find(ctx context.Context, keeper network.KeeperID, who string) (id network.PersonID, err error) {
	if id, err := network.ParseID[network.PersonID](who); err == nil {
		err := a.Store.View(ctx, keeper, func(tx store.Tx) error {
			p, err := person(tx, id)
			id = p.ID
			return err
		})
		if !errors.Is(err, network.NotFound) {
			return id, err
		}
	}
	page, err := a.People(ctx, keeper, PeopleAsk{Query: who, Limit: 20})
	if err != nil {
		return id, err
	}
	if h, ok := anyHandle(who, ""); ok && h.Kind.Strong() {
		if page.People, err = a.withHandle(ctx, keeper, page.People, h); err != nil {
			return id, err
		}
		page.Total = len(page.People)
	}
	if exact := exactly(page.People, who); len(exact) > 0 {
		page.People, page.Total = exact, len(exact)
	}
	switch {
	case page.Total == 0 || strings.TrimSpace(network.Fold(who)) == "":
		return id, &network.Error{Kind: network.NotFound, Msg: "error.nobody_called", Args: []any{who}}
	case page.Total > 1:
		return id, &TooMany{who, page.People}
	}
	return network.ParseID[network.PersonID](page.People[0].ID)
}

// withHandle keeps those on whose cards a handle stands: an address is one, or is
// not; its beginning is somebody else's.
func (a *App) withHandle(ctx context.Context, keeper network.KeeperID, people []Person, h network.Handle) (out []Person, err error) {
	err = a.Store.View(ctx, keeper, func(tx store.Tx) error {
		out = nil
		for _, p := range people {
			id, err := network.ParseID[network.PersonID](p.ID)
			if err != nil {
				return err
			}
			cards, err := tx.CardsOf(id)
			if err != nil {
				return err
			}
			if slices.ContainsFunc(cards, func(c network.Card) bool { return slices.Contains(c.Handles, h) }) {
				out = append(out, p)
			}
		}
		return nil
	})
	return out, err
}

func exactly(people []Person, name string) []Person {
	want := network.Fold(name)
	return slices.DeleteFunc(slices.Clone(people), func(p Person) bool { return network.Fold(p.Name) != want })
}
