package app

import (
	"context"
	"math"

	"entregent/internal/network"
	"entregent/internal/relation"
	"entregent/internal/store"
)

// A Reliability sets what was foretold of the keeper's ties beside what came.
type Reliability struct {
	On       network.Date         `json:"on"`
	Horizons []HorizonReliability `json:"horizons"` // 30 days, then 90
}

// A HorizonReliability is what came of the forecasts over one horizon.
type HorizonReliability struct {
	Days   int           `json:"days"`
	Open   int           `json:"open"`           // not known yet
	Closed int           `json:"closed"`         // known
	Silent int           `json:"silent"`         // of them
	Said   float64       `json:"said"`           // how many of them should have been silent
	Enough bool          `json:"enough"`         // to show figures on a page; until then, words
	Next   *network.Date `json:"next,omitempty"` // when the next of the open ones can be judged
	// Bias is what is added to the log-odds since: self-calibration. Even is
	// what it makes of an even chance.
	Bias float64 `json:"bias"`
	Even float64 `json:"even"`
	// Bins are the forecasts as they were said, before self-calibration.
	Bins []relation.Bin `json:"bins"`
}

// Reliability judges the forecasts of the keeper's own ties. It writes nothing.
func (a *App) Reliability(ctx context.Context, keeper network.KeeperID) (out Reliability, err error) {
	err = a.Store.View(ctx, keeper, func(tx store.Tx) error {
		k, err := tx.Keeper()
		if err != nil {
			return err
		}
		day := a.today(k.Settings)
		out, err = reliability(tx, day)
		return err
	})
	return out, err
}

// reliability reads the forecasts put down by a day, as they stood then.
func reliability(tx store.Tx, day network.Day) (Reliability, error) {
	out := Reliability{On: day.Date(), Horizons: make([]HorizonReliability, len(relation.Horizons))}
	var closed [2]relation.Tally
	var next [2]network.Day
	err := tx.AllForecasts(func(f store.Forecast) error {
		h, ok := horizonOf(f)
		s := snapshot(f)
		switch {
		case !ok || f.Day > day+1: // put down later
		case f.Outcome != "" && s.End(h) <= day:
			closed[h].Add(s.Z, f.Outcome == outcomes[relation.Silent])
		case s.End(h) > day:
			out.Horizons[h].Open++
			if next[h] == 0 || s.End(h) < next[h] {
				next[h] = s.End(h)
			}
		}
		return nil
	})
	for _, h := range relation.Horizons {
		x, t := &out.Horizons[h], closed[h]
		x.Days, x.Closed, x.Enough, x.Bias, x.Bins = h.Days(), t.Count(), t.Enough(), t.Bias(), t.Reliability(0)
		x.Even = 1 / (1 + math.Exp(-x.Bias))
		for _, b := range x.Bins {
			x.Silent += b.Silent
			x.Said += b.Said * float64(b.Count)
		}
		if next[h] != 0 {
			on := next[h].Date()
			x.Next = &on
		}
	}
	return out, err
}
