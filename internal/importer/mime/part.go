package mime

import (
	"bytes"
	"strings"
	"unicode/utf8"
)

// Content is what a mail says, without its attachments.
type Content struct {
	// Text is the first readable part as plain text: lines end in "\n", HTML is
	// stripped, flowed lines are joined. Quoted mail is still in it (OwnWords
	// takes it out).
	Text string
	// Calendar is the method of a calendar part in upper case ("REQUEST",
	// "REPLY"…), "NONE" where it names none, "" without such a part.
	Calendar string
	// Report says that the mail is a machine's report on another mail.
	Report bool
	Notes  Note
}

// maxPartHeader bounds the header block of one part, in bytes.
const maxPartHeader = 64 << 10

// How much of a part is decoded: text in view of the greatest text wanted, HTML
// with its style sheets ahead of its words.
const (
	textFactor = 8
	htmlInput  = 256 << 10
)

// A level is one open multipart.
type level struct {
	boundary    []byte
	alternative bool
	digest      bool
	parts       int
}

// A leaf is the part being walked through, as far as it can be words.
type leaf struct {
	kind     leafKind
	start    int
	encoding byte // 'q', 'b' or 0
	charset  string
	flowed   bool
	delsp    bool
}

type leafKind uint8

const (
	skipped leafKind = iota
	plainLeaf
	htmlLeaf
	calendarLeaf
	preamble // the content of a multipart before its first boundary
)

// A walk goes once through the body of one mail.
type walk struct {
	*Decoder
	body    []byte
	max     int
	quoted  bool
	out     Content
	found   bool // plain text stands in out
	html    bool // text from HTML stands in out
	htmlAt  int  // depth of the alternative the HTML came from, -1 for none
	current leaf
	parts   int
}

// Content reads the body that follows h. At most about max bytes of text come
// back. quoted says that body lines which begin with "From " carry a ">" of the
// mailbox file, to be taken off.
//
// The words of a mail are its first text: of alternatives the plain one, else
// the HTML one. Attached files and attached mails are stepped over.
func (d *Decoder) Content(h *Header, body []byte, max int, quoted bool) Content {
	w := walk{Decoder: d, body: body, max: max, quoted: quoted, htmlAt: -1}
	d.stack = d.stack[:0]
	w.out.Notes = h.Notes
	w.begin(h, 0, "text/plain")
	if len(d.stack) == 0 {
		w.end(len(body))
		return w.out
	}
	for pos := 0; pos < len(body) && len(d.stack) > 0; {
		at, lineEnd := nextDashes(body, pos)
		if at < 0 {
			break
		}
		pos = w.delimiter(at, lineEnd)
	}
	w.end(len(body))
	return w.out
}

// nextDashes finds the next line that begins with two dashes, from pos on,
// which is the start of a line.
func nextDashes(b []byte, pos int) (at, lineEnd int) {
	if bytes.HasPrefix(b[pos:], []byte("--")) {
		at = pos
	} else {
		i := bytes.Index(b[pos:], []byte("\n--"))
		if i < 0 {
			return -1, 0
		}
		at = pos + i + 1
	}
	if i := bytes.IndexByte(b[at:], '\n'); i >= 0 {
		return at, at + i
	}
	return at, len(b)
}

// delimiter treats the line of dashes from at to lineEnd and returns where to
// read on.
func (w *walk) delimiter(at, lineEnd int) (pos int) {
	next := min(lineEnd+1, len(w.body))
	line := bytes.TrimRight(w.body[at+2:lineEnd], " \t\r")
	k, closing := w.match(line)
	if k < 0 {
		return next
	}
	w.end(at)
	if closing {
		w.stack = w.stack[:k]
		w.settle()
		return next
	}
	w.stack = w.stack[:k+1]
	w.settle()
	w.stack[k].parts++
	if w.parts++; w.parts > w.Limits.Parts {
		w.out.Notes |= TooManyParts
		w.stack = w.stack[:0]
		return len(w.body)
	}
	head := w.body[next:min(len(w.body), next+maxPartHeader)]
	rest := w.part.parse(head, w.Limits.Headers, true)
	w.out.Notes |= w.part.Notes & TooManyHeaders
	start := next + len(head) - len(rest)
	kind := "text/plain"
	if w.stack[k].digest {
		kind = "message/rfc822"
	}
	w.begin(&w.part, start, kind)
	return start
}

