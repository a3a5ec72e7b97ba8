package relation

import (
	"time"

	"entregent/internal/network"
)

// MarkOn returns the mark that holds on a day: resting ends on the date it was
// set for.
func MarkOn(p network.Person, day network.Day) network.Mark {
	if p.Mark == network.Resting && !p.MarkUntil.IsZero() && !before(day.Date(), p.MarkUntil) {
		return network.NoMark
	}
	return p.Mark
}

func before(a, b network.Date) bool {
	switch {
	case a.Year != b.Year:
		return a.Year < b.Year
	case a.Month != b.Month:
		return a.Month < b.Month
	}
	return a.Day < b.Day
}

// NewProfile returns what a person's record says of the relation on a day. The
// favours are the caller's to add.
func NewProfile(p network.Person, day network.Day, zone *time.Location) Profile {
	out := Profile{
		InCircle: p.Circle != "", Slow: p.Slow, Rhythm: p.Rhythm, Word: p.StageWord,
		Unwatched: MarkOn(p, day) != network.NoMark,
	}
	if !p.Since.IsZero() {
		out.FirstSeen = network.DayOf(p.Since, zone)
	}
	var s Stage
	if p.Stage != "" && s.UnmarshalText([]byte(p.Stage)) == nil {
		out.Overruled = &s
	}
	return out
}
