package app_test

import (
	"context"
	"errors"
	"strings"
	"testing"

	"entregent/internal/app"
	"entregent/internal/i18n"
	"entregent/internal/network"
)

// yves is a book with one person in it.
func yves(t *testing.T) *house {
	t.Helper()
	h := newHouse(t, noon)
	h.imports(h.file("a.vcf", "BEGIN:VCARD\nVERSION:3.0\nFN:Yves Martin\nEMAIL:yves@exemple.example\nEND:VCARD\n"))
	return h
}

func (h *house) say(line string) app.Line {
	h.t.Helper()
	l, err := h.RecordLine(context.Background(), h.keeper, line, "fr", "")
	if err != nil {
		h.t.Fatalf("%s: %v", line, err)
	}
	return l
}

// Every type of record that a line holds is kept as such, and taking the line
// back leaves the book as it was, to the byte.
func TestEveryRecordOfALineIsKept(t *testing.T) {
	ctx := context.Background()
	h := yves(t)
	h.say("Café avec Yves Martin hier : merci à lui") // so that he has a typed card
	before := h.export()
	l := h.say("Café avec Yves Martin hier aux Halles : cherche une location en Bretagne en juillet, peut me prêter sa camionnette, sa fille commence le judo, " +
		"travaille avec Xavier Roux à la Banque du Nord, m'a présenté Karim Benali, je lui ai promis de lui envoyer le devis")
	b := h.briefing("Yves Martin")
	if len(b.Needs) != 1 || !strings.Contains(b.Needs[0].Text, "location") || b.Needs[0].State != "open" || b.Needs[0].Since.String() != "2026-10-31" {
		t.Errorf("needs: %+v", b.Needs)
	}
	if len(b.Offers) != 1 || !strings.Contains(b.Offers[0].Text, "camionnette") {
		t.Errorf("offers: %+v", b.Offers)
	}
	if len(b.Knows) != 1 || b.Knows[0].Person.Name != "Xavier Roux" || b.Knows[0].Kind != network.Told {
		t.Errorf("knows: %+v", b.Knows)
	}
	states := map[string]bool{}
	for _, f := range b.Favours {
		states[string(f.Kind)+" "+f.State] = true
		if f.Kind == network.Introduction && (f.Presented == nil || f.Presented.Name != "Karim Benali") {
			t.Errorf("introduction: %+v", f)
		}
	}
	if !states["introduction fact"] || !states["service promised"] {
		t.Errorf("favours: %+v", b.Favours)
	}
	if len(l.Noted) > 0 || l.With == nil || l.With.Name != "Yves Martin" {
		t.Errorf("the line: %+v", l)
	}
	if h.names() != "Karim Benali, Xavier Roux, Yves Martin" {
		t.Errorf("people: %s", h.names())
	}
	h.whole()
	id, err := network.ParseID[network.LineID](l.ID)
	if err != nil {
		t.Fatal(err)
	}
	if err := h.UndoLine(ctx, h.keeper, id); err != nil {
		t.Fatal(err)
	}
	if after := h.export(); after != before {
		t.Errorf("taken back, and not as before:\n%s", difference(before, after))
	}
	h.whole()
	if err := h.UndoLine(ctx, h.keeper, id); err == nil {
		t.Error("taken back twice")
	}
}

// What was used since stays when the line goes.
func TestWhatWasUsedStays(t *testing.T) {
	ctx := context.Background()
	h := yves(t)
	l := h.say("Café avec Yves Martin hier : cherche une location en Bretagne, m'a présenté Karim Benali")
	fav := h.briefing("Yves Martin").Favours[0]
	fid, _ := network.ParseID[network.FavourID](fav.ID)
	if err := h.SayOutcome(ctx, h.keeper, fid, "un contrat"); err != nil {
		t.Fatal(err)
	}
	id, _ := network.ParseID[network.LineID](l.ID)
	if err := h.UndoLine(ctx, h.keeper, id); err != nil {
		t.Fatal(err)
	}
	b := h.briefing("Yves Martin")
	if len(b.Favours) != 1 || len(b.Encounters) != 0 || len(b.Needs) != 0 || h.names() != "Karim Benali, Yves Martin" {
		t.Errorf("left: %+v, %+v, %+v, %s", b.Favours, b.Encounters, b.Needs, h.names())
	}
	h.whole()
}

