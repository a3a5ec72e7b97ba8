package facebook

import (
	"archive/zip"
	"context"
	"encoding/json"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"

	"entregent/internal/importer"
	"entregent/internal/importer/importertest"
)

func TestRecorded(t *testing.T) { importertest.Run(t, Reader{}, "testdata") }

// sample opens one archive of the samples, a zip or a folder.
func sample(t testing.TB, name string) fs.FS {
	t.Helper()
	path := importertest.Shared(t, "samples", "facebook", name)
	if filepath.Ext(name) != ".zip" {
		return os.DirFS(path)
	}
	z, err := zip.OpenReader(path)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { z.Close() })
	return z
}

func TestSamples(t *testing.T) {
	for name, want := range map[string]importertest.Tally{
		"fb_2021_json.zip":          {People: 11, Handles: 9, Facts: 14, Own: 1, Ignored: 12, Read: 27},
		"fb_2025_json.zip":          {People: 11, Handles: 9, Facts: 14, Own: 2, Ignored: 14, Read: 30},
		"fb_2025_html.zip":          {People: 10, Handles: 8, Facts: 13, Ignored: 11, Read: 24},
		"fb_2025_html_de.zip":       {People: 2, Handles: 2, Facts: 2, Read: 2},
		"fb_activity_2025.zip":      {People: 4, Handles: 6, Encounters: 6, Contacts: 4, Events: 1, Facts: 3, Own: 7, Ignored: 1, Read: 13},
		"fb2024":                    {People: 3, Handles: 4, Encounters: 8, Contacts: 8, Ties: 1, Facts: 1, Ignored: 3, Read: 12},
		"e2ee":                      {People: 2, Handles: 2, Encounters: 3, Contacts: 3, Ties: 1, Read: 3},
		"msgvault_e2ee_simple":      {People: 3, Handles: 3, Encounters: 5, Contacts: 5, Ties: 3, Ignored: 1, Read: 6},
		"msgvault_html_simple":      {People: 2, Handles: 2, Encounters: 3, Contacts: 3, Ties: 1, Read: 3},
		"msgvault_html_with_media":  {People: 2, Handles: 2, Encounters: 1, Contacts: 1, Ties: 1, Read: 1},
		"msgvault_html_multi_media": {People: 2, Handles: 2, Encounters: 3, Contacts: 3, Ties: 1, Read: 3},
		"msgvault_json_group":       {People: 3, Handles: 3, Encounters: 3, Contacts: 3, Ties: 3, Read: 3},
		"msgvault_json_nontext":     {People: 2, Handles: 2, Encounters: 4, Contacts: 4, Ties: 1, Facts: 1, Ignored: 1, Read: 6},
		"msgvault_json_simple":      {People: 2, Handles: 3, Encounters: 4, Contacts: 4, Read: 4},
		"msgvault_json_with_media":  {People: 2, Handles: 2, Encounters: 1, Contacts: 1, Ties: 1, Read: 1},
	} {
		if got := importertest.Count(t, Reader{}, sample(t, name)); got != want {
			t.Errorf("%s: %+v, want %+v", name, got, want)
		}
	}
}

// The folder of all samples holds one archive each; a message that both the
// archive and the sealed backup have is one.
func TestEachArchiveIsItsOwn(t *testing.T) {
	all := os.DirFS(importertest.Shared(t, "samples", "facebook"))
	if parts := (Reader{}).Find(all); len(parts) != 10 {
		t.Errorf("%d parts: %+v", len(parts), parts)
	}
	keys := func(name string) map[string]bool {
		src, out := sample(t, name), map[string]bool{}
		for _, p := range (Reader{}).Find(src) {
			events, err := importertest.Events(Reader{}, src, p, importertest.Options(t))
			if err != nil {
				t.Fatal(err)
			}
			for _, e := range events {
				if e.Encounter != nil {
					out[e.Encounter.Key] = true
				}
			}
		}
		return out
	}
	both := 0
	open := keys("fb2024")
	for k := range keys("e2ee") {
		if open[k] {
			both++
		}
	}
	if both != 1 {
		t.Errorf("%d messages are in both", both)
	}
}

func TestOwner(t *testing.T) {
	for name, want := range map[string]string{"fb_2021_json.zip": "Jane Doe", "fb_activity_2025.zip": "Jane Doe", "fb2024": "Ana Kovač", "msgvault_json_simple": "Test User", "e2ee": ""} {
		src := sample(t, name)
		got, err := Reader{}.Owner(context.Background(), src, Reader{}.Find(src)[0])
		who := ""
		if len(got) > 0 {
			who = got[0].Name
		}
		if err != nil || who != want {
			t.Errorf("%s: %+v, %v", name, got, err)
		}
	}
}

