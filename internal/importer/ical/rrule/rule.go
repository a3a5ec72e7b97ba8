package rrule

import (
	"errors"
	"strconv"
	"strings"
	"time"
)

// A Freq is the unit in which a rule counts.
type Freq int

// The seven frequencies, the finest first.
const (
	Secondly Freq = iota
	Minutely
	Hourly
	Daily
	Weekly
	Monthly
	Yearly
)

var freqs = []string{"SECONDLY", "MINUTELY", "HOURLY", "DAILY", "WEEKLY", "MONTHLY", "YEARLY"}

// String returns the name of the frequency as rules write it.
func (f Freq) String() string { return freqs[f] }

// A Skip says what becomes of a date that does not exist, such as 30 February.
type Skip int

// The ways to skip. The zero value is that of RFC 5545: there is no instance.
const (
	Omit Skip = iota
	Backward
	Forward
)

// A Rule is one RRULE, understood. Its lists of BY parts are kept as sets of
// bits, so that looking a day up costs the same whatever the rule's length.
type Rule struct {
	Freq     Freq
	Interval int64
	Count    int64 // 0 where the rule does not count
	Skip     Skip
	WeekFrom time.Weekday

	until   until
	months  uint16
	weeks   signed // week numbers
	days    signed // days of the year
	dates   signed // days of the month
	week    uint8  // weekdays without ordinal
	nth     [7]signed
	ordinal bool // nth is used
	hours   []int
	minutes []int
	seconds []int
	setPos  []int
}

// An until is the last moment a rule may reach.
type until struct {
	set  bool
	date bool // the whole of that day
	utc  bool
	at   Wall
}

// An Error says which part of a rule could not be accepted.
type Error struct {
	Part  string // "FREQ", "BYDAY"…
	Value string // as written
}

func (e *Error) Error() string { return "rrule: " + e.Part + "=" + e.Value }

// MaxInterval is the greatest INTERVAL accepted.
const MaxInterval = 1_000_000_000

// Parse reads the value of an RRULE property. What it cannot accept it refuses
// with an *Error naming the part: unknown or repeated parts, numbers out of
// range, and the combinations that RFC 5545 forbids. COUNT beside UNTIL is
// accepted, although forbidden: then both hold.
func Parse(s string) (Rule, error) {
	r := Rule{Freq: -1, Interval: 1, WeekFrom: time.Monday}
	seen := map[string]bool{}
	for len(s) > 0 {
		var part string
		part, s, _ = strings.Cut(s, ";")
		name, value, ok := strings.Cut(part, "=")
		name = strings.ToUpper(strings.TrimSpace(name))
		value = strings.ToUpper(strings.TrimSpace(value))
		if name == "" && !ok {
			continue // a semicolon too many, which some programs write
		}
		if strings.HasPrefix(name, "X-") {
			continue
		}
		set := setters[name]
		if set == nil || seen[name] || !set(&r, value) {
			return Rule{}, &Error{name, value}
		}
		seen[name] = true
	}
	return r, r.check(seen)
}

// setters is what each part of a rule does to it; false refuses the value.
var setters = map[string]func(*Rule, string) bool{
	"FREQ":       func(r *Rule, v string) bool { r.Freq = Freq(indexOf(freqs, v)); return r.Freq >= 0 },
	"INTERVAL":   func(r *Rule, v string) (ok bool) { r.Interval, ok = number(v, 1, MaxInterval); return ok },
	"COUNT":      func(r *Rule, v string) (ok bool) { r.Count, ok = number(v, 1, 1<<40); return ok },
	"UNTIL":      (*Rule).setUntil,
	"WKST":       (*Rule).setWeekFrom,
	"RSCALE":     func(_ *Rule, v string) bool { return v == "GREGORIAN" },
	"SKIP":       func(r *Rule, v string) bool { r.Skip = Skip(indexOf(skips, v)); return r.Skip >= 0 },
	"BYMONTH":    (*Rule).setMonths,
	"BYWEEKNO":   func(r *Rule, v string) bool { return r.weeks.parse(v, 53) },
	"BYYEARDAY":  func(r *Rule, v string) bool { return r.days.parse(v, 366) },
	"BYMONTHDAY": func(r *Rule, v string) bool { return r.dates.parse(v, 31) },
	"BYDAY":      (*Rule).setDays,
	"BYHOUR":     func(r *Rule, v string) (ok bool) { r.hours, ok = times(v, 23); return ok },
	"BYMINUTE":   func(r *Rule, v string) (ok bool) { r.minutes, ok = times(v, 59); return ok },
	"BYSECOND":   func(r *Rule, v string) (ok bool) { r.seconds, ok = times(v, 60); return ok },
	"BYSETPOS":   (*Rule).setPositions,
}

