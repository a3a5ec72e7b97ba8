package app

import (
	"context"
	"slices"

	"entregent/internal/network"
)

// A YearPair is two years side by side.
type YearPair struct {
	Years [2]Year `json:"years"` // the one asked for first, then the other
	// Who counted or passed through in both, and in one of them alone.
	Both []Named    `json:"both"`
	Only [2][]Named `json:"only"`
}

// YearsBeside writes the reviews of two years, and says who counted in which.
func (a *App) YearsBeside(ctx context.Context, keeper network.KeeperID, n, with int) (YearPair, error) {
	out := YearPair{Both: []Named{}, Only: [2][]Named{{}, {}}}
	if n == with {
		return out, &network.Error{Kind: network.Invalid, Field: "year", Msg: "error.same_year", Args: []any{n}}
	}
	var who [2][]Named
	for i, year := range []int{n, with} {
		y, err := a.Year(ctx, keeper, year)
		if err != nil {
			return out, err
		}
		out.Years[i] = y
		for _, p := range slices.Concat(y.Counted, y.Passed) {
			who[i] = append(who[i], p.Person)
		}
	}
	for i := range who {
		slices.SortFunc(who[i], func(x, y Named) int { return compareText(network.Fold(x.Name), network.Fold(y.Name), x.ID, y.ID) })
		for _, p := range who[i] {
			switch there := slices.ContainsFunc(who[1-i], func(o Named) bool { return o.ID == p.ID }); {
			case !there:
				out.Only[i] = append(out.Only[i], p)
			case i == 0:
				out.Both = append(out.Both, p)
			}
		}
	}
	return out, nil
}
