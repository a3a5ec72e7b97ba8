package monica

import (
	"encoding/hex"
	"slices"
	"strings"
	"time"

	"entregent/internal/importer"
	"entregent/internal/network"
)

// part gives what one record of a contact says.
func (r *reading) part(p *person, kind string, rec rec) error {
	written, _, _ := moment(first(rec, "happened_at", "date", "initial_date", "created_at"), r.opt.Zone)
	fact := func(k network.FactKind, label string, words ...string) importer.Fact {
		return importer.Fact{Kind: k, Label: label, Value: joined(" — ", words...), On: written}
	}
	kept := func(why string, f importer.Fact) error {
		return r.give(importer.Event{At: rec.at, Read: 1, Card: p.card(f)}, importer.NewIgnored(rec.at, 0, why, f.Value))
	}
	var f importer.Fact
	switch kind {
	case "call":
		return r.call(p, rec)
	case "gift":
		return r.gift(p, rec)
	case "debt":
		return r.debt(p, rec)
	case "note":
		f = fact(network.FactNote, "", rec.get("body"))
	case "task":
		done := ""
		if yes(rec.get("completed")) {
			done = "✓"
		}
		return kept("task_as_fact", fact(network.FactOther, "task", rec.get("title"), rec.get("description"), done))
	case "reminder":
		return kept("reminder_as_fact", fact(network.FactOther, "reminder", rec.get("title"), rec.get("description"),
			day(rec.get("initial_date")), strings.TrimSpace(rec.get("frequency_number")+" "+rec.get("frequency_type"))))
	case "life_event":
		f = fact(network.FactOther, "life event", first(rec, "name"), rec.get("note"))
		if f.Value == "" {
			f.Value = r.book.words[typed("life_event_type", rec.get("type"))]
		}
	case "pet":
		f = fact(network.FactInterest, "pet", rec.get("name"), rec.get("category"))
		f.On = time.Time{}
	case "address":
		return r.give(importer.Event{At: rec.at, Read: 1, Card: p.card(address(rec)...)})
	default:
		return r.give(importer.NewIgnored(rec.at, 1, "unsupported_record", kind))
	}
	return r.give(importer.Event{At: rec.at, Read: 1, Card: p.card(f)})
}

func address(rec rec) (out []importer.Fact) {
	label := strings.ToLower(rec.get("name"))
	line := joined(", ", rec.get("street"), joined(" ", rec.get("postal_code"), rec.get("city")), rec.get("province"), rec.get("country"))
	for _, f := range []importer.Fact{
		{Kind: network.FactAddress, Label: label, Value: line},
		{Kind: network.FactTown, Label: label, Value: rec.get("city")},
		{Kind: network.FactCountry, Label: label, Value: rec.get("country")},
	} {
		if f.Value != "" {
			out = append(out, f)
		}
	}
	return out
}

// call gives a telephone call.
func (r *reading) call(p *person, rec rec) error {
	at, ok, err := r.at(rec, rec.get("called_at"))
	if !ok {
		return err
	}
	words := rec.get("content")
	return r.give(importer.Event{At: rec.at, Read: 1, Encounter: &importer.Encounter{
		Key: key("call", id(p), stamp(rec.get("called_at")), truth(rec.get("contact_called")), words), Channel: network.Call, At: at, Text: importer.Cut(words, importer.MaxText),
		Parties: r.sides(p, yes(rec.get("contact_called"))),
	}})
}

// message gives one message of a conversation.
func (r *reading) message(p *person, rec rec) error {
	at, ok, err := r.at(rec, rec.get("written_at"))
	if !ok {
		return err
	}
	words := rec.get("content")
	return r.give(importer.Event{At: rec.at, Read: 1, Encounter: &importer.Encounter{
		Key: key("message", id(p), stamp(rec.get("written_at")), truth(rec.get("written_by_me")), words), Channel: network.Message, At: at, Text: importer.Cut(words, importer.MaxText),
		Parties: r.sides(p, !yes(rec.get("written_by_me"))),
	}})
}

// sides are the keeper and somebody else; theirs tells who turned to whom.
func (r *reading) sides(p *person, theirs bool) []importer.Party {
	mine := r.book.owner
	mine.Me = true
	from, to := mine, p.who
	if theirs {
		from, to = to, from
	}
	return []importer.Party{{Who: from, Role: network.From}, {Who: to, Role: network.To}}
}

// indoors are the sorts of activity that Monica comes with: all of them are
// things done in the same place.
var indoors = []string{"simple activities", "sport", "food", "cultural activities", "ate", "went", "hung", "picnick", "picknick", "barbecue", "watched movie", "talked at home"}

// activity gives something that the keeper did with one or more contacts.
func (r *reading) activity(rec rec, uuid string) error {
	at, ok, err := r.at(rec, rec.get("happened_at"))
	if !ok {
		return err
	}
	e := &importer.Encounter{
		Channel: network.Meeting, At: at, Subject: rec.get("summary"), Text: importer.Cut(rec.get("description"), importer.MaxText), OwnerTookPart: true,
	}
	kind := first(rec, "type", "activity_type", "activity_type_id")
	sort := network.Fold(r.book.words[typed("activity_type", kind)] + " " + r.book.words[typed("activity_type", kind)+"/key"])
	for _, s := range indoors {
		if strings.Contains(" "+sort, " "+s) {
			e.Channel = network.InPerson
		}
	}
	guests := []string{stamp(rec.get("happened_at")), e.Subject, rec.get("description")}
	for _, g := range r.book.guests[uuid] {
		if p := r.known(g); p != nil {
			e.Parties = append(e.Parties, importer.Party{Who: p.who, Role: network.Attendee, Status: network.Accepted})
			guests = append(guests, id(p))
		}
	}
	if len(e.Parties) == 0 {
		return r.give(importer.NewIgnored(rec.at, 1, "activity_alone", e.Subject))
	}
	slices.Sort(guests[3:])
	e.Key = key("activity", guests...)
	return r.give(importer.Event{At: rec.at, Read: 1, Encounter: e})
}

