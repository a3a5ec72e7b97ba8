package today

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"entregent/internal/network"
	"entregent/internal/relation"
	"pgregory.net/rapid"
)

// The morning of the tests: Thursday 12 March 2026.
const morning network.Day = 20524

// named makes a contact once met, of whom nothing is to be done.
func named(name string, with ...func(*Candidate)) Candidate {
	c := Candidate{Name: name}
	copy(c.ID[:], name)
	c.Reading = relation.Reading{Day: morning, Contacts: 5, TwoWay: true, Met: true, Alive: true, Relation: true, Written: true}
	for _, w := range with {
		w(&c)
	}
	return c
}

func drifts(c *Candidate) {
	c.Reading.Due, c.Reading.Drifting, c.Reading.Attention = true, true, 0.5
	c.Reading.Drift.Reasons = []network.Reason{{Key: relation.SilenceAgainstGap}}
}

func attention(f float64) func(*Candidate) { return func(c *Candidate) { c.Reading.Attention = f } }

func neverMet(c *Candidate) { c.Reading.Met = false }

func sleeps(c *Candidate) {
	c.Reading.Dormant, c.Reading.Alive, c.Reading.Relation, c.Reading.Silence = true, false, false, 400
}

func newcomer(c *Candidate) { c.Reading.Newcomer = true }

func is(m network.Mark) func(*Candidate) { return func(c *Candidate) { c.Mark = m } }

// wrote leaves a message of so many days ago unanswered, sent to so many people.
func wrote(days, readers int) func(*Candidate) {
	return func(c *Candidate) {
		c.Reading.Waiting = &relation.Waiting{Day: morning - network.Day(days), Readers: readers}
	}
}

func asked(days int) func(*Candidate) {
	return func(c *Candidate) {
		c.Reading.Waiting = &relation.Waiting{Day: morning - network.Day(days), Readers: 1, Question: true}
	}
}

// linked connects somebody to whom the keeper never wrote.
func linked(days int) func(*Candidate) {
	return func(c *Candidate) {
		c.Reading = relation.Reading{Day: morning, Newcomer: days <= 90}
		c.Link = &Link{Day: morning - network.Day(days), Network: "LinkedIn"}
	}
}

func born(month, day int) func(*Candidate) {
	return func(c *Candidate) { c.Birthday = network.Date{Month: monthOf(month), Day: day} }
}

func posted(days int) func(*Candidate) {
	return func(c *Candidate) {
		c.Post = &Post{Title: "Editor", Organisation: "Acme", Day: morning - network.Day(days)}
	}
}

func unknown(c *Candidate) { c.Reading.Relation = false }

func written(c *Candidate) { c.Reading.Written = true }

func desk(n, minutes int, log []Entry, people ...Candidate) Input {
	return Input{Day: morning, Seed: []byte("seed"), Settings: Settings{Gestures: n, Minutes: minutes}, People: people, Log: log}
}

// lines writes gestures as "drift Ana, meet Bob".
func lines(gs []Gesture) string {
	var s []string
	for _, g := range gs {
		s = append(s, string(g.Kind)+" "+g.Name)
	}
	return strings.Join(s, ", ")
}

