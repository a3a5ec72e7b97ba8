package relation

import (
	"bytes"
	"iter"
	"math"
	"slices"

	"entregent/internal/network"
)

// When forecasts are put down.
const (
	diaryDays = 7  // days between two takings
	staleDays = 14 // days without contact with anybody after which the log cannot be taken as up to date
)

// A Snapshot is one forecast put down, to be judged once its horizon is over.
// It takes some twenty bytes in the store.
type Snapshot struct {
	Tie network.PersonID
	Day network.Day // the first day of the span foretold
	Z   LogOdds     // before self-calibration, which must not learn from itself
}

// A Diary is what self-calibration keeps of one keeper: the forecasts that wait
// for their outcome, at most one for each tie and horizon, so that no silence is
// counted twice, and the tally of those whose outcome is known. The zero value
// is an empty diary.
type Diary struct {
	Taken  network.Day   // the day of the latest taking; 0 none
	Open   [2][]Snapshot // for each horizon, by tie
	Closed [2]Tally
}

// DueOn reports whether forecasts are to be put down on a day: once a week.
func (d *Diary) DueOn(day network.Day) bool { return d.Taken == 0 || day >= d.Taken+diaryDays }

// Take puts down the forecasts of one day, once a week, and returns those of
// each horizon, by tie.
// A tie whose last forecast is still open, with too little history or long
// asleep is passed over. latest is the keeper's latest contact day with anybody: where it
// lies back by more than two weeks, the log is not up to date (the mail has not
// been read in, say), its silence means nothing, and nothing is put down.
//
// The caller leaves out those who are not watched.
func (d *Diary) Take(g Ground, latest network.Day, ties iter.Seq2[network.PersonID, Pulse]) (put [2][]Snapshot) {
	if !d.DueOn(g.Day) || latest < g.Day-staleDays {
		return put
	}
	d.Taken = g.Day
	for id, p := range ties {
		if p.N < enoughHistory || int(g.Day)-int(p.Last) > aliveDays {
			continue
		}
		for _, h := range Horizons {
			if _, open := d.find(h, id); !open {
				// A contact of the day itself is known already: the span begins after it.
				put[h] = append(put[h], Snapshot{id, max(g.Day, p.Last+1), logOddsOf(p.At(g, h).logOdds())})
			}
		}
	}
	for _, h := range Horizons {
		d.Open[h] = append(d.Open[h], put[h]...)
		slices.SortFunc(d.Open[h], func(a, b Snapshot) int { return bytes.Compare(a.Tie[:], b.Tie[:]) })
		slices.SortFunc(put[h], func(a, b Snapshot) int { return bytes.Compare(a.Tie[:], b.Tie[:]) })
	}
	return put
}

func (d *Diary) find(h Horizon, id network.PersonID) (int, bool) {
	return slices.BinarySearchFunc(d.Open[h], id, func(s Snapshot, id network.PersonID) int { return bytes.Compare(s.Tie[:], id[:]) })
}

// An Outcome says what came of a tie in a span of days.
type Outcome int

// The outcomes. Lost is a tie that is no more: merged, erased, no longer watched.
const (
	Lost Outcome = iota
	InContact
	Silent
)

// OutcomeOf says what came of a tie in the span that a forecast spoke of, from
// its contact days in ascending order. A tie without any is Lost: its contacts
// belong to somebody else now, or were taken away.
func (s Snapshot) OutcomeOf(h Horizon, days []network.Day) Outcome {
	if len(days) == 0 {
		return Lost
	}
	if n, _ := slices.BinarySearch(days, s.Day); n < len(days) && days[n] < s.End(h) {
		return InContact
	}
	return Silent
}

// End returns the day after the span.
func (s Snapshot) End(h Horizon) network.Day { return s.Day + network.Day(h.Days()) }

// Close judges the forecasts whose horizon is over, and returns how many.
// came says what came of the tie of a forecast. A span counts as
// over only once the keeper was in contact with anybody on its last day or
// later: what the log does not reach cannot be called silence.
func (d *Diary) Close(latest network.Day, came func(Horizon, Snapshot) Outcome) int {
	closed := 0
	for _, h := range Horizons {
		d.Open[h] = slices.DeleteFunc(d.Open[h], func(s Snapshot) bool {
			if latest < s.End(h)-1 {
				return false
			}
			if o := came(h, s); o != Lost {
				d.Closed[h].Add(s.Z, o == Silent)
				closed++
			}
			return true
		})
	}
	return closed
}

// Learnt is what a keeper's closed forecasts have taught, for each horizon.
type Learnt struct {
	Bias   [2]float64 // added to the log-odds; 0 until learnt
	Closed [2]int     // forecasts whose outcome is known
}

// Learnt returns what is to be put into the Ground of a reading.
func (d *Diary) Learnt() (l Learnt) {
	for _, h := range Horizons {
		l.Bias[h], l.Closed[h] = d.Closed[h].Bias(), d.Closed[h].Count()
	}
	return l
}

// LogOdds is a log-odds rounded to hundredths and held within ±10, so that a
// tally stays small however many forecasts it has seen.
type LogOdds int16

const mostLogOdds = 1000

func logOddsOf(z float64) LogOdds {
	return LogOdds(math.Round(100 * min(max(z, -mostLogOdds/100), mostLogOdds/100)))
}

// Hundredths returns a log-odds of so many hundredths, held within what is kept.
func Hundredths(n int) LogOdds { return LogOdds(min(max(n, -mostLogOdds), mostLogOdds)) }

// Float returns the log-odds as a number.
func (z LogOdds) Float() float64 { return float64(z) / 100 }
