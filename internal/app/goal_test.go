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
	"entregent/internal/store/pgtest"
	"entregent/internal/store/sqlstore"
)

func (h *house) goal(n app.NewGoal) app.Goal {
	h.t.Helper()
	g, err := h.AddGoal(context.Background(), h.keeper, n, "")
	if err != nil {
		h.t.Fatal(err)
	}
	return g
}

func goalID(t *testing.T, g app.Goal) network.GoalID {
	t.Helper()
	id, err := network.ParseID[network.GoalID](g.ID)
	if err != nil {
		t.Fatal(err)
	}
	return id
}

// press is a book with people of the press and others.
func press(t *testing.T) *house {
	t.Helper()
	h := newHouse(t, noon)
	h.reads1("l.csv", "Prénom;Nom;Société;Fonction;Ville;email\n"+
		"Nadia;Lambert;Radio du Nord;Journaliste;Lille;nadia@exemple.example\n"+
		"Omar;Roux;La Gazette SARL;Rédacteur;Rennes;omar@exemple.example\n"+
		"Léa;Faure;Fonderie Faure;DRH;Lille;lea@exemple.example\n"+
		"Ugo;Blanc;Presse Bleue;Journaliste;Grenoble;ugo@exemple.example\n")
	return h
}

// A goal is kept whole, on both engines, and is gone without a trace.
func TestAGoalIsKept(t *testing.T) {
	pg, err := sqlstore.OpenPostgres(t.Context(), pgtest.Schema(t), sqlstore.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { pg.Close() })
	for name, h := range map[string]*house{"sqlite": newHouse(t, noon), "postgres": newHouseOn(t, noon, pg)} {
		t.Run(name, func(t *testing.T) {
			h.t = t
			ctx := context.Background()
			h.imports(h.file("a.vcf", "BEGIN:VCARD\nVERSION:3.0\nFN:Yves Martin\nEMAIL:yves@exemple.example\nEND:VCARD\n"))
			h.say("Café avec Yves Martin hier") // so that he has a typed card
			before := h.export()
			g := h.goal(app.NewGoal{
				What: " Une tribune\ndans la presse ", Until: network.Date{Year: 2027, Month: 3, Day: 31}, People: []string{"Martin Yves", "Élise Inconnue", "élise inconnue"},
				Organisations: []string{"La Gazette"}, Fields: []string{"journaliste", ""}, Places: []string{"Lille"}, KnownFor: []string{"les familles", "la transmission"},
			})
			if g.Text != "Une tribune dans la presse" || g.From.String() != "2026-11-01" && g.From.String() != "2026-10-31" || g.State != app.GoalCurrent ||
				len(g.People) != 2 || g.People[0].Name != "Yves Martin" || g.People[0].ID == "" || g.People[1].ID != "" || len(g.Fields) != 1 || len(g.KnownFor) != 2 {
				t.Errorf("noted: %+v", g)
			}
			h.whole()
			back := newHouse(t, noon)
			back.imports(back.file("carnet.jsonl", h.export()))
			if again, err := back.Goals(ctx, back.keeper, app.GoalAsk{}); err != nil || len(again) != 1 || again[0].People[0] != g.People[0] || again[0].KnownFor[1] != "la transmission" {
				t.Errorf("read back from the export: %+v, %v", again, err)
			}
			if want, got := strings.Join(h.normal(), "\n"), strings.Join(back.normal(), "\n"); got != want {
				t.Errorf("another book:\n%s", difference(want, got))
			}
			id := goalID(t, g)
			if err := h.EndGoal(ctx, h.keeper, id, app.GoalReached); err != nil {
				t.Fatal(err)
			}
			now, err := h.Goals(ctx, h.keeper, app.GoalAsk{})
			all, err2 := h.Goals(ctx, h.keeper, app.GoalAsk{All: true})
			if len(now) != 0 || len(all) != 1 || all[0].State != app.GoalReached || all[0].Ended.IsZero() {
				t.Errorf("reached: %+v, %+v, %v", now, all, errors.Join(err, err2))
			}
			if err := h.EndGoal(ctx, h.keeper, id, app.GoalCurrent); err != nil {
				t.Fatal(err)
			}
			if err := h.DropGoal(ctx, h.keeper, id); err != nil {
				t.Fatal(err)
			}
			if after := h.export(); after != before {
				t.Errorf("dropped, and not as before:\n%s", difference(before, after))
			}
			if err := h.DropGoal(ctx, h.keeper, id); !errors.Is(err, network.NotFound) {
				t.Errorf("dropped twice: %v", err)
			}
		})
	}
}

