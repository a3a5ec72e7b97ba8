package vcard

import (
	"bufio"
	"bytes"
	"errors"
	"io"
	"strings"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/unicode"

	"entregent/internal/importer"
)

// maxPhoto is the greatest length of a picture, sound or key as written: 5 MB in
// base64. It does not count towards Limits.MaxCard.
const maxPhoto = 5 << 20 * 4 / 3

// A Fault is what the decoder could not take in. Key names a text
// ("problem.<key>").
type Fault struct {
	Line int
	Key  string // "vcard_line", "vcard_no_end", "vcard_large", "vcard_photo_large", "vcard_stray"
	Raw  string
}

// A Decoder reads the cards of one file, one at a time, in memory bounded by
// its limits.
type Decoder struct {
	lines  *lines
	limits importer.Limits
	faults []Fault
	next   *Card // begun where the one before had no end
	stray  bool  // already said that something stands outside cards

	card  *Card
	bytes int    // of the card so far, pictures aside
	depth int    // of nested cards, as the lines go
	open  int    // nested cards begun and not ended among those kept
	over  bool   // the card is full
	more  []byte // lines of base64 that some writers do not indent
}

// NewDecoder reads from r. The encoding is found out: UTF-16 and UTF-8 by their
// marks or by their look, the rest line by line.
func NewDecoder(r io.Reader, limits importer.Limits) *Decoder {
	br := bufio.NewReaderSize(r, 64<<10)
	head, _ := br.Peek(4 << 10)
	if e, wide := utf16(head); wide {
		br = bufio.NewReaderSize(e.NewDecoder().Reader(br), 64<<10)
		head, _ = br.Peek(4 << 10)
	}
	if bytes.HasPrefix(head, []byte("\ufeff")) {
		br.Discard(3)
	}
	l := &lines{r: br, end: '\n', max: limits.MaxCard}
	if !bytes.Contains(head, []byte("\n")) && bytes.Contains(head, []byte("\r")) {
		l.end = '\r' // an old Mac
	}
	return &Decoder{lines: l, limits: limits}
}

// utf16 reports whether a file is in UTF-16, by its mark or by its zero bytes.
func utf16(head []byte) (e encoding.Encoding, wide bool) {
	switch {
	case bytes.HasPrefix(head, []byte{0xff, 0xfe}), bytes.HasPrefix(head, []byte("B\x00E\x00")), bytes.HasPrefix(head, []byte("b\x00e\x00")):
		return unicode.UTF16(unicode.LittleEndian, unicode.UseBOM), true
	case bytes.HasPrefix(head, []byte{0xfe, 0xff}), bytes.HasPrefix(head, []byte("\x00B\x00E")), bytes.HasPrefix(head, []byte("\x00b\x00e")):
		return unicode.UTF16(unicode.BigEndian, unicode.UseBOM), true
	}
	return nil, false
}

// Faults returns what could not be taken in since it was last asked.
func (d *Decoder) Faults() []Fault {
	f := d.faults
	d.faults = nil
	return f
}

// maxFaults bounds the faults of one card: a file that is something else
// altogether has as many as it has lines.
const maxFaults = 100

func (d *Decoder) fault(line int, key string, raw []byte) {
	if len(d.faults) < maxFaults {
		d.faults = append(d.faults, Fault{line, key, text(raw[:min(len(raw), 480)], "")})
	}
}

// Next returns the next card, io.EOF after the last, or what went wrong in
// reading. A card without an end is returned too; Faults says so.
func (d *Decoder) Next() (*Card, error) {
	d.card, d.next = d.next, nil
	d.bytes, d.depth, d.open, d.over = 0, 0, 0, false
	for {
		line, err := d.lines.next()
		if err != nil {
			return d.atEnd(err)
		}
		if c := d.take(line); c != nil {
			return c, nil
		}
	}
}

// atEnd gives the card that the file ends in the middle of.
func (d *Decoder) atEnd(err error) (*Card, error) {
	if d.card == nil || !errors.Is(err, io.EOF) {
		return nil, err
	}
	return d.unfinished(), nil
}

// unfinished ends a card that does not say END, and says so.
func (d *Decoder) unfinished() *Card {
	d.fault(d.card.Line, "vcard_no_end", []byte("BEGIN:VCARD"))
	return d.finished()
}

// finished ends the card, and the cards within it that are still open.
func (d *Decoder) finished() *Card {
	d.flush()
	c := d.card
	d.card = nil
	for ; d.open > 0; d.open-- {
		c.Props = append(c.Props, Property{Name: "END", Value: "VCARD", Depth: d.open})
	}
	return c
}

// take takes one line in, and returns the card that it ends.
func (d *Decoder) take(l line) *Card {
	switch {
	case l.begins() && d.card == nil:
		d.card, d.stray = &Card{Line: l.at}, false
		return nil
	case d.card == nil:
		d.outside(l)
		return nil
	case l.begins() && !d.agent():
		c := d.unfinished()
		d.next = &Card{Line: l.at}
		return c
	case l.ends() && d.depth == 0:
		return d.finished()
	}
	d.property(l)
	return nil
}

// outside notes what stands between cards, once.
func (d *Decoder) outside(l line) {
	if !d.stray && !l.ends() {
		d.stray = true
		d.fault(l.at, "vcard_stray", l.raw)
	}
}

// agent reports whether the last property is one that a whole card follows.
func (d *Decoder) agent() bool {
	n := len(d.card.Props)
	return n > 0 && d.card.Props[n-1].Is("AGENT") && strings.TrimSpace(d.card.Props[n-1].Value) == ""
}

// property adds a line to the card.
func (d *Decoder) property(l line) {
	p, ok := parse(l)
	switch {
	case !ok && d.continued(l):
		return
	case !ok:
		d.fault(l.at, "vcard_line", l.raw)
		return
	}
	d.flush()
	kept := d.room(l, &p)
	p.Depth = d.depth + step(l.begins())
	d.depth += step(l.begins()) - step(l.ends())
	if kept {
		d.open += step(l.begins()) - step(l.ends())
		d.card.Props = append(d.card.Props, p)
	}
}

func step(yes bool) int {
	if yes {
		return 1
	}
	return 0
}

// room reports whether the limits leave room for a property.
func (d *Decoder) room(l line, p *Property) bool {
	switch {
	case d.over:
		return false
	case p.binary() && (l.cut || len(l.raw) > maxPhoto):
		d.fault(l.at, "vcard_photo_large", []byte(p.Name))
		return false
	case !p.binary():
		d.bytes += len(l.raw)
	}
	if d.bytes > d.limits.MaxCard || l.cut || len(d.card.Props) >= d.limits.MaxProperties {
		d.over = true
		d.fault(l.at, "vcard_large", []byte(p.Name))
		return false
	}
	return true
}

// continued takes in a line of base64 that its writer did not indent.
func (d *Decoder) continued(l line) bool {
	n := len(d.card.Props)
	if n == 0 || d.card.Props[n-1].encoding() != "B" || d.over {
		return false
	}
	for _, c := range l.raw {
		if !(c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || c == '+' || c == '/' || c == '=' || c == ' ') {
			return false
		}
	}
	if len(d.more)+len(l.raw) <= maxPhoto {
		d.more = append(d.more, bytes.TrimSpace(l.raw)...)
	}
	return true
}

// flush ends the base64 that continued gathered.
func (d *Decoder) flush() {
	if len(d.more) > 0 {
		d.card.Props[len(d.card.Props)-1].Value += string(d.more)
		d.more = nil
	}
}
