package meerkat

import (
	"os"
	"strings"
	"testing"
	"testing/fstest"

	"golang.org/x/tools/txtar"

	"entregent/internal/importer"
	"entregent/internal/importer/importertest"
)

func TestRecorded(t *testing.T) { importertest.Run(t, Reader{}, "testdata") }

const name = "meerkat-export-2026-07-15.csv"

func recorded(t testing.TB) fstest.MapFS {
	t.Helper()
	raw, err := os.ReadFile("testdata/export.txtar")
	if err != nil {
		t.Fatal(err)
	}
	return fstest.MapFS{name: {Data: txtar.Parse(raw).Files[0].Data}}
}

// A table that is cut in the middle of a quoted cell says so; one cut between
// rows cannot be told from a whole one.
func TestCutInACell(t *testing.T) {
	whole := string(recorded(t)[name].Data)
	cut := whole[:strings.Index(whole, "\nlignes")]
	src := fstest.MapFS{name: {Data: []byte(cut)}}
	events, err := importertest.Events(Reader{}, src, Reader{}.Find(src)[0], importertest.Options(t))
	if err != nil {
		t.Fatal(err)
	}
	if last := events[len(events)-1]; last.Problem == nil || last.At.Line == 0 {
		t.Errorf("ends with %+v", last)
	}
}

func TestGrowth(t *testing.T) {
	rep := func(s string, n int) string { return strings.Repeat(s, n/len(s)+1) }
	const head = "=== CONTACTS ===\nID,Firstname,Created At\n"
	importertest.Growth(t, Reader{}, fstest.MapFS{}, name, importer.Part{Files: []string{name}}, map[string]func(int) string{
		"contacts": func(n int) string { return head + rep("1,x,y\n", n) },
		"sections": func(n int) string { return rep("=== NOTES ===\n", n) },
		"names": func(n int) string {
			return head + "1,x,y\n\n=== ACTIVITIES ===\nTitle,Date,Contact Names\nx,2024-06-01T00:00:00Z," + rep("a; ", n) + "\n"
		},
		"columns": func(n int) string { return "=== CONTACTS ===\n" + rep("ID,", n) + "\n1\n" },
		"quotes":  func(n int) string { return head + rep(`1,"`, n) },
	})
}

func FuzzReader(f *testing.F) { importertest.Fuzz(f, Reader{}, recorded(f), name) }
