package calendar

import (
	"bytes"
	"compress/gzip"
	"context"
	"io"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"testing/fstest"

	"entregent/internal/importer"
	"entregent/internal/importer/importertest"
)

// folders of the shared data that hold calendars.
var folders = [][]string{{"samples", "ics"}, {"corpora", "ical"}, {"corpora", "crafted", "ics"}, {"corpora", "crafted", "ics-rrule"}}

// calendars yields every calendar of the shared data, unpacked.
func calendars(t testing.TB, yield func(name string, content []byte)) {
	t.Helper()
	for _, elem := range folders {
		root := importertest.Shared(t, elem...)
		err := filepath.WalkDir(root, func(name string, d fs.DirEntry, err error) error {
			if err != nil || d.IsDir() || strings.HasSuffix(name, ".json") || strings.HasPrefix(d.Name(), "LICENSE") {
				return err
			}
			yield(name, unpacked(t, name))
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	}
}

func unpacked(t testing.TB, name string) []byte {
	raw, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	if !strings.HasSuffix(name, ".gz") {
		return raw
	}
	z, err := gzip.NewReader(bytes.NewReader(raw))
	if err != nil {
		t.Fatal(err)
	}
	if raw, err = io.ReadAll(z); err != nil {
		t.Fatal(err)
	}
	return raw
}

// A tally is what one reading gave.
type tally struct {
	encounters, ignored, problems, read int
	keys                                map[string]bool
	twice                               []string
}

func read(t testing.TB, content []byte) tally {
	src := fstest.MapFS{"a.ics": {Data: content}}
	part := importer.Part{Label: "a.ics", Files: []string{"a.ics"}}
	out := tally{keys: map[string]bool{}}
	for e, err := range (Reader{}).Read(context.Background(), src, part, importertest.Options(t)) {
		if err != nil {
			t.Fatal(err)
		}
		out.read += e.Read
		switch {
		case e.Encounter != nil:
			out.encounters++
			if out.keys[e.Encounter.Key] {
				out.twice = append(out.twice, e.Encounter.Key)
			}
			out.keys[e.Encounter.Key] = true
		case e.Ignored != nil:
			out.ignored++
		case e.Problem != nil:
			out.problems++
		}
	}
	return out
}

// Every calendar of the corpora is read to its end, and what it holds is
// accounted for: each entry exactly once, with its place.
func TestCorpora(t *testing.T) {
	files := 0
	calendars(t, func(name string, content []byte) {
		files++
		t.Run(path.Base(name), func(t *testing.T) {
			got := read(t, content)
			if len(got.twice) > 0 {
				t.Errorf("the same key for several encounters: %.200q", got.twice)
			}
			entries := 0
			for line := range strings.SplitSeq(strings.ToUpper(string(content)), "\n") {
				switch strings.TrimSpace(line) {
				case "BEGIN:VEVENT", "BEGIN:VTODO", "BEGIN:VJOURNAL", "BEGIN:VFREEBUSY":
					entries++
				}
			}
			if got.read != entries && bytes.IndexByte(content, 0) < 0 {
				t.Errorf("%d records told, %d entries in the file", got.read, entries)
			}
		})
	})
	t.Logf("%d files", files)
}

// The largest of the crafted files stay far below the memory allowed.
func TestCraftedMemory(t *testing.T) {
	calendars(t, func(name string, content []byte) {
		if !strings.HasSuffix(name, ".gz") {
			return
		}
		var before, after runtime.MemStats
		runtime.GC()
		runtime.ReadMemStats(&before)
		got := read(t, content)
		runtime.ReadMemStats(&after)
		// All that was ever allocated, freed or not: an upper bound.
		if mb := (after.TotalAlloc - before.TotalAlloc) >> 20; mb > 128 {
			t.Errorf("%s: %d MiB allocated for %+v", path.Base(name), mb, got)
		}
	})
}

// allocated returns the bytes that reading a calendar allocates: it grows with
// the work, and is the same on every machine.
func allocated(t *testing.T, content string) int64 {
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	read(t, []byte(content))
	runtime.ReadMemStats(&after)
	return int64(after.TotalAlloc - before.TotalAlloc)
}

// Twice the input is about twice the work, for each way in which a calendar can
// grow.
func TestGrowth(t *testing.T) {
	const start = "BEGIN:VEVENT\nUID:1\nDTSTART:20260901T100000Z\n"
	calendar := func(s string) string { return "BEGIN:VCALENDAR\n" + s + "END:VCALENDAR\n" }
	event := func(s string) string { return calendar(start + s + "END:VEVENT\n") }
	for _, f := range []struct {
		what string
		make func(n int) string
	}{
		{"events", func(n int) string { return calendar(strings.Repeat(start+"END:VEVENT\n", n)) }},
		{"attendees", func(n int) string { return event(strings.Repeat("ATTENDEE;CN=A:mailto:a@b.example\n", n)) }},
		{"parameters", func(n int) string { return event("ATTENDEE" + strings.Repeat(";X=\"y\"", n) + ":mailto:a@b.example\n") }},
		{"open quotes", func(n int) string { return event("ATTENDEE;CN=" + strings.Repeat("\"a,", n) + ":mailto:a@b.example\n") }},
		{"folded lines", func(n int) string { return event("DESCRIPTION:a" + strings.Repeat("\n b", n) + "\n") }},
		{"escapes", func(n int) string { return event("DESCRIPTION:" + strings.Repeat(`\n\,`, n) + "\n") }},
		{"links", func(n int) string { return event("DESCRIPTION:" + strings.Repeat(`http://a`, n) + "\n") }},
		{"markup", func(n int) string { return event("DESCRIPTION:" + strings.Repeat(`<br></p`, n) + "\n") }},
		{"places", func(n int) string { return event("LOCATION:" + strings.Repeat(`a\;`, n) + "\n") }},
		{"nested components", func(n int) string { return event(strings.Repeat("BEGIN:X\n", n) + strings.Repeat("END:X\n", n)) }},
		{"alarms", func(n int) string { return event(strings.Repeat("BEGIN:VALARM\nEND:VALARM\n", n)) }},
		{"lines that are none", func(n int) string { return event(strings.Repeat("nothing\n", n)) }},
		{"exceptions", func(n int) string {
			return event("RRULE:FREQ=DAILY\nEXDATE:" + strings.Repeat("20260902T100000Z,", n) + "\n")
		}},
		{"extra dates", func(n int) string { return event("RDATE:" + strings.Repeat("20260902T100000Z,", n) + "\n") }},
		{"rules", func(n int) string { return event(strings.Repeat("RRULE:FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30\n", n)) }},
		{"zones", func(n int) string {
			return calendar(strings.Repeat("BEGIN:VTIMEZONE\nTZID:a\nEND:VTIMEZONE\n", n))
		}},
		{"changed instances", func(n int) string {
			return calendar(start + "RRULE:FREQ=DAILY\nEND:VEVENT\n" + strings.Repeat("BEGIN:VEVENT\nUID:1\nRECURRENCE-ID:20260902T100000Z\nDTSTART:20260902T110000Z\nEND:VEVENT\n", n))
		}},
		{"unknown zones", func(n int) string {
			var b strings.Builder
			for i := range n {
				b.WriteString("BEGIN:VEVENT\nUID:1\nDTSTART;TZID=" + strings.Repeat("x", i%50+1) + ":20260901T100000\nEND:VEVENT\n")
			}
			return calendar(b.String())
		}},
	} {
		t.Run(f.what, func(t *testing.T) {
			const n = 2000
			one, two, four := allocated(t, f.make(n)), allocated(t, f.make(2*n)), allocated(t, f.make(4*n))
			const slack = 512 << 10 // buffers of a fixed size
			if float64(two) > 2.6*float64(one)+slack || float64(four) > 2.6*float64(two)+slack {
				t.Errorf("%d, %d, %d bytes for %d, %d, %d", one, two, four, n, 2*n, 4*n)
			}
		})
	}
}

// A small file cannot ask for much: at most so many instances for each byte.
func TestManyRulesInASmallFile(t *testing.T) {
	var b strings.Builder
	b.WriteString("BEGIN:VCALENDAR\n")
	for i := range 700 {
		b.WriteString("BEGIN:VEVENT\nUID:" + strings.Repeat("u", i%7+1) + string(rune('a'+i%26)) + string(rune('a'+i/26)) +
			"\nDTSTART:20260101T000000Z\nRRULE:FREQ=MINUTELY\nEND:VEVENT\n")
	}
	got := read(t, []byte(b.String()))
	if most := leastInstances + instancesPerByte*b.Len() + 700; got.encounters > most {
		t.Errorf("%d encounters from %d bytes", got.encounters, b.Len())
	}
	if got.problems == 0 {
		t.Error("the limit was not told")
	}
}
