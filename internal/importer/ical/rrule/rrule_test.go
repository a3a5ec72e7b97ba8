package rrule

import (
	"errors"
	"strings"
	"testing"
	"time"
)

func TestExpansion(t *testing.T) {
	for _, c := range []struct{ what, rule, start, want string }{
		{"a day without an hour is DTSTART's", "FREQ=DAILY;COUNT=2", "20260301T101500", "20260301T101500 20260302T101500"},
		{"an empty part is forgiven", ";FREQ=DAILY;;COUNT=1;", "20260301", "20260301"},
		{"lower case is forgiven", "freq=weekly;byday=mo;count=2", "20260302", "20260302 20260309"},
		{"the first Sunday but one from the end of the year", "FREQ=YEARLY;BYDAY=-2SU;COUNT=2", "20260101", "20261220 20271219"},
		{"the 53rd week exists in some years only", "FREQ=YEARLY;BYWEEKNO=53;COUNT=3", "20200101", "20201230 20261230 20321229"},
		{"week 1 may begin in the year before", "FREQ=YEARLY;BYWEEKNO=1;BYDAY=MO;COUNT=2", "20250101", "20251229 20270104"},
		{"the last second of the year", "FREQ=YEARLY;BYMONTH=12;BYMONTHDAY=31;BYHOUR=23;BYMINUTE=59;BYSECOND=60;COUNT=1", "20260101T000000", "20261231T235959"},
		{"the third of all seconds of a year", "FREQ=YEARLY;BYDAY=SU,MO,TU,WE,TH,FR,SA;BYHOUR=0,1,2,3,4,5,6,7,8,9,10,11,12,13,14,15,16,17,18,19,20,21,22,23;BYMINUTE=0,1,2,3,4,5;BYSECOND=1,2;BYSETPOS=3,-1;COUNT=2", "20260101T000000", "20260101T000101 20261231T230502"},
		{"Friday the 13th, counted by year", "FREQ=YEARLY;BYDAY=FR;BYMONTHDAY=13;COUNT=3", "20260101", "20260213 20260313 20261113"},
		{"hours of a rare day", "FREQ=HOURLY;BYMONTH=2;BYMONTHDAY=29;BYHOUR=3;COUNT=2", "20200101T000000", "20200229T030000 20240229T030000"},
		{"seconds of a rare minute", "FREQ=SECONDLY;BYMONTH=1;BYMONTHDAY=1;BYHOUR=0;BYMINUTE=0;BYSECOND=0;COUNT=3", "20200101T000000", "20200101T000000 20210101T000000 20220101T000000"},
		{"every ninth hour keeps its step over days", "FREQ=HOURLY;INTERVAL=9;BYHOUR=9,18;COUNT=4", "20260101T000000", "20260101T090000 20260101T180000 20260104T090000 20260104T180000"},
		{"a day that never is", "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30;UNTIL=20400101", "20200101", ""},
		{"a tenth Friday never is", "FREQ=MONTHLY;BYDAY=10FR;UNTIL=20400101", "20200101", ""},
		{"an interval beyond the end of time", "FREQ=DAILY;INTERVAL=999999999", "20200101", "20200101"},
		{"two bounds: the nearer holds", "FREQ=DAILY;COUNT=3;UNTIL=20200102", "20200101", "20200101 20200102"},
		{"an end with dashes", "FREQ=DAILY;UNTIL=2020-01-02", "20200101", "20200101 20200102"},
		{"two skipped days make one", "FREQ=MONTHLY;RSCALE=GREGORIAN;SKIP=FORWARD;BYMONTHDAY=1,30,31;UNTIL=20260302", "20260131", "20260131 20260201 20260301"},
	} {
		t.Run(c.what, func(t *testing.T) {
			got, err := expand(c.rule, c.start, "", 50)
			if err != nil || strings.Join(got, " ") != c.want {
				t.Errorf("%s from %s\n got %v, %v\nwant %v", c.rule, c.start, got, err, c.want)
			}
		})
	}
}

