package guest

import (
	"context"
	"html/template"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"entregent/internal/app"
	"entregent/internal/network"
	"entregent/internal/store/sqlstore"
)

// canaries stand in every corner of the book; none may ever reach a visitor.
var canaries = []string{
	"Canarikova", "canary@example.org", "Serinopolis", "Serin & Fils", "Chardonneret", "Verdier", "Linotte", "Bouvreuil", "Mésange",
	"Kowalska", "anna@example.org", "Tarin", "Sizerin",
}

// A site is a door to a book full of canaries, with a link to one person.
type site struct {
	*Door
	t     *testing.T
	app   *app.App
	who   network.KeeperID
	now   time.Time
	link  string // path of the open link
	id    string
	other string // path of a link to somebody else
}

func newSite(t *testing.T) *site {
	t.Helper()
	ctx := context.Background()
	st, err := sqlstore.OpenSQLite(ctx, filepath.Join(t.TempDir(), "book.db"), sqlstore.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { st.Close() })
	s := &site{t: t, now: time.Date(2026, 11, 24, 8, 0, 0, 0, time.UTC)}
	s.app = &app.App{Store: st, Now: func() time.Time { return s.now }}
	if s.who, err = s.app.OpenKeeper(ctx); err != nil {
		t.Fatal(err)
	}
	me, _ := network.NewEmail("anna@example.org")
	if err := s.app.PutSettings(ctx, s.who, network.Settings{
		Zone: "Europe/Paris", Lang: "fr", Names: []string{"Anna Kowalska"}, Handles: []network.Handle{me}, Public: "https://q.example.org", Home: "Serinopolis",
	}); err != nil {
		t.Fatal(err)
	}
	add := func(n app.NewPerson) network.PersonID {
		p, err := s.app.AddPerson(ctx, s.who, n, "")
		if err != nil {
			t.Fatal(err)
		}
		id, _ := network.ParseID[network.PersonID](p.ID)
		return id
	}
	zoe := add(app.NewPerson{Name: "Zoé Canarikova", Email: "canary@example.org", Organisation: "Serin & Fils", Title: "Chardonneret", Town: "Serinopolis", Note: "Verdier"})
	tarin := add(app.NewPerson{Name: "Paul Tarin"})
	for _, line := range []string{"Café avec Zoé Canarikova hier : cherche une Linotte, son fils joue au Bouvreuil", "Paul Tarin m'a présenté Zoé Canarikova, Sizerin"} {
		if _, err := s.app.RecordLine(ctx, s.who, line, "fr", ""); err != nil {
			t.Fatal(err)
		}
	}
	if err := s.app.AddFact(ctx, s.who, zoe, network.FactInterest, "Mésange", "", ""); err != nil {
		t.Fatal(err)
	}
	put := func(who network.PersonID) (path, id string) {
		q, err := s.app.PutOpenQuestion(ctx, s.who, app.NewQuestion{Of: who, Named: true})
		if err != nil {
			t.Fatal(err)
		}
		return strings.TrimPrefix(q.URL, "https://q.example.org"), q.ID
	}
	s.link, s.id = put(zoe)
	s.other, _ = put(tarin)
	s.Door = New(s.app, s.who, slog.New(slog.DiscardHandler))
	return s
}

func (s *site) do(method, path string, form url.Values, headers ...string) *http.Response {
	s.t.Helper()
	var body io.Reader
	if form != nil {
		body = strings.NewReader(form.Encode())
	}
	r := httptest.NewRequest(method, "https://q.example.org"+path, body)
	if form != nil {
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	}
	for i := 0; i < len(headers); i += 2 {
		r.Header.Set(headers[i], headers[i+1])
	}
	w := httptest.NewRecorder()
	s.ServeHTTP(w, r)
	return w.Result()
}

func text(r *http.Response) string {
	b, _ := io.ReadAll(r.Body)
	return string(b)
}

func (s *site) get(path string) (int, string) {
	r := s.do("GET", path, nil)
	return r.StatusCode, text(r)
}

