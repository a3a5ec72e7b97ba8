package mime

import (
	"strings"
	"unicode/utf16"
	"unicode/utf8"
)

// decodeUTF7 reads RFC 2152: plain letters, and UTF-16 in base64 between "+"
// and anything that is not base64. Bytes above 127 are taken for windows-1252
// neighbours by the caller's guess, and here only marked.
func decodeUTF7(b []byte) string {
	var out strings.Builder
	out.Grow(len(b))
	for i := 0; i < len(b); i++ {
		switch c := b[i]; {
		case c == '+' && i+1 < len(b) && b[i+1] == '-':
			out.WriteByte('+')
			i++
		case c == '+':
			i = utf7Run(&out, b, i+1)
		case c < utf8.RuneSelf:
			out.WriteByte(c)
		default:
			out.WriteRune(utf8.RuneError)
		}
	}
	return out.String()
}

// utf7Run writes the letters of one base64 run that begins at i and returns
// the place of its last sign, the closing dash included.
func utf7Run(out *strings.Builder, b []byte, i int) int {
	var acc uint32
	bits, high := 0, rune(0)
	for ; i < len(b) && base64Value[b[i]] < 64; i++ {
		acc = acc<<6 | uint32(base64Value[b[i]])
		if bits += 6; bits < 16 {
			continue
		}
		bits -= 16
		u := rune(acc >> bits & 0xFFFF)
		switch {
		case high != 0:
			out.WriteRune(utf16.DecodeRune(high, u))
			high = 0
		case utf16.IsSurrogate(u):
			high = u
		default:
			out.WriteRune(u)
		}
	}
	if i < len(b) && b[i] == '-' {
		return i
	}
	return i - 1
}
