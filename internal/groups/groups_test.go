package groups

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"
)

// clique ties all of some people with each other.
func clique(from, n int) (out []Tie) {
	for a := range n {
		for b := range a {
			out = append(out, Tie{from + a, from + b, 1})
		}
	}
	return out
}

func TestFind(t *testing.T) {
	two := append(clique(0, 5), clique(5, 4)...)
	for _, tt := range []struct {
		what string
		n    int
		ties []Tie
		want string
	}{
		{"nobody", 0, nil, "[]"},
		{"nobody knows anybody", 3, nil, "[-1 -1 -1]"},
		{"one group", 4, clique(0, 4), "[0 0 0 0]"},
		{"two, with somebody apart", 10, two, "[0 0 0 0 0 1 1 1 1 -1]"},
		{"two, one of whom knows one of the others", 9, append(slices.Clone(two), Tie{0, 5, 1}), "[0 0 0 0 0 1 1 1 1]"},
		{"the larger is the first, whatever the order", 9, append(clique(0, 4), clique(4, 5)...), "[1 1 1 1 0 0 0 0 0]"},
		{"two people are too few", 2, clique(0, 2), "[-1 -1]"},
		{"a faint tie does not hold two groups together", 8, append(append(clique(0, 4), clique(4, 4)...), Tie{0, 4, 0.01}, Tie{1, 5, 0.01}), "[0 0 0 0 1 1 1 1]"},
		{"what holds nothing, and nobody, is left out", 3, []Tie{{0, 0, 1}, {0, 9, 1}, {-1, 1, 1}, {1, 2, 0}, {1, 2, -1}}, "[-1 -1 -1]"},
	} {
		if got := fmt.Sprint(Find(tt.n, tt.ties, 3)); got != tt.want {
			t.Errorf("%s: %s, want %s", tt.what, got, tt.want)
		}
	}
}

// planted makes groups of people who know each other rather than others.
func planted(seed uint64, groups, size int, within, across float64) (ties []Tie, of []int) {
	r := rand.New(rand.NewPCG(seed, 1))
	n := groups * size
	for i := range n {
		of = append(of, i/size)
	}
	for a := range n {
		for k := 0; k < int(within); k++ {
			ties = append(ties, Tie{a, of[a]*size + r.IntN(size), 0.25 + r.Float64()})
		}
		if r.Float64() < across {
			ties = append(ties, Tie{a, r.IntN(n), 0.25})
		}
	}
	return ties, of
}

// The groups that were planted are found again: hardly a pair of one is parted.
func TestPlantedGroupsAreFound(t *testing.T) {
	ties, want := planted(7, 20, 25, 6, 0.8)
	got := Find(len(want), ties, 3)
	same, kept, apart := 0, 0, 0
	for a := range want {
		for b := range a {
			if want[a] == want[b] {
				same++
				if got[a] == got[b] && got[a] != Apart {
					kept++
				}
			} else if got[a] == got[b] {
				apart++
			}
		}
	}
	if kept < same*95/100 || apart > same*5/100 {
		t.Errorf("%d of %d pairs are together, %d besides that should not be", kept, same, apart)
	}
	if q, p := Modularity(len(want), ties, got), Modularity(len(want), ties, want); q < p-0.01 {
		t.Errorf("modularity %.3f, and %.3f as planted", q, p)
	}
}

// The same network always falls into the same groups, and each hangs together.
func TestGroupsAreSteady(t *testing.T) {
	for seed := range uint64(20) {
		ties, of := planted(seed, 6, 9, 2, 0.7)
		got := Find(len(of), ties, 3)
		again := slices.Clone(ties)
		for i := range again { // the ends of a tie have no order
			again[i].A, again[i].B = again[i].B, again[i].A
		}
		if !slices.Equal(got, Find(len(of), again, 3)) {
			t.Fatalf("seed %d: other groups", seed)
		}
		sizes := map[int]int{}
		for _, g := range got {
			sizes[g]++
		}
		for g := 1; sizes[g] > 0; g++ {
			if sizes[g] > sizes[g-1] {
				t.Errorf("seed %d: group %d is larger than the one before", seed, g)
			}
		}
		for g := range sizes {
			if g == Apart {
				continue
			}
			reached := map[int]bool{}
			for i := range got {
				if got[i] == g {
					reached[i] = true
					break
				}
			}
			for more := true; more; {
				more = false
				for _, x := range ties {
					if got[x.A] == g && got[x.B] == g && reached[x.A] != reached[x.B] {
						reached[x.A], reached[x.B], more = true, true, true
					}
				}
			}
			if len(reached) != sizes[g] || sizes[g] < 3 {
				t.Errorf("seed %d: of %d in group %d only %d hang together", seed, sizes[g], g, len(reached))
			}
		}
	}
}

