package web

import (
	"slices"
	"strings"

	"entregent/internal/network"
)

// samples returns every page full, empty and in extremes. A page that exists
// must be here; TestEveryPageHasSamples holds it to that.
func samples(s scene) []sample {
	return slices.Concat(s.usual(), s.gives(), s.reaches(), s.goals(), s.meets(), s.askings(), s.mirrors(), s.kept(), s.yearly(), s.maps(), s.bare(), s.extreme(), s.foretold())
}

// usual are the pages as a keeper sees them on a common day.
func (s scene) usual() []sample {
	rows := s.rows(40)
	progress := s.progress()
	return []sample{
		{"today", &TodayPage{Page: s.page("/"), On: day(2026, 3, 12), Weather: s.w("Two people are drifting; three things are owed.", "Deux personnes s’éloignent ; trois choses sont dues."), Loops: s.loops(3), Gestures: s.gestures(3)}},
		{"today-peace", &TodayPage{Page: with(s.page("/"), &Notice{s.w("Noted: Béatrice Caron, birthday.", "C’est noté : Béatrice Caron, anniversaire."), "/gestures/g2/undo"}), On: day(2026, 3, 12), Weather: s.w("Nobody is drifting; nothing is owed.", "Personne ne s’éloigne ; rien n’est dû."), Answered: 3, Peace: true, Waiting: 12}},
		{"today-pause", &TodayPage{Page: s.page("/"), On: day(2026, 3, 15), Weather: s.w("A pause until Monday.", "Une pause jusqu’à lundi."), Loops: s.loops(5), MoreLoops: s.loopsFrom(5, 4), Rest: Paused, Until: day(2026, 3, 30)}},
		{"log", &LogPage{Page: s.page("/log"), Line: s.w("Coffee with Yves yesterday", "Café avec Yves hier"), Error: s.w("Several people are called Yves.", "Plusieurs personnes s’appellent Yves."), Who: []WhoIs{{"Yves", "", rows[1:4]}, {"Noémie", "new", nil}}, Channel: s.channels(), On: day(2026, 3, 11), Recent: people(5), Lines: []TypedLine{{"l1", s.w("Coffee with Yves", "Café avec Yves"), day(2026, 3, 9)}}, Place: "Les Halles", Finds: []Find{{Record: 1, Label: s.p.T("fact.interest"), Who: "Yves", What: s.w("his daughter begins judo", "sa fille commence le judo"), On: true}}}},
		{"people", &PeoplePage{Page: s.page("/people"), Ask: s.ask(""), Rows: rows, Total: 9312, Of: 9312, Letters: s.letters(), First: 1, Next: "/people?from=41"}},
		{"people-search", &PeoplePage{Page: s.page("/people?q=mar"), Ask: s.ask("mar"), Rows: rows[:6], Total: 6, Of: 9312, First: 1}},
		{"person", s.person()},
		{"village", s.village([4]int{4, 7, 21, 40})},
		{"proposals", s.proposals()},
		{"pairs", s.pairs()},
		{"bin", &BinPage{Page: s.page("/bin"), People: people(3)}},
		{"year", s.year(names)},
		{"imports", &ImportsPage{Page: s.page("/imports"), Waiting: []Progress{progress}, Batches: []BatchLine{s.batch(), {ID: "b0", Name: "contacts.vcf", Source: s.p.T("source.vcard"), At: now.AddDate(0, -2, 0), Counts: Counts{New: 1}, Undone: true}}, Max: s.w("10 GB", "10 Go")}},
		{"sources", s.live()},
		{"preview", &PreviewPage{Page: s.page("/imports/p1"), ID: "p1", Sources: []SourceView{{Name: s.batch().Name, Source: s.p.T("source.linkedin"), Counts: s.counts(), Ignored: s.ignored(), Problems: s.problems(), Wrong: 2, Sample: rows[:4]}, {Name: "clients.csv", Source: s.p.T("source.csv-contacts"), Counts: Counts{Read: 12, New: 12}}},
			Me: []Claim{{"a", "anna@example.org", s.p.T("me.sent"), true}, {"b", "Anna Kowalska", s.p.T("me.profile"), true}}, Columns: []ColumnGuess{{"Société", "Atelier Nord", s.choices("organisation", "—", s.p.T("fact.organisation"))}, {"Portable", "02 61 91 00 78", s.choices("", "—", s.p.T("handle.phone"))}}, Country: s.choices("France", "France", "Belgique")}},
		{"progress", &ProgressPage{Page: s.page("/imports/b4"), ID: "b4", Progress: progress}},
		{"batch", &BatchPage{Page: s.page("/imports/b1"), BatchLine: s.batch(), Files: []string{"Connections.csv", "messages.csv"}, Ignored: s.ignored(), Problems: s.problems(), People: rows[:5], Merges: []MergeLine{{ID: "m1", Other: rows[2], Why: s.reasons()[1:]}}}},
		{"batch-undo", &BatchPage{Page: s.page("/imports/b1?undo=1"), BatchLine: s.batch(), Undo: &UndoAsk{People: 409, Encounters: 9102, Favours: 1, Gone: people(60), Others: people(8)[4:], Kept: []KeptLine{{rows[1].Face, s.w("you wrote a note about him", "vous avez écrit une note sur lui")}}}}},
		{"settings", s.settings()},
		{"welcome", &WelcomePage{Page: Page{P: s.p, Path: "/welcome"}, Zone: "Europe/Paris"}},
		{"signin-link", &SignInPage{Page: Page{P: s.p, Path: "/signin"}, Mode: ConfirmLink, Token: "t0k"}},
		{"signin", &SignInPage{Page: Page{P: s.p, Path: "/signin"}, Mode: AskPassphrase, Next: "/people", Error: s.w("That is not it.", "Ce n’est pas cela.")}},
		{"offline", &OfflinePage{Page{P: s.p, Path: "/offline"}}},
		{"error", &ErrorPage{Page: s.page("/people/y"), Status: 404, Title: s.w("Nothing here", "Rien ici"), Message: s.p.T("error.not_found"), Do: s.w("The person may have been merged with another.", "La personne a pu être réunie avec une autre.")}},
	}
}

