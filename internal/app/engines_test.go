package app_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"entregent/internal/store/pgtest"
	"entregent/internal/store/sqlstore"
)

// The same archives give the same book on PostgreSQL, and a book moves from one
// engine to the other and back without losing a byte (B6).
func TestBothEnginesKeepTheSameBook(t *testing.T) {
	lite := newHouse(t, noon)
	url := pgtest.Schema(t)
	st, err := sqlstore.OpenPostgres(t.Context(), url, sqlstore.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { st.Close() })
	pg := newHouseOn(t, noon, st)
	for _, p := range sources(t) {
		lite.reads(withMe(p))
		pg.reads(withMe(p))
	}
	if diff := cmp.Diff(lite.normal(), pg.normal()); diff != "" {
		t.Errorf("another book on PostgreSQL (-sqlite +postgres):\n%s", diff)
	}
	pg.whole()
	file := filepath.Join(t.TempDir(), "export.jsonl")
	want := pg.export()
	if err := os.WriteFile(file, []byte(want), 0o600); err != nil {
		t.Fatal(err)
	}
	back := newHouse(t, noon)
	back.imports(file)
	if diff := cmp.Diff(strings.Split(want, "\n"), strings.Split(back.export(), "\n")); diff != "" {
		t.Errorf("moved to SQLite (-postgres +sqlite):\n%s", diff)
	}
}

// Forecasts are put down, judged and learnt from on PostgreSQL as on SQLite, and
// what they taught moves with the book.
func TestBothEnginesLearnTheSame(t *testing.T) {
	st, err := sqlstore.OpenPostgres(t.Context(), pgtest.Schema(t), sqlstore.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { st.Close() })
	lite, pg := newHouse(t, "2026-01-01T08:00:00Z"), newHouseOn(t, "2026-01-01T08:00:00Z", st)
	lite.lives(0, 140, nil)
	pg.lives(0, 140, nil)
	if diff := cmp.Diff(lite.reliability(), pg.reliability()); diff != "" || lite.reliability().Horizons[0].Closed == 0 {
		t.Errorf("on PostgreSQL (-sqlite +postgres):\n%s", diff)
	}
	pg.sound("on PostgreSQL")
	back := newHouse(t, pg.now.Format(time.RFC3339))
	back.imports(pg.file("carnet.jsonl", pg.export()))
	if back.p90("Anne Roux") != pg.p90("Anne Roux") {
		t.Error("moved to SQLite, what was learnt is lost")
	}
}
