package relation

import (
	"encoding/json"
	"slices"
	"testing"

	"entregent/internal/network"
	"pgregory.net/rapid"
)

const (
	in   = network.In
	out  = network.Out
	both = network.Mutual
)

func keys(rs []network.Reason) []string {
	ks := []string{}
	for _, r := range rs {
		ks = append(ks, r.Key)
	}
	return ks
}

// talk is a conversation by mail on days 0, 20 and 40.
func talk() []Contact {
	return []Contact{
		at(0, 8, network.Mail, out), at(0, 9, network.Mail, in), at(20, 8, network.Mail, out),
		at(20, 9, network.Mail, in), at(40, 8, network.Mail, out), at(40, 9, network.Mail, in),
	}
}

func TestStages(t *testing.T) {
	ref := []network.Ref{{Kind: network.RefFavour, ID: "f"}}
	met := func(days ...network.Day) []Contact {
		cs := talk()
		for _, d := range days {
			cs = append(cs, on(d, network.InPerson, both))
		}
		return cs
	}
	trusted := Trust
	for _, v := range []struct {
		name     string
		contacts []Contact
		profile  Profile
		day      network.Day
		earned   Stage
		shown    Stage
		missing  []string
	}{
		{"linked, nothing else", nil, Profile{}, 41, Click, Click, []string{NeedsExchange}},
		{"I wrote, no word back", []Contact{on(1, network.Mail, out)}, Profile{}, 41, Click, Click, []string{NeedsExchange}},
		{"they like my posts", []Contact{on(1, network.Social, in)}, Profile{}, 41, Click, Click, []string{NeedsExchange}},
		{"I wrote, they answered", talk()[:2], Profile{}, 41, Acquaintance, Acquaintance, []string{NeedsDays, NeedsTime}},
		{"one call", []Contact{on(1, network.Call, out)}, Profile{}, 41, Acquaintance, Acquaintance, []string{NeedsDays, NeedsTime}},
		{"three days in one week", []Contact{on(1, network.Call, out), on(3, network.Call, out), on(5, network.Call, in)}, Profile{}, 41, Acquaintance, Acquaintance, []string{NeedsTime}},
		{"three days over forty", talk(), Profile{}, 41, Conversation, Conversation, []string{NeedsMeeting}},
		{"by video only, it is no bond", append(talk(), on(41, network.Video, both)), Profile{}, 42, Conversation, Conversation, []string{NeedsMeeting}},
		{"a meeting without a place is no bond", append(talk(), on(41, network.Meeting, both)), Profile{}, 42, Conversation, Conversation, []string{NeedsMeeting}},
		{"and met", met(41), Profile{}, 42, Bond, Bond, []string{NeedsMeetings, NeedsFavours}},
		{"and the keeper says they met", talk(), Profile{SaidMet: true}, 42, Bond, Bond, []string{NeedsMeetings, NeedsFavours}},
		{"met once without a word: the steps come in order", []Contact{on(1, network.InPerson, both)}, Profile{}, 42, Acquaintance, Acquaintance, []string{NeedsDays, NeedsTime}},
		{"met three times, favours one way", met(41, 42, 43), Profile{Received: ref}, 44, Bond, Bond, []string{NeedsGift}},
		{"met three times, I gave only", met(41, 42, 43), Profile{Given: ref}, 44, Bond, Bond, []string{NeedsTheirGift}},
		{"met three times, favours both ways", met(41, 42, 43), Profile{Given: ref, Received: ref}, 44, Trust, Trust, []string{}},
		{"met three times, vouched for", met(41, 42, 43), Profile{Vouched: ref}, 44, Trust, Trust, []string{}},
		{"twice the same day is one day", append(met(41, 42), at(42, 20, network.InPerson, both)), Profile{Vouched: ref}, 44, Bond, Bond, []string{NeedsMeetings}},
		{"neglected: likely to fall silent", talk(), Profile{}, 300, Conversation, Acquaintance, []string{NeedsMeeting}},
		{"declared slow, it does not fall by a forecast", talk(), Profile{Slow: true}, 300, Conversation, Conversation, []string{NeedsMeeting}},
		{"dormant: two steps down", met(41, 42, 43), Profile{Vouched: ref}, 410, Trust, Conversation, []string{}},
		{"dormant: never below acquaintance", talk(), Profile{}, 410, Conversation, Acquaintance, []string{NeedsMeeting}},
		{"two contacts, a year silent", talk()[:2], Profile{}, 366, Acquaintance, Acquaintance, []string{NeedsDays, NeedsTime}},
		{"a slow tie sleeps after three years", talk(), Profile{Slow: true}, 41 + 3*365, Conversation, Acquaintance, []string{NeedsMeeting}},
		{"the keeper said so", talk(), Profile{Overruled: &trusted, Word: "my sister"}, 41, Conversation, Trust, []string{NeedsMeeting}},
	} {
		r := reading(v.day, v.profile, v.contacts...)
		if r.Stage.Earned != v.earned || r.Stage.Shown != v.shown || !slices.Equal(keys(r.Stage.Missing), v.missing) {
			t.Errorf("%s: earned %v, shown %v, missing %v; want %v, %v, %v", v.name, r.Stage.Earned, r.Stage.Shown, keys(r.Stage.Missing), v.earned, v.shown, v.missing)
		}
		if (r.Stage.Earned != r.Stage.Shown) != (len(r.Stage.Lowered) > 0) {
			t.Errorf("%s: shown differs without a reason: %+v", v.name, r.Stage)
		}
	}
}

