package web

import (
	"context"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp"

	"entregent/internal/network"
)

// Coffees stand on the page with a letter, times and a calendar file for each; who
// is in a place with what tells it; a bad day is told and loses nothing.
func TestMeetPage(t *testing.T) {
	s := newSite(t)
	checkPage(t, s.get("/meet"))
	s.confirm("Call with Zoé Martin yesterday: her son begins judo")
	page := s.get("/meet")
	checkPage(t, page)
	for _, want := range []string{"Zoé Martin", "Thursday 26 November, 10:00", "No calendar has been read", "The letter has gone", "We met"} {
		if !strings.Contains(words(page), want) {
			t.Errorf("the page does not say %q:\n%s", want, words(page))
		}
	}
	link := all(page, `href="(/meet/[a-z2-7]{26}/invitation[^"]*)"`)[0]
	res := s.do(s.request("GET", strings.ReplaceAll(link, "&amp;", "&"), nil))
	file := text(res)
	if res.Header.Get("Content-Type") != "text/calendar; charset=utf-8" || !strings.Contains(res.Header.Get("Content-Disposition"), `filename="invitation.ics"`) ||
		!strings.Contains(file, "DTSTART:20261126T090000Z\r\n") || !strings.Contains(file, "SUMMARY:Coffee with Zoé Martin") {
		t.Errorf("%v\n%s", res.Header, file)
	}
	who := all(page, `href="/meet/([a-z2-7]{26})"`)[0]
	other := text(s.do(s.request("GET", "/meet/"+who+"/invitation?at=2026-11-26T09:00:00Z&local=2026-12-01T18:30&place="+url.QueryEscape("Café de l’Opéra"), nil)))
	if !strings.Contains(other, "DTSTART:20261201T173000Z\r\n") || !strings.Contains(other, "LOCATION:Café de l’Opéra\r\n") {
		t.Errorf("another time, by the keeper's clock:\n%s", other)
	}
	for _, bad := range []string{"at=x", "local=x", "local=2020-01-01T10:00", "at=2020-01-01T00:00:00Z", "at=2026-11-26T09:00:00Z&place=" + url.QueryEscape("Lyon\r\nATTENDEE:mailto:eve@example.org")} {
		if res := s.do(s.request("GET", "/meet/"+who+"/invitation?"+bad, nil)); res.StatusCode < 400 || strings.Contains(res.Header.Get("Content-Type"), "calendar") {
			t.Errorf("%s: %d", bad, res.StatusCode)
		}
	}
	for _, path := range []string{"/meet?in=Lyon&on=2026-11-01", "/meet?in=Lyon&on=tomorrow", "/meet?in=" + url.QueryEscape(strings.Repeat("é", 5000))} {
		page := s.get(path)
		if checkPage(t, page); !strings.Contains(page, "Zoé Martin") {
			t.Errorf("%.40s: the rest of the page is lost", path)
		}
	}
	one := s.get("/meet/" + who)
	checkPage(t, one)
	if !strings.Contains(words(one), "her son begins judo") {
		t.Errorf("what to remember:\n%s", words(one))
	}
	to := s.post("/meet/"+who, values("answer", "done"))
	if page := s.get(to); strings.Contains(page, "Thursday 26 November") {
		t.Error("still proposed")
	}
	s.post(all(s.get(to), `action="(/meet/[a-z0-9]+/undo)"`)[0], values())
	if page := s.get("/meet"); !strings.Contains(page, "Thursday 26 November") {
		t.Error("taken back, and not proposed")
	}
}

