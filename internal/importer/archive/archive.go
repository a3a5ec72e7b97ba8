// Package archive shows what somebody hands in, a zip, a gzip or a folder, as a
// read-only tree of plain files that cannot do harm.
//
// It is the fence between other people's files and the readers: names are only
// ever names within the tree, nothing is written, links are not followed, an
// archive within an archive stays closed, and what is unpacked is counted while
// it is read, whatever the headers say. What is refused is said by name and
// reason. It leaves out opening files (the caller does), random access, and a
// lone top folder, which readers cope with.
package archive

import (
	"errors"
	"io"
	"io/fs"
	"path"
	"slices"
	"strings"
	"sync"
	"time"

	"entregent/internal/network"
)

// Limits bound what is taken from one source. A field that is zero has the value
// of DefaultLimits.
type Limits struct {
	Entries   int   // files and folders
	Directory int64 // bytes of a zip's table of contents
	Name      int   // bytes of one path
	File      int64 // bytes of one file, unpacked
	Total     int64 // bytes of all files of an archive, unpacked
	Ratio     int64 // unpacked to packed, of one file and of the whole
	RatioFrom int64 // unpacked bytes from which Ratio is asked for
}

// DefaultLimits are those of an ordinary keeper's machine.
var DefaultLimits = Limits{
	Entries: 100_000, Directory: 32 << 20, Name: 1024,
	File: 10 << 30, Total: 10 << 30, Ratio: 200, RatioFrom: 100 << 20,
}

func (l Limits) orDefault() Limits {
	d := DefaultLimits
	set(&d.Entries, l.Entries)
	set(&d.Directory, l.Directory)
	set(&d.Name, l.Name)
	set(&d.File, l.File)
	set(&d.Total, l.Total)
	set(&d.Ratio, l.Ratio)
	set(&d.RatioFrom, l.RatioFrom)
	return d
}

func set[N int | int64](to *N, v N) {
	if v != 0 {
		*to = v
	}
}

// A Refusal is one file that is left out, and why. Err's Msg is a key of package
// i18n ("error.archive_…") whose first argument is the name.
type Refusal struct {
	Name string // fit to be shown: shortened, without control characters
	Err  *network.Error
}

// An FS is a fenced tree. It satisfies fs.FS, fs.ReadDirFS, fs.ReadFileFS and
// fs.StatFS, and may be used by several goroutines. Files are sorted by name.
type FS struct {
	limits  Limits
	nodes   map[string]*node
	refused []Refusal
	packed  int64 // bytes of the archive; 0 for a folder, where nothing is unpacked

	mu   sync.Mutex
	seen int64 // bytes unpacked so far, each counted once however often it is read
}

// node is a file or a folder of the tree.
type node struct {
	name     string // full path
	dir      bool
	size     int64 // as claimed
	packed   int64 // 0 where it is not packed
	mod      time.Time
	open     func() (io.ReadCloser, error)
	children []string // base names, sorted by finish
	seen     int64    // bytes read at the furthest
}

func newFS(l Limits, packed int64) *FS {
	return &FS{limits: l, packed: packed, nodes: map[string]*node{".": {name: ".", dir: true}}}
}

// Refused lists what is in the source and not in the tree, in source order.
// Housekeeping of the Mac (__MACOSX, ._ files) is left out without a word.
func (f *FS) Refused() []Refusal { return f.refused }

func (f *FS) refuse(name, key string, args ...any) {
	shown := shown(name)
	args = append([]any{shown}, args...)
	f.refused = append(f.refused, Refusal{shown, refusal(key, args...)})
}

func refusal(key string, args ...any) *network.Error {
	return &network.Error{Kind: network.Unreadable, Msg: "error.archive_" + key, Args: args}
}