// However much was written, said or shown from afar, a tie never met in person
// stays below trusted, and below bond.
func TestNeverTrustedWithoutMeeting(t *testing.T) {
	ref := []network.Ref{{Kind: network.RefFavour, ID: "f"}}
	afar := slices.DeleteFunc(slices.Clone(network.Channels), func(c network.Channel) bool { return c == network.InPerson })
	rapid.Check(t, func(r *rapid.T) {
		cs := someContacts(r, afar...)
		got := reading(950, Profile{Given: ref, Received: ref, Vouched: ref}, cs...)
		if got.Stage.Earned >= Bond || got.Stage.Shown >= Bond || got.Met {
			r.Fatalf("earned %v", got.Stage.Earned)
		}
	})
}

// Each stage needs the one before, and what is shown is never above what was
// earned nor more than two steps below it.
func TestStagesAreCumulative(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		cs := someContacts(r)
		s := reading(network.Day(rapid.IntRange(900, 2500).Draw(r, "day")), Profile{}, cs...).Stage
		if s.Shown > s.Earned || s.Earned-s.Shown > 2 || s.Earned >= Acquaintance && s.Shown < Acquaintance {
			r.Fatalf("%+v", s)
		}
		if len(s.Evidence) != int(s.Earned) || (len(s.Missing) == 0) != (s.Earned == Trust) {
			r.Fatalf("%d grounds for %v, missing %v", len(s.Evidence), s.Earned, keys(s.Missing))
		}
	})
}

func TestStandings(t *testing.T) {
	weekly := []Contact{on(0, network.Mail, out), on(7, network.Mail, in), on(14, network.Mail, out), on(28, network.Mail, in), on(35, network.Mail, out), on(60, network.Mail, in)}
	type is struct{ relation, newcomer, dormant, drifting, due bool }
	for _, v := range []struct {
		name     string
		contacts []Contact
		profile  Profile
		day      network.Day
		want     is
	}{
		{"two contacts are no relation yet", weekly[:2], Profile{}, 8, is{newcomer: true}},
		{"three days, both ways", weekly[:3], Profile{}, 15, is{relation: true, newcomer: true}},
		{"three days, one way", []Contact{on(1, network.Mail, in), on(2, network.Mail, in), on(3, network.Mail, in)}, Profile{}, 4, is{newcomer: true}},
		{"in a circle, whatever took place", nil, Profile{InCircle: true}, 8, is{relation: true}},
		{"connected last month", nil, Profile{FirstSeen: 370}, 400, is{newcomer: true}},
		{"connected last year", nil, Profile{FirstSeen: 35}, 400, is{}},
		{"not due yet", weekly, Profile{}, 90, is{relation: true, newcomer: true}},
		{"due", weekly, Profile{}, 91, is{relation: true, drifting: true, due: true}},
		{"slow ties do not drift", weekly, Profile{Slow: true}, 200, is{relation: true}},
		{"who is not watched does not drift", weekly, Profile{Unwatched: true}, 200, is{relation: true}},
		{"a rhythm set by hand replaces the date", weekly, Profile{Rhythm: 100}, 159, is{relation: true}},
		{"a rhythm set by hand comes due", weekly, Profile{Rhythm: 100}, 160, is{relation: true, drifting: true, due: true}},
		{"a rhythm holds for a new tie too", weekly[:1], Profile{Rhythm: 20}, 30, is{newcomer: true, due: true}},
		{"a year silent", weekly, Profile{}, 60 + 366, is{dormant: true}},
		{"a year silent, slow", weekly, Profile{Slow: true}, 60 + 366, is{relation: true}},
		{"a year silent, never close", weekly[:2], Profile{}, 500, is{}},
	} {
		r := reading(v.day, v.profile, v.contacts...)
		if got := (is{r.Relation, r.Newcomer, r.Dormant, r.Drifting, r.Due}); got != v.want {
			t.Errorf("%s: %+v, want %+v", v.name, got, v.want)
		}
	}
}

