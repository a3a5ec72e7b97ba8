package measure

import (
	"cmp"
	"math"
	"math/rand/v2"
	"slices"
)

// A ranking is the rows of a task in the order of one model's score, the
// greatest first. Rows of equal score share a group.
type ranking struct {
	order []int // row numbers
	ends  []int // where each group ends
}

func rank(score []float64) ranking {
	r := ranking{order: make([]int, len(score))}
	for i := range r.order {
		r.order[i] = i
	}
	slices.SortStableFunc(r.order, func(a, b int) int { return cmp.Compare(score[b], score[a]) })
	for i := range r.order {
		if i+1 == len(r.order) || score[r.order[i]] != score[r.order[i+1]] {
			r.ends = append(r.ends, i+1)
		}
	}
	return r
}

// auc is the chance that a silent row is ranked before one that is not, rows of
// equal score counting half; weight says how often each row counts.
func (r ranking) auc(silent []bool, weight func(int) float64) float64 {
	var pos, neg, won float64
	start := 0
	for _, end := range r.ends {
		var p, n float64
		for _, i := range r.order[start:end] {
			if w := weight(i); silent[i] {
				p += w
			} else {
				n += w
			}
		}
		won += n * (pos + p/2)
		pos, neg, start = pos+p, neg+n, end
	}
	return won / (pos * neg)
}

// precision is the average precision, silence being what is looked for.
func (r ranking) precision(silent []bool) float64 {
	var seen, found, sum float64
	start := 0
	for _, end := range r.ends {
		var p float64
		for _, i := range r.order[start:end] {
			p += boolean(silent[i])
		}
		seen, found, start = float64(end), found+p, end
		sum += p * found / seen
	}
	return sum / found
}

// A Calibration says how far a probability can be taken at its word.
type Calibration struct {
	Brier   float64 `json:"brier"`
	LogLoss float64 `json:"log_loss"` // probabilities held 1e-4 from 0 and 1
	ECE     float64 `json:"ece"`      // in ten bins of equal size
}

func calibrate(p []float64, silent []bool) *Calibration {
	var c Calibration
	for i := range p {
		y := boolean(silent[i])
		c.Brier += (p[i] - y) * (p[i] - y)
		q := min(max(p[i], 1e-4), 1-1e-4)
		c.LogLoss -= y*math.Log(q) + (1-y)*math.Log(1-q)
	}
	n := float64(len(p))
	c.Brier, c.LogLoss = c.Brier/n, c.LogLoss/n
	order := rank(p).order
	const bins = 10
	for b := range bins {
		var said, was float64
		for _, i := range order[b*len(order)/bins : (b+1)*len(order)/bins] {
			said += p[i]
			was += boolean(silent[i])
		}
		c.ECE += math.Abs(said-was) / n
	}
	return &c
}

// What a person feels: three warnings among the ties that matter most.
const (
	matter   = 15 // ties of an ego, by strength
	least    = 6  // of them, for the day to count
	warnings = 3
)

// A Warned says what three warnings a day are worth.
type Warned struct {
	Recall float64 `json:"recall_at_3"` // share of the ties about to fall silent that are among them
	Nag    float64 `json:"nag_rate"`    // share of the warnings that were not needed
	Days   int     `json:"days"`        // days of an ego that were looked at; without one, both shares are 0
}

// warn looks at each ego's strongest ties on each day. Rows of one ego and day
// stand together.
func warn(rows []row, score []float64) Warned {
	var w Warned
	for start := 0; start < len(rows); {
		end := start
		for end < len(rows) && rows[end].ego == rows[start].ego && rows[end].day == rows[start].day {
			end++
		}
		if hits, silent, ok := desk(rows, score, start, end); ok {
			w.Recall += hits / silent
			w.Nag += 1 - hits/warnings
			w.Days++
		}
		start = end
	}
	if n := float64(w.Days); w.Days > 0 {
		w.Recall, w.Nag = w.Recall/n, w.Nag/n
	}
	return w
}

// desk counts how many of the ties warned of fell silent, and how many there were.
func desk(rows []row, score []float64, start, end int) (hits, silent float64, ok bool) {
	ties := make([]int, 0, end-start)
	for i := start; i < end; i++ {
		ties = append(ties, i)
	}
	slices.SortStableFunc(ties, func(a, b int) int { return cmp.Compare(rows[b].strength, rows[a].strength) })
	ties = ties[:min(matter, len(ties))]
	for _, i := range ties {
		silent += boolean(rows[i].silent)
	}
	if len(ties) < least || silent == 0 {
		return 0, 0, false
	}
	slices.SortStableFunc(ties, func(a, b int) int { return cmp.Compare(score[b], score[a]) })
	for _, i := range ties[:warnings] {
		hits += boolean(rows[i].silent)
	}
	return hits, silent, true
}

// An Interval holds 95 of 100 bootstrap samples.
type Interval struct {
	Low  float64 `json:"low"`
	High float64 `json:"high"`
}

// samples is the number of bootstrap samples.
const samples = 200

// bootstrap gives the interval of an AUC over all rows, of which ego names the
// keeper.
func bootstrap(r ranking, ego []int, yes []bool) Interval {
	at, n := numbered(ego)
	return resample(n, func(times []float64) float64 {
		return r.auc(yes, func(i int) float64 { return times[at[i]] })
	})
}

// numbered numbers the egos from 0 in the order in which they come.
func numbered(ego []int) (at []int, n int) {
	number := map[int]int{}
	at = make([]int, len(ego))
	for i, id := range ego {
		k, ok := number[id]
		if !ok {
			k = len(number)
			number[id] = k
		}
		at[i] = k
	}
	return at, len(number)
}

// resample draws n whole egos with replacement, since the rows of one ego are
// no independent witnesses, and asks for the figure where each counts so many
// times. The seed is fixed: a run can be repeated.
func resample(n int, figure func(times []float64) float64) Interval {
	rng := rand.New(rand.NewPCG(1, 2))
	var found []float64
	for range samples {
		times := make([]float64, n)
		for range n {
			times[rng.IntN(n)]++
		}
		if f := figure(times); !math.IsNaN(f) {
			found = append(found, f)
		}
	}
	slices.Sort(found)
	if len(found) == 0 {
		return Interval{}
	}
	return Interval{found[len(found)*25/1000], found[min(len(found)-1, len(found)*975/1000)]}
}
