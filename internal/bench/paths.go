package bench

import (
	"context"
	"fmt"
	"math/rand/v2"
	"runtime"
	"slices"
	"time"

	"entregent/internal/paths"
)

const (
	tiesEach    = 20
	full        = 1_000_000 // people from which the goals hold
	usualPairs  = 600       // that are compared; half as many are timed
	firstSteps  = 20        // that an answer names
	turn        = 25        // pairs that one side answers before the next has its turn
	gonumPairs  = 12
	plainArcs   = 2_400_000_000 // that the dynamic programme may go through in all
	manyTies    = 20_000        // added one by one
	pathsRounds = 3
)

// measurePaths searches chains beside SQL and gonum, on the same pairs in turns,
// and compares every answer.
func (r *run) measurePaths(ctx context.Context) error {
	if r.Edges != "" {
		n, err := readEdges(r.Edges)
		if err != nil {
			return err
		}
		return r.paths(ctx, n)
	}
	sizes := []int{10_000, 100_000}
	if r.People > 0 {
		sizes = []int{r.People}
	}
	for _, people := range sizes {
		if err := r.paths(ctx, inventTies(people, or(r.Ties, people*tiesEach))); err != nil {
			return err
		}
	}
	return nil
}

// A pathsRun is the bench at one size.
type pathsRun struct {
	*run
	net    *ties
	graph  *paths.Graph
	search *paths.Searcher
	sqls   []*pathsSQL
	rows   *rows
	limit  probes
	dice   *rand.Rand
}

// row and ratio carry the size in their names.
func (p *pathsRun) row(name string, value float64, unit string) {
	p.run.row(fmt.Sprintf("paths_%s_%d", name, len(p.net.Will)), value, unit)
}

func (p *pathsRun) ratio(x Ratio) {
	x.Name = fmt.Sprintf("paths_%s_%d", x.Name, len(p.net.Will))
	if !p.atFull() && !x.AtMost {
		x.Goal, x.Floor = 0, 0 // those are for the full size
	}
	p.run.ratio(x)
}

func (p *pathsRun) timedPairs() int { return or(p.Pairs, usualPairs) / 2 }

func (p *pathsRun) atFull() bool { return len(p.net.Will) >= full && len(p.net.Ties) >= full*tiesEach }

func (r *run) paths(ctx context.Context, net *ties) (err error) {
	p := &pathsRun{run: r, net: net, dice: rand.New(rand.NewPCG(16, uint64(len(net.Will))))}
	if err := p.build(); err != nil {
		return err
	}
	p.rows = newRows(net)
	p.limit = probe(16 * len(net.Ties))
	defer func() {
		for _, s := range p.sqls {
			s.close()
		}
	}()
	if err := p.openSQL(ctx); err != nil {
		return err
	}
	for _, step := range []func(context.Context) error{p.timed, p.gonum, p.filtered, p.exact, p.snapshot, p.live} {
		if err := step(ctx); err != nil {
			return err
		}
	}
	return ctx.Err()
}

// build makes the graph and weighs it.
func (p *pathsRun) build() (err error) {
	before := heap()
	begun := time.Now()
	if p.graph, err = paths.Build(len(p.net.Will), p.net.Ties, p.net.Will); err != nil {
		return err
	}
	took := time.Since(begun)
	p.search = paths.NewSearcher(p.graph)
	each := float64(heap()-before) / float64(p.graph.Ties())
	hub := 0
	for n := range p.net.Will {
		d, err := p.graph.Degree(paths.Node(n))
		if err != nil {
			return err
		}
		hub = max(hub, d)
	}
	p.row("ties", float64(p.graph.Ties()), "")
	p.row("hub", float64(hub), "")
	p.row("build", ms(took), "ms")
	p.ratio(Ratio{Name: "bytes", Value: each, Unit: "B", Goal: 24, Floor: 40, AtMost: true})
	return nil
}

func heap() uint64 {
	var m runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&m)
	return m.HeapAlloc
}

// pairs draws so many, two different people each: one half anybody, the other
// half within three ties of each other, so that there is something to find.
func (p *pathsRun) pairs(n int) (out []paths.Query) {
	for len(out) < n {
		q := paths.Query{From: p.anybody(), To: p.anybody(), Most: firstSteps}
		if len(out)%2 == 1 {
			q.To = q.From
			for range 3 {
				q.To = p.rows.step(q.To, p.dice)
			}
		}
		if q.From != q.To {
			out = append(out, q)
		}
	}
	return out
}

func (p *pathsRun) anybody() paths.Node { return paths.Node(p.dice.IntN(len(p.net.Will))) }