func TestRefused(t *testing.T) {
	for _, c := range []struct{ rule, part string }{
		{"", "FREQ"},
		{"FREQ=", "FREQ"},
		{"FREQ=NEVER", "FREQ"},
		{"BYDAY=MO", "FREQ"},
		{"FREQ=DAILY;FREQ=WEEKLY", "FREQ"},
		{"FREQ=DAILY;INTERVAL=0", "INTERVAL"},
		{"FREQ=DAILY;INTERVAL=-1", "INTERVAL"},
		{"FREQ=DAILY;INTERVAL=999999999999", "INTERVAL"},
		{"FREQ=DAILY;COUNT=0", "COUNT"},
		{"FREQ=DAILY;UNTIL=", "UNTIL"},
		{"FREQ=DAILY;UNTIL=20260231", "UNTIL"},
		{"FREQ=YEARLY;BYYEARDAY=-367", "BYYEARDAY"},
		{"FREQ=YEARLY;BYMONTH=13", "BYMONTH"},
		{"FREQ=YEARLY;BYMONTH=", "BYMONTH"},
		{"FREQ=YEARLY;BYWEEKNO=0", "BYWEEKNO"},
		{"FREQ=MONTHLY;BYWEEKNO=3", "BYWEEKNO"},
		{"FREQ=MONTHLY;BYYEARDAY=3", "BYYEARDAY"},
		{"FREQ=WEEKLY;BYMONTHDAY=3", "BYMONTHDAY"},
		{"FREQ=WEEKLY;WKST=XX", "WKST"},
		{"FREQ=WEEKLY;BYDAY=LU", "BYDAY"},
		{"FREQ=WEEKLY;BYDAY=", "BYDAY"},
		{"FREQ=DAILY;BYDAY=1MO", "BYDAY"},
		{"FREQ=MONTHLY;BYDAY=0MO", "BYDAY"},
		{"FREQ=MONTHLY;BYDAY=54MO", "BYDAY"},
		{"FREQ=YEARLY;BYWEEKNO=3;BYDAY=1MO", "BYDAY"},
		{"FREQ=MONTHLY;BYSETPOS=-1", "BYSETPOS"},
		{"FREQ=MONTHLY;BYDAY=MO;BYSETPOS=400", "BYSETPOS"},
		{"FREQ=DAILY;BYHOUR=24", "BYHOUR"},
		{"FREQ=DAILY;BYMINUTE=60", "BYMINUTE"},
		{"FREQ=DAILY;BYSECOND=61", "BYSECOND"},
		{"RSCALE=HEBREW;FREQ=YEARLY", "RSCALE"},
		{"FREQ=DAILY;SKIP=SIDEWAYS", "SKIP"},
		{"FREQ=DAILY;BYEASTER=1", "BYEASTER"},
		{"FREQ=DAILY;nonsense", "NONSENSE"},
	} {
		t.Run(c.rule, func(t *testing.T) {
			_, err := Parse(c.rule)
			var refused *Error
			if !errors.As(err, &refused) || refused.Part != c.part {
				t.Errorf("%q: %v, want a refusal of %s", c.rule, err, c.part)
			}
		})
	}
}

func TestWallTimes(t *testing.T) {
	paris, err := time.LoadLocation("Europe/Paris")
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct{ what, wall, want string }{
		{"in winter", "20260101T120000", "2026-01-01T12:00:00+01:00"},
		{"in summer", "20260701T120000", "2026-07-01T12:00:00+02:00"},
		{"an hour that is left out is read as before the gap", "20260329T023000", "2026-03-29T03:30:00+02:00"},
		{"the first minute after the gap", "20260329T030000", "2026-03-29T03:00:00+02:00"},
		{"an hour shown twice is the first", "20201025T023000", "2020-10-25T02:30:00+02:00"},
		{"the hour after it", "20201025T030000", "2020-10-25T03:00:00+01:00"},
		{"the evening before", "20201024T230000", "2020-10-24T23:00:00+02:00"},
	} {
		w, _, _, err := ParseTime(c.wall)
		if got := w.In(paris).Format(time.RFC3339); err != nil || got != c.want {
			t.Errorf("%s: %s is %s, want %s", c.what, c.wall, got, c.want)
		}
	}
}

