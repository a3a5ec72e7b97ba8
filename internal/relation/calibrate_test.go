package relation

import (
	"iter"
	"math"
	"math/rand/v2"
	"reflect"
	"testing"

	"entregent/internal/network"
	"pgregory.net/rapid"
)

func tieID(n int) (id network.PersonID) {
	id[0], id[1] = byte(n>>8), byte(n)
	return id
}

// tied gives pulses to the persons 0, 1, 2 …
func tied(pulses ...Pulse) iter.Seq2[network.PersonID, Pulse] {
	return func(yield func(network.PersonID, Pulse) bool) {
		for i, p := range pulses {
			if !yield(tieID(i), p) {
				return
			}
		}
	}
}

// tally returns n forecasts of a log-odds of which so many came true.
func tally(z LogOdds, n, silent int) Tally { return Tally{{z, n, silent}} }

func TestBias(t *testing.T) {
	for _, v := range []struct {
		name      string
		tally     Tally
		low, high float64
	}{
		{"nothing closed", nil, 0, 0},
		{"as foretold", tally(0, 1000, 500), -1e-9, 1e-9},
		{"one surprise hardly moves it", tally(0, 1, 1), 0.02, 0.04},
		{"fifty, all silent at even odds", tally(0, 50, 50), 0.9, 1.1},
		{"many, sixty of a hundred at even odds", tally(0, 100000, 60000), math.Log(1.5) - 1e-3, math.Log(1.5)},
		{"never more than 2", tally(-500, 10000, 10000), 2, 2},
		{"never less than -2", tally(500, 10000, 0), -2, -2},
	} {
		if b := v.tally.Bias(); b < v.low || b > v.high {
			t.Errorf("%s: %v, want from %v to %v", v.name, b, v.low, v.high)
		}
	}
}

// Whatever was said and came, the bias is where the penalised likelihood is
// greatest, or at the border towards it.
func TestBiasIsTheBest(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		var tl Tally
		for range rapid.IntRange(0, 300).Draw(r, "n") {
			tl.Add(LogOdds(rapid.IntRange(-400, 400).Draw(r, "z")), rapid.Bool().Draw(r, "silent"))
		}
		worth := func(b float64) float64 {
			sum := -biasPrior * b * b / 2
			for _, x := range tl {
				p := sigmoid(x.Z.Float() + b)
				sum += float64(x.Silent)*math.Log(p) + float64(x.All-x.Silent)*math.Log(1-p)
			}
			return sum
		}
		b := tl.Bias()
		for _, other := range []float64{b - 0.05, b + 0.05} {
			if math.Abs(other) <= biasMost && worth(other) > worth(b)+1e-6 {
				r.Fatalf("bias %v is worse than %v", b, other)
			}
		}
	})
}

// A keeper whose ties all live slower than those of the public logs: the
// forecasts become right on what comes after.
func TestABookLearnsItsOwnPace(t *testing.T) {
	rng := rand.New(rand.NewPCG(3, 4))
	var past, future Tally
	for i := range 4000 {
		z := 3 * rng.NormFloat64() / 2
		silent := rng.Float64() < sigmoid(z-0.8)
		if i < 2000 {
			past.Add(logOddsOf(z), silent)
		} else {
			future.Add(logOddsOf(z), silent)
		}
	}
	off := func(bias float64) (sum float64) {
		for _, b := range future.Reliability(bias) {
			sum += math.Abs(b.Said-b.Came) * float64(b.Count) / 2000
		}
		return sum
	}
	if b := past.Bias(); math.Abs(b+0.8) > 0.12 || off(b) > 0.03 || off(0) < 0.1 {
		t.Errorf("bias %v; off by %v, without it %v", b, off(b), off(0))
	}
}

