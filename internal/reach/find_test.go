package reach

import (
	"slices"
	"testing"

	"entregent/internal/network"
	"entregent/internal/relation"
)

func TestLink(t *testing.T) {
	// The contact days of the first line of the model's test vectors (relation-model
	// §1): on day 100 the tie is silent for the next 90 days with p = 0.353210.
	p := 0.353210
	steady, silent := 0.132797, 0.740416
	for _, c := range []struct {
		what string
		r    relation.Reading
		want float64
		key  string
	}{
		{"a forecast", relation.Reading{TwoWay: true, Drift: relation.Drift{P90: &p}}, 0.646790, LinkUnclear},
		{"steady", relation.Reading{TwoWay: true, Drift: relation.Drift{P90: &steady}}, 0.867203, LinkSteady},
		{"likely to fall silent", relation.Reading{Drift: relation.Drift{P90: &silent}}, 0.259584, LinkSilent},
		{"two contacts, answered", relation.Reading{TwoWay: true, Contacts: 2}, 0.3, LinkLittle},
		{"linked, never a word back", relation.Reading{}, 0.05, LinkNone},
	} {
		if got, why := Judged().Link(c.r); !close6(got, c.want) || why.Key != c.key {
			t.Errorf("%s: %v by %s; want %v by %s", c.what, got, why.Key, c.want, c.key)
		}
	}
}

func TestWillingness(t *testing.T) {
	for _, c := range []struct {
		what  string
		inner bool
		Asked
		want float64
	}{
		{"of the closest, never asked", true, Asked{}, 0.6},
		{"of the others", false, Asked{}, 0.375},
		{"a yes", false, Asked{Yes: 1}, 4. / 9},
		{"a no", false, Asked{No: 1}, 3. / 9},
		{"left without an answer is half a no", false, Asked{Silent: 2}, 3. / 9},
		{"yes, yes, no of a close one", true, Asked{Yes: 2, No: 1}, 6.8 / 11},
	} {
		if got := Judged().Will(c.inner, c.Asked); !close6(got, c.want) {
			t.Errorf("%s: %v, want %v", c.what, got, c.want)
		}
	}
	// A yes never lowers it, a no and silence never raise it.
	for yes := range 6 {
		for no := range 6 {
			for _, inner := range []bool{false, true} {
				a := Asked{Yes: yes, No: no}
				w := Judged()
				at := w.Will(inner, a)
				if w.Will(inner, Asked{Yes: yes + 1, No: no}) < at || w.Will(inner, Asked{Yes: yes, No: no + 1}) > at || w.Will(inner, Asked{Yes: yes, No: no, Silent: 1}) > at {
					t.Errorf("%+v: not monotone", a)
				}
			}
		}
	}
}

func TestWordsOfChance(t *testing.T) {
	for p, want := range map[float64]Chance{1: Likely, 0.4: Likely, 0.399: Possible, 0.15: Possible, 0.149: Unlikely, 0.03: Unlikely, 0.029: None, 0: None} {
		if got := Judged().Chance(p); got != want {
			t.Errorf("%v is %q, want %q", p, got, want)
		}
	}
}

func TestWhoStepsBack(t *testing.T) {
	two := append(slices.Clone(ref), ref...)
	for _, c := range []struct {
		what string
		Asked
		want []string
	}{
		{"never asked", Asked{}, nil},
		{"asked twice", Asked{Recent: 2}, nil},
		{"three times", Asked{Recent: 3}, []string{AskedOften}},
		{"an ask is open", Asked{Recent: 1, Open: ref}, []string{AskStillOpen}},
		{"brought one more than I", Asked{Received: ref}, nil},
		{"brought two more", Asked{Received: two}, []string{BroughtMore}},
		{"and I brought too", Asked{Received: two, Given: ref}, nil},
		{"an introduction is promised", Asked{Busy: ref}, []string{AlreadyBusy}},
	} {
		var got []string
		for _, r := range Judged().StepsBack(c.Asked) {
			got = append(got, r.Key)
		}
		if !slices.Equal(got, c.want) {
			t.Errorf("%s: %v, want %v", c.what, got, c.want)
		}
	}
}

// A circle is the story: Yves, who was my client, works with Monsieur X.
const (
	yves, xavier, zoe, claire, paul, ana, vera byte = 1, 2, 3, 4, 5, 6, 7
)

func someone(n byte, name string, link float64) Someone {
	return Someone{ID: id(n), Name: name, Link: link, Why: network.Reason{Key: LinkSteady}, Will: 0.375}
}

