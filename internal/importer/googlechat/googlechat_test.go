package googlechat

import (
	"os"
	"strings"
	"testing"

	"entregent/internal/importer/importertest"
)

func TestRecorded(t *testing.T) { importertest.Run(t, Reader{}, "testdata") }

func TestEverySample(t *testing.T) {
	src := os.DirFS(importertest.Shared(t, "samples", "google_takeout"))
	want := importertest.Tally{People: 3, Handles: 3, Encounters: 60, Contacts: 60, Ties: 2, Read: 60}
	if got := importertest.Count(t, Reader{}, src); got != want {
		t.Errorf("%+v, want %+v", got, want)
	}
	claims, err := Reader{}.Owner(t.Context(), src, Reader{}.Find(src)[0])
	if err != nil || len(claims) != 1 || claims[0].Name != "Maria S Curie" {
		t.Errorf("%+v, %v", claims, err)
	}
}

func TestOthersAreLeftAlone(t *testing.T) {
	for _, dir := range []string{"facebook", "instagram", "telegram", "slack"} {
		if parts := (Reader{}).Find(os.DirFS(importertest.Shared(t, "samples", dir))); len(parts) > 0 {
			t.Errorf("took %+v", parts)
		}
	}
}

const dm = "Takeout/Google Chat/Groups/DM 1pRI-QAAAAE/"

func TestCutShort(t *testing.T) {
	importertest.Cut(t, Reader{}, os.DirFS(importertest.Shared(t, "samples", "google_takeout")))
}

func FuzzMessages(f *testing.F) {
	importertest.Fuzz(f, Reader{}, os.DirFS(importertest.Shared(f, "samples", "google_takeout")), dm+messagesFile)
}

func FuzzGroup(f *testing.F) {
	importertest.Fuzz(f, Reader{}, os.DirFS(importertest.Shared(f, "samples", "google_takeout")), dm+groupFile)
}

func TestGrowth(t *testing.T) {
	src := os.DirFS(importertest.Shared(t, "samples", "google_takeout"))
	part := Reader{}.Find(src)[0]
	list := func(s string, n int) string {
		return "[" + strings.TrimSuffix(strings.Repeat(s+",", n/len(s)+1), ",") + "]"
	}
	const creator = `"creator":{"name":"A","email":"a@example.org","user_type":"Human"},"created_date":"Wednesday, April 15, 2015 at 12:51:08 AM UTC"`
	importertest.Growth(t, Reader{}, src, dm+messagesFile, part, map[string]func(n int) string{
		"messages": func(n int) string { return `{"messages":` + list("{"+creator+`,"text":"x"}`, n) + "}" },
		"mentions": func(n int) string {
			return `{"messages":[{` + creator + `,"annotations":` + list(`{"user_mention_metadata":{"user":{"name":"x"}}}`, n) + "}]}"
		},
	})
	importertest.Growth(t, Reader{}, src, dm+groupFile, part, map[string]func(n int) string{
		"members": func(n int) string { return `{"members":` + list(`{"name":"x","email":"a@example.org"}`, n) + "}" },
	})
}
