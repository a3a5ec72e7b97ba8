package web

import (
	"net/http"
	"strings"
	"sync"
	"testing"

	"golang.org/x/net/html"
)

// Whoever is not signed in gets to the door, and to nothing else.
func TestAnonymousGetsTheDoor(t *testing.T) {
	s := lived(t)
	before := s.export()
	s.token = ""
	for _, rt := range routes {
		res := s.do(s.request(rt.method, example(rt), values("answer", "done", "line", "Camille")))
		to := res.Header.Get("Location")
		if rt.access == signed && (res.StatusCode != 303 || !strings.HasPrefix(to, "/signin")) {
			t.Errorf("%s %s: %d %s", rt.method, rt.pattern, res.StatusCode, to)
		}
	}
	for _, token := range []string{"", "x", strings.Repeat("A", 43), strings.Repeat("A", 5000)} {
		s.token = token
		if got := s.do(s.request("GET", "/people", nil)).StatusCode; got != 303 {
			t.Errorf("token %.10q: %d", token, got)
		}
	}
	if s.export() != before {
		t.Error("something was written")
	}
}

// The public routes are these and no others.
func TestFewRoutesArePublic(t *testing.T) {
	open := map[string]bool{}
	for _, rt := range routes {
		if rt.access == public {
			open[rt.method+" "+rt.pattern] = true
		}
		if rt.handle == nil {
			t.Errorf("%s has no handler", rt.pattern)
		}
	}
	for _, want := range []string{"GET /static/{edition}/{file...}", "GET /favicon.ico", "GET /worker.js", "GET /offline", "GET /signin", "POST /signin", "POST /language", "GET /", "POST /"} {
		if !open[want] {
			t.Errorf("%s is not public", want)
		}
		delete(open, want)
	}
	for more := range open {
		t.Errorf("%s is public", more)
	}
}

// Every link and every form of every page leads to a route, and reading pages
// writes nothing.
func TestEveryLinkLeadsSomewhere(t *testing.T) {
	s := lived(t)
	s.get("/") // fixes the list of the day
	before := s.export()
	mux := s.routes().(*http.ServeMux)
	seen, queue := map[string]bool{}, []string{"/", "/welcome", "/signin", "/settings", "/log?line=Camille", "/people?q=a", "/export", "/imports"}
	perKind := map[string]int{}
	for len(queue) > 0 {
		path := queue[0]
		queue = queue[1:]
		kind := pattern(mux, s, "GET", path)
		if seen[path] || perKind[kind] > 12 {
			continue
		}
		seen[path] = true
		perKind[kind]++
		res := s.do(s.request("GET", path, nil))
		body := text(res)
		if res.StatusCode >= 400 {
			t.Errorf("GET %s: %d", path, res.StatusCode)
		}
		if !strings.HasPrefix(res.Header.Get("Content-Type"), "text/html") {
			continue
		}
		checkPage(t, body)
		links, forms := ways(t, body)
		for _, f := range forms {
			if p := pattern(mux, s, f[0], f[1]); p == "" || p == f[0]+" /" {
				t.Errorf("%s: the form %s %s leads nowhere", path, f[0], f[1])
			}
		}
		for _, l := range links {
			if p := pattern(mux, s, "GET", l); p == "" || p == "GET /" {
				t.Errorf("%s: the link %s leads nowhere", path, l)
			}
		}
		queue = append(queue, links...)
	}
	if len(perKind) < 10 {
		t.Errorf("only %v were seen", perKind)
	}
	if s.export() != before {
		t.Error("reading pages wrote something")
	}
}

// pattern is the route that a path leads to.
func pattern(mux *http.ServeMux, s *site, method, path string) string {
	_, p := mux.Handler(s.request(method, path, nil))
	return p
}

// ways are the links and forms of a page, as own paths.
func ways(t *testing.T, page string) (links []string, forms [][2]string) {
	doc, err := html.Parse(strings.NewReader(page))
	if err != nil {
		t.Fatal(err)
	}
	for n := range doc.Descendants() {
		switch {
		case n.Data == "a" && strings.HasPrefix(attr(n, "href"), "/"):
			path, _, _ := strings.Cut(attr(n, "href"), "#")
			links = append(links, path)
		case n.Data == "form" && attr(n, "method") != "dialog":
			forms = append(forms, [2]string{strings.ToUpper(attr(n, "method")), attr(n, "action")})
		case attr(n, "formaction") != "":
			forms = append(forms, [2]string{"POST", attr(n, "formaction")})
		}
	}
	return links, forms
}

// What is shown is never older than what was done.
func TestTodayIsNeverStale(t *testing.T) {
	s := lived(t)
	first := s.get("/")
	ids := all(first, `action="/gestures/([a-z0-9]+)"`)
	if len(ids) == 0 {
		t.Fatal("no gesture to answer")
	}
	if again := s.get("/"); len(again) != len(first) {
		t.Error("the same page differs")
	}
	to := s.post("/gestures/"+ids[0], values("answer", "done"))
	if page := s.get("/"); strings.Contains(page, "/gestures/"+ids[0]+`"`) {
		t.Error("an answered gesture is still shown")
	}
	undo := all(s.get(to), `action="(/gestures/[a-z0-9]+/undo)"`)
	if len(undo) != 1 {
		t.Fatalf("no way back on %s", to)
	}
	s.post(undo[0], values())
	if page := s.get("/"); !strings.Contains(page, "/gestures/"+ids[0]+`"`) {
		t.Error("taken back, and not shown")
	}
	french := s.request("GET", "/", nil)
	french.Header.Set("Accept-Language", "fr")
	if page := text(s.do(french)); !strings.Contains(page, `lang="fr"`) {
		t.Error("the page of another language was shown")
	}
	tomorrow := s.get("/")
	s.now = s.now.AddDate(0, 0, 1)
	if s.get("/") == tomorrow {
		t.Error("the page of yesterday was shown")
	}
}

// The same form sent many times at once has one effect (C4).
func TestDoubleClick(t *testing.T) {
	s := lived(t)
	who := all(s.get("/people"), `href="/people/([a-z2-7]{26})"`)[0]
	page := s.get("/people/" + who)
	once := all(page, `name="once" value="([^"]+)"`)[0]
	before := strings.Count(s.export(), `"encounter"`)
	send := func(form ...string) {
		var all sync.WaitGroup
		for range 50 {
			all.Go(func() {
				res := s.do(s.request("POST", "/log", values(append(form, "once", once, "person", who)...)))
				if res.StatusCode != 303 && res.StatusCode != 503 {
					t.Errorf("%d", res.StatusCode)
				}
			})
		}
		all.Wait()
	}
	send("line", "Un café", "channel", "in_person")
	if n := strings.Count(s.get("/people/"+who), "Un café"); n == 0 {
		t.Error("nothing was noted")
	}
	after := strings.Count(s.export(), "Un café")
	send("line", "Un café", "channel", "in_person")
	if again := strings.Count(s.export(), "Un café"); again != after || after > 3 { // the encounter, the line, the answer kept for the key
		t.Errorf("%d records became %d (of %d)", after, again, before)
	}
	send("line", "Un thé", "channel", "in_person")
	if !strings.Contains(s.export(), "Un thé") {
		t.Error("another line from the same page was taken for the same")
	}
}
