package tact

import (
	"slices"
	"testing"

	"entregent/internal/network"
	"entregent/internal/relation"
)

var one = []network.Ref{{Kind: network.RefFavour, ID: "f"}}

func TestVerdicts(t *testing.T) {
	need := []network.Reason{{Key: relation.NeedsMeeting}}
	for _, c := range []struct {
		what string
		Case
		want    Answer
		smaller Kind
		keys    []string // of reasons after the first, and of steps
	}{
		{"a click carries nothing", Case{Kind: Advice, Stage: relation.Click}, Prepare, "", []string{FirstBring}},
		{"still less feedback", Case{Kind: Feedback, Stage: relation.Click}, NotNow, "", []string{FirstBring}},
		{"an acquaintance is asked for advice", Case{Kind: Advice, Stage: relation.Acquaintance}, Go, "", nil},
		{"and for information", Case{Kind: Information, Stage: relation.Acquaintance}, Go, "", nil},
		{"for feedback, prepared", Case{Kind: Feedback, Stage: relation.Acquaintance, Missing: need}, Prepare, Advice, []string{FirstBring, relation.NeedsMeeting}},
		{"for a job: rather advice", Case{Kind: Job, Stage: relation.Acquaintance}, NotNow, Advice, []string{FirstBring}},
		{"a conversation carries feedback", Case{Kind: Feedback, Stage: relation.Conversation}, Go, "", nil},
		{"and nearly an introduction", Case{Kind: Introduction, Stage: relation.Conversation}, Prepare, Feedback, []string{FirstBring}},
		{"not a recommendation", Case{Kind: Recommendation, Stage: relation.Conversation}, NotNow, Feedback, []string{FirstBring}},
		{"a bond carries an introduction", Case{Kind: Introduction, Stage: relation.Bond}, Go, "", nil},
		{"and nearly business", Case{Kind: Referral, Stage: relation.Bond}, Prepare, Introduction, []string{FirstBring}},
		{"money takes trust", Case{Kind: Money, Stage: relation.Bond}, NotNow, Introduction, []string{FirstBring}},
		{"which carries it", Case{Kind: Money, Stage: relation.Trust}, Go, "", nil},
		{"and a job", Case{Kind: Job, Stage: relation.Trust}, Go, "", nil},

		{"never go while a favour is unthanked, however light the ask", Case{Kind: Advice, Stage: relation.Trust, Unthanked: one}, Prepare, "", []string{Unthanked, FirstThank, FirstBring}},
		{"always prepare, however heavy", Case{Kind: Money, Stage: relation.Click, Unthanked: one}, Prepare, "", []string{Unthanked, FirstThank, FirstBring}},
		{"never go while an ask is open", Case{Kind: Advice, Stage: relation.Trust, Open: one}, Prepare, "", []string{OpenAsk, FirstClose, FirstBring}},
		{"both: thanks come first", Case{Kind: Advice, Stage: relation.Trust, Open: one, Unthanked: one}, Prepare, "", []string{Unthanked, OpenAsk, FirstThank, FirstClose, FirstBring}},

		{"two asks in ninety days are not many", Case{Kind: Introduction, Stage: relation.Bond, Asks: 2}, Go, "", nil},
		{"three are", Case{Kind: Introduction, Stage: relation.Bond, Asks: 3}, Prepare, Feedback, []string{ManyAsks, FirstBring, FirstWait}},
		{"the balance tilts", Case{Kind: Introduction, Stage: relation.Bond, Tilted: one}, Prepare, Feedback, []string{Tilted, FirstBring}},
		{"the tie drifts", Case{Kind: Introduction, Stage: relation.Bond, Drifting: true, Silence: 80}, Prepare, Feedback, []string{Drifting, FirstBring, FirstRenew}},
		{"two causes lower by two", Case{Kind: Introduction, Stage: relation.Bond, Drifting: true, Tilted: one}, NotNow, Advice, []string{Tilted, Drifting, FirstBring, FirstRenew}},

		{"a gift raises", Case{Kind: Recommendation, Stage: relation.Bond, Gift: one, GiftAge: 60}, Go, "", []string{Gave}},
		{"an old gift does not", Case{Kind: Recommendation, Stage: relation.Bond, Gift: one, GiftAge: 61}, Prepare, Introduction, []string{FirstBring}},
		{"an offer raises", Case{Kind: Recommendation, Stage: relation.Bond, Offers: one}, Go, "", []string{Offered}},
		{"both raise by one only", Case{Kind: Job, Stage: relation.Bond, Offers: one, Gift: one}, Prepare, Recommendation, []string{Gave, Offered}},
		{"a gift makes up for drift", Case{Kind: Introduction, Stage: relation.Bond, Gift: one, Drifting: true}, Go, "", []string{Drifting, Gave}},
	} {
		v, err := Judged().Judge(c.Case)
		var got []string
		for _, r := range append(slices.Clone(v.Reasons[1:]), v.Steps...) {
			got = append(got, r.Key)
		}
		if err != nil || v.Verdict != c.want || v.Smaller != c.smaller || !slices.Equal(got, c.keys) {
			t.Errorf("%s: %s, smaller %q, %v, %v (room %d, weight %d); want %s, %q, %v", c.what, v.Verdict, v.Smaller, got, err, v.Room, v.Weight, c.want, c.smaller, c.keys)
		}
	}
}

