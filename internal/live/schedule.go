package live

import (
	"context"
	"time"

	"entregent/internal/app"
	"entregent/internal/network"
)

const (
	tick    = 15 * time.Second // between two looks at what is due
	backoff = 5 * time.Minute  // after a first failure; doubled with each further one
	longer  = 24 * time.Hour   // at most
)

// Run reads each source when its time has come, one at a time, until ctx ends.
// Without sources it does nothing.
func (d *Desk) Run(ctx context.Context) {
	for {
		next, ok := d.next(ctx)
		if ok {
			if _, err := d.Read(ctx, next, false); err != nil && ctx.Err() != nil {
				return
			}
			continue
		}
		select {
		case <-ctx.Done():
			return
		case <-d.wake:
		case <-time.After(tick):
		}
	}
}

// ReadSoon has a source read as soon as no other one is being read.
func (d *Desk) ReadSoon(id network.SourceID) {
	d.mu.Lock()
	d.asked[id] = true
	d.mu.Unlock()
	select {
	case d.wake <- struct{}{}:
	default:
	}
}

// Working reports whether a source is being read, or will be at once.
func (d *Desk) Working(id network.SourceID) bool {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.at == id || d.asked[id]
}

// next returns the source whose turn it is: one that was asked for, else the one
// that is most overdue.
func (d *Desk) next(ctx context.Context) (best network.SourceID, ok bool) {
	all, err := d.app.Sources(ctx, d.keeper)
	if err != nil {
		if ctx.Err() == nil {
			d.log.Error("live: sources not read", "err", err)
		}
		return best, false
	}
	now := d.app.Now()
	var late time.Duration
	d.mu.Lock()
	defer d.mu.Unlock()
	for _, s := range all {
		id, err := network.ParseID[network.SourceID](s.ID)
		if err != nil || s.Paused {
			delete(d.asked, id)
			continue
		}
		if d.asked[id] {
			delete(d.asked, id)
			d.looked[id] = now
			return id, true
		}
		if over := now.Sub(nextTime(s, d.looked[id])); over >= 0 && (!ok || over > late) {
			best, late, ok = id, over, true
		}
	}
	if ok {
		d.looked[best] = now
	}
	return best, ok
}

// nextTime is when a source is to be read next. looked is when this process last did
// so, of which the book does not always know.
func nextTime(s app.Live, looked time.Time) time.Time {
	last := looked
	if s.Tried != nil && s.Tried.After(last) {
		last = *s.Tried
	}
	if last.IsZero() {
		return s.At
	}
	wait := s.Every
	if s.Failures > 0 {
		wait = backoff << min(s.Failures-1, 20)
		if wait > longer || wait <= 0 {
			wait = longer
		}
	}
	return last.Add(wait)
}
