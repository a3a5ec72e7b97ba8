package linkedin

import (
	"strings"
	"time"

	"entregent/internal/importer"
	"entregent/internal/importer/addressbook"
	"entregent/internal/importer/csvfile"
	"entregent/internal/network"
)

// network name under which connection dates and follows are kept.
const source = "linkedin"

// connection reads a row of Connections.csv, of any year and language: columns
// count by name. Members who hid or left are rows with a date alone.
func (r *reading) connection(t *table, rec csvfile.Record) []importer.Event {
	name, url, email := fullName(t, rec), t.get(rec, "url"), t.get(rec, "email address")
	if name == "" && url == "" && email == "" {
		return []importer.Event{importer.NewIgnored(t.at(rec), 1, "hidden_account", raw(rec))}
	}
	c := r.card(name, url, t.get(rec, "company"), t.get(rec, "position"))
	c.Vouched = true
	if h, ok := network.NewEmail(email); ok {
		c.Handles = append(c.Handles, h)
		c.Key = ""
	} else if email != "" {
		c.Facts = append(c.Facts, importer.Fact{Kind: network.FactOther, Value: email, Label: "email"})
	}
	at := t.at(rec)
	events := []importer.Event{{At: at, Read: 1, Card: c}}
	on := t.get(rec, "connected on")
	if on == "" {
		return events
	}
	f, ok := connected(on, t.dayFirst(), r.opt.Now)
	c.Facts = append(c.Facts, f)
	if !ok {
		events = append(events, importer.NewProblem(at, 0, "bad_date", raw(rec), on))
	}
	return events
}

// connected is the day of the connection; as words, and false, where it cannot
// be read.
func connected(on string, dayFirst bool, now time.Time) (importer.Fact, bool) {
	d, ok := moment(on, dayFirst, now)
	if !ok {
		return importer.Fact{Kind: network.FactOther, Value: on, Label: "connected on"}, false
	}
	return importer.Fact{Kind: network.FactConnected, Value: network.DateOf(d).String(), Label: source, On: d}, true
}

// card makes the card of somebody with a page or, without one, a key.
func (r *reading) card(name, url, company, title string) *importer.Card {
	c := &importer.Card{Who: importer.Who{Name: name}, AsOf: r.asOf}
	if h, ok := profile(url); ok {
		c.Handles = []network.Handle{h}
	} else {
		c.Key = addressbook.Key(name, company)
	}
	for _, f := range []importer.Fact{{Kind: network.FactOrganisation, Value: company}, {Kind: network.FactTitle, Value: title}} {
		if f.Value != "" {
			c.Facts = append(c.Facts, f)
		}
	}
	return c
}

// legacy reads a row of the export of before 2017, which has the columns of
// Outlook and a mail address that today's archive hides.
func (r *reading) legacy(t *table, rec csvfile.Record) []importer.Event {
	book := addressbook.Table{Columns: addressbook.Guess(t.header, nil), Country: r.opt.Country, Now: r.opt.Now, AsOf: r.asOf}
	return book.Read(t.at(rec), rec.Cells)
}

// synced reads a row of Contacts.csv: the address book that a telephone once
// gave to LinkedIn.
func (r *reading) synced(t *table, rec csvfile.Record) []importer.Event {
	header := make([]string, len(t.header))
	for i, h := range t.header {
		header[i] = spaced(h)
	}
	book := addressbook.Table{Columns: addressbook.Guess(header, nil), Country: r.opt.Country, Now: r.opt.Now, AsOf: r.asOf}
	return book.Read(t.at(rec), rec.Cells)
}

// note reads what the member wrote of a connection for themselves.
func (r *reading) note(t *table, rec csvfile.Record) []importer.Event {
	name := strings.TrimSpace(t.get(rec, "connection first name") + " " + t.get(rec, "connection last name"))
	words := t.get(rec, "note")
	w := r.who(name, t.get(rec, "connection profile url"))
	if words == "" || w.Name == "" && len(w.Handles) == 0 {
		return []importer.Event{importer.NewIgnored(t.at(rec), 1, "empty_row", raw(rec))}
	}
	on, _ := moment(t.get(rec, "created on"), t.dayFirst(), r.opt.Now)
	c := &importer.Card{Who: w, Vouched: true, Facts: []importer.Fact{{Kind: network.FactNote, Value: words, On: on}}}
	if len(w.Handles) == 0 {
		c.Key = addressbook.Key(name, "")
	}
	return []importer.Event{{At: t.at(rec), Read: 1, Card: c}}
}

// followed reads somebody whom the member follows: known of, not known.
func (r *reading) followed(t *table, rec csvfile.Record) []importer.Event {
	name := t.get(rec, "full name", "fullname")
	if hidden(name) {
		return []importer.Event{importer.NewIgnored(t.at(rec), 1, "hidden_account", raw(rec))}
	}
	w := r.who(name, "")
	on, _ := moment(t.get(rec, "date"), t.dayFirst(), r.opt.Now)
	status := t.get(rec, "status")
	if status == "" {
		status = "following"
	}
	c := &importer.Card{Who: w, Facts: []importer.Fact{{Kind: network.FactOther, Value: status, Label: "linkedin follow", On: on}}}
	if len(w.Handles) == 0 {
		c.Key = addressbook.Key(name, "")
	}
	return []importer.Event{{At: t.at(rec), Read: 1, Card: c}}
}

// mine skips the member's own addresses and numbers: Owner gives them.
func (r *reading) mine(t *table, rec csvfile.Record) []importer.Event {
	return []importer.Event{importer.NewIgnored(t.at(rec), 1, "own_handle", raw(rec))}
}
