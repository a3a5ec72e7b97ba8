package app_test

import (
	"context"
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
