package calendar

import (
	"context"
	"errors"
	"os"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"entregent/internal/importer"
	"entregent/internal/importer/ical"
	"entregent/internal/importer/importertest"
	"entregent/internal/network"
)

// one reads one event from the lines of its inside.
func one(t *testing.T, lines string) *ical.Component {
	t.Helper()
	for item, err := range ical.Read(strings.NewReader("BEGIN:VEVENT\n"+lines+"\nEND:VEVENT\n"), limits(importer.DefaultLimits)) {
		if err != nil {
			t.Fatal(err)
		}
		if item.Entry != nil {
			return item.Entry
		}
	}
	t.Fatal("no event")
	return nil
}

func TestChannelAndPlace(t *testing.T) {
	for _, c := range []struct {
		lines string
		want  network.Channel
		place string
	}{
		{"SUMMARY:rien", network.Meeting, ""},
		{"LOCATION:", network.Meeting, ""},
		{"LOCATION:TBD", network.Meeting, ""},
		{"LOCATION:À définir", network.Meeting, ""},
		{`LOCATION:12 rue de la Paix\, Paris`, network.InPerson, "12 rue de la Paix, Paris"},
		{"LOCATION:Salle Pasteur", network.InPerson, "Salle Pasteur"},
		{"LOCATION:Salle 2", network.InPerson, "Salle 2"},
		{"LOCATION:Zoom", network.Video, ""},
		{"LOCATION:Réunion Microsoft Teams", network.Video, ""},
		{"LOCATION:Visio", network.Video, ""},
		{"LOCATION:En ligne", network.Video, ""},
		{"LOCATION:https://zoom.us/j/123", network.Video, ""},
		{"LOCATION:https://example.org/join", network.Video, ""},
		{"LOCATION:meet.google.com/abc-defg-hij", network.Video, ""},
		{`LOCATION:Microsoft Teams Meeting\; Salle Pasteur`, network.InPerson, "Salle Pasteur"},
		{"LOCATION:Zoom Café\\, Lyon", network.InPerson, "Zoom Café, Lyon"},
		{"LOCATION:+33 2 61 91 00 78", network.Call, ""},
		{"LOCATION:02.61.91.00.78", network.Call, ""},
		{"LOCATION:Tél : 01 23 45 67 89", network.Call, ""},
		{"LOCATION:Par téléphone", network.Call, ""},
		{"LOCATION:75011", network.InPerson, "75011"},
		{"DESCRIPTION:voir https://meet.google.com/abc", network.Video, ""},
		{"DESCRIPTION:https://visio.association.example.org/salon", network.Video, ""},
		{"DESCRIPTION:voir https://example.org/programme", network.Meeting, ""},
		{"DESCRIPTION:https://zoom.us.evil.example/j", network.Meeting, ""},
		{"URL:https://whereby.com/salon", network.Video, ""},
		{"X-GOOGLE-CONFERENCE:https://meet.google.com/abc", network.Video, ""},
		{"CONFERENCE;VALUE=URI;FEATURE=\"AUDIO,VIDEO\":https://visio.example.org/1", network.Video, ""},
		{"CONFERENCE;VALUE=URI;FEATURE=PHONE:tel:+33199000089", network.Call, ""},
		{"CONFERENCE;VALUE=URI;FEATURE=CHAT:https://chat.example.org/1", network.Meeting, ""},
		{`LOCATION:Chez Lulu\nhttps://meet.google.com/abc`, network.InPerson, "Chez Lulu"},
		{"LOCATION:Chez Lulu\nDESCRIPTION:https://meet.google.com/abc", network.InPerson, "Chez Lulu"},
	} {
		v := findVenue(one(t, c.lines))
		if v.channel() != c.want || v.place != c.place {
			t.Errorf("%s: %s at %q, want %s at %q", c.lines, v.channel(), v.place, c.want, c.place)
		}
	}
}

