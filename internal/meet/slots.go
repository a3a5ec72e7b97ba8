package meet

import (
	"slices"
	"time"

	"entregent/internal/network"
)

// Hours are the days and hours at which the keeper sees people.
type Hours struct {
	Days  []time.Weekday
	From  int // minutes after midnight
	Until int // up to 1440: the end of the day
}

// WorkHours are those of most: Monday to Friday, nine to half past six.
var WorkHours = Hours{Days: []time.Weekday{time.Monday, time.Tuesday, time.Wednesday, time.Thursday, time.Friday}, From: 9 * 60, Until: 18*60 + 30}

// A Busy is a time at which the keeper is taken. A whole day is one from midnight
// to midnight in their zone.
type Busy struct{ From, Until time.Time }

// A Slot is a time to propose.
type Slot struct{ From, Until time.Time }

// A SlotAsk says which slots are sought.
type SlotAsk struct {
	Zone   *time.Location
	Hours  Hours
	Busy   []Busy    // in any order
	After  time.Time // none begins before
	First  network.Day
	Last   network.Day // of the days to look at
	Length time.Duration
	Way    time.Duration // to be left free before and after, to get there
	Most   int
	// OneDay says that all lie on one day, or may; otherwise each lies on another
	// day and at another time of day, so that one of them is likely to suit.
	OneDay bool
}

// hoursOfDay are the times of day that are proposed, in minutes after midnight:
// mid-morning, late afternoon and early afternoon, each with what comes next to
// it. A slot is sought from each in turn. Noon is left to meals.
var hoursOfDay = [][]int{
	{10 * 60, 10*60 + 30, 9*60 + 30, 9 * 60, 11 * 60, 8*60 + 30},
	{16 * 60, 16*60 + 30, 17 * 60, 15*60 + 30, 17*60 + 30, 18 * 60},
	{14*60 + 30, 14 * 60, 15 * 60, 13*60 + 30},
}

// Slots finds times to propose. Where working hours leave none of the usual times
// of day, any half hour within them is one.
func Slots(ask SlotAsk) []Slot {
	var out []Slot
	turn := 0
	for d := ask.First; d <= ask.Last && len(out) < ask.Most; d++ {
		for len(out) < ask.Most {
			s, ok := ask.on(d, turn, out)
			if !ok {
				break
			}
			out = append(out, s)
			turn++
			if !ask.OneDay {
				break
			}
		}
	}
	slices.SortFunc(out, func(a, b Slot) int { return a.From.Compare(b.From) })
	return out
}

// on finds one slot on a day, at the time of day whose turn it is, else at
// another.
func (ask SlotAsk) on(d network.Day, turn int, taken []Slot) (Slot, bool) {
	if !slices.Contains(ask.Hours.Days, weekday(d)) {
		return Slot{}, false
	}
	for i := range hoursOfDay {
		for _, m := range hoursOfDay[(turn+i)%len(hoursOfDay)] {
			if s, ok := ask.at(d, m, taken); ok {
				return s, true
			}
		}
	}
	for m := ask.Hours.From; m < ask.Hours.Until; m += 30 {
		if noon := m >= 12*60 && m < 14*60 && ask.Hours.From < 12*60; noon {
			continue
		}
		if s, ok := ask.at(d, m, taken); ok {
			return s, true
		}
	}
	return Slot{}, false
}

// at returns the slot that begins at a minute of a day, if it is free and within
// the hours.
func (ask SlotAsk) at(d network.Day, minute int, taken []Slot) (Slot, bool) {
	from, ok := clock(d, minute, ask.Zone)
	end, ok2 := clock(d, ask.Hours.Until, ask.Zone)
	s := Slot{from, from.Add(ask.Length)}
	if !ok || !ok2 || minute < ask.Hours.From || s.Until.After(end) || from.Before(ask.After) {
		return s, false
	}
	for _, b := range ask.Busy {
		if b.From.Before(s.Until.Add(ask.Way)) && b.Until.After(s.From.Add(-ask.Way)) {
			return s, false
		}
	}
	for _, t := range taken {
		if t.From.Before(s.Until.Add(ask.Way)) && t.Until.After(s.From.Add(-ask.Way)) {
			return s, false
		}
	}
	return s, true
}

// clock returns the instant at which the clock on the wall shows a minute of a
// day; false where it never does, in the hour that is left out in spring.
func clock(d network.Day, minute int, zone *time.Location) (time.Time, bool) {
	on := d.Date()
	t := time.Date(on.Year, on.Month, on.Day, 0, minute, 0, 0, zone)
	shown := t.In(zone)
	return t, (shown.Hour()*60 + shown.Minute()) == minute%1440
}

func weekday(d network.Day) time.Weekday {
	on := d.Date()
	return time.Date(on.Year, on.Month, on.Day, 12, 0, 0, 0, time.UTC).Weekday()
}
