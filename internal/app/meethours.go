package app

import (
	"cmp"
	"maps"
	"slices"
	"strconv"
	"strings"
	"time"

	"entregent/internal/meet"
	"entregent/internal/network"
	"entregent/internal/store"
)

// checkHours refuses days and hours that are none.
func checkHours(s *network.Settings) error {
	for _, d := range s.MeetDays {
		if d < 0 || d > 6 {
			return &network.Error{Kind: network.Invalid, Field: "meet_days", Msg: "error.not_understood", Args: []any{"meet_days"}}
		}
	}
	for field, text := range map[string]string{"meet_from": s.MeetFrom, "meet_until": s.MeetUntil} {
		if _, ok := minuteOf(text); text != "" && !ok {
			return &network.Error{Kind: network.Invalid, Field: field, Msg: "error.not_an_hour", Args: []any{text}}
		}
	}
	if h := hours(*s); h.From >= h.Until {
		return &network.Error{Kind: network.Invalid, Field: "meet_until", Msg: "error.not_an_hour", Args: []any{s.MeetUntil}}
	}
	s.Home = shorten(network.OneLine(s.Home), 200)
	return nil
}

// hours are those at which the keeper sees people; what they did not say is as
// most have it.
func hours(s network.Settings) meet.Hours {
	out := meet.WorkHours
	if len(s.MeetDays) > 0 {
		out.Days = nil
		for _, d := range s.MeetDays {
			out.Days = append(out.Days, time.Weekday(d))
		}
	}
	if m, ok := minuteOf(s.MeetFrom); ok {
		out.From = m
	}
	if m, ok := minuteOf(s.MeetUntil); ok {
		out.Until = m
	}
	return out
}

// Hours are the days (0 = Sunday) and hours at which slots are proposed.
func Hours(s network.Settings) (days []int, from, until string) {
	h := hours(s)
	for _, d := range h.Days {
		days = append(days, int(d))
	}
	return days, clockOf(h.From), clockOf(h.Until)
}

// minuteOf reads "19:30" as minutes after midnight; the end of a day is "24:00".
func minuteOf(s string) (int, bool) {
	h, m, ok := strings.Cut(s, ":")
	hour, err := strconv.ParseUint(h, 10, 8)
	minute, err2 := strconv.ParseUint(m, 10, 8)
	n := int(hour)*60 + int(minute)
	return n, ok && len(m) == 2 && err == nil && err2 == nil && minute < 60 && n <= 24*60
}

func clockOf(minute int) string {
	two := func(n int) string { return string([]byte{'0' + byte(n/10), '0' + byte(n%10)}) }
	return two(minute/60) + ":" + two(minute%60)
}

// What is planned without saying how long takes an hour; what people are invited
// to, three.
const (
	usualMeeting   = time.Hour
	usualGathering = 3 * time.Hour
	longestEvent   = 62 * 24 * time.Hour // one that began earlier is looked past
	mostPlanned    = 5000
)

// plans returns what takes the keeper's time between two moments, and with whom
// they have planned something, by the first day of it.
func (b *book) plans(tx store.Tx, from, to time.Time) (busy []meet.Busy, with map[network.PersonID]network.Day, err error) {
	list, err := tx.ToCome(from.Add(-longestEvent), to, mostPlanned)
	if err != nil {
		return nil, nil, err
	}
	if list, err = current(tx, list); err != nil {
		return nil, nil, err
	}
	marks, err := tx.Gatherings()
	hosted := map[network.EncounterID]bool{}
	for _, g := range marks {
		hosted[g.ID] = true
	}
	with = map[network.PersonID]network.Day{}
	for _, e := range list {
		until := e.Until
		switch {
		case !until.IsZero():
		case hosted[e.ID]:
			until = e.At.Add(usualGathering)
		default:
			until = e.At.Add(usualMeeting)
		}
		if until.After(from) && until.After(e.At) {
			busy = append(busy, meet.Busy{From: e.At, Until: until})
		}
		if e.State != network.Planned || e.At.Before(from) || len(e.With) > network.Broadcast {
			continue
		}
		for _, p := range e.With {
			day := network.DayOf(e.At, zone(b.settings))
			if old, ok := with[p.Person]; p.Status != network.Declined && p.State != network.Withdrawn && (!ok || day < old) {
				with[p.Person] = day
			}
		}
	}
	return busy, with, err
}

// current leaves out the instances of calendar events of which a newer edition
// says otherwise.
func current(tx store.Tx, list []network.Encounter) ([]network.Encounter, error) {
	ids := make([]network.EncounterID, len(list))
	for i := range list {
		ids[i] = list[i].ID
	}
	events, err := tx.EventsOf(ids)
	if err != nil || len(events) == 0 {
		return list, err
	}
	counts, err := standOf(tx, slices.Compact(slices.SortedFunc(maps.Values(events), func(a, b network.EventID) int { return slices.Compare(a[:], b[:]) })))
	return slices.DeleteFunc(list, func(e network.Encounter) bool {
		_, ofEvent := events[e.ID]
		return ofEvent && !counts[e.ID]
	}), err
}

// calendarRead is when a calendar was last read, zero if none ever was.
func calendarRead(tx store.Tx) (time.Time, error) {
	all, err := tx.AllBatches()
	var last time.Time
	for _, b := range all {
		if b.Source == "ics" && b.At.After(last) {
			last = b.At
		}
	}
	return last, err
}

// The slots of one proposal.
const (
	someSlots  = 3
	slotLength = 45 * time.Minute
	slotWay    = 15 * time.Minute
	// leadDays are left for an answer; farDays is how far ahead one proposes.
	leadDays = 2
	farDays  = 35
	// soonest is how soon something can be proposed for the same day.
	soonest = 2 * time.Hour
)

// A slotter hands out slots, no time twice: what is proposed to one is not
// proposed to the next.
type slotter struct {
	ask meet.SlotAsk
}

func newSlotter(b *book, busy []meet.Busy, now time.Time, on network.Date) *slotter {
	z := zone(b.settings)
	ask := meet.SlotAsk{
		Zone: z, Hours: hours(b.settings), Busy: busy, After: now.Add(soonest), First: b.day + leadDays, Last: b.day + farDays,
		Length: slotLength, Way: slotWay, Most: someSlots,
	}
	if !on.IsZero() {
		ask.First, ask.OneDay = untilDay(on), true
		ask.Last = ask.First
	}
	return &slotter{ask}
}

// take proposes slots and keeps them from others.
func (s *slotter) take() []meet.Slot {
	out := meet.Slots(s.ask)
	for _, x := range out {
		s.ask.Busy = append(s.ask.Busy, meet.Busy(x))
	}
	return out
}

// compareStays orders facts of where somebody is: the one that is shown first, then
// the newest.
func (e *entry) compareStays(a, b network.Fact) int {
	shown := func(f network.Fact) int { return bit(f.Kind == network.FactTown && f.Value == e.Town) }
	return cmp.Or(shown(b)-shown(a), saidOn(b).Compare(saidOn(a)), slices.Compare(a.ID[:], b.ID[:]))
}

// saidOn is when a fact was said: the source's own date, else when it was written.
func saidOn(f network.Fact) time.Time {
	if !f.AsOf.IsZero() {
		return f.AsOf
	}
	return f.On
}
