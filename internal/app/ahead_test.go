package app

import (
	"errors"
	"iter"
	"testing"

	"entregent/internal/importer"
)

// tells yields n events, then an error if there is one, and notes when it ends.
func tells(n int, err error, ended *bool) iter.Seq2[importer.Event, error] {
	return func(yield func(importer.Event, error) bool) {
		defer func() { *ended = true }()
		for i := range n {
			if !yield(importer.Event{Read: i}, nil) {
				return
			}
		}
		if err != nil {
			yield(importer.Event{}, err)
		}
	}
}

func TestReadingAheadTellsTheSame(t *testing.T) {
	torn := errors.New("torn")
	for _, n := range []int{0, 1, handful, handful + 1, 20 * handful} {
		ended, got := false, 0
		var last error
		for e, err := range ahead(tells(n, torn, &ended)) {
			if last = err; err == nil {
				if e.Read != got {
					t.Fatalf("event %d came as number %d", e.Read, got)
				}
				got++
			}
		}
		if got != n || last != torn || !ended {
			t.Errorf("%d of %d events, %v at the end, ended %v", got, n, last, ended)
		}
	}
}

func TestReadingAheadEndsWithTheLoop(t *testing.T) {
	ended := false
	for range ahead(tells(1<<30, nil, &ended)) {
		break
	}
	if !ended {
		t.Error("the reader reads on")
	}
}

func TestABrokenReaderBreaksWhoeverAsked(t *testing.T) {
	defer func() {
		if recover() != "spine" {
			t.Error("nobody noticed")
		}
	}()
	for range ahead(func(yield func(importer.Event, error) bool) { panic("spine") }) {
	}
}
