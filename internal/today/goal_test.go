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

// Letting somebody know is a gesture like any other, and an answer owed comes
// before.
func TestLetKnow(t *testing.T) {
	tell := &Tell{Goal: network.GoalID{1}, Of: "une tribune", What: "les familles", Why: []network.Reason{{Key: "known.tell_aimed", Facts: []network.Ref{}}}, Weight: 2}
	c := leaningTo("a", 1, true)
	c.Tell, c.Reading.Met = tell, true
	in := Input{Day: 20000, Seed: []byte("seed"), Settings: Settings{Gestures: 3, Minutes: 20}, People: []Candidate{c}}
	got := Fix(in)
	if len(got) != 1 || got[0].Kind != network.GestureTell || got[0].Tell == nil || got[0].Pair != "" || len(got[0].Reasons) != 2 || got[0].Reasons[0].Key != WhyLetKnow || got[0].Draft.Args[1] != "les familles" {
		t.Fatalf("%+v", got)
	}
	if left := Read(in, got).Gestures; len(left) != 1 {
		t.Errorf("still to be told: %+v", left)
	}
	in.People[0].Tell = nil // told meanwhile
	if left := Read(in, got).Gestures; len(left) != 0 {
		t.Errorf("told, and still there: %+v", left)
	}
	for what, change := range map[string]func(*Candidate){
		"a message waits": func(c *Candidate) { c.Reading.Waiting = &relation.Waiting{Day: 20000} },
		"never a word":    func(c *Candidate) { c.Reading.TwoWay = false },
		"marked":          func(c *Candidate) { c.Mark = network.RatherNot },
		"nothing to tell": func(c *Candidate) { c.Tell = nil },
	} {
		x := c
		change(&x)
		in.People = []Candidate{x}
		for _, g := range Fix(in) {
			if g.Kind == network.GestureTell {
				t.Errorf("%s: %+v", what, g)
			}
		}
	}
}
