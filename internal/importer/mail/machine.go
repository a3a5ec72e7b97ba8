package mail

import (
	"bytes"
	"strings"

	"entregent/internal/importer"
	"entregent/internal/importer/mime"
	"entregent/internal/network"
)

// machine returns the reason to leave out a mail that no person wrote to the
// keeper: lists, newsletters, answering machines, reports, calendar servers. ""
// for all others.
func (r *reading) machine(from whos, body []byte) string {
	if !r.automatic() && !r.listed() && !from.machine && !r.report() {
		return ""
	}
	if r.hasCalendar(body) {
		return "calendar_notice"
	}
	return "list"
}

// listed reports mail sent through a list.
func (r *reading) listed() bool {
	if r.header.Has(mime.ListID) || r.header.Has(mime.ListUnsubscribe) {
		return true
	}
	switch strings.ToLower(r.dec.Text(r.header.Get(mime.Precedence))) {
	case "bulk", "list", "junk", "auto_reply":
		return true
	}
	return false
}

// automatic reports mail that a program sent by itself.
func (r *reading) automatic() bool {
	if raw := r.header.Get(mime.AutoSubmitted); len(raw) > 0 && !bytes.HasPrefix(bytes.ToLower(raw), []byte("no")) {
		return true
	}
	return r.header.Has(mime.AutoReply)
}

func allMachines(from []importer.Who) bool {
	for _, w := range from {
		if len(w.Handles) == 0 || !network.MachineAddress(w.Handles[0].Value) {
			return false
		}
	}
	return len(from) > 0
}

// report reports delivery failures and read receipts.
func (r *reading) report() bool {
	raw := r.header.Get(mime.ContentType)
	const kind = "multipart/report"
	return len(raw) >= len(kind) && strings.EqualFold(string(raw[:len(kind)]), kind)
}

// hasCalendar looks for a calendar part near the beginning of the mail.
func (r *reading) hasCalendar(body []byte) bool {
	const kind, window = "text/calendar", 256 << 10
	raw := r.header.Get(mime.ContentType)
	if len(raw) >= len(kind) && strings.EqualFold(string(raw[:len(kind)]), kind) {
		return true
	}
	return bytes.Contains(body[:min(len(body), window)], []byte(kind))
}

// calendarNotice reports an invitation or answer that a calendar sent by
// itself. An invitation a person sends with words of their own stays a mail.
func (r *reading) calendarNotice(c mime.Content, words string) bool {
	switch c.Calendar {
	case "":
		return false
	case "REPLY", "COUNTER", "DECLINECOUNTER", "REFRESH":
		return strings.TrimSpace(words) == "" || answered(r.subject)
	}
	for _, w := range r.who(r.header.Get(mime.Sender)).list {
		if len(w.Handles) > 0 && (network.MachineAddress(w.Handles[0].Value) || strings.HasPrefix(w.Handles[0].Value, "calendar")) {
			return true
		}
	}
	return false
}

// answered recognises the subjects that calendars give to answers.
func answered(subject string) bool {
	word, _, ok := strings.Cut(network.Fold(subject), " ")
	return ok && answerWords[word]
}

var answerWords = map[string]bool{"accepted": true, "accepte": true, "acceptee": true, "declined": true, "refuse": true, "decline": true, "tentative": true,
	"tentatively": true, "provisoire": true, "zugesagt": true, "abgelehnt": true, "aceptado": true, "accettato": true, "maybe": true, "mit": true, "vorlaufig": true}
