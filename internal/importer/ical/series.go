package ical

import (
	"errors"
	"slices"
	"time"

	"entregent/internal/importer/ical/rrule"
)

// A Series is when an event takes place: once, or again and again.
type Series struct {
	Start  Moment
	Length Duration // from start to end, zero where there is none
	Rules  []rrule.Rule
	Dates  []Moment // RDATE
	Not    []rrule.Rule
	Except []Moment // EXDATE
	Before *Moment  // where another series takes over, nil where none does
}

// An Instance is one time that a series takes place.
type Instance struct {
	Start time.Time // in the zone of the series; midnight for a whole day
	End   time.Time
	Wall  rrule.Wall // of Start, as a clock on the wall shows it there
}

// ErrTooMany is the error of Instances for a series with more of them than
// allowed, or that took more work than allowed.
var ErrTooMany = errors.New("ical: too many instances")

// A Window bounds an expansion.
type Window struct {
	From, To time.Time      // both included
	Floating *time.Location // the zone of floating times and whole days
	Most     int            // instances
}

// Instances returns the times of the series within the window, in order. The
// first is always DTSTART, whether or not the rule names it (RFC 5545, 3.8.5.3),
// unless it is excepted. With ErrTooMany come the first ones.
func (s *Series) Instances(w Window, b *rrule.Budget) ([]Instance, error) {
	zone := s.Start.zone(w.Floating)
	from, to := rrule.WallOf(w.From, zone), rrule.WallOf(w.To, zone)
	not := s.excluded(zone, from, to, w.Most, b)
	if s.Before != nil {
		w.To = earliest(w.To, s.Before.In(zone).Add(-time.Second))
		to = rrule.WallOf(w.To, zone)
	}
	c := collector{zone: zone, from: w.From, to: w.To, not: not, days: s.Length.Days, seconds: s.Length.Seconds, most: w.Most}
	c.add(s.Start.Wall)
	for _, m := range s.Dates {
		c.add(wallIn(m, s.Start, zone))
	}
	for _, r := range s.Rules {
		last := r.Last(zone, s.Start.Date)
		if r.Count > 0 && !names(r, s.Start.Wall, last, b) {
			if r.Count--; r.Count == 0 { // DTSTART was the only one
				continue
			}
		}
		for at := range r.Between(s.Start.Wall, from, to, last, b) {
			if !c.add(at) {
				break
			}
		}
	}
	slices.SortStableFunc(c.out, func(a, b Instance) int { return a.Start.Compare(b.Start) })
	c.out = slices.CompactFunc(c.out, func(a, b Instance) bool { return a.Start.Equal(b.Start) })
	if c.full || b.Spent {
		return c.out, ErrTooMany
	}
	return c.out, nil
}

func earliest(a, b time.Time) time.Time {
	if a.Before(b) {
		return a
	}
	return b
}

// names reports whether a rule names its own start. Where it does not, DTSTART
// still counts for COUNT.
func names(r rrule.Rule, start, last rrule.Wall, b *rrule.Budget) bool {
	for range r.Between(start, start, start, last, b) {
		return true
	}
	return false
}

// wallIn returns a moment as the clock of a series shows it.
func wallIn(m, start Moment, zone *time.Location) rrule.Wall {
	if m.Date && !start.Date {
		return m.Wall + start.Wall - start.Wall.Midnight() // a day for a series of times: at its hour
	}
	if start.Date {
		return m.Wall.Midnight()
	}
	if m.Zone == nil {
		return m.Wall
	}
	return rrule.WallOf(m.In(zone), zone)
}

// excluded returns the times that EXDATE and EXRULE take out.
func (s *Series) excluded(zone *time.Location, from, to rrule.Wall, most int, b *rrule.Budget) map[rrule.Wall]bool {
	not := map[rrule.Wall]bool{}
	for _, m := range s.Except {
		not[wallIn(m, s.Start, zone)] = true
	}
	for _, r := range s.Not {
		n := 0
		for at := range r.Between(s.Start.Wall, from, to, r.Last(zone, s.Start.Date), b) {
			if not[at] = true; n >= most {
				break
			}
			n++
		}
	}
	return not
}

// A collector keeps the instances that lie in the window and are not excepted.
type collector struct {
	zone          *time.Location
	from, to      time.Time
	not           map[rrule.Wall]bool
	days, seconds int
	most          int
	out           []Instance
	full          bool
}

func (c *collector) add(w rrule.Wall) bool {
	at := w.In(c.zone)
	if c.not[w] || at.Before(c.from) || at.After(c.to) {
		return true
	}
	if len(c.out) >= c.most {
		c.full = true
		return false
	}
	c.out = append(c.out, Instance{Start: at, End: c.end(w, at), Wall: w})
	return true
}

// end adds the length: its days on the calendar, its hours on the clock that
// never changes.
func (c *collector) end(w rrule.Wall, at time.Time) time.Time {
	if c.days != 0 {
		at = (w + rrule.Wall(c.days)*86400).In(c.zone)
	}
	return at.Add(time.Duration(c.seconds) * time.Second)
}
