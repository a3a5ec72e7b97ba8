package year

import (
	"slices"
	"testing"
	"time"

	"entregent/internal/network"
	"entregent/internal/relation"
)

// on returns the number of a day.
func on(month time.Month, day int) network.Day {
	return network.DayOf(time.Date(2025, month, day, 0, 0, 0, 0, time.UTC), time.UTC)
}

var year2025, _ = Of(2025, on(12, 31))

// life makes a life of contacts on some days, meetings in person or mails both
// ways, as package app would.
func life(name string, favours []Favour, contacts ...relation.Contact) Life {
	slices.SortStableFunc(contacts, func(a, b relation.Contact) int { return a.At.Compare(b.At) })
	n := 0
	for n < len(contacts) && contacts[n].Day < year2025.From {
		n++
	}
	before, end := relation.Build(contacts[:n]), relation.Build(contacts)
	var eve, last relation.Ego
	eve.Swap(nil, relation.ContactDays(contacts[:n]))
	last.Swap(nil, relation.ContactDays(contacts))
	l := Life{
		ID: network.PersonID{name[0]}, Name: name, SortKey: name, Favours: favours, In: contacts[n:],
		Before: before.Read(eve.At(year2025.From-1), relation.Profile{}), End: end.Read(last.At(year2025.To), relation.Profile{}),
	}
	if days := relation.ContactDays(contacts[:n]); len(days) > 0 {
		l.Earlier, l.Last = len(days), days[len(days)-1]
	}
	for _, c := range contacts {
		if c.Channel == network.InPerson && l.MetAt == 0 {
			l.MetAt, l.MetBy = c.Day, c.Encounter
		}
	}
	return l
}

var made byte

func contact(day network.Day, channel network.Channel, d network.Direction) relation.Contact {
	made++
	return relation.Contact{
		Encounter: network.EncounterID{made, byte(day), byte(day >> 8)}, Day: day, At: time.Unix(int64(day)*86400+int64(made), 0),
		Channel: channel, Direction: d, Counts: true,
	}
}

func lunch(day network.Day) relation.Contact { return contact(day, network.InPerson, network.Mutual) }

func mails(days ...network.Day) (out []relation.Contact) {
	for _, d := range days {
		out = append(out, contact(d, network.Mail, network.Out), contact(d+1, network.Mail, network.In))
	}
	return out
}

func favour(day network.Day, kind network.FavourKind, given, thanked bool) []Favour {
	made++
	return []Favour{{Favour: network.Favour{ID: network.FavourID{made}, Kind: kind, Given: given}, Day: day, Thanked: thanked}}
}

// Each life stands in the parts of the review that its facts put it in, and in
// no other.
func TestWrite(t *testing.T) {
	every := func(from network.Day, step, n int) (days []network.Day) {
		for i := range n {
			days = append(days, from+network.Day(i*step))
		}
		return days
	}
	for _, tt := range []struct {
		life Life
		want string // parts
		why  string // reasons of the first of them
	}{
		{life("anne met twice", nil, append(mails(on(1, -400), on(1, -300), on(1, -200), on(1, -20)), lunch(on(5, 3)), lunch(on(11, 9)))...), "counted first_met", Met},
		{life("bea met before", nil, append(mails(on(1, -90)), lunch(on(1, -60)), lunch(on(10, 9)), lunch(on(12, 9)))...), "counted", Met},
		{life("cyr introduced", favour(on(3, 3), network.Introduction, false, true), mails(on(1, -300), on(1, -200), on(1, -100), on(9, 1), on(12, 1))...), "counted", Introduced},
		{life("dan unthanked", favour(on(3, 3), network.Advice, false, false), mails(on(1, -30), on(12, 1))...), "counted unthanked", Helped},
		{life("eli endorsed", favour(on(3, 3), network.Endorsement, false, false)), "", ""},
		{life("fay was helped", favour(on(3, 3), network.Service, true, false), mails(on(1, -30), on(12, 1))...), "counted", YouHelped},
		{life("gus often", nil, mails(every(on(1, -100), 14, 33)...)...), "counted", Often},
		{life("hal passed", favour(on(2, 3), network.Advice, false, true), mails(on(2, 1), on(2, 20))...), "passed new", PassedBy},
		{life("ida one mail", nil, contact(on(2, 1), network.Mail, network.Out)), "", ""},
		{life("jon new", nil, mails(on(11, 1), on(12, 12))...), "counted new", DrewNearer},
		{life("kim found", nil, append(mails(on(1, -900), on(1, -880), on(1, -850)), mails(on(6, 1), on(12, 3))...)...), "found", FoundAgain},
		{life("lou drifts", nil, mails(append(every(on(1, -300), 14, 22), on(1, 5), on(1, 20))...)...), "drifted", Drifts},
		{life("max alive", nil, mails(every(on(1, -60), 20, 20)...)...), "counted", Often},
		{life("ned apart", nil), "", ""},
	} {
		t.Run(tt.life.Name, func(t *testing.T) {
			r := Write(year2025, []Life{tt.life})
			var got []string
			var why string
			for _, part := range []struct {
				name string
				of   []Person
			}{{"counted", r.Counted}, {"passed", r.Passed}, {"new", r.New}, {"found", r.Found}, {"drifted", r.Drifted}, {"unthanked", r.Unthanked}, {"first_met", r.FirstMet}} {
				if len(part.of) > 0 {
					if got = append(got, part.name); why == "" {
						why = part.of[0].Why[0].Key
					}
					for _, w := range part.of[0].Why {
						if len(w.Facts) == 0 {
							t.Errorf("%s: %s rests on nothing", part.name, w.Key)
						}
					}
				}
			}
			if s := join(got); s != tt.want || why != tt.why {
				t.Errorf("stands in %q because of %s, want %q because of %s", s, why, tt.want, tt.why)
			}
		})
	}
}

