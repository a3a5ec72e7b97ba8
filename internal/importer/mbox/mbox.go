// Package mbox cuts a mailbox file into mails, in every dialect that is found
// in the wild, while it streams: memory is bounded by the greatest mail, and no
// mail is copied. It leaves out what stands within the mails.
package mbox

import (
	"bytes"
	"errors"
	"io"

	"entregent/internal/importer/mime"
)

// A Message is one mail of a mailbox. Its slices hold until the next call of
// Next.
type Message struct {
	From   []byte // the separator line, without its end
	Data   []byte // header block and body, without the blank line that ends a mail
	Line   int    // line of the separator, from 1
	Offset int64  // of the separator, in bytes
	// Cut says that the mail is longer than the limit: Data holds its beginning,
	// enough for its header block.
	Cut bool
	// Quoted says that a body line that begins with "From " was written with a
	// ">" before it. Where Content-Length alone tells the end, it was not.
	Quoted bool
}

const (
	firstBuffer = 256 << 10
	cutData     = 1 << 20 // kept of a mail that is too long
	lookahead   = 2 << 10 // bytes behind a separator that decide whether it is one
	overlap     = 16      // bytes kept where reading breaks off, so that no separator is cut in two
)

var (
	from        = []byte("From ")
	newlineFrom = []byte("\nFrom ")
	byteOrder   = []byte("\xEF\xBB\xBF")
)

// A Scanner reads a mailbox from its beginning.
type Scanner struct {
	r       io.Reader
	max     int // bytes of one mail
	buf     []byte
	pos     int   // the next mail begins here
	end     int   // of what was read
	base    int64 // offset in the file of buf[0]
	line    int   // line number of pos
	eof     bool
	err     error
	started bool
	msg     Message
}

// NewScanner returns a scanner of r. Mails longer than max bytes are cut.
func NewScanner(r io.Reader, max int64) *Scanner {
	return &Scanner{r: r, max: int(max), line: 1}
}

// Err returns the error that ended the reading, nil at the end of the file.
func (s *Scanner) Err() error { return s.err }

// Message returns the mail that Next found.
func (s *Scanner) Message() *Message { return &s.msg }

// Next finds the next mail. It returns false at the end or after an error.
func (s *Scanner) Next() bool {
	if s.buf == nil {
		s.buf = make([]byte, firstBuffer)
	}
	if !s.started {
		s.started = true
		if !s.begin() {
			return false
		}
	}
	if !s.have(1) {
		return false
	}
	s.read()
	return s.err == nil
}

// begin steps over a byte order mark, blank lines, and whatever stands before
// the first separator.
func (s *Scanner) begin() bool {
	s.have(lookahead)
	if bytes.HasPrefix(s.buf[s.pos:s.end], byteOrder) {
		s.pos += len(byteOrder)
	}
	if s.have(lookahead); separator(s.buf[s.pos:s.end], true) {
		return true
	}
	return s.skipTo()
}

// have makes sure that n bytes stand from pos on, and reports whether they do.
func (s *Scanner) have(n int) bool {
	for s.end-s.pos < n && !s.eof && s.err == nil {
		s.fill(n)
	}
	return s.end-s.pos >= n
}

// fill reads more, so that n bytes may stand from pos on. What stands there is
// moved only when at least as much was passed over since, whatever n is.
func (s *Scanner) fill(n int) {
	if len(s.buf)-s.pos < n {
		to := s.buf
		if len(s.buf) < 2*n {
			to = make([]byte, 2*n)
		}
		copy(to, s.buf[s.pos:s.end])
		s.buf = to
		s.base += int64(s.pos)
		s.end -= s.pos
		s.pos = 0
	}
	got, err := s.r.Read(s.buf[s.end:])
	s.end += got
	switch {
	case errors.Is(err, io.EOF):
		s.eof = true
	case err != nil:
		s.err = err
	}
}

