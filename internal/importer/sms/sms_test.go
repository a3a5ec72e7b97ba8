package sms

import (
	"bytes"
	"compress/gzip"
	"encoding/xml"
	"errors"
	"io"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"testing/fstest"

	"entregent/internal/importer"
	"entregent/internal/importer/importertest"
	"entregent/internal/network"
)

func TestRecorded(t *testing.T) { importertest.Run(t, Reader{}, "testdata") }

// A tally is what one reading gave.
type tally struct{ encounters, cards, ignored, problems, read int }

func count(events []importer.Event) (n tally) {
	for _, e := range events {
		n.read += e.Read
		switch {
		case e.Encounter != nil:
			n.encounters++
		case e.Card != nil:
			n.cards++
		case e.Ignored != nil:
			n.ignored++
		case e.Problem != nil:
			n.problems++
		}
	}
	return n
}

func TestEverySample(t *testing.T) {
	src := os.DirFS(importertest.Shared(t, "samples", "sms_backup"))
	want := map[string]tally{
		"importer_test_06_sms.xml":   {encounters: 2, read: 2},
		"importer_test_07_calls.xml": {cards: 1, read: 1},
		"importer_test_08_sms.xml":   {encounters: 1, read: 1},
		"importer_test_11_sms.xml":   {encounters: 1, read: 1},
		"parser_test_01_sms.xml":     {encounters: 1, ignored: 1, read: 2},
		"parser_test_02_sms.xml":     {encounters: 1, read: 1},
	}
	for _, part := range (Reader{}).Find(src) {
		events, err := importertest.Events(Reader{}, src, part, importertest.Options(t))
		if err != nil {
			t.Fatal(err)
		}
		if got := count(events); got != want[part.Label] {
			t.Errorf("%s: %+v, want %+v", part.Label, got, want[part.Label])
		}
		delete(want, part.Label)
	}
	if len(want) > 0 {
		t.Errorf("not found: %v", want)
	}
}

// The scanner reads of honest files what the standard library reads.
func TestAgainstTheStandardLibrary(t *testing.T) {
	files, _ := filepath.Glob(filepath.Join(importertest.Shared(t, "samples", "sms_backup"), "*.xml"))
	for _, name := range files {
		raw, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		var want []string
		d := xml.NewDecoder(bytes.NewReader(raw))
		for {
			tok, err := d.Token()
			if err == io.EOF {
				break
			}
			if err != nil {
				t.Fatal(err)
			}
			if s, ok := tok.(xml.StartElement); ok {
				for _, a := range s.Attr {
					if a.Name.Local != "data" {
						want = append(want, s.Name.Local+" "+a.Name.Local+"="+a.Value)
					}
				}
			}
		}
		s, err := open(os.DirFS(filepath.Dir(name)), filepath.Base(name), importer.DefaultLimits)
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		for s.next() == nil {
			for _, a := range s.tag.attrs {
				got = append(got, s.tag.name+" "+a.name+"="+a.value)
			}
		}
		s.close()
		if strings.Join(got, "\n") != strings.Join(want, "\n") {
			t.Errorf("%s:\n%q\nwant\n%q", name, got, want)
		}
	}
}

func TestOwner(t *testing.T) {
	src := os.DirFS(importertest.Shared(t, "samples", "sms_backup"))
	for _, part := range (Reader{}).Find(src) {
		claims, err := Reader{}.Owner(t.Context(), src, part)
		if err != nil {
			t.Fatal(err)
		}
		sent := strings.Contains(part.Label, "_06_") || strings.Contains(part.Label, "_11_")
		if sent != (len(claims) == 1) || sent && claims[0].Handles[0] != (network.Handle{Kind: network.RawPhone, Value: "+15550000001"}) {
			t.Errorf("%s: %+v", part.Label, claims)
		}
	}
}