func TestReliability(t *testing.T) {
	tl := Tally{{-200, 10, 1}, {-199, 10, 2}, {0, 4, 2}, {1000, 3, 3}}
	bins := tl.Reliability(0)
	if len(bins) != 3 || bins[0].Count != 20 || bins[0].Silent != 3 || bins[1].Came != 0.5 || bins[2].Came != 1 {
		t.Fatalf("%+v", bins)
	}
	for _, b := range bins {
		if b.Low > b.Came || b.High < b.Came || b.Low < 0 || b.High > 1 {
			t.Errorf("%+v", b)
		}
	}
	if low, high := wilson(3, 20); math.Abs(low-0.0524) > 1e-4 || math.Abs(high-0.3604) > 1e-4 {
		t.Errorf("3 of 20: %v to %v", low, high)
	}
	if tally(0, 49, 0).Enough() || !tally(0, 50, 0).Enough() {
		t.Error("words until fifty are closed")
	}
}

func TestDiary(t *testing.T) {
	weekly := []network.Day{70, 77, 84, 91, 98}
	var e Ego
	e.Swap(nil, weekly)
	lone := NewPulse([]network.Day{98})
	asleep := NewPulse([]network.Day{-400, -390, -380})
	var d Diary
	put := func(day, latest network.Day) int {
		new := d.Take(e.At(day), latest, tied(NewPulse(weekly), lone, asleep))
		return len(new[H30]) + len(new[H90])
	}
	for _, v := range []struct {
		name        string
		day, latest network.Day
		want        int
	}{
		{"a log that is not up to date", 120, 98, 0},
		{"the one tie with enough history, for both horizons", 100, 98, 2},
		{"the next day is too soon", 101, 101, 0},
		{"a week later both are still open", 107, 101, 0},
	} {
		if got := put(v.day, v.latest); got != v.want {
			t.Errorf("%s: %d, want %d", v.name, got, v.want)
		}
	}
	var asked [2]network.Day
	came := func(h Horizon, s Snapshot) Outcome {
		asked = [2]network.Day{s.Day, s.End(h)}
		return Silent
	}
	if n := d.Close(128, came); n != 0 {
		t.Errorf("closed %d before the log reaches the end of the span", n)
	}
	if n := d.Close(129, came); n != 1 || asked != [2]network.Day{100, 130} {
		t.Errorf("closed %d over %v", n, asked)
	}
	if n := put(130, 129); n != 1 {
		t.Errorf("%d put down once the shorter is closed", n)
	}
	if n := d.Close(500, func(Horizon, Snapshot) Outcome { return Lost }); n != 0 || len(d.Open[H30])+len(d.Open[H90]) != 0 {
		t.Errorf("what is lost is let go and teaches nothing: %d, %+v", n, d)
	}
	if d.Closed[H30].Count() != 1 || d.Closed[H30][0].Silent != 1 || d.Learnt().Bias[H30] <= 0 || d.Learnt().Bias[H90] != 0 {
		t.Errorf("%+v, bias %v", d.Closed, d.Learnt())
	}
}

func TestOutcome(t *testing.T) {
	s := Snapshot{Day: 100}
	for _, v := range []struct {
		name string
		days []network.Day
		want Outcome
	}{
		{"no contact at all: the tie is another's now", nil, Lost},
		{"before and after the span", []network.Day{99, 130}, Silent},
		{"on its first day", []network.Day{99, 100}, InContact},
		{"on its last day", []network.Day{1, 129, 200}, InContact},
	} {
		if got := s.OutcomeOf(H30, v.days); got != v.want {
			t.Errorf("%s: %v, want %v", v.name, got, v.want)
		}
	}
	if s.OutcomeOf(H90, []network.Day{130}) != InContact {
		t.Error("the longer span holds what lies beyond the shorter")
	}
}

// Fifty of the keeper's own forecasts must be closed before an explanation
// speaks in figures.
func TestFiguresComeLate(t *testing.T) {
	days := []network.Day{10, 20, 30, 40}
	var e Ego
	e.Swap(nil, days)
	tie := Tie{Pulse: NewPulse(days)}
	for _, v := range []struct {
		closed [2]int
		want   bool
	}{{[2]int{0, 0}, false}, {[2]int{400, 49}, false}, {[2]int{50, 50}, true}} {
		g := e.At(60)
		g.Closed = v.closed
		r := tie.Read(g, Profile{})
		last := r.Drift.Reasons[len(r.Drift.Reasons)-1]
		if got := last.Key == InFigures; got != v.want || r.Drift.Closed != v.closed[H90] {
			t.Errorf("%v closed: %v", v.closed, r.Drift.Reasons)
		}
		if v.want && last.Args[1] != int(math.Round(100**r.Drift.P90)) {
			t.Errorf("%v, where p90 is %v", last.Args, *r.Drift.P90)
		}
	}
}

