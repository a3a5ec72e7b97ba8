package sqlstore

import (
	"time"

	"entregent/internal/network"
	"entregent/internal/store"
)

const (
	upsertStir = `
		INSERT INTO stir (keeper, person, change)
		VALUES (?1, ?2, ?3)
		ON CONFLICT (keeper, person) DO UPDATE SET change = excluded.change`

	deleteStirs = `
		DELETE FROM stir
		WHERE keeper = ?1`

	selectStirred = `
		SELECT person
		FROM stir
		WHERE keeper = ?1 AND change > ?2
		ORDER BY change, person
		LIMIT ?3`

	selectRoll = `
		SELECT change, state
		FROM roll
		WHERE keeper = ?1`

	upsertRoll = `
		INSERT INTO roll (keeper, change, state)
		VALUES (?1, ?2, ?3)
		ON CONFLICT (keeper) DO UPDATE SET change = excluded.change, state = excluded.state`

	deleteRoll = `
		DELETE FROM roll
		WHERE keeper = ?1`

	selectPeople = `SELECT` + personColumns + `
		FROM person p
		WHERE p.keeper = ?1 AND p.id IN (IDS)`

	selectTies = `
		SELECT person, state, days, last_day, met_day
		FROM tie
		WHERE keeper = ?1 AND person IN (IDS)`

	selectFavoursOfAny = selectFavour + `
		WHERE f.keeper = ?1 AND f.person IN (IDS)`

	selectFavoursSince = selectFavour + `
		WHERE f.keeper = ?1 AND f.on_at >= ?2`
)

// mostStirred is of how many persons it is told that they changed. Beyond it,
// reading everybody anew is as quick as reading them one by one.
const mostStirred = 500

// stir notes that something changed of a person; of everybody for the zero id.
func (x *tx) stir(people ...network.PersonID) {
	if x.stirred == nil {
		x.stirred = map[network.PersonID]bool{}
	}
	for _, p := range people {
		x.stirred[p] = true
	}
}

// putStirs writes down who was stirred, at the end of a transaction.
func (x *tx) putStirs() error {
	if len(x.stirred) == 0 {
		return nil
	}
	if x.stirred[network.PersonID{}] || len(x.stirred) > mostStirred {
		if _, err := x.exec(deleteStirs, x.key); err != nil {
			return err
		}
		clear(x.stirred)
		x.stir(network.PersonID{})
	}
	for p := range x.stirred {
		if _, err := x.exec(upsertStir, x.key, raw(p), x.changed); err != nil {
			return err
		}
	}
	return nil
}

func (x *tx) StirredSince(n int64) (people []network.PersonID, all bool, err error) {
	people, err = collect(x, func(id *network.PersonID) []any { return []any{toID(id)} }, selectStirred, x.key, n, int64(mostStirred+1))
	for p := range x.stirred {
		people = append(people, p)
	}
	sortIDs(people)
	if len(people) > mostStirred || len(people) > 0 && people[0].IsZero() {
		return nil, true, err
	}
	return people, false, err
}

func (x *tx) Wrote() bool { return x.changed != 0 }

func (x *tx) Roll() (change int64, state []byte, err error) {
	type row struct {
		change int64
		state  []byte
	}
	r, err := one(x, nil, func(r *row) []any { return []any{&r.change, &r.state} }, selectRoll, x.key)
	return r.change, r.state, err
}

func (x *tx) PutRoll(change int64, state []byte) error {
	_, err := x.exec(upsertRoll, x.key, change, state)
	return err
}

func (x *tx) People(ids []network.PersonID) ([]network.Person, error) {
	return byIDs(x, ids, personDest, func(p *network.Person) network.PersonID { return p.ID }, selectPeople)
}

func (x *tx) TiesOf(ids []network.PersonID) ([]store.TieRow, error) {
	return byIDs(x, ids, tieDest, func(t *store.TieRow) network.PersonID { return t.Person }, selectTies)
}

func (x *tx) FavoursOf(people []network.PersonID) (out []network.Favour, err error) {
	err = eachOf(x, keysOf(people), favourDest, func(f network.Favour) error { out = append(out, f); return nil }, selectFavoursOfAny)
	return out, err
}

func (x *tx) FavoursSince(at time.Time) ([]network.Favour, error) {
	return collect(x, favourDest, selectFavoursSince, x.key, at.UnixMicro())
}
