package sqlstore

import (
	"bytes"
	"context"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"entregent/internal/network"
	"entregent/internal/store"
)

// scourTries is how often the log is asked to be emptied, each time for as long
// as a statement waits for others.
const scourTries = 3

// Scour leaves nothing of what was deleted in the files; see store.House.
//
// SQLite blanks what is deleted, but moving cells about leaves older copies in
// the pages, and the log holds the pages of before. So the file is written anew,
// and the log emptied. What PostgreSQL deletes stays in its pages until they are
// written anew, and common values stand in its statistics besides.
func (s *Store) Scour(ctx context.Context) error {
	c, err := s.writers.get(ctx)
	if err != nil {
		return s.fault(ctx, err)
	}
	defer s.writers.put(c)
	ctx = context.WithoutCancel(ctx) // a file half written anew is thrown away and begun again
	if s.file == "" {
		return s.fault(ctx, c.scourPostgres(ctx))
	}
	return s.scourSQLite(ctx, c)
}

func (s *Store) scourSQLite(ctx context.Context, c *connection) error {
	const (
		tempOnDisk   = `PRAGMA temp_store(FILE)` // a whole book would not fit in memory
		tempInMemory = `PRAGMA temp_store(MEMORY)`
		vacuum       = `VACUUM`
	)
	for _, q := range []string{tempOnDisk, vacuum, tempInMemory} {
		if _, err := c.conn.ExecContext(ctx, q); err != nil {
			return s.fault(ctx, err)
		}
	}
	for range scourTries {
		const emptyLog = `PRAGMA wal_checkpoint(TRUNCATE)`
		var busy, frames, moved int
		if err := c.conn.QueryRowContext(ctx, emptyLog).Scan(&busy, &frames, &moved); err != nil {
			return s.fault(ctx, err)
		}
		if busy == 0 {
			return nil
		}
		time.Sleep(100 * time.Millisecond)
	}
	return &network.Error{Kind: network.Busy, Msg: "error.scour_busy"}
}

func (c *connection) scourPostgres(ctx context.Context) error {
	const selectOwnTables = `
		SELECT quote_ident(schemaname) || '.' || quote_ident(tablename)
		FROM pg_tables
		WHERE schemaname = current_schema()
		ORDER BY tablename`
	rows, err := c.conn.QueryContext(ctx, selectOwnTables)
	if err != nil {
		return err
	}
	var names []string
	for rows.Next() {
		var n string
		if err := rows.Scan(&n); err != nil {
			rows.Close()
			return err
		}
		names = append(names, n)
	}
	if err := rows.Err(); err != nil {
		return err
	}
	for _, n := range names {
		if _, err := c.conn.ExecContext(ctx, "VACUUM (FULL, ANALYZE) "+n); err != nil {
			return err
		}
	}
	// The values of before that were common lie in the pages of the statistics. A
	// user who does not own the database is refused with a warning and no error.
	_, err = c.conn.ExecContext(ctx, "VACUUM (FULL) pg_catalog.pg_statistic")
	return err
}

// Copies lists the older copies of the book beside it; see store.House.
func (s *Store) Copies(ctx context.Context) ([]store.Copy, error) {
	if s.file == "" || s.vfs != "" {
		return nil, nil
	}
	var out []store.Copy
	dir := filepath.Dir(s.file)
	err := filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil || !d.Type().IsRegular() || ctx.Err() != nil {
			return ctx.Err() // what cannot be looked at is nothing this program made
		}
		name, err := filepath.Rel(dir, path)
		if err != nil {
			return err
		}
		for _, own := range []string{"", "-wal", "-shm", "-journal"} {
			if path == s.file+own {
				return nil
			}
		}
		kind := copyKind(path, name)
		if info, err := d.Info(); err == nil && kind != "" {
			out = append(out, store.Copy{Name: filepath.ToSlash(name), At: info.ModTime(), Kind: kind})
		}
		return nil
	})
	slices.SortFunc(out, func(a, b store.Copy) int {
		if n := a.At.Compare(b.At); n != 0 {
			return n
		}
		return strings.Compare(a.Name, b.Name)
	})
	return out, err
}

// copyKind says by its first bytes what a file holds, "" for no copy of a book.
// Where a program waits with uploads, any file is one of them.
func copyKind(path, name string) string {
	f, err := os.Open(path)
	if err != nil {
		return ""
	}
	defer f.Close()
	head := make([]byte, 64)
	n, _ := io.ReadFull(f, head)
	for kind, magic := range map[string]string{"book": "SQLite format 3\x00", "sealed": "age-encryption.org/", "export": `{"format":"entregent"`} {
		if bytes.HasPrefix(head[:n], []byte(magic)) {
			return kind
		}
	}
	if n > 0 && strings.HasPrefix(filepath.ToSlash(name), "imports/") && strings.Contains(filepath.ToSlash(name), "/in/") {
		return "upload"
	}
	return ""
}
