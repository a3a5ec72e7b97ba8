package jsonfile

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"testing/fstest"
	"testing/iotest"

	"entregent/internal/importer"
	"entregent/internal/importer/importertest"
)

var limits = importer.DefaultLimits

// read reads the whole of one text as one value.
func read(text io.Reader, lim importer.Limits) (Value, error) {
	r := NewReader(text, lim)
	v, err := r.Value()
	if err == nil {
		err = r.End()
	}
	return v, err
}

// I10: what must be accepted is, and means what the standard reader says; what
// must be refused is, and where.
func TestGrammar(t *testing.T) {
	files, err := filepath.Glob(filepath.Join(importertest.Shared(t, "corpora", "json", "JSONTestSuite", "test_parsing"), "*.json"))
	if err != nil || len(files) < 200 {
		t.Fatalf("%d files, %v", len(files), err)
	}
	for _, name := range files {
		raw, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		lim := limits
		lim.MaxDepth = 600
		_, err = read(strings.NewReader(string(raw)), lim)
		_, slow := read(iotest.OneByteReader(strings.NewReader(string(raw))), lim)
		if (err == nil) != (slow == nil) {
			t.Errorf("%s: %v, and a byte at a time %v", filepath.Base(name), err, slow)
		}
		std := json.Valid(raw)
		switch base := filepath.Base(name); {
		case base[0] == 'i':
		case std != (base[0] == 'y'):
			t.Logf("%s: the standard reader differs", base)
		case err != nil && base[0] == 'y':
			t.Errorf("%s: refused: %v", base, err)
		case err == nil && base[0] == 'n':
			t.Errorf("%s: accepted", base)
		}
	}
}

// plain is what the standard reader makes of a value.
func plain(v Value) any {
	switch v.Kind {
	case Object:
		m := map[string]any{}
		v.Fields(func(n string, x Value) { m[n] = plain(x) })
		return m
	case Array:
		out := []any{}
		for _, x := range v.List() {
			out = append(out, plain(x))
		}
		return out
	case Bool:
		return v.True()
	case Number:
		return json.Number(v.Text())
	case String:
		return v.Text()
	}
	return nil
}

func same(t *testing.T, raw string) {
	t.Helper()
	v, err := read(strings.NewReader(raw), limits)
	if err != nil {
		t.Errorf("%.80q: %v", raw, err)
		return
	}
	var want any
	d := json.NewDecoder(strings.NewReader(raw))
	d.UseNumber()
	if err := d.Decode(&want); err != nil {
		t.Fatal(err)
	}
	a, _ := json.Marshal(want)
	b, _ := json.Marshal(plain(v))
	if string(a) != string(b) {
		t.Errorf("%.80q: %s, the standard reader says %s", raw, b, a)
	}
}

func TestMeaning(t *testing.T) {
	for _, raw := range []string{
		`{"a":[1,2.50,-0,1e9,true,false,null,"x",{},[]],"b":{"c":"d"}}`, `"\u00e9\ud83d\ude00\n\/\"\\"`, `"\ud83dx"`, `"\ud83d\u0041"`, `"\ud83d\n"`,
		`"\ud83d\ud83d\ude00"`, `"\ude00"`, `{"a":1,"a":2}`, ` [ 1 , 2 ] `, `"` + strings.Repeat("é", 50_000) + `"`, `0`, `[]`,
	} {
		same(t, raw)
	}
	for shift := range 14 { // an escape may lie across the end of a buffer
		same(t, `"`+strings.Repeat("x", window-14+shift)+`\ud83d\ude00\u0041"`)
	}
}

