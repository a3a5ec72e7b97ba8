package paths

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"

	"pgregory.net/rapid"
)

// A twin is a graph and the plain list of the same ties.
type twin struct {
	g  *Graph
	p  Plain
	at map[Tie]int // where in p.Ties a tie stands, by its ends and label
}

func key(t Tie) Tie { return Tie{min(t.A, t.B), max(t.A, t.B), 0, t.Label} }

func (w *twin) index(t Tie) int {
	if w.at == nil {
		w.at = map[Tie]int{}
		for i, u := range w.p.Ties {
			w.at[key(u)] = i
		}
	}
	if i, ok := w.at[key(t)]; ok {
		return i
	}
	return -1
}

// list adds a tie to the plain list, or changes it there.
func (w *twin) list(t Tie) {
	if i := w.index(t); i >= 0 {
		w.p.Ties[i].Cost = t.Cost
		return
	}
	w.at[key(t)] = len(w.p.Ties)
	w.p.Ties = append(w.p.Ties, t)
}

// invent makes a network of so many people with a few hubs, two labels in five,
// and some ties under two labels.
func invent(t testing.TB, r *rand.Rand, people, ties int) *twin {
	w := &twin{p: Plain{Will: make([]Cost, people)}}
	for i := range w.p.Will {
		w.p.Will[i] = CostOf(0.2 + 0.6*r.Float64())
	}
	for range ties {
		w.list(someTie(r, people))
	}
	g, err := Build(people, w.p.Ties, w.p.Will)
	if err != nil {
		t.Fatal(err)
	}
	w.g = g
	return w
}

// someTie prefers low numbers: they are the hubs. Costs are few, so that many
// chains cost the same.
func someTie(r *rand.Rand, people int) Tie {
	pick := func() Node {
		if r.IntN(3) == 0 {
			return Node(r.IntN(people))
		}
		f := r.Float64()
		return Node(f * f * f * f * float64(people))
	}
	a, b := pick(), pick()
	for a == b {
		b = Node(r.IntN(people))
	}
	return Tie{a, b, Cost(1+r.IntN(30)) * 300, Label(r.IntN(5))}
}

func (w *twin) add(t testing.TB, tie Tie) {
	w.list(tie)
	if err := w.g.Add(tie); err != nil {
		t.Fatal(err)
	}
}

func (w *twin) remove(t testing.TB, i int) {
	tie, last := w.p.Ties[i], len(w.p.Ties)-1
	w.index(tie)
	w.p.Ties[i] = w.p.Ties[last]
	w.at[key(w.p.Ties[i])] = i
	delete(w.at, key(tie))
	w.p.Ties = w.p.Ties[:last]
	if was, err := w.g.Remove(tie.B, tie.A, tie.Label); err != nil || !was {
		t.Fatalf("removing %v: %v, %v", tie, was, err)
	}
}

// change adds, changes and removes ties and people.
func (w *twin) change(t testing.TB, r *rand.Rand, times int) {
	for range times {
		switch k := r.IntN(20); {
		case k == 0:
			n, err := w.g.AddPerson(2000)
			if err != nil || int(n) != len(w.p.Will) {
				t.Fatal(n, err)
			}
			w.p.Will = append(w.p.Will, 2000)
		case k == 1:
			n := r.IntN(len(w.p.Will))
			w.p.Will[n] = Cost(r.IntN(5000))
			if err := w.g.SetWill(Node(n), w.p.Will[n]); err != nil {
				t.Fatal(err)
			}
		case k < 7 && len(w.p.Ties) > 0:
			w.remove(t, r.IntN(len(w.p.Ties)))
		default:
			w.add(t, someTie(r, len(w.p.Will)))
		}
	}
	if got, want := w.g.Ties(), len(w.p.Ties); got != want {
		t.Fatalf("%d ties, want %d", got, want)
	}
}

