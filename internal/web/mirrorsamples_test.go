package web

import (
	"strings"

	"entregent/internal/app"
	"entregent/internal/mirror"
	"entregent/internal/network"
)

// mirrors are the pages of the mirror: on a common day, with nothing at all, and
// with words and figures that are long.
func (s scene) mirrors() []sample {
	long := strings.Repeat("Wilhelmine-Donaudampfschifffahrt ", 8)
	empty := MirrorPage{Page: s.page("/mirror")}
	for _, k := range mirror.Keys {
		empty.Readings = append(empty.Readings, MirrorCard{Key: k, Title: s.p.T("mirror.reading." + string(k)), Nothing: true, Link: "/imports", Leads: s.p.T("web.mirror.import"), Next: s.p.T("mirror.next.bring_both")})
	}
	return []sample{
		{"mirror", s.mirror(s.w("Head of communications", "Directrice de la communication"), s.w("Accountant", "Comptable"), 12)},
		{"mirror-empty", &empty},
		{"mirror-long", s.mirror(long, long, 1_234_567)},
	}
}

func (s scene) mirror(title, other string, n int) *MirrorPage {
	facts := []Evidence{{Text: title, On: day(2026, 3, 2), Origin: Origin{Source: s.p.T("source.linkedin"), File: "Positions.csv", Line: 2, Batch: "b"}}, {Text: other, Origin: Origin{Source: s.p.T("source.jsonresume"), File: "resume.json", Line: 5}}}
	v := &visit{p: s.p}
	figures := func(key string, rows ...app.MirrorRow) *Figures {
		return v.figures(app.MirrorFact{Key: "mirror." + key, Text: key, Rows: rows})
	}
	var weeks []app.MirrorRow
	for i := range 52 {
		weeks = append(weeks, app.MirrorRow{Label: (network.Day(20000 + 7*i)).Date().String(), Counts: []int{i % 5 / 4, i % 3 / 2, i % 2}})
	}
	line := func(shows mirror.Shows, text string, f *Figures) MirrorLine {
		return MirrorLine{Shows: shows, Text: text, Facts: facts, Figures: f}
	}
	card := func(k mirror.Key, next string, lines ...MirrorLine) MirrorCard {
		return MirrorCard{Key: k, Title: s.p.T("mirror.reading." + string(k)), Lines: lines, Next: next}
	}
	coherence := card(mirror.Coherence, s.p.T("mirror.next.set_right"))
	coherence.Differ = []MirrorPair{{s.p.T("mirror.differs.title", "Nord Labs"), title, other, facts}, {s.p.T("mirror.differs.start", title), s.w("March 2019", "mars 2019"), s.w("January 2018", "janvier 2018"), facts}}
	for range 8 {
		coherence.Lacks = append(coherence.Lacks, line(mirror.Said, s.p.T("mirror.lacks_cv.position", other), nil))
	}
	coherence.Gaps = []MirrorPair{{s.p.T("mirror.gap.cv", 7), s.w("March 2022 – September 2022", "mars 2022 – septembre 2022"), "", facts}}
	coherence.Notes = []string{s.p.T("mirror.note.cvs", 2), s.p.T("mirror.note.agree", 4)}
	return &MirrorPage{
		Page: s.page("/mirror"), Said: []string{s.p.T("mirror.content.claims", 1, []any{title})}, Done: []string{s.p.T("mirror.approach.invitations", 1, n)},
		Readings: []MirrorCard{
			card(mirror.Approach, s.p.T("mirror.next.word"), line(mirror.Done, s.p.T("mirror.approach.invitations", 1, n), nil), line(mirror.Done, s.p.T("mirror.approach.theirs_wait", 1, []any{other}), nil)),
			card(mirror.Tools, s.p.T("mirror.next.meet_trade", other), line(mirror.Done, s.p.T("mirror.tools.sources", 6, n), figures("tools.sources", app.MirrorRow{Label: s.p.T("source.linkedin"), Counts: []int{n, 6, 2}}, app.MirrorRow{Label: title, Counts: []int{n / 2, 0, 0}}))),
			coherence,
			card(mirror.Content, s.p.T("mirror.next.write_of", other), line(mirror.Said, s.p.T("mirror.content.claims", 1, []any{title}), nil), line(mirror.Done, s.p.T("mirror.content.themes", 3, n, []any{other}), figures("content.themes", app.MirrorRow{Label: other, Counts: []int{n}}))),
			card(mirror.Presence, s.p.T("mirror.next.one_a_week"), line(mirror.Done, s.p.T("mirror.presence.weeks", 20, 52, day(2026, 3, 1)), figures("presence.weeks", weeks...))),
		},
	}
}
