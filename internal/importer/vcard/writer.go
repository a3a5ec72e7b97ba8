package vcard

import (
	"cmp"
	"strings"
	"unicode/utf8"
)

// lineLen is the greatest length of a written line, in bytes without its end.
const lineLen = 75

// Append writes the card to b. Whatever the properties hold, each gives exactly
// one property: line breaks in values are escaped, and what cannot stand in a
// name is dropped.
func (c *Card) Append(b []byte) []byte {
	b = append(b, "BEGIN:VCARD\r\n"...)
	old := c.Version() == "2.1"
	for i := range c.Props {
		b = c.Props[i].append(b, old)
	}
	return append(b, "END:VCARD\r\n"...)
}

// Version returns the version the card gives, "" if it gives none.
func (c *Card) Version() string {
	for i := range c.Props {
		if p := &c.Props[i]; p.Depth == 0 && p.Is("VERSION") {
			return strings.TrimSpace(p.Value)
		}
	}
	return ""
}

func (p *Property) append(b []byte, old bool) []byte {
	text, quoted := p.line(), p.encoding() == "Q"
	if whole := (line{raw: []byte(text)}); p.Depth == 0 && (whole.begins() || whole.ends()) {
		text = "X-" + text
	}
	switch {
	case quoted:
		if bare, open := strings.CutSuffix(text, "="); open { // it would take the next line in
			text = bare + "=3D"
		}
		return softBreak(b, text)
	case old && p.encoding() == "":
		return append(append(b, text...), "\r\n"...) // 2.1 readers keep the blank of a fold
	}
	return fold(b, text)
}

// line writes the property unfolded. One without a name is called X-.
func (p *Property) line() string {
	var line strings.Builder
	if g := plainWord(p.Group); g != "" {
		line.WriteString(g + ".")
	}
	line.WriteString(cmp.Or(plainWord(p.Name), "X-"))
	for _, q := range p.Params {
		q.write(&line)
	}
	line.WriteByte(':')
	line.WriteString(oneLine(p.Value, p.encoding() == "Q"))
	return line.String()
}

// plainWord keeps of a name what cannot end it.
func plainWord(s string) string {
	return strings.TrimSpace(strings.Map(func(r rune) rune {
		if r == ':' || r == ';' || lineBreak(r) || unwritable(r) {
			return -1
		}
		return r
	}, s))
}

// caret is RFC 6868.
var caret = strings.NewReplacer("^", "^^", "\n", "^n", `"`, "^'")

func (q *Param) write(line *strings.Builder) {
	line.WriteByte(';')
	if name := strings.ReplaceAll(plainWord(q.Name), "=", ""); name != "" {
		line.WriteString(name + "=")
	}
	for i, v := range q.Values {
		if i > 0 {
			line.WriteByte(',')
		}
		v = caret.Replace(breaks(v))
		if strings.ContainsAny(v, ",;:=\\") || strings.TrimSpace(v) != v {
			v = `"` + v + `"`
		}
		line.WriteString(v)
	}
}

// oneLine escapes line breaks that should not be in a raw value.
func oneLine(s string, quoted bool) string {
	mark := `\n`
	if quoted {
		mark = "=0A"
	}
	return strings.ReplaceAll(breaks(s), "\n", mark)
}

// fold writes a line in pieces of at most lineLen bytes, never within a letter.
func fold(b []byte, line string) []byte {
	room := lineLen
	for len(line) > room {
		n := room
		for n > 0 && !utf8.RuneStart(line[n]) {
			n--
		}
		if n == 0 {
			n = room
		}
		b = append(append(b, line[:n]...), "\r\n "...)
		line = line[n:]
		room = lineLen - 1
	}
	return append(append(b, line...), "\r\n"...)
}

// softBreak writes a quoted-printable line, which is broken after its head by =
// and never within an escape.
func softBreak(b []byte, line string) []byte {
	head := strings.IndexByte(line, ':') + 1
	for len(line) > lineLen {
		n := max(lineLen-1, head)
		if n >= len(line) {
			break
		}
		for back := 0; back < 4 && n > head && (line[n-1] == '=' || n > 1 && line[n-2] == '=' || !utf8.RuneStart(line[n])); back++ {
			n--
		}
		b = append(append(b, line[:n]...), "=\r\n"...)
		line, head = line[n:], 0
	}
	return append(append(b, line...), "\r\n"...)
}
