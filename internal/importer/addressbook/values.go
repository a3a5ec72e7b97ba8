package addressbook

import (
	"regexp"
	"strings"
	"unicode"

	"entregent/internal/network"
)

var (
	emailShape = regexp.MustCompile(`^[^\s@<>,;"]+@[^\s@<>,;"]+\.[^\s@<>,;".]{2,}$`)
	phoneShape = regexp.MustCompile(`^(\+|00)?[0-9][0-9 .()/\x{a0}\x{202f}-]{6,}[0-9]$`)
	dateShape  = regexp.MustCompile(`^([0-9]{4}[-/.][0-9]{1,2}[-/.][0-9]{1,2}|[0-9]{1,2}[-/.][0-9]{1,2}[-/.][0-9]{2,4})\b`)
	urlShape   = regexp.MustCompile(`(?i)^(https?://|www\.|(\w+\.)?linkedin\.com/)\S+$`)
)

// others are words that put a column on somebody else than the row's person:
// their mail address must not become a handle of this one.
var others = []string{"assistant", "manager", "spouse", "conjoint", "partner", "parent", "child", "enfant", "responsable", "referr", "recommand", "recruit", "emergency", "urgence", "contact de"}

// byValues takes a column whose name says nothing for what nearly all of its
// cells look like.
func byValues(c *Column, cells []string) {
	if len(cells) == 0 || ofOthers(c.Header) {
		return
	}
	switch {
	case share(cells, emailShape.MatchString) >= 0.8:
		c.Field, c.Certainty = Email, 0.9
	case share(cells, urlShape.MatchString) >= 0.8:
		c.Field, c.Certainty = URL, 0.7
	case share(cells, looksPhone) >= 0.8:
		c.Field, c.Certainty = Phone, 0.6
	default:
		return
	}
	c.Saw, c.Set = SawValues, "values "+c.Header+c.Example
}

// looksPhone wants a plus or a zero in front: other long numbers are more often
// the key of a record.
func looksPhone(s string) bool {
	return phoneShape.MatchString(s) && !dateShape.MatchString(s) && (s[0] == '+' || s[0] == '0')
}

func ofOthers(header string) bool {
	h := network.Fold(header)
	for _, w := range others {
		if strings.Contains(h, w) {
			return true
		}
	}
	return false
}

// nameByValues looks for a column of names in a table that names none.
func nameByValues(cols []Column, rows [][]string) {
	if has(cols, FullName, GivenName, FamilyName) {
		return
	}
	for i := range cols {
		if cols[i].Saw != "" || cols[i].Header != "" {
			continue
		}
		if cells := cells(rows, i); len(cells) > 0 && share(cells, looksName) >= 0.8 {
			cols[i].Field, cols[i].Certainty, cols[i].Saw = FullName, 0.5, SawValues
			return
		}
	}
}

// looksName wants two to four words that begin with a capital.
func looksName(s string) bool {
	words := strings.Fields(s)
	if len(words) < 2 || len(words) > 4 {
		return false
	}
	for _, w := range words {
		for i, r := range w {
			if i == 0 && !unicode.IsUpper(r) || !unicode.IsLetter(r) && !strings.ContainsRune("-'’.", r) {
				return false
			}
		}
	}
	return true
}

func share(cells []string, is func(string) bool) float64 {
	n := 0
	for _, c := range cells {
		if is(c) {
			n++
		}
	}
	return float64(n) / float64(len(cells))
}

// cells returns what is not empty in column i.
func cells(rows [][]string, i int) (out []string) {
	for _, row := range rows {
		if i < len(row) {
			if c := clean(row[i]); c != "" {
				out = append(out, c)
			}
		}
	}
	return out
}

func example(rows [][]string, i int) string {
	for _, row := range rows {
		if i < len(row) && clean(row[i]) != "" {
			return clean(row[i])
		}
	}
	return ""
}

// clean drops the zeros that some databases pad with, and outer space.
func clean(s string) string {
	if strings.IndexByte(s, 0) >= 0 {
		s = strings.ReplaceAll(s, "\x00", "")
	}
	return strings.TrimSpace(s)
}

// looksHeader reports whether a row can be one of names: nothing in it looks
// like a value.
func looksHeader(row []string) bool {
	words := 0
	for _, c := range row {
		c = clean(c)
		if emailShape.MatchString(c) || urlShape.MatchString(c) || phoneShape.MatchString(c) || dateShape.MatchString(c) || strings.Contains(c, "@") {
			return false
		}
		if c != "" {
			words++
		}
	}
	return words > 0
}
