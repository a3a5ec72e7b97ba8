package sqlstore

import (
	"context"
	"fmt"
	"time"

	"entregent/internal/network"
	"entregent/internal/store"
)

// A tx is one transaction of one keeper.
type tx struct {
	ctx     context.Context
	s       *Store
	c       *connection
	keeper  network.KeeperID
	key     []byte // keeper, as a parameter
	reading bool
	changed int64                     // the change number of this transaction, 0 before its first write
	added   int64                     // rows inserted in bulk
	stirred map[network.PersonID]bool // of whom something changed; see stir
	zone    *time.Location
}

var _ store.Tx = (*tx)(nil)

const bumpChange = `UPDATE keeper SET change = change + 1 WHERE id = ?1 RETURNING change`

// touch gives the transaction its change number, before its first write.
func (x *tx) touch() error {
	if x.changed != 0 {
		return nil
	}
	if x.reading {
		return errReadOnly
	}
	n, err := collect(x, func(n *int64) []any { return []any{n} }, bumpChange, x.key)
	if err != nil {
		return err
	}
	if len(n) == 0 {
		return notFound("error.no_such_keeper")
	}
	x.changed = n[0]
	return nil
}

// exec runs a statement that writes, and returns how many rows it touched.
func (x *tx) exec(query string, args ...any) (int64, error) {
	if err := x.touch(); err != nil {
		return 0, err
	}
	return x.run(x.text(query), args)
}

// run executes text that is already in the database's own words.
func (x *tx) run(text string, args []any) (int64, error) {
	res, err := x.c.exec(x.ctx, text, args)
	if err != nil {
		x.c.suspect = true
		return 0, x.s.fault(x.ctx, err)
	}
	return res.RowsAffected()
}

// text returns query in the database's own words.
func (x *tx) text(query string) string {
	if !x.s.dialect.rowLocks {
		return query
	}
	return x.s.texts.get(textKey{of: query}, func() string { return x.s.dialect.rewrite(query) })
}

// collect runs query and returns its rows; dest says where each column of a row
// goes.
func collect[T any](x *tx, dest func(*T) []any, query string, args ...any) ([]T, error) {
	var out []T
	err := each(x, dest, func(v T) error { out = append(out, v); return nil }, query, args...)
	return out, err
}

// each runs query and calls fn for its rows one by one. fn may not use the
// transaction: PostgreSQL answers one question at a time.
func each[T any](x *tx, dest func(*T) []any, fn func(T) error, query string, args ...any) error {
	rows, err := x.c.query(x.ctx, x.text(query), args)
	if err != nil {
		x.c.suspect = true
		return x.s.fault(x.ctx, err)
	}
	defer rows.Close()
	var v, zero T
	into := dest(&v)
	for rows.Next() {
		v = zero
		if err := rows.Scan(into...); err != nil {
			return fmt.Errorf("sqlstore: %w", err)
		}
		if err := fn(v); err != nil {
			return err
		}
	}
	return x.s.fault(x.ctx, rows.Err())
}

// one returns the single row of a query, or the error absent.
func one[T any](x *tx, absent error, dest func(*T) []any, query string, args ...any) (v T, err error) {
	vs, err := collect(x, dest, query, args...)
	if err != nil {
		return v, err
	}
	if len(vs) == 0 {
		return v, absent
	}
	return vs[0], nil
}

// has reports whether a query has any row.
func (x *tx) has(query string, args ...any) (bool, error) {
	n, err := collect(x, func(n *int64) []any { return []any{n} }, query, args...)
	return len(n) > 0, err
}

// pageRows is how many rows a walk reads at once. Walks read page by page, and
// not row by row, so that what they call may use the transaction.
const pageRows = 2000

// walk calls fn for the rows that page returns, page after page, until one is
// short.
func walk[T any](page func(after *T) ([]T, error), fn func(T) error) error {
	var after *T
	for {
		vs, err := page(after)
		if err != nil {
			return err
		}
		for _, v := range vs {
			if err := fn(v); err != nil {
				return err
			}
		}
		if len(vs) < pageRows {
			return nil
		}
		after = &vs[len(vs)-1]
	}
}

// inZone returns the keeper's time zone, in which presences get their day.
func (x *tx) inZone() (*time.Location, error) {
	if x.zone != nil {
		return x.zone, nil
	}
	k, err := x.Keeper()
	if err != nil {
		return nil, err
	}
	x.zone = time.Local
	if k.Settings.Zone != "" {
		if x.zone, err = time.LoadLocation(k.Settings.Zone); err != nil {
			return nil, &network.Error{Kind: network.Invalid, Field: "zone", Msg: "error.no_such_zone", Args: []any{k.Settings.Zone}, Err: err}
		}
	}
	return x.zone, nil
}