func TestModularity(t *testing.T) {
	ties := append(clique(0, 3), clique(3, 3)...)
	for _, tt := range []struct {
		of   []int
		want float64
	}{{[]int{0, 0, 0, 1, 1, 1}, 0.5}, {[]int{0, 0, 0, 0, 0, 0}, 0}, {[]int{-1, -1, -1, -1, -1, -1}, -1.0 / 6}} {
		if got := Modularity(6, ties, tt.of); got < tt.want-1e-9 || got > tt.want+1e-9 {
			t.Errorf("%v: %g, want %g", tt.of, got, tt.want)
		}
	}
	if Modularity(3, nil, []int{-1, -1, -1}) != 0 {
		t.Error("without ties")
	}
}

// A group is called by what marks it out, or not at all.
func TestCalled(t *testing.T) {
	org := func(w string) Trait { return Trait{"organisation", "o" + w, w} }
	town := func(w string) Trait { return Trait{"place", w, w} }
	work := func(w string) Trait { return Trait{"word", w, w} }
	of := []int{0, 0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 3, 3, 3, -1}
	traits := [][]Trait{
		{org("Gazette"), town("Lille"), work("journaliste")}, {org("Gazette"), town("Lille")}, {org("Gazette"), town("Lille")}, {town("Lille"), work("journaliste")}, {work("journaliste")},
		{town("Lille")}, {town("Lille")}, {work("notaire")}, {work("notaire")},
		{work("luthier")}, {work("luthier")}, {work("luthier"), work("luthier")},
		{town("Rennes")}, {}, {},
		{work("notaire")},
	}
	got := Called(of, traits)
	for g, want := range []string{"organisation Gazette 3/5", "  0/0", "word luthier 3/3", "  0/0"} {
		if s := fmt.Sprintf("%s %s %d/%d", got[g].Kind, got[g].Word, got[g].Shared, got[g].Of); s != want {
			t.Errorf("group %d: %q, want %q", g, s, want)
		}
	}
	if len(Called(nil, nil)) != 0 {
		t.Error("nobody")
	}
}

// propagate is label propagation (Raghavan, Albert, Kumara 2007), in the order of
// people: what Find is measured beside.
func propagate(n int, ties []Tie) []int {
	g := build(n, ties)
	of := make([]int, n)
	for i := range of {
		of[i] = i
	}
	count := make([]float64, n)
	for range 30 {
		moved := false
		for i := range n {
			best, most := of[i], 0.0
			for e := g.first[i]; e < g.first[i+1]; e++ {
				count[of[g.to[e]]] += g.w[e]
			}
			for e := g.first[i]; e < g.first[i+1]; e++ {
				if c := of[g.to[e]]; count[c] > most || count[c] == most && c < best {
					best, most = c, count[c]
				}
			}
			for e := g.first[i]; e < g.first[i+1]; e++ {
				count[of[g.to[e]]] = 0
			}
			moved = moved || best != of[i]
			of[i] = best
		}
		if !moved {
			break
		}
	}
	return of
}

// At 10,000 people and about 100,000 ties, beside label propagation. The
// modularity of each is printed with its time.
func BenchmarkTenThousand(b *testing.B) {
	ties, of := planted(3, 200, 50, 9, 0.9)
	for name, find := range map[string]func() []int{
		"louvain": func() []int { return Find(len(of), ties, 3) }, "propagation": func() []int { return propagate(len(of), ties) },
	} {
		b.Run(name, func(b *testing.B) {
			var got []int
			for b.Loop() {
				got = find()
			}
			b.ReportMetric(Modularity(len(of), ties, got), "modularity")
			b.ReportMetric(float64(len(ties)), "ties")
		})
	}
}
