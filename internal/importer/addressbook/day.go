package addressbook

import (
	"strconv"
	"strings"
	"time"
	"unicode"

	"entregent/internal/network"
)

// months are the beginnings of the names of months, folded, in English, French
// and German. The longer come first where one begins another.
var months = []struct {
	name  string
	month time.Month
}{
	{"janv", 1}, {"jan", 1}, {"fevr", 2}, {"fev", 2}, {"feb", 2}, {"mars", 3}, {"mar", 3}, {"maerz", 3}, {"avr", 4}, {"apr", 4},
	{"mai", 5}, {"may", 5}, {"juil", 7}, {"juin", 6}, {"jun", 6}, {"jul", 7}, {"aout", 8}, {"aug", 8}, {"sep", 9}, {"oct", 10},
	{"okt", 10}, {"nov", 11}, {"dec", 12}, {"dez", 12},
}

// ParseDay reads a day as people and programs write it: 2026-03-05,
// 20260305, --03-05, 5/3/2026, 5.3.26, 5 March 2026, March 5, 2026, 12 mars
// 2023, 8-Feb-23. DayFirst tells 5/3 from 3/5. Two digits of a year are the
// last such year not after now. The year 1604, which one program writes for
// none, is none.
func ParseDay(s string, dayFirst bool, now time.Time) (network.Date, bool) {
	s = strings.TrimSpace(s)
	if i := strings.IndexByte(s, 'T'); i > 0 && s[i-1] >= '0' && s[i-1] <= '9' {
		s = s[:i]
	}
	words := dayWords(s)
	for len(words) > 3 && strings.TrimLeft(words[len(words)-1], "0") == "" {
		words = words[:len(words)-1] // midnight
	}
	d, ok := assemble(words, strings.HasPrefix(s, "--"), dayFirst, now)
	if d.Year == 1604 {
		d.Year = 0
	}
	return d, ok && d.Valid()
}

// dayWords cuts s into its numbers and words.
func dayWords(s string) []string {
	return strings.FieldsFunc(s, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) })
}

func assemble(w []string, yearless, dayFirst bool, now time.Time) (d network.Date, ok bool) {
	if len(w) == 1 && len(w[0]) == 8 {
		w = []string{w[0][:4], w[0][4:6], w[0][6:]}
	}
	if len(w) == 1 && len(w[0]) == 4 && yearless {
		w = []string{w[0][:2], w[0][2:]}
	}
	if len(w) < 2 || len(w) > 3 {
		return d, false
	}
	for i, word := range w {
		if m, found := monthNamed(word); found {
			return around(w, i, m, now)
		}
	}
	n, ok := numbers(w)
	switch {
	case !ok:
		return d, false
	case len(w) == 2 && yearless:
		return network.Date{Month: time.Month(n[0]), Day: n[1]}, true
	case len(w) == 2:
		d.Day, d.Month = order(n[0], n[1], dayFirst)
		return d, true
	case len(w[0]) == 4:
		return network.Date{Year: n[0], Month: time.Month(n[1]), Day: n[2]}, true
	}
	d.Day, d.Month = order(n[0], n[1], dayFirst)
	d.Year = century(n[2], len(w[2]), now)
	return d, true
}

// order tells the day from the month, where the numbers leave a doubt by what
// is usual in the file.
func order(a, b int, dayFirst bool) (day int, month time.Month) {
	if a > 12 || dayFirst && b <= 12 {
		return a, time.Month(b)
	}
	return b, time.Month(a)
}

// around reads a date whose month, at i, is a word.
func around(w []string, i int, m time.Month, now time.Time) (network.Date, bool) {
	rest := append(append([]string(nil), w[:i]...), w[i+1:]...)
	rest[0] = strings.TrimRight(rest[0], "ersthnd") // 1er, 5th
	n, ok := numbers(rest)
	if !ok {
		return network.Date{}, false
	}
	d := network.Date{Month: m, Day: n[0]}
	if len(n) > 1 {
		d.Year = century(n[1], len(rest[1]), now)
		if len(rest[0]) == 4 {
			d.Year, d.Day = n[0], n[1]
		}
	}
	return d, true
}

// Month returns the month that a word names in English, French or German.
func Month(word string) (time.Month, bool) { return monthNamed(word) }

func monthNamed(word string) (time.Month, bool) {
	if word == "" || word[0] >= '0' && word[0] <= '9' {
		return 0, false
	}
	f := network.Fold(word)
	for _, m := range months {
		if strings.HasPrefix(f, m.name) && len(f) <= len("septembre") {
			return m.month, true
		}
	}
	return 0, false
}

func numbers(w []string) (n []int, ok bool) {
	for _, s := range w {
		i, err := strconv.Atoi(s)
		if err != nil || len(s) > 4 {
			return nil, false
		}
		n = append(n, i)
	}
	return n, true
}

func century(year, digits int, now time.Time) int {
	if digits > 2 {
		return year
	}
	c := now.Year() - now.Year()%100
	if year > now.Year()%100 {
		c -= 100
	}
	return c + year
}
