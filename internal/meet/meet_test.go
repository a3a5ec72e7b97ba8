package meet

import (
	"fmt"
	"testing"
	"time"

	"entregent/internal/match"
	"entregent/internal/network"
	"entregent/internal/relation"
)

var places = match.Default().Map()

func date(y int, m time.Month, d int) network.Date { return network.Date{Year: y, Month: m, Day: d} }

func day(y int, m time.Month, d int) network.Day { return dayOf(date(y, m, d)) }

// someone is a contact with a name, and what else is said of them.
func someone(name string, say ...func(*Person)) Person {
	p := Person{ID: network.Derive[network.PersonID]([]byte("seed"), name), Name: name, SortKey: network.Fold(name)}
	for _, s := range say {
		s(&p)
	}
	return p
}

func newcomer(p *Person)  { p.Reading.Newcomer = true }
func relates(p *Person)   { p.Reading.Relation, p.Reading.TwoWay, p.Reading.Alive = true, true, true }
func wrote(p *Person)     { p.Reading.TwoWay = true }
func met(p *Person)       { p.Reading.Met = true }
func drifting(p *Person)  { p.Reading.Drifting, p.Reading.Silence = true, 80 }
func ratherNot(p *Person) { p.Mark = network.RatherNot }

func lives(words string, on network.Date) func(*Person) {
	return func(p *Person) { p.Stays = append(p.Stays, Stay{Kind: Lives, Words: words, On: on}) }
}

func seen(words string, on network.Date) func(*Person) {
	return func(p *Person) { p.Stays = append(p.Stays, Stay{Kind: Seen, Words: words, On: on}) }
}

func land(words string) func(*Person) {
	return func(p *Person) { p.Stays = append(p.Stays, Stay{Kind: Land, Words: words}) }
}

func linked(d network.Day) func(*Person) {
	return func(p *Person) { p.Linked = &Linked{Day: d, Network: "LinkedIn"} }
}

func booked(d network.Day) func(*Person) {
	return func(p *Person) { p.Next, p.Booked = d, true }
}

func last(d network.Date) func(*Person) {
	return func(p *Person) { p.Reading.Last = &d }
}

func names[T any](list []T, name func(T) string) string {
	out := ""
	for _, x := range list {
		out += name(x) + " "
	}
	return out
}

func TestNeverMetAreLivingRelationsByName(t *testing.T) {
	got := NeverMet([]Person{
		someone("Zoé", relates), someone("Anne", relates), someone("Met", relates, met), someone("Click", newcomer),
		someone("Left", relates, ratherNot), {Name: "Silent", Reading: relation.Reading{TwoWay: true}},
	})
	if s := names(got, func(p *Person) string { return p.Name }); s != "Anne Zoé " {
		t.Errorf("%s", s)
	}
}

// A coffee for each new connection: who lives near, then who has written, then
// the newest.
func TestCoffeesInOrder(t *testing.T) {
	today := day(2026, 3, 12)
	people := []Person{
		someone("Old", relates, linked(day(2024, 1, 1))),
		someone("Click", newcomer, linked(day(2026, 3, 1))),
		someone("Newer", newcomer, linked(day(2026, 3, 10))),
		someone("Wrote", newcomer, wrote, linked(day(2026, 1, 10))),
		someone("Near", newcomer, linked(day(2026, 1, 2)), lives("Villeurbanne", network.Date{})),
		someone("Far", newcomer, linked(day(2026, 3, 11)), lives("Lille", network.Date{})),
		someone("Met", newcomer, met, linked(day(2026, 3, 1))),
		someone("Booked", newcomer, linked(day(2026, 3, 1)), booked(day(2026, 3, 20))),
		someone("Missed", newcomer, linked(day(2026, 2, 1)), booked(day(2026, 3, 2))),
		someone("Rest", newcomer, ratherNot),
	}
	got := Coffees(today, people, "Lyon", places)
	if s := names(got, func(c Coffee) string { return c.Name }); s != "Near Wrote Far Newer Click Missed " {
		t.Errorf("%s", s)
	}
	for _, c := range got {
		if c.Far != (c.Name == "Far") {
			t.Errorf("%s: far %v", c.Name, c.Far)
		}
		if len(c.Reasons) == 0 || c.Reasons[0].Key != WhyLinkedOn {
			t.Errorf("%s: %v", c.Name, c.Reasons)
		}
	}
	if got := Coffees(today, people, "", places); names(got, func(c Coffee) string { return c.Name }) != "Wrote Far Newer Click Missed Near " {
		t.Error("without a home, nearness counts")
	}
	old := CoffeeWith(today, &people[0], "", places)
	if len(old.Reasons) != 1 || old.Reasons[0].Key != WhyNever {
		t.Errorf("somebody long known and never met: %v", old.Reasons)
	}
}