var (
	skips    = []string{"OMIT", "BACKWARD", "FORWARD"}
	weekdays = []string{"SU", "MO", "TU", "WE", "TH", "FR", "SA"}
)

// check refuses the combinations that have no meaning.
func (r *Rule) check(seen map[string]bool) error {
	if r.Freq < 0 {
		return &Error{"FREQ", ""}
	}
	fine := r.Freq < Daily
	for _, c := range []struct {
		part string
		bad  bool
	}{
		{"BYWEEKNO", r.weeks.any && r.Freq != Yearly},
		{"BYYEARDAY", r.days.any && r.Freq != Yearly && !fine},
		{"BYMONTHDAY", r.dates.any && r.Freq == Weekly},
		{"BYDAY", r.ordinal && r.Freq != Yearly && r.Freq != Monthly},
		{"BYDAY", r.ordinal && r.weeks.any},
		{"BYSETPOS", len(r.setPos) > 0 && !hasBy(seen)},
	} {
		if c.bad {
			return &Error{c.part, "FREQ=" + r.Freq.String()}
		}
	}
	return nil
}

func hasBy(seen map[string]bool) bool {
	for name := range seen {
		if strings.HasPrefix(name, "BY") && name != "BYSETPOS" {
			return true
		}
	}
	return false
}

func (r *Rule) setWeekFrom(v string) bool {
	i := indexOf(weekdays, v)
	r.WeekFrom = time.Weekday(max(i, 0))
	return i >= 0
}

func (r *Rule) setMonths(v string) bool {
	return each(v, func(s string) bool {
		n, ok := number(s, 1, 12)
		r.months |= 1 << n
		return ok
	})
}

func (r *Rule) setDays(v string) bool {
	return each(v, func(s string) bool {
		if len(s) < 2 {
			return false
		}
		day := indexOf(weekdays, s[len(s)-2:])
		if day < 0 {
			return false
		}
		if len(s) == 2 {
			r.week |= 1 << day
			return true
		}
		r.ordinal = true
		return r.nth[day].parse(s[:len(s)-2], 53)
	})
}

func (r *Rule) setPositions(v string) bool {
	var all signed
	if !all.parse(v, 366) {
		return false
	}
	for n := 1; n <= 366; n++ {
		if all.has(n) {
			r.setPos = append(r.setPos, n)
		}
		if all.has(-n) {
			r.setPos = append(r.setPos, -n)
		}
	}
	return true
}

func (r *Rule) setUntil(v string) bool {
	if _, after, ok := strings.Cut(v, ":"); ok {
		v = after // UNTIL=TZID=Europe/Paris:20240101T000000, seen in old files
	}
	at, date, utc, err := ParseTime(v)
	r.until = until{set: true, date: date, utc: utc, at: at}
	return err == nil
}

// Last returns the last wall time the rule may reach for an event in zone;
// allDay events are compared by date.
func (r *Rule) Last(zone *time.Location, allDay bool) Wall {
	u := r.until
	switch {
	case !u.set:
		return Latest
	case u.date, allDay:
		return u.at.Midnight() + secondsADay - 1
	case u.utc:
		return WallOf(time.Unix(int64(u.at), 0), zone)
	}
	return u.at
}

