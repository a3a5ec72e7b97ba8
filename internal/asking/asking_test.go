package asking_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"entregent/internal/asking"
	"entregent/internal/network"
)

const begin = network.Day(20000)

// said makes steps of a line of "day step" and "day step side".
func said(t *testing.T, line string) (out []asking.Mark) {
	t.Helper()
	for _, x := range strings.Split(line, ",") {
		if strings.TrimSpace(x) == "" {
			continue
		}
		f := append(strings.Fields(x), "")
		day := begin
		if _, err := fmt.Sscan(f[0], &day); err != nil {
			t.Fatal(err)
		}
		out = append(out, on(begin+day, network.StepKind(f[1]), network.Side(f[2])))
	}
	return out
}

func on(day network.Day, what network.StepKind, side network.Side) asking.Mark {
	return asking.Mark{Step: network.Step{What: what, Side: side, At: day.Start(time.UTC)}, Day: day}
}

func moves(r asking.Reading) string {
	var out []string
	for _, m := range r.Moves {
		out = append(out, strings.TrimSpace(string(m.What)+" "+string(m.Side)))
	}
	return strings.Join(out, ", ")
}

func todo(r asking.Reading) string {
	var out []string
	for _, d := range r.Due {
		out = append(out, fmt.Sprintf("%d %s %s", d.Day-begin, strings.TrimPrefix(d.Why.Key, "asking."), d.To))
	}
	return strings.Join(out, ", ")
}

func TestLife(t *testing.T) {
	for _, tt := range []struct {
		name  string
		form  asking.Form
		said  string
		shown string
		day   network.Day
		state asking.State
		since network.Day
		moves string
		due   string
	}{
		{"a draft waits to be asked", asking.Through, "0 drafted", "", 3, asking.Drafted, 0, "asked, closed", "0 ask one"},
		{"what was asked waits for an answer", asking.Through, "0 drafted, 1 asked", "", 3, asking.Asked, 1, "accepted, declined, made, closed", "16 wait one"},
		{"fourteen days are no silence", asking.Through, "0 drafted, 1 asked", "", 15, asking.Asked, 1, "accepted, declined, made, closed", "16 wait one"},
		{"fifteen are, and it is let go of, never asked again", asking.Through, "0 drafted, 1 asked", "", 16, asking.Silent, 16, "accepted, declined, made, closed", "16 release one"},
		{"a yes is made easy after a while", asking.Through, "1 asked, 4 accepted", "", 5, asking.Accepted, 4, "made, declined, closed", "14 ease one"},
		{"a no is thanked for, and closed", asking.Through, "1 asked, 4 declined", "", 5, asking.Declined, 4, "closed", "4 thank_answer one"},
		{"presented: thank, meet, and tell within a month", asking.Through, "1 asked, 4 accepted, 6 made", "", 7, asking.Made, 6, "met, thanked, told, closed", "6 thank one, 8 meet other, 36 tell one"},
		{"a meeting in the calendar is a meeting", asking.Through, "1 asked, 6 made", "9 met", 10, asking.Met, 9, "thanked, told, closed", "6 thank one, 9 tell one"},
		{"a meeting from before the introduction is none", asking.Through, "1 asked, 6 made", "5 met", 10, asking.Made, 6, "thanked, told, closed", "6 thank one, 8 meet other, 36 tell one"},
		{"thanks shown by a letter", asking.Through, "1 asked, 6 made, 8 met", "7 thanked", 10, asking.Met, 8, "told, closed", "8 tell one"},
		{"thanked and told is done", asking.Through, "1 asked, 6 made, 8 met, 9 thanked", "12 told", 12, asking.Done, 12, "", ""},
		{"thanked alone is not", asking.Through, "1 asked, 6 made, 8 met, 9 thanked", "12 told", 11, asking.Met, 8, "told, closed", "8 tell one"},
		{"closed is closed", asking.Through, "1 asked, 20 closed", "", 21, asking.Closed, 20, "", ""},
		{"what is said counts before what is shown", asking.Through, "1 asked, 6 made, 8 met", "7 met", 9, asking.Met, 8, "thanked, told, closed", "6 thank one, 8 tell one"},
		{"what is still to come has not happened", asking.Through, "0 drafted, 5 asked", "", 4, asking.Drafted, 0, "asked, closed", "0 ask one"},

		{"advice is asked for", asking.Direct, "0 drafted", "", 0, asking.Drafted, 0, "asked, closed", "0 ask_direct one"},
		{"advice given is thanked for, and its outcome told", asking.Direct, "1 asked, 4 accepted, 6 made", "", 7, asking.Made, 6, "thanked, told, closed", "6 thank one, 36 tell one"},
		{"a yes to advice", asking.Direct, "1 asked, 4 accepted", "", 14, asking.Accepted, 4, "made, declined, closed", "14 ease_direct one"},

		{"the one who gains is asked first", asking.Between, "0 drafted", "", 0, asking.Drafted, 0, "asked one, asked other, closed", "0 ask_one one"},
		{"then one waits", asking.Between, "0 drafted, 1 asked one", "", 2, asking.Asked, 1, "accepted one, declined one, asked other, closed", "16 wait one"},
		{"then the other is asked", asking.Between, "0 drafted, 1 asked one, 2 accepted one", "", 3, asking.Asked, 1, "declined one, asked other, closed", "2 ask_other other"},
		{"or the other way round", asking.Between, "0 drafted, 1 asked other, 2 accepted other", "", 3, asking.Asked, 1, "asked one, declined other, closed", "2 ask_one one"},
		{"one yes presents nobody", asking.Between, "1 asked one, 2 accepted one, 2 asked other", "", 3, asking.Asked, 1, "declined one, accepted other, declined other, closed", "17 wait other"},
		{"two do", asking.Between, "1 asked one, 2 accepted one, 2 asked other, 4 accepted other", "", 5, asking.Accepted, 4, "made, declined one, declined other, closed", "4 present one"},
		{"silence of the other", asking.Between, "1 asked one, 2 accepted one, 2 asked other", "", 17, asking.Silent, 17, "declined one, accepted other, declined other, closed", "17 release other"},
		{"a no before the other was asked", asking.Between, "1 asked one, 2 declined one", "", 3, asking.Declined, 2, "closed", "2 thank_answer one"},
		{"a no of the other: the one is told", asking.Between, "1 asked one, 2 accepted one, 2 asked other, 4 declined other", "", 5, asking.Declined, 4, "closed", "4 tell_other one"},
		{"presented: thank the other, and ask what came of it", asking.Between, "1 asked one, 2 accepted one, 2 asked other, 4 accepted other, 5 made", "", 6, asking.Made, 5, "met, thanked, told, closed", "12 thank_other other, 35 hear one"},
		{"they met", asking.Between, "1 asked one, 2 accepted one, 2 asked other, 4 accepted other, 5 made", "9 met", 10, asking.Met, 9, "thanked, told, closed", "9 hear one, 12 thank_other other"},
		{"done", asking.Between, "5 made, 7 thanked, 9 told", "", 10, asking.Done, 9, "", ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			c := asking.Case{Form: tt.form, Said: said(t, tt.said), Shown: said(t, tt.shown), One: "Yves", Other: "Xavier", What: "un conseil"}
			for i := range c.Shown {
				c.Shown[i].Shown = true
			}
			r := asking.Judged().Read(c, begin+tt.day)
			if r.State != tt.state || r.Since != begin+tt.since || moves(r) != tt.moves || todo(r) != tt.due {
				t.Errorf("%s since %d; may: %s; due: %s", r.State, r.Since-begin, moves(r), todo(r))
			}
		})
	}
}

