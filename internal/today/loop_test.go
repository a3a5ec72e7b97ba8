package today

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"entregent/internal/network"
	"entregent/internal/relation"
)

type weekday = time.Weekday

func monthOf(m int) time.Month { return time.Month(m) }

func dayOf(t *testing.T, s string) network.Day {
	t.Helper()
	d, ok := network.ParseDate(s)
	if !ok {
		t.Fatal(s)
	}
	return network.DayOf(time.Date(d.Year, d.Month, d.Day, 0, 0, 0, 0, time.UTC), time.UTC)
}

// favour makes one received so many days ago.
func favour(kind network.FavourKind, days int, with ...func(*Favour)) Favour {
	f := Favour{Favour: network.Favour{ID: network.FavourID{byte(days), 1}, Kind: kind, Source: "linkedin"}, Day: morning - network.Day(days)}
	for _, w := range with {
		w(&f)
	}
	return f
}

func typed(f *Favour)     { f.Source = network.Typed }
func confirmed(f *Favour) { f.Confirmed = true }
func proposed(f *Favour)  { f.State = network.Proposed }
func given(f *Favour)     { f.Given = true }
func planned(f *Favour)   { f.State = network.Planned }

func came(days int) func(*Favour) {
	return func(f *Favour) { f.Came, f.Who = morning-network.Day(days), "Karim" }
}
func told(days int) func(*Favour) {
	return func(f *Favour) { f.Told = &relation.Mark{Day: morning - network.Day(days)} }
}
func outcome(days int) func(*Favour) {
	return func(f *Favour) { f.Outcome, f.Said = "un contrat", morning-network.Day(days) }
}

// owes writes the loops of one owing as "thanks open, answer closed".
func owes(o Owing, answers map[string]LoopAnswer) string {
	var s []string
	for _, l := range Loops(morning, []byte("seed"), []Owing{o}, answers) {
		state := "open"
		switch {
		case l.Closed != nil:
			state = "closed"
		case l.Later:
			state = "later"
		}
		s = append(s, string(l.Kind)+" "+state)
	}
	return strings.Join(s, ", ")
}

func TestWhatOpensALoop(t *testing.T) {
	waits := func(days, readers int, question bool) *relation.Waiting {
		return &relation.Waiting{Day: morning - network.Day(days), Readers: readers, Question: question}
	}
	thanks := func(days ...int) (ms []relation.Mark) {
		for _, d := range days {
			ms = append(ms, relation.Mark{Day: morning - network.Day(d)})
		}
		return ms
	}
	rec := network.Recommendation
	for _, v := range []struct {
		name string
		owe  Owing
		want string
	}{
		{"nothing", Owing{}, ""},
		{"a recommendation received", Owing{Favours: []Favour{favour(rec, 10)}}, "thanks open"},
		{"a recommendation given", Owing{Favours: []Favour{favour(rec, 10, given)}}, ""},
		{"an endorsement only proposes", Owing{Favours: []Favour{favour(network.Endorsement, 10, proposed)}}, ""},
		{"an endorsement in the files opens nothing", Owing{Favours: []Favour{favour(network.Endorsement, 10)}}, ""},
		{"an endorsement confirmed", Owing{Favours: []Favour{favour(network.Endorsement, 10, confirmed)}}, "thanks open"},
		{"an introduction found in a mail only proposes", Owing{Favours: []Favour{favour(network.Introduction, 10, proposed)}}, ""},
		{"an introduction typed", Owing{Favours: []Favour{favour(network.Introduction, 10, typed)}}, "thanks open"},
		{"an introduction of a month ago: what came of it?", Owing{Favours: []Favour{favour(network.Introduction, 31, typed)}}, "thanks open, news open"},
		{"an introduction, and they have met: what came of it?", Owing{Favours: []Favour{favour(network.Introduction, 10, typed, came(3))}}, "thanks open, news open"},
		{"what came of it was told since", Owing{Favours: []Favour{favour(network.Introduction, 10, typed, came(3), told(2))}}, "thanks open, news closed"},
		{"what was told before they met is no news", Owing{Favours: []Favour{favour(network.Introduction, 10, typed, came(3), told(4))}}, "thanks open, news open"},
		{"advice of which something came", Owing{Favours: []Favour{favour(network.Advice, 10, typed, outcome(2))}}, "thanks open, news open"},
		{"something came of a gift to them", Owing{Favours: []Favour{favour(network.Advice, 10, typed, given, outcome(2))}}, ""},
		{"advice typed", Owing{Favours: []Favour{favour(network.Advice, 10, typed)}}, "thanks open"},
		{"a promise typed", Owing{Favours: []Favour{favour(network.Advice, 10, typed, given, planned)}}, "promise open"},
		{"older than a year goes to the Year", Owing{Favours: []Favour{favour(rec, 366)}}, ""},
		{"a favour still to come", Owing{Favours: []Favour{favour(rec, -2)}}, ""},
		{"thanked within sixty days", Owing{Favours: []Favour{favour(rec, 100)}, Thanks: thanks(41)}, "thanks closed"},
		{"thanked too late to be for this", Owing{Favours: []Favour{favour(rec, 100)}, Thanks: thanks(39)}, "thanks open"},
		{"thanked for something before", Owing{Favours: []Favour{favour(rec, 100)}, Thanks: thanks(101)}, "thanks open"},
		{"a question to me alone, two days old", Owing{Waiting: waits(2, 1, true)}, ""},
		{"a question to me alone, three days old", Owing{Waiting: waits(3, 1, true)}, "answer open"},
		{"a question to me alone, sixty days old", Owing{Waiting: waits(60, 1, true)}, "answer open"},
		{"a question to me alone, older", Owing{Waiting: waits(61, 1, true)}, ""},
		{"a question to two", Owing{Waiting: waits(5, 2, true)}, ""},
		{"a message without a question", Owing{Waiting: waits(5, 1, false)}, ""},
		{"whoever is marked is not on the desk", Owing{Mark: network.RatherNot, Favours: []Favour{favour(rec, 10)}, Waiting: waits(5, 1, true)}, ""},
	} {
		if got := owes(v.owe, nil); got != v.want {
			t.Errorf("%s: %q, want %q", v.name, got, v.want)
		}
	}
}

