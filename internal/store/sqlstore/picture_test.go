package sqlstore

import (
	"bytes"
	"fmt"
	"maps"
	"os"
	"slices"
	"strings"
	"testing"
)

const schemaDoc = "../../../docs/schema.md"

// docs/schema.md is a picture of the live schema, made from it.
func TestTheSchemaIsDrawn(t *testing.T) {
	want := picture(liveSchema(t, engines["sqlite"](t)))
	if os.Getenv("UPDATE") != "" {
		if err := os.WriteFile(schemaDoc, want, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	got, err := os.ReadFile(schemaDoc)
	if err != nil || !bytes.Equal(got, want) {
		t.Errorf("%s is not the schema; run: UPDATE=1 go test -run Drawn ./internal/store/sqlstore (%v)", schemaDoc, err)
	}
}

// A drawn table is one of the live schema.
type drawnTable struct{ columns []drawnColumn }

type drawnColumn struct {
	name, kind string
	key        int // place in the primary key, 0 for none
	null       bool
}

func liveSchema(t *testing.T, s *Store) map[string]*drawnTable {
	rows, err := s.readers.db.QueryContext(t.Context(), `
		SELECT m.name, c.name, c.type, c.pk, c."notnull"
		FROM sqlite_schema m, pragma_table_info(m.name) c
		WHERE m.type = 'table' AND m.name NOT LIKE 'sqlite_%'
		ORDER BY m.name, c.cid`)
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	out := map[string]*drawnTable{}
	for rows.Next() {
		var table string
		var c drawnColumn
		var notNull bool
		if err := rows.Scan(&table, &c.name, &c.kind, &c.key, &notNull); err != nil {
			t.Fatal(err)
		}
		c.null = !notNull && c.key == 0
		if out[table] == nil {
			out[table] = &drawnTable{}
		}
		out[table].columns = append(out[table].columns, c)
	}
	if err := rows.Err(); err != nil {
		t.Fatal(err)
	}
	return out
}

// target is the table that a column points at, "" for none. Columns are named
// after what they point at, but for a few.
func target(live map[string]*drawnTable, table, column string) string {
	switch column {
	case "merged", "born":
		return "person"
	case "my_card", "a", "b":
		return "card"
	case "person_a", "person_b":
		return "person"
	case "whom":
		if table == "favour" {
			return "card"
		}
	}
	if live[column] != nil && column != table && table != "done" {
		return column
	}
	return ""
}

func picture(live map[string]*drawnTable) []byte {
	var b bytes.Buffer
	b.WriteString(pictureHead)
	names := slices.Sorted(maps.Keys(live))
	for _, name := range names {
		for _, c := range live[name].columns {
			if to := target(live, name, c.name); to != "" && to != "keeper" {
				fmt.Fprintf(&b, "    %s }o--|| %s : %s\n", name, to, c.name)
			}
		}
	}
	b.WriteString("```\n\nWhatever belongs to somebody has a `keeper`, which the picture leaves out, and a key that begins with it.\n`origin.about` and `kept.about` point at a card, fact, encounter, favour, wish, pair or line of one's own.\n")
	for _, name := range names {
		fmt.Fprintf(&b, "\n## %s\n\n%s\n\n| column | type | |\n|---|---|---|\n", name, aboutTable(name))
		for _, c := range live[name].columns {
			fmt.Fprintf(&b, "| `%s` | %s | %s |\n", c.name, strings.ToLower(c.kind), strings.Join(remarks(live, name, c), "; "))
		}
	}
	return b.Bytes()
}

// aboutTable says what a table holds, or why it is not in the export.
func aboutTable(name string) string {
	switch why, derived := derivedTables[name]; {
	case name == "keeper":
		return "Whose book it is."
	case derived:
		return "Not in the export: " + why + "."
	}
	return recordWords[name]
}

func remarks(live map[string]*drawnTable, table string, c drawnColumn) (out []string) {
	if c.key > 0 {
		out = append(out, fmt.Sprintf("key %d", c.key))
	}
	if to := target(live, table, c.name); to != "" {
		out = append(out, "→ "+to)
	}
	if c.null {
		out = append(out, "may be empty")
	}
	for i := range tables {
		if tables[i].name != table {
			continue
		}
		if at := tables[i].at(c.name); at >= 0 && tables[i].columns[at].why != "" {
			out = append(out, "derived: "+tables[i].columns[at].why)
		}
	}
	return out
}

const pictureHead = `# The schema

As SQLite has it; PostgreSQL has the same tables, columns and keys. Made from the live schema
(` + "`UPDATE=1 go test -run Drawn ./internal/store/sqlstore`" + `), and a test fails where the two differ. What
the columns mean is told in [the export](export.md).

Ids are 16 bytes, instants microseconds since 1970 in UTC, days numbers of days since 1970, yes and
no 1 and 0.

` + "```mermaid\nerDiagram\n"
