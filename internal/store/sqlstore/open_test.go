package sqlstore

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"testing/fstest"

	"entregent/internal/network"
	"entregent/internal/store"
	"entregent/internal/store/pgtest"
)

// later returns the migrations of a program to come: ours and one more.
func later(t *testing.T, sql string) fs.FS {
	t.Helper()
	files := fstest.MapFS{}
	for _, engine := range []string{"sqlite", "postgres"} {
		ms, err := migrations(schema, engine)
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range ms {
			files["schema/"+engine+"/"+m.name+".sql"] = &fstest.MapFile{Data: []byte(m.text)}
		}
		files[fmt.Sprintf("schema/%s/%04d_later.sql", engine, len(ms)+1)] = &fstest.MapFile{Data: []byte(sql)}
	}
	return files
}

const addTable = `CREATE TABLE later (keeper BIGINT NOT NULL PRIMARY KEY)`

// What stands in the way of opening is said in one line each (R5).
func TestWhatCannotBeOpened(t *testing.T) {
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, "text"), []byte(strings.Repeat("not a database\n", 100)), 0o600); err != nil {
		t.Fatal(err)
	}
	for name, tt := range map[string]struct {
		file string
		opt  Options
		kind network.Kind
		msg  string
	}{
		"a folder":             {"", Options{}, network.Invalid, "error.book_is_folder"},
		"no folder at all":     {"a/b/book.db", Options{}, network.Invalid, "error.no_folder"},
		"a file as folder":     {"text/book.db", Options{}, network.Invalid, "error.no_folder"},
		"another kind of file": {"text", Options{}, network.Unreadable, "error.not_a_book"},
		"nothing to read":      {"book.db", Options{ReadOnly: true}, network.NotFound, "error.no_book"},
	} {
		_, err := OpenSQLite(t.Context(), filepath.Join(dir, tt.file), tt.opt)
		var e *network.Error
		if !errors.As(err, &e) || e.Kind != tt.kind || e.Msg != tt.msg {
			t.Errorf("%s: %v, want %v %s", name, err, tt.kind, tt.msg)
		}
	}
	if left, _ := filepath.Glob(filepath.Join(dir, "*")); len(left) > 2 {
		t.Errorf("left behind: %v", left)
	}
}

// asNobody runs one test of this binary again as a user without rights.
func asNobody(t *testing.T, dir string) {
	t.Helper()
	exe, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	self, err := os.ReadFile(exe)
	if err != nil {
		t.Fatal(err)
	}
	copied := filepath.Join(dir, "test")
	if err := os.WriteFile(copied, self, 0o755); err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command("setpriv", "--reuid=65534", "--regid=65534", "--clear-groups", copied, "-test.run=^"+t.Name()+"$", "-test.v")
	cmd.Env, cmd.Dir = append(os.Environ(), "ENTREGENT_AS_NOBODY="+dir), dir
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Errorf("as nobody: %v\n%s", err, out)
	}
}

func TestWithoutRights(t *testing.T) {
	dir := os.Getenv("ENTREGENT_AS_NOBODY")
	if os.Geteuid() == 0 && dir == "" {
		dir, err := os.MkdirTemp("", "rights")
		if err != nil {
			t.Fatal(err)
		}
		defer os.RemoveAll(dir)
		if err := os.Chmod(dir, 0o755); err != nil {
			t.Fatal(err)
		}
		s, err := OpenSQLite(t.Context(), filepath.Join(dir, "book.db"), Options{})
		if err != nil {
			t.Fatal(err)
		}
		s.Close()
		asNobody(t, dir)
		return
	}
	if dir == "" {
		dir = t.TempDir()
		os.WriteFile(filepath.Join(dir, "book.db"), nil, 0)
		if err := os.Chmod(dir, 0o500); err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { os.Chmod(dir, 0o700) })
	}
	for _, name := range []string{"book.db", "new.db"} {
		_, err := OpenSQLite(t.Context(), filepath.Join(dir, name), Options{})
		var e *network.Error
		if !errors.As(err, &e) || e.Kind != network.Forbidden || e.Msg != "error.book_denied" {
			t.Errorf("%s: %v, want Forbidden", name, err)
		}
	}
}

func TestFilesAreForTheKeeperAlone(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "data")
	s, err := OpenSQLite(t.Context(), filepath.Join(dir, "book.db"), Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	if err := s.NewKeeper(t.Context(), network.Keeper{ID: benchKeeper}); err != nil {
		t.Fatal(err)
	}
	if st, err := os.Stat(dir); err != nil || st.Mode().Perm() != 0o700 {
		t.Errorf("folder: %v, %v", st.Mode(), err)
	}
	files, _ := filepath.Glob(filepath.Join(dir, "*"))
	if len(files) < 3 {
		t.Errorf("only %v", files)
	}
	for _, f := range files {
		if st, err := os.Stat(f); err != nil || st.Mode().Perm()&0o077 != 0 {
			t.Errorf("%s: %v, %v", filepath.Base(f), st.Mode(), err)
		}
	}
}

