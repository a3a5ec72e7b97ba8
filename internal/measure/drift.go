package measure

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"math"
	"text/tabwriter"
	"time"
)

// A Report is the outcome of measuring drift on every task.
type Report struct {
	Tasks []TaskReport `json:"tasks"`
	Took  float64      `json:"seconds"`
}

// A TaskReport is the outcome on one task.
type TaskReport struct {
	Task
	Rows     int           `json:"rows"`
	Egos     int           `json:"egos"`
	Silent   float64       `json:"silent"`   // share of the rows
	Expected bool          `json:"expected"` // rows and share are those of the table, where it states them
	Models   []ModelReport `json:"models"`
}

// A ModelReport is how one model did on one task.
type ModelReport struct {
	Name        string       `json:"name"`
	AUC         float64      `json:"auc"`
	Interval    Interval     `json:"auc_95"`
	Early       float64      `json:"early_auc"` // among ties last seen within a third of the horizon; 0 where there is no telling
	Precision   float64      `json:"average_precision"`
	Calibration *Calibration `json:"calibration,omitempty"`
	Warned
}

// Drift measures every task of the table at a path.
func Drift(ctx context.Context, path string) (Report, error) {
	begun := time.Now()
	tasks, dir, err := Tasks(path)
	if err != nil {
		return Report{}, err
	}
	var out Report
	for i := range tasks {
		rows, err := tasks[i].rows(ctx, dir)
		if err != nil {
			return Report{}, err
		}
		if len(rows) == 0 {
			return Report{}, unreadable(fmt.Errorf("%s: no tie has enough history", tasks[i].Name))
		}
		one := taskReport(tasks[i], rows)
		if one.Silent == 0 || one.Silent == 1 {
			return Report{}, unreadable(fmt.Errorf("%s: all ties ended alike", tasks[i].Name))
		}
		out.Tasks = append(out.Tasks, one)
	}
	out.Took = time.Since(begun).Seconds()
	return out, ctx.Err()
}

func taskReport(t Task, rows []row) TaskReport {
	silent, ego := make([]bool, len(rows)), make([]int, len(rows))
	for i := range rows {
		silent[i], ego[i] = rows[i].silent, rows[i].ego
	}
	_, egos := numbered(ego)
	out := TaskReport{Task: t, Rows: len(rows), Egos: egos, Silent: share(silent)}
	out.Expected = (t.Rows == 0 || t.Rows == out.Rows) && (t.Silent == 0 || math.Abs(t.Silent-out.Silent) < 0.0005)
	for _, m := range models {
		out.Models = append(out.Models, measured(m, rows, ego, silent))
	}
	return out
}

// share returns how much of yes is true.
func share(yes []bool) float64 {
	n := 0.0
	for _, y := range yes {
		n += boolean(y)
	}
	return n / float64(len(yes))
}

// once counts every row once.
func once(int) float64 { return 1 }

func measured(m model, rows []row, ego []int, silent []bool) ModelReport {
	score := make([]float64, len(rows))
	for i := range rows {
		score[i] = m.score(&rows[i])
	}
	r := rank(score)
	out := ModelReport{
		Name: m.name, AUC: r.auc(silent, once), Interval: bootstrap(r, ego, silent),
		Early: early(r, rows, silent), Precision: r.precision(silent), Warned: warn(rows, score),
	}
	if m.probability {
		out.Calibration = calibrate(score, silent)
	}
	return out
}

// early returns the AUC among the ties last seen within a third of the horizon:
// what can be foretold before silence itself tells.
func early(r ranking, rows []row, silent []bool) float64 {
	a := r.auc(silent, func(i int) float64 { return boolean(rows[i].since() <= float64(rows[i].task.Horizon)/3) })
	if math.IsNaN(a) {
		return 0
	}
	return a
}

// Write lays the report out as tables for reading.
func (r Report) Write(w io.Writer) error {
	t := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	for _, task := range r.Tasks {
		note := ""
		if !task.Expected {
			note = ", NOT as the table says"
		}
		fmt.Fprintf(t, "%s: %d rows of %d egos, %.3f silent%s\n", task.Name, task.Rows, task.Egos, task.Silent, note)
		writeModels(t, task.Models)
	}
	fmt.Fprintf(t, "%.1f s\n", r.Took)
	return t.Flush()
}

func writeModels(t io.Writer, models []ModelReport) {
	fmt.Fprintf(t, "\tAUC\t95 %%\tearly\tprecision\trecall@3\tnag\tBrier\tlog-loss\tECE\n")
	for _, m := range models {
		fmt.Fprintf(t, "%s\t%.3f\t%.3f–%.3f\t%.3f\t%.3f\t%.3f\t%.3f\t%s\n", m.Name, m.AUC, m.Interval.Low, m.Interval.High, m.Early, m.Precision, m.Recall, m.Nag, m.Calibration)
	}
	fmt.Fprintln(t)
}

// String writes the three figures as cells of a table.
func (c *Calibration) String() string {
	if c == nil {
		return "\t\t"
	}
	return fmt.Sprintf("%.3f\t%.3f\t%.3f", c.Brier, c.LogLoss, c.ECE)
}

// JSON writes the report as one object.
func (r Report) JSON(w io.Writer) error { return json.NewEncoder(w).Encode(r) }
