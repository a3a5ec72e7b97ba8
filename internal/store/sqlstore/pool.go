package sqlstore

import (
	"context"
	"database/sql"
	"errors"
)

// A pool hands out connections, each to one transaction at a time. It is kept
// beside database/sql's own pool for two reasons: statements are prepared once
// for each connection and not once for each transaction, and there is exactly
// one connection that writes.
type pool struct {
	db   *sql.DB
	keep bool // hold on to connections and what was prepared on them
	free chan *connection
}

// A connection is one open session with the database.
type connection struct {
	conn    *sql.Conn
	t       *sql.Tx // the transaction open on it, nil for none
	stmts   map[string]*sql.Stmt
	suspect bool // something failed on it: look whether it still lives
}

// newPool makes a pool of at most n connections of db.
func newPool(db *sql.DB, n int, keep bool) *pool {
	db.SetMaxOpenConns(n)
	db.SetMaxIdleConns(n)
	p := &pool{db: db, keep: keep, free: make(chan *connection, n)}
	for range n {
		p.free <- &connection{}
	}
	return p
}

func (p *pool) get(ctx context.Context) (*connection, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	var c *connection
	select {
	case c = <-p.free:
	case <-ctx.Done():
		return nil, ctx.Err()
	}
	if c.conn != nil && c.suspect && c.conn.PingContext(ctx) != nil {
		c.drop()
	}
	c.suspect = false
	if c.conn == nil {
		conn, err := p.db.Conn(ctx)
		if err != nil {
			p.free <- c
			return nil, err
		}
		c.conn = conn
		if p.keep {
			c.stmts = map[string]*sql.Stmt{}
		}
	}
	return c, nil
}

func (p *pool) put(c *connection) {
	// On PostgreSQL database/sql's own pool keeps the connections: it notices
	// when the server has gone.
	if !p.keep {
		c.drop()
	}
	p.free <- c
}

func (p *pool) close() error {
	if p == nil {
		return nil
	}
	for range cap(p.free) {
		(<-p.free).drop()
	}
	return p.db.Close()
}

func (c *connection) drop() {
	for _, st := range c.stmts {
		st.Close()
	}
	c.stmts = nil
	if c.conn != nil {
		c.conn.Close()
		c.conn = nil
	}
}

// prepared returns the statement of a query, prepared on this connection.
func (c *connection) prepared(ctx context.Context, query string) (*sql.Stmt, error) {
	if st := c.stmts[query]; st != nil {
		return st, nil
	}
	st, err := c.conn.PrepareContext(ctx, query)
	if err == nil {
		c.stmts[query] = st
	}
	return st, err
}

// begin opens a transaction. It ends by commit or rollback and never by ctx,
// behind our back: the connection is somebody else's right after.
func (c *connection) begin(ctx context.Context, opt *sql.TxOptions) error {
	t, err := c.conn.BeginTx(context.WithoutCancel(ctx), opt)
	if err != nil {
		c.suspect = true
		return err
	}
	c.t = t
	return nil
}

func (c *connection) commit() error {
	err := c.t.Commit()
	c.suspect = c.suspect || err != nil
	return err
}

// rollback undoes what was not committed.
func (c *connection) rollback() {
	c.t.Rollback() // after a commit it says that there is nothing to undo
	c.t = nil
}

// Without statements of its own a connection asks through its transaction: a
// connection of database/sql that finds itself broken in the middle of one would
// wait for it to end, for ever.

func (c *connection) exec(ctx context.Context, query string, args []any) (sql.Result, error) {
	if c.stmts == nil {
		return c.t.ExecContext(ctx, query, args...)
	}
	st, err := c.prepared(ctx, query)
	if err != nil {
		return nil, err
	}
	return st.ExecContext(ctx, args...)
}

func (c *connection) query(ctx context.Context, query string, args []any) (*sql.Rows, error) {
	if c.stmts == nil {
		return c.t.QueryContext(ctx, query, args...)
	}
	st, err := c.prepared(ctx, query)
	if err != nil {
		return nil, err
	}
	return st.QueryContext(ctx, args...)
}

var errReadOnly = errors.New("sqlstore: a write inside View")
