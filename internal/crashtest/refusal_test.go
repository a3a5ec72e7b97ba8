//go:build unix

package crashtest

import (
	"crypto/sha256"
	"database/sql"
	"fmt"
	"io/fs"
	"net"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	_ "github.com/ncruces/go-sqlite3/driver" // to write what a newer program would
)

// refuses fails the test where wrongly finds fault.
func (p *program) refuses(status int, words string, args ...string) {
	p.t.Helper()
	if bad := p.wrongly(status, words, args...); bad != "" {
		p.t.Error(bad)
	}
}

// wrongly returns what is wrong, unless a command ends with a status and one line
// on standard error, and changes nothing.
func (p *program) wrongly(status int, words string, args ...string) string {
	p.t.Helper()
	before := tree(p.t, filepath.Dir(p.data))
	o := p.try(args...)
	if o.status != status || o.out != "" || strings.Count(o.err, "\n") != 1 || !strings.HasPrefix(o.err, "entregent: ") || !strings.Contains(o.err, words) {
		return fmt.Sprintf("%v: status %d, want %d and one line with %q:\n%s%s", args, o.status, status, words, o.out, o.err)
	}
	if after := tree(p.t, filepath.Dir(p.data)); after != before {
		return fmt.Sprintf("%v: something was written:\nbefore:\n%s\nafter:\n%s", args, before, after)
	}
	return ""
}

