package sqlstore

import (
	"io/fs"
	"path/filepath"
	"testing"
	"testing/fstest"

	"entregent/internal/network"
	"entregent/internal/store"
	"entregent/internal/store/pgtest"
)

// first returns our first migrations: those of a program of long ago.
func first(t *testing.T, n int) fs.FS {
	t.Helper()
	files := fstest.MapFS{}
	for _, engine := range []string{"sqlite", "postgres"} {
		ms, err := migrations(schema, engine)
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range ms[:n] {
			files["schema/"+engine+"/"+m.name+".sql"] = &fstest.MapFile{Data: []byte(m.text)}
		}
	}
	return files
}

// A book written by each released program is brought up to date with what is in
// it.
func TestOlderBooksAreBroughtUp(t *testing.T) {
	file, url := filepath.Join(t.TempDir(), "book.db"), pgtest.Schema(t)
	for name, open := range map[string]func(Options) (*Store, error){
		"sqlite":   opener(file),
		"postgres": func(o Options) (*Store, error) { return OpenPostgres(t.Context(), url, o) },
	} {
		t.Run(name, func(t *testing.T) {
			old, err := open(Options{schema: first(t, 1)})
			if err != nil {
				t.Fatal(err)
			}
			who := network.CardID{7}
			if err := old.NewKeeper(t.Context(), network.Keeper{ID: benchKeeper}); err != nil {
				t.Fatal(err)
			}
			const insertOldFavour = `
				INSERT INTO favour (keeper, id, card, person, kind, given, on_at, what, outcome, state, source)
				VALUES (?1, ?2, ?2, ?2, 'advice', 1, 5, 'Conseil', '', '', 'typed')`
			err = old.Update(t.Context(), benchKeeper, func(tx store.Tx) error {
				if err := tx.AddCards([]network.Card{{ID: who, Name: "Anne", Person: network.PersonID(who)}}); err != nil {
					return err
				}
				x := tx.(interface {
					exec(string, ...any) (int64, error)
				})
				_, err := x.exec(insertOldFavour, benchKeeper[:], who[:])
				return err
			})
			if err != nil {
				t.Fatal(err)
			}
			old.Close()
			s, err := open(Options{})
			if err != nil {
				t.Fatal(err)
			}
			defer s.Close()
			err = s.Update(t.Context(), benchKeeper, func(tx store.Tx) error {
				fs, err := tx.Favours(network.PersonID{})
				if len(fs) != 1 || fs[0].What != "Conseil" || !fs[0].Due.IsZero() || !fs[0].Whom.IsZero() {
					t.Errorf("favours: %+v", fs)
				}
				if err == nil {
					err = tx.AddWishes([]network.Wish{{ID: network.WishID{1}, Kind: network.Need, Card: who, Person: network.PersonID(who)}})
				}
				return err
			})
			if err != nil {
				t.Error(err)
			}
		})
	}
}
