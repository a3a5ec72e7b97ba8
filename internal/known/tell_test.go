package known

import (
	"testing"

	"entregent/internal/network"
)

// Who should hear what, and when again.
func TestTell(t *testing.T) {
	goal, other := network.GoalID{1}, network.GoalID{2}
	things := []Thing{{goal, "les familles"}, {goal, "la transmission"}, {other, "le théâtre"}}
	aimed := Listener{Speaks: true, Aimed: map[network.GoalID]bool{goal: true}}
	told := func(l Listener, what string, ago int) Listener {
		l.Told = []Told{{what, today - network.Day(ago), network.Ref{Kind: network.RefFact, ID: "f"}}}
		return l
	}
	for _, tt := range []struct {
		what string
		l    Listener
		due  string // what is due first
		seen int    // things said anything of
		key  string
	}{
		{"whom the goal is about", aimed, "les familles", 2, TellAimed},
		{"never a word", Listener{Aimed: aimed.Aimed}, "", 0, ""},
		{"nothing to do with it", Listener{Speaks: true}, "", 0, ""},
		{"who has spoken for the keeper hears all", Listener{Speaks: true, Voucher: true}, "les familles", 3, TellVoucher},
		{"who knows somebody of another goal", Listener{Speaks: true, Relays: map[network.GoalID]int{other: 2}}, "le théâtre", 1, TellRelay},
		{"told, however it is written: the next", told(aimed, "Les Familles", 10), "la transmission", 2, TellAimed},
		{"on the last day of half a year", told(Listener{Speaks: true, Relays: map[network.GoalID]int{other: 1}}, "le théâtre", again), "", 1, TellRelay},
		{"a day later", told(Listener{Speaks: true, Relays: map[network.GoalID]int{other: 1}}, "le théâtre", again+1), "le théâtre", 1, TellRelay},
		{"told, and nothing to do with it any more", told(Listener{Speaks: true}, "le théâtre", 1000), "", 1, ""},
		{"told after that day", told(Listener{Speaks: true}, "le théâtre", -1), "", 0, ""},
	} {
		t.Run(tt.what, func(t *testing.T) {
			got := Tell(tt.l, things, today)
			due, key := "", ""
			for _, x := range got {
				if x.Due && due == "" {
					due = x.What
				}
				if len(x.Why) > 0 && key == "" {
					key = x.Why[0].Key
				}
			}
			if due != tt.due || len(got) != tt.seen || key != tt.key {
				t.Errorf("due %q, %d things, because %q: %+v", due, len(got), key, got)
			}
		})
	}
	if aim, relay := Tell(aimed, things, today), Tell(Listener{Speaks: true, Relays: map[network.GoalID]int{goal: 9}}, things, today); aim[0].Weight <= relay[0].Weight {
		t.Error("who passes it on comes before whom it concerns")
	}
}