func (w *twin) query(r *rand.Rand, i int) Query {
	q := Query{From: Node(r.IntN(len(w.p.Will))), To: Node(r.IntN(len(w.p.Will)))}
	switch i % 4 { // hubs: at one end, at the other, at both
	case 1:
		q.From = Node(r.IntN(3))
	case 2:
		q.To = Node(r.IntN(3))
	case 3:
		q.From, q.To = Node(r.IntN(3)), Node(3+r.IntN(3))
	}
	most := Node(len(w.p.Will) - 1)
	q.From, q.To = min(q.From, most), min(q.To, most)
	if q.From == q.To {
		q.To = (q.To + 1) % Node(len(w.p.Will))
	}
	if r.IntN(2) == 0 {
		q.Sees = &View{}
		q.Sees.Show(Label(r.IntN(5)), Label(r.IntN(5)))
	}
	for r.IntN(2) == 0 {
		q.Without = append(q.Without, Node(r.IntN(min(8, len(w.p.Will)))))
	}
	q.Ties = r.IntN(4)
	q.Most = []int{0, 0, 1, 5, 100}[r.IntN(5)]
	return q
}

// mismatch compares the engine with the dynamic programme on so many questions
// and says where they differ first, "" for nowhere.
func (w *twin) mismatch(r *rand.Rand, questions int) string {
	s := NewSearcher(w.g)
	for i := range questions {
		q := w.query(r, i)
		got, err := s.Search(q)
		if err != nil {
			return err.Error()
		}
		want := w.p.Search(q)
		if got.Direct != want.Direct || got.Direct && got.Cost != want.Cost || !slices.Equal(got.Chains, want.Chains) {
			return fmt.Sprintf("%+v\n got %v %v %v\nwant %v %v %v", q, got.Direct, got.Cost, got.Chains, want.Direct, want.Cost, want.Chains)
		}
	}
	return ""
}

// The sizes make one segment and several, rows that are scanned, probed and
// looked up.
func TestItAnswersAsThePlainProgramme(t *testing.T) {
	for _, size := range []struct{ people, ties, questions int }{{2, 1, 50}, {12, 30, 400}, {300, 900, 400}, {1500, 12000, 300}, {600, 30000, 60}, {4000, 5000, 100}} {
		r := rand.New(rand.NewPCG(1, uint64(size.people)))
		w := invent(t, r, size.people, size.ties)
		if m := w.mismatch(r, size.questions); m != "" {
			t.Errorf("%d people, %d ties: %s", size.people, size.ties, m)
		}
		for range 3 {
			w.change(t, r, size.ties/3)
			if m := w.mismatch(r, size.questions/2); m != "" {
				t.Errorf("%d people, %d ties, after changes: %s", size.people, size.ties, m)
			}
		}
	}
}

func TestItAnswersAsThePlainProgrammeWhateverIsDone(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		r := rand.New(rand.NewPCG(rapid.Uint64().Draw(rt, "seed"), 7))
		w := invent(t, r, rapid.IntRange(2, 40).Draw(rt, "people"), rapid.IntRange(0, 120).Draw(rt, "ties"))
		for range rapid.IntRange(1, 4).Draw(rt, "rounds") {
			w.change(t, r, rapid.IntRange(0, 200).Draw(rt, "changes"))
			if m := w.mismatch(r, 20); m != "" {
				rt.Fatal(m)
			}
		}
	})
}

// Sabotage: the comparison finds a tie that only one side has, a cost and a will
// that differ by one step, and a label that is not looked at.
func TestTheComparisonSeesWhatIsWrong(t *testing.T) {
	for name, harm := range map[string]func(w *twin){
		"a tie too few":       func(w *twin) { w.p.Ties = w.p.Ties[50:] },
		"a cost by a step":    func(w *twin) { w.p.Ties[0].Cost++; w.p.Ties[1].Cost++; w.p.Ties[2].Cost++ },
		"a will by a step":    func(w *twin) { w.p.Will[0]++; w.p.Will[1]++ },
		"a label not heeded":  func(w *twin) { w.p.Ties[0].Label = 9; w.p.Ties[1].Label = 9 },
		"a removal forgotten": func(w *twin) { w.p.Ties = append(w.p.Ties, Tie{0, 299, 1, 0}) },
	} {
		r := rand.New(rand.NewPCG(3, 3))
		w := invent(t, r, 300, 900)
		if m := w.mismatch(r, 400); m != "" {
			t.Fatal(m)
		}
		if harm(w); w.mismatch(r, 400) == "" {
			t.Errorf("%s: not seen", name)
		}
	}
}

