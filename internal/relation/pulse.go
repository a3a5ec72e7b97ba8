package relation

import (
	"math"

	"entregent/internal/network"
)

// A Horizon is one of the two spans of silence that PULSE foretells.
type Horizon int

// The horizons: silence for the next 30 days, for the next 90.
const (
	H30 Horizon = iota
	H90
)

// Horizons lists both, in the order of every [2] array of this package.
var Horizons = [2]Horizon{H30, H90}

// Days returns the length of the horizon in days.
func (h Horizon) Days() int { return [2]int{30, 90}[h] }

// halfLife is that of the recency-weighted count L: twice the horizon.
func (h Horizon) halfLife() float64 { return float64(2 * h.Days()) }

// LogDays is a sum of natural logarithms of numbers of days, in units of 2^-32.
// It is an integer so that sums do not depend on the order of their terms: the
// keeper's own sum can then be kept up to date by subtracting what a tie was
// and adding what it has become, and still equal a recomputation to the bit.
type LogDays int64

func logDays(days int) LogDays {
	return LogDays(math.Round(math.Log(float64(days)) * (1 << 32)))
}

// Float returns the sum as a number.
func (l LogDays) Float() float64 { return float64(l) / (1 << 32) }

// A Pulse is what the drift model keeps of one tie. The zero value is a tie
// without contact.
type Pulse struct {
	First network.Day `json:"first"` // first contact day
	Last  network.Day `json:"last"`  // latest contact day
	N     int         `json:"n"`     // contact days in all
	G     LogDays     `json:"g"`     // sum of ln of the gaps between contact days, in days
	L     [2]float64  `json:"l"`     // contact days weighted by recency, as of Last, for each horizon
}

// Add counts one more contact day. A day already counted as the last changes
// nothing; a day before the last is refused, and the pulse must be built anew.
func (p *Pulse) Add(day network.Day) bool {
	switch {
	case p.N == 0:
		*p = Pulse{First: day, Last: day, N: 1, L: [2]float64{1, 1}}
	case day < p.Last:
		return false
	case day > p.Last:
		gap := int(day) - int(p.Last)
		for _, h := range Horizons {
			p.L[h] = 1 + p.L[h]*math.Exp2(-float64(gap)/h.halfLife())
		}
		p.G += logDays(gap)
		p.N++
		p.Last = day
	}
	return true
}

// NewPulse builds the pulse of a tie from its contact days in ascending order.
func NewPulse(days []network.Day) Pulse {
	var p Pulse
	for _, d := range days {
		p.Add(d)
	}
	return p
}

// gap is the tie's typical number of days between contacts, shrunk towards the
// keeper's own mu0 (a mean of logarithms) as if two gaps of that length had
// been seen as well.
func (p Pulse) gap(mu0 float64) float64 {
	k := float64(p.N - 1)
	return math.Exp((p.G.Float() + 2*mu0) / (k + 2))
}

// A Forecast is what PULSE says of one tie over one horizon, with the terms it
// is made of, so that each figure can be explained.
type Forecast struct {
	Silence float64 // days since the last contact, at least 1
	L       float64 // contact days weighted by recency
	Gap     float64 // typical days between contacts
	Missed  float64 // contacts that would have taken place at the old pace
	Q       float64 // the keeper's own activity: 0 as usual, below 0 quiet with everyone
	Z       float64 // log-odds of silence, before self-calibration
	P       float64 // probability of silence over the horizon, with the keeper's own activity
	TieZ    float64 // the log-odds by the tie alone (PULSE-tie)
	TieP    float64 // its probability
	Drift   float64 // log-odds gained since the last contact
	Decides bool    // whether P is the one to go by, and not TieP
}

// Probability returns the one of the two probabilities that decides: PULSE-tie
// until the keeper has a history of twice the horizon.
func (f Forecast) Probability() float64 {
	if f.Decides {
		return f.P
	}
	return f.TieP
}

// logOdds returns those of the model that decides, before self-calibration.
func (f Forecast) logOdds() float64 {
	if f.Decides {
		return f.Z
	}
	return f.TieZ
}

// The weights of what silence adds.
const (
	driftMissed  = 1.425
	driftSilence = 0.477
)

// At foretells silence from the day of g on, over horizon h. Contacts of that
// day itself ought not to be in p; where they are, the tie is read as if they
// had been the day before. p must have at least one contact day.
func (p Pulse) At(g Ground, h Horizon) Forecast {
	return p.after(g, h, max(1, int(g.Day)-int(p.Last)))
}

// after foretells silence as of s days after the last contact, with the
// keeper's activity as g has it.
func (p Pulse) after(g Ground, h Horizon, s int) Forecast {
	f := Forecast{Silence: float64(s), L: p.L[h], Gap: p.gap(g.Mu0), Q: g.Q[h]}
	f.Missed = f.Silence * f.L * math.Ln2 / h.halfLife()
	missed, silence, l := math.Log1p(0.3*f.Missed), math.Log1p(f.Silence/f.Gap), math.Log(f.L)
	f.Drift = driftMissed*missed + driftSilence*silence
	f.Z = 1.143 - 1.499*l + f.Drift - 0.585*f.Q
	f.P = sigmoid(f.Z + g.Bias[h])
	f.TieZ = 1.097 - 1.583*l + 2.006*missed + 0.405*silence
	f.TieP = sigmoid(f.TieZ + g.Bias[h])
	f.Decides = g.History >= 2*h.Days()
	return f
}

func sigmoid(z float64) float64 { return 1 / (1 + math.Exp(-z)) }

func logit(p float64) float64 { return math.Log(p / (1 - p)) }