func TestDescription(t *testing.T) {
	for _, c := range []struct{ what, in, want string }{
		{"plain words", "Ordre du jour\n- un\n", "Ordre du jour\n- un"},
		{"Google's fences", "avant\n-::~:~::~:~:~::-\nJoin https://meet.google.com/a\n-::~:~::~:~:~::-\naprès", "avant\naprès"},
		{"Teams", "Bonjour\n________________________________________\nMicrosoft Teams", "Bonjour"},
		{"Teams in French", "Bonjour\nRejoindre la réunion maintenant\nID : 1", "Bonjour"},
		{"Zoom", "Ana is inviting you to a scheduled Zoom meeting.\nJoin", ""},
		{"Webex", "Bonjour\n-- Do not delete or change any of the following text. --\nx", "Bonjour"},
		{"markup", "<p>Un &amp; deux</p><script>x()</script><ul><li>trois</ul>", "Un & deux\n\n\ntrois"},
		{"less and more are no markup", "a < b > c", "a < b > c"},
		{"a signature is short", "a\n____\nb", "a\n____\nb"},
	} {
		if got := description(c.in); got != c.want {
			t.Errorf("%s: %q, want %q", c.what, got, c.want)
		}
	}
	if long := description(strings.Repeat("é", 40_000)); len(long) > importer.MaxText || strings.Contains(long, "\uFFFD") {
		t.Errorf("%d bytes", len(long))
	}
}

func TestBirthdays(t *testing.T) {
	for _, c := range []struct {
		what, lines string
		calendar    string
		want        bool
	}{
		{"Google's mark", "UID:2026_BIRTHDAY_1@google.com", "", true},
		{"a calendar of birthdays", "UID:1\nDTSTART;VALUE=DATE:20260301", "Contacts' birthdays and events", true},
		{"in French", "UID:1\nDTSTART;VALUE=DATE:20260301", "Anniversaires", true},
		{"a party in a calendar of birthdays", "UID:1\nDTSTART:20260301T200000", "Birthdays", false},
		{"a yearly day in another calendar", "UID:1\nDTSTART;VALUE=DATE:20260301\nRRULE:FREQ=YEARLY\nSUMMARY:Anniversaire", "Famille", false},
		{"somebody called Contacts", "UID:1\nATTENDEE;CN=Contacts:mailto:contacts@exemple.example", "", false},
	} {
		if got := birthday(one(t, c.lines), namesBirthdays(c.calendar)); got != c.want {
			t.Errorf("%s: %v", c.what, got)
		}
	}
}

func TestOwner(t *testing.T) {
	with := func(people ...string) string {
		return "BEGIN:VEVENT\nDTSTART:20260901T100000Z\nATTENDEE:mailto:" + strings.Join(people, "\nATTENDEE:mailto:") + "\nEND:VEVENT\n"
	}
	for _, c := range []struct{ what, in, want string }{
		{"the calendar's name", "BEGIN:VCALENDAR\nX-WR-CALNAME:me@exemple.example\n", "me@exemple.example me.calendar 1"},
		{"a name that is no address", "BEGIN:VCALENDAR\nX-WR-CALNAME:Travail\n", ""},
		{"a calendar of a group", "BEGIN:VCALENDAR\nX-WR-CALNAME:a@group.calendar.google.com\n", ""},
		{"who is in most events", with("me@x.example", "a@x.example") + with("me@x.example", "b@x.example") + with("me@x.example", "b@x.example", "c@x.example") + with("a@x.example", "c@x.example"), "me@x.example me.attendee 3"},
		{"nobody is in enough", with("a@x.example", "b@x.example") + with("c@x.example", "d@x.example") + with("a@x.example", "e@x.example") + with("f@x.example", "g@x.example"), ""},
		{"two are in as many", with("a@x.example", "b@x.example") + with("a@x.example", "b@x.example"), ""},
	} {
		src := fstest.MapFS{"a.ics": {Data: []byte(c.in)}}
		claims, err := Reader{}.Owner(context.Background(), src, importer.Part{Files: []string{"a.ics"}})
		var got []string
		for _, x := range claims {
			got = append(got, x.Handles[0].Value+" "+x.Why+" "+string(rune('0'+x.Weight)))
			if x.Sure {
				t.Error("a guess is not sure")
			}
		}
		if err != nil || strings.Join(got, "; ") != c.want {
			t.Errorf("%s: %v, %v, want %s", c.what, got, err, c.want)
		}
	}
}

