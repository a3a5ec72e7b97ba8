package archive

import (
	"archive/zip"
	"bytes"
	"compress/gzip"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"math"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"

	"entregent/internal/importer/importertest"
	"entregent/internal/network"
)

// off lets everything through: with it, the tests of bombs must fail.
var off = Limits{
	Entries: math.MaxInt32, Directory: 1 << 40, Name: math.MaxInt32,
	File: 1 << 40, Total: 1 << 40, Ratio: 1 << 40, RatioFrom: 1 << 40,
}

// made writes a zip of the given names and contents.
func made(t testing.TB, pairs ...string) []byte {
	t.Helper()
	var b bytes.Buffer
	w := zip.NewWriter(&b)
	for i := 0; i < len(pairs); i += 2 {
		e, err := w.CreateHeader(&zip.FileHeader{Name: pairs[i], Method: zip.Deflate})
		if err != nil {
			t.Fatal(err)
		}
		io.WriteString(e, pairs[i+1])
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func open(raw []byte, l Limits) (*FS, error) { return Open(bytes.NewReader(raw), int64(len(raw)), l) }

// files reads the whole tree: every file, or how reading it failed.
func files(f *FS) map[string]string {
	all := map[string]string{}
	fs.WalkDir(f, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		b, err := f.ReadFile(name)
		all[name] = string(b)
		if err != nil {
			all[name] = "! " + key(err)
		}
		return nil
	})
	return all
}

func key(err error) string {
	var told *network.Error
	if errors.As(err, &told) {
		return strings.TrimPrefix(told.Msg, "error.archive_")
	}
	return fmt.Sprint(err)
}

func refused(f *FS) []string {
	var list []string
	for _, r := range f.Refused() {
		list = append(list, r.Name+": "+key(r.Err))
	}
	return list
}

func TestNames(t *testing.T) {
	tests := []struct{ why, name, want, refused string }{
		{"a plain name", "Connections.csv", "Connections.csv", ""},
		{"a lone top folder stays", "export/Connections.csv", "export/Connections.csv", ""},
		{"backslashes are slashes", `export\Connections.csv`, "export/Connections.csv", ""},
		{"here is nowhere", "./a//b.csv", "a/b.csv", ""},
		{"a colon within is a name", "cur/123:2,S", "cur/123:2,S", ""},
		{"dots within are a name", "a..b/..c", "a..b/..c", ""},
		{"the code page of Windows", "Pr\x82nom.csv", "Prénom.csv", ""},
		{"from the root", "/etc/passwd", "", "/etc/passwd: path"},
		{"upwards", "a/../../b", "", "a/../../b: path"},
		{"upwards with backslashes", `a\..\..\b`, "", `a\..\..\b: path`},
		{"a drive", `C:\b`, "", `C:\b: path`},
		{"a machine", `\\server\b`, "", `\\server\b: path`},
		{"a device", "a/NUL.txt", "", "a/NUL.txt: path"},
		{"a port", "com1", "", "com1: path"},
		{"not a port", "com10/comma", "com10/comma", ""},
		{"a NUL", "a\x00b", "", "a\ufffdb: name"},
		{"a line break", "a\nb", "", "a\ufffdb: name"},
		{"too long", strings.Repeat("a", 1025), "", strings.Repeat("a", 120) + "…: name_long"},
		{"an archive", "a/b.ZIP", "", "a/b.ZIP: nested"},
		{"of the Mac", "__MACOSX/._a", "", ""},
		{"of the Finder", "a/.DS_Store", "", ""},
	}
	for _, tt := range tests {
		t.Run(tt.why, func(t *testing.T) {
			f, err := open(made(t, tt.name, "x"), Limits{})
			if err != nil {
				t.Fatal(err)
			}
			got := ""
			for name := range files(f) {
				got = name
			}
			if got != tt.want || strings.Join(refused(f), " ") != tt.refused {
				t.Errorf("%q gives %q, refused %q; want %q, %q", tt.name, got, refused(f), tt.want, tt.refused)
			}
		})
	}
}

func TestOneNameIsOneFile(t *testing.T) {
	f, err := open(made(t, "a", "first", "A", "other", "a", "second", "a/b", "under a file", "c/d", "x", "c", "over a folder"), Limits{})
	if err != nil {
		t.Fatal(err)
	}
	want := map[string]string{"a": "first", "A": "other", "c/d": "x"}
	if diff := cmp.Diff(want, files(f)); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff([]string{"a: duplicate", "a/b: duplicate", "c: duplicate"}, refused(f)); diff != "" {
		t.Error(diff)
	}
}

func TestTreeIsAnFS(t *testing.T) {
	f, err := open(made(t, "a/b/c.txt", "c", "d.txt", "d", "a/e.txt", "e"), Limits{})
	if err != nil {
		t.Fatal(err)
	}
	if err := fstest.TestFS(f, "a/b/c.txt", "d.txt", "a/e.txt"); err != nil {
		t.Error(err)
	}
}

// bombs are small archives that unpack to much. Each is refused, or cut within
// the limit, and says so; and each gets through where the limits are off.
func TestBombs(t *testing.T) {
	zeros := strings.Repeat("\x00", 3<<20)
	strict := Limits{Entries: 50, File: 8 << 20, Total: 5 << 20, RatioFrom: 1 << 20, Name: 100}
	many := make([]string, 0, 200)
	for i := range 100 {
		many = append(many, fmt.Sprint(i), "")
	}
	tests := []struct {
		why    string
		raw    []byte
		limits Limits
		want   string
	}{
		{"too good a ratio", made(t, "z", zeros), strict, "ratio"},
		{"too large a file", made(t, "z", zeros), Limits{File: 1 << 20}, "size"},
		{"too much together", made(t, "y", zeros, "z", zeros), Limits{Total: 5 << 20}, "total"},
		{"too many entries", made(t, many...), strict, "entries"},
		{"folders count as entries", made(t, strings.Repeat("a/", 51)+"b", ""), Limits{Entries: 50}, "entries"},
		{"too large a table", made(t, many...), Limits{Directory: -128<<10 + 100}, "entries"},
	}
	for _, tt := range tests {
		t.Run(tt.why, func(t *testing.T) {
			if got := outcome(tt.raw, tt.limits); got != tt.want {
				t.Errorf("with limits: %q, want %q", got, tt.want)
			}
			if got := outcome(tt.raw, off); got != "" {
				t.Errorf("without limits the bomb should get through, but: %q", got)
			}
		})
	}
}

// outcome is the first refusal met in opening and reading raw.
func outcome(raw []byte, l Limits) string {
	f, err := open(raw, l)
	if err != nil {
		return key(err)
	}
	for _, r := range f.Refused() {
		return key(r.Err)
	}
	for _, text := range files(f) {
		if told, ok := strings.CutPrefix(text, "! "); ok {
			return told
		}
	}
	return ""
}

// What the headers do not admit is counted in reading.
func TestLyingGzip(t *testing.T) {
	var b bytes.Buffer
	w := gzip.NewWriter(&b)
	w.Write(make([]byte, 8<<20))
	w.Close()
	raw := b.Bytes()
	copy(raw[len(raw)-4:], "\x0a\x00\x00\x00") // claims 10 bytes
	read := func(l Limits) (int, string) {
		f, err := OpenGzip(bytes.NewReader(raw), int64(len(raw)), "mail.mbox.gz", l)
		if err != nil {
			t.Fatal(err)
		}
		if info, err := f.Stat("mail.mbox"); err != nil || info.Size() != 10 {
			t.Errorf("Stat: %v %v", info, err)
		}
		b, err := f.ReadFile("mail.mbox")
		return len(b), key(err)
	}
	if n, why := read(Limits{Total: 1 << 20}); why != "total" || n > 1<<20 {
		t.Errorf("%d bytes, %q", n, why)
	}
	if n, why := read(Limits{RatioFrom: 1 << 20}); why != "ratio" || n > 200*len(raw)+64<<10 {
		t.Errorf("%d bytes, %q", n, why)
	}
	if n, _ := read(off); n != 8<<20 {
		t.Errorf("without limits %d bytes", n)
	}
}

func TestGzipNames(t *testing.T) {
	var b bytes.Buffer
	w := gzip.NewWriter(&b)
	io.WriteString(w, "hello")
	w.Close()
	for name, want := range map[string]string{
		"a/b.mbox.gz": "b.mbox", "b.GZ": "b", ".gz": "file", "b.tar.gz": "! nested", "b.tgz": "! nested", "..": "! path", "odd": "odd",
	} {
		f, err := OpenGzip(bytes.NewReader(b.Bytes()), int64(b.Len()), name, Limits{})
		got := ""
		if err != nil {
			got = "! " + key(err)
		} else {
			for n, text := range files(f) {
				if got = n; text != "hello" {
					t.Errorf("%s reads %q", name, text)
				}
			}
		}
		if got != want {
			t.Errorf("%s is %q, want %q", name, got, want)
		}
	}
}

func TestReadingTwiceCountsOnce(t *testing.T) {
	f, err := open(made(t, "a", strings.Repeat("abc", 1000)), Limits{Total: 3000})
	if err != nil {
		t.Fatal(err)
	}
	for range 3 {
		if _, err := f.ReadFile("a"); err != nil {
			t.Fatal(err)
		}
	}
}

func TestFence(t *testing.T) {
	dir := t.TempDir()
	write := func(name, text string) {
		os.MkdirAll(filepath.Dir(filepath.Join(dir, name)), 0o777)
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o666); err != nil {
			t.Fatal(err)
		}
	}
	write("mail/cur/1:2,S", "one")
	write("mail/big", strings.Repeat("x", 100))
	write("._mail", "")
	if err := os.Symlink("/etc", filepath.Join(dir, "link")); err != nil {
		t.Skip(err)
	}
	f, err := Fence(os.DirFS(dir), Limits{File: 50})
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(map[string]string{"mail/cur/1:2,S": "one"}, files(f)); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff([]string{"link: symlink", "mail/big: size"}, refused(f)); diff != "" {
		t.Error(diff)
	}
	if _, err := Fence(os.DirFS(dir), Limits{Entries: 3}); key(err) != "entries" {
		t.Error(err)
	}
	if _, err := Fence(os.DirFS(filepath.Join(dir, "none")), Limits{}); key(err) != "damaged" {
		t.Error(err)
	}
}

