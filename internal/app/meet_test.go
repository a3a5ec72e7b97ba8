package app_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"entregent/internal/app"
	"entregent/internal/i18n"
	"entregent/internal/importer/ical"
	"entregent/internal/network"
)

func (h *house) meet(ask app.MeetAsk) app.Meet {
	h.t.Helper()
	got, err := h.Meet(context.Background(), h.keeper, i18n.For("en"), ask)
	if err != nil {
		h.t.Fatal(err)
	}
	return got
}

func slots(list []app.Slot) (out []string) {
	for _, s := range list {
		out = append(out, s.From.Format("Mon 02 15:04"))
	}
	return out
}

func on(y int, m time.Month, d int) network.Date { return network.Date{Year: y, Month: m, Day: d} }

// agenda is a calendar as an export has it, with events in between.
func agenda(events string) string {
	return strings.ReplaceAll("BEGIN:VCALENDAR\nVERSION:2.0\nPRODID:-//x//EN\nX-WR-CALNAME:anna@example.org\n"+events+"END:VCALENDAR\n", "\n", "\r\n")
}

func vevent(uid, props string) string {
	return "BEGIN:VEVENT\nUID:" + uid + "\n" + props + "\nEND:VEVENT\n"
}

// What the calendar holds is kept free: single and recurring events, whole days,
// what runs over midnight, what was moved by a newer file. What is transparent,
// cancelled or declined takes no time.
func TestSlotsFollowTheCalendar(t *testing.T) {
	h := newHouse(t, "2026-11-24T08:00:00+01:00")
	h.say("Call with Zoé Martin yesterday")
	if m := h.meet(app.MeetAsk{}); m.Calendar != nil || len(m.Coffees) != 1 {
		t.Fatalf("%+v", m)
	} else if got := fmt.Sprint(slots(m.Coffees[0].Slots)); got != "[Thu 26 10:00 Fri 27 16:00 Mon 30 14:30]" {
		t.Fatalf("without a calendar: %s", got)
	}
	h.reads1("agenda.ics", agenda(
		vevent("weekly", "DTSTART;TZID=Europe/Paris:20260903T093000\nDTEND;TZID=Europe/Paris:20260903T110000\nRRULE:FREQ=WEEKLY\nSUMMARY:Comité")+ // Thursdays
			vevent("leave", "DTSTART;VALUE=DATE:20261127\nDTEND;VALUE=DATE:20261128\nSUMMARY:Congé")+ // Friday
			vevent("hint", "DTSTART;VALUE=DATE:20261130\nTRANSP:TRANSPARENT\nSUMMARY:Fête")+ // free
			vevent("off", "DTSTART:20261130T150000Z\nDTEND:20261130T160000Z\nSTATUS:CANCELLED\nSUMMARY:Annulé")+
			vevent("night", "DTSTART:20261201T220000Z\nDTEND:20261202T090000Z\nSUMMARY:Train de nuit")+ // Tuesday to Wednesday 10:00
			vevent("vague", "DTSTART:20261202T133000Z\nSUMMARY:Sans fin")))
	m := h.meet(app.MeetAsk{})
	if m.Calendar == nil || *m.Calendar != on(2026, 11, 24) {
		t.Errorf("the calendar was read on %v", m.Calendar)
	}
	if got := fmt.Sprint(slots(m.Coffees[0].Slots)); got != "[Thu 26 16:00 Mon 30 16:00 Tue 01 14:30]" {
		t.Errorf("%s", got)
	}
	h.reads1("contacts.vcf", vcards)
	h.say("Call with Annick Roy yesterday")
	day := h.meet(app.MeetAsk{In: "Lyon", On: on(2026, 12, 2)})
	if got := fmt.Sprint(slots(day.Here[0].Slots)); got != "[Wed 02 10:30 Wed 02 13:30 Wed 02 16:00]" {
		t.Errorf("on a day: %s", got)
	}
	before := h.export()
	h.reads1("agenda.ics", agenda(vevent("weekly", "SEQUENCE:2\nDTSTART;TZID=Europe/Paris:20260903T160000\nDTEND;TZID=Europe/Paris:20260903T180000\nRRULE:FREQ=WEEKLY\nSUMMARY:Comité")))
	if got := fmt.Sprint(slots(h.meet(app.MeetAsk{}).Coffees[0].Slots)); !strings.HasPrefix(got, "[Thu 26 10:00") {
		t.Errorf("moved by a newer file: %s", got)
	}
	if _, err := h.Undo(context.Background(), h.keeper, h.batches()[0], ""); err != nil {
		t.Fatal(err)
	}
	if h.export() != before {
		t.Error("undone, the book is not as before")
	}
	h.sound("after reading calendars")
}

