package vcard

import (
	"bytes"
	"compress/gzip"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"entregent/internal/importer"
	"entregent/internal/importer/importertest"
)

func TestRecorded(t *testing.T) { importertest.Run(t, Reader{}, "testdata") }

// decode reads every card of raw.
func decode(t testing.TB, raw []byte) ([]*Card, []Fault) {
	t.Helper()
	d := NewDecoder(bytes.NewReader(raw), importer.DefaultLimits)
	var cards []*Card
	for {
		c, err := d.Next()
		if c != nil {
			cards = append(cards, c)
		}
		if err == io.EOF {
			return cards, d.Faults()
		}
		if err != nil {
			t.Fatal(err)
		}
	}
}

func encode(cards []*Card) []byte {
	var b []byte
	for _, c := range cards {
		b = c.Append(b)
	}
	return b
}

// placeless compares cards without their place in the file.
var placeless = cmp.Options{
	cmpopts.IgnoreFields(Card{}, "Line"), cmpopts.IgnoreFields(Property{}, "Line"), cmpopts.EquateEmpty(),
}

func TestValues(t *testing.T) {
	tests := []struct{ why, card, want string }{
		{"escapes", `NOTE:a\, b\; c\\ d\ne\Nf`, "a, b; c\\ d\ne\nf"},
		{"Gmail guards colons", `URL:http\://example.org`, "http://example.org"},
		{"the Mac guards quotes", `NOTE:\"as is\"`, `"as is"`},
		{"other backslashes stay", `NOTE:C:\temp`, `C:\temp`},
		{"folded by a blank", "NOTE:caf\r\n é", "café"},
		{"folded by a tab, bare LF", "NOTE:caf\n\té", "café"},
		{"folded within a letter", "NOTE:caf\xc3\r\n \xa9", "café"},
		{"quoted-printable", "NOTE;ENCODING=QUOTED-PRINTABLE:=C3=A9=0D=0Aa=\r\n b", "é\na b"},
		{"quoted-printable, bare", "NOTE;QUOTED-PRINTABLE:=C3=A9", "é"},
		{"quoted-printable without charset", "NOTE;ENCODING=QUOTED-PRINTABLE:=E9", "é"},
		{"quoted-printable of a charset", "NOTE;CHARSET=ISO-8859-2;ENCODING=QUOTED-PRINTABLE:=B1", "ą"},
		{"base64 text", "NOTE;ENCODING=B:w6k=", "é"},
		{"bytes of Windows", "NOTE:na\xefve \x8cuvre", "naïve Œuvre"},
		{"bytes of a Mac", "NOTE:caf\x8es", "cafés"},
		{"bytes of a charset", "NOTE;CHARSET=iso-8859-15:\xa4", "€"},
		{"quotes hold a colon", `NOTE;X="a:b;c":v`, "v"},
		{"quotes never closed", `NOTE;X="a:v`, "v"},
		{"a blank before the colon", "NOTE : v", " v"},
		{"a line break smuggled in", "NOTE:a\rEMAIL:b", "a\nEMAIL:b"},
	}
	for _, tt := range tests {
		t.Run(tt.why, func(t *testing.T) {
			cards, faults := decode(t, []byte("BEGIN:VCARD\r\n"+tt.card+"\r\nEND:VCARD\r\n"))
			if len(cards) != 1 || len(cards[0].Props) != 1 || len(faults) > 0 {
				t.Fatalf("%d cards, faults %v", len(cards), faults)
			}
			if got := cards[0].Props[0].Text(); got != tt.want {
				t.Errorf("%q, want %q", got, tt.want)
			}
			if diff := cmp.Diff(cards, again(t, cards), placeless); diff != "" {
				t.Errorf("written and read again:\n%s", diff)
			}
		})
	}
}

func again(t testing.TB, cards []*Card) []*Card {
	again, _ := decode(t, encode(cards))
	return again
}

