package app_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"entregent/internal/app"
	"entregent/internal/asking"
	"entregent/internal/i18n"
	"entregent/internal/network"
	"entregent/internal/reach"
	"entregent/internal/store/pgtest"
	"entregent/internal/store/sqlstore"
	"entregent/internal/tact"
)

func (h *house) ask(n app.NewAsk) app.Ask {
	h.t.Helper()
	x, err := h.AddAsk(context.Background(), h.keeper, i18n.For("fr"), n, "")
	if err != nil {
		h.t.Fatal(err)
	}
	return x
}

func wishID(t *testing.T, text string) network.WishID {
	t.Helper()
	id, err := network.ParseID[network.WishID](text)
	if err != nil {
		t.Fatal(err)
	}
	return id
}

// tells says a step of an ask: "made", or "asked one"; by a sign if there is one.
func (h *house) tells(x app.Ask, step string, by ...string) app.Ask {
	h.t.Helper()
	f := append(strings.Fields(step), "")
	say := app.SayStep{What: network.StepKind(f[0]), Side: network.Side(f[1])}
	if len(by) > 0 {
		say.By = by[0]
	}
	out, err := h.SayStep(context.Background(), h.keeper, i18n.For("fr"), wishID(h.t.(*testing.T), x.ID), say)
	if err != nil {
		h.t.Fatalf("%s: %v", step, err)
	}
	return out
}

func (h *house) seeAsk(x app.Ask) app.Ask {
	h.t.Helper()
	out, err := h.Ask(context.Background(), h.keeper, i18n.For("fr"), wishID(h.t.(*testing.T), x.ID))
	if err != nil {
		h.t.Fatal(err)
	}
	return out
}

func (h *house) takesBack(x app.Ask) app.Ask {
	h.t.Helper()
	out, err := h.UndoStep(context.Background(), h.keeper, i18n.For("fr"), wishID(h.t.(*testing.T), x.ID))
	if err != nil {
		h.t.Fatal(err)
	}
	return out
}

func favours(b app.Briefing, kind network.FavourKind) (n int) {
	for _, f := range b.Favours {
		if f.Kind == kind {
			n++
		}
	}
	return n
}

func loopsOf(b app.Briefing) (out []string) {
	for _, l := range b.Loops {
		out = append(out, string(l.Kind))
	}
	return out
}

// met is a meeting of the keeper's with somebody, in a calendar.
func met(uid, day, name string) string {
	mail := strings.ToLower(strings.Fields(name)[0]) + "@exemple.example"
	return ics(fmt.Sprintf("BEGIN:VEVENT\nUID:%s\nDTSTART:%sT080000Z\nDTEND:%sT090000Z\nSUMMARY:Café\nLOCATION:Lyon\nORGANIZER:mailto:%s\nATTENDEE;PARTSTAT=ACCEPTED:mailto:%s\nATTENDEE;CN=%s;PARTSTAT=ACCEPTED:mailto:%s\nEND:VEVENT\n",
		uid, day, day, myMail, myMail, name, mail))
}

// mailOf is a mail to the keeper, or from the keeper where from is "".
func mailOf(n int, from, to, on, subject string) string {
	return strings.ReplaceAll(mailbox(fmt.Sprintf("From: %s\nTo: %s\nDate: %s\nSubject: %s\n\nBonjour", from, to, on, subject)), "<m0@", fmt.Sprintf("<l%d@", n))
}

const yvesMail, xavierMail = "Yves Martin <yves@exemple.example>", "Xavier Noir <xavier@exemple.example>"

