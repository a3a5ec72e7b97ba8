package calendar

import (
	"strings"

	"entregent/internal/importer"
	"entregent/internal/importer/ical"
	"entregent/internal/network"
)

// parties returns who took part or was asked to: individuals only. An organiser
// who is also on the list is one party, with the answer of the list.
func parties(c *ical.Component) []importer.Party {
	var out []importer.Party
	seen := map[string]int{}
	for i := range c.Props {
		p := &c.Props[i]
		if p.Name != "ORGANIZER" && p.Name != "ATTENDEE" || !individual(p) {
			continue
		}
		party, ok := partyOf(p)
		if !ok {
			continue
		}
		key := sameAs(party.Who)
		at, twice := seen[key]
		if !twice {
			seen[key] = len(out)
			out = append(out, party)
			continue
		}
		out[at] = joined(out[at], party)
	}
	return out
}

func sameAs(w importer.Who) string {
	if len(w.Handles) > 0 {
		return w.Handles[0].Value
	}
	return "\x00" + network.Fold(w.Name)
}

func joined(a, b importer.Party) importer.Party {
	if b.Role == network.Organizer {
		a.Role = b.Role
	}
	if a.Name == "" {
		a.Name = b.Name
	}
	if a.Status == "" {
		a.Status = b.Status
	}
	return a
}

// individual leaves out rooms, things, groups, and who only receives a copy.
func individual(p *ical.Property) bool {
	switch strings.ToUpper(strings.TrimSpace(p.Param("CUTYPE"))) {
	case "ROOM", "RESOURCE", "GROUP":
		return false
	}
	if strings.EqualFold(strings.TrimSpace(p.Param("ROLE")), "NON-PARTICIPANT") {
		return false
	}
	// Calendars and rooms of Google have addresses, and often nothing that says
	// what they are.
	address := strings.ToLower(address(p))
	return !strings.HasSuffix(address, ".calendar.google.com") && !strings.HasSuffix(address, "@virtual")
}

func partyOf(p *ical.Property) (importer.Party, bool) {
	party := importer.Party{Role: network.Attendee, Status: status(p.Param("PARTSTAT"))}
	if p.Name == "ORGANIZER" {
		party.Role = network.Organizer
	}
	party.Name = oneLine(strings.Trim(p.Param("CN"), `"'`), maxName)
	if h, ok := network.NewEmail(address(p)); ok {
		party.Handles = []network.Handle{h}
	}
	if nameless(party.Name) {
		party.Name = ""
	}
	return party, party.Name != "" || len(party.Handles) > 0
}

// nameless reports whether a CN is only the address again, which programs write
// for people they do not know.
func nameless(cn string) bool {
	return strings.Contains(cn, "@") && !strings.Contains(cn, " ") || strings.HasPrefix(strings.ToLower(cn), "mailto:")
}

// address returns the mail address of a calendar user: after the last mailto:,
// since a careless writer leaves colons in a name; or in the EMAIL parameter,
// where Apple puts it.
func address(p *ical.Property) string {
	v := p.Value
	if i := strings.LastIndex(strings.ToLower(v), "mailto:"); i >= 0 && i+len("mailto:") <= len(v) {
		v = v[i+len("mailto:"):]
	}
	v = strings.TrimSpace(v)
	if !strings.Contains(v, "@") {
		v = strings.TrimSpace(p.Param("EMAIL"))
	}
	return v
}

func status(s string) network.Status {
	switch strings.ToUpper(strings.TrimSpace(s)) {
	case "ACCEPTED", "COMPLETED", "IN-PROCESS":
		return network.Accepted
	case "DECLINED", "DELEGATED": // somebody else went
		return network.Declined
	case "TENTATIVE":
		return network.Tentative
	case "NEEDS-ACTION":
		return network.NeedsAction
	}
	return ""
}
