// Package rrule knows the recurrence rules of calendars (RFC 5545, and SKIP of
// RFC 7529): what a rule says, and which days and hours it names.
//
// It counts in wall time, so that a weekly meeting stays at ten o'clock when
// the clocks change, and turns a wall time into an instant only at the end. It
// leaves out everything around a rule: events, exceptions, zones by name, other
// calendars than the Gregorian. Nothing here grows with the length of a rule's
// life: instances are made one at a time, against a budget of counted steps.
package rrule

import "time"

// A Wall is a date and time as a clock on the wall shows it, without a zone:
// seconds since 1970-01-01T00:00:00 on that same clock.
type Wall int64

const (
	secondsADay = 86400

	// Earliest and Latest bound the years a calendar can write, 1 to 9999.
	Earliest Wall = -719162 * secondsADay
	Latest   Wall = 2932897*secondsADay - 1
)

// WallAt returns the wall time of a date and a time of day, which may exceed
// their usual ranges as those of time.Date may.
func WallAt(year int, month time.Month, day, hour, minute, second int) Wall {
	return Wall(time.Date(year, month, day, hour, minute, second, 0, time.UTC).Unix())
}

// WallOf returns what a clock in zone shows at t.
func WallOf(t time.Time, zone *time.Location) Wall {
	return Wall(t.Unix() + int64(offsetAt(t.Unix(), zone)))
}

// Time returns the wall time as if the clock stood in UTC.
func (w Wall) Time() time.Time { return time.Unix(int64(w), 0).UTC() }

// Midnight returns the first second of the day of w.
func (w Wall) Midnight() Wall { return Wall(w.day() * secondsADay) }

// In returns the instant at which a clock in zone shows w. A time shown twice,
// when clocks go back, is the first one; a time that is never shown, when they
// go forward, is read with the offset that was valid before (RFC 5545, 3.3.5).
// time.Date does not promise either.
func (w Wall) In(zone *time.Location) time.Time {
	before := offsetAt(int64(w)-secondsADay, zone)
	after := offsetAt(int64(w)+secondsADay, zone)
	first := int64(w) - int64(before)
	if before != after && offsetAt(first, zone) != before {
		if second := int64(w) - int64(after); offsetAt(second, zone) == after {
			return time.Unix(second, 0).In(zone)
		}
	}
	return time.Unix(first, 0).In(zone)
}

func offsetAt(unix int64, zone *time.Location) int {
	_, off := time.Unix(unix, 0).In(zone).Zone()
	return off
}

// day returns the number of days since 1970-01-01.
func (w Wall) day() int64 { return floorDiv(int64(w), secondsADay) }

func floorDiv(a, b int64) int64 {
	q := a / b
	if a%b != 0 && (a < 0) != (b < 0) {
		q--
	}
	return q
}

func ceilDiv(a, b int64) int64 { return -floorDiv(-a, b) }

// dayOf returns the day number of a date of the Gregorian calendar.
func dayOf(year int64, month, day int) int64 {
	return int64(WallAt(int(year), time.Month(month), day, 0, 0, 0)) / secondsADay
}

func leap(year int64) bool { return year%4 == 0 && (year%100 != 0 || year%400 == 0) }

func yearLength(year int64) int {
	if leap(year) {
		return 366
	}
	return 365
}

func monthLength(year int64, month int) int {
	switch month {
	case 2:
		return yearLength(year) - 337
	case 4, 6, 9, 11:
		return 30
	}
	return 31
}

// weekdayOf returns 0 for Sunday to 6 for Saturday.
func weekdayOf(day int64) int { return int((day%7 + 11) % 7) }
