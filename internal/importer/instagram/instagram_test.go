package instagram

import (
	"context"
	"io/fs"
	"os"
	"strings"
	"testing"
	"testing/fstest"

	"entregent/internal/importer"
	"entregent/internal/importer/importertest"
)

func TestRecorded(t *testing.T) { importertest.Run(t, Reader{}, "testdata") }

func sample(t testing.TB) fs.FS {
	return os.DirFS(importertest.Shared(t, "samples", "instagram", "ig2025"))
}

func TestSamples(t *testing.T) {
	want := importertest.Tally{People: 1, Handles: 2, Encounters: 2, Contacts: 1, Ignored: 2, Read: 4}
	if got := importertest.Count(t, Reader{}, sample(t)); got != want {
		t.Errorf("%+v, want %+v", got, want)
	}
	// A lone conversation says nothing of the network: the folder's name does.
	lone := os.DirFS(importertest.Shared(t, "samples"))
	sub, err := fs.Sub(lone, "instagram")
	if err != nil {
		t.Fatal(err)
	}
	raw, err := fs.ReadFile(sub, "chatminer_test_export.json")
	if err != nil {
		t.Fatal(err)
	}
	want = importertest.Tally{People: 2, Handles: 2, Encounters: 2, Contacts: 2, Ties: 1, Read: 2}
	if got := importertest.Count(t, Reader{}, fstest.MapFS{"instagram/message_1.json": {Data: raw}}); got != want {
		t.Errorf("lone conversation: %+v, want %+v", got, want)
	}
}

func TestOwner(t *testing.T) {
	src := sample(t)
	got, err := Reader{}.Owner(context.Background(), src, Reader{}.Find(src)[0])
	if err != nil || len(got) != 1 || got[0].Name != "Ana Kovač" {
		t.Errorf("%+v, %v", got, err)
	}
}

func TestFacebookIsLeft(t *testing.T) {
	src := fstest.MapFS{
		"connections/friends/your_friends.json":          {Data: []byte(`{}`)},
		"messages/inbox/a_1/message_1.json":              {Data: []byte(`{"participants":[],"messages":[]}`)},
		"personal_information/personal_information.json": {Data: []byte(`{}`)},
	}
	if parts := (Reader{}).Find(src); len(parts) != 0 {
		t.Errorf("found %+v", parts)
	}
}

func TestCut(t *testing.T) {
	importertest.Cut(t, Reader{}, sample(t))
	list := fstest.MapFS{"connections/followers_and_following/followers_1.json": {Data: []byte(
		strings.Repeat(" ", 3) + `[{"string_list_data":[{"value":"a","timestamp":1700000000}]},` + "\n" + `{"string_list_data":[{"value":"b","timestamp":1700000000}]}]`)}}
	importertest.Cut(t, Reader{}, list)
}

func TestGrowth(t *testing.T) {
	rep := func(s string, n int) string { return strings.Repeat(s, n/len(s)+1) }
	const list = "followers_and_following/followers_1.json"
	importertest.Growth(t, Reader{}, fstest.MapFS{}, list, importer.Part{Files: []string{list}}, map[string]func(int) string{
		"accounts": func(n int) string { return "[" + rep(`{"string_list_data":[{"value":"a","timestamp":1}]},`, n) + "{}]" },
		"data":     func(n int) string { return `[{"string_list_data":[` + rep(`{"value":"a"},`, n) + "{}]}]" },
		"titles":   func(n int) string { return `[{"title":"` + rep("a", n) + `"}]` },
	})
}

func FuzzList(f *testing.F) {
	f.Add([]byte(`{"relationships_following":[{"title":"a","string_list_data":[{"href":"x/y/","timestamp":"1"}]}]}`))
	f.Fuzz(func(t *testing.T, raw []byte) {
		src := fstest.MapFS{"followers_and_following/following.json": {Data: raw}, "comments/post_comments_1.json": {Data: raw}, "account_information/personal_information.json": {Data: raw}}
		for _, p := range (Reader{}).Find(src) {
			if _, err := importertest.Events(Reader{}, src, p, importertest.Options(t)); err != nil {
				t.Fatal(err)
			}
		}
	})
}

func FuzzChat(f *testing.F) {
	importertest.Fuzz(f, Reader{}, sample(f), "your_instagram_activity/messages/inbox/otterlab_17841/message_1.json")
}

func TestHostile(t *testing.T) {
	for _, name := range []string{"followers_and_following/followers_1.json", "comments/post_comments_1.json", "likes/liked_posts.json", "media/posts_1.json",
		"account_information/personal_information.json", "messages/inbox/a_1/message_1.json"} {
		importertest.Hostile(t, Reader{}, name, importer.Part{Files: []string{name}})
	}
}

func TestEncodings(t *testing.T) {
	importertest.Encodings(t, Reader{}, sample(t), "your_instagram_activity/messages/inbox/otterlab_17841/message_1.json")
}
