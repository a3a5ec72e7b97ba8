package words

import (
	"bytes"
	"strings"
	"unicode"
	"unicode/utf8"

	"entregent/internal/network"
)

// Excerpt returns the first words of text that say something, as one line of at
// most network.ExcerptLen characters: quoted lines and a salutation that stands
// alone are passed over, white space is made one space, and a cut is shown.
func Excerpt(text string) string {
	if len(text) > maxText {
		text = text[:maxText]
	}
	body := skipSalutation(skipQuotes(text))
	if len(body) <= network.ExcerptLen && tidy(body) {
		return body
	}
	return gather(body)
}

// skipQuotes passes over blank lines and lines that quote at the head.
func skipQuotes(text string) string {
	for {
		text = strings.TrimSpace(text)
		if text == "" || text[0] != '>' {
			return text
		}
		_, text, _ = strings.Cut(text, "\n")
	}
}

// skipSalutation passes over a first line such as "Bonjour Paul,".
func skipSalutation(text string) string {
	line, rest, more := strings.Cut(text, "\n")
	if !more || len(line) > 50 || strings.TrimSpace(rest) == "" || strings.ContainsAny(line, "?.:") {
		return text
	}
	first := strings.ToLower(line)
	if i := strings.IndexFunc(first, func(r rune) bool { return !unicode.IsLetter(r) }); i >= 0 {
		first = first[:i]
	}
	if first == "chère" || first == "chers" || first == "chères" {
		first = "cher"
	}
	if !greetings[first] || strings.Count(strings.TrimSpace(line), " ") > 4 {
		return text
	}
	return skipQuotes(rest)
}

// tidy reports whether s can be shown as it is.
func tidy(s string) bool {
	for i := 0; i < len(s); i++ {
		if c := s[i]; c < ' ' || c >= 0x7f || c == ' ' && i > 0 && s[i-1] == ' ' {
			return false
		}
	}
	return true
}

// gather makes one line of the lines that do not quote.
func gather(body string) string {
	var room [4*network.ExcerptLen + 8]byte
	out, count := room[:0], 0
	for line := range strings.SplitSeq(body, "\n") {
		if strings.HasPrefix(line, ">") {
			continue
		}
		space := true
		for _, r := range line {
			if r > ' ' && r < 0x7f && !space && count < network.ExcerptLen {
				out = append(out, byte(r))
				count++
				continue
			}
			if unicode.IsSpace(r) && r != '\u00a0' && r != '\u202f' {
				space = true
				continue
			}
			if r < ' ' || r == '\ufeff' || r == '\u200b' || r >= 0x7f && r < 0xa0 {
				continue
			}
			if space && count > 0 {
				out = append(out, ' ')
				count++
			}
			space = false
			if count >= network.ExcerptLen {
				return cut(out)
			}
			out = utf8.AppendRune(out, r)
			count++
		}
	}
	return string(out)
}

// cut takes the last piece of a word away and shows that more was said.
func cut(s []byte) string {
	for utf8.RuneCount(s) >= network.ExcerptLen {
		_, n := utf8.DecodeLastRune(s)
		s = s[:len(s)-n]
	}
	if i := bytes.LastIndexByte(s, ' '); i > len(s)-40 && i > 0 {
		s = s[:i]
	}
	return string(bytes.TrimRight(s, " ,;:")) + "…"
}
