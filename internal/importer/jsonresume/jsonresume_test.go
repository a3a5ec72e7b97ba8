package jsonresume

import (
	"context"
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

const sampleName = "jsonresume_sample.resume.json"

func sample(t testing.TB) fs.FS { return os.DirFS(importertest.Shared(t, "samples", "cv")) }

// What the sample says outright, under the names that LinkedIn has for it.
func TestSample(t *testing.T) {
	src := sample(t)
	parts := (Reader{}).Find(src)
	if len(parts) != 1 || parts[0].Label != sampleName {
		t.Fatalf("%+v", parts)
	}
	events, err := importertest.Events(Reader{}, src, parts[0], importertest.Options(t))
	if err != nil {
		t.Fatal(err)
	}
	kinds, doc := map[string]int{}, map[string]bool{}
	for _, e := range events {
		if e.Own != nil {
			kinds[e.Own.Kind]++
			doc[e.Own.Fields["document"]] = true
			if e.Own.Fields["as_of"] != "2017-12-24" {
				t.Errorf("as of %q", e.Own.Fields["as_of"])
			}
			if e.Own.Kind == "position" && (e.Own.Fields["company_name"] != "Pied Piper" || e.Own.Fields["title"] != "CEO/President" || e.Own.Fields["started_on"] != "2013-12-01" || e.At.Line != 32) {
				t.Errorf("position: %+v at %d", e.Own.Fields, e.At.Line)
			}
		}
		if e.Favour != nil {
			kinds["vouched"]++
			if e.Favour.Name != "Erlich Bachman" || e.Favour.Kind != network.Recommendation || !e.Favour.On.IsZero() || e.Favour.Given {
				t.Errorf("reference: %+v", e.Favour)
			}
		}
		if e.Problem != nil {
			t.Errorf("problem: %+v", e.Problem)
		}
	}
	for kind, n := range map[string]int{"profile": 1, "position": 1, "volunteering": 1, "education": 1, "honour": 1, "publication": 1, "skill": 8, "language": 1, "interest": 1, "project": 1, "vouched": 1} {
		if kinds[kind] != n {
			t.Errorf("%s: %d, want %d", kind, kinds[kind], n)
		}
	}
	if len(doc) != 1 {
		t.Errorf("%d documents", len(doc))
	}
	claims, err := Reader{}.Owner(context.Background(), src, parts[0])
	if err != nil || len(claims) != 1 || claims[0].Name != "Richard Hendriks" || !claims[0].Sure || len(claims[0].Handles) != 1 {
		t.Errorf("owner: %+v, %v", claims, err)
	}
}

// The same CV laid out otherwise is the same document, line by line; another one
// is another, though most of it is the same.
func TestSameDocument(t *testing.T) {
	keys := func(text string) (out []string) {
		src := fstest.MapFS{"cv.json": {Data: []byte(text)}}
		events, err := importertest.Events(Reader{}, src, importer.Part{Files: []string{"cv.json"}}, importertest.Options(t))
		if err != nil {
			t.Fatal(err)
		}
		for _, e := range events {
			out = append(out, e.Own.Key)
		}
		return out
	}
	a := keys(`{"basics":{"name":"A B"},"work":[{"name":"X","position":"Y"}]}`)
	b := keys("{\n \"basics\": {\"name\": \"A B \"},\n \"work\": [{\"position\": \"Y\", \"name\": \"X\"}]}")
	c := keys(`{"basics":{"name":"A B"},"work":[{"name":"X","position":"Z"}]}`)
	if len(a) != 2 || strings.Join(a, " ") != strings.Join(b, " ") {
		t.Errorf("%v\n%v", a, b)
	}
	if a[0] == c[0] {
		t.Error("another CV has the head of the first")
	}
}

func TestCut(t *testing.T) { importertest.Cut(t, Reader{}, sample(t)) }

func TestGrowth(t *testing.T) {
	rep := func(s string, n int) string { return strings.Repeat(s, n/len(s)+1) }
	const name = "cv.json"
	importertest.Growth(t, Reader{}, fstest.MapFS{}, name, importer.Part{Files: []string{name}}, map[string]func(int) string{
		"work": func(n int) string {
			return `{"basics":{"name":"A"},"work":[` + rep(`{"name":"X","startDate":"no"},`, n) + `{}]}`
		},
		"keywords":   func(n int) string { return `{"skills":[{"keywords":[` + rep(`"a",`, n) + `"b"]}]}` },
		"profiles":   func(n int) string { return `{"basics":{"profiles":[` + rep(`{"url":"x"},`, n) + `{}]}}` },
		"references": func(n int) string { return `{"references":[` + rep(`{"name":"a b","reference":"c"},`, n) + `{}]}` },
		"strange":    func(n int) string { return "{" + rep(`"x":{"items":[]},`, n) + `"y":1}` },
	})
}

func FuzzCV(f *testing.F) { importertest.Fuzz(f, Reader{}, sample(f), sampleName) }

func TestHostile(t *testing.T) {
	importertest.Hostile(t, Reader{}, "cv.json", importer.Part{Files: []string{"cv.json"}})
}

func TestEncodings(t *testing.T) {
	raw, err := fs.ReadFile(sample(t), sampleName)
	if err != nil {
		t.Fatal(err)
	}
	importertest.Encodings(t, Reader{}, fstest.MapFS{sampleName: {Data: raw}}, sampleName)
}
