package web

import (
	"math"
	"strconv"
	"strings"
	"testing"
)

// The drawing holds everybody once, within the disc of their group, and its size is
// bounded however many there are.
func TestMapDrawing(t *testing.T) {
	s := newScene("en")
	m := s.invented(14, 18)
	var lines []GroupLine
	for range m.Groups {
		lines = append(lines, GroupLine{Path: "/village/map"})
	}
	d := drawMap(m, lines)
	if len(d.Discs) != 14 || len(d.Dots) != 14*18 || len(d.Ties) != len(m.Between) || len(d.Links) != 13 {
		t.Fatalf("%d discs, %d dots, %d ties, %d links", len(d.Discs), len(d.Dots), len(d.Ties), len(d.Links))
	}
	n := func(s string) float64 { f, _ := strconv.ParseFloat(s, 64); return f }
	for i, p := range d.Dots {
		c := d.Discs[m.Members[i].Group]
		if far := math.Hypot(n(p.X)-n(c.X), n(p.Y)-n(c.Y)); far > n(c.R) {
			t.Errorf("%s lies %.0f from the middle of a disc of %s", p.Name, far, c.R)
		}
	}
	m = s.invented(80, 3)
	m.Members, m.Between = nil, nil
	if d = drawMap(m, make([]GroupLine, 80)); len(d.Discs) != drawnGroups || len(d.Dots) != 0 || len(d.Links) > drawnLinks || d.Discs[0].People != 3 {
		t.Errorf("of 80 groups: %d discs, %d dots, %d links", len(d.Discs), len(d.Dots), len(d.Links))
	}
	m = s.invented(1, 300)
	m.Open = 0
	if d = drawMap(m, lines); len(d.Dots) != 300 || len(d.Ties) > drawnTies {
		t.Errorf("of one group: %d dots, %d ties", len(d.Dots), len(d.Ties))
	}
	m.Groups, m.Open = nil, -1
	if drawMap(m, nil) != nil {
		t.Error("a drawing of nothing")
	}
}

// The page shows groups and opens one; the table says what the drawing says; what
// narrows the map stays in its links.
func TestMapPage(t *testing.T) {
	s := newSite(t)
	page := s.get("/village/map")
	checkPage(t, page)
	if !strings.Contains(page, "Nothing shows yet who knows whom") {
		t.Errorf("nothing to draw, and not said:\n%s", words(page))
	}
	s.confirm("Coffee with Yves Martin yesterday: works with Xavier Noir, works with Paul Roux")
	s.confirm("Coffee with Paul Roux yesterday: works with Xavier Noir, is looking for a van")
	page = s.get("/village/map")
	checkPage(t, page)
	for _, want := range []string{`class="map"`, "3 people and 1 groups", "The same as a table", "Xavier Noir"} {
		if !strings.Contains(page, want) {
			t.Errorf("the page does not say %q:\n%s", want, words(page))
		}
	}
	if got := strings.Count(page, `<a class="dot`); got != 3 {
		t.Errorf("%d people drawn", got)
	}
	open := all(page, `<a class="who" href="(/village/map\?around=[a-z2-7]{26})"`)
	if len(open) != 1 {
		t.Fatalf("no group to open:\n%s", words(page))
	}
	page = s.get(open[0])
	checkPage(t, page)
	for _, want := range []string{"Around ", "3 people and 3 ties between them", "Paul Roux", "The whole map"} {
		if !strings.Contains(page, want) {
			t.Errorf("the group does not say %q:\n%s", want, words(page))
		}
	}
	page = s.get("/village/map?organisation=Nowhere&living=1")
	checkPage(t, page)
	if !strings.Contains(page, "Nobody answers to this choice") || !strings.Contains(page, `value="Nowhere"`) {
		t.Errorf("nobody:\n%s", words(page))
	}
	if page = s.get("/village/map?living=1"); !strings.Contains(page, "living=1") && strings.Contains(page, `class="map"`) {
		t.Errorf("the choice is lost:\n%s", words(page))
	}
	for _, odd := range []string{"?circle=nonsense"} {
		if got := s.do(s.request("GET", "/village/map"+odd, nil)).StatusCode; got < 400 || got >= 500 {
			t.Errorf("%s: %d", odd, got)
		}
	}
	for _, odd := range []string{"?around=nobody&after=x", "?after=-3", "?after=99999999"} {
		checkPage(t, s.get("/village/map"+odd))
	}
}
