package mirror

import (
	"strconv"
	"strings"
	"time"

	"entregent/internal/network"
)

// A When is a time as a CV gives it: a year, or a month. Month 0 means that only
// the year is said, year 0 that nothing is.
type When struct {
	Year  int
	Month time.Month
}

// parseWhen reads 2015, 2015-01, 2015-01-31 or a moment; false for anything else
// that is not empty.
func parseWhen(s string) (When, bool) {
	s = strings.TrimSpace(s)
	if s == "" {
		return When{}, true
	}
	if len(s) > len(time.DateOnly) {
		s = s[:len(time.DateOnly)]
	}
	for _, layout := range []string{time.DateOnly, "2006-01", "2006"} {
		if t, err := time.Parse(layout, s); err == nil && t.Year() > 0 {
			if layout == "2006" {
				return When{Year: t.Year()}, true
			}
			return When{t.Year(), t.Month()}, true
		}
	}
	return When{}, false
}

// IsZero reports whether nothing is said.
func (w When) IsZero() bool { return w.Year == 0 }

// String writes it as 2015-01 or 2015.
func (w When) String() string {
	switch {
	case w.Year == 0:
		return ""
	case w.Month == 0:
		return strconv.Itoa(w.Year)
	}
	return time.Date(w.Year, w.Month, 1, 0, 0, 0, 0, time.UTC).Format("2006-01")
}

// same reports whether two times agree as far as both say: January 2015 and 2015
// do.
func (w When) same(o When) bool {
	return w.Year == o.Year && (w.Month == 0 || o.Month == 0 || w.Month == o.Month)
}

// first and last are the months it may begin and end with, counted from year 0.
func (w When) first() int { return w.Year*12 + max(int(w.Month)-1, 0) }

func (w When) last() int {
	if w.Month == 0 {
		return w.Year*12 + 11
	}
	return w.first()
}

func month(n int) When { return When{n / 12, time.Month(n%12 + 1)} }

func whenOf(d network.Day) When {
	date := d.Date()
	return When{date.Year, date.Month}
}

var utc = time.UTC

func dayStart(d network.Date) time.Time {
	return time.Date(d.Year, d.Month, d.Day, 0, 0, 0, 0, time.UTC)
}
