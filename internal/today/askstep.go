package today

import "entregent/internal/network"

// An AskStep is the step that an ask, or an introduction, waits for, and that
// turns to somebody.
type AskStep struct {
	Ask     network.WishID
	What    network.StepKind
	Side    network.Side
	Takes   bool // making the gesture is to take the step
	Day     network.Day
	Why     network.Reason
	Draft   Draft
	Minutes int
}

// askStep: what an ask waits for. The one that has waited longest comes first.
func askStep(day network.Day, c *Candidate) (idea, bool) {
	for i := range c.Steps {
		if s := &c.Steps[i]; s.Day <= day {
			return idea{kind: network.GestureAskStep, cause: s.Day, weight: float64(day - s.Day), why: []network.Reason{s.Why}, draft: s.Draft, step: s}, true
		}
	}
	return idea{}, false
}

// waits reports whether the step that a gesture of a fixed list is about is still
// to be taken.
func (c *Candidate) waits(g Gesture) bool {
	if g.Ask.IsZero() {
		return true
	}
	for _, s := range c.Steps {
		if s.Ask == g.Ask && s.What == g.What && s.Side == g.Side {
			return true
		}
	}
	return false
}
