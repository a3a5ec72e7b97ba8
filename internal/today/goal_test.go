package today

import (
	"slices"
	"testing"

	"entregent/internal/network"
	"entregent/internal/relation"
)

// leaningTo is a candidate with whom words are exchanged and whom the keeper never
// met.
func leaningTo(name string, strength float64, goal bool) Candidate {
	c := Candidate{ID: network.PersonID([]byte((name + "................")[:16])), Name: name}
	c.Reading = relation.Reading{TwoWay: true, Alive: true, Strength: strength, Contacts: 3}
	if goal {
		c.Goal = &network.Reason{Key: "goal.lean_field", Args: []any{"une tribune", "journaliste"}, Facts: []network.Ref{}}
	}
	return c
}

// A goal goes before its neighbours, says so, and makes no faint reason a strong
// one.
func TestAGoalBreaksTies(t *testing.T) {
	for _, tt := range []struct {
		what  string
		other float64 // strength of somebody who serves no goal
		goal  float64
		first string
	}{
		{"as strong", 3, 3, "b"},
		{"a little less strong", 3, 2.8, "b"},
		{"much less strong", 3, 2, "a"},
		{"both without weight", 0, 0, "b"},
	} {
		in := Input{Day: 20000, Seed: []byte("seed"), Settings: Settings{Gestures: 1, Minutes: 20}, People: []Candidate{leaningTo("a", tt.other, false), leaningTo("b", tt.goal, true)}}
		got := Fix(in)
		if len(got) != 1 || got[0].Name != tt.first {
			t.Errorf("%s: %+v", tt.what, got)
			continue
		}
		says := slices.ContainsFunc(got[0].Reasons, func(r network.Reason) bool { return r.Key == "goal.lean_field" })
		if says != (tt.first == "b") || got[0].Reasons[0].Key != WhyNeverMet {
			t.Errorf("%s: reasons %+v", tt.what, got[0].Reasons)
		}
	}
}

// Who waits for an answer is not weighed by what one wants of them.
func TestAGoalDoesNotMoveAnswers(t *testing.T) {
	wait := func(c Candidate, since network.Day) Candidate {
		c.Reading = relation.Reading{Waiting: &relation.Waiting{Day: since, Readers: 2}}
		return c
	}
	in := Input{Day: 20000, Seed: []byte("seed"), Settings: Settings{Gestures: 1, Minutes: 20}, People: []Candidate{
		wait(leaningTo("a", 0, false), 20000-11), wait(leaningTo("b", 0, true), 20000-10),
	}}
	got := Fix(in)
	if len(got) != 1 || got[0].Name != "a" || len(got[0].Reasons) != 1 {
		t.Errorf("%+v", got)
	}
}
