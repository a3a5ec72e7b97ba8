package today

import (
	"cmp"
	"slices"
	"time"

	"entregent/internal/network"
)

// Settings are the keeper's wishes for the desk.
type Settings struct {
	Gestures int // most a day
	Minutes  int // that they may take together
	// Deeper sets the minutes aside, for one reading that looks further than a
	// day's worth.
	Deeper bool
	Quiet  []time.Weekday
	Pause  network.Date // no gestures up to and including this day
}

// NewSettings reads the keeper's settings.
func NewSettings(s network.Settings) Settings {
	out := Settings{Gestures: s.MaxGestures(), Minutes: s.DayMinutes(), Pause: s.Pause}
	for _, d := range s.Quiet {
		out.Quiet = append(out.Quiet, time.Weekday(d))
	}
	return out
}

// QuietOn reports whether the keeper wants no gestures on a day.
func (s Settings) QuietOn(day network.Day) bool {
	on := day.Date()
	if !s.Pause.IsZero() && compareDates(on, s.Pause) <= 0 {
		return true
	}
	weekday := time.Date(on.Year, on.Month, on.Day, 0, 0, 0, 0, time.UTC).Weekday()
	return slices.Contains(s.Quiet, weekday)
}

// An Input is all that a desk is made of.
type Input struct {
	Day      network.Day
	Seed     []byte // the keeper's secret, from which ids are derived
	Settings Settings
	People   []Candidate
	Loops    []Loop  // as Loops returns them
	Log      []Entry // the diary, in the order in which things were shown
}

// A Desk is what is shown on one day.
type Desk struct {
	On       network.Date `json:"on"`
	Quiet    bool         `json:"quiet,omitempty"` // a quiet day or a pause
	Peace    bool         `json:"peace"`           // nothing is left to do
	Loops    []Loop       `json:"loops"`           // oldest first
	More     int          `json:"more,omitempty"`  // open loops behind one line
	Gestures []Gesture    `json:"gestures"`
}

// kinds are the gestures in the order in which they come when all else is
// equal, each with its share of the places (judged). A birthday cannot wait.
var kinds = []struct {
	kind  network.GestureKind
	share float64
}{
	{network.GestureBirthday, 100},
	{network.GestureAnswer, 4},
	{network.GestureAskStep, 4},
	{network.GestureBring, 4},
	{network.GestureTell, 4},
	{network.GestureDrift, 4},
	{network.GestureGreet, 2},
	{network.GestureMeet, 2},
	{network.GestureIntroduce, 2},
	{network.GestureRevive, 1},
}

// openDoor: of so many gestures at least one goes to a newcomer or to someone
// never met, when there is one.
const openDoor = 5

// spread is how far down its kind a gesture may be fetched so that the circles
// take turns: the order by worth is bent, never set aside.
const spread = 4

// Fix chooses the gestures of a day: what is known now, what was shown and
// answered on the days before, and nothing of the day itself. A quiet day has
// none.
func Fix(in Input) []Gesture {
	out := []Gesture{}
	if in.Settings.QuietOn(in.Day) {
		return out
	}
	for _, i := range newChoice(in).all() {
		out = append(out, in.gesture(i))
	}
	return out
}

// GestureID is the id of a gesture: the same for the same day, kind and person,
// however often it is worked out.
func GestureID(seed []byte, day network.Day, kind network.GestureKind, who network.PersonID) string {
	return derive(seed, "gesture", day.Date().String(), string(kind), who.String())
}

func (in Input) gesture(i idea) Gesture {
	g := Gesture{
		ID:   GestureID(in.Seed, in.Day, i.kind, i.who.ID),
		Kind: i.kind, Person: i.who.ID, Name: i.who.Name, Reasons: i.why, Bring: i.bring, Draft: i.draft,
		Minutes: i.minutes(), Door: i.door(), Pair: i.pair, Tell: i.tell,
	}
	if s := i.step; s != nil {
		g.Ask, g.What, g.Side, g.Takes = s.Ask, s.What, s.Side, s.Takes
	}
	if i.gift != nil {
		g.Other = i.gift.Other
		for n := range g.Bring { // it is the gesture, and need not be brought besides
			if b := i.gift.Bring(); g.Bring[n].Key == b.Key && slices.Equal(g.Bring[n].Args, b.Args) {
				g.Bring = slices.Delete(slices.Clone(g.Bring), n, n+1)
				break
			}
		}
	}
	return g
}

// Read shows a day's desk: its loops, and of the gestures fixed for it those
// that nobody has answered and for which there still is a reason. Nothing ever
// comes in the place of what went.
func Read(in Input, fixed []Gesture) Desk {
	d := Desk{On: in.Day.Date(), Quiet: in.Settings.QuietOn(in.Day), Loops: []Loop{}, Gestures: []Gesture{}}
	open := Open(in.Loops)
	if d.Quiet {
		d.More = len(open)
	} else {
		n := min(loopsOnDesk, len(open))
		d.Loops, d.More = append(d.Loops, open[:n]...), len(open)-n
		d.Gestures = append(d.Gestures, in.left(fixed)...)
	}
	d.Peace = len(d.Loops) == 0 && len(d.Gestures) == 0
	return d
}