// What the plan says comes first: the ask falls due when it is ready.
func TestAskWhenReady(t *testing.T) {
	r := asking.Judged().Read(asking.Case{Form: asking.Through, Said: said(t, "0 drafted"), From: begin + 10}, begin)
	if todo(r) != "10 ask one" {
		t.Error(todo(r))
	}
}

func TestAnswer(t *testing.T) {
	for _, tt := range []struct {
		said     string
		day      network.Day
		answer   asking.Answer
		waits    bool
		promised bool
	}{
		{"0 drafted", 30, asking.NoAnswer, false, false},
		{"1 asked", 15, asking.NoAnswer, true, false},
		{"1 asked", 16, asking.Silence, true, false},
		{"1 asked, 15 closed", 40, asking.NoAnswer, false, false},
		{"1 asked, 16 closed", 40, asking.Silence, false, false},
		{"1 asked, 30 accepted", 31, asking.Yes, false, true},
		{"1 asked, 3 accepted, 5 closed", 31, asking.Yes, false, false},
		{"1 asked, 3 accepted, 5 made", 31, asking.Yes, false, false},
		{"1 asked, 5 made", 31, asking.Yes, false, false},
		{"1 asked, 5 declined", 31, asking.No, false, false},
		{"1 asked, 3 accepted, 5 declined", 31, asking.No, false, false},
	} {
		r := asking.Judged().Read(asking.Case{Form: asking.Through, Said: said(t, tt.said)}, begin+tt.day)
		if r.Answer != tt.answer || r.Waits != tt.waits || r.Promised != tt.promised {
			t.Errorf("%s on day %d: %q, waits %v, promised %v", tt.said, tt.day, r.Answer, r.Waits, r.Promised)
		}
	}
	r := asking.Judged().Read(asking.Case{Form: asking.Between, Said: said(t, "1 asked one, 2 declined one")}, begin+3)
	if r.Answer != asking.NoAnswer || r.Waits {
		t.Error("an introduction for two others is no ask for the keeper")
	}
}

// walk goes through every life there is, a day a step.
func walk(form asking.Form, steps []asking.Mark, visit func([]asking.Mark, asking.Reading)) {
	day := begin + network.Day(len(steps))
	r := asking.Judged().Read(asking.Case{Form: form, Said: steps, One: "Yves", Other: "Xavier"}, day)
	visit(steps, r)
	for _, m := range r.Moves {
		walk(form, append(slices.Clone(steps), on(day+1, m.What, m.Side)), visit)
	}
}

