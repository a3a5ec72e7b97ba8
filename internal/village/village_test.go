package village

import (
	"fmt"
	"slices"
	"testing"

	"entregent/internal/network"
	"entregent/internal/relation"
	"pgregory.net/rapid"
)

var small = []network.Circle{{Name: "inner", Capacity: 2}, {Name: "outer", Capacity: 4}}

// who makes a neighbour in contact within the year.
func who(name string, strength float64, circle string) Neighbour {
	n := Neighbour{Name: name, SortKey: network.Fold(name), Circle: circle}
	copy(n.ID[:], name)
	n.Reading.Alive, n.Reading.Strength, n.Reading.Relation = true, strength, true
	return n
}

func marked(n Neighbour, m network.Mark) Neighbour { n.Mark = m; return n }

func silent(n Neighbour) Neighbour { n.Reading.Alive = false; return n }

// shown writes a ring as "Anne Bob?": a question mark is a proposal.
func shown(r Ring) (s []string) {
	for _, m := range r.Members {
		if m.Confirmed {
			s = append(s, m.Name)
		} else {
			s = append(s, m.Name+"?")
		}
	}
	return s
}

func TestCircles(t *testing.T) {
	ana, bob, cid, dan, eve := who("Ana", 5, ""), who("Bob", 4, ""), who("Cid", 3, ""), who("Dan", 2, ""), who("Eve", 1, "")
	in := func(n Neighbour, circle string) Neighbour { n.Circle = circle; return n }
	for _, v := range []struct {
		name         string
		people       []Neighbour
		inner, outer []string
		full         []string
	}{
		{"the strongest are proposed, inside first", []Neighbour{eve, dan, cid, bob, ana}, []string{"Ana?", "Bob?"}, []string{"Cid?", "Dan?"}, nil},
		{"whom the keeper put in keeps the place, however weak", []Neighbour{ana, bob, in(eve, "inner")}, []string{"Ana?", "Eve"}, []string{"Bob?"}, nil},
		{"a circle holds those inside it", []Neighbour{in(bob, "outer"), in(cid, "outer"), in(dan, "outer"), ana, eve}, []string{"Ana?"}, []string{"Bob", "Cid", "Dan"}, nil},
		{"full: nothing is proposed", []Neighbour{ana, in(bob, "inner"), in(cid, "inner"), in(dan, "outer"), in(eve, "outer")}, []string{"Bob", "Cid"}, []string{"Dan", "Eve"}, []string{"inner", "outer"}},
		{"a year silent is not proposed", []Neighbour{silent(ana), bob}, []string{"Bob?"}, nil, nil},
		{"who is resting is not proposed", []Neighbour{marked(ana, network.Resting), bob}, []string{"Bob?"}, nil, nil},
		{"the dead take no place", []Neighbour{marked(in(ana, "inner"), network.Deceased), bob, cid}, []string{"Bob?", "Cid?"}, nil, nil},
		{"a circle that is gone holds nobody", []Neighbour{in(ana, "gone")}, []string{"Ana?"}, nil, nil},
	} {
		got := Build(small, v.people, nil)
		var full []string
		for _, r := range got.Rings {
			if r.Full {
				full = append(full, r.Name)
			}
		}
		if !slices.Equal(shown(got.Rings[0]), v.inner) || !slices.Equal(shown(got.Rings[1]), v.outer) || !slices.Equal(full, v.full) {
			t.Errorf("%s: %v, %v, full %v", v.name, shown(got.Rings[0]), shown(got.Rings[1]), full)
		}
	}
}

// Whom the keeper would not have in a circle is proposed for none up to there,
// whatever was proposed before; places that are only proposed are still free.
func TestANoIsRemembered(t *testing.T) {
	ana, bob := who("Ana", 5, ""), who("Bob", 4, "inner")
	ana.Declined = "inner"
	before := map[network.PersonID]string{ana.ID: "inner"}
	got := Build(small, []Neighbour{ana, bob}, before)
	if in, out := shown(got.Rings[0]), shown(got.Rings[1]); !slices.Equal(in, []string{"Bob"}) || !slices.Equal(out, []string{"Ana?"}) {
		t.Errorf("a no to the inner circle: %v, %v", in, out)
	}
	if got.Rings[0].Free != 1 || got.Rings[1].Free != 3 {
		t.Errorf("free: %d and %d, want 1 and 3: only who was confirmed takes a place", got.Rings[0].Free, got.Rings[1].Free)
	}
	ana.Declined = "outer"
	got = Build(small, []Neighbour{ana, bob}, before)
	if out := shown(got.Rings[1]); len(out) > 0 {
		t.Errorf("a no to the outer circle: %v", out)
	}
}

