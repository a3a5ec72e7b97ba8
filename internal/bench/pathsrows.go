package bench

import (
	"math"
	"math/rand/v2"
	"sort"

	"entregent/internal/paths"
)

const noChain = math.MaxUint32

// rows are the network in plain arrays: each person's ties one after the other,
// in the order of whom they lead to.
type rows struct {
	first []int
	to    []uint32
	cost  []uint32
	will  []paths.Cost
}

func newRows(net *ties) *rows {
	g := &rows{first: make([]int, len(net.Will)+1), to: make([]uint32, 2*len(net.Ties)), cost: make([]uint32, 2*len(net.Ties)), will: net.Will}
	for _, t := range net.Ties {
		g.first[t.A]++
		g.first[t.B]++
	}
	sum := 0
	for i, n := range g.first {
		g.first[i] = sum
		sum += n
	}
	put := func(a, b paths.Node, c paths.Cost) {
		g.to[g.first[a]], g.cost[g.first[a]] = uint32(b), uint32(c)
		g.first[a]++
	}
	// An invented list is in the order of both ends; then each row is sorted when
	// those below come before those above.
	for _, t := range net.Ties {
		put(t.B, t.A, t.Cost)
	}
	for _, t := range net.Ties {
		put(t.A, t.B, t.Cost)
	}
	copy(g.first[1:], g.first)
	g.first[0] = 0
	for n := range net.Will {
		a, b := g.first[n], g.first[n+1]
		if row := (&rowOf{g.to[a:b], g.cost[a:b]}); !sort.IsSorted(row) {
			sort.Sort(row)
		}
	}
	return g
}

type rowOf struct{ to, cost []uint32 }

func (r *rowOf) Len() int           { return len(r.to) }
func (r *rowOf) Less(i, j int) bool { return r.to[i] < r.to[j] }
func (r *rowOf) Swap(i, j int) {
	r.to[i], r.to[j] = r.to[j], r.to[i]
	r.cost[i], r.cost[j] = r.cost[j], r.cost[i]
}

// step goes along one of somebody's ties; they stay where they have none.
func (g *rows) step(n paths.Node, r *rand.Rand) paths.Node {
	row := g.to[g.first[n]:g.first[n+1]]
	if len(row) == 0 {
		return n
	}
	return paths.Node(row[r.IntN(len(row))])
}
