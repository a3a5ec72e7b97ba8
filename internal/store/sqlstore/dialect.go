package sqlstore

import (
	"database/sql"
	"errors"
	"regexp"

	"github.com/jackc/pgx/v5/pgconn"
	"github.com/ncruces/go-sqlite3"
)

// A dialect is everything that differs between the two databases. It is meant
// to stay this small.
type dialect struct {
	name     string
	rewrite  func(query string) string
	rowLocks bool             // writers of one keeper are kept apart by a lock on its row
	reading  *sql.TxOptions   // of a snapshot
	again    func(error) bool // the transaction may succeed if tried once more
	trouble  func(error) trouble
}

// trouble is what went wrong, whichever database says so.
type trouble int

const (
	other trouble = iota
	unique
	foreignKey
	busy
	full
	inputOutput // perhaps full: the disk must be asked
	denied
	damaged
	away
)

var numbered = regexp.MustCompile(`\?(\d+)`)

var sqliteDialect = dialect{
	name:    "sqlite",
	rewrite: func(q string) string { return q },
	reading: &sql.TxOptions{ReadOnly: true},
	again:   func(error) bool { return false },
	trouble: func(err error) trouble {
		// The driver's errors are structs or bare codes, plain or extended.
		var extended sqlite3.ExtendedErrorCode
		var plain sqlite3.ErrorCode
		if !errors.As(err, &plain) {
			return other
		}
		errors.As(err, &extended)
		switch extended {
		case sqlite3.CONSTRAINT_PRIMARYKEY, sqlite3.CONSTRAINT_UNIQUE, sqlite3.CONSTRAINT_ROWID:
			return unique
		case sqlite3.CONSTRAINT_FOREIGNKEY:
			return foreignKey
		}
		switch plain {
		case sqlite3.BUSY, sqlite3.LOCKED:
			return busy
		case sqlite3.FULL:
			return full
		case sqlite3.IOERR:
			return inputOutput
		case sqlite3.READONLY, sqlite3.PERM, sqlite3.CANTOPEN, sqlite3.AUTH:
			return denied
		case sqlite3.CORRUPT, sqlite3.NOTADB:
			return damaged
		}
		return other
	},
}

var postgresDialect = dialect{
	name:     "postgres",
	rewrite:  func(q string) string { return numbered.ReplaceAllString(q, `$$$1`) },
	rowLocks: true,
	reading:  &sql.TxOptions{ReadOnly: true, Isolation: sql.LevelRepeatableRead},
	again: func(err error) bool {
		switch sqlState(err) {
		case "40001", "40P01": // serialization_failure, deadlock_detected
			return true
		}
		return false
	},
	trouble: func(err error) trouble {
		switch code := sqlState(err); {
		case code == "23505":
			return unique
		case code == "23503":
			return foreignKey
		case code == "55P03" || code == "40001" || code == "40P01":
			return busy
		case code == "53100":
			return full
		case code == "42501" || code == "25006":
			return denied
		case code == "XX001" || code == "XX002":
			return damaged
		case len(code) == 5 && (code[:2] == "08" || code[:3] == "57P" || code == "53300"):
			return away
		case code == "" && isConnection(err):
			return away
		}
		return other
	},
}

func sqlState(err error) string {
	var e *pgconn.PgError
	if errors.As(err, &e) {
		return e.Code
	}
	return ""
}

// isConnection reports whether the server could not be reached or went away.
func isConnection(err error) bool {
	var e *pgconn.ConnectError
	return errors.As(err, &e) || pgconn.SafeToRetry(err) || isNetwork(err)
}