func TestAProposedMemberIsNotOutrankedAtOnce(t *testing.T) {
	circles := []network.Circle{{Name: "five", Capacity: 5}}
	var people []Neighbour
	for i := range 8 {
		people = append(people, who(string(rune('A'+i)), float64(10-i), ""))
	}
	held := map[network.PersonID]string{people[5].ID: "five", people[6].ID: "five"}
	got := shown(Build(circles, people, held).Rings[0])
	if want := []string{"A?", "B?", "C?", "D?", "F?"}; !slices.Equal(got, want) {
		t.Errorf("the sixth stays, the seventh is beyond 1.2 × 5: %v", got)
	}
}

func TestWhoMovesOut(t *testing.T) {
	people := []Neighbour{who("Ana", 5, "inner"), who("Bob", 4, "inner"), silent(who("Zoe", 9, "outer")), who("Cid", 3, "outer"), who("Dan", 2, "")}
	var could []string
	full := Room(small, people, people[4].ID, "inner")
	if full == nil || full.Circle != "inner" {
		t.Fatalf("inner: %+v", full)
	}
	full = Room(small, people, people[4].ID, "outer")
	for _, p := range full.Could {
		could = append(could, p.Name)
	}
	if want := []string{"Bob", "Cid", "Zoe"}; !slices.Equal(could, want) {
		t.Errorf("could move out: %v, want the long silent and the least strong, by name: %v", could, want)
	}
	if full := Room(small, people, people[3].ID, "outer"); full != nil {
		t.Errorf("who is in already needs no place: %+v", full)
	}
	if full := Room(small, people[1:], people[4].ID, "inner"); full != nil {
		t.Errorf("a place is free: %+v", full)
	}
}

func TestTheTwoNumbersAndTheLists(t *testing.T) {
	stranger := who("Max", 0, "")
	stranger.Reading = relation.Reading{Newcomer: true}
	drifting := who("Ida", 2, "")
	drifting.Reading.Due = true
	asleep := silent(who("Léa", 1, ""))
	asleep.Reading.Relation, asleep.Reading.Dormant = false, true
	met := who("Tom", 1, "")
	met.Reading.Met = true
	v := Build(small, []Neighbour{stranger, drifting, asleep, met, marked(who("Old", 3, ""), network.Deceased), marked(drifting, network.RatherNot)}, nil)
	got := fmt.Sprint(v.Contacts, v.Relations, len(v.Newcomers), len(v.Drifting), len(v.Dormant), len(v.NeverMet))
	if got != "5 3 1 1 1 1" {
		t.Errorf("contacts, relations, newcomers, drifting, dormant, never met: %s", got)
	}
}

// Proposals never exceed the places, nobody is in two circles, and a village
// looked at twice is the same.
func TestPlaces(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		circles := []network.Circle{{Name: "a", Capacity: rapid.IntRange(0, 4).Draw(r, "a")}, {Name: "b", Capacity: rapid.IntRange(0, 8).Draw(r, "b")}, {Name: "c", Capacity: rapid.IntRange(0, 12).Draw(r, "c")}}
		var people []Neighbour
		for i := range rapid.IntRange(0, 20).Draw(r, "people") {
			n := who(fmt.Sprintf("p%02d", i), float64(rapid.IntRange(0, 5).Draw(r, "strength")), rapid.SampledFrom([]string{"", "", "", "a", "b", "c"}).Draw(r, "circle"))
			n.Reading.Alive = rapid.Bool().Draw(r, "alive")
			people = append(people, n)
		}
		v := Build(circles, people, nil)
		again := Build(circles, people, v.Proposals())
		if fmt.Sprint(v) != fmt.Sprint(again) {
			r.Fatalf("looked at twice:\n%+v\n%+v", v, again)
		}
		seen, inside, said := map[network.PersonID]bool{}, 0, 0
		for _, ring := range v.Rings {
			proposed := 0
			for _, m := range ring.Members {
				if seen[m.ID] {
					r.Fatalf("%s is in two circles", m.Name)
				}
				seen[m.ID] = true
				if m.Confirmed {
					said++
				} else {
					proposed++
				}
			}
			inside += len(ring.Members)
			if proposed > 0 && inside > ring.Capacity {
				r.Fatalf("%d in the %d places of %s", inside, ring.Capacity, ring.Name)
			}
		}
	})
}
