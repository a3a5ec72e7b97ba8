package bench

import (
	"context"
	"errors"
	"path/filepath"
	"time"

	"entregent/internal/app"
	"entregent/internal/i18n"
	"entregent/internal/network"
)

// Usual sizes of the today bench.
const (
	usualPeople     = 10_000
	usualEncounters = 1_000_000
	todayRounds     = 7
	readings        = 20 // of the fixed list, for each turn of the naive join
)

// A desk is the book of the today bench, with a clock that can be set.
type desk struct {
	*book
	now   time.Time
	words *i18n.Printer
}

func (d *desk) read(ctx context.Context, a *app.App) (app.Today, error) {
	return a.Today(ctx, d.keeper, d.words, 0)
}

// measureToday reads the desk beside the join that gives everybody's last
// contact, on the same rows of the same file.
func (r *run) measureToday(ctx context.Context) (err error) {
	dir, err := r.network(ctx, or(r.People, usualPeople), or(r.Encounters, usualEncounters))
	if err != nil {
		return err
	}
	file := filepath.Join(dir, bookFile)
	p, err := openPlain(ctx, file, plainPeople, plainEncounters)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, p.close()) }()
	d := &desk{now: morning(), words: i18n.For(i18n.English)}
	if d.book, err = openBook(ctx, file, func() time.Time { return d.now }); err != nil {
		return err
	}
	defer func() { err = errors.Join(err, d.close()) }()
	rounds := or(r.Rounds, todayRounds)
	for _, step := range []func(context.Context, *desk, *plain, int) error{r.fixing, r.reading, r.adding} {
		if err := step(ctx, d, p, rounds); err != nil {
			return err
		}
	}
	return nil
}

// fixing works out every tie from its encounters, as a replay of the past does,
// and then fixes the lists of the day and of days to come from the ties as they
// are kept. The first of them must say what the replay said.
func (r *run) fixing(ctx context.Context, d *desk, _ *plain, rounds int) error {
	replay := &app.App{Store: d.Store, Now: d.Now, Replay: true}
	var all, first times
	var anew, kept app.Today
	err := all.take(func() (err error) { anew, err = d.read(ctx, replay); return err })
	if err != nil {
		return err
	}
	for i := range rounds {
		var t app.Today
		if err := first.take(func() (err error) { t, err = d.read(ctx, d.fresh()); return err }); err != nil {
			return err
		}
		if i == 0 {
			kept = t
		}
		d.now = d.now.AddDate(0, 0, 1)
	}
	d.now = morning()
	if got, want := gist(kept), gist(anew); got != want {
		return differs("today", got, want)
	}
	r.row("rebuild", ms(all.median()), "ms")
	r.row("first_reading", ms(first.median()), "ms")
	return nil
}

// gist is what two readings of one day must agree on.
func gist(t app.Today) (out string) {
	for _, l := range append(t.Loops, t.More...) {
		out += "loop " + l.ID + " " + l.Text + "\n"
	}
	for _, g := range t.Gestures {
		out += "gesture " + g.ID + " " + g.Why + "\n"
	}
	return out
}

// reading reads the fixed list and the naive join in turns.
func (r *run) reading(ctx context.Context, d *desk, p *plain, rounds int) error {
	var ours, cold, naive times
	first, err := d.read(ctx, d.App)
	if err != nil {
		return err
	}
	for range rounds {
		var list []seen
		if err := naive.take(func() (err error) { list, err = p.lastSeen(ctx); return err }); err != nil {
			return err
		}
		if err := d.agrees(ctx, list); err != nil {
			return err
		}
		for range readings {
			var t app.Today
			if err := ours.take(func() (err error) { t, err = d.read(ctx, d.App); return err }); err != nil {
				return err
			}
			if got, want := gist(t), gist(first); got != want {
				return differs("today", got, want)
			}
		}
		if err := cold.take(func() error { _, err := d.read(ctx, d.fresh()); return err }); err != nil {
			return err
		}
	}
	// The desk is kept while nothing is written; what it costs otherwise stands
	// beside: in a program just started, and after an encounter was added.
	r.row("today", ms(ours.median()), "ms")
	r.row("today_p99", ms(ours.at(0.99)), "ms")
	r.row("today_cold", ms(cold.median()), "ms")
	r.row("naive", ms(naive.median()), "ms")
	r.ratio(Ratio{Name: "today_naive", Value: float64(naive.median()) / float64(ours.median()), Goal: 500})
	r.ratio(Ratio{Name: "today_ms", Value: ms(ours.median()), Unit: "ms", Goal: 5, AtMost: true})
	r.ratio(Ratio{Name: "today_cold_naive", Value: float64(naive.median()) / float64(cold.median())})
	return nil
}

// agrees compares everybody's last contact with that of the naive join.
func (d *desk) agrees(ctx context.Context, list []seen) error {
	page, err := d.People(ctx, d.keeper, app.PeopleAsk{Limit: 1 << 30})
	if err != nil {
		return err
	}
	k, err := d.Keeper(ctx, d.keeper)
	if err != nil {
		return err
	}
	zone := time.Local
	if k.Settings.Zone != "" {
		if zone, err = time.LoadLocation(k.Settings.Zone); err != nil {
			return err
		}
	}
	last := map[string]network.Date{}
	for _, s := range list {
		last[s.person.String()] = network.DateOf(time.UnixMicro(s.at).In(zone))
	}
	met := 0
	for _, x := range page.People {
		if x.Last == nil {
			continue
		}
		met++
		if *x.Last != last[x.ID] {
			return differs("the last contact with "+x.Name, *x.Last, last[x.ID])
		}
	}
	if met != len(last) {
		return differs("how many were ever in contact", met, len(last))
	}
	return nil
}

// adding records encounters, each until the desk has been read again.
func (r *run) adding(ctx context.Context, d *desk, _ *plain, rounds int) error {
	page, err := d.People(ctx, d.keeper, app.PeopleAsk{Limit: 1 << 30})
	if err != nil {
		return err
	}
	var record, again times
	for i := range rounds * 3 {
		with, err := network.ParseID[network.PersonID](page.People[(i*7919)%len(page.People)].ID)
		if err != nil {
			return err
		}
		err = record.take(func() error {
			_, err := d.Record(ctx, d.keeper, app.NewEncounter{With: []network.PersonID{with}, Channel: network.InPerson}, "")
			return err
		})
		if err != nil {
			return err
		}
		if err := again.take(func() error { _, err := d.read(ctx, d.App); return err }); err != nil {
			return err
		}
	}
	r.row("record", ms(record.median()), "ms")
	r.row("read_after", ms(again.median()), "ms")
	r.ratio(Ratio{Name: "today_after_naive", Value: r.figure("naive") / ms(again.median())})
	return nil
}