func TestFaults(t *testing.T) {
	lim := limits
	lim.MaxDepth, lim.MaxLine, lim.MaxMessage, lim.MaxFile = 4, 50, 2000, 5000
	for _, c := range []struct {
		name, in, key string
		line          int
		over          bool
	}{
		{"nothing", "", "json_cut", 1, true},
		{"cut in a record", "[\n{\"a\":\n1", "json_cut", 3, true},
		{"cut in a word", "[tru", "json_cut", 1, true},
		{"cut in a string", "[\n\"abc", "json_cut", 2, true},
		{"a comma too many", "[1,\n]", "json_syntax", 2, true},
		{"no comma", "{\"a\":1\n\"b\":2}", "json_syntax", 2, true},
		{"a line break in a string", "[\"a\nb\"]", "json_syntax", 1, true},
		{"words that are none", "[\n\nundefined]", "json_syntax", 3, true},
		{"a bare minus", "[-]", "json_syntax", 1, true},
		{"too deep", "\n[[[[[1]]]]]", "json_deep", 2, false},
		{"too long a string", "[\n\"" + strings.Repeat("x", 51) + "\"]", "json_large", 1, false},
		{"too much in all", "[" + strings.Repeat("1,", 30) + "1]", "json_large", 1, false},
		{"too long a name", "{\"" + strings.Repeat("x", 51) + "\":1}", "json_large", 1, true},
		{"too long a number", "[" + strings.Repeat("1", 500) + "]", "json_syntax", 1, true},
		{"too large a file", strings.Repeat(" ", 5001) + "1", "json_size", 1, true},
	} {
		t.Run(c.name, func(t *testing.T) {
			_, err := read(strings.NewReader(c.in), lim)
			var f *Fault
			if !errors.As(err, &f) || f.Key != c.key || f.Line != c.line || f.Over != c.over {
				t.Errorf("got %+v", err)
			}
		})
	}
	_, err := read(iotest.ErrReader(io.ErrUnexpectedEOF), lim)
	if !errors.Is(err, io.ErrUnexpectedEOF) {
		t.Errorf("a broken source: %v", err)
	}
	if _, err := read(strings.NewReader("{} x"), lim); err == nil {
		t.Error("what stands behind the value was not seen")
	}
}

// The bound of a record is that of all it holds: names, which have a bound of
// their own, neither widen it nor narrow it.
func TestRoomOfObjects(t *testing.T) {
	lim := limits
	lim.MaxLine, lim.MaxMessage = 1000, 5000
	for in, key := range map[string]string{
		"{\"a\":[" + strings.Repeat("1,", 30) + "1]}":             "",
		"{\"a\":[" + strings.Repeat("{\"c\":1},", 20) + "1]}":     "",
		"{\"a\":[" + strings.Repeat("{\"c\":1},", 30) + "1]}":     "json_large",
		"{\"a\":[" + strings.Repeat("1,", 60) + "1],\"b\":\"c\"}": "json_large",
	} {
		_, err := read(strings.NewReader(in), lim)
		var f *Fault
		if errors.As(err, &f) != (key != "") || f != nil && (f.Key != key || f.Over) {
			t.Errorf("%.20s: %+v, want %q", in, err, key)
		}
	}
}

// A record that is left out costs itself alone, and what lies before a fault is
// kept.
func TestRecordsGoOn(t *testing.T) {
	lim := limits
	lim.MaxDepth = 4
	in := "[1,\n[[[[[2]]]]],\n3,\n{\"a\":[],\"b\":[]},4,\n5 6]"
	r := NewReader(strings.NewReader(in), lim)
	var got []string
	err := r.Records(func(v Value) error {
		got = append(got, fmt.Sprintf("%d:%s", v.Line, v.Text()))
		return nil
	}, func(f *Fault) error {
		got = append(got, fmt.Sprintf("%d:%s", f.Line, f.Key))
		return nil
	})
	var f *Fault
	if !errors.As(err, &f) || f.Key != "json_syntax" || f.Line != 5 {
		t.Errorf("ends with %+v", err)
	}
	if want := "1:1 2:json_deep 3:3 4: 4:4 5:5"; strings.Join(got, " ") != want {
		t.Errorf("got %q", got)
	}
}

