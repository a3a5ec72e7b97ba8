package match

import (
	"fmt"
	"io/fs"
	"slices"
	"strconv"
	"time"

	"entregent/internal/match"
)

// A Speed is how long one need takes beside many offers.
type Speed struct {
	Offers int           `json:"offers"`
	Needs  int           `json:"needs"`     // each measured once
	Median time.Duration `json:"median_ns"` // of one need
	Worst  time.Duration `json:"worst_ns"`  // the slowest need
	Add    time.Duration `json:"add_ns"`    // one offer into the index, on average
}

// Pace measures it: every annotated offer stands in the index again and again,
// each time with another place, until there are as many as asked for; every
// annotated need is put to all of them.
func Pace(fsys fs.FS, offers int) (Speed, error) {
	scenes, err := load(fsys)
	if err != nil {
		return Speed{}, err
	}
	var entries []match.Entry
	var needs []match.Need
	var places []string
	for _, s := range scenes {
		for _, e := range s.entries {
			entries = append(entries, e)
			places = append(places, e.Place)
		}
		for _, k := range s.cases {
			needs = append(needs, k.need)
		}
	}
	x := match.New(nil)
	begun := time.Now()
	for i := range offers {
		e := entries[i%len(entries)]
		e.ID, e.Owner = strconv.Itoa(i), strconv.Itoa(i)
		e.Place = places[(i+i/len(entries))%len(places)]
		x.Add(e)
	}
	speed := Speed{Offers: x.Len(), Needs: len(needs), Add: time.Since(begun) / time.Duration(max(offers, 1))}
	took := make([]time.Duration, len(needs))
	for i, n := range needs {
		begun := time.Now()
		x.Meet(n, match.Options{Today: Today, Most: 20})
		took[i] = time.Since(begun)
	}
	slices.Sort(took)
	if len(took) > 0 {
		speed.Median, speed.Worst = took[len(took)/2], took[len(took)-1]
	}
	return speed, nil
}

// String is one line for a terminal.
func (s Speed) String() string {
	return fmt.Sprintf("%d offers × one need: %.2f ms in the median, %.2f ms at worst, of %d needs; one offer into the index: %.1f µs",
		s.Offers, ms(s.Median), ms(s.Worst), s.Needs, float64(s.Add)/float64(time.Microsecond))
}

func ms(d time.Duration) float64 { return float64(d) / float64(time.Millisecond) }
