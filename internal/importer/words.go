package importer

import (
	"crypto/sha256"
	"io"
	"unicode/utf8"
)

// Cut bounds a text to so many bytes, never within a letter.
func Cut(s string, most int) string {
	if len(s) <= most {
		return s
	}
	for most > 0 && !utf8.RuneStart(s[most]) {
		most--
	}
	return s[:most]
}

// Digest is short for what makes a record that record, where a source gives it no
// id. Each part ends in a zero byte, so that no two lists of parts run together.
func Digest(parts ...string) [16]byte {
	h := sha256.New()
	for _, p := range parts {
		io.WriteString(h, p)
		h.Write([]byte{0})
	}
	var sum [sha256.Size]byte
	return [16]byte(h.Sum(sum[:0])[:16])
}
