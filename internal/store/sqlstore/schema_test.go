package sqlstore

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"entregent/internal/network"
	"entregent/internal/store"
)

// Every statement of the package must prepare on both databases, so that a
// query that no test runs is still checked against both schemas.
func TestStatementsPrepare(t *testing.T) {
	stmts := statements(t)
	for name, open := range engines {
		t.Run(name, func(t *testing.T) {
			s := open(t)
			for id, q := range stmts {
				if strings.Contains(q, "FOR UPDATE") && name == "sqlite" || oneEngine(id, q) != "" && oneEngine(id, q) != name {
					continue
				}
				st, err := s.readers.db.PrepareContext(t.Context(), s.dialect.rewrite(ofIDs(q)))
				if err != nil {
					t.Errorf("%s: %v\n%s", id, err, q)
					continue
				}
				st.Close()
			}
		})
	}
}

// oneEngine returns the engine whose own words a statement uses, "" for both.
func oneEngine(_, q string) string {
	switch {
	case regexp.MustCompile(`sqlite_|pragma_`).MatchString(q):
		return "sqlite"
	case regexp.MustCompile(`pg_|current_schema|\$1`).MatchString(q):
		return "postgres"
	}
	return ""
}

// statements returns the string constants of this package that hold SQL, and
// what it puts together from others.
func statements(t *testing.T) map[string]string {
	out := map[string]string{}
	files, _ := filepath.Glob("*.go")
	consts := map[string]string{}
	for range 2 { // constants made of constants
		for _, f := range files {
			if strings.HasSuffix(f, "_test.go") {
				continue
			}
			file, err := parser.ParseFile(token.NewFileSet(), f, nil, 0)
			if err != nil {
				t.Fatal(err)
			}
			ast.Inspect(file, func(n ast.Node) bool {
				v, ok := n.(*ast.ValueSpec)
				if !ok {
					return true
				}
				for i, e := range v.Values {
					if q, ok := constant(e, consts); ok {
						consts[v.Names[i].Name] = q
						switch w, _, _ := strings.Cut(strings.TrimSpace(q), " "); strings.TrimSpace(w) {
						case "SELECT", "INSERT", "UPDATE", "DELETE", "WITH":
							out[f+" "+v.Names[i].Name] = q
						}
					}
				}
				return true
			})
		}
	}
	if len(out) < 90 {
		t.Fatalf("found only %d statements", len(out))
	}
	for _, b := range []bulk{insertCards, insertHandles, insertFacts, insertWords, insertEncounters, insertPresences, insertFavours, insertOwns, insertOrigins, insertKept, insertWishes, insertPairs, insertAims} {
		for _, n := range bulkRows {
			out[fmt.Sprint(b.table, n)] = b.text(n)
		}
	}
	for i := range tables {
		out["export "+tables[i].name] = tables[i].selectAll()
		out["restore "+tables[i].name] = tables[i].insert().text(64)
	}
	day := network.Day(1)
	for i := range 32 {
		q := store.PeopleQuery{Words: []string{"a", "b", "c"}[:i%4]}
		if i&4 != 0 {
			q.Circle, q.NeverMet = "5", true
		}
		if i&8 != 0 {
			q.LastUpTo, q.Town = &day, "lyon"
		}
		l := newListing(nil, q)
		l.narrow(q, 0, i&16 != 0 && len(q.Words) > 0)
		out[fmt.Sprint("list ", i)] = l.text()
		if byWordsAlone(q) || i == 17 {
			q.Words = []string{"a", "b", "c"}
			q.AfterKey = []string{"", "m"}[i%2]
			out[fmt.Sprint("list by word ", i)] = foundByWord(nil, q, i%3, 80).text()
			out[fmt.Sprint("list by name ", i)] = foundByName(nil, q).text()
		}
	}
	return out
}

// constant returns the text of a string literal, or of several put together.
func constant(e ast.Expr, known map[string]string) (string, bool) {
	switch e := e.(type) {
	case *ast.BasicLit:
		if e.Kind == token.STRING {
			s, err := strconv.Unquote(e.Value)
			return s, err == nil
		}
	case *ast.Ident:
		s, ok := known[e.Name]
		return s, ok
	case *ast.BinaryExpr:
		a, ok1 := constant(e.X, known)
		b, ok2 := constant(e.Y, known)
		return a + b, ok1 && ok2
	}
	return "", false
}