// bare are the pages before there is anything.
func (s scene) bare() []sample {
	return []sample{
		{"today-empty", &TodayPage{Page: s.page("/"), On: day(2026, 3, 12), Empty: true}},
		{"today-quiet", &TodayPage{Page: s.page("/"), On: day(2026, 3, 15), Weather: s.w("Nothing stirs.", "Rien ne bouge."), Rest: QuietDay}},
		{"log-empty", &LogPage{Page: s.page("/log"), Channel: s.channels(), On: day(2026, 3, 12)}},
		{"people-empty", &PeoplePage{Page: s.page("/people")}},
		{"people-none", &PeoplePage{Page: s.page("/people?q=zzz"), Of: 12, Ask: s.ask("zzz")}},
		{"person-bare", &PersonPage{Page: s.page("/people/x"), Person: face("Zoé"), Stage: StageView{Word: s.p.T("stage.none")}}},
		{"proposals-none", &ProposalsPage{Page: s.page("/proposals")}},
		{"village-empty", s.village([4]int{})},
		{"year-empty", &YearPage{Page: s.page("/year"), Year: 2026, Prev: "/year?y=2025", Months: s.months()}},
		{"imports-empty", &ImportsPage{Page: s.page("/imports"), Error: s.w("The file ended before its end.", "Le fichier s’arrête avant sa fin.")}},
		{"sources-none", &SourcesPage{Page: s.page("/sources"), Kinds: []SourceKind{{"folder", s.p.T("live.kind.folder"), true}}, Form: SourceForm{Kind: "folder", Error: s.p.T("live.no_address")}}},
		{"sources-away", &SourcesPage{Page: s.page("/sources"), Away: true}},
		{"preview-nothing", &PreviewPage{Page: s.page("/imports/p1"), ID: "p1", Nothing: true}},
		{"progress-start", &ProgressPage{Page: s.page("/imports/b4"), ID: "b4", Progress: Progress{Phase: s.w("Unpacking", "Ouverture")}}},
		{"batch-undone", &BatchPage{Page: s.page("/imports/b1"), BatchLine: BatchLine{ID: "b1", Name: "x.vcf", At: now, Undone: true}, Gone: &UndoAsk{People: 3, Gone: people(3)}}},
		{"settings-bare", &SettingsPage{Page: s.page("/settings"), Zone: Field{"Mars/Olympus", s.w("No such zone.", "Ce fuseau n’existe pas.")}, Pause: PauseView{On: true}}},
		{"signin-ask", &SignInPage{Page: Page{P: s.p, Path: "/signin"}}},
		{"signin-plain", &SignInPage{Page: Page{P: s.p, Path: "/signin"}, Plain: true}},
		{"error-out", &ErrorPage{Page: Page{P: s.p, Path: "/x"}, Status: 500, Title: "Oh", Message: s.p.T("error.internal"), Safe: "…", Retry: true, Back: "/people"}},
	}
}

