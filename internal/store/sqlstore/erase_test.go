package sqlstore

import (
	"bytes"
	"context"
	"encoding/base64"
	"encoding/binary"
	"encoding/json"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"
	"unicode/utf16"

	"entregent/internal/network"
	"entregent/internal/store"
)

// A new table or column says in fates.go what becomes of it when somebody is
// erased. This is what fails when it does not.
func TestEveryColumnHasAFate(t *testing.T) {
	for name, open := range engines {
		t.Run(name, func(t *testing.T) {
			live := columnsOf(t, open(t))
			for table, columns := range live {
				if table == "migration" {
					continue
				}
				var forgotten []string
				for _, c := range columns {
					d, ok := dooms[table][c]
					switch {
					case c == "keeper" && table != "keeper":
					case !ok:
						forgotten = append(forgotten, c)
					case d.fate == stays && d.why == "":
						t.Errorf("%s.%s stays, and nobody says why", table, c)
					}
				}
				if len(forgotten) > 0 {
					t.Errorf("%s: ERASING SOMEBODY WOULD LEAVE %v AS THEY ARE. Say of each in fates.go whether its row goes with a person, a card or a record, whether it names people, or why it says nothing of anybody.", table, forgotten)
				}
				if texts := slices.ContainsFunc(columns, func(c string) bool { return dooms[table][c].fate >= within }); texts && keyOf(table) == "" {
					t.Errorf("%s has texts to be read: fates.go must say by which key a row is found", table)
				}
			}
			for table, columns := range dooms {
				for c := range columns {
					if !slices.Contains(live[table], c) {
						t.Errorf("fates.go speaks of %s.%s, which does not exist", table, c)
					}
				}
			}
		})
	}
}

// when is the moment of everything here.
var when = time.Date(2026, 3, 5, 12, 0, 0, 0, time.UTC)

// The canary: a name nobody bears, of two words, so that it is found whole and
// in the words of the search.
const (
	canaryFirst = "Zyxwacanary"
	canaryLast  = "Qvuterased"
	canary      = canaryFirst + " " + canaryLast
)

// blotCanary is what the erasing of the canary blots.
func blotCanary(text string, _, _ bool) string { return strings.ReplaceAll(text, canary, "…") }

// traces are the canary as bytes: as it is, folded, in both orders of UTF-16, and
// in base64 at each of three places.
func traces() [][]byte {
	var out [][]byte
	for _, word := range []string{canaryFirst, canaryLast, strings.ToLower(canaryFirst), strings.ToLower(canaryLast), strings.ToUpper(canaryFirst)} {
		out = append(out, []byte(word))
		for _, order := range []binary.AppendByteOrder{binary.LittleEndian, binary.BigEndian} {
			var wide []byte
			for _, u := range utf16.Encode([]rune(word)) {
				wide = order.AppendUint16(wide, u)
			}
			out = append(out, wide)
		}
		for shift := range 3 {
			b := base64.RawStdEncoding.EncodeToString([]byte(strings.Repeat("x", shift) + word))
			out = append(out, []byte(b[2+2*min(shift, 1):len(b)-3])) // what does not hang on its neighbours
		}
	}
	return out
}

