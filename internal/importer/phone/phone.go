// Package phone turns what people type as a telephone number into a handle.
//
// It answers one question: is this certainly one line in the world, so that two
// sources that give it mean the same line? What is not certain stays as typed
// and joins nothing. It leaves out carriers, places and how to show a number.
//
// The tables it stands on are unpacked once when the program starts (about
// 5 ms and 1.3 MB that stay), which no caller can put off; a reading costs about
// 15 µs.
package phone

import (
	"strings"
	"unicode"

	"github.com/nyaruka/phonenumbers"

	"entregent/internal/network"
)

// MaxLen is the greatest length of what is taken for a telephone number, in
// bytes. Longer text is a note, not a number.
const MaxLen = 100

// Handle reads raw as written by somebody in country (ISO 3166 code, "" where it
// is not known). A number that exists gives a Phone in E.164. One that cannot
// be placed gives a RawPhone as typed, without the invisible marks that address
// books put around it: a national number without a country, a short code, a
// number that no operator gives out, and a number with an extension, since a
// switchboard is shared and would make one person of all its colleagues. The
// answer is false where nothing looks like a telephone number.
func Handle(raw, country string) (network.Handle, bool) {
	typed := clean(raw)
	if !plausible(typed) {
		return network.Handle{}, false
	}
	if e164, ok := place(typed, region(country)); ok {
		return network.Handle{Kind: network.Phone, Value: e164}, true
	}
	return network.Handle{Kind: network.RawPhone, Value: typed}, true
}

// place returns the E.164 form of the one line that typed can mean.
func place(typed, country string) (string, bool) {
	if extended(typed) {
		return "", false
	}
	bare := unlabelled(typed)
	if e164, ok := valid(bare, country); ok {
		return e164, true
	}
	// 00 is how most of the world dials out, and how people write + whose own
	// country dials otherwise or is not known.
	if abroad, ok := strings.CutPrefix(strings.TrimLeft(bare, "( "), "00"); ok {
		if e164, ok := valid("+"+strings.TrimLeft(abroad, ") "), ""); ok {
			return e164, true
		}
	}
	if bare != typed {
		return valid(typed, country) // letters that stand for keys: 1-212-JKL-0123
	}
	return "", false
}

// valid asks the numbering plans. A number without country and without + is
// never placed.
func valid(number, country string) (string, bool) {
	n, err := phonenumbers.Parse(number, country)
	if err != nil || n.GetExtension() != "" || !phonenumbers.IsPossibleNumber(n) || !phonenumbers.IsValidNumber(n) {
		return "", false
	}
	return phonenumbers.Format(n, phonenumbers.E164), true
}

// region returns the code that the numbering plans know the country by, or "".
func region(country string) string {
	country = strings.ToUpper(strings.TrimSpace(country))
	if country == "" || phonenumbers.GetCountryCodeForRegion(country) == 0 {
		return ""
	}
	return country
}

// clean takes out what cannot be seen, makes every space a plain one, and drops
// the scheme of a tel: address.
func clean(raw string) string {
	if len(raw) > 4*MaxLen {
		return ""
	}
	s := strings.Map(func(r rune) rune {
		switch {
		case unicode.IsSpace(r):
			return ' '
		case unicode.Is(unicode.Cf, r), unicode.IsControl(r), r == unicode.ReplacementChar:
			return -1
		}
		return r
	}, raw)
	s = strings.Join(strings.Fields(s), " ")
	if len(s) > 4 && strings.EqualFold(s[:4], "tel:") {
		s = strings.TrimSpace(s[4:])
	}
	return s
}

// plausible reports whether s is written like a telephone number: it begins
// like one or holds as many digits as one.
func plausible(s string) bool {
	if s == "" || len(s) > MaxLen || strings.Contains(s, "@") || strings.Contains(s, "://") {
		return false
	}
	digits := 0
	for _, r := range s {
		if unicode.IsDigit(r) {
			digits++
		}
	}
	first := []rune(s)[0]
	begins := unicode.IsDigit(first) || strings.ContainsRune("+＋(*#", first)
	return digits >= 6 || begins && digits >= 2
}

// extensionWords introduce a line behind a switchboard, in the languages of the
// address books seen.
var extensionWords = []string{"ext", "poste", "extn", "extension", "x", "int", "interne", "durchwahl", "app", "apparat", "p"}

// extended reports whether s ends in a line behind a switchboard: a number
// after such a word, after # or in a tel: address. What the numbering library
// itself calls an extension is found in valid.
func extended(s string) bool {
	low := strings.ToLower(s)
	if strings.Contains(low, ";ext=") || strings.Contains(low, ";isub=") {
		return true
	}
	tail := strings.TrimRight(low, ")] .")
	number := strings.TrimRightFunc(tail, unicode.IsDigit)
	if number == tail || number == "" {
		return false
	}
	head := strings.TrimRight(number, " .:#=°")
	if strings.ContainsAny(number[len(head):], "#") && head != "" {
		return true
	}
	word := head[len(strings.TrimRightFunc(head, unicode.IsLetter)):]
	for _, w := range extensionWords {
		if word == w && word != head {
			return true
		}
	}
	return false
}

// unlabelled takes the words around and between the digits away: "bureau",
// "(mobile)", "Tél.:". Keypad letters go too; place tries them again.
func unlabelled(s string) string {
	if strings.IndexFunc(s, unicode.IsLetter) < 0 {
		return s
	}
	s = strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.Is(unicode.M, r) || r == ':' || r == '’' || r == '\'' {
			return ' '
		}
		return r
	}, s)
	s = strings.Join(strings.Fields(s), " ")
	return strings.Trim(strings.NewReplacer("( )", "", "()", "").Replace(s), " .,-/")
}
