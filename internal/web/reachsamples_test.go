package web

import "strings"

// reaches are the pages of Reach.
func (s scene) reaches() []sample {
	who := people(6)
	fact := Evidence{Text: s.w("Committee of the quay", "Comité du quai"), On: day(2026, 3, 2), Origin: Origin{Source: s.p.T("source.calendar"), File: "agenda.ics", Line: 12, Batch: "b"}}
	why := func(text string) []Reason { return []Reason{{Text: text, Facts: []Evidence{fact}}} }
	card := func(id string, names ...string) PathCard {
		return PathCard{
			ID: id, First: who[0], Text: s.p.T("plan.path", names[len(names)-1], names[1], "possible"), Drawing: drawPath(names),
			Legs: []LegLine{
				{To: who[0], Why: why(s.p.T("reach.link_steady", 3))},
				{From: who[0], To: who[1], Why: append(why(s.p.T("reach.often", 3, day(2026, 3, 2))), Reason{Text: s.p.T("reach.chat")})},
			},
			Spare: why(s.p.T("reach.ask_open", 1)), Give: why(s.p.T("match.bring", names[1], s.w("a house", "une maison"), "", s.w("my house", "ma maison"))),
			Next: who[1].ID,
			Tact: &TactView{
				Verdict: "prepare", Why: why(s.p.T("tact.unthanked", 1)),
				Steps:   []StepLine{{day(2026, 3, 14), s.p.T("tact.first_thank", 1)}, {day(2026, 3, 24), s.p.T("plan.ask", names[len(names)-1])}},
				Smaller: "feedback",
			},
			Draft: Draft{Text: s.w("Hello Yves,\n\nThank you again.", "Bonjour Yves,\n\nmerci encore."), Mailto: "mailto:y@example.org?body=x"},
		}
	}
	me := s.p.T("web.village.me")
	long := strings.Repeat("Wilhelmine ", 12)
	return []sample{
		{"reach", &ReachPage{Page: s.page("/reach"), Asked: who[1].Name, Direct: why(s.p.T("plan.direct", who[1].Name, "unlikely")), Paths: []PathCard{card("path-1", me, who[0].Name, who[1].Name), card("path-2", me, who[0].Name, long, who[1].Name)}}},
		{"reach-begin", &ReachPage{Page: s.page("/reach")}},
		{"reach-goals", &ReachPage{Page: s.page("/reach"), Goals: []GoalTargets{{s.w("An opinion piece", "Une tribune"), []TargetLine{
			{who[1].Name, "/reach?q=x", s.p.T("goal.target_through", 1, "possible")}, {long, "/reach?q=y", s.p.T("goal.target_nobody", 0, "")},
			{s.w("journalist", "journaliste"), "/reach?q=z", s.p.T("goal.target_direct", 14, "likely")}}}}}},
		{"reach-many", &ReachPage{Page: s.page("/reach"), Asked: "Martin", Many: who[:3]}},
		{"reach-none", &ReachPage{Page: s.page("/reach"), Asked: long, None: &NoPath{s.p.T("reach.none_nobody", "Xavier"), []string{s.p.T("reach.create_learn_who", "Xavier")}}}},
	}
}
