package bench

import (
	"bytes"
	"context"
	"database/sql"
	"errors"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"entregent/internal/paths"
	"entregent/internal/store/pgserver"
	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/stdlib"
)

// chainsSQL is how one would ask a database, by hand and with care: everybody
// within two ties of the target with the least cost from there, as a
// materialised set, joined with the ties of the one who asks and grouped by first
// step. A tie stands in both directions, so that every step reads an index.
const chainsSQL = `
	WITH near AS MATERIALIZED (
		SELECT t.b AS person, MIN(t.cost) AS hop, MIN(t.cost) + p.will AS through
		FROM tie t JOIN person p ON p.id = t.b
		WHERE t.a = ?2 AND t.b <> ?1 /*tie*/
		GROUP BY t.b, p.will
	), back AS MATERIALIZED (
		SELECT person, MIN(cost) AS cost
		FROM (
			SELECT person, hop AS cost FROM near
			UNION ALL
			SELECT t.b, t.cost + n.through
			FROM near n JOIN tie t ON t.a = n.person
			WHERE t.b <> ?1 AND t.b <> ?2 /*tie*/
		) AS w
		GROUP BY person
	)
	SELECT t.b AS first, MIN(t.cost + p.will + back.cost) AS cost
	FROM tie t JOIN back ON back.person = t.b JOIN person p ON p.id = t.b
	WHERE t.a = ?1 AND t.b <> ?2 /*tie*/
	GROUP BY t.b
	ORDER BY `

// A firstStep is one row of the answer.
type firstStep struct {
	first paths.Node
	cost  uint32
}

// A pathsSQL is the network in one database.
type pathsSQL struct {
	name string // "sqlite" or "pg"
	conn *sql.Conn
	best *sql.Stmt // the usual question
	done []func()
}

func (s *pathsSQL) close() {
	for _, fn := range slices.Backward(s.done) {
		fn()
	}
}

// ask asks for all first steps in the order of the people or, where the query
// wants only so many, for the best of them.
func (s *pathsSQL) ask(ctx context.Context, q paths.Query) (out []firstStep, err error) {
	var rows *sql.Rows
	if q.Most > 0 {
		rows, err = s.best.QueryContext(ctx, int64(q.From), int64(q.To), q.Most)
	} else {
		rows, err = s.conn.QueryContext(ctx, s.text(filter(q)+"1"), int64(q.From), int64(q.To))
	}
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	for rows.Next() {
		var f firstStep
		if err := rows.Scan(&f.first, &f.cost); err != nil {
			return nil, err
		}
		out = append(out, f)
	}
	return out, rows.Err()
}

// text is a statement as the database numbers its arguments.
func (s *pathsSQL) text(statement string) string {
	if s.name == "pg" {
		return strings.ReplaceAll(statement, "?", "$")
	}
	return statement
}

// filter writes the filters of a query into the statement.
func filter(q paths.Query) string {
	var b strings.Builder
	if q.Sees != nil {
		b.WriteString("AND t.label IN (-1")
		for l := range paths.Label(labels) {
			if q.Sees.Sees(l) {
				b.WriteString("," + strconv.Itoa(int(l)))
			}
		}
		b.WriteString(")")
	}
	if len(q.Without) > 0 {
		b.WriteString(" AND t.b NOT IN (-1")
		for _, n := range q.Without {
			if n != q.From && n != q.To {
				b.WriteString("," + strconv.Itoa(int(n)))
			}
		}
		b.WriteString(")")
	}
	return strings.ReplaceAll(chainsSQL, "/*tie*/", b.String())
}

