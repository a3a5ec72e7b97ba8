package importertest

import (
	"bytes"
	"cmp"
	"io/fs"
	"runtime"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"entregent/internal/importer"
	"entregent/internal/network"
)

// A Tally counts what a source gave, each thing once.
type Tally struct {
	People     int // others that are named, in whatever way
	Handles    int
	Encounters int // that took place or are planned, events aside
	Contacts   int // of them, those with words or a meeting: what is neither social nor event
	Favours    int
	Ties       int // pairs of others seen together (eight others at most), or named as related
	Events     int // attended, or answered
	Facts      int
	Own        int // lines of the owner's own trace
	Ignored    int
	Problems   int
	Read       int
}

// Count reads the whole of src with r.
func Count(t testing.TB, r importer.Reader, src fs.FS) Tally {
	t.Helper()
	var n Tally
	sets := map[string]map[string]bool{}
	seen := func(set, key string) int {
		if sets[set] == nil {
			sets[set] = map[string]bool{}
		}
		if key == "" || sets[set][key] {
			return 0
		}
		sets[set][key] = true
		return 1
	}
	who := func(w importer.Who, key string) string {
		for _, h := range w.Handles {
			n.Handles += seen("handle", string(h.Kind)+h.Value)
		}
		if w.Me {
			return ""
		}
		id := cmp.Or(strong(w.Handles), key, network.Fold(w.Name), w.Name)
		n.People += seen("person", id)
		return id
	}
	for _, part := range r.Find(src) {
		events, err := Events(r, src, part, Options(t))
		if err != nil {
			t.Fatal(err)
		}
		for _, e := range events {
			n.Read += e.Read
			switch {
			case e.Card != nil:
				who(e.Card.Who, e.Card.Key)
				n.Facts += len(e.Card.Facts)
				for _, f := range e.Card.Facts {
					switch f.Kind {
					case network.FactRelated:
						n.Ties++
					case network.FactEvent:
						n.Events++
					}
				}
			case e.Encounter != nil:
				if seen("encounter", e.Encounter.Key) == 0 {
					continue
				}
				if e.Encounter.Channel == network.Event {
					n.Events++
				} else {
					n.Encounters++
				}
				if e.Encounter.Channel.Contact() {
					n.Contacts++
				}
				var others []string
				for _, p := range e.Encounter.Parties {
					if id := who(p.Who, ""); id != "" && !slices.Contains(others, id) {
						others = append(others, id)
					}
				}
				slices.Sort(others)
				for i := 0; i < len(others) && len(others) <= network.Broadcast; i++ {
					for _, o := range others[i+1:] {
						n.Ties += seen("tie", others[i]+"\x00"+o)
					}
				}
			case e.Favour != nil:
				who(e.Favour.Who, e.Favour.WhoKey)
				n.Favours += seen("favour", e.Favour.Key)
			case e.Own != nil:
				n.Own++
				if e.Own.Kind == "event" {
					n.Events++
				}
			case e.Ignored != nil:
				n.Ignored++
			case e.Problem != nil:
				n.Problems++
			}
		}
	}
	return n
}

func strong(hs []network.Handle) string {
	for _, h := range hs {
		if h.Kind.Strong() {
			return string(h.Kind) + h.Value
		}
	}
	return ""
}

// Cut reads every file of src cut short at up to 60 places: reading must end
// without an error of the whole, and say at which file and line it met what it
// did not understand, wherever it gives fewer events than the whole file.
func Cut(t *testing.T, r importer.Reader, src fs.FS) {
	t.Helper()
	for _, part := range r.Find(src) {
		all, err := Events(r, src, part, Options(t))
		if err != nil {
			t.Fatal(err)
		}
		for _, name := range part.Files {
			raw, err := fs.ReadFile(src, name)
			if err != nil {
				t.Fatal(err)
			}
			whole := strings.TrimRight(string(raw), " \r\n\t;")
			step := len(whole)/60 + 1
			for n := 0; n < len(whole); n += step {
				events, err := Events(r, over{src, name, raw[:n]}, part, Options(t))
				if err != nil {
					t.Fatalf("%s cut at %d: %v", name, n, err)
				}
				if told := slices.ContainsFunc(events, func(e importer.Event) bool {
					return e.Problem != nil && e.At.File == name && e.At.Line > 0
				}); !told && records(events) < records(all) {
					t.Errorf("%s cut at %d of %d: nothing is said of it", name, n, len(raw))
				}
			}
		}
	}
}

func records(events []importer.Event) (n int) {
	for _, e := range events {
		n += e.Read
	}
	return n
}

// over shows a tree with one file exchanged.
type over struct {
	fs.FS
	name string
	data []byte
}

func (o over) Open(name string) (fs.File, error) {
	if name == o.name {
		return fstest.MapFS{name: {Data: o.data}}.Open(name)
	}
	return o.FS.Open(name)
}

// Fuzz lets r read one file of src in the form the fuzzer gives it, beside the
// others of its part: reading must end without an error of the whole, and keep
// to the lengths promised. Seeds are the file itself and its beginnings.
func Fuzz(f *testing.F, r importer.Reader, src fs.FS, name string) {
	raw, err := fs.ReadFile(src, name)
	if err != nil {
		f.Fatal(err)
	}
	for n := len(raw); n > 0; n = n * 3 / 4 {
		f.Add(bytes.Clone(raw[:n]))
	}
	var part importer.Part
	for _, p := range r.Find(src) {
		if slices.Contains(p.Files, name) {
			part = p
		}
	}
	if part.Files == nil {
		f.Fatalf("%s is in no part", name)
	}
	f.Fuzz(func(t *testing.T, in []byte) {
		events, err := Events(r, over{src, name, in}, part, Options(t))
		if err != nil {
			t.Fatal(err)
		}
		for _, e := range events {
			if x := e.Encounter; x != nil && (len(x.Text) > importer.MaxText || len(x.Key) > 300 || x.Key == "") {
				t.Fatalf("lengths of %.200v", x)
			}
		}
	})
}

// Growth reads, of each family, a file of n, 2n, 4n and 8n bytes, beside the
// others of part: twice the bytes may not allocate more than about twice as
// much, and a fixed multiple of their size in all (reliability I8).
func Growth(t *testing.T, r importer.Reader, src fs.FS, name string, part importer.Part, families map[string]func(n int) string) {
	t.Helper()
	const slack = 1 << 20
	for family, make := range families {
		t.Run(family, func(t *testing.T) {
			read := func(text string) {
				for _, err := range r.Read(t.Context(), over{src, name, []byte(text)}, part, Options(t)) {
					if err != nil {
						t.Fatal(err)
					}
				}
			}
			read(make(1000))
			var last uint64
			for _, n := range []int{32 << 10, 64 << 10, 128 << 10, 256 << 10} {
				text := make(n)
				got := allocated(func() { read(text) })
				if last > 0 && float64(got) > 2.6*float64(last)+slack {
					t.Errorf("%d bytes allocate %d, half of them %d", len(text), got, last)
				}
				if got > uint64(600*len(text)+8<<20) {
					t.Errorf("%d bytes allocate %d", len(text), got)
				}
				last = got
			}
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
