// Package demo invents a network: several hundred people around one keeper,
// Camille Laurent, over several years, as her archives would tell of them.
//
// It says it in the events of an importer.Reader, so that the invented network
// takes the same way into the book as a real one. The same size, seed and moment
// give the same events, byte for byte. It leaves out all that is real: names are put together from lists,
// addresses end in .example, telephone numbers lie in the ranges that the
// regulators keep for fiction.
package demo

import (
	"context"
	"io/fs"
	"iter"

	"entregent/internal/importer"
)

// Name is the reader's name, under which its records are stored.
const Name = "demo"

// A Size says how much to invent. Zero fields are those of Village.
type Size struct {
	People     int    // others than the keeper
	Years      int    // how far back it goes
	Encounters int    // exactly how many; 0 for what such people would have
	Seed       uint64 // another seed, another network
}

// Village is the network of a first look: four hundred contacts, of whom some
// forty or fifty are relations.
var Village = Size{People: 400, Years: 6, Seed: 1}

// Bounds of what can be asked for.
const (
	MaxPeople = 200_000
	MaxYears  = 40
)

// A Reader invents a network of its size, whatever source it is given.
type Reader struct{ Size Size }

// Name returns "demo".
func (Reader) Name() string { return Name }

// Find returns the one part there is. So the reader does not belong among those
// that look for their files in a source: it would find itself in each.
func (Reader) Find(fs.FS) []importer.Part { return []importer.Part{{Label: Name}} }

// Owner returns Camille Laurent and her addresses.
func (Reader) Owner(context.Context, fs.FS, importer.Part) ([]importer.Claim, error) {
	return []importer.Claim{{Handles: keeperHandles(), Name: KeeperName, Why: "me.profile", Weight: 1, Sure: true}}, nil
}

// Read yields what is known of each person, what was brought, the keeper's own
// lines, and then the encounters in the order in which they took place, up to
// opt.Now. Beside the people themselves it keeps nothing in memory.
func (r Reader) Read(ctx context.Context, _ fs.FS, _ importer.Part, opt importer.Options) iter.Seq2[importer.Event, error] {
	return func(yield func(importer.Event, error) bool) {
		w := newWorld(r.Size.bounded(), opt)
		line := 0
		out := func(e importer.Event) bool {
			if line%256 == 0 && ctx.Err() != nil {
				yield(importer.Event{}, ctx.Err())
				return false
			}
			line++
			e.At, e.Read = importer.Pos{File: Name, Line: line}, 1
			return yield(e, nil)
		}
		_ = w.cards(out) && w.favours(out) && own(w.today, out) && w.encounters(out)
	}
}

// bounded fills in what was left out and cuts what is beyond the bounds.
func (s Size) bounded() Size {
	if s.People <= 0 {
		s.People = Village.People
	}
	if s.Years <= 0 {
		s.Years = Village.Years
	}
	s.People, s.Years = min(s.People, MaxPeople), min(s.Years, MaxYears)
	s.Encounters = max(s.Encounters, 0)
	return s
}
