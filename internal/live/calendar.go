package live

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"slices"
	"strings"
	"testing/fstest"
	"time"

	"entregent/internal/importer"
	"entregent/internal/importer/calendar"
	"entregent/internal/importer/ical"
)

// A cutFile is a calendar file taken apart: what all its events share, and each
// event with all that is said of its instances.
type cutFile struct {
	name  string
	head  string
	items []item
}

var errNoCalendar = errors.New("live: no calendar file")

// cut takes a calendar file apart by its lines. Servers stamp every event anew
// whenever they are asked; an event counts as changed only where something else
// of it is.
func cut(data []byte) (f cutFile, err error) {
	if !bytes.Contains(bytes.ToUpper(data[:min(len(data), 4096)]), []byte("BEGIN:VCALENDAR")) {
		return f, errNoCalendar
	}
	var head strings.Builder
	groups := map[string]*strings.Builder{}
	sums := map[string]*strings.Builder{}
	var order []string
	var block []string // the lines of the component at hand
	depth := 0
	for line := range strings.Lines(string(data)) {
		line = strings.TrimRight(line, "\r\n")
		word := strings.ToUpper(strings.TrimSpace(line))
		switch {
		case word == "BEGIN:VCALENDAR" || word == "END:VCALENDAR":
			continue
		case depth == 0 && !strings.HasPrefix(word, "BEGIN:"):
			head.WriteString(line + "\r\n")
			if v, ok := strings.CutPrefix(line, "X-WR-CALNAME:"); ok {
				f.name = strings.TrimSpace(v)
			}
			continue
		}
		block = append(block, line)
		if strings.HasPrefix(word, "BEGIN:") {
			depth++
		}
		if !strings.HasPrefix(word, "END:") {
			continue
		}
		if depth--; depth > 0 {
			continue
		}
		text := strings.Join(block, "\r\n") + "\r\n"
		switch strings.ToUpper(strings.TrimSpace(block[0])) {
		case "BEGIN:VTIMEZONE":
			head.WriteString(text)
		case "BEGIN:VEVENT":
			key := keyOf(block)
			if groups[key] == nil {
				groups[key], sums[key] = &strings.Builder{}, &strings.Builder{}
				order = append(order, key)
			}
			groups[key].WriteString(text)
			for _, l := range block {
				if !strings.HasPrefix(strings.ToUpper(l), "DTSTAMP") {
					sums[key].WriteString(l + "\n")
				}
			}
		}
		block, depth = nil, 0
	}
	f.head = "BEGIN:VCALENDAR\r\n" + head.String()
	for _, key := range order {
		f.items = append(f.items, item{key: key, tag: digest(sums[key].String()), data: groups[key].String()})
	}
	return f, nil
}

// keyOf names an event by its UID; one without is named by all it says.
func keyOf(block []string) string {
	for i, l := range block {
		if v, ok := strings.CutPrefix(l, "UID:"); ok {
			for _, more := range block[i+1:] {
				if !strings.HasPrefix(more, " ") && !strings.HasPrefix(more, "\t") {
					break
				}
				v += more[1:]
			}
			return digest(strings.TrimSpace(v))
		}
	}
	return digest(strings.Join(block, "\n"))
}

func digest(s string) string {
	sum := sha256.Sum256([]byte(s))
	return hex.EncodeToString(sum[:12])
}

// files makes of events files of their own, each with what they share.
func (f cutFile) files(items []item) []item {
	out := slices.Clone(items)
	for i := range out {
		out[i].data = f.head + out[i].data + "END:VCALENDAR\r\n"
	}
	return out
}

var bounds = ical.Limits{
	Line: importer.DefaultLimits.MaxLine, Entry: importer.DefaultLimits.MaxCard, Props: importer.DefaultLimits.MaxProperties, Depth: importer.DefaultLimits.MaxDepth,
}

// open reports whether an event may have instances after a moment.
func open(data string, now time.Time) bool {
	day := now.AddDate(0, 0, -2).UTC().Format("20060102")
	for x, err := range ical.Read(strings.NewReader(data), bounds) {
		if err != nil {
			return true
		}
		c := x.Entry
		if c == nil || c.Name != "VEVENT" {
			continue
		}
		for _, name := range []string{"DTSTART", "DTEND"} {
			if at := strings.TrimSpace(c.Text(name)); len(at) >= 8 && at[:8] >= day {
				return true
			}
		}
		for p := range c.All("RRULE") {
			if until, ok := untilOf(p.Value); !ok || until >= day {
				return true
			}
		}
		for p := range c.All("RDATE") {
			for _, at := range strings.FieldsFunc(p.Value, func(r rune) bool { return r == ',' || r == '/' }) {
				if len(at) >= 8 && at[:8] >= day {
					return true
				}
			}
		}
	}
	return false
}

// untilOf is the day on which a rule ends, if it says so.
func untilOf(rule string) (string, bool) {
	for part := range strings.SplitSeq(strings.ToUpper(rule), ";") {
		if v, ok := strings.CutPrefix(strings.TrimSpace(part), "UNTIL="); ok && len(v) >= 8 {
			return v[:8], true
		}
	}
	return "", false
}

// near is how long before it takes place an event is planned; see package
// calendar.
const near = 90 * 24 * time.Hour

// due returns the items of which an instance has begun between two moments, or
// which are alone and have come near between them.
func due(ctx context.Context, items []item, since, now time.Time, zone *time.Location) (out []item) {
	for _, i := range items {
		src := fstest.MapFS{"one.ics": &fstest.MapFile{Data: []byte(i.data)}}
		part := importer.Part{Label: "one.ics", Files: []string{"one.ics"}}
		opt := importer.Options{Zone: zone, Now: now, Since: since, Limits: importer.DefaultLimits}
		ripe, told := false, 0
		var last time.Time
		for e, err := range (calendar.Reader{}).Read(ctx, src, part, opt) {
			if err != nil {
				break
			}
			if e.Encounter == nil {
				continue
			}
			told++
			last = e.Encounter.At
			if ripe = last.After(since) && !last.After(now); ripe {
				break
			}
		}
		if ripe || told == 1 && last.After(since.Add(near)) && !last.After(now.Add(near)) {
			out = append(out, i)
		}
	}
	return out
}