// What cannot be a goal is refused in one line, and nothing is kept.
func TestWhatIsNoGoal(t *testing.T) {
	h := press(t)
	h.reads1("m.csv", "Prénom;Nom;email\nNadia;Lambert;autre@exemple.example\n")
	for what, n := range map[string]app.NewGoal{
		"without words":         {What: " "},
		"too long":              {What: strings.Repeat("x", network.MaxGoal+1)},
		"an aim too long":       {What: "x", Fields: []string{strings.Repeat("x", network.MaxAim+1)}},
		"four things":           {What: "x", KnownFor: []string{"a", "b", "c", "d"}},
		"ends before it begins": {What: "x", From: network.Date{Year: 2026, Month: 5, Day: 2}, Until: network.Date{Year: 2026, Month: 5, Day: 1}},
		"a day without a year":  {What: "x", Until: network.Date{Month: 5, Day: 1}},
	} {
		if _, err := h.AddGoal(context.Background(), h.keeper, n, ""); !errors.Is(err, network.Invalid) {
			t.Errorf("%s: %v", what, err)
		}
	}
	_, err := h.AddGoal(context.Background(), h.keeper, app.NewGoal{What: "x", People: []string{"Nadia Lambert"}}, "")
	var many *app.TooMany
	if !errors.As(err, &many) || len(many.People) != 2 {
		t.Errorf("two of a name: %v", err)
	}
	if all, _ := h.Goals(context.Background(), h.keeper, app.GoalAsk{All: true}); len(all) > 0 {
		t.Errorf("kept: %+v", all)
	}
}

// Reach without a target names those of the goals, and leans towards them.
func TestReachTowardsAGoal(t *testing.T) {
	ctx := context.Background()
	for _, tt := range []struct {
		what   string
		n      app.NewGoal
		people int // how many answer to the last aim
	}{
		{"a field", app.NewGoal{Fields: []string{"journaliste"}}, 2},
		{"a person of the book", app.NewGoal{People: []string{"Léa Faure"}}, 1},
		{"somebody never seen", app.NewGoal{People: []string{"Élise Inconnue"}}, 0},
		{"an organisation, as one writes it", app.NewGoal{Organisations: []string{"la gazette"}}, 1},
	} {
		h := press(t)
		tt.n.What = "Une tribune"
		h.goal(tt.n)
		list, err := h.ReachTargets(ctx, h.keeper, i18n.For("fr"))
		if err != nil || len(list) != 1 || list[0].People != tt.people || list[0].Goal.Name != "Une tribune" || list[0].Text == "" {
			t.Errorf("%s: %+v, %v", tt.what, list, err)
		}
	}
}

// The desk says which goal a gesture serves, and only for those who answer to it.
func TestTheDeskLeansTowardsAGoal(t *testing.T) {
	ctx := context.Background()
	h := press(t)
	answer := func(name, mail string) []string { // the keeper had the last word
		return []string{"From: " + myMail + "\nTo: " + name + " <" + mail + ">\nDate: Fri, 30 Oct 2026 12:00:00 +0000\nSubject: Re: le point\n\nMerci"}
	}
	h.reads1("box.mbox", mailbox(slices.Concat(
		talks("Nadia Lambert", "nadia@exemple.example", 3), answer("Nadia Lambert", "nadia@exemple.example"),
		talks("Léa Faure", "lea@exemple.example", 3), answer("Léa Faure", "lea@exemple.example"))...))
	g := h.goal(app.NewGoal{What: "Une tribune", Fields: []string{"journaliste"}, Places: []string{"Hauts-de-France"}})
	d, err := h.Today(ctx, h.keeper, i18n.For("fr"), 5)
	if err != nil {
		t.Fatal(err)
	}
	seen := 0
	for _, x := range d.Gestures {
		names := slices.ContainsFunc(x.Reasons, func(r network.Reason) bool {
			return r.Key == "goal.lean_field" && r.Args[0] == "Une tribune" && slices.Contains(r.Facts, network.Ref{Kind: network.RefGoal, ID: g.ID})
		})
		if names != (x.Person.Name == "Nadia Lambert") {
			t.Errorf("%s: %+v", x.Person.Name, x.Reasons)
		}
		seen++
		if names {
			if ev, err := h.Evidence(ctx, h.keeper, x.Reasons[len(x.Reasons)-1].Facts); err != nil || len(ev) != 1 || ev[0].Text != "Une tribune" {
				t.Errorf("the goal does not open: %+v, %v", ev, err)
			}
		}
	}
	if seen < 2 {
		t.Errorf("only %d gestures: %+v", seen, d.Gestures)
	}
}