// What took place on the day of the forecast is known to it and is no outcome.
func TestAForecastBeginsAfterTheContact(t *testing.T) {
	days := []network.Day{80, 90, 100}
	var e Ego
	e.Swap(nil, days)
	var d Diary
	d.Take(e.At(100), 100, tied(NewPulse(days)))
	if s := d.Open[H30][0]; s.Day != 101 {
		t.Errorf("%+v", s)
	}
}

// A correction in force changes what is said, never what is put down: it would
// otherwise learn from itself.
func TestTheDiaryKeepsWhatTheModelSaid(t *testing.T) {
	days := []network.Day{80, 90, 100}
	var e Ego
	e.Swap(nil, days)
	var plain, corrected Diary
	g := e.At(110)
	plain.Take(g, 109, tied(NewPulse(days)))
	g.Bias = [2]float64{1.5, -1.5}
	corrected.Take(g, 109, tied(NewPulse(days)))
	if !reflect.DeepEqual(plain, corrected) {
		t.Errorf("%+v\n%+v", plain, corrected)
	}
	f := NewPulse(days).At(g, H90)
	if z := plain.Open[H90][0].Z; math.Abs(sigmoid(z.Float()-1.5)-f.Probability()) > 0.003 {
		t.Errorf("put down %v, shown %v", z.Float(), f.Probability())
	}
}

func someDiary(r *rapid.T) Diary {
	d := Diary{Taken: network.Day(rapid.IntRange(-1000, 30000).Draw(r, "taken"))}
	for _, h := range Horizons {
		for i := range rapid.IntRange(0, 20).Draw(r, "open") {
			d.Open[h] = append(d.Open[h], Snapshot{tieID(i), d.Taken - network.Day(rapid.IntRange(0, 90).Draw(r, "ago")), LogOdds(rapid.IntRange(-1000, 1000).Draw(r, "z"))})
		}
		for range rapid.IntRange(0, 20).Draw(r, "closed") {
			d.Closed[h].Add(LogOdds(rapid.IntRange(-1000, 1000).Draw(r, "z")), rapid.Bool().Draw(r, "silent"))
		}
	}
	return d
}

func TestStoredDiary(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		want := someDiary(r)
		b, _ := want.MarshalBinary()
		var got Diary
		if err := got.UnmarshalBinary(b); err != nil || !reflect.DeepEqual(got, want) {
			r.Fatalf("%v\n%+v\nwant\n%+v", err, got, want)
		}
		if n := len(want.Open[H30]) + len(want.Open[H90]); n > 0 && len(want.Closed[H30])+len(want.Closed[H90]) == 0 && len(b) > 16+21*n {
			r.Fatalf("%d bytes for %d forecasts", len(b), n)
		}
	})
}

func FuzzStoredDiary(f *testing.F) {
	d := Diary{Taken: 20000}
	d.Open[H90] = []Snapshot{{tieID(1), 19990, -120}, {tieID(2), 19990, 80}}
	d.Closed[H30].Add(40, true)
	b, _ := d.MarshalBinary()
	f.Add(b)
	f.Fuzz(func(t *testing.T, b []byte) {
		var one, two Diary
		if one.UnmarshalBinary(b) != nil {
			return
		}
		again, _ := one.MarshalBinary()
		if err := two.UnmarshalBinary(again); err != nil || !reflect.DeepEqual(one, two) {
			t.Fatalf("%v\n%+v\n%+v", err, one, two)
		}
		for _, h := range Horizons {
			one.Closed[h].Reliability(one.Learnt().Bias[h])
		}
	})
}
