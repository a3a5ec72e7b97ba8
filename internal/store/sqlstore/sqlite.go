package sqlstore

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io/fs"
	"net/url"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"github.com/ncruces/go-sqlite3"
	"github.com/ncruces/go-sqlite3/driver" // also registers "sqlite3"

	"entregent/internal/network"
)

// OpenSQLite opens the book in file, making it (mode 0600) and its folder (mode
// 0700) if they are not there, and brings its schema up to date. A file that a
// newer program wrote is refused, and left as it is.
func OpenSQLite(ctx context.Context, file string, opt Options) (*Store, error) {
	file, err := settle(file, opt)
	if err != nil {
		return nil, err
	}
	s := &Store{dialect: sqliteDialect, file: file, vfs: opt.VFS, schema: opt.migrations(), locks: fileLocks{file}}
	if err := s.openSQLite(ctx, opt); err != nil {
		s.Close()
		return nil, s.opening(ctx, err)
	}
	return s, nil
}

func (s *Store) openSQLite(ctx context.Context, opt Options) error {
	if !opt.ReadOnly && opt.VFS == "" {
		release, err := s.locks.wait(ctx, "open")
		if err != nil {
			return err
		}
		defer release()
	}
	if err := s.probe(ctx); err != nil {
		return err
	}
	if !opt.ReadOnly {
		if err := s.settleShared(); err != nil {
			return err
		}
		if err := s.openWriter(ctx, opt); err != nil {
			return err
		}
	}
	db, err := driver.Open(s.dsn(opt, true), steadyPlans)
	if err != nil {
		return err
	}
	readers := opt.Readers
	if readers <= 0 {
		readers = 4
	}
	s.readers = newPool(db, readers, true)
	s.readers.shut = s.vfs != ""
	db.SetMaxIdleConns(-1) // the pool holds them, or they are closed
	if opt.ReadOnly {
		s.writers = s.readers
	}
	return nil
}

// openWriter opens the one connection that writes, and brings the schema up to
// date on it.
func (s *Store) openWriter(ctx context.Context, opt Options) error {
	db, err := driver.Open(s.dsn(opt, false), steadyPlans)
	if err != nil {
		return err
	}
	s.writers = newPool(db, 1, true)
	s.writers.last, s.writers.shut = true, s.vfs != ""
	if err := checkVersion(ctx, db); err != nil {
		return err
	}
	if err := s.migrate(ctx, db, opt.BeforeMigrate); err != nil {
		return err
	}
	c, err := s.writers.get(ctx)
	if err != nil {
		return err
	}
	s.writers.put(c)
	db.SetMaxIdleConns(-1) // the pool holds it from here on
	return nil
}

// steadyPlans makes SQLite keep to the plan of a statement whatever its
// parameters are. It would look at their values otherwise, and so prepare most
// statements anew each time they are used, for nothing: no statement here is
// better planned one time than another. That took half of the time of a search.
func steadyPlans(c *sqlite3.Conn) error {
	_, err := c.Config(sqlite3.DBCONFIG_ENABLE_QPSG, true)
	return err
}

// dsn names the database with its pragmas: a pragma given as a statement would
// reach one connection of the pool only.
func (s *Store) dsn(opt Options, reader bool) string {
	sync := opt.Synchronous
	if sync == "" {
		// NORMAL loses acknowledged writes when the power goes. EXTRA is FULL, and
		// makes sure besides that the journal from before the log is really gone:
		// coming back after a power cut, it would undo everything since.
		sync = "EXTRA"
	}
	pragmas := []string{"busy_timeout(30000)", "foreign_keys(1)", "temp_store(MEMORY)", "mmap_size(0)", "trusted_schema(0)"}
	if reader {
		pragmas = append(pragmas, "query_only(1)", "cache_size(-8000)")
	} else {
		pragmas = append(pragmas, "synchronous("+sync+")", "journal_mode(WAL)", "secure_delete(1)", "journal_size_limit(67108864)", "wal_autocheckpoint(8000)", "cache_size(-64000)")
	}
	q := url.Values{"_pragma": pragmas, "_txlock": {"immediate"}, "modeof": {s.file}}
	if s.vfs != "" {
		q.Set("vfs", s.vfs)
		q.Del("modeof")
	}
	if opt.ReadOnly {
		q.Set("mode", "ro")
		q.Del("modeof")
	}
	return fileURI(s.file) + "?" + q.Encode()
}

// fileURI returns the name of a file as SQLite takes it.
func fileURI(file string) string {
	p := filepath.ToSlash(file)
	if len(p) > 1 && p[1] == ':' { // a drive of Windows
		p = "/" + p
	}
	return "file:" + (&url.URL{Path: p}).EscapedPath()
}

