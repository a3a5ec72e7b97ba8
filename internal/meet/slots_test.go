package meet

import (
	"testing"
	"time"

	"entregent/internal/network"
)

func zone(t *testing.T, name string) *time.Location {
	z, err := time.LoadLocation(name)
	if err != nil {
		t.Fatal(err)
	}
	return z
}

// spell writes slots as the clock on the wall shows them.
func spell(z *time.Location, list []Slot) (out []string) {
	for _, s := range list {
		out = append(out, s.From.In(z).Format("Mon 02 15:04"))
	}
	return out
}

func same(t *testing.T, got []string, want ...string) {
	t.Helper()
	if len(got) != len(want) {
		t.Fatalf("%q, want %q", got, want)
	}
	for i := range want {
		if got[i] != want[i] {
			t.Fatalf("%q, want %q", got, want)
		}
	}
}

func asking(z *time.Location, first network.Date) SlotAsk {
	d := dayOf(first)
	return SlotAsk{Zone: z, Hours: WorkHours, First: d, Last: d + 20, Length: 45 * time.Minute, Way: 15 * time.Minute, Most: 3}
}

// Three days, three times of day; weekends are left out.
func TestSlotsAreSpread(t *testing.T) {
	z := zone(t, "Europe/Paris")
	same(t, spell(z, Slots(asking(z, date(2026, 3, 12)))), "Thu 12 10:00", "Fri 13 16:00", "Mon 16 14:30")
}

func at(z *time.Location, day, hour, minute int) time.Time {
	return time.Date(2026, 3, day, hour, minute, 0, 0, z)
}

func TestSlotsAvoidWhatIsPlanned(t *testing.T) {
	z := zone(t, "Europe/Paris")
	ask := asking(z, date(2026, 3, 12))
	ask.Busy = []Busy{
		{at(z, 12, 9, 0), at(z, 12, 10, 0)},                         // ends as 10:00 begins: a way is left, so 10:30
		{at(z, 13, 0, 0), at(z, 14, 0, 0)},                          // a whole day
		{at(z, 15, 22, 0), at(z, 16, 9, 30)},                        // over midnight
		{at(z, 16, 15, 0), at(z, 16, 19, 0)},                        // the afternoon, so early afternoon
		{at(z, 17, 8, 0), at(z, 17, 12, 0)},                         // the morning
		{at(z, 17, 16, 0).UTC(), at(z, 17, 16, 0).UTC()},            // takes no time
		{at(z, 1, 0, 0), at(z, 2, 0, 0)},                            // long past
		{at(z, 12, 18, 0).UTC(), at(z, 12, 23, 59).UTC()},           // told in another zone
		{at(z, 18, 0, 0), at(z, 18, 0, 0).Add(24 * 3 * 3600 * 1e9)}, // three days
	}
	same(t, spell(z, Slots(ask)), "Thu 12 10:30", "Mon 16 14:00", "Tue 17 14:30")
}

// One day alone: several slots, none before the moment, none touching another.
func TestSlotsOfOneDay(t *testing.T) {
	z := zone(t, "Europe/Paris")
	ask := asking(z, date(2026, 3, 12))
	ask.Last, ask.OneDay, ask.After = ask.First, true, at(z, 12, 10, 20)
	same(t, spell(z, Slots(ask)), "Thu 12 10:30", "Thu 12 14:30", "Thu 12 16:00")
	ask.Busy = []Busy{{at(z, 12, 0, 0), at(z, 13, 0, 0)}}
	if got := Slots(ask); len(got) != 0 {
		t.Errorf("a full day: %q", spell(z, got))
	}
	ask.Busy, ask.First, ask.Last = nil, ask.First+2, ask.First+2 // Saturday
	if got := Slots(ask); len(got) != 0 {
		t.Errorf("a day off: %q", spell(z, got))
	}
}

// The hours are the clock's: the same before and after it changes. An hour that is
// left out in spring is not proposed, one that comes twice in autumn only once.
func TestSlotsWhenClocksChange(t *testing.T) {
	z := zone(t, "Europe/Paris")
	ask := asking(z, date(2026, 3, 27)) // Friday before the change
	same(t, spell(z, Slots(ask)), "Fri 27 10:00", "Mon 30 16:00", "Tue 31 14:30")
	got := Slots(ask)
	if a, b := got[0].From.UTC().Hour(), got[1].From.UTC().Hour(); a != 9 || b != 14 {
		t.Errorf("in UTC at %d and %d", a, b)
	}
	night := Hours{Days: []time.Weekday{time.Sunday}, From: 60, Until: 240}
	ask = asking(z, date(2026, 3, 29))
	ask.Hours, ask.Last, ask.OneDay, ask.Most, ask.Way, ask.Length = night, ask.First, true, 9, 0, 30*time.Minute
	same(t, spell(z, Slots(ask)), "Sun 29 01:00", "Sun 29 01:30", "Sun 29 03:00", "Sun 29 03:30")
	ask.First, ask.Last = day(2026, 10, 25), day(2026, 10, 25)
	same(t, spell(z, Slots(ask)), "Sun 25 01:00", "Sun 25 01:30", "Sun 25 02:00", "Sun 25 02:30", "Sun 25 03:00", "Sun 25 03:30")
}

// Hours may go to midnight, and no further.
func TestSlotsToMidnight(t *testing.T) {
	z := zone(t, "America/New_York")
	ask := asking(z, date(2026, 3, 12))
	ask.Hours = Hours{Days: []time.Weekday{time.Thursday}, From: 23 * 60, Until: 1440}
	ask.Last, ask.OneDay = ask.First, true
	same(t, spell(z, Slots(ask)), "Thu 12 23:00")
	ask.Length = 90 * time.Minute
	if got := Slots(ask); len(got) != 0 {
		t.Errorf("beyond midnight: %q", spell(z, got))
	}
	ask.Hours = Hours{}
	if got := Slots(ask); len(got) != 0 {
		t.Errorf("without hours: %q", spell(z, got))
	}
}

// No slot ever touches what is planned, lies outside the hours or before the
// moment, or overlaps another, whatever the calendar.
func TestSlotsProperty(t *testing.T) {
	z := zone(t, "Europe/Paris")
	for seed := range 300 {
		ask := asking(z, date(2026, time.Month(1+seed%12), 1+seed%28))
		ask.OneDay = seed%3 == 0
		ask.After = ask.First.Start(z).Add(time.Duration(seed%30) * time.Hour)
		for i := range seed % 40 {
			from := ask.First.Start(z).Add(time.Duration((seed*7919+i*104729)%(20*24*60)) * time.Minute)
			ask.Busy = append(ask.Busy, Busy{from, from.Add(time.Duration((seed+i*31)%600) * time.Minute)})
		}
		list := Slots(ask)
		for i, s := range list {
			local := s.From.In(z)
			minute := local.Hour()*60 + local.Minute()
			if s.From.Before(ask.After) || minute < ask.Hours.From || minute+45 > ask.Hours.Until || local.Weekday() == time.Sunday || local.Weekday() == time.Saturday {
				t.Fatalf("seed %d: %s", seed, local)
			}
			for _, b := range ask.Busy {
				if b.From.Before(s.Until) && b.Until.After(s.From) {
					t.Fatalf("seed %d: %s lies in %s", seed, local, b.From.In(z))
				}
			}
			if i > 0 && s.From.Before(list[i-1].Until) {
				t.Fatalf("seed %d: two at once", seed)
			}
		}
	}
}
