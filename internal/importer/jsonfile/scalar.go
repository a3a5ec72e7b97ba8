package jsonfile

import (
	"unicode/utf16"
	"unicode/utf8"
)

// scalar reads a value that is neither array nor object and begins with c. The
// text is that of the string, the number or the word, kept only where keep says
// so; whole is false where it was too long to keep.
func (r *Reader) scalar(c byte, keep bool) (text string, whole bool, err error) {
	switch kindOf(c) {
	case String:
		return r.text(keep)
	case Number:
		text, err = r.number()
		return text, true, err
	case Bool, Null:
		text, err = r.word()
		return text, true, err
	}
	return "", false, r.wrong()
}

// word reads true, false or null.
func (r *Reader) word() (string, error) {
	for _, w := range []string{"true", "false", "null"} {
		if r.buf[r.pos] != w[0] {
			continue
		}
		for i := range len(w) {
			c, ok := r.peek()
			if !ok {
				return "", r.cut()
			}
			if c != w[i] {
				return "", r.wrong()
			}
			r.pos++
		}
		return w, nil
	}
	return "", r.wrong()
}

// maxNumber is the greatest length of a number, in bytes; longer ones are not of
// this world.
const maxNumber = 400

// number reads a number and returns it as written.
func (r *Reader) number() (string, error) {
	var out []byte
	take := func(is func(byte) bool) (n int) {
		for {
			c, ok := r.peek()
			if !ok || !is(c) || len(out) > maxNumber {
				return n
			}
			out = append(out, c)
			r.pos++
			n++
		}
	}
	one := func(set string) bool {
		c, ok := r.peek()
		for i := 0; ok && i < len(set); i++ {
			if set[i] == c {
				out = append(out, c)
				r.pos++
				return true
			}
		}
		return false
	}
	digit := func(c byte) bool { return '0' <= c && c <= '9' }
	one("-")
	if !one("0") && take(digit) == 0 {
		return "", r.stop()
	}
	if one(".") && take(digit) == 0 {
		return "", r.stop()
	}
	if one("eE") {
		one("+-")
		if take(digit) == 0 {
			return "", r.stop()
		}
	}
	if len(out) > maxNumber {
		return "", r.wrong()
	}
	return string(out), nil
}

// stop is the fault of a number that breaks off.
func (r *Reader) stop() error {
	if _, ok := r.peek(); !ok {
		return r.cut()
	}
	return r.wrong()
}

// text reads a string. It takes what it keeps from the room of the record; whole
// is false where there was not enough of it.
func (r *Reader) text(keep bool) (s string, whole bool, err error) {
	out, whole, err := r.letters(keep)
	return string(out), whole, err
}

// letters is text before it is made a string; what it returns is good until the
// next string is read.
func (r *Reader) letters(keep bool) (s []byte, whole bool, err error) {
	r.pos++ // the quotation mark
	out := r.out[:0]
	defer func() {
		if cap(out) <= window { // what one long string needed is not kept for all others
			r.out = out[:0]
		}
	}()
	room := min(r.room, r.lim.MaxLine)
	put := func(b []byte) {
		if keep && len(out) <= room {
			out = append(out, b[:min(len(b), room-len(out)+1)]...)
		}
	}
	letter := func(c rune) {
		var b [utf8.UTFMax]byte
		put(b[:utf8.EncodeRune(b[:], c)])
	}
	for {
		if _, ok := r.peek(); !ok {
			return nil, false, r.cut()
		}
		start := r.pos
		for r.pos < r.end && r.buf[r.pos] != '"' && r.buf[r.pos] != '\\' && r.buf[r.pos] >= ' ' {
			r.pos++
		}
		put(r.buf[start:r.pos])
		if r.pos == r.end {
			continue
		}
		switch r.buf[r.pos] {
		case '"':
			r.pos++
			if len(out) > room {
				return nil, false, nil
			}
			r.room -= len(out)
			return out, true, nil
		case '\\':
			if err := r.escape(letter); err != nil {
				return nil, false, err
			}
		default:
			return nil, false, r.wrong()
		}
	}
}

// escaped are the letters behind a backslash that stand for one other.
var escaped = map[byte]rune{'"': '"', '\\': '\\', '/': '/', 'b': '\b', 'f': '\f', 'n': '\n', 'r': '\r', 't': '\t'}

// escape reads a backslash and puts what it stands for. Half of a pair of
// surrogates is no letter: it becomes U+FFFD, and what follows it stays.
func (r *Reader) escape(put func(rune)) error {
	r.pos++
	c, ok := r.peek()
	if !ok {
		return r.cut()
	}
	if c != 'u' {
		return r.letter(c, put)
	}
	r.pos++
	first, err := r.hex()
	for err == nil && utf16.IsSurrogate(first) {
		if c, ok := r.peek(); !ok || c != '\\' {
			put(utf8.RuneError)
			return nil
		}
		r.pos++
		if c, ok = r.peek(); !ok {
			return r.cut()
		}
		if c != 'u' {
			put(utf8.RuneError)
			return r.letter(c, put)
		}
		r.pos++
		var second rune
		if second, err = r.hex(); err != nil {
			return err
		}
		whole := utf16.DecodeRune(first, second)
		put(whole)
		if whole != utf8.RuneError {
			return nil
		}
		first = second
	}
	if err == nil {
		put(first)
	}
	return err
}

// letter puts what the letter c behind a backslash stands for.
func (r *Reader) letter(c byte, put func(rune)) error {
	to, ok := escaped[c]
	if !ok {
		return r.wrong()
	}
	r.pos++
	put(to)
	return nil
}

func (r *Reader) hex() (v rune, err error) {
	for range 4 {
		c, ok := r.peek()
		if !ok {
			return 0, r.cut()
		}
		switch {
		case '0' <= c && c <= '9':
			v = v<<4 | rune(c-'0')
		case 'a' <= c|0x20 && c|0x20 <= 'f':
			v = v<<4 | rune(c|0x20-'a'+10)
		default:
			return 0, r.wrong()
		}
		r.pos++
	}
	return v, nil
}
