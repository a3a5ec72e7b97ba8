package measure

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math"
	"slices"
	"text/tabwriter"

	"entregent/internal/network"
	"entregent/internal/relation"
)

// What is replayed: each ego's log, week by week, as if a keeper were warned. A
// fixed cadence warns once a silence has lasted so many days. The model has, by
// the end of each week, given as many warnings as that cadence, to the ties it
// ranks first. Nobody in the logs heard them: what is measured is whom they
// would have named, not what good they would have done.
const (
	weekDays   = 7
	deathDays  = 180 // a silence of so many days is the death of a tie
	neededDays = 90  // a warning is needed if silence lasts so long after it
	strongL    = 3   // L over 90 days of a tie that was strong when last in contact
)

// inTime lists by how many days of silence a warning of a death is asked for. A
// cadence warns of every death some days after its own length, and of none
// before: that is so by construction, and the reason for asking at several ages.
var inTime = [4]int{14, 45, 75, lastInTime}

const lastInTime = 105

var cadences = [3]int{30, 60, 90}

// manners are the ways of choosing whom to warn of.
var manners = [3]string{"fixed cadence", "highest probability", "as shipped: √ln(1+L)·p"}

// A KeepersReport is the outcome on every log that is long enough.
type KeepersReport struct {
	Sets []KeepersSet `json:"sets"`
}

// A KeepersSet is the outcome on one log.
type KeepersSet struct {
	Name    string   `json:"name"`
	Egos    int      `json:"egos"`
	Deaths  int      `json:"deaths"`
	Strong  int      `json:"strong_deaths"` // of ties that were strong
	Manners []Manner `json:"manners"`
}

// A Manner is how one way of warning did with the warnings of one cadence.
type Manner struct {
	Name     string     `json:"name"`
	Cadence  int        `json:"cadence"` // days
	Warnings int        `json:"warnings"`
	InTime   [4]float64 `json:"in_time"`        // share of the deaths warned of by 14, 45, 75, 105 days of silence
	Strong   [4]float64 `json:"strong_in_time"` // the same of strong ties
	Nag      float64    `json:"nag_rate"`       // share of the warnings after which contact came by itself within 90 days
}

// Keepers measures the warnings on the logs of the table at a path.
func Keepers(ctx context.Context, path string) (KeepersReport, error) {
	logs, err := sets(ctx, path)
	if err != nil {
		return KeepersReport{}, err
	}
	var out KeepersReport
	for _, s := range logs {
		var sum tallies
		for _, e := range s.egos {
			if ctx.Err() != nil {
				return KeepersReport{}, ctx.Err()
			}
			sum.add(e.live(network.Day(s.task.From), s.last))
		}
		if sum.deaths > 0 {
			out.Sets = append(out.Sets, sum.set(s.name))
		}
	}
	if len(out.Sets) == 0 {
		return KeepersReport{}, unreadable(errors.New("no log is long enough to see a tie die"))
	}
	return out, nil
}

// tallies counts warnings and deaths, by cadence and manner where both matter.
type tallies struct {
	egos, deaths, strong int
	warnings, needed     [3][3]int
	saved, prime         [3][3][4]int // by the ages of inTime
}

func (t *tallies) add(o tallies) {
	t.egos, t.deaths, t.strong = t.egos+o.egos, t.deaths+o.deaths, t.strong+o.strong
	for c := range cadences {
		for m := range manners {
			t.warnings[c][m] += o.warnings[c][m]
			t.needed[c][m] += o.needed[c][m]
			for k := range inTime {
				t.saved[c][m][k] += o.saved[c][m][k]
				t.prime[c][m][k] += o.prime[c][m][k]
			}
		}
	}
}

func (t *tallies) set(name string) KeepersSet {
	out := KeepersSet{Name: name, Egos: t.egos, Deaths: t.deaths, Strong: t.strong}
	part := func(n, all int) float64 { return float64(n) / float64(max(1, all)) }
	for c, days := range cadences {
		for m, manner := range manners {
			one := Manner{Name: manner, Cadence: days, Warnings: t.warnings[c][m], Nag: part(t.warnings[c][m]-t.needed[c][m], t.warnings[c][m])}
			for k := range inTime {
				one.InTime[k], one.Strong[k] = part(t.saved[c][m][k], t.deaths), part(t.prime[c][m][k], t.strong)
			}
			out.Manners = append(out.Manners, one)
		}
	}
	return out
}

// A life is one tie of a keeper as the weeks go by.
type life struct {
	*dyad
	pulse relation.Pulse
	seen  int // contact days so far
	// warned holds, for each cadence and manner, the latest day of contact after
	// which a warning was given: one silence, one warning.
	warned [3][3]network.Day
	f      relation.Forecast
	until  network.Day // deaths that begin later are not counted: some warnings in time would fall after the end
}

