package web

import "strings"

// goals are the pages of goals, and of who knows the keeper.
func (s scene) goals() []sample {
	who := people(30)
	facts := s.reasons()[0].Facts
	why := func(text string) Reason { return Reason{Text: text, Facts: facts} }
	tribune := s.w("An opinion piece on family firms in the press", "Une tribune sur les entreprises familiales dans la presse")
	family, handing := s.w("family firms", "les entreprises familiales"), s.w("handing a firm on", "la transmission d’entreprise")
	long := strings.Repeat("Wilhelmine ", 12)
	moved := &MovedView{Lead: s.p.T("web.goals.answer", 14, 3), Parts: []MovedPart{
		{s.p.T("web.goals.moved.paths", 1), []MovedLine{{Person: &who[2], Why: Reason{Text: s.p.T("goal.nearer", who[2].Name, "two", "one", "possible")}}}, 0},
		{s.p.T("web.goals.moved.newcomers", 2), []MovedLine{
			{&who[3], s.w("Journalist, La Gazette", "Journaliste, La Gazette"), day(2026, 3, 2), why(s.p.T("goal.lean_field", tribune, s.w("journalist", "journaliste")))},
			{&Face{ID: who[4].ID, Name: long}, "", day(2026, 2, 12), why(s.p.T("goal.lean_organisation", tribune, "La Gazette"))}}, 7},
		{s.p.T("web.goals.moved.asks", 1), []MovedLine{{nil, "", day(2026, 3, 1), Reason{Text: s.w("an introduction to the editor", "être présenté à la rédactrice en chef")}}}, 0},
	}}
	card := GoalCard{ID: "goal1", Text: tribune, State: "current", From: day(2026, 1, 5), Until: day(2026, 6, 30), Moved: moved,
		Aims: []AimList{
			{"people", []AimLine{{who[5].Name, "/reach?q=a"}, {long, "/reach?q=b"}}}, {"organisations", []AimLine{{"La Gazette", "/reach?q=c"}}},
			{"fields", []AimLine{{s.w("journalist", "journaliste"), "/reach?q=d"}}}, {"places", []AimLine{{"Lille", "/people?town=Lille"}, {"Paris", "/people?town=Paris"}}},
			{"known_for", []AimLine{{family, "/known"}, {handing, "/known"}}},
		},
		Form: GoalForm{ID: "goal1", Text: tribune, From: day(2026, 1, 5), Until: day(2026, 6, 30), People: who[5].Name + "\n" + long, Fields: s.w("journalist", "journaliste"), KnownFor: knownFields([]string{family, handing})},
	}
	still := GoalCard{ID: "goal2", Text: long, State: "current", Moved: &MovedView{Lead: s.p.T("web.goals.answer", 1, 0)}, Form: GoalForm{ID: "goal2", KnownFor: knownFields(nil)}}
	past := GoalCard{ID: "goal3", Text: s.w("A workshop in Lyon", "Un atelier à Lyon"), State: "reached", Form: GoalForm{ID: "goal3", KnownFor: knownFields(nil)}}
	over := GoalCard{ID: "goal4", Text: s.w("Three clients", "Trois clients"), State: "over", Form: GoalForm{ID: "goal4", KnownFor: knownFields(nil)}}
	lines := func(n int, text string) (out []KnowLine) {
		for _, f := range who[:n] {
			out = append(out, KnowLine{f, why(text)})
		}
		return out
	}
	parts := []KnowPart{
		{Key: "yes", Title: s.p.T("web.known.part.yes", 312), Lines: lines(12, s.p.T("known.heard", day(2026, 3, 2))), Open: true, More: "/known?part=yes#yes", Left: 300},
		{Key: "perhaps", Title: s.p.T("web.known.part.perhaps", 2), Lines: lines(2, s.p.T("known.endorsed", 3))},
		{Key: "oneway", Title: s.p.T("web.known.part.oneway", 1), Lines: lines(1, s.p.T("known.only_you", 4))},
		{Key: "no", Title: s.p.T("web.known.part.no", 0)},
	}
	thing := ThingCard{Text: family, Goal: tribune, More: 4,
		Due:   []HearLine{{Face: who[1], Text: s.p.T("known.tell_aimed")}, {Face: Face{who[2].ID, long}, Text: s.p.T("known.tell_relay", 2)}},
		Heard: []HearLine{{Face: who[3], On: day(2026, 2, 20)}}}
	tell := TellCard{ID: "tell-a", Goal: "goal1", Of: tribune, Text: family, Due: true, Why: []Reason{why(s.p.T("known.tell_aimed"))},
		Draft: Draft{Text: s.w("Hello Yves,\n\nA word of news.", "Bonjour Yves,\n\nUn mot de mes nouvelles."), Mailto: "mailto:y@example.org?body=x"}}
	told := TellCard{ID: "tell-b", Goal: "goal1", Of: tribune, Text: long, On: day(2026, 2, 20), Facts: []Reason{why(s.p.T("web.known.told", day(2026, 2, 20)))}}
	return []sample{
		{"goals", &GoalsPage{Page: s.page("/goals"), Current: []GoalCard{card, still}, Past: []GoalCard{past, over}, Form: GoalForm{KnownFor: knownFields(nil)}}},
		{"goals-empty", &GoalsPage{Page: s.page("/goals"), Form: GoalForm{KnownFor: knownFields(nil)}}},
		{"known", &KnownPage{Page: s.page("/known"), Goal: true, Things: []ThingCard{thing, {Text: handing, Goal: tribune, Later: 6}}, Parts: parts}},
		{"known-bare", &KnownPage{Page: s.page("/known"), Parts: []KnowPart{{Key: "yes", Title: s.p.T("web.known.part.yes", 0)}}}},
		{"known-person", &KnownPersonPage{Page: s.page("/known/x"), Person: who[1], Key: "yes", Why: []Reason{why(s.p.T("known.met", 3, day(2026, 3, 2))), why(s.p.T("known.wrote_first", 4))},
			Say: []Reason{why(s.w("“The one who gets families to talk.”", "« Celle qui fait parler les familles. »"))}, Tell: []TellCard{tell, told}, Goal: true}},
		{"known-stranger", &KnownPersonPage{Page: s.page("/known/y"), Person: Face{who[2].ID, long}, Key: "oneway", Why: []Reason{why(s.p.T("known.only_you", 3))}}},
	}
}
