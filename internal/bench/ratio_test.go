package bench

import "testing"

func TestVerdicts(t *testing.T) {
	for _, c := range []struct {
		what string
		Ratio
		want Verdict
	}{
		{"the goal", Ratio{Value: 4, Goal: 4}, GoalReached},
		{"short of the only goal", Ratio{Value: 3.9, Goal: 4}, Missed},
		{"between floor and goal", Ratio{Value: 0.1, Goal: 0.15, Floor: 0.08}, FloorOnly},
		{"under the floor", Ratio{Value: 0.07, Goal: 0.15, Floor: 0.08}, Missed},
		{"less is better", Ratio{Value: 4.9, Goal: 5, AtMost: true}, GoalReached},
		{"less is better, and it is more", Ratio{Value: 5.1, Goal: 5, AtMost: true}, Missed},
		{"nothing was hoped for", Ratio{Value: 1}, ""},
	} {
		if c.judge(); c.Reached != c.want {
			t.Errorf("%s: %q, want %q", c.what, c.Reached, c.want)
		}
	}
}