func TestFind(t *testing.T) {
	calendar := []byte("BEGIN:VCALENDAR\n")
	src := fstest.MapFS{
		"Takeout/Agenda/Famille.ics":   {Data: calendar},
		"Takeout/Agenda/Travail.ICS":   {Data: []byte("\xef\xbb\xbfbegin:vcalendar\r\n")},
		"Takeout/Agenda/._Travail.ics": {Data: calendar},
		"utf16.ical":                   {Data: []byte("\xff\xfeB\x00E\x00G\x00I\x00N\x00:\x00V\x00C\x00")},
		"page.ics":                     {Data: []byte("<html>not found</html>")},
		"empty.ics":                    {},
		"notes.txt":                    {Data: calendar},
	}
	var got []string
	for _, p := range (Reader{}).Find(src) {
		got = append(got, p.Label+" "+strings.Join(p.Files, " "))
	}
	want := []string{"Famille.ics Takeout/Agenda/Famille.ics", "Travail.ICS Takeout/Agenda/Travail.ICS", "utf16.ical utf16.ical"}
	if strings.Join(got, "|") != strings.Join(want, "|") {
		t.Errorf("%q", got)
	}
}

func TestStopsWhenTold(t *testing.T) {
	src := fstest.MapFS{"a.ics": {Data: []byte(strings.Repeat("BEGIN:VEVENT\nDTSTART:20260901T100000Z\nRRULE:FREQ=DAILY\nEND:VEVENT\n", 50))}}
	part := importer.Part{Files: []string{"a.ics"}}
	n := 0
	for range (Reader{}).Read(context.Background(), src, part, importertest.Options(t)) {
		if n++; n == 3 {
			break
		}
	}
	if n != 3 {
		t.Errorf("%d events", n)
	}
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	var last error
	for _, err := range (Reader{}).Read(ctx, src, part, importertest.Options(t)) {
		last = err
	}
	if !errors.Is(last, context.Canceled) {
		t.Errorf("%v", last)
	}
}

// A file over the limit is read up to it, and the rest is told to be missing.
func TestFileLimit(t *testing.T) {
	opt := importertest.Options(t)
	event := "BEGIN:VEVENT\nUID:1\nDTSTART:20260901T100000Z\nEND:VEVENT\n"
	opt.Limits.MaxFile = int64(len(event))
	for _, c := range []struct {
		in   string
		want int
	}{{event, 0}, {event + event, 1}} {
		src := fstest.MapFS{"a.ics": {Data: []byte(c.in)}}
		events, err := importertest.Events(Reader{}, src, importer.Part{Files: []string{"a.ics"}}, opt)
		problems := 0
		events = slices.DeleteFunc(events, func(e importer.Event) bool { return e.Edition != nil })
		for _, e := range events {
			if e.Problem != nil && e.Problem.Key == "ics_file_too_big" {
				problems++
			}
		}
		if err != nil || problems != c.want || len(events) != 1+c.want {
			t.Errorf("%d bytes: %+v, %v", len(c.in), events, err)
		}
	}
}

// Every key that this package tells has a text in both languages.
func TestTexts(t *testing.T) {
	keys := []string{
		"problem.ics_file_too_big", "problem.ics_zone_rules", "problem.ics_line_too_long", "problem.ics_entry_too_big", "problem.ics_too_deep", "problem.ics_no_property", "problem.ics_too_many",
		"ignored.superseded", "ignored.birthday_calendar", "ignored.not_an_event", "ignored.outside_window", "me.attendee",
	}
	for _, k := range []ical.FaultKind{ical.NoEnd, ical.NoBegin} {
		keys = append(keys, "problem.ics_"+string(k))
	}
	for _, k := range []ical.IssueKind{ical.NoStart, ical.BadTime, ical.BadRule, ical.BadDuration, ical.EndsBefore, ical.UnknownZone} {
		keys = append(keys, "problem.ics_"+string(k))
	}
	for _, lang := range []string{"en", "fr"} {
		raw, err := os.ReadFile("../../i18n/text/importer_calendar." + lang + ".json")
		if err != nil {
			t.Fatal(err)
		}
		for _, k := range keys {
			if !strings.Contains(string(raw), `"`+k+`"`) {
				t.Errorf("%s: no text %q", lang, k)
			}
		}
	}
}