func TestStructure(t *testing.T) {
	tests := []struct{ why, file, want string }{
		{"two cards", "BEGIN:VCARD\nFN:a\nEND:VCARD\n\nbegin:vcard\nFN:b\nend:vcard", "FN=a|FN=b"},
		{"a card without an end", "BEGIN:VCARD\nFN:a\nBEGIN:VCARD\nFN:b\nEND:VCARD", "FN=a|FN=b !1 vcard_no_end"},
		{"the last without an end", "BEGIN:VCARD\nFN:a", "FN=a !1 vcard_no_end"},
		{"a card within", "BEGIN:VCARD\nAGENT:\nBEGIN:VCARD\nFN:b\nEND:VCARD\nFN:a\nEND:VCARD", "AGENT= 1BEGIN=VCARD 1FN=b 1END=VCARD FN=a"},
		{"indented", "BEGIN:VCARD \n VERSION:3.0\nFN : a\n\n\nEND:VCARD", "VERSION=3.0 FN= a"},
		{"groups and parameters", "BEGIN:VCARD\nitem1.TEL;CELL;TYPE=work,\"x,y\";P=^n^^^':1\nEND:VCARD", `item1.TEL["":CELL]["TYPE":work/x,y]["P":` + "\n" + `^"]=1`},
		{"not a property", "BEGIN:VCARD\nfree text\nFN:a\nEND:VCARD", "FN=a !2 vcard_line"},
		{"text around", "hello\nthere\nBEGIN:VCARD\nFN:a\nEND:VCARD\nbye", "FN=a !1 vcard_stray !6 vcard_stray"},
		{"base64 not indented", "BEGIN:VCARD\nPHOTO;BASE64:\nAAAA\nBBBB\n\nFN:a\nEND:VCARD", `PHOTO["":BASE64]=AAAABBBB FN=a`},
		{"old Mac", "BEGIN:VCARD\rFN:a\rEND:VCARD\r", "FN=a"},
		{"UTF-16", "\xff\xfeB\x00E\x00G\x00I\x00N\x00:\x00V\x00C\x00A\x00R\x00D\x00\n\x00F\x00N\x00:\x00\xe9\x00\n\x00E\x00N\x00D\x00:\x00V\x00C\x00A\x00R\x00D\x00", "FN=é"},
		{"UTF-16 without a mark", "\x00B\x00E\x00G\x00I\x00N\x00:\x00V\x00C\x00A\x00R\x00D\x00\n\x00F\x00N\x00:\x00\xe9\x00\n\x00E\x00N\x00D\x00:\x00V\x00C\x00A\x00R\x00D", "FN=é"},
		{"a mark of UTF-8", "\xef\xbb\xbfBEGIN:VCARD\nFN:a\nEND:VCARD", "FN=a"},
		{"nothing", "", ""},
	}
	for _, tt := range tests {
		t.Run(tt.why, func(t *testing.T) {
			cards, faults := decode(t, []byte(tt.file))
			if got := outline(cards, faults); got != tt.want {
				t.Errorf("%s\nwant %s", got, tt.want)
			}
		})
	}
}

// outline writes cards in one line, to be compared.
func outline(cards []*Card, faults []Fault) string {
	var all []string
	for _, c := range cards {
		var props []string
		for _, p := range c.Props {
			s := p.Name
			if p.Depth > 0 {
				s = fmt.Sprint(p.Depth, s)
			}
			if p.Group != "" {
				s = p.Group + "." + s
			}
			for _, q := range p.Params {
				s += fmt.Sprintf("[%q:%s]", q.Name, strings.Join(q.Values, "/"))
			}
			props = append(props, s+"="+p.Value)
		}
		all = append(all, strings.Join(props, " "))
	}
	s := strings.Join(all, "|")
	for _, f := range faults {
		s += fmt.Sprintf(" !%d %s", f.Line, f.Key)
	}
	return strings.TrimSpace(s)
}

func TestFolding(t *testing.T) {
	c := Card{Props: []Property{NewText("VERSION", "4.0"), NewText("NOTE", strings.Repeat("é€𝄞 ", 200))}}
	for line := range strings.SplitSeq(strings.TrimSuffix(string(c.Append(nil)), "\r\n"), "\r\n") {
		if len(line) > 75 || !utf8.ValidString(line) {
			t.Errorf("%d bytes: %q", len(line), line)
		}
	}
}

// No value, wherever it is put, makes a second property or a second line of one.
func TestInjection(t *testing.T) {
	raw, err := os.ReadFile(importertest.Shared(t, "corpora", "crafted", "lists", "field-values.jsonl"))
	if err != nil {
		t.Fatal(err)
	}
	values := []string{"a\rb", "a\u0085b", "a\u2029b", "a\r\n b", "a=", "\\", "a;b,c", " a ", "\x7f", "END:VCARD\r\nBEGIN:VCARD"}
	for line := range strings.Lines(string(raw)) {
		var v struct{ V string }
		if err := json.Unmarshal([]byte(line), &v); err != nil {
			t.Fatal(err)
		}
		values = append(values, v.V)
	}
	for _, version := range []string{"2.1", "3.0", "4.0"} {
		for _, v := range values {
			inject(t, version, v)
		}
	}
}

