package relation

import (
	"math"
	"slices"

	"entregent/internal/network"
)

// An Ego is what the drift model keeps of the keeper: how many ties were in
// contact on each day, and the sums of all ties' gaps.
//
// The decayed activities of the model are computed from the days when they are
// read, once for each day of reading, and not carried along: so contacts may
// be added, and taken away again, in any order, and the result is exactly that
// of a recomputation. An added contact of the newest day costs O(1).
type Ego struct {
	Days []DayCount `json:"days"` // ascending, none of them zero
	SumG LogDays    `json:"sum_g"`
	SumK int64      `json:"sum_k"`
}

// A DayCount says with how many people the keeper was in contact on a day.
type DayCount struct {
	Day network.Day `json:"d"`
	N   int         `json:"n"`
}

// Count adds n contacts to a day: one for each tie for which this is a new
// contact day, less one for each that lost it.
func (e *Ego) Count(day network.Day, n int) {
	i := len(e.Days)
	if i > 0 && e.Days[i-1].Day >= day {
		i, _ = slices.BinarySearchFunc(e.Days, day, func(c DayCount, d network.Day) int { return int(c.Day) - int(d) })
	}
	if i == len(e.Days) || e.Days[i].Day != day {
		e.Days = slices.Insert(e.Days, i, DayCount{Day: day})
	}
	if e.Days[i].N += n; e.Days[i].N <= 0 {
		e.Days = slices.Delete(e.Days, i, i+1)
	}
}

// LastBy returns the latest contact day with anybody, up to a day.
func (e *Ego) LastBy(day network.Day) (network.Day, bool) {
	for i := len(e.Days) - 1; i >= 0; i-- {
		if e.Days[i].Day <= day {
			return e.Days[i].Day, true
		}
	}
	return 0, false
}

// Replace puts the gaps of what a tie has become in the place of what it was.
// For a new tie, was is the zero Pulse.
func (e *Ego) Replace(was, now Pulse) {
	e.SumG += now.G - was.G
	e.SumK += int64(max(0, now.N-1) - max(0, was.N-1))
}

// Swap takes away the contact days of one tie as it was and adds those of what
// it has become; both ascending, either may be empty. It is Count and Replace
// for a tie that was built anew.
func (e *Ego) Swap(was, now []network.Day) {
	for _, d := range was {
		e.Count(d, -1)
	}
	for _, d := range now {
		e.Count(d, 1)
	}
	e.Replace(NewPulse(was), NewPulse(now))
}

// A Ground is what a tie is read against on one day: the keeper's own pace and
// activity.
type Ground struct {
	Day     network.Day
	Mu0     float64    // the keeper's typical log gap
	Q       [2]float64 // activity for each horizon: 0 as usual, below 0 quiet with everyone
	History int        // days since the keeper's first contact day; 0 without one
	Answers Rate       // how often the keeper's outreaches are answered, by anybody
	Learnt             // self-calibration
}

// At returns the ground of a day. Contacts of that day itself are not counted.
func (e *Ego) At(day network.Day) Ground {
	g := Ground{Day: day, Mu0: math.Log(7)}
	if e.SumK > 0 && e.SumG > 0 {
		g.Mu0 = e.SumG.Float() / float64(e.SumK)
	}
	var fast, slow [2]float64
	for _, c := range e.Days {
		if c.Day >= day {
			break
		}
		// One power serves the four half-lives 180, 60, 45 and 15 days.
		n, x := float64(c.N), math.Exp2(-float64(int(day)-int(c.Day))/180)
		x3 := x * x * x
		slow[H90] += n * x
		slow[H30] += n * x3
		fast[H90] += n * x3 * x
		fast[H30] += n * x3 * x3 * x3 * x3
	}
	for _, h := range Horizons {
		g.Q[h] = math.Log(fast[h]+0.02) - math.Log(slow[h]+0.02) + math.Log(4)
	}
	if len(e.Days) > 0 {
		g.History = max(0, int(day)-int(e.Days[0].Day))
	}
	return g
}