func join(list []string) (s string) {
	for i, x := range list {
		if i > 0 {
			s += " "
		}
		s += x
	}
	return s
}

// Two lunches on one day are one meeting, and two people met that day are two.
func TestMonths(t *testing.T) {
	r := Write(year2025, []Life{
		life("anne", nil, lunch(on(5, 3)), lunch(on(5, 3)), lunch(on(5, 4))),
		life("bea", nil, lunch(on(5, 3)), mails(on(6, 30))[0]),
	})
	if m := r.Months[4]; m != (Month{5, 2, 3}) {
		t.Errorf("May: %+v", m)
	}
	if m := r.Months[5]; m != (Month{6, 1, 0}) {
		t.Errorf("June: %+v", m)
	}
}

// A year that is not over ends today; one that has not begun is refused.
func TestOf(t *testing.T) {
	s, ok := Of(2025, on(3, 1))
	if !ok || s.From != on(1, 1) || s.To != on(3, 1) {
		t.Errorf("%+v, %v", s, ok)
	}
	if s, ok := Of(2024, on(3, 1)); !ok || s.To-s.From != 365 {
		t.Errorf("a leap year: %+v, %v", s, ok)
	}
	if _, ok := Of(2026, on(12, 31)); ok {
		t.Error("a year that has not begun")
	}
}

// The keeper's word stands above the records, for those who counted alone.
func TestTheKeeperSays(t *testing.T) {
	met := life("Anna", nil, lunch(on(12, 5)))
	met.Said, met.Word = Not, "no"
	far := life("Bert", nil)
	far.Said, far.Word = Counts, "always there"
	both := life("Carl", nil, lunch(on(12, 6)))
	both.Said = Counts
	r := Write(year2025, []Life{met, far, both})
	if len(r.Counted) != 2 || r.Counted[0].Name != "Bert" || !r.Counted[0].Said || r.Counted[0].Why[0].Key != YouSaid || r.Counted[0].Word != "always there" {
		t.Errorf("counted: %+v", r.Counted)
	}
	if r.Counted[1].Said || r.Counted[1].Why[0].Key != Met {
		t.Errorf("what the records say needs no word: %+v", r.Counted[1])
	}
	if len(r.Out) != 1 || r.Out[0].Name != "Anna" || len(r.FirstMet) != 2 {
		t.Errorf("out: %+v, first met: %+v", r.Out, r.FirstMet)
	}
	stranger := life("Dora", nil)
	stranger.Said = Not
	if r := Write(year2025, []Life{stranger}); len(r.Out) != 0 {
		t.Errorf("taken out, who was not in: %+v", r.Out)
	}
}

func TestPlaces(t *testing.T) {
	e := func(n byte) network.EncounterID { return network.EncounterID{n} }
	p := func(n byte) network.PersonID { return network.PersonID{n} }
	got := Places([]Meeting{
		{"Café des Arts", e(1), p(1)}, {"Café des Arts", e(1), p(2)}, {"CAFE DES ARTS", e(2), p(1)}, {"café des arts", e(3), p(1)}, {"Café des Arts", e(4), p(1)},
		{"Zinc", e(5), p(3)}, {"Atelier", e(6), p(3)}, {" , ", e(7), p(3)}, {"", e(8), p(3)},
	})
	want := []Place{{"Café des Arts", 4, 2}, {"Atelier", 1, 1}, {"Zinc", 1, 1}}
	if !slices.Equal(got, want) {
		t.Errorf("%+v", got)
	}
	if got := Places(nil); got == nil || len(got) != 0 {
		t.Errorf("nowhere: %v", got)
	}
}
