package app_test

import (
	"context"
	"errors"
	"regexp"
	"strings"
	"testing"

	"entregent/internal/app"
	"entregent/internal/network"
)

// publishes gives the keeper a public address and a name.
func (h *house) publishes() {
	h.t.Helper()
	k, err := h.Keeper(context.Background(), h.keeper)
	if err != nil {
		h.t.Fatal(err)
	}
	k.Settings.Public, k.Settings.Names = "https://questions.example.org", []string{"Anna Kowalska"}
	if err := h.PutSettings(context.Background(), h.keeper, k.Settings); err != nil {
		h.t.Fatal(err)
	}
}

// asks puts the three questions to somebody, and returns them with the token.
func (h *house) asks(name string) (app.PutQuestion, string) {
	h.t.Helper()
	q, err := h.PutOpenQuestion(context.Background(), h.keeper, app.NewQuestion{Of: h.id(name), Named: true})
	if err != nil {
		h.t.Fatal(err)
	}
	return q, q.URL[strings.LastIndex(q.URL, "/")+1:]
}

func (h *house) answers(token string, g app.GuestAnswer) {
	h.t.Helper()
	if err := h.AnswerQuestion(context.Background(), h.keeper, token, g); err != nil {
		h.t.Fatal(err)
	}
}

func (h *house) openAsks() (out []app.Question) {
	h.t.Helper()
	for _, q := range h.questions() {
		if q.Kind == app.QuestionOpen {
			out = append(out, q)
		}
	}
	return out
}

var wholeAnswer = app.GuestAnswer{MetHow: "Nous étions au judo.\r\n\r\n\r\nPuis au lycée.", CallFor: "un conseil en reliure", ToMeet: "Karim Benali"}

// Without a public address there is no link; with one, it is 160 random bits, of
// which only a hash is kept.
func TestALinkIsUnguessableAndKeptAsAHash(t *testing.T) {
	h := newHouse(t, "2026-11-24T08:00:00+01:00")
	h.say("Coffee with Zoé Martin yesterday")
	if _, err := h.PutOpenQuestion(context.Background(), h.keeper, app.NewQuestion{Of: h.id("Zoé Martin")}); !errors.Is(err, network.Conflict) {
		t.Fatalf("without an address: %v", err)
	}
	h.publishes()
	seen := map[string]bool{}
	for range 50 {
		q, token := h.asks("Zoé Martin")
		if len(token) != 27 || seen[token] { // 20 bytes
			t.Fatalf("%q", token)
		}
		seen[token] = true
		if !strings.HasPrefix(q.URL, "https://questions.example.org/q/") || !strings.Contains(q.Text, q.URL) || !strings.Contains(q.Text, "Thursday 24 December") {
			t.Fatalf("%+v", q)
		}
	}
	if e := h.export(); strings.Contains(e, `"hash":"`) && regexp.MustCompile(`"record":"open_question"[^\n]*"hash"`).MatchString(e) {
		t.Error("the export holds what opens a link")
	} else {
		for token := range seen {
			if strings.Contains(e, token) {
				t.Error("the export holds a link")
			}
		}
	}
	serving := 0
	list, err := h.OpenQuestions(context.Background(), h.keeper, network.PersonID{})
	for _, q := range list {
		if q.Serves {
			serving++
		}
	}
	if err != nil || len(list) != 50 || serving != 1 {
		t.Errorf("%d put, %d serve, %v", len(list), serving, err)
	}
	for _, days := range []int{-1, 181, 1 << 40} {
		if _, err := h.PutOpenQuestion(context.Background(), h.keeper, app.NewQuestion{Of: h.id("Zoé Martin"), Days: days}); !errors.Is(err, network.Invalid) {
			t.Errorf("%d days: %v", days, err)
		}
	}
	h.sound("after fifty links")
}

