package relation

import (
	"math"
	"sort"
)

// The date rule (judged): a tie is due when silence has added this much to the
// log-odds, or when the 90-day probability of silence has reached this much.
const (
	dueDrift       = 1.0
	dueProbability = 0.30
)

// longestWait bounds the search for a due date, in days: beyond some eleven
// years the date means nothing.
const longestWait = 4096

// Due returns after how many days of silence, counted from the last contact,
// the tie comes due: the first on which the date rule holds, never before its
// own typical gap. The keeper's activity is held at that of g, for with a
// running one the probability could fall again and a bisection would be wrong.
//
// The rule reads the full model from the first day on, also where PULSE-tie
// gives the probability that is shown: in a young log everything is recent, and
// the activity term keeps such a book from crying wolf.
func (p Pulse) Due(g Ground) int {
	from := int(math.Ceil(math.Min(p.gap(g.Mu0), longestWait)))
	from = max(1, from)
	return from + sort.Search(longestWait, func(i int) bool {
		f := p.after(g, H90, from+i)
		return f.Drift >= dueDrift || f.P >= dueProbability
	})
}

// attention is how much a tie that is due deserves to be shown before others:
// the strong ones that are about to fall silent first.
func (f Forecast) attention() float64 {
	return math.Sqrt(math.Log1p(f.L)) * f.Probability()
}

// A Band is a probability of silence in words, for pages.
type Band string

// The bands.
const (
	Unknown Band = ""        // too little history
	Steady  Band = "steady"  // below 0.3
	Unclear Band = "unclear" // to 0.7
	Falling Band = "falling" // above: likely to fall silent
)

// BandOf puts a 90-day probability into words.
func BandOf(p float64) Band {
	switch {
	case p < 0.3:
		return Steady
	case p <= 0.7:
		return Unclear
	}
	return Falling
}
