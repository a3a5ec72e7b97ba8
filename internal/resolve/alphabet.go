package resolve

import (
	"strings"
	"unicode"
)

// transliterate writes Cyrillic and Greek letters in Latin ones, the way most
// people who bear such names do in French or English letters. Others stay.
func transliterate(s string) string {
	if !strings.ContainsFunc(s, func(r rune) bool { return r >= 0x370 && r < 0x530 }) {
		return s
	}
	var b strings.Builder
	for _, r := range s {
		low := unicode.ToLower(r)
		latin, ok := otherLetters[low]
		switch {
		case !ok:
			b.WriteRune(r)
		case low != r && latin != "":
			b.WriteString(strings.ToUpper(latin[:1]) + latin[1:])
		default:
			b.WriteString(latin)
		}
	}
	return b.String()
}

var otherLetters = map[rune]string{
	'а': "a", 'б': "b", 'в': "v", 'г': "g", 'д': "d", 'е': "e", 'ё': "e", 'ж': "zh", 'з': "z", 'и': "i", 'й': "i", 'к': "k", 'л': "l", 'м': "m",
	'н': "n", 'о': "o", 'п': "p", 'р': "r", 'с': "s", 'т': "t", 'у': "u", 'ф': "f", 'х': "kh", 'ц': "ts", 'ч': "ch", 'ш': "sh", 'щ': "shch",
	'ъ': "", 'ы': "y", 'ь': "", 'э': "e", 'ю': "yu", 'я': "ya", 'і': "i", 'ї': "i", 'є': "ye", 'ґ': "g", 'ў': "u", 'ј': "j", 'љ': "lj", 'њ': "nj", 'ћ': "c", 'ђ': "dj", 'џ': "dz",
	'α': "a", 'ά': "a", 'β': "v", 'γ': "g", 'δ': "d", 'ε': "e", 'έ': "e", 'ζ': "z", 'η': "i", 'ή': "i", 'θ': "th", 'ι': "i", 'ί': "i", 'ϊ': "i", 'κ': "k",
	'λ': "l", 'μ': "m", 'ν': "n", 'ξ': "x", 'ο': "o", 'ό': "o", 'π': "p", 'ρ': "r", 'σ': "s", 'ς': "s", 'τ': "t", 'υ': "y", 'ύ': "y", 'φ': "f", 'χ': "ch", 'ψ': "ps", 'ω': "o", 'ώ': "o",
}