// match finds the innermost open multipart that line ends or divides.
func (w *walk) match(line []byte) (k int, closing bool) {
	for k = len(w.stack) - 1; k >= 0; k-- {
		b := w.stack[k].boundary
		if !bytes.HasPrefix(line, b) {
			continue
		}
		switch rest := line[len(b):]; {
		case len(rest) == 0:
			return k, false
		case len(rest) == 2 && rest[0] == '-' && rest[1] == '-':
			return k, true
		}
	}
	return -1, false
}

// settle forgets that HTML may still be bettered by plain text, once the
// alternatives it belongs to are closed.
func (w *walk) settle() {
	if w.html && w.htmlAt >= len(w.stack) {
		w.htmlAt = -1
	}
}

// begin opens the part whose header is h and whose content starts at start.
func (w *walk) begin(h *Header, start int, otherwise string) {
	kind, params := mediaType(h.Get(ContentType))
	if kind == "" || kind == "text" || strings.IndexByte(kind, '/') < 0 && kind != "multipart" {
		kind = otherwise
	}
	w.current = leaf{kind: skipped, start: start}
	if strings.HasPrefix(kind, "multipart") {
		w.open(kind, params, start)
		return
	}
	if d, _ := mediaType(h.Get(Disposition)); d == "attachment" {
		if kind == "text/calendar" {
			w.calendar(params, start)
		}
		return
	}
	switch kind {
	case "text/plain":
		w.current.kind = plainLeaf
		if strings.EqualFold(param(params, "format"), "flowed") {
			w.current.flowed = true
			w.current.delsp = strings.EqualFold(param(params, "delsp"), "yes")
		}
	case "text/html":
		w.current.kind = htmlLeaf
	case "text/calendar":
		w.calendar(params, start)
		return
	default:
		return
	}
	w.current.charset = param(params, "charset")
	w.current.encoding = transferEncoding(h.Get(TransferEncoding))
}

func transferEncoding(raw []byte) byte {
	raw = bytes.Trim(raw, " \t\r\n\"")
	switch {
	case len(raw) >= 6 && bytes.EqualFold(raw[:6], []byte("base64")):
		return 'b'
	case len(raw) >= 6 && bytes.EqualFold(raw[:6], []byte("quoted")):
		return 'q'
	}
	return 0
}

// open begins a multipart, or takes what it holds for text where it has no
// boundary.
func (w *walk) open(kind string, params []byte, start int) {
	w.out.Report = w.out.Report || kind == "multipart/report" && w.parts == 0
	boundary := strings.TrimRight(param(params, "boundary"), " \t")
	if boundary == "" {
		boundary = firstDashes(w.body[start:])
	}
	switch {
	case boundary == "":
		w.out.Notes |= NoBoundary
		w.current.kind = plainLeaf
	case len(w.stack) >= w.Limits.Depth:
		w.out.Notes |= TooDeep
	default:
		w.stack = append(w.stack, level{boundary: []byte(boundary), alternative: kind == "multipart/alternative", digest: kind == "multipart/digest"})
		w.current.kind = preamble
	}
}

// firstDashes guesses the boundary that a header forgot: the first line of the
// content that begins with two dashes, if it comes soon.
func firstDashes(b []byte) string {
	b = b[:min(len(b), 4096)]
	if len(b) == 0 {
		return ""
	}
	at, end := nextDashes(b, 0)
	if at < 0 || end-at > 76 {
		return ""
	}
	return string(bytes.TrimRight(b[at+2:end], " \t\r-"))
}

// calendar notes the method of a calendar part.
func (w *walk) calendar(params []byte, start int) {
	method := param(params, "method")
	if method == "" {
		head := w.body[start:min(len(w.body), start+1024)]
		if i := bytes.Index(head, []byte("METHOD:")); i >= 0 {
			line, _ := cutLine(head[i+7:])
			method = string(line)
		}
	}
	w.out.Calendar = strings.ToUpper(clip(strings.TrimSpace(method), 20))
	if w.out.Calendar == "" {
		w.out.Calendar = "NONE"
	}
}

