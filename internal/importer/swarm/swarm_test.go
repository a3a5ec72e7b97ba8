package swarm

import (
	"io/fs"
	"os"
	"strings"
	"testing"
	"testing/fstest"

	"entregent/internal/importer"
	"entregent/internal/importer/importertest"
)

func TestRecorded(t *testing.T) { importertest.Run(t, Reader{}, "testdata") }

func sample(t testing.TB) fs.FS { return os.DirFS(importertest.Shared(t, "samples", "foursquare")) }

func TestSample(t *testing.T) {
	want := importertest.Tally{People: 1, Handles: 1, Events: 1, Facts: 1, Own: 1, Ignored: 2, Read: 5}
	if got := importertest.Count(t, Reader{}, sample(t)); got != want {
		t.Errorf("%+v, want %+v", got, want)
	}
}

func TestOthersAreLeft(t *testing.T) {
	src := fstest.MapFS{
		"slack/users.json": {Data: []byte(`[{"id":"U1","profile":{}}]`)}, "a/users.json": {Data: []byte(`{"friends":["x"]}`)},
		"b/checkins.json": {Data: []byte(`{"items":[{"createdAt":1}]}`)}, "c/photos1.json": {Data: []byte(`{"items":[]}`)}, "d/checkins1.json": {Data: []byte(`{"items":[`)},
	}
	if parts := (Reader{}).Find(src); len(parts) != 0 {
		t.Errorf("found %+v", parts)
	}
}

func TestCut(t *testing.T) { importertest.Cut(t, Reader{}, sample(t)) }

func TestGrowth(t *testing.T) {
	rep := func(s string, n int) string { return strings.Repeat(s, n/len(s)+1) }
	const name = "checkins1.json"
	importertest.Growth(t, Reader{}, fstest.MapFS{}, name, importer.Part{Files: []string{name}}, map[string]func(int) string{
		"check-ins": func(n int) string { return `{"items":[` + rep(`{"id":"a","createdAt":1700000000},`, n) + `{}]}` },
		"tagged": func(n int) string {
			return `{"items":[{"id":"a","createdAt":1700000000,"entities":[` + rep(`{"type":"user","id":"2"},`, n) + `{}]}]}`
		},
		"lists": func(n int) string { return "{" + rep(`"x":{"items":[]},`, n) + `"y":1}` },
	})
}

func FuzzCheckins(f *testing.F) { importertest.Fuzz(f, Reader{}, sample(f), "checkins1.json") }
func FuzzUsers(f *testing.F)    { importertest.Fuzz(f, Reader{}, sample(f), "users.json") }

func TestHostile(t *testing.T) {
	for _, name := range []string{"checkins1.json", "users.json", "tips.json"} {
		importertest.Hostile(t, Reader{}, name, importer.Part{Files: []string{name}})
	}
}

func TestEncodings(t *testing.T) { importertest.Encodings(t, Reader{}, sample(t), "users.json") }
