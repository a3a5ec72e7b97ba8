package chat

import (
	"bufio"
	"errors"
	"io"
	"io/fs"

	"entregent/internal/importer"
	"entregent/internal/importer/textfile"
)

// Lines reads a text file line by line in bounded memory, whatever it was saved
// in.
type Lines struct {
	in   *bufio.Reader
	file io.Closer
	left *io.LimitedReader
	most int
	buf  []byte

	Line int  // number of the line last read, from 1
	Long bool // it was longer than the limit: only its beginning was given
}

// Open opens a file of src for reading line by line.
func Open(src fs.FS, name string, l importer.Limits) (*Lines, error) {
	f, err := src.Open(name)
	if err != nil {
		return nil, err
	}
	left := &io.LimitedReader{R: f, N: l.MaxFile}
	text, err := textfile.NewReader(left, "")
	if err != nil {
		f.Close()
		return nil, err
	}
	return &Lines{in: bufio.NewReaderSize(text, 64<<10), file: f, left: left, most: l.MaxLine}, nil
}

// Close closes the file.
func (l *Lines) Close() error { return l.file.Close() }

// Cut reports whether the file is longer than it may be: the rest was not read.
func (l *Lines) Cut() bool { return l.left.N <= 0 }

// Next returns the next line without its end; io.EOF after the last.
func (l *Lines) Next() (string, error) {
	l.buf, l.Long = l.buf[:0], false
	some := false
	for {
		piece, err := l.in.ReadSlice('\n')
		some = some || len(piece) > 0
		if room := l.most - len(l.buf); len(piece) > room+2 {
			piece, l.Long = piece[:max(room, 0)], true
		}
		if !l.Long || len(l.buf) < l.most {
			l.buf = append(l.buf, piece...)
		}
		switch {
		case errors.Is(err, bufio.ErrBufferFull):
			continue
		case errors.Is(err, io.EOF) && some, err == nil:
			l.Line++
			return string(trimEnd(l.buf)), nil
		default:
			return "", err
		}
	}
}

func trimEnd(b []byte) []byte {
	for len(b) > 0 && (b[len(b)-1] == '\n' || b[len(b)-1] == '\r') {
		b = b[:len(b)-1]
	}
	return b
}
