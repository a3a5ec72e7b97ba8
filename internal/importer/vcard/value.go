package vcard

import (
	"encoding/base64"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/htmlindex"
)

// Text returns the value as one text, unwrapped and without escapes.
func (p *Property) Text() string { return unescape(p.unwrap(p.Value)) }

// Fields returns the parts of a structured value (N, ADR, ORG), which are parted
// by semicolons. A part that is itself a list stays joined by ", ".
func (p *Property) Fields() []string {
	fields := cut(p.Value, ';')
	for i, f := range fields {
		parts := cut(f, ',')
		for j, v := range parts {
			parts[j] = unescape(p.unwrap(v))
		}
		fields[i] = strings.Join(tidy(parts), ", ")
	}
	return fields
}

// List returns the values of a list (CATEGORIES, NICKNAME), parted by commas.
func (p *Property) List() []string {
	list := cut(p.Value, ',')
	for i, v := range list {
		list[i] = unescape(p.unwrap(v))
	}
	return list
}

// tidy drops what is empty.
func tidy(list []string) []string {
	kept := list[:0]
	for _, s := range list {
		if s = strings.TrimSpace(s); s != "" {
			kept = append(kept, s)
		}
	}
	return kept
}

// unwrap undoes quoted-printable or base64.
func (p *Property) unwrap(s string) string {
	switch p.encoding() {
	case "Q":
		return text(unquote(s), p.Param("CHARSET"))
	case "B":
		raw, err := base64.StdEncoding.DecodeString(strings.Join(strings.Fields(s), ""))
		if err == nil && utf8.Valid(raw) {
			return string(raw)
		}
	}
	return s
}

// unquote undoes quoted-printable; a stray = stays.
func unquote(s string) []byte {
	out := make([]byte, 0, len(s))
	for i := 0; i < len(s); i++ {
		if s[i] == '=' && i+2 < len(s) {
			hi, ok1 := hex(s[i+1])
			lo, ok2 := hex(s[i+2])
			if ok1 && ok2 {
				out = append(out, hi<<4|lo)
				i += 2
				continue
			}
		}
		out = append(out, s[i])
	}
	return out
}

func hex(c byte) (byte, bool) {
	switch {
	case '0' <= c && c <= '9':
		return c - '0', true
	case 'A' <= c && c <= 'F':
		return c - 'A' + 10, true
	case 'a' <= c && c <= 'f':
		return c - 'a' + 10, true
	}
	return 0, false
}

// text brings bytes into UTF-8: as they are where they are valid, else by the
// charset declared, else as Windows or an old Mac wrote them.
func text(raw []byte, charset string) string {
	if utf8.Valid(raw) && !stateful(charset) {
		return string(raw)
	}
	if e, err := htmlindex.Get(charset); charset != "" && err == nil {
		if name, _ := htmlindex.Name(e); name != "utf-8" && name != "replacement" {
			if s, err := e.NewDecoder().Bytes(raw); err == nil {
				return string(s)
			}
		}
	}
	table := charmap.Windows1252
	if mac(raw) {
		table = charmap.Macintosh
	}
	s, err := table.NewDecoder().Bytes(raw)
	if err != nil {
		return strings.ToValidUTF8(string(raw), "\ufffd")
	}
	return string(s)
}

// stateful reports whether a charset writes its letters in ASCII bytes.
func stateful(charset string) bool { return strings.EqualFold(charset, "iso-2022-jp") }

// mac reports whether bytes that Windows has no small letters for stand inside
// words: é, è, à and their like of MacRoman.
func mac(raw []byte) bool {
	for i := 1; i+1 < len(raw); i++ {
		switch raw[i] {
		case 0x88, 0x89, 0x8d, 0x8e, 0x8f, 0x90, 0x94, 0x99, 0x9d, 0x9e, 0x9f:
			if raw[i-1] >= 'a' && raw[i-1] <= 'z' && raw[i+1] >= 'a' && raw[i+1] <= 'z' {
				return true
			}
		}
	}
	return false
}

// cut parts s at every sep that no backslash guards.
func cut(s string, sep byte) []string {
	var parts []string
	from := 0
	for i := 0; i < len(s); i++ {
		switch s[i] {
		case '\\':
			i++
		case sep:
			parts = append(parts, s[from:i])
			from = i + 1
		}
	}
	return append(parts, s[from:])
}

// unescape takes the backslashes away. Gmail guards colons too, and the Mac
// quotes; a backslash before anything else is the writer's own.
func unescape(s string) string {
	if !strings.Contains(s, `\`) && !strings.Contains(s, "\r") {
		return s
	}
	var b strings.Builder
	b.Grow(len(s))
	for i := 0; i < len(s); i++ {
		if s[i] != '\\' || i+1 == len(s) {
			b.WriteByte(s[i])
			continue
		}
		i++
		switch s[i] {
		case 'n', 'N':
			b.WriteByte('\n')
		case '\\', ',', ';', ':', '"':
			b.WriteByte(s[i])
		default:
			b.WriteByte('\\')
			b.WriteByte(s[i])
		}
	}
	return strings.ReplaceAll(strings.ReplaceAll(b.String(), "\r\n", "\n"), "\r", "\n")
}

// NewText makes a property of one text. Every sort of line break in it becomes
// a plain one; characters that no text may hold are dropped.
func NewText(name, value string) Property { return Property{Name: name, Value: escape(value)} }

// NewFields makes a property of parts, such as N, ADR and ORG.
func NewFields(name string, parts ...string) Property {
	return Property{Name: name, Value: joined(parts, ";")}
}

// NewList makes a property of many values, such as CATEGORIES.
func NewList(name string, values ...string) Property {
	return Property{Name: name, Value: joined(values, ",")}
}

func joined(values []string, sep string) string {
	escaped := make([]string, len(values))
	for i, v := range values {
		escaped[i] = escape(v)
	}
	return strings.Join(escaped, sep)
}

var escaper = strings.NewReplacer(`\`, `\\`, "\n", `\n`, ",", `\,`, ";", `\;`)

func escape(s string) string { return escaper.Replace(breaks(s)) }

// breaks makes every line break a plain one and drops other control characters.
func breaks(s string) string {
	if !strings.ContainsFunc(s, func(r rune) bool { return lineBreak(r) || unwritable(r) || r == utf8.RuneError }) {
		return s
	}
	s = strings.ReplaceAll(strings.ToValidUTF8(s, "\ufffd"), "\r\n", "\n")
	return strings.Map(func(r rune) rune {
		switch {
		case lineBreak(r):
			return '\n'
		case unwritable(r):
			return -1
		}
		return r
	}, s)
}

// lineBreak reports whether some program takes r for the end of a line.
func lineBreak(r rune) bool {
	switch r {
	case '\r', '\n', '\v', '\f', 0x1c, 0x1d, 0x1e, 0x85, 0x2028, 0x2029:
		return true
	}
	return false
}

func unwritable(r rune) bool { return unicode.IsControl(r) && r != '\t' && !lineBreak(r) }