// The life of an ask through somebody, from the draft to the news, with what
// files show of it: a reply is proposed and never assumed, a meeting is taken as
// one, what was brought counts once.
func TestTheLifeOfAnAsk(t *testing.T) {
	h := around(t, together(3, "Yves Martin", "Xavier Noir"), together(10, "Yves Martin", "Xavier Noir"), together(17, "Yves Martin", "Xavier Noir"))
	x := h.ask(app.NewAsk{Of: h.id("Yves Martin"), To: "Xavier Noir"})
	if x.State != asking.Drafted || x.Form != asking.Through || x.Kind != tact.Introduction || x.To.Name != "Xavier Noir" || x.Title != "Rencontrer Xavier Noir grâce à Yves Martin" {
		t.Fatalf("%+v", x)
	}
	if x.Plan == nil || x.Plan.Tact.Verdict == tact.Go || x.Next[0].On.String() <= "2026-11-01" || x.Next[0].Due || x.Next[0].Draft == "" {
		t.Errorf("a plan that can wait: %+v, %+v", x.Plan, x.Next)
	}
	if !strings.Contains(h.names(), "Xavier Noir") {
		t.Error("whom it leads to is not in the book")
	}
	if r := h.reach("Xavier Noir"); len(r.Paths) == 0 || len(r.Paths[0].Spare) > 0 {
		t.Errorf("a draft has been put to nobody: %+v", r.Paths)
	}

	h.at("2026-11-03T12:00:00Z")
	h.reads1("un.mbox", mailOf(1, myMail, yvesMail, "Tue, 3 Nov 2026 10:00:00 +0100", "Xavier"))
	if x = h.seeAsk(x); x.State != asking.Drafted || len(x.Proposed) != 1 || x.Proposed[0].Steps[0].What != network.StepAsked {
		t.Fatalf("a letter to him: %s, %+v", x.State, x.Proposed)
	}
	x = h.tells(x, "asked", x.Proposed[0].ID)
	if x.State != asking.Asked || x.Since.String() != "2026-11-03" || len(x.Timeline) != 2 || len(x.Timeline[1].Facts) != 1 {
		t.Errorf("asked by that letter: %+v", x.Timeline)
	}
	r := h.reach("Xavier Noir")
	if len(r.Paths[0].Spare) != 1 || r.Paths[0].Spare[0].Key != reach.AskStillOpen || r.Paths[0].Tact.Verdict == tact.Go {
		t.Errorf("an open ask is no go: %+v", r.Paths[0])
	}

	h.at("2026-11-06T12:00:00Z")
	h.reads1("deux.mbox", mailOf(2, yvesMail, myMail, "Thu, 5 Nov 2026 10:00:00 +0100", "Re: Xavier"))
	if x = h.seeAsk(x); x.State != asking.Asked || len(x.Proposed) != 1 || x.Proposed[0].Steps[0].What != network.StepAccepted {
		t.Fatalf("a reply is proposed, and never assumed: %s, %+v", x.State, x.Proposed)
	}
	x = h.tells(x, "accepted", x.Proposed[0].ID)
	if x.State != asking.Accepted || x.Since.String() != "2026-11-05" {
		t.Errorf("%s since %s", x.State, x.Since)
	}
	h.at("2026-11-09T12:00:00Z")
	h.reads1("trois.mbox", mailOf(3, yvesMail, myMail+", "+xavierMail, "Mon, 9 Nov 2026 10:00:00 +0100", "Vous deux"))
	if x = h.seeAsk(x); len(x.Proposed) != 1 || x.Proposed[0].Steps[0].What != network.StepMade {
		t.Fatalf("a mail to both: %+v", x.Proposed)
	}
	if favours(h.briefing("Yves Martin"), network.Introduction) != 0 {
		t.Error("nothing was brought before it was said")
	}
	x = h.tells(x, "made", x.Proposed[0].ID)
	b := h.briefing("Yves Martin")
	if x.State != asking.Made || favours(b, network.Introduction) != 1 || !slices.Contains(loopsOf(b), "thanks") || b.Favours[0].Presented.Name != "Xavier Noir" {
		t.Errorf("made: %s, %+v, %v", x.State, b.Favours, loopsOf(b))
	}
	h.say("Appel avec Yves Martin : m'a présenté Xavier Noir")
	if n := favours(h.briefing("Yves Martin"), network.Introduction); n != 1 {
		t.Errorf("one introduction counts %d times", n)
	}

	h.at("2026-11-20T12:00:00Z")
	h.reads1("a.ics", met("cafe", "20261118", "Xavier Noir"))
	x = h.seeAsk(x)
	if x.State != asking.Met || x.Since.String() != "2026-11-18" || !x.Timeline[len(x.Timeline)-1].Shown {
		t.Fatalf("a meeting in the calendar: %s, %+v", x.State, x.Timeline)
	}
	shown := x.Timeline[len(x.Timeline)-1].Facts[0].ID
	if x = h.takesBack(x); x.State != asking.Made { // it was about something else
		t.Errorf("taken back: %s", x.State)
	}
	if err := h.UnrefuseSign(context.Background(), h.keeper, wishID(t, x.ID), shown); err != nil {
		t.Error(err)
	}
	if x = h.seeAsk(x); x.State != asking.Met {
		t.Errorf("and it was one after all: %s", x.State)
	}
	if got := loopsOf(h.briefing("Yves Martin")); !slices.Equal(got, []string{"thanks", "news"}) {
		t.Errorf("loops %v", got)
	}
	x = h.tells(x, "thanked")
	if got := loopsOf(h.briefing("Yves Martin")); !slices.Equal(got, []string{"news"}) {
		t.Errorf("thanked, and loops %v", got)
	}
	if x = h.takesBack(x); !slices.Equal(loopsOf(h.briefing("Yves Martin")), []string{"thanks", "news"}) {
		t.Error("taken back, the loop stays closed")
	}
	for _, l := range h.briefing("Yves Martin").Loops { // on the desk this time
		if err := h.AnswerLoop(context.Background(), h.keeper, l.ID, "done", network.Date{}); err != nil {
			t.Fatal(err)
		}
	}
	if x = h.seeAsk(x); x.State != asking.Done || !x.Over || len(x.Next)+len(x.Can) > 0 {
		t.Errorf("thanked and told on the desk: %s, %+v", x.State, x.Timeline)
	}
	if x.Timeline[len(x.Timeline)-1].Shown {
		t.Error("what was said on the desk is taken for an exchange")
	}
	if x = h.takesBack(x); len(loopsOf(h.briefing("Yves Martin"))) != 1 || x.Over {
		t.Errorf("what was said on the desk, taken back: %v, %s", loopsOf(h.briefing("Yves Martin")), x.State)
	}
	r = h.reach("Xavier Noir")
	if len(r.Paths) > 0 && len(r.Paths[0].Spare) > 0 && r.Paths[0].Spare[0].Key == reach.AskStillOpen {
		t.Error("an ask that is over still stands")
	}
	h.whole()
	h.comesBack()
}

