package mime

import (
	"bytes"
	"strings"
	"unicode/utf8"

	"golang.org/x/net/html/charset"
	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/ianaindex"
	"golang.org/x/text/encoding/japanese"
	"golang.org/x/text/encoding/simplifiedchinese"
)

// decodeCharset turns b, which says it is in the named character set, into
// UTF-8. A name nobody knows gives a guess and false.
func decodeCharset(name string, b []byte) (text string, known bool) {
	name = cleanCharset(name)
	switch name {
	case "", "us-ascii", "ascii", "utf-8", "utf8", "unknown-8bit", "x-unknown", "default", "default_charset", "8bit", "7bit", "binary":
		return guess(b), true
	case "utf-7", "unicode-1-1-utf-7", "unicode-2-0-utf-7", "x-unicode-2-0-utf-7", "utf7":
		return decodeUTF7(b), true
	}
	if mislabelled(name) && utf8.Valid(b) {
		return string(b), true
	}
	enc := lookup(name)
	if enc == nil {
		return guess(b), false
	}
	out, err := enc.NewDecoder().Bytes(b)
	if err != nil {
		return guess(b), true
	}
	return strings.ToValidUTF8(string(out), "\uFFFD"), true
}

func cleanCharset(name string) string {
	name = strings.ToLower(strings.Trim(name, " \t\r\n\"'"))
	if i := strings.IndexByte(name, '*'); i >= 0 { // RFC 2231 puts a language there
		name = name[:i]
	}
	return name
}

// mislabelled holds for one-byte sets: text in them that is well-formed UTF-8
// is UTF-8 under a wrong name, for no language writes such letters in a row.
func mislabelled(name string) bool {
	return strings.HasPrefix(name, "iso-8859") || strings.HasPrefix(name, "iso8859") || strings.HasPrefix(name, "windows-125") ||
		strings.HasPrefix(name, "cp125") || strings.HasPrefix(name, "latin")
}

func lookup(name string) encoding.Encoding {
	switch name {
	case "hz-gb-2312", "hz":
		return simplifiedchinese.HZGB2312
	case "cp932", "ms932", "windows-31j":
		return japanese.ShiftJIS
	case "cp850", "ibm850", "850":
		return charmap.CodePage850
	case "iso-2022-kr", "iso-2022-cn", "replacement":
		return nil
	}
	if e, _ := charset.Lookup(name); e != nil {
		return e
	}
	if e, err := ianaindex.MIME.Encoding(name); err == nil && e != nil {
		return e
	}
	if n, ok := strings.CutPrefix(name, "cp-"); ok { // cp-850 and its like
		return lookup("cp" + n)
	}
	return nil
}

// guess reads bytes of no known character set: UTF-8 where it is, the
// Japanese of mail where its escapes stand, else the Windows set of western
// Europe. A few bad bytes within good UTF-8 stay marked as such.
func guess(b []byte) string {
	if bytes.IndexByte(b, '\x1b') >= 0 && bytes.Contains(b, isoJapanese) {
		if out, err := japanese.ISO2022JP.NewDecoder().Bytes(b); err == nil {
			return string(out)
		}
	}
	if utf8.Valid(b) {
		return string(b)
	}
	if mostlyUTF8(b) {
		return strings.ToValidUTF8(string(b), "\uFFFD")
	}
	out, err := charmap.Windows1252.NewDecoder().Bytes(b)
	if err != nil {
		return strings.ToValidUTF8(string(b), "\uFFFD")
	}
	return string(out)
}

var isoJapanese = []byte("\x1b$B")

// mostlyUTF8 compares letters of several bytes with stray bytes.
func mostlyUTF8(b []byte) bool {
	good, bad := 0, 0
	for len(b) > 0 {
		if b[0] < utf8.RuneSelf {
			b = b[1:]
			continue
		}
		r, n := utf8.DecodeRune(b)
		if r == utf8.RuneError && n == 1 {
			bad++
		} else {
			good++
		}
		b = b[n:]
	}
	return good > bad
}

// wholeRunes drops the beginning of a letter that a cut left at the end.
func wholeRunes(b []byte) []byte {
	for i := 1; i <= 3 && i <= len(b); i++ {
		if c := b[len(b)-i]; c >= 0xC0 {
			if !utf8.FullRune(b[len(b)-i:]) {
				return b[:len(b)-i]
			}
			return b
		} else if c < 0x80 {
			return b
		}
	}
	return b
}