func TestReadOnly(t *testing.T) {
	file := filepath.Join(t.TempDir(), "book.db")
	s, err := OpenSQLite(t.Context(), file, Options{})
	if err != nil {
		t.Fatal(err)
	}
	if err := s.NewKeeper(t.Context(), network.Keeper{ID: benchKeeper}); err != nil {
		t.Fatal(err)
	}
	s.Close()
	s, err = OpenSQLite(t.Context(), file, Options{ReadOnly: true})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	if ks, err := s.Keepers(t.Context()); err != nil || len(ks) != 1 {
		t.Errorf("Keepers = %v, %v", ks, err)
	}
	if err := s.Update(t.Context(), benchKeeper, func(tx store.Tx) error { return tx.PutSecret("x", []byte("y")) }); !errors.Is(err, network.Forbidden) {
		t.Errorf("a write: %v, want Forbidden", err)
	}
}

// A book of a newer program is refused and left alone; the copy made before it
// was brought up to date still opens (B5).
func TestNewerBookIsRefused(t *testing.T) {
	for name, open := range map[string]func(Options) (*Store, error){
		"sqlite": opener(filepath.Join(t.TempDir(), "book.db")),
		"postgres": func() func(Options) (*Store, error) {
			return func(o Options) (*Store, error) { return OpenPostgres(t.Context(), postgresURL(t), o) }
		}(),
	} {
		t.Run(name, func(t *testing.T) {
			copied := ""
			old, err := open(Options{BeforeMigrate: func(string) { t.Error("a copy of a new book") }})
			if err != nil {
				t.Fatal(err)
			}
			if err := old.NewKeeper(t.Context(), network.Keeper{ID: benchKeeper}); err != nil {
				t.Fatal(err)
			}
			old.Close()
			newer, err := open(Options{schema: later(t, addTable), BeforeMigrate: func(f string) { copied = f }})
			if err != nil {
				t.Fatal(err)
			}
			newer.Close()
			_, err = open(Options{})
			var e *network.Error
			if !errors.As(err, &e) || e.Kind != network.Unreadable || e.Msg != "error.newer_book" {
				t.Errorf("a newer book: %v", err)
			}
			if name == "postgres" {
				return
			}
			back, err := OpenSQLite(t.Context(), copied, Options{})
			if err != nil {
				t.Fatalf("the copy %q: %v", copied, err)
			}
			defer back.Close()
			if ks, err := back.Keepers(t.Context()); err != nil || len(ks) != 1 {
				t.Errorf("the copy holds %v, %v", ks, err)
			}
			if st, err := os.Stat(copied); err != nil || st.Mode().Perm() != 0o600 {
				t.Errorf("the copy: %v, %v", st.Mode(), err)
			}
		})
	}
}

func opener(file string) func(Options) (*Store, error) {
	return func(o Options) (*Store, error) { return OpenSQLite(context.Background(), file, o) }
}

var postgresURLs sync.Map

// postgresURL returns one schema for all of a test.
func postgresURL(t *testing.T) string {
	if u, ok := postgresURLs.Load(t.Name()); ok {
		return u.(string)
	}
	u := pgtest.Schema(t)
	postgresURLs.Store(t.Name(), u)
	return u
}

// A migration that fails leaves the book as it was, and says which one it was.
func TestFailedMigration(t *testing.T) {
	file := filepath.Join(t.TempDir(), "book.db")
	open := opener(file)
	s, err := open(Options{})
	if err != nil {
		t.Fatal(err)
	}
	s.Close()
	if _, err := open(Options{schema: later(t, addTable+"; SELECT nonsense")}); err == nil || !strings.Contains(err.Error(), "_later") {
		t.Errorf("%v, want the migration named", err)
	}
	s, err = open(Options{})
	if err != nil {
		t.Fatalf("after a failed migration: %v", err)
	}
	s.Close()
	s, err = open(Options{schema: later(t, addTable)}) // the copy of before is there already
	if err != nil {
		t.Fatal(err)
	}
	s.Close()
}

// Servers that start at once: one migrates, the others wait (C6).
func TestServersStartAtOnce(t *testing.T) {
	for name, open := range map[string]func(Options) (*Store, error){
		"sqlite":   opener(filepath.Join(t.TempDir(), "book.db")),
		"postgres": func(o Options) (*Store, error) { return OpenPostgres(context.Background(), postgresURL(t), o) },
	} {
		t.Run(name, func(t *testing.T) {
			if name == "postgres" {
				postgresURL(t)
			}
			for _, opt := range []Options{{}, {schema: later(t, addTable)}} {
				var wg sync.WaitGroup
				for range 6 {
					wg.Go(func() {
						s, err := open(opt)
						if err != nil {
							t.Error(err)
							return
						}
						defer s.Close()
						if _, err := s.Keepers(context.Background()); err != nil {
							t.Error(err)
						}
					})
				}
				wg.Wait()
			}
		})
	}
}