func inject(t *testing.T, version, v string) {
	c := &Card{Props: []Property{
		NewText("VERSION", version), NewText("FN", v), NewFields("N", v, v, "", v), NewList("CATEGORIES", v, "x", v),
		{Group: v, Name: "X-A", Value: v}, {Name: v, Value: "x"}, {Name: "X-B", Params: []Param{{"P", []string{v, v}}, {v, []string{"x"}}, {"", []string{v}}}, Value: "x"},
		{Name: "X-C", Params: []Param{{"ENCODING", []string{"QUOTED-PRINTABLE"}}}, Value: v}, NewText("LAST", "x"),
	}}
	cards, faults := decode(t, c.Append(nil))
	if len(cards) != 1 || len(cards[0].Props) != len(c.Props) || len(faults) > 0 {
		t.Fatalf("%s %q: %d cards, %s", version, v, len(cards), outline(cards, faults))
	}
	want, p := breaks(v), cards[0].Props
	fields, list := p[2].Fields(), p[3].List()
	if got := p[1].Text(); got != want {
		t.Errorf("%s text %q reads %q", version, want, got)
	}
	if len(fields) != 4 || fields[0] != strings.TrimSpace(want) || fields[3] != fields[0] {
		t.Errorf("%s fields of %q: %q", version, want, fields)
	}
	if len(list) != 3 || list[0] != want || list[2] != want {
		t.Errorf("%s list of %q: %q", version, want, list)
	}
	if got := p[6].Param("P"); got != want {
		t.Errorf("%s parameter %q reads %q", version, want, got)
	}
}

// corpus calls f with every card file of the shared data.
func corpus(t *testing.T, f func(t *testing.T, path string, raw []byte)) {
	for _, folder := range [][]string{{"samples", "vcard"}, {"corpora", "vcard"}, {"corpora", "crafted", "vcf"}} {
		root := importertest.Shared(t, folder...)
		filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
			name := strings.TrimSuffix(filepath.Base(path), ".gz")
			if err != nil || d.IsDir() || !(strings.HasSuffix(name, ".vcf") || strings.HasSuffix(name, ".vcard")) {
				return err
			}
			t.Run(name, func(t *testing.T) { f(t, path, unpacked(t, path)) })
			return nil
		})
	}
}

func unpacked(t testing.TB, path string) []byte {
	raw, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if strings.HasSuffix(path, ".gz") {
		zr, err := gzip.NewReader(bytes.NewReader(raw))
		if err != nil {
			t.Fatal(err)
		}
		if raw, err = io.ReadAll(zr); err != nil {
			t.Fatal(err)
		}
	}
	return raw
}

// same is what cmp.Diff with placeless says, fast enough for large files.
func same(a, b []*Card) bool {
	return slices.EqualFunc(a, b, func(x, y *Card) bool {
		return slices.EqualFunc(x.Props, y.Props, func(p, q Property) bool {
			return p.Group == q.Group && p.Name == q.Name && p.Value == q.Value && p.Depth == q.Depth &&
				slices.EqualFunc(p.Params, q.Params, func(v, w Param) bool { return v.Name == w.Name && slices.Equal(v.Values, w.Values) })
		})
	})
}

func TestCorpusComesBack(t *testing.T) {
	corpus(t, func(t *testing.T, _ string, raw []byte) {
		cards, _ := decode(t, raw)
		if back := again(t, cards); !same(cards, back) {
			t.Errorf("written and read again:\n%.2000s", cmp.Diff(cards, back, placeless))
		}
	})
}

// differences are the files whose expected form is another writer's opinion, with
// why ours is kept.
var differences = map[string]string{
	"calcard_001.vcf": "a soft break written out as a backslash and an n is no soft break",
}

// The fields of the corpus are those that another program finds in it.
func TestExpectedFields(t *testing.T) {
	compared, unequal := 0, 0
	corpus(t, func(t *testing.T, path string, raw []byte) {
		expected, err := os.ReadFile(path + ".out")
		if err != nil {
			t.Skip("nothing expected")
		}
		expected = bytes.ReplaceAll(expected, []byte(`\r`), nil) // that writer keeps the CR of a line break
		got, want := fields(decode(t, raw)), fields(decode(t, expected))
		for _, f := range want {
			compared++
			if !slices.Contains(got, f) && differences[filepath.Base(path)] == "" {
				unequal++
				t.Errorf("expected %q", f)
			}
		}
		if t.Failed() {
			t.Logf("got %q", got)
		}
	})
	t.Logf("%d fields, %d unequal", compared, unequal)
}

