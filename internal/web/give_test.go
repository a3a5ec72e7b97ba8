package web

import (
	"context"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"entregent/internal/app"
	"entregent/internal/network"
)

// confirm sends a line as the page that read it asks, with everything kept.
func (s *site) confirm(line string, more ...string) string {
	s.t.Helper()
	res := s.do(s.request("POST", "/log", values("line", line, "once", line)))
	page := text(res)
	if res.StatusCode != 200 {
		s.t.Fatalf("%s: %d", line, res.StatusCode)
	}
	form := values(append([]string{"line", line, "once", line + "!", "confirmed", line}, more...)...)
	for i, n := range all(page, `name="record-\d+" value="(\d+)"`) {
		form.Set(fmt.Sprint("record-", i), n)
		form.Set(fmt.Sprint("keep-", i), "1")
		form.Set(fmt.Sprint("what-", i), all(page, fmt.Sprintf(`name="what-%d" value="([^"]*)"`, i))[0])
	}
	for i, n := range all(page, `name="name-\d+" value="([^"]*)"`) {
		form.Set(fmt.Sprint("name-", i), n)
		form.Set(fmt.Sprint("who-", i), all(page, fmt.Sprintf(`name="who-%d" value="([^"]*)" checked`, i))[0])
	}
	for _, c := range all(page, `name="channel" value="([^"]*)" checked`) {
		if form.Get("channel") == "" {
			form.Set("channel", c)
		}
	}
	return s.post("/log", form)
}

// What a line says of needs and offers is kept as such, matched on the Give page,
// answered there, and taken back.
func TestGivePage(t *testing.T) {
	s := newSite(t)
	if page := s.get("/give"); !strings.Contains(page, "What everybody is looking for") {
		t.Error("no word on what will be here")
	}
	s.confirm("Coffee with Yves Martin yesterday: is looking for a van, his daughter begins judo")
	s.now = s.now.AddDate(0, 0, 3)
	s.post("/wishes", values("kind", "offer", "what", "I lend my van", "place", "Lyon", "once", "o1"))
	page := s.get("/give")
	checkPage(t, page)
	for _, want := range []string{"Yves Martin is looking for", "I lend my van", "Letter to Yves Martin", "You can bring it", "Lyon"} {
		if !strings.Contains(page, want) {
			t.Errorf("the page does not say %q:\n%s", want, words(page))
		}
	}
	id := all(page, `action="/matches/([a-z0-9-]+)"`)[0]
	to := s.post("/matches/"+id, values("answer", "no"))
	if page := s.get(to); strings.Contains(page, "/matches/"+id+`"`) {
		t.Error("dismissed, and still shown")
	}
	s.post("/matches/"+id+"/undo", values())
	if page := s.get("/give"); !strings.Contains(page, "/matches/"+id+`"`) {
		t.Error("taken back, and not shown")
	}
	s.now = s.now.AddDate(0, 4, 0)
	s.token = s.signIn() // the session is over
	page = s.get("/give")
	if !strings.Contains(page, "Is it still true?") {
		t.Fatalf("not asked about after a season:\n%s", words(page))
	}
	for _, wish := range all(page, `action="/wishes/([a-z0-9]+)" method="post"><input type="hidden" name="once" value="[^"]*"><button name="answer" value="still"`) {
		for _, answer := range []string{"met", "closed", "still"} {
			s.post("/wishes/"+wish, values("answer", answer))
			s.post("/wishes/"+wish+"/undo", values())
		}
		s.post("/wishes/"+wish, values("answer", "still"))
	}
	if page := s.get("/give"); strings.Contains(page, "Is it still true?") {
		t.Error("answered, and asked again")
	}
	if res := s.do(s.request("POST", "/wishes", values("kind", "offer", "what", " "))); res.StatusCode != 400 {
		t.Errorf("an empty offer: %d", res.StatusCode)
	}
	s.whole()
}

// Favours: added, corrected, with what came of them, and taken away.
func TestFavoursPage(t *testing.T) {
	s := newSite(t)
	to := s.confirm("Lunch with Anne Weber yesterday: introduced me to Karim Benali")
	who := all(to, `/people/([a-z2-7]{26})`)[0]
	page := s.get("/favours")
	checkPage(t, page)
	for _, want := range []string{"Anne Weber", "Karim Benali", "a thank-you is still to be said", "Thank you for introducing me to Karim Benali", "They brought you one thing"} {
		if !strings.Contains(page, want) {
			t.Errorf("the page does not say %q:\n%s", want, words(page))
		}
	}
	id := all(page, `action="/favours/([a-z0-9]+)"`)[0]
	s.post("/favours/"+id, values("answer", "outcome", "outcome", "a contract"))
	if page := s.get("/favours"); !strings.Contains(page, "What came of it: a contract") || !strings.Contains(page, "tell them what came of it") {
		t.Errorf("what came of it is not told:\n%s", words(page))
	}
	s.post("/favours/"+id+"/undo", values())
	if page := s.get("/favours"); strings.Contains(page, "a contract") {
		t.Error("taken back, and still there")
	}
	s.post("/people/"+who+"/favours", values("kind", "advice", "given", "1", "what", "a printer", "once", "f"))
	page = s.get("/people/" + who)
	checkPage(t, page)
	if !strings.Contains(page, "a printer") || !strings.Contains(page, "What could I bring them?") {
		t.Errorf("the person's page:\n%s", words(page))
	}
	for _, id := range all(s.get("/favours"), `id="favour-([a-z0-9]+)"`) {
		s.post("/favours/"+id, values("answer", "save", "kind", "gift", "what", "a book"))
		s.post("/favours/"+id, values("answer", "remove"))
	}
	if page := s.get("/favours"); strings.Contains(page, "Anne Weber") {
		t.Errorf("taken away, and still there:\n%s", words(page))
	}
	s.whole()
}