// Hours and days are the keeper's.
func TestSlotsFollowTheKeepersHours(t *testing.T) {
	h := newHouse(t, "2026-11-24T08:00:00+01:00")
	h.say("Call with Zoé Martin yesterday")
	k, err := h.Keeper(context.Background(), h.keeper)
	if err != nil {
		t.Fatal(err)
	}
	k.Settings.MeetDays, k.Settings.MeetFrom, k.Settings.MeetUntil = []int{6}, "18:00", "24:00"
	if err := h.PutSettings(context.Background(), h.keeper, k.Settings); err != nil {
		t.Fatal(err)
	}
	if got := fmt.Sprint(slots(h.meet(app.MeetAsk{}).Coffees[0].Slots)); got != "[Sat 28 18:00 Sat 05 18:00 Sat 12 18:00]" {
		t.Errorf("%s", got)
	}
	for _, bad := range []func(*network.Settings){
		func(s *network.Settings) { s.MeetFrom = "9h" }, func(s *network.Settings) { s.MeetUntil = "24:30" },
		func(s *network.Settings) { s.MeetFrom, s.MeetUntil = "18:00", "09:00" }, func(s *network.Settings) { s.MeetDays = []int{7} },
	} {
		s := k.Settings
		if bad(&s); !errors.Is(h.PutSettings(context.Background(), h.keeper, s), network.Invalid) {
			t.Errorf("%q to %q, %v was taken", s.MeetFrom, s.MeetUntil, s.MeetDays)
		}
	}
}

const vcards = `BEGIN:VCARD
VERSION:4.0
FN:Annick Roy
EMAIL:annick@example.org
ADR:;;3 quai Perrache;Lyon;;69002;France
REV:20250608T100000Z
END:VCARD
BEGIN:VCARD
VERSION:4.0
FN:Bruno Bron
EMAIL:bruno@example.org
ADR:;;1 place de la Mairie;Bron;;69500;France
END:VCARD
BEGIN:VCARD
VERSION:4.0
FN:Lise Lillois
EMAIL:lise@example.org
ADR:;;1 rue de Lyon;Lille;;59000;France
END:VCARD
`

// Who is in a place, by what, and how old that is; those with whom there is
// nothing yet are counted.
func TestWhoIsHere(t *testing.T) {
	h := newHouse(t, "2026-11-24T08:00:00+01:00")
	h.reads1("contacts.vcf", vcards)
	if m := h.meet(app.MeetAsk{In: "Lyon"}); len(m.Here) != 0 || m.Others != 2 {
		t.Errorf("here %v, others %d", m.Here, m.Others)
	}
	h.say("Call with Annick Roy yesterday")
	h.say("Lunch with Carla Conti yesterday in Lyon: her daughter plays the cello")
	m := h.meet(app.MeetAsk{In: "lyon", On: on(2026, 11, 26)})
	if len(m.Here) != 1 || m.Here[0].Person.Name != "Annick Roy" || m.In != "Lyon" || m.Others != 2 {
		t.Fatalf("%+v", m)
	}
	v := m.Here[0]
	if !strings.Contains(v.Where, "8 June 2025") || len(v.Grounds.Facts) != 1 || v.Email != "annick@example.org" {
		t.Errorf("%+v", v)
	}
	if !strings.Contains(v.Draft, "Lyon") || !strings.Contains(v.Draft, "Thursday 26 November at 10:00") {
		t.Errorf("the letter:\n%s", v.Draft)
	}
	if m := h.meet(app.MeetAsk{In: "Atlantis"}); len(m.Here) != 0 || m.Others != 0 || m.In != "Atlantis" {
		t.Errorf("%+v", m)
	}
	for _, ask := range []app.MeetAsk{{On: on(2026, 11, 23)}, {On: network.Date{Month: 3, Day: 1}}, {On: on(2026, 2, 30)}} {
		if _, err := h.Meet(context.Background(), h.keeper, i18n.For("en"), ask); !errors.Is(err, network.Invalid) {
			t.Errorf("on %v: %v", ask.On, err)
		}
	}
}

