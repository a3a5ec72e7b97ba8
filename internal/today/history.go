package today

import (
	"cmp"
	"slices"

	"entregent/internal/network"
)

// A Verdict is what the keeper said to a gesture or a loop.
type Verdict string

// The verdicts. The zero value is that nothing was said yet: it was shown.
const (
	Shown Verdict = ""
	Done  Verdict = "done"
	Later Verdict = "later"
	No    Verdict = "no"
)

// An Entry is one line of the desk's diary: a gesture shown on a day, or the
// answer to one.
type Entry struct {
	Day     network.Day
	ID      string // of the gesture
	Kind    network.GestureKind
	Person  network.PersonID
	Door    bool
	Verdict Verdict
	Until   network.Day // of Later; 0 for the usual week
}

// Rules against nagging (rulings §8).
const (
	shownForSkip = 3  // days shown without an answer that make a skip
	skipsToRest  = 2  // skips after which a kind rests for a person
	firstRest    = 90 // days of that rest; it doubles with each further skip
	longestRest  = 12 // doublings, some thousand years: beyond, the shift would overflow
)

// rest is for how many days a gesture that was made is not proposed again to
// the same person (judged). Making one gesture of any kind is a sign of life
// and stills drift and revive as well.
var rest = map[network.GestureKind]int{
	network.GestureTell: 7, network.GestureBring: 7, network.GestureIntroduce: 7,
	network.GestureDrift: 30, network.GestureMeet: 90, network.GestureRevive: 180, network.GestureBirthday: 300,
}

// A subjectOf is what answers are remembered by: a kind for a person.
type subjectOf struct {
	person network.PersonID
	kind   network.GestureKind
}

// A record is what the diary says of one kind for one person.
type record struct {
	skips     int
	lastSkip  network.Day
	streak    int // days shown since the last answer or skip
	lastShown network.Day
	shown     bool
	pending   bool // shown, and neither answered nor skipped
	no        network.Day
	refused   bool
	later     network.Day
	done      network.Day
	made      bool
}

// A history is the diary read up to one day.
type history struct {
	day       network.Day
	records   map[subjectOf]*record
	touched   map[network.PersonID]network.Day // last gesture made, of any kind
	served    map[network.GestureKind]int      // shown within the last four weeks
	sinceDoor int                              // gestures shown since one last kept the door open
}

// fairWeeks is over how many days kinds share the places.
const fairWeeks = 28

// recall reads the diary of the days before a day.
func recall(day network.Day, log []Entry) *history {
	h := &history{day: day, records: map[subjectOf]*record{}, touched: map[network.PersonID]network.Day{}, served: map[network.GestureKind]int{}}
	log = slices.DeleteFunc(slices.Clone(log), func(e Entry) bool { return e.Day >= day })
	slices.SortStableFunc(log, func(a, b Entry) int { return cmp.Compare(a.Day, b.Day) })
	answered := map[network.Day]map[subjectOf]bool{}
	for _, e := range log {
		if e.Verdict != Shown {
			if answered[e.Day] == nil {
				answered[e.Day] = map[subjectOf]bool{}
			}
			answered[e.Day][subjectOf{e.Person, e.Kind}] = true
		}
	}
	for _, e := range log {
		r := h.of(e.Person, e.Kind)
		if e.Verdict == Shown {
			h.count(e)
			r.show(e.Day, answered[e.Day][subjectOf{e.Person, e.Kind}])
			continue
		}
		r.answer(e)
		if e.Verdict == Done {
			h.touched[e.Person] = e.Day
		}
	}
	return h
}

func (h *history) of(p network.PersonID, k network.GestureKind) *record {
	s := subjectOf{p, k}
	if h.records[s] == nil {
		h.records[s] = &record{}
	}
	return h.records[s]
}

func (h *history) count(e Entry) {
	if int(h.day)-int(e.Day) <= fairWeeks {
		h.served[e.Kind]++
	}
	h.sinceDoor++
	if e.Door {
		h.sinceDoor = 0
	}
}

// show counts a day on which the gesture stood on the desk. Three without an
// answer are a skip.
func (r *record) show(day network.Day, answered bool) {
	if answered || r.shown && r.lastShown == day {
		return
	}
	r.lastShown, r.shown, r.pending = day, true, true
	if r.streak++; r.streak == shownForSkip {
		r.skip(day)
	}
}

func (r *record) skip(day network.Day) {
	r.skips++
	r.lastSkip, r.streak, r.pending = day, 0, false
}

func (r *record) answer(e Entry) {
	r.streak, r.pending = 0, false
	switch e.Verdict {
	case Done:
		r.done, r.made, r.skips = e.Day, true, 0
	case No:
		r.no, r.refused = e.Day, true
		r.skip(e.Day)
	case Later:
		if r.later = e.Until; e.Until == 0 {
			r.later = e.Day + laterForDays
		}
	}
}

// rests reports whether an idea has to wait. A step that was taken is no idea any
// more: that another of the same person was, says nothing of it.
func (h *history) rests(i idea) bool {
	r := h.records[subjectOf{i.who.ID, i.kind}]
	if touched, ok := h.touched[i.who.ID]; ok && (i.kind == network.GestureDrift || i.kind == network.GestureRevive) {
		if int(h.day)-int(touched) < rest[i.kind] {
			return true
		}
	}
	if r == nil {
		return false
	}
	return h.day < r.later ||
		r.refused && h.day < r.no+silentForDays ||
		r.skips >= skipsToRest && int64(h.day) < int64(r.lastSkip)+firstRest<<min(r.skips-skipsToRest, longestRest) ||
		r.made && i.step == nil && (i.cause <= r.done || int(h.day)-int(r.done) < rest[i.kind])
}

// skips returns how often a kind was skipped for a person since it was last made.
func (h *history) skips(i idea) int {
	if r := h.records[subjectOf{i.who.ID, i.kind}]; r != nil {
		return r.skips
	}
	return 0
}

// reviving returns to whom a dormant tie was proposed that still waits for an
// answer: no other is proposed before.
func (h *history) reviving() (network.PersonID, bool) {
	var who network.PersonID
	var at network.Day
	found := false
	for s, r := range h.records {
		if s.kind != network.GestureRevive || !r.pending {
			continue
		}
		if !found || r.lastShown > at || r.lastShown == at && s.person.String() < who.String() {
			who, at, found = s.person, r.lastShown, true
		}
	}
	return who, found
}