// end closes the part at hand, whose content runs to at.
func (w *walk) end(at int) {
	leaf := w.current
	w.current = leafNone
	if leaf.kind == preamble {
		if at < len(w.body) || len(w.stack) == 0 || w.stack[len(w.stack)-1].parts > 0 {
			return
		}
		w.out.Notes |= NoBoundary // it never came: all there is is text
		leaf.kind = plainLeaf
	}
	if leaf.kind == skipped || w.found || leaf.kind == htmlLeaf && w.html || leaf.kind == plainLeaf && w.html && w.htmlAt < 0 {
		return
	}
	raw := w.body[min(leaf.start, at):at]
	if at < len(w.body) { // the line break before a boundary belongs to it
		raw = bytes.TrimSuffix(raw, []byte("\n"))
		raw = bytes.TrimSuffix(raw, []byte("\r"))
	}
	if blankText(raw) {
		return
	}
	w.keep(leaf, raw)
}

var leafNone leaf

func blankText(b []byte) bool { return len(bytes.TrimLeft(b, " \t\r\n\xA0")) == 0 }

// keep makes text of a part.
func (w *walk) keep(l leaf, raw []byte) {
	limit := max(w.max, 1) * textFactor
	if l.kind == htmlLeaf {
		limit = htmlInput
	}
	raw = raw[:min(len(raw), 3*limit+3)]
	if w.quoted && bytes.Contains(raw, quotedFromLine) {
		raw = unquoteFrom(raw)
	}
	text, known := decodeCharset(l.charset, w.undo(l.encoding, raw, limit))
	if !known {
		w.out.Notes |= UnknownCharset
	}
	if l.kind == htmlLeaf {
		w.out.Text, w.html, w.htmlAt = w.HTMLText(text, limit/textFactor), true, w.innerAlternative()
		if strings.TrimSpace(w.out.Text) == "" {
			w.html = false
		}
		return
	}
	text = cleanText(text)
	if l.flowed {
		text = unflow(text, l.delsp)
	}
	if strings.TrimSpace(text) != "" {
		w.out.Text, w.found = text, true
	}
}

// unquoteFrom takes one ">" off lines that begin with ">From ", ">>From "….
func unquoteFrom(b []byte) []byte {
	out := make([]byte, 0, len(b))
	for len(b) > 0 {
		n := bytes.IndexByte(b, '\n') + 1
		if n == 0 {
			n = len(b)
		}
		line := b[:n]
		if line[0] == '>' && bytes.HasPrefix(bytes.TrimLeft(line, ">"), fromLine) {
			line = line[1:]
		}
		out = append(out, line...)
		b = b[n:]
	}
	return out
}

// innerAlternative returns the depth of the innermost multipart/alternative
// open, -1 without one.
func (w *walk) innerAlternative() int {
	for k := len(w.stack) - 1; k >= 0; k-- {
		if w.stack[k].alternative {
			return k
		}
	}
	return -1
}

// undo takes off the transfer encoding. It returns at most limit bytes.
func (d *Decoder) undo(encoding byte, raw []byte, limit int) []byte {
	cut := false
	if most := limit * 3; len(raw) > most {
		raw, cut = raw[:most], true
	}
	switch encoding {
	case 'b':
		d.raw = appendBase64(d.raw[:0], raw, limit)
	case 'q':
		d.raw = appendQuoted(d.raw[:0], raw, limit, false)
	default:
		if cut = cut || len(raw) > limit; cut {
			raw = raw[:min(limit, len(raw))]
		}
		return wholeRunes(raw)
	}
	if cut || len(d.raw) >= limit {
		return wholeRunes(d.raw)
	}
	return d.raw
}

// cleanText makes line ends "\n" and drops control signs.
func cleanText(s string) string {
	if cleanAlready(s) {
		return s
	}
	var b strings.Builder
	b.Grow(len(s))
	for i, r := range s {
		switch {
		case r == '\r':
			if i+1 < len(s) && s[i+1] == '\n' {
				continue
			}
			r = '\n'
		case hidden(r):
			continue
		}
		b.WriteRune(r)
	}
	return b.String()
}

// cleanAlready looks at bytes, and at letters only where a byte may begin a
// sign that cleanText drops.
func cleanAlready(s string) bool {
	for i := 0; i < len(s); i++ {
		switch c := s[i]; {
		case c < ' ':
			if c != '\n' && c != '\t' {
				return false
			}
		case c < 0x7F:
		case c == 0x7F:
			return false
		case c == 0xC2, c == 0xE2, c == 0xEF: // U+0080, U+2000, U+F000 and what follows
			if r, _ := utf8.DecodeRuneInString(s[i:]); hidden(r) {
				return false
			}
		}
	}
	return true
}
