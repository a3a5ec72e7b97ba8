package measure

import (
	"context"
	"errors"
	"fmt"
	"io"
	"math"
	"text/tabwriter"
)

// A Fit is the model's constants, found anew.
type Fit struct {
	Names  []string  `json:"names"`
	Fitted []float64 `json:"fitted"`
	Ships  []float64 `json:"shipped"`
}

// terms are the summands of z in the order of Fit. q is taken as the model
// states it, with ln 4, so that the constant can be compared.
var (
	termNames = []string{"constant", "ln L", "ln(1+0.3m)", "ln(1+s/g)", "q"}
	shipped   = []float64{1.143, -1.499, 1.425, 0.477, -0.585}
)

func terms(r *row) [5]float64 {
	return [5]float64{1, math.Log(r.f.L), math.Log1p(0.3 * r.f.Missed), math.Log1p(r.f.Silence / r.f.Gap), r.f.Q - math.Log(4)}
}

// How the constants are found: ridge logistic regression, every task weighing
// the same.
const (
	ridgeC     = 100
	taskWeight = 2000
	rounds     = 50
)

// Refit finds the constants of PULSE on all tasks of the table at a path.
func Refit(ctx context.Context, path string) (Fit, error) {
	tasks, dir, err := Tasks(path)
	if err != nil {
		return Fit{}, err
	}
	var all []weighed
	for i := range tasks {
		rows, err := tasks[i].rows(ctx, dir)
		if err != nil {
			return Fit{}, err
		}
		all = append(all, weigh(rows)...)
	}
	w, err := ridge(all)
	if err != nil {
		return Fit{}, unreadable(err)
	}
	return Fit{termNames, printed(w), shipped}, nil
}

// weigh makes all rows of a task weigh as much as those of any other.
func weigh(rows []row) []weighed {
	out := make([]weighed, len(rows))
	for k := range rows {
		out[k] = weighed{terms(&rows[k]), boolean(rows[k].silent), taskWeight / float64(len(rows))}
	}
	return out
}

// printed returns constants as the model prints them, ln 4 being part of q.
func printed(w [5]float64) []float64 {
	w[0] -= w[4] * math.Log(4)
	return w[:]
}

// A weighed is one row of the regression.
type weighed struct {
	x      [5]float64
	silent float64
	weight float64
}

// ridge minimises |w|²/2 + C·Σ weight·loss by Newton's method, the constant
// being free of the penalty.
func ridge(rows []weighed) (w [5]float64, err error) {
	for range rounds {
		var slope [5]float64
		var curve [5][5]float64
		for k := 1; k < 5; k++ {
			slope[k], curve[k][k] = w[k], 1
		}
		for i := range rows {
			rows[i].add(w, &slope, &curve)
		}
		step, err := solve(curve, slope)
		if err != nil {
			return w, err
		}
		moved := 0.0
		for k := range w {
			w[k] -= step[k]
			moved = max(moved, math.Abs(step[k]))
		}
		if moved < 1e-9 {
			return w, nil
		}
	}
	return w, errors.New("the fit does not settle")
}

func (r *weighed) add(w [5]float64, slope *[5]float64, curve *[5][5]float64) {
	z := 0.0
	for k, x := range r.x {
		z += w[k] * x
	}
	p := 1 / (1 + math.Exp(-z))
	g, h := ridgeC*r.weight*(p-r.silent), ridgeC*r.weight*p*(1-p)
	for k, x := range r.x {
		slope[k] += g * x
		for j, y := range r.x {
			curve[k][j] += h * x * y
		}
	}
}

// solve returns x with a·x = b, by elimination.
func solve(a [5][5]float64, b [5]float64) (x [5]float64, err error) {
	for i := range a {
		best := i
		for j := i + 1; j < len(a); j++ {
			if math.Abs(a[j][i]) > math.Abs(a[best][i]) {
				best = j
			}
		}
		a[i], a[best], b[i], b[best] = a[best], a[i], b[best], b[i]
		if math.Abs(a[i][i]) < 1e-12 {
			return x, errors.New("the rows do not tell the terms apart")
		}
		for j := i + 1; j < len(a); j++ {
			f := a[j][i] / a[i][i]
			for k := i; k < len(a); k++ {
				a[j][k] -= f * a[i][k]
			}
			b[j] -= f * b[i]
		}
	}
	for i := len(a) - 1; i >= 0; i-- {
		x[i] = b[i]
		for k := i + 1; k < len(a); k++ {
			x[i] -= a[i][k] * x[k]
		}
		x[i] /= a[i][i]
	}
	return x, nil
}

// Write lays the constants out beside those that are shipped.
func (f Fit) Write(w io.Writer) error {
	t := tabwriter.NewWriter(w, 0, 0, 2, ' ', tabwriter.AlignRight)
	fmt.Fprintln(t, "\tfitted\tshipped\t")
	for i, name := range f.Names {
		fmt.Fprintf(t, "%s\t%.3f\t%.3f\t\n", name, f.Fitted[i], f.Ships[i])
	}
	return t.Flush()
}
