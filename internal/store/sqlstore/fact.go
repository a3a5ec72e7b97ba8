package sqlstore

import (
	"cmp"
	"slices"

	"entregent/internal/network"
)

const (
	// CROSS JOIN, because SQLite then keeps this order: a person has few cards,
	// and without statistics it would walk through all the keeper's facts.
	selectFactsOf = `
		SELECT f.id, f.card, f.kind, f.value, f.label, f.on_at, f.as_of
		FROM card c
		CROSS JOIN fact f
		WHERE c.keeper = ?1 AND c.person = ?2 AND f.keeper = ?1 AND f.card = c.id`

	selectFacts = `
		SELECT id, card, kind, value, label, on_at, as_of
		FROM fact
		WHERE keeper = ?1 AND id IN (IDS)`

	deleteTypedFact = `
		DELETE FROM fact
		WHERE keeper = ?1 AND id = ?2
		  AND card IN (SELECT id FROM card WHERE keeper = ?1 AND source = 'typed')`
)

func factDest(f *network.Fact) []any {
	return []any{toID(&f.ID), toID(&f.Card), &f.Kind, &f.Value, &f.Label, instant{&f.On}, instant{&f.AsOf}}
}

func (x *tx) AddFacts(facts []network.Fact) error {
	rows := make([]any, 0, len(facts)*insertFacts.width())
	for _, f := range facts {
		rows = append(rows, raw(f.ID), raw(f.Card), clean(f.Kind), clean(f.Value), clean(f.Label), micros(f.On), micros(f.AsOf))
	}
	_, err := x.insert(insertFacts, rows)
	return err
}

func (x *tx) FactsOf(p network.PersonID) ([]network.Fact, error) {
	people, err := x.family(p)
	if err != nil {
		return nil, err
	}
	var out []network.Fact
	for _, p := range people {
		fs, err := collect(x, factDest, selectFactsOf, x.key, raw(p))
		if err != nil {
			return nil, err
		}
		out = append(out, fs...)
	}
	slices.SortFunc(out, func(a, b network.Fact) int {
		return cmp.Or(cmp.Compare(a.Kind, b.Kind), b.AsOf.Compare(a.AsOf), cmp.Compare(a.Value, b.Value), slices.Compare(a.ID[:], b.ID[:]))
	})
	return out, nil
}

func (x *tx) Facts(ids []network.FactID) ([]network.Fact, error) {
	return byIDs(x, ids, factDest, func(f *network.Fact) network.FactID { return f.ID }, selectFacts)
}

// byIDs returns the records with these ids, each once.
func byIDs[T any, Of any](x *tx, ids []network.ID[Of], dest func(*T) []any, id func(*T) network.ID[Of], query string) (out []T, err error) {
	keys := make([][]byte, len(ids))
	for i := range ids {
		keys[i] = ids[i][:]
	}
	seen := make(map[network.ID[Of]]bool, len(ids))
	err = eachOf(x, keys, dest, func(v T) error {
		if k := id(&v); !seen[k] {
			seen[k] = true
			out = append(out, v)
		}
		return nil
	}, query)
	return out, err
}

func (x *tx) DeleteFact(id network.FactID) error {
	n, err := x.exec(deleteTypedFact, x.key, raw(id))
	if err == nil && n == 0 {
		return notFound("error.no_such_fact")
	}
	return err
}