func (s *site) export() string {
	s.t.Helper()
	var b strings.Builder
	if err := s.app.Export(context.Background(), s.who, &b); err != nil {
		s.t.Fatal(err)
	}
	return b.String()
}

var answer = url.Values{"how": {"Au judo"}, "call": {"un conseil"}, "whom": {"Karim <b>Benali</b>"}}

// everything visits every page there is, in every way, and calls fn with each
// answer.
func (s *site) everything(fn func(what string, r *http.Response, body string)) {
	visit := func(method, path string, form url.Values, headers ...string) {
		r := s.do(method, path, form, headers...)
		fn(method+" "+path, r, text(r))
		s.now = s.now.Add(time.Minute) // within the limits
	}
	for _, path := range []string{
		s.link, s.link + "?lang=en", s.link + "?lang=fr&did=kept", s.link + "?did=erased", s.other, "/q/" + strings.Repeat("A", 27), "/q/x", "/q/", "/", "/people", "/signin", "/static/x/app.js",
		"/export", "/q/style.css", "/robots.txt", "/favicon.ico", s.link + "/", s.link + "/x", "/q/..%2f..%2fpeople", "/q/" + strings.Repeat("A", 5000),
	} {
		visit("GET", path, nil)
		visit("GET", path, nil, "Accept-Language", "fr", "Cookie", "session=x")
		visit("HEAD", path, nil)
		visit("POST", path, url.Values{})
		visit("PUT", path, nil)
	}
	visit("POST", s.link, answer)
	visit("POST", s.link, url.Values{"how": {strings.Repeat("x", 2000)}})
	visit("POST", s.link, url.Values{"how": {strings.Repeat("x", 100_000)}})
	visit("POST", s.link, answer, "Sec-Fetch-Site", "cross-site")
	visit("GET", s.link, nil)
	visit("POST", s.link, url.Values{"do": {"erase"}})
}

// leaks returns the canaries in an answer.
func leaks(r *http.Response, body string) (out []string) {
	for _, c := range canaries {
		in := strings.Contains(body, c) || strings.Contains(body, template.HTMLEscapeString(c))
		for _, values := range r.Header {
			in = in || strings.Contains(strings.Join(values, "\n"), c)
		}
		if in {
			out = append(out, c)
		}
	}
	return out
}

// A visitor sees nothing of the book but the first name of the keeper and, where
// the keeper wants it, their own. The sabotaged door, which greets by the whole
// name, is found out.
func TestNothingOfTheBookIsShown(t *testing.T) {
	s := newSite(t)
	names := 0
	s.everything(func(what string, r *http.Response, body string) {
		if l := leaks(r, body); len(l) > 0 {
			t.Errorf("%s shows %v", what, l)
		}
		if strings.Contains(body, "Anna") && strings.Contains(body, "Zoé") {
			names++
		}
	})
	if names == 0 {
		t.Error("no page greets by first names: the test looked at nothing")
	}

	s = newSite(t)
	s.page = template.Must(template.ParseFS(files, "page.html"))
	template.Must(s.page.Parse(`{{with .Q}}{{.Guest}} {{.Keeper}} Canarikova{{end}}`))
	found := false
	s.everything(func(_ string, r *http.Response, body string) { found = found || len(leaks(r, body)) > 0 })
	if !found {
		t.Error("the sabotage was not found out")
	}
}

// Without cookie, script or anything from elsewhere, never to be found by a search
// engine, and telling no other site where the visitor came from.
func TestHeadersOfEveryAnswer(t *testing.T) {
	s := newSite(t)
	s.everything(func(what string, r *http.Response, body string) {
		for key, want := range always {
			if got := r.Header.Get(key); got != want {
				t.Errorf("%s: %s is %q", what, key, got)
			}
		}
		if len(r.Cookies()) > 0 {
			t.Errorf("%s sets a cookie", what)
		}
		for _, bad := range []string{"<script", "javascript:", "onload", "<img", "http://", "https://", "<iframe", "style="} {
			if strings.Contains(body, bad) {
				t.Errorf("%s holds %q", what, bad)
			}
		}
	})
	if strings.Contains(policy, "script") || strings.Contains(policy, "unsafe") || !strings.Contains(policy, "default-src 'none'") {
		t.Error("the policy lets scripts in")
	}
}

