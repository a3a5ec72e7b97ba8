package imap

import (
	"bufio"
	"errors"
	"io"
	"strconv"
	"strings"
)

// Bounds of what a server may answer: a server that breaks them is no mail
// server, or no friend.
const (
	mostLine    = 8 << 20  // bytes of one response, literals aside
	mostLiteral = 16 << 20 // bytes of one literal; what is beyond Fetch's own limit is passed over
	mostNodes   = 200_000  // parts of one response
	mostDepth   = 20       // of lists within lists
)

var (
	errGarbled = errors.New("imap: not an answer of a mail server")
	errTooLong = errors.New("imap: an answer longer than any may be")
)

// A node is an atom, a string or a list.
type node struct {
	text string
	list []node
	is   kind
}

type kind byte

const (
	atom kind = iota
	text      // quoted, or a literal
	list
)

// A response is one answer: "* 12 FETCH (…)", "a1 OK done", "+ go on".
type response struct {
	tag   string
	parts []node
	rest  string // of a status: what stands behind its word, as it is
}

// word is the n-th part in capitals, "" if it is no atom.
func (r *response) word(n int) string {
	if n >= len(r.parts) || r.parts[n].is != atom {
		return ""
	}
	return strings.ToUpper(r.parts[n].text)
}

// status reports whether the answer is OK, NO, BAD, BYE or PREAUTH.
func (r *response) status() bool {
	switch r.word(0) {
	case "OK", "NO", "BAD", "BYE", "PREAUTH":
		return true
	}
	return false
}

// code is the word in brackets of a status, and what follows it there.
func (r *response) code() (word, arg string) {
	s, ok := strings.CutPrefix(r.rest, "[")
	if !ok {
		return "", ""
	}
	s, _, _ = strings.Cut(s, "]")
	word, arg, _ = strings.Cut(s, " ")
	return strings.ToUpper(word), arg
}

// A parser reads answers, each within its bounds.
type parser struct {
	r       *bufio.Reader
	left    int // bytes of the response at hand
	nodes   int
	literal int64 // bytes of a literal that are kept
}

func (p *parser) byte() (byte, error) {
	if p.left--; p.left < 0 {
		return 0, errTooLong
	}
	return p.r.ReadByte()
}

func (p *parser) peek() (byte, error) {
	b, err := p.r.Peek(1)
	if err != nil {
		return 0, err
	}
	return b[0], nil
}

// read reads one answer.
func (p *parser) read() (*response, error) {
	p.left, p.nodes = mostLine, 0
	tag, err := p.atom()
	if err != nil {
		return nil, err
	}
	out := &response{tag: tag}
	if tag == "+" {
		out.rest, err = p.line()
		return out, err
	}
	if err := p.space(); err != nil {
		return nil, err
	}
	first, err := p.atom()
	if err != nil {
		return nil, err
	}
	out.parts = []node{{text: first}}
	if out.status() {
		out.rest, err = p.line()
		out.rest = strings.TrimSpace(out.rest)
		return out, err
	}
	return out, p.rest(out)
}

func (p *parser) space() error {
	b, err := p.byte()
	if err == nil && b != ' ' {
		err = errGarbled
	}
	return err
}

// line reads to the end of the line, which stays away.
func (p *parser) line() (string, error) {
	var b strings.Builder
	for {
		c, err := p.byte()
		if err != nil {
			return "", err
		}
		if c == '\n' {
			return strings.TrimSuffix(b.String(), "\r"), nil
		}
		b.WriteByte(c)
	}
}

// rest reads the parts of an answer, with a stack of its own for the lists.
func (p *parser) rest(out *response) error {
	stack := [][]node{out.parts}
	add := func(n node) error {
		if p.nodes++; p.nodes > mostNodes {
			return errTooLong
		}
		stack[len(stack)-1] = append(stack[len(stack)-1], n)
		return nil
	}
	for {
		c, err := p.peek()
		if err != nil {
			return err
		}
		switch c {
		case ' ', '\r':
			if _, err = p.byte(); err != nil {
				return err
			}
		case '\n':
			if _, err = p.byte(); err != nil {
				return err
			}
			if len(stack) != 1 {
				return errGarbled
			}
			out.parts = stack[0]
			return nil
		case '(':
			if _, err = p.byte(); err != nil {
				return err
			}
			if len(stack) > mostDepth {
				return errTooLong
			}
			stack = append(stack, nil)
		case ')':
			if _, err = p.byte(); err != nil {
				return err
			}
			if len(stack) == 1 {
				return errGarbled
			}
			done := stack[len(stack)-1]
			stack = stack[:len(stack)-1]
			if err := add(node{list: done, is: list}); err != nil {
				return err
			}
		default:
			n, err := p.value(c)
			if err != nil {
				return err
			}
			if err := add(n); err != nil {
				return err
			}
		}
	}
}

func (p *parser) value(c byte) (node, error) {
	var s string
	var err error
	switch c {
	case '"':
		s, err = p.quoted()
	case '{', '~':
		s, err = p.literalText()
	default:
		s, err = p.atom()
		return node{text: s}, err
	}
	return node{text: s, is: text}, err
}

// atom reads up to the next mark; what stands in brackets belongs to it:
// "BODY[HEADER.FIELDS (FROM)]<0>".
func (p *parser) atom() (string, error) {
	var b strings.Builder
	deep := 0
	for {
		c, err := p.peek()
		if err != nil {
			if err == io.EOF && b.Len() > 0 {
				err = io.ErrUnexpectedEOF
			}
			return "", err
		}
		if c == '\r' || c == '\n' || deep == 0 && (c == ' ' || c == '(' || c == ')' || c == '"') {
			if b.Len() == 0 {
				return "", errGarbled
			}
			return b.String(), nil
		}
		switch c {
		case '[':
			deep++
		case ']':
			deep--
		}
		if c, err = p.byte(); err != nil {
			return "", err
		}
		b.WriteByte(c)
	}
}

func (p *parser) quoted() (string, error) {
	if _, err := p.byte(); err != nil {
		return "", err
	}
	var b strings.Builder
	for {
		c, err := p.byte()
		switch {
		case err != nil:
			return "", err
		case c == '"':
			return b.String(), nil
		case c == '\n':
			return "", errGarbled
		case c == '\\':
			if c, err = p.byte(); err != nil {
				return "", err
			}
		}
		b.WriteByte(c)
	}
}

// literalText reads "{342}", a new line, and so many bytes, of which it keeps
// the first.
func (p *parser) literalText() (string, error) {
	head, err := p.line()
	if err != nil {
		return "", err
	}
	head = strings.TrimSuffix(strings.TrimSuffix(strings.TrimPrefix(strings.TrimPrefix(head, "~"), "{"), "}"), "+")
	n, err := strconv.ParseInt(head, 10, 64)
	if err != nil || n < 0 {
		return "", errGarbled
	}
	if n > mostLiteral {
		return "", errTooLong
	}
	keep := min(n, p.literal)
	var b strings.Builder
	if _, err := io.CopyN(&b, p.r, keep); err != nil {
		return "", short(err)
	}
	if _, err := io.CopyN(io.Discard, p.r, n-keep); err != nil {
		return "", short(err)
	}
	return b.String(), nil
}

func short(err error) error {
	if err == io.EOF {
		return io.ErrUnexpectedEOF
	}
	return err
}
