package sqlstore

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"net/url"
	"os"
	"path/filepath"

	"entregent/internal/network"
)

// File returns the path of the book, "" for PostgreSQL.
func (s *Store) File() string { return s.file }

// Backup writes a verified copy; see store.House. The copy is made in the
// folder it shall lie in under another name, examined, and only then given its
// name, so that whatever has that name is whole.
func (s *Store) Backup(ctx context.Context, file string) error {
	if s.file == "" {
		return &network.Error{Kind: network.Invalid, Msg: "error.backup_postgres"}
	}
	full, err := filepath.Abs(file)
	if err != nil {
		return err
	}
	if _, err := os.Lstat(full); err == nil {
		return &network.Error{Kind: network.Conflict, Field: "file", Msg: "error.file_there", Args: []any{file}}
	}
	// What a backup that was killed has left must not stand in the way.
	f, err := os.CreateTemp(filepath.Dir(full), filepath.Base(full)+".*.part")
	if err != nil {
		return &network.Error{Kind: network.Forbidden, Field: "file", Msg: "error.file_denied", Args: []any{file}, Err: err}
	}
	part := f.Name()
	f.Close()
	defer os.Remove(part)
	if err := s.copyTo(ctx, part); err != nil {
		return s.copyFailed(ctx, full, err)
	}
	// A link fails where the name is taken by now; a rename would replace it.
	if err := os.Link(part, full); err != nil {
		if errors.Is(err, os.ErrExist) {
			return &network.Error{Kind: network.Conflict, Field: "file", Msg: "error.file_there", Args: []any{file}}
		}
		if err := os.Rename(part, full); err != nil {
			return s.copyFailed(ctx, full, err)
		}
	}
	return syncDir(filepath.Dir(full))
}

func (s *Store) copyFailed(ctx context.Context, file string, err error) error {
	if ctx.Err() != nil {
		return context.Cause(ctx)
	}
	var known *network.Error
	if errors.As(err, &known) {
		return err
	}
	return s.dialect.explain(err, file)
}

// copyTo writes the book as it is at one moment into an empty file, lets the
// disk have it, and reads it back.
func (s *Store) copyTo(ctx context.Context, part string) error {
	q := url.Values{"_pragma": {"busy_timeout(30000)", "temp_store(MEMORY)", "mmap_size(0)"}}
	if s.vfs != "" {
		q.Set("vfs", s.vfs)
	}
	db, err := sql.Open("sqlite3", fileURI(s.file)+"?"+q.Encode())
	if err != nil {
		return err
	}
	defer db.Close()
	c, err := db.Conn(ctx)
	if err != nil {
		return err
	}
	defer c.Close()
	// The counts are of the same moment as the copy only if nobody writes in
	// between: they may grow, so each must lie between before and after.
	before, err := countAll(ctx, c)
	if err != nil {
		return err
	}
	const vacuumInto = `VACUUM INTO ?1`
	if _, err := c.ExecContext(ctx, vacuumInto, part); err != nil {
		return err
	}
	after, err := countAll(ctx, c)
	if err != nil {
		return err
	}
	if err := syncFile(part); err != nil {
		return err
	}
	got, err := Verify(ctx, part)
	if err != nil {
		return err
	}
	for table, n := range got {
		if lo, hi := min(before[table], after[table]), max(before[table], after[table]); n < lo || n > hi {
			return &network.Error{Kind: network.Internal, Msg: "error.copy_differs", Args: []any{table}}
		}
	}
	return nil
}

// Verify examines a SQLite file that nobody else uses, and returns how many
// rows each of its tables holds. It changes nothing.
func Verify(ctx context.Context, file string) (map[string]int64, error) {
	q := url.Values{"mode": {"ro"}, "_pragma": {"query_only(1)", "mmap_size(0)", "trusted_schema(0)"}}
	db, err := sql.Open("sqlite3", fileURI(file)+"?"+q.Encode())
	if err != nil {
		return nil, err
	}
	defer db.Close()
	damage, err := integrity(ctx, db)
	if err == nil && damage != "" {
		err = errors.New(damage)
	}
	if err != nil {
		return nil, &network.Error{Kind: network.Unreadable, Msg: "error.copy_damaged", Args: []any{file}, Err: err}
	}
	at, err := version(ctx, db)
	if err != nil {
		return nil, err
	}
	if at == 0 {
		return nil, &network.Error{Kind: network.Unreadable, Msg: "error.not_a_book", Args: []any{file}}
	}
	if err := (&Store{dialect: sqliteDialect, schema: schema}).notNewer(at); err != nil {
		return nil, err
	}
	return countAll(ctx, db)
}

// rowser is what a question with several answers needs.
type rowser interface {
	querier
	QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error)
}

// integrity returns the first thing SQLite finds wrong, "" for nothing.
func integrity(ctx context.Context, db querier) (string, error) {
	const integrityCheck = `PRAGMA integrity_check(1)`
	var said string
	if err := db.QueryRowContext(ctx, integrityCheck).Scan(&said); err != nil {
		return "", err
	}
	if said == "ok" {
		return "", nil
	}
	return said, nil
}

// countAll counts the rows of every table.
func countAll(ctx context.Context, db rowser) (map[string]int64, error) {
	const selectTables = `SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%'`
	rows, err := db.QueryContext(ctx, selectTables)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	counts := map[string]int64{}
	for rows.Next() {
		var name string
		if err := rows.Scan(&name); err != nil {
			return nil, err
		}
		counts[name] = 0
	}
	if err := rows.Err(); err != nil {
		return nil, err
	}
	for name := range counts {
		var n int64
		if err := db.QueryRowContext(ctx, `SELECT COUNT(*) FROM "`+name+`"`).Scan(&n); err != nil {
			return nil, err
		}
		counts[name] = n
	}
	return counts, nil
}

// copyBefore writes a verified copy beside the book before migration n, and
// returns its name. A copy that an earlier attempt left is kept.
func (s *Store) copyBefore(ctx context.Context, n int) (string, error) {
	name := fmt.Sprintf("%s.before-%d.bak", s.file, n)
	err := s.Backup(ctx, name)
	if errors.Is(err, network.Conflict) {
		if _, err := Verify(ctx, name); err == nil {
			return name, nil
		}
		if err := os.Remove(name); err != nil {
			return "", err
		}
		err = s.Backup(ctx, name)
	}
	return name, err
}

func syncFile(file string) error {
	f, err := os.OpenFile(file, os.O_RDWR, 0)
	if err != nil {
		return err
	}
	return errors.Join(f.Sync(), f.Close())
}

// syncDir makes a new name in a folder last. Not every system can; what it says
// is then of no use.
func syncDir(dir string) error {
	f, err := os.Open(dir)
	if err != nil {
		return nil
	}
	f.Sync()
	return f.Close()
}
