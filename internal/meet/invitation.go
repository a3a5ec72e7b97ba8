package meet

import (
	"io"
	"strings"
	"time"

	"entregent/internal/importer/ical"
	"entregent/internal/network"
)

// An Invitation is a meeting as a calendar file.
type Invitation struct {
	UID   string // the same for the same invitation
	Made  time.Time
	From  time.Time
	Until time.Time
	Title string
	Place string // "" for none
	About string // "" for none
	Host  Party  // the keeper
	Guest Party
}

// A Party is the keeper or the guest of an invitation.
type Party struct {
	Name  string
	Email string // "" if not known
}

// program names what wrote the file.
const program = "-//Entregent//Entregent//EN"

// Check refuses an invitation that is none, and anything by which one line of
// the file could be made to look like two.
func (i *Invitation) Check() error {
	for field, s := range map[string]string{"title": i.Title, "place": i.Place, "uid": i.UID, "host": i.Host.Name, "guest": i.Guest.Name, "host_email": i.Host.Email, "guest_email": i.Guest.Email} {
		if strings.ContainsFunc(s, func(r rune) bool { return r < 0x20 || r == 0x7f || r == 0x85 || r == 0x2028 || r == 0x2029 }) {
			return &network.Error{Kind: network.Invalid, Field: field, Msg: "error.not_understood", Args: []any{field}}
		}
	}
	for field, s := range map[string]string{"host_email": i.Host.Email, "guest_email": i.Guest.Email} {
		if s != "" && (strings.Count(s, "@") != 1 || strings.ContainsAny(s, " \"<>(),:;\\[]")) {
			return &network.Error{Kind: network.Invalid, Field: field, Msg: "error.not_understood", Args: []any{field}}
		}
	}
	switch {
	case i.UID == "" || i.Title == "":
		return &network.Error{Kind: network.Invalid, Field: "title", Msg: "error.fact_empty"}
	case !i.From.Before(i.Until):
		return &network.Error{Kind: network.Invalid, Field: "at", Msg: "error.not_understood", Args: []any{"at"}}
	}
	return nil
}

// Write writes the file (RFC 5545): one event, its times in UTC. Where both
// addresses are known it is an invitation that can be answered (RFC 5546,
// REQUEST), with the keeper's alone an event to put into a calendar (PUBLISH). Both
// methods name an organiser, so without any address the file names no method.
func (i *Invitation) Write(w io.Writer) error {
	if err := i.Check(); err != nil {
		return err
	}
	answers := i.Host.Email != "" && i.Guest.Email != ""
	props := []ical.Property{{Name: "VERSION", Value: "2.0"}, ical.NewText("PRODID", program), {Name: "CALSCALE", Value: "GREGORIAN"}}
	switch {
	case answers:
		props = append(props, ical.Property{Name: "METHOD", Value: "REQUEST"})
	case i.Host.Email != "":
		props = append(props, ical.Property{Name: "METHOD", Value: "PUBLISH"})
	}
	event := &ical.Component{Name: "VEVENT", Props: []ical.Property{
		ical.NewText("UID", i.UID),
		{Name: "DTSTAMP", Value: stamp(i.Made)},
		{Name: "DTSTART", Value: stamp(i.From)},
		{Name: "DTEND", Value: stamp(i.Until)},
		{Name: "SEQUENCE", Value: "0"},
		{Name: "STATUS", Value: "CONFIRMED"},
		ical.NewText("SUMMARY", i.Title),
	}}
	if i.Place != "" {
		event.Props = append(event.Props, ical.NewText("LOCATION", i.Place))
	}
	if i.About != "" {
		event.Props = append(event.Props, ical.NewText("DESCRIPTION", i.About))
	}
	if i.Host.Email != "" {
		event.Props = append(event.Props, ical.Property{Name: "ORGANIZER", Params: named(i.Host), Value: "mailto:" + i.Host.Email})
	}
	if answers {
		params := append(named(i.Guest), param("ROLE", "REQ-PARTICIPANT"), param("PARTSTAT", "NEEDS-ACTION"), param("RSVP", "TRUE"))
		event.Props = append(event.Props, ical.Property{Name: "ATTENDEE", Params: params, Value: "mailto:" + i.Guest.Email})
	}
	return ical.Write(w, &ical.Component{Name: "VCALENDAR", Props: props, Children: []*ical.Component{event}})
}

func named(p Party) []ical.Param {
	if p.Name == "" {
		return nil
	}
	return []ical.Param{param("CN", p.Name)}
}

func param(name, value string) ical.Param { return ical.Param{Name: name, Values: []string{value}} }

func stamp(t time.Time) string { return t.UTC().Format("20060102T150405Z") }