func TestWhatIsWorthDoing(t *testing.T) {
	for _, v := range []struct {
		name   string
		person Candidate
		want   string
	}{
		{"nothing to be done", named("Ana"), ""},
		{"someone drifting", named("Ana", drifts), "drift Ana"},
		{"the keeper's own rhythm has come", named("Ana", func(c *Candidate) { c.Reading.Due = true }), "drift Ana"},
		{"drifting, but deceased", named("Ana", drifts, is(network.Deceased)), ""},
		{"drifting, but rather not", named("Ana", drifts, is(network.RatherNot)), ""},
		{"drifting, but resting", named("Ana", drifts, is(network.Resting)), ""},
		{"a message of yesterday can wait", named("Ana", wrote(1, 1)), ""},
		{"a message left for two days", named("Ana", wrote(2, 1)), "answer Ana"},
		{"a message left for sixty days", named("Ana", wrote(60, 1)), "answer Ana"},
		{"a message left for longer is let go", named("Ana", wrote(61, 1)), ""},
		{"a message to three", named("Ana", wrote(5, 3)), "answer Ana"},
		{"a message to four asks nobody in particular", named("Ana", wrote(5, 4)), ""},
		{"a question to me alone is a loop, no gesture", named("Ana", asked(5)), ""},
		{"a question to me alone is no gesture even before", named("Ana", asked(2)), ""},
		{"connected last week, never greeted", named("Ana", linked(7)), "greet Ana"},
		{"connected ninety days ago", named("Ana", linked(90)), "greet Ana"},
		{"connected longer ago", named("Ana", linked(91)), ""},
		{"connected and written to", named("Ana", linked(7), written), ""},
		{"a new post, a month ago", named("Ana", posted(30)), "greet Ana"},
		{"a new post, three months ago", named("Ana", posted(90)), ""},
		{"a new post of someone who is no relation", named("Ana", posted(3), unknown), ""},
		{"they write and never met", named("Ana", neverMet), "meet Ana"},
		{"never met, and silent for a year", named("Ana", neverMet, func(c *Candidate) { c.Reading.Alive = false }), ""},
		{"a birthday today", named("Ana", born(3, 12)), "birthday Ana"},
		{"a birthday in three days", named("Ana", born(3, 15)), "birthday Ana"},
		{"a birthday in four days", named("Ana", born(3, 16)), ""},
		{"a birthday yesterday", named("Ana", born(3, 11)), ""},
		{"the birthday of someone who is no relation", named("Ana", born(3, 12), unknown), ""},
		{"once close, long silent", named("Ana", sleeps), "revive Ana"},
		{"one gesture for one person", named("Ana", drifts, wrote(5, 1), posted(3), born(3, 12)), "birthday Ana"},
	} {
		if got := lines(Fix(desk(3, 20, nil, v.person))); got != v.want {
			t.Errorf("%s: %q, want %q", v.name, got, v.want)
		}
	}
}

func TestBornOnTheLeapDay(t *testing.T) {
	for _, v := range []struct{ on, want string }{{"2026-02-25", "2026-02-28"}, {"2028-02-26", "2028-02-29"}, {"2026-03-01", "2027-02-28"}} {
		if got := next(network.Date{Month: 2, Day: 29}, dayOf(t, v.on)).Date().String(); got != v.want {
			t.Errorf("on %s: %s, want %s", v.on, got, v.want)
		}
	}
}

func TestChoosing(t *testing.T) {
	for _, v := range []struct {
		name       string
		n, minutes int
		people     []Candidate
		want       string
	}{
		{"at most N", 2, 20, []Candidate{named("Ana", drifts), named("Bob", drifts), named("Cid", drifts)}, "drift Ana, drift Bob"},
		{"within the minutes", 3, 12, []Candidate{named("Ana", drifts), named("Bob", drifts), named("Cid", drifts)}, "drift Ana, drift Bob"},
		{"what still fits in the minutes is taken", 3, 12, []Candidate{named("Ana", drifts), named("Bob", drifts), named("Cid", drifts), named("Dan", born(3, 13))}, "birthday Dan, drift Ana, drift Bob"},
		{"the strong who fall silent first", 1, 20, []Candidate{named("Ana", drifts, attention(0.2)), named("Bob", drifts, attention(0.9))}, "drift Bob"},
		{"kinds are spread", 3, 20, []Candidate{named("Ana", drifts), named("Bob", drifts), named("Cid", wrote(4, 1)), named("Dan", linked(3))}, "answer Cid, drift Ana, greet Dan"},
		{"the sleeping are woken one at a time", 3, 60, []Candidate{named("Ana", sleeps), named("Bob", sleeps)}, "revive Ana"},
		{"a day without minutes", 3, 0, []Candidate{named("Ana", drifts)}, ""},
		{"nobody", 3, 20, nil, ""},
	} {
		if got := lines(Fix(desk(v.n, v.minutes, nil, v.people...))); got != v.want {
			t.Errorf("%s: %q, want %q", v.name, got, v.want)
		}
	}
	deeper := desk(4, 10, nil, named("Ana", drifts), named("Bob", drifts), named("Cid", drifts))
	deeper.Settings.Deeper = true
	if got := lines(Fix(deeper)); got != "drift Ana, drift Bob, drift Cid" {
		t.Errorf("a deeper look sets the minutes aside: %q", got)
	}
}

func in(circle string) func(*Candidate) { return func(c *Candidate) { c.Circle = circle } }

