package sms

import (
	"slices"
	"strings"

	"entregent/internal/importer"
	"entregent/internal/importer/chat"
	"entregent/internal/network"
)

// A reading is what is kept from one record to the next.
type reading struct {
	opt  importer.Options
	whos map[[2]string]importer.Who // addresses already read, with their names
}

// party reads an address once: a number costs more than all the rest of a record.
func (r *reading) party(address, name string) importer.Who {
	key := [2]string{address, name}
	w, ok := r.whos[key]
	if !ok {
		w = party(address, name, r.opt.Country)
		if r.whos == nil || len(r.whos) >= chat.MaxMembers {
			r.whos = map[[2]string]importer.Who{}
		}
		r.whos[key] = w
	}
	return w
}

var owner = importer.Who{Me: true}

// event makes of one record what it is worth.
func (r *reading) event(file string, rec *record) importer.Event {
	at := importer.Pos{File: file, Line: rec.line}
	switch rec.kind {
	case "call":
		return r.call(at, rec)
	case "mms":
		return r.picture(at, rec)
	}
	return r.message(at, rec)
}

// sent tells from the numbers that Android uses which way a message went; why
// says that it went nowhere.
func sent(box string) (out bool, why string) {
	switch box {
	case "1":
		return false, ""
	case "2":
		return true, ""
	case "3":
		return false, "draft"
	}
	return false, "never_sent"
}

func (r *reading) message(at importer.Pos, rec *record) importer.Event {
	body := rec.get("body")
	out, why := sent(rec.get("type"))
	if why != "" {
		return importer.NewIgnored(at, 1, why, body)
	}
	address := rec.get("address")
	other := r.party(address, rec.get("contact_name"))
	if len(other.Handles) == 0 {
		return importer.NewIgnored(at, 1, "machine", address)
	}
	when, ok := moment(rec.get("date"), r.opt.Now)
	if !ok {
		return importer.NewProblem(at, 1, "bad_date", body, rec.get("date"))
	}
	e := &importer.Encounter{
		At: when, Subject: rec.get("subject"), Text: importer.Cut(body, importer.MaxText),
		Key: chat.Key("sms", "sms", rec.get("date"), rec.get("type"), tail(address), body),
	}
	between(e, out, other)
	return importer.Event{At: at, Read: 1, Encounter: e}
}

// between fills in a message from or to one other.
func between(e *importer.Encounter, out bool, other importer.Who) {
	room := chat.Room{Members: []importer.Who{owner, other}}
	if out {
		room.Message(e, owner)
	} else {
		room.Message(e, other)
	}
}

// picture reads a message with pictures or to several. Who sent it is taken from
// the box it lies in: the addresses are known to be wrong in places.
func (r *reading) picture(at importer.Pos, rec *record) importer.Event {
	out, why := sent(rec.get("msg_box"))
	if why != "" {
		return importer.NewIgnored(at, 1, why, rec.text.String())
	}
	from, to := rec.addresses()
	when, ok := moment(rec.get("date"), r.opt.Now)
	if !ok {
		return importer.NewProblem(at, 1, "bad_date", rec.text.String(), rec.get("date"))
	}
	var people []importer.Who
	if !out {
		people = append(people, r.party(from, ""))
	}
	for _, a := range to {
		if w := r.party(a, ""); len(w.Handles) > 0 {
			people = append(people, w)
		}
	}
	if len(people) == 0 || len(people[0].Handles) == 0 {
		return importer.NewIgnored(at, 1, "machine", from)
	}
	if len(people) == 1 { // of several, the names stand in another order than the numbers
		people[0].Name = named(rec.get("contact_name"), from)
	}
	e := &importer.Encounter{
		At: when, Subject: rec.get("sub"), Text: importer.Cut(rec.text.String(), importer.MaxText),
		Key: chat.Key("sms", "mms", rec.get("date"), rec.get("msg_box"), rec.get("m_id"), tails(from, to)),
	}
	room := chat.Room{Members: slices.Clone(people), Owner: !out}
	if out {
		room.Message(e, owner)
	} else {
		room.Message(e, people[0])
	}
	return importer.Event{At: at, Read: 1, Encounter: e}
}

// call reads one line of the list of calls.
func (r *reading) call(at importer.Pos, rec *record) importer.Event {
	number := rec.get("number")
	if rec.get("presentation") == "3" || rec.get("presentation") == "2" || number == "" {
		return importer.NewIgnored(at, 1, "hidden_number", number)
	}
	other := r.party(number, rec.get("contact_name"))
	if len(other.Handles) == 0 {
		return importer.NewIgnored(at, 1, "machine", number)
	}
	when, ok := moment(rec.get("date"), r.opt.Now)
	if !ok {
		return importer.NewProblem(at, 1, "bad_date", number, rec.get("date"))
	}
	kind, none := rec.get("type"), strings.Trim(rec.get("duration"), "0") == ""
	switch {
	case kind == "1" && none, kind == "3":
		return chat.Untaken(at, 1, other, when, "missed")
	case kind == "2" && none:
		return chat.Untaken(at, 1, other, when, "unanswered")
	case kind == "4":
		return chat.Untaken(at, 1, other, when, "voicemail")
	case kind == "5":
		return chat.Untaken(at, 1, other, when, "refused")
	case kind == "1", kind == "2", kind == "7": // the last was taken on another telephone
	default:
		return importer.NewIgnored(at, 1, "blocked_call", number)
	}
	e := &importer.Encounter{At: when, Key: chat.Key("sms", "call", rec.get("date"), kind, tail(number))}
	from, to := other, owner
	if kind == "2" {
		from, to = owner, other
	}
	room := chat.Room{Members: []importer.Who{from, to}}
	room.Call(e, from, false)
	return importer.Event{At: at, Read: 1, Encounter: e}
}

// tail is what a number has in common however it is written: its last digits.
func tail(number string) string {
	digits := strings.Map(func(c rune) rune {
		if c >= '0' && c <= '9' {
			return c
		}
		return -1
	}, number)
	if digits == "" {
		return network.Fold(number)
	}
	return digits[max(0, len(digits)-8):]
}

func tails(from string, to []string) string {
	list := []string{tail(from)}
	for _, a := range to {
		list = append(list, tail(a))
	}
	slices.Sort(list)
	return strings.Join(slices.Compact(list), " ")
}
