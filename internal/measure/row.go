package measure

import (
	"context"

	"entregent/internal/network"
	"entregent/internal/relation"
)

// enough is the number of contact days below which nothing is foretold.
const enough = 3

// A row is one tie on one cut-off day: what the models are told, and whether
// it then fell silent.
type row struct {
	ego    int
	day    network.Day
	silent bool
	days   []network.Day // contact days before the cut-off
	events []event       // events before it
	f      relation.Forecast
	// strength orders an ego's ties: contact days with a half-life of four horizons.
	strength float64
	task     *Task
}

// since is the number of days since the last contact.
func (r *row) since() float64 { return float64(r.day - r.days[len(r.days)-1]) }

// rows applies the protocol to one task.
func (t *Task) rows(ctx context.Context, dir string) ([]row, error) {
	egos, last, err := t.read(ctx, dir)
	if err != nil {
		return nil, err
	}
	h, _ := t.horizon()
	var out []row
	for cut := t.From; cut <= t.To; cut += t.Step {
		if ctx.Err() != nil {
			return nil, ctx.Err()
		}
		for _, e := range egos {
			for _, r := range e.rows(t, network.Day(cut), last, h) {
				r.task = t
				r.strength = r.decayed(4)
				out = append(out, r)
			}
		}
	}
	return out, nil
}

// rows returns the ties of an ego that are eligible on a day.
func (e ego) rows(t *Task, cut, last network.Day, h relation.Horizon) []row {
	if !e.active(cut, cut+network.Day(t.Horizon), last-network.Day(t.Horizon/2)) {
		return nil
	}
	var self relation.Ego
	for _, d := range e.ties {
		self.Swap(nil, d.before(cut))
	}
	ground := self.At(cut)
	var out []row
	for _, d := range e.ties {
		past := d.before(cut)
		if len(past) < enough || past[len(past)-1] < cut-network.Day(t.Within) {
			continue
		}
		next := d.days[len(past):]
		out = append(out, row{
			ego: e.id, day: cut, days: past, events: d.happened(cut),
			silent: len(next) == 0 || next[0] >= cut+network.Day(t.Horizon),
			f:      relation.NewPulse(past).At(ground, h),
		})
	}
	return out
}

// active reports whether the ego was there before the cut-off and still is
// after the window, as far as the log can tell.
func (e ego) active(cut, after, nearEnd network.Day) bool {
	first, last := cut, network.Day(-1)
	for _, d := range e.ties {
		first, last = min(first, d.days[0]), max(last, d.days[len(d.days)-1])
	}
	return first < cut && (last >= after || last >= nearEnd)
}
