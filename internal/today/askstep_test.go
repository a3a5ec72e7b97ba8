package today

import (
	"testing"

	"entregent/internal/network"
)

// waiting gives somebody the steps of asks, due so many days ago.
func waiting(days ...int) func(*Candidate) {
	return func(c *Candidate) {
		for i, d := range days {
			c.Steps = append(c.Steps, AskStep{
				Ask: network.WishID{byte(i + 1)}, What: network.StepAsked, Takes: true, Day: morning - network.Day(d),
				Why: network.Reason{Key: "asking.ask"}, Draft: Draft{Key: "draft.reach", Args: []any{"Xavier"}}, Minutes: 10,
			})
		}
	}
}

// What an ask waits for is a gesture from its day on, one a day for the same
// person, with the minutes that it takes; it leaves the list once it was taken
// otherwise.
func TestAskStep(t *testing.T) {
	in := Input{Day: morning, Settings: Settings{Gestures: 3, Minutes: 20}}
	one, late := named("Anne", waiting(2, 5)), named("Yves", waiting(-1))
	in.People = []Candidate{one, late}
	fixed := Fix(in)
	if len(fixed) != 1 || fixed[0].Kind != network.GestureAskStep || fixed[0].Name != "Anne" || fixed[0].Ask != one.Steps[0].Ask || !fixed[0].Takes || fixed[0].Minutes != 10 {
		t.Fatalf("%+v", fixed)
	}
	if got := fixed[0].Draft.Args; len(got) != 2 || got[0] != "Anne" || got[1] != "Xavier" {
		t.Errorf("draft of %v", got)
	}
	if left := Read(in, fixed).Gestures; len(left) != 1 {
		t.Errorf("still there: %+v", left)
	}
	in.People[0].Steps = in.People[0].Steps[1:]
	if left := Read(in, fixed).Gestures; len(left) != 0 {
		t.Errorf("the step was taken, another waits: %+v", left)
	}
	in.People[0].Steps = one.Steps
	in.Log = []Entry{{Day: morning - 1, ID: "x", Kind: network.GestureAskStep, Person: one.ID, Verdict: Done}}
	if got := Fix(in); len(got) != 1 {
		t.Errorf("another was taken yesterday, which says nothing of this one: %+v", got)
	}
	in.Log[0].Verdict = No
	if got := Fix(in); len(got) != 0 {
		t.Errorf("refused: %+v", got)
	}
	in.Log = nil
	in.People[0].Mark = network.Deceased
	if got := Fix(in); len(got) != 0 {
		t.Errorf("whoever is marked is left in peace: %+v", got)
	}
}
