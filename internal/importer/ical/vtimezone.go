package ical

import (
	"encoding/binary"
	"slices"
	"time"

	"entregent/internal/importer/ical/rrule"
)

// A change is a moment at which the clocks of a zone changed.
type change struct {
	at           int64 // Unix seconds
	before, from int   // offsets in seconds
	summer       bool
}

// Bounds of what is worked out of a VTIMEZONE. Nothing here asks what happened
// before, or will after.
const (
	maxObservances = 500
	maxOnsets      = 400 // of one observance
)

var (
	firstOnset = rrule.WallAt(1900, 1, 1, 0, 0, 0)
	lastOnset  = rrule.WallAt(2100, 1, 1, 0, 0, 0)
)

// observed makes a zone of the STANDARD and DAYLIGHT rules of a VTIMEZONE.
func observed(id string, c *Component) (*time.Location, bool) {
	var all []change
	budget := rrule.Budget{Left: 200_000}
	for _, o := range c.Children[:min(len(c.Children), maxObservances)] {
		if o.Name == "STANDARD" || o.Name == "DAYLIGHT" {
			all = onsets(all, o, &budget)
		}
	}
	if len(all) == 0 {
		return nil, false
	}
	slices.SortStableFunc(all, func(a, b change) int { return int(min(max(a.at-b.at, -1), 1)) })
	all = slices.CompactFunc(all, func(a, b change) bool { return a.at == b.at })
	zone, err := time.LoadLocationFromTZData(id, tzif(all))
	return zone, err == nil
}

// onsets adds the changes that one observance makes.
func onsets(all []change, o *Component, budget *rrule.Budget) []change {
	before, ok1 := parseOffset(o.Text("TZOFFSETFROM"))
	from, ok2 := parseOffset(o.Text("TZOFFSETTO"))
	start, _, _, err := rrule.ParseTime(o.Text("DTSTART"))
	if !ok1 || !ok2 || err != nil {
		return all
	}
	add := func(w rrule.Wall) {
		all = append(all, change{int64(w) - int64(before), before, from, o.Name == "DAYLIGHT"})
	}
	add(start)
	for p := range o.All("RDATE") {
		if w, _, _, err := rrule.ParseTime(p.Value); err == nil {
			add(w)
		}
	}
	p := o.Prop("RRULE")
	if p == nil {
		return all
	}
	rule, err := rrule.Parse(p.Value)
	if err != nil {
		return all
	}
	n := 0
	last := rule.Last(time.FixedZone("", before), false)
	for w := range rule.Between(start, max(start, firstOnset), lastOnset, last, budget) {
		if add(w); n >= maxOnsets {
			break
		}
		n++
	}
	return all
}

// tzif writes changes in the format of the IANA database (RFC 8536), which is
// the way to make a time.Location that has them.
func tzif(all []change) []byte {
	type kind struct {
		offset int
		summer bool
	}
	kinds := []kind{{all[0].before, false}} // the first holds before any change
	var times, types []byte
	for _, c := range all {
		k := kind{c.from, c.summer}
		i := slices.Index(kinds, k)
		if i < 0 {
			if len(kinds) > 250 {
				break
			}
			i = len(kinds)
			kinds = append(kinds, k)
		}
		times = binary.BigEndian.AppendUint64(times, uint64(c.at))
		types = append(types, byte(i))
	}
	header := func(changes, kinds, chars int) []byte {
		h := append([]byte("TZif2"), make([]byte, 15)...)
		for _, n := range []int{0, 0, 0, changes, kinds, chars} {
			h = binary.BigEndian.AppendUint32(h, uint32(n))
		}
		return h
	}
	const name = "-\x00" // zones of files are shown by their distance from UTC, not by a name
	out := append(header(0, 0, 0), header(len(types), len(kinds), len(name))...)
	out = append(append(out, times...), types...)
	for _, k := range kinds {
		out = binary.BigEndian.AppendUint32(out, uint32(int32(k.offset)))
		summer := byte(0)
		if k.summer {
			summer = 1
		}
		out = append(out, summer, 0)
	}
	return append(append(out, name...), "\n\n"...)
}
