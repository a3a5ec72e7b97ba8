package app_test

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"entregent/internal/app"
	"entregent/internal/i18n"
	"entregent/internal/network"
)

// fileIn writes a file of an archive.
func (h *house) fileIn(dir, name, text string) {
	h.t.Helper()
	if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
		h.t.Fatal(err)
	}
}

// file writes a source for a test and returns its path.
func (h *house) file(name, text string) string {
	h.t.Helper()
	path := filepath.Join(h.t.TempDir(), name)
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		h.t.Fatal(err)
	}
	return path
}

// mailbox writes an mbox of mails given as header lines and a body.
func mailbox(mails ...string) string {
	var b strings.Builder
	for i, m := range mails {
		head, body, _ := strings.Cut(m, "\n\n")
		fmt.Fprintf(&b, "From x Thu Jan  1 00:00:00 2026\nMessage-ID: <m%d@exemple.example>\n%s\n\n%s\n\n", i, strings.TrimSpace(head), body)
	}
	return b.String()
}

const myMail = "moi@exemple.example"

func (h *house) reads1(name, text string) app.Report {
	h.t.Helper()
	return h.reads(app.ImportRequest{Paths: []string{h.file(name, text)}, Me: []string{myMail}})[0]
}

func (h *house) names() string {
	h.t.Helper()
	page, err := h.People(context.Background(), h.keeper, app.PeopleAsk{Limit: 1000})
	if err != nil {
		h.t.Fatal(err)
	}
	var out []string
	for _, p := range page.People {
		out = append(out, p.Name)
	}
	return strings.Join(out, ", ")
}

func (h *house) briefing(name string) app.Briefing {
	h.t.Helper()
	id, err := h.Find(context.Background(), h.keeper, name)
	if err != nil {
		h.t.Fatal(err)
	}
	b, err := h.Briefing(context.Background(), h.keeper, i18n.For("en"), id, time.Time{})
	if err != nil {
		h.t.Fatal(err)
	}
	return b
}

// Rulings §2 and §5: who becomes a person, what counts as an encounter.
func TestMail(t *testing.T) {
	nine := make([]string, 9)
	for i := range nine {
		nine[i] = fmt.Sprintf("p%d@exemple.example", i)
	}
	many := strings.Join(nine, ", ")
	for _, tt := range []struct {
		what       string
		mail       string
		people     string
		encounters int
		ignored    string
	}{
		{"I write to three: one outgoing encounter with each",
			"From: moi@exemple.example\nTo: Anne Roux <a@exemple.example>, Paul Petit <p@exemple.example>\nCc: Zoé Blanc <z@exemple.example>\nDate: Mon, 5 Oct 2026 10:00:00 +0200\nSubject: x\n\nBonjour",
			"Anne Roux, Paul Petit, Zoé Blanc", 3, ""},
		{"a stranger who writes to me is counted, not met",
			"From: Anne Roux <a@exemple.example>\nTo: moi@exemple.example\nDate: Mon, 5 Oct 2026 10:00:00 +0200\nSubject: x\n\nBonjour",
			"", 0, "stranger"},
		{"more than eight recipients are a broadcast: nobody is created",
			"From: moi@exemple.example\nTo: " + many + "\nDate: Mon, 5 Oct 2026 10:00:00 +0200\nSubject: x\n\nBonjour",
			"", 0, "broadcast"},
		{"eight are not",
			"From: moi@exemple.example\nTo: " + strings.Join(nine[:8], ", ") + "\nDate: Mon, 5 Oct 2026 10:00:00 +0200\nSubject: x\n\nBonjour",
			"p0@exemple.example, p1@exemple.example, p2@exemple.example, p3@exemple.example, p4@exemple.example, p5@exemple.example, p6@exemple.example, p7@exemple.example", 8, ""},
		{"a mail to oneself is nothing",
			"From: moi@exemple.example\nTo: moi@exemple.example\nDate: Mon, 5 Oct 2026 10:00:00 +0200\nSubject: x\n\nBonjour",
			"", 0, "to_self"},
		{"a list is never contact",
			"From: Anne Roux <a@exemple.example>\nTo: moi@exemple.example\nList-Id: <l.exemple.example>\nDate: Mon, 5 Oct 2026 10:00:00 +0200\nSubject: x\n\nBonjour",
			"", 0, "list"},
		{"a desk is no person",
			"From: moi@exemple.example\nTo: Accueil <info@exemple.example>\nDate: Mon, 5 Oct 2026 10:00:00 +0200\nSubject: x\n\nBonjour",
			"", 0, ""},
	} {
		t.Run(tt.what, func(t *testing.T) {
			h := newHouse(t, noon)
			r := h.reads1("box.mbox", mailbox(tt.mail))
			if got := h.names(); got != tt.people {
				t.Errorf("people: %q, want %q", got, tt.people)
			}
			if r.Encounters.New != tt.encounters {
				t.Errorf("encounters: %+v, want %d", r.Encounters, tt.encounters)
			}
			if tt.ignored != "" && r.IgnoredWhy[tt.ignored] != 1 {
				t.Errorf("ignored: %v, want one %s", r.IgnoredWhy, tt.ignored)
			}
			h.whole()
		})
	}
}