// fields lists the words that cards hold, by property.
func fields(cards []*Card, _ []Fault) []string {
	var all []string
	for _, c := range cards {
		for i := range c.Props {
			switch p := &c.Props[i]; strings.ToUpper(p.Name) {
			case "N", "ADR", "ORG":
				all = append(all, strings.ToUpper(p.Name)+"="+strings.TrimRight(strings.Join(p.Fields(), "|"), "|"))
			case "FN", "NICKNAME", "TITLE", "ROLE", "NOTE", "EMAIL", "TEL", "URL", "CATEGORIES", "RELATED", "UID", "LABEL":
				all = append(all, strings.ToUpper(p.Name)+"="+strings.TrimSpace(p.Text()))
			}
		}
	}
	return all
}

func TestCorpusIsRead(t *testing.T) {
	corpus(t, func(t *testing.T, _ string, raw []byte) {
		src := fstest.MapFS{"a.vcf": {Data: raw}}
		cards := 0
		for _, part := range (Reader{}).Find(src) {
			events, err := importertest.Events(Reader{}, src, part, importertest.Options(t))
			if err != nil {
				t.Error(err)
			}
			for _, e := range events {
				cards += e.Read
			}
		}
		want := bytes.Count(bytes.ToUpper(bytes.ReplaceAll(raw, []byte{0}, nil)), []byte("BEGIN:VCARD"))
		if cards > want || cards == 0 && want > 0 {
			t.Errorf("%d records of at most %d", cards, want)
		}
	})
}

