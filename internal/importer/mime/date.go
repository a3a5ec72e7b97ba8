package mime

import (
	"strings"
	"time"
)

// ParseDate reads a date as mails carry it, in any order and layout that leaves
// no doubt: weekday or none, names of months in English and a few neighbours,
// two-digit years, ISO 8601, comments. A date without a zone is read in zone.
func ParseDate(s string, zone *time.Location) (time.Time, bool) {
	if len(s) > 200 {
		s = s[:200]
	}
	d := dateParts{year: -1, hour: -1, zone: zone}
	if !d.iso(strings.TrimSpace(s)) {
		for tok := range dateTokens(withoutComments(s)) {
			d.take(tok)
		}
		d.settle()
	}
	return d.time()
}

type dateParts struct {
	year, month, day int
	hour, min, sec   int
	pm, am           bool
	numbers          [3]int // numbers not yet placed
	widths           [3]int
	count            int
	zone             *time.Location
	offset           int
	hasOffset        bool
	early            bool // the month came before any number: it may have been a Tuesday ("mar.")
}

// withoutComments takes out what stands in parentheses.
func withoutComments(s string) string {
	if strings.IndexByte(s, '(') < 0 {
		return s
	}
	out := make([]byte, 0, len(s))
	depth := 0
	for _, c := range []byte(s) {
		switch {
		case c == '(':
			depth++
		case c == ')':
			depth = max(0, depth-1)
		case depth == 0:
			out = append(out, c)
		}
	}
	return string(out)
}

// dateTokens yields the pieces of s; a sign stays with its number only where it
// can be a zone.
func dateTokens(s string) func(yield func(string) bool) {
	return func(yield func(string) bool) {
		start := -1
		for i := 0; i <= len(s); i++ {
			c := byte(' ')
			if i < len(s) {
				c = s[i]
			}
			sign := (c == '+' || c == '-') && zoneAhead(s, i)
			if start >= 0 && (sign || !dateSign(c)) {
				if !yield(s[start:i]) {
					return
				}
				start = -1
			}
			if start < 0 && (sign || dateSign(c)) {
				start = i
			}
		}
	}
}

// dateSign tells the signs of a token; dots end one, but within a time they
// part it from its fraction, which nobody needs.
func dateSign(c byte) bool {
	return c == ':' || '0' <= c && c <= '9' || 'a' <= c|0x20 && c|0x20 <= 'z' || c >= 0x80
}

// zoneAhead reports whether a sign at i begins "+0200", "+02:00" or "+2".
func zoneAhead(s string, i int) bool {
	n := 0
	for i+1+n < len(s) && '0' <= s[i+1+n] && s[i+1+n] <= '9' {
		n++
	}
	if n == 4 {
		return i == 0 || s[i] == '+' || !isLetter(s[i-1]) || s[max(0, i-3):i] == "GMT" || s[max(0, i-3):i] == "UTC"
	}
	return s[i] == '+' && n > 0 || n == 2 && i+4 < len(s) && s[i+3] == ':' && i > 2 && isDigit(s[i-1]) && strings.IndexByte(s[:i], ':') >= 0
}

func isLetter(c byte) bool { return 'a' <= c|0x20 && c|0x20 <= 'z' }
func isDigit(c byte) bool  { return '0' <= c && c <= '9' }

// take finds the place of one token.
func (d *dateParts) take(tok string) {
	switch {
	case tok[0] == '+' || tok[0] == '-':
		d.takeOffset(tok)
	case strings.IndexByte(tok, ':') >= 0 && isDigit(tok[0]):
		d.takeClock(tok)
	case isDigit(tok[0]):
		d.takeNumber(tok)
	default:
		d.takeName(tok)
	}
}

// takeOffset reads +hhmm, +hh:mm or +h. Beyond 15 hours it is taken for none.
func (d *dateParts) takeOffset(tok string) {
	if d.hour < 0 {
		if tok[0] == '-' { // 12-05-2006: a dash, not a zone
			d.takeNumber(tok[1:])
		}
		return
	}
	n, digits := 0, 0
	for _, c := range []byte(tok[1:]) {
		if isDigit(c) && digits < 4 {
			n = n*10 + int(c-'0')
			digits++
		}
	}
	if digits <= 2 {
		n *= 100
	}
	off := n/100*3600 + n%100*60
	if off > 15*3600 {
		off = 0
	}
	if tok[0] == '-' {
		off = -off
	}
	d.offset, d.hasOffset = off, true
}

// takeClock reads h:m and h:m:s, with what sticks to it ("10:30pm").
func (d *dateParts) takeClock(tok string) {
	if d.hour >= 0 {
		return
	}
	var v [3]int
	i := 0
	for k := 0; k < 3 && i < len(tok) && isDigit(tok[i]); k++ {
		for ; i < len(tok) && isDigit(tok[i]); i++ {
			v[k] = min(v[k]*10+int(tok[i]-'0'), 1000)
		}
		if i < len(tok) && tok[i] == ':' {
			i++
		}
	}
	d.hour, d.min, d.sec = v[0], v[1], v[2]
	if i < len(tok) && isLetter(tok[i]) {
		d.takeName(tok[i:])
	}
}

func (d *dateParts) takeNumber(tok string) {
	n, w := 0, 0
	for w < len(tok) && isDigit(tok[w]) {
		n = min(n*10+int(tok[w]-'0'), 1_000_000)
		w++
	}
	switch {
	case w < len(tok) && d.count < 3 && isLetter(tok[w]) && w <= 2: // 3rd, 1er
		d.push(n, w)
		if m := monthOf(tok[w:]); m > 0 && d.month == 0 {
			d.month = m
		}
	case d.hour >= 0 && w == 3, w > 4: // a fraction of a second, an odd number
	default:
		d.push(n, w)
	}
}

