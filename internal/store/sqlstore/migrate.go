package sqlstore

import (
	"context"
	"database/sql"
	"embed"
	"fmt"
	"io/fs"
	"path"
	"strconv"
	"strings"

	"entregent/internal/network"
)

//go:embed schema
var schema embed.FS

// A migration is one numbered file of schema/<engine>. Once released it is
// never changed.
type migration struct {
	number int
	name   string
	text   string
}

// migrations returns the files that hold them.
func (o Options) migrations() fs.FS {
	if o.schema != nil {
		return o.schema
	}
	return schema
}

// migrations returns those of one engine in their order.
func migrations(files fs.FS, engine string) ([]migration, error) {
	names, err := fs.Glob(files, path.Join("schema", engine, "*.sql"))
	if err != nil {
		return nil, err
	}
	var out []migration
	for _, file := range names {
		body, err := fs.ReadFile(files, file)
		if err != nil {
			return nil, err
		}
		name := strings.TrimSuffix(path.Base(file), ".sql")
		digits, _, _ := strings.Cut(name, "_")
		n, err := strconv.Atoi(digits)
		if err != nil || n != len(out)+1 {
			return nil, fmt.Errorf("sqlstore: migration %s is not number %d", file, len(out)+1)
		}
		out = append(out, migration{n, name, string(body)})
	}
	return out, nil
}

// querier is what a question needs: a database, a connection or a transaction.
type querier interface {
	QueryRowContext(ctx context.Context, query string, args ...any) *sql.Row
}

const createMigration = `CREATE TABLE IF NOT EXISTS migration (number BIGINT NOT NULL PRIMARY KEY, name TEXT NOT NULL)`

const insertMigration = `
	INSERT INTO migration (number, name)
	VALUES (?1, ?2)`

// notNewer refuses a database that a newer program has written.
func (s *Store) notNewer(at int) error {
	all, err := migrations(s.schema, s.dialect.name)
	if err != nil {
		return err
	}
	if at > len(all) {
		return &network.Error{Kind: network.Unreadable, Field: "db", Msg: "error.newer_book", Args: []any{at, len(all)}}
	}
	return nil
}

// migrate applies what is missing, each migration in its own transaction. The
// caller holds the lock that makes a second server wait.
func (s *Store) migrate(ctx context.Context, db *sql.DB, told func(string)) error {
	all, err := migrations(s.schema, s.dialect.name)
	if err != nil {
		return err
	}
	at, err := s.version(ctx, db)
	if err != nil {
		return err
	}
	if err := s.notNewer(at); err != nil || at == len(all) {
		return err
	}
	if at > 0 && s.file != "" && s.vfs == "" {
		name, err := s.copyBefore(ctx, all[at].number)
		if err != nil {
			return err
		}
		if told != nil {
			told(name)
		}
	}
	for _, m := range all[at:] {
		if err := s.apply(ctx, db, m); err != nil {
			return fmt.Errorf("migration %s: %w", m.name, err)
		}
	}
	return nil
}

func (s *Store) apply(ctx context.Context, db *sql.DB, m migration) error {
	t, err := db.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	defer t.Rollback()
	for _, q := range []string{createMigration, m.text} {
		if _, err := t.ExecContext(ctx, q); err != nil {
			return err
		}
	}
	if _, err := t.ExecContext(ctx, s.dialect.rewrite(insertMigration), m.number, m.name); err != nil {
		return err
	}
	return t.Commit()
}

func (s *Store) version(ctx context.Context, db querier) (int, error) {
	if s.file != "" {
		return version(ctx, db)
	}
	const (
		selectMigrationTable = `SELECT COUNT(*) FROM pg_tables WHERE schemaname = current_schema() AND tablename = 'migration'`
		selectVersion        = `SELECT COALESCE(MAX(number), 0) FROM migration`
	)
	var n int
	if err := db.QueryRowContext(ctx, selectMigrationTable).Scan(&n); err != nil || n == 0 {
		return 0, err
	}
	err := db.QueryRowContext(ctx, selectVersion).Scan(&n)
	return n, err
}