// comesBack fails unless the export is the same when read into a new book.
func (h *house) comesBack() {
	h.t.Helper()
	want := h.export()
	back := newHouse(h.t, noon)
	back.imports(h.file("carnet.jsonl", want))
	if diff := cmp.Diff(strings.Split(want, "\n"), strings.Split(back.export(), "\n")); diff != "" {
		h.t.Errorf("exported and read again:\n%s", diff)
	}
	back.whole()
}

// Each step taken back leaves the book as it was before it, to the byte.
func TestEveryStepIsTakenBack(t *testing.T) {
	for _, tt := range []struct {
		new   app.NewAsk
		steps string
	}{
		{app.NewAsk{To: "Xavier Noir"}, "asked, accepted, made, met, thanked, told"},
		{app.NewAsk{To: "Xavier Noir"}, "asked, declined, closed"},
		{app.NewAsk{What: "un avis sur mon dossier", Kind: tact.Feedback}, "asked, made, told, thanked"},
		{app.NewAsk{Introduce: true, To: "Anne Roux", What: "une imprimerie"}, "asked one, asked other, accepted other, accepted one, made, met, thanked, told"},
		{app.NewAsk{Introduce: true, To: "Anne Roux"}, "asked one, accepted one, declined one, closed"},
	} {
		h := around(t)
		h.say("Café avec Yves Martin : merci") // so that he has a card of the keeper's own
		tt.new.Of = h.id("Yves Martin")
		x := h.ask(tt.new)
		var books []string
		for i, s := range strings.Split(tt.steps, ", ") {
			h.at(fmt.Sprintf("2026-11-%02dT12:00:00Z", 2+i))
			books = append(books, h.export())
			x = h.tells(x, s)
			h.whole()
		}
		if !x.Over {
			t.Errorf("%s: %s", tt.steps, x.State)
		}
		h.comesBack()
		for _, want := range slices.Backward(books) {
			x = h.takesBack(x)
			if diff := cmp.Diff(strings.Split(want, "\n"), strings.Split(h.export(), "\n")); diff != "" {
				t.Fatalf("%s: taken back:\n%s", tt.steps, diff)
			}
		}
		_, err := h.UndoStep(context.Background(), h.keeper, i18n.For("fr"), wishID(t, x.ID))
		if !errors.Is(err, network.Conflict) {
			t.Errorf("a draft is taken back: %v", err)
		}
		if err := h.DropAsk(context.Background(), h.keeper, wishID(t, x.ID)); err != nil {
			t.Error(err)
		}
		h.whole()
	}
}

