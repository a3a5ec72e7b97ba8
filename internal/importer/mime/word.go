package mime

import (
	"bytes"
	"strings"
	"unicode"
	"unicode/utf8"
)

// maxValue bounds the bytes of one header value that are looked at: far more
// than any mail program writes, little enough that a thousand such fields stay
// harmless.
const maxValue = 256 << 10

// Text reads a header value as words on one line: unfolded, encoded words
// decoded, stray 8-bit letters guessed, control signs dropped, spaces single.
func (d *Decoder) Text(raw []byte) string {
	if len(raw) > maxValue {
		raw = raw[:maxValue]
	}
	if plain(raw) {
		return string(bytes.TrimSpace(raw))
	}
	return oneLine(decodeWords(d.unfold(raw)))
}

// plain reports whether raw needs nothing but to be cut at its ends.
func plain(raw []byte) bool {
	for i, c := range raw {
		if c < ' ' || c >= 0x7F || c == '=' && i+1 < len(raw) && raw[i+1] == '?' || c == ' ' && i+1 < len(raw) && raw[i+1] == ' ' {
			return false
		}
	}
	return true
}

// unfold takes the line breaks out of a value: what follows one begins with
// white space by nature. Without a break it returns raw itself.
func (d *Decoder) unfold(raw []byte) []byte {
	if len(raw) > maxValue {
		raw = raw[:maxValue]
	}
	if bytes.IndexByte(raw, '\n') < 0 && bytes.IndexByte(raw, '\r') < 0 {
		return raw
	}
	d.lines = d.lines[:0]
	for _, c := range raw {
		switch c {
		case '\n':
			c = ' '
		case '\r':
			continue
		}
		d.lines = append(d.lines, c)
	}
	return d.lines
}

// decodeWords decodes the encoded words of b (RFC 2047) wherever they stand,
// also inside quotes. White space between two of them is no part of the text,
// and neighbours in the same set are joined before decoding, since letters are
// found cut in two between them.
func decodeWords(b []byte) string {
	if !bytes.Contains(b, []byte("=?")) {
		return guess(b)
	}
	var out strings.Builder
	var run []byte // bytes of the words at hand, not yet through their charset
	var charset string
	flush := func() {
		if len(run) > 0 {
			s, _ := decodeCharset(charset, run)
			out.WriteString(s)
			run = run[:0]
		}
	}
	after := false // the last thing seen was an encoded word
	for len(b) > 0 {
		i := bytes.Index(b, []byte("=?"))
		if i < 0 {
			break
		}
		w, n := parseWord(b[i:])
		if n == 0 {
			flush()
			out.WriteString(guess(b[:i+2]))
			b, after = b[i+2:], false
			continue
		}
		if gap := b[:i]; !after || !blank(gap) {
			flush()
			out.WriteString(guess(gap))
		}
		if w.charset != charset {
			flush()
			charset = w.charset
		}
		run = w.append(run)
		b, after = b[i+n:], true
	}
	flush()
	out.WriteString(guess(b))
	return out.String()
}

func blank(b []byte) bool { return len(bytes.TrimLeft(b, " \t\r\n")) == 0 }

// An encodedWord is one "=?charset?B?text?=".
type encodedWord struct {
	charset  string
	encoding byte // 'b' or 'q'
	text     []byte
}

func (w encodedWord) append(dst []byte) []byte {
	if w.encoding == 'b' {
		return appendBase64(dst, w.text, maxValue)
	}
	return appendQuoted(dst, w.text, maxValue, true)
}

// maxWord bounds how far the end of an encoded word is looked for. The rule is
// 75; programs that never folded are found.
const maxWord = 4000

// parseWord reads the encoded word at the start of b and its length; 0 where
// there is none. One that is never closed ends where the next begins or, in
// base64, where its signs end.
func parseWord(b []byte) (w encodedWord, n int) {
	head, n := wordHead(b)
	if n == 0 {
		return head, 0
	}
	text := b[n:min(len(b), n+maxWord)]
	end := bytes.Index(text, []byte("?="))
	if next := bytes.Index(text, []byte("=?")); next >= 0 && (end < 0 || next < end) {
		if _, m := wordHead(text[next:]); m > 0 {
			head.text = text[:next]
			return head, n + next
		}
	}
	switch {
	case end >= 0:
		head.text = text[:end]
		return head, n + end + 2
	case head.encoding == 'b':
		end = 0
		for end < len(text) && (base64Value[text[end]] < 64 || text[end] == '=') {
			end++
		}
	default:
		end = len(text)
	}
	head.text = text[:end]
	if end < len(text) && text[end] == '?' {
		end++
	}
	return head, n + end
}

// wordHead reads "=?charset?B?".
func wordHead(b []byte) (w encodedWord, n int) {
	const maxName = 40
	if len(b) < 6 || b[0] != '=' || b[1] != '?' {
		return w, 0
	}
	q := bytes.IndexByte(b[2:min(len(b), 2+maxName)], '?')
	if q <= 0 || bytes.IndexByte(b[2:2+q], ' ') >= 0 || len(b) < 2+q+3 || b[2+q+2] != '?' {
		return w, 0
	}
	w.encoding = b[2+q+1] | 0x20
	if w.encoding != 'b' && w.encoding != 'q' {
		return w, 0
	}
	w.charset = cleanCharset(string(b[2 : 2+q]))
	return w, 2 + q + 3
}

// oneLine drops control and direction signs, makes white space single, and
// trims. A mail must not write backwards over the page that shows it.
func oneLine(s string) string {
	clean := true
	for i, r := range s {
		if hidden(r) || unicode.IsSpace(r) && (r != ' ' || i == 0 || i == len(s)-1 || s[i-1] == ' ') {
			clean = false
			break
		}
	}
	if clean {
		return s
	}
	var b strings.Builder
	b.Grow(len(s))
	space := false
	for _, r := range s {
		switch {
		case unicode.IsSpace(r) && r != '\u00A0' && r != '\u202F':
			space = true
			continue
		case hidden(r):
			continue
		}
		if space && b.Len() > 0 {
			b.WriteByte(' ')
		}
		space = false
		b.WriteRune(r)
	}
	return strings.Trim(b.String(), " \u00A0\u202F")
}

// hidden reports signs that show nothing and steer how others show.
func hidden(r rune) bool {
	switch {
	case r < ' ' && r != '\t' && r != '\n' && r != '\r', r == 0x7F, 0x80 <= r && r < 0xA0 && r != 0x85:
		return true
	case 0x202A <= r && r <= 0x202E, 0x2066 <= r && r <= 0x2069, r == 0x200E, r == 0x200F, r == 0xFEFF, r == 0x200B:
		return true
	}
	return false
}

// clip shortens s to at most max bytes, at a letter.
func clip(s string, max int) string {
	if len(s) <= max {
		return s
	}
	s = s[:max]
	for len(s) > 0 && !utf8.RuneStart(s[len(s)-1]) {
		s = s[:len(s)-1]
	}
	if len(s) > 0 {
		if r, n := utf8.DecodeLastRuneInString(s); r == utf8.RuneError && n <= 1 {
			s = s[:len(s)-1]
		}
	}
	return s
}
