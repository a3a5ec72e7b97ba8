package ical

import (
	"strings"
	"testing"
	"time"

	"entregent/internal/importer/ical/rrule"
)

func TestZoneNames(t *testing.T) {
	var z Zones
	z.Define(component(t, "BEGIN:VTIMEZONE\nTZID:Mine\nBEGIN:STANDARD\nDTSTART:16010101T030000\nRRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU\nTZOFFSETFROM:+0200\nTZOFFSETTO:+0100\nEND:STANDARD\n"+
		"BEGIN:DAYLIGHT\nDTSTART:16010101T020000\nRRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU\nTZOFFSETFROM:+0100\nTZOFFSETTO:+0200\nEND:DAYLIGHT\nEND:VTIMEZONE\n"))
	z.Define(component(t, "BEGIN:VTIMEZONE\nTZID:Known by another name\nX-LIC-LOCATION:Europe/Paris\nEND:VTIMEZONE\n"))
	for _, c := range []struct{ tzid, summer, winter string }{
		{"Europe/Paris", "+02:00", "+01:00"},
		{`"Europe/Paris"`, "+02:00", "+01:00"},
		{"/freeassociation.sourceforge.net/Europe/Paris", "+02:00", "+01:00"},
		{"/freeassociation.sourceforge.net/Tzfile/America/Argentina/Buenos_Aires", "-03:00", "-03:00"},
		{"/mozilla.org/20050126_1/Europe/Paris", "+02:00", "+01:00"},
		{"Romance Standard Time", "+02:00", "+01:00"},
		{"W. Europe Standard Time", "+02:00", "+01:00"},
		{"(UTC-05:00) Eastern Time (US & Canada)", "-04:00", "-05:00"},
		{"(UTC+01:00) Somewhere", "+01:00", "+01:00"},
		{"GMT+0100", "+01:00", "+01:00"},
		{"UTC-5", "-05:00", "-05:00"},
		{"UTC", "Z", "Z"},
		{"Mine", "+02:00", "+01:00"},
		{"Known by another name", "+02:00", "+01:00"},
		{"Local", "", ""},
		{"", "", ""},
		{"../../etc/passwd", "", ""},
		{"Mars/Olympus", "", ""},
		{strings.Repeat("a/", 5000), "", ""},
	} {
		zone, ok := z.Find(c.tzid)
		if ok != (c.summer != "") {
			t.Errorf("%.60q: known %v", c.tzid, ok)
		}
		if !ok {
			continue
		}
		summer := time.Date(2026, 7, 1, 12, 0, 0, 0, time.UTC).In(zone).Format("Z07:00")
		winter := time.Date(2026, 1, 1, 12, 0, 0, 0, time.UTC).In(zone).Format("Z07:00")
		if summer != c.summer || winter != c.winter {
			t.Errorf("%q: %s in summer, %s in winter, want %s and %s", c.tzid, summer, winter, c.summer, c.winter)
		}
	}
}

// Every name in the tables is a zone of the database.
func TestZoneTables(t *testing.T) {
	for _, table := range []map[string]string{windows, displayed} {
		for name, iana := range table {
			if _, ok := load(iana); !ok {
				t.Errorf("%s: no zone %s", name, iana)
			}
		}
	}
	if len(windows) < 139 {
		t.Errorf("only %d names of Windows", len(windows))
	}
}

// The rules of a file's own zone give the offsets of the zone they describe.
func TestDefinedZoneEqualsDatabase(t *testing.T) {
	paris, ok := load("Europe/Paris")
	if !ok {
		t.Fatal("no time zone database")
	}
	var z Zones
	z.Define(component(t, "BEGIN:VTIMEZONE\nTZID:P\nBEGIN:STANDARD\nDTSTART:19701025T030000\nRRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU\nTZOFFSETFROM:+0200\nTZOFFSETTO:+0100\nEND:STANDARD\n"+
		"BEGIN:DAYLIGHT\nDTSTART:19700329T020000\nRRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU\nTZOFFSETFROM:+0100\nTZOFFSETTO:+0200\nEND:DAYLIGHT\nEND:VTIMEZONE\n"))
	own, _ := z.Find("P")
	for at := time.Date(2000, 1, 1, 0, 30, 0, 0, time.UTC); at.Year() < 2037; at = at.Add(time.Hour) {
		_, want := at.In(paris).Zone()
		if _, got := at.In(own).Zone(); got != want {
			t.Fatalf("%v: %d, want %d", at, got, want)
		}
	}
}

func TestSenselessZones(t *testing.T) {
	for _, s := range []string{
		"TZID:Z\nBEGIN:STANDARD\nDTSTART:16010101T000000\nRRULE:FREQ=SECONDLY\nTZOFFSETFROM:+9999\nTZOFFSETTO:-9999\nEND:STANDARD\n",
		"TZID:Z\nBEGIN:STANDARD\nDTSTART:x\nTZOFFSETFROM:+0100\nTZOFFSETTO:+0100\nEND:STANDARD\n",
		"TZID:Z\n",
		"",
	} {
		var z Zones
		if z.Define(component(t, "BEGIN:VTIMEZONE\n"+s+"END:VTIMEZONE\n")) {
			t.Errorf("%q made a zone", s)
		}
	}
}

