package archive

import (
	"errors"
	"io"
	"io/fs"
	"strings"
	"unicode"

	"entregent/internal/network"
)

// Fence shows the folder src without what could lead out of it or swamp the
// reader: links, devices, files that are too large, archives, and names that
// cannot be shown. The folder is listed once, now; files are opened when asked
// for. The error is a *network.Error: too many entries, or no folder.
func Fence(src fs.FS, limits Limits) (*FS, error) {
	f := newFS(limits.orDefault(), 0)
	seen := 0
	err := fs.WalkDir(src, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil {
			if name == "." {
				return err
			}
			f.refuse(name, "damaged_file")
			return skip(d)
		}
		if seen++; seen > f.limits.Entries+1 {
			return refusal("entries", f.limits.Entries)
		}
		if d.IsDir() {
			return nil
		}
		return f.fence(src, name, d)
	})
	if err != nil {
		return nil, unreadable(err)
	}
	return f.finish(), nil
}

// unreadable says that the source as a whole cannot be read, unless err says why
// itself.
func unreadable(err error) error {
	var told *network.Error
	if errors.As(err, &told) {
		return told
	}
	told = refusal("damaged")
	told.Err = err
	return told
}

// skip leaves out a folder that cannot be listed, or a file alone.
func skip(d fs.DirEntry) error {
	if d != nil && d.IsDir() {
		return fs.SkipDir
	}
	return nil
}

// fence takes one file in or refuses it.
func (f *FS) fence(src fs.FS, name string, d fs.DirEntry) error {
	if housekeeping(name) {
		return nil
	}
	info, key := f.judgeFile(name, d)
	if key != "" {
		f.refuse(name, key, f.argument(key)...)
		return nil
	}
	return f.add(&node{name: name, size: info.Size(), mod: info.ModTime(), open: func() (io.ReadCloser, error) {
		return openRegular(src, name)
	}})
}

func (f *FS) judgeFile(name string, d fs.DirEntry) (fs.FileInfo, string) {
	switch {
	case len(name) > f.limits.Name:
		return nil, "name_long"
	case !fs.ValidPath(name) || strings.ContainsFunc(name, unicode.IsControl):
		return nil, "name"
	case d.Type()&fs.ModeSymlink != 0:
		return nil, "symlink"
	case !d.Type().IsRegular():
		return nil, "special"
	}
	info, err := d.Info()
	switch {
	case err != nil:
		return nil, "damaged_file"
	case info.Size() > f.limits.File:
		return nil, "size"
	}
	return info, ""
}

// openRegular opens a file that may have been exchanged since it was listed.
func openRegular(src fs.FS, name string) (io.ReadCloser, error) {
	file, err := src.Open(name)
	if err != nil {
		return nil, err
	}
	if info, err := file.Stat(); err != nil || !info.Mode().IsRegular() {
		file.Close()
		return nil, refusal("special", shown(name))
	}
	return file, nil
}
