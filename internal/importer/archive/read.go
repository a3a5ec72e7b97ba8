package archive

import (
	"errors"
	"io"
	"io/fs"

	"entregent/internal/network"
)

// file is an open file of the tree that counts what it gives out.
type file struct {
	fs   *FS
	node *node
	r    io.ReadCloser
	read int64
	err  error
}

// Read hands on what the archive unpacks, until a limit is passed.
func (o *file) Read(p []byte) (int, error) {
	if o.err != nil {
		return 0, o.err
	}
	n, err := o.r.Read(p)
	o.read += int64(n)
	if over := o.fs.account(o.node, o.read); over != nil {
		n, err = 0, over
	} else if err != nil && err != io.EOF {
		err = damaged(o.node.name, err)
	}
	o.err = err
	return n, err
}

func (o *file) Stat() (fs.FileInfo, error) { return info{o.node}, nil }

func (o *file) Close() error {
	o.err = fs.ErrClosed
	return o.r.Close()
}

// account notes that the file has been read up to read bytes and refuses what
// is too much. Bytes read a second time are not counted again: finding, asking
// for the owner and importing each begin at the start.
func (f *FS) account(n *node, read int64) error {
	f.mu.Lock()
	defer f.mu.Unlock()
	if read > n.seen {
		f.seen += read - n.seen
		n.seen = read
	}
	l := f.limits
	switch {
	case read > l.File:
		return refusal("size", shown(n.name), l.File>>20)
	case f.packed == 0:
		return nil // a folder: nothing is unpacked
	case f.seen > l.Total:
		return refusal("total", shown(n.name), l.Total>>20)
	case bomb(l, read, n.packed), bomb(l, f.seen, f.packed):
		return refusal("ratio", shown(n.name), l.Ratio)
	}
	return nil
}

// bomb reports whether unpacked bytes came out of too few packed ones.
func bomb(l Limits, unpacked, packed int64) bool {
	return unpacked > l.RatioFrom && unpacked/max(packed, 1) > l.Ratio
}

// damaged says that one file cannot be read to its end.
func damaged(name string, err error) error {
	var told *network.Error
	if errors.As(err, &told) {
		return err
	}
	return &network.Error{Kind: network.Unreadable, Msg: "error.archive_damaged_file", Args: []any{shown(name)}, Err: err}
}

// folder is an open folder of the tree.
type folder struct {
	fs   *FS
	node *node
	at   int
}

func (d *folder) Stat() (fs.FileInfo, error) { return info{d.node}, nil }
func (d *folder) Close() error               { return nil }

// Read fails: a folder has no bytes.
func (d *folder) Read([]byte) (int, error) {
	return 0, &fs.PathError{Op: "read", Path: d.node.name, Err: errors.New("is a folder")}
}

// ReadDir lists the next n entries, or all that are left.
func (d *folder) ReadDir(n int) ([]fs.DirEntry, error) {
	rest := d.fs.entries(d.node)[d.at:]
	if n > 0 {
		if len(rest) == 0 {
			return nil, io.EOF
		}
		rest = rest[:min(n, len(rest))]
	}
	d.at += len(rest)
	return rest, nil
}
