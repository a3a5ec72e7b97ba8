// Package csvfile reads tables that programs and people wrote as text: with
// commas, semicolons, tabs or bars, quotes doubled or escaped by a backslash,
// lines ended in any way, rows too short or too long.
//
// It exists because the standard reader either refuses such files or, told to
// be lenient, silently swallows several cells into one. This one says of each
// row on which line it begins, reports what it cannot read with that line, goes
// on behind it, and never holds more than a few cells' worth in memory. It
// leaves out what columns mean.
package csvfile

import (
	"errors"
	"io"
	"io/fs"

	"entregent/internal/importer"
	"entregent/internal/importer/textfile"
)

// A Record is one row. Cells hold the text without quotes; line breaks inside
// a cell stay as written, zeros too. Rows may differ in length.
type Record struct {
	Line  int // on which the row begins, from 1
	Cells []string
}

// At returns the cell of column i, "" where the row has none. A negative i, a
// column that the file does not have, is empty as well.
func (r Record) At(i int) string {
	if i < 0 || i >= len(r.Cells) {
		return ""
	}
	return r.Cells[i]
}

// Empty reports whether every cell is empty.
func (r Record) Empty() bool {
	for _, c := range r.Cells {
		if c != "" {
			return false
		}
	}
	return true
}

// A Fault is a row that could not be read. Reading goes on behind it.
type Fault struct {
	Line int
	Key  string // "csv_quote", "csv_cell", "csv_columns" or "csv_size": texts "problem.<key>"
	Args []any
	Raw  string
}

func (f *Fault) Error() string { return f.Key }

// Event reports the fault as a problem of file.
func (f *Fault) Event(file string) importer.Event {
	return importer.NewProblem(importer.Pos{File: file, Line: f.Line}, 1, f.Key, f.Raw, f.Args...)
}

// ErrNoHeader means that nothing near the beginning of a file is the row of
// names that was looked for.
var ErrNoHeader = errors.New("csvfile: no header")

// window is how much of a file decides its dialect, and the least that is read
// at a time, in bytes.
const window = 64 << 10

// A Reader gives the rows of one table.
type Reader struct {
	src   io.Reader
	lim   importer.Limits
	buf   []byte
	pos   int   // of the next row in buf
	end   int   // of what was read into buf
	base  int64 // where buf[0] lies in the file
	taken int64 // bytes taken from src
	line  int   // of the next row
	err   error // why nothing more can be taken from src

	delim   byte
	stop    [256]bool // what ends a cell without quotes
	escape  bool      // a backslash before a quote, instead of a second one
	settled bool      // seen a doubled quote: no later backslash changes the dialect

	// Up to here in the file no quote closes what a line before left open: a
	// quoted cell has to end on its own line. It is what keeps a file full of
	// unclosed quotes from being read again and again.
	single int64

	looked int64 // bytes searched for quotes: the tests' measure of work

	text []byte // of the row being read, cell after cell
	ends []int  // of each cell in text
}

// NewReader reads the beginning of src, which is UTF-8, and decides on its
// dialect. Errors of src come with the first row.
func NewReader(src io.Reader, lim importer.Limits) *Reader {
	r := &Reader{src: src, lim: lim, buf: make([]byte, window), line: 1}
	for r.end < len(r.buf) && r.fill() {
	}
	d := guess(r.buf[:r.end])
	r.delim, r.escape = d.delim, d.escape
	for _, c := range []byte{d.delim, '\n', '\r'} {
		r.stop[c] = true
	}
	if d.skip > 0 {
		r.pos, r.line = d.skip, 2
	}
	return r
}

// A File is a Reader that closes what it reads.
type File struct {
	*Reader
	io.Closer
}

// Open opens one file of src, in whatever encoding it is.
func Open(src fs.FS, name string, lim importer.Limits) (*File, error) {
	f, err := textfile.Open(src, name)
	if err != nil {
		return nil, err
	}
	return &File{NewReader(f, lim), f}, nil
}

// Delimiter returns the byte between cells.
func (r *Reader) Delimiter() byte { return r.delim }

// Header skips rows until is accepts one, and returns it. It gives up with
// ErrNoHeader after 64 rows: no preamble is that long.
func (r *Reader) Header(is func(cells []string) bool) (Record, error) {
	for range 64 {
		rec, err := r.Read()
		var fault *Fault
		switch {
		case errors.As(err, &fault):
		case errors.Is(err, io.EOF):
			return Record{}, ErrNoHeader
		case err != nil:
			return Record{}, err
		case is(rec.Cells):
			return rec, nil
		}
	}
	return Record{}, ErrNoHeader
}

// Read returns the next row that is not blank. A *Fault is one row that cannot
// be read, and the next call goes on behind it; io.EOF is the end; any other
// error is that of the source.
func (r *Reader) Read() (Record, error) {
	for {
		if !r.have(0) {
			return Record{}, r.over()
		}
		n, fault := r.row()
		if fault != nil {
			return Record{}, fault
		}
		rec := Record{Line: r.line, Cells: r.cells()}
		blank := len(rec.Cells) == 1 && rec.Cells[0] == "" && r.buf[r.pos] != '"'
		r.line += max(1, lineEnds(r.buf[r.pos:r.pos+n]))
		r.pos += n
		if !blank {
			return rec, nil
		}
	}
}

// over says how the file ended.
func (r *Reader) over() error {
	err := r.err
	if errors.As(err, new(*Fault)) {
		r.err = io.EOF // said once
	}
	return err
}

// cells turns the row read last into strings that share one allocation.
func (r *Reader) cells() []string {
	text, from := string(r.text), 0
	cells := make([]string, len(r.ends))
	for i, end := range r.ends {
		cells[i], from = Unguard(text[from:end]), end
	}
	return cells
}

// have reports whether the i-th byte of the row being read is there, taking
// more from the source where it must. It may move buf.
func (r *Reader) have(i int) bool {
	for r.pos+i >= r.end {
		if !r.fill() {
			return false
		}
	}
	return true
}

// fill takes more from the source, behind what is there of the current row.
func (r *Reader) fill() bool {
	if r.err != nil {
		return false
	}
	if r.end == len(r.buf) {
		r.room()
	}
	n, err := r.src.Read(r.buf[r.end:])
	r.end += n
	r.taken += int64(n)
	r.err = err
	if r.taken > r.lim.MaxFile {
		r.err = &Fault{Line: r.line, Key: "csv_size", Args: []any{r.lim.MaxFile >> 20}}
	}
	return true
}

func (r *Reader) room() {
	if r.pos == 0 {
		r.buf = append(r.buf, make([]byte, len(r.buf))...)
		return
	}
	r.base += int64(r.pos)
	r.end = copy(r.buf, r.buf[r.pos:r.end])
	r.pos = 0
}
