package measure

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"math"
	"slices"
	"text/tabwriter"
	"time"

	"entregent/internal/network"
	"entregent/internal/relation"
)

// The far window: strength is asked for today, then as many days go by without
// being looked at as the window after them is long. What is near tells recency;
// what is far tells strength.
var farGaps = []int{60, 90, 120, 180}

const (
	strengthStep   = 30  // days between cut-offs
	strengthWithin = 365 // days since the last contact, at most: a tie that is alive
	strengthLeast  = 5   // ties of an ego on a day, for the order among them to mean something
)

// A StrengthReport is the outcome of ordering ties by strength.
type StrengthReport struct {
	Sets []StrengthSet `json:"sets"`
	Took float64       `json:"seconds"`
}

// A StrengthSet is the outcome on one log with one gap.
type StrengthSet struct {
	Name     string   `json:"name"`
	Gap      int      `json:"gap"` // days not looked at, and length of the window
	Rows     int      `json:"rows"`
	Egos     int      `json:"egos"`
	Again    float64  `json:"again"` // share of the rows with contact in the window
	InSample bool     `json:"in_sample"`
	Models   []Figure `json:"models"`
	// Pooled is the AUC of the shipped strength over the rows of all egos
	// together; the figures above are means over the ties of one ego.
	Pooled float64 `json:"pooled_auc"`
}

// A standing is one tie on one cut-off day.
type standing struct {
	ego    int
	day    network.Day
	again  bool
	scores [5]float64 // in the order of strengthScores
}

// strengthScores lists what is compared, the shipped one last.
var strengthScores = [5]string{"recency", "contact days so far", "ln(1+S) alone", "as shipped × reciprocity", "as shipped"}

// Strength measures, on every log of the table at a path and for every gap that
// fits into it, whether strong ties are those in contact again in the far window.
// The AUC is the mean over egos and days, for strength orders one keeper's ties.
func Strength(ctx context.Context, path string) (StrengthReport, error) {
	begun := time.Now()
	logs, err := sets(ctx, path)
	if err != nil {
		return StrengthReport{}, err
	}
	var out StrengthReport
	for _, s := range logs {
		for _, gap := range farGaps {
			if ctx.Err() != nil {
				return StrengthReport{}, ctx.Err()
			}
			rows := s.standings(gap)
			if len(rows) == 0 {
				continue
			}
			// Where no ego has ties of both outcomes there is no order to judge.
			if one := strengthSet(s.name, gap, rows); !math.IsNaN(one.Models[0].AUC) {
				out.Sets = append(out.Sets, one)
			}
		}
	}
	if len(out.Sets) == 0 {
		return StrengthReport{}, unreadable(fmt.Errorf("no log is long enough for a gap of %d days", farGaps[0]))
	}
	out.Took = time.Since(begun).Seconds()
	return out, nil
}

func (s set) standings(gap int) (out []standing) {
	for cut := s.task.From; cut+2*gap <= int(s.last)+1; cut += strengthStep {
		for _, e := range s.egos {
			out = append(out, e.standings(network.Day(cut), network.Day(gap), s.last)...)
		}
	}
	return out
}

// standings returns the ties of an ego that are alive on a day, if the ego is
// seen after the window.
func (e ego) standings(cut, gap, last network.Day) (out []standing) {
	if !e.active(cut, cut+2*gap, last-gap/2) {
		return nil
	}
	for _, d := range e.ties {
		past := d.before(cut)
		if len(past) == 0 || past[len(past)-1] < cut-strengthWithin {
			continue
		}
		far, _ := slices.BinarySearch(d.days, cut+gap)
		out = append(out, standing{
			ego: e.id, day: cut, scores: d.strengths(cut),
			again: far < len(d.days) && d.days[far] < cut+2*gap,
		})
	}
	if len(out) < strengthLeast {
		return nil
	}
	return out
}

func (d *dyad) strengths(cut network.Day) (s [5]float64) {
	var full, sum relation.Strength
	past := d.before(cut)
	for _, day := range past {
		full.Add(day, 1)
	}
	sum = full
	sum.Months = 1
	in, out := 0.0, 0.0
	for _, e := range d.happened(cut) {
		if e.out {
			out++
		} else {
			in++
		}
	}
	s[0] = float64(past[len(past)-1] - cut)
	s[1] = float64(len(past))
	s[2] = sum.At(cut)
	s[4] = full.At(cut)
	s[3] = s[4] * min(in, out) / max(in, out)
	return s
}

func strengthSet(name string, gap int, rows []standing) StrengthSet {
	ego, again := make([]int, len(rows)), make([]bool, len(rows))
	for i, r := range rows {
		ego[i], again[i] = r.ego, r.again
	}
	_, egos := numbered(ego)
	out := StrengthSet{Name: name, Gap: gap, Rows: len(rows), Egos: egos, Again: share(again), InSample: slices.Contains(foundOn["strength"], name)}
	for k, score := range strengthScores {
		out.Models = append(out.Models, within(score, rows, k))
	}
	score := make([]float64, len(rows))
	for i := range rows {
		score[i] = rows[i].scores[len(strengthScores)-1]
	}
	out.Pooled = rank(score).auc(again, once)
	return out
}

// within returns the mean AUC among the ties of one ego on one day. Rows of one
// ego and day stand together.
func within(name string, rows []standing, k int) Figure {
	var ego []int
	var aucs []float64
	for start := 0; start < len(rows); {
		end := start
		var score []float64
		var again []bool
		for ; end < len(rows) && rows[end].ego == rows[start].ego && rows[end].day == rows[start].day; end++ {
			score, again = append(score, rows[end].scores[k]), append(again, rows[end].again)
		}
		if a := rank(score).auc(again, once); !math.IsNaN(a) {
			ego, aucs = append(ego, rows[start].ego), append(aucs, a)
		}
		start = end
	}
	at, n := numbered(ego)
	mean := func(weight func(int) float64) float64 {
		var sum, all float64
		for i, a := range aucs {
			sum, all = sum+weight(i)*a, all+weight(i)
		}
		return sum / all
	}
	return Figure{Name: name, AUC: mean(once), Interval: resample(n, func(times []float64) float64 {
		return mean(func(i int) float64 { return times[at[i]] })
	})}
}

// Write lays the report out as tables for reading.
func (r StrengthReport) Write(w io.Writer) error {
	t := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	for _, s := range r.Sets {
		fmt.Fprintf(t, "%s: contact %d to %d days later, %d rows of %d egos, %.3f in contact%s\n", s.Name, s.Gap, 2*s.Gap, s.Rows, s.Egos, s.Again, provenance(s.InSample))
		fmt.Fprintf(t, "\tAUC by ego\t95 %%\n")
		for _, m := range s.Models {
			fmt.Fprintf(t, "%s\t%.3f\t%.3f–%.3f\n", m.Name, m.AUC, m.Interval.Low, m.Interval.High)
		}
		fmt.Fprintf(t, "as shipped, all egos pooled\t%.3f\t\n\n", s.Pooled)
	}
	fmt.Fprintf(t, "%.1f s\n", r.Took)
	return t.Flush()
}

// JSON writes the report as one object.
func (r StrengthReport) JSON(w io.Writer) error { return json.NewEncoder(w).Encode(r) }
