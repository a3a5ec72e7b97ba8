package resolve

import (
	"fmt"
	"slices"
	"sort"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"entregent/internal/network"
)

var seed = []byte("a seed for tests")

func card(name string, handles ...string) network.Card {
	c := network.Card{Source: "test", Name: name}
	for _, h := range handles {
		kind, value, ok := strings.Cut(h, ":")
		if !ok {
			kind, value = "email", h
		}
		c.Handles = append(c.Handles, network.Handle{Kind: network.HandleKind(kind), Value: value})
	}
	c.ID = network.Derive[network.CardID](seed, "card", append([]string{name}, handles...)...)
	return c
}

// groups writes who is one with whom: the names of each person's cards.
func groups(b *Book) []string {
	var out []string
	for p := range b.persons {
		var names []string
		for _, c := range b.Cards(p) {
			names = append(names, c.Name)
		}
		if len(names) > 0 {
			sort.Strings(names)
			out = append(out, strings.Join(names, "+"))
		}
	}
	sort.Strings(out)
	return out
}

func TestWhoIsOneWithWhom(t *testing.T) {
	for _, tt := range []struct {
		what  string
		cards []network.Card
		want  []string
	}{
		{"an address joins", []network.Card{card("Yves Martin", "y@a.example"), card("MARTIN Yves", "y@a.example")}, []string{"MARTIN Yves+Yves Martin"}},
		{"a name alone does not", []network.Card{card("Yves Martin", "y@a.example"), card("Yves Martin", "z@b.example")}, []string{"Yves Martin", "Yves Martin"}},
		{"an address under two names only proposes", []network.Card{card("Yves Martin", "y@a.example"), card("Karim Benali", "y@a.example")}, []string{"Karim Benali", "Yves Martin"}},
		{"a nickname is a name", []network.Card{card("Bob", "y@a.example"), card("Robert", "y@a.example")}, []string{"Bob+Robert"}},
		{"a role address joins nobody", []network.Card{card("Yves Martin", "info@a.example"), card("Yves Durand", "info@a.example")}, []string{"Yves Durand", "Yves Martin"}},
		{"a switchboard joins nobody", []network.Card{card("Anne Roux", "phone:+33199001122"), card("Paul Petit", "phone:+33199001122"), card("Zoé Blanc", "phone:+33199001122"), card("Anne Roux", "phone:+33199001122", "a@a.example")},
			[]string{"Anne Roux", "Anne Roux", "Paul Petit", "Zoé Blanc"}},
		{"a card with two handles brings two together", []network.Card{card("Yves Martin", "y@a.example"), card("Yves M.", "linkedin:yves"), card("Yves Martin", "y@a.example", "linkedin:yves")}, []string{"Yves M.+Yves Martin+Yves Martin"}},
		{"no name goes with the only name", []network.Card{card("", "y@a.example"), card("Yves Martin", "y@a.example")}, []string{"+Yves Martin"}},
		{"a national number joins nobody", []network.Card{card("Yves Martin", "rawphone:0612"), card("Yves Martin", "rawphone:0612", "z@b.example")}, []string{"Yves Martin", "Yves Martin"}},
	} {
		t.Run(tt.what, func(t *testing.T) {
			for _, order := range [][]network.Card{tt.cards, reversed(tt.cards)} {
				b := NewBook(seed)
				for _, c := range order {
					b.Add(c, false)
				}
				if diff := cmp.Diff(tt.want, groups(b)); diff != "" {
					t.Errorf("persons (-want +got):\n%s", diff)
				}
			}
		})
	}
}

func reversed(cards []network.Card) []network.Card {
	out := slices.Clone(cards)
	slices.Reverse(out)
	return out
}

