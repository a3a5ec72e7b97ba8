package app

import (
	"iter"
	"sync"

	"entregent/internal/importer"
)

// How far a source is read ahead: so many handfuls of so many events.
const (
	handfuls = 4
	handful  = 128
)

// A told is one event as a reader told it.
type told struct {
	event importer.Event
	err   error
}

// ahead reads a source in a goroutine of its own, a little before what it tells
// is wanted: reading a mailbox takes as long as writing it down, and most
// machines can do both at once. The reader has ended when the loop has.
func ahead(events iter.Seq2[importer.Event, error]) iter.Seq2[importer.Event, error] {
	return func(yield func(importer.Event, error) bool) {
		ready, enough := make(chan []told, handfuls), make(chan struct{})
		var reader sync.WaitGroup
		var broken any
		reader.Go(func() {
			defer close(ready)
			// What breaks a reader breaks whoever asked for it, as if it read here.
			defer func() { broken = recover() }()
			gather(events, ready, enough)
		})
		defer func() {
			close(enough)
			reader.Wait()
			if broken != nil {
				panic(broken)
			}
		}()
		for list := range ready {
			for _, t := range list {
				if !yield(t.event, t.err) {
					return
				}
			}
		}
	}
}

// gather passes events on by the handful until there are no more, or enough.
func gather(events iter.Seq2[importer.Event, error], ready chan<- []told, enough <-chan struct{}) {
	list := make([]told, 0, handful)
	pass := func() bool {
		select {
		case ready <- list:
			list = make([]told, 0, handful)
			return true
		case <-enough:
			return false
		}
	}
	for e, err := range events {
		if list = append(list, told{e, err}); len(list) == handful && !pass() {
			return
		}
	}
	if len(list) > 0 {
		pass()
	}
}
