package sqlstore

import (
	"bytes"
	"database/sql"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/ncruces/go-sqlite3/vfs"

	"entregent/internal/network"
	"entregent/internal/store"
)

// A power cut is played on a record of everything that was written: what lay
// before a file's last sync is there afterwards; of what came later each sector
// of each write may be there or not (R2).

// An event is one thing that happened to the disk, or a promise to the user.
type event struct {
	file string
	kind eventKind
	off  int64
	data []byte
	ack  int  // of promise: how many writes the user believes in
	safe bool // of deleted: the folder was synced
}

type eventKind int

const (
	wrote eventKind = iota
	truncated
	synced
	deleted
	promised
)

// A recorder is SQLite's file system with a memory.
type recorder struct {
	vfs.VFSFilename
	mu  sync.Mutex
	log []event
}

func (r *recorder) add(e event) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.log = append(r.log, e)
}

func (r *recorder) OpenFilename(name *vfs.Filename, flags vfs.OpenFlag) (vfs.File, vfs.OpenFlag, error) {
	f, flags, err := r.VFSFilename.OpenFilename(name, flags)
	if err != nil || name == nil {
		return f, flags, err
	}
	return &recorded{File: f, r: r, name: filepath.Base(name.String())}, flags, nil
}

func (r *recorder) Delete(name string, syncDir bool) error {
	err := r.VFSFilename.Delete(name, syncDir)
	r.add(event{file: filepath.Base(name), kind: deleted, safe: syncDir})
	return err
}

// A recorded file writes down what is done to it.
type recorded struct {
	vfs.File
	r    *recorder
	name string
}

func (f *recorded) WriteAt(p []byte, off int64) (int, error) {
	f.r.add(event{file: f.name, kind: wrote, off: off, data: bytes.Clone(p)})
	return f.File.WriteAt(p, off)
}

func (f *recorded) Truncate(size int64) error {
	f.r.add(event{file: f.name, kind: truncated, off: size})
	return f.File.Truncate(size)
}

func (f *recorded) Sync(flags vfs.SyncFlag) error {
	err := f.File.Sync(flags)
	f.r.add(event{file: f.name, kind: synced})
	return err
}

// SharedMemory is that of the file beneath: without it there is no log.
func (f *recorded) SharedMemory() vfs.SharedMemory {
	return f.File.(vfs.FileSharedMemory).SharedMemory()
}

// live opens a book on the recorder, writes in it, empties its log now and then,
// migrates it, and writes on.
func live(t *testing.T, name, synchronous string) *recorder {
	t.Helper()
	r := &recorder{VFSFilename: vfs.Find("os").(vfs.VFSFilename)}
	vfs.Register(name, r)
	defer vfs.Unregister(name)
	file := filepath.Join(t.TempDir(), "book.db")
	opt := Options{VFS: name, Synchronous: synchronous, Readers: 1}
	n := 0
	for _, migrated := range []bool{false, true} {
		if migrated {
			opt.schema = later(t, addTable)
		}
		s, err := OpenSQLite(t.Context(), file, opt)
		if err != nil {
			t.Fatal(err)
		}
		if !migrated {
			if err := s.NewKeeper(t.Context(), network.Keeper{ID: benchKeeper, Seed: []byte("seed")}); err != nil {
				t.Fatal(err)
			}
		}
		r.add(event{kind: promised, ack: n})
		for range 25 {
			n++
			writeOne(t, s, n)
			r.add(event{kind: promised, ack: n})
			if n%8 == 0 {
				emptyLog(t, s)
			}
		}
		s.Close()
	}
	return r
}

// writeOne writes two things in one transaction.
func writeOne(t *testing.T, s *Store, n int) {
	t.Helper()
	err := s.Update(t.Context(), benchKeeper, func(tx store.Tx) error {
		if err := tx.PutSecret(fmt.Sprint(n), bytes.Repeat([]byte{byte(n)}, 3000)); err != nil {
			return err
		}
		return tx.PutDone(fmt.Sprint(n), bytes.Repeat([]byte{byte(n)}, n*50), instantOf(n))
	})
	if err != nil {
		t.Fatal(err)
	}
}

