package importertest

import (
	"compress/gzip"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"testing/fstest"
	"unicode/utf16"

	"entregent/internal/importer"
)

// Hostile gives r each file of the hostile JSON collection in the place of name:
// reading must end without an error of the whole, keep little, and say of every
// file that is no JSON, or nested beyond reason, at which line.
func Hostile(t *testing.T, r importer.Reader, name string, part importer.Part) {
	t.Helper()
	files, _ := filepath.Glob(filepath.Join(Shared(t, "corpora", "crafted", "json"), "*"))
	if len(files) == 0 {
		t.Fatal("no hostile files")
	}
	bad := map[string]bool{"comments.json": true, "trailing.json": true, "deep-array-1M.json.gz": true, "deep-object-200k.json.gz": true}
	for _, path := range files {
		raw := Inflated(t, path)
		src := fstest.MapFS{name: {Data: raw}}
		told := false
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		for e, err := range r.Read(t.Context(), src, part, Options(t)) {
			if err != nil {
				t.Fatalf("%s: %v", filepath.Base(path), err)
			}
			told = told || e.Problem != nil && e.At.File == name && e.At.Line > 0
		}
		runtime.ReadMemStats(&after)
		if bad[filepath.Base(path)] && !told {
			t.Errorf("%s: nothing is said of it", filepath.Base(path))
		}
		if got := after.TotalAlloc - before.TotalAlloc; got > 256<<20 {
			t.Errorf("%s: %d bytes allocated", filepath.Base(path), got)
		}
	}
}

// Inflated reads a file whole, through gzip where its name ends in .gz.
func Inflated(t testing.TB, path string) []byte {
	t.Helper()
	f, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	var in io.Reader = f
	if filepath.Ext(path) == ".gz" {
		if in, err = gzip.NewReader(f); err != nil {
			t.Fatal(err)
		}
	}
	raw, err := io.ReadAll(in)
	if err != nil {
		t.Fatal(err)
	}
	return raw
}

// Encodings reads one file of src as it is, with a mark before it, and in UTF-16
// both ways round: each must say the same.
func Encodings(t *testing.T, r importer.Reader, src fs.FS, name string) {
	t.Helper()
	raw, err := fs.ReadFile(src, name)
	if err != nil {
		t.Fatal(err)
	}
	text := strings.TrimPrefix(string(raw), "\uFEFF")
	wide := func(big bool) []byte {
		out := []byte{}
		for _, u := range utf16.Encode([]rune("\uFEFF" + text)) {
			lo, hi := byte(u), byte(u>>8)
			if big {
				lo, hi = hi, lo
			}
			out = append(out, lo, hi)
		}
		return out
	}
	want := Lines(t, r, over{src, name, []byte(text)})
	if !strings.Contains(want, `"Name"`) {
		t.Fatalf("%s says nothing of anybody", name)
	}
	for form, data := range map[string][]byte{"a mark": []byte("\uFEFF" + text), "UTF-16": wide(false), "UTF-16, the other way round": wide(true)} {
		if got := Lines(t, r, over{src, name, data}); got != want {
			t.Errorf("%s with %s: other events:\n%s\nwant\n%s", name, form, got, want)
		}
	}
}
