package mime

import (
	"bytes"
	"strings"
)

// An Address is one mailbox of an address list. Either part may be empty; Spec
// is as written, but for spaces, comments, quotes and routes.
type Address struct {
	Name string
	Spec string // local@domain, or what stands in its place
}

// maxWords bounds the words of one address.
const maxWords = 200

// maxAddresses bounds the addresses of one list that are counted.
const maxAddresses = 100_000

// Addresses reads an address list onto dst until it holds max, and returns the
// number of addresses there are. It knows groups (their names are dropped),
// comments (a name where there is no other), semicolons for commas, routes,
// spaces within addresses as they were once allowed, several addresses with
// only space between, quotes and angles that nobody closed, and raw 8-bit names.
func (d *Decoder) Addresses(dst []Address, raw []byte, max int) (list []Address, total int) {
	p := addressParser{in: d.unfold(raw), words: d.words[:0], list: dst, max: max, quote: -1, angle: -1}
	for p.pos < len(p.in) && p.total < maxAddresses {
		p.step()
	}
	p.flush()
	d.words = p.words
	return p.list, p.total
}

// A word is one piece of an address: an atom, a quoted string, an encoded word.
type word struct {
	text   []byte
	quoted bool
	glued  bool // no space before it
	open   bool // it ends in a dot that stood alone: the next belongs to it
}

type addressParser struct {
	in      []byte
	pos     int
	words   []word
	comment []byte
	spec    []byte // from within < >
	closed  bool   // spec was seen
	space   bool   // white space stands before pos
	quote   int    // place of the next quote known, so that none is looked for twice
	angle   int    // place of the next '>' known
	list    []Address
	max     int
	total   int
}

// step takes one sign or one word from the input.
func (p *addressParser) step() {
	switch c := p.in[p.pos]; c {
	case ' ', '\t', 0:
		p.space = true
		p.pos++
		return
	case ',', ';':
		p.pos++
		p.flush()
	case '"':
		p.quoted()
	case '(':
		p.comments()
	case '<':
		p.angled()
	case '>':
		p.pos++
	case ':':
		p.pos++
		p.group()
	default:
		p.atom()
	}
	p.space = false
}

func (p *addressParser) put(text []byte, quoted bool) {
	if (len(text) > 0 || quoted) && len(p.words) < maxWords {
		p.words = append(p.words, word{text: text, quoted: quoted, glued: !p.space && len(p.words) > 0})
	}
}

// atom takes a run of ordinary signs. An encoded word may hold signs that
// otherwise separate.
func (p *addressParser) atom() {
	start := p.pos
	for p.pos < len(p.in) {
		c := p.in[p.pos]
		if c == '=' {
			if n := tightWord(p.in[p.pos:]); n > 0 {
				p.pos += n
				continue
			}
		}
		if c == '[' && p.pos > start && p.in[p.pos-1] == '@' {
			p.pos += literal(p.in[p.pos:])
			continue
		}
		if isSpecial[c] {
			break
		}
		p.pos++
	}
	p.put(p.in[start:p.pos], false)
}

var isSpecial = [256]bool{' ': true, '\t': true, ',': true, ';': true, '"': true, '(': true, '<': true, '>': true, ':': true, 0: true}

// tightWord returns the length of the encoded word at the start of b, if it is
// closed and has no space in it.
func tightWord(b []byte) int {
	if _, n := wordHead(b); n > 0 {
		end := bytes.Index(b[n:min(len(b), n+1000)], []byte("?="))
		if end >= 0 && bytes.IndexByte(b[n:n+end], ' ') < 0 {
			return n + end + 2
		}
	}
	return 0
}

// literal returns the length of "[IPv6:…]" at the start of b.
func literal(b []byte) int {
	if i := bytes.IndexByte(b[:min(len(b), 100)], ']'); i >= 0 {
		return i + 1
	}
	return 1
}

// quoted takes a quoted string. A quote that nothing closes, or that plainly
// swallowed a whole address, stands for nothing.
func (p *addressParser) quoted() {
	start := p.pos + 1
	end := p.closingQuote(start)
	if end < 0 || p.swallowed(start, end) {
		p.pos++
		return
	}
	text := p.in[start:end]
	if bytes.IndexByte(text, '\\') >= 0 {
		text = unescape(text)
	}
	p.put(text, true)
	p.pos = end + 1
}

func (p *addressParser) closingQuote(i int) int {
	if p.quote == len(p.in) {
		return -1
	}
	for ; i < len(p.in); i++ {
		switch p.in[i] {
		case '\\':
			i++
		case '"':
			return i
		}
	}
	p.quote = len(p.in) // none until the end, so never look again
	return -1
}

