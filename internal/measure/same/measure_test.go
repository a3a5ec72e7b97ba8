package same

import (
	"slices"
	"testing"
	"time"

	"entregent/internal/network"
)

// What is promised of joins and of proposals holds on a small world of either
// seed; the figures are of the large one (bench resolve).
func TestWhoIsOneWithWhom(t *testing.T) {
	for _, seed := range []uint64{Dev, Test} {
		w := Invent(seed, 1500)
		rows, misses := Measure(w)
		plain, ours := rows[0], rows[1]
		if ours.JoinedPrecision() < 0.995 {
			t.Errorf("seed %d: of what was joined %.4f is right: %v", seed, ours.JoinedPrecision(), misses[:min(3, len(misses))])
		}
		if ours.Recall() < 0.94 {
			t.Errorf("seed %d: %.4f of the pairs are joined or proposed", seed, ours.Recall())
		}
		if ours.Joined <= plain.Joined || ours.Recall() <= plain.Recall() {
			t.Errorf("seed %d: no better than the same name and the same address:\n%s", seed, Format(rows))
		}
	}
}

// The world can tell a good join from a bad one: to join by names alone is wrong
// far more often than what is allowed, and to join by addresses alone too.
func TestTheTruthNoticesBadJoins(t *testing.T) {
	w := Invent(Test, 1500)
	for what, key := range map[string]func(network.Card) string{
		"names": func(c network.Card) string { return network.Fold(c.Name) },
		"addresses": func(c network.Card) string {
			for _, h := range c.Handles {
				if h.Kind == network.Email || h.Kind == network.Phone {
					return h.Value
				}
			}
			return ""
		},
	} {
		var groups []group
		at := map[string]int{}
		for _, c := range w.Cards {
			k := key(c)
			i, ok := at[k]
			if !ok || k == "" {
				i = len(groups)
				groups = append(groups, nil)
				at[k] = i
			}
			groups[i] = append(groups[i], c.ID)
		}
		r := Row{Right: right(w)}
		r.judge(w, groups)
		if r.JoinedPrecision() >= 0.995 {
			t.Errorf("joined by %s alone, %.4f of the pairs are right: the world is too kind", what, r.JoinedPrecision())
		}
	}
}

func TestTheWorldIsTheSameEachTime(t *testing.T) {
	x, y := Invent(Dev, 300), Invent(Dev, 300)
	if !slices.EqualFunc(x.Cards, y.Cards, func(a, b network.Card) bool { return a.ID == b.ID && a.Name == b.Name }) || len(x.Together) != len(y.Together) {
		t.Error("one seed, two worlds")
	}
}

// The seeds must not share most of their names, or tuning on one is tuning on the
// other.
func TestSeedsShareAThirdOfTheNames(t *testing.T) {
	dev, test := readPools(Dev), readPools(Test)
	shared := 0
	for _, f := range dev.family {
		if slices.Contains(test.family, f) {
			shared++
		}
	}
	if shared == 0 || 2*shared > len(dev.family)+2 {
		t.Errorf("%d of %d family names are shared", shared, len(dev.family))
	}
}

func TestPace(t *testing.T) {
	at := time.Unix(0, 0)
	p := Time(Invent(Dev, 200), func() (time.Time, float64) { at = at.Add(time.Second); return at, float64(at.Unix()) / 2 })
	if p.Seconds != 1 || p.CPU != 0.5 || p.Asked == 0 {
		t.Errorf("%+v", p)
	}
}
