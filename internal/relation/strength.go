package relation

import (
	"math"

	"entregent/internal/network"
)

// A Strength is what is kept of a tie to say how strong it is: the contact days
// of the last months, each weighted by its heaviest channel, and over how many
// months they are spread. The form is measured, the weights are judged.
type Strength struct {
	Before float64     `json:"s"` // weights of the days before the last, decayed to the last
	Last   float64     `json:"w"` // weight of the last day: its heaviest channel
	Day    network.Day `json:"d"` // the last day
	Months int         `json:"m"` // distinct blocks of 30 days with contact
}

// strengthHalfLife is in days.
const strengthHalfLife = 90

// Add counts a contact of weight w on a day not before the last. The weight of
// the last day is kept apart from the others, so that a heavier channel later
// the same day replaces it exactly.
func (s *Strength) Add(day network.Day, w float64) {
	if s.Months > 0 && day == s.Day {
		s.Last = math.Max(s.Last, w)
		return
	}
	if s.Months > 0 {
		s.Before = s.total(day)
	}
	if s.Months == 0 || block(day) != block(s.Day) {
		s.Months++
	}
	s.Day, s.Last = day, w
}

// At returns the strength on a day: ln(1+S) + 0.5·ln(M). It serves to compare
// ties and is never shown: nobody is given a number.
func (s Strength) At(day network.Day) float64 {
	if s.Months == 0 {
		return 0
	}
	return math.Log1p(s.total(day)) + 0.5*math.Log(float64(s.Months))
}

func (s Strength) total(day network.Day) float64 {
	age := math.Max(0, float64(int(day)-int(s.Day)))
	return (s.Before + s.Last) * math.Exp2(-age/strengthHalfLife)
}

// block numbers the spans of 30 days, also before 1970.
func block(d network.Day) int {
	b := int(d) / 30
	if d < 0 && d%30 != 0 {
		b--
	}
	return b
}
