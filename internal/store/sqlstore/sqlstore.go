// Package sqlstore keeps the product's data in SQLite or PostgreSQL.
//
// Each statement is a constant, written once for both databases in the syntax
// they share, with SQLite's numbered parameters (?1, ?2). What they do not
// share lies in dialect.go and in the twin files of schema/. A query that
// cannot be written for both belongs in Go. The package leaves out every
// decision about people: it keeps and finds what it is given.
package sqlstore

import (
	"context"
	"errors"
	"io/fs"
	"math/rand/v2"
	"time"

	"entregent/internal/network"
	"entregent/internal/store"
)

// A Store is a store.House over one database. Open it with OpenSQLite or
// OpenPostgres.
type Store struct {
	dialect dialect
	writers *pool
	readers *pool
	file    string // of SQLite; "" for PostgreSQL
	vfs     string
	schema  fs.FS // schema/<engine>/*.sql
	locks   locker
	texts   texts
}

var _ store.House = (*Store)(nil)

// Options say how a database is opened. The zero value is right for use.
type Options struct {
	Readers  int  // connections that read at once; 0 means 4
	ReadOnly bool // refuse every write, and leave the file alone

	// BeforeMigrate is told where the copy lies that was made before an
	// existing book is brought up to date.
	BeforeMigrate func(copy string)

	// VFS names another file system of SQLite's, and Synchronous another value
	// than EXTRA. Tests of power cuts use them; nothing else may.
	VFS         string
	Synchronous string

	schema fs.FS // other migrations than those of this program, for tests
}

// Engine is "sqlite" or "postgres".
func (s *Store) Engine() string { return s.dialect.name }

// Close waits for the transactions that are open, and ends every connection.
func (s *Store) Close() error {
	err := s.readers.close()
	if s.writers != s.readers {
		err = errors.Join(err, s.writers.close())
	}
	return err
}

// View runs fn in a read-only snapshot; see store.Store.
func (s *Store) View(ctx context.Context, keeper network.KeeperID, fn func(store.Tx) error) error {
	c, err := s.readers.get(ctx)
	if err != nil {
		return s.fault(ctx, err)
	}
	defer s.readers.put(c)
	if err := c.begin(ctx, s.dialect.reading); err != nil {
		return s.fault(ctx, err)
	}
	defer c.rollback()
	return fn(&tx{ctx: ctx, s: s, c: c, keeper: keeper, key: keeper[:], reading: true})
}

// Update runs fn in a read-write transaction; see store.Store.
func (s *Store) Update(ctx context.Context, keeper network.KeeperID, fn func(store.Tx) error) error {
	const tries = 8
	for n := 1; ; n++ {
		err := s.update(ctx, keeper, fn)
		if err == nil || n == tries || !s.dialect.again(err) || ctx.Err() != nil {
			return err
		}
		time.Sleep(rand.N(time.Duration(n) * 20 * time.Millisecond))
	}
}

// update makes one attempt. From the first statement on it is not cut short by
// ctx: a write broken off halfway helps nobody.
func (s *Store) update(ctx context.Context, keeper network.KeeperID, fn func(store.Tx) error) error {
	c, err := s.writers.get(ctx)
	if err != nil {
		return s.fault(ctx, err)
	}
	defer s.writers.put(c)
	ctx = context.WithoutCancel(ctx)
	if err := c.begin(ctx, nil); err != nil {
		return s.fault(ctx, err)
	}
	defer c.rollback()
	x := &tx{ctx: ctx, s: s, c: c, keeper: keeper, key: keeper[:]}
	if err := x.own(); err != nil {
		return err
	}
	if err := fn(x); err != nil {
		return err
	}
	if err := x.putStirs(); err != nil {
		return err
	}
	if err := x.analyse(); err != nil {
		return err
	}
	return s.fault(ctx, c.commit())
}

// analyseFrom is how many rows a write must have added for PostgreSQL to look at
// its tables anew at once: until autovacuum gets there it would plan by what they
// were before, and a search would take seconds.
const analyseFrom = 20_000

func (x *tx) analyse() error {
	if !x.s.dialect.rowLocks || x.added < analyseFrom {
		return nil
	}
	_, err := x.run("ANALYZE", nil)
	return err
}

const lockKeeper = `SELECT change FROM keeper WHERE id = ?1 FOR UPDATE`

// own makes this transaction the only writer of the keeper's book. SQLite has
// one writer anyway; on PostgreSQL a lock on the keeper's row does the same, so
// that change numbers become visible in their order.
func (x *tx) own() error {
	if !x.s.dialect.rowLocks {
		return nil
	}
	_, err := collect(x, func(n *int64) []any { return []any{n} }, lockKeeper, x.key)
	return err
}

// Keepers lists the keepers in the order of their ids.
func (s *Store) Keepers(ctx context.Context) (out []network.KeeperID, err error) {
	err = s.View(ctx, network.KeeperID{}, func(t store.Tx) error {
		const selectKeepers = `SELECT id FROM keeper ORDER BY id`
		out, err = collect(t.(*tx), func(id *network.KeeperID) []any { return []any{toID(id)} }, selectKeepers)
		return err
	})
	return out, err
}

// NewKeeper records a keeper; Conflict if the id is taken.
func (s *Store) NewKeeper(ctx context.Context, k network.Keeper) error {
	return s.Update(ctx, k.ID, func(t store.Tx) error { return t.(*tx).addKeeper(k) })
}
