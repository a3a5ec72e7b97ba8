package archive

import (
	"compress/gzip"
	"encoding/binary"
	"io"
	"path"
	"strings"
)

// OpenGzip shows the gzip that r holds in size bytes as a tree of one file, named
// as the archive without its .gz. The size it shows is a claim modulo 4 GB.
func OpenGzip(r io.ReaderAt, size int64, name string, limits Limits) (*FS, error) {
	limits = limits.orDefault()
	base := path.Base(strings.ReplaceAll(name, `\`, "/"))
	if ext := path.Ext(base); strings.EqualFold(ext, ".gz") {
		base = strings.TrimSuffix(base, ext)
	}
	safe, key := safeName(base, limits.Name)
	switch {
	case key != "":
		return nil, refusal(key, shown(base), limits.Name)
	case safe == ".":
		safe = "file"
	case archiveExtensions[strings.ToLower(path.Ext(safe))]:
		return nil, refusal("nested", shown(name))
	}
	open := func() (io.ReadCloser, error) { return gzip.NewReader(io.NewSectionReader(r, 0, size)) }
	zr, err := open()
	if err != nil {
		return nil, unreadable(err)
	}
	zr.Close()
	f := newFS(limits, max(size, 1))
	n := &node{name: safe, size: claimed(r, size), packed: size, open: open}
	if err := f.add(n); err != nil {
		return nil, err
	}
	return f.finish(), nil
}

// claimed reads the length that a gzip ends with, if it can be true.
func claimed(r io.ReaderAt, size int64) int64 {
	var b [4]byte
	if _, err := r.ReadAt(b[:], max(0, size-4)); err != nil {
		return 0
	}
	if n := int64(binary.LittleEndian.Uint32(b[:])); n/maxDeflate <= size {
		return n
	}
	return 0
}
