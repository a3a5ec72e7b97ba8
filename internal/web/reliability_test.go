package web

import (
	"math"
	"strconv"
	"strings"
	"testing"

	"entregent/internal/relation"
)

// foretold are sample pages: many forecasts, few, none, and more than anybody
// will ever have.
func (s scene) foretold() []sample {
	var past relation.Tally
	for z := relation.LogOdds(-300); z <= 300; z += 20 {
		for n := range 12 {
			past.Add(z, float64(n)/12 < 1/(1+math.Exp(0.3-z.Float())))
		}
	}
	full := Foretold{
		Days: 30, Closed: past.Count(), Open: 61, Next: day(2026, 3, 14), Enough: true, Silent: 167, Said: 186,
		Bins: past.Reliability(0), Taught: true, Even: 0.43,
	}
	right := full
	right.Days, right.Taught, right.Even, right.Open = 90, false, 0.5, 0
	huge := Foretold{Days: 90, Closed: 1 << 40, Open: 1 << 40, Enough: true, Bins: []relation.Bin{{Said: 0.0001, High: 1e-9, Count: 1 << 40}, {Said: 0.9999, Came: 1, Low: 1, High: 1, Count: 1}}}
	page := func(hs ...Foretold) *ReliabilityPage {
		return &ReliabilityPage{Page: s.page("/village/reliability"), Horizons: hs}
	}
	return []sample{
		{"reliability", page(full, right)},
		{"reliability-few", page(Foretold{Days: 30, Closed: 12, Open: 40, Next: day(2026, 4, 1)}, Foretold{Days: 90, Open: 1})},
		{"reliability-none", page(Foretold{Days: 30}, Foretold{Days: 90, Closed: 1})},
		{"reliability-huge", page(huge)},
	}
}

// The chart stays within its square, and a bin of which more was said stands
// further right.
func TestChart(t *testing.T) {
	page := newScene("en").foretold()[0].view.(*ReliabilityPage)
	c := page.Horizons[0].Chart()
	number := func(s string) float64 {
		f, err := strconv.ParseFloat(s, 64)
		if err != nil || f < 0 || f > side {
			t.Fatalf("%q lies outside (%v)", s, err)
		}
		return f
	}
	before := -1.0
	for i, p := range c.Points {
		x, y, low, high := number(p.X), number(p.Y), number(p.Low), number(p.High)
		if x <= before || y > low || y < high {
			t.Errorf("point %d: %+v", i, p)
		}
		before = x
	}
	if len(c.Points) != len(page.Horizons[0].Bins) || chart(nil) != nil {
		t.Errorf("%d points", len(c.Points))
	}
}

// Until fifty forecasts are closed the page speaks in words; the village leads
// there.
func TestReliabilityPage(t *testing.T) {
	s := lived(t)
	s.get("/")
	page := s.get("/village/reliability")
	for _, want := range []string{"Silence for 30 days", "Silence for 90 days"} {
		if !strings.Contains(page, want) {
			t.Errorf("the page does not say %q", want)
		}
	}
	if strings.Contains(page, "<svg viewBox=\"-44") || strings.Contains(page, "<td") {
		t.Error("figures before fifty forecasts are closed")
	}
	if !strings.Contains(s.get("/village"), `href="/village/reliability"`) {
		t.Error("no way leads there")
	}
	if !strings.Contains(page, "waiting") {
		t.Error("reading Today put no forecast down")
	}
}
