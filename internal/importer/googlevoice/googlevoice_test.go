package googlevoice

import (
	"os"
	"strings"
	"testing"
	"testing/fstest"

	"entregent/internal/importer"
	"entregent/internal/importer/importertest"
)

// The samples hold each kind of page; people are those whom TEST_DATA.md lists.
func TestEverySample(t *testing.T) {
	src := os.DirFS(importertest.Shared(t, "samples", "google_takeout"))
	want := importertest.Tally{People: 14, Handles: 13, Encounters: 52, Contacts: 52, Ties: 11, Facts: 2, Ignored: 3, Read: 57}
	if got := importertest.Count(t, Reader{}, src); got != want {
		t.Errorf("%+v, want %+v", got, want)
	}
	claims, err := Reader{}.Owner(t.Context(), src, Reader{}.Find(src)[0])
	if err != nil || len(claims) != 1 || claims[0].Handles[0].Value != "+17323210011" || !claims[0].Sure {
		t.Errorf("%+v, %v", claims, err)
	}
}

func TestOthersAreLeftAlone(t *testing.T) {
	for _, dir := range [][]string{{"samples", "facebook"}, {"samples", "linkedin"}, {"corpora", "html"}} {
		if parts := (Reader{}).Find(os.DirFS(importertest.Shared(t, dir...))); len(parts) > 0 {
			t.Errorf("took %+v", parts)
		}
	}
}

const (
	calls = "Takeout/Voice/Calls/"
	group = calls + "Group Conversation - 2023-10-01T19_34_50Z.html"
)

func read(t *testing.T, text string) []importer.Event {
	t.Helper()
	src := fstest.MapFS{"a.html": {Data: []byte(text)}}
	events, err := importertest.Events(Reader{}, src, importer.Part{Files: []string{"a.html"}}, importertest.Options(t))
	if err != nil {
		t.Fatal(err)
	}
	return events
}

// A page that is not one, or is damaged, is told by its file.
func TestBadInput(t *testing.T) {
	for _, text := range []string{"", "<html>", mark, `<div class="message">`, `<div class="message"><abbr class="dt" title="x">`} {
		got := read(t, text)
		if len(got) != 1 || got[0].Problem == nil || got[0].At.Line != 1 {
			t.Errorf("%q: %+v", text, got)
		}
	}
	broken := `<a rel="tag" href="http://www.google.com/voice#sms">` + "\n" + between + "no date" + "\n" + between
	if got := read(t, broken); len(got) != 2 || got[0].Problem == nil || got[0].At.Line != 2 || got[1].At.Line != 3 {
		t.Errorf("%+v", got)
	}
}

func FuzzPage(f *testing.F) {
	importertest.Fuzz(f, Reader{}, os.DirFS(importertest.Shared(f, "samples", "google_takeout")), group)
}

func TestGrowth(t *testing.T) {
	src := os.DirFS(importertest.Shared(t, "samples", "google_takeout"))
	part := Reader{}.Find(src)[0]
	part.Files = []string{group}
	const label = `<a rel="tag" href="http://www.google.com/voice#sms">`
	const one = between + `<abbr class="dt" title="2023-10-01T12:34:50.760-07:00"><a class="tel" href="tel:+12125550103"><span class="fn">T</span></a><q>x</q>`
	rep := func(s string) func(n int) string {
		return func(n int) string { return label + strings.Repeat(s, n/len(s)+1) }
	}
	importertest.Growth(t, Reader{}, src, group, part, map[string]func(n int) string{
		"messages":      rep(one),
		"empty":         rep(between),
		"open tags":     rep("<a class=\"tel\" href=\"tel:"),
		"open brackets": rep("<q><"),
		"members": func(n int) string {
			return label + memberships + strings.Repeat(`<a class="tel" href="tel:+12125550103"><span class="fn">T</span></a></cite>`, n/80+1) + between
		},
		"labels": func(n int) string { return strings.Repeat(`href="http://www.google.com/voice#inbox"`, n/40) },
	})
}