// Unknown, expired, withdrawn and unpublished links, and pages that are not there,
// give the same answer to the byte.
func TestLinksThatLeadNowhereLookTheSame(t *testing.T) {
	s := newSite(t)
	shape := func(method, path string) string {
		form := url.Values(nil)
		if method == "POST" {
			form = answer
		}
		r := s.do(method, path, form)
		var heads []string
		for key, values := range r.Header {
			heads = append(heads, key+": "+strings.Join(values, ", "))
		}
		slices.Sort(heads)
		return r.Status + "\n" + strings.Join(heads, "\n") + "\n" + text(r)
	}
	unknown, refused := shape("GET", "/q/"+strings.Repeat("A", 27)), shape("POST", "/q/"+strings.Repeat("A", 27))
	if !strings.HasPrefix(unknown, "404") || unknown != refused || unknown != shape("GET", "/people") {
		t.Fatalf("%s\n%s", unknown, refused)
	}
	if shape("GET", s.link) == unknown {
		t.Fatal("the open link leads nowhere: the test looks at nothing")
	}
	look := func(why string) {
		t.Helper()
		if got := shape("GET", s.link); got != unknown {
			t.Errorf("%s:\n%s", why, got)
		}
		if got := shape("POST", s.link); got != unknown {
			t.Errorf("%s, answered:\n%s", why, got)
		}
	}
	if err := s.app.WithdrawQuestion(context.Background(), s.who, s.id); err != nil {
		t.Fatal(err)
	}
	look("withdrawn")
	if err := s.app.RestoreQuestion(context.Background(), s.who, s.id); err != nil {
		t.Fatal(err)
	}
	s.now = s.now.AddDate(0, 0, 40)
	look("over")
	s.now = s.now.AddDate(0, 0, -30)
	k, _ := s.app.Keeper(context.Background(), s.who)
	k.Settings.Public = ""
	if err := s.app.PutSettings(context.Background(), s.who, k.Settings); err != nil {
		t.Fatal(err)
	}
	look("unpublished")
}

// An answer is kept, shown again to whoever holds the link, changed, and erased.
func TestAnswerChangeErase(t *testing.T) {
	s := newSite(t)
	r := s.do("POST", s.link, answer)
	if r.StatusCode != http.StatusSeeOther || r.Header.Get("Location") != s.link+"?did=kept" {
		t.Fatalf("%d %s", r.StatusCode, r.Header.Get("Location"))
	}
	_, page := s.get(s.link + "?did=kept")
	for _, want := range []string{"Au judo</textarea>", "Karim &lt;b&gt;Benali&lt;/b&gt;", "Effacer ma réponse", "Merci"} {
		if !strings.Contains(page, want) {
			t.Errorf("no %q in\n%s", want, page)
		}
	}
	if _, page := s.get(s.other); strings.Contains(page, "judo") {
		t.Error("another link shows it")
	}
	changed := url.Values{"how": {"Au lycée"}, "call": {""}, "whom": {""}}
	s.do("POST", s.link, changed)
	if e := s.export(); strings.Contains(e, "Au judo") || !strings.Contains(e, "Au lycée") {
		t.Error("not changed")
	}
	if r := s.do("POST", s.link+"?lang=en", url.Values{"do": {"erase"}}); r.Header.Get("Location") != s.link+"?did=erased&lang=en" {
		t.Errorf("%s", r.Header.Get("Location"))
	}
	if strings.Contains(s.export(), "lycée") {
		t.Error("not erased")
	}
	if status, page := s.get(s.link + "?lang=en"); status != 200 || !strings.Contains(page, "How do you know me?") || strings.Contains(page, "Erase my answer") {
		t.Errorf("%d\n%s", status, page)
	}
}

