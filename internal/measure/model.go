package measure

import (
	"math"
	"slices"
)

// A model says of a row how much it expects silence: the greater, the more.
// Only those that are probabilities can be calibrated.
type model struct {
	name        string
	probability bool
	score       func(*row) float64
}

// models lists what is compared, what is shipped last: PULSE-tie while the
// keeper's history is short, PULSE on the other rows; before and after what a
// keeper's own forecasts have taught by then.
var models = []model{
	{"recency", false, (*row).since},
	{"frequency", false, func(r *row) float64 { return -float64(r.recent()) }},
	{"fixed cadence of 30 days", false, func(r *row) float64 { return boolean(r.since() > 30) }},
	{"days since ÷ own gap", false, func(r *row) float64 { return r.since() / r.medianGap() }},
	{"decay, half-life H/2", false, func(r *row) float64 { return -r.decayed(0.5) }},
	{"decay, half-life H", false, func(r *row) float64 { return -r.decayed(1) }},
	{"decay, half-life 2H", false, func(r *row) float64 { return -r.decayed(2) }},
	{"a published 0–10 score", false, func(r *row) float64 { return -r.publishedScore() }},
	{"PULSE-tie", true, func(r *row) float64 { return r.f.TieP }},
	{"PULSE", true, func(r *row) float64 { return r.f.P }},
	{shippedName, true, func(r *row) float64 { return r.f.Probability() }},
	{learntName, true, func(r *row) float64 { return r.learnt }},
}

func boolean(b bool) float64 {
	if b {
		return 1
	}
	return 0
}

// recent counts the contact days within the task's window before the cut-off.
func (r *row) recent() (n int) {
	for _, d := range r.days {
		if int(r.day-d) <= r.task.Within {
			n++
		}
	}
	return n
}

// medianGap is that of the days between contacts, at least one.
func (r *row) medianGap() float64 {
	gaps := make([]int, len(r.days)-1)
	for i := range gaps {
		gaps[i] = int(r.days[i+1] - r.days[i])
	}
	slices.Sort(gaps)
	n := len(gaps)
	return float64(gaps[n/2]+gaps[(n-1)/2]) / 2
}

// decayed sums the contact days, each halved with every so many horizons of age.
func (r *row) decayed(horizons float64) (sum float64) {
	for _, d := range r.days {
		sum += math.Exp2(-float64(r.day-d) / (horizons * float64(r.task.Horizon)))
	}
	return sum
}

// publishedScore is a relationship score from 0 to 10 as one product computes
// it: reciprocity, recency, frequency and tenure.
func (r *row) publishedScore() float64 {
	score := r.reciprocity() + r.heardLately() + r.oftenLately() + r.known()
	return min(10, score)
}

func (r *row) age(e event) float64 { return float64(r.day) - e.t }

func (r *row) reciprocity() float64 {
	var in, out float64
	for _, e := range r.events {
		w := 0.02
		switch age := r.age(e); {
		case age <= 365:
			w = 1
		case age <= 730:
			w = 0.05
		}
		if e.out {
			out += w
		} else {
			in += w
		}
	}
	if in == 0 {
		return 0
	}
	return math.RoundToEven(4 * min(in, out) / max(in, out))
}

func (r *row) heardLately() float64 {
	points := func(age float64) float64 {
		switch {
		case age <= 7:
			return 3
		case age <= 30:
			return 2
		case age <= 90:
			return 1
		}
		return 0
	}
	for _, e := range slices.Backward(r.events) {
		if !e.out {
			return points(r.age(e))
		}
	}
	return math.RoundToEven(points(r.age(r.events[len(r.events)-1])) / 2) // whole points, as in the other parts
}

func (r *row) oftenLately() float64 {
	var sum float64
	for _, e := range r.events {
		switch age := r.age(e); {
		case age <= 30:
			sum++
		case age <= 90:
			sum += 0.3
		case age <= 365:
			sum += 0.1
		case age <= 730:
			sum += 0.05
		}
	}
	switch {
	case sum >= 8:
		return 2
	case sum >= 3:
		return 1
	}
	return 0
}

func (r *row) known() float64 {
	n, years := len(r.events), r.age(r.events[0])/365
	switch {
	case n >= 50 && years >= 2:
		return 2
	case n >= 20 && years >= 1:
		return 1
	}
	return 0
}
