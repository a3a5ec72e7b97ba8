package signal

import (
	"os"
	"strings"
	"testing"
	"testing/fstest"

	"entregent/internal/importer"
	"entregent/internal/importer/importertest"
)

func TestRecorded(t *testing.T) { importertest.Run(t, Reader{}, "testdata") }

func TestEverySample(t *testing.T) {
	src := os.DirFS(importertest.Shared(t, "samples", "signal"))
	want := importertest.Tally{People: 2, Encounters: 2, Contacts: 2, Ties: 1, Read: 2}
	if got := importertest.Count(t, Reader{}, src); got != want {
		t.Errorf("%+v, want %+v", got, want)
	}
	claims, err := Reader{}.Owner(t.Context(), src, Reader{}.Find(src)[0])
	if err != nil || len(claims) != 2 || claims[0].Sure {
		t.Errorf("%+v, %v", claims, err)
	}
}

// What WhatsApp wrote, and any other text, is left to others.
func TestOthersAreLeftAlone(t *testing.T) {
	for _, dir := range [][]string{{"samples", "whatsapp"}, {"samples", "mail"}, {"samples", "google_takeout"}, {"corpora"}} {
		if parts := (Reader{}).Find(os.DirFS(importertest.Shared(t, dir...))); len(parts) > 0 {
			t.Errorf("took %+v", parts)
		}
	}
}

func read(t *testing.T, text string, l importer.Limits) []importer.Event {
	t.Helper()
	opt := importertest.Options(t)
	opt.Limits = l
	events, err := importertest.Events(Reader{}, fstest.MapFS{"a.md": {Data: []byte(text)}}, importer.Part{Files: []string{"a.md"}}, opt)
	if err != nil {
		t.Fatal(err)
	}
	return events
}

func TestBadInput(t *testing.T) {
	long := "[2024-01-02 10:00:00] A: " + strings.Repeat("x", 3<<20) + "\n[2024-01-02 10:00:01] B: y"
	got := read(t, long, importer.DefaultLimits)
	if len(got) != 3 || got[0].Problem == nil || got[0].Problem.Key != "chat_line_too_long" || got[0].At.Line != 1 || len(got[1].Encounter.Text) > importer.MaxText {
		t.Errorf("a long line: %d events, %+v", len(got), got[0])
	}
	l := importer.DefaultLimits
	l.MaxFile = 40
	got = read(t, long, l)
	if p := got[len(got)-1].Problem; p == nil || p.Key != "chat_file_too_long" {
		t.Errorf("a long file: %+v", got)
	}
	got = read(t, "[2024-02-31 10:00:00] A: x\n", importer.DefaultLimits)
	if len(got) != 1 || got[0].Problem == nil || got[0].At.Line != 1 {
		t.Errorf("a day that does not exist: %+v", got)
	}
}

func FuzzReader(f *testing.F) {
	importertest.Fuzz(f, Reader{}, os.DirFS(importertest.Shared(f, "samples", "signal")), "chatminer_test_export.txt")
}

func TestGrowth(t *testing.T) {
	src := fstest.MapFS{"a.md": {Data: []byte("[2024-01-02 10:00:00] A: x\n")}}
	rep := func(s string) func(n int) string {
		return func(n int) string { return "[2024-01-02 10:00:00] A: x\n" + strings.Repeat(s, n/len(s)+1) }
	}
	importertest.Growth(t, Reader{}, src, "a.md", Reader{}.Find(src)[0], map[string]func(n int) string{
		"messages":      rep("[2024-01-02 10:00:00] A: x\n"),
		"lines":         rep("more\n"),
		"reactions":     rep("[2024-01-02 10:00:00] A: x (- A: y -)\n"),
		"open brackets": rep("(- ![]("),
		"almost heads":  rep("[2024-01-02 10:00:00] A\n"),
	})
}
