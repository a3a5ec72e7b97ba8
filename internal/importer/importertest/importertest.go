// Package importertest runs one reader over recorded sources and compares what
// it says with what was expected.
package importertest

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"flag"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/tools/txtar"

	"entregent/internal/importer"
)

var update = flag.Bool("update", false, "rewrite the want section of each recorded source")

// Options are those of every recorded test: Paris, 1 November 2026, France.
func Options(t testing.TB) importer.Options {
	zone, err := time.LoadLocation("Europe/Paris")
	if err != nil {
		t.Fatal(err)
	}
	return importer.Options{
		Zone:    zone,
		Now:     time.Date(2026, 11, 1, 9, 0, 0, 0, zone),
		Country: "FR",
		Limits:  importer.DefaultLimits,
	}
}

// Run reads every dir/*.txtar. Each holds the files of one source and a file
// "want": the events expected, one JSON object a line, each part introduced by
// a line "# label".
func Run(t *testing.T, r importer.Reader, dir string) {
	t.Helper()
	paths, _ := filepath.Glob(filepath.Join(dir, "*.txtar"))
	if len(paths) == 0 {
		t.Fatal("no recorded sources in " + dir)
	}
	for _, path := range paths {
		t.Run(filepath.Base(path), func(t *testing.T) {
			ar, err := txtar.ParseFile(path)
			if err != nil {
				t.Fatal(err)
			}
			var files txtar.Archive
			for _, f := range ar.Files {
				if f.Name != "want" {
					files.Files = append(files.Files, f)
				}
			}
			src, err := txtar.FS(&files)
			if err != nil {
				t.Fatal(err)
			}
			got := Lines(t, r, src)
			found := false
			for i := range ar.Files {
				f := &ar.Files[i]
				if f.Name != "want" {
					continue
				}
				found = true
				if *update {
					f.Data = []byte(got)
					if err := os.WriteFile(path, txtar.Format(ar), 0o666); err != nil {
						t.Fatal(err)
					}
				}
				if diff := cmp.Diff(strings.Split(string(f.Data), "\n"), strings.Split(got, "\n")); diff != "" {
					t.Errorf("events (-want +got):\n%s", diff)
				}
			}
			if !found {
				t.Error("no want section: add an empty one and run with -update")
			}
		})
	}
}

// Lines reads the whole of src with r and returns its events, one a line.
func Lines(t testing.TB, r importer.Reader, src fs.FS) string {
	t.Helper()
	var got bytes.Buffer
	for _, part := range r.Find(src) {
		got.WriteString("# " + part.Label + "\n")
		events, err := Events(r, src, part, Options(t))
		for _, e := range events {
			got.Write(line(t, e))
		}
		if err != nil {
			got.WriteString("! " + err.Error() + "\n")
		}
	}
	return got.String()
}

// Events reads one part to its end.
func Events(r importer.Reader, src fs.FS, part importer.Part, opt importer.Options) (out []importer.Event, err error) {
	for e, err := range r.Read(context.Background(), src, part, opt) {
		if err != nil {
			return out, err
		}
		out = append(out, e)
	}
	return out, nil
}

// line writes an event without its empty fields, so that recorded
// expectations stay short enough to read.
func line(t testing.TB, e importer.Event) []byte {
	raw, err := json.Marshal(e)
	if err != nil {
		t.Fatal(err)
	}
	var v any
	if err := json.Unmarshal(raw, &v); err != nil {
		t.Fatal(err)
	}
	out, err := json.Marshal(prune(v))
	if err != nil {
		t.Fatal(err)
	}
	return append(out, '\n')
}

func prune(v any) any {
	switch v := v.(type) {
	case map[string]any:
		for k, x := range v {
			if x = prune(x); x == nil {
				delete(v, k)
			} else {
				v[k] = x
			}
		}
		if len(v) == 0 {
			return nil
		}
		return v
	case []any:
		for i := range v {
			v[i] = prune(v[i])
		}
		if len(v) == 0 {
			return nil
		}
		return v
	case string:
		if v == "" || v == "0001-01-01T00:00:00Z" {
			return nil
		}
	case bool:
		if !v {
			return nil
		}
	case float64:
		if v == 0 {
			return nil
		}
	}
	return v
}

// Shared returns the path of a file or folder of the shared test data, which
// lies beside the checkout, and skips the test where it is absent. In CI it is
// there, and its absence is a failure.
func Shared(t testing.TB, elem ...string) string {
	t.Helper()
	dir, err := os.Getwd()
	if err != nil {
		t.Fatal(err)
	}
	for ; ; dir = filepath.Dir(dir) {
		if _, err := os.Stat(filepath.Join(dir, "go.mod")); err == nil {
			break
		}
		if dir == filepath.Dir(dir) {
			t.Fatal("no go.mod above the test")
		}
	}
	root := os.Getenv("ENTREGENT_SHARED")
	if root == "" {
		root = filepath.Join(dir, "..", "shared")
	}
	path := filepath.Join(append([]string{root}, elem...)...)
	if _, err := os.Stat(path); errors.Is(err, fs.ErrNotExist) {
		if os.Getenv("CI") != "" {
			t.Fatalf("%s is missing in CI", filepath.Join(elem...))
		}
		t.Skipf("%s is not beside this checkout", filepath.Join(elem...))
	}
	return path
}
