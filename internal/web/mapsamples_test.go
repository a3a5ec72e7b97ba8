package web

import (
	"fmt"
	"strings"

	"entregent/internal/app"
)

// invented makes a map of so many groups of so many people.
func (s scene) invented(groups, size int) app.Map {
	who := people(groups * size)
	m := app.Map{People: len(who), Tied: len(who), Open: -1}
	named := func(f Face) app.Named { return app.Named{ID: f.ID, Name: f.Name} }
	for g := range groups {
		hub := named(who[g*size])
		text := s.p.T("map.around", hub.Name)
		if g%3 == 0 {
			text = fmt.Sprint(strings.Repeat("Association ", 1+g), "du quai")
		}
		m.Groups = append(m.Groups, app.MapGroup{Around: hub, People: size, Ties: 2 * size, Text: text, Short: hub.Name, Hubs: []app.Named{hub},
			Why: app.Said{Text: s.p.T("map.why_place", "Lyon", size/2+1, size)}})
		for i := range size {
			at := g*size + i
			m.Members = append(m.Members, app.MapPerson{Person: named(who[at]), Role: "Luthier", Group: g, Ties: 2, Knows: []app.Named{hub}})
			if i > 0 {
				m.Between = append(m.Between, app.MapTie{A: g * size, B: at, Faint: i%4 == 0}, app.MapTie{A: at - 1, B: at})
			}
		}
		if g > 0 {
			m.Links = append(m.Links, app.MapLink{A: g / 2, B: g, Ties: 1 + g})
		}
	}
	m.Ties = len(m.Between)
	return m
}

// maps are the pages of the map.
func (s scene) maps() []sample {
	whole := s.invented(14, 18)
	var lines []GroupLine
	for _, g := range whole.Groups {
		lines = append(lines, groupLine(g, app.MapAsk{}))
	}
	many := s.invented(60, 3)
	many.Members, many.Between = nil, nil
	var manyLines []GroupLine
	for _, g := range many.Groups {
		manyLines = append(manyLines, groupLine(g, app.MapAsk{}))
	}
	one := s.invented(1, 24)
	one.Open = 0
	one.Groups[0].Text = strings.Repeat("Wilhelmine ", 12)
	open := &OpenGroup{GroupLine: groupLine(one.Groups[0], app.MapAsk{}), Whole: "/village/map", Left: 3}
	var members []MemberLine
	for _, p := range one.Members {
		members = append(members, memberLine(p))
	}
	ask := MapForm{Circles: s.choices("", s.p.T("web.map.circle.all"), "5"), Place: "Lyon"}
	sum := s.p.T("web.map.sum", 500, 286, 1180, 1545, 14)
	return []sample{
		{"map", &MapPage{Page: s.page("/village/map"), Ask: ask, Sum: sum, Groups: lines, Drawing: drawMap(whole, lines)}},
		{"map-large", &MapPage{Page: s.page("/village/map"), Ask: ask, Sum: sum, Groups: manyLines, Drawing: drawMap(many, manyLines), Small: 20}},
		{"map-group", &MapPage{Page: s.page("/village/map?around=x"), Ask: ask, Groups: lines, Open: open, Members: members, Drawing: drawMap(one, lines), Next: "/village/map?around=x&after=24", Left: 60}},
		{"map-empty", &MapPage{Page: s.page("/village/map"), Ask: ask}},
		{"map-nobody", &MapPage{Page: s.page("/village/map?place=x"), Ask: ask, Nobody: true, Chosen: true}},
	}
}