// extremes of names: very long, right to left, without letters, hostile.
var extremes = []string{
	"Wolfeschlegelsteinhausenbergerdorff Hubert Blaine Johann von und zu der Oberen Mühlenbachstraße-Katzenellenbogen",
	"محمد بن عبد الله الفاسي", "דוד בן־גוריון", "👩🏽‍🚀🚀", "李小龙", "X", "",
	`<script>alert(1)</script>" onload='x' {{.}}`, "a\u202eb\u0301\u0302\u0303\u0304c", "de la", strings.Repeat("Ł", 300),
}

// extreme are the pages with the worst that files can hold.
func (s scene) extreme() []sample {
	long := strings.Repeat("Donaudampfschifffahrtsgesellschaft ", 30) + extremes[7]
	rows := s.rows(500)
	for i := range rows {
		rows[i].Name = extremes[i%len(extremes)]
		rows[i].Role, rows[i].Town = long, extremes[(i+1)%len(extremes)]
	}
	reasons := []Reason{{long, []Evidence{{long, network.Date{Month: 2, Day: 29}, Origin{Source: long, File: strings.Repeat("a/", 200) + "x.csv", Line: 1 << 40}}}}}
	g := GestureCard{ID: "g", Kind: network.GestureAnswer, Person: rows[0].Face, Role: long, Why: long, Reasons: reasons, Bring: []string{long, long}, Draft: Draft{long, long, "mailto:x@example.org?body=" + strings.Repeat("%20", 500)}, Minutes: 1 << 30}
	person := s.person()
	person.Person, person.Role, person.Lead, person.Gesture = rows[0].Face, long, []string{long, long}, &g
	person.Timeline, person.Common, person.Proposals = s.moments(60), nil, []MergeLine{{"m", rows[7], reasons}}
	person.Facts = append(person.Facts, FactLine{ID: "f", Label: long, Text: extremes[7], Typed: true})
	for _, r := range rows[:30] {
		person.Common = append(person.Common, r.Face)
	}
	village := s.village([4]int{5, 10, 35, 100})
	for c := range village.Circles {
		for i := range village.Circles[c].Seats {
			village.Circles[c].Seats[i].Name = extremes[i%len(extremes)]
		}
	}
	forced := s.page("/")
	forced.Forced, forced.Demo = true, true
	return []sample{
		{"today-extreme", &TodayPage{Page: forced, On: day(2026, 1, 1), Weather: long, Loops: []LoopLine{{"l", network.NewsDue, rows[0].Face, network.Date{}, long}}, Gestures: []GestureCard{g, g, g}}},
		{"people-extreme", &PeoplePage{Page: s.page("/people"), Ask: PeopleAsk{Query: extremes[7], Filtered: true, Town: long, Towns: extremes}, Rows: rows, Total: 1 << 30, Of: 1 << 30, First: 1, Prev: "/people?x", Next: "/people?y"}},
		{"person-extreme", person},
		{"village-extreme", village},
		{"year-extreme", s.year(extremes)},
		{"batch-extreme", &BatchPage{Page: s.page("/imports/b"), BatchLine: BatchLine{ID: "b", Name: long, Source: long, At: now, Counts: Counts{1 << 40, 1 << 40, 1, 1, 1, 1, 1, 1, 1}, Wrong: 1 << 20}, Problems: []ProblemLine{{long, 1 << 40, long, long}}, More: 1 << 20, People: rows, Ignored: []WhyCount{{long, 1 << 40}}}},
		{"error-extreme", &ErrorPage{Page: s.page("/"), Status: 422, Title: long, Message: long, Safe: long, Do: long}},
	}
}

func with(p Page, n *Notice) Page {
	p.Notice = n
	return p
}

func (s scene) channels() []Choice {
	var out []Choice
	for _, c := range typedChannels {
		out = append(out, Choice{string(c), s.p.T("channel." + string(c)), c == network.InPerson})
	}
	return out
}

func (s scene) ask(q string) PeopleAsk {
	return PeopleAsk{Query: q, Circle: s.choices("", s.w("any", "tous"), s.p.T("circle.5"), s.p.T("circle.15")), Silent: s.choices("", s.w("any time", "peu importe"), s.w("three months", "trois mois")), Towns: []string{"Lyon"}, Orgs: []string{"Acme"}}
}

func (s scene) letters() []Letter {
	var out []Letter
	for r := 'A'; r <= 'Z'; r++ {
		out = append(out, Letter{string(r), "/people?letter=" + string(r), r == 'A'})
	}
	return out
}