// What moved since a goal began is told with what shows it, and nothing from
// before.
func TestWhatMoved(t *testing.T) {
	ctx := context.Background()
	moved := func(h *house, g app.Goal) app.Moved {
		t.Helper()
		m, err := h.GoalMoved(ctx, h.keeper, i18n.For("fr"), goalID(t, g))
		if err != nil {
			t.Fatal(err)
		}
		return m
	}
	names := func(list []app.MovedPerson) string {
		var out []string
		for _, p := range list {
			out = append(out, p.Person.Name)
		}
		return strings.Join(out, ", ")
	}
	h := press(t)
	h.reads1("box.mbox", wordWith("Omar Roux"))
	h.reads1("a.ics", ics(together(3, "Omar Roux", "Xavier Noir")))
	g := h.goal(app.NewGoal{What: "Une tribune", Fields: []string{"journaliste"}, People: []string{"Xavier Noir"}, KnownFor: []string{"les familles"}, From: network.Date{Year: 2026, Month: 9, Day: 15}})
	m := moved(h, g)
	if m.Answer < 2 || len(m.Paths) != 1 || m.Paths[0].Was.Steps != 0 && m.Paths[0].Was.Steps <= m.Paths[0].Is.Steps || m.Paths[0].Is.Steps != 2 || m.Paths[0].Person.Name != "Xavier Noir" {
		t.Errorf("the meeting was before, and the mails since: %+v", m.Paths)
	}
	if len(m.Ties)+len(m.Met)+len(m.Asks)+len(m.Told) > 0 {
		t.Errorf("nobody who answers moved: %+v", m)
	}
	h.say("Café avec Nadia Lambert hier à Lille")
	if _, err := h.AddWish(ctx, h.keeper, app.NewWish{Kind: network.Ask, Of: h.id("Omar Roux"), What: "me présenter Xavier Noir"}, ""); err != nil {
		t.Fatal(err)
	}
	if _, err := h.Told(ctx, h.keeper, h.id("Nadia Lambert"), goalID(t, g), "les familles", ""); err != nil {
		t.Fatal(err)
	}
	m = moved(h, g)
	if names(m.Ties) != "Nadia Lambert" || names(m.Met) != "Nadia Lambert" || len(m.Ties[0].Facts) != 1 || len(m.Met[0].Facts) != 1 || m.Ties[0].Why.Key != "goal.lean_field" {
		t.Errorf("a coffee: %+v, %+v", m.Ties, m.Met)
	}
	if len(m.Asks) != 1 || len(m.Told) != 1 || m.Told[0].Person.Name != "Nadia Lambert" || m.Still() {
		t.Errorf("an ask and a telling: %+v, %+v", m.Asks, m.Told)
	}
	late := h.goal(app.NewGoal{What: "Plus tard", Fields: []string{"journaliste"}, From: network.Date{Year: 2026, Month: 11, Day: 2}})
	if m = moved(h, late); !m.Still() {
		t.Errorf("before its first day: %+v", m)
	}
	if list, err := h.Goals(ctx, h.keeper, app.GoalAsk{All: true}); err != nil || list[len(list)-1].State != app.GoalAhead {
		t.Errorf("still to begin: %+v, %v", list, err)
	}
}
