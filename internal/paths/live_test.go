package paths

import (
	"bytes"
	"errors"
	"math/rand/v2"
	"slices"
	"sync"
	"testing"
)

func TestBuildRefuses(t *testing.T) {
	for _, tie := range []Tie{{1, 1, 0, 0}, {0, 3, 0, 0}, {0, 1, Furthest + 1, 0}} {
		if _, err := Build(3, []Tie{tie}, nil); err == nil {
			t.Errorf("built with %v", tie)
		}
		g, err := Build(3, nil, nil)
		if err != nil {
			t.Fatal(err)
		}
		if g.Add(tie) == nil || g.Ties() != 0 {
			t.Errorf("added %v", tie)
		}
	}
	if _, err := Build(3, nil, make([]Cost, 2)); err == nil {
		t.Error("built with two wills for three")
	}
}

func TestOfTwoTiesTheBetterCounts(t *testing.T) {
	g, err := Build(2, []Tie{{0, 1, 9, 0}, {1, 0, 5, 0}, {0, 1, 7, 1}}, nil)
	if err != nil || g.Ties() != 2 {
		t.Fatal(g.Ties(), err)
	}
	if a, err := NewSearcher(g).Search(Query{To: 1}); err != nil || a.Cost != 5 {
		t.Error(a, err)
	}
}

func TestAGraphGrowsFromNothing(t *testing.T) {
	g := &Graph{}
	for range 3 * span {
		if _, err := g.AddPerson(0); err != nil {
			t.Fatal(err)
		}
	}
	// A star, so that one row is written anew many times.
	for n := Node(1); n < 3*span; n++ {
		if err := g.Add(Tie{0, n, Cost(n), 0}); err != nil {
			t.Fatal(err)
		}
	}
	a, err := NewSearcher(g).Search(Query{From: 5, To: 3*span - 1})
	if err != nil || len(a.Chains) != 1 || a.Chains[0] != (Chain{First: 0, Cost: 5 + 3*span - 1}) {
		t.Error(a, err)
	}
	if d, err := g.Degree(0); err != nil || d != 3*span-1 {
		t.Error(d, err)
	}
}

// Several search while ties and people come and go and a snapshot is taken: run
// with -race. What no writer touches must be answered rightly throughout.
func TestSearchesGoOnWhileOthersWrite(t *testing.T) {
	r := rand.New(rand.NewPCG(5, 5))
	w := invent(t, r, 1500, 6000)
	// Three people apart, who have ties among themselves only.
	var apart [3]Node
	for i := range apart {
		apart[i], _ = w.g.AddPerson(3)
	}
	for i, tie := range []Tie{{apart[0], apart[1], 10, 0}, {apart[1], apart[2], 20, 0}} {
		if err := w.g.Add(tie); err != nil {
			t.Fatal(i, err)
		}
	}
	done := make(chan struct{})
	var wait sync.WaitGroup
	for n := range 2 {
		wait.Go(func() {
			s, r := NewSearcher(w.g), rand.New(rand.NewPCG(6, uint64(n)))
			for {
				select {
				case <-done:
					return
				default:
				}
				a, err := s.Search(Query{From: apart[0], To: apart[2]})
				if err != nil || len(a.Chains) != 1 || a.Chains[0] != (Chain{First: apart[1], Cost: 33}) {
					t.Errorf("%+v, %v", a, err)
					return
				}
				if _, err := s.Search(Query{From: Node(r.IntN(20)), To: Node(20 + r.IntN(1000))}); err != nil {
					t.Error(err)
					return
				}
			}
		})
	}
	for round := range 4 {
		for range 3000 {
			tie := someTie(r, 1500)
			if round%2 == 0 {
				if err := w.g.Add(tie); err != nil {
					t.Fatal(err)
				}
			} else if _, err := w.g.Remove(tie.A, tie.B, tie.Label); err != nil {
				t.Fatal(err)
			}
		}
		for range span {
			n, err := w.g.AddPerson(1)
			if err != nil {
				t.Fatal(err)
			}
			if err := w.g.Add(Tie{n, Node(r.IntN(1500)), 5, 0}); err != nil {
				t.Fatal(err)
			}
		}
		if round == 2 {
			wait.Go(func() {
				if err := w.g.Snapshot(&bytes.Buffer{}); err != nil {
					t.Error(err)
				}
			})
		}
	}
	close(done)
	wait.Wait()
}

