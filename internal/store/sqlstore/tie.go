package sqlstore

import (
	"entregent/internal/network"
	"entregent/internal/store"
)

const (
	upsertTie = `
		INSERT INTO tie (keeper, person, state, days, last_day, met_day)
		VALUES (?1, ?2, ?3, ?4, ?5, ?6)
		ON CONFLICT (keeper, person) DO UPDATE
		SET state = excluded.state, days = excluded.days, last_day = excluded.last_day, met_day = excluded.met_day`

	selectTie = `
		SELECT person, state, days, last_day, met_day
		FROM tie
		WHERE keeper = ?1 AND person = ?2`

	selectTiesAfter = `
		SELECT person, state, days, last_day, met_day
		FROM tie
		WHERE keeper = ?1 AND person > ?2
		ORDER BY person
		LIMIT ?3`

	deleteTies = `
		DELETE FROM tie
		WHERE keeper = ?1`

	selectEgo = `
		SELECT state
		FROM ego
		WHERE keeper = ?1`

	upsertEgo = `
		INSERT INTO ego (keeper, state)
		VALUES (?1, ?2)
		ON CONFLICT (keeper) DO UPDATE SET state = excluded.state`
)

func tieDest(t *store.TieRow) []any {
	return []any{toID(&t.Person), &t.State, &t.Days, dayDest{&t.LastDay}, dayDest{&t.MetDay}}
}

func (x *tx) Tie(p network.PersonID) (store.TieRow, error) {
	return one(x, nil, tieDest, selectTie, x.key, raw(p))
}

func (x *tx) PutTies(rows []store.TieRow) error {
	for _, t := range rows {
		if _, err := x.exec(upsertTie, x.key, raw(t.Person), bytesOrNull(t.State), int64(t.Days), dayOrNull(t.LastDay), dayOrNull(t.MetDay)); err != nil {
			return err
		}
		x.stir(t.Person)
	}
	return nil
}

func (x *tx) AllTies(fn func(store.TieRow) error) error {
	return walk(func(after *store.TieRow) ([]store.TieRow, error) {
		if after == nil {
			after = &store.TieRow{}
		}
		return collect(x, tieDest, selectTiesAfter, x.key, raw(after.Person), pageRows)
	}, fn)
}

func (x *tx) DropTies() error {
	x.stir(network.PersonID{})
	_, err := x.exec(deleteTies, x.key)
	return err
}

func (x *tx) Ego() ([]byte, error) {
	return one(x, nil, func(b *[]byte) []any { return []any{b} }, selectEgo, x.key)
}

func (x *tx) PutEgo(state []byte) error {
	if state == nil {
		state = []byte{}
	}
	_, err := x.exec(upsertEgo, x.key, state)
	return err
}
