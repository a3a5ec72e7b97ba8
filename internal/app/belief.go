package app

import (
	"context"
	"maps"
	"slices"

	"entregent/internal/asking"
	"entregent/internal/judged"
	"entregent/internal/network"
	"entregent/internal/reach"
	"entregent/internal/store"
	"entregent/internal/tact"
)

// A Belief is a figure that nobody has measured and the keeper may see otherwise.
type Belief struct {
	Table string  `json:"table"` // "reach", "tact" or "asking"
	Words string  `json:"words"`
	Is    float64 `json:"is"`
	Was   float64 `json:"was"` // what the product believes; Is, where the keeper changed nothing
}

// tablesOfBelief are the product's own figures.
func tablesOfBelief() map[string]judged.Table {
	return map[string]judged.Table{"reach": reach.Judged().Table, "tact": tact.Judged().Table, "asking": asking.Judged().Table}
}

// believed is a table with what the keeper sees otherwise. Words of another
// version of the program, which an older book may hold, say nothing.
func believed(t judged.Table, own map[string]float64) judged.Table {
	if len(own) == 0 {
		return t
	}
	out := maps.Clone(t)
	for words, n := range own {
		if _, known := out[words]; known {
			out[words] = n
		}
	}
	return out
}

func weightsOf(s network.Settings) reach.Weights {
	return reach.Weights{Table: believed(reach.Judged().Table, s.Beliefs["reach"])}
}

func tactOf(s network.Settings) tact.Table {
	return tact.Table{Table: believed(tact.Judged().Table, s.Beliefs["tact"])}
}

func askingOf(s network.Settings) asking.Table {
	return asking.Table{Table: believed(asking.Judged().Table, s.Beliefs["asking"])}
}

// Beliefs lists every judged figure, by table and words.
func (a *App) Beliefs(ctx context.Context, keeper network.KeeperID) ([]Belief, error) {
	k, err := a.Keeper(ctx, keeper)
	if err != nil {
		return nil, err
	}
	var out []Belief
	tables := tablesOfBelief()
	for _, name := range slices.Sorted(maps.Keys(tables)) {
		is := believed(tables[name], k.Settings.Beliefs[name])
		for _, words := range slices.Sorted(maps.Keys(is)) {
			out = append(out, Belief{name, words, is[words], tables[name][words]})
		}
	}
	return out, nil
}

// Believe changes one judged figure; nil gives the product's own back. A table or
// words that are not there are Invalid, so that a slip of the pen is noticed.
func (a *App) Believe(ctx context.Context, keeper network.KeeperID, table, words string, n *float64) error {
	was, known := tablesOfBelief()[table][words]
	if !known {
		return &network.Error{Kind: network.Invalid, Field: "words", Msg: "error.no_such_belief", Args: []any{table + " " + words}}
	}
	if n != nil && !(*n >= 0 && *n <= 1e6) {
		return &network.Error{Kind: network.Invalid, Field: "number", Msg: "error.no_such_figure", Args: []any{*n}}
	}
	return a.Store.Update(ctx, keeper, func(tx store.Tx) error {
		k, err := tx.Keeper()
		if err != nil {
			return err
		}
		all := map[string]map[string]float64{}
		for name, own := range k.Settings.Beliefs {
			all[name] = maps.Clone(own)
		}
		if all[table] == nil {
			all[table] = map[string]float64{}
		}
		if n == nil || *n == was {
			delete(all[table], words)
		} else {
			all[table][words] = *n
		}
		maps.DeleteFunc(all, func(_ string, own map[string]float64) bool { return len(own) == 0 })
		if k.Settings.Beliefs = all; len(all) == 0 {
			k.Settings.Beliefs = nil
		}
		return tx.PutSettings(k.Settings)
	})
}