// A coffee whose letter has gone is not proposed again for a while; taken back, it
// is. One tap writes down that they met, and can be taken back too.
func TestCoffeeAnsweredAndMet(t *testing.T) {
	h := newHouse(t, "2026-11-24T08:00:00+01:00")
	h.say("Call with Zoé Martin yesterday")
	zoe := h.id("Zoé Martin")
	ctx := context.Background()
	for _, verdict := range []string{"done", "later", "no"} {
		if err := h.AnswerCoffee(ctx, h.keeper, zoe, verdict); err != nil {
			t.Fatal(err)
		}
		if n := len(h.meet(app.MeetAsk{}).Coffees); n != 0 {
			t.Errorf("%s: still %d", verdict, n)
		}
		if err := h.UnsayCoffee(ctx, h.keeper, zoe); err != nil {
			t.Fatal(err)
		}
		if n := len(h.meet(app.MeetAsk{}).Coffees); n != 1 {
			t.Errorf("%s taken back: %d", verdict, n)
		}
	}
	if err := h.AnswerCoffee(ctx, h.keeper, zoe, "perhaps"); !errors.Is(err, network.Invalid) {
		t.Error(err)
	}
	before := h.export()
	id, err := h.Met(ctx, h.keeper, zoe, "key")
	if err != nil {
		t.Fatal(err)
	}
	if again, err := h.Met(ctx, h.keeper, zoe, "key"); err != nil || again != id {
		t.Errorf("tapped twice: %v, %v", again, err)
	}
	if n := len(h.meet(app.MeetAsk{}).Coffees); n != 0 || !h.briefing("Zoé Martin").Person.Met {
		t.Errorf("met, and still %d", n)
	}
	if err := h.UnsayEncounter(ctx, h.keeper, id); err != nil {
		t.Fatal(err)
	}
	if h.export() != before || len(h.meet(app.MeetAsk{}).Coffees) != 1 {
		t.Error("taken back, it is not as before")
	}
}

// The file of an invitation is one event of the keeper with that person, as our
// own reader understands it.
func TestInvitationOfAPerson(t *testing.T) {
	h := newHouse(t, "2026-11-24T08:00:00+01:00")
	h.reads1("contacts.vcf", vcards)
	k, err := h.Keeper(context.Background(), h.keeper)
	if err != nil {
		t.Fatal(err)
	}
	me, _ := network.NewEmail("anna@example.org")
	k.Settings.Names, k.Settings.Handles = []string{"Anna Kowalska"}, []network.Handle{me}
	if err := h.PutSettings(context.Background(), h.keeper, k.Settings); err != nil {
		t.Fatal(err)
	}
	at := h.now.Add(50 * time.Hour)
	ask := app.InvitationAsk{With: h.id("Annick Roy"), At: at, Place: "Café de l’Opéra, Lyon"}
	file, err := h.Invitation(context.Background(), h.keeper, i18n.For("fr"), ask)
	if err != nil {
		t.Fatal(err)
	}
	var e *ical.Component
	for item := range ical.Read(strings.NewReader(string(file)), ical.Limits{Line: 1000, Entry: 10000, Props: 100, Depth: 3}) {
		if item.Entry != nil {
			e = item.Entry
		}
	}
	if e == nil || e.Text("SUMMARY") != "Café\u202f: Annick Roy et Anna Kowalska" || e.Text("ATTENDEE") != "mailto:annick@example.org" || e.Text("LOCATION") != ask.Place || e.Text("DTSTART") != at.UTC().Format("20060102T150405Z") {
		t.Errorf("%s", file)
	}
	again, err := h.Invitation(context.Background(), h.keeper, i18n.For("fr"), ask)
	if err != nil || string(again) != string(file) {
		t.Errorf("the same invitation differs: %v", err)
	}
	for _, bad := range []app.InvitationAsk{{With: ask.With, At: h.now.Add(-time.Hour)}, {With: ask.With, At: h.now.AddDate(3, 0, 0)}, {With: ask.With, At: at, Place: "Lyon\r\nX:y"}} {
		if _, err := h.Invitation(context.Background(), h.keeper, i18n.For("fr"), bad); !errors.Is(err, network.Invalid) {
			t.Errorf("%+v: %v", bad, err)
		}
	}
}