func TestAnsweringALoop(t *testing.T) {
	o := Owing{Favours: []Favour{favour(network.Recommendation, 100)}}
	id := Loops(morning, []byte("seed"), []Owing{o}, nil)[0].ID
	for _, v := range []struct {
		name   string
		answer LoopAnswer
		want   string
	}{
		{"closed", LoopAnswer{Verdict: Done, Day: morning}, "thanks closed"},
		{"let go", LoopAnswer{Verdict: No, Day: morning - 5}, "thanks closed"},
		{"put off yesterday", LoopAnswer{Verdict: Later, Day: morning - 1}, "thanks later"},
		{"put off a week ago", LoopAnswer{Verdict: Later, Day: morning - 7}, "thanks open"},
		{"put off until tomorrow", LoopAnswer{Verdict: Later, Day: morning - 50, Until: morning + 1}, "thanks later"},
		{"answered after the day that is looked at", LoopAnswer{Verdict: Done, Day: morning + 1}, "thanks open"},
	} {
		if got := owes(o, map[string]LoopAnswer{id: v.answer}); got != v.want {
			t.Errorf("%s: %q, want %q", v.name, got, v.want)
		}
	}
}

// The message that closed a loop is named.
func TestThanksAreNamed(t *testing.T) {
	early, late := relation.Mark{Encounter: network.EncounterID{1}, Day: morning - 90}, relation.Mark{Encounter: network.EncounterID{2}, Day: morning - 80}
	l := Loops(morning, nil, []Owing{{Favours: []Favour{favour(network.Recommendation, 100)}, Thanks: []relation.Mark{late, early}}}, nil)[0]
	if l.Closed == nil || *l.Closed.By != early.Ref() || l.Closed.On != early.Day.Date() {
		t.Errorf("%+v", l.Closed)
	}
}

// The same message is never both a loop and a gesture.
func TestNeverBoth(t *testing.T) {
	for days := range 70 {
		for readers := 1; readers < 5; readers++ {
			for _, question := range []bool{false, true} {
				w := &relation.Waiting{Day: morning - network.Day(days), Readers: readers, Question: question}
				c := named("Ana")
				c.Reading.Waiting = w
				loops := Loops(morning, nil, []Owing{{ID: c.ID, Waiting: w}}, nil)
				gestures := Fix(desk(3, 20, nil, c))
				if len(loops)+len(gestures) > 1 {
					t.Errorf("%+v: %v and %v", w, loops, gestures)
				}
			}
		}
	}
}

func TestLoopsOnTheDesk(t *testing.T) {
	var favours []Favour
	for days := 10; days < 80; days += 10 {
		favours = append(favours, favour(network.Recommendation, days))
	}
	in := desk(3, 20, nil)
	in.Loops = Loops(morning, nil, []Owing{{Name: "Ana", Favours: favours}}, nil)
	d := Read(in, nil)
	if len(d.Loops) != 5 || d.More != 2 || d.Peace || d.Loops[0].Since != (morning-70).Date() {
		t.Errorf("five, oldest first, the rest behind one line: %+v", d)
	}
	if d = Read(desk(3, 20, nil), nil); !d.Peace || fmt.Sprint(d.Loops, d.Gestures) != "[] []" {
		t.Errorf("at peace: %+v", d)
	}
}

// A favour is named by its own words where they are few.
func TestWordsOfAFavour(t *testing.T) {
	f := favour(network.Recommendation, 10)
	for _, v := range []struct{ what, want string }{
		{"", "why.thanks_recommendation"},
		{"a word on my work", WhyThanksAbout},
		{strings.Repeat("long ", 40), "why.thanks_recommendation"},
	} {
		f.What = v.what
		if got := Loops(morning, nil, []Owing{{Favours: []Favour{f}}}, nil)[0].Reason.Key; got != v.want {
			t.Errorf("%q: %s, want %s", v.what, got, v.want)
		}
	}
}

// What there is to tell names who was presented, and what came of it.
func TestWordsOfNews(t *testing.T) {
	for _, v := range []struct {
		with []func(*Favour)
		want string
	}{
		{[]func(*Favour){came(3)}, WhyNewsFor},
		{[]func(*Favour){came(3), outcome(2)}, WhyNewsForOutcome},
		{[]func(*Favour){outcome(2)}, WhyNewsOutcome},
		{[]func(*Favour){func(f *Favour) { f.Day = morning - 40 }}, "why.news_introduction"},
	} {
		f := favour(network.Introduction, 10, append(v.with, typed)...)
		for _, l := range Loops(morning, nil, []Owing{{Favours: []Favour{f}}}, nil) {
			if l.Kind == network.NewsDue && l.Reason.Key != v.want {
				t.Errorf("%s, want %s", l.Reason.Key, v.want)
			}
		}
	}
	f := favour(network.Service, 3, typed, given, planned)
	f.What, f.Due = "le devis", network.Date{Year: 2026, Month: 12, Day: 1}
	if got := Loops(morning, nil, []Owing{{Favours: []Favour{f}}}, nil)[0].Reason; got.Key != WhyPromiseDue || got.Args[0] != f.Due {
		t.Errorf("a promise with its day: %+v", got)
	}
}
