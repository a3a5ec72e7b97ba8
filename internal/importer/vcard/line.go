package vcard

import (
	"bufio"
	"bytes"
	"io"
	"strings"
)

// line is one line of a file, unfolded.
type line struct {
	raw []byte // valid until the next is read
	at  int    // number of its first physical line
	cut bool   // it was longer than any limit allows, and is cut
}

func (l line) begins() bool { return l.mark("BEGIN") }
func (l line) ends() bool   { return l.mark("END") }

// mark reports whether the line is BEGIN:VCARD or END:VCARD, however spaced. It
// looks at what would be kept of the line: characters dropped in reading must not
// hide a mark that shows in writing.
func (l line) mark(word string) bool {
	if len(l.raw) > 64 {
		return false
	}
	head, value, ok := strings.Cut(text(l.raw, ""), ":")
	name, _, _ := strings.Cut(head, ";")
	return ok && strings.EqualFold(plainWord(name), word) && strings.EqualFold(strings.TrimSpace(breaks(value)), "VCARD")
}

// lines unfolds a file.
type lines struct {
	r    *bufio.Reader
	end  byte // of a physical line
	max  int  // bytes of a line that is no picture
	n    int  // physical lines read
	buf  []byte
	over bool

	head   int  // how far the head of the line has been looked through
	params bool // past the name there
	quotes bool // within quotes there
	after  int  // where the value begins, 0 while not known
	quoted bool // the value is in quoted-printable
}

// next returns the next line that is not blank.
func (l *lines) next() (line, error) {
	for {
		l.buf, l.over = l.buf[:0], false
		l.head, l.params, l.quotes, l.after, l.quoted = 0, false, false, 0, false
		at := l.n + 1
		if err := l.unfold(); err != nil {
			return line{}, err
		}
		if len(bytes.TrimSpace(l.buf)) > 0 {
			return line{raw: l.buf, at: at, cut: l.over}, nil
		}
	}
}

// unfold reads a line with all that is folded under it. An error comes only
// where nothing was read.
func (l *lines) unfold() error {
	if err := l.physical(); err != nil {
		return err
	}
	if whole := (line{raw: l.buf}); whole.begins() || whole.ends() {
		return nil // some indent what follows
	}
	for {
		l.look()
		switch {
		case l.quoted && bytes.HasSuffix(l.buf, []byte("=")):
			l.buf = l.buf[:len(l.buf)-1]
			if l.atEnd() {
				return nil
			}
		case l.folded():
			l.r.Discard(1)
		default:
			return nil
		}
		if l.physical() != nil {
			return nil
		}
	}
}

// atEnd reports whether the card ends next: some writers leave a soft break on
// their last line.
func (l *lines) atEnd() bool {
	const end = "END:VCARD"
	b, _ := l.r.Peek(len(end))
	return strings.EqualFold(string(b), end)
}

// folded reports whether the next physical line belongs to this one.
func (l *lines) folded() bool {
	b, err := l.r.Peek(1)
	return err == nil && (b[0] == ' ' || b[0] == '\t')
}

// physical appends one line of the file to buf, without its end, as far as the
// limits allow; the rest of it is read and dropped.
func (l *lines) physical() error {
	for began := false; ; began = true {
		piece, err := l.r.ReadSlice(l.end)
		if len(piece) == 0 && err != nil && !began {
			return err
		}
		room := max(0, max(l.max, maxPhoto)+1024-len(l.buf))
		l.over = l.over || len(piece) > room
		l.buf = append(l.buf, piece[:min(room, len(piece))]...)
		if err != bufio.ErrBufferFull {
			l.n++
			l.buf = bytes.TrimSuffix(bytes.TrimSuffix(l.buf, []byte{l.end}), []byte("\r"))
			if err == io.EOF {
				err = nil
			}
			return err
		}
	}
}

// look finds the colon that ends the head, going on where it last stopped, so
// that many folds cost no more than their bytes.
func (l *lines) look() {
	if l.after > 0 {
		return
	}
	for ; l.head < len(l.buf); l.head++ {
		switch c := l.buf[l.head]; {
		case c == ';' && !l.quotes:
			l.params = true
		case c == '"' && l.params:
			l.quotes = !l.quotes
		case c == ':' && !l.quotes:
			l.after = l.head + 1
			_, rest, _ := strings.Cut(string(l.buf[:l.head]), ";")
			l.quoted = (&Property{Params: params(text([]byte(rest), ""))}).encoding() == "Q"
			return
		}
	}
}

// parse parts a line into a property. It is not ok without a colon or a name.
func parse(l line) (Property, bool) {
	colon := headEnd(l.raw)
	if colon < 0 {
		return Property{}, false
	}
	head, value := string(l.raw[:colon]), l.raw[colon+1:]
	name, rest, _ := strings.Cut(head, ";")
	p := Property{Name: plainWord(text([]byte(name), "")), Line: l.at}
	if group, name, ok := strings.Cut(p.Name, "."); ok && plainWord(group) != "" && plainWord(name) != "" {
		p.Group, p.Name = plainWord(group), plainWord(name)
	}
	if p.Name == "" {
		return p, false
	}
	p.Params = params(text([]byte(rest), ""))
	p.Value = oneLine(p.decoded(value), p.encoding() == "Q")
	return p, true
}

// headEnd finds the colon before the value. Quotes guard it, unless they are
// never closed.
func headEnd(raw []byte) int {
	quotes, semicolon := false, false
	for i, c := range raw {
		switch {
		case c == ';' && !quotes:
			semicolon = true
		case c == '"' && semicolon:
			quotes = !quotes
		case c == ':' && !quotes:
			return i
		}
	}
	return bytes.IndexByte(raw, ':')
}

// decoded brings a value into UTF-8. Where that changes its bytes, a CHARSET that
// spoke of them no longer holds.
func (p *Property) decoded(raw []byte) string {
	if p.encoding() == "Q" {
		return text(bytes.TrimRight(raw, "="), "") // what would be a soft break in the wrong place
	}
	s := text(raw, p.Param("CHARSET"))
	if s == string(raw) {
		return s
	}
	for i := range p.Params {
		if strings.EqualFold(p.Params[i].Name, "CHARSET") {
			p.Params[i].Values = []string{"UTF-8"}
		}
	}
	return s
}

var uncaret = strings.NewReplacer("^^", "^", "^n", "\n", "^'", `"`)

// params parts the parameters. Empty ones are dropped.
func params(s string) []Param {
	var list []Param
	for _, one := range guarded(s, ';') {
		name, value, named := "", one, false
		if i := strings.IndexByte(one, '='); i >= 0 && !strings.Contains(one[:i], `"`) {
			name, value, named = plainWord(one[:i]), one[i+1:], true
		}
		var values []string
		for _, v := range guarded(value, ',') {
			values = append(values, breaks(uncaret.Replace(strings.ReplaceAll(trimmed(v), `"`, ""))))
		}
		if named && name != "" || strings.Join(values, "") != "" {
			list = append(list, Param{name, values})
		}
	}
	return list
}

// trimmed takes blanks away that no quotes hold.
func trimmed(v string) string { return strings.Trim(v, " \t") }

// guarded parts s at every sep outside quotes.
func guarded(s string, sep byte) []string {
	var parts []string
	from, quotes := 0, false
	for i := 0; i < len(s); i++ {
		switch {
		case s[i] == '"':
			quotes = !quotes
		case s[i] == sep && !quotes:
			parts = append(parts, s[from:i])
			from = i + 1
		}
	}
	return append(parts, s[from:])
}