// AllDay returns the rule as it holds for an event that lasts whole days, where
// times of day mean nothing. A rule that counts hours has no such form.
func (r Rule) AllDay() (Rule, error) {
	if r.Freq < Daily {
		return r, &Error{"FREQ", r.Freq.String()}
	}
	r.hours, r.minutes, r.seconds = nil, nil, nil
	return r, nil
}

// A signed is a set of numbers that count from the beginning or, negative, from
// the end.
type signed struct {
	any      bool
	pos, neg [6]uint64
}

func (s *signed) has(n int) bool {
	if n < 0 {
		return s.neg[-n>>6]&(1<<(-n&63)) != 0
	}
	return s.pos[n>>6]&(1<<(n&63)) != 0
}

// parse adds the numbers of a list, each at most limit from either end.
func (s *signed) parse(list string, limit int64) bool {
	s.any = true
	return each(list, func(v string) bool {
		n, ok := number(v, -limit, limit)
		switch {
		case !ok || n == 0:
			return false
		case n < 0:
			s.neg[-n>>6] |= 1 << (-n & 63)
		default:
			s.pos[n>>6] |= 1 << (n & 63)
		}
		return true
	})
}

// times reads a list of hours, minutes or seconds into ascending order. The
// 60th second is read as the 59th: no clock here shows it.
func times(list string, limit int64) ([]int, bool) {
	var set uint64
	ok := each(list, func(v string) bool {
		n, ok := number(v, 0, limit)
		set |= 1 << min(n, 59)
		return ok
	})
	var out []int
	for n := range 60 {
		if set&(1<<n) != 0 {
			out = append(out, n)
		}
	}
	return out, ok
}

func each(list string, f func(string) bool) bool {
	for more := true; more; {
		var v string
		v, list, more = strings.Cut(list, ",")
		if !f(strings.TrimSpace(v)) {
			return false
		}
	}
	return true
}

func number(s string, low, high int64) (int64, bool) {
	n, err := strconv.ParseInt(s, 10, 64)
	if err != nil || n < low || n > high {
		return 0, false
	}
	return n, true
}

func indexOf(list []string, s string) int {
	for i, v := range list {
		if v == s {
			return i
		}
	}
	return -1
}

// ErrTime is the error of ParseTime.
var ErrTime = errors.New("rrule: not a date or time")

// ParseTime reads a DATE or DATE-TIME value: 20240308, 20240308T101500, with a
// Z for UTC. It also takes what careless writers make of it: dashes and colons,
// missing seconds, 24:00, and the leap second, read as the one before.
func ParseTime(s string) (at Wall, date, utc bool, err error) {
	s = strings.ToUpper(strings.TrimSpace(s))
	if len(s) > 40 {
		return 0, false, false, ErrTime
	}
	s, utc = strings.CutSuffix(s, "Z")
	day, clock, timed := strings.Cut(s, "T")
	if !timed {
		day, clock, timed = strings.Cut(s, " ")
	}
	day = strings.ReplaceAll(day, "-", "")
	clock = strings.ReplaceAll(clock, ":", "")
	y, m, d, ok := digits(day, 8)
	if !ok || y < 1 || m < 1 || m > 12 || d < 1 || d > monthLength(int64(y), m) {
		return 0, false, false, ErrTime
	}
	if !timed || clock == "" {
		return WallAt(y, time.Month(m), d, 0, 0, 0), true, utc, nil
	}
	if len(clock) == 4 {
		clock += "00"
	}
	hh, mm, ss, ok := digits(clock, 6)
	if !ok || hh > 24 || mm > 59 || ss > 60 || hh == 24 && mm+ss > 0 {
		return 0, false, false, ErrTime
	}
	return WallAt(y, time.Month(m), d, hh, mm, min(ss, 59)), false, utc, nil
}

// digits splits n digits into the last two, the two before and the rest.
func digits(s string, n int) (a, b, c int, ok bool) {
	if len(s) != n {
		return 0, 0, 0, false
	}
	v, err := strconv.ParseUint(s, 10, 32)
	if err != nil {
		return 0, 0, 0, false
	}
	return int(v / 10000), int(v / 100 % 100), int(v % 100), true
}