// Rulings and product: the gestures of a day are spread over circles too, those
// of the last weeks being remembered; but nobody is fetched from far behind, nor
// before what cannot wait.
func TestCirclesTakeTurns(t *testing.T) {
	many := func(inner int) (people []Candidate) {
		for i := range inner {
			people = append(people, named(string(rune('A'+i))+"na", drifts, attention(0.9-float64(i)/100), in("5")))
		}
		return append(people, named("Zoe", drifts, attention(0.1), in("50")))
	}
	// Oda is of the circle 5 and was shown ten times lately; there is nothing to do for her now.
	oda := named("Oda", in("5"))
	var log []Entry
	for d := range 10 {
		log = append(log, Entry{Day: morning - network.Day(10+2*d), Kind: network.GestureGreet, Person: oda.ID, Door: true})
	}
	for _, v := range []struct {
		name   string
		n      int
		log    []Entry
		people []Candidate
		want   string
	}{
		{"the best first, then another circle", 2, nil, many(3), "drift Ana, drift Zoe"},
		{"nobody from far behind", 2, nil, many(8), "drift Ana, drift Bna"},
		{"a circle that had its turns of late stands back", 1, log, append(many(3), oda), "drift Zoe"},
		{"a birthday does not wait for its circle", 2, nil,
			[]Candidate{named("Ana", born(3, 12), in("5")), named("Bob", born(3, 13), in("5")), named("Cid", born(3, 15), in("50"))}, "birthday Ana, birthday Bob"},
		{"who was skipped stands behind all the same", 1, append(shown(3, 2, 1), log...),
			[]Candidate{named("Ana", drifts, attention(0.9), in("50")), named("Bob", drifts, attention(0.2), in("5")), oda}, "drift Bob"},
	} {
		if got := lines(Fix(desk(v.n, 20, v.log, v.people...))); got != v.want {
			t.Errorf("%s: %q, want %q", v.name, got, v.want)
		}
	}
}

func TestQuietDays(t *testing.T) {
	loop := Loop{ID: "l", Since: morning.Date()}
	for _, v := range []struct {
		name     string
		settings Settings
		quiet    bool
	}{
		{"a Thursday like any other", Settings{}, false},
		{"a quiet Thursday", Settings{Quiet: []weekday{4}}, true},
		{"a quiet Sunday", Settings{Quiet: []weekday{0}}, false},
		{"a pause to this day", Settings{Pause: morning.Date()}, true},
		{"a pause to yesterday", Settings{Pause: (morning - 1).Date()}, false},
	} {
		in := desk(3, 20, nil, named("Ana", drifts))
		v.settings.Gestures, v.settings.Minutes = 3, 20
		in.Settings, in.Loops = v.settings, []Loop{loop}
		d := Read(in, Fix(in))
		if d.Quiet != v.quiet || (len(d.Gestures) == 0) != v.quiet || (len(d.Loops) == 0) != v.quiet || d.Peace != v.quiet {
			t.Errorf("%s: %+v", v.name, d)
		}
		if v.quiet && d.More != 1 {
			t.Errorf("%s: loops are folded, not forgotten: %+v", v.name, d)
		}
	}
}

// said answers the drift of Ana so many days ago.
func said(days int, v Verdict) Entry {
	return Entry{Day: morning - network.Day(days), Kind: network.GestureDrift, Person: named("Ana").ID, Verdict: v, Door: true}
}

// shown shows the drift of Ana on the days that many days ago.
func shown(days ...int) (log []Entry) {
	for _, d := range days {
		log = append(log, said(d, Shown))
	}
	return log
}

