package app_test

import (
	"context"
	"errors"
	"fmt"
	"testing"

	"entregent/internal/app"
	"entregent/internal/network"
)

// A gathering: invited is not met; who came was met, also when more than eight
// came; and all of it can be taken back.
func TestGathering(t *testing.T) {
	ctx := context.Background()
	h := yves(t)
	var ids []network.PersonID
	for i := range 11 {
		n, err := h.AddPerson(ctx, h.keeper, app.NewPerson{Name: fmt.Sprintf("Invité %c", 'A'+i)}, "")
		if err != nil {
			t.Fatal(err)
		}
		id, _ := network.ParseID[network.PersonID](n.ID)
		ids = append(ids, id)
	}
	g, err := h.AddGathering(ctx, h.keeper, app.NewGathering{
		Title: "Apéro des éditeurs", On: network.Date{Year: 2026, Month: 11, Day: 5}, Hour: "19:30", Place: "Les Halles", Hosts: true}, "k")
	if err != nil {
		t.Fatal(err)
	}
	again, err := h.AddGathering(ctx, h.keeper, app.NewGathering{
		Title: "Apéro des éditeurs", On: network.Date{Year: 2026, Month: 11, Day: 5}, Hour: "19:30", Place: "Les Halles", Hosts: true}, "k")
	if again != g || err != nil {
		t.Errorf("the same form twice: %s, %s, %v", g, again, err)
	}
	for _, id := range ids {
		if err := h.SetGuest(ctx, h.keeper, g, id, app.Invited); err != nil {
			t.Fatal(err)
		}
	}
	if err := h.SetGuest(ctx, h.keeper, g, ids[0], app.Coming); err != nil {
		t.Fatal(err)
	}
	met := func(name string) bool { return h.briefing(name).Person.Met }
	if met("Invité A") {
		t.Error("invited, and said to be met")
	}
	if err := h.Came(ctx, h.keeper, g, ids[:10], ""); !errors.Is(err, network.Invalid) {
		t.Errorf("before the day: %v", err)
	}
	h.at("2026-11-06T09:00:00Z")
	if err := h.Came(ctx, h.keeper, g, ids[:10], ""); err != nil {
		t.Fatal(err)
	}
	if !met("Invité A") || !met("Invité J") || met("Invité K") {
		t.Error("who came was met, who did not was not")
	}
	if b := h.briefing("Invité A"); len(b.Encounters) != 1 || !b.Encounters[0].Contact || b.Tie.Days != 1 {
		t.Errorf("a meeting, though ten came: %+v", b.Encounters)
	}
	if all, err := h.Gatherings(ctx, h.keeper); err != nil || len(all) != 1 || !all[0].Over || all[0].Guests[10].State != app.DidNotCome {
		t.Errorf("%+v, %v", all, err)
	}
	h.whole()
	if err := h.SetGuest(ctx, h.keeper, g, ids[0], app.Invited); !errors.Is(err, network.Conflict) {
		t.Errorf("inviting to what is over: %v", err)
	}
	if err := h.Reopen(ctx, h.keeper, g); err != nil || met("Invité A") {
		t.Errorf("taken back: %v", err)
	}
	if err := h.DropGathering(ctx, h.keeper, g); err != nil {
		t.Fatal(err)
	}
	if all, _ := h.Gatherings(ctx, h.keeper); len(all) != 0 {
		t.Errorf("still there: %+v", all)
	}
	h.whole()
}

// Whom to invite, and why.
func TestWhomToInvite(t *testing.T) {
	ctx := context.Background()
	h := yves(t)
	h.say("Café avec Yves Martin hier : passionné de jazz")
	h.say("Café avec Paul Durand hier : n'aime que le foot")
	g, err := h.AddGathering(ctx, h.keeper, app.NewGathering{Title: "Soirée jazz", On: network.Date{Year: 2026, Month: 11, Day: 5}, Hosts: true}, "")
	if err != nil {
		t.Fatal(err)
	}
	_, whom, err := h.Gathering(ctx, h.keeper, g, 10)
	if err != nil || len(whom) != 1 || whom[0].Person.Name != "Yves Martin" || whom[0].Why[0].Key != "likes" {
		t.Errorf("%+v, %v", whom, err)
	}
	id, _ := network.ParseID[network.PersonID](whom[0].Person.ID)
	if err := h.SetGuest(ctx, h.keeper, g, id, app.Invited); err != nil {
		t.Fatal(err)
	}
	if _, whom, _ = h.Gathering(ctx, h.keeper, g, 10); len(whom) != 0 {
		t.Errorf("invited, and proposed again: %+v", whom)
	}
}
