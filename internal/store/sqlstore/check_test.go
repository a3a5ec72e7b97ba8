package sqlstore

import (
	"context"
	"strings"
	"testing"

	"entregent/internal/store"
)

// Each check notices what it is there for.
func TestCheckNotices(t *testing.T) {
	for name, sabotage := range map[string]string{
		"words sorted": `UPDATE word SET sort_key = 'zzz'`,
		"words listed": `UPDATE word SET listed = 1 - listed`,
		"presence":     `UPDATE presence SET channel = 'call'`,
		"days":         `UPDATE presence SET day = day + 1`,
		"person":       `DELETE FROM person`,
		"words":        `DELETE FROM word`,
		"origin":       `DELETE FROM origin`,
		"keeper":       `UPDATE presence SET keeper = encounter`,
		"version":      `INSERT INTO migration (number, name) VALUES (99, 'later')`,
		"keys":         `DELETE FROM card`,
		"questions":    `INSERT INTO open_question SELECT keeper, id, id, id, NULL, 5, 3, NULL, '', '', 0, NULL, '', '', '' FROM card`,
		"goals":        `INSERT INTO aim SELECT keeper, id, 1, 'person', '', NULL, id FROM card`,
		"give":         `INSERT INTO wish SELECT keeper, id, 'need', id, id, '', '', '', '', '', '', 0, NULL, 'typed', '', NULL, NULL FROM card`,
		"give leads":   `INSERT INTO wish SELECT keeper, id, 'ask', NULL, NULL, '', '', '', '', '', '', 0, NULL, 'typed', '', id, id FROM card`,
		"give steps":   `INSERT INTO step SELECT keeper, id, 'asked', '', 0, NULL, NULL FROM card`,
	} {
		t.Run(name, func(t *testing.T) {
			s := openSQLite(t)
			fill(t, s, 20)
			happenTo(t, s, 20, 0, 20)
			before := failing(t, s)
			for _, q := range []string{`PRAGMA foreign_keys = OFF`, sabotage} {
				c, err := s.writers.get(t.Context())
				if err != nil {
					t.Fatal(err)
				}
				_, err = c.conn.ExecContext(t.Context(), q)
				s.writers.put(c)
				if err != nil {
					t.Fatal(err)
				}
			}
			after := failing(t, s)
			name, _, _ := strings.Cut(name, " ")
			if strings.Contains(before, name+" ") && name != "origin" || !strings.Contains(after, name+" ") {
				t.Errorf("before: %s; after: %s", before, after)
			}
		})
	}
}

// failing returns the names of the checks that are not content, a space after
// each.
func failing(t *testing.T, s *Store) (out string) {
	t.Helper()
	cs, err := s.Check(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range cs {
		if !c.OK {
			out += c.Name + " "
		}
	}
	return out
}

// A check changes nothing, and goes on while others write.
func TestCheckChangesNothing(t *testing.T) {
	s := openSQLite(t)
	fill(t, s, 50)
	before := exported(t, s)
	ctx, stop := context.WithCancel(t.Context())
	done := make(chan error)
	go func() {
		var err error
		for err == nil && ctx.Err() == nil {
			err = s.Update(t.Context(), benchKeeper, func(tx store.Tx) error { return tx.PutSecret("x", []byte("y")) })
		}
		done <- err
	}()
	for range 5 {
		if got := failing(t, s); strings.Contains(got, "integrity") || strings.Contains(got, "keys") {
			t.Errorf("while others write: %s", got)
		}
	}
	stop()
	if err := <-done; err != nil {
		t.Error(err)
	}
	if exported(t, s) != before {
		t.Error("a check changed something")
	}
}