// What the keeper wants for themselves is theirs; a line that only says that is
// kept, though it names nobody.
func TestTheKeepersOwnNeed(t *testing.T) {
	h := yves(t)
	h.say("Je cherche un développeur Go pour septembre")
	mine, err := h.Wishes(context.Background(), h.keeper, app.WishAsk{Kind: network.Need, Mine: true})
	if err != nil || len(mine) != 1 || !mine[0].Mine() || !strings.Contains(mine[0].Text, "développeur") {
		t.Errorf("mine: %+v, %v", mine, err)
	}
	h.whole()
}

// An introduction: thanks at once; once the two have met, news; both close by
// facts, and neither opens twice.
func TestLoopsOfAnIntroduction(t *testing.T) {
	ctx := context.Background()
	h := yves(t)
	kinds := func(want string) {
		t.Helper()
		loops, err := h.Loops(ctx, h.keeper, i18n.For("fr"))
		var got []string
		for _, l := range loops {
			got = append(got, string(l.Kind))
			if l.Draft == "" {
				t.Errorf("%s: no draft", l.Kind)
			}
		}
		if strings.Join(got, " ") != want || err != nil {
			t.Errorf("loops %v, want %s (%v)", got, want, err)
		}
	}
	h.say("Café avec Yves Martin hier : m'a présenté Karim Benali")
	kinds("thanks")
	h.at("2026-11-05T12:00:00Z")
	h.say("Déjeuner avec Karim Benali")
	kinds("thanks news")
	loops, _ := h.Loops(ctx, h.keeper, i18n.For("fr"))
	if !strings.Contains(loops[0].Draft, "Karim Benali") || !strings.Contains(loops[1].Text, "Karim Benali") {
		t.Errorf("%+v", loops)
	}
	fid, _ := network.ParseID[network.FavourID](h.briefing("Yves Martin").Favours[0].ID)
	if err := h.SayOutcome(ctx, h.keeper, fid, "un contrat de six mois"); err != nil {
		t.Fatal(err)
	}
	loops, _ = h.Loops(ctx, h.keeper, i18n.For("fr"))
	if !strings.Contains(loops[1].Draft, "un contrat de six mois") || !strings.Contains(loops[0].Draft, "un contrat de six mois") {
		t.Errorf("drafts without what came of it: %q, %q", loops[0].Draft, loops[1].Draft)
	}
	h.at("2026-11-07T12:00:00Z")
	h.say("Mail à Yves Martin : remercié, et raconté pour Karim")
	kinds("")
	h.whole()
}

// A promise that is kept is something brought; taking that back makes it a
// promise again.
func TestAPromiseKept(t *testing.T) {
	ctx := context.Background()
	h := yves(t)
	h.say("Café avec Yves Martin : je dois lui envoyer le devis vendredi")
	loops, err := h.Loops(ctx, h.keeper, i18n.For("fr"))
	if err != nil || len(loops) != 1 || loops[0].Kind != network.PromiseDue || !strings.Contains(loops[0].Text, "devis") {
		t.Fatalf("%+v, %v", loops, err)
	}
	for range 2 {
		if err := h.AnswerLoop(ctx, h.keeper, loops[0].ID, "done", network.Date{}); err != nil {
			t.Fatal(err)
		}
		if f := h.briefing("Yves Martin").Favours[0]; f.State != "fact" || f.From.ID != "" {
			t.Errorf("kept: %+v", f)
		}
		if err := h.TakeBack(ctx, h.keeper, "loop", loops[0].ID); err != nil {
			t.Fatal(err)
		}
		if f := h.briefing("Yves Martin").Favours[0]; f.State != "promised" {
			t.Errorf("taken back: %+v", f)
		}
	}
	if again, _ := h.Loops(ctx, h.keeper, i18n.For("fr")); len(again) != 1 || again[0].ID != loops[0].ID {
		t.Errorf("open again: %+v", again)
	}
	h.whole()
}

