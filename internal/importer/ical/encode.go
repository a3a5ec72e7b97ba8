package ical

import (
	"io"
	"strings"
	"unicode/utf8"
)

// Write writes a component and what it holds, with the line ends, folding and
// quoting of RFC 5545. Whatever the texts hold, it writes one line a property
// and nothing that could be read as another: line ends inside a raw value are
// written as \n, names that are none are left out with their value. Values made
// with NewText come back equal from Read, but for control characters, which
// have no place in a calendar.
func Write(w io.Writer, c *Component) error {
	e := encoder{w: w}
	type step struct {
		c   *Component
		end bool
	}
	for todo := []step{{c, false}}; len(todo) > 0 && e.err == nil; {
		s := todo[len(todo)-1]
		todo = todo[:len(todo)-1]
		if !isName(s.c.Name) {
			continue
		}
		if s.end {
			e.line("END:" + s.c.Name)
			continue
		}
		e.line("BEGIN:" + s.c.Name)
		for i := range s.c.Props {
			e.property(&s.c.Props[i])
		}
		todo = append(todo, step{s.c, true})
		for i := len(s.c.Children) - 1; i >= 0; i-- {
			todo = append(todo, step{s.c.Children[i], false})
		}
	}
	return e.err
}

type encoder struct {
	w   io.Writer
	err error
}

func (e *encoder) property(p *Property) {
	name := strings.ToUpper(p.Name)
	if !isName(name) || name == "BEGIN" || name == "END" {
		return
	}
	var b strings.Builder
	b.WriteString(name)
	for _, q := range p.Params {
		if !isName(q.Name) {
			continue
		}
		b.WriteByte(';')
		b.WriteString(strings.ToUpper(q.Name))
		for i, v := range q.Values {
			b.WriteByte("=,"[min(i, 1)])
			b.WriteString(quote(v))
		}
		if len(q.Values) == 0 {
			b.WriteByte('=')
		}
	}
	b.WriteByte(':')
	b.WriteString(clean(lineEnds.Replace(p.Value)))
	e.line(b.String())
}

// line writes one line, folded at 75 bytes, never within a character.
func (e *encoder) line(s string) {
	room := 75
	for len(s) > room {
		n := room
		for n > 1 && !utf8.RuneStart(s[n]) {
			n--
		}
		e.write(s[:n] + "\r\n ")
		s, room = s[n:], 74 // the blank counts
	}
	e.write(s + "\r\n")
}

func (e *encoder) write(s string) {
	if e.err == nil {
		_, e.err = io.WriteString(e.w, s)
	}
}

var (
	lineEnds  = strings.NewReplacer("\r\n", `\n`, "\n", `\n`, "\r", `\n`)
	textMarks = strings.NewReplacer(`\`, `\\`, ";", `\;`, ",", `\,`, "\r\n", `\n`, "\n", `\n`, "\r", `\n`)
	paramMark = strings.NewReplacer("^", "^^", `"`, "^'", "\r\n", "^n", "\n", "^n", "\r", "^n")
)

// escape writes a text as a TEXT value.
func escape(s string) string { return clean(textMarks.Replace(s)) }

// quote writes the value of a parameter.
func quote(s string) string {
	s = clean(paramMark.Replace(s))
	if strings.ContainsAny(s, ":;, ") {
		return `"` + s + `"`
	}
	return s
}

// clean drops what no line may hold.
func clean(s string) string {
	if strings.IndexFunc(s, control) < 0 && utf8.ValidString(s) {
		return s
	}
	return strings.Map(func(r rune) rune {
		if control(r) {
			return -1
		}
		return r
	}, strings.ToValidUTF8(s, "\uFFFD"))
}