// A stranger becomes a person by being answered, in whichever order the two are
// read; and the encounter of before counts then.
func TestAStrangerWhoIsAnswered(t *testing.T) {
	theirs := "From: Anne Roux <a@exemple.example>\nTo: moi@exemple.example\nDate: Mon, 5 Oct 2026 10:00:00 +0200\nSubject: x\n\nBonjour"
	mine := "From: moi@exemple.example\nTo: a@exemple.example\nDate: Tue, 6 Oct 2026 10:00:00 +0200\nSubject: x\n\nBonjour"
	h := newHouse(t, noon)
	h.reads1("in.mbox", mailbox(theirs))
	r := h.reads1("out.mbox", strings.Replace(mailbox(mine), "<m0@", "<n0@", 1))
	if r.People.New != 1 || h.names() != "Anne Roux" {
		t.Errorf("people %q, report %+v", h.names(), r.People)
	}
	b := h.briefing("Anne Roux")
	if len(b.Encounters) != 2 || b.Tie.Days != 2 {
		t.Errorf("encounters %d, contact days %d", len(b.Encounters), b.Tie.Days)
	}
	h.whole()
}

// Changing who the keeper is turns what was read before.
func TestMeChangesLater(t *testing.T) {
	ctx := context.Background()
	mail := "From: autre@exemple.example\nTo: Anne Roux <a@exemple.example>\nDate: Mon, 5 Oct 2026 10:00:00 +0200\nSubject: x\n\nBonjour"
	h := newHouse(t, noon)
	r := h.reads1("box.mbox", mailbox(mail))
	if h.names() != "" || r.IgnoredWhy["not_with_you"] != 1 {
		t.Fatalf("before: people %q, %v", h.names(), r.IgnoredWhy)
	}
	before := h.export()
	k, err := h.Keeper(ctx, h.keeper)
	if err != nil {
		t.Fatal(err)
	}
	s := k.Settings
	s.Handles = append(s.Handles, network.Handle{Kind: network.Email, Value: "autre@exemple.example"})
	if err := h.PutSettings(ctx, h.keeper, s); err != nil {
		t.Fatal(err)
	}
	if h.names() != "Anne Roux" {
		t.Errorf("after: people %q", h.names())
	}
	if d := h.briefing("Anne").Encounters[0].Direction; d != network.Out {
		t.Errorf("direction %q", d)
	}
	h.whole()
	if err := h.PutSettings(ctx, h.keeper, k.Settings); err != nil {
		t.Fatal(err)
	}
	if h.export() != before {
		t.Error("and back again is not as before")
	}
}

func calendarOf(events ...string) string {
	return "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//x//x//EN\r\n" + strings.Join(events, "") + "END:VCALENDAR\r\n"
}

func event(uid, lines string) string {
	return "BEGIN:VEVENT\r\nUID:" + uid + "\r\nDTSTART:20261005T080000Z\r\nDTEND:20261005T090000Z\r\nSUMMARY:Point\r\n" + strings.ReplaceAll(lines, "\n", "\r\n") + "\r\nEND:VEVENT\r\n"
}