// timed lets each side answer the same pairs in turns.
func (p *pathsRun) timed(ctx context.Context) error {
	var ours times
	theirs := make([]times, len(p.sqls))
	var limit time.Duration
	qs := p.pairs(p.timedPairs())
	best := slices.Repeat(times{never}, len(qs))
	for round := range or(p.Rounds, pathsRounds) {
		for at := 0; at < len(qs); at += turn {
			part := qs[at:min(at+turn, len(qs))]
			sums := make([]uint64, len(part)) // what all must agree on
			for i, q := range part {
				var a *paths.Answer
				if err := ours.take(func() (err error) { a, err = p.search.Search(q); return err }); err != nil {
					return err
				}
				best[at+i] = min(best[at+i], ours[len(ours)-1])
				if round == 0 {
					limit += p.limit.of(a.Work)
				}
				for _, c := range a.Chains {
					sums[i] += uint64(c.Cost)
				}
			}
			for k, s := range p.sqls {
				if round > 0 && k < len(p.sqls)-1 {
					continue // SQLite takes long enough once
				}
				for i, q := range part {
					var got []firstStep
					if err := theirs[k].take(func() (err error) { got, err = s.ask(ctx, q); return err }); err != nil {
						return err
					}
					sum := uint64(0)
					for _, f := range got {
						sum += uint64(f.cost)
					}
					if sum != sums[i] {
						return differs(fmt.Sprintf("%s: chains from %d to %d", s.name, q.From, q.To), sums[i], sum)
					}
				}
			}
		}
	}
	p.row("median", us(ours.median()), "µs")
	p.row("p99", us(ours.at(0.99)), "µs")
	p.row("mean", us(best.sum())/float64(len(best)), "µs")
	p.row("read", p.limit.read, "ns")
	p.row("band", p.limit.band/1e9, "GB/s")
	for k, s := range p.sqls {
		p.row(s.name+"_median", us(theirs[k].median()), "µs")
		p.row(s.name+"_p99", us(theirs[k].at(0.99)), "µs")
		median := Ratio{Name: s.name + "_median", Value: float64(theirs[k].median()) / float64(ours.median())}
		p99 := Ratio{Name: s.name + "_p99", Value: float64(theirs[k].at(0.99)) / float64(ours.at(0.99))}
		if s.name == "pg" {
			median.Goal, median.Floor, p99.Goal, p99.Floor = 60, 30, 100, 50
		}
		p.ratio(median)
		p.ratio(p99)
	}
	p.ratio(Ratio{Name: "limit", Value: float64(best.sum()) / float64(limit), Goal: 3, Floor: 6, AtMost: true})
	return nil
}

// never is longer than anything takes.
const never = time.Duration(1 << 62)

func us(d time.Duration) float64 { return float64(d) / float64(time.Microsecond) }

// gonum answers a few pairs; of all the chains it gives the best. How long it
// takes depends on how soon it comes to the target: all pairs together count.
func (p *pathsRun) gonum(ctx context.Context) error {
	if !gonumHere {
		p.NotRun = append(p.NotRun, fmt.Sprintf("paths_gonum_mean_%d", len(p.net.Will)))
		return nil
	}
	var ours, theirs times
	for _, q := range p.pairs(gonumPairs) {
		if err := ctx.Err(); err != nil {
			return err
		}
		var a *paths.Answer
		best := times{}
		for range 25 { // it takes so much less that any disturbance would count
			if err := best.take(func() (err error) { a, err = p.search.Search(q); return err }); err != nil {
				return err
			}
		}
		ours = append(ours, best.median())
		want := uint32(noChain)
		if a.Direct {
			want = uint32(a.Cost)
		}
		if len(a.Chains) > 0 {
			want = min(want, a.Chains[0].Cost)
		}
		var got uint32
		_ = theirs.take(func() error { got = p.rows.cheapest(q.From, q.To); return nil })
		if got != want {
			return differs(fmt.Sprintf("gonum: the best chain from %d to %d", q.From, q.To), want, got)
		}
	}
	p.row("gonum_median", ms(theirs.median()), "ms")
	p.row("gonum_mean", ms(theirs.sum())/float64(len(theirs)), "ms")
	p.ratio(Ratio{Name: "gonum", Value: float64(theirs.sum()) / float64(ours.sum()), Goal: 4000, Floor: 1500})
	return nil
}

// filtered searches the same pairs with and without a filter that hides one tie
// in sixteen, in turns.
func (p *pathsRun) filtered(context.Context) error {
	qs, some := p.pairs(p.timedPairs()), p.sight()
	off, on := slices.Repeat(times{never}, len(qs)), slices.Repeat(times{never}, len(qs))
	for range 5 * or(p.Rounds, pathsRounds) {
		for _, side := range [2]struct {
			sees *paths.View
			best times
		}{{nil, off}, {some, on}} {
			for i, q := range qs {
				q.Sees = side.sees
				var t times
				if err := t.take(func() error { _, err := p.search.Search(q); return err }); err != nil {
					return err
				}
				side.best[i] = min(side.best[i], t[0])
			}
		}
	}
	p.ratio(Ratio{Name: "filter", Value: float64(on.sum()) / float64(off.sum()), Goal: 1.1, AtMost: true})
	return nil
}

// sight sees all labels but one.
func (p *pathsRun) sight() *paths.View {
	v := &paths.View{}
	for l := range paths.Label(labels - 1) {
		v.Show(l)
	}
	return v
}