// "I am in Lyon": who is there and worth it, by what, and how old that is.
func TestHere(t *testing.T) {
	today := day(2026, 3, 12)
	people := []Person{
		someone("Town", relates, met, last(date(2026, 2, 1)), lives("Lyon", date(2024, 5, 1))),
		someone("Drifts", relates, met, drifting, lives("Lyon", network.Date{})),
		someone("Never", relates, lives("12 rue de Paris, 69003 Lyon", date(2025, 5, 1))),
		someone("Suburb", relates, met, last(date(2026, 2, 1)), lives("Bron", network.Date{})),
		someone("Region", relates, met, last(date(2026, 2, 1)), lives("Auvergne-Rhône-Alpes", network.Date{})),
		someone("Seen", relates, met, last(date(2025, 9, 1)), seen("Brasserie, Lyon", date(2025, 9, 1))),
		someone("Long", relates, met, last(date(2025, 9, 1)), seen("Lyon", date(2020, 9, 1))),
		someone("Moved", relates, met, last(date(2026, 2, 1)), lives("Lille", date(2026, 1, 1)), lives("Lyon", date(2019, 1, 1))),
		someone("MovedSeen", relates, met, last(date(2026, 2, 1)), lives("Lille", date(2026, 1, 1)), seen("Lyon", date(2025, 9, 1))),
		someone("Land", relates, met, last(date(2026, 2, 1)), land("France")),
		someone("Stranger", lives("Lyon", network.Date{})),
		someone("Left", relates, ratherNot, lives("Lyon", network.Date{})),
	}
	got, others := Here(today, people, "lyon", places)
	if s := names(got, func(v Visit) string { return v.Name }); s != "Never Drifts Town Suburb Region Seen " {
		t.Errorf("%s", s)
	}
	if others != 1 {
		t.Errorf("%d others", others)
	}
	want := map[string]string{"Town": WhyLives, "Drifts": WhyLivesOld, "Never": WhyLives, "Suburb": WhyClose, "Region": WhyAround, "Seen": WhySeen}
	for _, v := range got {
		if v.Where.Key != want[v.Name] {
			t.Errorf("%s: where %v", v.Name, v.Where)
		}
		if len(v.Reasons) == 0 {
			t.Errorf("%s: no reason", v.Name)
		}
	}
	if d := got[2].Where.Args[1]; d != date(2024, 5, 1) {
		t.Errorf("the age of what tells it: %v", d)
	}
	if got, _ := Here(today, people, "France", places); len(got) < 9 {
		t.Errorf("in France: %s", names(got, func(v Visit) string { return v.Name }))
	}
	if got, others := Here(today, people, "Atlantis", places); len(got) != 0 || others != 0 {
		t.Error("somebody lives in Atlantis")
	}
}

// Whoever is drifting, owed or to be brought something comes with those words.
func TestReasonsOfAVisit(t *testing.T) {
	p := someone("A", relates, met, drifting, lives("Lyon", network.Date{}))
	p.Circle, p.Owed, p.Gifts = "15", []network.Ref{{Kind: network.RefFavour, ID: "f"}}, []network.Ref{{Kind: network.RefWish, ID: "w"}}
	got, _ := Here(day(2026, 3, 12), []Person{p}, "Lyon", places)
	keys := fmt.Sprint(names(got[0].Reasons, func(r network.Reason) string { return r.Key }))
	if keys != "meet.owed meet.gift meet.drifting meet.circle " {
		t.Errorf("%s", keys)
	}
}
