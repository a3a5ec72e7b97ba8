package sqlstore

import (
	"path/filepath"
	"testing"

	"entregent/internal/store"
	"entregent/internal/store/pgtest"
	"entregent/internal/store/storetest"
)

func openSQLite(t testing.TB) *Store {
	t.Helper()
	s, err := OpenSQLite(t.Context(), filepath.Join(t.TempDir(), "book.db"), Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close() })
	return s
}

func openPostgres(t testing.TB) *Store {
	t.Helper()
	s, err := OpenPostgres(t.Context(), pgtest.Schema(t), Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close() })
	return s
}

// engines are the databases every test that names none runs on.
var engines = map[string]func(testing.TB) *Store{"sqlite": openSQLite, "postgres": openPostgres}

func TestStore(t *testing.T) {
	for name, open := range engines {
		t.Run(name, func(t *testing.T) {
			storetest.Run(t, func(t testing.TB) store.House { return open(t) })
		})
	}
}

func TestMain(m *testing.M) { pgtest.Main(m) }