// Rulings §3: what is a meeting.
func TestMeetings(t *testing.T) {
	guest := func(status string) string {
		return "ATTENDEE;CN=Anne Roux;PARTSTAT=" + status + ":mailto:a@exemple.example"
	}
	me := "\nATTENDEE;PARTSTAT=ACCEPTED:mailto:moi@exemple.example"
	for _, tt := range []struct {
		what    string
		event   string
		channel network.Channel
		contact bool
		asks    bool
	}{
		{"they accepted: a meeting, place unknown", guest("ACCEPTED") + me, network.Meeting, true, false},
		{"I organise and they have not declined", "ORGANIZER:mailto:moi@exemple.example\n" + guest("NEEDS-ACTION"), network.Meeting, true, false},
		{"they organise", "ORGANIZER;CN=Anne Roux:mailto:a@exemple.example" + me, network.Meeting, true, false},
		{"they have not answered: did you meet?", "ORGANIZER:mailto:z@exemple.example\n" + guest("NEEDS-ACTION") + me, network.Meeting, false, true},
		{"tentative: did you meet?", "ORGANIZER:mailto:z@exemple.example\n" + guest("TENTATIVE") + me, network.Meeting, false, true},
		{"they declined", "ORGANIZER:mailto:z@exemple.example\n" + guest("DECLINED") + me, network.Meeting, false, false},
		{"a place is in person", guest("ACCEPTED") + me + "\nLOCATION:Café des Halles", network.InPerson, true, false},
		{"a link and no place is video", guest("ACCEPTED") + me + "\nLOCATION:https://meet.google.com/abc-defg-hij", network.Video, true, false},
		{"a number is a call", guest("ACCEPTED") + me + "\nLOCATION:+33 1 99 00 12 34", network.Call, true, false},
	} {
		t.Run(tt.what, func(t *testing.T) {
			h := newHouse(t, noon)
			vcf := h.file("a.vcf", "BEGIN:VCARD\nVERSION:3.0\nFN:Anne Roux\nEMAIL:a@exemple.example\nEND:VCARD\n")
			h.imports(vcf)
			h.reads1("cal.ics", calendarOf(event("u1", tt.event)))
			b := h.briefing("Anne Roux")
			if len(b.Encounters) != 1 || b.Encounters[0].Channel != tt.channel || b.Encounters[0].Contact != tt.contact {
				t.Fatalf("encounters: %+v", b.Encounters)
			}
			if met := tt.channel == network.InPerson; b.Person.Met != met {
				t.Errorf("met in person: %v", b.Person.Met)
			}
			p, err := h.Proposals(context.Background(), h.keeper, network.PersonID{}, 10)
			if err != nil {
				t.Fatal(err)
			}
			if asks := len(p.Meetings) == 1; asks != tt.asks {
				t.Errorf("asks %v, want %v: %+v", asks, tt.asks, p.Meetings)
			}
			h.whole()
		})
	}
}

func TestWhatIsNoMeeting(t *testing.T) {
	accepted := "ATTENDEE;CN=Anne Roux;PARTSTAT=ACCEPTED:mailto:a@exemple.example\nATTENDEE;PARTSTAT=ACCEPTED:mailto:moi@exemple.example"
	var ten strings.Builder
	for i := range 10 {
		fmt.Fprintf(&ten, "ATTENDEE;PARTSTAT=ACCEPTED:mailto:p%d@exemple.example\n", i)
	}
	for what, ev := range map[string]string{
		"cancelled":       event("u", accepted+"\nSTATUS:CANCELLED"),
		"I declined":      event("u", "ATTENDEE;PARTSTAT=ACCEPTED:mailto:a@exemple.example\nATTENDEE;PARTSTAT=DECLINED:mailto:moi@exemple.example"),
		"more than eight": event("u", ten.String()+"ATTENDEE;PARTSTAT=ACCEPTED:mailto:moi@exemple.example"),
		"all day":         strings.NewReplacer("DTSTART:20261005T080000Z", "DTSTART;VALUE=DATE:20261005", "DTEND:20261005T090000Z", "DTEND;VALUE=DATE:20261006").Replace(event("u", accepted)),
		"a room":          event("u", "ATTENDEE;CUTYPE=ROOM;PARTSTAT=ACCEPTED:mailto:salle@exemple.example\nATTENDEE;PARTSTAT=ACCEPTED:mailto:moi@exemple.example"),
		"not yet":         strings.NewReplacer("20261005", "20261205").Replace(event("u", accepted)),
	} {
		t.Run(what, func(t *testing.T) {
			h := newHouse(t, noon)
			h.imports(h.file("a.vcf", "BEGIN:VCARD\nVERSION:3.0\nFN:Anne Roux\nEMAIL:a@exemple.example\nEND:VCARD\n"))
			r := h.reads1("cal.ics", calendarOf(ev))
			if r.Encounters.New != 0 || h.names() != "Anne Roux" {
				t.Errorf("encounters %+v, people %q", r.Encounters, h.names())
			}
			if b := h.briefing("Anne Roux"); b.Tie.Days != 0 {
				t.Errorf("contact days: %d", b.Tie.Days)
			}
		})
	}
}