// Two are presented only once both have said yes; then it counts as given, once.
func TestPresentingAsksBothFirst(t *testing.T) {
	h := around(t)
	x := h.ask(app.NewAsk{Introduce: true, Of: h.id("Yves Martin"), To: "Anne Roux", What: "une imprimerie"})
	if x.Next[0].To.Name != "Yves Martin" || !strings.Contains(x.Next[0].Draft, "une imprimerie") || !strings.Contains(x.Next[0].Draft, "Anne Roux") {
		t.Errorf("%+v", x.Next)
	}
	refused := func(what network.StepKind, side network.Side, want network.Kind) {
		t.Helper()
		_, err := h.SayStep(context.Background(), h.keeper, i18n.For("fr"), wishID(t, x.ID), app.SayStep{What: what, Side: side})
		if !errors.Is(err, want) {
			t.Errorf("%s %s: %v", what, side, err)
		}
	}
	refused(network.StepMade, "", network.Conflict)
	refused(network.StepAsked, "", network.Invalid) // which of the two?
	refused(network.StepAccepted, network.OneSide, network.Conflict)
	x = h.tells(x, "asked one")
	x = h.tells(x, "accepted") // one alone can have
	refused(network.StepMade, "", network.Conflict)
	if x.Next[0].To.Name != "Anne Roux" || x.State != asking.Asked {
		t.Errorf("%s, %+v", x.State, x.Next)
	}
	x = h.tells(x, "asked")
	refused(network.StepMade, "", network.Conflict)
	x = h.tells(x, "accepted other")
	if x.State != asking.Accepted || !strings.HasPrefix(x.Next[0].Draft, "Bonjour Yves, bonjour Anne,") {
		t.Errorf("%s: %s", x.State, x.Next[0].Draft)
	}
	for _, name := range []string{"Yves Martin", "Anne Roux"} {
		if favours(h.briefing(name), network.Introduction) != 0 {
			t.Error("given before it was made")
		}
	}
	x = h.tells(x, "made")
	b := h.briefing("Yves Martin")
	if favours(b, network.Introduction) != 1 || b.Favours[0].From.ID != "" || b.Favours[0].Presented.Name != "Anne Roux" || len(b.Loops) > 0 {
		t.Errorf("given: %+v, %v", b.Favours, b.Loops)
	}
	h.at("2026-11-05T12:00:00Z")
	h.reads1("b.ics", strings.ReplaceAll(ics(together(4, "Yves Martin", "Anne Roux")), "202609", "202611"))
	if x = h.seeAsk(x); x.State != asking.Met {
		t.Errorf("the two in one meeting: %s", x.State)
	}
	x = h.tells(h.tells(x, "thanked"), "told")
	if x.State != asking.Done {
		t.Error(x.State)
	}
	h.whole()
}