func snapshot(t testing.TB, g *Graph) []byte {
	var b bytes.Buffer
	if err := g.Snapshot(&b); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func TestASnapshotGivesTheGraphBack(t *testing.T) {
	r := rand.New(rand.NewPCG(8, 8))
	w := invent(t, r, 1500, 4000)
	w.change(t, r, 3000)
	raw := snapshot(t, w.g)
	whole, err := Read(bytes.NewReader(raw))
	if err != nil {
		t.Fatal(err)
	}
	bit, err := Open(bytes.NewReader(raw), int64(len(raw)))
	if err != nil {
		t.Fatal(err)
	}
	for _, g := range []*Graph{whole, bit} {
		again := &twin{g: g, p: Plain{slices.Clone(w.p.Will), slices.Clone(w.p.Ties)}}
		if m := again.mismatch(r, 200); m != "" {
			t.Fatal(m)
		}
		// It goes on living, before all of it was read.
		again.change(t, r, 1000)
		if m := again.mismatch(r, 100); m != "" {
			t.Fatal(m)
		}
	}
	if again := snapshot(t, must(Read(bytes.NewReader(raw)))); !bytes.Equal(again, raw) {
		t.Error("a snapshot of a snapshot differs")
	}
	empty, err := Read(bytes.NewReader(snapshot(t, &Graph{})))
	if err != nil || empty.People() != 0 {
		t.Error(empty, err)
	}
}

func must(g *Graph, err error) *Graph {
	if err != nil {
		panic(err)
	}
	return g
}

// slow writes another tie after each piece that is written: the snapshot must be
// of the moment at which it was begun.
type slow struct {
	bytes.Buffer
	write func()
}

func (s *slow) Write(b []byte) (int, error) {
	s.write()
	return s.Buffer.Write(b)
}

func TestASnapshotIsOfOneMoment(t *testing.T) {
	r := rand.New(rand.NewPCG(9, 9))
	w := invent(t, r, 60*span, 200_000)
	before := snapshot(t, w.g)
	out := &slow{write: func() { w.change(t, r, 300) }}
	if err := w.g.Snapshot(out); err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(before, out.Bytes()) {
		t.Error("what was written meanwhile is in it")
	}
	if len(out.Bytes()) < 2<<20 {
		t.Fatal("written in one piece: nothing was tried")
	}
	if m := w.mismatch(r, 40); m != "" {
		t.Error(m)
	}
}

// Every bit counts: wherever one is turned, or whatever is cut off, the snapshot
// is refused, and nothing panics.
func TestADamagedSnapshotIsRefused(t *testing.T) {
	r := rand.New(rand.NewPCG(10, 10))
	raw := snapshot(t, invent(t, r, 700, 1000).g)
	for at := 0; at < len(raw); at += 1 + r.IntN(30) {
		bad := slices.Clone(raw)
		bad[at] ^= 1 << r.IntN(8)
		if _, err := Read(bytes.NewReader(bad)); !errors.Is(err, ErrDamaged) {
			t.Fatalf("byte %d of %d turned: %v", at, len(raw), err)
		}
		if _, err := Read(bytes.NewReader(raw[:at])); !errors.Is(err, ErrDamaged) {
			t.Fatalf("cut at %d: %v", at, err)
		}
	}
	if _, err := Read(bytes.NewReader(raw)); err != nil { // sabotage: whole, it is not
		t.Fatal(err)
	}
}

// Opened without being read, the damage shows where it is needed, not before.
func TestDamageIsFoundWhenItIsNeeded(t *testing.T) {
	w := mine(t)
	for range 2 * span {
		if _, err := w.g.AddPerson(0); err != nil {
			t.Fatal(err)
		}
	}
	far := Node(w.g.People() - 1)
	if err := w.g.Add(Tie{8, far, 1, 0}); err != nil {
		t.Fatal(err)
	}
	raw := snapshot(t, w.g)
	raw[len(raw)-endLen-3*tableEntry-1] ^= 1 // the last byte of the last segment
	g, err := Open(bytes.NewReader(raw), int64(len(raw)))
	if err != nil {
		t.Fatal(err)
	}
	s := NewSearcher(g)
	if a, err := s.Search(Query{To: 9}); err != nil || len(a.Chains) != 4 {
		t.Errorf("%+v, %v", a, err)
	}
	if _, err := s.Search(Query{To: far}); !errors.Is(err, ErrDamaged) {
		t.Error(err)
	}
	if err := g.Add(Tie{0, far, 1, 0}); !errors.Is(err, ErrDamaged) {
		t.Error(err)
	}
}
