package relation

import "entregent/internal/network"

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
