package measure

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math"
	"text/tabwriter"
)

// A TransferReport says how the model does where it has never been: for each
// task its constants are found on the other families alone.
type TransferReport struct {
	Tasks []TransferTask `json:"tasks"`
}

// A TransferTask is the outcome on one task.
type TransferTask struct {
	Task
	Constants []float64   `json:"constants"` // in the order of Fit
	Elsewhere ModelReport `json:"elsewhere"` // PULSE with them
	Shipped   ModelReport `json:"shipped"`   // PULSE with the shipped ones, which have seen this task
}

// Transfer measures PULSE on every task of the table at a path with constants
// found on the other families.
func Transfer(ctx context.Context, path string) (TransferReport, error) {
	tasks, dir, err := Tasks(path)
	if err != nil {
		return TransferReport{}, err
	}
	all := make([][]row, len(tasks))
	for i := range tasks {
		if all[i], err = tasks[i].rows(ctx, dir); err != nil {
			return TransferReport{}, err
		}
		if len(all[i]) == 0 {
			return TransferReport{}, unreadable(fmt.Errorf("%s: no tie has enough history", tasks[i].Name))
		}
	}
	var out TransferReport
	for i, t := range tasks {
		var elsewhere []weighed
		for k := range tasks {
			if tasks[k].Family != t.Family {
				elsewhere = append(elsewhere, weigh(all[k])...)
			}
		}
		if len(elsewhere) == 0 {
			return TransferReport{}, unreadable(errors.New("all logs are of one family"))
		}
		w, err := ridge(elsewhere)
		if err != nil {
			return TransferReport{}, unreadable(err)
		}
		out.Tasks = append(out.Tasks, transferTask(t, all[i], w))
	}
	return out, ctx.Err()
}

func transferTask(t Task, rows []row, w [5]float64) TransferTask {
	silent, ego := make([]bool, len(rows)), make([]int, len(rows))
	for i := range rows {
		silent[i], ego[i] = rows[i].silent, rows[i].ego
	}
	fitted := model{"PULSE, constants from the other families", true, func(r *row) float64 {
		z := 0.0
		for k, x := range terms(r) {
			z += w[k] * x
		}
		return 1 / (1 + math.Exp(-z))
	}}
	own := model{"PULSE, shipped constants", true, func(r *row) float64 { return r.f.P }}
	return TransferTask{t, printed(w), measured(fitted, rows, ego, silent), measured(own, rows, ego, silent)}
}

// Write lays the report out as tables for reading.
func (r TransferReport) Write(w io.Writer) error {
	t := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	for _, task := range r.Tasks {
		fmt.Fprintf(t, "%s: constants %.3f\n", task.Name, task.Constants)
		writeModels(t, []ModelReport{task.Elsewhere, task.Shipped})
	}
	return t.Flush()
}

// JSON writes the report as one object.
func (r TransferReport) JSON(w io.Writer) error { return json.NewEncoder(w).Encode(r) }