func circle() []Someone {
	return []Someone{
		someone(yves, "Yves", 0.9), someone(xavier, "Monsieur X", 0), someone(zoe, "Zoé", 0.8),
		someone(claire, "Claire", 0.5), someone(paul, "Paul", 0), someone(ana, "Ana", 0.7), someone(vera, "Véra", 0),
	}
}

func sign(a, b byte, kind SignKind) Sign {
	return Sign{A: id(a), B: id(b), Kind: kind, On: 10, Refs: ref, Where: "Acme"}
}

func graph(t *testing.T, people []Someone, signs ...Sign) *Graph {
	t.Helper()
	w := Judged()
	g, err := w.Graph(people, w.Edges(signs))
	if err != nil {
		t.Fatal(err)
	}
	return g
}

func names(a Answer) (out []byte) {
	for _, p := range a.Paths {
		out = append(out, p.Through[0][15])
	}
	return out
}

func TestTheStory(t *testing.T) {
	g := graph(t, circle(), sign(yves, xavier, Told), sign(zoe, yves, Recommended), sign(claire, xavier, Together), sign(claire, xavier, Chat))
	a, err := g.Find(id(xavier), Ask{})
	if err != nil {
		t.Fatal(err)
	}
	// link(me,Y)·w(Y)·link(Y,X), and through two with both willing.
	want := []float64{0.9 * 0.375 * 0.7, 0.5 * 0.375 * 0.25, 0.8 * 0.375 * 0.6 * 0.375 * 0.7}
	if len(a.Paths) != 3 || !slices.Equal(names(a), []byte{yves, zoe, claire}) && !slices.Equal(names(a), []byte{yves, claire, zoe}) {
		t.Fatalf("%v: %+v", names(a), a.Paths)
	}
	for i, p := range a.Paths {
		if !close6(p.P, want[0]) && i == 0 || !slices.ContainsFunc(want, func(w float64) bool { return close6(w, p.P) }) {
			t.Errorf("path %d: %v, want one of %v", i, p.P, want)
		}
	}
	// Zoé goes through Yves: the two share a go-between, and the better counts.
	if all := 1 - (1-want[0])*(1-want[1]); !close6(a.P, all) || a.Chance != Possible || a.Paths[0].Chance != Possible || a.Paths[1].Chance != Unlikely {
		t.Errorf("%v %s, want %v", a.P, a.Chance, all)
	}
	if a.Direct != nil || a.None != nil {
		t.Errorf("direct %v, none %v", a.Direct, a.None)
	}
	legs := a.Paths[0].Legs
	if len(legs) != 2 || !legs[0].From.IsZero() || legs[0].To != id(yves) || legs[1].Why[0].Key != ToldSo || !slices.Equal(legs[1].Why[0].Facts, ref) {
		t.Errorf("legs: %+v", legs)
	}
}

func TestRanking(t *testing.T) {
	people := func(change func(p []Someone)) []Someone {
		p := circle()
		p[0].Link, p[2].Link = 0.7, 0.7 // Yves and Zoé alike
		change(p)
		return p
	}
	both := []Sign{sign(yves, xavier, Told), sign(zoe, xavier, Told)}
	for _, c := range []struct {
		what   string
		people []Someone
		signs  []Sign
		ask    Ask
		want   []byte
	}{
		{"alike: in the order of the people", people(func([]Someone) {}), both, Ask{}, []byte{yves, zoe}},
		{"the likelier first", people(func(p []Someone) { p[2].Link = 0.8 }), both, Ask{}, []byte{zoe, yves}},
		{"of equals, a tie of work first", people(func(p []Someone) { p[2].Professional = true }), both, Ask{}, []byte{zoe, yves}},
		{"of equals, a weaker tie first", people(func(p []Someone) { p[0].Link, p[0].Will, p[2].Link, p[2].Will = 0.9, 0.3, 0.54, 0.5 }), both, Ask{}, []byte{zoe, yves}},
		{"the over-asked step back, however likely", people(func(p []Someone) { p[0].Link = 0.95; p[0].Asked.Recent = 3 }), both, Ask{}, []byte{zoe, yves}},
		{"who is left in peace is not named", people(func(p []Someone) { p[0].Barred = true }), both, Ask{}, []byte{zoe}},
		{"nor who is not wanted this time", people(func([]Someone) {}), both, Ask{Without: []network.PersonID{id(zoe)}}, []byte{yves}},
		{"only the first", people(func([]Someone) {}), both, Ask{Most: 1}, []byte{yves}},
		{"at most two between", people(func(p []Someone) { p[3].Link = 0 }), []Sign{sign(yves, claire, Told), sign(claire, paul, Told), sign(paul, xavier, Told)}, Ask{}, nil},
	} {
		a, err := graph(t, c.people, c.signs...).Find(id(xavier), c.ask)
		if err != nil || !slices.Equal(names(a), c.want) {
			t.Errorf("%s: %v, %v; want %v", c.what, names(a), err, c.want)
		}
	}
}

