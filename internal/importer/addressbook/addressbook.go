// Package addressbook reads address books kept as tables: what Google, Outlook
// and Thunderbird export, in English and French, and any list of people whose
// columns have names one can guess.
//
// What a column is, it decides by its name and then by its cells, and shows the
// guess (Guess) so that a person can correct it (Options.Columns). No cell is
// lost: what has no meaning here becomes a fact under the name of its column.
// It leaves out vCard, and LinkedIn's own tables, which have a reader each.
package addressbook

import (
	"context"
	"errors"
	"io"
	"io/fs"
	"iter"
	"path"
	"strings"

	"entregent/internal/importer"
	"entregent/internal/importer/csvfile"
	"entregent/internal/network"
)

// Reader reads address books in tables.
type Reader struct{}

// Name returns "csv-contacts".
func (Reader) Name() string { return "csv-contacts" }

// sampled is how many rows a guess rests on.
const sampled = 200

// Find returns every table that is surely a list of people, each as a part of
// its own.
func (Reader) Find(src fs.FS) (parts []importer.Part) {
	_ = fs.WalkDir(src, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || !tabular(name) {
			return nil
		}
		s, err := look(src, name, importer.DefaultLimits)
		if err == nil && s.people() {
			parts = append(parts, importer.Part{Label: name, Files: []string{name}})
		}
		return nil
	})
	return parts
}

func tabular(name string) bool {
	base := strings.ToLower(path.Base(name))
	return (strings.HasSuffix(base, ".csv") || strings.HasSuffix(base, ".tsv")) && !strings.HasPrefix(base, ".") &&
		!strings.HasPrefix(base, "linkedin_connections_export")
}

// Owner returns nothing: a table of contacts does not say whose it is.
func (Reader) Owner(context.Context, fs.FS, importer.Part) ([]importer.Claim, error) { return nil, nil }

// Read gives one card for each row.
func (Reader) Read(ctx context.Context, src fs.FS, part importer.Part, opt importer.Options) iter.Seq2[importer.Event, error] {
	return func(yield func(importer.Event, error) bool) {
		for _, name := range part.Files {
			if err := read(ctx, src, name, opt, yield); err != nil {
				if !errors.Is(err, errStop) {
					yield(importer.Event{}, err)
				}
				return
			}
		}
	}
}

// errStop ends a reading whose caller has broken off.
var errStop = errors.New("addressbook: stopped")

func read(ctx context.Context, src fs.FS, name string, opt importer.Options, yield func(importer.Event, error) bool) error {
	s, err := look(src, name, opt.Limits)
	if err != nil {
		return err
	}
	f, err := csvfile.Open(src, name, opt.Limits)
	if err != nil {
		return err
	}
	defer f.Close()
	table := NewTable(s.header, s.rows, opt)
	for {
		if err := ctx.Err(); err != nil {
			return err
		}
		for _, e := range next(f.Reader, table, s.line, name, &err) {
			if !yield(e, nil) {
				return errStop
			}
		}
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return err
		}
	}
}

// next reads one row behind the header, which ends at line header.
func next(r *csvfile.Reader, table *Table, header int, name string, failed *error) []importer.Event {
	rec, err := r.Read()
	var fault *csvfile.Fault
	switch {
	case errors.As(err, &fault):
		return []importer.Event{fault.Event(name)}
	case err != nil:
		*failed = err
		return nil
	case rec.Line <= header:
		return nil
	}
	return table.Read(importer.Pos{File: name, Line: rec.Line}, rec.Cells)
}

// A sample is the beginning of a table.
type sample struct {
	header []string
	line   int // of the header, 0 where there is none
	rows   [][]string
}

// Preview returns the guess for one table and its first rows, for a page where
// the keeper says yes or corrects.
func Preview(src fs.FS, name string, opt importer.Options) ([]Column, [][]string, error) {
	s, err := look(src, name, opt.Limits)
	if err != nil {
		return nil, nil, err
	}
	cols := Guess(s.header, s.rows)
	override(cols, opt.Columns)
	return cols, s.rows, nil
}

// look reads the first rows of a table and finds its header among them.
func look(src fs.FS, name string, lim importer.Limits) (sample, error) {
	f, err := csvfile.Open(src, name, lim)
	if err != nil {
		return sample{}, err
	}
	defer f.Close()
	var recs []csvfile.Record
	for len(recs) < sampled {
		rec, err := f.Read()
		if errors.As(err, new(*csvfile.Fault)) {
			continue
		}
		if err != nil {
			if !errors.Is(err, io.EOF) {
				return sample{}, err
			}
			break
		}
		recs = append(recs, rec)
	}
	return arrange(recs), nil
}

// arrange takes for the header the first row with two names of columns known,
// within the first twenty; else the first row, if nothing in it looks like a
// value.
func arrange(recs []csvfile.Record) (s sample) {
	at := -1
	for i, rec := range recs[:min(20, len(recs))] {
		if knownNames(rec.Cells) >= 2 {
			at = i
			break
		}
	}
	if at < 0 && len(recs) > 0 && looksHeader(recs[0].Cells) {
		at = 0
	}
	if at >= 0 {
		s.header, s.line = recs[at].Cells, recs[at].Line
	}
	for _, rec := range recs[at+1:] {
		s.rows = append(s.rows, rec.Cells)
	}
	return s
}

func knownNames(cells []string) (n int) {
	for _, c := range cells {
		key, _ := split(c)
		if _, ok := meanings[key]; ok || key == "nom" || key == "titre" || key == "title" {
			n++
		}
	}
	return n
}

// people reports whether a table is surely a list of people: it has names, and
// with them a way to reach or to place somebody. LinkedIn's tables are such
// lists too, and are left to their reader.
func (s sample) people() bool {
	cols := Guess(s.header, s.rows)
	if foreign(s.header) {
		return false
	}
	named := has(cols, GivenName) && has(cols, FamilyName)
	reach := has(cols, Email, Phone)
	return named && s.line > 0 || reach && has(cols, FullName, GivenName, FamilyName) ||
		has(cols, FullName) && has(cols, Birthday, Street, Formatted, BirthYear) && s.line > 0
}

// foreign reports whether a column is one that only tables of another reader
// have.
func foreign(header []string) bool {
	for _, h := range header {
		switch network.Fold(h) {
		case "connected on", "date de connexion", "verbunden am", "vernetzt am", "twitter handles", "conversation id",
			"sender profile url", "creation date", "transaction made at", "verification type", "bookmarkedat",
			"endorsement date", "connection profile url":
			return true
		}
	}
	return false
}
