package atlas

import (
	"math"
	"slices"
	"testing"
)

// Discs never lie on each other, the first in the middle, and those with ties nearer
// than those without.
func TestDiscs(t *testing.T) {
	var radii []float64
	for i := range 60 {
		radii = append(radii, 60-float64(i)*0.9)
	}
	ties := []Tie{{0, 59, 40}, {1, 58, 40}, {5, 5, 9}}
	got := Discs(radii, ties, 6)
	if len(got) != 60 || got[0].Point != (Point{}) {
		t.Fatalf("%d discs, the first at %v", len(got), got[0])
	}
	for i, a := range got {
		if a.R != radii[i] {
			t.Errorf("disc %d has radius %g", i, a.R)
		}
		for _, b := range got[:i] {
			if d := math.Hypot(a.X-b.X, a.Y-b.Y); d < a.R+b.R+5.999 {
				t.Errorf("two discs lie %g apart, want %g", d, a.R+b.R+6)
			}
		}
	}
	even := slices.Repeat([]float64{20}, 12)
	dist := func(list []Disc, a, b int) float64 { return math.Hypot(list[a].X-list[b].X, list[a].Y-list[b].Y) }
	for other := 1; other < 11; other++ {
		tied := Discs(even, []Tie{{other, 11, 3}}, 6)
		if d := dist(tied, other, 11); d > 46.1 {
			t.Errorf("%d and 11 are tied, and lie %.0f apart", other, d)
		}
	}
	if !slices.Equal(got, Discs(radii, ties, 6)) {
		t.Error("another drawing of the same network")
	}
	if len(Discs(nil, nil, 1)) != 0 {
		t.Error("no discs")
	}
}

// People lie within their disc, none on another, the tied nearer than the others.
func TestInside(t *testing.T) {
	for _, n := range []int{0, 1, 2, 3, 30, 120, 300, 700} {
		var ties []Tie
		for i := range n {
			if i%10 != 0 {
				ties = append(ties, Tie{i, i - i%10, 0.5})
			}
		}
		apart := 1 / math.Sqrt(float64(max(n, 1)))
		got := Inside(n, ties, apart)
		if len(got) != n || !slices.Equal(got, Inside(n, ties, apart)) {
			t.Fatalf("%d people: %d points, or another drawing", n, len(got))
		}
		tied, pairs, others := 0.0, 0.0, 0.0
		for i, p := range got {
			if math.IsNaN(p.X) || math.Hypot(p.X, p.Y) > 0.9401 {
				t.Errorf("%d people: one at %v", n, p)
			}
			for j, q := range got[:i] {
				d := math.Hypot(p.X-q.X, p.Y-q.Y)
				if d < apart/3 {
					t.Errorf("%d people: %d and %d lie %.3f apart", n, i, j, d)
				}
				if n == 120 {
					if i/10 == j/10 && j%10 == 0 {
						tied, pairs = tied+d, pairs+1
					} else {
						others += d
					}
				}
			}
		}
		if n == 120 && tied/pairs > 0.6*others/(120*119/2-pairs) {
			t.Errorf("the tied lie %.2f apart, the others %.2f", tied/pairs, others/(120*119/2-pairs))
		}
	}
}

// Whoever lies on one spot is parted.
func TestOneSpot(t *testing.T) {
	at := make([]Point, 5)
	part(at, 0.1)
	for i := range at {
		for j := range i {
			if math.Hypot(at[i].X-at[j].X, at[i].Y-at[j].Y) < 0.05 {
				t.Errorf("%v", at)
			}
		}
	}
}
