package web

import "entregent/internal/network"

// A VillagePage shows the circles with their places, the two numbers, and who
// is coming in or drifting out.
type VillagePage struct {
	Page
	Contacts  Number
	Relations Number
	Circles   []Circle // from the inside out
	Newcomers []TieLine
	Drifting  []TieLine
	Dormant   []TieLine
	NeverMet  []TieLine
	Moves     []MoveLine // proposals to confirm
	// Longer is by how many people the lists are longer than they are shown, by
	// "newcomers", "drifting", "dormant" and "never"; nothing for those shown whole.
	Longer map[string]int
	List   string // the one that was asked for whole, "" for none
}

// Count is how many people are on a list of that name.
func (p *VillagePage) Count(key string) int {
	list := map[string][]TieLine{"newcomers": p.Newcomers, "drifting": p.Drifting, "dormant": p.Dormant, "never": p.NeverMet}[key]
	return len(list) + p.Longer[key]
}

// A Number opens onto its explanation and its list.
type Number struct {
	N    int
	Why  string // the sentence of what counts
	List string // path of the list
}

// A Circle is one ring of the village.
type Circle struct {
	Key      string
	Name     string
	Places   int    // seats of this ring alone, the inner rings left out
	Capacity int    // cumulative, as the keeper set it
	Seats    []Seat // in order of names; never more than Places
}

// Free is how many seats are empty.
func (c Circle) Free() int { return max(0, c.Places-len(c.Seats)) }

// Given is how many seats the keeper has given, Proposed how many are only
// proposed.
func (c Circle) Given() int { return len(c.Seats) - c.Proposed() }

// Proposed is how many seats wait for a yes.
func (c Circle) Proposed() (n int) {
	for _, s := range c.Seats {
		if s.Proposed {
			n++
		}
	}
	return n
}

// A Seat is one place taken, or proposed to be.
type Seat struct {
	Face
	Drift    float64 // 0 steady … 1 likely to fall silent: distance outward, never shown as a figure
	Drifting bool
	Proposed bool
	Last     network.Date
}

// A TieLine is one person with one sentence.
type TieLine struct {
	Face
	Text string
	Last network.Date
}

// A MoveLine proposes a place in a circle.
type MoveLine struct {
	ID     string
	Person Face
	Key    string // of the circle, for the form
	Circle string // its name
	Why    Verdict
	Full   bool   // the circle is full: someone has to move out first
	Out    []Face // who could
}

// Drawing lays the circles out; nil when there is nobody to draw.
func (p *VillagePage) Drawing() *Drawing { return draw(p.Circles, p.Newcomers, p.Dormant, p.Longer) }

func (*VillagePage) template() string { return "village" }
func (*VillagePage) section() string  { return "village" }
