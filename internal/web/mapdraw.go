package web

import (
	"math"
	"strings"

	"entregent/internal/app"
	"entregent/internal/atlas"
)

// A MapDrawing is the map laid out. It says nothing that the table does not.
type MapDrawing struct {
	Box   string
	Size  string // of letters, in units of the drawing
	Links []MapStroke
	Discs []MapDisc
	Ties  []MapStroke
	Dots  []MapDot
	Whole bool // the groups side by side; else one group
}

// A MapStroke is a tie, or the ties between two groups.
type MapStroke struct {
	X1, Y1, X2, Y2 string
	Width          string
	Faint          bool
}

// A MapDisc is the ground of one group, with its name under it.
type MapDisc struct {
	X, Y, R string
	NameY   string
	Name    string
	Title   string
	Path    string
	Hue     int
	Minor   bool // its name is left out where there is little room
	People  int  // written in it where they are not drawn; 0 else
}

// A MapDot is somebody.
type MapDot struct {
	Face
	X, Y, R string
	Group   int    // hue of the group
	Name    string // under it, "" for none
	NameY   string
}

const (
	drawnGroups = 40 // discs of the whole map
	drawnLinks  = 45
	drawnTies   = 900 // lines between people
	namedOnes   = 6   // groups that keep their names on a small screen
	dotRadius   = 7   // of somebody on the whole map
	openRadius  = 430
	openNames   = 36 // people whose names are written in a group, at most
)

// drawMap lays a map out; nil where there is nothing to draw.
func drawMap(m app.Map, lines []GroupLine) *MapDrawing {
	switch {
	case m.Open >= 0:
		return drawGroup(m)
	case len(m.Groups) == 0:
		return nil
	}
	groups := m.Groups[:min(drawnGroups, len(m.Groups))]
	radii := make([]float64, len(groups))
	for i, g := range groups {
		n := math.Sqrt(float64(g.People))
		if radii[i] = 15*n + 10; len(m.Members) == 0 {
			radii[i] = min(24+4.5*n, 150)
		}
	}
	var ties []atlas.Tie
	var links []app.MapLink
	for _, l := range m.Links {
		if l.A < len(groups) && l.B < len(groups) {
			ties = append(ties, atlas.Tie{A: l.A, B: l.B, Weight: float64(l.Ties)})
			links = append(links, l)
		}
	}
	discs := atlas.Discs(radii, ties, 40)
	d := &MapDrawing{Whole: true}
	for _, l := range links[:min(drawnLinks, len(links))] {
		s := stroke(edge(discs[l.A], discs[l.B]))
		s.Width = num(min(8, 0.8*math.Sqrt(float64(l.Ties))))
		d.Links = append(d.Links, s)
	}
	size := d.box(discs)
	for i, x := range discs {
		disc := MapDisc{
			X: num(x.X), Y: num(x.Y), R: num(x.R), NameY: num(x.Y + x.R + size*1.1), Name: short(groups[i].Short, max(12, int(2.2*(x.R+20)/(size*0.5)))),
			Title: lines[i].Text, Path: lines[i].Path, Hue: i % hues, Minor: i >= namedOnes,
		}
		if len(m.Members) == 0 {
			disc.People = groups[i].People
		}
		d.Discs = append(d.Discs, disc)
	}
	d.people(m, discs)
	return d
}

// people puts everybody into the disc of their group.
func (d *MapDrawing) people(m app.Map, discs []atlas.Disc) {
	at := make([]atlas.Point, len(m.Members))
	of := make([][]int, len(discs))
	place := make([]int, len(m.Members)) // within the group
	for i, p := range m.Members {
		if p.Group < len(discs) {
			place[i] = len(of[p.Group])
			of[p.Group] = append(of[p.Group], i)
		}
	}
	inner := make([][]atlas.Tie, len(discs))
	for _, t := range m.Between {
		if g := m.Members[t.A].Group; g == m.Members[t.B].Group && g < len(discs) {
			inner[g] = append(inner[g], atlas.Tie{A: place[t.A], B: place[t.B], Weight: weight(t)})
		}
	}
	for g, list := range of {
		for k, p := range atlas.Inside(len(list), inner[g], 2.3*dotRadius/discs[g].R) {
			at[list[k]] = atlas.Point{X: discs[g].X + p.X*discs[g].R, Y: discs[g].Y + p.Y*discs[g].R}
		}
	}
	for _, t := range m.Between {
		if g := m.Members[t.A].Group; g == m.Members[t.B].Group && g < len(discs) && len(d.Ties) < drawnTies {
			d.tie(at[t.A], at[t.B], t.Faint)
		}
	}
	for i, p := range m.Members {
		if p.Group < len(discs) {
			d.Dots = append(d.Dots, MapDot{Face: Face{p.Person.ID, p.Person.Name}, X: num(at[i].X), Y: num(at[i].Y), R: num(dotRadius), Group: p.Group % hues})
		}
	}
}