func read(t testing.TB, text string) []importer.Event {
	t.Helper()
	src := fstest.MapFS{"a.xml": {Data: []byte(text)}}
	events, err := importertest.Events(Reader{}, src, importer.Part{Label: "a.xml", Files: []string{"a.xml"}}, importertest.Options(t))
	if err != nil {
		t.Fatal(err)
	}
	return events
}

const one = `<sms address="+33261910078" date="1767000000000" type="1" body="x"/>`

func TestBadInput(t *testing.T) {
	for _, c := range []struct {
		what, text string
		want       tally
	}{
		{"cut within a record", "<smses>" + one + "\n<sms address=\"+336", tally{encounters: 1, problems: 1, read: 1}},
		{"cut between records", "<smses>" + one, tally{encounters: 1, problems: 1, read: 1}},
		{"a quote never closed", "<smses>" + one + `<sms address="+33261910078 date=>` + one + one, tally{encounters: 1, problems: 1, read: 1}},
		{"a message within a message", `<smses><mms msg_box="1" date="1767000000000" address="+33261910078">` + one + "</smses>", tally{encounters: 2, read: 2}},
		{"no record at all", "<smses count=\"0\"/>", tally{}},
		{"something else", "<backup>" + one + "</backup>", tally{}},
		{"a year that cannot be", `<smses><sms address="+33261910078" date="99999999999999999" type="1" body="x"/></smses>`, tally{problems: 1, read: 1}},
		{"UTF-16", "\xff\xfe" + wide("<smses>"+one+"</smses>"), tally{encounters: 1, read: 1}},
		{"an entity that swells", `<!DOCTYPE smses [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><smses><sms address="+33261910078" date="1767000000000" type="1" body="&b;"/></smses>`,
			tally{encounters: 1, read: 1}},
	} {
		if got := count(read(t, c.text)); got != c.want {
			t.Errorf("%s: %+v, want %+v", c.what, got, c.want)
		}
	}
	cut := read(t, "<smses>\n"+one+"\n<sms address=\"+336")
	if p := cut[len(cut)-1]; p.At.Line != 2 || p.Problem.Key != "sms_cut" {
		t.Errorf("%+v", p)
	}
}

func wide(s string) string {
	var b strings.Builder
	for _, r := range s {
		b.WriteByte(byte(r))
		b.WriteByte(0)
	}
	return b.String()
}

// The hostile XML of the corpora is nobody's messages, and is left at once.
func TestCorpora(t *testing.T) {
	dir := importertest.Shared(t, "corpora", "crafted", "xml")
	files, _ := filepath.Glob(filepath.Join(dir, "*"))
	for _, name := range files {
		raw, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		if z, err := gzip.NewReader(bytes.NewReader(raw)); err == nil {
			if raw, err = io.ReadAll(z); err != nil {
				t.Fatal(err)
			}
		}
		if got := read(t, string(raw)); len(got) > 0 {
			t.Errorf("%s: %+v", name, got[0])
		}
		// As a backup, each is read to its end, and nothing comes of it.
		for _, e := range read(t, "<smses>"+string(raw)+"</smses>") {
			if e.Problem == nil {
				t.Errorf("%s: %+v", name, e)
			}
		}
	}
}

// A picture is read past: it costs no memory.
func TestAPictureCostsNothing(t *testing.T) {
	text := `<smses><mms msg_box="1" date="1767000000000" address="+33261910078"><parts><part ct="image/png" data="` +
		strings.Repeat("A", 30<<20) + `"/><part ct="text/plain" text="vu"/></parts></mms></smses>`
	src := fstest.MapFS{"a.xml": {Data: []byte(text)}}
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	events, err := importertest.Events(Reader{}, src, importer.Part{Files: []string{"a.xml"}}, importertest.Options(t))
	runtime.ReadMemStats(&after)
	if err != nil || len(events) != 1 || events[0].Encounter.Text != "vu" {
		t.Fatalf("%+v, %v", events, err)
	}
	if mb := (after.TotalAlloc - before.TotalAlloc) >> 20; mb > 4 {
		t.Errorf("%d MiB allocated", mb)
	}
}

