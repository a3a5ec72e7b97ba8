package words

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// A scan is a text being brought to its plain form, out: lower-case words
// without accents, each followed by one space, and among them the signs
// "," "." "?" with a space after each. It begins with a space, so that " merci "
// is found as a whole word wherever it stands.
type scan struct {
	out []byte

	fr, en, other int // small words of each language
	tu, vous      int

	asks       bool // an inversion such as peux-tu stood there
	thanked    [8]int
	nthanked   int
	hash       uint64 // of the word being read
	word       int    // where the word being read begins in out, 0 between words
	prev       traits // of the word before
	prevStart  bool   // the word before began a sentence
	hyphen     bool   // a hyphen stands before this word
	fresh      bool   // no word yet in this sentence
	apostrophe bool   // an apostrophe stands right after this word
}

func (s *scan) read(text string) {
	s.fresh = true
	for i := 0; i < len(text); {
		c := text[i]
		switch {
		case lower[c] != 0:
			if n := s.address(text[i:]); n > 0 {
				i += n
				continue
			}
			i += s.letters(text[i:])
			continue
		case c >= utf8.RuneSelf:
			r, n := utf8.DecodeRuneInString(text[i:])
			s.rune(r)
			i += n
			continue
		case c == '>' && (i == 0 || text[i-1] == '\n'):
			s.sign('.')
			i += quoted(text[i:])
			continue
		}
		s.ascii(c, text[i+1:])
		i++
	}
	s.sign('.')
}

// letters reads a run of ASCII letters, which is most of any text.
func (s *scan) letters(text string) (n int) {
	if s.word == 0 {
		s.word, s.hash = len(s.out), 0
	}
	out, hash := s.out, s.hash
	for ; n < len(text); n++ {
		l := lower[text[n]]
		if l == 0 {
			break
		}
		out = append(out, l)
		hash = mix(hash, l)
	}
	s.out, s.hash = out, hash
	return n
}

// quoted returns the length of a line that quotes an earlier message.
func quoted(line string) int {
	if i := strings.IndexByte(line, '\n'); i >= 0 {
		return i + 1
	}
	return len(line)
}

// address returns the length of a web address that begins here, whose question
// mark asks nothing; 0 for a word.
func (s *scan) address(text string) int {
	if s.word != 0 || text[0] != 'h' && text[0] != 'w' ||
		!strings.HasPrefix(text, "http://") && !strings.HasPrefix(text, "https://") && !strings.HasPrefix(text, "www.") {
		return 0
	}
	if i := strings.IndexAny(text, " \t\r\n>)"); i >= 0 {
		return i
	}
	return len(text)
}

func (s *scan) ascii(c byte, rest string) {
	switch c {
	case '\'':
		s.apostrophe = true
		s.end()
	case '-':
		s.end()
		s.hyphen = true
	case ',', ';', ':', '(', ')':
		s.sign(',')
	case '?':
		s.sign('?')
	case '.', '!':
		if rest == "" || rest[0] <= ' ' || rest[0] == c || c == '!' {
			s.sign('.')
		} else { // in a number, an address, an abbreviation
			s.end()
		}
	case '\n':
		s.end()
		if len(rest) > 0 && (rest[0] == '\n' || rest[0] == '\r') {
			s.sign('.')
		} else {
			s.sign(',')
		}
	default:
		s.end()
	}
}

func (s *scan) rune(r rune) {
	switch {
	case r == '’' || r == 'ʼ' || r == '‘':
		s.apostrophe = true
		s.end()
	case r == '‑' || r == '‐':
		s.end()
		s.hyphen = true
	case r == 'œ' || r == 'Œ':
		s.letter('o')
		s.letter('e')
	case r >= 0xc0 && r < 0x180:
		if l := latin[r-0xc0]; l != ' ' {
			s.letter(l)
			if strings.ContainsRune("éèêçàù", r) {
				s.accent()
			}
		} else {
			s.end()
		}
	case r >= 0x300 && r < 0x370: // an accent written apart
	case r == '…':
		s.sign('.')
	case r == '？':
		s.sign('?')
	case unicode.IsLetter(r):
		s.letter('x')
		s.other++
	default:
		s.end()
	}
}

// accent counts as a French word once a word: these letters are hardly written
// in English.
func (s *scan) accent() {
	if len(s.out)-s.word == 1 || s.fr == 0 {
		s.fr++
	}
}

func (s *scan) letter(c byte) {
	if s.word == 0 {
		s.word, s.hash = len(s.out), 0
	}
	s.out = append(s.out, c)
	s.hash = mix(s.hash, c)
}

// sign ends the word and writes a sign, once where several follow each other; a
// question mark outdoes the others.
func (s *scan) sign(c byte) {
	s.end()
	s.hyphen = false
	if c != ',' {
		s.fresh = true
		s.prev = 0
	}
	last := s.out[max(0, len(s.out)-2)]
	switch {
	case last == '?' || last == c || len(s.out) == 1:
	case last == ',' || last == '.' && c == '?':
		s.out[len(s.out)-2] = c
	default:
		s.out = append(s.out, c, ' ')
	}
}

// end closes the word being read and counts it.
func (s *scan) end() {
	if s.word != 0 {
		s.count(traitsOf.of(s.hash), len(s.out)-s.word)
		s.out = append(s.out, ' ')
		s.word = 0
	}
	s.apostrophe = false
}

func (s *scan) count(t traits, length int) {
	if s.apostrophe && length == 1 && s.out[s.word] == 't' { // t’aime, t’envoie
		s.tu++
		s.fr++
	}
	if t&french != 0 {
		s.fr++
	}
	if t&english != 0 {
		s.en++
	}
	if t&foreign != 0 {
		s.other++
	}
	if t&tu != 0 {
		s.tu++
	}
	if t&vous != 0 && s.prev&appointment == 0 {
		s.vous++
	}
	if t&(tu|vous) != 0 && s.prev&inverted != 0 && (s.hyphen || s.prevStart) {
		s.asks = true
	}
	if t&thanking != 0 && s.nthanked < len(s.thanked) {
		s.thanked[s.nthanked] = s.word
		s.nthanked++
	}
	s.prev, s.prevStart, s.fresh, s.hyphen = t, s.fresh, false, false
}

// lower folds ASCII letters and digits; anything else is 0.
var lower = func() (t [256]byte) {
	for c := byte('a'); c <= 'z'; c++ {
		t[c], t[c-'a'+'A'] = c, c
	}
	for c := byte('0'); c <= '9'; c++ {
		t[c] = c
	}
	return t
}()

// latin folds the letters from U+00C0 to U+017F to the one they are written
// with; a space is no letter.
const latin = "aaaaaaaceeeeiiiidnooooo ouuuuytsaaaaaaaceeeeiiiidnooooo ouuuuyty" +
	"aaaaaaccccccccddddeeeeeeeeeegggggggghhhhiiiiiiiiiiiijjkkklllllll" +
	"lllnnnnnnnnnoooooooorrrrrrssssssssttttttuuuuuuuuuuuuwwyyyzzzzzzs"
