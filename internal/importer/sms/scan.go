package sms

import (
	"bufio"
	"bytes"
	"errors"
	"io"
	"io/fs"
	"strconv"
	"strings"
	"unicode/utf16"
	"unicode/utf8"

	"entregent/internal/importer"
	"entregent/internal/importer/textfile"
)

// A scanner reads the tags of a backup one by one, in bounded memory. It is not
// an XML parser and need not be one: the files are flat, hold everything in
// attributes, carry pictures of hundreds of megabytes in one of them, and spell
// emoji in a way that XML forbids. It knows no entities but the five of XML, so
// that none can be defined to swell.
type scanner struct {
	in   *bufio.Reader
	file io.Closer
	left *io.LimitedReader
	line int
	tag  tag
}

// A tag is one start or end tag. It holds until the next.
type tag struct {
	name  string
	line  int
	end   bool // </name>
	empty bool // <name/>
	attrs []attr
}

type attr struct{ name, value string }

// get returns an attribute; what the writer gives as "null" is nothing.
func (t *tag) get(name string) string {
	for i := range t.attrs {
		if t.attrs[i].name == name {
			if v := t.attrs[i].value; v != "null" {
				return v
			}
			return ""
		}
	}
	return ""
}

const (
	maxName  = 64
	maxAttrs = 100
	maxValue = 64 << 10 // of an attribute; what is longer is a picture, or more words than are kept
)

// errCut says that a file ends in the middle of a tag.
var errCut = errors.New("sms: the file ends in the middle of a record")

func open(src fs.FS, name string, l importer.Limits) (*scanner, error) {
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
	return &scanner{in: bufio.NewReaderSize(text, 64<<10), file: f, left: left, line: 1}, nil
}

func (s *scanner) close() error { return s.file.Close() }

func (s *scanner) byte() (byte, error) {
	b, err := s.in.ReadByte()
	if b == '\n' {
		s.line++
	}
	return b, err
}

// next moves to the next tag: io.EOF behind the last, errCut where the file ends
// within one.
func (s *scanner) next() error {
	for {
		if err := s.skipTo('<'); err != nil {
			return err
		}
		s.tag = tag{line: s.line, attrs: s.tag.attrs[:0]}
		b, err := s.byte()
		if err != nil {
			return cut(err)
		}
		switch b {
		case '?':
			err = s.skipPast("?>")
		case '!':
			err = s.declaration()
		case '/':
			s.tag.end = true
			if s.tag.name, err = s.name(); err == nil {
				return cut(s.skipTo('>'))
			}
		default:
			if err := s.in.UnreadByte(); err != nil {
				return err
			}
			if b == '\n' {
				s.line--
			}
			if !letter(b) {
				continue // a sign in the text, no tag
			}
			if s.tag.name, err = s.name(); err == nil {
				return cut(s.attributes())
			}
		}
		if err != nil {
			return cut(err)
		}
	}
}

func cut(err error) error {
	if errors.Is(err, io.EOF) {
		return errCut
	}
	return err
}

func letter(b byte) bool { return b|0x20 >= 'a' && b|0x20 <= 'z' }

func nameByte(b byte) bool {
	return letter(b) || b >= '0' && b <= '9' || b == '_' || b == '-' || b == ':' || b == '.'
}

// skipTo reads past the next c, in large pieces: a picture may come before it.
func (s *scanner) skipTo(c byte) error {
	for {
		piece, err := s.in.ReadSlice(c)
		s.line += bytes.Count(piece, []byte("\n"))
		if !errors.Is(err, bufio.ErrBufferFull) {
			return err
		}
	}
}

// skipPast reads past the next occurrence of end.
func (s *scanner) skipPast(end string) error {
	at := 0
	for {
		b, err := s.byte()
		if err != nil {
			return err
		}
		switch {
		case b == end[at]:
			if at++; at == len(end) {
				return nil
			}
		case b == end[0]:
			if !(at == len(end)-1 && end[0] == end[at-1]) { // "--->" and "]]]>" end too
				at = 1
			}
		default:
			at = 0
		}
	}
}

