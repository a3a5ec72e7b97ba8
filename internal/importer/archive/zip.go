package archive

import (
	"archive/zip"
	"bytes"
	"errors"
	"io"
	"io/fs"
	"path"
	"slices"
	"strings"
)

// maxDeflate is the most that one packed byte can stand for. A header that
// claims more lies.
const maxDeflate = 1032

// Open shows the zip that r holds in size bytes. The error is a *network.Error
// and refuses the archive as a whole: it cannot be read, it has too many entries,
// entries share their bytes, or it says itself that it unpacks to too much.
// A single entry that is unsafe is left out and listed in Refused.
func Open(r io.ReaderAt, size int64, limits Limits) (*FS, error) {
	limits = limits.orDefault()
	zr, err := directory(r, size, limits)
	if err != nil {
		return nil, err
	}
	f := newFS(limits, max(size, 1))
	var spans []span
	var total int64
	for _, e := range zr.File {
		n, at, ok := f.entry(e, size)
		if !ok {
			continue
		}
		if total += n.size; total > limits.Total {
			return nil, refusal("total", shown(n.name), limits.Total>>20)
		}
		spans = append(spans, span{at, at + n.packed, n.name})
		if err := f.add(n); err != nil {
			return nil, err
		}
	}
	if a, b, shared := overlap(spans); shared {
		return nil, refusal("overlap", shown(a), shown(b))
	}
	return f.finish(), nil
}

// directory reads the table of contents. It is read through a gate, since the
// library would take in any number of entries before it could be asked.
func directory(r io.ReaderAt, size int64, limits Limits) (*zip.Reader, error) {
	const end = 128 << 10 // the end of the file is read twice in search of the table
	g := &gate{r: r, entries: limits.Entries + end/46, left: limits.Directory + end}
	zr, err := zip.NewReader(g, size)
	g.open = true
	switch {
	case errors.Is(err, errTooMany) || err == nil && len(zr.File) > limits.Entries:
		return nil, refusal("entries", limits.Entries)
	case err != nil && !errors.Is(err, zip.ErrInsecurePath): // names are looked at one by one
		return nil, unreadable(err)
	}
	return zr, nil
}

var errTooMany = errors.New("archive: too many entries")

// gate is the reader beneath the table of contents: it counts the marks that
// begin an entry, and the bytes.
type gate struct {
	r       io.ReaderAt
	open    bool // the table has been read: no more counting
	entries int
	left    int64
	next    int64  // where the last read ended
	tail    []byte // its last bytes, in which a mark may begin
}

func (g *gate) ReadAt(p []byte, off int64) (int, error) {
	n, err := g.r.ReadAt(p, off)
	if g.open {
		return n, err
	}
	mark := []byte("PK\x01\x02")
	g.entries -= bytes.Count(p[:n], mark)
	if off == g.next {
		g.entries -= bytes.Count(append(g.tail, p[:min(n, 3)]...), mark)
	}
	g.tail = bytes.Clone(p[max(0, n-3):n])
	g.next = off + int64(n)
	if g.left -= int64(n); g.entries < 0 || g.left < 0 {
		return 0, errTooMany
	}
	return n, err
}

// entry makes the node of one entry and says where its packed bytes begin. It is
// not ok for folders, for what is of no interest, and for what is refused.
func (f *FS) entry(e *zip.File, size int64) (n *node, at int64, ok bool) {
	given := decodedName(e.Name, e.Extra)
	if strings.HasSuffix(strings.ReplaceAll(given, `\`, "/"), "/") || e.Mode().IsDir() {
		return nil, 0, false
	}
	name, key := safeName(given, f.limits.Name)
	if key == "" && (name == "." || housekeeping(name)) {
		return nil, 0, false
	}
	if key == "" {
		at, key = f.judge(e, name, size)
	}
	if key != "" {
		f.refuse(given, key, f.argument(key)...)
		return nil, 0, false
	}
	return &node{
		name: name, size: int64(e.UncompressedSize64), packed: int64(e.CompressedSize64), mod: e.Modified, open: e.Open,
	}, at, true
}

// judge looks at everything but the name, and returns the key of what is wrong.
func (f *FS) judge(e *zip.File, name string, size int64) (at int64, key string) {
	const encrypted = 1
	switch {
	case e.Mode()&fs.ModeSymlink != 0:
		return 0, "symlink"
	case !e.Mode().IsRegular():
		return 0, "special"
	case archiveExtensions[strings.ToLower(path.Ext(name))]:
		return 0, "nested"
	case e.Flags&encrypted != 0:
		return 0, "encrypted"
	case e.Method != zip.Store && e.Method != zip.Deflate:
		return 0, "method"
	}
	at, err := e.DataOffset()
	packed, unpacked := e.CompressedSize64, e.UncompressedSize64
	switch {
	case err != nil, packed > uint64(size), at+int64(packed) > size,
		e.Method == zip.Store && packed != unpacked,
		unpacked/maxDeflate > packed:
		return 0, "damaged_file"
	case unpacked > uint64(f.limits.File):
		return 0, "size"
	case bomb(f.limits, int64(unpacked), int64(packed)):
		return 0, "ratio"
	}
	return at, ""
}

// argument returns what the text of key names beside the file.
func (f *FS) argument(key string) []any {
	switch key {
	case "size":
		return []any{f.limits.File >> 20}
	case "ratio":
		return []any{f.limits.Ratio}
	case "name_long":
		return []any{f.limits.Name}
	}
	return nil
}

// span is where the packed bytes of a file lie.
type span struct {
	from, to int64
	name     string
}

// overlap finds two files that share packed bytes, which no honest tool writes.
func overlap(spans []span) (a, b string, shared bool) {
	slices.SortFunc(spans, func(x, y span) int {
		switch {
		case x.from != y.from:
			return int(max(-1, min(1, x.from-y.from)))
		case x.to != y.to:
			return int(max(-1, min(1, x.to-y.to)))
		}
		return strings.Compare(x.name, y.name)
	})
	for i := 1; i < len(spans); i++ {
		if spans[i].from < spans[i-1].to {
			return spans[i-1].name, spans[i].name, true
		}
	}
	return "", "", false
}