// add puts a file into the tree with the folders above it. Folders count as
// entries, so that deep names cannot multiply them.
func (f *FS) add(n *node) error {
	if f.nodes[n.name] != nil || f.underFile(n.name) {
		f.refuse(n.name, "duplicate")
		return nil
	}
	f.nodes[n.name] = n
	for at := n.name; at != "."; {
		up := path.Dir(at)
		parent, known := f.nodes[up]
		if !known {
			parent = &node{name: up, dir: true}
			f.nodes[up] = parent
		}
		parent.children = append(parent.children, path.Base(at))
		if known {
			break
		}
		at = up
	}
	if len(f.nodes) > f.limits.Entries+1 {
		return refusal("entries", f.limits.Entries)
	}
	return nil
}

func (f *FS) underFile(name string) bool {
	for up := path.Dir(name); up != "."; up = path.Dir(up) {
		if n := f.nodes[up]; n != nil {
			return !n.dir
		}
	}
	return false
}

func (f *FS) finish() *FS {
	for _, n := range f.nodes {
		slices.Sort(n.children)
	}
	return f
}

func (f *FS) find(op, name string) (*node, error) {
	if !fs.ValidPath(name) {
		return nil, &fs.PathError{Op: op, Path: name, Err: fs.ErrInvalid}
	}
	if n := f.nodes[name]; n != nil {
		return n, nil
	}
	return nil, &fs.PathError{Op: op, Path: name, Err: fs.ErrNotExist}
}

// Open opens a file or folder of the tree. Reading may fail with a
// *network.Error that names the file: it is damaged, or larger than allowed.
func (f *FS) Open(name string) (fs.File, error) {
	n, err := f.find("open", name)
	if err != nil {
		return nil, err
	}
	if n.dir {
		return &folder{fs: f, node: n}, nil
	}
	r, err := n.open()
	if err != nil {
		return nil, damaged(n.name, err)
	}
	return &file{fs: f, node: n, r: r}, nil
}

// Stat describes a file without opening it. Its size is what the archive claims.
func (f *FS) Stat(name string) (fs.FileInfo, error) {
	n, err := f.find("stat", name)
	if err != nil {
		return nil, err
	}
	return info{n}, nil
}

// ReadFile reads a whole file. It does not trust the claimed size.
func (f *FS) ReadFile(name string) ([]byte, error) {
	file, err := f.Open(name)
	if err != nil {
		return nil, err
	}
	defer file.Close()
	return io.ReadAll(file)
}

// ReadDir lists a folder, sorted by name.
func (f *FS) ReadDir(name string) ([]fs.DirEntry, error) {
	n, err := f.find("readdir", name)
	if err != nil {
		return nil, err
	}
	if !n.dir {
		return nil, &fs.PathError{Op: "readdir", Path: name, Err: errors.New("not a folder")}
	}
	return f.entries(n), nil
}

func (f *FS) entries(n *node) []fs.DirEntry {
	list := make([]fs.DirEntry, len(n.children))
	for i, base := range n.children {
		list[i] = fs.FileInfoToDirEntry(info{f.nodes[path.Join(n.name, base)]})
	}
	return list
}

// info describes a node.
type info struct{ n *node }

func (i info) Name() string       { return path.Base(i.n.name) }
func (i info) Size() int64        { return i.n.size }
func (i info) ModTime() time.Time { return i.n.mod }
func (i info) IsDir() bool        { return i.n.dir }
func (i info) Sys() any           { return nil }
func (i info) Mode() fs.FileMode {
	if i.n.dir {
		return fs.ModeDir | 0o555
	}
	return 0o444
}

// shown makes a name fit to be shown: what cannot be seen becomes a mark, and
// what is long is cut.
func shown(name string) string {
	name = strings.ToValidUTF8(name, "\ufffd")
	name = strings.Map(func(r rune) rune {
		if r < ' ' || r == 0x7f || r >= 0x80 && r < 0xa0 || r == 0x2028 || r == 0x2029 || r >= 0x202a && r <= 0x202e || r >= 0x2066 && r <= 0x2069 {
			return '\ufffd'
		}
		return r
	}, name)
	if r := []rune(name); len(r) > 120 {
		name = string(r[:120]) + "…"
	}
	return name
}
