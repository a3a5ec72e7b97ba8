// Package year writes the yearly review: everyone who counted, what each brought
// and was brought, those who only passed through, and what was never thanked for.
//
// It is given what took place, person by person, and says in which part of the
// review somebody stands and why, as typed reasons that rest on records. It
// leaves out words (package i18n), the letters (package app) and anything like a
// mark: people stand in the order of their names.
package year

import (
	"cmp"
	"slices"
	"time"

	"entregent/internal/network"
	"entregent/internal/relation"
)

// What the words of the review mean, in days (judged).
const (
	passing = 120 // who passed through was in contact for no longer than this
	since   = 120 // and has been silent for at least this
	lost    = 365 // found again: after so long a silence
	shared  = 3   // contact days that make somebody more than a name
	season  = 90  // drifted: silent for at least this
)

// A Life is what took place with one person, as far as a review asks for it.
type Life struct {
	ID      network.PersonID
	Name    string
	SortKey string
	Marked  network.Mark       // deceased persons stand in the review like everybody else
	Before  relation.Reading   // the tie on the eve of the year
	End     relation.Reading   // the tie on its last day, or today
	Earlier int                // contact days before the year
	Last    network.Day        // the last of them, 0 for none
	Seen    network.Day        // first linked or known of, 0 where nothing says so
	In      []relation.Contact // contacts of the year that count, oldest first
	MetAt   network.Day        // the first day on which they were met in person, 0 never
	MetBy   network.EncounterID
	Favours []Favour // of the year, oldest first
	Said    Said     // what the keeper says of their place in the review
	Word    string   // a word of the keeper's on them
}

// A Said is what the keeper says of somebody's place among those who counted. The
// zero value says nothing.
type Said string

// What the keeper may say.
const (
	Counts Said = "in"  // they counted, whatever the records say
	Not    Said = "out" // they did not
)

// A Favour is something that was brought in the year.
type Favour struct {
	network.Favour
	Day     network.Day
	Thanked bool // the keeper thanked for it, or said that the matter is closed
}

// A Span is the year as the keeper has lived it: its first day, and its last or
// today.
type Span struct {
	Year     int
	From, To network.Day
}

// Of returns the span of a year as it stands on a day, and false for a year that
// has not begun.
func Of(year int, today network.Day) (Span, bool) {
	s := Span{year, firstDay(year), firstDay(year+1) - 1}
	s.To = min(s.To, today)
	return s, s.To >= s.From
}

func firstDay(year int) network.Day {
	return network.DayOf(time.Date(year, time.January, 1, 0, 0, 0, 0, time.UTC), time.UTC)
}

// A Person is somebody in one part of the review.
type Person struct {
	ID        network.PersonID
	Name      string
	Why       []network.Reason
	BroughtMe []Brought
	IBrought  []Brought
	Days      int    // contact days of the year
	Met       int    // days met in person, of the year
	Word      string // the keeper's own
	Said      bool   // stands here because the keeper said so
}

// A Brought is one thing that one brought the other.
type Brought struct {
	ID      string             `json:"id"`
	Kind    network.FavourKind `json:"kind"`
	On      network.Date       `json:"on,omitzero"`
	What    string             `json:"what,omitempty"`
	Outcome string             `json:"outcome,omitempty"`
	Thanked bool               `json:"thanked"`
}

// A Month is one month of the year.
type Month struct {
	Month int `json:"month"`
	Days  int `json:"contact_days"` // days of the month with any contact at all
	Met   int `json:"met"`          // people met in person, each once a day
}

// A Review is the year. Somebody may stand in several of its parts.
type Review struct {
	Span
	Counted   []Person // who counted, and why
	Passed    []Person // who only passed through, and mattered
	New       []Person // first contact in this year
	Found     []Person // found again after a long silence
	Drifted   []Person // likely to fall silent, or silent by now, and not so a year ago
	Unthanked []Person // who brought something for which no thanks are on record
	FirstMet  []Person // met in person for the first time
	Out       []Person // taken out of those who counted by the keeper
	Months    [12]Month
}

// Write writes the review of a year from everybody's life.
func Write(s Span, lives []Life) Review {
	r := Review{Span: s}
	for i := range r.Months {
		r.Months[i].Month = i + 1
	}
	lives = slices.Clone(lives)
	slices.SortFunc(lives, func(a, b Life) int {
		return cmp.Or(cmp.Compare(a.SortKey, b.SortKey), slices.Compare(a.ID[:], b.ID[:]))
	})
	days := map[network.Day]bool{}
	for i := range lives {
		l := &lives[i]
		for _, c := range l.In {
			days[c.Day] = true
		}
		for day := range met(l.In) {
			r.Months[day.Date().Month-1].Met++
		}
		r.place(l)
	}
	for d := range days {
		r.Months[d.Date().Month-1].Days++
	}
	return r
}

// place puts somebody into the parts of the review they belong to.
func (r *Review) place(l *Life) {
	p := Person{ID: l.ID, Name: l.Name, Days: len(relation.ContactDays(l.In)), Met: len(met(l.In)), Word: l.Word}
	p.BroughtMe, p.IBrought = l.brought()
	put := func(part *[]Person, why ...network.Reason) {
		if len(why) > 0 {
			q := p
			q.Why = why
			*part = append(*part, q)
		}
	}
	passed, counted := l.passed(r.Span), l.counted()
	switch {
	case l.Said == Not:
		if len(passed)+len(counted) > 0 {
			put(&r.Out, append(passed, counted...)...)
		}
	case len(passed) > 0:
		put(&r.Passed, passed...)
	case l.Said == Counts && len(counted) == 0:
		p.Said = true
		put(&r.Counted, reason(YouSaid, nil))
		p.Said = false
	default:
		put(&r.Counted, counted...)
	}
	if len(passed) == 0 {
		put(&r.Drifted, l.drifted()...)
	}
	put(&r.New, l.began()...)
	put(&r.Found, l.found()...)
	put(&r.Unthanked, l.unthanked()...)
	put(&r.FirstMet, l.firstMet(r.Span)...)
}

// met returns the days on which somebody was met in person.
func met(cs []relation.Contact) map[network.Day]relation.Contact {
	out := map[network.Day]relation.Contact{}
	for _, c := range cs {
		if c.Channel == network.InPerson {
			if _, ok := out[c.Day]; !ok {
				out[c.Day] = c
			}
		}
	}
	return out
}

func (l *Life) brought() (me, them []Brought) {
	me, them = []Brought{}, []Brought{}
	for _, f := range l.Favours {
		b := Brought{ID: f.ID.String(), Kind: f.Kind, What: f.What, Outcome: f.Outcome, Thanked: f.Thanked}
		if !f.On.IsZero() {
			b.On = f.Day.Date()
		}
		if f.Given {
			them = append(them, b)
		} else {
			me = append(me, b)
		}
	}
	return me, them
}