// However many and however willing: the same employer alone never makes more than
// "maybe".
func TestTheSameEmployerAloneIsAMaybe(t *testing.T) {
	var people []Someone
	var signs []Sign
	for n := byte(1); n <= 20; n++ {
		p := someone(n, "colleague", 1)
		p.Will = 1
		people = append(people, p)
		signs = append(signs, sign(n, 99, Worked))
	}
	people = append(people, someone(99, "Monsieur X", 0))
	a, err := graph(t, people, signs...).Find(id(99), Ask{})
	if err != nil || a.P < 0.4 || a.Chance != Possible {
		t.Errorf("%v %s, %v", a.P, a.Chance, err)
	}
	// Sabotage: with one of them told about, it is likely.
	a, err = graph(t, people, append(signs, sign(1, 99, Told))...).Find(id(99), Ask{})
	if err != nil || a.Chance != Likely {
		t.Errorf("%v %s, %v", a.P, a.Chance, err)
	}
}

func TestNoPath(t *testing.T) {
	weak := circle()
	weak[0].Link = 0.05
	barred := circle()
	barred[0].Barred = true
	for _, c := range []struct {
		what    string
		people  []Someone
		signs   []Sign
		because string
		create  []string
		args    []any // of the first thing to do
	}{
		{"nothing shows who knows them", circle(), nil, NobodyAround, []string{LearnWho}, []any{"Monsieur X"}},
		{"who knows them is unknown to me, and nobody leads there", circle(), []Sign{sign(paul, xavier, Told)}, TooFar, []string{MeetThem}, []any{"Paul", "Monsieur X"}},
		{"but one whom I know is one step nearer",
			circle(), []Sign{sign(vera, xavier, Told), sign(paul, vera, Told), sign(ana, paul, Told)}, TooFar, []string{AskOfThem}, []any{"Véra", "Ana"}},
		{"the path is thin at my end", weak, []Sign{sign(yves, xavier, Told)}, TooThin, []string{RenewWith}, []any{"Yves", "Monsieur X"}},
		{"thin where two only worked together", circle(), []Sign{sign(claire, xavier, Worked)}, TooThin, []string{MakeSure}, []any{"Claire", "Monsieur X"}},
		{"those who could are left in peace", barred, []Sign{sign(yves, xavier, Told)}, AllSpared, []string{LearnWho}, []any{"Monsieur X"}},
	} {
		a, err := graph(t, c.people, c.signs...).Find(id(xavier), Ask{})
		if err != nil || a.None == nil || len(a.Paths) != 0 || a.Chance != None {
			t.Errorf("%s: %+v, %v", c.what, a, err)
			continue
		}
		var create []string
		for _, r := range a.None.Create {
			create = append(create, r.Key)
		}
		if a.None.Because.Key != c.because || !slices.Equal(create, c.create) || !slices.Equal(a.None.Create[0].Args, c.args) {
			t.Errorf("%s: %+v", c.what, a.None)
		}
	}
	if u := Unheard("Madame Y"); u.Because.Key != NobodyAround || len(u.Create) != 1 {
		t.Errorf("unheard: %+v", u)
	}
}

func TestAnyOfSeveralWillDo(t *testing.T) {
	g := graph(t, circle(), sign(yves, xavier, Told), sign(ana, paul, Chat))
	list, err := g.FindEach([]network.PersonID{id(vera), id(paul), id(xavier), id(claire)}, Ask{})
	var got []byte
	for _, a := range list {
		got = append(got, a.To[15])
	}
	// Claire I know myself; then the likelier; then who cannot be reached.
	if err != nil || !slices.Equal(got, []byte{claire, xavier, paul, vera}) || list[0].Direct == nil || list[0].Direct.P != 0.5 {
		t.Errorf("%v, %v", got, err)
	}
}

func TestGraphRefuses(t *testing.T) {
	w := Judged()
	for _, c := range []struct {
		people []Someone
		edges  []Edge
	}{
		{[]Someone{{ID: id(1)}, {ID: id(1)}}, nil},
		{[]Someone{{}}, nil},
		{[]Someone{{ID: id(1)}}, []Edge{{A: id(1), B: id(2), P: 0.5}}},
	} {
		if _, err := w.Graph(c.people, c.edges); err == nil {
			t.Errorf("%v, %v: built", c.people, c.edges)
		}
	}
	if _, err := graph(t, circle()).Find(id(200), Ask{}); err == nil {
		t.Error("found nobody")
	}
}
