package paths

import (
	"fmt"
	"math"
)

// A Node is one person, numbered from 0 in the order in which they were added.
type Node uint32

// A Cost is −ln p in steps of 1/4096: what a tie or a go-between takes from the
// probability of a chain. 0 is certain.
type Cost uint16

// steps of a cost in one unit of the natural logarithm: fine enough that a
// probability is kept within 0.013 %.
const steps = 4096

// Furthest is the greatest cost a tie may have, a probability of one in nine
// million: what is less likely is kept at that.
const Furthest Cost = gone - 1

// gone stands in the place of the cost of a tie that was taken away.
const gone = math.MaxUint16

// CostOf returns the cost of a probability between 0 and 1.
func CostOf(p float64) Cost {
	if !(p > 0) {
		return Furthest
	}
	return Cost(min(max(math.Round(-math.Log(p)*steps), 0), float64(Furthest)))
}

// Probability is the way back, of the sum of any number of costs.
func Probability(sum uint32) float64 { return math.Exp(-float64(sum) / steps) }

// A Label says by what right a tie may be seen: whose it is, with whom it is
// shared. What the labels stand for is the business of whoever keeps the graph.
type Label uint16

// A View is the set of labels that a search may see. The zero value sees
// nothing; a nil *View sees everything.
type View [(math.MaxUint16 + 1) / 64]uint64

// Show adds labels to what is seen.
func (v *View) Show(labels ...Label) {
	for _, l := range labels {
		v[l/64] |= 1 << (l % 64)
	}
}

// Sees reports whether ties of that label are seen.
func (v *View) Sees(l Label) bool { return v == nil || v[l/64]&(1<<(l%64)) != 0 }

// A Tie binds two people both ways. Two people may have one tie for each label.
type Tie struct {
	A, B  Node
	Cost  Cost
	Label Label
}

// check refuses what cannot stand in a graph of so many people.
func (t Tie) check(people int) error {
	switch {
	case t.A == t.B:
		return fmt.Errorf("paths: a tie of %d with themselves", t.A)
	case int(max(t.A, t.B)) >= people:
		return fmt.Errorf("paths: a tie of %d and %d among %d people", t.A, t.B, people)
	case t.Cost > Furthest:
		return fmt.Errorf("paths: a tie of %d and %d beyond the greatest cost", t.A, t.B)
	}
	return nil
}

// other is the same tie seen from B.
func (t Tie) other() Tie { return Tie{t.B, t.A, t.Cost, t.Label} }
