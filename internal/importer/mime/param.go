package mime

import (
	"bytes"
	"strings"
)

// A parametered value is "text/plain; charset=utf-8": a token and its
// parameters.

// mediaType returns the lower-case value before the parameters and the rest.
func mediaType(raw []byte) (value string, params []byte) {
	raw = bytes.TrimLeft(raw, " \t\r\n\"")
	i := 0
	for i < len(raw) && raw[i] != ';' && raw[i] > ' ' && raw[i] != ',' && raw[i] != '"' {
		i++
	}
	return lowerToken(raw[:i]), raw[i:]
}

// lowerToken makes common types without allocating.
func lowerToken(b []byte) string {
	switch string(b) {
	case "text/plain":
		return "text/plain"
	case "text/html":
		return "text/html"
	case "multipart/alternative":
		return "multipart/alternative"
	case "multipart/mixed":
		return "multipart/mixed"
	case "":
		return ""
	}
	return strings.ToLower(string(b[:min(len(b), 100)]))
}

// maxPieces bounds the numbered pieces of one parameter (RFC 2231).
const maxPieces = 100

// param returns the parameter name of raw, decoded. It reads quoted values,
// comments, values in numbered pieces and percent-encoded ones, and takes white
// space for a lost semicolon.
func param(raw []byte, name string) string {
	if len(raw) > maxValue {
		raw = raw[:maxValue]
	}
	var plainValue string
	var pieces [][]byte
	var encoded []bool
	for len(raw) > 0 {
		var key, value []byte
		key, value, raw = nextParam(raw)
		if len(key) < len(name) || !strings.EqualFold(string(key[:len(name)]), name) {
			continue
		}
		suffix := key[len(name):]
		switch {
		case len(suffix) == 0:
			if plainValue == "" {
				plainValue = guess(value)
			}
		case suffix[0] == '*':
			n, enc := pieceNumber(suffix[1:])
			if n >= 0 && n < maxPieces {
				for len(pieces) <= n {
					pieces, encoded = append(pieces, nil), append(encoded, false)
				}
				pieces[n], encoded[n] = value, enc
			}
		}
	}
	if len(pieces) > 0 {
		return joinPieces(pieces, encoded)
	}
	if strings.Contains(plainValue, "=?") {
		return oneLine(decodeWords([]byte(plainValue)))
	}
	return plainValue
}

// nextParam reads one key=value and returns what follows it.
func nextParam(b []byte) (key, value, rest []byte) {
	b = bytes.TrimLeft(b, "; \t\r\n,\"")
	for len(b) > 0 && b[0] == '(' {
		b = bytes.TrimLeft(b[commentEnd(b, 0):], "; \t\r\n")
	}
	i := 0
	for i < len(b) && b[i] != '=' && b[i] != ';' && b[i] > ' ' {
		i++
	}
	key = b[:i]
	b = bytes.TrimLeft(b[i:], " \t\r\n")
	if len(b) == 0 || b[0] != '=' {
		if i == 0 && len(b) > 0 {
			b = b[1:]
		}
		return key, nil, b
	}
	b = bytes.TrimLeft(b[1:], " \t\r\n")
	if len(b) > 0 && b[0] == '"' {
		return quotedParam(key, b[1:])
	}
	i = 0
	for i < len(b) && b[i] != ';' && b[i] > ' ' {
		i++
	}
	return key, b[:i], b[i:]
}

func quotedParam(key, b []byte) (_, value, rest []byte) {
	escaped := false
	for i := 0; i < len(b); i++ {
		switch {
		case b[i] == '\\' && i+1 < len(b):
			escaped = true
			i++
		case b[i] == '"':
			value = b[:i]
			if escaped {
				value = unescape(value)
			}
			return key, value, b[i+1:]
		}
	}
	if i := bytes.IndexAny(b, ";\r\n"); i >= 0 { // never closed
		return key, b[:i], b[i:]
	}
	return key, b, nil
}

// pieceNumber reads the "2*" of "name*2*", and "" of "name*" as an encoded 0.
func pieceNumber(b []byte) (n int, encoded bool) {
	if len(b) == 0 {
		return 0, true
	}
	if b[len(b)-1] == '*' {
		encoded, b = true, b[:len(b)-1]
	}
	for _, c := range b {
		if !isDigit(c) {
			return -1, false
		}
		n = min(n*10+int(c-'0'), maxPieces)
	}
	return n, encoded
}

// joinPieces undoes RFC 2231: charset'language'percent-encoded text.
func joinPieces(pieces [][]byte, encoded []bool) string {
	charset := ""
	var out []byte
	for i, p := range pieces {
		if i == 0 && encoded[0] {
			if a := bytes.IndexByte(p, '\''); a >= 0 {
				if b := bytes.IndexByte(p[a+1:], '\''); b >= 0 {
					charset, p = string(p[:a]), p[a+1+b+1:]
				}
			}
		}
		if encoded[i] {
			out = appendPercent(out, p)
		} else {
			out = append(out, p...)
		}
	}
	s, _ := decodeCharset(charset, out)
	return s
}

func appendPercent(dst, src []byte) []byte {
	for i := 0; i < len(src); i++ {
		if src[i] == '%' && i+2 < len(src) && hexValue(src[i+1]) < 16 && hexValue(src[i+2]) < 16 {
			dst = append(dst, hexValue(src[i+1])<<4|hexValue(src[i+2]))
			i += 2
			continue
		}
		dst = append(dst, src[i])
	}
	return dst
}