// Silence falls by itself, counts as half a no, and is let go of with a gesture of
// the day, which can be taken back.
func TestSilence(t *testing.T) {
	ctx := context.Background()
	h := around(t, together(3, "Yves Martin", "Xavier Noir"), together(10, "Yves Martin", "Xavier Noir"), together(17, "Yves Martin", "Xavier Noir"))
	x := h.tells(h.ask(app.NewAsk{Of: h.id("Yves Martin"), To: "Xavier Noir"}), "asked")
	h.at("2026-11-02T12:00:00Z") // his last letter is answered, which else comes first
	h.reads1("un.mbox", mailOf(1, myMail, yvesMail, "Mon, 2 Nov 2026 10:00:00 +0100", "le point"))
	h.at("2026-11-15T12:00:00Z")
	if x = h.seeAsk(x); x.State != asking.Asked || !x.Next[0].Wait || x.Next[0].Due {
		t.Errorf("after fourteen days: %s, %+v", x.State, x.Next)
	}
	h.at("2026-11-16T12:00:00Z")
	if x = h.seeAsk(x); x.State != asking.Silent || !x.Next[0].Due || !strings.Contains(x.Next[0].Draft, "n’y pensez plus") {
		t.Errorf("after fifteen: %s, %+v", x.State, x.Next)
	}
	var step app.Gesture
	for _, g := range h.gestures() {
		if g.Kind == network.GestureAskStep {
			step = g
		}
	}
	if step.Ask != x.ID || step.Person.Name != "Yves Martin" || step.Minutes != 5 || !strings.Contains(step.Why, "n’a pas répondu") || step.Draft != x.Next[0].Draft {
		t.Fatalf("%+v", step)
	}
	if err := h.AnswerGesture(ctx, h.keeper, step.ID, "done", network.Date{}); err != nil {
		t.Fatal(err)
	}
	if x = h.seeAsk(x); x.State != asking.Closed {
		t.Errorf("let go of: %s", x.State)
	}
	if err := h.TakeBack(ctx, h.keeper, "gesture", step.ID); err != nil {
		t.Fatal(err)
	}
	if x = h.seeAsk(x); x.State != asking.Silent {
		t.Errorf("taken back: %s", x.State)
	}
	if err := h.AnswerGesture(ctx, h.keeper, step.ID, "later", network.Date{}); err != nil {
		t.Fatal(err)
	}
	if x = h.seeAsk(x); x.State != asking.Silent {
		t.Errorf("put off: %s", x.State)
	}
	h.whole()
}

// What somebody answered moves how likely they are to say yes again; who said yes
// and has not done so yet is not asked again.
func TestAnswersMoveWillingness(t *testing.T) {
	for _, tt := range []struct {
		steps string
		days  int
		first string
		spare string
	}{
		{"", 0, "Anne Roux", ""},
		{"asked, declined, closed", 0, "Yves Martin", ""},
		{"asked, accepted", 0, "Yves Martin", reach.AlreadyBusy},
		{"asked, accepted, declined, closed", 0, "Yves Martin", ""},
		{"asked, made", 0, "Anne Roux", ""},
		{"asked", 20, "Yves Martin", reach.AskStillOpen},
	} {
		h := around(t, together(3, "Yves Martin", "Xavier Noir"), together(10, "Anne Roux", "Xavier Noir"))
		x := h.ask(app.NewAsk{Of: h.id("Anne Roux"), To: "Paul Petit", What: "le salon"})
		for _, s := range strings.Split(tt.steps, ", ") {
			if s != "" {
				x = h.tells(x, s)
			}
		}
		h.now = h.now.AddDate(0, 0, tt.days)
		r := h.reach("Xavier Noir")
		if first := strings.Split(by(r), ", ")[0]; first != tt.first {
			t.Errorf("%q: begin with %s, want %s", tt.steps, first, tt.first)
		}
		for _, p := range r.Paths {
			if p.Through[0].Name == "Anne Roux" && tt.spare != "" && (len(p.Spare) == 0 || p.Spare[0].Key != tt.spare) {
				t.Errorf("%q: spared for %+v", tt.steps, p.Spare)
			}
		}
	}
}