// An answer waits for the keeper's yes, a part at a time; each yes files it, and
// can be taken back to the byte.
func TestAnAnswerIsFiledByAYes(t *testing.T) {
	h := newHouse(t, "2026-11-24T08:00:00+01:00")
	ctx := context.Background()
	h.publishes()
	h.say("Coffee with Zoé Martin yesterday")
	_, token := h.asks("Zoé Martin")
	if len(h.openAsks()) != 0 {
		t.Error("asked before it was answered")
	}
	h.answers(token, wholeAnswer)
	asks := h.openAsks()
	if len(asks) != 3 || asks[0].Part != "how" || asks[1].Part != "call" || asks[2].Part != "whom" || asks[0].Person.Name != "Zoé Martin" {
		t.Fatalf("%+v", asks)
	}
	if n, err := h.Waiting(ctx, h.keeper); err != nil || n != len(h.questions())-places(h.questions()) {
		t.Errorf("%d wait, %v", n, err)
	}
	before := h.export()
	for _, q := range asks {
		if err := h.Say(ctx, h.keeper, app.QuestionOpen, q.ID, "yes"); err != nil {
			t.Fatal(err)
		}
		if err := h.Say(ctx, h.keeper, app.QuestionOpen, q.ID, "yes"); err != nil { // a second click
			t.Fatal(err)
		}
	}
	if len(h.openAsks()) != 0 {
		t.Errorf("still asked: %+v", h.openAsks())
	}
	b := h.briefing("Zoé Martin")
	facts := map[network.FactKind]string{}
	for _, f := range b.Facts {
		facts[f.Kind] = f.Value
	}
	if facts[network.FactHowMet] != "Nous étions au judo. Puis au lycée." || facts[network.FactSeesMe] != "un conseil en reliure" || len(b.Offers) != 1 || !strings.Contains(b.Offers[0].Text, "Karim Benali") {
		t.Errorf("%v %+v", facts, b.Offers)
	}
	mine, err := h.Wishes(ctx, h.keeper, app.WishAsk{Kind: network.Offer, Mine: true})
	if err != nil || len(mine) != 1 || mine[0].Text != "un conseil en reliure" {
		t.Errorf("%+v %v", mine, err)
	}
	for _, q := range asks {
		if err := h.Unsaid(ctx, h.keeper, app.QuestionOpen, q.ID); err != nil {
			t.Fatal(err)
		}
	}
	if h.export() != before || len(h.openAsks()) != 3 {
		t.Errorf("taken back, it is not as before:\n%s", difference(before, h.export()))
	}
	for verdict, left := range map[string]int{"no": 2, "later": 2} {
		if err := h.Say(ctx, h.keeper, app.QuestionOpen, asks[0].ID, verdict); err != nil {
			t.Fatal(err)
		}
		if len(h.openAsks()) != left {
			t.Errorf("%s: %+v", verdict, h.openAsks())
		}
		if err := h.Unsaid(ctx, h.keeper, app.QuestionOpen, asks[0].ID); err != nil {
			t.Fatal(err)
		}
	}
	h.sound("after an answer")
}

func places(list []app.Question) (n int) {
	for _, q := range list {
		if q.Kind == app.QuestionPlace {
			n++
		}
	}
	return n
}