// One tap notes that they met, and leads to the line in which the rest is said:
// that line takes its place. Each can be taken back.
func TestWeMetInOneTap(t *testing.T) {
	s := newSite(t)
	s.confirm("Call with Zoé Martin yesterday")
	who := all(s.get("/people"), `href="/people/([a-z2-7]{26})"`)[0]
	before := s.export()
	for _, from := range []string{"/meet", "/meet/" + who, "/people/" + who} {
		if !strings.Contains(s.get(from), `action="/people/`+who+`/met"`) {
			t.Errorf("no tap on %s", from)
		}
	}
	to := s.post("/people/"+who+"/met", values("once", "a"))
	page := s.get(to)
	checkPage(t, page)
	met := all(page, `name="met" value="([a-z2-7]{26})"`)
	if len(met) != 1 || !strings.Contains(page, ">Zoé Martin: </textarea>") {
		t.Fatalf("%v\n%s", met, page)
	}
	s.post(all(page, `action="(/encounters/[a-z2-7]+/undo)"`)[0], values())
	if s.export() != before {
		x, y := lines(before), lines(s.export())
		t.Errorf("taken back, it is not as before: %d lines and %d\n%s", len(x), len(y), strings.Join(y[min(len(x), len(y)-1):], "\n"))
	}
	to = s.post("/people/"+who+"/met", values("once", "b"))
	met = all(s.get(to), `name="met" value="([a-z2-7]{26})"`)
	line := "Zoé Martin: looks for a flat in Lyon"
	again := text(s.do(s.request("POST", "/log", values("line", line, "met", met[0], "channel", "in_person", "confirmed", "Zoé Martin: "))))
	if checkPage(t, again); !strings.Contains(again, `name="met" value="`+met[0]) || !strings.Contains(again, `value="in_person" checked`) {
		t.Errorf("read again, the tap is forgotten:\n%s", again)
	}
	s.confirm(line, "met", met[0], "channel", "in_person")
	briefing := s.get("/people/" + who)
	if n := strings.Count(briefing, "in person"); !strings.Contains(briefing, "flat in Lyon") || strings.Contains(s.export(), met[0]) {
		t.Errorf("%d meetings:\n%s", n, words(briefing))
	}
	b, err := s.App.Briefing(context.Background(), s.Keeper, newScene("en").p, person0(t, who), time.Time{})
	if err != nil || !b.Person.Met {
		t.Errorf("not met: %v", err)
	}
	held := 0
	for _, e := range b.Encounters {
		if e.Channel == network.InPerson {
			held++
		}
	}
	if held != 1 {
		t.Errorf("%d meetings of one day", held)
	}
}

func person0(t *testing.T, text string) network.PersonID {
	t.Helper()
	id, err := network.ParseID[network.PersonID](text)
	if err != nil {
		t.Fatal(err)
	}
	return id
}

// visitor makes a request as somebody without session would, to the public host.
func (s *site) visitor(method, path string, form url.Values) *http.Response {
	r := s.request(method, path, form)
	r.Host = "q.example.org"
	r.Header.Del("Cookie")
	return s.do(r)
}

// The public address serves the pages of visitors and no other; the keeper's own
// serves all but those. Unset, it serves nothing.
func TestThePublicAddressServesVisitorsOnly(t *testing.T) {
	s := newSite(t)
	s.confirm("Coffee with Zoé Martin yesterday")
	who := all(s.get("/people"), `href="/people/([a-z2-7]{26})"`)[0]
	if res := s.visitor("GET", "/q/x", nil); res.StatusCode != http.StatusMisdirectedRequest {
		t.Errorf("unset: %d", res.StatusCode)
	}
	if to := s.post("/people/"+who+"/question", values("named", "1")); to != "/questions#address" {
		t.Errorf("without an address: %s", to)
	}
	for _, bad := range []string{"https://" + listen, "http://q.example.org", "https://127.0.0.1:8420/", "x"} {
		res := s.do(s.request("POST", "/questions/address", values("address", bad)))
		if page := text(res); res.StatusCode != 400 || !strings.Contains(page, `aria-invalid="true"`) {
			t.Errorf("%s: %d", bad, res.StatusCode)
		}
	}
	s.post("/questions/address", values("address", "https://q.example.org", "name", "Anna"))
	res := s.do(s.request("POST", "/people/"+who+"/question", values("named", "1", "days", "10")))
	page := text(res)
	checkPage(t, page)
	link := all(page, `https://q\.example\.org(/q/[A-Za-z0-9_-]{27})`)[0]
	if strings.Contains(s.log.String(), link[3:]) || strings.Contains(s.export(), link[3:]) {
		t.Error("the link is written down")
	}
	for _, days := range []string{"0", "181", "x"} {
		if res := s.do(s.request("POST", "/people/"+who+"/question", values("days", days))); res.StatusCode < 400 {
			t.Errorf("%s days: %d", days, res.StatusCode)
		}
	}
	own := s.request("GET", link, nil)
	if res := s.do(own); res.StatusCode != 404 {
		t.Errorf("on the keeper's own address: %d", res.StatusCode)
	}
	for _, rt := range routes {
		method := rt.method
		res := s.visitor(method, example(rt), values("answer", "done"))
		if res.StatusCode != 404 || len(res.Cookies()) > 0 || strings.Contains(text(res), "Entregent") {
			t.Errorf("%s %s answers visitors with %d", method, rt.pattern, res.StatusCode)
		}
	}
	res = s.visitor("GET", link, nil)
	if body := text(res); res.StatusCode != 200 || strings.Contains(body, "Martin") || !strings.Contains(body, "Three questions from Anna") || res.Header.Get("X-Robots-Tag") == "" {
		t.Fatalf("%d\n%s", res.StatusCode, body)
	}
	if res := s.visitor("POST", link, values("how", "From judo", "call", "advice", "whom", `<script>alert("x")</script>`)); res.StatusCode != 303 {
		t.Fatalf("answered: %d", res.StatusCode)
	}
	if strings.Contains(s.log.String(), link[3:]) || strings.Contains(s.log.String(), "judo") {
		t.Error("the log holds the link or the answer")
	}
	for _, path := range []string{"/questions", "/proposals?kind=open", "/people/" + who} {
		page := s.get(path)
		if checkPage(t, page); !strings.Contains(words(page), "From judo") || strings.Contains(page, "<script>alert") {
			t.Errorf("%s:\n%s", path, words(page))
		}
	}
	ask := all(s.get("/proposals?kind=open"), `action="(/proposals/open/[a-z0-9-]+)"`)[0]
	to := s.post(ask, values("answer", "yes"))
	if !strings.Contains(s.get("/people/"+who), "From judo") {
		t.Error("not filed")
	}
	s.post(all(s.get(to), `action="(/proposals/open/[a-z0-9-]+/undo)"`)[0], values())
	id := all(s.get("/questions"), `action="/questions/([a-z2-7]{26})"`)[0]
	to = s.post("/questions/"+id, values("answer", "withdraw"))
	if res := s.visitor("GET", link, nil); res.StatusCode != 404 {
		t.Errorf("withdrawn: %d", res.StatusCode)
	}
	s.post(all(s.get(to), `action="(/questions/[a-z2-7]+/undo)"`)[0], values())
	if res := s.visitor("GET", link, nil); res.StatusCode != 200 {
		t.Errorf("taken back: %d", res.StatusCode)
	}
	s.post("/questions/address", values("address", ""))
	if res := s.visitor("GET", link, nil); res.StatusCode != http.StatusMisdirectedRequest {
		t.Errorf("unset again: %d", res.StatusCode)
	}
}

