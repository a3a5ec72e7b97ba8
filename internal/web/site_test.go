package web

import (
	"bytes"
	"context"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"entregent/internal/app"
	"entregent/internal/auth"
	"entregent/internal/demo"
	"entregent/internal/importer"
	"entregent/internal/importer/addressbook"
	"entregent/internal/importer/calendar"
	"entregent/internal/importer/linkedin"
	"entregent/internal/importer/mail"
	"entregent/internal/importer/vcard"
	"entregent/internal/job"
	"entregent/internal/live"
	"entregent/internal/network"
	"entregent/internal/store/sqlstore"
)

// listen is the address the servers of the tests believe they listen on.
const listen = "127.0.0.1:8420"

// A site is a whole server on a real book.
type site struct {
	*Server
	t     testing.TB
	token string // of the session that is signed in
	log   *bytes.Buffer
	now   time.Time
	more  []*http.Cookie
}

// newSite returns a server on an empty book, with one browser signed in.
func newSite(t testing.TB, change ...func(*Config)) *site {
	t.Helper()
	s := &site{t: t, log: &bytes.Buffer{}, now: time.Date(2026, 11, 24, 8, 0, 0, 0, time.UTC)}
	dir := t.TempDir()
	a, keeper := newApp(t, filepath.Join(dir, "book.db"), func() time.Time { return s.now })
	logger := slog.New(slog.NewTextHandler(s.log, nil))
	jobs, err := job.Open(a, keeper, Staging(dir), logger)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { jobs.Close() })
	c := Config{
		App: a, Keeper: keeper, Auth: auth.New(a.Store, keeper, a.Now), Jobs: jobs, Live: live.New(a, keeper, dir, logger), Listen: listen, Uploads: Staging(dir), Log: logger,
		OpenDemo: func(ctx context.Context) (*app.App, network.KeeperID, error) {
			d, k := newApp(t, filepath.Join(dir, "demo.db"), func() time.Time { return s.now })
			return d, k, fill(d, k, 60)
		},
	}
	for _, f := range change {
		f(&c)
	}
	if s.Server, err = New(c); err != nil {
		t.Fatal(err)
	}
	s.token = s.signIn()
	return s
}

func newApp(t testing.TB, file string, now func() time.Time) (*app.App, network.KeeperID) {
	t.Helper()
	st, err := sqlstore.OpenSQLite(context.Background(), file, sqlstore.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { st.Close() })
	a := &app.App{Store: st, Now: now, Readers: []importer.Reader{linkedin.Reader{}, calendar.Reader{}, vcard.Reader{}, mail.Reader{}, addressbook.Reader{}}}
	keeper, err := a.OpenKeeper(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	k, err := a.Keeper(context.Background(), keeper)
	if err != nil {
		t.Fatal(err)
	}
	k.Settings.Zone = "Europe/Paris"
	if err := a.PutSettings(context.Background(), keeper, k.Settings); err != nil {
		t.Fatal(err)
	}
	return a, keeper
}

func fill(a *app.App, keeper network.KeeperID, people int) error {
	size := demo.Village
	size.People, size.Years = people, 3
	_, err := a.FillDemo(context.Background(), keeper, demo.Reader{Size: size}, "demo", nil)
	return err
}

// lived returns a site whose book holds an invented network.
func lived(t testing.TB) *site {
	s := newSite(t)
	if err := fill(s.App, s.Keeper, 60); err != nil {
		t.Fatal(err)
	}
	return s
}

// signIn spends a link and returns the session's token.
func (s *site) signIn() string {
	s.t.Helper()
	link, err := s.Auth.NewLink(context.Background())
	if err != nil {
		s.t.Fatal(err)
	}
	token, err := s.Auth.SignInByLink(context.Background(), link, "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0")
	if err != nil {
		s.t.Fatal(err)
	}
	return token
}

// request makes a request as the browser that is signed in would.
func (s *site) request(method, path string, form url.Values) *http.Request {
	var body io.Reader
	if form != nil {
		body = strings.NewReader(form.Encode())
	}
	r := httptest.NewRequest(method, "http://"+listen+path, body)
	if form != nil {
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	}
	if method != "GET" {
		r.Header.Set("Sec-Fetch-Site", "same-origin")
		r.Header.Set("Origin", "http://"+listen)
	}
	if s.token != "" {
		r.AddCookie(&http.Cookie{Name: sessionCookie, Value: s.token})
	}
	for _, c := range s.more {
		r.AddCookie(c)
	}
	return r
}

// do answers a request.
func (s *site) do(r *http.Request) *http.Response {
	w := httptest.NewRecorder()
	s.ServeHTTP(w, r)
	return w.Result()
}

// get asks for a page, which must be there, and returns it.
func (s *site) get(path string) string {
	s.t.Helper()
	res := s.do(s.request("GET", path, nil))
	body := text(res)
	if res.StatusCode != 200 {
		s.t.Fatalf("GET %s: %d\n%s", path, res.StatusCode, words(body))
	}
	return body
}

// post sends a form, which must lead somewhere, and returns where to.
func (s *site) post(path string, form url.Values) string {
	s.t.Helper()
	res := s.do(s.request("POST", path, form))
	if res.StatusCode != 303 {
		s.t.Fatalf("POST %s: %d\n%s", path, res.StatusCode, words(text(res)))
	}
	return res.Header.Get("Location")
}

func text(res *http.Response) string {
	b, _ := io.ReadAll(res.Body)
	return string(b)
}

var tags = regexp.MustCompile(`(?s)<(script|style|svg).*?</\w+>|<[^>]*>`)

// words is what a page says, without its markup.
func words(page string) string {
	return strings.Join(strings.Fields(tags.ReplaceAllString(page, " ")), " ")
}

// export is the canonical export.
func (s *site) export() string {
	s.t.Helper()
	var b bytes.Buffer
	if err := s.App.Export(context.Background(), s.Keeper, &b); err != nil {
		s.t.Fatal(err)
	}
	return b.String()
}

// all returns every match of an expression in a page.
func all(page, expr string) []string {
	var out []string
	for _, m := range regexp.MustCompile(expr).FindAllStringSubmatch(page, -1) {
		out = append(out, m[len(m)-1])
	}
	return out
}

// values makes a form.
func values(pairs ...string) url.Values {
	out := url.Values{}
	for i := 0; i < len(pairs); i += 2 {
		out.Add(pairs[i], pairs[i+1])
	}
	return out
}
