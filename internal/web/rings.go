package web

import (
	"math"
	"strconv"
	"strings"
)

// A Drawing is the village laid out: rings around the keeper, a seat for each
// place, drift as a step outward with a trail. Coordinates have the keeper at
// the origin; they are strings since they go into attributes as they are.
type Drawing struct {
	Box    string
	Bands  []Band // outermost first, so that the inner ones lie on top
	Free   []Dot
	Trails []Trail
	Seats  []Placed
	Names  []Label
}

// A Band is the ground of one ring.
type Band struct {
	Depth int // 0 innermost
	R     string
}

// A Dot is an empty place.
type Dot struct{ X, Y, R string }

// A Trail leads from where somebody would sit to where they have drifted.
type Trail struct{ X1, Y1, X2, Y2 string }

// A Placed is somebody on their seat.
type Placed struct {
	Seat
	X, Y, R string
	Size    string // of the initials
}

// A Label is a first name under a large seat.
type Label struct{ X, Y, Text string }

// ring is the geometry of one band: the circles on which its seats stand.
type ring struct {
	rows  []float64 // radius of each row of seats, inner first
	outer float64   // edge of the band
	seat  float64   // radius of a seat
	named bool      // first names are written under the seats
}

var rings = []ring{
	{rows: []float64{78}, outer: 122, seat: 23, named: true},
	{rows: []float64{163}, outer: 206, seat: 20, named: true},
	{rows: []float64{230, 268}, outer: 293, seat: 14},
	{rows: []float64{316, 345, 374}, outer: 396, seat: 10.5},
}

// reach is how far, in units of the drawing, full drift carries outward.
const reach = 17

func draw(circles []Circle) *Drawing {
	taken := 0
	for _, c := range circles {
		taken += len(c.Seats)
	}
	if taken == 0 {
		return nil
	}
	d := &Drawing{}
	edge := 0.0
	for i, c := range circles[:min(len(circles), len(rings))] {
		edge = rings[i].outer
		d.Bands = append([]Band{{Depth: i, R: num(edge)}}, d.Bands...)
		d.place(rings[i], c)
	}
	d.Box = strings.Join([]string{num(-edge - 4), num(-edge - 4), num(2*edge + 8), num(2*edge + 8)}, " ")
	return d
}

// place spreads the seats of one circle over its rows, longer rows taking more,
// and the people evenly among the seats, so that a ring half empty looks open
// on every side.
func (d *Drawing) place(g ring, c Circle) {
	n := max(c.Places, len(c.Seats))
	radius := g.seat
	at := 0
	next := 0
	for row, r := range g.rows {
		seats := share(n, g.rows, row)
		size := math.Min(radius, 0.86*math.Pi*r/float64(max(1, seats)))
		for k := range seats {
			angle := 2*math.Pi*float64(k)/float64(seats) - math.Pi/2 + float64(row)*math.Pi/float64(max(1, seats))
			x, y := r*math.Cos(angle), r*math.Sin(angle)
			if taken := (at+1)*len(c.Seats)/n > next; !taken {
				d.Free = append(d.Free, Dot{num(x), num(y), num(size * 0.8)})
			} else {
				d.seat(c.Seats[next], angle, r, size, g.named)
				next++
			}
			at++
		}
	}
}

func (d *Drawing) seat(s Seat, angle, r, size float64, named bool) {
	sin, cos := math.Sincos(angle)
	out := r + reach*math.Max(0, math.Min(1, s.Drift))
	x, y := out*cos, out*sin
	if s.Drifting {
		d.Trails = append(d.Trails, Trail{num((r - size) * cos), num((r - size) * sin), num(x), num(y)})
	}
	d.Seats = append(d.Seats, Placed{Seat: s, X: num(x), Y: num(y), R: num(size), Size: num(size * 0.78)})
	if named && size > 12 {
		d.Names = append(d.Names, Label{num(x), num(y + size + 12), firstName(s.Name)})
	}
}

// share is how many of n seats stand in one row: as many as its length allows.
func share(n int, rows []float64, row int) int {
	sum, before, until := 0.0, 0.0, 0.0
	for i, r := range rows {
		if i < row {
			before += r
		}
		if i <= row {
			until += r
		}
		sum += r
	}
	return int(math.Round(float64(n)*until/sum)) - int(math.Round(float64(n)*before/sum))
}

// firstName is what is short enough to stand under a seat.
func firstName(name string) string {
	first, _, _ := strings.Cut(strings.TrimSpace(name), " ")
	if r := []rune(first); len(r) > 11 {
		return string(r[:10]) + "…"
	}
	return first
}

func num(f float64) string { return strconv.FormatFloat(math.Round(f*10)/10, 'f', -1, 64) }