// An answer can be changed until the link is over; what changed is asked about
// again, and a yes to it takes the place of what was filed before. Erased, nothing
// of it is left in the book.
func TestAnAnswerIsChangedAndErased(t *testing.T) {
	h := newHouse(t, "2026-11-24T08:00:00+01:00")
	ctx := context.Background()
	h.publishes()
	h.say("Coffee with Zoé Martin yesterday")
	_, token := h.asks("Zoé Martin")
	h.answers(token, wholeAnswer)
	for _, q := range h.openAsks() {
		if err := h.Say(ctx, h.keeper, app.QuestionOpen, q.ID, "yes"); err != nil {
			t.Fatal(err)
		}
	}
	changed := wholeAnswer
	changed.CallFor = "une soirée de jazz"
	h.answers(token, changed)
	asks := h.openAsks()
	if len(asks) != 1 || asks[0].Part != "call" {
		t.Fatalf("%+v", asks)
	}
	for _, verdict := range []string{"later", "yes"} {
		if err := h.Say(ctx, h.keeper, app.QuestionOpen, asks[0].ID, verdict); err != nil {
			t.Fatal(err)
		}
	}
	if e := h.export(); strings.Contains(e, "conseil en reliure") || strings.Count(e, "soirée de jazz") < 3 {
		t.Errorf("the old words stand beside the new:\n%s", e)
	}
	got, err := h.GuestQuestion(ctx, h.keeper, token)
	if err != nil || got.Keeper != "Anna" || got.Guest != "Zoé" || got.Answer.CallFor != changed.CallFor || !got.Answered {
		t.Errorf("%+v %v", got, err)
	}
	if err := h.EraseAnswer(ctx, h.keeper, token); err != nil {
		t.Fatal(err)
	}
	for _, words := range []string{"judo", "lycée", "reliure", "jazz", "Karim"} {
		if e := h.export(); strings.Contains(e, words) {
			t.Errorf("%q is still there", words)
		}
	}
	if len(h.openAsks()) != 0 {
		t.Error("what was erased is asked about")
	}
	h.answers(token, app.GuestAnswer{MetHow: "Autrement"})
	if len(h.openAsks()) != 1 {
		t.Error("answered anew, it is not asked about")
	}
	h.sound("after erasing")
}

// Unknown, expired, withdrawn and unpublished links give the same answer, and
// take nothing in.
func TestLinksThatOpenNothing(t *testing.T) {
	h := newHouse(t, "2026-11-24T08:00:00+01:00")
	ctx := context.Background()
	h.publishes()
	h.say("Coffee with Zoé Martin yesterday")
	q, token := h.asks("Zoé Martin")
	h.answers(token, wholeAnswer)
	shut := func(why, token string) {
		t.Helper()
		before := h.export()
		_, err := h.GuestQuestion(ctx, h.keeper, token)
		for i, err := range []error{err, h.AnswerQuestion(ctx, h.keeper, token, app.GuestAnswer{MetHow: "x"}), h.AnswerQuestion(ctx, h.keeper, token, app.GuestAnswer{}), h.EraseAnswer(ctx, h.keeper, token)} {
			var e *network.Error
			if !errors.As(err, &e) || e.Kind != network.NotFound || e.Msg != "error.no_such_question" || len(e.Args) > 0 {
				t.Errorf("%s, %d: %v", why, i, err)
			}
		}
		if h.export() != before {
			t.Errorf("%s: something was written", why)
		}
	}
	shut("unknown", strings.Repeat("A", 27))
	shut("empty", "")
	shut("of another case", strings.ToUpper(token))
	if err := h.WithdrawQuestion(ctx, h.keeper, q.ID); err != nil {
		t.Fatal(err)
	}
	shut("withdrawn", token)
	if err := h.RestoreQuestion(ctx, h.keeper, q.ID); err != nil {
		t.Fatal(err)
	}
	h.at("2026-12-24T23:59:59+01:00")
	if _, err := h.GuestQuestion(ctx, h.keeper, token); err != nil {
		t.Errorf("on its last day: %v", err)
	}
	h.at("2026-12-25T00:00:00+01:00")
	shut("over", token)
	h.at("2026-12-01T08:00:00+01:00")
	k, err := h.Keeper(ctx, h.keeper)
	if err != nil {
		t.Fatal(err)
	}
	k.Settings.Public = ""
	if err := h.PutSettings(ctx, h.keeper, k.Settings); err != nil {
		t.Fatal(err)
	}
	shut("unpublished", token)
	h.publishes()
	if err := h.DropQuestion(ctx, h.keeper, q.ID); err != nil {
		t.Fatal(err)
	}
	shut("removed", token)
	if e := h.export(); strings.Contains(e, "judo") {
		t.Error("removed, its answer is still there")
	}
}

