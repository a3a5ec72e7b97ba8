package mime

import (
	"bytes"
	"iter"
)

// A Header is a parsed header block. Its fields point into the mail it was read
// from and hold as long as that does.
type Header struct {
	Notes  Note
	fields []field
	has    uint64 // the keys present, one bit each
}

type field struct {
	key   Key
	name  []byte
	value []byte // raw: folded, encoded, without the last line break
}

// Parse reads the header block at the start of mail and returns what follows
// it. At most max fields are kept; the end of the block is found all the same.
func (h *Header) Parse(mail []byte, max int) (body []byte) {
	return h.parse(mail, max, false)
}

// parse reads a header block; within a part a line of two dashes ends it too,
// because a part may be cut short by the next boundary.
func (h *Header) parse(mail []byte, max int, part bool) (body []byte) {
	h.Notes, h.fields, h.has = 0, h.fields[:0], 0
	rest := mail
	skipped := false // whether the last field was left out, and its folded lines with it
	for len(rest) > 0 {
		line, next := cutLine(rest)
		switch {
		case len(line) == 0:
			return next
		case part && len(line) > 1 && line[0] == '-' && line[1] == '-':
			return rest
		case line[0] == ' ' || line[0] == '\t':
			if !skipped {
				h.extend(mail, rest, line)
			}
		default:
			name, value, ok := splitField(line)
			if !ok {
				if !h.garbage(mail, rest, line, next) {
					return rest
				}
				skipped = true
				break
			}
			if skipped = len(h.fields) >= max; skipped {
				h.Notes |= TooManyHeaders
				break
			}
			h.add(name, value)
		}
		rest = next
	}
	return nil
}

func (h *Header) add(name, value []byte) {
	k := keyOf(name)
	h.has |= 1 << k
	h.fields = append(h.fields, field{k, name, value})
}

// extend lets the last field's value run on to the end of line, a folded line
// that follows it in mail without a gap.
func (h *Header) extend(mail, rest, line []byte) {
	if len(h.fields) == 0 {
		h.Notes |= GarbageLine
		return
	}
	f := &h.fields[len(h.fields)-1]
	// Slices of one array all end where it ends: what separates their
	// capacities is the distance of their starts.
	start := cap(mail) - cap(f.value)
	end := cap(mail) - cap(rest) + len(line)
	f.value = mail[start:end]
}

// garbage judges a line that is no field. Where fields go on after it, it was
// an accident (a mailbox's "From " line, a broken fold); else the body has
// begun without its empty line.
func (h *Header) garbage(mail, rest, line, next []byte) bool {
	h.Notes |= GarbageLine
	if bytes.HasPrefix(line, fromLine) || bytes.HasPrefix(line, quotedFromLine) {
		return true
	}
	after, _ := cutLine(next)
	if len(after) == 0 {
		return len(next) > 0 && len(h.fields) > 0
	}
	_, _, ok := splitField(after)
	return ok || len(h.fields) > 0 && (after[0] == ' ' || after[0] == '\t')
}

var fromLine, quotedFromLine = []byte("From "), []byte(">From ")

// cutLine returns the first line of b without its end, and what follows.
func cutLine(b []byte) (line, rest []byte) {
	i := bytes.IndexByte(b, '\n')
	if i < 0 {
		line, rest = b, nil
	} else {
		line, rest = b[:i], b[i+1:]
	}
	if n := len(line); n > 0 && line[n-1] == '\r' {
		line = line[:n-1]
	}
	return line, rest
}

// splitField cuts a line at its colon. A name is made of printable signs
// without space, but space before the colon is an old habit.
func splitField(line []byte) (name, value []byte, ok bool) {
	c := -1
	for i, b := range line {
		if b == ':' {
			c = i
			break
		}
		if b < '!' && b != ' ' && b != '\t' || b > '~' {
			return nil, nil, false
		}
	}
	if c <= 0 {
		return nil, nil, false
	}
	name = bytes.TrimRight(line[:c], " \t")
	if len(name) == 0 || bytes.IndexByte(name, ' ') >= 0 || bytes.IndexByte(name, '\t') >= 0 {
		return nil, nil, false
	}
	value = line[c+1:]
	for len(value) > 0 && (value[0] == ' ' || value[0] == '\t') {
		value = value[1:]
	}
	return name, value, true
}

// Has reports whether the field is present, with whatever value.
func (h *Header) Has(k Key) bool { return h.has&(1<<k) != 0 }

// Get returns the raw value of the first field k, nil without one.
func (h *Header) Get(k Key) []byte {
	if !h.Has(k) {
		return nil
	}
	for i := range h.fields {
		if h.fields[i].key == k {
			return h.fields[i].value
		}
	}
	return nil
}

// All yields the raw values of every field k in order.
func (h *Header) All(k Key) iter.Seq[[]byte] {
	return func(yield func([]byte) bool) {
		if !h.Has(k) {
			return
		}
		for i := range h.fields {
			if h.fields[i].key == k && !yield(h.fields[i].value) {
				return
			}
		}
	}
}

// Len returns the number of fields kept.
func (h *Header) Len() int { return len(h.fields) }

// FieldLike reports whether line could begin a header block: a name of letters,
// digits and dashes, then a colon. Mailbox readers tell a separator by it.
func FieldLike(line []byte) bool {
	for i, c := range line {
		switch {
		case c == ':':
			return i > 0
		case 'a' <= c|0x20 && c|0x20 <= 'z', c == '-' && i > 0, '0' <= c && c <= '9' && i > 0, c == '_' && i > 0:
		default:
			return false
		}
	}
	return false
}

// Known reports whether line begins with a field that mail programs really put
// first, for places where any word and a colon would prove too little.
func Known(line []byte) bool {
	c := bytes.IndexByte(line, ':')
	if c <= 0 || c > 60 || !FieldLike(line) {
		return false
	}
	name := line[:c]
	if keyOf(name) != Other {
		return true
	}
	for _, p := range knownPrefixes {
		if len(name) >= len(p) && bytes.EqualFold(name[:len(p)], p) {
			return true
		}
	}
	return false
}

var knownPrefixes = [][]byte{[]byte("x-"), []byte("dkim-"), []byte("arc-"), []byte("authentication-"), []byte("mime-version"), []byte("resent-"),
	[]byte("list-"), []byte("content-"), []byte("in-reply-to"), []byte("references"), []byte("received"), []byte("mail-"), []byte("user-agent"), []byte("domainkey")}