// mine is a network to be read: 0 is the keeper, 9 whom they want to meet.
func mine(t testing.TB) *twin {
	w := &twin{p: Plain{Will: make([]Cost, 10), Ties: []Tie{
		{0, 1, 100, 0}, {1, 9, 500, 0}, // by one
		{0, 2, 100, 0}, {2, 3, 100, 0}, {3, 9, 100, 0}, // by two: better
		{0, 4, 50, 0}, {4, 3, 200, 0}, // by two, through 3 again
		{0, 5, 10, 1}, {5, 9, 10, 1}, // by one, not shown to everybody
		{0, 6, 100, 0}, {6, 7, 1, 0}, {7, 8, 1, 0}, {8, 9, 1, 0}, // too long
	}}}
	w.p.Will[1] = 7
	g, err := Build(10, w.p.Ties, w.p.Will)
	if err != nil {
		t.Fatal(err)
	}
	w.g = g
	return w
}

func TestChains(t *testing.T) {
	only := &View{}
	only.Show(0)
	one, two := Chain{First: 1, Cost: 607}, Chain{First: 2, Second: 3, Long: true, Cost: 300}
	four, five := Chain{First: 4, Second: 3, Long: true, Cost: 350}, Chain{First: 5, Cost: 20}
	for _, c := range []struct {
		what string
		Query
		want []Chain
	}{
		{"each first step once, the best first", Query{}, []Chain{five, two, four, one}},
		{"by one go-between only", Query{Ties: 2}, []Chain{five, one}},
		{"by nobody", Query{Ties: 1}, []Chain{}},
		{"only what may be seen", Query{Sees: only}, []Chain{two, four, one}},
		{"what sees nothing finds nothing", Query{Sees: &View{}}, []Chain{}},
		{"not through 3", Query{Without: []Node{3}}, []Chain{five, one}},
		{"not through the ends is no restriction", Query{Without: []Node{0, 9}}, []Chain{five, two, four, one}},
		{"the best two", Query{Most: 2}, []Chain{five, two}},
	} {
		c.To = 9
		got, err := NewSearcher(mine(t).g).Search(c.Query)
		if err != nil || !slices.Equal(got.Chains, c.want) || got.Direct {
			t.Errorf("%s: %v, %v; want %v", c.what, got.Chains, err, c.want)
		}
	}
}

func TestDisjointChainsShareNobody(t *testing.T) {
	got, err := NewSearcher(mine(t).g).Disjoint(Query{To: 9}, 5, 0)
	if want := []Chain{{First: 5, Cost: 20}, {First: 2, Second: 3, Long: true, Cost: 300}, {First: 1, Cost: 607}}; err != nil || !slices.Equal(got, want) {
		t.Errorf("%v, %v; want %v", got, err, want)
	}
	if got, _ := NewSearcher(mine(t).g).Disjoint(Query{To: 9}, 5, 300); len(got) != 2 {
		t.Errorf("with a worst cost: %v", got)
	}
	if got, _ := NewSearcher(mine(t).g).Disjoint(Query{To: 9}, 1, 0); len(got) != 1 {
		t.Errorf("at most one: %v", got)
	}
}

func TestWhatCannotBeAsked(t *testing.T) {
	s := NewSearcher(mine(t).g)
	for _, q := range []Query{{From: 3, To: 3}, {From: 0, To: 10}, {From: 99, To: 1}, {To: 1, Ties: 4}, {To: 1, Ties: -1}} {
		if a, err := s.Search(q); err == nil {
			t.Errorf("%+v: %+v", q, a)
		}
	}
	if _, err := s.Search(Query{To: 9, Without: []Node{1 << 30}}); err != nil {
		t.Error(err)
	}
	if _, err := NewSearcher(&Graph{}).Search(Query{To: 1}); err == nil {
		t.Error("an empty graph answered")
	}
}

func TestCosts(t *testing.T) {
	for _, p := range []float64{1, 0.7, 0.5, 0.05, 0.001} {
		if got := Probability(uint32(CostOf(p))); got < p*0.9998 || got > p*1.0002 {
			t.Errorf("%v comes back as %v", p, got)
		}
	}
	if CostOf(0) != Furthest || CostOf(-1) != Furthest || CostOf(2) != 0 {
		t.Error("beyond the ends")
	}
	if p := NoisyOr(0.5, 0.2); p < 0.6-1e-12 || p > 0.6+1e-12 || NoisyOr() != 0 {
		t.Error("noisy-OR", p)
	}
}
