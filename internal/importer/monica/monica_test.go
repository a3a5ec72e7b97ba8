package monica

import (
	"context"
	"encoding/json"
	"fmt"
	"io/fs"
	"os"
	"strings"
	"testing"
	"testing/fstest"

	"entregent/internal/importer"
	"entregent/internal/importer/importertest"
	"entregent/internal/network"
)

func TestRecorded(t *testing.T) { importertest.Run(t, Reader{}, "testdata") }

// one shows a single sample.
func one(t testing.TB, name string) fstest.MapFS {
	t.Helper()
	raw, err := os.ReadFile(importertest.Shared(t, "samples", "monica", name))
	if err != nil {
		t.Fatal(err)
	}
	return fstest.MapFS{name: {Data: raw}}
}

func TestSamples(t *testing.T) {
	for name, want := range map[string]importertest.Tally{
		"monica_export.json":             {People: 3, Handles: 5, Encounters: 3, Contacts: 3, Favours: 3, Ties: 3, Facts: 27, Ignored: 6, Read: 18},
		"monica_export_e2e.json":         {People: 2, Handles: 2, Ties: 1, Facts: 12, Ignored: 1, Read: 5},
		"monica4_sql_export_derived.sql": {People: 3, Handles: 7, Encounters: 3, Contacts: 3, Favours: 3, Ties: 4, Facts: 12, Ignored: 2, Read: 11},
	} {
		if got := importertest.Count(t, Reader{}, one(t, name)); got != want {
			t.Errorf("%s: %+v, want %+v", name, got, want)
		}
	}
}

// Nothing of an account's secrets leaves the reader.
func TestSecretsAreNotTold(t *testing.T) {
	src := fstest.MapFS{}
	for name, f := range one(t, "monica4_sql_export_derived.sql") {
		src[name] = f
	}
	if all := importertest.Lines(t, Reader{}, src); strings.Contains(all, "REDACTED") || strings.Contains(all, "abc") {
		t.Error("a password or a key of the account is among the events")
	}
}

func TestOwner(t *testing.T) {
	for name, want := range map[string]importer.Claim{
		"monica_export.json":             {Handles: []network.Handle{{Kind: network.Email, Value: "test@example.com"}}},
		"monica4_sql_export_derived.sql": {Name: "Jane Doe", Handles: []network.Handle{{Kind: network.Email, Value: "jane@example.org"}}},
	} {
		src := one(t, name)
		got, err := Reader{}.Owner(context.Background(), src, Reader{}.Find(src)[0])
		if err != nil || len(got) != 1 || !got[0].Sure || got[0].Name != want.Name || len(got[0].Handles) != 1 || got[0].Handles[0] != want.Handles[0] {
			t.Errorf("%s: %+v, %v", name, got, err)
		}
	}
}

// Other JSON and other dumps are left to others.
func TestOthersAreLeft(t *testing.T) {
	src := fstest.MapFS{
		"a.json": {Data: []byte(`{"version":1,"account":{}}`)}, "b.json": {Data: []byte(`[1]`)}, "c.json": {Data: []byte(`{"app_version`)},
		"d.sql": {Data: []byte("INSERT INTO `posts` VALUES (1);")}, "e.sql": {Data: []byte("INSERT IGNORE INTO posts (`id`) VALUES (1);")},
	}
	if parts := (Reader{}).Find(src); len(parts) != 0 {
		t.Errorf("found %+v", parts)
	}
}

// The two forms of one export give the same keys.
func TestBothFormsSayTheSame(t *testing.T) {
	const js = `{"app_version":"4","exported_by":"a@b.example","account":{"data":[{"type":"contact","values":[{"uuid":"C1","properties":{"first_name":"Zoé"},"data":[
 {"type":"call","values":[{"properties":{"called_at":"2022-03-01T00:00:00Z","content":"x","contact_called":true}}]},
 {"type":"gift","values":[{"properties":{"name":"Vinyle","status":"offered","date":"2021-12-25"}}]},
 {"type":"debt","values":[{"created_at":"2022-05-01T10:00:00Z","properties":{"amount":20.00,"in_debt":true,"reason":"Livre"}}]},
 {"type":"activity","values":["A"]}]}]},{"type":"activity","values":[{"uuid":"A","properties":{"summary":"s","description":"d","happened_at":"2022-04-30T00:00:00Z"}}]}]}}`
	const sql = "# php artisan migrate\nINSERT IGNORE INTO contacts (`id`,`first_name`,`uuid`) VALUES (1,'Zoé','C1');\n" +
		"INSERT IGNORE INTO calls (`contact_id`,`called_at`,`content`,`contact_called`) VALUES (1,'2022-03-01 00:00:00','x',1);\n" +
		"INSERT IGNORE INTO gifts (`contact_id`,`name`,`status`,`date`) VALUES (1,'Vinyle','offered','2021-12-25');\n" +
		"INSERT IGNORE INTO debts (`contact_id`,`in_debt`,`amount`,`reason`,`created_at`) VALUES (1,'yes',2000,'Livre','2022-05-01 10:00:00');\n" +
		"INSERT IGNORE INTO activities (`id`,`summary`,`description`,`happened_at`) VALUES (7,'s','d','2022-04-30');\n" +
		"INSERT IGNORE INTO activity_contact (`activity_id`,`contact_id`) VALUES (7,1);\nSET FOREIGN_KEY_CHECKS=1;"
	keys := func(name, text string) string {
		src := fstest.MapFS{name: {Data: []byte(text)}}
		events, err := importertest.Events(Reader{}, src, Reader{}.Find(src)[0], importertest.Options(t))
		if err != nil {
			t.Fatal(err)
		}
		var out []string
		for _, e := range events {
			if e.Encounter != nil {
				out = append(out, e.Encounter.Key+e.Encounter.At.UTC().String())
			}
			if e.Favour != nil {
				out = append(out, e.Favour.Key)
			}
		}
		return strings.Join(out, "\n")
	}
	if a, b := keys("a.json", js), keys("a.sql", sql); a != b || strings.Count(a, "\n") != 3 {
		t.Errorf("one says\n%s\nand the other\n%s", a, b)
	}
}