func TestNoNagging(t *testing.T) {
	join := slices.Concat[[]Entry]
	until := func(days int, until network.Day) []Entry { e := said(days, Later); e.Until = until; return []Entry{e} }
	for _, v := range []struct {
		name string
		log  []Entry
		back bool // is Ana's drift proposed today
	}{
		{"shown yesterday", shown(1), true},
		{"shown on three days: the first skip", shown(3, 2, 1), true},
		{"shown on six days: skipped twice", shown(6, 5, 4, 3, 2, 1), false},
		{"skipped twice, ninety days ago", shown(95, 94, 93, 92, 91, 90), true},
		{"skipped twice, eighty-nine days ago", shown(94, 93, 92, 91, 90, 89), false},
		{"skipped three times: the rest doubles", shown(107, 106, 105, 104, 103, 102, 101, 100, 99), false},
		{"skipped three times, 180 days ago", shown(188, 187, 186, 185, 184, 183, 182, 181, 180), true},
		{"not this one, yesterday", []Entry{said(1, No)}, false},
		{"not this one, ninety days ago", []Entry{said(90, No)}, true},
		{"not this one, twice", []Entry{said(200, No), said(100, No)}, true},
		{"not this one, three times", []Entry{said(400, No), said(300, No), said(100, No)}, false},
		{"later, yesterday", []Entry{said(1, Later)}, false},
		{"later, a week ago", []Entry{said(7, Later)}, true},
		{"later, until tomorrow", until(30, morning+1), false},
		{"later, until today", until(1, morning), true},
		{"later is no skip", join(shown(40, 39), []Entry{said(38, Later)}, shown(30, 29), []Entry{said(28, Later)}, shown(20, 19), []Entry{said(10, Later)}), true},
		{"an answer begins the count anew", join(shown(9, 8), []Entry{said(8, Later)}, shown(1)), true},
		{"done, last week", []Entry{said(7, Done)}, false},
		{"done, a month ago", []Entry{said(30, Done)}, true},
		{"done forgives the skips before", join([]Entry{said(200, No), said(150, No), said(100, No), said(40, Done)}), true},
		{"what was shown today already changes nothing", shown(0), true},
	} {
		got := lines(Fix(desk(3, 20, v.log, named("Ana", drifts)))) != ""
		if got != v.back {
			t.Errorf("%s: proposed %v, want %v", v.name, got, v.back)
		}
	}
}

func TestMadeOnceIsMade(t *testing.T) {
	for _, v := range []struct {
		name   string
		kind   network.GestureKind
		days   int // since it was done
		person Candidate
		want   string
	}{
		{"an answer given, the file not read again yet", network.GestureAnswer, 1, named("Ana", wrote(5, 1)), ""},
		{"an answer given before they wrote again", network.GestureAnswer, 10, named("Ana", wrote(5, 1)), "answer Ana"},
		{"a connection greeted", network.GestureGreet, 2, named("Ana", linked(80)), ""},
		{"a connection greeted, then a new post", network.GestureGreet, 40, named("Ana", posted(10)), "greet Ana"},
		{"a new post greeted once", network.GestureGreet, 5, named("Ana", posted(10)), ""},
		{"a birthday wished, drift is stilled too", network.GestureBirthday, 5, named("Ana", drifts), ""},
	} {
		log := []Entry{{Day: morning - network.Day(v.days), Kind: v.kind, Person: v.person.ID, Verdict: Done}}
		if got := lines(Fix(desk(3, 20, log, v.person))); got != v.want {
			t.Errorf("%s: %q, want %q", v.name, got, v.want)
		}
	}
}

func TestTheSkippedStandBehind(t *testing.T) {
	got := lines(Fix(desk(1, 20, shown(3, 2, 1), named("Ana", drifts, attention(0.9)), named("Bob", drifts, attention(0.2)))))
	if got != "drift Bob" {
		t.Errorf("%q", got)
	}
}

func TestOneSleeperAtATime(t *testing.T) {
	revived := func(name string, days int, v Verdict) Entry {
		return Entry{Day: morning - network.Day(days), Kind: network.GestureRevive, Person: named(name).ID, Verdict: v}
	}
	closer := func(c *Candidate) { c.Reading.Contacts = 40 }
	people := []Candidate{named("Ana", sleeps), named("Bob", sleeps, closer)}
	for _, v := range []struct {
		name string
		log  []Entry
		want string
	}{
		{"the closest first", nil, "revive Bob"},
		{"Ana was shown and not answered: nobody else", []Entry{revived("Ana", 1, Shown)}, "revive Ana"},
		{"Ana was put off: she was answered", []Entry{revived("Ana", 1, Shown), revived("Ana", 1, Later)}, "revive Bob"},
		{"Ana was passed over three times", []Entry{revived("Ana", 3, Shown), revived("Ana", 2, Shown), revived("Ana", 1, Shown)}, "revive Bob"},
	} {
		if got := lines(Fix(desk(3, 60, v.log, people...))); got != v.want {
			t.Errorf("%s: %q, want %q", v.name, got, v.want)
		}
	}
}

