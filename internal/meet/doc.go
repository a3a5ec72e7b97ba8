// Package meet says whom to see: a coffee for each new connection, who is where
// the keeper will be, when the calendar leaves time for it, and the invitation
// that goes with it.
//
// Trust is born face to face, so a first meeting counts more here than a tenth.
// The weights are judged, not measured, and order an occasion, never people. The
// package leaves out letters (package app), who knows whom (package reach), and
// sentences: reasons are data. It sends nothing.
package meet

import (
	"cmp"
	"slices"
	"time"

	"entregent/internal/match"
	"entregent/internal/network"
	"entregent/internal/relation"
)

// A Person is one contact with all that bears on seeing them.
type Person struct {
	ID      network.PersonID
	Name    string
	SortKey string
	Mark    network.Mark // as it holds on the day; whoever is marked is not proposed
	Circle  string       // "" for none
	Reading relation.Reading
	Linked  *Linked // when they were connected, nil if not
	Stays   []Stay  // what tells where they are; what counts most first
	Next    network.Day
	Booked  bool          // Next is the day of a meeting with them that is planned
	Owed    []network.Ref // what is open between them and the keeper
	Gifts   []network.Ref // what could be brought to them
}

// A Linked is a connection on a network.
type Linked struct {
	Day     network.Day
	Network string // as it writes itself; "" where the source does not say
	Fact    network.Ref
}

// A Stay is one thing that tells where somebody is.
type Stay struct {
	Kind  StayKind
	Words string       // the town, the address, the place, as written
	On    network.Date // when it was said, or was so; zero if nobody knows
	Fact  network.Ref
}

// A StayKind says what a stay rests on.
type StayKind string

// The kinds of stay.
const (
	Lives StayKind = "lives" // a town or an address on a card
	Land  StayKind = "land"  // a country on a card
	Seen  StayKind = "seen"  // the keeper met them there in person
)

// seenWithin is for how many days having met somebody in a place tells that they
// may be there again.
const seenWithin = 2 * 365

// The keys of reasons.
const (
	WhyLinked   = "meet.linked"    // connected on a day
	WhyLinkedOn = "meet.linked_on" // connected on a day, on a network
	WhyNew      = "meet.new"       // first in touch on a day
	WhyWrote    = "meet.wrote"     // they have written to each other
	WhyNear     = "meet.near"      // lives where the keeper does
	WhyFar      = "meet.far"       // lives elsewhere: by video
	WhyLives    = "meet.lives"     // a card says so, with its date
	WhyLivesOld = "meet.lives_undated"
	WhyAround   = "meet.around" // a card names a region that holds the place
	WhyClose    = "meet.close"  // a card names a town close by
	WhyLand     = "meet.land"   // a card names the country
	WhySeen     = "meet.seen"   // they met there
	WhyNever    = "meet.never"  // in touch, and never met
	WhyOwed     = "meet.owed"   // something is open
	WhyGift     = "meet.gift"   // something could be brought
	WhyDrifting = "meet.drifting"
	WhyCircle   = "meet.circle"
	WhyAsleep   = "meet.asleep" // long silent
	WhyTie      = "meet.tie"    // in touch
)

func why(key string, facts []network.Ref, args ...any) network.Reason {
	if facts == nil {
		facts = []network.Ref{}
	}
	return network.Reason{Key: key, Args: args, Facts: facts}
}

func byName(a, b *Person) int {
	return cmp.Or(cmp.Compare(a.SortKey, b.SortKey), slices.Compare(a.ID[:], b.ID[:]))
}

// NeverMet returns the relations with whom there is an exchange and who were
// never met in person, by name.
func NeverMet(people []Person) []*Person {
	var out []*Person
	for i := range people {
		if p := &people[i]; p.Mark == network.NoMark && p.Reading.Relation && !p.Reading.Met {
			out = append(out, p)
		}
	}
	slices.SortFunc(out, byName)
	return out
}

// Places is what distances are told by; match.Map is one.
type Places interface {
	Distance(place, words string) match.Distance
}

// whereabouts tells how far somebody is from a place, and by what. What is said
// of where they live decides; only where nothing is said of that, where they were
// met, then the country.
func whereabouts(day network.Day, p *Person, place string, places Places) (match.Distance, Stay) {
	for _, kind := range []StayKind{Lives, Seen, Land} {
		for _, s := range p.Stays {
			if s.Kind != kind || kind == Seen && (s.On.IsZero() || int(day)-int(dayOf(s.On)) > seenWithin) {
				continue
			}
			d := places.Distance(place, s.Words)
			if d == match.Unplaced || kind == Seen && d < match.Near {
				continue
			}
			return d, s
		}
	}
	return match.Unplaced, Stay{}
}

func dayOf(d network.Date) network.Day {
	return network.DayOf(time.Date(d.Year, d.Month, d.Day, 0, 0, 0, 0, time.UTC), time.UTC)
}