// read takes the mail at pos, whose separator is known to be one.
func (s *Scanner) read() {
	s.msg = Message{Line: s.line, Offset: s.base + int64(s.pos), Quoted: true}
	size, exact := s.byContentLength()
	if exact {
		s.msg.Quoted = !bytes.Contains(s.buf[s.pos+1:s.pos+size], newlineFrom)
	} else {
		size = s.bySeparator()
	}
	data := s.buf[s.pos : s.pos+size]
	s.line += bytes.Count(data, newlineFrom[:1])
	s.msg.From, s.msg.Data = cut(data)
	s.pos += size
	if s.msg.Cut {
		s.msg.Data = bytes.Clone(s.msg.Data[:min(len(s.msg.Data), cutData)])
		s.msg.From = bytes.Clone(s.msg.From)
		s.skipTo()
		return
	}
	s.msg.Data = trimLast(s.msg.Data)
}

// cut parts the separator line from the mail. A separator that carries its own
// line break only has no mail.
func cut(b []byte) (line, rest []byte) {
	if i := bytes.IndexByte(b, '\n'); i >= 0 {
		return bytes.TrimSuffix(b[:i], []byte("\r")), b[i+1:]
	}
	return b, nil
}

// trimLast takes off the blank line that the mailbox adds to a mail.
func trimLast(b []byte) []byte {
	if bytes.HasSuffix(b, []byte("\n\n")) {
		return b[:len(b)-1]
	}
	if bytes.HasSuffix(b, []byte("\r\n\r\n")) {
		return b[:len(b)-2]
	}
	return b
}

// bySeparator returns the size of the mail at pos as its next separator says,
// and marks it as cut when that is too far away.
func (s *Scanner) bySeparator() int {
	for scanned := 1; ; {
		i := bytes.Index(s.buf[s.pos+scanned-1:s.end], newlineFrom)
		if i < 0 {
			n := s.end - s.pos
			if n > s.max+overlap {
				s.msg.Cut = true
				return n - overlap
			}
			if !s.have(n + 1) {
				return n
			}
			scanned = max(1, n-len(newlineFrom)+1)
			continue
		}
		at := scanned + i // of the F, within the mail
		if at > s.max {
			s.msg.Cut = true
			return at
		}
		s.have(at + lookahead)
		if separator(s.buf[s.pos+at:s.end], afterBlank(s.buf[s.pos:s.pos+at])) {
			return at
		}
		scanned = at + 1
	}
}

// skipTo moves pos to the next separator, or to the end.
func (s *Scanner) skipTo() bool {
	for {
		// The last byte passed may be the line break the separator needs.
		i := bytes.Index(s.buf[max(0, s.pos-1):s.end], newlineFrom)
		if i < 0 {
			s.advance(max(s.pos, s.end-overlap))
			if !s.have(s.end - s.pos + 1) {
				s.advance(s.end)
				return false
			}
			continue
		}
		at := max(0, s.pos-1) + i + 1
		blank := at >= 2 && afterBlank(s.buf[:at])
		s.advance(at)
		s.have(lookahead)
		if separator(s.buf[s.pos:s.end], blank) {
			return true
		}
		s.advance(s.pos + 1)
	}
}

// advance moves pos on, counting lines.
func (s *Scanner) advance(to int) {
	s.line += bytes.Count(s.buf[s.pos:to], newlineFrom[:1])
	s.pos = to
}

// afterBlank reports whether b ends in an empty line.
func afterBlank(b []byte) bool {
	b = bytes.TrimSuffix(b, newlineFrom[:1])
	b = bytes.TrimSuffix(b, []byte("\r"))
	return len(b) == 0 || b[len(b)-1] == '\n'
}