func TestTheDayIsFixed(t *testing.T) {
	people := []Candidate{named("Ana", drifts), named("Bob", wrote(4, 1)), named("Cid", linked(3)), named("Dan", drifts)}
	in := desk(3, 20, nil, people...)
	fixed := Fix(in)
	if again := Fix(in); fmt.Sprint(again) != fmt.Sprint(fixed) {
		t.Fatalf("read twice: %v, %v", fixed, again)
	}
	if got := lines(Read(in, fixed).Gestures); got != "answer Bob, drift Ana, greet Cid" {
		t.Fatalf("%q", got)
	}
	in.Log = []Entry{{Day: morning, ID: fixed[0].ID, Kind: fixed[0].Kind, Person: fixed[0].Person, Verdict: Done}}
	if got := lines(Read(in, fixed).Gestures); got != "drift Ana, greet Cid" {
		t.Errorf("answered: %q", got)
	}
	in.People[0] = named("Ana") // they met today
	if got := lines(Read(in, fixed).Gestures); got != "greet Cid" {
		t.Errorf("a fact took the reason away: %q", got)
	}
	in.People = in.People[:2]
	if d := Read(in, fixed); len(d.Gestures) != 0 || !d.Peace {
		t.Errorf("erased, and nothing comes in the place of what went: %+v", d)
	}
	in.Day++
	if other := Fix(in); len(other) > 0 && other[0].ID == fixed[0].ID {
		t.Error("another day has other ids")
	}
}

func TestInHand(t *testing.T) {
	c := named("Ana", drifts, posted(90))
	c.Last = &Spoken{Subject: "the boat", Day: morning - 60}
	c.Known = []Known{{Kind: network.FactInterest, Value: "judo"}, {Kind: network.FactHowMet, Value: "at a fair"}, {Kind: network.FactNote, Value: "left out"}}
	c.Lang, c.Familiar = "fr", network.Tu
	g := Fix(desk(3, 20, nil, c))[0]
	var keys []string
	for _, b := range g.Bring {
		keys = append(keys, b.Key)
	}
	if want := []string{BringPost, BringLast, BringFact, BringHowMet}; !slices.Equal(keys, want) {
		t.Errorf("bring %v, want %v", keys, want)
	}
	if got := fmt.Sprint(g.Draft); got != "{draft.drift_about [Ana the boat] fr tu}" {
		t.Errorf("draft %s", got)
	}
}

// For five mornings and more: never more than N, never beyond the minutes,
// never two for one person, one dormant at most, and the door is kept open.
func TestPromises(t *testing.T) {
	some := []func(*Candidate){drifts, neverMet, sleeps, newcomer, wrote(3, 1), asked(5), linked(10), posted(2), born(3, 13), is(network.Resting), unknown}
	rapid.Check(t, func(r *rapid.T) {
		var people []Candidate
		for i := range rapid.IntRange(0, 12).Draw(r, "people") {
			c := named(fmt.Sprintf("p%02d", i))
			for _, w := range rapid.SliceOfN(rapid.SampledFrom(some), 0, 3).Draw(r, "is") {
				w(&c)
			}
			people = append(people, c)
		}
		in := desk(rapid.IntRange(0, 6).Draw(r, "n"), rapid.IntRange(10, 60).Draw(r, "minutes"), nil, people...)
		run := 0
		for range 8 {
			gs := Fix(in)
			spent, who, revived := 0, map[network.PersonID]bool{}, 0
			for _, g := range gs {
				if who[g.Person] {
					r.Fatalf("two gestures for %s: %s", g.Name, lines(gs))
				}
				who[g.Person] = true
				spent += g.Minutes
				if g.Kind == network.GestureRevive {
					revived++
				}
				if run++; g.Door {
					run = 0
				}
				if run >= openDoor && doorStands(in, gs) {
					r.Fatalf("%d gestures with the door shut: %s", run, lines(gs))
				}
				in.Log = append(in.Log, Entry{Day: in.Day, ID: g.ID, Kind: g.Kind, Person: g.Person, Door: g.Door})
			}
			if len(gs) > in.Settings.Gestures || spent > in.Settings.Minutes || revived > 1 {
				r.Fatalf("%d gestures of %d, %d minutes of %d: %s", len(gs), in.Settings.Gestures, spent, in.Settings.Minutes, lines(gs))
			}
			in.Day++
		}
	})
}

// doorStands reports whether someone at the door could have been chosen.
func doorStands(in Input, chosen []Gesture) bool {
	c := newChoice(in)
	for _, g := range chosen {
		c.used[g.Person] = true
	}
	_, ok := c.best(idea.door)
	return ok
}
