// Package linkedin reads what LinkedIn gives its members of their own data: the
// archive in each of its layouts since 2017, one table of it alone, and the
// export of connections from before.
//
// Connections become cards, messages and invitations with a word become
// encounters, endorsements and recommendations favours, and the member's own
// profile and posts the lines of their public trace. LinkedIn writes no zone:
// every time is UTC. What holds no relation, or too much of the member
// (log-ins, receipts, identity papers, job searches), is named and left out
// unread. The PDF of a profile is not read here.
//
// Company and position are as of the date in the name of the archive or of its
// folder (Basic_LinkedInDataExport_10-21-2023.zip); else as of the
// newest connection in the file, which is never too late.
package linkedin

import (
	"context"
	"errors"
	"io"
	"io/fs"
	"iter"
	"time"

	"entregent/internal/importer"
	"entregent/internal/importer/csvfile"
)

// Reader reads LinkedIn archives.
type Reader struct{}

// Name returns "linkedin".
func (Reader) Name() string { return "linkedin" }

// Read gives the events of one archive, file after file.
func (Reader) Read(ctx context.Context, src fs.FS, part importer.Part, opt importer.Options) iter.Seq2[importer.Event, error] {
	return func(yield func(importer.Event, error) bool) {
		r := &reading{ctx: ctx, src: src, opt: opt, part: part, yield: yield}
		err := r.index()
		for _, name := range part.Files {
			if err != nil {
				break
			}
			err = r.file(name)
		}
		if err != nil && !errors.Is(err, errStop) {
			yield(importer.Event{}, err)
		}
	}
}

// errStop ends a reading whose caller has broken off.
var errStop = errors.New("linkedin: stopped")

// A reading is one archive being read.
type reading struct {
	ctx   context.Context
	src   fs.FS
	opt   importer.Options
	part  importer.Part
	yield func(importer.Event, error) bool
	asOf  time.Time // of what the archive says of people
	people
}

func (r *reading) give(events ...importer.Event) error {
	for _, e := range events {
		if !r.yield(e, nil) {
			return errStop
		}
	}
	return nil
}

// file reads one file of the archive.
func (r *reading) file(name string) error {
	k := kindOf(name)
	at := importer.Pos{File: name}
	if k == nil {
		k = r.byHeader(name)
	}
	switch {
	case k == nil:
		return r.give(importer.NewIgnored(at, 1, "unknown_file", name))
	case k.ignored != "":
		return r.give(importer.NewIgnored(at, 1, k.ignored, name))
	case k.article:
		return r.article(name)
	}
	t, err := r.open(name, k)
	if errors.Is(err, csvfile.ErrNoHeader) {
		return r.give(importer.NewProblem(importer.Pos{File: name, Line: 1}, 1, "csv_header", "", name))
	}
	if err != nil {
		return err
	}
	defer t.Close()
	return r.rows(t, func(rec csvfile.Record) []importer.Event { return k.row(r, t, rec) })
}

// rows gives what row makes of each row behind the header, and each row that
// cannot be read as a problem.
func (r *reading) rows(t *table, row func(csvfile.Record) []importer.Event) error {
	return t.each(r.ctx, func(rec csvfile.Record) error {
		if rec.Empty() {
			return nil
		}
		return r.give(row(rec)...)
	}, func(f *csvfile.Fault) error { return r.give(f.Event(t.name)) })
}

// each reads the rows of t to its end.
func (t *table) each(ctx context.Context, row func(csvfile.Record) error, fault func(*csvfile.Fault) error) error {
	for {
		if err := ctx.Err(); err != nil {
			return err
		}
		rec, err := t.Read()
		var f *csvfile.Fault
		switch {
		case errors.As(err, &f):
			err = fault(f)
		case errors.Is(err, io.EOF):
			return nil
		case err == nil:
			err = row(rec)
		}
		if err != nil {
			return err
		}
	}
}