// A loop opens by itself with a recommendation and closes with a word of thanks
// in a later import.
func TestThanksCloseALoop(t *testing.T) {
	ctx := context.Background()
	dir := t.TempDir()
	for name, text := range map[string]string{
		"Profile.csv":                  "First Name,Last Name,Maiden Name,Address,Birth Date,Headline,Summary,Industry,Zip Code,Geo Location,Twitter Handles,Websites,Instant Messengers\nCamille,Laurent,,,,,,,,,,,\n",
		"Email Addresses.csv":          "Email Address,Confirmed,Primary,Updated On\nmoi@exemple.example,Yes,Yes,Not Available\n",
		"Connections.csv":              "First Name,Last Name,URL,Email Address,Company,Position,Connected On\nAnne,Roux,https://www.linkedin.com/in/anneroux,a@exemple.example,Atelier Nord,Relieuse,05 Mar 2021\n",
		"Recommendations_Received.csv": "First Name,Last Name,Company,Job Title,Text,Creation Date,Status\nAnne,Roux,Atelier Nord,Relieuse,\"Camille écoute, et cela change tout.\",\"10/01/26, 09:00 AM\",VISIBLE\n",
	} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	h := newHouse(t, noon)
	r := h.imports(dir)[0]
	if r.People.New != 1 || r.Favours.New != 1 {
		t.Fatalf("report: %+v", r)
	}
	day, err := h.Today(ctx, h.keeper, i18n.For("fr"), 0)
	if err != nil {
		t.Fatal(err)
	}
	if len(day.Loops) != 1 || day.Loops[0].Kind != network.ThanksDue || day.Loops[0].Person.Name != "Anne Roux" {
		t.Fatalf("loops: %+v", day.Loops)
	}
	h.reads1("sent.mbox", mailbox("From: moi@exemple.example\nTo: a@exemple.example\nDate: Wed, 7 Oct 2026 10:00:00 +0200\nSubject: Merci\n\nUn grand merci pour votre recommandation, elle me touche beaucoup."))
	if day, err = h.Today(ctx, h.keeper, i18n.For("fr"), 0); err != nil {
		t.Fatal(err)
	}
	if len(day.Loops) != 0 {
		t.Errorf("still open: %+v", day.Loops)
	}
}

