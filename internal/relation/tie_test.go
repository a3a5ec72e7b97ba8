package relation

import (
	"encoding/binary"
	"errors"
	"reflect"
	"slices"
	"testing"
	"time"

	"entregent/internal/network"
	"pgregory.net/rapid"
)

// on makes a contact at noon of a day, numbered by day and hour.
func on(day network.Day, ch network.Channel, dir network.Direction) Contact {
	return at(day, 12, ch, dir)
}

func at(day network.Day, hour int, ch network.Channel, dir network.Direction) Contact {
	c := Contact{
		At:  time.Unix(int64(day)*86400+int64(hour)*3600, 0),
		Day: day, Channel: ch, Direction: dir, Counts: true,
	}
	binary.BigEndian.PutUint64(c.Encounter[:], uint64(int64(day)*24+int64(hour))+1<<40)
	return c
}

// reading returns what the contacts, as the keeper's whole log, are on a day.
func reading(day network.Day, p Profile, contacts ...Contact) Reading {
	t := Build(contacts)
	var e Ego
	e.Swap(nil, ContactDays(contacts))
	return t.Read(e.At(day), p)
}

func someContacts(r *rapid.T, channels ...network.Channel) []Contact {
	if len(channels) == 0 {
		channels = network.Channels
	}
	one := rapid.Custom(func(r *rapid.T) Contact {
		c := at(network.Day(10*rapid.IntRange(-20, 90).Draw(r, "day")), rapid.SampledFrom([]int{8, 9, 20}).Draw(r, "hour"),
			rapid.SampledFrom(channels).Draw(r, "channel"),
			rapid.SampledFrom([]network.Direction{network.In, network.Out, network.Mutual}).Draw(r, "direction"))
		c.Encounter[15] ^= rapid.Byte().Draw(r, "id") // several may share an instant
		c.Size = rapid.IntRange(0, 12).Draw(r, "size")
		c.Counts = rapid.IntRange(0, 9).Draw(r, "counts") > 0
		c.CcOnly = rapid.Bool().Draw(r, "cc")
		c.Question = rapid.Bool().Draw(r, "question")
		c.Thanks = rapid.Bool().Draw(r, "thanks")
		return c
	})
	return rapid.SliceOfNDistinct(one, 0, 40, func(c Contact) network.EncounterID { return c.Encounter }).Draw(r, "contacts")
}

// However encounters arrive, the tie is the same to the bit: a newer one is
// added, an older one has the tie built anew.
func TestTieForgetsTheOrder(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		contacts := someContacts(r)
		want := Build(contacts)
		var got Tie
		arrivals := rapid.Permutation(contacts).Draw(r, "order")
		for i, c := range arrivals {
			before := got
			if got.Add(c) {
				continue
			}
			if !reflect.DeepEqual(got, before) {
				r.Fatal("a refused contact changed the tie")
			}
			got = Build(arrivals[:i+1])
		}
		if !reflect.DeepEqual(got, want) {
			r.Fatalf("one by one:\n%+v\nat once\n%+v", got, want)
		}
		if got = Build(slices.Concat(contacts, contacts)); !reflect.DeepEqual(got, want) {
			r.Fatalf("given twice:\n%+v\nwant\n%+v", got, want)
		}
		var fold Tie
		sorted := slices.Clone(contacts)
		slices.SortFunc(sorted, compare)
		for _, c := range sorted {
			if !fold.Add(c) {
				r.Fatal("refused in order")
			}
		}
		if !reflect.DeepEqual(fold, want) {
			r.Fatalf("folded:\n%+v\nbuilt\n%+v", fold, want)
		}
	})
}

func TestStoredTie(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		want := Build(someContacts(r))
		b, err := want.MarshalBinary()
		if err != nil || len(b) > 300 {
			r.Fatalf("%d bytes, %v", len(b), err)
		}
		var got Tie
		if err := got.UnmarshalBinary(b); err != nil || !reflect.DeepEqual(got, want) {
			r.Fatalf("%v\n%+v\nwant\n%+v", err, got, want)
		}
	})
	var tie Tie
	if err := tie.UnmarshalBinary([]byte{99}); !errors.Is(err, ErrFormat) {
		t.Errorf("another format: %v", err)
	}
}

func TestEveryChannelAndDirectionIsStored(t *testing.T) {
	for _, c := range network.Channels {
		if channel(c) == 0 {
			t.Errorf("channel %q has no code", c)
		}
	}
}