func TestLocks(t *testing.T) {
	for name, open := range engines {
		t.Run(name, func(t *testing.T) {
			s := open(t)
			release, err := s.Lock(t.Context(), "import")
			if err != nil {
				t.Fatal(err)
			}
			_, err = s.Lock(t.Context(), "import")
			var e *network.Error
			if !errors.As(err, &e) || e.Kind != network.Busy || e.Msg != "error.locked_import" {
				t.Errorf("a second import: %v, want Busy", err)
			}
			other, err := s.Lock(t.Context(), "server")
			if err != nil {
				t.Errorf("another kind: %v", err)
			} else {
				other()
			}
			release()
			release()
			again, err := s.Lock(t.Context(), "import")
			if err != nil {
				t.Fatalf("after release: %v", err)
			}
			again()
		})
	}
}

// A full disk is said to be full; what is there can be read, and writing goes on
// when there is room again (R4).
func TestDiskFull(t *testing.T) {
	if os.Geteuid() != 0 {
		t.Skip("only root can make a small disk")
	}
	dir := t.TempDir()
	if out, err := exec.Command("mount", "-t", "tmpfs", "-o", "size=8m", "tmpfs", dir).CombinedOutput(); err != nil {
		t.Skipf("no small disk: %v %s", err, out)
	}
	defer exec.Command("umount", dir).Run()
	s, err := OpenSQLite(t.Context(), filepath.Join(dir, "book.db"), Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	if err := s.NewKeeper(t.Context(), network.Keeper{ID: benchKeeper}); err != nil {
		t.Fatal(err)
	}
	put := func(n int) error {
		return s.Update(t.Context(), benchKeeper, func(tx store.Tx) error {
			return tx.PutSecret(fmt.Sprint(n), []byte(strings.Repeat("x", 20_000)))
		})
	}
	n := 0
	for err == nil && n < 1000 {
		err = put(n)
		n++
	}
	var e *network.Error
	if !errors.As(err, &e) || e.Kind != network.Full || e.Msg != "error.disk_full" {
		t.Fatalf("after %d writes: %v, want Full", n, err)
	}
	err = s.View(t.Context(), benchKeeper, func(tx store.Tx) error {
		for i := range n - 1 {
			if b, err := tx.Secret(fmt.Sprint(i)); err != nil || len(b) != 20_000 {
				return fmt.Errorf("write %d, acknowledged, reads %d bytes: %v", i, len(b), err)
			}
		}
		return nil
	})
	if err != nil {
		t.Error(err)
	}
	if out, err := exec.Command("mount", "-o", "remount,size=32m", dir).CombinedOutput(); err != nil {
		t.Fatalf("%v %s", err, out)
	}
	if err := put(n); err != nil {
		t.Errorf("with room again: %v", err)
	}
	if cs, err := s.Check(t.Context()); err != nil || !cs[0].OK {
		t.Errorf("check: %v, %v", cs, err)
	}
}

func TestBackupVerifiesItself(t *testing.T) {
	s := openSQLite(t)
	fill(t, s, 100)
	dir := t.TempDir()
	file := filepath.Join(dir, "copy.db")
	if err := s.Backup(t.Context(), file); err != nil {
		t.Fatal(err)
	}
	if n, err := Verify(t.Context(), file); err != nil || n["person"] != 100 {
		t.Errorf("Verify = %v, %v", n, err)
	}
	if err := s.Backup(t.Context(), file); !errors.Is(err, network.Conflict) {
		t.Errorf("over a file: %v, want Conflict", err)
	}
	if err := s.Backup(t.Context(), filepath.Join(dir, "none", "copy.db")); !errors.Is(err, network.Forbidden) {
		t.Errorf("into no folder: %v, want Forbidden", err)
	}
	good, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	for name, bad := range map[string][]byte{"cut": good[:len(good)/2], "swapped": append(append([]byte{}, good[:40960]...), append(good[45056:49152:49152], append(good[40960:45056:45056], good[49152:]...)...)...), "empty": {}} {
		if err := os.WriteFile(file, bad, 0o600); err != nil {
			t.Fatal(err)
		}
		if _, err := Verify(t.Context(), file); !errors.Is(err, network.Unreadable) {
			t.Errorf("%s: %v, want Unreadable", name, err)
		}
	}
	if left, _ := filepath.Glob(filepath.Join(dir, "*.part")); len(left) > 0 {
		t.Errorf("left behind: %v", left)
	}
	if err := openPostgres(t).Backup(t.Context(), filepath.Join(dir, "pg")); !errors.Is(err, network.Invalid) {
		t.Errorf("on PostgreSQL: %v, want Invalid", err)
	}
}
