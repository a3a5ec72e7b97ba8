package known

import (
	"entregent/internal/network"
)

// again is after how many days what was told may be told once more (judged): twice
// a year is news, more often is insisting.
const again = 180

// The keys of the reasons why somebody should hear of something.
const (
	TellAimed   = "known.tell_aimed"
	TellVoucher = "known.tell_voucher"
	TellRelay   = "known.tell_relay"
)

// A Thing is something the keeper wants to be known for, with the goal it serves.
type Thing struct {
	Goal network.GoalID
	What string
}

// A Listener is what bears on whether somebody should hear of it.
type Listener struct {
	// Speaks says that words have gone both ways, or that the two have met: whoever
	// has never exchanged a word is greeted first, not told.
	Speaks bool
	Aimed  map[network.GoalID]bool // they answer to the goal
	Relays map[network.GoalID]int  // how many who answer to it they know
	// Voucher says that they have spoken for the keeper within three years; Facts are
	// the favours that show it.
	Voucher bool
	Facts   []network.Ref
	// Told are the tellings there were, newest first.
	Told []Told
}

// A Told says that something was told.
type Told struct {
	What string
	Day  network.Day
	Ref  network.Ref
}

// A Telling is one thing that somebody should hear of, or has heard.
type Telling struct {
	Thing
	Last network.Day      // when they last heard of it, 0 for never
	Refs []network.Ref    // of the tellings, newest first
	Why  []network.Reason // why they should hear, strongest first; empty where they need not
	Due  bool             // they should hear of it now
	// Weight orders those to whom it is due: whom it concerns, who speaks for the
	// keeper, who can pass it on.
	Weight float64
}

// Tell says which of some things somebody should hear of, in the keeper's order,
// and which they have heard. What they neither heard nor need hear is left out.
func Tell(l Listener, things []Thing, day network.Day) (out []Telling) {
	for _, thing := range things {
		t := Telling{Thing: thing}
		t.Why, t.Weight = l.why(thing.Goal)
		for _, x := range l.Told {
			if network.Fold(x.What) == network.Fold(thing.What) && x.Day <= day {
				t.Last = max(t.Last, x.Day)
				t.Refs = append(t.Refs, x.Ref)
			}
		}
		if len(t.Why) == 0 && t.Last == 0 {
			continue
		}
		t.Due = len(t.Why) > 0 && (t.Last == 0 || day > t.Last+again)
		out = append(out, t)
	}
	return out
}

// why says why somebody should hear what serves a goal.
func (l Listener) why(goal network.GoalID) (why []network.Reason, weight float64) {
	if !l.Speaks {
		return nil, 0
	}
	facts := []network.Ref{{Kind: network.RefGoal, ID: goal.String()}}
	if l.Aimed[goal] {
		why, weight = append(why, reason(TellAimed, facts)), weight+2
	}
	if l.Voucher {
		why, weight = append(why, reason(TellVoucher, l.Facts)), weight+1.5
	}
	if n := l.Relays[goal]; n > 0 {
		why, weight = append(why, reason(TellRelay, facts, n)), weight+1
	}
	return why, weight
}