func FuzzStoredTie(f *testing.F) {
	for _, contacts := range [][]Contact{nil, {on(1, network.Mail, network.In)}, {on(1, network.Mail, network.Out), on(5, network.InPerson, network.Mutual)}} {
		t := Build(contacts)
		b, _ := t.MarshalBinary()
		f.Add(b)
	}
	f.Fuzz(func(t *testing.T, b []byte) {
		var one, two Tie
		if one.UnmarshalBinary(b) != nil {
			return
		}
		again, err := one.MarshalBinary()
		if err != nil {
			t.Fatal(err)
		}
		if err := two.UnmarshalBinary(again); err != nil || !reflect.DeepEqual(one, two) {
			t.Fatalf("%v\n%+v\n%+v", err, one, two)
		}
		one.Read(Ground{Day: 100}, Profile{})
	})
}

func TestWaiting(t *testing.T) {
	question := func(c Contact) Contact { c.Question = true; return c }
	thanks := func(c Contact) Contact { c.Thanks = true; return c }
	copied := func(c Contact) Contact { c.CcOnly = true; return c }
	among := func(n int, c Contact) Contact { c.Size = n - 1; return c }
	in, out := network.In, network.Out
	for _, v := range []struct {
		name     string
		contacts []Contact
		day      network.Day // of the message that waits, -1 none
		alone    bool
	}{
		{"they wrote, the keeper did not answer", []Contact{on(1, network.Mail, in)}, 1, false},
		{"they wrote and were answered", []Contact{on(1, network.Mail, in), on(2, network.Mail, out)}, -1, false},
		{"they wrote, then they met", []Contact{on(1, network.Mail, in), on(2, network.InPerson, network.Mutual)}, -1, false},
		{"they wrote twice: the newest waits", []Contact{on(1, network.Mail, in), on(4, network.Mail, in)}, 4, false},
		{"a question stands until answered", []Contact{question(on(1, network.Mail, in)), on(4, network.Mail, in)}, 1, true},
		{"a question to four is not put to me alone", []Contact{among(4, question(on(1, network.Mail, in)))}, 1, false},
		{"a word of thanks needs no answer", []Contact{thanks(on(1, network.Mail, in))}, -1, false},
		{"what I only had in copy needs none", []Contact{copied(question(on(1, network.Mail, in)))}, -1, false},
	} {
		tie := Build(v.contacts)
		w := tie.Waiting
		if (w == nil) != (v.day < 0) || w != nil && (w.Day != v.day || w.Alone() != v.alone) {
			t.Errorf("%s: %+v", v.name, w)
		}
	}
}

func TestReplies(t *testing.T) {
	in, out := network.In, network.Out
	for _, v := range []struct {
		name     string
		contacts []Contact
		day      int64
		want     Rate
	}{
		{"answered within the week", []Contact{on(1, network.Mail, out), on(5, network.Mail, in)}, 6, Rate{1, 1}},
		{"answered too late", []Contact{on(1, network.Mail, out), on(20, network.Mail, in)}, 21, Rate{0, 1}},
		{"not answered yet", []Contact{on(1, network.Mail, out)}, 5, Rate{0, 0}},
		{"never answered", []Contact{on(1, network.Mail, out)}, 30, Rate{0, 1}},
		{"a second word the same day is no second outreach", []Contact{at(1, 8, network.Mail, out), at(1, 20, network.Mail, out), on(3, network.Mail, in)}, 9, Rate{1, 1}},
		{"an answer answers both outreaches of the week", []Contact{on(1, network.Mail, out), on(4, network.Mail, out), on(5, network.Mail, in)}, 9, Rate{2, 2}},
		{"a meeting within the week answers", []Contact{on(1, network.Mail, out), on(4, network.InPerson, network.Mutual)}, 9, Rate{1, 1}},
	} {
		tie := Build(v.contacts)
		if got := tie.Closed(time.Unix(v.day*86400, 0)); got != v.want {
			t.Errorf("%s: %+v, want %+v", v.name, got, v.want)
		}
	}
}

func TestStrengthOfADay(t *testing.T) {
	party := on(3, network.InPerson, network.Mutual)
	party.Size = 12
	for _, v := range []struct {
		name     string
		contacts []Contact
		want     float64
	}{
		{"a mail", []Contact{on(3, network.Mail, network.In)}, 1},
		{"a mail and a meeting the same day", []Contact{at(3, 8, network.Mail, network.In), at(3, 12, network.InPerson, network.Mutual)}, 2},
		{"a meeting, then a mail", []Contact{at(3, 8, network.InPerson, network.Mutual), at(3, 12, network.Mail, network.In)}, 2},
		{"a gathering of twelve", []Contact{party}, 1},
		{"a like is no contact", []Contact{on(3, network.Social, network.In)}, 0},
		{"two days, ninety days apart", []Contact{on(3, network.Mail, network.In), on(93, network.Call, network.Out)}, 2},
	} {
		tie := Build(v.contacts)
		if got := tie.Strength.total(tie.Strength.Day); got != v.want {
			t.Errorf("%s: %v, want %v", v.name, got, v.want)
		}
	}
}
