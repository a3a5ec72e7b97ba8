package bench

import (
	"context"
	"database/sql"
	"errors"
	"net/url"
	"path/filepath"

	"github.com/ncruces/go-sqlite3"
	"github.com/ncruces/go-sqlite3/driver"

	"entregent/internal/network"
)

// A plain is the same database as somebody would read it without a thought for
// speed: two tables without an index, filled from the book's own rows, in the
// book's own file, read with the same settings.
type plain struct {
	db   *sql.DB
	conn *sql.Conn
}

// openPlain opens the file of a book and fills tables of its own there.
func openPlain(ctx context.Context, file string, tables ...string) (*plain, error) {
	q := url.Values{"_pragma": {"busy_timeout(30000)", "temp_store(MEMORY)", "mmap_size(0)", "cache_size(-64000)"}}
	steady := func(c *sqlite3.Conn) error { _, err := c.Config(sqlite3.DBCONFIG_ENABLE_QPSG, true); return err }
	db, err := driver.Open("file:"+(&url.URL{Path: filepath.ToSlash(file)}).EscapedPath()+"?"+q.Encode(), steady)
	if err != nil {
		return nil, err
	}
	conn, err := db.Conn(ctx)
	if err != nil {
		return nil, errors.Join(err, db.Close())
	}
	p := &plain{db, conn}
	if err := p.fill(ctx, tables...); err != nil {
		return nil, errors.Join(err, p.close())
	}
	return p, nil
}

func (p *plain) close() error { return errors.Join(p.conn.Close(), p.db.Close()) }

func (p *plain) fill(ctx context.Context, statements ...string) error {
	for _, s := range statements {
		if _, err := p.conn.ExecContext(ctx, s); err != nil {
			return err
		}
	}
	return nil
}

const (
	plainPeople = `
		CREATE TABLE plain_person AS
		SELECT p.id, p.name, p.sort_key, p.organisation, COALESCE(
			(SELECT h.value FROM card c JOIN handle h ON h.keeper = c.keeper AND h.card = c.id AND h.kind = 'email'
			  WHERE c.keeper = p.keeper AND c.person = p.id LIMIT 1), '') AS mail
		FROM person p
		WHERE p.standing = 'contact' AND p.binned = 0 AND p.merged IS NULL
		ORDER BY p.id`
	// In the order of time, as it would have been written.
	plainEncounters = `
		CREATE TABLE plain_encounter AS
		SELECT r.person, r.at, r.channel, e.subject
		FROM presence r
		JOIN encounter e ON e.keeper = r.keeper AND e.id = r.encounter
		WHERE r.contact = 1
		ORDER BY r.at`

	// lastSeen is the day's list as one would begin it: everybody by the last
	// time, longest ago first.
	lastSeen = `
		SELECT p.id, p.name, MAX(e.at) AS last
		FROM plain_person p
		JOIN plain_encounter e ON e.person = p.id
		GROUP BY p.id
		ORDER BY last, p.name`

	// like is search as one would begin it.
	like = `
		SELECT id
		FROM plain_person
		WHERE name LIKE ?1 OR mail LIKE ?1 OR organisation LIKE ?1
		ORDER BY sort_key, id
		LIMIT 20`
)

// A seen is one row of the naive join.
type seen struct {
	person network.PersonID
	name   string
	at     int64 // microseconds
}

func (p *plain) lastSeen(ctx context.Context) (out []seen, err error) {
	rows, err := p.conn.QueryContext(ctx, lastSeen)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	for rows.Next() {
		var s seen
		var id []byte
		if err := rows.Scan(&id, &s.name, &s.at); err != nil {
			return nil, err
		}
		copy(s.person[:], id)
		out = append(out, s)
	}
	return out, rows.Err()
}

// ids runs a statement that returns ids of persons.
func (p *plain) ids(ctx context.Context, st *sql.Stmt, args ...any) (out []network.PersonID, err error) {
	rows, err := st.QueryContext(ctx, args...)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	for rows.Next() {
		var raw []byte
		if err := rows.Scan(&raw); err != nil {
			return nil, err
		}
		var id network.PersonID
		copy(id[:], raw)
		out = append(out, id)
	}
	return out, rows.Err()
}
