package mime

import "bytes"

// base64Value maps a sign to its six bits; 64 is anything that is none.
var base64Value = func() (t [256]byte) {
	for i := range t {
		t[i] = 64
	}
	for i, c := range []byte("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/") {
		t[c] = byte(i)
	}
	return t
}()

// appendBase64 decodes src onto dst, at most max bytes of it. Signs that are
// not base64 are skipped; padding starts the count of four anew, as mails glued
// together need.
func appendBase64(dst, src []byte, max int) []byte {
	start := len(dst)
	var acc uint32
	n := 0
	for _, c := range src {
		v := base64Value[c]
		if v == 64 {
			if c == '=' {
				dst = flush64(dst, acc, n)
				acc, n = 0, 0
			}
			continue
		}
		acc = acc<<6 | uint32(v)
		if n++; n == 4 {
			dst = append(dst, byte(acc>>16), byte(acc>>8), byte(acc))
			acc, n = 0, 0
			if len(dst)-start >= max {
				return dst[:start+max]
			}
		}
	}
	return flush64(dst, acc, n)
}

func flush64(dst []byte, acc uint32, n int) []byte {
	switch n {
	case 2:
		dst = append(dst, byte(acc>>4))
	case 3:
		dst = append(dst, byte(acc>>10), byte(acc>>2))
	}
	return dst
}

// appendQuoted decodes quoted-printable onto dst, at most max bytes of it. An
// equals sign that begins nothing stands for itself. In a header (word) the low
// line is a space.
func appendQuoted(dst, src []byte, max int, word bool) []byte {
	start := len(dst)
	for i := 0; i < len(src) && len(dst)-start < max; i++ {
		if !word { // most text comes in long runs without an equals sign
			n := bytes.IndexByte(src[i:], '=')
			if n < 0 {
				n = len(src) - i
			}
			n = min(n, max-(len(dst)-start))
			dst = append(dst, src[i:i+n]...)
			if i += n; i >= len(src) || len(dst)-start >= max {
				break
			}
		}
		c := src[i]
		switch {
		case c == '_' && word:
			dst = append(dst, ' ')
		case c != '=':
			dst = append(dst, c)
		case i+2 < len(src) && hexValue(src[i+1]) < 16 && hexValue(src[i+2]) < 16:
			dst = append(dst, hexValue(src[i+1])<<4|hexValue(src[i+2]))
			i += 2
		default:
			n := softBreak(src[i+1:])
			if n == 0 {
				dst = append(dst, c)
			}
			i += n
		}
	}
	return dst
}

// softBreak returns the length of a line end, with spaces before it, at the
// start of b; 0 where there is none.
func softBreak(b []byte) int {
	i := 0
	for i < len(b) && i < 80 && (b[i] == ' ' || b[i] == '\t' || b[i] == '\r') {
		i++
	}
	switch {
	case i == len(b) && i > 0:
		return i
	case i < len(b) && b[i] == '\n':
		return i + 1
	}
	return 0
}

func hexValue(c byte) byte {
	switch {
	case '0' <= c && c <= '9':
		return c - '0'
	case 'a' <= c && c <= 'f':
		return c - 'a' + 10
	case 'A' <= c && c <= 'F':
		return c - 'A' + 10
	}
	return 16
}