// cards draws a small world in which names and handles collide often.
func cards(t *rapid.T) []network.Card {
	names := []string{"", "Yves Martin", "Martin Yves", "Karim Benali", "Zoé", "Karim Martin"}
	handles := []string{"a@x.example", "b@x.example", "c@x.example", "linkedin:s", "linkedin:t", "info@x.example"}
	n := rapid.IntRange(1, 9).Draw(t, "n")
	var out []network.Card
	seen := map[network.CardID]bool{}
	for i := range n {
		var hs []string
		for _, h := range handles {
			if rapid.IntRange(0, 3).Draw(t, fmt.Sprint(i, h)) == 0 {
				hs = append(hs, h)
			}
		}
		c := card(rapid.SampledFrom(names).Draw(t, "name"), hs...)
		if !seen[c.ID] {
			seen[c.ID] = true
			out = append(out, c)
		}
	}
	return out
}

func TestOrderDoesNotMatter(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		cs := cards(t)
		b, other := NewBook(seed), NewBook(seed)
		for _, c := range cs {
			b.Add(c, false)
		}
		for _, c := range rapid.Permutation(cs).Draw(t, "order") {
			other.Add(c, false)
		}
		if diff := cmp.Diff(groups(b), groups(other)); diff != "" {
			t.Fatalf("another order, other persons:\n%s", diff)
		}
	})
}

func TestTakingAwayGivesBack(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		cs := cards(t)
		k := rapid.IntRange(0, len(cs)).Draw(t, "kept")
		b := NewBook(seed)
		for _, c := range cs[:k] {
			b.Add(c, false)
		}
		before := state(b)
		var later []network.CardID
		for _, c := range cs[k:] {
			b.Add(c, false)
			later = append(later, c.ID)
		}
		b.Remove(later)
		if diff := cmp.Diff(before, state(b)); diff != "" {
			t.Fatalf("not as before:\n%s", diff)
		}
	})
}

// state is every card with its person, exactly.
func state(b *Book) map[string]string {
	out := map[string]string{}
	for id, n := range b.cards {
		out[id.String()] = n.Person.String()
	}
	return out
}

func TestMovesTellEverything(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		b := NewBook(seed)
		told := map[network.CardID]network.PersonID{}
		for _, c := range cards(t) {
			for _, m := range b.Add(c, false) {
				if told[m.Card] != m.From {
					t.Fatalf("move from %v, but it was told to be %v", m.From, told[m.Card])
				}
				told[m.Card] = m.To
			}
		}
		for id, n := range b.cards {
			if told[id] != n.Person {
				t.Fatalf("card %v is of %v, told %v", id, n.Person, told[id])
			}
		}
	})
}

func TestTheKeepersOwnCardsJoinNobody(t *testing.T) {
	b := NewBook(seed)
	b.Add(card("Camille", "me@x.example"), true)
	b.Add(card("Yves Martin", "me@x.example", "y@x.example"), false)
	if got := groups(b); !slices.Equal(got, []string{"Yves Martin"}) {
		t.Errorf("persons: %v", got)
	}
}

func TestProposals(t *testing.T) {
	all := func(network.PersonID) bool { return true }
	b := NewBook(seed)
	x, y, z := card("Yves Martin", "y@a.example"), card("Martin Yves", "z@b.example"), card("Karim Benali", "y@a.example")
	for _, c := range []network.Card{x, y, z} {
		b.Add(c, false)
	}
	keys := map[string]int{}
	for _, p := range b.Proposals(all, nothing) {
		keys[p.For[0].Key]++
	}
	if keys["same.handle"] != 1 || keys["same.name"] != 1 || len(keys) != 2 {
		t.Errorf("proposals: %v", keys)
	}
	b.Decide(x.ID, y.ID, false)
	b.Decide(x.ID, z.ID, false)
	if got := b.Proposals(all, nothing); len(got) != 0 {
		t.Errorf("dismissed pairs came back: %v", got)
	}
	b.Decide(x.ID, y.ID, true)
	b.Settle(x.ID)
	if got := groups(b); !slices.Equal(got, []string{"Karim Benali", "Martin Yves+Yves Martin"}) {
		t.Errorf("after the keeper's word: %v", got)
	}
}

func nothing(network.PersonID) Traits { return Traits{} }