// Needs and offers age: after a season the keeper is asked, and each answer can
// be taken back.
func TestStillTrue(t *testing.T) {
	ctx := context.Background()
	h := yves(t)
	h.say("Café avec Yves Martin : cherche un plombier")
	stale := func() int {
		t.Helper()
		list, err := h.Wishes(ctx, h.keeper, app.WishAsk{Stale: true})
		if err != nil {
			t.Fatal(err)
		}
		return len(list)
	}
	if stale() != 0 {
		t.Error("asked about on the first day")
	}
	h.at("2027-02-20T12:00:00Z")
	if stale() != 1 {
		t.Fatal("not asked about after a season")
	}
	all, _ := h.Wishes(ctx, h.keeper, app.WishAsk{})
	id, _ := network.ParseID[network.WishID](all[0].ID)
	before := h.export()
	for _, verdict := range []string{app.StillTrue, app.ItIsMet, app.ItIsOver} {
		if err := h.AnswerWish(ctx, h.keeper, id, verdict); err != nil {
			t.Fatal(err)
		}
		if stale() != 0 {
			t.Errorf("%s: asked about again", verdict)
		}
		if err := h.UnsayWish(ctx, h.keeper, id); err != nil {
			t.Fatal(err)
		}
		if h.export() != before {
			t.Errorf("%s: taken back, and not as before", verdict)
		}
	}
}

// An introduction found in mail is a proposal that names who was presented, never
// the keeper; a mail by which the keeper presents two people is something given.
func TestIntroductionInMailNamesWhoWasPresented(t *testing.T) {
	ctx := context.Background()
	h := yves(t)
	head := func(from, to string) string {
		return "From: " + from + "\nTo: " + to + "\nDate: Mon, 26 Oct 2026 10:00:00 +0000\nSubject: Bonjour\n\n"
	}
	me, yves, karim := "Moi <"+myMail+">", "Yves Martin <yves@exemple.example>", "Karim Benali <karim@exemple.example>"
	h.reads1("box.mbox", mailbox(
		head(yves, me+", "+karim)+"Je vous présente Karim, qui ouvre une boulangerie.",
		head(me, yves+", "+karim)+"Yves, je te présente Karim.",
		head(me, karim)+"Merci !",
	))
	l, err := h.Favours(ctx, h.keeper, i18n.For("fr"), app.FavourAsk{})
	if err != nil || len(l.Favours) != 2 {
		t.Fatalf("%+v, %v", l.Favours, err)
	}
	for _, f := range l.Favours {
		if f.State != "proposed" || f.Kind != network.Introduction || f.Presented == nil || f.Presented.Name != "Karim Benali" || len(f.Origins) == 0 {
			t.Errorf("%+v", f)
		}
		if given := f.From.ID == ""; given && f.To.Name != "Yves Martin" || !given && f.From.Name != "Yves Martin" {
			t.Errorf("from %s to %s", f.From.Name, f.To.Name)
		}
	}
	h.whole()
}

// A tie between two others can be corrected and taken away; what was typed is
// listed, and goes with its line where it was not corrected since.
func TestATieBetweenOthersIsCorrected(t *testing.T) {
	ctx := context.Background()
	h := yves(t)
	h.say("Café avec Yves Martin hier : travaille avec Xavier Roux à la Banque du Nord")
	tie := func() []app.Known { return h.briefing("Yves Martin").Knows }
	if got := tie(); len(got) != 1 || got[0].Person.Name != "Xavier Roux" {
		t.Fatalf("%+v", got)
	}
	edit := func(what string) {
		t.Helper()
		id, err := network.ParseID[network.PairID](tie()[0].ID)
		if err == nil {
			err = h.EditPair(ctx, h.keeper, id, what)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	edit("  ancien collègue\n de Xavier ")
	if got := tie(); len(got) != 1 || got[0].What != "ancien collègue de Xavier" {
		t.Fatalf("%+v", got)
	}
	lines, err := h.Lines(ctx, h.keeper, 10)
	if err != nil || len(lines) != 1 || !strings.HasPrefix(lines[0].Text, "Café avec Yves") {
		t.Fatalf("%+v, %v", lines, err)
	}
	if err := h.UndoLine(ctx, h.keeper, lines[0].ID); err != nil {
		t.Fatal(err)
	}
	if got := tie(); len(got) != 1 {
		t.Errorf("what was corrected since is gone: %+v", got)
	}
	id, _ := network.ParseID[network.PairID](tie()[0].ID)
	if err := h.DropPair(ctx, h.keeper, id); err != nil {
		t.Fatal(err)
	}
	if got := tie(); len(got) != 0 {
		t.Errorf("%+v", got)
	}
	if err := h.DropPair(ctx, h.keeper, id); !errors.Is(err, network.NotFound) {
		t.Errorf("gone already: %v", err)
	}
	h.whole()
}
