package calendar

import (
	"crypto/sha256"
	"encoding/hex"
	"strings"

	"entregent/internal/importer"
	"entregent/internal/importer/ical"
	"entregent/internal/network"
)

// Lengths of what is shown, in bytes.
const (
	maxTitle = 300
	maxPlace = 200
	maxName  = 120
	maxUID   = 200
)

// encounter gives what all instances of an event have in common. They share its
// list of parties.
func (t *teller) encounter(c *ical.Component, allDay bool) importer.Encounter {
	e := importer.Encounter{
		Parties:       parties(c),
		OwnerDeclined: declined(c),
		Channel:       network.Event,
	}
	// Without a list of guests the event can only be the owner's. With one the
	// owner is on it, or had no part: shared and group calendars hold both.
	e.OwnerTookPart = len(e.Parties) == 0
	e.Size = len(e.Parties)
	v := findVenue(c)
	if !allDay {
		e.Channel = v.channel()
	}
	if strings.EqualFold(strings.TrimSpace(c.Text("STATUS")), "TENTATIVE") {
		e.State = network.Proposed
	}
	if !private(c) {
		e.Subject = oneLine(c.Text("SUMMARY"), maxTitle)
		e.Text = description(c.Text("DESCRIPTION"))
		e.Place = v.place
	}
	return e
}

// private reports whether the words of an event are not to be shown, though
// people and time are.
func private(c *ical.Component) bool {
	switch strings.ToUpper(strings.TrimSpace(c.Text("CLASS"))) {
	case "PRIVATE", "CONFIDENTIAL":
		return true
	}
	return false
}

// cancelled reports whether an event did not take place. Exchange says so in
// the title alone when the organiser's message was kept.
func cancelled(c *ical.Component) bool {
	return strings.EqualFold(strings.TrimSpace(c.Text("STATUS")), "CANCELLED") ||
		strings.EqualFold(strings.TrimSpace(c.Text("STATUS")), "CANCELED") ||
		titled(c, "canceled", "cancelled", "annule", "annulee", "abgesagt")
}

// declined reports whether the calendar itself says that its owner did not go.
func declined(c *ical.Component) bool {
	return titled(c, "declined", "refuse", "refusee", "abgelehnt")
}

// titled reports whether the title begins with one of the words and a colon, as
// Outlook writes it.
func titled(c *ical.Component, words ...string) bool {
	first, _, ok := strings.Cut(c.Text("SUMMARY"), ":")
	if !ok || len(first) > 20 {
		return false
	}
	first = network.Fold(first)
	for _, w := range words {
		if first == w {
			return true
		}
	}
	return false
}

// birthday reports whether an event stands for a birthday that an address book
// knows already: those of Google by their marks, others by the name of their
// calendar. A yearly event elsewhere is an event.
func birthday(c *ical.Component, inBirthdays bool) bool {
	id := strings.ToUpper(c.Text("UID"))
	if strings.HasSuffix(id, "@GOOGLE.COM") && strings.Contains(id, "BIRTHDAY_") {
		return true
	}
	for p := range c.All("ATTENDEE") {
		if strings.EqualFold(p.Param("CN"), "Contacts") && strings.HasSuffix(strings.ToLower(address(p)), "@virtual") {
			return true
		}
	}
	p := c.Prop("DTSTART")
	return inBirthdays && p != nil && !strings.Contains(p.Value, "T")
}

// namesBirthdays reports whether a calendar's name is that of a calendar of
// birthdays, as phones and mail programs make them.
func namesBirthdays(name string) bool {
	for _, word := range strings.Fields(network.Fold(name)) {
		switch word {
		case "birthday", "birthdays", "anniversaires", "geburtstage", "cumpleanos", "compleanni", "verjaardagen":
			return true
		}
	}
	return false
}

// eventKey names an event wherever it is read. One without UID is named by what
// it says.
func eventKey(c *ical.Component) string {
	id := strings.TrimSpace(c.Text("UID"))
	switch {
	case id == "":
		return "ics:#" + digest(c.Text("SUMMARY"), c.Text("LOCATION"), c.Text("DESCRIPTION"), c.Text("DTSTART"), c.Text("RRULE"), c.Text("ORGANIZER"))
	case len(id) > maxUID:
		return "ics:#" + digest(id)
	}
	return "ics:" + id
}

func digest(parts ...string) string {
	sum := sha256.Sum256([]byte(strings.Join(parts, "\x00")))
	return hex.EncodeToString(sum[:16])
}
