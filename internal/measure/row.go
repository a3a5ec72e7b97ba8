package measure

import (
	"bytes"
	"context"
	"encoding/binary"
	"math"
	"slices"

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
	// learnt is the probability with what the ego's own closed forecasts taught.
	learnt float64
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
	diaries := map[int]*relation.Diary{}
	for cut := t.From; cut <= t.To; cut += t.Step {
		if ctx.Err() != nil {
			return nil, ctx.Err()
		}
		for _, e := range egos {
			if diaries[e.id] == nil {
				diaries[e.id] = &relation.Diary{}
			}
			for _, r := range e.rows(t, network.Day(cut), last, h, diaries[e.id]) {
				r.task = t
				r.strength = r.decayed(4)
				out = append(out, r)
			}
		}
	}
	return out, nil
}

// rows returns the ties of an ego that are eligible on a day. The diary is kept
// from cut-off to cut-off, as the product keeps one from week to week.
func (e ego) rows(t *Task, cut, last network.Day, h relation.Horizon, diary *relation.Diary) []row {
	if !e.active(cut, cut+network.Day(t.Horizon), last-network.Day(t.Horizon/2)) {
		return nil
	}
	var self relation.Ego
	for _, d := range e.ties {
		self.Swap(nil, d.before(cut))
	}
	ground := self.At(cut)
	learnt := ground
	learnt.Learnt = e.learn(ground, diary)
	var out []row
	for _, d := range e.ties {
		past := d.before(cut)
		if len(past) < enough || past[len(past)-1] < cut-network.Day(t.Within) {
			continue
		}
		next, pulse := d.days[len(past):], relation.NewPulse(past)
		out = append(out, row{
			ego: e.id, day: cut, days: past, events: d.happened(cut),
			silent: len(next) == 0 || next[0] >= cut+network.Day(t.Horizon),
			f:      pulse.At(ground, h), learnt: pulse.At(learnt, h).Probability(),
		})
	}
	return out
}

// learn closes the forecasts whose outcome is known on the day of g, puts down
// those of the day, and returns what has been learnt before them.
func (e ego) learn(g relation.Ground, diary *relation.Diary) relation.Learnt {
	latest := network.Day(math.MinInt32)
	for _, d := range e.ties {
		if past := d.before(g.Day); len(past) > 0 {
			latest = max(latest, past[len(past)-1])
		}
	}
	diary.Close(latest, func(h relation.Horizon, s relation.Snapshot) relation.Outcome {
		k, _ := slices.BinarySearchFunc(e.ties, s.Tie, func(d *dyad, id network.PersonID) int {
			at := d.person()
			return bytes.Compare(at[:], id[:])
		})
		return s.OutcomeOf(h, e.ties[k].days)
	})
	learnt := diary.Learnt()
	diary.Take(g, latest, func(yield func(network.PersonID, relation.Pulse) bool) {
		for _, d := range e.ties {
			if past := d.before(g.Day); len(past) > 0 && !yield(d.person(), relation.NewPulse(past)) {
				return
			}
		}
	})
	return learnt
}

// person numbers the other as the model does, in the same order.
func (d *dyad) person() (id network.PersonID) {
	binary.BigEndian.PutUint64(id[:], uint64(d.alter))
	return id
}

// after returns the first contact day from a day on, -1 without one.
func (d *dyad) after(from network.Day) network.Day {
	if n, _ := slices.BinarySearch(d.days, from); n < len(d.days) {
		return d.days[n]
	}
	return -1
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
