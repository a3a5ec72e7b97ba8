package sqlstore

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"io"
	"net"
	"path/filepath"
	"time"

	"entregent/internal/network"
)

// fault turns what a database says into what a person can be told. It is the
// one place where that is decided.
func (s *Store) fault(ctx context.Context, err error) error {
	if err == nil {
		return nil
	}
	var known *network.Error
	if errors.As(err, &known) {
		return err
	}
	// The driver says "interrupted" or "busy" where the caller simply left.
	if ctx.Err() != nil {
		return context.Cause(ctx)
	}
	// A dial that is given until then may end a moment before ctx itself.
	if until, ok := ctx.Deadline(); ok && !time.Now().Before(until) {
		return context.DeadlineExceeded
	}
	return s.dialect.explain(err, s.file)
}

// explain is fault without a store: for failures while opening. file is the
// book, "" for PostgreSQL.
func (d dialect) explain(err error, file string) error {
	fail := func(k network.Kind, msg string, args ...any) error {
		return &network.Error{Kind: k, Msg: msg, Args: args, Err: err}
	}
	switch d.trouble(err) {
	case unique:
		return fail(network.Conflict, "error.already_there")
	case foreignKey:
		return fail(network.NotFound, "error.no_such_record")
	case busy:
		return fail(network.Busy, "error.book_busy")
	case full:
		return fail(network.Full, "error.disk_full", megabytes(file))
	case inputOutput:
		if free, ok := space(file); ok && free < leastSpace {
			return fail(network.Full, "error.disk_full", megabytes(file))
		}
		return fail(network.Internal, "error.disk_failed")
	case denied:
		return fail(network.Forbidden, "error.book_denied", file)
	case damaged:
		return fail(network.Internal, "error.book_damaged", file)
	case away:
		return fail(network.Busy, "error.database_away")
	}
	return err
}

// leastSpace is the room, in bytes, below which a failed write is blamed on a
// full disk: SQLite grows its files by less than that at once.
const leastSpace = 1 << 20

// megabytes returns the room left beside file in whole megabytes.
func megabytes(file string) int64 {
	free, _ := space(file)
	return free >> 20
}

// space returns how many bytes can still be written beside file.
func space(file string) (free int64, ok bool) {
	if file == "" {
		return 0, false
	}
	return freeBytes(filepath.Dir(file))
}

// isNetwork reports whether err comes from the connection and not from the
// server.
func isNetwork(err error) bool {
	var n net.Error
	return errors.As(err, &n) || errors.Is(err, io.ErrUnexpectedEOF) || errors.Is(err, io.EOF) ||
		errors.Is(err, driver.ErrBadConn) || errors.Is(err, sql.ErrConnDone) || errors.Is(err, net.ErrClosed)
}

func notFound(msg string, args ...any) error {
	return &network.Error{Kind: network.NotFound, Msg: msg, Args: args}
}

func conflict(msg string) error { return &network.Error{Kind: network.Conflict, Msg: msg} }

// isUnique reports whether err, in words already or not, comes from a key that
// was there.
func (x *tx) isUnique(err error) bool { return x.s.dialect.trouble(err) == unique }