func (d *dateParts) push(n, w int) {
	if d.count < 3 {
		d.numbers[d.count], d.widths[d.count] = n, w
		d.count++
	}
}

func (d *dateParts) takeName(tok string) {
	low := strings.ToLower(tok)
	switch low {
	case "am":
		d.am = true
		return
	case "pm":
		d.pm = true
		return
	}
	if off, ok := zoneNames[low]; ok && d.hour >= 0 && !d.hasOffset {
		d.offset, d.hasOffset = off*3600, true
		return
	}
	if m := monthOf(low); m > 0 && (d.month == 0 || d.early) {
		d.month, d.early = m, d.count == 0
	}
}

var zoneNames = map[string]int{"z": 0, "ut": 0, "utc": 0, "gmt": 0, "wet": 0, "bst": 1, "west": 1, "cet": 1, "met": 1, "mez": 1, "cest": 2, "mest": 2,
	"eet": 2, "eest": 3, "msk": 3, "est": -5, "edt": -4, "cst": -6, "cdt": -5, "mst": -7, "mdt": -6, "pst": -8, "pdt": -7, "jst": 9}

// monthOf knows a month by the first letters of its name, in English, French,
// German, Spanish, Italian.
func monthOf(s string) int {
	low := strings.ToLower(s)
	if len(low) < 3 {
		return 0
	}
	switch {
	case strings.HasPrefix(low, "juil"):
		return 7
	case strings.HasPrefix(low, "juin"):
		return 6
	case strings.HasPrefix(low, "fév"):
		return 2
	case strings.HasPrefix(low, "aoû"):
		return 8
	case strings.HasPrefix(low, "déc"):
		return 12
	case strings.HasPrefix(low, "mär"):
		return 3
	}
	switch low[:3] {
	case "jan", "ene", "gen":
		return 1
	case "feb", "fev":
		return 2
	case "mar":
		if strings.HasPrefix(low, "mard") || strings.HasPrefix(low, "mart") { // Tuesday
			return 0
		}
		return 3
	case "apr", "avr", "abr":
		return 4
	case "may", "mai", "mag":
		return 5
	case "jun", "giu":
		return 6
	case "jul", "lug":
		return 7
	case "aug", "aou", "ago":
		return 8
	case "sep", "set":
		return 9
	case "oct", "okt", "ott":
		return 10
	case "nov":
		return 11
	case "dec", "dez", "dic":
		return 12
	}
	return 0
}

// settle says which number is day, month and year.
func (d *dateParts) settle() {
	n, w := d.numbers, d.widths
	if d.month > 0 {
		switch {
		case d.count >= 2 && (w[0] >= 3 || n[0] > 31): // 2006 Jan 2
			d.year, d.day = fullYear(n[0], w[0]), n[1]
		case d.count >= 2:
			d.day, d.year = n[0], fullYear(n[1], w[1])
		}
		return
	}
	if d.count < 3 {
		return
	}
	switch {
	case w[0] == 4: // 2006/01/02
		d.year, d.month, d.day = n[0], n[1], n[2]
	case n[1] > 12 || (d.am || d.pm) && n[0] <= 12: // 1/31/06
		d.month, d.day, d.year = n[0], n[1], fullYear(n[2], w[2])
	default:
		d.day, d.month, d.year = n[0], n[1], fullYear(n[2], w[2])
	}
}

// fullYear reads two digits as RFC 5322 asks, and three as years since 1900.
func fullYear(n, width int) int {
	switch {
	case width <= 2 && n < 50:
		return 2000 + n
	case width <= 3 && n < 1000:
		return 1900 + n
	}
	return n
}

// iso reads 2006-01-02T15:04:05Z and its like.
func (d *dateParts) iso(s string) bool {
	if len(s) < 16 || s[4] != '-' || s[7] != '-' || (s[10] != 'T' && s[10] != ' ' && s[10] != 't') {
		return false
	}
	for _, layout := range []string{"2006-01-02T15:04:05Z07:00", "2006-01-02 15:04:05 -0700", "2006-01-02T15:04:05Z0700", "2006-01-02 15:04:05Z07:00"} {
		if t, err := time.Parse(layout, s); err == nil {
			d.set(t)
			return true
		}
	}
	return false
}

func (d *dateParts) set(t time.Time) {
	_, d.offset = t.Zone()
	d.hasOffset = true
	y, m, day := t.Date()
	d.year, d.month, d.day = y, int(m), day
	d.hour, d.min, d.sec = t.Clock()
}

func (d *dateParts) time() (time.Time, bool) {
	if d.hour < 0 {
		d.hour = 12 // only a day is said: noon keeps it that day in most zones
	}
	if d.pm && d.hour < 12 {
		d.hour += 12
	} else if d.am && d.hour == 12 {
		d.hour = 0
	}
	if d.year < 1 || d.year > 9999 || d.month < 1 || d.month > 12 || d.day < 1 || d.day > 31 || d.hour > 24 || d.min > 59 || d.sec > 60 {
		return time.Time{}, false
	}
	if !d.hasOffset && d.zone != nil {
		return time.Date(d.year, time.Month(d.month), d.day, d.hour, d.min, d.sec, 0, d.zone).UTC(), true
	}
	t := time.Date(d.year, time.Month(d.month), d.day, d.hour, d.min, d.sec, 0, time.UTC)
	return t.Add(-time.Duration(d.offset) * time.Second), true
}
