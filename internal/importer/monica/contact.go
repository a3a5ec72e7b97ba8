package monica

import (
	"strings"
	"time"

	"entregent/internal/importer"
	"entregent/internal/importer/phone"
	"entregent/internal/network"
)

// handles completes a contact with the ways to reach them; what is no handle is
// a fact.
func (r *reading) handles(id string, p *person) (facts []importer.Fact) {
	for _, f := range r.book.fields[id] {
		kind, data := network.Fold(r.book.words[f[0]+"/type"]), strings.TrimSpace(f[1])
		name := r.book.words[f[0]]
		h, ok := handle(kind, name, data, r.opt.Country)
		if ok {
			p.who.Handles = append(p.who.Handles, h)
		} else if data != "" {
			facts = append(facts, importer.Fact{Kind: network.FactOther, Value: data, Label: strings.ToLower(name)})
		}
	}
	return facts
}

// handle reads one way to reach somebody, by the type that the account gives it:
// its sort and protocol ("email mailto"), else its name.
func handle(kind, name, data, country string) (network.Handle, bool) {
	service := network.Fold(name)
	switch {
	case strings.Contains(kind, "mail"), strings.Contains(service, "mail"):
		return network.NewEmail(data)
	case strings.Contains(kind, "phone"), strings.Contains(kind, "tel"), service == "whatsapp", service == "phone", service == "telephone":
		return phone.Handle(data, country)
	}
	page := data
	if service == "linkedin" && data != "" && !strings.ContainsAny(data, "/ ") {
		page = "https://www.linkedin.com/in/" + data
	}
	if strings.Contains(page, "/") {
		return network.NewProfile(page)
	}
	account := strings.TrimPrefix(data, "@")
	if service == "" || account == "" || strings.ContainsAny(account, " \t\r\n") {
		return network.Handle{}, false
	}
	return network.Handle{Kind: network.Account, Value: service + ":" + strings.ToLower(account)}, true
}

// ready completes every contact between the two passes, once all types are
// known: a card must be the same wherever somebody is spoken of.
func (r *reading) ready() map[string][]importer.Fact {
	rest := map[string][]importer.Fact{}
	for id, p := range r.book.people {
		rest[id] = r.handles(id, p)
	}
	return rest
}

// simple are the properties of a contact that are one fact each.
var simple = []struct {
	name string
	importer.Fact
}{
	{"nickname", importer.Fact{Kind: network.FactNickname}},
	{"company", importer.Fact{Kind: network.FactOrganisation}},
	{"job", importer.Fact{Kind: network.FactTitle}},
	{"description", importer.Fact{Kind: network.FactNote}},
	{"food_preferences", importer.Fact{Kind: network.FactInterest, Label: "food"}},
	{"first_met_where", importer.Fact{Kind: network.FactHowMet}},
	{"first_met_additional_info", importer.Fact{Kind: network.FactHowMet}},
	{"last_talked_to", importer.Fact{Kind: network.FactOther, Label: "last talked to"}},
	{"stay_in_touch_frequency", importer.Fact{Kind: network.FactOther, Label: "stay in touch every days"}},
}

// contact gives the card of a contact, and who made the keeper know them.
func (r *reading) contact(rec rec, id string, p *person, tags []string) error {
	c := p.card(r.rest[id]...)
	c.AsOf, _, _ = moment(rec.get("updated_at"), r.opt.Zone)
	met := rec.day("first_met_date")
	metOn, _, _ := moment(met.date, r.opt.Zone)
	add := func(f importer.Fact) {
		if f.Value != "" {
			c.Facts = append(c.Facts, f)
		}
	}
	for _, s := range simple {
		f := s.Fact
		f.Value = rec.get(s.name)
		switch f.Kind {
		case network.FactHowMet:
			f.On = metOn
		case network.FactOther:
			f.Value = strings.TrimSuffix(f.Value, "T00:00:00Z")
		}
		add(f)
	}
	add(born(rec.day("birthdate")))
	if met.date != "" && rec.get("first_met_where") == "" && rec.get("first_met_additional_info") == "" {
		add(importer.Fact{Kind: network.FactOther, Label: "first met", Value: day(met.date), On: metOn})
	}
	if yes(rec.get("is_dead")) {
		add(importer.Fact{Kind: network.FactMark, Value: string(network.Deceased)})
		add(importer.Fact{Kind: network.FactOther, Label: "died", Value: day(rec.day("deceased_date").date)})
	}
	if active := rec.get("is_active"); active != "" && !yes(active) {
		add(importer.Fact{Kind: network.FactMark, Value: "archived"})
	}
	if yes(rec.get("is_starred")) {
		add(importer.Fact{Kind: network.FactMark, Value: "starred"})
	}
	add(importer.Fact{Kind: network.FactOther, Label: "gender", Value: r.book.words[typed("gender", rec.get("gender"))]})
	for _, t := range tags {
		add(importer.Fact{Kind: network.FactTag, Value: t})
	}
	events := []importer.Event{{At: rec.at, Read: 1, Card: c}}
	if p.via != "" {
		events = append(events, r.introduced(rec.at, p, metOn)...)
	}
	return r.give(events...)
}

// introduced says through whom somebody was met: a favour of theirs, and
// something that binds the two.
func (r *reading) introduced(at importer.Pos, p *person, on time.Time) []importer.Event {
	via := r.known(p.via)
	if via == nil {
		return []importer.Event{importer.NewProblem(at, 0, "monica_unknown", p.via, p.who.Name)}
	}
	return []importer.Event{
		{At: at, Card: p.card(importer.Fact{Kind: network.FactRelated, Value: via.who.Name, Label: "introduced by", On: on})},
		{At: at, Favour: &importer.Favour{
			Who: via.who, Vouched: !via.partial, Kind: network.Introduction, On: on, What: p.who.Name,
			Key: key("introduction", id(via), id(p)),
		}},
	}
}

// born reads a birthday. One worked out from an age says a year and no more.
func born(d special) importer.Fact {
	on := day(d.date)
	date, ok := network.ParseDate(on)
	switch {
	case !ok:
		return importer.Fact{Kind: network.FactOther, Label: "birthday", Value: on}
	case d.aged:
		return importer.Fact{Kind: network.FactOther, Label: "born about", Value: on[:4]}
	case d.yearless:
		date.Year = 0
	}
	return importer.Fact{Kind: network.FactBirthday, Value: date.String()}
}

// related keeps that one contact is something to another, on the card of the
// other: the export has a line for each direction.
func (r *reading) related(rec rec, is, of *person, what string) error {
	if is == nil || of == nil || is == of {
		return r.give(importer.NewProblem(rec.at, 1, "monica_unknown", what, what))
	}
	return r.give(importer.Event{At: rec.at, Read: 1, Card: of.card(importer.Fact{Kind: network.FactRelated, Value: is.who.Name, Label: what})},
		importer.NewIgnored(rec.at, 0, "relationship_as_fact", is.who.Name+" → "+of.who.Name))
}

// id is what a contact is told apart by: the UUID.
func id(p *person) string {
	if len(p.who.Handles) > 0 {
		return p.who.Handles[0].Value
	}
	return p.who.Name
}