func TestCut(t *testing.T) {
	importertest.Cut(t, Reader{}, one(t, "monica_export.json"))
	importertest.Cut(t, Reader{}, one(t, "monica4_sql_export_derived.sql"))
}

func TestGrowth(t *testing.T) {
	rep := func(s string, n int) string { return strings.Repeat(s, n/len(s)+1) }
	const insert = "# php artisan migrate\nINSERT IGNORE INTO notes (`id`,`contact_id`,`body`) VALUES "
	part := importer.Part{Files: []string{"a.sql"}}
	importertest.Growth(t, Reader{}, fstest.MapFS{}, "a.sql", part, map[string]func(int) string{
		"rows":        func(n int) string { return insert + rep("(1,1,'x'),", n) + "(1,1,'x');" },
		"quotes":      func(n int) string { return insert + "(1,1,'" + rep("''", n) + "');" },
		"backslashes": func(n int) string { return insert + "(1,1,'" + rep(`\\`, n) + "');" },
		"open quote":  func(n int) string { return insert + "(1,1,'" + rep("x", n) },
		"columns":     func(n int) string { return "INSERT INTO notes (" + rep("`a`,", n) + "`a`) VALUES (1);" },
		"cells":       func(n int) string { return insert + "(" + rep("1,", n) + "1);" },
		"comments":    func(n int) string { return rep("#\n-- x\n", n) },
		"semicolons":  func(n int) string { return rep("SET x;", n) },
		"contacts":    func(n int) string { return "INSERT INTO contacts (`id`,`first_name`) VALUES " + rep("(1,'x'),", n) },
	})
	part.Files[0] = "a.json"
	head := `{"app_version":"4","account":{"data":[`
	importertest.Growth(t, Reader{}, fstest.MapFS{}, "a.json", part, map[string]func(int) string{
		"lists": func(n int) string { return head + rep(`{"type":"contact","values":[]},`, n) + "{}]}}" },
		"contacts": func(n int) string {
			return head + `{"type":"contact","values":[` + rep(`{"uuid":"a","properties":{"first_name":"x"}},`, n) + "{}]}]}}"
		},
		"notes": func(n int) string {
			return head + `{"type":"contact","values":[{"uuid":"a","data":[{"type":"note","values":[` + rep(`{"properties":{"body":"x"}},`, n) + "{}]}]}]}]}}"
		},
		"guests": func(n int) string {
			return head + `{"type":"contact","values":[{"uuid":"a","data":[{"type":"activity","values":[` + rep(`"A",`, n) + `"A"]}]}]},{"type":"activity","values":[{"uuid":"A"}]}]}}`
		},
	})
}

func FuzzJSON(f *testing.F) {
	importertest.Fuzz(f, Reader{}, one(f, "monica_export.json"), "monica_export.json")
}

func FuzzSQL(f *testing.F) {
	importertest.Fuzz(f, Reader{}, one(f, "monica4_sql_export_derived.sql"), "monica4_sql_export_derived.sql")
}

// long is an export of n/10 contacts with nine notes each.
func long(n int) (fstest.MapFS, string) {
	var b strings.Builder
	b.WriteString(`{"app_version":"4","account":{"data":[{"type":"contact","values":[`)
	note := strings.TrimSuffix(strings.Repeat(`{"uuid":"n","created_at":"2024-01-10T12:00:00Z","properties":{"body":"Aime le papier japonais"}},`, 9), ",")
	for i := range n / 10 {
		fmt.Fprintf(&b, `{"uuid":"C%d","properties":{"first_name":"Zoé","last_name":"Blanc %d","is_partial":false,"job":"Relieuse"},"data":[{"type":"note","values":[%s]}]},`+"\n", i, i, note)
	}
	b.WriteString(`{}]}]}}`)
	return fstest.MapFS{"a.json": {Data: []byte(b.String())}}, b.String()
}

// What grows is who is who: about 600 bytes a contact.
func TestMemoryIsOfContactsAlone(t *testing.T) {
	const n = 2000
	importertest.Flat(t, Reader{}, 19*n/10*1000+256<<10, n, func(n int) fs.FS { src, _ := long(n); return src })
}

func BenchmarkRead(b *testing.B) {
	src, text := long(200_000)
	importertest.Speed(b, Reader{}, src, int64(len(text)), standard(text))
}

// standard only decodes a text with the standard reader.
func standard(text string) func() error {
	return func() error {
		var v any
		return json.Unmarshal([]byte(text[strings.IndexAny(text, "[{"):]), &v)
	}
}

func TestHostile(t *testing.T) {
	importertest.Hostile(t, Reader{}, "a.json", importer.Part{Files: []string{"a.json"}})
}

func TestEncodings(t *testing.T) {
	importertest.Encodings(t, Reader{}, one(t, "monica_export.json"), "monica_export.json")
	importertest.Encodings(t, Reader{}, one(t, "monica4_sql_export_derived.sql"), "monica4_sql_export_derived.sql")
}