// What is refused writes nothing, and loses nothing of what was typed.
func TestRefusals(t *testing.T) {
	s := newSite(t)
	before := s.export()
	for what, c := range map[string]struct {
		form    url.Values
		headers []string
		status  int
	}{
		"nothing":      {url.Values{}, nil, 422},
		"too long":     {url.Values{"how": {strings.Repeat("y", 1500)}}, nil, 422},
		"a large body": {url.Values{"how": {strings.Repeat("y", maxBody)}}, nil, 413},
		"another site": {answer, []string{"Sec-Fetch-Site", "cross-site"}, 403},
		"a sub-domain": {answer, []string{"Sec-Fetch-Site", "same-site"}, 403},
	} {
		r := s.do("POST", s.link, c.form, c.headers...)
		if page := text(r); r.StatusCode != c.status || !strings.Contains(page, `role="alert"`) {
			t.Errorf("%s: %d\n%s", what, r.StatusCode, page)
		} else if what == "too long" && !strings.Contains(page, strings.Repeat("y", 1500)) {
			t.Error("what was typed is lost")
		}
	}
	if s.export() != before {
		t.Error("something was written")
	}
	if r := s.do("POST", s.link, answer, "Sec-Fetch-Site", "same-origin"); r.StatusCode != 303 {
		t.Errorf("the page's own form: %d", r.StatusCode)
	}
}

// A link can be asked for only so often, and all of them together too; an unknown
// one is held back like any other, and time makes up for it.
func TestLimits(t *testing.T) {
	s := newSite(t)
	unknown := "/q/" + strings.Repeat("A", 27)
	until := func(path string) (n int) {
		for n = 0; n < 10_000; n++ {
			if status, _ := s.get(path); status == http.StatusTooManyRequests {
				return n
			}
		}
		return n
	}
	if a, b := until(s.link), until(unknown); a != linkMost || b != linkMost {
		t.Errorf("%d of a link, %d of an unknown one", a, b)
	}
	if status, page := s.get(s.link); status != 429 || len(leaks(&http.Response{}, page)) > 0 {
		t.Errorf("%d", status)
	}
	if r := s.do("POST", s.link, answer); r.StatusCode != 429 || strings.Contains(s.export(), "judo") {
		t.Errorf("answered all the same: %d", r.StatusCode)
	}
	if status, _ := s.get(s.other); status != 200 {
		t.Errorf("another link is held back: %d", status)
	}
	s.now = s.now.Add(linkEvery)
	if status, _ := s.get(s.link); status != 200 {
		t.Errorf("later: %d", status)
	}
	n := 0
	for ; n < 10_000; n++ {
		if status, _ := s.get("/q/" + strings.Repeat("A", 20) + time.Duration(n).String()); status == 429 {
			break
		}
	}
	if n > allMost {
		t.Errorf("%d links were tried at once", n)
	}
}

// What is remembered of links that were tried has an end.
func TestLimitsAreBounded(t *testing.T) {
	l := newLimits()
	now := time.Date(2026, 11, 24, 8, 0, 0, 0, time.UTC)
	for i := range 3 * mostLinks {
		l.take(time.Duration(i).String(), 1, now)
	}
	if len(l.links) > mostLinks {
		t.Errorf("%d links are remembered", len(l.links))
	}
}

// The name of a host is that of the published address, whatever its case.
func TestHost(t *testing.T) {
	for _, c := range []struct {
		public, host string
		want         bool
	}{
		{"https://q.example.org", "q.example.org", true}, {"https://q.example.org", "Q.Example.org", true}, {"https://q.example.org:8443", "q.example.org:8443", true},
		{"https://q.example.org", "q.example.org:8443", false}, {"https://q.example.org", "example.org", false}, {"", "", false}, {"", "x", false},
	} {
		if got := Host(network.Settings{Public: c.public}, c.host); got != c.want {
			t.Errorf("%q of %q: %v", c.host, c.public, got)
		}
	}
}
