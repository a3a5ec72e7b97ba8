package linkedin

import (
	"strings"

	"entregent/internal/importer"
	"entregent/internal/importer/addressbook"
	"entregent/internal/importer/csvfile"
	"entregent/internal/network"
)

func (r *reading) endorsed(t *table, rec csvfile.Record) []importer.Event {
	return r.endorsement(t, rec, "endorser", false)
}

func (r *reading) endorsing(t *table, rec csvfile.Record) []importer.Event {
	return r.endorsement(t, rec, "endorsee", true)
}

// endorsement reads one skill that somebody was endorsed for. It carries no
// words, so it only proposes that something was given.
func (r *reading) endorsement(t *table, rec csvfile.Record, who string, given bool) []importer.Event {
	at := t.at(rec)
	name := strings.TrimSpace(t.get(rec, who+" first name") + " " + t.get(rec, who+" last name"))
	w := r.who(name, t.get(rec, who+" public url"))
	if hidden(name) && len(w.Handles) == 0 {
		return []importer.Event{importer.NewIgnored(at, 1, "hidden_account", raw(rec))}
	}
	when := t.get(rec, "endorsement date")
	on, ok := moment(when, t.dayFirst(), r.opt.Now)
	if !ok && when != "" {
		return []importer.Event{importer.NewProblem(at, 1, "bad_date", raw(rec), when)}
	}
	skill := t.get(rec, "skill name")
	f := &importer.Favour{Who: w, Kind: network.Endorsement, Given: given, On: on, What: skill, State: network.Proposed,
		Key: "linkedin:" + hash("endorsement", who, id(w), network.Fold(skill), network.DateOf(on).String())}
	if len(w.Handles) == 0 {
		f.WhoKey = addressbook.Key(name, "")
	}
	return []importer.Event{{At: at, Read: 1, Favour: f}}
}

func (r *reading) recommended(t *table, rec csvfile.Record) []importer.Event {
	return r.recommendation(t, rec, false)
}

func (r *reading) recommending(t *table, rec csvfile.Record) []importer.Event {
	return r.recommendation(t, rec, true)
}

// recommendation reads what somebody wrote of the member, or the member of
// them. LinkedIn gives no page: the person is the one connection of that name
// and company, else known by the two alone.
func (r *reading) recommendation(t *table, rec csvfile.Record, given bool) []importer.Event {
	at := t.at(rec)
	name, company := fullName(t, rec), t.get(rec, "company")
	if hidden(name) {
		return []importer.Event{importer.NewIgnored(at, 1, "hidden_account", raw(rec))}
	}
	when := t.get(rec, "creation date")
	on, ok := moment(when, t.dayFirst(), r.opt.Now)
	if !ok && when != "" {
		return []importer.Event{importer.NewProblem(at, 1, "bad_date", raw(rec), when)}
	}
	words := t.get(rec, "text")
	card := r.card(name, "", company, t.get(rec, "job title"))
	if slug := r.jobs[card.Key]; slug != "" {
		card.Handles, card.Key = []network.Handle{{Kind: network.LinkedIn, Value: slug}}, ""
	}
	card.Vouched = true
	side := "received"
	if given {
		side = "given"
	}
	f := &importer.Favour{Who: card.Who, WhoKey: card.Key, Vouched: true, Kind: network.Recommendation, Given: given, On: on, What: words,
		Key: "linkedin:" + hash("recommendation", side, network.Fold(name), oneSpaced(words))}
	return []importer.Event{{At: at, Read: 1, Favour: f}, {At: at, Card: card}}
}