// settle sees to the file and its folder, and returns the file's full name.
func settle(file string, opt Options) (string, error) {
	fail := func(k network.Kind, msg string, err error) (string, error) {
		return "", &network.Error{Kind: k, Field: "db", Msg: msg, Args: []any{file}, Err: err}
	}
	full, err := filepath.Abs(file)
	if err != nil {
		return fail(network.Invalid, "error.book_denied", err)
	}
	if opt.VFS != "" {
		return file, nil
	}
	if link, err := filepath.EvalSymlinks(full); err == nil {
		full = link // SQLite refuses to follow links itself
	}
	st, err := os.Stat(full)
	switch {
	case err == nil && st.IsDir():
		return fail(network.Invalid, "error.book_is_folder", nil)
	case err == nil:
		return full, nil
	case errors.Is(err, fs.ErrPermission):
		return fail(network.Forbidden, "error.book_denied", err)
	case !errors.Is(err, fs.ErrNotExist):
		return fail(network.Invalid, "error.no_folder", err)
	case opt.ReadOnly:
		return fail(network.NotFound, "error.no_book", err)
	}
	if err := os.Mkdir(filepath.Dir(full), 0o700); err != nil && !errors.Is(err, fs.ErrExist) {
		if errors.Is(err, fs.ErrPermission) {
			return fail(network.Forbidden, "error.book_denied", err)
		}
		return fail(network.Invalid, "error.no_folder", err)
	}
	f, err := os.OpenFile(full, os.O_CREATE|os.O_RDWR, 0o600)
	if err != nil {
		return fail(network.Forbidden, "error.book_denied", err)
	}
	return full, f.Close()
}

// settleShared makes the file that SQLite's connections share, where there is
// none: SQLite would let everybody read it.
func (s *Store) settleShared() error {
	if s.vfs != "" {
		return nil
	}
	f, err := os.OpenFile(s.file+"-shm", os.O_CREATE|os.O_RDWR, 0o600)
	if err != nil {
		return err
	}
	// Looking at a book that is there already, probe has made it.
	return errors.Join(f.Chmod(0o600), f.Close())
}

// probe looks at the file without writing to it, so that one that is no book,
// or one of a newer program, is refused before anything is written.
func (s *Store) probe(ctx context.Context) error {
	if s.vfs == "" {
		st, err := os.Stat(s.file)
		if err != nil {
			return err
		}
		if st.Size() == 0 {
			return nil
		}
	}
	q := url.Values{"mode": {"ro"}, "modeof": {s.file}, "_pragma": {"busy_timeout(30000)", "query_only(1)"}}
	if s.vfs != "" {
		q.Set("mode", "rw")
		q.Set("vfs", s.vfs)
		q.Del("modeof")
	}
	at, err := probed(ctx, fileURI(s.file), q, s.vfs == "" && !logged(s.file))
	if err != nil {
		if s.vfs != "" {
			return nil // not there yet
		}
		return err
	}
	return s.notNewer(at)
}

// logged reports whether a log lies beside a book, whose version may stand there
// alone.
func logged(file string) bool {
	st, err := os.Stat(file + "-wal")
	return !errors.Is(err, fs.ErrNotExist) && (err != nil || st.Size() > 0)
}

// probed returns the version of a book. Where there is no log it is first read
// as if nobody could write, so that a book which is refused has no file put
// beside it.
func probed(ctx context.Context, uri string, q url.Values, still bool) (at int, err error) {
	if still {
		q.Set("immutable", "1")
	}
	db, err := sql.Open("sqlite3", uri+"?"+q.Encode())
	if err != nil {
		return 0, err
	}
	defer db.Close()
	at, err = version(ctx, db)
	if err != nil && still { // somebody began to write at this moment
		q.Del("immutable")
		return probed(ctx, uri, q, false)
	}
	return at, err
}

// version returns the number of the last migration applied, 0 for none.
func version(ctx context.Context, db querier) (int, error) {
	const (
		selectMigrationTable = `SELECT COUNT(*) FROM sqlite_schema WHERE name = 'migration'`
		selectVersion        = `SELECT COALESCE(MAX(number), 0) FROM migration`
	)
	var n int
	if err := db.QueryRowContext(ctx, selectMigrationTable).Scan(&n); err != nil || n == 0 {
		return 0, err
	}
	err := db.QueryRowContext(ctx, selectVersion).Scan(&n)
	return n, err
}

// oldestSQLite is the first release without the fault by which two connections
// could spoil the file while the log was begun anew (3.51.3, 2026-03-13).
const oldestSQLite = 3_051_003

func checkVersion(ctx context.Context, db *sql.DB) error {
	const selectSQLiteVersion = `SELECT sqlite_version()`
	var v string
	if err := db.QueryRowContext(ctx, selectSQLiteVersion).Scan(&v); err != nil {
		return err
	}
	n := 0
	for part := range strings.SplitSeq(v, ".") {
		i, err := strconv.Atoi(part)
		if err != nil {
			return fmt.Errorf("sqlstore: SQLite version %q", v)
		}
		n = n*1000 + i
	}
	if n < oldestSQLite {
		return fmt.Errorf("sqlstore: SQLite %s can spoil a book; 3.51.3 is the oldest that is safe", v)
	}
	return nil
}

// opening puts into words why a book could not be opened.
func (s *Store) opening(ctx context.Context, err error) error {
	if ctx.Err() != nil {
		return context.Cause(ctx)
	}
	var known *network.Error
	if errors.As(err, &known) {
		return err
	}
	if s.dialect.trouble(err) == damaged {
		return &network.Error{Kind: network.Unreadable, Field: "db", Msg: "error.not_a_book", Args: []any{s.file}, Err: err}
	}
	if errors.Is(err, fs.ErrPermission) {
		return &network.Error{Kind: network.Forbidden, Field: "db", Msg: "error.book_denied", Args: []any{s.file}, Err: err}
	}
	return s.dialect.explain(err, s.file)
}
