package sqlstore

import (
	"context"
	"database/sql"
	"errors"
	"sync"
	"time"
)

// A pool hands out connections, each to one transaction at a time. It is kept
// beside database/sql's own pool for three reasons: statements are prepared once
// for each connection and not once for each transaction, there is exactly one
// connection that writes, and the connection used last is the first to be used
// again, so that one that is not needed falls idle and lets go of its memory.
type pool struct {
	db   *sql.DB
	keep bool // hold on to connections and what was prepared on them
	last bool // never be without one: see replace
	free chan struct{}

	mu    sync.Mutex
	idle  []*connection // the one used last at the end
	timer *time.Timer   // runs while any may be idle for too long
	shut  bool          // closed, or never to rest
}

// A connection is one open session with the database.
type connection struct {
	conn    *sql.Conn
	t       *sql.Tx // the transaction open on it, nil for none
	stmts   map[string]*sql.Stmt
	suspect bool      // something failed on it: look whether it still lives
	since   time.Time // idle since then
	fresh   bool      // not used since it was opened
}

// idleFor is for how long a connection is kept that nobody uses. What SQLite has
// read stays in its memory; opening it anew takes a millisecond or two.
const idleFor = 5 * time.Second

// newPool makes a pool of at most n connections of db.
func newPool(db *sql.DB, n int, keep bool) *pool {
	if !keep {
		db.SetMaxOpenConns(n)
		db.SetMaxIdleConns(n)
	}
	p := &pool{db: db, keep: keep, free: make(chan struct{}, n)}
	for range n {
		p.free <- struct{}{}
	}
	return p
}

func (p *pool) get(ctx context.Context) (*connection, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	select {
	case <-p.free:
	case <-ctx.Done():
		return nil, ctx.Err()
	}
	c := p.pop()
	if c.conn != nil && c.suspect && c.conn.PingContext(ctx) != nil {
		c.drop()
	}
	c.suspect, c.fresh = false, false
	if c.conn == nil {
		if err := c.open(ctx, p); err != nil {
			p.free <- struct{}{}
			return nil, err
		}
	}
	return c, nil
}

func (p *pool) pop() *connection {
	p.mu.Lock()
	defer p.mu.Unlock()
	if n := len(p.idle); n > 0 {
		c := p.idle[n-1]
		p.idle = p.idle[:n-1]
		return c
	}
	return &connection{}
}

func (c *connection) open(ctx context.Context, p *pool) error {
	conn, err := p.db.Conn(ctx)
	if err != nil {
		return err
	}
	c.conn = conn
	if p.keep {
		c.stmts = map[string]*sql.Stmt{}
	}
	return nil
}

func (p *pool) put(c *connection) {
	// On PostgreSQL database/sql's own pool keeps the connections: it notices
	// when the server has gone.
	if !p.keep {
		c.drop()
	} else {
		c.since = time.Now()
		p.mu.Lock()
		p.idle = append(p.idle, c)
		p.watch(idleFor)
		p.mu.Unlock()
	}
	p.free <- struct{}{}
}

// watch sees to it that somebody looks after idle connections in a while. The
// caller holds the lock.
func (p *pool) watch(in time.Duration) {
	if p.timer == nil && !p.shut {
		p.timer = time.AfterFunc(in, p.rest)
	}
}

// rest closes the connections that nobody has used for a while.
func (p *pool) rest() {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.timer = nil
	if p.shut {
		return
	}
	stay := p.idle[:0]
	for _, c := range p.idle {
		switch {
		case c.fresh || time.Since(c.since) < idleFor-time.Millisecond:
			stay = append(stay, c)
		case p.last:
			c.replace(p)
			stay = append(stay, c)
		default:
			c.drop()
		}
	}
	clear(p.idle[len(stay):])
	p.idle = stay
	for _, c := range stay { // the one that has been idle for longest is the first
		if !c.fresh {
			p.watch(max(idleFor-time.Since(c.since), time.Millisecond))
		}
	}
}

// replace opens another connection in the place of one that has read much, and
// only then closes that: while none is open, SQLite tidies away the files that
// its connections share, and would make them anew for everybody to read.
func (c *connection) replace(p *pool) {
	other := &connection{fresh: true}
	if other.open(context.Background(), p) != nil {
		c.since = time.Now() // tried again in a while
		return
	}
	c.drop()
	*c = *other
}

func (p *pool) close() error {
	if p == nil {
		return nil
	}
	for range cap(p.free) {
		<-p.free
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	p.shut = true
	if p.timer != nil {
		p.timer.Stop()
	}
	for _, c := range p.idle {
		c.drop()
	}
	p.idle = nil
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
