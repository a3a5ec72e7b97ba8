package ical

import (
	"bufio"
	"bytes"
	"io"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/unicode"
	"golang.org/x/text/transform"
)

// A lineReader unfolds the lines of a file.
type lineReader struct {
	r      *bufio.Reader
	lone   bool // lines end in a carriage return alone
	most   int  // bytes of an unfolded line
	number int  // of the last physical line read
	buf    []byte
}

// An unfolded line, as text.
type line struct {
	text   string
	number int  // of its first physical line
	size   int  // bytes it takes in the file, also those cut off
	cut    bool // longer than the limit: text holds the beginning
}

const bufferSize = 64 << 10

// newLineReader looks at the beginning of r for a byte order mark, for UTF-16
// and for the line ends in use.
func newLineReader(r io.Reader, most int) *lineReader {
	b := bufio.NewReaderSize(r, bufferSize)
	head, _ := b.Peek(4)
	switch {
	case bytes.HasPrefix(head, []byte("\xef\xbb\xbf")):
		_, _ = b.Discard(3)
	case bytes.HasPrefix(head, []byte("\xff\xfe")), bytes.HasPrefix(head, []byte("\xfe\xff")):
		b = recode(b, unicode.BigEndian, unicode.ExpectBOM)
	case len(head) == 4 && head[1] == 0 && head[3] == 0:
		b = recode(b, unicode.LittleEndian, unicode.IgnoreBOM)
	case len(head) == 4 && head[0] == 0 && head[2] == 0:
		b = recode(b, unicode.BigEndian, unicode.IgnoreBOM)
	}
	l := &lineReader{r: b, most: most}
	start, _ := b.Peek(4096)
	// Only a file without a single line feed ends its lines in carriage
	// returns. Elsewhere one that stands alone is part of a value: taken for an
	// end, it would let a title add attendees.
	l.lone = bytes.IndexByte(start, '\n') < 0 && bytes.IndexByte(start, '\r') >= 0
	return l
}

func recode(r io.Reader, end unicode.Endianness, bom unicode.BOMPolicy) *bufio.Reader {
	return bufio.NewReaderSize(transform.NewReader(r, unicode.UTF16(end, bom).NewDecoder()), bufferSize)
}

// read returns the next line that is not empty. Its error is that of the
// underlying reader; io.EOF comes alone.
func (l *lineReader) read() (line, error) {
	l.buf = l.buf[:0]
	out := line{}
	for {
		n, cut, err := l.physical()
		if err != nil {
			return line{}, err
		}
		if out.number == 0 {
			out.number = l.number
		}
		out.size += n
		out.cut = out.cut || cut
		folded, err := l.folded()
		if err != nil {
			return line{}, err
		}
		if folded {
			continue
		}
		if len(bytes.TrimSpace(l.buf)) > 0 {
			out.text = decode(whole(l.buf, out.cut))
			return out, nil
		}
		l.buf = l.buf[:0]
		out = line{}
	}
}

// physical appends one physical line to buf, as far as there is room.
func (l *lineReader) physical() (size int, cut bool, err error) {
	end := byte('\n')
	if l.lone {
		end = '\r'
	}
	for {
		chunk, err := l.r.ReadSlice(end)
		size += len(chunk)
		if err == io.EOF && size == 0 {
			return 0, false, io.EOF
		}
		if err != nil && err != bufio.ErrBufferFull && err != io.EOF {
			return size, cut, err
		}
		more := err == bufio.ErrBufferFull
		if !more {
			chunk = bytes.TrimRight(chunk, "\r\n")
		}
		if room := l.most - len(l.buf); len(chunk) > room {
			chunk, cut = chunk[:max(room, 0)], true
		}
		l.buf = append(l.buf, chunk...)
		if !more {
			l.number++
			return size, cut, nil
		}
	}
}

// folded reports whether the next physical line goes on with this one, and
// takes the blank that says so.
func (l *lineReader) folded() (bool, error) {
	c, err := l.r.ReadByte()
	if err == io.EOF {
		return false, nil
	}
	if err != nil {
		return false, err
	}
	if c == ' ' || c == '\t' {
		return true, nil
	}
	return false, l.r.UnreadByte()
}

// whole drops the character that a cut went through.
func whole(b []byte, cut bool) []byte {
	if !cut {
		return b
	}
	for i := 1; i <= utf8.UTFMax && i <= len(b); i++ {
		if utf8.RuneStart(b[len(b)-i]) {
			if !utf8.FullRune(b[len(b)-i:]) {
				return b[:len(b)-i]
			}
			break
		}
	}
	return b
}

// decode makes text of the bytes of a whole line, which folding may have cut
// within a character. What is not UTF-8 is Windows-1252. Control characters are
// blanks: none has a meaning here, and some could forge a line elsewhere.
func decode(b []byte) string {
	var s string
	if utf8.Valid(b) {
		s = string(b)
	} else if d, err := charmap.Windows1252.NewDecoder().Bytes(b); err == nil {
		s = string(d)
	} else {
		s = strings.ToValidUTF8(string(b), "\uFFFD")
	}
	if strings.IndexFunc(s, control) < 0 {
		return s
	}
	return strings.Map(func(r rune) rune {
		if control(r) {
			return ' '
		}
		return r
	}, s)
}

func control(r rune) bool { return r < ' ' && r != '\t' || r == 0x7f }
