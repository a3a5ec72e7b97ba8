package twitter

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

func sample(t testing.TB) fs.FS {
	return os.DirFS(importertest.Shared(t, "samples", "x_twitter", "modern"))
}

func TestSample(t *testing.T) {
	want := importertest.Tally{People: 3, Handles: 8, Encounters: 7, Contacts: 6, Ties: 1, Facts: 1, Own: 11, Ignored: 8, Problems: 1, Read: 22}
	if got := importertest.Count(t, Reader{}, sample(t)); got != want {
		t.Errorf("%+v, want %+v", got, want)
	}
}

// What the sample says outright: who is addressed, and who is not.
func TestWhoIsAddressed(t *testing.T) {
	src := sample(t)
	parts := (Reader{}).Find(src)
	if len(parts) != 1 || parts[0].Label != "twitter-2025-01-22-abc" {
		t.Fatalf("%+v", parts)
	}
	events, err := importertest.Events(Reader{}, src, parts[0], importertest.Options(t))
	if err != nil {
		t.Fatal(err)
	}
	got := map[string]string{}
	lost, stray := false, false
	for _, e := range events {
		if x := e.Encounter; x != nil {
			var to []string
			for _, p := range x.Parties {
				if p.Role == network.To {
					to = append(to, p.Name+p.Handles[0].Value)
				}
			}
			got[x.Key] = string(x.Channel) + " " + strings.Join(to, ", ")
		}
		lost = lost || e.Problem != nil && e.Problem.Key == "x_missing_part" && e.Problem.Raw == "data/like-part1.js"
		stray = stray || e.Ignored != nil && e.Ignored.Reason == "not_listed"
	}
	for key, want := range map[string]string{
		"x:tweet:1700000000000000101": "answer River Otterx:222000111, Pine Martenx:333000222",
		"x:tweet:1700000000000000102": "answer Pine Martenx:333000222", // an answer to oneself that names somebody
		"x:tweet:1700000000000000103": "social Pine Martenx:333000222",
		"x:tweet:1700000000000000104": "", // a repost of somebody the file does not know
		"x:tweet:1700000000000000106": "", // a mention of an account that is gone
		"x:tweet:1700000000000000108": "answer x:777000666",
		"x:dm:1712000000000000002":    "message Example Orgx:1400000000000000001", // one had joined, and left again
	} {
		if got[key] != want {
			t.Errorf("%s: %q, want %q", key, got[key], want)
		}
	}
	if !lost || !stray {
		t.Errorf("missing part told: %v, part that is not listed: %v", lost, stray)
	}
}

func TestOwner(t *testing.T) {
	src := sample(t)
	got, err := Reader{}.Owner(context.Background(), src, Reader{}.Find(src)[0])
	if err != nil || len(got) != 1 || !got[0].Sure || got[0].Name != "Example Org" || len(got[0].Handles) != 3 {
		t.Errorf("%+v, %v", got, err)
	}
}

func TestOtherScriptsAreLeft(t *testing.T) {
	src := fstest.MapFS{"data/app.js": {Data: []byte("window.x = 1")}, "assets/js/app.js": {Data: []byte("window.YTD.fake.part0 = []")}}
	if parts := (Reader{}).Find(src); len(parts) != 0 {
		t.Errorf("found %+v", parts)
	}
}

func TestCut(t *testing.T) { importertest.Cut(t, Reader{}, sample(t)) }

