package app_test

import (
	"context"
	"strings"
	"testing"

	"entregent/internal/app"
	"entregent/internal/i18n"
	"entregent/internal/match"
	"entregent/internal/network"
)

func (h *house) matches() []app.Match {
	h.t.Helper()
	ms, err := h.Matches(context.Background(), h.keeper, i18n.For("fr"), app.MatchAsk{})
	if err != nil {
		h.t.Fatal(err)
	}
	return ms
}

func (h *house) gestures() []app.Gesture {
	h.t.Helper()
	d, err := h.Today(context.Background(), h.keeper, i18n.For("fr"), 0)
	if err != nil {
		h.t.Fatal(err)
	}
	return d.Gestures
}

// A friend's offer meets an older need: Today proposes to tell, with a letter to
// each of the two; done, it is something brought, and the pair is not proposed
// again. Taking that back brings it back.
func TestTell(t *testing.T) {
	ctx := context.Background()
	h := yves(t)
	h.say("Café avec Yves Martin hier : cherche une maison en Bretagne en juillet")
	h.at("2026-11-03T12:00:00Z")
	h.say("Appel de Sophie Le Gall : loue sa maison à Quiberon en juillet")
	ms := h.matches()
	if len(ms) != 1 || ms[0].Kind != app.MatchTell || ms[0].Need.Person.Name != "Yves Martin" || ms[0].Offer.Person.Name != "Sophie Le Gall" {
		t.Fatalf("matches: %+v", ms)
	}
	if len(ms[0].Words) == 0 || !strings.Contains(ms[0].Why, "Sophie Le Gall") || len(ms[0].Drafts) != 2 || len(ms[0].Reasons) == 0 {
		t.Errorf("the match: %+v", ms[0])
	}
	gs := h.gestures()
	i := find(gs, network.GestureTell)
	if i < 0 || gs[i].Person.Name != "Yves Martin" || !strings.Contains(gs[i].Draft, "Sophie Le Gall") || len(gs[i].Others) != 1 || gs[i].Others[0].To.Name != "Sophie Le Gall" {
		t.Fatalf("gestures: %+v", gs)
	}
	before := h.export()
	for range 2 {
		if err := h.AnswerGesture(ctx, h.keeper, gs[i].ID, "done", network.Date{}); err != nil {
			t.Fatal(err)
		}
		b := h.briefing("Yves Martin")
		if len(b.Favours) != 1 || b.Favours[0].Kind != network.Information || b.Favours[0].From.ID != "" || len(h.matches()) != 0 {
			t.Errorf("done: %+v, %+v", b.Favours, h.matches())
		}
		h.whole()
		if err := h.TakeBack(ctx, h.keeper, "gesture", gs[i].ID); err != nil {
			t.Fatal(err)
		}
		if after := h.export(); after != before {
			t.Errorf("taken back, and not as before:\n%s", difference(before, after))
		}
	}
}

func find(gs []app.Gesture, kind network.GestureKind) int {
	for i, g := range gs {
		if g.Kind == kind {
			return i
		}
	}
	return -1
}

// What the keeper offers meets a need: that is to bring. Once refused, the pair
// never returns, and the gesture is gone from the list of the day.
func TestBringAndDismiss(t *testing.T) {
	ctx := context.Background()
	h := yves(t)
	if _, err := h.AddWish(ctx, h.keeper, app.NewWish{Kind: network.Offer, What: "je prête ma camionnette"}, ""); err != nil {
		t.Fatal(err)
	}
	h.say("Café avec Yves Martin hier : cherche une camionnette")
	ms := h.matches()
	if len(ms) != 1 || ms[0].Kind != app.MatchBring {
		t.Fatalf("matches: %+v", ms)
	}
	gs := h.gestures()
	if i := find(gs, network.GestureBring); i < 0 || gs[i].Pair != ms[0].ID {
		t.Fatalf("gestures: %+v", gs)
	}
	if err := h.DismissMatch(ctx, h.keeper, ms[0].ID, "no"); err != nil {
		t.Fatal(err)
	}
	if len(h.matches()) != 0 || find(h.gestures(), network.GestureBring) >= 0 {
		t.Error("dismissed, and still there")
	}
	h.at("2027-11-03T12:00:00Z")
	if len(h.matches()) != 0 {
		t.Error("it came back after a year")
	}
	if err := h.UndismissMatch(ctx, h.keeper, ms[0].ID); err != nil || len(h.matches()) != 1 {
		t.Errorf("taken back: %v", err)
	}
	before := h.export()
	if err := h.DismissMatch(ctx, h.keeper, ms[0].ID, "done"); err != nil || len(h.matches()) != 0 || len(h.briefing("Yves Martin").Favours) != 1 {
		t.Errorf("done: %v", err)
	}
	if err := h.UndismissMatch(ctx, h.keeper, ms[0].ID); err != nil || h.export() != before {
		t.Errorf("taken back, and not as before: %v\n%s", err, difference(before, h.export()))
	}
	h.whole()
}