// Never more than N; the day's list is fixed; answers count for the day.
func TestTheDaysList(t *testing.T) {
	ctx := context.Background()
	h := newHouse(t, noon)
	var cards strings.Builder
	for i := range 12 {
		fmt.Fprintf(&cards, "%s,Roux%d,https://www.linkedin.com/in/p%d,p%d@exemple.example,Atelier,Relieur,2%d Oct 2026\n", "Paul", i, i, i, i%9)
	}
	h.reads1("Connections.csv", "First Name,Last Name,URL,Email Address,Company,Position,Connected On\n"+cards.String())
	first, err := h.Today(ctx, h.keeper, i18n.For("en"), 0)
	if err != nil {
		t.Fatal(err)
	}
	if len(first.Gestures) != 3 {
		t.Fatalf("gestures: %d", len(first.Gestures))
	}
	if err := h.AnswerGesture(ctx, h.keeper, first.Gestures[0].ID, "done", network.Date{}); err != nil {
		t.Fatal(err)
	}
	again, err := h.Today(ctx, h.keeper, i18n.For("en"), 0)
	if err != nil {
		t.Fatal(err)
	}
	if len(again.Gestures) != 2 || again.Gestures[0].ID != first.Gestures[1].ID || again.Answered != 1 {
		t.Errorf("after one is done: %+v", again)
	}
	deeper, err := h.Today(ctx, h.keeper, i18n.For("en"), 8)
	if err != nil {
		t.Fatal(err)
	}
	if len(deeper.Gestures) < 7 {
		t.Errorf("looking deeper: %d", len(deeper.Gestures))
	}
	if err := h.TakeBack(ctx, h.keeper, "gesture", first.Gestures[0].ID); err != nil {
		t.Fatal(err)
	}
	if again, _ = h.Today(ctx, h.keeper, i18n.For("en"), 0); len(again.Gestures) != 3 {
		t.Errorf("taken back: %d", len(again.Gestures))
	}
	h.whole()
}

// A planned meeting becomes one when a newer calendar says it took place.
func TestWhatWasPlannedTakesPlace(t *testing.T) {
	guest := "ORGANIZER;CN=Anne Roux:mailto:a@exemple.example\nATTENDEE;PARTSTAT=ACCEPTED:mailto:moi@exemple.example\nLOCATION:Café"
	text := strings.NewReplacer("20261005", "20261125").Replace(calendarOf(event("u", guest)))
	h := newHouse(t, "2026-11-20T12:00:00Z")
	h.imports(h.file("a.vcf", "BEGIN:VCARD\nVERSION:3.0\nFN:Anne Roux\nEMAIL:a@exemple.example\nEND:VCARD\n"))
	h.reads1("cal.ics", text)
	if b := h.briefing("Anne"); len(b.Planned) != 1 || b.Tie.Days != 0 {
		t.Fatalf("planned %d, days %d", len(b.Planned), b.Tie.Days)
	}
	h.at("2026-11-27T12:00:00Z")
	h.reads1("cal2.ics", strings.Replace(text, "SUMMARY:Point", "SUMMARY:Point important", 1))
	if b := h.briefing("Anne"); len(b.Planned) != 0 || b.Tie.Days != 1 || !b.Person.Met {
		t.Errorf("took place: planned %d, days %d, met %v", len(b.Planned), b.Tie.Days, b.Person.Met)
	}
	h.whole()
}

// The keeper is never a contact, whenever their card was read.
func TestTheKeeperIsNoContact(t *testing.T) {
	h := newHouse(t, noon)
	h.imports(h.file("a.vcf", "BEGIN:VCARD\nVERSION:3.0\nFN:Moi Même\nEMAIL:moi@exemple.example\nEND:VCARD\nBEGIN:VCARD\nVERSION:3.0\nFN:Anne Roux\nEMAIL:a@exemple.example\nEND:VCARD\n"))
	h.reads1("m.mbox", mailbox("From: a@exemple.example\nTo: moi@exemple.example\nDate: Mon, 5 Oct 2026 10:00:00 +0200\nSubject: x\n\nBonjour"))
	if h.names() != "Anne Roux" {
		t.Errorf("people: %s", h.names())
	}
	h.whole()
}

func TestACraftsmanAtContact(t *testing.T) {
	h := newHouse(t, noon)
	h.imports(h.file("a.vcf", "BEGIN:VCARD\nVERSION:3.0\nFN:Paul Bo\nEMAIL:contact@paulbo.example\nEND:VCARD\n"))
	if h.names() != "Paul Bo" {
		t.Errorf("people: %q", h.names())
	}
}

