package web

import (
	"math"
	"strconv"
	"strings"
	"unicode/utf8"
)

// A Drawing is the village laid out: rings around the keeper, a seat for each
// place, drift as a step outward with a trail; below the rings those at the gate,
// and apart from all those asleep. Coordinates have the keeper at the origin; they
// are strings since they go into attributes as they are.
type Drawing struct {
	Box    string
	Bands  []Band // outermost first, so that the inner ones lie on top
	Free   []Dot
	Trails []Trail
	Seats  []Placed
	Names  []Label
	Gate   *Row // nil when nobody is at the gate
	Asleep *Row
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
	Depth   int    // of the ring, 0 innermost
}

// A Label is a first name under a seat.
type Label struct {
	X, Y, Text string
	Depth      int
}

// A Row is a line of people outside the rings, under a few words.
type Row struct {
	Seats []Placed
	LineY string // of the words
	MoreX string // of how many there are besides, "" when all are shown
	MoreY string
	More  int
}

// ring is the geometry of one band: the circles on which its seats stand.
type ring struct {
	rows  []float64 // radius of each row of seats, inner first
	outer float64   // edge of the band
	seat  float64   // radius of a seat
	names int       // first names are written under the seats while there are at most so many people
}

var rings = []ring{
	{rows: []float64{86}, outer: 138, seat: 29, names: 20},
	{rows: []float64{186}, outer: 236, seat: 25, names: 20},
	{rows: []float64{257, 297}, outer: 322, seat: 15, names: 12},
	{rows: []float64{341, 364, 387}, outer: 404, seat: 9},
}

// reach is how far, in units of the drawing, full drift carries outward.
const reach = 24

func draw(circles []Circle, gate, asleep []TieLine, longer map[string]int) *Drawing {
	seated := map[string]bool{}
	for _, c := range circles {
		for _, s := range c.Seats {
			seated[s.ID] = true
		}
	}
	if len(seated) == 0 && len(gate) == 0 {
		return nil
	}
	d := &Drawing{}
	edge := 0.0
	for i, c := range circles[:min(len(circles), len(rings))] {
		edge = rings[i].outer
		d.Bands = append([]Band{{Depth: i, R: num(edge)}}, d.Bands...)
		d.place(i, c)
	}
	low := edge
	side := edge + reach // who drifts out of the outermost ring is still in the picture
	if d.Gate = row(outside(gate, seated), low, 13, 13); d.Gate != nil {
		d.Gate.More += longer["newcomers"]
		low += 76
	}
	if d.Asleep = row(outside(asleep, seated), low, 8, 24); d.Asleep != nil {
		d.Asleep.More += longer["dormant"]
		low += 66
	}
	d.Box = strings.Join([]string{num(-side), num(-side), num(2 * side), num(side + max(side, low+8))}, " ")
	return d
}

// outside leaves out those who have a seat.
func outside(list []TieLine, seated map[string]bool) []Seat {
	var out []Seat
	for _, t := range list {
		if !seated[t.ID] {
			out = append(out, Seat{Face: t.Face, Last: t.Last})
		}
	}
	return out
}

// row puts people in a line below y, at most so many.
func row(list []Seat, y, radius float64, most int) *Row {
	if len(list) == 0 {
		return nil
	}
	shown := list[:min(most, len(list))]
	step, at := radius*2.6, y+52
	out := &Row{LineY: num(y + 26), More: len(list) - len(shown)}
	first := -step * float64(len(shown)-1) / 2
	for i, s := range shown {
		out.Seats = append(out.Seats, Placed{Seat: s, X: num(first + step*float64(i)), Y: num(at), R: num(radius), Size: num(radius * 0.78), Depth: len(rings) - 2})
	}
	if out.More > 0 {
		out.MoreX, out.MoreY = num(first+step*float64(len(shown))), num(at)
	}
	return out
}

// place spreads the seats of one circle over its rows, longer rows taking more,
// and the people evenly among the seats, so that a ring half empty looks open
// on every side.
func (d *Drawing) place(depth int, c Circle) {
	g := rings[depth]
	n := max(c.Places, len(c.Seats))
	at, next := 0, 0
	called := firstNames(c.Seats)
	for row, r := range g.rows {
		seats := share(n, g.rows, row)
		size := math.Min(g.seat, 0.86*math.Pi*r/float64(max(1, seats)))
		for k := range seats {
			angle := 2*math.Pi*float64(k)/float64(seats) - math.Pi/2 + float64(row)*math.Pi/float64(max(1, seats))
			x, y := r*math.Cos(angle), r*math.Sin(angle)
			if taken := (at+1)*len(c.Seats)/n > next; !taken {
				d.Free = append(d.Free, Dot{num(x), num(y), num(size * 0.8)})
			} else {
				name := ""
				if len(c.Seats) <= g.names && size > 12 {
					name = called[next]
				}
				d.seat(c.Seats[next], depth, angle, r, size, name)
				next++
			}
			at++
		}
	}
}

func (d *Drawing) seat(s Seat, depth int, angle, r, size float64, name string) {
	sin, cos := math.Sincos(angle)
	out := r
	if s.Drifting {
		out += reach * math.Max(0, math.Min(1, s.Drift))
	}
	x, y := out*cos, out*sin
	if s.Drifting {
		d.Trails = append(d.Trails, Trail{num((r - size) * cos), num((r - size) * sin), num(x), num(y)})
	}
	d.Seats = append(d.Seats, Placed{Seat: s, X: num(x), Y: num(y), R: num(size), Size: num(size * 0.78), Depth: depth})
	if name != "" {
		d.Names = append(d.Names, Label{num(x), num(y + size + 13), name, depth})
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

// firstNames are what is short enough to stand under the seats of one ring. Two
// of the same first name get the letter that tells them apart.
func firstNames(seats []Seat) []string {
	count := map[string]int{}
	for _, s := range seats {
		count[firstName(s.Name)]++
	}
	out := make([]string, len(seats))
	for i, s := range seats {
		out[i] = firstName(s.Name)
		if letters := s.Initials(); count[out[i]] > 1 && out[i] != "" {
			_, n := utf8.DecodeRuneInString(letters)
			if n < len(letters) {
				out[i] += " " + letters[n:] + "."
			}
		}
	}
	return out
}

// firstName is the first word of a name, cut where it is long.
func firstName(name string) string {
	first, _, _ := strings.Cut(strings.TrimSpace(name), " ")
	if r := []rune(first); len(r) > 11 {
		return string(r[:10]) + "…"
	}
	return first
}

func num(f float64) string { return strconv.FormatFloat(math.Round(f*10)/10, 'f', -1, 64) }
