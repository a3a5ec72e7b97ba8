package bench

import (
	"bufio"
	"fmt"
	"math"
	"math/rand/v2"
	"os"
	"slices"
	"strconv"
	"strings"

	"entregent/internal/network"
	"entregent/internal/paths"
)

// ties are the network of the paths bench: the plain list, with what a hub is.
type ties struct {
	paths.Plain
	hubs []paths.Node // those with most ties, some hundred
}

func (t *ties) hub(r *rand.Rand) paths.Node { return t.hubs[r.IntN(len(t.hubs))] }

const labels = 16

// costs are those of the evidence there can be between two people (rulings §12).
var costs = []paths.Cost{
	paths.CostOf(0.7), paths.CostOf(0.6), paths.CostOf(0.5), paths.CostOf(0.25), paths.CostOf(0.2), paths.CostOf(0.1), paths.CostOf(0.05),
}

// inventTies makes a network of so many people: six ties in ten join people who
// stand close together, the others join anybody with a few who know very many.
// The same size gives the same network.
func inventTies(people, n int) *ties {
	people = max(people, 3)
	n = min(n, people*(people-1)/4)
	r := rand.New(rand.NewPCG(7, uint64(people)))
	out := &ties{Plain: paths.Plain{Will: make([]paths.Cost, people)}}
	for i := range out.Will {
		out.Will[i] = paths.CostOf(0.37)
		if r.IntN(10) == 0 {
			out.Will[i] = paths.CostOf(0.6)
		}
	}
	// Both ends as one number, sorted: what comes twice lies together.
	var keys []uint64
	for len(keys) < n {
		for more := (n - len(keys)) + (n-len(keys))/16 + 1; more > 0; more-- {
			a, b := uint64(r.IntN(people)), uint64(0)
			if r.IntN(10) < 6 {
				b = (a + 1 + uint64(r.IntN(100))) % uint64(people)
			} else {
				b = scatter(uint64(math.Pow(r.Float64(), 2.5)*float64(people)), people)
			}
			if a != b {
				keys = append(keys, min(a, b)<<32|max(a, b))
			}
		}
		slices.Sort(keys)
		keys = slices.Compact(keys)
	}
	for len(keys) > n { // spread, so that no part of the network is thinner
		keys = thin(r, keys, len(keys)-n)
	}
	out.Ties = make([]paths.Tie, 0, n+1000)
	for _, k := range keys {
		t := paths.Tie{A: paths.Node(k >> 32), B: paths.Node(k & math.MaxUint32), Label: paths.Label(k % 251 % labels)}
		if t.Cost = costs[r.IntN(len(costs))]; r.IntN(10) < 3 {
			t.Cost = paths.CostOf(0.05 + 0.9*r.Float64())
		}
		out.Ties = append(out.Ties, t)
	}
	out.findHubs()
	return out
}

// scatter gives each number another one, so that hubs are no neighbours.
func scatter(n uint64, people int) uint64 { return n * 2_654_435_761 % uint64(people) }

// thin takes so many keys away, here and there.
func thin(r *rand.Rand, keys []uint64, n int) []uint64 {
	for range n {
		keys[r.IntN(len(keys))] = math.MaxUint64
	}
	return slices.DeleteFunc(keys, func(k uint64) bool { return k == math.MaxUint64 })
}

func (t *ties) findHubs() {
	degree := make([]int, len(t.Will))
	for _, x := range t.Ties {
		degree[x.A]++
		degree[x.B]++
	}
	order := make([]paths.Node, len(degree))
	for i := range order {
		order[i] = paths.Node(i)
	}
	slices.SortFunc(order, func(a, b paths.Node) int { return degree[b] - degree[a] })
	t.hubs = order[:max(2, min(100, len(order)/20))]
}

// readEdges reads a list of ties: two names on a line and, after them, the
// probability of the tie, 0.5 where it is not said; apart by blanks, commas or
// tabulators. Lines that begin with # are skipped.
func readEdges(path string) (*ties, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, &network.Error{Kind: network.NotFound, Msg: "error.bench_edges_open", Args: []any{path}, Err: err}
	}
	defer f.Close()
	out, number, seen := &ties{}, map[string]paths.Node{}, map[uint64]bool{}
	s := bufio.NewScanner(f)
	for line := 1; s.Scan(); line++ {
		w := strings.FieldsFunc(s.Text(), func(r rune) bool { return r == ' ' || r == ',' || r == '\t' || r == ';' || r == '\r' })
		if len(w) == 0 || strings.HasPrefix(w[0], "#") {
			continue
		}
		p := 0.5
		if len(w) > 2 {
			p, err = strconv.ParseFloat(w[2], 64)
		}
		if len(w) < 2 || len(w) > 3 || err != nil || !(p > 0 && p <= 1) {
			return nil, &network.Error{Kind: network.Unreadable, Msg: "error.bench_edges", Args: []any{fmt.Sprintf("%s:%d", path, line)}}
		}
		var ends [2]paths.Node
		for i, name := range w[:2] {
			n, ok := number[name]
			if !ok {
				n = paths.Node(len(number))
				number[name] = n
				out.Will = append(out.Will, paths.CostOf(0.37))
			}
			ends[i] = n
		}
		key := uint64(min(ends[0], ends[1]))<<32 | uint64(max(ends[0], ends[1]))
		if ends[0] != ends[1] && !seen[key] {
			seen[key] = true
			out.Ties = append(out.Ties, paths.Tie{A: ends[0], B: ends[1], Cost: paths.CostOf(p), Label: paths.Label(key % 251 % labels)})
		}
	}
	if s.Err() != nil || len(out.Ties) < 2 {
		return nil, &network.Error{Kind: network.Unreadable, Msg: "error.bench_edges_few", Args: []any{path}, Err: s.Err()}
	}
	out.findHubs()
	return out, nil
}