// gift gives a present as a favour; an idea of one is a note.
func (r *reading) gift(p *person, rec rec) error {
	what := joined(" — ", rec.get("name"), rec.get("comment"))
	status := strings.ToLower(rec.get("status"))
	switch { // before 4.0 three columns said it
	case status != "":
	case yes(rec.get("has_been_offered")):
		status = "offered"
	case yes(rec.get("has_been_received")):
		status = "received"
	}
	if status != "offered" && status != "received" {
		return r.give(importer.Event{At: rec.at, Read: 1, Card: p.card(importer.Fact{Kind: network.FactOther, Label: "gift idea", Value: joined(" — ", what, rec.get("url"))})})
	}
	on, _, _ := moment(first(rec, "date", "created_at"), r.opt.Zone)
	return r.give(importer.Event{At: rec.at, Read: 1, Favour: &importer.Favour{
		Who: p.who, Vouched: !p.partial, Kind: network.Gift, Given: status == "offered", On: on, What: what,
		Key: key("gift", id(p), status, stamp(rec.get("date")), what),
	}})
}

// debt gives what was lent as a favour, by whom it was lent. The sum stays a
// fact: a favour has words and a date, and no figure.
func (r *reading) debt(p *person, rec rec) error {
	on, _, _ := moment(rec.get("created_at"), r.opt.Zone)
	owed := yes(rec.get("in_debt")) // the keeper owes
	side := "owes you"
	if owed {
		side = "you owe"
	}
	sum := joined(" ", amount(rec.get("amount")), rec.get("currency"))
	f := importer.Fact{Kind: network.FactOther, Label: "debt: " + side, Value: joined(" — ", sum, rec.get("reason"), rec.get("status")), On: on}
	return r.give(importer.Event{At: rec.at, Read: 1, Card: p.card(f)}, importer.Event{At: rec.at, Favour: &importer.Favour{
		Who: p.who, Vouched: !p.partial, Kind: network.Support, Given: !owed, On: on, What: rec.get("reason"),
		Key: key("debt", id(p), side, rec.get("reason"), day(rec.get("created_at"))),
	}})
}

// amount writes a sum the same way whatever the form wrote it in: 50.00 is 50.
func amount(s string) string {
	if whole, rest, ok := strings.Cut(s, "."); ok && strings.Trim(rest, "0") == "" {
		return whole
	}
	return s
}

// at reads the moment of an encounter; ok is false where it told of a problem
// instead.
func (r *reading) at(rec rec, s string) (at time.Time, ok bool, err error) {
	at, whole, ok := moment(s, r.opt.Zone)
	if !ok {
		return at, false, r.give(importer.NewProblem(rec.at, 1, "bad_date", s, s))
	}
	if !whole {
		at = at.Add(12 * time.Hour)
	}
	return at, true, nil
}

// moment reads a date or a moment. Monica writes days as midnight: whole is
// false for them, and they are midnight in zone.
func moment(s string, zone *time.Location) (t time.Time, whole, ok bool) {
	for _, layout := range []string{time.RFC3339, "2006-01-02 15:04:05", time.DateOnly} {
		t, err := time.Parse(layout, strings.TrimSpace(s))
		if err != nil {
			continue
		}
		t = t.UTC()
		if t.Hour()+t.Minute()+t.Second() > 0 {
			return t, true, true
		}
		return time.Date(t.Year(), t.Month(), t.Day(), 0, 0, 0, 0, zone), false, true
	}
	return time.Time{}, false, false
}

// stamp writes a moment the same way whichever form it stood in; what is none
// stays as it is.
func stamp(s string) string {
	if t, _, ok := moment(s, time.UTC); ok {
		return t.Format(time.RFC3339)
	}
	return s
}

// truth writes yes and no the same way whichever form they stood in.
func truth(s string) string {
	if yes(s) {
		return "1"
	}
	return "0"
}

// day is the date of a moment as it is written.
func day(s string) string {
	if len(s) > len(time.DateOnly) {
		s = s[:len(time.DateOnly)]
	}
	return s
}

func first(rec rec, names ...string) string {
	for _, n := range names {
		if v := rec.get(n); v != "" {
			return v
		}
	}
	return ""
}

func joined(sep string, words ...string) string {
	var out []string
	for _, w := range words {
		if w = strings.TrimSpace(w); w != "" {
			out = append(out, w)
		}
	}
	return strings.Join(out, sep)
}

// typed is under which name the word for a type is kept: UUIDs are of their own,
// numbers belong to a table.
func typed(table, id string) string {
	if strings.Trim(id, "0123456789") == "" && id != "" {
		return table + "/" + id
	}
	return id
}

// key names a record by what it says: the two forms of an export number records
// differently, or not at all.
func key(kind string, parts ...string) string {
	sum := importer.Digest(parts...)
	return "monica:" + kind + ":" + hex.EncodeToString(sum[:])
}