func TestLittleHistory(t *testing.T) {
	r := reading(50, Profile{}, on(1, network.Mail, in), on(2, network.Mail, in))
	b, err := json.Marshal(r.Drift)
	if err != nil {
		t.Fatal(err)
	}
	var got struct {
		P30, P90 *float64
		Reasons  []network.Reason
	}
	if err := json.Unmarshal(b, &got); err != nil || got.P30 != nil || got.P90 != nil || got.Reasons[0].Key != TooLittleHistory {
		t.Errorf("%s, %v", b, err)
	}
}

func TestWhyDrift(t *testing.T) {
	weekly := func(ch network.Channel) (cs []Contact) {
		for d := network.Day(0); d <= 700; d += 7 {
			cs = append(cs, on(d, ch, both))
		}
		return cs
	}
	for _, v := range []struct {
		name     string
		contacts []Contact
		day      network.Day
		want     []string
	}{
		{"the day after", weekly(network.Call), 701, []string{StillInRhythm}},
		{"two months after weekly calls", weekly(network.Call), 760, []string{SilenceAgainstGap, UsedToBeOften, Missed, YouWereQuiet}},
		{"two months after weekly meetings", weekly(network.InPerson), 760, []string{SilenceMet, UsedToBeOften, Missed, YouWereQuiet}},
		{"three contacts in two years", []Contact{on(0, network.Mail, in), on(300, network.Mail, out), on(600, network.Mail, in)}, 700, []string{StillInRhythm, Seldom}},
	} {
		r := reading(v.day, Profile{}, v.contacts...)
		if got := keys(r.Drift.Reasons); !slices.Equal(got, v.want) {
			t.Errorf("%s: %v, want %v", v.name, got, v.want)
		}
		for _, why := range r.Drift.Reasons {
			if len(why.Facts) == 0 {
				t.Errorf("%s: %s rests on nothing", v.name, why.Key)
			}
		}
	}
}

func TestReciprocity(t *testing.T) {
	for _, v := range []struct {
		name     string
		contacts []Contact
		answer   bool
		never    bool
		want     []string
	}{
		{"no word at all", nil, false, false, []string{}},
		{"I wrote twice, no word back", []Contact{on(1, network.Mail, out), on(20, network.Mail, out)}, false, true, []string{NoWordBack, NeverWroteFirst}},
		{"they answer, and never write first", []Contact{on(1, network.Mail, out), on(2, network.Mail, in), on(20, network.Mail, out), on(21, network.Mail, in)}, true, true, []string{TheyAnswer, NeverWroteFirst, TheyWait}},
		{"they wrote twice, I never did", []Contact{on(1, network.Mail, in), on(20, network.Mail, in)}, true, false, []string{YouNeverAnswered, YouNeverWroteFirst, TheyWait}},
		{"each begins in turn", []Contact{on(1, network.Mail, out), at(1, 14, network.Mail, in), on(20, network.Mail, in), at(20, 14, network.Mail, out)}, true, false, []string{TheyAnswer, BothWriteFirst}},
	} {
		r := reading(40, Profile{}, v.contacts...).Answers
		if r.TheyAnswer != v.answer || r.NeverWroteFirst != v.never || !slices.Equal(keys(r.Reasons), v.want) {
			t.Errorf("%s: answer %v, never first %v, %v", v.name, r.TheyAnswer, r.NeverWroteFirst, keys(r.Reasons))
		}
		if r.Reply == nil || *r.Reply <= 0 || *r.Reply >= 1 {
			t.Errorf("%s: reply probability %v", v.name, r.Reply)
		}
	}
}

func TestEverySentenceOnce(t *testing.T) {
	seen := map[string]bool{}
	for _, s := range Sentences() {
		if seen[s.Key] {
			t.Errorf("%s twice", s.Key)
		}
		seen[s.Key] = true
	}
}
