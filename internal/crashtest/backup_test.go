//go:build unix

package crashtest

import (
	"maps"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"filippo.io/age"
)

// B1: a backup made while the server writes comes back as a sound book that has
// everything that was told as done before it began.
func TestBackupUnderLoad(t *testing.T) {
	if bad := backupUnderLoad(t, newProgram(t)); bad != "" {
		t.Fatal(bad)
	}
}

func TestBackupFindsWhatIsSpoilt(t *testing.T) {
	if bad := backupUnderLoad(t, newSpoilt(t, "copy the file alone")); bad == "" {
		t.Error("nothing was noticed")
	} else {
		t.Logf("noticed: %.200s", bad)
	}
}

func backupUnderLoad(t *testing.T, p *program) string {
	n := seed(t)
	s := newSiege(p, n)
	srv := s.serve()
	if bad := s.enter(srv); bad != "" {
		return bad
	}
	var wg sync.WaitGroup
	for c := range clients {
		wg.Go(func() { s.keepWriting(c, rand.New(rand.NewPCG(n, uint64(c)))) })
	}
	time.Sleep(500 * time.Millisecond)
	s.mu.Lock()
	told := maps.Clone(s.known)
	s.mu.Unlock()
	copied := filepath.Join(t.TempDir(), "copy")
	o := p.try("backup", copied)
	srv.kill()
	wg.Wait()
	if o.status != 0 {
		return "backup: " + o.err
	}
	back := p.elsewhere(filepath.Join(t.TempDir(), "back"))
	if o := back.try("restore", copied); o.status != 0 {
		return "restore: " + o.err
	}
	got := contents(back.do("export", "-"))
	for k, want := range told {
		// What is counted and not taken back can only be there.
		if want == "1" && strings.HasPrefix(k, "fact ") && got[k] != want {
			return k + " was told as done before the backup, and is not in it"
		}
	}
	if len(told) < 20 {
		return "too little was written for this to prove anything"
	}
	return back.unsound()
}

// B1: with nobody writing, what comes back is the same to the byte; sealed or
// not. B3: with another key, cut short or changed, nothing comes back.
func TestBackupAndRestore(t *testing.T) {
	p := newProgram(t)
	if bad := sealedBackups(t, p); bad != "" {
		t.Fatal(bad)
	}
}

func TestRestoringFindsWhatIsSpoilt(t *testing.T) {
	if bad := sealedBackups(t, newSpoilt(t, "open with any key")); bad == "" {
		t.Error("nothing was noticed")
	}
}

func sealedBackups(t *testing.T, p *program) string {
	begun(t, p)
	want := p.do("export", "-")
	mine, other := identity(t), identity(t)
	phrase := file(t, "phrase", "a secret of four words\n")
	wrong := file(t, "wrong", "another secret\n")
	for _, way := range []struct {
		name       string
		seal, open []string
		bad        [][]string
	}{
		{name: "plain"},
		{"a passphrase", []string{"--passphrase-file", phrase}, []string{"--passphrase-file", phrase}, [][]string{nil, {"--passphrase-file", wrong}}},
		{"a public key", []string{"--recipient", mine.Recipient().String()}, []string{"--identity-file", file(t, "id", mine.String()+"\n")},
			[][]string{nil, {"--identity-file", file(t, "id", other.String()+"\n")}}},
	} {
		copied := filepath.Join(t.TempDir(), "copy")
		p.do(append([]string{"backup", copied}, way.seal...)...)
		raw, err := os.ReadFile(copied)
		if err != nil {
			t.Fatal(err)
		}
		if info, err := os.Stat(copied); err != nil || info.Mode().Perm() != 0o600 {
			return way.name + ": others can read the backup"
		}
		if strings.Contains(string(raw), "exemple.example") != (way.seal == nil) {
			return way.name + ": sealed is what was not to be, or the other way round"
		}
		back := p.elsewhere(filepath.Join(t.TempDir(), "back"))
		for _, key := range way.bad {
			if bad := back.keepsOut(copied, key); bad != "" {
				return way.name + ": " + bad
			}
		}
		for name, spoilt := range map[string][]byte{"cut": raw[:len(raw)*2/3], "flipped": flip(raw, len(raw)/2), "empty": nil} {
			if name == "flipped" && way.seal == nil {
				continue // a plain copy has no seal to break; its pages may hold the change
			}
			if bad := back.keepsOut(file(t, name, string(spoilt)), way.open); bad != "" {
				return way.name + ", " + name + ": " + bad
			}
		}
		back.do(append([]string{"restore", copied}, way.open...)...)
		if back.do("export", "-") != want {
			return way.name + ": another book came back"
		}
		if bad := back.unsound(); bad != "" {
			return bad
		}
	}
	return ""
}

// keepsOut returns what is wrong with how a backup is refused.
func (p *program) keepsOut(backup string, key []string) string {
	o := p.try(append([]string{"restore", backup}, key...)...)
	if o.status == 0 || strings.Count(o.err, "\n") != 1 {
		return "restored all the same: " + o.out + o.err
	}
	left, _ := filepath.Glob(filepath.Join(p.data, "*"))
	for _, f := range left {
		if !strings.HasSuffix(f, ".lock") {
			return "left behind: " + f
		}
	}
	return ""
}

func flip(raw []byte, at int) []byte {
	out := append([]byte(nil), raw...)
	out[at] ^= 1
	return out
}

func identity(t *testing.T) *age.X25519Identity {
	t.Helper()
	id, err := age.GenerateX25519Identity()
	if err != nil {
		t.Fatal(err)
	}
	return id
}

// A backup that is killed leaves nothing under the name it was to have, and can
// be made again under it.
func TestKilledBackup(t *testing.T) {
	p := newProgram(t)
	p.do("import", file(t, "book.vcf", cards(2000)))
	copied := filepath.Join(t.TempDir(), "copy")
	for n := range 8 {
		cmd := p.command("backup", copied)
		if err := cmd.Start(); err != nil {
			t.Fatal(err)
		}
		time.Sleep(time.Duration(20+25*n) * time.Millisecond)
		cmd.Process.Signal(syscall.SIGKILL)
		cmd.Wait()
		if _, err := os.Stat(copied); err == nil {
			back := p.elsewhere(filepath.Join(t.TempDir(), "back"))
			back.do("restore", copied)
			back.sound()
			os.Remove(copied)
		}
	}
	p.do("backup", copied)
	p.sound()
}