// tree says what is in a folder, but for locks and what SQLite keeps beside a
// book while it looks at it, where that holds nothing.
func tree(t testing.TB, dir string) string {
	t.Helper()
	var b strings.Builder
	err := filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil || strings.HasSuffix(path, ".lock") || strings.HasSuffix(path, "-shm") {
			return err
		}
		info, err := d.Info()
		if err == nil && info.Size() == 0 && strings.HasSuffix(path, "-wal") {
			return nil
		}
		if err != nil || d.IsDir() {
			fmt.Fprintln(&b, path)
			return err
		}
		raw, err := os.ReadFile(path)
		fmt.Fprintf(&b, "%s %v %x\n", path, info.Mode(), sha256.Sum256(raw))
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// R5: what stands in the way is said in one line, and nothing is written.
func TestWhatStandsInTheWay(t *testing.T) {
	text := file(t, "book", "not a folder\n")
	newProgram(t).elsewhere(text).refuses(1, "", "people")
	newProgram(t).elsewhere(filepath.Join(text, "below")).refuses(1, "", "people")

	garbage := newProgram(t)
	if err := os.MkdirAll(garbage.data, 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(garbage.data, "entregent.db"), []byte(strings.Repeat("no book\n", 1000)), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, verb := range [][]string{{"people"}, {"serve"}, {"check"}, {"export", "-"}} {
		garbage.refuses(1, "is not a book of Entregent", verb...)
	}

	p := newProgram(t)
	p.data = filepath.Join(filepath.Dir(p.data), "not", "there", "yet")
	p.do("people")
	if info, err := os.Stat(p.data); err != nil || info.Mode().Perm() != 0o700 {
		t.Errorf("a folder that was made: %v, %v", info.Mode(), err)
	}
	p.refuses(1, "nothing.vcf", "import", filepath.Join(p.data, "nothing.vcf"))
	p.refuses(2, "", "serve", "--listen", "0.0.0.0:0")
	p.refuses(2, "", "people", "--no-such-flag")
	p.refuses(2, "", "no-such-verb")
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	p.refuses(1, "", "serve", "--listen", l.Addr().String())
}

func TestARealBookIsNotPlayedWith(t *testing.T) {
	p := newProgram(t)
	begun(t, p)
	copied := filepath.Join(t.TempDir(), "copy")
	p.do("backup", copied)
	p.refuses(1, "is there already", "restore", copied)
	p.refuses(1, "is there already", "backup", copied)
	p.refuses(1, "", "demo", "--people", "10")
	p.refuses(1, "", "restore", filepath.Join(t.TempDir(), "nothing"))
	p.sound()
}

// B5: the book of a newer program is refused.
func TestTheBookOfANewerProgram(t *testing.T) {
	p := newProgram(t)
	newer(t, p)
	for _, verb := range [][]string{{"people"}, {"serve"}, {"check"}, {"backup", filepath.Join(t.TempDir(), "copy")}, {"import", file(t, "a.vcf", cards(1))}} {
		p.refuses(1, "A newer version of the program", verb...)
	}
}

func TestRefusalsFindWhatIsSpoilt(t *testing.T) {
	p := newSpoilt(t, "take any book")
	newer(t, p)
	if p.wrongly(1, "A newer version of the program", "people") == "" {
		t.Error("a newer book: nothing was noticed")
	}
	p = newSpoilt(t, "restore over a book")
	begun(t, p)
	copied := filepath.Join(t.TempDir(), "copy")
	p.do("backup", copied)
	p.do("import", file(t, "more.vcf", cards(40)))
	if p.wrongly(1, "is there already", "restore", copied) == "" {
		t.Error("restore: nothing was noticed")
	}
}

// newer makes a book as a newer program leaves it.
func newer(t *testing.T, p *program) {
	t.Helper()
	begun(t, p)
	db, err := sql.Open("sqlite3", "file:"+filepath.Join(p.data, "entregent.db"))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := db.Exec(`UPDATE migration SET number = number + 1000 WHERE number = (SELECT MAX(number) FROM migration)`); err != nil {
		t.Fatal(err)
	}
	db.Close()
}

// R5: a folder that may not be written, and a book that may not be read.
func TestWithoutTheRight(t *testing.T) {
	p := newProgram(t)
	dir := filepath.Join(workshop, "rights")
	if err := os.MkdirAll(dir, 0o755); err != nil {
		t.Fatal(err)
	}
	p.data = filepath.Join(dir, "data")
	begun(t, p)
	nobody := *p
	if os.Geteuid() == 0 {
		nobody.credential = &syscall.Credential{Uid: 65534, Gid: 65534}
	} else {
		for _, path := range []string{filepath.Join(p.data, "entregent.db"), p.data} {
			if err := os.Chmod(path, 0); err != nil {
				t.Fatal(err)
			}
		}
		t.Cleanup(func() { os.Chmod(p.data, 0o700) })
	}
	nobody.cannot("people")
	nobody.cannot("serve")
	if err := os.Chmod(p.data, 0o755); err != nil {
		t.Fatal(err)
	}
	nobody.cannot("people")
	nobody.elsewhere(filepath.Join(p.data, "below")).cannot("people")
	nobody.elsewhere(filepath.Join(p.data, "below")).cannot("demo")
}

// cannot is refuses, where the folder cannot be looked into.
func (p *program) cannot(args ...string) {
	p.t.Helper()
	o := p.try(args...)
	if o.status != 1 || o.out != "" || strings.Count(o.err, "\n") != 1 || !strings.HasPrefix(o.err, "entregent: ") {
		p.t.Errorf("%v: status %d:\n%s%s", args, o.status, o.out, o.err)
	}
}

// R5 and the rulings: one server, one import; short writes of others wait.
func TestTwoAtOnce(t *testing.T) {
	if bad := twoAtOnce(t, newProgram(t)); bad != "" {
		t.Fatal(bad)
	}
}

func TestTwoAtOnceFindsWhatIsSpoilt(t *testing.T) {
	skipLong(t)
	if bad := twoAtOnce(t, newSpoilt(t, "lock nothing")); bad == "" {
		t.Error("nothing was noticed")
	}
}

func twoAtOnce(t *testing.T, p *program) string {
	begun(t, p)
	srv := p.serve()
	b := newBrowser(srv)
	b.signIn(p.newLink())
	second := p.command("serve", "--listen", "127.0.0.1:0")
	var said strings.Builder
	second.Stderr = &said
	if err := second.Start(); err != nil {
		t.Fatal(err)
	}
	late := time.AfterFunc(5*time.Second, func() { second.Process.Kill() })
	second.Wait()
	late.Stop()
	if status := second.ProcessState.ExitCode(); status != 1 || !strings.Contains(said.String(), "A server already has this book open") {
		return fmt.Sprintf("a second server: status %d %s", status, &said)
	}

	first := p.command("import", file(t, "large.vcf", cards(6000)))
	if err := first.Start(); err != nil {
		t.Fatal(err)
	}
	done := make(chan error, 1)
	go func() { done <- first.Wait() }()
	within(t, patience, "the first import begins", func() bool {
		_, err := os.Stat(filepath.Join(p.data, "entregent.db.import.lock"))
		return err == nil || p.spoiler != ""
	})
	time.Sleep(100 * time.Millisecond)
	o := p.try("import", file(t, "small.vcf", strings.ReplaceAll(cards(3), "exemple", "autre")))
	if o.status != 1 || !strings.Contains(o.err, "An import is under way") {
		return fmt.Sprintf("a second import: status %d %s", o.status, o.err)
	}
	a, err := b.post("/log", url.Values{"who-0": {"new"}, "name-0": {"Zoé Blanc"}, "line": {"Café"}, "once": {"1"}})
	if err != nil || !a.did() {
		return fmt.Sprintf("a short write during an import: %d %v", a.status, err)
	}
	p.do("people", "--json")
	if err := <-done; err != nil {
		return "the first import: " + err.Error()
	}
	if got := p.do("export", "-"); strings.Contains(got, "autre.example") || !strings.Contains(got, "p5999@exemple.example") || !strings.Contains(got, "Zoé Blanc") {
		return "the book does not hold what it should"
	}
	return p.unsound()
}

// What lies in the data directory is for the keeper alone, also while it serves
// a book that was there before.
func TestFilesAreForTheKeeperAlone(t *testing.T) {
	p := newProgram(t)
	begun(t, p)
	b := newBrowser(p.serve())
	b.signIn(p.newLink())
	b.upload(file(t, "a.vcf", cards(30)))
	err := filepath.WalkDir(p.data, func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		info, err := d.Info()
		if err == nil && info.Mode().Perm()&0o077 != 0 {
			t.Errorf("%s: %v", path, info.Mode())
		}
		return nil
	})
	if err != nil {
		t.Error(err)
	}
}
