package relation

import (
	"math"
	"slices"
)

// Self-calibration: one number learnt from the keeper's own closed forecasts.
const (
	biasPrior  = 15 // how strongly the bias is held to 0
	biasMost   = 2
	biasRounds = 5
	// enoughClosed is the number of closed forecasts below which pages use words.
	enoughClosed = 50
)

// A Tally counts closed forecasts by what they said. It is bounded: two
// thousand entries at most.
type Tally []Tallied

// A Tallied counts the forecasts that said the same.
type Tallied struct {
	Z      LogOdds
	All    int
	Silent int // of them
}

// Add counts one forecast whose outcome is known.
func (t *Tally) Add(z LogOdds, silent bool) {
	i, found := slices.BinarySearchFunc(*t, z, func(x Tallied, z LogOdds) int { return int(x.Z) - int(z) })
	if !found {
		*t = slices.Insert(*t, i, Tallied{Z: z})
	}
	(*t)[i].All++
	if silent {
		(*t)[i].Silent++
	}
}

// Count returns how many forecasts are closed.
func (t Tally) Count() int {
	n := 0
	for _, x := range t {
		n += x.All
	}
	return n
}

// Enough reports whether so many forecasts are closed that percentages may be
// shown inside explanations; until then, words.
func (t Tally) Enough() bool { return t.Count() >= enoughClosed }

// Bias returns the number that, added to the log-odds of all forecasts, would
// have said best what came: the maximum of the log-likelihood less 15·b²/2, by
// five steps of Newton's, held within ±2. Without closed forecasts it is 0.
func (t Tally) Bias() float64 {
	b := 0.0
	for range biasRounds {
		slope, curve := -biasPrior*b, float64(biasPrior)
		for _, x := range t {
			p, n := sigmoid(x.Z.Float()+b), float64(x.All)
			slope += float64(x.Silent) - n*p
			curve += n * p * (1 - p)
		}
		b = min(max(b+slope/curve, -biasMost), biasMost)
	}
	return b
}

// A Bin sets what forecasts of like probability said beside what came: one
// point of a reliability chart. Low and High hold the true share with 95 %
// confidence (Wilson's interval), as far as forecasts are independent.
type Bin struct {
	Said   float64 `json:"said"`   // mean probability
	Came   float64 `json:"came"`   // share that fell silent
	Low    float64 `json:"low"`    // of the share
	High   float64 `json:"high"`   // of the share
	Count  int     `json:"count"`  // forecasts
	Silent int     `json:"silent"` // of them
}

// binCount is the number of bins, of equal width: a reader can then say "of
// those it gave 20 to 30 in 100".
const binCount = 10

// Reliability sets the closed forecasts, read with a bias, beside what came.
// With 0 it judges the model as measured, with Bias as used since; the latter
// learnt from these very outcomes. Bins without forecasts are left out.
func (t Tally) Reliability(bias float64) []Bin {
	var bins [binCount]Bin
	for _, x := range t {
		p := sigmoid(x.Z.Float() + bias)
		b := &bins[min(int(p*binCount), binCount-1)]
		b.Said += p * float64(x.All)
		b.Count += x.All
		b.Silent += x.Silent
	}
	out := make([]Bin, 0, binCount)
	for _, b := range bins {
		if b.Count > 0 {
			b.Said /= float64(b.Count)
			b.Came = float64(b.Silent) / float64(b.Count)
			b.Low, b.High = wilson(b.Silent, b.Count)
			out = append(out, b)
		}
	}
	return out
}

// wilson returns the 95 % interval of a share of which yes of all were seen.
func wilson(yes, all int) (low, high float64) {
	const z = 1.959964
	n, p := float64(all), float64(yes)/float64(all)
	middle := (p + z*z/(2*n)) / (1 + z*z/n)
	half := z / (1 + z*z/n) * math.Sqrt(p*(1-p)/n+z*z/(4*n*n))
	low, high = middle-half, middle+half
	if yes == 0 { // exactly, and not but for rounding
		low = 0
	}
	if yes == all {
		high = 1
	}
	return low, high
}
