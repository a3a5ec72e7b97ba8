package today

import (
	"entregent/internal/network"
)

// A Tell is something the keeper wants to be known for, and that somebody should
// hear of.
type Tell struct {
	Goal network.GoalID `json:"goal"`
	Of   string         `json:"of"`   // the words of the goal
	What string         `json:"what"` // what to be known for
	// Last is when they last heard of it, 0 for never.
	Last network.Day `json:"last,omitempty"`
	// Why says why it is they who should hear, the strongest first.
	Why []network.Reason `json:"why"`
	// Weight is how much there is to it; the one it concerns before the one who
	// may pass it on.
	Weight float64 `json:"weight"`
}

// letKnow: somebody with whom words are exchanged should hear what the keeper wants
// to be known for. Not while a message of theirs waits: whoever is owed an answer
// wants that, and nothing else.
func letKnow(day network.Day, c *Candidate) (idea, bool) {
	t := c.Tell
	if t == nil || !c.Reading.TwoWay || c.Reading.Waiting != nil {
		return idea{}, false
	}
	facts := []network.Ref{{Kind: network.RefGoal, ID: t.Goal.String()}}
	why := reason(WhyLetKnow, facts, t.What)
	if t.Last != 0 {
		why = reason(WhyLetKnowAgain, facts, t.What, t.Last.Date())
	}
	return idea{
		kind: network.GestureTell, cause: day, weight: t.Weight, tell: t,
		why:   append([]network.Reason{why}, t.Why...),
		draft: Draft{Key: "draft.let_know", Args: []any{t.What}},
	}, true
}
