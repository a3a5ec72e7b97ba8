// Package jsonfile reads JSON of any size, a record at a time.
//
// Archives of networks are JSON of gigabytes that may be cut short, nested to
// break readers, or hold pictures as strings. A Reader walks through such a file
// without ever holding more than one record, knows the line it stands on, and
// says what is wrong and where: what stood before the fault is kept, and a
// record that is merely too large or too deep costs itself alone. Grammar is that
// of RFC 8259, strictly; encodings are those of package textfile. It leaves out
// what the records mean, and writing.
package jsonfile

import (
	"bytes"
	"errors"
	"io"
	"io/fs"

	"entregent/internal/importer"
	"entregent/internal/importer/textfile"
)

// A Fault is a place that could not be read. Where it is Over nothing more can
// be taken from the file; else the value is left out and reading goes on behind
// it.
type Fault struct {
	Line int
	Key  string // "json_syntax", "json_cut", "json_deep", "json_large" or "json_size": texts "problem.<key>"
	Args []any
	Raw  string
	Over bool
}

func (f *Fault) Error() string { return f.Key }

// Event reports the fault as a problem of file.
func (f *Fault) Event(file string) importer.Event {
	return importer.NewProblem(importer.Pos{File: file, Line: f.Line}, 1, f.Key, f.Raw, f.Args...)
}

// A File is a Reader that closes what it reads.
type File struct {
	*Reader
	io.Closer
}

// Open opens one file of src.
func Open(src fs.FS, name string, lim importer.Limits) (*File, error) {
	f, err := textfile.Open(src, name)
	if err != nil {
		return nil, err
	}
	return &File{NewReader(f, lim), f}, nil
}

// A Reader walks through one JSON text.
type Reader struct {
	src   io.Reader
	lim   importer.Limits
	buf   []byte
	pos   int   // of the next byte in buf
	end   int   // of what was read into buf
	taken int64 // bytes taken from src
	line  int   // of the next byte
	depth int   // of arrays and objects around the next byte
	due   bool  // a value that was offered is still to be read
	err   error // why nothing more can be taken from src
	room  int   // bytes that the record being read may still hold
	out   []byte
	names map[string]string
}

// window is how much is read at a time, in bytes.
const window = 64 << 10

// deepest is how many levels are followed to find the end of a value that is
// left out; they cost a byte each.
const deepest = 16 << 20

// NewReader reads src, which is UTF-8. Of lim it heeds MaxFile, MaxLine (bytes
// of one string), MaxMessage (bytes of one record) and MaxDepth.
func NewReader(src io.Reader, lim importer.Limits) *Reader {
	return &Reader{src: src, lim: lim, buf: make([]byte, window), line: 1, names: map[string]string{}}
}

// Line returns the line of the next byte, 1 for the first.
func (r *Reader) Line() int { return r.line }

// peek returns the next byte without taking it; false at the end.
func (r *Reader) peek() (byte, bool) {
	if r.pos < r.end {
		return r.buf[r.pos], true
	}
	if !r.fill() {
		return 0, false
	}
	return r.buf[r.pos], true
}

func (r *Reader) fill() bool {
	if r.err != nil {
		return false
	}
	for range 100 {
		n, err := r.src.Read(r.buf)
		r.pos, r.end, r.taken = 0, n, r.taken+int64(n)
		switch {
		case r.taken > r.lim.MaxFile:
			r.end = 0
			r.err = &Fault{Line: r.line, Key: "json_size", Args: []any{r.lim.MaxFile >> 20}, Over: true}
			return false
		case err != nil:
			r.err = err
			return n > 0
		case n > 0:
			return true
		}
	}
	r.err = io.ErrNoProgress
	return false
}

// next moves over white space and returns the byte behind it.
func (r *Reader) next() (byte, error) {
	for {
		c, ok := r.peek()
		if !ok {
			return 0, r.cut()
		}
		switch c {
		case '\n':
			r.line++
		case ' ', '\t', '\r':
		default:
			return c, nil
		}
		r.pos++
	}
}

// cut is the fault of a text that ends too early, or the error that ended it.
func (r *Reader) cut() error {
	if r.err != nil && !errors.Is(r.err, io.EOF) {
		return r.err
	}
	return &Fault{Line: r.line, Key: "json_cut", Over: true}
}

// wrong is the fault of a byte that has no place here.
func (r *Reader) wrong() error {
	shown := r.buf[r.pos:min(r.end, r.pos+40)]
	if i := bytes.IndexByte(shown, '\n'); i >= 0 {
		shown = shown[:i]
	}
	raw := string(bytes.ToValidUTF8(shown, []byte("\uFFFD")))
	return &Fault{Line: r.line, Key: "json_syntax", Args: []any{raw}, Raw: raw, Over: true}
}

