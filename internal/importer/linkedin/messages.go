package linkedin

import (
	"encoding/hex"
	"html"
	"regexp"
	"strings"
	"time"
	"unicode"

	"entregent/internal/importer"
	"entregent/internal/importer/addressbook"
	"entregent/internal/importer/csvfile"
	"entregent/internal/network"
)

// message reads a row of messages.csv, in any of its widths.
func (r *reading) message(t *table, rec csvfile.Record) []importer.Event {
	at := t.at(rec)
	from, url, words := t.get(rec, "from"), t.get(rec, "sender profile url"), t.get(rec, "content")
	if why := aside(t, rec, from, url, words); why != "" {
		return []importer.Event{importer.NewIgnored(at, 1, why, raw(rec))}
	}
	date := t.get(rec, "date")
	sent, ok := moment(date, t.dayFirst(), r.opt.Now)
	if !ok {
		return []importer.Event{importer.NewProblem(at, 1, "bad_date", raw(rec), date)}
	}
	sender := r.who(from, url)
	e := &importer.Encounter{
		Key:     messageKey(t.get(rec, "conversation id"), sent, sender, words),
		Channel: network.Message, At: sent, Text: text(words),
		Parties: []importer.Party{{Who: sender, Role: network.From}},
	}
	for _, w := range r.recipients(t.get(rec, "to"), t.get(rec, "recipient profile urls")) {
		e.Parties = append(e.Parties, importer.Party{Who: w, Role: network.To})
	}
	title := t.get(rec, "conversation title")
	if e.Subject = t.get(rec, "subject"); e.Subject == "" {
		e.Subject = title
	}
	if len(e.Parties) > 2 {
		e.Group = title
	}
	e.OwnerTookPart = len(e.Parties) == 1 && !sender.Me // it lay in their box
	return []importer.Event{{At: at, Read: 1, Encounter: e}}
}

// aside says why a row of messages is no message between two people.
func aside(t *table, rec csvfile.Record, from, url, words string) string {
	switch {
	case yes(t.get(rec, "is message draft")), yes(t.get(rec, "is conversation draft")):
		return "draft"
	case strings.EqualFold(t.get(rec, "folder"), "spam"):
		return "spam"
	case url == "" && (strings.Contains(words, "spinmail-") || strings.Contains(words, "%FIRSTNAME%")):
		return "sponsored"
	case url == "" && hidden(from):
		return "hidden_account"
	}
	return ""
}

func yes(s string) bool {
	switch strings.ToLower(s) {
	case "yes", "true", "1", "oui", "ja":
		return true
	}
	return false
}

// recipients pairs names with pages. Pages are the surer list; their order is
// that of the names wherever both have the same length.
func (r *reading) recipients(to, urls string) (out []importer.Who) {
	// Commas in LinkedIn's files, spaces in some that others wrote like them.
	pages := strings.FieldsFunc(urls, func(r rune) bool { return r == ',' || r == ';' || unicode.IsSpace(r) })
	names := r.list(to)
	if len(pages) == 1 {
		names = []string{to}
	}
	if len(pages) != len(names) {
		if len(pages) == 0 {
			for _, n := range names {
				if !hidden(n) {
					out = append(out, r.who(n, ""))
				}
			}
			return out
		}
		names = make([]string, len(pages))
	}
	for i, p := range pages {
		out = append(out, r.who(names[i], p))
	}
	return out
}

// messageKey names a message, which has no id of its own. Spaces do not count:
// archives of before March 2026 wrote two of them for each line break.
func messageKey(conversation string, at time.Time, from importer.Who, words string) string {
	sender := network.Fold(from.Name)
	if len(from.Handles) > 0 {
		sender = from.Handles[0].Value
	}
	return "linkedin:" + hash("message", conversation, at.Format(time.RFC3339), sender, oneSpaced(words))
}

// oneSpaced makes every run of white space one space.
func oneSpaced(s string) string {
	if !strings.ContainsAny(s, "\r\n\t") && !strings.Contains(s, "  ") {
		return strings.TrimSpace(s)
	}
	return strings.Join(strings.Fields(s), " ")
}

func hash(parts ...string) string {
	sum := importer.Digest(parts...)
	return hex.EncodeToString(sum[:])
}

var (
	breaks = regexp.MustCompile(`(?i)<(br|/p|/div|/li|/h[1-6])\b[^>]*>`)
	tags   = regexp.MustCompile(`<[/!a-zA-Z][^>]*>`)
)

// text drops the markup that some messages come in, and bounds the length.
func text(words string) string {
	if strings.Contains(words, "</") || strings.Contains(words, "<p ") || strings.Contains(words, "<br") {
		words = tags.ReplaceAllString(breaks.ReplaceAllString(words, "\n"), "")
		words = strings.TrimSpace(html.UnescapeString(words))
	}
	return importer.Cut(words, importer.MaxText)
}

// invitation reads a row of Invitations.csv. One with a word of its own is a
// message, and often says how two people met; a bare one is a fact.
func (r *reading) invitation(t *table, rec csvfile.Record) []importer.Event {
	at := t.at(rec)
	from := r.who(t.get(rec, "from"), t.get(rec, "inviterprofileurl"))
	to := r.who(t.get(rec, "to"), t.get(rec, "inviteeprofileurl"))
	direction := t.get(rec, "direction")
	in := incoming(direction)
	if !in && !outgoing(direction) {
		return []importer.Event{importer.NewProblem(at, 1, "linkedin_direction", raw(rec), direction)}
	}
	from.Me, to.Me = !in, in
	other, label := to, "out"
	if in {
		other, label = from, "in"
	}
	if hidden(other.Name) && len(other.Handles) == 0 {
		return []importer.Event{importer.NewIgnored(at, 1, "hidden_account", raw(rec))}
	}
	when := t.get(rec, "sent at")
	sent, ok := moment(when, t.dayFirst(), r.opt.Now)
	if !ok {
		return []importer.Event{importer.NewProblem(at, 1, "bad_date", raw(rec), when)}
	}
	return r.invited(at, sent, label, t.get(rec, "message"), from, to, other)
}

// invited gives the fact, on the card of the other, and the message if there
// were words.
func (r *reading) invited(at importer.Pos, sent time.Time, label, words string, from, to, other importer.Who) []importer.Event {
	card := &importer.Card{Who: other}
	if len(other.Handles) == 0 {
		card.Key = addressbook.Key(other.Name, "")
	}
	if words == "" {
		card.Facts = []importer.Fact{{Kind: network.FactInvited, Value: network.DateOf(sent).String(), Label: label, On: sent}}
		return []importer.Event{{At: at, Read: 1, Card: card}}
	}
	card.Facts = []importer.Fact{{Kind: network.FactHowMet, Value: words, Label: label, On: sent}}
	e := &importer.Encounter{
		Key:     "linkedin:" + hash("invitation", sent.Format(time.RFC3339), label, id(other), oneSpaced(words)),
		Channel: network.Message, At: sent, Text: text(words),
		Parties: []importer.Party{{Who: from, Role: network.From}, {Who: to, Role: network.To}},
	}
	return []importer.Event{{At: at, Read: 1, Encounter: e}, {At: at, Card: card}}
}

// id is what one archive tells somebody apart by.
func id(w importer.Who) string {
	if len(w.Handles) > 0 {
		return w.Handles[0].Value
	}
	return network.Fold(w.Name)
}

func incoming(s string) bool {
	return strings.EqualFold(s, "incoming") || strings.EqualFold(s, "received")
}

func outgoing(s string) bool { return strings.EqualFold(s, "outgoing") || strings.EqualFold(s, "sent") }