// What a line says was asked is an ask, and what it says was brought is not
// counted twice.
func TestAsksOfALine(t *testing.T) {
	h := around(t)
	h.say("Café avec Yves Martin : je lui ai demandé un conseil pour mon salon")
	list, err := h.Asks(context.Background(), h.keeper, i18n.For("fr"), app.AskFilter{})
	if err != nil || len(list) != 1 || list[0].State != asking.Asked || list[0].Form != asking.Direct || list[0].Person.Name != "Yves Martin" {
		t.Fatalf("%+v, %v", list, err)
	}
	if got := h.briefing("Yves Martin").Asks; len(got) != 1 || got[0].ID != list[0].ID {
		t.Errorf("in the briefing: %+v", got)
	}
	x := h.ask(app.NewAsk{Of: h.id("Anne Roux"), To: "Xavier Noir"})
	x = h.tells(x, "asked")
	h.at("2026-11-04T12:00:00Z")
	h.say("Déjeuner avec Anne Roux : m'a présenté Xavier Noir")
	x = h.seeAsk(x)
	if x.State != asking.Asked || len(x.Proposed) != 1 || !strings.Contains(x.Proposed[0].Text, "Vous avez noté") {
		t.Fatalf("%s, %+v", x.State, x.Proposed)
	}
	x = h.tells(x, "made")
	if n := favours(h.briefing("Anne Roux"), network.Introduction); n != 1 || x.State != asking.Met && x.State != asking.Made {
		t.Errorf("%d introductions, %s", n, x.State)
	}
	if h.takesBack(x); favours(h.briefing("Anne Roux"), network.Introduction) != 1 {
		t.Error("what a line said goes with the step")
	}
}

// An ask goes with the cards it hangs on: merged, split, undone.
func TestAsksFollowTheirCards(t *testing.T) {
	h := around(t, together(3, "Yves Martin", "Xavier Noir"))
	h.imports(h.file("b.vcf", "BEGIN:VCARD\nVERSION:3.0\nFN:X. Noir\nTEL:+33612345678\nEND:VCARD\n"))
	batch := h.imports(h.file("c.vcf", "BEGIN:VCARD\nVERSION:3.0\nFN:Zoé Blanc\nEMAIL:zoe@exemple.example\nEND:VCARD\n"))[0].ID
	x := h.ask(app.NewAsk{Of: h.id("Yves Martin"), To: "Xavier Noir"})
	y := h.ask(app.NewAsk{Of: h.id("Yves Martin"), To: "Zoé Blanc"})
	a, b := h.card("Xavier Noir"), h.card("X. Noir")
	h.same(a, b, true)
	if got := h.seeAsk(x).To; got.ID != h.id("Xavier Noir").String() {
		t.Errorf("merged: %+v", got)
	}
	h.whole()
	h.same(a, b, false)
	h.whole()
	id, err := network.ParseID[network.BatchID](batch)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := h.Undo(context.Background(), h.keeper, id, ""); err != nil {
		t.Fatal(err)
	}
	if got := h.seeAsk(y).To; got == nil || got.Name != "Zoé Blanc" {
		t.Errorf("after the import is undone: %+v", got)
	}
	h.whole()
}

func (h *house) card(name string) string {
	h.t.Helper()
	return h.briefing(name).Origins[0].Card
}

// Asks are the same on PostgreSQL, and move from one engine to the other.
func TestAsksOnBothEngines(t *testing.T) {
	st, err := sqlstore.OpenPostgres(t.Context(), pgtest.Schema(t), sqlstore.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { st.Close() })
	var normal [][]string
	for _, h := range []*house{newHouse(t, noon), newHouseOn(t, noon, st)} {
		h.reads1("box.mbox", mailbox(talks("Yves Martin", "yves@exemple.example", 6)...))
		x := h.ask(app.NewAsk{Of: h.id("Yves Martin"), To: "Xavier Noir", What: "le salon"})
		h.at("2026-11-04T12:00:00Z")
		h.tells(h.tells(x, "asked"), "made")
		h.whole()
		h.comesBack()
		normal = append(normal, h.normal())
	}
	if diff := cmp.Diff(normal[0], normal[1]); diff != "" {
		t.Errorf("another book on PostgreSQL (-sqlite +postgres):\n%s", diff)
	}
}

