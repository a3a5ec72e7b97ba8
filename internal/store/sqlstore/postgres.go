package sqlstore

import (
	"context"
	"database/sql"
	"hash/fnv"

	_ "github.com/jackc/pgx/v5/stdlib" // registers "pgx"
)

// OpenPostgres opens the database at url and brings its schema up to date. Of
// the options only Readers counts.
func OpenPostgres(ctx context.Context, url string, opt Options) (*Store, error) {
	s := &Store{dialect: postgresDialect, schema: opt.migrations()}
	if err := s.openPostgres(ctx, url, opt); err != nil {
		s.Close()
		return nil, s.opening(ctx, err)
	}
	return s, nil
}

func (s *Store) openPostgres(ctx context.Context, url string, opt Options) error {
	db, err := sql.Open("pgx", url)
	if err != nil {
		return err
	}
	n := opt.Readers
	if n <= 0 {
		n = 8
	}
	s.readers = newPool(db, n, false)
	lock, err := sql.Open("pgx", url)
	if err != nil {
		return err
	}
	// Locks and migrations have connections of their own: a lock that is held
	// must not take one from the pool.
	s.writers = newPool(lock, n, false)
	s.locks = advisory{lock}
	release, err := s.locks.wait(ctx, "open")
	if err != nil {
		return err
	}
	defer release()
	return s.migrate(ctx, db, nil)
}

// advisory locks are PostgreSQL's own, one set for each schema. The server
// gives them back by itself when the connection that holds them ends.
type advisory struct{ db *sql.DB }

func (a advisory) wait(ctx context.Context, kind string) (func(), error) {
	const lockKind = `SELECT pg_advisory_lock(hashtext(current_schema()), $1)`
	return a.hold(ctx, func(c *sql.Conn) (bool, error) {
		_, err := c.ExecContext(ctx, lockKind, lockNumber(kind))
		return true, err
	}, kind)
}

func (a advisory) try(ctx context.Context, kind string) (func(), error) {
	const tryKind = `SELECT pg_try_advisory_lock(hashtext(current_schema()), $1)`
	return a.hold(ctx, func(c *sql.Conn) (ok bool, err error) {
		err = c.QueryRowContext(ctx, tryKind, lockNumber(kind)).Scan(&ok)
		return ok, err
	}, kind)
}

func (a advisory) hold(ctx context.Context, take func(*sql.Conn) (bool, error), kind string) (func(), error) {
	c, err := a.db.Conn(ctx)
	if err != nil {
		return nil, err
	}
	ok, err := take(c)
	if err != nil || !ok {
		c.Close()
		if err == nil {
			err = lockedBy(kind)
		}
		return nil, err
	}
	return func() {
		const unlockKind = `SELECT pg_advisory_unlock(hashtext(current_schema()), $1)`
		c.ExecContext(context.WithoutCancel(ctx), unlockKind, lockNumber(kind))
		c.Close()
	}, nil
}

func lockNumber(kind string) int32 {
	h := fnv.New32a()
	h.Write([]byte("entregent " + kind))
	return int32(h.Sum32())
}
