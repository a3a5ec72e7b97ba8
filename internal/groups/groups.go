// Package groups finds which people of a network hold together, and by what one
// would call them.
//
// It is the method of Louvain (Blondel, Guillaume, Lambiotte, Lefebvre 2008): each
// person joins the neighbours whose company raises modularity most, then each group
// is taken for a person and it begins again. People are taken in their order, and of
// equal choices the first is made, so that the same network always falls into the
// same groups. What does not hang together is parted at the end, which the method
// alone does not promise.
//
// It leaves out who knows whom and how surely (package reach), and where people are
// drawn (package atlas).
package groups

import (
	"cmp"
	"slices"
)

// A Tie is between two people, by their numbers, which count from 0. The greater
// its weight the more it holds; a weight of 0 or less holds nothing.
type Tie struct {
	A, B   int
	Weight float64
}

// Apart is the group of whoever is in none.
const Apart = -1

const (
	passes = 50    // over all people at one level, at most
	worth  = 1e-12 // a gain below is none
)

// Find parts n people into groups of at least so many, and returns the group of
// each: 0 is the largest, of equal ones that of the first person; Apart is none.
// Ties of a person with themselves, and with numbers that nobody has, are left out.
func Find(n int, ties []Tie, least int) []int {
	g := build(n, ties)
	of := make([]int, n)
	for i := range of {
		of[i] = i
	}
	for {
		groups, count := g.join()
		if count == g.n {
			break
		}
		for i, x := range of {
			of[i] = groups[x]
		}
		g = g.gather(groups, count)
	}
	return number(n, ties, of, least)
}

// A graph is people, or groups taken for one, with the ties of each.
type graph struct {
	n     int
	first []int // of each, where its ties begin; one more than people
	to    []int
	w     []float64
	self  []float64 // twice the weight of the ties within
	deg   []float64 // of all ties, those within twice
	sum   float64   // of deg
}

func build(n int, ties []Tie) *graph {
	g := &graph{n: n, first: make([]int, n+1), self: make([]float64, n), deg: make([]float64, n)}
	usable := func(t Tie) bool { return t.A != t.B && t.A >= 0 && t.B >= 0 && t.A < n && t.B < n && t.Weight > 0 }
	for _, t := range ties {
		if usable(t) {
			g.first[t.A+1]++
			g.first[t.B+1]++
		}
	}
	for i := range n {
		g.first[i+1] += g.first[i]
	}
	at := slices.Clone(g.first)
	g.to, g.w = make([]int, g.first[n]), make([]float64, g.first[n])
	for _, t := range ties {
		if !usable(t) {
			continue
		}
		for _, e := range [2][2]int{{t.A, t.B}, {t.B, t.A}} {
			g.to[at[e[0]]], g.w[at[e[0]]] = e[1], t.Weight
			at[e[0]]++
			g.deg[e[0]] += t.Weight
		}
		g.sum += 2 * t.Weight
	}
	return g
}

// join lets each join the neighbours with whom modularity gains most, until nobody
// moves, and returns the group of each and how many groups there are.
func (g *graph) join() (of []int, count int) {
	of = make([]int, g.n)
	total := slices.Clone(g.deg)
	for i := range of {
		of[i] = i
	}
	within := make([]float64, g.n) // weight of ties of the one looked at with each group
	var near []int
	for range passes {
		moved := false
		for i := range g.n {
			if g.first[i] == g.first[i+1] {
				continue
			}
			near = near[:0]
			for e := g.first[i]; e < g.first[i+1]; e++ {
				c := of[g.to[e]]
				if within[c] == 0 {
					near = append(near, c)
				}
				within[c] += g.w[e]
			}
			own := of[i]
			total[own] -= g.deg[i]
			gain := func(c int) float64 { return within[c] - total[c]*g.deg[i]/g.sum }
			best, most := own, gain(own)
			for _, c := range near {
				if x := gain(c); x > most+worth || x > most-worth && c < best && best != own {
					best, most = c, x
				}
			}
			total[best] += g.deg[i]
			if best != own {
				of[i], moved = best, true
			}
			for _, c := range near {
				within[c] = 0
			}
		}
		if !moved {
			break
		}
	}
	names := make([]int, g.n)
	for i := range names {
		names[i] = Apart
	}
	for i, c := range of {
		if names[c] == Apart {
			names[c] = count
			count++
		}
		of[i] = names[c]
	}
	return of, count
}

// gather takes each group for one.
func (g *graph) gather(of []int, count int) *graph {
	sums := map[[2]int]float64{}
	out := &graph{n: count, self: make([]float64, count)}
	for i := range g.n {
		out.self[of[i]] += g.self[i]
		for e := g.first[i]; e < g.first[i+1]; e++ {
			a, b := of[i], of[g.to[e]]
			switch {
			case a == b:
				out.self[a] += g.w[e]
			case a < b:
				sums[[2]int{a, b}] += g.w[e]
			}
		}
	}
	ties := make([]Tie, 0, len(sums))
	for ends, w := range sums {
		ties = append(ties, Tie{ends[0], ends[1], w})
	}
	slices.SortFunc(ties, func(x, y Tie) int { return cmp.Or(cmp.Compare(x.A, y.A), cmp.Compare(x.B, y.B)) })
	built := build(count, ties)
	built.self = out.self
	for i, s := range out.self {
		built.deg[i] += s
		built.sum += s
	}
	return built
}

// number parts what does not hang together, leaves out what is too small, and
// numbers the rest by size.
func number(n int, ties []Tie, of []int, least int) []int {
	g := build(n, ties)
	part := make([]int, n)
	for i := range part {
		part[i] = Apart
	}
	var sizes []int
	for i := range n {
		if part[i] != Apart {
			continue
		}
		p, queue := len(sizes), []int{i}
		part[i] = p
		for at := 0; at < len(queue); at++ {
			x := queue[at]
			for e := g.first[x]; e < g.first[x+1]; e++ {
				if y := g.to[e]; part[y] == Apart && of[y] == of[i] {
					part[y] = p
					queue = append(queue, y)
				}
			}
		}
		sizes = append(sizes, len(queue))
	}
	order := make([]int, 0, len(sizes)) // parts come in the order of their first person
	for p, size := range sizes {
		if size >= max(least, 2) {
			order = append(order, p)
		}
	}
	slices.SortStableFunc(order, func(a, b int) int { return sizes[b] - sizes[a] })
	names := make([]int, len(sizes))
	for p := range names {
		names[p] = Apart
	}
	for i, p := range order {
		names[p] = i
	}
	for i, p := range part {
		part[i] = names[p]
	}
	return part
}

// Modularity is how much more weight lies within groups than would by chance, from
// −1/2 to 1 (Newman and Girvan 2004). Whoever is apart is a group of their own.
func Modularity(n int, ties []Tie, of []int) float64 {
	g := build(n, ties)
	if g.sum == 0 {
		return 0
	}
	within, total, q := map[int]float64{}, map[int]float64{}, 0.0
	for i := range n {
		c := of[i]
		if c == Apart {
			c = -2 - i
		}
		total[c] += g.deg[i]
		for e := g.first[i]; e < g.first[i+1]; e++ {
			if of[g.to[e]] == of[i] && of[i] != Apart {
				within[c] += g.w[e]
			}
		}
	}
	for c, t := range total {
		q += within[c]/g.sum - (t/g.sum)*(t/g.sum)
	}
	return q
}