// live replays an ego's log. It ends early enough for every outcome to be known.
func (e ego) live(from, last network.Day) (t tallies) {
	end := network.Day(0)
	for _, d := range e.ties {
		end = max(end, d.days[len(d.days)-1])
	}
	end = min(end, last) - deathDays
	if end <= from+lastInTime {
		return t
	}
	t.egos = 1
	lives, self := make([]life, len(e.ties)), relation.Ego{}
	for i, d := range e.ties {
		lives[i] = life{dyad: d, until: end - lastInTime}
		for c := range cadences {
			for m := range manners {
				lives[i].warned[c][m] = -1
			}
		}
	}
	for day := from; day <= end; day += weekDays {
		silent := awaken(lives, &self, day, from)
		t.warn(silent, day)
	}
	for _, l := range lives {
		t.bury(l.dyad, from, l.until)
	}
	return t
}

// bury counts the deaths of a tie that had enough history.
func (t *tallies) bury(d *dyad, from, until network.Day) {
	var p relation.Pulse
	for _, day := range d.days {
		p.Add(day)
		if p.N < enough || day < from || day > until || !d.dies(day) {
			continue
		}
		t.deaths++
		if p.L[relation.H90] >= strongL {
			t.strong++
		}
	}
}

// awaken takes in what came before a day, and returns the ties whose silence
// began within the replay.
func awaken(lives []life, self *relation.Ego, day, from network.Day) (silent []*life) {
	for i := range lives {
		l := &lives[i]
		was := l.pulse
		for ; l.seen < len(l.days) && l.days[l.seen] < day; l.seen++ {
			l.pulse.Add(l.days[l.seen])
			self.Count(l.days[l.seen], 1)
		}
		self.Replace(was, l.pulse)
	}
	g := self.At(day)
	for i := range lives {
		if l := &lives[i]; l.pulse.N >= enough && l.pulse.Last >= from {
			l.f = l.pulse.At(g, relation.H90)
			silent = append(silent, l)
		}
	}
	return silent
}

// warn gives the warnings of one week.
func (t *tallies) warn(silent []*life, day network.Day) {
	for c, cadence := range cadences {
		for _, l := range silent {
			if int(day-l.pulse.Last) >= cadence && l.warned[c][0] != l.pulse.Last {
				t.name(l, c, 0, day)
			}
		}
		for m, worth := range [3]func(relation.Forecast) float64{1: relation.Forecast.Probability, 2: attention} {
			if m > 0 {
				t.first(silent, c, m, day, worth)
			}
		}
	}
}

// first names the ties that a manner ranks first, until it has given as many
// warnings as its cadence.
func (t *tallies) first(silent []*life, c, m int, day network.Day, worth func(relation.Forecast) float64) {
	left := t.warnings[c][0] - t.warnings[c][m]
	if left <= 0 {
		return
	}
	var open []*life
	for _, l := range silent {
		if l.warned[c][m] != l.pulse.Last {
			open = append(open, l)
		}
	}
	slices.SortStableFunc(open, func(a, b *life) int { return cmp.Compare(worth(b.f), worth(a.f)) })
	for _, l := range open[:min(left, len(open))] {
		t.name(l, c, m, day)
	}
}

// attention orders ties as the product does.
func attention(f relation.Forecast) float64 { return math.Sqrt(math.Log1p(f.L)) * f.Probability() }

// name records a warning.
func (t *tallies) name(l *life, c, m int, day network.Day) {
	l.warned[c][m] = l.pulse.Last
	t.warnings[c][m]++
	next := l.after(day)
	if next < 0 || next-day >= neededDays {
		t.needed[c][m]++
	}
	last := l.pulse.Last
	if last > l.until || !l.dies(last) {
		return
	}
	for k, days := range inTime {
		if int(day-last) <= days {
			t.saved[c][m][k]++
			if l.f.L >= strongL {
				t.prime[c][m][k]++
			}
		}
	}
}

// dies reports whether the contact of a day was followed by the tie's death.
func (d *dyad) dies(day network.Day) bool {
	next := d.after(day + 1)
	return next < 0 || next-day >= deathDays
}

// Write lays the report out as tables for reading.
func (r KeepersReport) Write(w io.Writer) error {
	t := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	for _, s := range r.Sets {
		fmt.Fprintf(t, "%s: %d egos, %d ties died (silent for %d days), %d of them strong\n", s.Name, s.Egos, s.Deaths, deathDays, s.Strong)
		fmt.Fprintf(t, "\twarnings\tby %d days\t%d\t%d\t%d\tstrong by %d\t%d\t%d\t%d\tnag\n", inTime[0], inTime[1], inTime[2], inTime[3], inTime[0], inTime[1], inTime[2], inTime[3])
		for _, m := range s.Manners {
			fmt.Fprintf(t, "%s\t%d", m.label(), m.Warnings)
			for _, f := range append(m.InTime[:], m.Strong[:]...) {
				fmt.Fprintf(t, "\t%.3f", f)
			}
			fmt.Fprintf(t, "\t%.3f\n", m.Nag)
		}
		fmt.Fprintln(t)
	}
	return t.Flush()
}

// label names a manner with the cadence whose warnings it has.
func (m Manner) label() string {
	if m.Name == manners[0] {
		return fmt.Sprintf("%s of %d days", m.Name, m.Cadence)
	}
	return m.Name + ", as many"
}

// JSON writes the report as one object.
func (r KeepersReport) JSON(w io.Writer) error { return json.NewEncoder(w).Encode(r) }