// Every archive of the corpora is read or refused; a hang ends the whole run.
func TestCorpora(t *testing.T) {
	for _, folder := range []string{"zip", "crafted/zip-bomb", "crafted/zip-slip", "crafted/zip-odd"} {
		root := importertest.Shared(t, "corpora", folder)
		filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
			if err != nil || d.IsDir() || !strings.Contains(path, ".zip") {
				return err
			}
			name, _ := filepath.Rel(root, path)
			t.Run(folder+"/"+name, func(t *testing.T) { readWhole(t, unpacked(t, path)) })
			return nil
		})
	}
}

func readWhole(t *testing.T, raw []byte) {
	f, err := open(raw, Limits{})
	if err != nil {
		if key(err) == fmt.Sprint(err) {
			t.Errorf("not a refusal: %v", err)
		}
		t.Logf("refused: %v", key(err))
	} else {
		drain(t, f)
		if len(f.Refused()) < 10 {
			t.Logf("%d files; refused %q", len(f.nodes), refused(f))
		}
	}
}

// drain reads every file, keeping nothing, and checks that nothing gets out.
func drain(t *testing.T, f *FS) {
	fs.WalkDir(f, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		if !fs.ValidPath(name) || strings.Contains(name, `\`) {
			t.Errorf("name %q", name)
		}
		file, err := f.Open(name)
		if err != nil {
			return nil
		}
		defer file.Close()
		if n, err := io.Copy(io.Discard, file); n > DefaultLimits.Total || err != nil && key(err) == fmt.Sprint(err) {
			t.Errorf("%s: %d bytes, %v", name, n, err)
		}
		return nil
	})
}

// unpacked reads a file of the corpora, which stores large ones gzip'd.
func unpacked(t testing.TB, path string) []byte {
	raw, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if !strings.HasSuffix(path, ".gz") {
		return raw
	}
	zr, err := gzip.NewReader(bytes.NewReader(raw))
	if err != nil {
		t.Fatal(err)
	}
	if raw, err = io.ReadAll(zr); err != nil {
		t.Fatal(err)
	}
	return raw
}

func TestGzipBomb(t *testing.T) {
	root := importertest.Shared(t, "corpora", "crafted", "gz-bomb")
	list, _ := filepath.Glob(filepath.Join(root, "*"))
	for _, path := range list {
		raw := unpacked(t, path)
		f, err := OpenGzip(bytes.NewReader(raw), int64(len(raw)), "bomb.csv.gz", Limits{})
		if err != nil {
			t.Fatal(err)
		}
		file, err := f.Open("bomb.csv")
		if err != nil {
			t.Fatal(err)
		}
		n, err := io.Copy(io.Discard, file)
		if key(err) != "ratio" || n > DefaultLimits.RatioFrom {
			t.Errorf("%s: %d bytes, %v", filepath.Base(path), n, err)
		}
	}
}

func FuzzZip(f *testing.F) {
	f.Add(made(f, "a/b.csv", "x", `c\d`, "y"))
	for _, folder := range []string{"crafted/zip-slip", "crafted/zip-odd", "zip/yauzl/failure", "zip/yauzl/success"} {
		list, _ := filepath.Glob(filepath.Join("..", "..", "..", "..", "shared", "corpora", folder, "*.zip"))
		for _, path := range list {
			if raw, err := os.ReadFile(path); err == nil && len(raw) < 4<<10 {
				f.Add(raw)
			}
		}
	}
	f.Fuzz(func(t *testing.T, raw []byte) {
		tree, err := open(raw, Limits{Total: 1 << 20, Entries: 1000})
		if err == nil {
			if err := fstestOnce(tree); err != nil {
				t.Error(err)
			}
		} else if key(err) == fmt.Sprint(err) {
			t.Error(err)
		}
	})
}

// fstestOnce walks and reads the tree, which must be sound whatever the bytes.
func fstestOnce(f *FS) error {
	return fs.WalkDir(f, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		if !fs.ValidPath(name) {
			return fmt.Errorf("name %q", name)
		}
		if b, err := f.ReadFile(name); err == nil && len(b) > 1<<20 {
			return fmt.Errorf("%q has %d bytes", name, len(b))
		}
		return nil
	})
}
