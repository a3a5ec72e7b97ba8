package telegram

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"

	"golang.org/x/tools/txtar"

	"entregent/internal/importer"
	"entregent/internal/importer/importertest"
)

func TestRecorded(t *testing.T) { importertest.Run(t, Reader{}, "testdata") }

// The samples: a whole account with everything in it, and a chat of the least
// that an export may hold.
func TestEverySample(t *testing.T) {
	src := os.DirFS(importertest.Shared(t, "samples", "telegram"))
	if parts := (Reader{}).Find(src); len(parts) != 2 || parts[0].Label != "DataExport_2026-10-02" {
		t.Fatalf("%+v", parts)
	}
	whole := os.DirFS(filepath.Join(importertest.Shared(t, "samples", "telegram"), "DataExport_2026-10-02"))
	// Ben twice in their own chat and a call; the group's six messages of people;
	// the ties of Ana, Ben, Cleo and Dmitri, whom Cleo brought in.
	want := importertest.Tally{People: 4, Handles: 4, Encounters: 8, Contacts: 8, Ties: 6, Ignored: 12, Read: 21}
	if got := importertest.Count(t, Reader{}, whole); got != want {
		t.Errorf("%+v, want %+v", got, want)
	}
	single := fstest.MapFS{"a.json": {Data: sample(t)}}
	want = importertest.Tally{People: 2, Encounters: 2, Contacts: 2, Ties: 1, Read: 2}
	if got := importertest.Count(t, Reader{}, single); got != want {
		t.Errorf("%+v, want %+v", got, want)
	}
}

func sample(t testing.TB) []byte {
	raw, err := os.ReadFile(importertest.Shared(t, "samples", "telegram", "chatminer_test_single_export.json"))
	if err != nil {
		t.Fatal(err)
	}
	return raw
}

func TestOthersAreLeftAlone(t *testing.T) {
	for _, dir := range [][]string{{"samples", "facebook"}, {"samples", "instagram"}, {"samples", "monica"}, {"samples", "slack"}, {"samples", "google_takeout"}, {"corpora", "json"}} {
		if parts := (Reader{}).Find(os.DirFS(importertest.Shared(t, dir...))); len(parts) > 0 {
			t.Errorf("took %+v", parts)
		}
	}
}

func TestOwner(t *testing.T) {
	src := os.DirFS(importertest.Shared(t, "samples", "telegram"))
	for _, part := range (Reader{}).Find(src) {
		claims, err := Reader{}.Owner(t.Context(), src, part)
		if err != nil {
			t.Fatal(err)
		}
		if part.Label == "DataExport_2026-10-02" {
			if len(claims) != 1 || !claims[0].Sure || claims[0].Name != "Ana Kovač" || len(claims[0].Handles) < 1 {
				t.Errorf("%+v", claims)
			}
		} else if len(claims) != 2 || claims[0].Sure {
			t.Errorf("%+v", claims)
		}
	}
}

func recorded(t testing.TB) map[string]string {
	ar, err := txtar.ParseFile("testdata/chats.txtar")
	if err != nil {
		t.Fatal(err)
	}
	out := map[string]string{}
	for _, f := range ar.Files {
		out[f.Name] = string(f.Data)
	}
	return out
}

func keys(t *testing.T, text string) map[string]bool {
	src := fstest.MapFS{"result.json": {Data: []byte(text)}}
	events, err := importertest.Events(Reader{}, src, importer.Part{Files: []string{"result.json"}}, importertest.Options(t))
	if err != nil {
		t.Fatal(err)
	}
	out := map[string]bool{}
	for _, e := range events {
		if e.Encounter != nil {
			out[e.Encounter.Key] = true
		}
	}
	return out
}

// The same chat from the two accounts in it: the numbers of messages differ, the
// messages do not.
func TestOneChatFromTwoAccounts(t *testing.T) {
	files := recorded(t)
	mine, hers := keys(t, files["mine/result.json"]), keys(t, files["hers/result.json"])
	if len(hers) != 3 || len(mine) != 6 {
		t.Fatalf("%d and %d messages", len(hers), len(mine))
	}
	for k := range hers {
		if !mine[k] {
			t.Errorf("%s is another message in the other account", k)
		}
	}
}

func TestCutShort(t *testing.T) {
	files := recorded(t)
	importertest.Cut(t, Reader{}, fstest.MapFS{"result.json": {Data: []byte(files["mine/result.json"])}})
	importertest.Cut(t, Reader{}, os.DirFS(filepath.Join(importertest.Shared(t, "samples", "telegram"), "DataExport_2026-10-02")))
}

func FuzzReader(f *testing.F) {
	importertest.Fuzz(f, Reader{}, os.DirFS(filepath.Join(importertest.Shared(f, "samples", "telegram"), "DataExport_2026-10-02")), "result.json")
}

func TestGrowth(t *testing.T) {
	src := fstest.MapFS{"result.json": {Data: sample(t)}}
	const message = `{"type":"message","id":1,"date_unixtime":"1767000000","from":"A","from_id":"user1","text":"x"}`
	chat := func(messages string) string {
		return `{"name":"x","type":"private_group","id":1,"messages":[` + strings.TrimSuffix(messages, ",") + "]}"
	}
	rep := func(s string, n int) string { return strings.Repeat(s, n/len(s)+1) }
	importertest.Growth(t, Reader{}, src, "result.json", importer.Part{Files: []string{"result.json"}}, map[string]func(n int) string{
		"messages": func(n int) string { return chat(rep(message+",", n)) },
		"pieces": func(n int) string {
			return chat(`{"type":"message","date_unixtime":"1767000000","from":"A","from_id":"user1","text":[` + strings.TrimSuffix(rep(`"x",`, n), ",") + "]}")
		},
		"members": func(n int) string {
			return chat(`{"type":"service","action":"create_group","members":[` + strings.TrimSuffix(rep(`"Marc Petit",`, n), ",") + "]}")
		},
		"chats": func(n int) string {
			return `{"chats":{"list":[` + strings.TrimSuffix(rep(`{"name":"x","messages":[]},`, n), ",") + "]}}"
		},
		"nesting": func(n int) string { return `{"messages":` + rep("[", n) },
	})
}
