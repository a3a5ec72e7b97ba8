package app_test

import (
	"context"
	"errors"
	"strings"
	"testing"

	"entregent/internal/app"
	"entregent/internal/network"
)

// What was brought and never thanked for stands in the year until a word of
// thanks is seen; who was written to after years stands among the found again.
func TestYear(t *testing.T) {
	ctx := context.Background()
	h := newHouse(t, noon)
	h.imports(h.file("a.vcf", "BEGIN:VCARD\nVERSION:3.0\nFN:Anne Roux\nEMAIL:a@exemple.example\nEND:VCARD\n"))
	mail := func(from, to, date, body string) string {
		return "From: " + from + "\nTo: " + to + "\nDate: " + date + "\nSubject: x\n\n" + body
	}
	me, anne := "moi@exemple.example", "a@exemple.example"
	h.reads1("old.mbox", mailbox(
		mail(me, anne, "Mon, 5 Oct 2020 10:00:00 +0200", "Bonjour"), mail(anne, me, "Tue, 6 Oct 2020 10:00:00 +0200", "Bonjour"),
		mail(me, anne, "Thu, 5 Nov 2020 10:00:00 +0100", "Bonjour"), mail(anne, me, "Fri, 6 Nov 2020 10:00:00 +0100", "Bonjour"),
		mail(me, anne, "Mon, 2 Mar 2026 10:00:00 +0100", "Bonjour"), mail(anne, me, "Tue, 3 Mar 2026 10:00:00 +0100", "Bonjour"),
	))
	id, _ := network.ParseID[network.PersonID](h.briefing("Anne Roux").Person.ID)
	if err := h.AddFavour(ctx, h.keeper, id, app.NewFavour{Kind: network.Advice, On: network.Date{Year: 2026, Month: 4, Day: 1}, What: "relecture"}, ""); err != nil {
		t.Fatal(err)
	}
	y, err := h.Year(ctx, h.keeper, 2026)
	if err != nil {
		t.Fatal(err)
	}
	if len(y.Counted) != 1 || len(y.Counted[0].BroughtMe) != 1 || y.Counted[0].BroughtMe[0].Thanked || y.Counted[0].Days != 2 {
		t.Errorf("counted: %+v", y.Counted)
	}
	if len(y.NeverThanked) != 1 || len(y.FoundAgain) != 1 || len(y.Newcomers) != 0 || y.To.String() != "2026-11-01" {
		t.Errorf("never thanked %+v, found again %+v, new %+v, to %s", y.NeverThanked, y.FoundAgain, y.Newcomers, y.To)
	}
	if y, _ := h.Year(ctx, h.keeper, 2020); len(y.Newcomers) != 1 || len(y.FoundAgain) != 0 || len(y.NeverThanked) != 0 {
		t.Errorf("2020: %+v", y)
	}
	h.reads1("thanks.mbox", strings.Replace(mailbox(mail(me, anne, "Thu, 1 Oct 2026 10:00:00 +0200", "Merci beaucoup pour ta relecture.")), "<m0@", "<m9@", 1))
	if y, _ := h.Year(ctx, h.keeper, 2026); len(y.NeverThanked) != 0 || !y.Counted[0].BroughtMe[0].Thanked {
		t.Errorf("thanked, and still: %+v", y.NeverThanked)
	}
	if _, err := h.Year(ctx, h.keeper, 2027); err == nil {
		t.Error("a year that has not begun has a review")
	}
}

// The keeper's own word on the review stands above the records, comes back each
// time, moves house, and can be taken back.
func TestTheKeeperEditsTheYear(t *testing.T) {
	ctx := context.Background()
	h := newHouse(t, noon)
	h.imports(h.file("a.vcf", "BEGIN:VCARD\nVERSION:3.0\nFN:Anne Roux\nEMAIL:a@exemple.example\nEND:VCARD\nBEGIN:VCARD\nVERSION:3.0\nFN:Zoé Petit\nEMAIL:z@exemple.example\nEND:VCARD\n"))
	h.say("Café avec Anne Roux hier à l'Atelier")
	names := func(list []app.YearPerson) (out string) {
		for _, p := range list {
			out += p.Person.Name + " " + p.Word + "|"
		}
		return out
	}
	year := func(h *house) app.Year {
		t.Helper()
		y, err := h.Year(ctx, h.keeper, 2026)
		h.must(err)
		return y
	}
	before := h.export()
	anne, zoe := h.id("Anne Roux"), h.id("Zoé Petit")
	h.must(h.SayYear(ctx, h.keeper, 2026, anne, app.YearSaid{Place: "out"}))
	h.must(h.SayYear(ctx, h.keeper, 2026, zoe, app.YearSaid{Place: "in", Word: "  toujours là "}))
	y := year(h)
	if names(y.Counted) != "Zoé Petit toujours là|" || !y.Counted[0].Said || names(y.TakenOut) != "Anne Roux |" {
		t.Errorf("counted %s, taken out %s", names(y.Counted), names(y.TakenOut))
	}
	if len(y.FirstMet) != 1 || len(y.Places) != 1 || y.Places[0].Name != "l'Atelier" && y.Places[0].Name != "Atelier" {
		t.Errorf("what is no opinion changed: %+v, %+v", y.FirstMet, y.Places)
	}
	if y, _ := h.Year(ctx, h.keeper, 2025); len(y.Counted) != 0 {
		t.Errorf("another year: %+v", y.Counted)
	}
	file := h.file("export.jsonl", h.export())
	back := newHouse(t, noon)
	back.imports(file)
	if y := year(back); names(y.Counted) != "Zoé Petit toujours là|" {
		t.Errorf("moved house: %s", names(y.Counted))
	}
	h.must(h.SayYear(ctx, h.keeper, 2026, anne, app.YearSaid{Word: "merci"}))
	if y := year(h); names(y.Counted) != "Anne Roux merci|Zoé Petit toujours là|" {
		t.Errorf("a word alone: %s", names(y.Counted))
	}
	if said, err := h.YearSaidOf(ctx, h.keeper, 2026, anne); err != nil || said.Word != "merci" || said.Place != "" {
		t.Errorf("said: %+v, %v", said, err)
	}
	h.must(h.SayYear(ctx, h.keeper, 2026, anne, app.YearSaid{}))
	h.must(h.SayYear(ctx, h.keeper, 2026, zoe, app.YearSaid{}))
	if h.export() != before {
		t.Error("taken back, and the book is another")
	}
	for _, bad := range []app.YearSaid{{Place: "best"}, {Word: strings.Repeat("x", 501)}} {
		if err := h.SayYear(ctx, h.keeper, 2026, anne, bad); !errors.Is(err, network.Invalid) {
			t.Errorf("%+v: %v", bad, err)
		}
	}
}

