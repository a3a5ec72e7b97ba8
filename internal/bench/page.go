package bench

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"strings"
	"time"

	"entregent/internal/app"
	"entregent/internal/i18n"
	"entregent/internal/network"
)

// Bounds of the page bench: requests of one turn, and how long one may take.
const (
	pageRounds   = 5
	pageRequests = 3000
	pageTime     = 5 * time.Second
	pageLoops    = 3
	pageGestures = 3
)

// measurePage asks for the page of the day beside a handler that says "ok", and
// counts the processor time of the two servers alone.
func (r *run) measurePage(ctx context.Context) error {
	dir, err := r.network(ctx, or(r.People, usualPeople), or(r.Encounters, usualFew))
	if err != nil {
		return err
	}
	names, err := prepareDesk(ctx, filepath.Join(dir, bookFile))
	if err != nil {
		return err
	}
	real, err := launch(r.Child("web", dir))
	if err != nil {
		return err
	}
	defer real.stop()
	ok, err := launch(r.Child("ok"))
	if err != nil {
		return err
	}
	defer ok.stop()
	b, _, err := signIn(ctx, real.url)
	if err != nil {
		return err
	}
	defer b.close()
	plain := newBrowser(strings.TrimSuffix(ok.url, "/"))
	defer plain.close()
	page, err := b.get(ctx, "/")
	if err != nil {
		return err
	}
	if err := holdsAll(string(page), names); err != nil {
		return err
	}
	var ours, theirs []float64
	for range or(r.Rounds, pageRounds) {
		mine, err := load(ctx, real, b, len(page))
		if err != nil {
			return err
		}
		other, err := load(ctx, ok, plain, len("ok"))
		if err != nil {
			return err
		}
		ours, theirs = append(ours, mine), append(theirs, other)
	}
	r.row("page_bytes", float64(len(page)), "B")
	r.row("page_cpu", middle(ours)*1e6, "µs")
	r.row("ok_cpu", middle(theirs)*1e6, "µs")
	r.row("page_rate", 1/middle(ours), "/s")
	r.row("ok_rate", 1/middle(theirs), "/s")
	r.ratio(Ratio{Name: "page_ok", Value: middle(theirs) / middle(ours), Goal: 0.15, Floor: 0.08})
	return nil
}

// prepareDesk brings the desk of the day to three loops and three gestures, and
// returns whom they are about.
func prepareDesk(ctx context.Context, file string) (names []string, err error) {
	b, err := openBook(ctx, file, morning)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, b.close()) }()
	t, err := b.Today(ctx, b.keeper, i18n.For(i18n.English), 0)
	if err != nil {
		return nil, err
	}
	for _, l := range append(t.Loops, t.More...)[min(pageLoops, len(t.Loops)):] {
		if err := b.AnswerLoop(ctx, b.keeper, l.ID, "done", network.Date{}); err != nil {
			return nil, err
		}
	}
	if t, err = b.Today(ctx, b.keeper, i18n.For(i18n.English), 0); err != nil {
		return nil, err
	}
	return about(t), enough(t)
}

func enough(t app.Today) error {
	got, want := [2]int{len(t.Loops), len(t.Gestures)}, [2]int{pageLoops, pageGestures}
	if got != want {
		return differs("loops and gestures on the page", got, want)
	}
	return nil
}

func about(t app.Today) (names []string) {
	for _, l := range t.Loops {
		names = append(names, l.Person.Name)
	}
	for _, g := range t.Gestures {
		names = append(names, g.Person.Name)
	}
	return names
}

// holdsAll reports whether the page shows them all.
func holdsAll(page string, names []string) error {
	for _, n := range names {
		if !strings.Contains(page, n) {
			return differs("the page", "…", n)
		}
	}
	return nil
}

// load asks for the same page over and over, and returns the processor time the
// server took for each, in seconds.
func load(ctx context.Context, s *server, b *browser, size int) (float64, error) {
	for range 100 { // warm
		if _, err := b.get(ctx, "/"); err != nil {
			return 0, err
		}
	}
	before, err := s.usage()
	if err != nil {
		return 0, err
	}
	n, end := 0, time.Now().Add(pageTime)
	for ; n < pageRequests && time.Now().Before(end); n++ {
		page, err := b.get(ctx, "/")
		if err != nil {
			return 0, err
		}
		if len(page) != size {
			return 0, differs("the page", fmt.Sprint(len(page), " B"), fmt.Sprint(size, " B"))
		}
	}
	after, err := s.usage()
	return (after.CPU - before.CPU) / float64(n), err
}
