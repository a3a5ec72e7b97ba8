//go:build !nogonum

package bench

import (
	"math"
	"sort"

	"entregent/internal/paths"
	"gonum.org/v1/gonum/graph"
	"gonum.org/v1/gonum/graph/iterator"
	"gonum.org/v1/gonum/graph/path"
)

// gonumHere says that this program was built with gonum: its matrices weigh
// some two megabytes, and releases leave it out.
const gonumHere = true

// layers is the network as gonum can search it with at most three ties: each
// person once for each number of ties it takes to get there, the target in one
// place for all. Nothing of the search is done for it: which of the last layer
// lead nowhere is for Dijkstra to find out. It lies in plain arrays, so that
// gonum does not pay for maps.
type layers struct {
	*rows
	from, at paths.Node // the ends of the search
}

// A layered is one person after so many ties.
type layered int64

func (n layered) ID() int64 { return int64(n) }

type layeredEdge struct{ from, to layered }

func (e layeredEdge) From() graph.Node         { return e.from }
func (e layeredEdge) To() graph.Node           { return e.to }
func (e layeredEdge) ReversedEdge() graph.Edge { return layeredEdge{e.to, e.from} }

func (g *layers) node(n uint32, hop int) layered {
	if n == uint32(g.at) {
		hop = 3
	}
	return layered(hop*len(g.will) + int(n))
}

func (g *layers) row(id int64) (n, hop, first, end int) {
	n, hop = int(id)%len(g.will), int(id)/len(g.will)
	return n, hop, g.first[n], g.first[n+1]
}

// From returns those one tie further.
func (g *layers) From(id int64) graph.Nodes {
	_, hop, first, end := g.row(id)
	if hop == 3 {
		return graph.Empty
	}
	list := make([]graph.Node, 0, end-first)
	for _, to := range g.to[first:end] {
		if to != uint32(g.from) {
			list = append(list, g.node(to, hop+1))
		}
	}
	return iterator.NewOrderedNodes(list)
}

// Edge returns the tie between two of them.
func (g *layers) Edge(from, to int64) graph.Edge {
	if _, ok := g.Weight(from, to); !ok {
		return nil
	}
	return layeredEdge{layered(from), layered(to)}
}

// Weight returns what a tie costs, with going through the one it comes from.
func (g *layers) Weight(from, to int64) (float64, bool) {
	n, hop, first, end := g.row(from)
	person := uint32(int(to) % len(g.will))
	row := g.to[first:end]
	i := sort.Search(len(row), func(i int) bool { return row[i] >= person })
	if i == len(row) || row[i] != person {
		return math.Inf(1), false
	}
	cost := g.cost[first+i]
	if hop > 0 {
		cost += uint32(g.will[n])
	}
	return float64(cost), true
}

// cheapest returns the least cost of a chain, a tie between the two included.
func (r *rows) cheapest(from, to paths.Node) uint32 {
	g := &layers{r, from, to}
	_, w := path.DijkstraFromTo(g.node(uint32(from), 0), g.node(uint32(to), 3), g)
	if math.IsInf(w, 1) {
		return noChain
	}
	return uint32(w)
}