// swallowed recognises `"Ann <ann@x>, "Bob" <bob@x>`: the second quote opens.
func (p *addressParser) swallowed(start, end int) bool {
	text := p.in[start:end]
	if len(text) > 300 || end+1 >= len(p.in) || isSpecial[p.in[end+1]] || p.in[end+1] == '@' || p.in[end+1] == '.' {
		return false
	}
	gt := bytes.IndexByte(text, '>')
	return gt > 0 && bytes.IndexByte(text[:gt], '@') > 0 && bytes.ContainsAny(text[gt:], ",;")
}

func unescape(b []byte) []byte {
	out := make([]byte, 0, len(b))
	for i := 0; i < len(b); i++ {
		if b[i] == '\\' && i+1 < len(b) {
			i++
		}
		out = append(out, b[i])
	}
	return out
}

// comments takes a comment with what is nested in it; one never closed runs to
// the end.
func (p *addressParser) comments() {
	start := p.pos
	p.pos = commentEnd(p.in, p.pos)
	if p.comment == nil {
		p.comment = bytes.TrimSuffix(p.in[start+1:p.pos], []byte(")"))
	}
	p.space = true
}

// commentEnd returns the place after the comment that begins at i.
func commentEnd(b []byte, i int) int {
	depth := 0
	for ; i < len(b); i++ {
		switch b[i] {
		case '\\':
			i++
		case '(':
			depth++
		case ')':
			if depth--; depth == 0 {
				return i + 1
			}
		}
	}
	return len(b)
}

// angled takes "<…>". Where the end is missing, the next separator is one.
func (p *addressParser) angled() {
	if p.closed { // a second one without a separator: the next address
		p.flush()
	}
	start := p.pos + 1
	if p.angle < start {
		if i := bytes.IndexByte(p.in[start:], '>'); i >= 0 {
			p.angle = start + i
		} else {
			p.angle = len(p.in)
		}
	}
	end := p.angle
	if !bytes.HasPrefix(bytes.TrimLeft(p.in[start:end], " \t"), []byte("@")) { // no route: no separator inside
		if i := separator(p.in[start:end]); i >= 0 {
			end = start + i
		}
	}
	spec := p.in[start:end]
	if i := bytes.LastIndexByte(spec, '<'); i >= 0 { // <<a@b>> and Ann <the <a@b>
		p.put(bytes.Trim(spec[:i], "< "), false)
		spec = spec[i+1:]
	}
	p.spec, p.closed = spec, true
	if p.pos = end; end < len(p.in) && p.in[end] == '>' {
		p.pos++
	}
}

// separator finds a comma or semicolon outside quotes.
func separator(b []byte) int {
	quoted := false
	for i := 0; i < len(b); i++ {
		switch b[i] {
		case '\\':
			i++
		case '"':
			quoted = !quoted
		case ',', ';':
			if !quoted {
				return i
			}
		}
	}
	return -1
}

// group drops the name of a group, which is whatever stands before its colon.
func (p *addressParser) group() {
	if p.closed {
		return
	}
	for _, w := range p.words {
		if !w.quoted && bytes.IndexByte(w.text, '@') >= 0 {
			return
		}
	}
	p.words, p.comment = p.words[:0], nil
}

// flush ends the address at hand.
func (p *addressParser) flush() {
	switch {
	case p.closed:
		p.add(p.name(p.words), specText(p.spec))
	case len(p.words) > 0:
		p.bare()
	}
	p.words, p.comment, p.spec, p.closed = p.words[:0], nil, nil, false
}

// bare reads words without angles: those with an at sign are addresses, the
// others the name.
func (p *addressParser) bare() {
	p.joinObsolete()
	ats := 0
	rest := p.words[:0:0]
	for _, w := range p.words {
		if !w.quoted && bytes.IndexByte(w.text, '@') >= 0 {
			ats++
		} else {
			rest = append(rest, w)
		}
	}
	if ats == 0 {
		if len(p.words) == 1 && p.words[0].quoted && bytes.IndexByte(p.words[0].text, '@') > 0 {
			p.add("", specText(p.words[0].text))
			return
		}
		p.add(p.name(p.words), "")
		return
	}
	name := p.name(rest)
	for _, w := range p.words {
		if !w.quoted && bytes.IndexByte(w.text, '@') >= 0 {
			p.add(name, specText(w.text))
			name = ""
		}
	}
}