func TestParseTime(t *testing.T) {
	for _, c := range []struct{ in, want string }{
		{"20260301T101500Z", "2026-03-01T10:15:00 utc"},
		{"20260301t101500z", "2026-03-01T10:15:00 utc"},
		{"20260301", "2026-03-01T00:00:00 date"},
		{"2026-03-01T10:15:00", "2026-03-01T10:15:00"},
		{"20260301T1015", "2026-03-01T10:15:00"},
		{"20260301T240000", "2026-03-02T00:00:00"},
		{"20161231T235960Z", "2016-12-31T23:59:59 utc"},
		{"99991231T235959", "9999-12-31T23:59:59"},
		{"00000101T000000Z", "error"},
		{"20261301", "error"},
		{"20260229", "error"},
		{"20260301T250000", "error"},
		{"20260301T240001", "error"},
		{"2026031", "error"},
		{"+2026031", "error"},
		{"TODAY", "error"},
		{"", "error"},
	} {
		w, date, utc, err := ParseTime(c.in)
		got := w.Time().Format("2006-01-02T15:04:05")
		if date {
			got += " date"
		}
		if utc {
			got += " utc"
		}
		if err != nil {
			got = "error"
		}
		if got != c.want {
			t.Errorf("%q is %s, want %s", c.in, got, c.want)
		}
	}
}

// The work for the next instance does not depend on how long ago a rule began,
// nor on the length of the rule.
func TestWorkIsBounded(t *testing.T) {
	long := "1"
	for i := 2; i < 60; i++ {
		long += "," + string(rune('0'+i/10)) + string(rune('0'+i%10))
	}
	for _, c := range []struct {
		what, rule string
		most       int64
	}{
		{"a secondly rule far from its start", "FREQ=SECONDLY", 100},
		{"a daily rule far from its start", "FREQ=DAILY", 100},
		{"a yearly rule far from its start", "FREQ=YEARLY", 3000},
		{"an hourly rule of one day in four years", "FREQ=HOURLY;BYMONTH=2;BYMONTHDAY=29;BYDAY=MO;BYHOUR=3", 20000},
		{"every second of a year", "FREQ=YEARLY;BYDAY=MO;BYMINUTE=" + long + ";BYSECOND=" + long, 3000},
		{"a secondly rule of a day that never is", "FREQ=SECONDLY;BYMONTH=2;BYMONTHDAY=30", 20000},
	} {
		t.Run(c.what, func(t *testing.T) {
			r, err := Parse(c.rule)
			if err != nil {
				t.Fatal(err)
			}
			start := WallAt(1970, 1, 1, 0, 0, 0)
			from := WallAt(2021, 11, 1, 0, 0, 0)
			b := Budget{Left: 1 << 40}
			for range r.Between(start, from, from+29*366*secondsADay, Latest, &b) {
				break
			}
			if used := 1<<40 - b.Left; used > c.most {
				t.Errorf("%d steps, at most %d wanted", used, c.most)
			}
		})
	}
}

func TestBudgetEnds(t *testing.T) {
	r, err := Parse("FREQ=SECONDLY;COUNT=2147483648")
	if err != nil {
		t.Fatal(err)
	}
	b := Budget{Left: 1000}
	n := 0
	for range r.Between(0, 0, Latest, Latest, &b) {
		n++
	}
	if !b.Spent || n > 1000 {
		t.Errorf("%d instances, spent %v", n, b.Spent)
	}
}
