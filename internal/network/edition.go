package network

import (
	"bytes"
	"cmp"
	"slices"
	"time"
)

// An Edition is what one file says of one calendar event: that it knows the
// event (Instance zero), or what becomes of one of its instances. Calendars are
// exported again and again; the same event comes in several editions, of which
// one counts. All are kept, so that an import can be undone.
type Edition struct {
	Event    EventID
	File     FileID
	Instance InstanceID  // zero: of the event as a whole
	About    EncounterID // what takes place; zero where nothing does (any more), and of the event as a whole
	Version  int64       // greater is newer: the event's SEQUENCE, then its DTSTAMP
	Since    time.Time   // the file was read for instances from this moment on
	At       time.Time   // of the instance; zero of the event as a whole
}

// newer orders editions, the one that counts first: by version, by when it was
// read, and at last by bytes, so that the order of reading does not matter.
func (e *Edition) newer(o *Edition) int {
	return cmp.Or(
		cmp.Compare(o.Version, e.Version),
		o.Since.Compare(e.Since),
		bytes.Compare(o.About[:], e.About[:]),
	)
}

// Counting returns the encounters that count, of all that the editions of one
// event speak of (rulings §6; formats.md: the highest SEQUENCE, then DTSTAMP).
//
// A file that knows the event as a whole lists every instance it has: what the
// newest such file leaves out does not take place, unless it lies before the time
// that file was read for: then the newest file that was read for that time says
// so. A file that knows single instances only, an invitation
// to one of a series, speaks for those. What the keeper has answered stands above
// every edition.
func Counting(all []Edition, answered func(EncounterID) bool) map[EncounterID]bool {
	whole := map[FileID]bool{}
	var files []*Edition // that know the event as a whole, the newest first
	instances := map[InstanceID][]*Edition{}
	for i := range all {
		e := &all[i]
		if !e.Instance.IsZero() {
			instances[e.Instance] = append(instances[e.Instance], e)
			continue
		}
		whole[e.File] = true
		files = append(files, e)
	}
	slices.SortFunc(files, (*Edition).newer)
	out := map[EncounterID]bool{}
	for _, list := range instances {
		if e := counting(list, whole, files, answered); e != nil && !e.About.IsZero() {
			out[e.About] = true
		}
	}
	return out
}

// counting returns the edition of one instance that counts, nil if none does.
func counting(list []*Edition, whole map[FileID]bool, files []*Edition, answered func(EncounterID) bool) *Edition {
	var said, single, listed, older, newest *Edition
	if len(files) > 0 {
		newest = files[0]
	}
	first := func(best **Edition, e *Edition) {
		if *best == nil || e.newer(*best) < 0 {
			*best = e
		}
	}
	for _, e := range list {
		if !e.About.IsZero() && answered(e.About) {
			first(&said, e)
		}
		switch {
		case !whole[e.File]:
			first(&single, e)
		case e.saidWith(newest):
			first(&listed, e)
		case e.At.Before(newest.Since):
			if w := readFor(files, e.At); w == nil || e.saidWith(w) {
				first(&older, e)
			}
		}
	}
	switch {
	case said != nil:
		return said
	case single != nil && (newest == nil || single.Version > newest.Version):
		return single
	case listed != nil:
		return listed
	}
	return older
}

// saidWith reports whether an edition of an instance is as new as one of the
// event as a whole.
func (e *Edition) saidWith(w *Edition) bool {
	return e.Version == w.Version && e.Since.Equal(w.Since)
}

// readFor returns the newest of the files, which are sorted, that was read for a
// moment; nil if none was.
func readFor(files []*Edition, at time.Time) *Edition {
	for _, w := range files {
		if !at.Before(w.Since) {
			return w
		}
	}
	return nil
}