// joinObsolete glues "ann . b @ x . org", and a quoted local part to its "@x".
func (p *addressParser) joinObsolete() {
	out := p.words[:0]
	for _, w := range p.words {
		if n := len(out); n > 0 && joins(out[n-1], w) {
			out[n-1] = glue(out[n-1], w)
			continue
		}
		out = append(out, w)
	}
	p.words = out
}

func glue(a, b word) word {
	text := make([]byte, 0, len(a.text)+len(b.text)+2)
	if a.quoted {
		text = append(append(append(text, '"'), a.text...), '"')
	} else {
		text = append(text, a.text...)
	}
	return word{text: append(text, b.text...), glued: a.glued, open: string(b.text) == "."}
}

func joins(a, b word) bool {
	if len(a.text) == 0 || len(b.text) == 0 || len(a.text) > 320 {
		return false
	}
	if b.glued && (a.quoted || b.quoted) && b.text[0] == '@' {
		return true
	}
	if a.quoted || b.quoted {
		return false
	}
	if a.open {
		return true
	}
	at := bytes.IndexByte(a.text, '@') >= 0
	switch last, first := a.text[len(a.text)-1], b.text[0]; {
	case last == '@', first == '@' && !at:
		return true
	case at && (last == '.' || first == '.') && len(b.text) > 0:
		return true
	case first == '.' && len(b.text) == 1, last == '.' && len(a.text) > 1 && bytes.IndexByte(b.text, '@') > 0 && b.glued:
		return true
	}
	return false
}

// name joins words to a display name; a comment serves where there are none.
func (p *addressParser) name(words []word) string {
	var raw []byte
	switch len(words) {
	case 0:
		raw = bytes.Trim(p.comment, "() ")
	case 1:
		raw = words[0].text
	default:
		for i, w := range words {
			if i > 0 && !w.glued {
				raw = append(raw, ' ')
			}
			raw = append(raw, w.text...)
		}
	}
	if len(raw) == 0 {
		return ""
	}
	if plain(raw) {
		return trimName(string(raw))
	}
	return trimName(oneLine(decodeWords(raw)))
}

// trimName takes quotes off that some programs write within quotes.
func trimName(s string) string {
	s = strings.TrimSpace(s)
	for len(s) >= 2 && (s[0] == '"' || s[0] == '\'') && s[len(s)-1] == s[0] {
		s = strings.TrimSpace(s[1 : len(s)-1])
	}
	return clip(s, 300)
}

func (p *addressParser) add(name, spec string) {
	if spec == "" && strings.Contains(name, "@") && !strings.Contains(name, " ") {
		name, spec = "", name
	}
	if name == spec {
		name = ""
	}
	if name == "" && spec == "" {
		return
	}
	p.total++
	if len(p.list) < p.max {
		p.list = append(p.list, Address{name, spec})
	}
}

// specText cleans what stood between angles.
func specText(b []byte) string {
	if simpleSpec(b) {
		return string(b)
	}
	b = stripSpec(b)
	if len(b) > 0 && b[0] == '@' { // a route: @a,@b:local@domain
		if i := bytes.IndexByte(b, ':'); i >= 0 {
			b = b[i+1:]
		}
	}
	s := string(b)
	if strings.Contains(s, "=?") {
		s = oneLine(decodeWords(b))
	}
	if len(s) > 7 && strings.EqualFold(s[:7], "mailto:") {
		s = s[7:]
	}
	return strings.ToValidUTF8(clip(strings.Trim(s, ".,;'<>"), 320), "")
}

func simpleSpec(b []byte) bool {
	if len(b) == 0 || len(b) > 320 {
		return false
	}
	for _, c := range b {
		if !('a' <= c && c <= 'z' || 'A' <= c && c <= 'Z' || '0' <= c && c <= '9' || c == '@' || c == '.' || c == '-' || c == '_' || c == '+') {
			return false
		}
	}
	return b[0] != '@' && b[0] != '.' && b[len(b)-1] != '.'
}

// stripSpec takes white space, quotes and comments out of an address.
func stripSpec(b []byte) []byte {
	out := make([]byte, 0, min(len(b), 400))
	quoted := false
	for i := 0; i < len(b) && len(out) < 400; i++ {
		switch c := b[i]; {
		case c == '\\' && i+1 < len(b):
			i++
			out = append(out, b[i])
		case c == '"':
			quoted = !quoted
		case quoted && c >= ' ', c > ' ' && c != '(' && c != 0x7F:
			out = append(out, c)
		case c == '(':
			i = commentEnd(b, i) - 1
		}
	}
	return out
}
