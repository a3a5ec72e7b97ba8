package ical

import (
	"strconv"
	"strings"
	"time"
)

// Zones knows the zones of one file: those it defines, and those it only names.
// The zero value is ready for use. It serves one reading at a time.
type Zones struct {
	defined map[string]*time.Location // by VTIMEZONE
	found   map[string]*time.Location // what Find answered; nil for unknown
}

// maxNames bounds the names remembered, for files that invent them.
const maxNames = 2000

// Define adds a VTIMEZONE. It is false where its rules make no sense; the name
// may still be one that everybody knows.
func (z *Zones) Define(c *Component) bool {
	id := zoneName(c.Text("TZID"))
	if z.defined == nil {
		z.defined = map[string]*time.Location{}
	}
	if _, twice := z.defined[id]; twice || len(z.defined) >= maxNames {
		return true
	}
	zone, ok := named(c.Text("X-LIC-LOCATION"))
	if !ok {
		zone, ok = observed(id, c)
	}
	if ok {
		z.defined[id] = zone
		delete(z.found, id)
	}
	return ok
}

// Find returns the zone of a TZID: a name of the IANA database, also behind the
// prefix of some program; a name of Windows; one defined in the file; or one
// that gives its distance from UTC. A well-known name comes before the file's
// definition, which is often cut to the year of the event. Unknown names answer
// nil and false.
func (z *Zones) Find(tzid string) (*time.Location, bool) {
	id := zoneName(tzid)
	if zone, ok := z.found[id]; ok {
		return zone, zone != nil
	}
	zone, ok := named(id)
	if !ok {
		zone, ok = z.defined[id]
	}
	if !ok {
		zone, ok = distance(id)
	}
	if z.found == nil {
		z.found = map[string]*time.Location{}
	}
	if len(z.found) < maxNames {
		z.found[id] = zone
	}
	return zone, ok
}

func zoneName(s string) string { return strings.Trim(strings.TrimSpace(s), `"'`) }

// named finds a zone that has a name outside of the file.
func named(id string) (*time.Location, bool) {
	if id == "" || len(id) > 100 {
		return nil, false
	}
	if iana, ok := windows[id]; ok {
		return load(iana)
	}
	parts := strings.Split(strings.Trim(id, "/"), "/")
	for i := range min(len(parts), 6) { // a prefix has two or three parts
		if zone, ok := load(strings.Join(parts[i:], "/")); ok {
			return zone, true
		}
	}
	return nil, false
}

// load opens a zone of the database by a name that is one.
func load(name string) (*time.Location, bool) {
	switch strings.ToUpper(name) {
	case "UTC", "Z", "GMT", "ETC/UTC":
		return time.UTC, true
	case "", "LOCAL": // time.LoadLocation would take it for the machine's own
		return nil, false
	}
	for i := range len(name) {
		c := name[i]
		if letter := c|0x20 >= 'a' && c|0x20 <= 'z'; !letter && (c < '0' || c > '9') && strings.IndexByte("/_+-", c) < 0 {
			return nil, false
		}
	}
	zone, err := time.LoadLocation(name)
	return zone, err == nil
}

// distance reads names such as "(UTC+01:00) Amsterdam, Berlin", "GMT+0100" and
// "+02:00". Where the words after it are not known either, they say nothing of
// summer time; it is better than the wrong side of the world.
func distance(id string) (*time.Location, bool) {
	if _, words, ok := strings.Cut(id, ") "); ok && displayed[words] != "" {
		return load(displayed[words])
	}
	s := strings.TrimPrefix(id, "(")
	s, _, _ = strings.Cut(s, ")")
	s = strings.ToUpper(strings.ReplaceAll(s, " ", ""))
	s = strings.TrimPrefix(strings.TrimPrefix(s, "UTC"), "GMT")
	if len(s) < 2 || len(s) > 6 || s[0] != '+' && s[0] != '-' {
		return nil, false
	}
	if len(s) <= 3 {
		s += "00"
	}
	if len(s) == 4 {
		s = s[:1] + "0" + s[1:]
	}
	offset, ok := parseOffset(strings.ReplaceAll(s, ":", ""))
	return time.FixedZone(id, offset), ok
}

// parseOffset reads a UTC-OFFSET: +0100, -043000. It returns seconds.
func parseOffset(s string) (int, bool) {
	s = strings.TrimSpace(s)
	if len(s) != 5 && len(s) != 7 || s[0] != '+' && s[0] != '-' {
		return 0, false
	}
	n, err := strconv.ParseUint((s[1:] + "00")[:6], 10, 32)
	hours, minutes, seconds := int(n/10000), int(n/100%100), int(n%100)
	if err != nil || hours > 23 || minutes > 59 || seconds > 59 {
		return 0, false
	}
	offset := hours*3600 + minutes*60 + seconds
	if s[0] == '-' {
		offset = -offset
	}
	return offset, true
}
