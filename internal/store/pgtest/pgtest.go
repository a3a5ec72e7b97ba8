// Package pgtest gives tests a PostgreSQL: the one that the environment names,
// or one of its own, started from Debian's binaries and ended with the test
// binary. It is for tests only.
package pgtest

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"net/url"
	"os"
	"sync"
	"testing"

	"entregent/internal/store/pgserver"
)

// server is the one of this test binary. It is the only state of the package:
// starting one for each test would take longer than the tests.
var server struct {
	once sync.Once
	url  string
	err  error
	stop func()
	next int
	mu   sync.Mutex
}

// Main runs the tests of a package and then ends the server. Call it from
// TestMain.
func Main(m *testing.M) {
	code := m.Run()
	if server.stop != nil {
		server.stop()
	}
	os.Exit(code)
}

// URL returns the URL of a database, and skips the test where there is none;
// in CI that is a failure.
func URL(t testing.TB) string {
	t.Helper()
	server.once.Do(func() {
		if server.url = os.Getenv(pgserver.Env); server.url == "" {
			server.url, server.stop, server.err = pgserver.Start()
		}
	})
	if server.err != nil {
		if errors.Is(server.err, pgserver.ErrNone) && os.Getenv("CI") == "" {
			t.Skip(server.err)
		}
		t.Fatal(server.err)
	}
	return server.url
}

// Schema returns the URL of an empty schema, which is dropped when the test
// ends.
func Schema(t testing.TB) string {
	t.Helper()
	base := URL(t)
	server.mu.Lock()
	server.next++
	name := fmt.Sprintf("t%d_%d", os.Getpid(), server.next)
	server.mu.Unlock()
	run(t, base, "CREATE SCHEMA "+name)
	t.Cleanup(func() { run(t, base, "DROP SCHEMA "+name+" CASCADE") })
	u, err := url.Parse(base)
	if err != nil {
		t.Fatal(err)
	}
	q := u.Query()
	q.Set("search_path", name)
	u.RawQuery = q.Encode()
	return u.String()
}

func run(t testing.TB, url, query string) {
	t.Helper()
	db, err := sql.Open("pgx", url)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	if _, err := db.ExecContext(context.Background(), query); err != nil {
		t.Fatal(err)
	}
}
