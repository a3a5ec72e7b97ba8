package ical

import (
	"encoding/json"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"entregent/internal/importer/ical/rrule"
	"entregent/internal/importer/importertest"
)

var testLimits = Limits{Line: 1 << 20, Entry: 1 << 20, Props: 10_000, Depth: 20}

// An expectation is what lies beside a sample: the instances of each component,
// numbered in the order of their BEGINs.
type expectation struct {
	Events []struct {
		Comp       int `json:"comp_id"`
		Start, End time.Time
	}
}

// mostExpected is where the makers of the samples stopped expanding, counted
// over all events of a file: what we find beyond says nothing.
const mostExpected = 100

// ruled are the samples where we differ, each with the reason.
var ruled = map[string]string{
	"calcard_006": unnamed,
	"calcard_010": ownZone,
	"calcard_018": inclusive,
	"calcard_019": "a start in UTC is in UTC, also where the exceptions float",
	"calcard_022": dateZone,
	"calcard_025": noStart,
	"calcard_030": "the zones expected know no summer after 2099",
	"calcard_035": dateZone,
	"calcard_036": noStart,
	"calcard_041": ownZone,
	"calcard_044": "the second day is moved to the fourth: it does not stay",
	"calcard_051": ownZone,
	"calcard_080": ownZone,
	"calcard_088": ownZone,
	"calcard_089": ownZone + "; " + inclusive,
	"calcard_102": ownZone,
	"calcard_108": "an event that has extra dates but no start is none",
	"calcard_109": ownZone,
	"calcard_128": inclusive,
	"calcard_170": noStart,
	"calcard_181": unnamed,
	"calcard_198": ownZone,
	"calcard_213": unnamed,
	"calcard_234": noStart,
	"calcard_242": noStart,
	"calcard_253": "COUNT counts what the rule names, not the extra dates",
	"calcard_261": ownZone,
}

const (
	ownZone   = "the zone that the file defines holds; expected was the floating zone"
	inclusive = "the last instance may be at UNTIL itself (RFC 5545, 3.3.10)"
	unnamed   = "DTSTART is an instance also where the rule does not name it"
	noStart   = "a task without a start takes place at no time"
	dateZone  = "a whole day has no zone"
)

// TestExpectedInstances compares with the instances that the makers of the
// samples expect, whose floating times are those of Auckland.
func TestExpectedInstances(t *testing.T) {
	auckland, err := time.LoadLocation("Pacific/Auckland")
	if err != nil {
		t.Fatal(err)
	}
	paths, _ := filepath.Glob(filepath.Join(importertest.Shared(t, "samples", "ics"), "calcard_*.ics"))
	for _, path := range paths {
		name := strings.TrimSuffix(filepath.Base(path), ".ics")
		t.Run(name, func(t *testing.T) {
			want := expected(t, strings.TrimSuffix(path, ".ics")+".json")
			got := instancesOf(t, path, auckland)
			if len(want) >= mostExpected-10 {
				got = slices.DeleteFunc(got, func(s string) bool { return !slices.Contains(want, s) })
			}
			if slices.Equal(got, want) {
				if ruled[name] != "" {
					t.Error("no difference any more: take it off the list")
				}
				return
			}
			if ruled[name] == "" {
				t.Errorf("\n got %d: %v\nwant %d: %v", len(got), head(got, want), len(want), head(want, got))
			}
		})
	}
}

// head returns the first lines that the other list does not have.
func head(list, other []string) (out []string) {
	for _, s := range list {
		if !slices.Contains(other, s) && len(out) < 6 {
			out = append(out, s)
		}
	}
	return out
}

func expected(t *testing.T, path string) (out []string) {
	t.Helper()
	f, err := os.Open(path)
	if err != nil {
		t.Skip("nothing expected")
	}
	defer f.Close()
	dec := json.NewDecoder(f)
	for dec.More() {
		var e expectation
		if err := dec.Decode(&e); err != nil {
			t.Fatal(err)
		}
		for _, x := range e.Events {
			out = append(out, instanceLine(x.Comp, x.Start))
		}
	}
	slices.Sort(out)
	return slices.Compact(out)
}

func instanceLine(comp int, start time.Time) string {
	return fmt.Sprintf("%03d %s", comp, start.UTC().Format(time.RFC3339))
}

// instancesOf expands every component that has a start, overrides taking the
// place of what they override.
func instancesOf(t *testing.T, path string, floating *time.Location) []string {
	t.Helper()
	f, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	type numbered struct {
		calendar, comp int
		c              *Component
	}
	var all []numbered
	var zones Zones
	calendar, comp := 0, -1 // without a VCALENDAR, the first entry has its number
	for item, err := range Read(f, testLimits) {
		if err != nil {
			t.Fatal(err)
		}
		switch {
		case item.Entry != nil:
			comp++
			all = append(all, numbered{calendar, comp, item.Entry})
			comp += below(item.Entry)
			if item.Entry.Name == "VTIMEZONE" {
				zones.Define(item.Entry)
			}
		case item.Property == nil && item.Fault == nil:
			calendar, comp = calendar+1, 0
		}
	}
	overridden := map[string]bool{}
	id := func(n numbered, at time.Time) string {
		return fmt.Sprint(n.calendar, n.c.Name, n.c.Text("UID"), at.Unix())
	}
	for _, n := range all {
		if p := n.c.Prop("RECURRENCE-ID"); p != nil {
			if m, _, err := zones.Moment(p, p.Value); err == nil {
				overridden[id(n, m.In(floating))] = true
			}
		}
	}
	window := Window{From: rrule.Earliest.In(time.UTC), To: rrule.Latest.In(time.UTC), Floating: floating, Most: 4 * mostExpected}
	out := map[string]bool{}
	for _, n := range all {
		s, _, ok := ReadSeries(n.c, &zones, floating)
		if !ok {
			continue
		}
		b := rrule.Budget{Left: 500_000}
		list, _ := s.Instances(window, &b)
		made := 0
		for _, x := range list {
			if n.c.Prop("RECURRENCE-ID") == nil && overridden[id(n, x.Start)] || made == 4*mostExpected {
				continue
			}
			made++
			out[instanceLine(n.comp, x.Start)] = true
		}
	}
	return slices.Sorted(maps.Keys(out))
}

func below(c *Component) (n int) {
	for _, x := range c.Children {
		n += 1 + below(x)
	}
	return n
}
