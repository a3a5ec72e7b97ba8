package app_test

import (
	"context"
	"errors"
	"slices"
	"strings"
	"testing"

	"entregent/internal/app"
	"entregent/internal/i18n"
	"entregent/internal/network"
	"entregent/internal/today"
)

func (h *house) knownOf(name string) app.KnownPerson {
	h.t.Helper()
	list, err := h.Known(context.Background(), h.keeper, h.id(name))
	if err != nil || len(list) != 1 {
		h.t.Fatalf("%s: %v, %v", name, list, err)
	}
	return list[0]
}

// wordWith is a mailbox in which the keeper has the last word with each.
func wordWith(people ...string) string {
	var mails []string
	for _, name := range people {
		mail := strings.ToLower(strings.Fields(strings.ReplaceAll(name, "é", "e"))[0]) + "@exemple.example"
		mails = append(append(mails, talks(name, mail, 3)...), "From: "+myMail+"\nTo: "+name+" <"+mail+">\nDate: Fri, 30 Oct 2026 12:00:00 +0000\nSubject: Re: le point\n\nMerci")
	}
	return mailbox(mails...)
}

// Whom a goal is about, who knows them, and nobody else, should hear what the
// keeper wants to be known for.
func TestWhoShouldHear(t *testing.T) {
	h := press(t)
	h.reads1("box.mbox", wordWith("Nadia Lambert", "Léa Faure", "Omar Roux"))
	h.reads1("a.ics", ics(together(3, "Omar Roux", "Nadia Lambert")))
	h.goal(app.NewGoal{What: "Une tribune", Fields: []string{"journaliste"}, KnownFor: []string{"les familles", "la transmission"}})
	for name, key := range map[string]string{"Nadia Lambert": "known.tell_aimed", "Omar Roux": "known.tell_relay", "Léa Faure": "", "Ugo Blanc": ""} {
		p := h.knownOf(name)
		if key == "" {
			if len(p.TellThem) > 0 {
				t.Errorf("%s: %+v", name, p.TellThem)
			}
			continue
		}
		if len(p.TellThem) != 2 || !p.TellThem[0].Due || p.TellThem[0].Text != "les familles" || p.TellThem[0].Goal.Name != "Une tribune" || p.TellThem[0].Why[0].Key != key {
			t.Errorf("%s: %+v", name, p.TellThem)
		}
	}
}

// Told once, it is a fact with its day; the next thing is due; taken back, the
// export is as before.
func TestTelling(t *testing.T) {
	ctx := context.Background()
	h := press(t)
	h.reads1("box.mbox", wordWith("Nadia Lambert"))
	h.say("Café avec Nadia Lambert hier") // so that she has a typed card
	g := h.goal(app.NewGoal{What: "Une tribune", Fields: []string{"journaliste"}, KnownFor: []string{"les familles", "la transmission"}})
	before := h.export()
	id, err := h.Told(ctx, h.keeper, h.id("Nadia Lambert"), goalID(t, g), "les familles", "once")
	again, err2 := h.Told(ctx, h.keeper, h.id("Nadia Lambert"), goalID(t, g), "les familles", "once")
	if err != nil || err2 != nil || id != again {
		t.Fatalf("%s, %s: %v", id, again, errors.Join(err, err2))
	}
	p := h.knownOf("Nadia Lambert")
	if len(p.TellThem) != 2 || p.TellThem[0].Due || p.TellThem[0].On == nil || !p.TellThem[1].Due || p.TellThem[0].Facts[0].ID != id {
		t.Errorf("told: %+v", p.TellThem)
	}
	h.whole()
	fact, err := network.ParseID[network.FactID](id)
	if err != nil {
		t.Fatal(err)
	}
	if err := h.Untell(ctx, h.keeper, fact); err != nil {
		t.Fatal(err)
	}
	if after := h.export(); after != before {
		t.Errorf("taken back, and not as before:\n%s", difference(before, after))
	}
	if err := h.Untell(ctx, h.keeper, fact); !errors.Is(err, network.NotFound) {
		t.Errorf("taken back twice: %v", err)
	}
	if err := h.AddFact(ctx, h.keeper, h.id("Nadia Lambert"), network.FactSeesMe, "le monsieur des familles", "", ""); err != nil {
		t.Fatal(err)
	}
	if p := h.knownOf("Nadia Lambert"); len(p.TheySay) != 1 || p.TheySay[0].Text != "le monsieur des familles" || p.TheySay[0].On == nil {
		t.Errorf("how she sees me: %+v", p.TheySay)
	}
}

// The gesture: on the desk with its draft; done, it is told; taken back, it is not;
// with the goal it goes.
func TestTheGestureOfLettingKnow(t *testing.T) {
	ctx := context.Background()
	tell := func(h *house) []app.Gesture {
		t.Helper()
		d, err := h.Today(ctx, h.keeper, i18n.For("fr"), 0)
		if err != nil {
			t.Fatal(err)
		}
		return slices.DeleteFunc(d.Gestures, func(g app.Gesture) bool { return g.Kind != network.GestureTell })
	}
	h := press(t)
	h.reads1("box.mbox", wordWith("Nadia Lambert", "Léa Faure"))
	g := h.goal(app.NewGoal{What: "Une tribune", Fields: []string{"journaliste"}, KnownFor: []string{"les familles"}})
	got := tell(h)
	if len(got) != 1 || got[0].Person.Name != "Nadia Lambert" || !strings.Contains(got[0].Why, "les familles") || !strings.Contains(got[0].Draft, "les familles") || got[0].Minutes != 5 {
		t.Fatalf("%+v", got)
	}
	if err := h.AnswerGesture(ctx, h.keeper, got[0].ID, string(today.Done), network.Date{}); err != nil {
		t.Fatal(err)
	}
	if p := h.knownOf("Nadia Lambert"); len(p.TellThem) != 1 || p.TellThem[0].On == nil || p.TellThem[0].Due {
		t.Errorf("done: %+v", p.TellThem)
	}
	h.whole()
	if err := h.TakeBack(ctx, h.keeper, "gesture", got[0].ID); err != nil {
		t.Fatal(err)
	}
	if p := h.knownOf("Nadia Lambert"); len(p.TellThem) != 1 || !p.TellThem[0].Due {
		t.Errorf("taken back: %+v", p.TellThem)
	}
	if len(tell(h)) != 1 {
		t.Error("taken back, and not on the desk")
	}
	if _, err := h.Told(ctx, h.keeper, h.id("Nadia Lambert"), goalID(t, g), "les familles", ""); err != nil {
		t.Fatal(err)
	}
	if left := tell(h); len(left) != 0 {
		t.Errorf("told elsewhere, and still on the desk: %+v", left)
	}
	h2 := press(t)
	h2.reads1("box.mbox", wordWith("Nadia Lambert"))
	g = h2.goal(app.NewGoal{What: "Une tribune", Fields: []string{"journaliste"}, KnownFor: []string{"les familles"}})
	if len(tell(h2)) != 1 {
		t.Fatal("not on the desk")
	}
	if err := h2.EndGoal(ctx, h2.keeper, goalID(t, g), app.GoalClosed); err != nil {
		t.Fatal(err)
	}
	if left := tell(h2); len(left) != 0 {
		t.Errorf("the goal is closed: %+v", left)
	}
}
