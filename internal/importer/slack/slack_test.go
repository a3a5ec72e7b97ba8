package slack

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"

	"golang.org/x/tools/txtar"

	"entregent/internal/importer/importertest"
)

func TestRecorded(t *testing.T) { importertest.Run(t, Reader{}, "testdata") }

// export puts the samples, which are single files, where they lie in an export,
// with a list of the people they name.
func export(t testing.TB) fstest.MapFS {
	dir := importertest.Shared(t, "samples", "slack")
	out := fstest.MapFS{"users.json": {Data: []byte(`[
 {"id": "U061A1R2R", "team_id": "T1", "profile": {"real_name": "Ann", "email": "ann@example.org"}},
 {"id": "U061A5N1G", "team_id": "T1", "profile": {"real_name": "Ben", "email": "ben@example.org"}},
 {"id": "U064KUGRJ", "team_id": "T1", "profile": {"real_name": "Cleo", "email": "cleo@example.org"}}
]`)}}
	for to, from := range map[string]string{"channels.json": "zulip_channels.json", "dms.json": "zulip_dms.json", "random/2015-06-12.json": "zulip_random/normal_thread.json"} {
		raw, err := os.ReadFile(filepath.Join(dir, filepath.FromSlash(from)))
		if err != nil {
			t.Fatal(err)
		}
		out[to] = &fstest.MapFile{Data: raw}
	}
	return out
}

func TestEverySample(t *testing.T) {
	want := importertest.Tally{People: 2, Handles: 4, Encounters: 4, Contacts: 4, Ties: 1, Read: 4}
	if got := importertest.Count(t, Reader{}, export(t)); got != want {
		t.Errorf("%+v, want %+v", got, want)
	}
}

func TestOthersAreLeftAlone(t *testing.T) {
	for _, dir := range [][]string{{"samples", "slack"}, {"samples", "facebook"}, {"samples", "telegram"}, {"corpora", "json"}} {
		if parts := (Reader{}).Find(os.DirFS(importertest.Shared(t, dir...))); len(parts) > 0 {
			t.Errorf("took %+v", parts)
		}
	}
}

func recorded(t testing.TB) fstest.MapFS {
	ar, err := txtar.ParseFile("testdata/workspace.txtar")
	if err != nil {
		t.Fatal(err)
	}
	out := fstest.MapFS{}
	for _, f := range ar.Files {
		if f.Name != "want" {
			out[f.Name] = &fstest.MapFile{Data: f.Data}
		}
	}
	return out
}

func TestOwner(t *testing.T) {
	src := recorded(t)
	claims, err := Reader{}.Owner(t.Context(), src, Reader{}.Find(src)[0])
	if err != nil || len(claims) != 1 || claims[0].Name != "Marc Petit" || claims[0].Sure {
		t.Errorf("%+v, %v", claims, err)
	}
	src = export(t) // there, nobody is in every pair
	if claims, err := (Reader{}).Owner(t.Context(), src, Reader{}.Find(src)[0]); err != nil || len(claims) != 0 {
		t.Errorf("%+v, %v", claims, err)
	}
}

// A Grid keeps its workspaces in folders, and its people in one list.
func TestGrid(t *testing.T) {
	src := fstest.MapFS{
		"org_users.json":                      {Data: []byte(`[{"id":"W1","team_id":"E1","profile":{"real_name":"Ann"}},{"id":"W2","team_id":"E1","profile":{"real_name":"Ben"}}]`)},
		"teams/Nord/channels.json":            {Data: []byte(`[{"id":"C1","name":"general","members":["W1","W2"]}]`)},
		"teams/Sud/channels.json":             {Data: []byte(`[{"id":"C2","name":"general","members":["W1","W2"]}]`)},
		"teams/Nord/general/2025-01-02.json":  {Data: []byte(`[{"user":"W1","ts":"1735812000.000100","text":"x"}]`)},
		"teams/Sud/general/2025-01-02.json":   {Data: []byte(`[{"user":"W1","ts":"1735812000.000100","text":"x"}]`)},
		"elsewhere/general/2025-01-02.json":   {Data: []byte(`[{"user":"W2","ts":"1735812000.000100","text":"x"}]`)},
		"elsewhere/general/not-a-day-at.json": {Data: []byte(`[]`)},
	}
	want := importertest.Tally{People: 2, Handles: 2, Encounters: 2, Contacts: 2, Ties: 1, Ignored: 1, Read: 3}
	if got := importertest.Count(t, Reader{}, src); got != want {
		t.Errorf("%+v, want %+v", got, want)
	}
}

func TestCutShort(t *testing.T) { importertest.Cut(t, Reader{}, recorded(t)) }

func FuzzDay(f *testing.F) { importertest.Fuzz(f, Reader{}, export(f), "random/2015-06-12.json") }

func FuzzUsers(f *testing.F) { importertest.Fuzz(f, Reader{}, recorded(f), "users.json") }

func TestGrowth(t *testing.T) {
	src := recorded(t)
	part := Reader{}.Find(src)[0]
	list := func(s string, n int) string {
		return "[" + strings.TrimSuffix(strings.Repeat(s+",", n/len(s)+1), ",") + "]"
	}
	importertest.Growth(t, Reader{}, src, "general/2025-01-02.json", part, map[string]func(n int) string{
		"messages": func(n int) string { return list(`{"user":"U1","ts":"1735812000.000100","text":"x"}`, n) },
		"mentions": func(n int) string {
			return `[{"user":"U1","ts":"1735812000.000100","text":"` + strings.Repeat("<@U2>", n/5) + `"}]`
		},
		"open marks": func(n int) string {
			return `[{"user":"U1","ts":"1735812000.000100","text":"` + strings.Repeat("<a", n/2) + `"}]`
		},
		"participants": func(n int) string {
			return `[{"user":"U1","ts":"1735812000.000100","room":{"participants":` + list(`"U1"`, n) + `}}]`
		},
	})
	importertest.Growth(t, Reader{}, src, "channels.json", part, map[string]func(n int) string{
		"members": func(n int) string { return `[{"id":"C1","name":"general","members":` + list(`"U1"`, n) + `}]` },
		"rooms":   func(n int) string { return list(`{"id":"C1","name":"general","members":["U1"]}`, n) },
	})
	importertest.Growth(t, Reader{}, src, "users.json", part, map[string]func(n int) string{
		"people": func(n int) string { return list(`{"id":"U1","team_id":"T1","profile":{"real_name":"x"}}`, n) },
	})
}

// The same entry from two exports of a workspace has the same name.
func TestOneMessageInTwoExports(t *testing.T) {
	src := recorded(t)
	key := func(src fstest.MapFS) map[string]bool {
		out := map[string]bool{}
		events, err := importertest.Events(Reader{}, src, Reader{}.Find(src)[0], importertest.Options(t))
		if err != nil {
			t.Fatal(err)
		}
		for _, e := range events {
			if e.Encounter != nil {
				out[e.Encounter.Key] = true
			}
		}
		return out
	}
	whole := key(src)
	later := fstest.MapFS{}
	for name, f := range src {
		later["workspace/"+name] = f
	}
	for k := range key(later) {
		if !whole[k] {
			t.Errorf("%s is another message", k)
		}
	}
}
