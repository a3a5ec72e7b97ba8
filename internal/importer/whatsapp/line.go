package whatsapp

import (
	"strings"
	"time"
	"unicode/utf8"
)

// A stamp is the date and time before a line, in the order in which they stand
// there: which field is the day and which the month, the file decides.
type stamp struct {
	field      [3]int
	wide       bool // the first field has four digits: it is the year
	sep        byte // between the fields
	hour, min  int
	sec        int // -1 where the line has none
	twelve     bool
	bracketed  bool
	yearDigits int
}

// blank reports the spaces that stand in and around times.
func blank(r rune) bool { return r == ' ' || r == '\u00a0' || r == '\u202f' || r == '\t' }

func trimLeft(s string) string { return strings.TrimLeftFunc(s, blank) }

// head splits a line, clean of invisible marks, into its stamp and the rest. It
// is false for a line that goes on with the message before it.
func head(line string) (st stamp, rest string, ok bool) {
	if len(line) < 12 || len(line) > 0 && line[0] != '[' && (line[0] < '0' || line[0] > '9') {
		return st, "", false
	}
	s := line
	if s[0] == '[' {
		st.bracketed, s = true, s[1:]
	}
	if s, ok = st.date(s); !ok {
		return st, "", false
	}
	s, before := connective(s)
	if s, ok = st.clock(s); !ok {
		return st, "", false
	}
	half := before
	if h, after := halfDay(trimLeft(s)); h != 0 {
		half, s = h, after
	}
	if !st.half(half) {
		return st, "", false
	}
	rest, ok = st.end(s)
	return st, rest, ok
}

// date reads three numbers between the same signs.
func (st *stamp) date(s string) (string, bool) {
	for i := range 3 {
		n, digits := number(s, 4)
		if digits == 0 || digits == 3 || i == 1 && digits > 2 {
			return s, false
		}
		st.field[i], s = n, s[digits:]
		switch {
		case i == 0:
			st.wide = digits == 4
		case i == 2:
			st.yearDigits = digits
		}
		if i == 2 {
			break
		}
		if s == "" || s[0] != '/' && s[0] != '.' && s[0] != '-' {
			return s, false
		}
		st.sep, s = s[0], s[1:]
		if st.sep == '.' { // 2019. 1. 20.
			s = trimLeft(s)
		}
	}
	return s, !(st.wide && st.yearDigits == 4)
}

// number reads up to most digits.
func number(s string, most int) (n, digits int) {
	for digits < len(s) && digits < most && s[digits] >= '0' && s[digits] <= '9' {
		n = n*10 + int(s[digits]-'0')
		digits++
	}
	if digits < len(s) && s[digits] >= '0' && s[digits] <= '9' {
		return 0, 0
	}
	return n, digits
}

// connective skips what stands between date and time: a comma, "à", "klo",
// "um", and in the East the half of the day.
func connective(s string) (rest string, half rune) {
	for i, r := range s {
		if r >= '0' && r <= '9' {
			if i == 0 {
				return "", 0
			}
			between := strings.Trim(s[:i], "., \u00a0\u202f")
			switch between {
			case "上午", "午前", "오전":
				return s[i:], 'a'
			case "下午", "午後", "오후":
				return s[i:], 'p'
			}
			if utf8.RuneCountInString(between) > 6 {
				return "", 0
			}
			return s[i:], 0
		}
		if i > 24 || strings.ContainsRune("[]()<>:=/|", r) {
			break
		}
	}
	return "", 0
}

func (st *stamp) clock(s string) (string, bool) {
	h, d := number(s, 2)
	if d == 0 || len(s) <= d || s[d] != ':' && s[d] != '.' && s[d] != 'h' {
		return s, false
	}
	colon := s[d]
	s = s[d+1:]
	m, d := number(s, 2)
	if d != 2 || h > 24 || m > 59 {
		return s, false
	}
	st.hour, st.min, st.sec, s = h, m, -1, s[d:]
	if len(s) > 2 && s[0] == colon {
		if sec, d := number(s[1:], 2); d == 2 && sec < 61 {
			st.sec, s = sec, s[1+d:]
		}
	}
	return s, true
}

// halfDay reads AM, p. m. and their like.
func halfDay(s string) (half rune, rest string) {
	switch {
	case strings.HasPrefix(s, "ص"):
		return 'a', s[len("ص"):]
	case strings.HasPrefix(s, "م"):
		return 'p', s[len("م"):]
	case s == "" || s[0]|0x20 != 'a' && s[0]|0x20 != 'p':
		return 0, s
	}
	half = rune(s[0] | 0x20)
	rest = trimLeft(strings.TrimPrefix(s[1:], "."))
	if rest == "" || rest[0]|0x20 != 'm' {
		return 0, s
	}
	return half, strings.TrimPrefix(rest[1:], ".")
}

func (st *stamp) half(half rune) bool {
	if half == 0 {
		return st.hour < 24
	}
	st.twelve = true
	switch {
	case st.hour > 12: // a clock of 24 hours that says PM all the same
		return st.hour < 24
	case half == 'a':
		st.hour %= 12
	default:
		st.hour = st.hour%12 + 12
	}
	return true
}

// end reads what stands between time and author.
func (st *stamp) end(s string) (rest string, ok bool) {
	if st.bracketed {
		s = trimLeft(s)
		if s == "" || s[0] != ']' {
			return "", false
		}
		return trimLeft(s[1:]), true
	}
	if rest, ok = strings.CutPrefix(s, ": "); ok && st.sec >= 0 {
		return trimLeft(rest), true
	}
	t := trimLeft(s)
	for _, dash := range []string{"-", "–", "—"} {
		if rest, ok = strings.CutPrefix(t, dash); ok && len(t) < len(s) && (rest == "" || trimLeft(rest) != rest) {
			return trimLeft(rest), true
		}
	}
	return "", false
}

// author splits what follows the stamp into author and words. It is false for a
// line of the system, which has no author.
func author(rest string, known func(string) bool) (name, words string, ok bool) {
	for from := 0; ; {
		i := strings.IndexByte(rest[from:], ':')
		if i < 0 {
			return "", rest, false
		}
		i += from
		name = strings.TrimFunc(rest[:i], blank)
		if name == "" || utf8.RuneCountInString(name) > maxName || strings.ContainsAny(name, "\"“”«»„") {
			return "", rest, false // a quotation within a line of the system
		}
		words = rest[i+1:]
		if words == "" || trimLeft(words) != words || known(name) {
			return name, trimLeft(words), true
		}
		from = i + 1
	}
}

// maxName is the greatest length of an author's name, in characters.
const maxName = 100

// moment puts a stamp in time. It is false for a day that does not exist.
func (st *stamp) moment(o order, zone *time.Location) (time.Time, bool) {
	y, m, d := st.day(o)
	t := time.Date(y, time.Month(m), d, st.hour, st.min, max(st.sec, 0), 0, zone)
	return t, m >= 1 && m <= 12 && d >= 1 && t.Day() == d && y > 1999 && y < 10000
}

func (st *stamp) day(o order) (y, m, d int) {
	f := st.field
	switch {
	case st.wide || o == yearFirst:
		y, m, d = f[0], f[1], f[2]
	case o == monthFirst:
		y, m, d = f[2], f[0], f[1]
	default:
		y, m, d = f[2], f[1], f[0]
	}
	if y < 100 {
		y += 2000
	}
	return y, m, d
}
