package i18n

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"entregent/internal/network"
)

// Sentence gives s a capital at its head and, where nothing ends it, a period.
func Sentence(s string) string {
	s = strings.TrimSpace(s)
	if s == "" {
		return ""
	}
	first, n := utf8.DecodeRuneInString(s)
	if up := unicode.ToUpper(first); up != first {
		s = string(up) + s[n:]
	}
	bare := strings.TrimRight(s, "\u202f\u00a0 »”)\"")
	if last, _ := utf8.DecodeLastRuneInString(bare); strings.ContainsRune(".!?…:", last) {
		return s
	}
	return s + "."
}

// appendElided writes « de », « que » or « à » before a name or word, cut before
// a vowel as speech cuts it.
func appendElided(b []byte, as format, name string) []byte {
	switch {
	case as == asA:
		b = append(b, "à "...)
	case as == asDe && elides(name):
		b = append(b, "d’"...)
	case as == asDe:
		b = append(b, "de "...)
	case elides(name):
		b = append(b, "qu’"...)
	default:
		b = append(b, "que "...)
	}
	return append(b, name...)
}

// Of returns « de Paul » or « d’Yves ».
func Of(name string) string { return string(appendElided(nil, asDe, name)) }

// elides reports whether de and que lose their e before s. A y or ou before a
// vowel is heard as a consonant (de Yann, de Ouassim); an h counts as mute in
// the names and words listed only, since the others may go either way.
func elides(s string) bool {
	word := network.Fold(s)
	word, _, _ = strings.Cut(word, " ")
	if word == "" {
		return false
	}
	switch word[0] {
	case 'a', 'e', 'i', 'u':
		return true
	case 'o':
		return !(strings.HasPrefix(word, "ou") && len(word) > 2 && isVowel(word[2])) && word != "onze"
	case 'y':
		return len(word) > 1 && !isVowel(word[1])
	case 'h':
		return muteH[word]
	}
	return false
}

func isVowel(c byte) bool { return strings.IndexByte("aeiouy", c) >= 0 }

var muteH = words("hector helena helene helier heloise henri henriette henry herbert hercule hermance hermine herve hilaire hippolyte " +
	"honore honorine horace hortense hubert hugo hugues huguette humbert hyacinthe habitude heure hier histoire hiver homme honneur hopital hotel humeur huile")

func words(list string) map[string]bool {
	m := map[string]bool{}
	for _, w := range strings.Fields(list) {
		m[w] = true
	}
	return m
}
