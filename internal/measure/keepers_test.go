package measure

import (
	"context"
	"strings"
	"testing"
)

// keeper1 returns the tallies of ego 1 of a log.
func keeper1(t *testing.T, log string) tallies {
	t.Helper()
	logs, err := sets(context.Background(), folder(t, strings.Replace(ours, "hi = 400", "hi = 1000", 1), at(0, 8, 9)+log))
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range logs[0].egos {
		if e.id == 1 {
			return e.live(100, logs[0].last)
		}
	}
	t.Fatal("no ego 1")
	return tallies{}
}

// every writes to somebody every so many days, from one day to before another.
func every(days, from, to float64, who int) string {
	var b strings.Builder
	for d := from; d < to; d += days {
		b.WriteString(at(d, 1, who))
	}
	return b.String()
}

func TestSimulatedKeepers(t *testing.T) {
	alive := every(7, 10.5, 900, 2)
	t.Run("a tie that dies is warned of once by each cadence", func(t *testing.T) {
		got := keeper1(t, alive+every(7, 11, 200, 3))
		if got.deaths != 1 || got.strong != 1 {
			t.Fatalf("%+v", got)
		}
		want := [3][4]int{{0, 1, 1, 1}, {0, 0, 1, 1}, {0, 0, 0, 1}}
		for c, days := range cadences {
			if got.warnings[c][0] != 1 || got.needed[c][0] != 1 || got.saved[c][0] != want[c] {
				t.Errorf("cadence of %d: %d warnings, %d needed, in time %v", days, got.warnings[c][0], got.needed[c][0], got.saved[c][0])
			}
			for m, manner := range manners {
				if got.warnings[c][m] > got.warnings[c][0] {
					t.Errorf("%s warns more often than the cadence of %d", manner, days)
				}
			}
		}
	})
	t.Run("a silence that ends by itself is a nag", func(t *testing.T) {
		got := keeper1(t, alive+every(7, 11, 200, 3)+every(7, 240, 900, 3))
		if got.deaths != 0 || got.warnings[0][0] != 1 || got.needed[0][0] != 0 || got.warnings[1][0] != 0 {
			t.Errorf("%+v", got)
		}
	})
	t.Run("silence that began before the replay is not warned of", func(t *testing.T) {
		if got := keeper1(t, alive+every(7, 11, 90, 3)); got.deaths != 0 || got.warnings[0][0] != 0 {
			t.Errorf("%+v", got)
		}
	})
	t.Run("two contact days are too little history", func(t *testing.T) {
		if got := keeper1(t, alive+every(7, 150, 160, 3)); got.deaths != 0 || got.warnings[0][0] != 0 {
			t.Errorf("%+v", got)
		}
	})
}

// With no more warnings than a cadence, the model is needless no more often.
func TestKeepersOnPublicLogs(t *testing.T) {
	for _, s := range public(t).Keepers.Sets {
		for i := 0; i < len(s.Manners); i += len(manners) {
			cadence := s.Manners[i]
			for _, m := range s.Manners[i+1 : i+len(manners)] {
				if m.Warnings > cadence.Warnings || m.Nag > cadence.Nag+0.005 {
					t.Errorf("%s, %s: %d warnings, nag %.3f; the cadence %d, %.3f", s.Name, m.label(), m.Warnings, m.Nag, cadence.Warnings, cadence.Nag)
				}
			}
		}
	}
}
