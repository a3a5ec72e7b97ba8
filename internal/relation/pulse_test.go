package relation

import (
	"math"
	"reflect"
	"testing"

	"entregent/internal/network"
	"pgregory.net/rapid"
)

// lone returns the pulse of a tie that is the whole log, and its ground.
func lone(t int, days ...network.Day) (Pulse, Ground) {
	var e Ego
	e.Swap(nil, days)
	return NewPulse(days), e.At(network.Day(t))
}

// The vectors of the model, to six digits.
func TestVectors(t *testing.T) {
	weekly := []network.Day{0, 7, 14, 28, 35, 60}
	for _, v := range []struct {
		name                   string
		days                   []network.Day
		t                      int
		h                      Horizon
		l, gap, m, q, p, alone float64
	}{
		{"a weekly tie, forty days silent", weekly, 100, H90, 5.239033, 10.372237, 0.806982, 0.560948, 0.353210, 0.389422},
		{"the day after a contact", weekly, 61, H90, 5.239033, 10.372237, 0.020175, 1.007531, 0.132797, 0.186141},
		{"the same over thirty days", weekly, 100, H30, 4.069997, 10.372237, 1.880738, -0.749690, 0.704505, 0.601692},
		{"two contacts far apart", []network.Day{10, 300}, 400, H90, 1.327346, 290.000000, 0.511137, 0.025632, 0.740416, 0.741713},
		{"one contact", []network.Day{0}, 45, H90, 1.000000, 7.000000, 0.173287, 0.882149, 0.839661, 0.881929},
	} {
		p, g := lone(v.t, v.days...)
		f := p.At(g, v.h)
		for _, c := range []struct {
			what      string
			got, want float64
		}{
			{"L", f.L, v.l}, {"g", f.Gap, v.gap}, {"m", f.Missed, v.m}, {"q", f.Q, v.q}, {"p", f.P, v.p}, {"PULSE-tie", f.TieP, v.alone},
		} {
			if math.Abs(c.got-c.want) > 6e-7 {
				t.Errorf("%s: %s = %.6f, want %.6f", v.name, c.what, c.got, c.want)
			}
		}
	}
}

// Read every morning, the tie of the first vector comes due 31 days after its
// last contact and stays so.
func TestFirstDueDay(t *testing.T) {
	for day := 61; day < 200; day++ {
		p, g := lone(day, 0, 7, 14, 28, 35, 60)
		silence := day - 60
		if due := silence >= p.Due(g); due != (silence >= 31) {
			t.Errorf("%d days after the last contact: due is %v", silence, due)
		}
	}
}

// Silence never lowers the risk, the keeper's activity being what it is.
func TestSilenceNeverLowersTheRisk(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		p := NewPulse(someDays(r))
		g := Ground{Mu0: rapid.Float64Range(0, 6).Draw(r, "mu0"), History: rapid.SampledFrom([]int{0, 500}).Draw(r, "history")}
		g.Q[H90] = rapid.Float64Range(-4, 2).Draw(r, "q")
		s := rapid.IntRange(1, 3000).Draw(r, "s")
		more := s + rapid.IntRange(1, 400).Draw(r, "more")
		if a, b := p.after(g, H90, s), p.after(g, H90, more); a.Probability() > b.Probability() || a.Drift > b.Drift {
			r.Fatalf("after %d days %v, after %d days %v", s, a, more, b)
		}
		due := p.Due(g)
		f := p.after(g, H90, due)
		if f.Drift < dueDrift && f.P < dueProbability {
			r.Fatalf("due after %d days, when the rule does not hold: %v", due, f)
		}
		if float64(due) < p.gap(g.Mu0) && p.gap(g.Mu0) < longestWait {
			r.Fatalf("due after %d days, before the usual %f", due, p.gap(g.Mu0))
		}
	})
}

func someDays(r *rapid.T) []network.Day {
	gaps := rapid.SliceOfN(rapid.IntRange(1, 200), 1, 30).Draw(r, "gaps")
	days, d := make([]network.Day, len(gaps)), network.Day(-300)
	for i, g := range gaps {
		d += network.Day(g)
		days[i] = d
	}
	return days
}

// The keeper's state does not depend on the order in which ties arrive, and
// what is taken away leaves no trace.
func TestEgoForgetsTheOrder(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		a, b, c := someDays(r), someDays(r), someDays(r)
		var one, two Ego
		one.Swap(nil, a)
		one.Swap(nil, b)
		two.Swap(nil, c)
		two.Swap(nil, b)
		two.Swap(c, a)
		if one.At(500) != two.At(500) || len(one.Days) != len(two.Days) {
			r.Fatalf("%+v\n%+v", one, two)
		}
		raw, _ := one.MarshalBinary()
		var stored Ego
		if err := stored.UnmarshalBinary(raw); err != nil || !reflect.DeepEqual(stored, one) {
			r.Fatalf("stored: %v, %+v", err, stored)
		}
	})
}

func FuzzStoredEgo(f *testing.F) {
	var e Ego
	e.Swap(nil, []network.Day{-3, 0, 400})
	b, _ := e.MarshalBinary()
	f.Add(b)
	f.Fuzz(func(t *testing.T, b []byte) {
		var one, two Ego
		if one.UnmarshalBinary(b) != nil {
			return
		}
		again, _ := one.MarshalBinary()
		if err := two.UnmarshalBinary(again); err != nil || !reflect.DeepEqual(one, two) {
			t.Fatalf("%v\n%+v\n%+v", err, one, two)
		}
		one.At(100)
	})
}