func emptyLog(t *testing.T, s *Store) {
	t.Helper()
	c, err := s.writers.get(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	defer s.writers.put(c)
	if _, err := c.conn.ExecContext(t.Context(), `PRAGMA wal_checkpoint(TRUNCATE)`); err != nil {
		t.Fatal(err)
	}
}

// A disk is what the files hold.
type disk map[string][]byte

func (d disk) apply(e event, keep func(sector int64) bool) {
	switch e.kind {
	case deleted:
		delete(d, e.file)
	case truncated:
		b := d[e.file]
		if int64(len(b)) > e.off {
			d[e.file] = b[:e.off]
		}
	case wrote:
		d[e.file] = overlay(d[e.file], e, keep)
	}
}

const sector = 512

// overlay writes the sectors of a write that keep lets through.
func overlay(b []byte, e event, keep func(int64) bool) []byte {
	for at := int64(0); at < int64(len(e.data)); {
		off := e.off + at
		end := min(int64(len(e.data)), at+sector-off%sector)
		if keep(off / sector) {
			if need := off + end - at; int64(len(b)) < need {
				b = append(b, make([]byte, need-int64(len(b)))...)
			}
			copy(b[off:], e.data[at:end])
		}
		at = end
	}
	return b
}

// cut returns what the disk holds when the power goes after the first n events,
// and how many writes had been promised.
func cut(log []event, n int, r *rand.Rand) (d disk, promise int) {
	last := map[string]int{} // the last sync of each file
	for i, e := range log[:n] {
		switch e.kind {
		case synced:
			last[e.file] = i
		case promised:
			promise = e.ack
		}
	}
	d = disk{}
	mood := r.IntN(4) // nothing survives, everything, some writes, some sectors
	for i, e := range log[:n] {
		safe := i <= last[e.file] && e.kind != deleted
		if e.kind == deleted {
			safe = e.safe || mood != 0
		}
		whole := r.IntN(2) == 0
		keep := func(int64) bool {
			switch {
			case safe || mood == 1:
				return true
			case mood == 0:
				return false
			case mood == 2:
				return whole
			}
			return r.IntN(2) == 0
		}
		if e.kind == wrote || keep(0) {
			d.apply(e, keep)
		}
	}
	return d, promise
}

// A verdict says what became of a book after a power cut.
type verdict struct{ lost, damaged bool }

func (v verdict) String() string { return fmt.Sprintf("lost %v, damaged %v", v.lost, v.damaged) }

// judge opens what the disk holds.
func judge(t *testing.T, dir string, d disk, promise int) verdict {
	t.Helper()
	for _, suffix := range []string{"", "-wal", "-journal", "-shm"} {
		os.Remove(filepath.Join(dir, "book.db"+suffix))
	}
	for name, b := range d {
		if err := os.WriteFile(filepath.Join(dir, name), b, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	db, err := sql.Open("sqlite3", fileURI(filepath.Join(dir, "book.db"))+"?_pragma=synchronous(OFF)")
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	db.SetMaxOpenConns(1)
	if bad, err := integrity(t.Context(), db); err != nil || bad != "" {
		return verdict{damaged: true}
	}
	var done, secrets, torn int
	const countDone = `
		SELECT (SELECT COUNT(*) FROM done), (SELECT COUNT(*) FROM secret),
		       (SELECT COUNT(*) FROM done d LEFT JOIN secret s ON s.name = d.name WHERE s.name IS NULL OR LENGTH(s.value) <> 3000)`
	if err := db.QueryRowContext(t.Context(), countDone).Scan(&done, &secrets, &torn); err != nil {
		return verdict{lost: promise >= 0}
	}
	return verdict{lost: done < promise, damaged: torn > 0 || done != secrets}
}

// powerCuts tries many moments and returns how many books were lost and damaged.
func powerCuts(t *testing.T, r *recorder, states int) (lost, damaged int) {
	t.Helper()
	first := slices.IndexFunc(r.log, func(e event) bool { return e.kind == promised })
	dir := t.TempDir()
	for i := range states {
		rnd := rand.New(rand.NewPCG(7, uint64(i)))
		n := first + 1 + rnd.IntN(len(r.log)-first)
		d, promise := cut(r.log, n, rnd)
		v := judge(t, dir, d, promise)
		if v.lost {
			lost++
		}
		if v.damaged {
			damaged++
		}
	}
	return lost, damaged
}

const powerCutStates = 400

func TestPowerCut(t *testing.T) {
	r := live(t, "powercut-full", "")
	if lost, damaged := powerCuts(t, r, powerCutStates); lost+damaged > 0 {
		t.Errorf("of %d power cuts %d lost what was promised, %d damaged the book", powerCutStates, lost, damaged)
	}
}

// The test must see what it looks for: with less care, promises are broken.
func TestPowerCutSabotage(t *testing.T) {
	// FULL syncs every write, but not the folder from which the first journal
	// went: one that comes back undoes everything.
	for _, careless := range []string{"NORMAL", "FULL"} {
		if lost, _ := powerCuts(t, live(t, "powercut-"+careless, careless), powerCutStates/2); lost == 0 {
			t.Errorf("synchronous=%s lost nothing: the test sees nothing", careless)
		}
	}
	if _, damaged := powerCuts(t, live(t, "powercut-off", "OFF"), powerCutStates/2); damaged == 0 {
		t.Error("synchronous=OFF damaged nothing: the test sees nothing")
	}
}

func instantOf(n int) time.Time { return time.Unix(int64(n), 0) }
