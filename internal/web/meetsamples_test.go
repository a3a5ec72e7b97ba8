package web

import (
	"strings"
	"time"

	"entregent/internal/network"
)

// meets are the pages of Meet.
func (s scene) meets() []sample {
	who := people(40)
	fact := Evidence{Text: "3 quai Perrache, Lyon", On: day(2025, 6, 8), Origin: Origin{Source: s.p.T("source.vcard"), File: "contacts.vcf", Line: 12, Batch: "b"}}
	at := time.Date(2026, 3, 16, 10, 0, 0, 0, time.UTC)
	card := func(id string, f Face, asks bool) MeetCard {
		return MeetCard{
			ID: id, Person: f, Role: s.w("Bookbinder", "Relieuse"), Asks: asks, Video: asks && f == who[1],
			Why:   []Reason{{Text: s.p.T("meet.linked_on", day(2026, 3, 2), "LinkedIn"), Facts: []Evidence{fact}}, {Text: s.p.T("meet.wrote")}},
			Slots: []SlotLine{{at, s.p.T("meet.slot", at), "/meet/" + f.ID + "/invitation?at=2026-03-16T10:00:00Z"}, {at.AddDate(0, 0, 1), s.p.T("meet.slot", at.AddDate(0, 0, 1)), "/meet/" + f.ID + "/invitation?at=2026-03-17T10:00:00Z"}},
			Draft: Draft{Text: s.w("Hello,\n\nShall we have a coffee?", "Bonjour,\n\nOn prend un café ?"), Mailto: "mailto:x@example.org?body=x"},
		}
	}
	here := card("here-0", who[2], false)
	here.Where = &Reason{Text: s.p.T("meet.lives", "3 quai Perrache, Lyon", day(2025, 6, 8)), Facts: []Evidence{fact}}
	hours := HoursForm{Home: "Lyon", Days: s.choices("1", s.p.T("weekday.1"), s.p.T("weekday.2")), From: Field{Value: "09:00"}, Until: Field{Value: "18:30"}}
	talk := []FactLine{{ID: "f", Label: s.p.T("fact.interest"), Text: s.w("his daughter begins judo", "sa fille commence le judo"), On: day(2026, 1, 3)}}
	long := strings.Repeat("Wilhelmine ", 30) + extremes[7]
	worst := card("coffee-0", Face{who[0].ID, extremes[0]}, true)
	worst.Why, worst.Role = []Reason{{Text: long}}, long
	asked := []QuestionLine{
		{ID: "q1", Person: who[0], On: day(2026, 3, 1), Until: day(2026, 3, 31), State: "answered", Answered: day(2026, 3, 3), Serves: true, Answers: [3]string{s.w("From judo", "Au judo"), s.w("advice on binding", "un conseil en reliure"), "Karim Benali"}},
		{ID: "q2", Person: who[1], On: day(2026, 3, 1), Until: day(2026, 3, 31), State: "waiting", Serves: true}, {ID: "q3", Person: who[2], On: day(2026, 1, 1), Until: day(2026, 2, 1), State: "withdrawn"}, {ID: "q4", Person: Face{who[3].ID, extremes[7]}, On: day(2026, 1, 1), Until: day(2026, 2, 1), State: "over", Answers: [3]string{long, extremes[7], ""}},
	}
	return []sample{
		{"questions", &QuestionsPage{Page: s.page("/questions"), Lines: asked, Waiting: true, Address: Field{Value: "https://questions.example.org"}, Name: "Anna"}},
		{"questions-empty", &QuestionsPage{Page: s.page("/questions"), Address: Field{"x", s.p.T("error.not_public", "x")}}},
		{"question-put", &QuestionPutPage{Page: s.page("/questions"), ID: "q", Person: who[0], URL: "https://questions.example.org/q/" + strings.Repeat("Abc", 9), Until: day(2026, 4, 11), Draft: Draft{Text: s.w("Hello", "Bonjour"), Mailto: "mailto:x@example.org?body=x"}}},
		{"meet", &MeetPage{Page: s.page("/meet"), In: "Lyon", On: day(2026, 3, 19), Here: []MeetCard{here}, Others: 13, OthersURL: "/people?town=Lyon", Coffees: []MeetCard{card("coffee-0", who[0], true), card("coffee-1", who[1], true)}, More: who[3:8], NeverMet: who[8:20], Rest: who[20:], Gatherings: []GatheringLine{{ID: "g", Title: s.w("Summer drinks", "Apéritif d’été"), On: day(2026, 6, 3), Guests: 4, Hosts: true}}, Calendar: day(2026, 3, 10), Hours: hours}},
		{"meet-empty", &MeetPage{Page: s.page("/meet"), Hours: hours}},
		{"meet-nobody", &MeetPage{Page: s.page("/meet?in=x"), In: extremes[7], Error: s.p.T("error.not_a_date", "x"), Hours: hours}},
		{"meet-extreme", &MeetPage{Page: s.page("/meet"), In: long, On: network.Date{Year: 9999, Month: 12, Day: 31}, Coffees: []MeetCard{worst}, Others: 1 << 30, OthersURL: "/people", Hours: hours}},
		{"meet-one", &MeetOnePage{Page: s.page("/meet/x"), MeetCard: card("letter", who[1], true), Lead: []string{s.p.T("web.person.lead.acquaintance")}, Talk: talk, Last: s.p.T("web.meet.last", s.w("the catalogue", "le catalogue"), day(2026, 1, 3)), Bring: []string{s.w("the book", "le livre")}, Needs: []string{s.w("a house in Brittany", "une maison en Bretagne")}, Phone: []HandleLine{{Text: "02 61 91 00 78", URL: "tel:+33261910078"}}}},
		{"meet-one-bare", &MeetOnePage{Page: s.page("/meet/x"), MeetCard: MeetCard{ID: "letter", Person: Face{who[0].ID, extremes[7]}}}},
	}
}
