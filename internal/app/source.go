package app

import (
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"entregent/internal/importer"
	"entregent/internal/importer/archive"
	"entregent/internal/network"
)

// A source is one thing that the keeper handed in: a folder, a zip, a file.
type source struct {
	label   string // its name as the keeper knows it
	files   fs.FS
	refused []archive.Refusal
	close   func() error
}

// openSource opens a path given to import. A folder that holds archives gives
// one source for itself and one for each archive.
func openSource(path string) ([]source, error) {
	info, err := os.Stat(path)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil, &network.Error{Kind: network.Unreadable, Msg: "error.no_such_file", Args: []any{path}}
	case errors.Is(err, fs.ErrPermission):
		return nil, &network.Error{Kind: network.Unreadable, Msg: "error.file_not_readable", Args: []any{path}, Err: err}
	case err != nil:
		return nil, err
	case info.IsDir():
		return openFolder(path)
	case !info.Mode().IsRegular():
		return nil, &network.Error{Kind: network.Unreadable, Msg: "error.not_a_plain_file", Args: []any{path}}
	}
	s, err := openFile(path, info.Size())
	if err != nil {
		return nil, err
	}
	return []source{s}, nil
}

func openFolder(path string) ([]source, error) {
	root, err := os.OpenRoot(path)
	if err != nil {
		return nil, &network.Error{Kind: network.Unreadable, Msg: "error.file_not_readable", Args: []any{path}, Err: err}
	}
	abs, err := filepath.Abs(path)
	if err != nil {
		abs = path
	}
	tree, err := archive.Fence(root.FS(), archive.Limits{})
	if err != nil {
		root.Close()
		return nil, err
	}
	out := []source{{label: filepath.Base(abs), files: tree, close: root.Close}}
	for _, r := range tree.Refused() {
		if !isArchive(r.Name) {
			out[0].refused = append(out[0].refused, r)
			continue
		}
		inner, err := openFile(filepath.Join(path, filepath.FromSlash(r.Name)), -1)
		if err != nil {
			out[0].refused = append(out[0].refused, refusal(r.Name, err))
			continue
		}
		out = append(out, inner)
	}
	return out, nil
}

func refusal(name string, err error) archive.Refusal {
	var e *network.Error
	if !errors.As(err, &e) {
		e = &network.Error{Kind: network.Unreadable, Msg: "error.file_not_readable", Args: []any{name}, Err: err}
	}
	return archive.Refusal{Name: name, Err: e}
}

func isArchive(name string) bool {
	switch strings.ToLower(filepath.Ext(name)) {
	case ".zip", ".gz":
		return true
	}
	return false
}

// openFile opens a single file: an archive by its first bytes, anything else as
// a folder that holds only it.
func openFile(path string, size int64) (source, error) {
	f, err := os.Open(path)
	if err != nil {
		return source{}, &network.Error{Kind: network.Unreadable, Msg: "error.file_not_readable", Args: []any{path}, Err: err}
	}
	if size < 0 {
		info, err := f.Stat()
		if err != nil {
			f.Close()
			return source{}, err
		}
		size = info.Size()
	}
	name := filepath.Base(path)
	var magic [4]byte
	n, _ := io.ReadFull(io.NewSectionReader(f, 0, 4), magic[:])
	switch head := string(magic[:n]); {
	case strings.HasPrefix(head, "PK\x03\x04"), strings.HasPrefix(head, "PK\x05\x06"):
		z, err := archive.Open(f, size, archive.Limits{})
		if err != nil {
			f.Close()
			return source{}, named(err, name)
		}
		return source{label: name, files: z, refused: z.Refused(), close: f.Close}, nil
	case strings.HasPrefix(head, "\x1f\x8b"):
		z, err := archive.OpenGzip(f, size, name, archive.Limits{})
		if err != nil {
			f.Close()
			return source{}, named(err, name)
		}
		return source{label: name, files: z, refused: z.Refused(), close: f.Close}, nil
	}
	f.Close()
	root, err := os.OpenRoot(filepath.Dir(path))
	if err != nil {
		return source{}, err
	}
	return source{label: name, files: only{root.FS(), name}, close: root.Close}, nil
}

// named puts the name of an archive into its refusal where there is none.
func named(err error, name string) error {
	var e *network.Error
	if errors.As(err, &e) && len(e.Args) == 0 {
		e.Args = []any{name}
	}
	return err
}

// only shows one file of a folder and nothing beside it.
type only struct {
	fs.FS
	name string
}

func (o only) Open(name string) (fs.File, error) {
	if name != o.name && name != "." {
		return nil, &fs.PathError{Op: "open", Path: name, Err: fs.ErrNotExist}
	}
	return o.FS.Open(name)
}

func (o only) ReadDir(name string) ([]fs.DirEntry, error) {
	if name != "." {
		return nil, &fs.PathError{Op: "readdir", Path: name, Err: fs.ErrNotExist}
	}
	info, err := fs.Stat(o.FS, o.name)
	if err != nil {
		return nil, err
	}
	return []fs.DirEntry{fs.FileInfoToDirEntry(info)}, nil
}

// A found part is one source of one format.
type found struct {
	source
	reader importer.Reader
	part   importer.Part
}

// find lets each reader claim its parts of a source, in turn, and returns them
// with the files that nobody claimed. With only set, no other reader is asked.
func (a *App) find(s source, as string) (parts []found, left []string, err error) {
	claimed := map[string]bool{}
	for _, r := range a.Readers {
		if as != "" && r.Name() != as {
			continue
		}
		for _, p := range r.Find(hide{s.files, claimed}) {
			parts = append(parts, found{s, r, p})
			for _, f := range p.Files {
				claimed[f] = true
			}
		}
	}
	err = fs.WalkDir(s.files, ".", func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if d.Type().IsRegular() && !claimed[path] {
			left = append(left, path)
		}
		return nil
	})
	return parts, left, err
}

// hide shows a tree without the files that an earlier reader claimed.
type hide struct {
	fs.FS
	claimed map[string]bool
}

func (h hide) Open(name string) (fs.File, error) {
	if h.claimed[name] {
		return nil, &fs.PathError{Op: "open", Path: name, Err: fs.ErrNotExist}
	}
	return h.FS.Open(name)
}

func (h hide) ReadDir(name string) ([]fs.DirEntry, error) {
	list, err := fs.ReadDir(h.FS, name)
	out := list[:0:0]
	for _, d := range list {
		path := d.Name()
		if name != "." {
			path = name + "/" + path
		}
		if !h.claimed[path] {
			out = append(out, d)
		}
	}
	return out, err
}

// Formats returns the names that --as takes.
func (a *App) Formats() []string {
	var out []string
	for _, r := range a.Readers {
		out = append(out, r.Name())
	}
	return out
}
