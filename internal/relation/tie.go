package relation

import (
	"bytes"
	"cmp"
	"slices"
	"time"

	"entregent/internal/network"
)

// A Contact is one encounter as seen from one person: the part of it that a tie
// is made of.
type Contact struct {
	Encounter network.EncounterID
	At        time.Time
	Day       network.Day // the day of At in the keeper's zone
	Channel   network.Channel
	Direction network.Direction
	Size      int  // as network.Encounter: for words the other recipients, for a meeting everyone but the keeper
	Counts    bool // contact, as network.Presence says; otherwise only a sign
	CcOnly    bool // the keeper was only in copy
	Question  bool
	Thanks    bool
}

// together reports whether the contact is a two-way exchange by itself: a
// meeting of any kind, a call, a conversation.
func (c Contact) together() bool {
	return c.Direction == network.Mutual || c.Channel.Met() || c.Channel == network.Call
}

// weight is what the contact counts in strength. A gathering of many counts 1,
// however it took place.
func (c Contact) weight() float64 {
	if c.Size > network.Broadcast {
		return min(1, c.Channel.Weight())
	}
	return c.Channel.Weight()
}

// A Mark points at one encounter and says when and how it was.
type Mark struct {
	Encounter network.EncounterID `json:"encounter"`
	Day       network.Day         `json:"day"`
	Channel   network.Channel     `json:"channel"`
	Direction network.Direction   `json:"direction,omitempty"`
}

// Ref returns the mark as the ground of a reason.
func (m Mark) Ref() network.Ref {
	return network.Ref{Kind: network.RefEncounter, ID: m.Encounter.String()}
}

// A Waiting is a message of theirs that the keeper has not answered. A question
// put to the keeper alone stands until answered, whatever follows it; otherwise
// the newest message is the one kept. A word of thanks that asks nothing needs
// no answer, and neither does what the keeper only had in copy.
type Waiting struct {
	Encounter network.EncounterID `json:"encounter"`
	Day       network.Day         `json:"day"`
	Channel   network.Channel     `json:"channel"`
	Readers   int                 `json:"readers"` // to how many people it was sent, the keeper among them
	Question  bool                `json:"question,omitempty"`
}

// Alone reports whether it is a question put to the keeper alone.
func (w Waiting) Alone() bool { return w.Question && w.Readers <= 1 }

// A Tie is all that is kept of what took place between the keeper and one
// person. The zero value is a tie without any contact. Faces get a Reading, not
// a Tie; the store keeps it as AppendBinary writes it.
type Tie struct {
	Pulse    Pulse    `json:"pulse"`
	Strength Strength `json:"strength"`
	Reply
	LastAt   int64       `json:"last_at"`         // instant of the latest contact, microseconds since 1970
	Heard    int64       `json:"heard,omitempty"` // instant of the latest sign of life from their side: a message, a call, a meeting; 0 none
	Together int         `json:"together"`        // meetings, calls, conversations
	Theirs   int         `json:"theirs"`          // exchanges that they began: the first word after a lull
	Mine     int         `json:"mine"`            // exchanges that the keeper began
	Seen     int         `json:"seen"`            // days with a meeting of any kind
	SeenDay  network.Day `json:"seen_day"`        // the latest of them
	Met      int         `json:"met"`             // days met in person
	LastMet  Mark        `json:"last_met"`        // the latest meeting in person
	// A turn is taken when one side answers the other, or both are together.
	Turns     int                 `json:"turns"`      // days with a turn
	FirstTurn Mark                `json:"first_turn"` // the first turn
	LastTurn  network.Day         `json:"last_turn"`
	Side      network.Direction   `json:"side"`   // who wrote last
	First     network.EncounterID `json:"first"`  // the first contact
	Recent    [3]Mark             `json:"recent"` // the latest contacts, newest first
	Waiting   *Waiting            `json:"waiting,omitempty"`
	Signs     int                 `json:"signs,omitempty"`     // facts from their side that are no contact: likes, missed calls
	LastSign  network.Day         `json:"last_sign,omitempty"` // the latest of them
}

// compare orders contacts by time, then by id where the source is not finer.
func compare(a, b Contact) int {
	return cmp.Or(
		cmp.Compare(a.Day, b.Day),
		cmp.Compare(a.At.UnixMicro(), b.At.UnixMicro()),
		bytes.Compare(a.Encounter[:], b.Encounter[:]),
	)
}

