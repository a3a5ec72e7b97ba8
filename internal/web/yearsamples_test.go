package web

// yearly are the letters of a year, two years side by side, and a year that the
// keeper has edited.
func (s scene) yearly() []sample {
	draft := Draft{Text: s.w("Hello Yves,\n\nLooking back…", "Bonjour Yves,\n\nEn relisant…"), Mailto: "mailto:yves@example.org?body=x"}
	rows := []YearsRow{{s.p.T("year.part.counted"), [2]int{30, 41}}, {s.p.T("year.part.passed"), [2]int{2, 0}}}
	edited := s.year(names[:3])
	edited.Whole, edited.Letters, edited.Beside = true, 2, "/year/beside?y=2026&with=2025"
	edited.Places = []PlaceLine{{"Le Petit Commerce", s.p.T("year.place.times", 3) + ", " + s.p.T("year.place.people", 2)}}
	edited.Out = []YearLine{{Face: face("Anna Kowalska")}}
	edited.Parts[0].People[0].Edit, edited.Parts[0].People[0].Word = true, s.w("Always there", "Toujours là")
	return []sample{
		{"year-edited", edited},
		{"letters", &YearLettersPage{Page: s.page("/year/letters?y=2026"), Year: 2026, Back: "/year?y=2026", Letters: []LetterCard{
			{ID: "l1", Person: face("Yves Martin"), For: []string{s.w("brought you: advice", "vous a apporté : conseil")}, Draft: draft, Said: "/year/thanks/2026-x"},
			{ID: "l2", Person: face("Anna Kowalska"), Draft: Draft{Text: draft.Text}, Said: "/year/thanks/2026-y"}}}},
		{"letters-none", &YearLettersPage{Page: s.page("/year/letters?y=2026"), Year: 2026, Back: "/year?y=2026"}},
		{"years", &YearsPage{Page: s.page("/year/beside"), Years: [2]int{2026, 2025}, Rows: rows, Strip: [2][]MonthBar{s.months(), s.months()}, Back: "/year?y=2026", Prev: "/year/beside?y=2026&with=2024",
			Lists: []YearsList{{"both", s.p.T("year.beside.both"), people(12), 3}, {"first", s.p.T("year.beside.only", "2026"), people(4), 0}, {"second", s.p.T("year.beside.only", "2025"), nil, 0}}}},
	}
}