// A gathering: whom to invite, who comes, who came.
func TestGatheringsPages(t *testing.T) {
	s := newSite(t)
	to := s.confirm("Lunch with Anne Weber yesterday: loves jazz")
	who := all(to, `/people/([a-z2-7]{26})`)[0]
	at := s.post("/gatherings", values("title", "Jazz evening", "on", "2026-11-26", "hour", "19:30", "hosts", "1", "once", "g"))
	at = strings.SplitN(at, "?", 2)[0]
	page := s.get(at)
	checkPage(t, page)
	if !strings.Contains(page, "Whom to invite, and why") || !strings.Contains(page, "for what they like") {
		t.Errorf("nobody is proposed:\n%s", words(page))
	}
	if page := s.get("/people/" + who); !strings.Contains(page, "To invite to:") {
		t.Error("the person's page does not propose it")
	}
	s.post(at+"/guests", values("person", who, "state", "invited"))
	s.post(at+"/guests", values("name", "Anne Weber", "state", "coming"))
	if page := s.get(at); !strings.Contains(page, "coming") || strings.Contains(page, "Whom to invite") {
		t.Errorf("invited:\n%s", words(page))
	}
	s.now = s.now.AddDate(0, 0, 3)
	if page := s.get(at); !strings.Contains(page, "Who came?") {
		t.Fatalf("not asked who came:\n%s", words(page))
	}
	s.post(at+"/came", url.Values{"came": {who}, "once": {"c"}})
	if page := s.get("/people/" + who); !strings.Contains(page, "Jazz evening") {
		t.Errorf("who came was not met:\n%s", words(page))
	}
	s.post(at+"/undo", values())
	s.post(at, values("title", "Swing evening", "on", "2026-11-26", "answer", "save"))
	if page := s.get("/gatherings"); !strings.Contains(page, "Swing evening") {
		t.Error("corrected, and not shown")
	}
	s.post(at, values("answer", "remove"))
	if page := s.get("/gatherings"); strings.Contains(page, "Swing evening") {
		t.Error("removed, and still shown")
	}
	s.whole()
}

// whole runs every check of the book.
func (s *site) whole() {
	s.t.Helper()
	got, err := s.App.Check(context.Background(), s.Keeper)
	if err != nil {
		s.t.Fatal(err)
	}
	for _, c := range got.Checks {
		if !c.OK && c.Name != "space" {
			s.t.Errorf("check %s: %v", c.Name, c.Args)
		}
	}
}

// Long lists are shown a page at a time, and a need with all that meets it once.
func TestLongListsArePaged(t *testing.T) {
	s := newSite(t)
	ctx := t.Context()
	var cards strings.Builder
	for i := range someFavours + 1 {
		fmt.Fprintf(&cards, "BEGIN:VCARD\r\nVERSION:4.0\r\nFN:Anne W%dr\r\nEMAIL:a%d@exemple.example\r\nEND:VCARD\r\n", i, i)
	}
	file := filepath.Join(t.TempDir(), "a.vcf")
	if err := os.WriteFile(file, []byte(cards.String()), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := s.App.Import(ctx, s.Keeper, app.ImportRequest{Paths: []string{file}, Me: []string{"moi@exemple.example"}}); err != nil {
		t.Fatal(err)
	}
	all, err := s.App.People(ctx, s.Keeper, app.PeopleAsk{Limit: everybody})
	if err != nil || len(all.People) != someFavours+1 {
		t.Fatalf("%d people, %v", len(all.People), err)
	}
	for i, p := range all.People {
		name := p.Name
		who, err := network.ParseID[network.PersonID](p.ID)
		if err != nil {
			t.Fatal(err)
		}
		if err := s.App.AddFavour(ctx, s.Keeper, who, app.NewFavour{Kind: network.Advice, What: "word " + name}, ""); err != nil {
			t.Fatal(err)
		}
		if i < 3 {
			if _, err := s.App.AddWish(ctx, s.Keeper, app.NewWish{Kind: network.Offer, Of: who, What: "accounting"}, ""); err != nil {
				t.Fatal(err)
			}
		}
		if i == 3 {
			if _, err := s.App.AddWish(ctx, s.Keeper, app.NewWish{Kind: network.Need, Of: who, What: "accounting"}, ""); err != nil {
				t.Fatal(err)
			}
		}
	}
	first, second := s.get("/favours"), s.get("/favours?from=50")
	if n := strings.Count(first, `id="favour-`); n != someFavours || !strings.Contains(first, `href="/favours?from=50"`) {
		t.Errorf("the first page shows %d favours", n)
	}
	if n := strings.Count(second, `id="favour-`); n != 1 || !strings.Contains(second, `href="/favours?from=0"`) {
		t.Errorf("the second page shows %d favours", n)
	}
	for _, odd := range []string{"-1", "x", "99999999999999999999", "1048577"} {
		s.get("/favours?from=" + odd)
		s.get("/give?from=" + odd)
		s.get("/year?part=counted&from=" + odd)
		s.get("/year?part=" + odd)
		s.get("/village?list=" + odd)
	}
	give := s.get("/give")
	if n := strings.Count(give, `<details class="opens others">`); n != 1 || strings.Count(give, `id="match-`) < 4 {
		t.Errorf("%d needs have more than one thing that meets them", n)
	}
}