func TestDurations(t *testing.T) {
	for _, c := range []struct {
		in   string
		want Duration
		ok   bool
	}{
		{"PT15M", Duration{0, 900}, true},
		{"P1DT2H3M4S", Duration{1, 7384}, true},
		{"P2W", Duration{14, 0}, true},
		{"-PT1H", Duration{0, -3600}, true},
		{"+P1D", Duration{1, 0}, true},
		{"pt1h", Duration{0, 3600}, true},
		{"P", Duration{}, false},
		{"PT", Duration{}, false},
		{"P1H", Duration{}, false},
		{"PTH", Duration{}, false},
		{"P999999999999W", Duration{}, false},
		{"P4294967295W", Duration{}, false},
		{"PT99999999999999999999S", Duration{}, false},
		{"one hour", Duration{}, false},
		{"", Duration{}, false},
	} {
		got, err := ParseDuration(c.in)
		if (err == nil) != c.ok || c.ok && got != c.want {
			t.Errorf("%q is %v, %v", c.in, got, err)
		}
	}
}

func TestInstances(t *testing.T) {
	paris, ok := load("Europe/Paris")
	if !ok {
		t.Fatal("no time zone database")
	}
	window := Window{
		From: time.Date(2026, 1, 1, 0, 0, 0, 0, paris), To: time.Date(2026, 12, 31, 23, 0, 0, 0, paris),
		Floating: paris, Most: 10,
	}
	for _, c := range []struct{ what, in, want string }{
		{"a weekly meeting stays at ten over the change of clocks", "DTSTART;TZID=Europe/Paris:20260323T100000\nDTEND;TZID=Europe/Paris:20260323T110000\nRRULE:FREQ=WEEKLY;COUNT=2",
			"03-23T10:00+01:00 to 03-23T11:00+01:00, 03-30T10:00+02:00 to 03-30T11:00+02:00"},
		{"daily at an hour that one day leaves out", "DTSTART;TZID=Europe/Paris:20260328T023000\nRRULE:FREQ=DAILY;COUNT=3",
			"03-28T02:30+01:00, 03-29T03:30+02:00, 03-30T02:30+02:00"},
		{"hourly over the hour that is left out", "DTSTART;TZID=Europe/Paris:20260329T010000\nRRULE:FREQ=HOURLY;UNTIL=20260329T030000",
			"03-29T01:00+01:00, 03-29T03:00+02:00"},
		{"exceptions in another zone", "DTSTART;TZID=Europe/Paris:20260701T100000\nRRULE:FREQ=DAILY;COUNT=3\nEXDATE:20260702T080000Z", "07-01T10:00+02:00, 07-03T10:00+02:00"},
		{"an exception that is a day", "DTSTART;TZID=Europe/Paris:20260701T100000\nRRULE:FREQ=DAILY;COUNT=3\nEXDATE;VALUE=DATE:20260702", "07-01T10:00+02:00, 07-03T10:00+02:00"},
		{"exceptions by rule", "DTSTART;TZID=Europe/Paris:20260706T100000\nRRULE:FREQ=DAILY;COUNT=3\nEXRULE:FREQ=WEEKLY;BYDAY=TU", "07-06T10:00+02:00, 07-08T10:00+02:00"},
		{"extra dates, in order and once", "DTSTART:20260706T100000\nRDATE:20260708T100000,20260707T100000/PT1H,20260708T100000", "07-06T10:00+02:00, 07-07T10:00+02:00, 07-08T10:00+02:00"},
		{"the first counts, named by the rule or not", "DTSTART:20260706T100000\nRRULE:FREQ=WEEKLY;BYDAY=FR;COUNT=2", "07-06T10:00+02:00, 07-10T10:00+02:00"},
		{"whole days in the reader's zone", "DTSTART;VALUE=DATE:20260706\nRRULE:FREQ=DAILY;COUNT=2;BYHOUR=9", "07-06T00:00+02:00 to 07-07T00:00+02:00, 07-07T00:00+02:00 to 07-08T00:00+02:00"},
		{"a day rule with hours is refused, the day stays", "DTSTART;VALUE=DATE:20260706\nRRULE:FREQ=HOURLY", "FREQ bad_rule, 07-06T00:00+02:00 to 07-07T00:00+02:00"},
		{"no more than allowed", "DTSTART:20260706T100000Z\nRRULE:FREQ=SECONDLY", "too many"},
		{"a rule that began long ago", "DTSTART:19980706T100000Z\nRRULE:FREQ=YEARLY", "07-06T10:00Z"},
		{"an end before the start", "DTSTART:20260706T100000Z\nDTEND:20250706T100000Z", "DTEND ends_before_start, 07-06T10:00Z"},
		{"no start", "DTEND:20250706T100000Z", "DTSTART no_start"},
	} {
		t.Run(c.what, func(t *testing.T) {
			if got := told(component(t, "BEGIN:VEVENT\n"+c.in+"\nEND:VEVENT\n"), window); got != c.want {
				t.Errorf("%s\n got %s\nwant %s", c.in, got, c.want)
			}
		})
	}
}

// told writes the issues and instances of a component.
func told(c *Component, w Window) string {
	var z Zones
	var out []string
	s, issues, ok := ReadSeries(c, &z, w.Floating)
	for _, i := range issues {
		out = append(out, i.What+" "+string(i.Kind))
	}
	if !ok {
		return strings.Join(out, ", ")
	}
	b := rrule.Budget{Left: 100_000}
	list, err := s.Instances(w, &b)
	if err != nil {
		return "too many"
	}
	const layout = "01-02T15:04Z07:00"
	for _, i := range list {
		line := i.Start.Format(layout)
		if !i.End.Equal(i.Start) {
			line += " to " + i.End.Format(layout)
		}
		out = append(out, line)
	}
	return strings.Join(out, ", ")
}

func component(t testing.TB, s string) *Component {
	t.Helper()
	for item, err := range Read(strings.NewReader(s), testLimits) {
		if err != nil {
			t.Fatal(err)
		}
		if item.Entry != nil {
			return item.Entry
		}
	}
	t.Fatalf("no component in %q", s)
	return nil
}
