package sqlstore

import "entregent/internal/network"

const selectFactsOfKind = `
		SELECT f.id, f.card, f.kind, f.value, f.label, f.on_at, f.as_of, c.person
		FROM fact f
		JOIN card c ON c.keeper = f.keeper AND c.id = f.card
		WHERE f.keeper = ?1 AND f.kind = ?2 AND c.person IS NOT NULL
		ORDER BY f.id`

func (x *tx) FactsOfKind(kind network.FactKind, fn func(network.PersonID, network.Fact) error) error {
	type row struct {
		network.Fact
		person network.PersonID
	}
	return each(x, func(r *row) []any { return append(factDest(&r.Fact), toID(&r.person)) }, func(r row) error {
		return fn(r.person, r.Fact)
	}, selectFactsOfKind, x.key, clean(kind))
}
