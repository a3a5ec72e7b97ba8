package imap

import (
	"encoding/base64"
	"strings"
	"unicode/utf16"
)

var utf7 = base64.NewEncoding("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+,").WithPadding(base64.NoPadding)

// decode reads the name of a folder as RFC 3501 §5.1.3 writes it ("&AMk-l&AOk-ments").
// What is not written so stands for itself.
func decode(s string) string {
	var out strings.Builder
	for {
		before, rest, ok := strings.Cut(s, "&")
		out.WriteString(before)
		if !ok {
			return out.String()
		}
		coded, after, ok := strings.Cut(rest, "-")
		switch {
		case !ok:
			out.WriteString("&" + rest)
			return out.String()
		case coded == "":
			out.WriteByte('&')
		default:
			b, err := utf7.DecodeString(coded)
			if err != nil || len(b)%2 != 0 {
				out.WriteString("&" + coded + "-")
				break
			}
			units := make([]uint16, len(b)/2)
			for i := range units {
				units[i] = uint16(b[2*i])<<8 | uint16(b[2*i+1])
			}
			out.WriteString(string(utf16.Decode(units)))
		}
		s = after
	}
}