func TestGrowth(t *testing.T) {
	rep := func(s string, n int) string { return strings.Repeat(s, n/len(s)+1) }
	grow := func(name string, families map[string]func(int) string) {
		importertest.Growth(t, Reader{}, fstest.MapFS{}, name, importer.Part{Files: []string{name}}, families)
	}
	const at = `"created_at":"Tue Mar 05 14:02:11 +0000 2024"`
	grow("data/tweets.js", map[string]func(int) string{
		"posts": func(n int) string { return "window.YTD.tweets.part0 = [" + rep(`{"id_str":"1",`+at+`},`, n) + "{}]" },
		"mentions": func(n int) string {
			return `x = [{"id_str":"1",` + at + `,"entities":{"user_mentions":[` + rep(`{"id_str":"2"},`, n) + `{}]}}]`
		},
		"a name": func(n int) string { return rep("x", n) },
	})
	const when = `"createdAt":"2024-03-06T09:15:00Z"`
	grow("data/direct-messages-group.js", map[string]func(int) string{
		"messages": func(n int) string {
			return `x = [{"dmConversation":{"conversationId":"g","messages":[` + rep(`{"messageCreate":{"id":"1","senderId":"2",`+when+`}},`, n) + `{}]}}]`
		},
		"steps": func(n int) string {
			return `x = [{"dmConversation":{"conversationId":"g","messages":[` + rep(`{"participantsJoin":{"userIds":["5"],`+when+`}},{"messageCreate":{"id":"1","senderId":"2",`+when+`}},`, n) + `{}]}}]`
		},
	})
}

// A conversation is told to its end however much it holds.
func TestLongConversation(t *testing.T) {
	const n = 100
	message := `{"messageCreate":{"id":"%d","senderId":"2","recipientId":"1","text":"oui","createdAt":"2024-03-06T09:15:00Z"}},`
	var b strings.Builder
	b.WriteString(`x = [{"dmConversation":{"conversationId":"1-2","messages":[`)
	for i := range n {
		fmt.Fprintf(&b, message, i)
	}
	b.WriteString(`{"x":{}}]}}]`)
	src := fstest.MapFS{"data/direct-messages.js": {Data: []byte(b.String())}}
	opt := importertest.Options(t)
	opt.Limits.MaxMessage = 5000
	events, err := importertest.Events(Reader{}, src, importer.Part{Files: []string{"data/direct-messages.js"}}, opt)
	told := 0
	for _, e := range events {
		if e.Problem != nil {
			t.Errorf("%+v", e.Problem)
		}
		if e.Encounter != nil {
			told++
		}
	}
	if err != nil || told != n {
		t.Errorf("%d messages, %v", told, err)
	}
}

func FuzzTweets(f *testing.F) {
	importertest.Fuzz(f, Reader{}, sample(f), "twitter-2025-01-22-abc/data/tweets.js")
}

func FuzzGroup(f *testing.F) {
	importertest.Fuzz(f, Reader{}, sample(f), "twitter-2025-01-22-abc/data/direct-messages-group.js")
}

// long is an archive of n posts that answer somebody.
func long(n int) (fstest.MapFS, string) {
	var b strings.Builder
	b.WriteString("window.YTD.tweets.part0 = [")
	for i := range n {
		fmt.Fprintf(&b, "{\"tweet\":{\"id_str\":\"%d\",\"created_at\":\"Tue Mar 05 14:02:11 +0000 2024\",\"full_text\":\"@paul_n d&#39;accord %d\",\"in_reply_to_user_id_str\":\"2\","+
			"\"entities\":{\"user_mentions\":[{\"screen_name\":\"paul_n\",\"name\":\"Paul\",\"id_str\":\"2\",\"indices\":[\"0\",\"7\"]}],\"hashtags\":[]},\"retweeted\":false,\"lang\":\"fr\"}},\n", i, i)
	}
	b.WriteString("{}]")
	return fstest.MapFS{"data/tweets.js": {Data: []byte(b.String())}}, b.String()
}

func TestMemoryIsFlat(t *testing.T) {
	importertest.Flat(t, Reader{}, 256<<10, 2000, func(n int) fs.FS { src, _ := long(n); return src })
}

func BenchmarkRead(b *testing.B) {
	src, text := long(100_000)
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
	for _, name := range []string{"data/tweets.js", "data/direct-messages-group.js", "data/account.js", "data/manifest.js", "data/like.js", "data/follower.js"} {
		importertest.Hostile(t, Reader{}, name, importer.Part{Files: []string{name}})
	}
}

func TestEncodings(t *testing.T) {
	importertest.Encodings(t, Reader{}, sample(t), "twitter-2025-01-22-abc/data/tweets.js")
}