// What cannot be asked is refused in words.
func TestAsksThatAreRefused(t *testing.T) {
	h := around(t)
	yves := h.id("Yves Martin")
	for _, n := range []app.NewAsk{
		{}, {Of: yves}, {Of: yves, To: "Yves Martin"}, {Of: yves, To: yves.String()}, {Of: yves, What: "x", Kind: "favour"}, {Introduce: true, Of: yves},
		{Of: yves, What: strings.Repeat("x", app.MaxWish+1)}, {Of: yves, To: strings.Repeat("x", 5000)},
	} {
		if _, err := h.AddAsk(context.Background(), h.keeper, i18n.For("fr"), n, ""); !errors.Is(err, network.Invalid) {
			t.Errorf("%+v: %v", n, err)
		}
	}
	if _, err := h.AddAsk(context.Background(), h.keeper, i18n.For("fr"), app.NewAsk{Of: network.PersonID{1}, What: "x"}, ""); !errors.Is(err, network.NotFound) {
		t.Errorf("somebody who is not there: %v", err)
	}
	x := h.tells(h.ask(app.NewAsk{Of: yves, What: "un conseil"}), "asked")
	h.at("2026-10-31T12:00:00Z")
	_, err := h.SayStep(context.Background(), h.keeper, i18n.For("fr"), wishID(t, x.ID), app.SayStep{What: network.StepAccepted})
	if err == nil {
		t.Error("answered before it was asked")
	}
}

// What only helps somebody else to take a step is done once, and is not the step.
func TestHelpingIsNoStep(t *testing.T) {
	ctx := context.Background()
	h := around(t)
	x := h.tells(h.tells(h.ask(app.NewAsk{Of: h.id("Yves Martin"), To: "Xavier Noir"}), "asked"), "made")
	for _, l := range h.briefing("Yves Martin").Loops {
		if err := h.AnswerLoop(ctx, h.keeper, l.ID, "done", network.Date{}); err != nil {
			t.Fatal(err)
		}
	}
	h.at("2026-11-04T12:00:00Z")
	step := func() (out *app.Gesture) {
		for _, g := range h.gestures() {
			if g.Kind == network.GestureAskStep {
				out = &g
			}
		}
		return out
	}
	g := step()
	if g == nil || g.Person.Name != "Xavier Noir" || !strings.Contains(g.Draft, "Yves Martin") {
		t.Fatalf("%+v", g)
	}
	if err := h.AnswerGesture(ctx, h.keeper, g.ID, "done", network.Date{}); err != nil {
		t.Fatal(err)
	}
	if x = h.seeAsk(x); x.State != asking.Made {
		t.Errorf("to write is not to have met: %s", x.State)
	}
	h.at("2026-11-05T12:00:00Z")
	if g := step(); g != nil {
		t.Errorf("written once, and proposed again: %+v", g)
	}
	if err := h.TakeBack(ctx, h.keeper, "gesture", g.ID); err != nil {
		t.Fatal(err)
	}
	h.at("2026-11-06T12:00:00Z")
	if step() == nil {
		t.Error("taken back, and not proposed")
	}
	h.whole()
	h.comesBack()
}

// Two whom the keeper presents are not proposed to be presented, and count once
// whichever way it is said.
func TestPresentedOnce(t *testing.T) {
	h := yves(t)
	h.say("Café avec Yves Martin hier : cherche une camionnette")
	h.say("Appel de Sophie Le Gall hier : peut prêter sa camionnette")
	h.at("2026-11-03T12:00:00Z")
	proposed := func() bool {
		return slices.ContainsFunc(h.gestures(), func(g app.Gesture) bool {
			return g.Person.Name == "Yves Martin" && (g.Kind == network.GestureIntroduce || g.Kind == network.GestureTell)
		})
	}
	ms := h.matches()
	if len(ms) != 1 || ms[0].Offer.Person.Name != "Sophie Le Gall" || !proposed() {
		t.Fatalf("%+v, %v", ms, h.gestures())
	}
	x := h.ask(app.NewAsk{Introduce: true, Of: h.id("Yves Martin"), To: ms[0].Offer.Person.ID, What: ms[0].Need.Text})
	if proposed() {
		t.Error("an introduction that is being made is proposed besides")
	}
	for _, s := range []string{"asked one", "accepted one", "asked other", "accepted other", "made"} {
		x = h.tells(x, s)
	}
	if err := h.DismissMatch(context.Background(), h.keeper, ms[0].ID, "done"); err != nil {
		t.Fatal(err)
	}
	n := favours(h.briefing("Yves Martin"), network.Introduction) + favours(h.briefing("Yves Martin"), network.Information)
	if n != 1 {
		t.Errorf("one introduction counts %d times", n)
	}
	h.whole()
}
