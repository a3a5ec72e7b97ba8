package web

import (
	"math"

	"entregent/internal/app"
	"entregent/internal/network"
	"entregent/internal/relation"
)

// A ReliabilityPage sets what was foretold of the keeper's ties beside what
// came: in words until enough forecasts are closed, then as a chart and a table
// that say the same.
type ReliabilityPage struct {
	Page
	Horizons []Foretold
}

// A Foretold is what came of the forecasts over one horizon.
type Foretold struct {
	Days   int
	Closed int
	Open   int
	Next   network.Date // when the next one can be judged; zero for none
	Enough bool         // to show what follows
	Silent int          // of the closed
	Said   int          // as many as were foretold
	Bins   []relation.Bin
	Taught bool    // whether something is corrected since
	Even   float64 // what an even chance is said as since
}

// Chart draws the bins; nil without any.
func (f Foretold) Chart() *Chart { return chart(f.Bins) }

func (*ReliabilityPage) template() string { return "reliability" }
func (*ReliabilityPage) section() string  { return "village" }

// reliabilityPage answers GET /village/reliability.
func reliabilityPage(v *visit) error {
	got, err := v.app().Reliability(v.ctx(), v.keeper())
	if err != nil {
		return err
	}
	page := &ReliabilityPage{Page: v.newPage()}
	for _, h := range got.Horizons {
		page.Horizons = append(page.Horizons, foretold(h))
	}
	return v.show(page)
}

func foretold(h app.HorizonReliability) Foretold {
	f := Foretold{
		Days: h.Days, Closed: h.Closed, Open: h.Open, Enough: h.Enough, Silent: h.Silent, Said: int(math.Round(h.Said)),
		Bins: h.Bins, Taught: math.Abs(h.Even-0.5) >= 0.005, Even: h.Even,
	}
	if h.Next != nil {
		f.Next = *h.Next
	}
	return f
}

// A Chart is a reliability chart laid out: what was said from left to right,
// what came from bottom to top, and the line on which they agree. Coordinates
// are strings since they go into attributes as they are.
type Chart struct {
	Points []Point
	Ticks  []Tick
}

// A Point is one bin: a dot the larger the more forecasts it stands for, and a
// line over where the true share lies with 95 % certainty.
type Point struct{ X, Y, R, Low, High string }

// A Tick is a quarter of each axis.
type Tick struct {
	At    string // from the left
	Up    string // from the top
	Share float64
}

// side is the length of the chart's square, in units of the drawing.
const side = 300

func chart(bins []relation.Bin) *Chart {
	if len(bins) == 0 {
		return nil
	}
	most := 0
	for _, b := range bins {
		most = max(most, b.Count)
	}
	c := &Chart{}
	for _, b := range bins {
		c.Points = append(c.Points, Point{
			X: num(side * b.Said), Y: num(side * (1 - b.Came)), Low: num(side * (1 - b.Low)), High: num(side * (1 - b.High)),
			R: num(3.5 + 6*math.Sqrt(float64(b.Count)/float64(most))), // the area tells of the number
		})
	}
	for _, share := range []float64{0, 0.25, 0.5, 0.75, 1} {
		c.Ticks = append(c.Ticks, Tick{num(side * share), num(side * (1 - share)), share})
	}
	return c
}