// An address under three names proposes, and the named one keeps her mails.
func TestAnAddressUnderThreeNames(t *testing.T) {
	h := newHouse(t, noon)
	h.imports(h.file("a.vcf", "BEGIN:VCARD\nVERSION:3.0\nFN:Marie Dupont\nEMAIL:marie@exemple.example\nEND:VCARD\n"))
	mail := func(name string) string {
		return "From: " + name + " <marie@exemple.example>\nTo: moi@exemple.example\nDate: Mon, 5 Oct 2026 10:00:00 +0200\nSubject: x\n\nBonjour"
	}
	h.reads1("m.mbox", mailbox(mail("Marie Dupont"), mail("mdupont"), mail("Karim Benali")))
	if b := h.briefing("Marie Dupont"); b.Tie.Days != 1 {
		t.Errorf("contact days: %d", b.Tie.Days)
	}
	h.whole()
}

// Where nothing says who the keeper is, an import of mail asks.
func TestMailOfNobodyKnown(t *testing.T) {
	h := newHouse(t, noon)
	path := h.file("m.mbox", mailbox("From: a@exemple.example\nTo: moi@exemple.example\nDate: Mon, 5 Oct 2026 10:00:00 +0200\nSubject: x\n\nBonjour"))
	_, err := h.Import(context.Background(), h.keeper, app.ImportRequest{Paths: []string{path}})
	var who *app.WhoAreYou
	if !errors.As(err, &who) || len(who.Candidates) != 2 {
		t.Errorf("%v", err)
	}
}

// Totals do not depend on the order of paths.
func TestTotalsDoNotDependOnTheOrderOfPaths(t *testing.T) {
	in := mailbox("From: Anne Roux <a@exemple.example>\nTo: moi@exemple.example\nDate: Mon, 5 Oct 2026 10:00:00 +0200\nSubject: x\n\nBonjour")
	out := strings.Replace(mailbox("From: moi@exemple.example\nTo: a@exemple.example\nDate: Tue, 6 Oct 2026 10:00:00 +0200\nSubject: x\n\nBonjour"), "<m0@", "<n0@", 1)
	sum := func(first, second string) (people, encounters, strangers int) {
		h := newHouse(t, noon)
		for _, r := range h.reads(app.ImportRequest{Paths: []string{h.file("1.mbox", first), h.file("2.mbox", second)}, Me: []string{myMail}}) {
			people += r.People.New
			encounters += r.Encounters.New
			strangers += r.IgnoredWhy["stranger"]
		}
		return
	}
	p1, e1, s1 := sum(in, out)
	p2, e2, s2 := sum(out, in)
	if p1 != 1 || e1 != 2 || s1 != 0 || p1 != p2 || e1 != e2 || s1 != s2 {
		t.Errorf("in first: %d %d %d; out first: %d %d %d", p1, e1, s1, p2, e2, s2)
	}
}

// Two cards of one name in one file that say different things are two people
// until the keeper says otherwise; the same card twice is one.
func TestNamesakesInOneFile(t *testing.T) {
	card := func(note string) string {
		return "BEGIN:VCARD\nVERSION:3.0\nFN:Jean Martin\nADR:;;" + note + ";;;;\nEND:VCARD\n"
	}
	table := "First Name,Last Name,Notes,E-mail 1 - Value\nJean,Martin,menuisier,\nJean,Martin,notaire,\nJean,Martin,notaire,\n"
	for what, tt := range map[string]struct {
		name, text string
		people     int
	}{
		"two":          {"a.vcf", card("Lyon") + card("Lille"), 2},
		"one twice":    {"a.vcf", card("Lyon") + card("Lyon"), 1},
		"rows":         {"a.csv", table, 2},
		"two and once": {"a.vcf", card("Lyon") + card("Lille") + card("Lyon"), 2},
	} {
		t.Run(what, func(t *testing.T) {
			h := newHouse(t, noon)
			h.reads1(tt.name, tt.text)
			if got := strings.Count(h.names(), "Jean Martin"); got != tt.people {
				t.Errorf("%d people, want %d: %s", got, tt.people, h.names())
			}
			if r := h.reads1("again-"+tt.name, tt.text); !r.Again {
				t.Errorf("read again: %+v", r)
			}
			h.reads1("later-"+tt.name, tt.text+"\n") // another file that says the same
			if got := strings.Count(h.names(), "Jean Martin"); got != tt.people {
				t.Errorf("after a second export %d people, want %d", got, tt.people)
			}
			h.whole()
		})
	}
}