// unasked says what is wrong with a life: somebody was presented who had not said
// yes, or something was asked for twice.
func unasked(form asking.Form, steps []asking.Mark) string {
	yes := map[network.Side]bool{}
	seen := map[asking.Move]bool{}
	for _, s := range steps {
		m := asking.Move{What: s.What, Side: s.Side}
		if seen[m] {
			return fmt.Sprint("twice: ", m)
		}
		seen[m] = true
		switch s.What {
		case network.StepAccepted:
			if !seen[asking.Move{What: network.StepAsked, Side: s.Side}] {
				return fmt.Sprint("a yes to nothing: ", m)
			}
			yes[s.Side] = true
		case network.StepDeclined:
			yes[s.Side] = false
		case network.StepMade:
			if form == asking.Between && !(yes[network.OneSide] && yes[network.Other]) {
				return "presented without both having said yes"
			}
		case network.StepMet, network.StepTold, network.StepThanked:
			if !seen[asking.Move{What: network.StepMade}] {
				return fmt.Sprint("before it was made: ", m)
			}
		}
	}
	return ""
}

// Every life that the moves allow is one that may be lived, comes to an end, and
// until then always knows what is next; every state is reached.
func TestEveryLife(t *testing.T) {
	for _, form := range asking.Forms {
		reached, lives := map[asking.State]bool{}, 0
		walk(form, []asking.Mark{on(begin, network.StepDrafted, network.OnlySide)}, func(steps []asking.Mark, r asking.Reading) {
			reached[r.State] = true
			if why := unasked(form, steps); why != "" {
				t.Fatalf("%s: %s in %v", form, why, steps)
			}
			if r.Over() != (len(r.Moves) == 0) || r.Over() != (len(r.Due) == 0) {
				t.Fatalf("%s: %s may %s, due %s", form, r.State, moves(r), todo(r))
			}
			for _, d := range r.Due {
				if (d.Takes || !d.Wait) && d.Minutes == 0 || d.Why.Key == "" {
					t.Fatalf("%s: %+v", form, d)
				}
				if d.Takes && !r.Can(d.What, d.Side) {
					t.Fatalf("%s: %s is due and cannot be done: %s", form, d.What, moves(r))
				}
			}
			if last, ok := r.Last(); !ok || last.What != steps[len(steps)-1].What {
				t.Fatalf("the last step of %v is %v", steps, last)
			}
			if r.Over() {
				lives++
			}
		})
		for _, s := range asking.States {
			if !reached[s] && s != asking.Silent && !(s == asking.Met && form == asking.Direct) {
				t.Errorf("%s: %s is never reached", form, s)
			}
		}
		t.Logf("%s: %d lives", form, lives)
	}
}

// The check above sees what it is there for.
func TestUnaskedIsSeen(t *testing.T) {
	for _, bad := range []string{
		"0 drafted, 1 asked one, 2 accepted one, 3 made",
		"0 drafted, 1 asked one, 2 accepted one, 3 asked other, 4 accepted other, 5 declined one, 6 made",
		"0 drafted, 1 accepted one", "0 drafted, 1 met", "0 drafted, 1 asked one, 2 asked one",
	} {
		if unasked(asking.Between, said(t, bad)) == "" {
			t.Errorf("%s: nothing is said", bad)
		}
	}
}

func TestChanged(t *testing.T) {
	own, err := asking.Changed("silent after 20")
	if err != nil {
		t.Fatal(err)
	}
	c := asking.Case{Form: asking.Through, Said: said(t, "1 asked")}
	if r := own.Read(c, begin+20); r.State != asking.Asked {
		t.Error(r.State)
	}
	for _, bad := range []string{"silent before 20", "silent after"} {
		if _, err := asking.Changed(bad); err == nil {
			t.Errorf("%q is taken", bad)
		}
	}
}

// Every reason that is given is listed, with so many arguments as it takes.
func TestReasonsAreListed(t *testing.T) {
	listed := map[string]int{}
	for _, s := range asking.Sentences() {
		listed[s.Key] = len(s.Args)
	}
	given := map[string]bool{}
	for _, form := range asking.Forms {
		for _, days := range []network.Day{0, 20} {
			walk(form, []asking.Mark{on(begin, network.StepDrafted, network.OnlySide)}, func(steps []asking.Mark, _ asking.Reading) {
				r := asking.Judged().Read(asking.Case{Form: form, Said: steps, One: "Yves", Other: "Xavier"}, steps[len(steps)-1].Day+days)
				for _, d := range r.Due {
					given[d.Why.Key] = true
					if n, ok := listed[d.Why.Key]; !ok || n != len(d.Why.Args) {
						t.Fatalf("%s: listed %v with %d arguments, given %d", d.Why.Key, ok, n, len(d.Why.Args))
					}
				}
			})
		}
	}
	for key := range listed {
		if !given[key] {
			t.Errorf("%s is listed, and never given", key)
		}
	}
}
