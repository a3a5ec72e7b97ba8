package web

import (
	"strings"

	"entregent/internal/network"
)

// askings are the board of asks and their pages.
func (s scene) askings() []sample {
	who := people(4)
	fact := Evidence{Text: s.w("Re: the quay", "Re: le quai"), On: day(2026, 3, 2), Origin: Origin{Source: s.p.T("source.mail"), File: "mail.mbox", Line: 12, Batch: "b"}}
	why := func(text string) []Reason { return []Reason{{Text: text, Facts: []Evidence{fact}}} }
	card := func(id, state string, days int, due bool) AskCard {
		return AskCard{
			ID: id, Title: s.p.T("asking.form.through", who[0].Name, who[1].Name), Text: s.w("the trade fair in June", "le salon de juin"),
			State: s.p.T("asking.state." + state), Since: day(2026, 3, 2), Days: days, Next: s.p.T("asking.release", who[0].Name, 20), On: day(2026, 3, 17), Due: due,
		}
	}
	sign := card("w3", "asked", 4, false)
	sign.Sign = s.p.T("asking.sign.answer", who[0].Name, day(2026, 3, 10))
	long := card("w4", "accepted", 1, false)
	long.Title, long.Text = strings.Repeat("Wilhelmine ", 20), strings.Repeat("x", 300)
	form := AskForm{Kinds: s.choices("advice", s.p.T("ask.advice"), s.p.T("ask.job"))}
	board := []AskColumn{
		{"prepare", []AskCard{card("w1", "drafted", 0, true)}}, {"wait", []AskCard{card("w2", "silent", 20, true), sign}},
		{"under_way", []AskCard{long}}, {"over", []AskCard{{ID: "w5", Title: "x", State: s.p.T("asking.state.done"), Since: day(2026, 1, 2), Days: 60}}},
	}
	move := func(what network.StepKind, key string, main bool) AskMove {
		return AskMove{What: what, Text: s.p.T(key, who[0].Name), Main: main}
	}
	answers := []AskMove{move(network.StepAccepted, "web.asks.do.accepted", true), move(network.StepDeclined, "web.asks.do.declined", false)}
	draft := Draft{Text: s.w("Hello Yves,\n\nThank you.", "Bonjour Yves,\n\nmerci."), Mailto: "mailto:y@example.org?body=x"}
	page := &AskPage{
		Page: s.page("/asks/w3"), AskCard: sign, Person: who[0], To: &who[1], Undo: true,
		Timeline: []AskEvent{
			{On: day(2026, 3, 1), Text: s.p.T("asking.step.drafted")},
			{On: day(2026, 3, 2), Text: who[0].Name + s.p.T("web.colon") + s.p.T("asking.step.asked"), Shown: true, Facts: []Evidence{fact}},
		},
		Signs: []AskSign{{ID: "e1", Text: sign.Sign, Facts: []Evidence{fact}, Moves: answers}},
		Steps: []AskStep{
			{ID: "step-a", Text: s.p.T("asking.release", who[0].Name, 20), On: day(2026, 3, 17), Due: true, To: who[0], Draft: draft},
			{ID: "step-b", Text: s.p.T("asking.thank", who[0].Name), On: day(2026, 3, 20), To: who[0], Draft: draft, Loop: true},
		},
		Moves: append(answers, move(network.StepClosed, "web.asks.do.closed", false)),
		Give:  why(s.p.T("plan.seek", who[0].Name, s.w("a house", "une maison"))),
		Tact:  &TactView{Verdict: "prepare", Why: why(s.p.T("tact.unthanked", 1)), Steps: []StepLine{{day(2026, 3, 14), s.p.T("tact.first_thank", 1)}}, Smaller: "feedback"},
	}
	return []sample{
		{"asks", &AskBoard{Page: s.page("/asks?all=1"), Mine: board, Between: board[1:2], Form: form, All: true, Over: 1}},
		{"asks-empty", &AskBoard{Page: s.page("/asks"), Form: form}},
		{"ask", page},
		{"ask-over", &AskPage{Page: s.page("/asks/w5"), AskCard: board[3].Cards[0], Person: who[0], Over: true, Undo: true, Timeline: page.Timeline}},
	}
}
