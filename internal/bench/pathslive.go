package bench

import (
	"bytes"
	"context"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"sync"
	"sync/atomic"

	"entregent/internal/paths"
)

// live adds ties one by one, several times the same ones to the same graph, as
// the snapshot has it. One in four goes to the longest row there is.
//
// The longest that one addition took is as often what else the machine did as
// what was measured. What is ours comes each time at the same place: of each
// addition the quickest time counts, and of those the longest is the pause. What
// all took together, while somebody searches too, and the very longest, are told.
func (p *pathsRun) live(ctx context.Context) error {
	list := p.newTies()
	best := slices.Repeat(times{never}, len(list))
	var all, busy times
	for range 5 {
		g, err := loadWhole(p.file())
		if err != nil {
			return err
		}
		t, err := addAll(g, list)
		if err != nil {
			return err
		}
		for i := range t {
			best[i] = min(best[i], t[i])
		}
		all = append(all, t...)
		if g, err = loadWhole(p.file()); err != nil {
			return err
		}
		if t, err = p.addWhileSearching(g, list); err != nil {
			return err
		}
		busy = append(busy, t...)
		if err := ctx.Err(); err != nil {
			return err
		}
	}
	p.row("add_all", us(all.sum())/float64(len(all)), "µs")
	p.row("add_p99", us(all.at(0.99)), "µs")
	p.row("add_busy", us(busy.sum())/float64(len(busy)), "µs")
	p.row("pause_busy", us(busy.at(0.9999)), "µs")
	p.row("pause_longest", us(max(slices.Max(all), slices.Max(busy))), "µs")
	p.ratio(Ratio{Name: "add", Value: us(best.sum()) / float64(len(best)), Unit: "µs", Goal: 5, AtMost: true})
	p.ratio(Ratio{Name: "pause", Value: us(slices.Max(best)), Unit: "µs", Goal: 500, AtMost: true})
	return nil
}

// newTies are twenty thousand of anybody with anybody, of hubs, and of the one
// who has most.
func (p *pathsRun) newTies() []paths.Tie {
	list := make([]paths.Tie, 0, manyTies)
	for len(list) < cap(list) {
		t := paths.Tie{A: p.anybody(), B: p.anybody(), Cost: costs[0]}
		switch len(list) % 8 {
		case 0, 1:
			t.A = p.net.hubs[0]
		case 2:
			t.A = p.net.hub(p.dice)
		}
		if t.A != t.B {
			list = append(list, t)
		}
	}
	return list
}

// addWhileSearching adds while somebody else searches without a break.
func (p *pathsRun) addWhileSearching(g *paths.Graph, list []paths.Tie) (times, error) {
	var stop atomic.Bool
	var wait sync.WaitGroup
	var failed error
	qs := p.pairs(p.timedPairs())
	wait.Go(func() {
		s := paths.NewSearcher(g)
		for i := 0; !stop.Load() && failed == nil; i++ {
			_, failed = s.Search(qs[i%len(qs)])
		}
	})
	t, err := addAll(g, list)
	stop.Store(true)
	wait.Wait()
	return t, errors.Join(err, failed)
}

func addAll(g *paths.Graph, list []paths.Tie) (t times, err error) {
	t = make(times, 0, len(list))
	for _, tie := range list {
		if err := t.take(func() error { return g.Add(tie) }); err != nil {
			return nil, err
		}
	}
	return t, nil
}

func (p *pathsRun) file() string { return filepath.Join(p.dir, "paths.snapshot") }

// snapshot writes the graph, opens it for one answer, reads it whole, and sees
// to it that a damaged one is refused.
func (p *pathsRun) snapshot(ctx context.Context) error {
	path := p.file()
	var write, first, whole times
	err := write.take(func() error {
		f, err := os.Create(path)
		if err != nil {
			return err
		}
		return errors.Join(p.graph.Snapshot(f), f.Close())
	})
	if err != nil {
		return err
	}
	for _, q := range p.pairs(or(p.Rounds, pathsRounds) * 3) {
		want, err := p.search.Search(q)
		if err != nil {
			return err
		}
		var got *paths.Answer
		err = first.take(func() error { got, err = firstAnswer(path, q); return err })
		if err != nil {
			return err
		}
		if !slices.Equal(got.Chains, want.Chains) {
			return differs("the answer of a snapshot", got.Chains, want.Chains)
		}
	}
	if err := whole.take(func() error { _, err := loadWhole(path); return err }); err != nil {
		return err
	}
	if err := refuses(path); err != nil {
		return err
	}
	p.row("snapshot_write", ms(write.median()), "ms")
	p.row("snapshot_whole", ms(whole.median()), "ms")
	p.ratio(Ratio{Name: "snapshot", Value: ms(first.median()), Unit: "ms", Goal: 100, AtMost: true})
	return ctx.Err()
}

func openSnapshot(path string) (*os.File, *paths.Graph, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, nil, err
	}
	info, err := f.Stat()
	if err == nil {
		var g *paths.Graph
		if g, err = paths.Open(f, info.Size()); err == nil {
			return f, g, nil
		}
	}
	f.Close()
	return nil, nil, err
}

func firstAnswer(path string, q paths.Query) (*paths.Answer, error) {
	f, g, err := openSnapshot(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	return paths.NewSearcher(g).Search(q)
}

func loadWhole(path string) (*paths.Graph, error) {
	f, g, err := openSnapshot(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	return g, g.Load()
}

// refuses turns one bit in the middle and sees that it is noticed.
func refuses(path string) error {
	b, err := os.ReadFile(path)
	if err != nil {
		return err
	}
	b[len(b)/2] ^= 1
	if _, err := paths.Read(bytes.NewReader(b)); err == nil {
		return differs("a damaged snapshot", "read", "refused")
	}
	return nil
}
