package mime

import (
	"html"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// HTMLText turns HTML into plain text in one pass: tags out, entities read,
// blocks on lines of their own, quoted mail marked by ">", what a page does not
// show left out. It is for reading words, not for showing pages: nothing of the
// markup survives. At most about max bytes come back.
func (d *Decoder) HTMLText(s string, max int) string {
	p := stripper{in: s, out: d.out[:0], max: max}
	for p.pos < len(p.in) && len(p.out) < max {
		p.step()
	}
	d.out = p.out[:0]
	return clip(string(p.out), max)
}

type stripper struct {
	in    string
	pos   int
	out   []byte
	max   int
	quote int  // open blockquotes
	space bool // white space is due before the next word
	line  bool // the line at hand has words
	empty int  // line breaks written in a row
	pre   int  // open pre elements
	// unclosed holds names of elements whose end was looked for in vain, so that
	// none is looked for twice.
	unclosed [4]string
	misses   int
}

func (p *stripper) step() {
	i := strings.IndexByte(p.in[p.pos:], '<')
	if i < 0 {
		i = len(p.in) - p.pos
	}
	if i > 0 {
		p.text(p.in[p.pos : p.pos+i])
		p.pos += i
		return
	}
	p.markup()
}

// text writes words with single spaces between.
func (p *stripper) text(s string) {
	if strings.IndexByte(s, '&') >= 0 {
		s = html.UnescapeString(s)
	}
	for _, r := range s {
		switch {
		case r == '\n' && p.pre > 0:
			p.breakLine(true)
		case unicode.IsSpace(r):
			p.space = true
		case hidden(r), r == 0x00AD, r == 0x034F, r == 0x200C, r == 0x200D, r == utf8.RuneError:
		default:
			p.begin()
			p.out = utf8.AppendRune(p.out, r)
		}
	}
}

// begin makes ready for a word: the quote marks of a new line, the space due.
func (p *stripper) begin() {
	if !p.line {
		for range min(p.quote, 5) {
			p.out = append(p.out, '>')
		}
		if p.quote > 0 {
			p.out = append(p.out, ' ')
		}
	} else if p.space {
		p.out = append(p.out, ' ')
	}
	p.line, p.space, p.empty = true, false, 0
}

// breakLine ends the line at hand; an empty one only when asked for, and never
// more than one in a row.
func (p *stripper) breakLine(forced bool) {
	if len(p.out) > 0 && (p.line || forced && p.empty < 2) {
		p.out = append(p.out, '\n')
		p.empty++
	}
	p.line, p.space = false, false
}

// markup takes one tag, comment or declaration. A "<" that begins none of them
// is a sign like others.
func (p *stripper) markup() {
	rest := p.in[p.pos:]
	if strings.HasPrefix(rest, "<!--") {
		p.jump("-->")
		return
	}
	if len(rest) < 2 || !isLetter(rest[1]) && rest[1] != '/' && rest[1] != '!' && rest[1] != '?' {
		p.text("<")
		p.pos++
		return
	}
	end := tagEnd(rest)
	name, closing := tagName(rest[1:end])
	p.pos += end
	p.tag(name, closing)
}

// tagEnd returns the place after the tag at the start of s. A ">" within quotes
// does not end it, unless the quotes are never closed on a bounded way.
func tagEnd(s string) int {
	var quote byte
	first := -1
	for i := 1; i < len(s) && i < 100_000; i++ {
		switch c := s[i]; {
		case quote != 0:
			if c == '>' && first < 0 {
				first = i
			}
			if c == quote {
				quote, first = 0, -1
			}
		case c == '>':
			return i + 1
		case (c == '"' || c == '\'') && i > 0 && s[i-1] == '=':
			quote = c
		}
	}
	if first > 0 {
		return first + 1
	}
	return min(len(s), 100_000)
}

func tagName(s string) (name string, closing bool) {
	if closing = strings.HasPrefix(s, "/"); closing {
		s = s[1:]
	}
	i := 0
	for i < len(s) && i < 20 && (isLetter(s[i]) || isDigit(s[i])) {
		i++
	}
	return strings.ToLower(s[:i]), closing
}

func (p *stripper) jump(to string) {
	if i := strings.Index(p.in[p.pos:], to); i >= 0 {
		p.pos += i + len(to)
	} else {
		p.pos = len(p.in)
	}
}

func (p *stripper) tag(name string, closing bool) {
	switch name {
	case "script", "style", "title", "head", "template", "noscript", "svg", "textarea", "select":
		if !closing {
			p.skipElement(name)
		}
	case "br":
		p.breakLine(true)
	case "p", "h1", "h2", "h3", "h4", "ul", "ol", "table", "hr":
		p.breakLine(false)
		if len(p.out) > 0 && p.empty == 1 {
			p.breakLine(true)
		}
	case "div", "tr", "li", "dt", "dd", "section", "article", "header", "footer", "address", "center", "body":
		p.breakLine(false)
	case "pre":
		p.breakLine(false)
		p.pre = step(p.pre, closing)
	case "blockquote":
		p.breakLine(false)
		p.quote = step(p.quote, closing)
	case "td", "th":
		p.space = true
	}
}

func step(n int, closing bool) int {
	if closing {
		return max(0, n-1)
	}
	return n + 1
}

// skipElement steps over an element whose content is not shown. One that is
// never closed (a head without end) hides nothing.
func (p *stripper) skipElement(name string) {
	const most = 200_000
	if p.misses == len(p.unclosed) || slices.Contains(p.unclosed[:p.misses], name) {
		return
	}
	window := p.in[p.pos:min(len(p.in), p.pos+most)]
	for from := 0; ; {
		i := strings.Index(window[from:], "</")
		if i < 0 {
			p.unclosed[p.misses] = name
			p.misses++
			return
		}
		from += i + 2
		if len(window) >= from+len(name) && strings.EqualFold(window[from:from+len(name)], name) {
			p.pos += from + len(name)
			if j := strings.IndexByte(p.in[p.pos:], '>'); j >= 0 {
				p.pos += j + 1
			}
			return
		}
	}
}
