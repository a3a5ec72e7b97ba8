package ical

import (
	"bytes"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"entregent/internal/importer/ical/rrule"
	"entregent/internal/importer/importertest"
)

// seeds adds the calendars of the corpora that are not packed.
func seeds(f *testing.F, elem ...string) {
	root := importertest.Shared(f, elem...)
	err := filepath.WalkDir(root, func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || !strings.HasSuffix(name, ".ics") {
			return err
		}
		raw, err := os.ReadFile(name)
		if err == nil && len(raw) < 64<<10 {
			f.Add(raw)
		}
		return err
	})
	if err != nil {
		f.Fatal(err)
	}
}

// FuzzRead: whatever the bytes, reading ends, an entry is within the limits,
// what is written of it reads back as the same entry, and its times are sane.
func FuzzRead(f *testing.F) {
	f.Add([]byte("0;0="))
	f.Add([]byte("BEGIN:VEVENT\nATTENDEE;CN=:mailto:a@b\nATTENDEE;=:x\n"))
	seeds(f, "corpora", "crafted", "ics")
	seeds(f, "corpora", "ical")
	f.Fuzz(func(t *testing.T, raw []byte) {
		var zones Zones
		for item, err := range Read(bytes.NewReader(raw), testLimits) {
			if err != nil {
				t.Fatal(err)
			}
			c := item.Entry
			if c == nil {
				continue
			}
			if c.Name == "VTIMEZONE" {
				zones.Define(c)
			}
			checkSeries(t, c, &zones)
			checkStable(t, c)
		}
	})
}

func checkSeries(t *testing.T, c *Component, zones *Zones) {
	s, _, ok := ReadSeries(c, zones, time.UTC)
	if !ok {
		return
	}
	w := Window{From: time.Date(2021, 1, 1, 0, 0, 0, 0, time.UTC), To: time.Date(2027, 1, 1, 0, 0, 0, 0, time.UTC), Floating: time.UTC, Most: 100}
	b := rrule.Budget{Left: 100_000}
	list, _ := s.Instances(w, &b)
	for i, x := range list {
		if x.Start.Before(w.From) || x.Start.After(w.To) || x.End.Before(x.Start) || i > 0 && !x.Start.After(list[i-1].Start) {
			t.Fatalf("%v to %v in %+v", x.Start, x.End, s)
		}
	}
}

// checkStable writes an entry, reads it, writes it again.
func checkStable(t *testing.T, c *Component) {
	var first, second bytes.Buffer
	if err := Write(&first, c); err != nil {
		t.Fatal(err)
	}
	if !isName(c.Name) {
		return
	}
	wide := testLimits
	wide.Line, wide.Entry, wide.Props = 8<<20, 8<<20, 1<<20
	for item, err := range Read(bytes.NewReader(first.Bytes()), wide) {
		if err != nil || item.Fault != nil {
			t.Fatalf("%q: %v %+v", first.String(), err, item.Fault)
		}
		if item.Entry != nil {
			_ = Write(&second, item.Entry)
		}
	}
	if !bytes.Equal(first.Bytes(), second.Bytes()) {
		t.Fatalf("%q written again is %q", first.String(), second.String())
	}
}