// Build makes the tie of all its contacts, given in any order. The same
// encounter given twice counts once.
func Build(contacts []Contact) Tie {
	sorted := slices.Clone(contacts)
	slices.SortFunc(sorted, compare)
	sorted = slices.CompactFunc(sorted, func(a, b Contact) bool { return a.Encounter == b.Encounter })
	var t Tie
	for _, c := range sorted {
		t.Add(c)
	}
	return t
}

// Add takes one more contact, in constant time. It reports false, and changes
// nothing, when the contact lies before the latest one: the tie must then be
// built anew. Contacts that lie in the future must not be given.
//
// What is not contact (Counts is false) is only a sign, taken in any order.
func (t *Tie) Add(c Contact) bool {
	if !c.Counts || !c.Channel.Contact() {
		t.sign(c)
		return true
	}
	if t.Pulse.N > 0 && !t.follows(c) {
		return false
	}
	lull := t.Pulse.N == 0 || c.At.UnixMicro()-t.LastAt > lull.Microseconds()
	t.initiative(c, lull)
	t.turn(c)
	t.words(c, lull)
	t.meet(c)
	t.await(c)
	if t.Pulse.N == 0 {
		t.First = c.Encounter
	}
	t.Pulse.Add(c.Day)
	t.Strength.Add(c.Day, c.weight())
	t.LastAt = c.At.UnixMicro()
	t.Recent = [3]Mark{c.mark(), t.Recent[0], t.Recent[1]}
	return true
}

func (c Contact) mark() Mark { return Mark{c.Encounter, c.Day, c.Channel, c.Direction} }

// follows reports whether c comes after the latest contact.
func (t *Tie) follows(c Contact) bool {
	last := Contact{Encounter: t.Recent[0].Encounter, Day: t.Pulse.Last, At: time.UnixMicro(t.LastAt)}
	return compare(c, last) > 0
}

func (t *Tie) sign(c Contact) {
	if c.Direction != network.In {
		return
	}
	if t.Signs == 0 || c.Day > t.LastSign {
		t.LastSign = c.Day
	}
	t.Signs++
}

func (t *Tie) initiative(c Contact, lull bool) {
	switch {
	case !lull:
	case c.Direction == network.In && !c.CcOnly:
		t.Theirs++
	case c.Direction == network.Out:
		t.Mine++
	}
}

// turn counts the days on which one side answered the other.
func (t *Tie) turn(c Contact) {
	answers := c.Direction == network.In && t.Side == network.Out || c.Direction == network.Out && t.Side == network.In
	if c.Direction == network.In || c.Direction == network.Out {
		t.Side = c.Direction
	}
	if !answers && !c.together() {
		return
	}
	if t.Turns == 0 {
		t.FirstTurn = c.mark()
	}
	if t.Turns == 0 || c.Day != t.LastTurn {
		t.Turns++
		t.LastTurn = c.Day
	}
}

// words keeps the counts of messages and of answers to outreaches.
func (t *Tie) words(c Contact, lull bool) {
	at := c.At.UnixMicro()
	switch {
	case c.together():
		t.Together++
		t.Heard = at
		t.heard(at)
	case c.Direction == network.In:
		t.In++
		t.Heard = at
		t.heard(at)
	case c.Direction == network.Out:
		t.Out++
		if lull {
			t.reachOut(at)
		}
	}
}

func (t *Tie) meet(c Contact) {
	if c.Channel.Met() && (t.Seen == 0 || t.SeenDay != c.Day) {
		t.Seen++
		t.SeenDay = c.Day
	}
	if c.Channel == network.InPerson {
		if t.Met == 0 || t.LastMet.Day != c.Day {
			t.Met++
		}
		t.LastMet = c.mark()
	}
}

// await keeps the message that is waiting for an answer.
func (t *Tie) await(c Contact) {
	switch {
	case c.together() || c.Direction == network.Out:
		t.Waiting = nil
	case c.Direction != network.In || c.CcOnly || c.Thanks && !c.Question:
	case t.Waiting != nil && t.Waiting.Alone():
	default:
		t.Waiting = &Waiting{c.Encounter, c.Day, c.Channel, c.Size + 1, c.Question}
	}
}

// ContactDays returns the contact days among contacts, ascending.
func ContactDays(contacts []Contact) []network.Day {
	var days []network.Day
	for _, c := range contacts {
		if c.Counts && c.Channel.Contact() {
			days = append(days, c.Day)
		}
	}
	slices.Sort(days)
	return slices.Compact(days)
}

// TwoWay reports whether there ever was an exchange both ways, or a meeting.
func (t *Tie) TwoWay() bool { return t.Turns > 0 }
