package resolve

import (
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"entregent/internal/network"
)

// proposed returns the one proposal there is for two cards, and whether there is.
func proposed(t *testing.T, a, b network.Card, traits func(network.PersonID) Traits) (Proposal, bool) {
	t.Helper()
	book := NewBook(seed)
	a.ID, b.ID = network.CardID{1}, network.CardID{2}
	book.Add(a, false)
	book.Add(b, false)
	list := book.Proposals(func(network.PersonID) bool { return true }, traits)
	if len(list) > 1 {
		t.Fatalf("%d proposals for two cards", len(list))
	}
	if len(list) == 0 {
		return Proposal{}, false
	}
	return list[0], true
}

func TestWhatSpeaksForIt(t *testing.T) {
	for _, tt := range []struct {
		what, a, b string
		mail       [2]string
		want       []string // keys; none where nothing is to be proposed
	}{
		{what: "order, case, accents", a: "DUPONT Élise", b: "Elise Dupont", want: []string{"same.name"}},
		{what: "a particle more", a: "Yann Le Gall", b: "yann legall", want: []string{"same.name"}},
		{what: "van den", a: "Jan van den Berg", b: "Jan Vandenberg", want: []string{"same.name"}},
		{what: "ben", a: "Ahmed Ben Youssef", b: "Ahmed Benyoussef", want: []string{"same.name"}},
		{what: "an apostrophe", a: "Sean O’Brien", b: "Sean Obrien", want: []string{"same.name"}},
		{what: "a hyphen less", a: "Jean-Pierre Rive", b: "Jean Pierre Rive", want: []string{"same.name"}},
		{what: "the letters of a hyphenated name", a: "JP Rive", b: "Jean-Pierre Rive", want: []string{"same.name"}},
		{what: "French familiar form", a: "Véro Rivet", b: "Véronique Rivet", want: []string{"same.familiar"}},
		{what: "English familiar form", a: "Bob Ashton", b: "Robert Ashton", want: []string{"same.familiar"}},
		{what: "another spelling", a: "Mohammed Belkacem", b: "Mohamed Belkacem", want: []string{"same.familiar"}},
		{what: "a letter lost", a: "Claire Beaumnt", b: "Claire Beaumont", want: []string{"same.mistyped"}},
		{what: "letters swapped", a: "Claire Beaumotn", b: "Claire Beaumont", want: []string{"same.mistyped"}},
		{what: "an initial", a: "K. Whitstead", b: "Karl Whitstead", want: []string{"same.initial"}},
		{what: "both family names", a: "Anne Rivet-Lamare", b: "Anne Rivet", want: []string{"same.contained"}},
		{what: "another alphabet", a: "Ирина Петрова", b: "Irina Petrova", want: []string{"same.name"}},
		{what: "an address made of the name", a: "", b: "Claire Beaumont", mail: [2]string{"claire.beaumont@a.example", ""}, want: []string{"same.address"}},
		{what: "of a letter and the name", a: "", b: "Claire Beaumont", mail: [2]string{"cbeaumont@a.example", ""}, want: []string{"same.address"}},
		{what: "a given name in common", a: "Claire Beaumont", b: "Claire Rivet"},
		{what: "a family name in common", a: "Claire Beaumont", b: "Paul Beaumont"},
		{what: "nothing in common", a: "Claire Beaumont", b: "Paul Rivet"},
	} {
		t.Run(tt.what, func(t *testing.T) {
			var cards [2]network.Card
			for i, name := range []string{tt.a, tt.b} {
				cards[i] = card(name)
				if tt.mail[i] != "" {
					cards[i] = card(name, tt.mail[i])
				}
			}
			p, ok := proposed(t, cards[0], cards[1], nothing)
			for _, k := range tt.want {
				if !slices.ContainsFunc(p.For, func(r network.Reason) bool { return r.Key == k }) {
					t.Errorf("%s is not said: %v", k, p.For)
				}
			}
			if ok != (len(tt.want) > 0) {
				t.Errorf("proposed: %v, %v", ok, p)
			}
		})
	}
}

// A married name alone proposes nothing; with the employer, the birthday or the
// company they keep it does, and says so. Birthdays that differ take it back.
func TestWhatIsKnownBesides(t *testing.T) {
	then := time.Date(2020, 1, 1, 0, 0, 0, 0, time.UTC)
	at := func(name string) network.Fact {
		return network.Fact{Kind: network.FactOrganisation, Value: name, AsOf: then}
	}
	born := func(day string) network.Fact { return network.Fact{Kind: network.FactBirthday, Value: day} }
	for _, tt := range []struct {
		what, a, b   string
		factA, factB network.Fact
		want         string
	}{
		{"an employer, in the same years", "Élise Rivet", "Élise Lamare", at("Atelier Nord SAS"), at("ATELIER NORD"), "same.employer.then"},
		{"a birthday", "Élise Rivet", "Élise Lamare", born("1980-03-04"), born("1980-03-04"), "same.birthday"},
		{"another birthday", "Élise Rivet", "Élise Rivet", born("1980-03-04"), born("1971-12-24"), ""},
	} {
		t.Run(tt.what, func(t *testing.T) {
			a, b := card(tt.a, "a@x.example"), card(tt.b, "b@y.example")
			n := 0
			p, ok := proposed(t, a, b, func(network.PersonID) (out Traits) {
				f := tt.factA
				if n++; n == 2 {
					f = tt.factB
				}
				out.Take(f)
				return out
			})
			if ok != (tt.want != "") || ok && !slices.ContainsFunc(p.For, func(r network.Reason) bool { return r.Key == tt.want }) {
				t.Errorf("%v %v", ok, p)
			}
		})
	}
}