// change adds a tie, gives it a new cost or takes it away.
func (s *pathsSQL) change(ctx context.Context, t paths.Tie, away bool) error {
	for _, d := range [2][2]paths.Node{{t.A, t.B}, {t.B, t.A}} {
		a, b, l := int64(d[0]), int64(d[1]), int64(t.Label)
		var err error
		if away {
			_, err = s.conn.ExecContext(ctx, s.text(`DELETE FROM tie WHERE a = ?1 AND b = ?2 AND label = ?3`), a, b, l)
		} else {
			_, err = s.conn.ExecContext(ctx, s.text(`INSERT INTO tie (a, b, label, cost) VALUES (?1, ?2, ?3, ?4)
				ON CONFLICT (a, b, label) DO UPDATE SET cost = excluded.cost`), a, b, l, int64(t.Cost))
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// openSQL fills the databases there are. Without PostgreSQL it says so.
func (p *pathsRun) openSQL(ctx context.Context) error {
	lite, err := p.openSQLite(ctx)
	if err != nil {
		return err
	}
	p.sqls = append(p.sqls, lite)
	pg, err := p.openPostgres(ctx)
	switch {
	case errors.Is(err, pgserver.ErrNone):
		p.NotRun = append(p.NotRun, fmt.Sprintf("paths_pg_median_%d", len(p.net.Will)))
		return nil
	case err != nil:
		return err
	}
	p.sqls = append(p.sqls, pg)
	return nil
}

func (p *pathsRun) openSQLite(ctx context.Context) (_ *pathsSQL, err error) {
	s := &pathsSQL{name: "sqlite"}
	defer s.unless(&err)
	file := filepath.Join(p.dir, fmt.Sprintf("paths-%d.db", len(p.net.Will)))
	s.done = append(s.done, func() { os.Remove(file) })
	q := url.Values{"_pragma": {"journal_mode(OFF)", "synchronous(OFF)", "locking_mode(EXCLUSIVE)", "temp_store(MEMORY)", "cache_size(-96000)"}}
	if err := s.open(ctx, "sqlite3", "file:"+(&url.URL{Path: filepath.ToSlash(file)}).EscapedPath()+"?"+q.Encode()); err != nil {
		return nil, err
	}
	for _, st := range []string{
		`CREATE TABLE person (id INTEGER PRIMARY KEY, will INTEGER NOT NULL)`,
		`CREATE TABLE tie (a INTEGER, b INTEGER, label INTEGER, cost INTEGER NOT NULL, PRIMARY KEY (a, b, label)) WITHOUT ROWID`,
		`BEGIN`,
	} {
		if _, err := s.conn.ExecContext(ctx, st); err != nil {
			return nil, err
		}
	}
	if err := s.insert(ctx, `INSERT INTO person VALUES `, 2, p.people()); err != nil {
		return nil, err
	}
	if err := s.insert(ctx, `INSERT INTO tie VALUES `, 4, p.arcs()); err != nil {
		return nil, err
	}
	for _, st := range []string{`COMMIT`, `ANALYZE`} {
		if _, err := s.conn.ExecContext(ctx, st); err != nil {
			return nil, err
		}
	}
	return s, s.prepare(ctx)
}

func (p *pathsRun) openPostgres(ctx context.Context) (_ *pathsSQL, err error) {
	s := &pathsSQL{name: "pg"}
	defer s.unless(&err)
	address := os.Getenv(pgserver.Env)
	if address == "" {
		var stop func()
		if address, stop, err = pgserver.Start("shared_buffers="+p.memory(), "work_mem=64MB", "maintenance_work_mem=512MB", "jit=off"); err != nil {
			return nil, err
		}
		s.done = append(s.done, stop)
	}
	if err := s.open(ctx, "pgx", address); err != nil {
		return nil, err
	}
	schema := fmt.Sprintf("bench_paths_%d", os.Getpid())
	s.done = append(s.done, func() { _, _ = s.conn.ExecContext(context.Background(), "DROP SCHEMA IF EXISTS "+schema+" CASCADE") })
	for _, st := range []string{
		`CREATE SCHEMA ` + schema, `SET search_path = ` + schema, `SET jit = off`,
		`CREATE TABLE person (id INT PRIMARY KEY, will INT NOT NULL)`,
		`CREATE TABLE tie (a INT, b INT, label INT, cost INT NOT NULL)`,
	} {
		if _, err := s.conn.ExecContext(ctx, st); err != nil {
			return nil, err
		}
	}
	err = s.conn.Raw(func(c any) error {
		to := c.(*stdlib.Conn).Conn()
		if _, err := to.CopyFrom(ctx, pgx.Identifier{"person"}, []string{"id", "will"}, copied(2, p.people())); err != nil {
			return err
		}
		_, err := to.CopyFrom(ctx, pgx.Identifier{"tie"}, []string{"a", "b", "label", "cost"}, copied(4, p.arcs()))
		return err
	})
	if err != nil {
		return nil, err
	}
	for _, st := range []string{
		// A covering index, so that no step needs the table.
		`CREATE UNIQUE INDEX tie_key ON tie (a, b, label) INCLUDE (cost)`,
		`VACUUM ANALYZE person`, `VACUUM ANALYZE tie`,
	} {
		if _, err := s.conn.ExecContext(ctx, st); err != nil {
			return nil, err
		}
	}
	return s, s.prepare(ctx)
}

// memory is what the whole network needs there, so that nothing is read from a
// disk.
func (p *pathsRun) memory() string {
	return strconv.Itoa(max(64, 128*len(p.net.Ties)>>20)) + "MB"
}

func (s *pathsSQL) open(ctx context.Context, driver, address string) error {
	db, err := sql.Open(driver, address)
	if err != nil {
		return err
	}
	s.done = append(s.done, func() { db.Close() })
	if s.conn, err = db.Conn(ctx); err != nil {
		return err
	}
	s.done = append(s.done, func() { s.conn.Close() })
	return nil
}

// unless lets go of everything where opening failed.
func (s *pathsSQL) unless(err *error) {
	if *err != nil {
		s.close()
	}
}

func (s *pathsSQL) prepare(ctx context.Context) (err error) {
	s.best, err = s.conn.PrepareContext(ctx, s.text(filter(paths.Query{})+"2, 1 LIMIT ?3"))
	return err
}

// A rowSource gives rows one after the other until ok is false.
type rowSource func() (row [4]int64, ok bool)

func (p *pathsRun) people() rowSource {
	at := -1
	return func() ([4]int64, bool) {
		if at++; at >= len(p.net.Will) {
			return [4]int64{}, false
		}
		return [4]int64{int64(at), int64(p.net.Will[at])}, true
	}
}

// arcs gives both directions of every tie in the order of the key, so that rows
// of one person lie together.
func (p *pathsRun) arcs() rowSource {
	type arc struct{ ends, rest uint64 }
	list := make([]arc, 0, 2*len(p.net.Ties))
	for _, t := range p.net.Ties {
		rest := uint64(t.Label)<<16 | uint64(t.Cost)
		list = append(list, arc{uint64(t.A)<<32 | uint64(t.B), rest}, arc{uint64(t.B)<<32 | uint64(t.A), rest})
	}
	slices.SortFunc(list, func(a, b arc) int {
		if a.ends < b.ends {
			return -1
		}
		return 1
	})
	at := -1
	return func() ([4]int64, bool) {
		if at++; at >= len(list) {
			return [4]int64{}, false
		}
		x := list[at]
		return [4]int64{int64(x.ends >> 32), int64(x.ends & (1<<32 - 1)), int64(x.rest >> 16), int64(x.rest & (1<<16 - 1))}, true
	}
}

// copied is a source as pgx copies from it.
func copied(width int, next rowSource) pgx.CopyFromSource {
	return pgx.CopyFromFunc(func() ([]any, error) {
		row, ok := next()
		if !ok {
			return nil, nil
		}
		out := make([]any, width)
		for i := range out {
			out[i] = row[i]
		}
		return out, nil
	})
}

// insert writes rows as text, many at a time: the fastest way into SQLite from
// here.
func (s *pathsSQL) insert(ctx context.Context, into string, width int, next rowSource) error {
	const many = 2000
	var b bytes.Buffer
	for more := true; more; {
		b.Reset()
		b.WriteString(into)
		n := 0
		for ; n < many; n++ {
			row, ok := next()
			if more = ok; !ok {
				break
			}
			if n > 0 {
				b.WriteByte(',')
			}
			for i, v := range row[:width] {
				b.WriteByte("(,"[min(i, 1)])
				b.Write(strconv.AppendInt(b.AvailableBuffer(), v, 10))
			}
			b.WriteByte(')')
		}
		if n == 0 {
			break
		}
		if _, err := s.conn.ExecContext(ctx, b.String()); err != nil {
			return err
		}
	}
	return nil
}
