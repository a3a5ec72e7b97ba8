package mail_test

import (
	"archive/tar"
	"bytes"
	"compress/gzip"
	"io"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"entregent/internal/importer"
	"entregent/internal/importer/importertest"
	"entregent/internal/importer/mail"
)

// collection is every mail of the shared samples and corpora as one source;
// what is packed is unpacked, and single mails of any name end in .eml.
func collection(t testing.TB) fstest.MapFS {
	t.Helper()
	src := fstest.MapFS{}
	for _, dir := range []string{"samples/mail", "corpora/mail", "corpora/crafted/eml", "corpora/crafted/mbox"} {
		root := importertest.Shared(t, strings.Split(dir, "/")...)
		err := filepath.WalkDir(root, func(name string, d fs.DirEntry, err error) error {
			if err != nil || d.IsDir() {
				return err
			}
			data, err := os.ReadFile(name)
			if err != nil {
				return err
			}
			rel, _ := filepath.Rel(root, name)
			addTo(t, src, path.Join(dir, filepath.ToSlash(rel)), data)
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	return src
}

func addTo(t testing.TB, src fstest.MapFS, name string, data []byte) {
	switch ext := path.Ext(name); {
	case ext == ".gz":
		name, data = strings.TrimSuffix(name, ext), unzip(t, data)
	case ext == ".tgz":
		r := tar.NewReader(bytes.NewReader(unzip(t, data)))
		for {
			h, err := r.Next()
			if err != nil {
				return
			}
			b, _ := io.ReadAll(r)
			if h.Typeflag == tar.TypeReg {
				src[path.Join(name, h.Name)] = &fstest.MapFile{Data: b}
			}
		}
	case ext == ".zip" || ext == ".json":
		return
	case ext == ".txt" && strings.Contains(name, "messages/"):
		name += ".eml"
	}
	src[name] = &fstest.MapFile{Data: data}
}

func unzip(t testing.TB, data []byte) []byte {
	z, err := gzip.NewReader(bytes.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	out, err := io.ReadAll(io.LimitReader(z, 400<<20))
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// TestCollection: every mail of the collection is read, quickly and in little
// memory, and gives exactly one record each.
func TestCollection(t *testing.T) {
	src := collection(t)
	opt := importertest.Options(t)
	var before, after runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&before)
	var worst time.Duration
	read := 0
	for _, part := range (mail.Reader{}).Find(src) {
		start := time.Now()
		events, err := importertest.Events(mail.Reader{}, src, part, opt)
		worst = max(worst, time.Since(start))
		if err != nil {
			t.Errorf("%s: %v", part.Label, err)
		}
		n := 0
		for _, e := range events {
			n += e.Read
			check(t, e)
			if testing.Verbose() && e.Problem != nil {
				t.Log(e.At.File, e.Problem.Key, e.Problem.Raw)
			}
		}
		if part.Hint == "eml" && n != len(part.Files) {
			t.Errorf("%s: %d records from %d files", part.Label, n, len(part.Files))
		}
		read += n
	}
	runtime.ReadMemStats(&after)
	t.Logf("%d mails, slowest part %v, heap %d MiB", read, worst, after.HeapSys>>20)
	if worst > 5*time.Second || after.HeapSys > 256<<20+before.HeapSys {
		t.Errorf("slowest part took %v, heap %d MiB", worst, after.HeapSys>>20)
	}
}

// check holds every event to what the stream promises.
func check(t testing.TB, e importer.Event) {
	if e.Encounter == nil {
		return
	}
	enc := e.Encounter
	if len(enc.Text) > importer.MaxText || strings.ContainsAny(enc.Subject, "\n\r\x00") || len(enc.Parties) == 0 || enc.At.IsZero() {
		t.Errorf("%v: %+v", e.At, enc)
	}
	if !validText(enc) {
		t.Errorf("%v: not UTF-8", e.At)
	}
}

func validText(e *importer.Encounter) bool {
	all := e.Key + e.Subject + e.Text
	for _, p := range e.Parties {
		all += p.Name
		for _, h := range p.Handles {
			all += h.Value
		}
	}
	return strings.ToValidUTF8(all, "") == all
}