// declaration skips a comment, a CDATA section, or a DOCTYPE.
func (s *scanner) declaration() error {
	head, _ := s.in.Peek(7)
	switch {
	case strings.HasPrefix(string(head), "--"):
		return s.skipPast("-->")
	case strings.HasPrefix(string(head), "[CDATA["):
		return s.skipPast("]]>")
	}
	depth := 1
	for depth > 0 {
		b, err := s.byte()
		if err != nil {
			return err
		}
		switch b {
		case '<':
			depth++
		case '>':
			depth--
		}
	}
	return nil
}

func (s *scanner) name() (string, error) {
	var buf [maxName]byte
	n := 0
	for {
		b, err := s.byte()
		if err != nil {
			return "", err
		}
		if !nameByte(b) {
			if b == '\n' {
				s.line--
			}
			return string(buf[:n]), s.in.UnreadByte()
		}
		if n < maxName {
			buf[n] = b
			n++
		}
	}
}

// attributes reads to the end of a start tag.
func (s *scanner) attributes() error {
	for {
		b, err := s.byte()
		if err != nil {
			return err
		}
		switch {
		case b == '>':
			return nil
		case b == '/':
			s.tag.empty = true
			continue
		case !nameByte(b):
			continue
		}
		if err := s.in.UnreadByte(); err != nil {
			return err
		}
		name, err := s.name()
		if err != nil {
			return err
		}
		value, ok, err := s.value(name == "data")
		if err != nil {
			return err
		}
		if ok && len(s.tag.attrs) < maxAttrs {
			s.tag.attrs = append(s.tag.attrs, attr{name, value})
		}
	}
}

// value reads ="…" behind the name of an attribute. Without keep it is read past.
func (s *scanner) value(drop bool) (value string, ok bool, err error) {
	b := byte(' ')
	for b == ' ' || b == '\t' || b == '\r' || b == '\n' || b == '=' {
		if b, err = s.byte(); err != nil {
			return "", false, err
		}
	}
	if b != '"' && b != '\'' {
		if b == '\n' {
			s.line--
		}
		return "", false, s.in.UnreadByte()
	}
	if drop {
		return "", false, s.skipTo(b)
	}
	var v []byte
	for {
		c, err := s.byte()
		if err != nil {
			return "", false, err
		}
		if c == b {
			return unescape(string(v)), true, nil
		}
		if len(v) < maxValue {
			v = append(v, c)
		}
	}
}

// unescape resolves references. Emoji stand in older backups as two halves of a
// surrogate pair, each a reference of its own.
func unescape(s string) string {
	if !strings.Contains(s, "&") {
		return strings.ToValidUTF8(s, "\uFFFD")
	}
	var b strings.Builder
	b.Grow(len(s))
	for i := 0; i < len(s); {
		if s[i] != '&' {
			b.WriteByte(s[i])
			i++
			continue
		}
		r, n := reference(s[i:])
		if n == 0 {
			b.WriteByte('&')
			i++
			continue
		}
		i += n
		if utf16.IsSurrogate(r) {
			low, m := reference(s[i:])
			if whole := utf16.DecodeRune(r, low); m > 0 && whole != utf8.RuneError {
				r, i = whole, i+m
			} else {
				r = utf8.RuneError
			}
		}
		b.WriteRune(r)
	}
	return strings.ToValidUTF8(b.String(), "\uFFFD")
}

// reference reads "&#233;" or "&amp;"; n is 0 where it is none.
func reference(s string) (r rune, n int) {
	end := strings.IndexByte(s[:min(len(s), 12)], ';')
	if end < 2 || s[0] != '&' {
		return 0, 0
	}
	switch body := s[1:end]; {
	case body == "amp":
		return '&', end + 1
	case body == "lt":
		return '<', end + 1
	case body == "gt":
		return '>', end + 1
	case body == "quot":
		return '"', end + 1
	case body == "apos":
		return '\'', end + 1
	case body[0] == '#':
		base, digits := 10, body[1:]
		if strings.HasPrefix(digits, "x") || strings.HasPrefix(digits, "X") {
			base, digits = 16, digits[1:]
		}
		v, err := strconv.ParseUint(digits, base, 32)
		if err != nil || v > utf8.MaxRune {
			return 0, 0
		}
		return rune(v), end + 1
	}
	return 0, 0
}
