package capture

import (
	"strconv"
	"strings"
	"time"

	"entregent/internal/network"
)

// numeric reads "12/03", "12/03/2026", "3.3.26" and "2026-03-12". The day comes
// first unless it cannot.
func (r *reader) numeric(i int) (when, bool) {
	f := r.fold(i)
	if d, ok := network.ParseDate(f); ok && d.Year > 0 {
		return when{from: i, to: i + 1, past: d, next: d, ahead: after(d, r.today)}, true
	}
	parts := strings.FieldsFunc(f, func(c rune) bool { return c == '/' || c == '.' })
	if len(parts) < 2 || len(parts) > 3 || strings.ContainsRune(f, '.') && len(parts) < 3 {
		return when{}, false
	}
	var n [3]int
	for k, p := range parts {
		v, err := strconv.Atoi(p)
		if err != nil {
			return when{}, false
		}
		n[k] = v
	}
	if n[1] > 12 && n[0] <= 12 {
		n[0], n[1] = n[1], n[0]
	}
	if n[1] < 1 || n[1] > 12 || n[0] < 1 || n[0] > 31 {
		return when{}, false
	}
	if len(parts) == 2 {
		return r.dated(i, i+1, n[0], time.Month(n[1]))
	}
	if n[2] < 100 {
		n[2] += 2000
	}
	d := network.Date{Year: n[2], Month: time.Month(n[1]), Day: n[0]}
	return when{from: i, to: i + 1, past: d, next: d, ahead: after(d, r.today)}, d.Valid()
}

// hourOfDay reads "14h30", "à 18h", "at 6pm", "10:30". It names no day, and is
// read so that it is not taken for anything else.
func (r *reader) hourOfDay(i int) (when, bool) {
	k := i
	lead := r.fold(k)
	if lead == "a" || lead == "at" || lead == "vers" || lead == "around" {
		k++
	}
	if k >= len(r.tokens) || !r.tokens[k].number {
		return when{}, false
	}
	f := r.fold(k)
	to := k + 1
	switch {
	case clock(f):
	case r.fold(to) == "h" || r.fold(to) == "pm" || r.fold(to) == "am" || r.fold(to) == "heures":
		to++
	case lead == "at" && len(f) <= 2: // "at 10"
	default:
		return when{}, false
	}
	return when{from: i, to: to, hour: true}, true
}

// clock reports whether f is a time of day: 14h, 14h30, 6pm, 10:30.
func clock(f string) bool {
	digits := strings.TrimLeft(f, "0123456789")
	n, err := strconv.Atoi(f[:len(f)-len(digits)])
	if err != nil || n > 24 || digits == "" {
		return false
	}
	if digits == "am" || digits == "pm" || digits == "h" {
		return true
	}
	rest := digits[1:]
	if digits[0] != 'h' && digits[0] != ':' || len(rest) < 2 {
		return false
	}
	m, err := strconv.Atoi(rest[:2])
	return err == nil && m < 60 && (len(rest) == 2 || rest[2:] == "am" || rest[2:] == "pm")
}
