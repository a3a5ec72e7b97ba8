package match

import "strings"

// family is the form that words of one root share, as far as rules tell:
// "réparer", "réparation", "réparateur"; "teach", "teacher", "teaching". It is
// rougher than stem, and only for evidence that is less than sure.
func family(w string, l lang) string {
	w = strings.TrimRight(w, "sx")
	ends := familyFr
	if l == en {
		ends = familyEn
	}
	for _, e := range ends {
		if len(w) >= e.least && strings.HasSuffix(w, e.end) {
			return undouble(w[:len(w)-len(e.end)] + e.by)
		}
	}
	return undouble(w)
}

// The endings of one root, the longest first; least is the length of the
// shortest word that has it.
var (
	familyFr = []ending{
		{"uctrice", "u", 9}, {"ucteur", "u", 8}, {"uction", "u", 8}, {"uire", "u", 7},
		{"issement", "", 11}, {"isation", "", 10}, {"isatrice", "", 11}, {"isateur", "", 10}, {"ification", "", 12},
		{"atrice", "", 9}, {"ateur", "", 8}, {"ation", "", 8}, {"ement", "", 8}, {"itrice", "", 9}, {"iteur", "", 9}, {"ition", "", 8},
		{"erie", "", 8}, {"euse", "", 7}, {"iser", "", 9}, {"iste", "", 9}, {"ique", "", 9}, {"ance", "", 9}, {"ence", "", 9}, {"eur", "", 7}, {"age", "", 8}, {"ure", "", 8}, {"ion", "", 8}, {"iere", "", 8},
		{"ier", "", 7}, {"ant", "", 8}, {"ent", "", 8}, {"oir", "", 8}, {"ee", "", 6}, {"ir", "", 6}, {"er", "", 6}, {"ie", "", 7}, {"if", "", 7}, {"ive", "", 8}, {"al", "", 7}, {"e", "", 5},
	}
	familyEn = []ending{
		{"isation", "", 10}, {"ization", "", 10}, {"ising", "", 8}, {"izing", "", 8}, {"ication", "", 10}, {"ation", "", 8}, {"ating", "", 8}, {"ator", "", 8}, {"ate", "", 8}, {"ment", "", 8}, {"ness", "", 9},
		{"iser", "", 9}, {"izer", "", 9}, {"ise", "", 8}, {"ize", "", 8}, {"ance", "", 9}, {"ence", "", 9}, {"ing", "", 6}, {"ist", "", 8}, {"ion", "", 8}, {"ive", "", 8}, {"ian", "", 8}, {"ery", "", 8}, {"ful", "", 8}, {"ed", "", 6},
		{"er", "", 6}, {"or", "", 7}, {"ic", "", 8}, {"al", "", 7}, {"y", "", 6}, {"e", "", 5},
	}
)

// undouble makes one letter of two at the end: "planning", "planner", "plan".
func undouble(w string) string {
	n := len(w)
	if n > 3 && w[n-1] == w[n-2] {
		return w[:n-1]
	}
	return w
}
