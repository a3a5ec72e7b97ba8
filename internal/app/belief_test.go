package app_test

import (
	"context"
	"testing"

	"entregent/internal/app"
	"entregent/internal/asking"
	"entregent/internal/reach"
)

// What the keeper sees otherwise is what is reckoned with from then on; and the
// product's own figures come back when they let go of theirs.
func TestBeliefs(t *testing.T) {
	ctx := context.Background()
	h := around(t, together(3, "Yves Martin", "Xavier Noir"), together(10, "Yves Martin", "Xavier Noir"), together(17, "Yves Martin", "Xavier Noir"))
	before := h.reach("Xavier Noir")
	if len(before.Paths) != 1 {
		t.Fatalf("%+v", before)
	}
	believe := func(table, words string, n float64) {
		t.Helper()
		if err := h.Believe(ctx, h.keeper, table, words, &n); err != nil {
			t.Fatal(err)
		}
	}
	believe("reach", "likely", 0)
	if got := h.reach("Xavier Noir").Paths[0].Chance; got != reach.Likely || before.Paths[0].Chance == reach.Likely {
		t.Errorf("everything is likely now: %s, before %s", got, before.Paths[0].Chance)
	}
	believe("tact", "weighs introduction", 100)
	after := h.reach("Xavier Noir").Paths[0].Tact
	if after.Verdict != "not_now" || before.Paths[0].Tact.Verdict == "not_now" {
		t.Errorf("an introduction weighs a hundred: %s, before %s", after.Verdict, before.Paths[0].Tact.Verdict)
	}
	x := h.tells(h.ask(app.NewAsk{Of: h.id("Yves Martin"), To: "Xavier Noir"}), "asked")
	h.at("2026-11-16T12:00:00Z")
	if x = h.seeAsk(x); x.State != asking.Silent {
		t.Fatal(x.State)
	}
	believe("asking", "silent after", 60)
	if x = h.seeAsk(x); x.State != asking.Asked {
		t.Errorf("patience of sixty days: %s", x.State)
	}
	for _, b := range []struct{ table, words string }{{"reach", "likely"}, {"tact", "weighs introduction"}, {"asking", "silent after"}} {
		if err := h.Believe(ctx, h.keeper, b.table, b.words, nil); err != nil {
			t.Fatal(err)
		}
	}
	if k, err := h.Keeper(ctx, h.keeper); err != nil || k.Settings.Beliefs != nil {
		t.Errorf("%v, %v", k.Settings.Beliefs, err)
	}
	if x = h.seeAsk(x); x.State != asking.Silent {
		t.Errorf("back to the product's own: %s", x.State)
	}
	one, less := 1.0, -1.0
	if h.Believe(ctx, h.keeper, "reach", "likly", &one) == nil || h.Believe(ctx, h.keeper, "fate", "likely", &one) == nil || h.Believe(ctx, h.keeper, "reach", "likely", &less) == nil {
		t.Error("what is not in a table, and less than nothing, is refused")
	}
	h.whole()
}
