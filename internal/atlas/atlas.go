// Package atlas lays a network out on a sheet: groups as discs beside those they
// have most ties with, and in each disc its people, those who know each other near
// each other.
//
// The same network always lies the same way: nothing is drawn by lot. What it costs
// is bounded by how many people are laid out, never by how many there are.
//
// It leaves out who is in which group (package groups), and the drawing itself.
package atlas

import (
	"cmp"
	"math"
	"slices"
)

// A Point lies on the sheet; x grows to the right, y downwards.
type Point struct{ X, Y float64 }

// A Disc is the ground of one group.
type Disc struct {
	Point
	R float64
}

// A Tie is between two, by their numbers; the greater its weight the nearer they lie.
type Tie struct {
	A, B   int
	Weight float64
}

// Discs lays discs of given radii side by side, gap apart at least, the ones with
// the heaviest ties near each other. They come in the order given and the first lies
// in the middle: give the largest first.
func Discs(radii []float64, ties []Tie, gap float64) []Disc {
	out := make([]Disc, 0, len(radii))
	near := make([]map[int]float64, len(radii))
	for i := range near {
		near[i] = map[int]float64{}
	}
	heaviest := 1.0
	for _, t := range ties {
		if t.A != t.B {
			near[t.A][t.B] += t.Weight
			near[t.B][t.A] += t.Weight
			heaviest = max(heaviest, near[t.A][t.B])
		}
	}
	for i, r := range radii {
		if i == 0 {
			out = append(out, Disc{R: r})
			continue
		}
		best, least := Disc{}, math.Inf(1)
		for _, d := range out {
			const around = 36
			for k := range around {
				sin, cos := math.Sincos(2 * math.Pi * float64(k) / around)
				at := Disc{Point{d.X + (d.R+r+gap)*cos, d.Y + (d.R+r+gap)*sin}, r}
				if slices.ContainsFunc(out, func(x Disc) bool { return math.Hypot(x.X-at.X, x.Y-at.Y) < x.R+r+gap-1e-6 }) {
					continue
				}
				// Towards the middle, and towards whom there are ties with.
				cost := math.Hypot(at.X, at.Y)
				for j, d := range out {
					cost += 2 * near[i][j] / heaviest * math.Hypot(at.X-d.X, at.Y-d.Y)
				}
				if cost < least-1e-9 {
					best, least = at, cost
				}
			}
		}
		out = append(out, best)
	}
	return out
}

const (
	rounds  = 120 // of pushing and pulling
	golden  = 2.39996322972865332
	crowded = 400 // people beyond whom only the beginning is laid out by ties
)

// Inside lays n people out within a disc of radius 1 around the origin: those with
// ties near each other (Fruchterman and Reingold 1991, from a sunflower, in the
// order given), none nearer than apart to another while there is room.
func Inside(n int, ties []Tie, apart float64) []Point {
	at := make([]Point, n)
	for i := range at {
		r := 0.92 * math.Sqrt((float64(i)+0.5)/float64(max(n, 1)))
		sin, cos := math.Sincos(golden * float64(i))
		at[i] = Point{r * cos, r * sin}
	}
	if n == 1 {
		at[0] = Point{}
	}
	if n < 3 || n > crowded {
		return at
	}
	k := 1.1 * math.Sqrt(1/float64(n))
	move := make([]Point, n)
	for round := range rounds {
		heat := 0.12 * (1 - float64(round)/rounds)
		clear(move)
		for i := range n {
			for j := range i {
				dx, dy := at[i].X-at[j].X, at[i].Y-at[j].Y
				d2 := max(dx*dx+dy*dy, 1e-6)
				f := k * k / d2
				move[i].X += dx * f
				move[i].Y += dy * f
				move[j].X -= dx * f
				move[j].Y -= dy * f
			}
		}
		for _, t := range ties {
			dx, dy := at[t.A].X-at[t.B].X, at[t.A].Y-at[t.B].Y
			f := math.Hypot(dx, dy) / k * min(1, 0.3+t.Weight)
			move[t.A].X -= dx * f
			move[t.A].Y -= dy * f
			move[t.B].X += dx * f
			move[t.B].Y += dy * f
		}
		for i := range at {
			m := &move[i]
			m.X -= at[i].X * 0.3 // nobody is lost at the edge
			m.Y -= at[i].Y * 0.3
			if d := math.Hypot(m.X, m.Y); d > heat {
				m.X, m.Y = m.X/d*heat, m.Y/d*heat
			}
			at[i].X += m.X
			at[i].Y += m.Y
		}
	}
	spread(at)
	part(at, apart)
	return at
}

// spread fills the disc: who lies furthest out comes to the edge, and the others
// keep their order outwards.
func spread(at []Point) {
	var mid Point
	for _, p := range at {
		mid.X += p.X / float64(len(at))
		mid.Y += p.Y / float64(len(at))
	}
	order := make([]int, len(at))
	for i := range at {
		at[i].X -= mid.X
		at[i].Y -= mid.Y
		order[i] = i
	}
	far := func(i int) float64 { return math.Hypot(at[i].X, at[i].Y) }
	slices.SortStableFunc(order, func(i, j int) int { return cmp.Compare(far(i), far(j)) })
	most := max(far(order[len(order)-1]), 1e-9)
	for rank, i := range order {
		was := far(i)
		if was < 1e-9 {
			continue
		}
		even := 0.94 * math.Sqrt((float64(rank)+0.5)/float64(len(at)))
		to := 0.8*even + 0.2*0.94*was/most
		at[i].X, at[i].Y = at[i].X/was*to, at[i].Y/was*to
	}
}

// part moves apart who lies on somebody else.
func part(at []Point, apart float64) {
	for range 60 {
		moved := false
		for i := range at {
			for j := range i {
				dx, dy := at[i].X-at[j].X, at[i].Y-at[j].Y
				d := math.Hypot(dx, dy)
				if d >= apart {
					continue
				}
				push := (apart - d) / 2 / max(d, 1e-9)
				if d < 1e-9 { // on one spot: by their numbers
					sin, cos := math.Sincos(golden * float64(i))
					dx, dy, push = cos, sin, apart/2
				}
				at[i].X += dx * push
				at[i].Y += dy * push
				at[j].X -= dx * push
				at[j].Y -= dy * push
				moved = true
			}
		}
		for i := range at {
			if d := math.Hypot(at[i].X, at[i].Y); d > 0.94 {
				at[i].X, at[i].Y = at[i].X/d*0.94, at[i].Y/d*0.94
			}
		}
		if !moved {
			return
		}
	}
}