// FuzzReader: whatever the bytes, reading ends without error and keeps to its
// bounds.
func FuzzReader(f *testing.F) {
	for _, dir := range [][]string{{"samples", "sms_backup"}, {"corpora", "crafted", "xml"}} {
		files, _ := filepath.Glob(filepath.Join(importertest.Shared(f, dir...), "*.xml"))
		for _, name := range files {
			raw, err := os.ReadFile(name)
			if err != nil {
				f.Fatal(err)
			}
			f.Add(raw[:min(len(raw), 16<<10)])
		}
	}
	f.Fuzz(func(t *testing.T, raw []byte) {
		for _, e := range read(t, string(raw)) {
			if x := e.Encounter; x != nil && (len(x.Text) > importer.MaxText || len(x.Key) > 100 || len(x.Parties) > 12) {
				t.Fatalf("out of bounds: %+v", x)
			}
		}
	})
}

func allocated(t *testing.T, text string) int64 {
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	read(t, text)
	runtime.ReadMemStats(&after)
	return int64(after.TotalAlloc - before.TotalAlloc)
}

// Twice the file is about twice the work, for each way in which a backup can grow.
func TestGrowth(t *testing.T) {
	mms := func(s string) string {
		return `<smses><mms msg_box="1" date="1767000000000" address="+33261910078">` + s + "</mms></smses>"
	}
	for _, f := range []struct {
		what string
		make func(n int) string
	}{
		{"messages", func(n int) string { return "<smses>" + strings.Repeat(one, n) + "</smses>" }},
		{"attributes", func(n int) string { return "<smses><sms " + strings.Repeat(`a="b" `, n) + "/></smses>" }},
		{"addresses", func(n int) string { return mms(strings.Repeat(`<addr type="151" address="+33261910078"/>`, n)) }},
		{"different addresses", func(n int) string {
			var b strings.Builder
			for i := range n {
				b.WriteString(`<addr type="151" address="+3361234` + strings.Repeat("5", i%30) + `"/>`)
			}
			return mms(b.String())
		}},
		{"parts", func(n int) string { return mms(strings.Repeat(`<part ct="text/plain" text="x"/>`, n)) }},
		{"references", func(n int) string {
			return `<smses><sms address="+33261910078" date="1767000000000" type="1" body="` + strings.Repeat("&amp;", n) + `"/></smses>`
		}},
		{"halves of emoji", func(n int) string {
			return `<smses><sms address="+33261910078" date="1767000000000" type="1" body="` + strings.Repeat("&#55357;", n) + `"/></smses>`
		}},
		{"open tags", func(n int) string { return "<smses>" + strings.Repeat("<a>", n) }},
		{"comments", func(n int) string { return "<smses>" + strings.Repeat("<!-- -->", n) }},
		{"declarations never closed", func(n int) string { return "<!" + strings.Repeat("<", n) }},
	} {
		t.Run(f.what, func(t *testing.T) {
			const n = 4000
			a, b, c := allocated(t, f.make(n)), allocated(t, f.make(2*n)), allocated(t, f.make(4*n))
			const slack = 512 << 10 // buffers of a fixed size
			if float64(b) > 2.6*float64(a)+slack || float64(c) > 2.6*float64(b)+slack {
				t.Errorf("%d, %d, %d bytes for %d, %d, %d", a, b, c, n, 2*n, 4*n)
			}
		})
	}
}

func TestABrokenSourceEndsThePart(t *testing.T) {
	_, err := importertest.Events(Reader{}, fstest.MapFS{}, importer.Part{Files: []string{"a.xml"}}, importertest.Options(t))
	if err == nil || errors.Is(err, errCut) {
		t.Errorf("got %v", err)
	}
}
