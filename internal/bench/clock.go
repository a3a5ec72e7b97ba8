package bench

import (
	"slices"
	"time"
)

// morning is when the invented networks are invented and read: always the same,
// so that two runs measure the same work.
func morning() time.Time { return time.Date(2026, time.September, 15, 8, 0, 0, 0, time.UTC) }

// times collects how long something took, each time.
type times []time.Duration

// take does something once more.
func (t *times) take(fn func() error) error {
	begun := time.Now()
	err := fn()
	*t = append(*t, time.Since(begun))
	return err
}

// median is the middle one, 0 of none.
func (t times) median() time.Duration { return t.at(0.5) }

// at returns the quantile q, between 0 and 1.
func (t times) at(q float64) time.Duration {
	if len(t) == 0 {
		return 0
	}
	s := slices.Sorted(slices.Values(t))
	return s[min(int(q*float64(len(s))), len(s)-1)]
}

func (t times) sum() (sum time.Duration) {
	for _, d := range t {
		sum += d
	}
	return sum
}

func ms(d time.Duration) float64 { return float64(d) / float64(time.Millisecond) }

// middle is the median of figures.
func middle(f []float64) float64 {
	if len(f) == 0 {
		return 0
	}
	return slices.Sorted(slices.Values(f))[len(f)/2]
}

// CPU is how many seconds the processors have worked for this process.
func CPU() float64 { return cpuTime().Seconds() }
