package words

import (
	"bytes"
	"strings"
)

// question looks for a sentence that asks the reader something: one that ends
// in a question mark and is not small talk, or begins as a request does.
func (s *scan) question() bool {
	begin := 0
	for i, c := range s.out {
		if c != '.' && c != '?' {
			continue
		}
		sentence := s.out[begin:i]
		if c == '?' && !idle(sentence) || requesting(sentence) {
			return true
		}
		begin = i + 1
	}
	return false
}

// idle reports whether a question is only small talk: "Salut Paul, ça va ?".
func idle(sentence []byte) bool {
	if len(sentence) > 90 { // nobody greets at such length
		return false
	}
	clauses := strings.Split(string(sentence), ",")
	if nods[strings.TrimSpace(clauses[len(clauses)-1])] {
		return true
	}
	for i, c := range clauses {
		c = strings.TrimSpace(c)
		first, rest, _ := strings.Cut(c, " ")
		switch {
		case c == "" || smalltalk[c]:
		case greetings[first] && (smalltalk[rest] || smalltalk[afterName(rest)] || i < len(clauses)-1 && strings.Count(c, " ") < 3):
		case smalltalk[afterName(c)]:
		case i < len(clauses)-1 && hopes(c):
		default:
			return false
		}
	}
	return true
}

// afterName drops the first word: the name in "Paul ça va".
func afterName(c string) string {
	_, rest, _ := strings.Cut(c, " ")
	return rest
}

// hopes reports whether a clause only wishes well.
func hopes(c string) bool {
	return strings.HasPrefix(c, "j espere") || strings.HasPrefix(c, "hope ") || strings.HasPrefix(c, "i hope")
}

// requesting reports whether a sentence begins as a request does.
func requesting(sentence []byte) bool {
	if len(sentence) > 200 {
		sentence = sentence[:200]
	}
	for range 4 {
		sentence = bytes.TrimLeft(sentence, " ,")
		if len(sentence) == 0 {
			return false
		}
		for _, r := range requests[sentence[0]] {
			if len(sentence) > len(r) && string(sentence[:len(r)]) == r {
				return true
			}
		}
		next := opener(sentence)
		if next == 0 {
			return false
		}
		sentence = sentence[next:]
	}
	return false
}

// opener returns the length of the opener that sentence begins with; a greeting
// takes the name after it, up to the comma.
func opener(sentence []byte) int {
	for _, o := range openers[sentence[0]] {
		if len(sentence) <= len(o) || string(sentence[:len(o)]) != o || sentence[len(o)] != ' ' {
			continue
		}
		if comma := bytes.IndexByte(sentence, ','); greetings[o] && comma > 0 && comma < 40 {
			return comma + 1
		}
		return len(o) + 1
	}
	return 0
}