// TestAnswerInABrowser answers an open question as a guest would, on a telephone
// and on a desk, then changes and erases it; without one complaint of the browser,
// and accessible.
func TestAnswerInABrowser(t *testing.T) {
	if testing.Short() {
		t.Skip("a browser is slow")
	}
	s := newSite(t)
	s.confirm("Café avec Zoé Martin hier")
	who := all(s.get("/people"), `href="/people/([a-z2-7]{26})"`)[0]
	own := served(t, s)
	public := strings.Replace(own, "127.0.0.1", "q.localhost", 1)
	k, err := s.App.Keeper(context.Background(), s.Keeper)
	if err != nil {
		t.Fatal(err)
	}
	k.Settings.Public, k.Settings.Lang, k.Settings.Names = public, "fr", []string{"Anna Kowalska"}
	if err := s.App.PutSettings(context.Background(), s.Keeper, k.Settings); err != nil {
		t.Fatal(err)
	}
	chromium := browser(t)
	for _, d := range devices[:4] {
		t.Run(d.name, func(t *testing.T) {
			page := text(s.do(s.request("POST", "/people/"+who+"/question", values("named", "1"))))
			link := all(page, `q\.localhost:\d+(/q/[A-Za-z0-9_-]{27})`)[0]
			b := newTab(t, chromium, public, d)
			b.goTo(link + "?lang=" + d.lang)
			accessible(t, b)
			shoot(t, b, d, "guest-1-asked")
			b.do(chromedp.SendKeys(chromedp.CSS("#how"), "Au judo"), chromedp.SendKeys(chromedp.CSS("#whom"), "Karim <b>"))
			b.click(`button[value="keep"]`)
			b.until(`document.querySelector(".said")`)
			accessible(t, b)
			shoot(t, b, d, "guest-2-kept")
			if got, err := chromedp.Run(b, chromedp.Evaluate[string](`document.querySelector("#whom").value + document.cookie`)); err != nil || got != "Karim <b>" {
				t.Errorf("%q %v", got, err)
			}
			if !strings.Contains(s.export(), "Au judo") {
				t.Error("not kept")
			}
			b.click(`button[value="erase"]`)
			b.until(`document.querySelector(".said")`)
			if strings.Contains(s.export(), "Au judo") {
				t.Error("not erased")
			}
			b.report(t)
			nowhere := newTab(t, chromium, public, d)
			nowhere.goTo("/q/" + strings.Repeat("A", 27))
			accessible(t, nowhere)
			shoot(t, nowhere, d, "guest-3-nothing")
		})
	}
}

// A page of the keeper's own server cannot be had under the public name by asking
// for it in another way.
func TestThePublicNameIsTheHostAlone(t *testing.T) {
	s := newSite(t)
	s.post("/questions/address", values("address", "https://q.example.org"))
	for _, host := range []string{"q.example.org:8420", "x.q.example.org", "q.example.org.evil.example", "evil.example", ""} {
		r := httptest.NewRequest("GET", "http://"+listen+"/q/x", nil)
		if r.Host = host; s.do(r).StatusCode != http.StatusMisdirectedRequest {
			t.Errorf("%q is answered to", host)
		}
	}
}
