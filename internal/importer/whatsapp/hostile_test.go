package whatsapp

import (
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"testing/fstest"

	"entregent/internal/importer"
	"entregent/internal/importer/importertest"
)

// What cannot be read is told by file and line, and the rest is read.
func TestBadInput(t *testing.T) {
	long := "13/02/24, 10:00 - A: " + strings.Repeat("x", 3<<20) + "\n13/02/24, 10:01 - B: y"
	got := read(t, "a.txt", long)
	if len(got) != 3 || got[0].Problem == nil || got[0].Problem.Key != "chat_line_too_long" || got[0].At.Line != 1 || got[2].At.Line != 2 {
		t.Errorf("a long line: %d events, %+v", len(got), got[0])
	}
	if n := len(got[1].Encounter.Text); n > importer.MaxText {
		t.Errorf("%d bytes of text", n)
	}
	opt := importertest.Options(t)
	opt.Limits.MaxFile = 30
	src := fstest.MapFS{"a.txt": {Data: []byte(long)}}
	events, err := importertest.Events(Reader{}, src, importer.Part{Files: []string{"a.txt"}}, opt)
	if err != nil || events[len(events)-1].Problem == nil || events[len(events)-1].Problem.Key != "chat_file_too_long" {
		t.Errorf("a long file: %+v, %v", events, err)
	}
	for _, text := range []string{"", "\x00", "13/02/24, 10:00 - ", "[13/02/24", "13/02/24, 10:00 - A:", "99/99/99, 99:99 - A: x", strings.Repeat("[", 5000)} {
		read(t, "a.txt", text)
	}
}

// FuzzReader: whatever the bytes, reading ends without error, every line is
// accounted for in order, and what comes out keeps to its bounds.
func FuzzReader(f *testing.F) {
	dir := importertest.Shared(f, "samples", "whatsapp")
	files, _ := filepath.Glob(filepath.Join(dir, "*.txt"))
	for _, name := range files {
		raw, err := os.ReadFile(name)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(raw[:min(len(raw), 4<<10)])
	}
	f.Add([]byte("[1/2/24, 1:02:03\u202fPM] \u202a+33 6 39 98 12 34\u202c: \u200eVideo call, \u200e5 min"))
	f.Fuzz(func(t *testing.T, raw []byte) {
		last := 0
		for _, e := range read(t, "a.txt", string(raw)) {
			if e.Read == 1 { // what is said of the file as a whole stands before it
				if e.At.Line <= last {
					t.Fatalf("line %d after line %d", e.At.Line, last)
				}
				last = e.At.Line
			}
			if x := e.Encounter; x != nil {
				if len(x.Text) > importer.MaxText || len(x.Key) > 100 || len(x.Parties) > 12 || x.At.Year() < 2000 {
					t.Fatalf("out of bounds: %+v", x)
				}
			}
		}
	})
}

// allocated returns the bytes that reading a chat allocates: it grows with the
// work, and is the same on every machine.
func allocated(t *testing.T, text string) int64 {
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	read(t, "a.txt", text)
	runtime.ReadMemStats(&after)
	return int64(after.TotalAlloc - before.TotalAlloc)
}

// Twice the file is about twice the work, for each way in which a chat can grow.
func TestGrowth(t *testing.T) {
	const start = "13/02/24, 10:00 - "
	for _, f := range []struct {
		what string
		make func(n int) string
	}{
		{"messages", func(n int) string { return strings.Repeat(start+"A: x\n", n) }},
		{"lines of one message", func(n int) string { return start + "A: x\n" + strings.Repeat("more\n", n) }},
		{"authors", func(n int) string {
			var b strings.Builder
			for i := range n {
				b.WriteString(start + "A" + strings.Repeat("a", i%40) + string(rune('a'+i%26)) + string(rune('a'+i/26%26)) + ": x\n")
			}
			return b.String()
		}},
		{"colons", func(n int) string { return start + strings.Repeat("a:", n) }},
		{"spaces", func(n int) string { return start + strings.Repeat(" ", 4*n) + "A: x" }},
		{"marks", func(n int) string { return start + "A: " + strings.Repeat("\u200e", 2*n) }},
		{"open angles", func(n int) string { return strings.Repeat(start+"A: <<<<>\n", n) }},
		{"quotations", func(n int) string { return strings.Repeat(start+"A\"\"\"\": x\n", n) }},
		{"lines of the program", func(n int) string { return strings.Repeat(start+"A created group\n", n) }},
		{"members brought in", func(n int) string {
			return start + "You added " + strings.Repeat("Ann, ", n) + "Ben\n" + start + "A: x\n"
		}},
		{"almost dates", func(n int) string { return start + "A: x\n" + strings.Repeat("13/02/24, 10:00\n", n) }},
	} {
		t.Run(f.what, func(t *testing.T) {
			const n = 2000
			one, two, four := allocated(t, f.make(n)), allocated(t, f.make(2*n)), allocated(t, f.make(4*n))
			const slack = 1 << 20 // buffers of a fixed size
			if float64(two) > 2.6*float64(one)+slack || float64(four) > 2.6*float64(two)+slack {
				t.Errorf("%d, %d, %d bytes for %d, %d, %d", one, two, four, n, 2*n, 4*n)
			}
		})
	}
}
