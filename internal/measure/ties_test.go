package measure

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"math"
	"strings"
	"testing"

	"entregent/internal/network"
)

// The description gives .752 and .748 without its protocol to the letter; every
// outreach, without a warm-up, comes within .006 of both.
func TestRepliesOnPublicLogs(t *testing.T) {
	got := public(t).Reply
	known := map[string]float64{"email-eu": .752, "reality-texts": .748}
	for _, s := range got.Sets {
		shipped := s.Models[len(s.Models)-1]
		auc, found := known[s.Name]
		if found && math.Abs(shipped.AUC-auc) > 0.006 {
			t.Errorf("%s: AUC %.4f, known as %.3f", s.Name, shipped.AUC, auc)
		}
		if found != s.InSample {
			t.Errorf("%s: in sample %v", s.Name, s.InSample)
		}
	}
}

// So with strength: .792, .825, .842, met within .008 by ties alive within a
// year, a gap of 60 days, and the mean of AUC within an ego.
func TestStrengthOnPublicLogs(t *testing.T) {
	got := public(t).Strength
	known := map[string]float64{"email-eu": .792, "w3c-email": .825, "reality-calls": .842}
	met := 0
	for _, s := range got.Sets {
		shipped := s.Models[len(s.Models)-1]
		if auc, found := known[s.Name]; found && s.Gap == 60 {
			met++
			if math.Abs(shipped.AUC-auc) > 0.008 {
				t.Errorf("%s: AUC %.4f, known as %.3f", s.Name, shipped.AUC, auc)
			}
		}
		for _, other := range s.Models[:len(s.Models)-1] {
			if other.AUC > shipped.AUC {
				t.Errorf("%s after %d days: %s is better than what is shipped", s.Name, s.Gap, other.Name)
			}
		}
	}
	if met != len(known) {
		t.Errorf("%d of %d logs", met, len(known))
	}
}

// outreachesOf returns what an ego's outreaches were and came to, one letter
// each: A answered, n not.
func outreachesOf(t *testing.T, ego int, log string) string {
	t.Helper()
	logs, err := sets(context.Background(), folder(t, ours, at(0, 8, 9)+log))
	if err != nil {
		t.Fatal(err)
	}
	var out strings.Builder
	for _, e := range logs[0].egos {
		for _, o := range e.outreaches(logs[0].last) {
			switch {
			case e.id != ego:
			case o.answered:
				out.WriteByte('A')
			default:
				out.WriteByte('n')
			}
		}
	}
	return out.String()
}

func TestOutreaches(t *testing.T) {
	end := at(60, 8, 9)
	for _, v := range []struct{ name, log, want string }{
		{"answered within the week", at(10, 1, 2) + at(16, 2, 1) + end, "A"},
		{"answered after the week", at(10, 1, 2) + at(18, 2, 1) + end, "n"},
		{"never answered", at(10, 1, 2) + end, "n"},
		{"a word the same day is no second outreach", at(10, 1, 2) + at(10.5, 1, 2) + end, "n"},
		{"a word within a day of theirs is none", at(10, 2, 1) + at(10.5, 1, 2) + end, ""},
		{"after a lull of theirs it is one", at(10, 2, 1) + at(12, 1, 2) + end, "n"},
		{"a week that the log does not cover is left out", at(10, 1, 2) + at(58, 1, 2) + end, "n"},
		{"what somebody else wrote is no answer", at(10, 1, 2) + at(11, 3, 1) + end, "n"},
	} {
		if got := outreachesOf(t, 1, v.log); got != v.want {
			t.Errorf("%s: %q, want %q", v.name, got, v.want)
		}
	}
}

// Nothing that comes after an outreach may change what was foretold of it.
func TestNoOutreachKnowsWhatFollows(t *testing.T) {
	past := at(0, 8, 9) + at(10, 1, 2) + at(12, 2, 1) + at(14, 1, 3)
	foretold := func(log string) outreach {
		logs, err := sets(context.Background(), folder(t, ours, log))
		if err != nil {
			t.Fatal(err)
		}
		return logs[0].egos[0].outreaches(logs[0].last)[2]
	}
	quiet := foretold(past + at(20, 1, 2) + at(60, 8, 9))
	busy := foretold(past + at(20, 1, 2) + at(20.2, 2, 1) + at(21, 3, 1) + at(60, 8, 9))
	if quiet.scores != busy.scores || quiet.answered || !busy.answered {
		t.Errorf("%+v\n%+v", quiet, busy)
	}
}

func TestTheFarWindow(t *testing.T) {
	var log strings.Builder
	log.WriteString(at(0, 8, 9))
	for k := 2; k <= 7; k++ { // six ties, seen last on day 90
		log.WriteString(at(90+float64(k)/10, 1, k)) // not at once: that would be a broadcast
	}
	log.WriteString(at(110, 1, 2))                 // in the gap: not looked at
	log.WriteString(at(159, 1, 3))                 // the last day of the gap
	log.WriteString(at(160, 1, 4))                 // the first of the window
	log.WriteString(at(219, 1, 5) + at(220, 1, 6)) // its last, and the day after
	log.WriteString(at(390, 1, 7))
	logs, err := sets(context.Background(), folder(t, ours, log.String()))
	if err != nil {
		t.Fatal(err)
	}
	var got []bool
	for _, r := range logs[0].standings(60) {
		if r.day == 100 {
			got = append(got, r.again)
		}
	}
	want := []bool{false, false, true, true, false, false}
	if len(got) != len(want) {
		t.Fatalf("%v, want %v", got, want)
	}
	for i := range got {
		if got[i] != want[i] {
			t.Errorf("%v, want %v", got, want)
		}
	}
}

func TestRun(t *testing.T) {
	var log strings.Builder
	for d := 1.0; d < 399; d += 9 {
		for k := 2; k < 9; k++ {
			if int(d)%k < 3 && (k < 6 || d < 130) {
				log.WriteString(at(d+float64(k)/10, 1, k) + at(d+2*float64(k), k, 1))
			}
		}
	}
	dir := folder(t, ours, log.String())
	for _, name := range []string{"drift", "reply", "strength"} {
		for _, asJSON := range []bool{false, true} {
			var b bytes.Buffer
			if err := Run(context.Background(), name, dir, &b, asJSON, false); err != nil {
				t.Fatalf("%s: %v", name, err)
			}
			if asJSON != json.Valid(b.Bytes()) || b.Len() == 0 {
				t.Errorf("%s: %s", name, b.String())
			}
		}
	}
	if err := Run(context.Background(), "nothing", dir, nil, false, false); !errors.Is(err, network.NotFound) {
		t.Errorf("no such name: %v", err)
	}
}

// The states answer as the formulas do, on a small book.
func TestRelationOfASmallBook(t *testing.T) {
	r, err := relationOf(context.Background(), 40, 3000)
	if err != nil || r.Apart > 1e-6 || r.Stored == 0 || r.Add == 0 {
		t.Errorf("%+v, %v", r, err)
	}
	var b bytes.Buffer
	if err := r.Write(&b); err != nil || !strings.Contains(b.String(), "one more contact") {
		t.Error(b.String())
	}
}