// byContentLength returns the size of the mail at pos by its Content-Length, if
// it has one that leads to another separator or to the end of the file.
func (s *Scanner) byContentLength() (size int, ok bool) {
	s.have(lookahead)
	head, found := s.header()
	if !found {
		return 0, false
	}
	n, ok := contentLength(s.buf[s.pos : s.pos+head])
	if !ok || n > s.max-head {
		return 0, false
	}
	size = head + n
	s.have(size + lookahead)
	rest := s.buf[min(s.pos+size, s.end):s.end]
	if s.end-s.pos < size {
		return 0, false
	}
	for range 2 { // some programs count the last line break, others do not
		if len(rest) == 0 && s.eof || separator(rest, true) {
			return size, true
		}
		b := bytes.TrimPrefix(bytes.TrimPrefix(rest, []byte("\r")), newlineFrom[:1])
		size += len(rest) - len(b)
		rest = b
	}
	if len(rest) == 0 && s.eof || separator(rest, true) {
		return size, true
	}
	return 0, false
}

// header returns the length of the separator line and header block at pos, if
// they end within what a header block may well be.
func (s *Scanner) header() (n int, ok bool) {
	const most = 64 << 10
	for want := lookahead; ; want *= 4 {
		s.have(want)
		b := s.buf[s.pos:min(s.end, s.pos+want)]
		n := -1
		if i := bytes.Index(b, []byte("\n\n")); i >= 0 {
			n = i + 2
			b = b[:n]
		}
		if i := bytes.Index(b, []byte("\n\r\n")); i >= 0 {
			n = i + 3
		}
		if n > 0 {
			return n, true
		}
		if len(b) < want || want >= most {
			return 0, false
		}
	}
}

// contentLength finds the field in a header block.
func contentLength(head []byte) (n int, ok bool) {
	name := []byte("\nContent-Length:")
	i := bytes.Index(head, name)
	if i < 0 {
		name = []byte("\ncontent-length:")
		if i = bytes.Index(head, name); i < 0 {
			return 0, false
		}
	}
	for _, c := range bytes.TrimLeft(head[i+len(name):], " \t") {
		if c < '0' || c > '9' {
			break
		}
		if n = n*10 + int(c-'0'); n > 1<<40 {
			return 0, false
		}
		ok = true
	}
	return n, ok
}

// Sniff reports whether b, the beginning of a file, is that of a mailbox.
func Sniff(b []byte) bool {
	b = bytes.TrimPrefix(b, byteOrder)
	return separator(b, true)
}

// separator judges whether a "From " line that begins b parts two mails. A line
// that looks written by a program needs a header field behind it, and without a
// date a blank line before it; any other line needs that and a field that mails
// really begin with. Some programs leave the blank line out.
func separator(b []byte, blankBefore bool) bool {
	if !bytes.HasPrefix(b, from) {
		return false
	}
	line, rest := cut(b[:min(len(b), lookahead)])
	next, _ := cut(rest)
	if bytes.HasPrefix(next, []byte(">From ")) { // an older separator, kept within
		_, rest = cut(rest)
		next, _ = cut(rest)
	}
	switch {
	case dated(line[len(from):]):
		return mime.FieldLike(next)
	case numbered(line[len(from):]):
		return blankBefore && mime.FieldLike(next) || mime.Known(next)
	}
	return blankBefore && mime.Known(next)
}

// numbered recognises the separators without a date: Netscape's dash and
// Takeout's number.
func numbered(rest []byte) bool {
	return bytes.HasPrefix(rest, []byte("- ")) || string(bytes.TrimSpace(rest)) == "-" || bytes.HasSuffix(rest, []byte("@xxx"))
}

// dated recognises what else programs write: a time of day and a year.
func dated(rest []byte) bool {
	colon := bytes.IndexByte(rest, ':')
	if len(rest) > 300 || colon < 1 || colon+1 >= len(rest) || !digit(rest[colon-1]) || !digit(rest[colon+1]) {
		return false
	}
	return hasYear(rest)
}

// hasYear finds a number of four digits that could be a year.
func hasYear(b []byte) bool {
	for i := 0; i+4 <= len(b); i++ {
		if (b[i] == '1' && b[i+1] == '9' || b[i] == '2' && b[i+1] == '0') && digit(b[i+2]) && digit(b[i+3]) &&
			(i+4 == len(b) || !digit(b[i+4])) && (i == 0 || b[i-1] == ' ') {
			return true
		}
	}
	return false
}

func digit(c byte) bool { return '0' <= c && c <= '9' }