// Both engines must have the same migrations: same numbers, same names.
func TestMigrationsMatch(t *testing.T) {
	list := func(engine string) (out []string) {
		ms, err := migrations(schema, engine)
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range ms {
			out = append(out, m.name)
		}
		return out
	}
	if a, b := list("sqlite"), list("postgres"); !slices.Equal(a, b) {
		t.Errorf("migrations differ:\nsqlite:   %v\npostgres: %v", a, b)
	}
}

// columnsOf returns the columns of every table as the database has them.
func columnsOf(t *testing.T, s *Store) map[string][]string {
	const (
		sqliteColumns   = `SELECT m.name, c.name FROM sqlite_schema m, pragma_table_info(m.name) c WHERE m.type = 'table' AND m.name NOT LIKE 'sqlite_%'`
		postgresColumns = `SELECT table_name, column_name FROM information_schema.columns WHERE table_schema = current_schema()`
	)
	q := sqliteColumns
	if s.file == "" {
		q = postgresColumns
	}
	rows, err := s.readers.db.QueryContext(t.Context(), q)
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	out := map[string][]string{}
	for rows.Next() {
		var table, column string
		if err := rows.Scan(&table, &column); err != nil {
			t.Fatal(err)
		}
		out[table] = append(out[table], column)
	}
	return out
}

// Every column of the live schema is in the export, or derived for a reason
// that is written down (B8).
func TestEveryColumnIsExportedOrDerived(t *testing.T) {
	for name, open := range engines {
		t.Run(name, func(t *testing.T) {
			live := columnsOf(t, open(t))
			for i := range tables {
				tb := &tables[i]
				got := live[tb.name]
				delete(live, tb.name)
				want := []string{"keeper"}
				for _, c := range tb.columns {
					want = append(want, c.name)
				}
				slices.Sort(got)
				slices.Sort(want)
				if !slices.Equal(got, want) {
					t.Errorf("%s: the schema has %v, the export knows %v", tb.name, got, want)
				}
			}
			for tb, cs := range live {
				if tb == "keeper" {
					if slices.Sort(cs); !slices.Equal(cs, []string{"change", "id", "seed", "settings"}) {
						t.Errorf("keeper: %v", cs)
					}
				} else if derivedTables[tb] == "" {
					t.Errorf("table %s is neither exported nor derived", tb)
				}
			}
		})
	}
}

// Every key begins with the keeper, so that the schema can be spread over
// several servers.
func TestKeysBeginWithKeeper(t *testing.T) {
	for _, engine := range []string{"sqlite", "postgres"} {
		ms, err := migrations(schema, engine)
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range ms {
			for _, key := range regexp.MustCompile(`(?m)^\s*(?:PRIMARY KEY|UNIQUE|FOREIGN KEY) \((\w+)|CREATE (?:UNIQUE )?INDEX \w+ ON \w+ \((\w+)`).FindAllStringSubmatch(m.text, -1) {
				if key[1]+key[2] != "keeper" {
					t.Errorf("%s %s: %s", engine, m.name, key[0])
				}
			}
		}
	}
}

// ofFew are what a statement may scan: the ids or words asked for, and those
// found by name, which are cut at the length of a list.
var ofFew = []string{"want", "w", "f", "n", "v", "CONSTANT"}

// No statement reads all rows of a keeper where a key would find the few it
// wants: those that ask for ids, and those that have a second column to go by.
func TestPlansUseKeys(t *testing.T) {
	s := openSQLite(t)
	for id, q := range statements(t) {
		if strings.Contains(q, "FOR UPDATE") || oneEngine(id, q) == "postgres" || !strings.Contains(q, "(IDS)") && !strings.HasPrefix(id, "list") && !strings.HasPrefix(id, "drop.go") {
			continue
		}
		rows, err := s.readers.db.QueryContext(t.Context(), "EXPLAIN QUERY PLAN "+ofIDs(q))
		if err != nil {
			t.Errorf("%s: %v", id, err)
			continue
		}
		for rows.Next() {
			var a, b, c int
			var plan string
			if err := rows.Scan(&a, &b, &c, &plan); err != nil {
				t.Fatal(err)
			}
			if id == "drop.go selectMyCards" { // reads everything, and says so
				continue
			}
			if strings.HasSuffix(plan, "(keeper=?)") || strings.HasPrefix(plan, "SCAN") && !slices.Contains(ofFew, strings.Fields(plan)[1]) {
				t.Errorf("%s: %s", id, plan)
			}
		}
		rows.Close()
	}
}
