package capture

import (
	"entregent/internal/network"
)

// A Type says what a record is.
type Type string

// The types of record.
const (
	Encounter    Type = "encounter"    // the keeper and others were in contact
	Need         Type = "need"         // somebody looks for something
	Offer        Type = "offer"        // somebody can bring something
	Fact         Type = "fact"         // a thing known of somebody
	Favour       Type = "favour"       // something was brought
	Introduction Type = "introduction" // somebody was presented to somebody; a favour of that kind
	Promise      Type = "promise"      // the keeper gave their word, or has an appointment
	Tie          Type = "tie"          // two others are bound
	Ask          Type = "ask"          // the keeper asks for something
)

// Types lists every type, in the order in which faces show them.
var Types = []Type{Encounter, Need, Offer, Fact, Favour, Introduction, Promise, Tie, Ask}

// A Span is a run of bytes of the line, To excluded.
type Span struct {
	From int `json:"from"`
	To   int `json:"to"`
}

// A Record is one thing the line says. Which fields mean something depends on
// its type; see Fields.
type Record struct {
	Type  Type   `json:"type"`
	Words []Span `json:"words"` // where in the line it stands, in order
	Cue   Span   `json:"cue"`   // the words by which it was known for what it is

	// Who it is about: those met; who needs, offers or brought; whom a favour
	// or promise is for; who introduced, empty for the keeper; one end of a tie.
	Who  []Who `json:"who,omitempty"`
	Whom []Who `json:"whom,omitempty"` // introduction: who was presented; tie: the other end
	To   []Who `json:"to,omitempty"`   // introduction: to whom, empty for the keeper

	Kind      string            `json:"kind,omitempty"`  // of a fact: FactKinds; of a favour: network.FavourKinds
	Given     bool              `json:"given,omitempty"` // favour, introduction: by the keeper
	What      string            `json:"what,omitempty"`  // the words of it; of an encounter, its note
	On        network.Date      `json:"on,omitzero"`     // when it took place; a birthday without its year
	Due       network.Date      `json:"due,omitzero"`    // promise: by when
	Channel   network.Channel   `json:"channel,omitempty"`
	Direction network.Direction `json:"direction,omitempty"` // encounter by words: who turned to whom
	Place     string            `json:"place,omitempty"`
}

// A Who is a name as written, and the person it stands for. Neither ID nor
// Candidates: a person the keeper does not know yet.
type Who struct {
	Name       string             `json:"name"` // of the person where known, else as written
	ID         network.PersonID   `json:"id,omitzero"`
	New        bool               `json:"new,omitempty"`
	Candidates []network.PersonID `json:"candidates,omitempty"` // several: the keeper is asked
}

// The kinds of fact.
const (
	Child    = "child"
	Family   = "family"
	Interest = "interest" // hobbies, tastes, languages, pets: small talk
	Holiday  = "holiday"
	Birthday = "birthday"
	Job      = "job"
	Town     = "town"
	HowMet   = "met"
	Note     = "note" // what the line says of somebody and no table knows
)

// FactKinds lists every kind of fact.
var FactKinds = []string{Child, Family, Interest, Holiday, Birthday, Job, Town, HowMet, Note}

// FactKind returns the kind under which a book keeps a fact of this record. A
// town or a job is kept as its words say it, under Interest: the words ("moves
// to Leeds in May") are no value to show in the place of a town.
func (r Record) FactKind() network.FactKind {
	switch {
	case r.Kind == HowMet:
		return network.FactHowMet
	case r.Kind == Note:
		return network.FactNote
	case r.Kind == Birthday && !r.On.IsZero():
		return network.FactBirthday
	}
	return network.FactInterest
}

// FactValue returns the value to keep under FactKind: the day of a birthday,
// else the words.
func (r Record) FactValue() string {
	if r.FactKind() == network.FactBirthday {
		return r.On.String()
	}
	return r.What
}

// A Field is one value of a record that the keeper may correct before saying
// yes. Name is the end of the key of its text: capture.field.<name>.
type Field struct {
	Name  string `json:"name"`
	Value string `json:"value"`
}

// fieldsOf says which fields each type has, in the order they are shown.
var fieldsOf = map[Type][]string{
	Encounter:    {"who", "on", "channel", "place", "what"},
	Need:         {"who", "what"},
	Offer:        {"who", "what"},
	Fact:         {"who", "kind", "what", "on"},
	Favour:       {"who", "kind", "given", "what", "on"},
	Introduction: {"who", "whom", "to", "what", "on"},
	Promise:      {"who", "what", "due"},
	Tie:          {"who", "whom", "what"},
	Ask:          {"who", "what"},
}

// Fields returns the fields of the record's type with their values. Persons
// are given by name; which person a name stands for is asked apart.
func (r Record) Fields() []Field {
	var out []Field
	for _, name := range fieldsOf[r.Type] {
		out = append(out, Field{name, r.value(name)})
	}
	return out
}

func (r Record) value(name string) string {
	switch name {
	case "who":
		return list(r.Who)
	case "whom":
		return list(r.Whom)
	case "to":
		return list(r.To)
	case "on":
		return r.On.String()
	case "due":
		return r.Due.String()
	case "channel":
		return string(r.Channel)
	case "place":
		return r.Place
	case "kind":
		return r.Kind
	case "given":
		if r.Given {
			return "given"
		}
		return "received"
	}
	return r.What
}

func list(people []Who) string {
	s := ""
	for i, w := range people {
		if i > 0 {
			s += ", "
		}
		s += w.Name
	}
	return s
}