// What Instagram and others write is left to them.
func TestOthersAreLeft(t *testing.T) {
	src := fstest.MapFS{
		"connections/followers_and_following/following.json":        {Data: []byte(`{"relationships_following":[]}`)},
		"your_instagram_activity/messages/inbox/a_1/message_1.json": {Data: []byte(`{"participants":[{"name":"a"}],"messages":[]}`)},
		"result.json":   {Data: []byte(`{"messages":[{"id":1,"type":"message","from":"x","date":"2020-01-01T00:00:00"}]}`)},
		"friends/a.txt": {Data: []byte("x")},
		"events/b.html": {Data: []byte("<p>x</p>")},
	}
	if parts := (Reader{}).Find(src); len(parts) != 0 {
		t.Errorf("found %+v", parts)
	}
}

func TestCut(t *testing.T) {
	for _, name := range []string{"fb_2025_json.zip", "fb_activity_2025.zip", "fb_2025_html.zip", "msgvault_html_simple", "fb2024"} {
		importertest.Cut(t, Reader{}, sample(t, name))
	}
}

func TestGrowth(t *testing.T) {
	rep := func(s string, n int) string { return strings.Repeat(s, n/len(s)+1) }
	const chat = "messages/inbox/a_1/message_1.json"
	importertest.Growth(t, Reader{}, fstest.MapFS{}, chat, importer.Part{Files: []string{chat}}, map[string]func(int) string{
		"messages": func(n int) string {
			return `{"participants":[{"name":"a"},{"name":"b"}],"messages":[` + rep(`{"sender_name":"a","timestamp_ms":1717000000000,"content":"x"},`, n) + `{}]}`
		},
		"people": func(n int) string { return `{"participants":[` + rep(`{"name":"a"},`, n) + `{}],"messages":[]}` },
		"lists": func(n int) string {
			return `{"participants":[],"messages":[` + rep(`{"sender_name":"a","users":[{"name":"x"},{"name":"y"}]},`, n) + `{}]}`
		},
		"broken words": func(n int) string {
			return `{"messages":[{"sender_name":"a","timestamp_ms":1717000000000,"content":"` + rep(`\u00c3`, n) + `"}]}`
		},
	})
	const page = "friends/friends.html"
	importertest.Growth(t, Reader{}, fstest.MapFS{}, page, importer.Part{Files: []string{page}}, map[string]func(int) string{
		"open elements": func(n int) string { return rep(`<div class="_a6-h">`, n) },
		"rows":          func(n int) string { return rep(`<div class="_a6-h">x</div><i>Nov 14, 2023 10:13:20 pm</i>`, n) },
		"texts":         func(n int) string { return rep("<p>x</p>", n) },
		"a long tag":    func(n int) string { return "<div class='" + rep("a ", n) },
		"entities":      func(n int) string { return rep("&amp;", n) },
		"comments":      func(n int) string { return rep("<!--", n) },
	})
}

func FuzzChat(f *testing.F) {
	importertest.Fuzz(f, Reader{}, sample(f, "fb2024"), "your_activity_across_facebook/messages/inbox/jordanpike_ABC123/message_1.json")
}

func FuzzPage(f *testing.F) {
	importertest.Fuzz(f, Reader{}, sample(f, "msgvault_html_simple"), "your_activity_across_facebook/messages/inbox/alice_ABC123/message_1.html")
}

func FuzzTrace(f *testing.F) {
	importertest.Fuzz(f, Reader{}, sample(f, "fb_activity_2025.zip"), "your_facebook_activity/comments_and_reactions/comments.json")
}

// long is an archive with one conversation of n messages.
func long(n int) (fstest.MapFS, string) {
	var b strings.Builder
	b.WriteString(`{"participants":[{"name":"Zo\u00c3\u00a9"},{"name":"Claire"}],"title":"Zo\u00c3\u00a9","messages":[`)
	for i := range n {
		fmt.Fprintf(&b, "{\"sender_name\":\"Claire\",\"timestamp_ms\":%d,\"content\":\"\\u00c3\\u0080 demain, au march\\u00c3\\u00a9 ? %d\",\"is_geoblocked_for_viewer\":false},\n", 1717321402123-int64(i)*60_000, i)
	}
	b.WriteString(`{"sender_name":"Claire","timestamp_ms":1}]}`)
	return fstest.MapFS{"messages/inbox/zoe_1/message_1.json": {Data: []byte(b.String())}}, b.String()
}

func TestMemoryIsFlat(t *testing.T) {
	importertest.Flat(t, Reader{}, 256<<10, 2000, func(n int) fs.FS { src, _ := long(n); return src })
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
	for _, name := range []string{"connections/friends/your_friends.json", "messages/inbox/a_1/message_1.json", "posts/your_posts_1.json", "events/your_event_responses.json",
		"personal_information/profile_information/profile_information.json", "groups/your_groups.json", "other_activity/pokes_1.json"} {
		importertest.Hostile(t, Reader{}, name, importer.Part{Files: []string{name}})
	}
}

func TestEncodings(t *testing.T) {
	importertest.Encodings(t, Reader{}, sample(t, "fb_2025_json.zip"), "connections/friends/your_friends.json")
	importertest.Encodings(t, Reader{}, sample(t, "fb_2025_html.zip"), "connections/friends/your_friends.html")
}
