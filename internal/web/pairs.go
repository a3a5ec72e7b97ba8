package web

import (
	"slices"
	"strings"

	"entregent/internal/app"
	"entregent/internal/network"
)

// A PairsPage asks of two persons at a time whether they are one. The next pairs
// come with the page, hidden, so that the script can show them at once.
type PairsPage struct {
	Page
	Pairs   []PairView
	Total   int
	More    int    // less likely ones, besides
	Further bool   // these are asked as well
	Back    string // where an answer leads
}

// A PairView is one pair, side by side.
type PairView struct {
	ID     string
	A, B   PersonRow
	From   [2]string // the sources, in words
	Rows   []PairLine
	Why    []string
	WhyNot []string
	Wait   bool // comes after another
}

// A PairLine is one thing known of either.
type PairLine struct {
	Field string
	A, B  []PairValue
	Same  bool
}

// A PairValue is one value; Other says that the other side has not the same.
type PairValue struct {
	Text  string
	Other bool
}

func (*PairsPage) template() string { return "pairs" }
func (*PairsPage) section() string  { return "people" }

// somePairs is how many pairs come with a page: one to look at, the rest for the
// quick.
const somePairs = 4

// pairs answers GET /pairs.
func pairs(v *visit) error {
	further := v.form("further") != ""
	got, err := v.app().Pairs(v.ctx(), v.keeper(), somePairs, further)
	if err != nil {
		return err
	}
	page := &PairsPage{Page: v.newPage(), Total: got.Total, More: got.More, Further: further, Back: "/pairs"}
	if further {
		page.Back += "?further=1"
	}
	for i, p := range got.Pairs {
		page.Pairs = append(page.Pairs, v.pairView(p, i > 0))
	}
	return v.show(page)
}

func (v *visit) pairView(p app.Pair, wait bool) PairView {
	out := PairView{ID: p.ID, A: v.row(p.A), B: v.row(p.B), Wait: wait}
	for i, list := range p.Sources {
		var names []string
		for _, s := range list {
			names = append(names, v.sourceName(s))
		}
		out.From[i] = strings.Join(names, ", ")
	}
	for _, r := range p.Rows {
		out.Rows = append(out.Rows, PairLine{v.words("web.pairs.field." + r.Field), sideValues(r.A, r.B), sideValues(r.B, r.A), r.Same})
	}
	for _, r := range p.Why {
		out.Why = append(out.Why, v.p.Reason(r))
	}
	for _, r := range p.WhyNot {
		out.WhyNot = append(out.WhyNot, v.p.Reason(r))
	}
	return out
}

// sideValues puts the values of one side beside those of the other.
func sideValues(mine, other []string) []PairValue {
	out := make([]PairValue, len(mine))
	for i, s := range mine {
		out[i] = PairValue{s, !containsFold(other, s)}
	}
	return out
}

func containsFold(list []string, s string) bool {
	key := network.Fold(s)
	return slices.ContainsFunc(list, func(x string) bool { return network.Fold(x) == key })
}
