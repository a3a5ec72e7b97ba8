package job

import (
	"cmp"
	"crypto/rand"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"unicode"

	"entregent/internal/network"
)

// A stage is the folder in which files wait to be read. It holds one folder for
// each job, of a generated name: "job.json" and, under "in", what was handed in.
// Names that came with the files never lead out of "in": the root refuses it.
type stage struct {
	dir  string
	root *os.Root
}

func openStage(dir string) (*stage, error) {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, err
	}
	root, err := os.OpenRoot(dir)
	if err != nil {
		return nil, err
	}
	return &stage{dir, root}, nil
}

func (s *stage) close() error { return s.root.Close() }

// path returns what to read of a job.
func (s *stage) path(j Job) string {
	return filepath.Join(s.dir, j.ID, "in", filepath.FromSlash(j.Path))
}

// jobs reads the jobs there are. A folder without one is what is left of an
// upload that was cut off, and goes.
func (s *stage) jobs() ([]Job, error) {
	list, err := fs.ReadDir(s.root.FS(), ".")
	if err != nil {
		return nil, err
	}
	var out []Job
	for _, e := range list {
		var j Job
		b, err := s.root.ReadFile(path.Join(e.Name(), "job.json"))
		if err != nil || json.Unmarshal(b, &j) != nil || j.ID != e.Name() {
			s.drop(e.Name())
			continue
		}
		out = append(out, j)
	}
	slices.SortFunc(out, func(a, b Job) int { return cmp.Or(a.Created.Compare(b.Created), cmp.Compare(a.ID, b.ID)) })
	return out, nil
}

// save writes a job down: whole, or as it was.
func (s *stage) save(j Job) error {
	b, err := json.Marshal(j)
	if err != nil {
		return err
	}
	file := path.Join(j.ID, "job.json")
	if err := s.root.WriteFile(file+".new", b, 0o600); err != nil {
		return room(err)
	}
	return room(s.root.Rename(file+".new", file))
}

func (s *stage) drop(id string) error { return s.root.RemoveAll(id) }

// forget takes the files of a job away and keeps its record.
func (s *stage) forget(id string) { _ = s.root.RemoveAll(path.Join(id, "in")) }

// An Upload is a job whose files are still arriving.
type Upload struct {
	desk  *Desk
	root  *os.Root // the job's "in"
	id    string
	names map[string]bool // taken, in lower case; true for a folder
	files int
}

// MaxFiles is the greatest number of files that can be handed in at once.
const MaxFiles = 100_000

// Upload begins a job. End it with Commit or Abort.
func (d *Desk) Upload() (*Upload, error) {
	var id network.BatchID
	rand.Read(id[:])
	in := path.Join(id.String(), "in")
	if err := d.stage.root.MkdirAll(in, 0o700); err != nil {
		return nil, room(err)
	}
	root, err := d.stage.root.OpenRoot(in)
	if err != nil {
		return nil, err
	}
	return &Upload{desk: d, root: root, id: id.String(), names: map[string]bool{}}, nil
}

// Add takes a file in under the name, with its folders, that came with it.
func (u *Upload) Add(name string, r io.Reader) error {
	if u.files++; u.files > MaxFiles {
		return &network.Error{Kind: network.Invalid, Msg: "error.archive_entries", Args: []any{MaxFiles}}
	}
	name = u.place(tame(name))
	if dir := path.Dir(name); dir != "." {
		if err := u.root.MkdirAll(dir, 0o700); err != nil {
			return u.refuse(name, err)
		}
	}
	f, err := u.root.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return u.refuse(name, err)
	}
	_, err = io.Copy(f, r)
	return room(errors.Join(err, f.Close()))
}

// refuse tells a name that cannot be from a disk that cannot hold it.
func (u *Upload) refuse(name string, err error) error {
	if err = room(err); errors.Is(err, network.Full) {
		return err
	}
	return &network.Error{Kind: network.Invalid, Field: "files", Msg: "error.file_name", Args: []any{name}, Err: err}
}

