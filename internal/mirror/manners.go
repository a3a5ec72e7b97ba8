package mirror

import (
	"cmp"
	"slices"

	"entregent/internal/network"
	"entregent/internal/relation"
)

// How long counts as unanswered, in days (rulings §7, and the reply model's week).
const (
	answerWithin = 7   // an answer that comes later is none
	waitingFrom  = 2   // before that, nobody is waiting yet
	lookedAt     = 365 // what is older is no habit of now
	fewReaders   = 3   // a message to more is not to be answered by each
)

// Manners are how the keeper turns to people and answers them, gathered person by
// person; the zero value with a day is ready. Only words count (message, mail,
// letter): a like asks nothing.
type Manners struct {
	Today network.Day

	opened   int // people whom the keeper wrote to first
	asked    exemplars
	mine     exemplars // conversations of the year that ended on words of the keeper
	theirs   exemplars // on words of theirs
	put      int       // times they wrote, in the year
	answered int       // of them, answered within a week
}

// An exemplar is one case: somebody, and the encounter that shows it.
type exemplar struct {
	name string
	ref  network.Ref
	day  network.Day
}

// exemplars counts cases and keeps the latest few.
type exemplars struct {
	n    int
	some []exemplar
}

// someCases is how many cases are kept to be shown.
const someCases = 5

func (x *exemplars) add(e exemplar) {
	x.n++
	x.some = append(x.some, e)
	slices.SortFunc(x.some, func(a, b exemplar) int {
		return cmp.Or(cmp.Compare(b.day, a.day), cmp.Compare(a.name, b.name), cmp.Compare(a.ref.ID, b.ref.ID))
	})
	x.some = x.some[:min(len(x.some), someCases)]
}

func (x *exemplars) refs() (out []network.Ref) {
	for _, e := range x.some {
		out = append(out, e.ref)
	}
	return out
}

func (x *exemplars) names() (out []any) {
	for _, e := range x.some[:min(3, len(x.some))] {
		out = append(out, e.name)
	}
	return out
}

func written(c network.Channel) bool {
	return c == network.Message || c == network.Mail || c == network.Letter
}

func met(c relation.Contact) bool {
	return c.Direction == network.Mutual || c.Channel.Met() || c.Channel == network.Call
}

// Add takes in what took place with one person, oldest first.
func (m *Manners) Add(name string, contacts []relation.Contact) {
	heard, begun := false, false
	var last *relation.Contact
	for i := range contacts {
		c := &contacts[i]
		if !c.Counts || c.Day > m.Today {
			continue
		}
		switch {
		case met(*c) || c.Direction == network.In:
			heard = true
		case c.Direction == network.Out && written(c.Channel) && !heard:
			if !begun {
				m.opened++
			}
			if c.Question && !begun {
				m.asked.add(exemplar{name, ref(*c), c.Day})
			}
			begun = true
		}
		last = c
	}
	if last != nil {
		m.ended(name, *last)
	}
	m.replies(contacts)
}

// ended notes whose word was the last.
func (m *Manners) ended(name string, last relation.Contact) {
	age := int(m.Today - last.Day)
	if met(last) || !written(last.Channel) || age > lookedAt {
		return
	}
	e := exemplar{name, ref(last), last.Day}
	switch {
	case last.Direction == network.Out && !last.Thanks && age >= answerWithin:
		m.mine.add(e)
	case last.Thanks && !last.Question: // a last word of thanks waits for nothing
	case last.Direction == network.In && age >= waitingFrom && !last.CcOnly && last.Size < fewReaders:
		m.theirs.add(e)
	}
}

// replies counts, of the times they wrote, those answered within a week. Messages
// that follow each other without a word of the keeper's are one time.
func (m *Manners) replies(contacts []relation.Contact) {
	waiting, since := false, network.Day(0) // days before 1970 are below nought
	for _, c := range contacts {
		if !c.Counts || !written(c.Channel) && !met(c) {
			continue
		}
		switch {
		case c.Direction == network.In && !c.CcOnly && c.Size < fewReaders && !met(c):
			if !waiting && int(m.Today-c.Day) <= lookedAt && int(m.Today-c.Day) >= answerWithin {
				waiting, since = true, c.Day
				m.put++
			}
		case waiting && (c.Direction == network.Out || met(c)):
			if int(c.Day-since) <= answerWithin {
				m.answered++
			}
			waiting = false
		}
	}
}

func ref(c relation.Contact) network.Ref {
	return network.Ref{Kind: network.RefEncounter, ID: c.Encounter.String()}
}
