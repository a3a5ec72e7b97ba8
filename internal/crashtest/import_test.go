//go:build unix

package crashtest

import (
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"
)

// An intake is something to import, and how.
type intake struct {
	name, file string
	args       []string
	kills      int
}

func intakes(t testing.TB) []intake {
	if testing.Short() {
		return []intake{{"mailbox", file(t, "inbox.mbox", mailbox(1500)), []string{"--me", keeperAddress}, 2}}
	}
	return []intake{
		{"cards", file(t, "book.vcf", cards(10_000)), nil, 3},
		{"table", file(t, "book.csv", table(4000)), nil, 2},
		{"mailbox", file(t, "inbox.mbox", mailbox(4000)), []string{"--me", keeperAddress}, 5},
	}
}

// begun returns a book with somebody in it already, a copy of which each import
// begins with.
func begun(t testing.TB, p *program) string {
	p.do("import", file(t, "first.vcf", cards(20)))
	p.sound()
	return p.data
}

// copyOf returns the program on a copy of a book that nobody has open.
func (p *program) copyOf(dir string) *program {
	p.t.Helper()
	to := filepath.Join(p.t.TempDir(), "data")
	if err := os.CopyFS(to, os.DirFS(dir)); err != nil {
		p.t.Fatal(err)
	}
	return p.elsewhere(to)
}

func (p *program) normal() string { return p.do("export", "--normal", "-") }

// reads imports to the end, and returns how long it took.
func (p *program) reads(in intake) time.Duration {
	p.t.Helper()
	began := time.Now()
	p.do(append(append([]string{"import"}, in.args...), in.file)...)
	return time.Since(began)
}

// I2: an import that is killed leaves the book as it was, or as it is when all is
// read; taken up again it ends where an unbroken one does.
func TestKilledImport(t *testing.T) {
	base := newProgram(t)
	start := begun(t, base)
	for _, in := range intakes(t) {
		t.Run(in.name, func(t *testing.T) {
			p := *base
			p.t = t
			if bad := killImport(&p, start, in, seed(t)); bad != "" {
				t.Fatal(bad)
			}
		})
	}
}

func TestKillingAnImportFindsWhatIsSpoilt(t *testing.T) {
	skipLong(t)
	base := newSpoilt(t, "commit in between")
	start := begun(t, base)
	in := intake{"mailbox", file(t, "inbox.mbox", mailbox(4000)), []string{"--me", keeperAddress}, 10}
	if bad := killImport(base, start, in, seed(t)); bad == "" {
		t.Error("nothing was noticed")
	} else {
		t.Logf("noticed: %.200s", bad)
	}
}

// killImport returns what is wrong.
func killImport(p *program, start string, in intake, seed uint64) string {
	dice := rand.New(rand.NewPCG(seed, seed))
	straight := p.copyOf(start)
	before := straight.do("export", "-")
	took := straight.reads(in)
	after := straight.normal()

	q := p.copyOf(start)
	midway := 0
	for range in.kills {
		cmd := q.command(append(append([]string{"import"}, in.args...), in.file)...)
		if err := cmd.Start(); err != nil {
			p.t.Fatal(err)
		}
		time.Sleep(took/20 + time.Duration(dice.Int64N(int64(took*9/10))))
		cmd.Process.Signal(syscall.SIGKILL)
		cmd.Wait()
		switch {
		case q.do("export", "-") == before:
			midway++
		case q.normal() != after:
			return in.name + ": half of an import can be seen"
		default: // it was all in: begin again
			q = p.copyOf(start)
		}
	}
	q.reads(in)
	if q.normal() != after {
		return in.name + ": taken up again it is another book"
	}
	if bad := q.unsound(); bad != "" {
		return bad
	}
	p.t.Logf("%s: %d kills, %d before the end; an unbroken import takes %v", in.name, in.kills, midway, took.Round(time.Millisecond))
	return ""
}

// I2 and R9: an import begun in the browser goes on when the server starts
// again, whether it was killed or asked to stop.
func TestAnImportGoesOnAfterARestart(t *testing.T) {
	p := newProgram(t)
	start := begun(t, p)
	n := 5000
	if testing.Short() {
		n = 2000
	}
	in := intake{name: "cards", file: file(t, "book.vcf", cards(n))}
	straight := p.copyOf(start)
	straight.reads(in)
	after := straight.normal()
	for _, kind := range []string{"killed", "stopped"} {
		t.Run(kind, func(t *testing.T) {
			q := p.copyOf(start)
			if bad := restartImport(t, q, in, kind == "stopped", patience); bad != "" {
				t.Fatal(bad)
			}
			if q.normal() != after {
				t.Error("it is another book")
			}
			q.sound()
		})
	}
}

func TestRestartingFindsWhatIsSpoilt(t *testing.T) {
	skipLong(t)
	p := newSpoilt(t, "forget the import")
	begun(t, p)
	if bad := restartImport(t, p, intake{file: file(t, "book.vcf", cards(5000))}, false, 5*time.Second); bad == "" {
		t.Error("nothing was noticed")
	}
}

func restartImport(t *testing.T, p *program, in intake, asked bool, limit time.Duration) string {
	srv := p.serve()
	b := newBrowser(srv)
	b.signIn(p.newLink())
	at := b.upload(in.file)
	time.Sleep(300 * time.Millisecond)
	if !b.working(at) {
		t.Log("the import was over before the server was")
	}
	if asked {
		if status, took := srv.stop(); status != 0 || took > 10*time.Second {
			t.Errorf("stopped with status %d after %v: %s", status, took, srv.log)
		}
	} else {
		srv.kill()
	}
	srv = p.serve()
	b.base = srv.base
	for end := time.Now().Add(limit); b.working(at); time.Sleep(50 * time.Millisecond) {
		if time.Now().After(end) {
			return "the import did not go on"
		}
	}
	if a := b.must(b.get(at)); !strings.HasPrefix(a.location, "/imports/") {
		return "the import ended at " + a.location
	}
	return ""
}