// hits counts the traces in the files of a folder, by file.
func hits(t testing.TB, dir string, skip func(path string) bool) map[string]int {
	t.Helper()
	out := map[string]int{}
	err := filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil || !d.Type().IsRegular() || skip != nil && skip(path) {
			return nil // PostgreSQL takes files away meanwhile
		}
		b, err := os.ReadFile(path)
		if err != nil {
			return nil
		}
		for _, trace := range traces() {
			if n := bytes.Count(b, trace); n > 0 {
				out[path] += n
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return out
}

var (
	erasedPerson, merged = network.PersonID{1, 1}, network.PersonID{1, 2}
	erasedCard           = network.CardID{2, 1}
	neighbour            = network.PersonID{3, 1}
	neighbourCard        = network.CardID{4, 1}
	third                = network.PersonID{3, 3}
	thirdCard            = network.CardID{4, 3}
	alone                = network.EncounterID{5, 1} // with them alone
	together             = network.EncounterID{5, 2} // with the others too
	without              = network.EncounterID{5, 3} // with the others alone
)

// canaries fills every column of every table that names people or points at
// them: once of the erased, once of somebody else who is told of them. Tables it
// does not know by name it fills by what fates.go says of their columns.
func canaries(t testing.TB, s *Store) {
	t.Helper()
	if err := s.NewKeeper(t.Context(), network.Keeper{ID: benchKeeper, Seed: []byte("seed")}); err != nil {
		t.Fatal(err)
	}
	err := s.Update(t.Context(), benchKeeper, func(tx store.Tx) error {
		for _, p := range []struct {
			id   network.PersonID
			card network.CardID
			name string
		}{{erasedPerson, erasedCard, canary}, {neighbour, neighbourCard, "Ada Lovelace"}, {third, thirdCard, "Emmy Noether"}} {
			q := network.Person{ID: p.id, Standing: network.Contact, Name: p.name, SortKey: network.Fold(p.name), StageWord: canary, Organisation: canary, Title: canary, Town: canary}
			words := strings.Fields(network.Fold(p.name))
			if err := tx.PutPerson(&q, words); err != nil {
				return err
			}
			c := network.Card{ID: p.card, Source: "book", Name: p.name, Person: p.id, Born: erasedPerson, Handles: []network.Handle{{Kind: network.Email, Value: strings.ToLower(strings.Join(words, ".")) + "@example.org"}}}
			if err := tx.AddCards([]network.Card{c}); err != nil {
				return err
			}
		}
		m := network.Person{ID: merged, Merged: erasedPerson, Standing: network.Contact, Name: canary}
		if err := tx.PutPerson(&m, nil); err != nil {
			return err
		}
		for id, with := range map[network.EncounterID][]network.Presence{
			alone:    {{Card: erasedCard, Person: erasedPerson}},
			together: {{Card: erasedCard, Person: erasedPerson}, {Card: neighbourCard, Person: neighbour}},
			without:  {{Card: neighbourCard, Person: neighbour}, {Card: thirdCard, Person: third}},
		} {
			e := network.Encounter{ID: id, Source: "x", Channel: network.InPerson, At: when, Subject: canary, Excerpt: canary, Place: canary, Mine: network.Organizer, With: with}
			if err := tx.AddEncounters([]network.Encounter{e}); err != nil {
				return err
			}
		}
		f := store.File{ID: network.FileID{7, 1}, Batch: network.BatchID{8, 1}, Name: canary + ".txt"}
		if err := tx.PutBatch(store.Batch{ID: f.Batch, Label: canary, Report: jsonOf(canary)}); err != nil {
			return err
		}
		return tx.AddFiles([]store.File{f})
	})
	if err != nil {
		t.Fatal(err)
	}
	fillByFate(t, s)
}

func jsonOf(s string) []byte {
	b, _ := json.Marshal(map[string]any{"text": s, "list": []string{s}})
	return b
}

// known by canaries itself.
var filledByHand = []string{"keeper", "person", "card", "handle", "encounter", "presence", "word", "migration", "batch", "file", "tombstone", "stir"}

// fillByFate puts two rows into each other table: one of the erased, one of
// somebody else.
func fillByFate(t testing.TB, s *Store) {
	t.Helper()
	types := typesOf(t, s)
	order := sortedDooms()
	slices.Reverse(order) // what others refer to first
	for _, table := range order {
		columns := dooms[table]
		if slices.Contains(filledByHand, table) {
			continue
		}
		for n, of := range []struct {
			person network.PersonID
			card   network.CardID
			record [16]byte
		}{{erasedPerson, erasedCard, alone}, {neighbour, neighbourCard, without}} {
			names, marks, args := []string{"keeper"}, []string{"?1"}, []any{benchKeeper[:]}
			for c, d := range columns {
				var v any
				switch typ := types[table+"."+c]; d.fate {
				case ofPerson:
					v = of.person[:]
				case ofCard:
					v = of.card[:]
				case ofRecord:
					v = of.record[:]
				case loosened: // a row of somebody else that points at them
					v = map[string][]byte{"edition": alone[:]}[table]
					if v.([]byte) == nil {
						v = erasedCard[:]
					}
				case blotted:
					v = canary
				case inked, thinned, within, beside:
					v = string(jsonOf(canary))
					if (n == 0 || d.fate == thinned) && d.fate != inked {
						v = fmt.Sprintf(`{"text":%q,"list":[{"id":%q},{"id":%q}],%q:1}`, canary, alone, without, erasedPerson)
					} else if d.fate == within || d.fate == beside {
						v = fmt.Sprintf(`{"list":[{"id":%q}]}`, without)
					}
				default:
					v = plain(table, c, typ, n)
				}
				if s, ok := v.(string); ok && strings.Contains(types[table+"."+c], "B") && types[table+"."+c] != "TEXT" { // BLOB, bytea
					v = []byte(s)
				}
				names, args = append(names, c), append(args, v)
				marks = append(marks, fmt.Sprintf("?%d", len(args)))
			}
			q := "INSERT INTO " + table + " (" + strings.Join(names, ", ") + ") VALUES (" + strings.Join(marks, ", ") + ") ON CONFLICT DO NOTHING"
			err := s.Update(t.Context(), benchKeeper, func(tx store.Tx) error {
				x := tx.(txOf)
				_, err := x.exec(q, args...)
				return err
			})
			if err != nil {
				t.Fatalf("%s: %v\nIf the new table %s refers to others, make its row here by hand.", q, err, table)
			}
		}
	}
}

// txOf is what a transaction of this package can do besides.
type txOf interface {
	exec(query string, args ...any) (int64, error)
}

// plain is a value of a column that says nothing of anybody.
func plain(table, column, typ string, n int) any {
	switch {
	case column == "file" || table == "file" && column == "id":
		return raw(network.FileID{7, 1})
	case column == "batch":
		return raw(network.BatchID{8, 1})
	case dooms[column]["id"].fate == stays && dooms[column]["id"].why != "": // of a row that was filled in before
		return plain(column, "id", typ, n)
	case strings.HasPrefix(typ, "BLOB") || strings.HasPrefix(typ, "BYTEA"):
		id := [16]byte{9, byte(n), table[0], table[1], column[0], column[1]}
		return id[:]
	case strings.HasPrefix(typ, "TEXT"):
		return fmt.Sprint("x", n)
	}
	return int64(n + 1)
}

// typesOf returns the type of each column, in capitals.
func typesOf(t testing.TB, s *Store) map[string]string {
	const (
		sqliteTypes   = `SELECT m.name || '.' || c.name, c.type FROM sqlite_schema m, pragma_table_info(m.name) c WHERE m.type = 'table' AND m.name NOT LIKE 'sqlite_%'`
		postgresTypes = `SELECT table_name || '.' || column_name, data_type FROM information_schema.columns WHERE table_schema = current_schema()`
	)
	q := sqliteTypes
	if s.file == "" {
		q = postgresTypes
	}
	rows, err := s.readers.db.QueryContext(t.Context(), q)
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	out := map[string]string{}
	for rows.Next() {
		var name, typ string
		if err := rows.Scan(&name, &typ); err != nil {
			t.Fatal(err)
		}
		out[name] = strings.ToUpper(typ)
	}
	return out
}

// found says in which columns a value stands, as text or as bytes.
func found(t testing.TB, s *Store, value []byte) map[string]int {
	t.Helper()
	out := map[string]int{}
	for table, columns := range dooms {
		for c := range columns {
			rows, err := s.readers.db.QueryContext(t.Context(), "SELECT "+c+" FROM "+table)
			if err != nil {
				t.Fatal(err)
			}
			for rows.Next() {
				var v any
				if err := rows.Scan(&v); err != nil {
					t.Fatal(err)
				}
				if b, ok := textOf(v); ok && strings.Contains(strings.ToLower(b), strings.ToLower(string(value))) {
					out[table+"."+c]++
				}
			}
			rows.Close()
		}
	}
	return out
}

func eraseCanary(t testing.TB, s *Store) store.Erased {
	t.Helper()
	var out store.Erased
	err := s.Update(t.Context(), benchKeeper, func(tx store.Tx) (err error) {
		if out, err = tx.Erase(store.Erasure{Person: erasedPerson, Blot: blotCanary}); err != nil {
			return err
		}
		for _, p := range out.Touched { // as package app does
			q, err := tx.Person(p)
			if err != nil {
				return err
			}
			if err := tx.PutPerson(&q, strings.Fields(network.Fold(q.Name+" "+q.Organisation))); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// Whoever is erased is nowhere any more: in no column of any table, whichever
// they are, and no file of the database as bytes (B7).
func TestErasureLeavesNothing(t *testing.T) {
	for name, open := range engines {
		t.Run(name, func(t *testing.T) {
			s := open(t)
			canaries(t, s)
			there := found(t, s, []byte(canary))
			for table, columns := range dooms {
				for c, d := range columns {
					if d.fate >= blotted && there[table+"."+c] == 0 {
						t.Errorf("%s.%s: the canary was not put there, so nothing is proven of it", table, c)
					}
				}
			}
			got := eraseCanary(t, s)
			for _, value := range [][]byte{[]byte(canaryFirst), []byte(canaryLast), erasedCard[:], alone[:], []byte(erasedCard.String()), []byte(alone.String()), []byte(erasedPerson.String())} {
				for where, n := range found(t, s, value) {
					t.Errorf("%q is still in %s, %d times", value, where, n)
				}
			}
			for where := range found(t, s, erasedPerson[:]) {
				if where != "tombstone.person" && where != "stir.person" {
					t.Errorf("the id of whoever was erased is still in %s", where)
				}
			}
			if got.Parted != 1 || got.Gone["encounter"] != 1 || !slices.Contains(got.Touched, neighbour) || slices.Contains(got.Touched, erasedPerson) {
				t.Errorf("told: %+v", got)
			}
			for _, table := range []string{"fact", "favour", "wish", "pair", "tie", "forecast", "kept", "origin", "own", "edition", "day_list"} {
				if n := count(t, s, table); n == 0 {
					t.Errorf("%s: what is somebody else's went too", table)
				}
			}
			if err := s.Scour(t.Context()); err != nil {
				t.Fatal(err)
			}
			dir, skip := filesOf(t, s)
			for file, n := range hits(t, dir, skip) {
				t.Errorf("%s: %d traces", file, n)
			}
		})
	}
}

func count(t testing.TB, s *Store, table string) (n int) {
	t.Helper()
	if err := s.readers.db.QueryRowContext(t.Context(), "SELECT COUNT(*) FROM "+table).Scan(&n); err != nil {
		t.Fatal(err)
	}
	return n
}

// filesOf returns the folder in which the database is, once all of it has
// reached its files, and what of it the promise leaves out: the log that
// PostgreSQL keeps for as long as it is told to.
func filesOf(t testing.TB, s *Store) (string, func(string) bool) {
	t.Helper()
	if s.file != "" {
		return filepath.Dir(s.file), nil
	}
	var dir string
	db := s.readers.db
	if _, err := db.ExecContext(t.Context(), "CHECKPOINT"); err != nil {
		t.Fatal(err)
	}
	if err := db.QueryRowContext(t.Context(), "SHOW data_directory").Scan(&dir); err != nil {
		t.Fatal(err)
	}
	if _, err := os.ReadDir(filepath.Join(dir, "base")); err != nil {
		t.Skipf("the files of this PostgreSQL cannot be read: %v", err)
	}
	return filepath.Join(dir, "base"), nil
}

// The search finds what is there: without the last step, or with one column
// forgotten, it must.
func TestErasureTestsWouldNotice(t *testing.T) {
	for name, open := range engines {
		t.Run(name+", deleted and no more", func(t *testing.T) {
			s := open(t)
			canaries(t, s)
			eraseCanary(t, s)
			dir, skip := filesOf(t, s)
			if len(hits(t, dir, skip)) == 0 {
				t.Error("nothing is found in files that were not written anew: the search does not see it, or Scour is not needed")
			}
		})
		t.Run(name+", a column forgotten", func(t *testing.T) {
			was := dooms["wish"]["place"]
			dooms["wish"]["place"] = say("forgotten")
			defer func() { dooms["wish"]["place"] = was }()
			s := open(t)
			canaries(t, s)
			// the canary stands there although the fate does not say so
			err := s.Update(t.Context(), benchKeeper, func(tx store.Tx) error {
				return tx.PutWish(network.Wish{ID: network.WishID{6}, Kind: network.Need, Card: neighbourCard, Person: neighbour, Place: canary, At: when})
			})
			if err != nil {
				t.Fatal(err)
			}
			eraseCanary(t, s)
			if err := s.Scour(context.Background()); err != nil {
				t.Fatal(err)
			}
			if dir, skip := filesOf(t, s); len(hits(t, dir, skip)) == 0 || len(found(t, s, []byte(canary))) == 0 {
				t.Error("a column that was forgotten is not noticed")
			}
		})
	}
}

// What is taken out of a day's list is what holds an id, and nothing beside it.
func TestThin(t *testing.T) {
	dead := map[[16]byte]bool{alone: true}
	a, b := alone.String(), without.String()
	for in, want := range map[string]string{
		`{"b":1,"a":[{"id":"` + a + `"},{"id":"` + b + `"}],"c":{"` + a + `":"5","` + b + `":"15"}}`: `{"b":1,"a":[{"id":"` + b + `"}],"c":{"` + b + `":"15"}}`,
		`{"gestures":null,"village":{}}`:       `{"gestures":null,"village":{}}`,
		`{"x":"` + a + `","y":"kept"}`:         `{"y":"kept"}`,
		`[["` + a + `"],["x-` + a + `-y"],[]]`: `[[]]`,
	} {
		if got := string(thin(json.RawMessage(in), dead)); got != want {
			t.Errorf("%s\ngave %s\nwant %s", in, got, want)
		}
	}
}