// Every number of the table is looked at: changed, it changes a verdict.
func TestTheTableIsComplete(t *testing.T) {
	table := Judged()
	want := map[string]bool{"prepare within": true, "many asks": true, "fresh gift": true, "raises most": true, "raises gift": true, "raises offer": true}
	for _, s := range relation.Stages {
		want["carries "+s.String()] = true
	}
	for _, k := range Kinds {
		want["weighs "+string(k)] = true
	}
	for _, l := range []string{"unthanked", "open_ask", "many_asks", "tilted", "drifting"} {
		want["lowers "+l] = true
	}
	for words := range want {
		if _, ok := table.Table[words]; !ok {
			t.Errorf("the table lacks %q", words)
		}
	}
	if len(table.Table) != len(want) {
		t.Errorf("the table has %d lines, %d are looked at", len(table.Table), len(want))
	}
}

func TestTheKeeperMayChangeIt(t *testing.T) {
	table, err := Changed("weighs introduction 2\n")
	if err != nil {
		t.Fatal(err)
	}
	if v, err := table.Judge(Case{Kind: Introduction, Stage: relation.Conversation}); err != nil || v.Verdict != Go {
		t.Errorf("%v, %v", v.Verdict, err)
	}
	for _, bad := range []string{"weighs a lot", "weighs introductions 2"} {
		if _, err := Changed(bad); err == nil {
			t.Errorf("%q was taken", bad)
		}
	}
	if _, err := Judged().Judge(Case{Kind: "coffee"}); err == nil {
		t.Error("coffee was judged")
	}
}

func TestSentencesAreListed(t *testing.T) {
	listed := map[string]int{}
	for _, s := range Sentences() {
		listed[s.Key] = len(s.Args)
	}
	full := Case{Kind: Job, Stage: relation.Acquaintance, Unthanked: one, Open: one, Asks: 9, Tilted: one, Drifting: true, Offers: one, Gift: one, GiftAge: 90}
	fresh := full
	fresh.GiftAge, fresh.Kind = 1, Advice
	fresh.Stage = relation.Trust
	for _, c := range []Case{full, fresh} {
		v, err := Judged().Judge(c)
		if err != nil {
			t.Fatal(err)
		}
		for _, r := range append(v.Reasons, v.Steps...) {
			n, ok := listed[r.Key]
			if !ok || n != len(r.Args) {
				t.Errorf("%s: listed %v with %d arguments, given %d", r.Key, ok, n, len(r.Args))
			}
		}
	}
}
