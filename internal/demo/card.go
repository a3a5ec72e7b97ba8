package demo

import (
	"entregent/internal/importer"
	"entregent/internal/network"
)

// cards yields what is known of each person.
func (w *world) cards(out func(importer.Event) bool) bool {
	for i := range w.people {
		p := &w.people[i]
		c := importer.Card{Who: importer.Who{Name: p.name, Handles: p.handles}, Vouched: true, Facts: w.facts(p), AsOf: w.date(max(0, w.days-200))}
		if !out(importer.Event{Card: &c}) {
			return false
		}
		if p.newPost && !out(importer.Event{Card: w.newPost(p)}) {
			return false
		}
	}
	return true
}

func (w *world) facts(p *person) []importer.Fact {
	d := &p.dice
	facts := make([]importer.Fact, 0, 10)
	add := func(k network.FactKind, value, label string) {
		facts = append(facts, importer.Fact{Kind: k, Value: value, Label: label})
	}
	add(network.FactOrganisation, p.org, "")
	add(network.FactTitle, p.title, "")
	add(network.FactTown, p.town.town, "")
	add(network.FactCountry, p.town.country, "")
	add(network.FactLanguage, p.voice.lang, "")
	if !p.tier.relates() || d.chance(0.7) {
		on := w.date(p.connected)
		facts = append(facts, importer.Fact{Kind: network.FactConnected, Value: network.DateOf(on).String(), Label: "linkedin", On: on})
	}
	if p.birthday.IsZero() && (p.tier.relates() && d.chance(0.6) || d.chance(0.12)) {
		p.birthday = w.birthday(d)
	}
	if !p.birthday.IsZero() {
		add(network.FactBirthday, p.birthday.String(), "")
	}
	switch {
	case p.tier.relates() && d.chance(0.6):
		add(network.FactHowMet, d.of(p.voice.howMet), "")
	case p.tier == newcomer && d.chance(0.4):
		add(network.FactHowMet, d.of(p.voice.notes), "")
	}
	if p.tier.relates() && d.chance(0.65) {
		add(network.FactInterest, d.of(p.voice.interests), "")
	}
	return facts
}

// birthday draws a day that is not about to come: those that are belong to
// scenes.
func (w *world) birthday(d *dice) network.Date {
	on := w.today.AddDate(0, 0, 20+d.below(320))
	b := network.Date{Year: on.Year() - 24 - d.below(42), Month: on.Month(), Day: on.Day()}
	if d.chance(0.3) || !b.Valid() {
		b.Year = 0
	}
	return b
}

// newPost says that somebody works elsewhere since last week.
func (w *world) newPost(p *person) *importer.Card {
	on := w.date(w.days - 6)
	return &importer.Card{Who: p.who(), Vouched: true, AsOf: on, Facts: []importer.Fact{
		{Kind: network.FactOrganisation, Value: p.culture.organisation(p.dice.below(40) + 3), On: on},
		{Kind: network.FactTitle, Value: p.culture.job(p.dice.below(3), p.woman), On: on},
	}}
}