// The keeper's own need is no gesture towards anybody.
func TestReceive(t *testing.T) {
	h := yves(t)
	h.say("Je cherche un plombier")
	h.say("Café avec Yves Martin hier : peut me présenter un plombier")
	for _, m := range h.matches() {
		if m.Kind != app.MatchReceive || m.Person.Name != "Yves Martin" {
			t.Errorf("%+v", m)
		}
	}
	if gs := h.gestures(); find(gs, network.GestureBring)+find(gs, network.GestureTell)+find(gs, network.GestureIntroduce) != -3 {
		t.Errorf("gestures: %+v", gs)
	}
}

// Every reason that a match can have is a sentence in both languages.
func TestReasonsOfMatchesHaveWords(t *testing.T) {
	for _, lang := range i18n.Languages {
		for _, key := range match.ReasonKeys {
			if p := i18n.For(lang); !p.Has(key) {
				t.Errorf("%s: no text %q", lang, key)
			}
		}
	}
}

// What is less than sure is told only to whoever looks further, marked and after
// what is sure; it can be dismissed, and that taken back.
func TestFurther(t *testing.T) {
	ctx := context.Background()
	h := yves(t)
	h.say("Café avec Yves Martin hier : cherche un plombier pour le boulevard Zola")
	h.at("2026-11-03T12:00:00Z")
	h.say("Appel de Sophie Le Gall : propose de montrer le boulevard Zola")
	if ms := h.matches(); len(ms) != 0 {
		t.Fatalf("unasked: %+v", ms)
	}
	ws, err := h.Wishes(ctx, h.keeper, app.WishAsk{Kind: network.Need})
	if err != nil || len(ws) != 1 {
		t.Fatalf("%v, %v", ws, err)
	}
	need, err := network.ParseID[network.WishID](ws[0].ID)
	if err != nil {
		t.Fatal(err)
	}
	further := func() []app.Match {
		ms, err := h.Matches(ctx, h.keeper, i18n.For("fr"), app.MatchAsk{Need: need})
		if err != nil {
			t.Fatal(err)
		}
		return ms
	}
	ms := further()
	if len(ms) != 1 || !ms[0].Perhaps || ms[0].Offer.Person.Name != "Sophie Le Gall" || !strings.HasPrefix(ms[0].Why, "Peut-être Sophie Le Gall") {
		t.Fatalf("further: %+v", ms)
	}
	if gs := h.gestures(); find(gs, network.GestureTell) >= 0 || find(gs, network.GestureIntroduce) >= 0 {
		t.Errorf("told unasked: %+v", gs)
	}
	before := h.export()
	if err := h.DismissMatch(ctx, h.keeper, ms[0].ID, "no"); err != nil {
		t.Fatal(err)
	}
	if ms := further(); len(ms) != 0 {
		t.Errorf("dismissed, and there: %+v", ms)
	}
	if err := h.UndismissMatch(ctx, h.keeper, ms[0].ID); err != nil {
		t.Fatal(err)
	}
	if after := h.export(); after != before {
		t.Errorf("taken back, and not as before:\n%s", difference(before, after))
	}
	if err := h.DismissMatch(ctx, h.keeper, strings.Repeat("0", 32)+"-x", "no"); err == nil {
		t.Error("a match that is none was dismissed")
	}
}