// The time and memory of reading grow with the bytes, whatever they are.
func TestGrowth(t *testing.T) {
	families := map[string]func(n int) string{
		"folds":         func(n int) string { return "NOTE:x" + strings.Repeat("\r\n x", n) },
		"soft breaks":   func(n int) string { return "NOTE;QUOTED-PRINTABLE:x" + strings.Repeat("=\r\nx", n) },
		"folded head":   func(n int) string { return "NOTE" + strings.Repeat(";\r\n X=1", n) + ":x" },
		"soft in head":  func(n int) string { return "NOTE;QUOTED-PRINTABLE" + strings.Repeat("=\r\n ", n) + ":x" },
		"parameters":    func(n int) string { return "TEL" + strings.Repeat(";TYPE=a,b", n) + ":1" },
		"properties":    func(n int) string { return strings.Repeat("TEL:1\r\n", n) },
		"base64 lines":  func(n int) string { return "PHOTO;BASE64:" + strings.Repeat("\r\nAAAA", n) },
		"values":        func(n int) string { return "CATEGORIES:a" + strings.Repeat(",b", n) },
		"backslashes":   func(n int) string { return "NOTE:" + strings.Repeat(`\`, n) },
		"nested":        func(n int) string { return strings.Repeat("AGENT:\r\nBEGIN:VCARD\r\n", n) },
		"without end":   func(n int) string { return strings.Repeat("BEGIN:VCARD\r\n", n) },
		"quotes":        func(n int) string { return "X;A=" + strings.Repeat(`"`, n) + ":1" },
		"carets":        func(n int) string { return "X;A=" + strings.Repeat("^", n) + ":1" },
		"semicolons":    func(n int) string { return "N:" + strings.Repeat(";", n) },
		"one long line": func(n int) string { return strings.Repeat("x", n) },
	}
	for name, make := range families {
		t.Run(name, func(t *testing.T) {
			const n = 20_000
			small, large := cost(t, make(n)), cost(t, make(4*n))
			if large.allocs > 6*small.allocs+100 || large.bytes > 6*small.bytes+1<<20 {
				t.Errorf("four times the input: %v, then %v", small, large)
			}
		})
	}
}

type spent struct{ allocs, bytes uint64 }

// cost counts what reading a card takes. Counting is not disturbed by what else
// the machine does, as time would be.
func cost(t *testing.T, body string) spent {
	raw := []byte("BEGIN:VCARD\r\n" + body + "\r\nEND:VCARD\r\n")
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	cards, _ := decode(t, raw)
	for _, c := range cards {
		for i := range c.Props {
			c.Props[i].Fields()
		}
	}
	runtime.ReadMemStats(&after)
	return spent{after.Mallocs - before.Mallocs, after.TotalAlloc - before.TotalAlloc}
}

func TestLimits(t *testing.T) {
	limits := importer.Limits{MaxCard: 1000, MaxProperties: 5}
	tests := []struct{ why, body, want string }{
		{"too many properties", strings.Repeat("A:1\n", 9), "vcard_large"},
		{"too many bytes", "A:" + strings.Repeat("x", 600) + "\nB:" + strings.Repeat("x", 600) + "\nC:1\n", "vcard_large"},
		{"too large a picture", "PHOTO;ENCODING=b:" + strings.Repeat("A", 8<<20) + "\n", "vcard_photo_large"},
	}
	for _, tt := range tests {
		t.Run(tt.why, func(t *testing.T) {
			d := NewDecoder(strings.NewReader("BEGIN:VCARD\nFN:a\n"+tt.body+"END:VCARD\nBEGIN:VCARD\nFN:b\nEND:VCARD\n"), limits)
			first, err1 := d.Next()
			second, err2 := d.Next()
			if err1 != nil || err2 != nil || first.Props[0].Value != "a" || second.Props[0].Value != "b" {
				t.Fatal(first, err1, second, err2)
			}
			if f := d.Faults(); len(f) != 1 || f[0].Key != tt.want {
				t.Errorf("faults %v, want one %s", f, tt.want)
			}
		})
	}
}

// A reader that fails is not the end of the file.
func TestReadError(t *testing.T) {
	broken := errors.New("the disk is gone")
	d := NewDecoder(io.MultiReader(strings.NewReader("BEGIN:VCARD\nFN:a\n"), failing{broken}), importer.DefaultLimits)
	if _, err := d.Next(); !errors.Is(err, broken) {
		t.Errorf("error %v", err)
	}
}

type failing struct{ err error }

func (f failing) Read([]byte) (int, error) { return 0, f.err }

func TestStopsWhenAsked(t *testing.T) {
	src := fstest.MapFS{"a.vcf": {Data: []byte(strings.Repeat("BEGIN:VCARD\nFN:a\nEND:VCARD\n", 10))}}
	part := Reader{}.Find(src)[0]
	seen := 0
	for range (Reader{}).Read(context.Background(), src, part, importertest.Options(t)) {
		if seen++; seen == 3 {
			break
		}
	}
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	for _, err := range (Reader{}).Read(ctx, src, part, importertest.Options(t)) {
		if !errors.Is(err, context.Canceled) {
			t.Errorf("error %v", err)
		}
	}
}

func BenchmarkRead(b *testing.B) {
	card := "BEGIN:VCARD\r\nVERSION:3.0\r\nN:Roc;Odile;;;\r\nFN:Odile Roc\r\nORG:Atelier;Dessin\r\nEMAIL;type=WORK:odile@example.org\r\n" +
		"TEL;type=CELL:02 61 91 00 78\r\nADR;type=HOME:;;1 rue Basse;Tours;;37000;France\r\nNOTE:Aime le kayak.\r\nEND:VCARD\r\n"
	src := fstest.MapFS{"a.vcf": {Data: []byte(strings.Repeat(card, 1000))}}
	part := Reader{}.Find(src)[0]
	b.SetBytes(int64(1000 * len(card)))
	b.ReportAllocs()
	for b.Loop() {
		importertest.Events(Reader{}, src, part, importertest.Options(b))
	}
}

func FuzzCards(f *testing.F) {
	for _, folder := range []string{"samples/vcard", "corpora/crafted/vcf", "corpora/vcard/ez-vcard"} {
		list, _ := filepath.Glob(filepath.Join("..", "..", "..", "..", "shared", folder, "*.vcf"))
		for _, path := range list {
			if raw, err := os.ReadFile(path); err == nil && len(raw) < 8<<10 {
				f.Add(raw)
			}
		}
	}
	f.Add([]byte("BEGIN:VCARD\nAGENT:\nBEGIN:VCARD\nN;QUOTED-PRINTABLE:a=\nEND:VCARD"))
	f.Fuzz(func(t *testing.T, raw []byte) {
		cards, _ := decode(t, raw)
		if back := again(t, cards); !same(cards, back) {
			t.Errorf("written and read again:\n%s\n%q", cmp.Diff(cards, back, placeless), encode(cards))
		}
		src := fstest.MapFS{"a.vcf": {Data: raw}}
		opt := importertest.Options(t)
		for _, part := range (Reader{}).Find(src) {
			events, err := importertest.Events(Reader{}, src, part, opt)
			if err != nil {
				t.Error(err)
			}
			for _, e := range events {
				if e.Card != nil && !utf8.ValidString(e.Card.Name) {
					t.Errorf("name %q", e.Card.Name)
				}
			}
		}
	})
}