// place returns a name that is free, in spite of disks that tell no case: no
// file and no folder has it, and what should be its folders are no files.
func (u *Upload) place(name string) string {
	top, rest, deep := strings.Cut(name, "/")
	for n := 2; ; n++ {
		if u.fits(name) {
			u.took(name)
			return name
		}
		if deep {
			name = fmt.Sprintf("%s (%d)/%s", top, n, rest)
		} else {
			ext := path.Ext(top)
			name = fmt.Sprintf("%s (%d)%s", strings.TrimSuffix(top, ext), n, ext)
		}
	}
}

func (u *Upload) fits(name string) bool {
	name = strings.ToLower(name)
	if _, there := u.names[name]; there {
		return false
	}
	for dir := path.Dir(name); dir != "."; dir = path.Dir(dir) {
		if folder, there := u.names[dir]; there && !folder {
			return false
		}
	}
	return true
}

func (u *Upload) took(name string) {
	name = strings.ToLower(name)
	u.names[name] = false
	for dir := path.Dir(name); dir != "."; dir = path.Dir(dir) {
		u.names[dir] = true
	}
}

// tame makes of a name what can be a path within a folder: no way up, no
// control characters, segments of a length that every disk takes.
func tame(name string) string {
	var out []string
	for seg := range strings.SplitSeq(strings.ReplaceAll(strings.ToValidUTF8(name, "_"), "\\", "/"), "/") {
		seg = strings.Map(func(r rune) rune {
			if unicode.IsControl(r) || strings.ContainsRune(`<>:"|?*`, r) {
				return '_'
			}
			return r
		}, seg)
		seg = strings.TrimRight(strings.TrimSpace(seg), ". ")
		if seg == "" {
			continue
		}
		if len(seg) > 200 {
			ext := path.Ext(seg)
			if len(ext) > 20 {
				ext = ""
			}
			seg = strings.ToValidUTF8(seg[:200-len(ext)], "") + ext
		}
		if !filepath.IsLocal(seg) {
			seg = "_" + seg
		}
		out = append(out, seg)
	}
	if len(out) > 30 {
		out = out[len(out)-30:]
	}
	if len(out) == 0 {
		return "file"
	}
	return strings.Join(out, "/")
}

// Files is how many files have been taken in.
func (u *Upload) Files() int { return u.files }

// Abort takes everything away.
func (u *Upload) Abort() {
	_ = u.root.Close()
	_ = u.desk.stage.drop(u.id)
}

// Commit ends the arrival and puts the job in the queue to be looked through.
func (u *Upload) Commit() (Job, error) {
	defer u.root.Close()
	d := u.desk
	top, err := fs.ReadDir(u.root.FS(), ".")
	if err != nil {
		return Job{}, err
	}
	j := Job{ID: u.id, Created: d.app.Now(), State: Looking}
	if len(top) > 1 { // several files are one source, under the name of the first
		j.Path = fmt.Sprintf("%s + %d", top[0].Name(), len(top)-1)
		if err := u.gather(top, j.Path); err != nil {
			return Job{}, err
		}
	} else if len(top) == 1 {
		j.Path = top[0].Name()
	}
	j.Name = j.Path
	at := j // the desk's own, which changes from here on
	d.mu.Lock()
	d.jobs[j.ID] = &at
	d.mu.Unlock()
	return j, d.enqueue(j.ID, func(*Job) bool { return true })
}

// gather moves what lies at the top into one folder.
func (u *Upload) gather(top []fs.DirEntry, name string) error {
	if err := u.root.Mkdir(name, 0o700); err != nil {
		return room(err)
	}
	for _, e := range top {
		if err := u.root.Rename(e.Name(), path.Join(name, e.Name())); err != nil {
			return room(err)
		}
	}
	return nil
}

// room tells that the disk is full from everything else.
func room(err error) error {
	if errors.Is(err, syscall.ENOSPC) || errors.Is(err, syscall.EDQUOT) {
		return &network.Error{Kind: network.Full, Msg: "error.full", Err: err}
	}
	return err
}
