// Package calendar reads calendar files (.ics): what took place, when, where,
// and who was asked and answered.
//
// It gives the facts of each past instance within five years, and of what is
// planned for the next three months. It leaves out who is "me", and so whether
// an event was a meeting, a proposal or nothing (package app, rulings §3), and
// the syntax (package ical). It opens no link and no attachment.
package calendar

import (
	"bytes"
	"context"
	"io"
	"io/fs"
	"iter"
	"path"
	"slices"
	"strings"

	"entregent/internal/importer"
	"entregent/internal/importer/ical"
)

// Reader reads iCalendar files.
type Reader struct{}

// Name returns "ics".
func (Reader) Name() string { return "ics" }

var extensions = []string{".ics", ".ical", ".icalendar", ".ifb"}

// Find returns each calendar file as a part of its own: an archive of several
// calendars holds several things a person would name.
func (Reader) Find(src fs.FS) []importer.Part {
	var parts []importer.Part
	// An unreadable folder is passed by: what can be read is still worth it.
	_ = fs.WalkDir(src, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || !d.Type().IsRegular() {
			return nil
		}
		base := path.Base(name)
		if strings.HasPrefix(base, "._") || !slices.Contains(extensions, strings.ToLower(path.Ext(base))) {
			return nil
		}
		if isCalendar(src, name) {
			parts = append(parts, importer.Part{Label: base, Files: []string{name}})
		}
		return nil
	})
	return parts
}

// isCalendar looks for the first BEGIN of a calendar, in any encoding of it.
func isCalendar(src fs.FS, name string) bool {
	f, err := src.Open(name)
	if err != nil {
		return false
	}
	defer f.Close()
	head, _ := io.ReadAll(io.LimitReader(f, 4096))
	head = bytes.ReplaceAll(head, []byte{0}, nil) // UTF-16
	return bytes.Contains(bytes.ToUpper(head), []byte("BEGIN:V"))
}

// Read yields the events of one calendar in the order of the file. It goes
// through the file twice: what an entry means depends on entries after it, such
// as a changed instance of a series, and a whole calendar is not kept in memory.
func (Reader) Read(ctx context.Context, src fs.FS, part importer.Part, opt importer.Options) iter.Seq2[importer.Event, error] {
	return func(yield func(importer.Event, error) bool) {
		for _, name := range part.Files {
			idx, err := readIndex(ctx, src, name, opt.Limits)
			if err != nil {
				yield(importer.Event{}, err)
				return
			}
			t := newTeller(name, opt, idx, yield)
			if err := t.tell(ctx, src); err != nil {
				yield(importer.Event{}, err)
				return
			}
			if t.stopped {
				return
			}
		}
	}
}

// A file is an open calendar, read no further than the limit.
type file struct {
	fs.File
	left int64
	size int64 // bytes read so far
	cut  bool  // there was more than the limit
}

func open(src fs.FS, name string, most int64) (*file, error) {
	f, err := src.Open(name)
	if err != nil {
		return nil, err
	}
	return &file{File: f, left: most}, nil
}

// Read reads at most what is left under the limit.
func (f *file) Read(p []byte) (int, error) {
	if f.left <= 0 {
		var one [1]byte
		n, err := f.File.Read(one[:])
		f.cut = f.cut || n > 0
		if err == nil {
			err = io.EOF
		}
		return 0, err
	}
	n, err := f.File.Read(p[:min(int64(len(p)), f.left)])
	f.left -= int64(n)
	f.size += int64(n)
	return n, err
}

// limits gives the bounds of importer.Limits in the terms of package ical.
func limits(l importer.Limits) ical.Limits {
	return ical.Limits{Line: l.MaxLine, Entry: l.MaxCard, Props: l.MaxProperties, Depth: l.MaxDepth}
}
