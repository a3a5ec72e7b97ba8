package ical

import (
	"strings"
)

// A Property is one content line.
type Property struct {
	Name   string // upper case
	Params []Param
	Value  string // as written, unfolded: see Text for escapes
	Line   int    // 1 for the first of the file; 0 where it was not read
}

// A Param is one parameter of a property. A value that holds a comma outside of
// quotes is several values; whether the writer meant that is for the reader to
// judge, so they are kept apart here and Param joins them again.
type Param struct {
	Name   string // upper case
	Values []string
}

// Param returns the value of a parameter, "" where it is absent or empty.
func (p *Property) Param(name string) string {
	for _, q := range p.Params {
		if q.Name == name {
			return strings.Join(q.Values, ",")
		}
	}
	return ""
}

// Text returns the value with its escapes undone, as TEXT properties have them.
func (p *Property) Text() string { return unescape(p.Value) }

// NewText makes a property of a text, escaping what must be.
func NewText(name, text string, params ...Param) Property {
	return Property{Name: name, Params: params, Value: escape(text)}
}

// parseLine splits an unfolded line. It is false for a line that is no property
// at all. A quote that is never closed is an ordinary character.
func parseLine(s string, line int) (Property, bool) {
	end := strings.IndexAny(s, ":;")
	if end <= 0 || !isName(s[:end]) {
		return Property{}, false
	}
	p := Property{Name: strings.ToUpper(s[:end]), Line: line}
	quotes := strings.LastIndexByte(s, '"')
	for s[end] == ';' {
		var q Param
		var ok bool
		if q, end, ok = parseParam(s, end+1, quotes); !ok {
			return Property{}, false
		}
		if q.Name != "" {
			p.Params = append(p.Params, q)
		}
	}
	p.Value = s[end+1:]
	return p, true
}

// isName accepts the letters, digits and dashes of a name, and the dots,
// underscores and slashes that some programs add to their own.
func isName(s string) bool {
	for i := range len(s) {
		c := s[i]
		letter := c|0x20 >= 'a' && c|0x20 <= 'z' || c >= '0' && c <= '9'
		if !letter && c != '-' && c != '.' && c != '_' && c != '/' {
			return false
		}
	}
	return s != ""
}

// parseParam reads one parameter beginning at i. It returns the place of the
// separator that ends it: a semicolon, or the colon before the value. quotes is
// the place of the line's last quote, beyond which none can close.
func parseParam(s string, i, quotes int) (q Param, end int, ok bool) {
	n := strings.IndexAny(s[i:], "=;:")
	if n < 0 {
		return q, 0, false
	}
	q.Name = strings.ToUpper(strings.TrimSpace(s[i : i+n]))
	i += n
	if s[i] != '=' {
		return q, i, true // a parameter without "=": vCard 2.1's way
	}
	for more := true; more; {
		var v string
		if v, end, ok = paramValue(s, i+1, quotes); !ok {
			return q, 0, false
		}
		q.Values = append(q.Values, uncaret(v))
		i, more = end, s[end] == ','
	}
	return q, end, true
}

func paramValue(s string, i, quotes int) (v string, end int, ok bool) {
	from := i
	if i < len(s) && s[i] == '"' && quotes > i {
		n := strings.IndexByte(s[i+1:], '"')
		v, i = s[i+1:i+1+n], i+n+2
		from = i
	}
	n := strings.IndexAny(s[i:], ",;:")
	if n < 0 {
		return "", 0, false
	}
	return v + s[from:i+n], i + n, true
}

// uncaret undoes the escapes of parameter values (RFC 6868).
func uncaret(s string) string {
	if strings.IndexByte(s, '^') < 0 {
		return s
	}
	return carets.Replace(s)
}

var carets = strings.NewReplacer("^n", "\n", "^N", "\n", "^'", `"`, "^^", "^")

// unescape undoes the escapes of TEXT values. A backslash before anything else
// is a backslash: it is more often a path of Windows than an escape.
func unescape(s string) string {
	i := strings.IndexByte(s, '\\')
	if i < 0 {
		return s
	}
	var b strings.Builder
	b.Grow(len(s))
	for i >= 0 && i+1 < len(s) {
		b.WriteString(s[:i])
		switch c := s[i+1]; c {
		case 'n', 'N':
			b.WriteByte('\n')
		case ',', ';', '\\', '"', ':':
			b.WriteByte(c)
		default:
			b.WriteByte('\\')
			b.WriteByte(c)
		}
		s = s[i+2:]
		i = strings.IndexByte(s, '\\')
	}
	b.WriteString(s)
	return b.String()
}

// splitText splits a list of TEXT values at its unescaped commas.
func splitText(s string) (out []string) {
	from := 0
	for i := 0; i < len(s); i++ {
		switch s[i] {
		case '\\':
			i++
		case ',':
			out = append(out, unescape(s[from:i]))
			from = i + 1
		}
	}
	return append(out, unescape(s[from:]))
}

// Texts returns the values of a list property such as CATEGORIES.
func (p *Property) Texts() []string { return splitText(p.Value) }