// A letter names what was brought and what came of it, in the form and language
// of the person; said, it is owed no more, until that is taken back.
func TestLettersOfTheYear(t *testing.T) {
	ctx := context.Background()
	h := newHouse(t, noon)
	h.imports(h.file("a.vcf", "BEGIN:VCARD\nVERSION:3.0\nFN:Anne Roux\nEMAIL:a@exemple.example\nEND:VCARD\nBEGIN:VCARD\nVERSION:3.0\nFN:Bob Hill\nEMAIL:b@exemple.example\nEND:VCARD\n"))
	anne, bob := h.id("Anne Roux"), h.id("Bob Hill")
	on := network.Date{Year: 2026, Month: 4, Day: 1}
	advice, err := h.RecordFavour(ctx, h.keeper, anne, app.NewFavour{Kind: network.Advice, On: on, What: "relecture du dossier"}, "")
	h.must(err)
	h.must(h.AddFavour(ctx, h.keeper, anne, app.NewFavour{Kind: network.Support, On: network.Date{Year: 2026, Month: 5, Day: 1}}, ""))
	h.must(h.AddFavour(ctx, h.keeper, bob, app.NewFavour{Kind: network.Referral, On: on}, ""))
	id, err := network.ParseID[network.FavourID](advice)
	h.must(err)
	h.must(h.SayOutcome(ctx, h.keeper, id, "le dossier est accepté"))
	h.must(h.Decide(ctx, h.keeper, anne, app.Decided{Familiar: network.Tu, Lang: "fr"}))
	h.must(h.Decide(ctx, h.keeper, bob, app.Decided{Lang: "en"}))
	got, err := h.YearLetters(ctx, h.keeper, 2026)
	h.must(err)
	if len(got) != 2 || got[0].Email != "a@exemple.example" || len(got[0].For) != 2 {
		t.Fatalf("%+v", got)
	}
	for _, want := range []string{"Bonjour Anne,", "2026", "ton conseil («\u202frelecture du dossier\u202f») et ton soutien", "Le dossier est accepté.", "Il était temps de te le dire.", "À bientôt,"} {
		if !strings.Contains(got[0].Text, want) {
			t.Errorf("%q is not in\n%s", want, got[0].Text)
		}
	}
	if !strings.Contains(got[1].Text, "Looking back over my 2026") || strings.Contains(got[1].Text, "came of it") {
		t.Errorf("%s", got[1].Text)
	}
	owed := func() int {
		got, err := h.YearLetters(ctx, h.keeper, 2026)
		h.must(err)
		return len(got)
	}
	h.must(h.ThankYear(ctx, h.keeper, 2026, anne, true))
	if owed() != 1 {
		t.Errorf("thanked, and %d letters", owed())
	}
	h.must(h.ThankYear(ctx, h.keeper, 2026, anne, false))
	if owed() != 2 {
		t.Errorf("taken back, and %d letters", owed())
	}
	h.must(h.Decide(ctx, h.keeper, bob, app.Decided{Mark: network.Deceased}))
	if owed() != 1 {
		t.Error("a letter to the dead")
	}
}

// Two years side by side: who counted in both, and who in one alone.
func TestYearsBeside(t *testing.T) {
	ctx := context.Background()
	h := newHouse(t, noon)
	h.say("Café avec Anne Roux hier")
	h.say("Café avec Bob Hill hier")
	h.must(h.SayYear(ctx, h.keeper, 2025, h.id("Anne Roux"), app.YearSaid{Place: "in"}))
	pair, err := h.YearsBeside(ctx, h.keeper, 2026, 2025)
	h.must(err)
	if len(pair.Both) != 1 || pair.Both[0].Name != "Anne Roux" || len(pair.Only[0]) != 1 || pair.Only[0][0].Name != "Bob Hill" || len(pair.Only[1]) != 0 {
		t.Errorf("%+v", pair)
	}
	if _, err := h.YearsBeside(ctx, h.keeper, 2026, 2026); !errors.Is(err, network.Invalid) {
		t.Errorf("the same year twice: %v", err)
	}
	if _, err := h.YearsBeside(ctx, h.keeper, 2026, 2030); !errors.Is(err, network.Invalid) {
		t.Errorf("a year to come: %v", err)
	}
}
