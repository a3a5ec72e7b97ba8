package calendar

import (
	"bytes"
	"testing"
	"testing/fstest"
	"time"

	"entregent/internal/importer"
	"entregent/internal/importer/importertest"
)

// FuzzReader: whatever the bytes, reading ends without error, and every
// encounter lies in the window, is planned exactly where it lies ahead, and
// keeps to the lengths promised.
func FuzzReader(f *testing.F) {
	calendars(f, func(_ string, content []byte) {
		if len(content) < 64<<10 {
			f.Add(content)
		}
	})
	f.Fuzz(func(t *testing.T, raw []byte) {
		opt := importertest.Options(t)
		src := fstest.MapFS{"a.ics": {Data: bytes.Clone(raw)}}
		events, err := importertest.Events(Reader{}, src, importer.Part{Files: []string{"a.ics"}}, opt)
		if err != nil {
			t.Fatal(err)
		}
		for _, e := range events {
			x := e.Encounter
			if x == nil {
				continue
			}
			late := x.At.After(opt.Now)
			if late != (x.State == "planned") || x.At.Before(opt.Now.AddDate(-5, 0, 0)) || x.At.After(opt.Now.Add(91*24*time.Hour)) {
				t.Fatalf("%v is %q", x.At, x.State)
			}
			if len(x.Text) > importer.MaxText || len(x.Subject) > maxTitle || len(x.Key) > 300 {
				t.Fatalf("too long: %+v", x)
			}
		}
	})
}