// Kind tells what the next value is, without reading it.
func (r *Reader) Kind() (Kind, error) {
	c, err := r.next()
	if err != nil {
		return None, err
	}
	return kindOf(c), nil
}

func kindOf(c byte) Kind {
	switch {
	case c == '{':
		return Object
	case c == '[':
		return Array
	case c == '"':
		return String
	case c == 't', c == 'f':
		return Bool
	case c == 'n':
		return Null
	case c == '-', '0' <= c && c <= '9':
		return Number
	}
	return None
}

// Assignment moves over the name that a script gives its value, as in
// "window.YTD.tweets.part0 = [": to the first bracket or brace behind the first
// equals sign, which must come within the first few hundred bytes. A text that
// begins with a bracket or brace stays where it is. It returns what stood before
// the sign.
func (r *Reader) Assignment() (string, error) {
	c, err := r.next()
	if err != nil || c == '[' || c == '{' {
		return "", err
	}
	var name []byte
	seen := false
	for range 300 {
		c, ok := r.peek()
		switch {
		case !ok:
			return "", r.cut()
		case c == '=':
			seen = true
		case seen && (c == '[' || c == '{'):
			return string(bytes.TrimSpace(name)), nil
		case seen && c != ' ' && c != '\t' && c != '\r' && c != '\n', c == '[', c == '{':
			return "", r.wrong()
		case c == '\n':
			r.line++
		}
		if !seen {
			name = append(name, c)
		}
		r.pos++
	}
	return "", r.wrong()
}

// Each calls fn for every member of the next value, which is an object or an
// array: with the member's name, "" in an array, and the Reader standing before
// the member's value. What fn does not read is skipped. A next value of another
// kind is skipped too. A nil error means that the value was read to its end.
func (r *Reader) Each(fn func(name string) error) error {
	r.due = false
	c, err := r.next()
	if err != nil {
		return err
	}
	if c != '{' && c != '[' {
		return r.Skip()
	}
	if r.depth >= r.lim.MaxDepth {
		return r.tooDeep(r.line)
	}
	r.pos++
	r.depth++
	defer func() { r.depth-- }()
	shut := c + 2 // } and ] stand two places behind { and [
	if c, err = r.next(); err == nil && c == shut {
		r.pos++
		return nil
	}
	for err == nil {
		if err = r.member(shut == '}', fn); err != nil {
			break
		}
		var more bool
		if more, err = r.comma(shut); err == nil && !more {
			return nil
		}
	}
	return err
}

// member reads one name, if there is one, and offers the value behind it.
func (r *Reader) member(named bool, fn func(string) error) error {
	name := ""
	if named {
		var err error
		if name, err = r.name(); err != nil {
			return err
		}
	}
	r.due = true
	if err := fn(name); err != nil {
		return err
	}
	if r.due {
		return r.Skip()
	}
	return nil
}

// name reads the name of a member and the colon behind it.
func (r *Reader) name() (string, error) {
	c, err := r.next()
	if err != nil {
		return "", err
	}
	if c != '"' {
		return "", r.wrong()
	}
	line, room := r.line, r.room
	r.room = r.lim.MaxLine // a name is bounded by itself; what is kept of it, value counts
	letters, whole, err := r.letters(true)
	r.room = room
	if err != nil {
		return "", err
	}
	s := r.named(letters)
	if !whole {
		return "", &Fault{Line: line, Key: "json_large", Args: []any{r.lim.MaxLine >> 10}, Over: true}
	}
	if c, err = r.next(); err == nil && c != ':' {
		err = r.wrong()
	}
	r.pos++
	return s, err
}

// named makes a string of the name of a member. Records have the same few names
// again and again.
func (r *Reader) named(letters []byte) string {
	if s, ok := r.names[string(letters)]; ok {
		return s
	}
	s := string(letters)
	if len(s) <= 64 && len(r.names) < 1000 {
		r.names[s] = s
	}
	return s
}

// comma reads what stands behind a member; more is false at the end.
func (r *Reader) comma(shut byte) (more bool, err error) {
	c, err := r.next()
	switch {
	case err != nil:
		return false, err
	case c != ',' && c != shut:
		return false, r.wrong()
	}
	r.pos++
	return c == ',', nil
}

// End reports what stands behind the value that was read; nothing should.
func (r *Reader) End() error {
	_, err := r.next()
	var f *Fault
	switch {
	case errors.As(err, &f) && f.Key == "json_cut":
		return nil
	case err != nil:
		return err
	}
	return r.wrong()
}
