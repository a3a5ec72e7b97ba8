package csvfile

import (
	"bytes"
	"strings"
)

// rowSize is how many times the length allowed to one cell a whole row may
// have. Without it a row of many long cells would be kept whole.
const rowSize = 4

// row reads one row into text and ends, and returns its length in bytes. On a
// fault it has already gone behind what it reports.
func (r *Reader) row() (int, *Fault) {
	r.text, r.ends = r.text[:0], r.ends[:0]
	i := 0
	for {
		var fault *Fault
		if r.have(i) && r.buf[r.pos+i] == '"' {
			i, fault = r.quoted(i + 1)
		} else {
			i, fault = r.plain(i)
		}
		if fault != nil {
			return 0, fault
		}
		r.ends = append(r.ends, len(r.text))
		if len(r.ends) > r.lim.MaxColumns {
			return 0, r.reject("csv_columns", r.lim.MaxColumns)
		}
		if i > rowSize*r.lim.MaxLine {
			return 0, r.tooLong()
		}
		if !r.have(i) {
			return i, nil
		}
		c := r.buf[r.pos+i]
		i++
		if c == r.delim {
			continue
		}
		if c == '\r' && r.have(i) && r.buf[r.pos+i] == '\n' {
			i++
		}
		return i, nil
	}
}

// plain reads a cell without quotes from i and returns where it ends.
func (r *Reader) plain(i int) (int, *Fault) {
	from := i
	for r.have(i) {
		b := r.buf[r.pos:r.end]
		for i < len(b) && !r.stop[b[i]] {
			i++
		}
		if i-from > r.lim.MaxLine {
			return 0, r.tooLong()
		}
		if i < len(b) {
			break
		}
	}
	r.text = append(r.text, r.buf[r.pos+from:r.pos+i]...)
	return i, nil
}

// A span is a quoted cell being read.
type span struct {
	from   int  // behind the opening quote
	taken  int  // up to here the cell is in text
	seen   int  // up to here line breaks were looked for
	broken bool // a line break lies within
}

// quoted reads a cell whose opening quote lies before i, and returns where it
// ends, behind the closing quote.
func (r *Reader) quoted(i int) (int, *Fault) {
	s := span{from: i, taken: i, seen: i}
	for {
		k, fault := r.nextQuote(&s, i)
		if fault != nil {
			return 0, fault
		}
		if r.escape {
			if m := bytes.IndexByte(r.buf[r.pos+s.taken:r.pos+k], '\\'); m >= 0 {
				r.unescape(&s, s.taken+m)
				i = max(k, s.taken)
				continue
			}
		}
		if after, ok := r.closes(k + 1); ok {
			r.text = append(r.text, r.buf[r.pos+s.taken:r.pos+k]...)
			return after, nil
		}
		if fault := r.inner(&s, k); fault != nil {
			return 0, fault
		}
		i = s.taken
	}
}

// nextQuote returns where the first quote at or behind i is.
func (r *Reader) nextQuote(s *span, i int) (int, *Fault) {
	for {
		b := r.buf[r.pos:r.end]
		n := bytes.IndexByte(b[i:], '"')
		to := i + n
		if n < 0 {
			to = len(b)
		}
		r.looked += int64(to - i + 1)
		s.broken = s.broken || breaks(b[s.seen:max(s.seen, to)])
		s.seen = max(s.seen, to)
		switch {
		case s.broken && r.base+int64(r.pos) < r.single, to-s.from > r.lim.MaxLine:
			return 0, r.unclosed(to)
		case n >= 0:
			return to, nil
		case !r.have(to):
			return 0, r.unclosed(to)
		}
		i = to
	}
}

// unescape takes the cell up to the backslash at m, and what stands behind it.
func (r *Reader) unescape(s *span, m int) {
	b := r.buf[r.pos:r.end] // holds a quote behind m
	r.text = append(r.text, b[s.taken:m]...)
	s.taken = m + 1
	if c := b[m+1]; c == '"' || c == '\\' {
		r.text = append(r.text, c)
		s.taken = m + 2
		return
	}
	r.text = append(r.text, '\\')
}

// inner takes the cell up to the quote at k, which does not close it: one of
// two, the first sign that backslashes escape, the beginning of a later cell,
// or a stray one.
func (r *Reader) inner(s *span, k int) *Fault {
	b := r.buf[r.pos:r.end]
	switch {
	case b[k+1] == '"':
		r.settled = r.settled || !r.escape
		r.text = append(r.text, b[s.taken:k+1]...)
		s.taken = k + 2
		return nil
	case k > s.taken && b[k-1] == '\\' && !r.settled:
		r.escape = true
		r.text = append(append(r.text, b[s.taken:k-1]...), '"')
	case s.broken && k > s.from && r.stop[b[k-1]]:
		return r.unclosed(k)
	default:
		r.text = append(r.text, b[s.taken:k+1]...)
	}
	s.taken = k + 1
	return nil
}

// closes reports whether a quote before i ends its cell, and where: at a
// delimiter, the end of the line or of the file, with a few spaces at most in
// between.
func (r *Reader) closes(i int) (int, bool) {
	for n := 0; r.have(i); n++ {
		c := r.buf[r.pos+i]
		if r.stop[c] {
			return i, true
		}
		if c != ' ' || n > 8 {
			return 0, false
		}
		i++
	}
	return i, true
}

// unclosed reports a quote with no other to close it up to the byte at
// searched, and goes on behind its first line, so that the rows it would have
// swallowed are read.
func (r *Reader) unclosed(searched int) *Fault {
	if i := bytes.IndexAny(r.buf[r.pos:r.pos+searched], "\r\n"); i < 0 && searched > r.lim.MaxLine {
		return r.tooLong()
	}
	r.single = max(r.single, r.base+int64(r.pos+searched))
	return r.reject("csv_quote")
}

func (r *Reader) tooLong() *Fault { return r.reject("csv_cell", r.lim.MaxLine>>10) }

// reject reports the row being read and goes behind its first line, keeping
// nothing of it.
func (r *Reader) reject(key string, args ...any) *Fault {
	f := &Fault{Line: r.line, Key: key, Args: args}
	for {
		b := r.buf[r.pos:r.end]
		i := bytes.IndexAny(b, "\r\n")
		if f.Raw == "" {
			f.Raw = first(b, i)
		}
		if i >= 0 {
			r.line++
			r.pos += i + 1
			if b[i] == '\r' && r.have(0) && r.buf[r.pos] == '\n' {
				r.pos++
			}
			return f
		}
		r.pos = r.end
		if !r.have(0) {
			return f
		}
	}
}

// first returns the beginning of a line that ends at i, or nowhere in sight.
func first(b []byte, i int) string {
	const most = 500
	if i < 0 || i > most {
		i = min(len(b), most)
	}
	return strings.ToValidUTF8(string(b[:i]), "")
}

func breaks(b []byte) bool {
	return bytes.IndexByte(b, '\n') >= 0 || bytes.IndexByte(b, '\r') >= 0
}

// lineEnds counts the line ends in b: \n, \r\n and a lone \r.
func lineEnds(b []byte) int {
	n := bytes.Count(b, []byte{'\n'})
	for {
		i := bytes.IndexByte(b, '\r')
		if i < 0 {
			return n
		}
		b = b[i+1:]
		if len(b) == 0 || b[0] != '\n' {
			n++
		}
	}
}