// Two people behind one mailbox or telephone stay two, in whatever order they
// come, and the one who may be either joins neither.
func TestAHouseholdIsNotOnePerson(t *testing.T) {
	for _, tt := range []struct {
		what  string
		cards []network.Card
		want  []string
	}{
		{"a couple", []network.Card{card("Anne Martin", "famille@maison.example"), card("Paul Martin", "famille@maison.example"), card("MARTIN Anne", "famille@maison.example")},
			[]string{"Anne Martin+MARTIN Anne", "Paul Martin"}},
		{"a married name on one address", []network.Card{card("Anne Martin", "anne@maison.example"), card("Anne Rivet", "anne@maison.example")}, []string{"Anne Martin+Anne Rivet"}},
		{"two called alike at one switchboard", []network.Card{card("Anne Martin", "phone:+33199001122"), card("Anne Rivet", "phone:+33199001122")}, []string{"Anne Martin", "Anne Rivet"}},
		{"whoever may be either", []network.Card{card("Anne Martin", "famille@maison.example"), card("Martin", "famille@maison.example"), card("Paul Martin", "famille@maison.example")},
			[]string{"Anne Martin", "Martin", "Paul Martin"}},
		{"one profile is one person's", []network.Card{card("Anne Martin", "linkedin:am"), card("Paul Martin", "linkedin:am")}, []string{"Anne Martin+Paul Martin"}},
	} {
		t.Run(tt.what, func(t *testing.T) {
			for _, order := range [][]network.Card{tt.cards, reversed(tt.cards)} {
				b := NewBook(seed)
				for _, c := range order {
					b.Add(c, false)
				}
				if got := groups(b); !slices.Equal(got, tt.want) {
					t.Errorf("persons: %v", got)
				}
			}
		})
	}
}

// Whatever people are called: without a handle, nobody is joined.
func TestANameAloneNeverJoins(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		names := rapid.SliceOfN(rapid.SampledFrom([]string{"Yves Martin", "Martin Yves", "Y. Martin", "yves", "Yves Martin-Le Gall", "Ив Мартен", "Bob", "Robert"}), 2, 8).Draw(t, "names")
		b := NewBook(seed)
		for i, n := range names {
			c := card(n)
			c.ID[0] = byte(i + 1)
			b.Add(c, false)
		}
		if got := groups(b); len(got) != len(names) {
			t.Fatalf("%d cards without a handle became %d persons: %v", len(names), len(got), got)
		}
	})
}

// A proposal depends on who there is, not on the order in which they came.
func TestProposalsDoNotDependOnOrder(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		cs := cards(t)
		all := func(network.PersonID) bool { return true }
		b, other := NewBook(seed), NewBook(seed)
		for _, c := range cs {
			b.Add(c, false)
		}
		for _, c := range rapid.Permutation(cs).Draw(t, "order") {
			other.Add(c, false)
		}
		x, y := b.Proposals(all, nothing), other.Proposals(all, nothing)
		if !slices.EqualFunc(x, y, func(p, q Proposal) bool { return p.A == q.A && p.B == q.B && p.Score == q.Score }) {
			t.Fatalf("another order, other proposals:\n%v\n%v", x, y)
		}
	})
}

func TestTheTableOfNames(t *testing.T) {
	for _, two := range [][2]string{{"bob", "robert"}, {"liz", "beth"}, {"cathy", "catherine"}, {"alex", "alexandra"}, {"alex", "alexandre"}, {"jp", "jeanpierre"}, {"mohammed", "mohamed"}} {
		if !kin(nicknames.of[two[0]], nicknames.of[two[1]]) {
			t.Errorf("%s and %s are not told to be forms of one", two[0], two[1])
		}
	}
	for _, two := range [][2]string{{"alexis", "alexandre"}, {"emmanuel", "emmanuelle"}, {"mathias", "mathieu"}, {"paul", "paula"}, {"jean", "john"}, {"marie", "maria"}} {
		if kin(nicknames.of[two[0]], nicknames.of[two[1]]) {
			t.Errorf("%s and %s are told to be forms of one", two[0], two[1])
		}
	}
	for w, full := range nicknames.full {
		if nicknames.full[full] != "" && nicknames.full[full] != full {
			t.Errorf("%s stands for %s, which stands for %s", w, full, nicknames.full[full])
		}
	}
}
