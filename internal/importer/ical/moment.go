package ical

import (
	"errors"
	"strconv"
	"strings"
	"time"

	"entregent/internal/importer/ical/rrule"
)

// A Moment is a date or a time as a calendar writes it.
type Moment struct {
	Wall rrule.Wall
	Zone *time.Location // nil where it floats: the reader's own zone
	Date bool           // a whole day
}

// In returns the instant, floating times and days being read in zone.
func (m Moment) In(zone *time.Location) time.Time { return m.Wall.In(m.zone(zone)) }

func (m Moment) zone(floating *time.Location) *time.Location {
	if m.Zone == nil || m.Date {
		return floating
	}
	return m.Zone
}

// Moment reads one value of a property such as DTSTART. A zone that nobody
// knows leaves the time floating and is reported in unknown.
func (z *Zones) Moment(p *Property, value string) (m Moment, unknown string, err error) {
	at, date, utc, err := rrule.ParseTime(value)
	if err != nil {
		return Moment{}, "", err
	}
	m = Moment{Wall: at, Date: date || strings.EqualFold(p.Param("VALUE"), "DATE")}
	switch tzid := p.Param("TZID"); {
	case m.Date:
		m.Wall = at.Midnight()
	case utc:
		m.Zone = time.UTC
	default:
		var ok bool
		if m.Zone, ok = z.Find(tzid); !ok && strings.TrimSpace(tzid) != "" {
			unknown = tzid
		}
	}
	return m, unknown, nil
}

// Format writes the moment as the value of a property, with the TZID it needs,
// if any.
func (m Moment) Format() (value, tzid string) {
	t := m.Wall.Time()
	switch {
	case m.Date:
		return t.Format("20060102"), ""
	case m.Zone == nil:
		return t.Format("20060102T150405"), ""
	case m.Zone == time.UTC:
		return t.Format("20060102T150405Z"), ""
	}
	return t.Format("20060102T150405"), m.Zone.String()
}

// A Duration is a length of time. Days are of the calendar: the day after a
// change of clocks at the same hour.
type Duration struct {
	Days    int
	Seconds int
}

// MaxDuration is the longest duration read, in days: a century.
const MaxDuration = 36525

var errDuration = errors.New("ical: not a duration")

// ParseDuration reads a DURATION value such as P1DT2H or -PT15M.
func ParseDuration(s string) (Duration, error) {
	s = strings.ToUpper(strings.TrimSpace(s))
	sign := 1
	if s != "" && (s[0] == '-' || s[0] == '+') {
		if s[0] == '-' {
			sign = -1
		}
		s = s[1:]
	}
	rest, ok := strings.CutPrefix(s, "P")
	if !ok || rest == "" || rest == "T" {
		return Duration{}, errDuration
	}
	days, clock, _ := strings.Cut(rest, "T")
	d, err := sum(days, "WD", []int{7, 1}, MaxDuration)
	if err != nil {
		return Duration{}, err
	}
	c, err := sum(clock, "HMS", []int{3600, 60, 1}, MaxDuration*86400)
	return Duration{sign * d, sign * c}, err
}

// sum adds numbers that are each followed by a unit.
func sum(s, units string, sizes []int, most int) (total int, err error) {
	for s != "" {
		n := strings.IndexAny(s, units)
		if n <= 0 {
			return 0, errDuration
		}
		v, err := strconv.ParseUint(s[:n], 10, 32)
		size := sizes[strings.IndexByte(units, s[n])]
		if err != nil || int(v) > (most-total)/size {
			return 0, errDuration
		}
		total += int(v) * size
		s = s[n+1:]
	}
	return total, nil
}