// Somebody who is erased takes the questions put to them and their answer along;
// in what others answered, their name goes.
func TestErasingTakesTheAnswersAlong(t *testing.T) {
	h := newHouse(t, "2026-11-24T08:00:00+01:00")
	ctx := context.Background()
	h.publishes()
	h.say("Coffee with Zoé Martin yesterday")
	h.say("Coffee with Karim Benali yesterday")
	_, zoe := h.asks("Zoé Martin")
	_, karim := h.asks("Karim Benali")
	h.answers(zoe, wholeAnswer)
	h.answers(karim, app.GuestAnswer{MetHow: "Au marché aux oiseaux"})
	for _, q := range h.openAsks() {
		if err := h.Say(ctx, h.keeper, app.QuestionOpen, q.ID, "yes"); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := h.Erase(ctx, h.keeper, h.id("Karim Benali")); err != nil {
		t.Fatal(err)
	}
	if e := h.export(); strings.Contains(e, "oiseaux") || strings.Contains(e, "Karim") || !strings.Contains(e, "lycée") {
		t.Errorf("after erasing:\n%s", e)
	}
	if _, err := h.GuestQuestion(ctx, h.keeper, karim); !errors.Is(err, network.NotFound) {
		t.Errorf("the link of the erased: %v", err)
	}
	if _, err := h.GuestQuestion(ctx, h.keeper, zoe); err != nil {
		t.Errorf("the link of another: %v", err)
	}
	h.sound("after erasing somebody")
}

// What is too long, or nothing, is refused; control characters do not come in.
func TestBadAnswers(t *testing.T) {
	h := newHouse(t, "2026-11-24T08:00:00+01:00")
	h.publishes()
	h.say("Coffee with Zoé Martin yesterday")
	_, token := h.asks("Zoé Martin")
	for why, g := range map[string]app.GuestAnswer{
		"nothing": {}, "blanks": {MetHow: " \r\n\t\u2028 "}, "too long": {CallFor: strings.Repeat("é", app.MaxGuestAnswer+1)},
	} {
		if err := h.AnswerQuestion(context.Background(), h.keeper, token, g); !errors.Is(err, network.Invalid) {
			t.Errorf("%s: %v", why, err)
		}
	}
	h.answers(token, app.GuestAnswer{MetHow: "a\x00b\x1b[31mc\u202ed", CallFor: strings.Repeat("é", app.MaxGuestAnswer), ToMeet: "\xff<script>alert(1)</script>"})
	got, err := h.GuestQuestion(context.Background(), h.keeper, token)
	if err != nil || strings.ContainsAny(got.Answer.MetHow, "\x00\x1b\u202e") || strings.Contains(got.Answer.ToMeet, "\xff") {
		t.Errorf("%q %v", got.Answer, err)
	}
}

// A public address is one of its own, by https, and nothing after it.
func TestPublicAddresses(t *testing.T) {
	h := newHouse(t, "2026-11-24T08:00:00+01:00")
	k, err := h.Keeper(context.Background(), h.keeper)
	if err != nil {
		t.Fatal(err)
	}
	for text, ok := range map[string]bool{
		"https://q.example.org": true, "https://Q.example.org/": true, "https://q.example.org:8443": true, "http://q.localhost:8420": true, "": true,
		"http://q.example.org": false, "q.example.org": false, "https://": false, "https://q.example.org/path": false, "https://me@q.example.org": false,
		"https://q.example.org?x": false, "javascript:alert(1)": false, "https://q.example.org#x": false, "https://a b": false, "https://" + strings.Repeat("a", 300): false,
		"https://q.example.org\r\nX: y": false,
	} {
		s := k.Settings
		s.Public = text
		if err := h.PutSettings(context.Background(), h.keeper, s); (err == nil) != ok || err != nil && !errors.Is(err, network.Invalid) {
			t.Errorf("%q: %v", text, err)
		}
	}
}