func TestWalk(t *testing.T) {
	r := NewReader(strings.NewReader(`{"skip":{"x":[1,{"y":"]"}]},"list":[1,2],"n":3}`), limits)
	var seen []string
	err := r.Each(func(name string) error {
		seen = append(seen, name)
		if name != "list" {
			return nil
		}
		return r.Each(func(string) error {
			v, err := r.Value()
			seen = append(seen, v.Text())
			return err
		})
	})
	if got := strings.Join(seen, " "); err != nil || got != "skip list 1 2 n" {
		t.Errorf("%q, %v", got, err)
	}
}

func TestAssignment(t *testing.T) {
	for in, want := range map[string]string{
		"window.YTD.tweets.part0 = [1]":            "window.YTD.tweets.part0",
		"Grailbird.data.tweets_2016_05 = \n [ 1 ]": "Grailbird.data.tweets_2016_05",
		"var user_details =  {\"a\":1}":            "var user_details",
		" [1]":                                     "",
		"[]":                                       "",
		"alert(1)":                                 "!",
		"a = alert([1])":                           "!",
		strings.Repeat("x", 400) + " = [1]":        "!",
		"window.x":                                 "!",
	} {
		r := NewReader(strings.NewReader(in), limits)
		got, err := r.Assignment()
		if err == nil {
			err = r.Skip()
		}
		if err != nil {
			got = "!"
		}
		if got != want {
			t.Errorf("%q: %q, %v", in, got, err)
		}
	}
}

func TestAnswersOfAValue(t *testing.T) {
	v, err := read(strings.NewReader(`{"a":{"b":" x "},"n":"12","f":3.0,"g":3.5,"yes":"yes","no":0,"nil":null,"l":[1],"big":99999999999999999999}`), limits)
	if err != nil {
		t.Fatal(err)
	}
	n, ok := v.Get("n").Int()
	f, okf := v.Get("f").Int()
	_, okg := v.Get("g").Int()
	_, okb := v.Get("big").Int()
	if v.Get("a", "b").Words() != "x" || n != 12 || !ok || f != 3 || !okf || okg || okb || !v.Get("yes").True() || v.Get("no").True() ||
		v.First("nil", "none", "n").Text() != "12" || v.Get("x", "y").Kind != None || len(v.Get("a").List()) != 0 || len(v.Get("l").List()) != 1 {
		t.Error("an answer is wrong")
	}
}

// Files in any encoding: those of the hostile collection are read or refused,
// and no more is held than the limits allow.
func TestHostileFiles(t *testing.T) {
	names, _ := filepath.Glob(filepath.Join(importertest.Shared(t, "corpora", "crafted", "json"), "*"))
	if len(names) == 0 {
		t.Fatal("no files")
	}
	want := map[string]string{"deep-array-1M.json.gz": "json_cut", "deep-object-200k.json.gz": "json_cut", "keys-200k.json.gz": "json_large", "trailing.json": "json_syntax", "comments.json": "json_syntax"}
	for _, name := range names {
		raw := importertest.Inflated(t, name)
		file, err := Open(fstest.MapFS{"a.json": {Data: raw}}, "a.json", limits)
		if err != nil {
			t.Fatal(err)
		}
		_, err = file.Value()
		if err == nil {
			err = file.End()
		}
		key := ""
		var f *Fault
		if errors.As(err, &f) {
			key = f.Key
		} else if err != nil {
			t.Errorf("%s: %v", name, err)
		}
		if key != want[filepath.Base(name)] {
			t.Errorf("%s: %q", filepath.Base(name), key)
		}
	}
}

