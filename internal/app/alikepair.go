package app

import (
	"context"
	"slices"
	"strings"

	"entregent/internal/network"
	"entregent/internal/store"
)

// A Pair is two persons who may be one, side by side, to be answered at a glance.
type Pair struct {
	ID      string // for Say and Unsaid, kind QuestionSame
	A, B    Person
	Rows    []PairRow
	Why     []network.Reason
	WhyNot  []network.Reason
	Sources [2][]string // where each is from, by the names of readers
}

// A PairRow is one thing that is known of either, as far as it tells them apart.
type PairRow struct {
	Field string // "name", "email", "phone", "profile", or a kind of fact
	A, B  []string
	Same  bool // nothing differs
}

// A PairPage is the pairs to be asked now.
type PairPage struct {
	Pairs []Pair
	Total int // how many wait in all
	More  int // how many less likely ones there are besides
}

// Pairs returns the first pairs that wait for the keeper's word, the likeliest
// first. With further the less likely ones are asked as well.
func (a *App) Pairs(ctx context.Context, keeper network.KeeperID, limit int, further bool) (out PairPage, err error) {
	err = a.Store.View(ctx, keeper, func(tx store.Tx) error {
		out = PairPage{}
		b, err := a.readBook(tx)
		if err != nil {
			return err
		}
		k, err := tx.Keeper()
		if err != nil {
			return err
		}
		pairs, err := a.alike(tx, k)
		if err != nil {
			return err
		}
		off, err := answered(tx, string(QuestionSame), b.day)
		if err != nil {
			return err
		}
		for _, p := range pairs {
			l, ok := b.entry(p.a)
			r, ok2 := b.entry(p.b)
			switch {
			case !ok || !ok2 || off[p.id()]:
			case !further && !p.Likely():
				out.More++
			default:
				if out.Total++; len(out.Pairs) < limit {
					x, err := b.pair(tx, p, l, r)
					if err != nil {
						return err
					}
					out.Pairs = append(out.Pairs, x)
				}
			}
		}
		return nil
	})
	return out, err
}

// id is the subject of the answer.
func (p alike) id() string { return p.A.String() + "-" + p.B.String() }

func (b *book) pair(tx store.Tx, p alike, l, r *entry) (Pair, error) {
	out := Pair{ID: p.id(), A: b.row(l), B: b.row(r), Why: p.For, WhyNot: p.Against}
	var sides [2]map[string][]string
	for i, e := range []*entry{l, r} {
		var err error
		if sides[i], out.Sources[i], err = sideOf(tx, e.ID); err != nil {
			return out, err
		}
	}
	for _, f := range PairFields {
		x, y := sides[0][f], sides[1][f]
		if len(x)+len(y) > 0 {
			out.Rows = append(out.Rows, PairRow{f, x, y, sameValues(x, y)})
		}
	}
	return out, nil
}

// PairFields are what two persons are compared by, in the order shown.
var PairFields = []string{"name", "organisation", "title", "email", "phone", "profile", "town", "birthday"}

// perField is how many values of a field are shown.
const perField = 4

// sideOf gathers what is known of one person, by field.
func sideOf(tx store.Tx, id network.PersonID) (map[string][]string, []string, error) {
	out := map[string][]string{}
	var sources []string
	add := func(field, value string) {
		same := func(s string) bool { return network.Fold(s) == network.Fold(value) }
		if value != "" && len(out[field]) < perField && !slices.ContainsFunc(out[field], same) {
			out[field] = append(out[field], value)
		}
	}
	cards, err := tx.CardsOf(id)
	if err != nil {
		return nil, nil, err
	}
	for _, c := range cards {
		add("name", c.Name)
		if !slices.Contains(sources, c.Source) {
			sources = append(sources, c.Source)
		}
		for _, h := range c.Handles {
			switch h.Kind {
			case network.Email:
				add("email", h.Value)
			case network.Phone, network.RawPhone:
				add("phone", h.Value)
			case network.LinkedIn:
				add("profile", "linkedin.com/in/"+h.Value)
			case network.Website, network.Account:
				add("profile", h.Value)
			}
		}
	}
	facts, err := tx.FactsOf(id)
	for _, f := range facts {
		switch f.Kind {
		case network.FactOrganisation, network.FactTitle, network.FactTown, network.FactBirthday:
			add(string(f.Kind), f.Value)
		}
	}
	return out, sources, err
}

// sameValues reports whether one side says nothing that the other does not.
func sameValues(x, y []string) bool {
	fold := func(list []string) string {
		var out []string
		for _, s := range list {
			out = append(out, network.Fold(s))
		}
		slices.Sort(out)
		return strings.Join(out, "\n")
	}
	return fold(x) == fold(y)
}
