package sqlstore

import (
	"encoding/json"
	"fmt"

	"entregent/internal/network"
	"entregent/internal/store"
)

var (
	insertFavours = bulk{"favour", "id, card, person, kind, given, on_at, what, outcome, state, source, due, whom"}
	insertOwns    = bulk{"own", "id, source, kind, on_at, fields"}
)

const (
	updateFavour = `
		UPDATE favour
		SET card = ?3, person = ?4, kind = ?5, given = ?6, on_at = ?7, what = ?8, outcome = ?9, state = ?10, source = ?11,
		    due = ?12, whom = ?13
		WHERE keeper = ?1 AND id = ?2`

	deleteFavour = `
		DELETE FROM favour
		WHERE keeper = ?1 AND id = ?2`

	// Who was presented is whose their card is now.
	selectFavour = `
		SELECT f.id, f.card, f.person, f.kind, f.given, f.on_at, f.what, f.outcome, f.state, f.source, f.due, f.whom, w.person
		FROM favour f
		LEFT JOIN card w ON w.keeper = ?1 AND w.id = f.whom`

	selectFavours = selectFavour + `
		WHERE f.keeper = ?1
		ORDER BY COALESCE(f.on_at, -9223372036854775807) DESC, f.id`

	selectFavoursOf = selectFavour + `
		WHERE f.keeper = ?1 AND f.person = ?2
		ORDER BY COALESCE(f.on_at, -9223372036854775807) DESC, f.id`

	selectOwns = `
		SELECT id, source, kind, on_at, fields
		FROM own
		WHERE keeper = ?1
		ORDER BY COALESCE(on_at, -9223372036854775807), id`
)

func favourDest(f *network.Favour) []any {
	return []any{
		toID(&f.ID), toID(&f.Card), toID(&f.Person), &f.Kind, &f.Given, instant{&f.On}, &f.What, &f.Outcome, &f.State, &f.Source,
		dateDest{&f.Due}, toID(&f.Whom), toID(&f.Presented),
	}
}

func favourRow(f *network.Favour) []any {
	return []any{
		raw(f.ID), raw(f.Card), rawOrNull(f.Person), clean(f.Kind), bit(f.Given), micros(f.On), clean(f.What), clean(f.Outcome), clean(f.State), clean(f.Source),
		f.Due.String(), rawOrNull(f.Whom),
	}
}

func (x *tx) KnownFavours(ids []network.FavourID) (map[network.FavourID]bool, error) {
	return known[network.FavourID](x, keysOf(ids), selectKnownFavours)
}

func (x *tx) AddFavours(fs []network.Favour) error {
	rows := make([]any, 0, len(fs)*insertFavours.width())
	for i := range fs {
		rows = append(rows, favourRow(&fs[i])...)
		x.stirOwing(fs[i].Person)
	}
	_, err := x.insert(insertFavours, rows)
	return err
}

// stirOwing stirs the person of a favour. The keeper's own cards have none.
func (x *tx) stirOwing(p network.PersonID) {
	if !p.IsZero() {
		x.stir(p)
	}
}

// stirFavour stirs whose favour it is as it is stored.
func (x *tx) stirFavour(id network.FavourID) error {
	return eachOf(x, [][]byte{id[:]}, func(p *network.PersonID) []any { return []any{toID(p)} }, func(p network.PersonID) error {
		x.stirOwing(p)
		return nil
	}, selectFavourPersons)
}

func (x *tx) PutFavour(f network.Favour) error {
	if err := x.stirFavour(f.ID); err != nil {
		return err
	}
	x.stirOwing(f.Person)
	n, err := x.exec(updateFavour, append([]any{x.key}, favourRow(&f)...)...)
	if err == nil && n == 0 {
		return x.AddFavours([]network.Favour{f})
	}
	return err
}

func (x *tx) DeleteFavour(id network.FavourID) error {
	if err := x.stirFavour(id); err != nil {
		return err
	}
	for _, q := range []string{deleteOrigins, deleteKept} {
		if _, err := x.exec(q, x.key, raw(id)); err != nil {
			return err
		}
	}
	n, err := x.exec(deleteFavour, x.key, raw(id))
	if err == nil && n == 0 {
		return notFound("error.no_such_favour")
	}
	return err
}

func (x *tx) Favours(p network.PersonID) ([]network.Favour, error) {
	if p.IsZero() {
		return collect(x, favourDest, selectFavours, x.key)
	}
	return collect(x, favourDest, selectFavoursOf, x.key, raw(p))
}

func (x *tx) AddOwn(owns []store.Own) error {
	rows := make([]any, 0, len(owns)*insertOwns.width())
	for _, o := range owns {
		fields, err := json.Marshal(o.Fields)
		if err != nil {
			return fmt.Errorf("sqlstore: own: %w", err)
		}
		text, err := compact(fields)
		if err != nil {
			return err
		}
		rows = append(rows, raw(o.ID), clean(o.Source), clean(o.Kind), micros(o.On), text)
	}
	_, err := x.insert(insertOwns, rows)
	return err
}

func (x *tx) Owns(kind string) ([]store.Own, error) {
	type row struct {
		store.Own
		fields []byte
	}
	rs, err := collect(x, func(r *row) []any {
		return []any{toID(&r.ID), &r.Source, &r.Kind, instant{&r.On}, &r.fields}
	}, selectOwns, x.key)
	if err != nil {
		return nil, err
	}
	var out []store.Own
	for _, r := range rs {
		if kind != "" && r.Kind != kind {
			continue
		}
		if err := json.Unmarshal(r.fields, &r.Fields); err != nil {
			return nil, fmt.Errorf("sqlstore: own %s: %w", r.ID, err)
		}
		out = append(out, r.Own)
	}
	return out, nil
}
