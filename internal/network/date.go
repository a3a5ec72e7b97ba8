package network

import (
	"fmt"
	"time"
)

// A Date is a day of the calendar. Year 0 means the year is not known, as in a
// birthday without one.
type Date struct {
	Year  int
	Month time.Month
	Day   int
}

// DateOf returns the day of t in t's own zone.
func DateOf(t time.Time) Date {
	y, m, d := t.Date()
	return Date{y, m, d}
}

// IsZero reports whether d is no day at all.
func (d Date) IsZero() bool { return d == Date{} }

// Valid reports whether the day exists. 29 February exists when the year is
// unknown.
func (d Date) Valid() bool {
	y := d.Year
	if y == 0 {
		y = 2000
	}
	if d.Month < 1 || d.Month > 12 || d.Day < 1 || y < 1 || y > 9999 {
		return false
	}
	return DateOf(time.Date(y, d.Month, d.Day, 0, 0, 0, 0, time.UTC)) == Date{y, d.Month, d.Day}
}

// String writes the day as 2026-03-05, or --03-05 when the year is unknown.
func (d Date) String() string {
	switch {
	case d.IsZero():
		return ""
	case d.Year == 0:
		return fmt.Sprintf("--%02d-%02d", d.Month, d.Day)
	}
	return fmt.Sprintf("%04d-%02d-%02d", d.Year, d.Month, d.Day)
}

// ParseDate reads what String wrote.
func ParseDate(s string) (Date, bool) {
	var d Date
	var n int
	if len(s) == 7 {
		n, _ = fmt.Sscanf(s, "--%02d-%02d", &d.Month, &d.Day)
		n++
	} else if len(s) == 10 {
		n, _ = fmt.Sscanf(s, "%04d-%02d-%02d", &d.Year, &d.Month, &d.Day)
	}
	return d, n == 3 && d.Valid() && d.String() == s
}

// MarshalText writes the date as String does.
func (d Date) MarshalText() ([]byte, error) { return []byte(d.String()), nil }

// UnmarshalText reads what MarshalText wrote.
func (d *Date) UnmarshalText(b []byte) error {
	if len(b) == 0 {
		*d = Date{}
		return nil
	}
	v, ok := ParseDate(string(b))
	if !ok {
		return fmt.Errorf("network: %q is not a date", b)
	}
	*d = v
	return nil
}

// A Day numbers the days of one keeper's calendar: days since 1 January 1970 in
// the keeper's time zone. The contact day, the unit of the relation model, is a
// Day on which the keeper and a person were in contact.
type Day int32

// DayOf returns the day of t in zone.
func DayOf(t time.Time, zone *time.Location) Day {
	y, m, d := t.In(zone).Date()
	u := time.Date(y, m, d, 0, 0, 0, 0, time.UTC).Unix()
	if u < 0 && u%86400 != 0 {
		return Day(u/86400) - 1
	}
	return Day(u / 86400)
}

// Date returns the calendar date of d.
func (d Day) Date() Date { return DateOf(time.Unix(int64(d)*86400, 0).UTC()) }

// Start returns the first instant of d in zone.
func (d Day) Start(zone *time.Location) time.Time {
	c := d.Date()
	return time.Date(c.Year, c.Month, c.Day, 0, 0, 0, 0, zone)
}
