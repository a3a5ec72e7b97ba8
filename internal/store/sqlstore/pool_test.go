package sqlstore

import (
	"os"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"entregent/internal/network"
	"entregent/internal/store"
)

// tire makes every connection of a pool one that nobody has used for long, and
// lets the pool look after them.
func tire(p *pool) {
	p.mu.Lock()
	for _, c := range p.idle {
		c.since = c.since.Add(-time.Hour)
	}
	p.mu.Unlock()
	p.rest()
}

// Connections that nobody uses are closed, and opened again when somebody does;
// of the files beside the book none is made anew for everybody to read.
func TestIdleConnectionsAreClosed(t *testing.T) {
	file := filepath.Join(t.TempDir(), "book.db")
	s, err := OpenSQLite(t.Context(), file, Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	if err := s.NewKeeper(t.Context(), network.Keeper{ID: benchKeeper}); err != nil {
		t.Fatal(err)
	}
	for round := range 3 {
		var all sync.WaitGroup
		for range 8 {
			all.Go(func() {
				err := s.View(t.Context(), benchKeeper, func(tx store.Tx) error { _, err := tx.Keeper(); return err })
				if err != nil {
					t.Error(err)
				}
			})
		}
		all.Wait()
		if err := s.Update(t.Context(), benchKeeper, func(tx store.Tx) error { return tx.PutSecret("x", []byte{byte(round)}) }); err != nil {
			t.Fatal(err)
		}
		wrote := s.writers.idle[0].conn
		tire(s.readers)
		tire(s.writers)
		if n := len(s.readers.idle); n > 0 {
			t.Errorf("round %d: %d idle connections that read are open", round, n)
		}
		if len(s.writers.idle) != 1 || s.writers.idle[0].conn == wrote || s.writers.idle[0].conn == nil {
			t.Errorf("round %d: the connection that writes was not replaced", round)
		}
		fresh := s.writers.idle[0].conn
		if tire(s.writers); s.writers.idle[0].conn != fresh {
			t.Errorf("round %d: one that was not used was replaced", round)
		}
		for _, end := range []string{"", "-wal", "-shm"} {
			if st, err := os.Stat(file + end); err != nil || st.Mode().Perm() != 0o600 {
				t.Errorf("round %d: %s: %v, %v", round, end, st, err)
			}
		}
	}
}

// The connection used last is the next to be used: the others fall idle.
func TestOneAfterTheOtherTakesOneConnection(t *testing.T) {
	s := openSQLite(t)
	for range 10 {
		if err := s.View(t.Context(), benchKeeper, func(store.Tx) error { return nil }); err != nil {
			t.Fatal(err)
		}
	}
	if n := len(s.readers.idle); n != 1 {
		t.Errorf("%d connections for one reader", n)
	}
}