func (in Input) left(fixed []Gesture) []Gesture {
	answered := map[string]bool{}
	for _, e := range in.Log {
		if e.Verdict != Shown {
			answered[e.ID] = true
		}
	}
	stands := map[subjectOf]bool{}
	who := map[network.PersonID]*Candidate{}
	for n := range in.People {
		who[in.People[n].ID] = &in.People[n]
		for _, i := range ideas(in.Day, &in.People[n]) {
			stands[subjectOf{i.who.ID, i.kind}] = true
		}
	}
	return slices.DeleteFunc(slices.Clone(fixed), func(g Gesture) bool {
		return answered[g.ID] || !stands[subjectOf{g.Person, g.Kind}] || !who[g.Person].holds(g.Pair) || !who[g.Person].waits(g)
	})
}

// A choice is the choosing of one day's gestures.
type choice struct {
	settings Settings
	queues   map[network.GestureKind][]idea // best first
	past     *history
	used     map[network.PersonID]bool
	here     map[network.GestureKind]int // chosen today
	minutes  int                         // left
	circles  map[string]turns
}

// turns says how often a circle had its turn.
type turns struct{ today, lately int }

func newChoice(in Input) *choice {
	c := &choice{
		settings: in.Settings, past: recall(in.Day, in.Log), queues: map[network.GestureKind][]idea{},
		used: map[network.PersonID]bool{}, here: map[network.GestureKind]int{}, minutes: in.Settings.Minutes,
		circles: lately(in),
	}
	reviving, waits := c.past.reviving()
	for n := range in.People {
		for _, i := range ideas(in.Day, &in.People[n]) {
			if c.past.rests(i) || i.kind == network.GestureRevive && waits && i.who.ID != reviving {
				continue
			}
			c.queues[i.kind] = append(c.queues[i.kind], i)
		}
	}
	for _, q := range c.queues {
		// Whoever was skipped stands behind those who were not.
		slices.SortFunc(q, func(a, b idea) int { return cmp.Or(cmp.Compare(c.past.skips(a), c.past.skips(b)), compareIdeas(a, b)) })
	}
	return c
}

// lately counts the gestures shown to each circle over the last weeks.
func lately(in Input) map[string]turns {
	of := make(map[network.PersonID]string, len(in.People))
	for _, p := range in.People {
		of[p.ID] = p.Circle
	}
	out := map[string]turns{}
	for _, e := range in.Log {
		circle, known := of[e.Person]
		if age := int(in.Day) - int(e.Day); known && e.Verdict == Shown && age > 0 && age <= fairWeeks {
			out[circle] = turns{lately: out[circle].lately + 1}
		}
	}
	return out
}

// all chooses until nothing fits any more.
func (c *choice) all() (out []idea) {
	for len(out) < c.settings.Gestures {
		left := c.settings.Gestures - len(out)
		i, ok := c.next(c.past.sinceDoor+left >= openDoor && (len(out) == 0 || c.past.sinceDoor >= openDoor-1))
		if !ok {
			break
		}
		c.take(i)
		out = append(out, i)
	}
	return out
}

// next returns the best idea that fits; where the door has been shut too long,
// the best of those that open it, if there is one.
func (c *choice) next(doorOnly bool) (idea, bool) {
	if doorOnly {
		if i, ok := c.best(idea.door); ok {
			return i, true
		}
	}
	return c.best(func(idea) bool { return true })
}

// best takes the kinds in turn: first those not on today's desk yet, then those
// that had less than their share of late.
func (c *choice) best(suits func(idea) bool) (best idea, found bool) {
	turn := func(i idea) (int, float64) {
		share := 1.0
		for _, k := range kinds {
			if k.kind == i.kind {
				share = k.share
			}
		}
		return c.here[i.kind], float64(c.past.served[i.kind]+1) / share
	}
	for _, k := range kinds {
		i, ok := c.fetch(c.queues[k.kind], suits)
		if !ok {
			continue
		}
		if found {
			here, served := turn(i)
			bestHere, bestServed := turn(best)
			if cmp.Or(cmp.Compare(here, bestHere), cmp.Compare(served, bestServed)) >= 0 {
				continue
			}
		}
		best, found = i, true
	}
	return best, found
}

// fetch returns the best idea of a kind that fits; among those that come right
// after it and are no less urgent, one whose circle had fewer turns goes before.
func (c *choice) fetch(queue []idea, suits func(idea) bool) (best idea, found bool) {
	near := 0
	for _, i := range queue {
		if !c.fits(i) || !suits(i) {
			continue
		}
		if !found {
			best, found = i, true
			continue
		}
		if near++; near > spread || i.urgent != best.urgent || c.past.skips(i) != c.past.skips(best) {
			break
		}
		a, b := c.circles[i.who.Circle], c.circles[best.who.Circle]
		if cmp.Or(cmp.Compare(a.today, b.today), cmp.Compare(a.lately, b.lately)) < 0 {
			best = i
		}
	}
	return best, found
}

func (c *choice) fits(i idea) bool {
	switch {
	case c.used[i.who.ID]:
		return false
	case i.kind == network.GestureRevive && c.here[i.kind] > 0:
		return false
	}
	return c.settings.Deeper || i.minutes() <= c.minutes
}

func (c *choice) take(i idea) {
	c.used[i.who.ID] = true
	c.here[i.kind]++
	t := c.circles[i.who.Circle]
	t.today++
	c.circles[i.who.Circle] = t
	c.past.served[i.kind]++
	c.minutes -= i.minutes()
	c.past.sinceDoor++
	if i.door() {
		c.past.sinceDoor = 0
	}
}