// I8: of each family, twice the text allocates no more than about twice as
// much, and never more than a fixed multiple of its size.
func TestGrowth(t *testing.T) {
	rep := func(s string, n int) string { return strings.Repeat(s, n/len(s)+1) }
	families := map[string]func(n int) string{
		"arrays never closed":  func(n int) string { return rep("[", n) },
		"objects never closed": func(n int) string { return rep(`{"a":`, n) },
		"empty arrays":         func(n int) string { return "[" + rep("[],", n) + "1]" },
		"empty strings":        func(n int) string { return "[" + rep(`"",`, n) + "1]" },
		"members":              func(n int) string { return "{" + rep(`"":0,`, n) + `"":0}` },
		"escapes":              func(n int) string { return `["` + rep(`\u0041`, n) + `"]` },
		"half pairs":           func(n int) string { return `["` + rep(`\ud83d`, n) + `"]` },
		"backslashes":          func(n int) string { return `["` + rep(`\\`, n) + `"]` },
		"digits":               func(n int) string { return rep("1", n) },
		"white space":          func(n int) string { return rep(" \n", n) },
		"small records":        func(n int) string { return "[" + rep(`{"a":"b"},`, n) + "{}]" },
	}
	whole := func(text string) {
		r := NewReader(strings.NewReader(text), limits)
		_ = r.Records(func(Value) error { return nil }, func(*Fault) error { return nil })
		_, _ = read(strings.NewReader(text), limits)
	}
	for name, family := range families {
		t.Run(name, func(t *testing.T) {
			var last uint64
			for _, n := range []int{64 << 10, 128 << 10, 256 << 10, 512 << 10} {
				text := family(n)
				got := allocated(func() { whole(text) })
				if last > 0 && float64(got) > 2.6*float64(last)+512<<10 {
					t.Errorf("%d bytes allocate %d, half of them %d", n, got, last)
				}
				if got > uint64(400*n+4<<20) {
					t.Errorf("%d bytes allocate %d", n, got)
				}
				last = got
			}
			whole(family(4 << 20))
		})
	}
}

func allocated(f func()) uint64 {
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	f()
	runtime.ReadMemStats(&after)
	return after.TotalAlloc - before.TotalAlloc
}

// FuzzReader: what the standard reader accepts is accepted with the same
// meaning, and nothing else is.
func FuzzReader(f *testing.F) {
	for _, s := range []string{`{"a":[1,2.5,"x\u00e9",null,true]}`, `["\ud83d\ude00"]`, `[1 2]`, `"`, `-`, `[[[[`, "\xEF\xBB\xBF{}", `1e5`} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, raw []byte) {
		lim := limits
		lim.MaxDepth = 100
		v, err := read(strings.NewReader(string(raw)), lim)
		valid := json.Valid(raw)
		var fault *Fault
		if errors.As(err, &fault) && !fault.Over || errors.As(err, &fault) && len(raw) > maxNumber {
			return
		}
		if (err == nil) != valid {
			t.Fatalf("%q: %v, valid %v", raw, err, valid)
		}
		if err == nil {
			if _, err := json.Marshal(plain(v)); err != nil {
				t.Fatal(err)
			}
		}
	})
}

// BenchmarkRecords, beside the standard reader on the same text.
func BenchmarkRecords(b *testing.B) {
	text := "[" + strings.Repeat(`{"sender_name":"Jordan Pike","timestamp_ms":1717321402123,"content":"See you at 3, caf\u00c3\u00a9?","type":"Generic","is_geoblocked_for_viewer":false},`+"\n", 50_000) + "{}]"
	b.Run("ours", func(b *testing.B) {
		b.SetBytes(int64(len(text)))
		for b.Loop() {
			r := NewReader(strings.NewReader(text), limits)
			if err := r.Records(func(Value) error { return nil }, func(f *Fault) error { return f }); err != nil {
				b.Fatal(err)
			}
		}
	})
	b.Run("standard", func(b *testing.B) {
		b.SetBytes(int64(len(text)))
		for b.Loop() {
			d := json.NewDecoder(strings.NewReader(text))
			if _, err := d.Token(); err != nil {
				b.Fatal(err)
			}
			for d.More() {
				var v any
				if err := d.Decode(&v); err != nil {
					b.Fatal(err)
				}
			}
		}
	})
}
