package calendar

import (
	"context"
	"crypto/sha256"
	"io/fs"
	"math"
	"strconv"
	"strings"

	"entregent/internal/importer"
	"entregent/internal/importer/ical"
	"entregent/internal/importer/ical/rrule"
)

// An index is what the first pass keeps of a file: its zones, and of each event
// which of its versions counts.
type index struct {
	zones    ical.Zones
	size     int64
	latest   map[uid]version       // of series and single events
	changed  map[changedID]version // of instances changed apart
	instance map[uid][]recurrence  // the instances changed, by event
	editions map[uid]edition       // how new the event is, by all its entries
	bad      map[int]bool          // lines of VTIMEZONEs that make no sense
}

// A uid stands for a UID, whatever its length.
type uid [16]byte

type changedID struct {
	event uid
	at    string // the RECURRENCE-ID as written
}

// A version says which entry of the file it is, and how new.
type version struct {
	entry    int
	sequence int64
	stamp    rrule.Wall
}

// An edition says how new an event is in this file.
type edition struct {
	sequence int64
	stamp    rrule.Wall
	whole    bool // the file knows the event itself, not single instances only
}

// A recurrence is a RECURRENCE-ID, to be understood when all zones are known.
type recurrence struct {
	property  *ical.Property
	following bool // and all instances after it
}

func hashUID(s string) uid {
	sum := sha256.Sum256([]byte(s))
	return uid(sum[:16])
}

func readIndex(ctx context.Context, src fs.FS, name string, lim importer.Limits) (*index, error) {
	f, err := open(src, name, lim.MaxFile)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	x := &index{latest: map[uid]version{}, changed: map[changedID]version{}, instance: map[uid][]recurrence{}, editions: map[uid]edition{}, bad: map[int]bool{}}
	n := 0
	for item, err := range ical.Read(f, limits(lim)) {
		if err != nil {
			return nil, err
		}
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		switch c := item.Entry; {
		case c == nil:
		case c.Name == "VTIMEZONE":
			if !x.zones.Define(c) {
				x.bad[c.Line] = true
			}
		case c.Name == "VEVENT":
			n++
			x.add(c, n)
		}
	}
	x.size = f.size
	return x, nil
}

// add notes the n-th event. Events without UID are each their own.
func (x *index) add(c *ical.Component, n int) {
	id := strings.TrimSpace(c.Text("UID"))
	if id == "" {
		return
	}
	v := versionOf(c, n)
	key := hashUID(id)
	p := c.Prop("RECURRENCE-ID")
	ed, ok := x.editions[key]
	if !ok {
		ed.stamp = rrule.Earliest
	}
	x.editions[key] = edition{max(ed.sequence, v.sequence), max(ed.stamp, v.stamp, rrule.Earliest), ed.whole || p == nil}
	if p == nil {
		if old, ok := x.latest[key]; !ok || v.newer(old) {
			x.latest[key] = v
		}
		return
	}
	changed := changedID{key, strings.TrimSpace(p.Value)}
	old, ok := x.changed[changed]
	if !ok || v.newer(old) {
		x.changed[changed] = v
	}
	if !ok {
		x.instance[key] = append(x.instance[key], recurrence{small(p), follows(c, p)})
	}
}

// small copies of a RECURRENCE-ID what it takes to understand it, so that the
// index does not keep whole lines alive.
func small(p *ical.Property) *ical.Property {
	out := &ical.Property{Name: p.Name, Value: strings.Clone(strings.TrimSpace(p.Value)), Line: p.Line}
	for _, name := range []string{"TZID", "VALUE"} {
		if v := p.Param(name); v != "" {
			out.Params = append(out.Params, ical.Param{Name: name, Values: []string{strings.Clone(v)}})
		}
	}
	return out
}

// follows reports whether a changed instance brings the rest of the series with
// it. Programs that mean it list the instances that follow.
func follows(c *ical.Component, p *ical.Property) bool {
	return strings.EqualFold(p.Param("RANGE"), "THISANDFUTURE") && (c.Prop("RRULE") != nil || c.Prop("RDATE") != nil)
}

func versionOf(c *ical.Component, n int) version {
	v := version{entry: n, stamp: math.MinInt64}
	v.sequence, _ = strconv.ParseInt(strings.TrimSpace(c.Text("SEQUENCE")), 10, 64)
	for _, name := range []string{"DTSTAMP", "LAST-MODIFIED"} {
		if at, _, _, err := rrule.ParseTime(c.Text(name)); err == nil {
			v.stamp = max(v.stamp, at)
			break
		}
	}
	return v
}

// newer reports whether v replaces old. Of equals the first stays.
func (v version) newer(old version) bool {
	if v.sequence != old.sequence {
		return v.sequence > old.sequence
	}
	return v.stamp > old.stamp
}

// edition says how new an event is in this file, nil for one that has no UID and
// so cannot be known again once it is changed. What a file says of single
// instances only is as new as each of them.
func (x *index) edition(c *ical.Component) *importer.Edition {
	id := strings.TrimSpace(c.Text("UID"))
	if id == "" {
		return nil
	}
	ed := x.editions[hashUID(id)]
	if !ed.whole {
		v := versionOf(c, 0)
		ed.sequence, ed.stamp = v.sequence, max(v.stamp, rrule.Earliest)
	}
	return &importer.Edition{Event: eventKey(c), Version: ed.version()}
}

// version packs SEQUENCE and DTSTAMP into one number, the former the weightier
// (formats.md, calendars).
func (e edition) version() int64 {
	const stampBits, most = 40, 1<<20 - 1
	return min(max(e.sequence, 0), most)<<stampBits | int64(e.stamp-rrule.Earliest)
}

// current reports whether the n-th event is the version that counts.
func (x *index) current(c *ical.Component, n int) bool {
	id := strings.TrimSpace(c.Text("UID"))
	if id == "" {
		return true
	}
	if p := c.Prop("RECURRENCE-ID"); p != nil {
		return x.changed[changedID{hashUID(id), strings.TrimSpace(p.Value)}].entry == n
	}
	return x.latest[hashUID(id)].entry == n
}
