package meet

import (
	"bytes"
	"strings"
	"testing"
	"time"

	"entregent/internal/importer/ical"
)

func invitation() Invitation {
	z := time.FixedZone("", 3600)
	return Invitation{
		UID: "abc@entregent", Made: time.Date(2026, 3, 12, 8, 0, 0, 0, z), From: time.Date(2026, 3, 16, 10, 0, 0, 0, z), Until: time.Date(2026, 3, 16, 10, 45, 0, 0, z),
		Title: "Café : Zoé Martin; Anna Kowalska, à l’Étoile du Nord — une longue ligne qui sera pliée plus d’une fois", Place: `12, rue d\Été; Lyon`, About: "Première ligne\nSeconde ligne, avec virgule",
		Host: Party{"Anna Kowalska", "anna@example.org"}, Guest: Party{`Zoé "Zaz" Martin`, "zoe@example.org"},
	}
}

// What is written is read back as it was meant, line by line within 75 bytes.
func TestInvitationIsReadBack(t *testing.T) {
	i := invitation()
	var b bytes.Buffer
	if err := i.Write(&b); err != nil {
		t.Fatal(err)
	}
	for line := range strings.SplitSeq(b.String(), "\r\n") {
		if len(line) > 75 || strings.ContainsAny(line, "\r\n") {
			t.Errorf("%d bytes: %q", len(line), line)
		}
	}
	var event *ical.Component
	method := ""
	for item, err := range ical.Read(&b, ical.Limits{Line: 1000, Entry: 10000, Props: 100, Depth: 3}) {
		if err != nil || item.Fault != nil {
			t.Fatalf("%v %v", err, item.Fault)
		}
		if item.Property != nil && item.Property.Name == "METHOD" {
			method = item.Property.Value
		}
		if item.Entry != nil {
			event = item.Entry
		}
	}
	if method != "REQUEST" || event == nil {
		t.Fatalf("method %q, event %v", method, event)
	}
	for name, want := range map[string]string{
		"UID": i.UID, "SUMMARY": i.Title, "LOCATION": i.Place, "DESCRIPTION": i.About, "DTSTAMP": "20260312T070000Z",
		"DTSTART": "20260316T090000Z", "DTEND": "20260316T094500Z", "ORGANIZER": "mailto:anna@example.org", "ATTENDEE": "mailto:zoe@example.org",
	} {
		if got := event.Text(name); got != want {
			t.Errorf("%s: %q, want %q", name, got, want)
		}
	}
	if got := event.Prop("ATTENDEE").Param("CN"); got != i.Guest.Name {
		t.Errorf("the guest is called %q", got)
	}
}

// Without the guest's address it is an event; without any, it names no organiser.
func TestInvitationWithoutAddresses(t *testing.T) {
	i := invitation()
	i.Guest.Email = ""
	var b bytes.Buffer
	if err := i.Write(&b); err != nil || !strings.Contains(b.String(), "METHOD:PUBLISH\r\n") || strings.Contains(b.String(), "ATTENDEE") {
		t.Errorf("%v\n%s", err, b.String())
	}
	i.Host.Email = ""
	b.Reset()
	if err := i.Write(&b); err != nil || strings.Contains(b.String(), "METHOD") || strings.Contains(b.String(), "ORGANIZER") {
		t.Errorf("%v\n%s", err, b.String())
	}
}

// Nothing that somebody is called, and no place, can add a line to the file.
func TestInvitationCannotBeBroken(t *testing.T) {
	for name, spoil := range map[string]func(*Invitation){
		"a title of two lines":    func(i *Invitation) { i.Title = "Café\r\nATTENDEE:mailto:eve@example.org" },
		"a place of two lines":    func(i *Invitation) { i.Place = "Lyon\nBEGIN:VALARM" },
		"a uid of two lines":      func(i *Invitation) { i.UID = "a\rb" },
		"a name of two lines":     func(i *Invitation) { i.Guest.Name = "Zoé\u2028X" },
		"an address with a name":  func(i *Invitation) { i.Guest.Email = "a@b.org;SENT-BY=x" },
		"an address of two":       func(i *Invitation) { i.Host.Email = "a@b.org,c@d.org" },
		"an address with a line":  func(i *Invitation) { i.Host.Email = "a@b.org\nX:y" },
		"no title":                func(i *Invitation) { i.Title = "" },
		"an end before the begin": func(i *Invitation) { i.Until = i.From },
	} {
		i := invitation()
		spoil(&i)
		var b bytes.Buffer
		if err := i.Write(&b); err == nil || b.Len() > 0 {
			t.Errorf("%s: %v\n%s", name, err, b.String())
		}
	}
	i := invitation()
	i.About = "One\r\nATTENDEE:mailto:eve@example.org"
	var b bytes.Buffer
	if err := i.Write(&b); err != nil || strings.Contains(b.String(), "\r\nATTENDEE:mailto:eve") {
		t.Errorf("%v\n%s", err, b.String())
	}
}