func weight(t app.MapTie) float64 {
	if t.Faint {
		return 0.1
	}
	return 0.6
}

func (d *MapDrawing) tie(a, b atlas.Point, faint bool) {
	s := stroke(a, b)
	s.Faint = faint
	d.Ties = append(d.Ties, s)
}

// drawGroup lays one group out, with names where there is room for them.
func drawGroup(m app.Map) *MapDrawing {
	n := len(m.Members)
	if n == 0 {
		return nil
	}
	var ties []atlas.Tie
	for _, t := range m.Between {
		ties = append(ties, atlas.Tie{A: t.A, B: t.B, Weight: weight(t)})
	}
	radius := max(5, min(20, openRadius/(2.6*math.Sqrt(float64(n)))))
	apart := 2.4 * radius
	if n <= openNames { // room for a name under each
		apart = min(4.2*radius, 1.5*openRadius/math.Sqrt(float64(n)))
	}
	at := atlas.Inside(n, ties, apart/openRadius)
	d := &MapDrawing{}
	spot := func(i int) atlas.Point { return atlas.Point{X: at[i].X * openRadius, Y: at[i].Y * openRadius} }
	for _, t := range m.Between[:min(drawnTies, len(m.Between))] {
		d.tie(spot(t.A), spot(t.B), t.Faint)
	}
	var ground []atlas.Disc
	for i := range at {
		ground = append(ground, atlas.Disc{Point: spot(i), R: radius + 12})
	}
	d.box(ground)
	var seats []Seat
	for _, p := range m.Members {
		seats = append(seats, Seat{Face: Face{p.Person.ID, p.Person.Name}})
	}
	called := firstNames(seats)
	for i, p := range m.Members {
		at := spot(i)
		dot := MapDot{Face: seats[i].Face, X: num(at.X), Y: num(at.Y), R: num(radius), Group: p.Group % hues}
		if i < openNames && (n <= openNames || i < 12) {
			dot.Name, dot.NameY = called[i], num(at.Y+radius+16)
		}
		d.Dots = append(d.Dots, dot)
	}
	return d
}

// box sets the edge of the drawing and the size of its letters, and returns that.
func (d *MapDrawing) box(discs []atlas.Disc) float64 {
	left, right, top, bottom := math.Inf(1), math.Inf(-1), math.Inf(1), math.Inf(-1)
	for _, x := range discs {
		left, right = min(left, x.X-x.R), max(right, x.X+x.R)
		top, bottom = min(top, x.Y-x.R), max(bottom, x.Y+x.R)
	}
	size := max(13, (right-left)/58)
	width := max(right-left+7*size, 300)
	mid := (left + right) / 2
	d.Size = num(size)
	d.Box = strings.Join([]string{num(mid - width/2), num(top - 20), num(width), num(bottom - top + 40 + 2*size)}, " ")
	return size
}

func stroke(a, b atlas.Point) MapStroke {
	return MapStroke{X1: num(a.X), Y1: num(a.Y), X2: num(b.X), Y2: num(b.Y)}
}

// edge is the line between two discs, from rim to rim.
func edge(a, b atlas.Disc) (from, to atlas.Point) {
	dx, dy := b.X-a.X, b.Y-a.Y
	d := max(math.Hypot(dx, dy), 1e-9)
	return atlas.Point{X: a.X + dx/d*a.R, Y: a.Y + dy/d*a.R}, atlas.Point{X: b.X - dx/d*b.R, Y: b.Y - dy/d*b.R}
}

// short cuts what is too long for its place.
func short(s string, n int) string {
	if c := clip(s, n); c != s {
		return strings.TrimSpace(clip(s, n-1)) + "…"
	}
	return s
}
