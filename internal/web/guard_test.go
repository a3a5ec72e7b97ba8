package web

import (
	"bufio"
	"encoding/json"
	"net/http"
	"net/url"
	"os"
	"strings"
	"testing"

	"entregent/internal/importer/importertest"
	"entregent/internal/network"
)

// wanted are the headers of every answer (W1).
var wanted = map[string]string{
	"Content-Security-Policy":      policy,
	"X-Content-Type-Options":       "nosniff",
	"Referrer-Policy":              "no-referrer",
	"Cross-Origin-Opener-Policy":   "same-origin",
	"Cross-Origin-Resource-Policy": "same-origin",
	"Permissions-Policy":           always["Permissions-Policy"][0],
}

// Every route, every refusal and every error has all headers; what is private is
// never stored.
func TestEveryAnswerHasItsHeaders(t *testing.T) {
	s := lived(t)
	var requests []*http.Request
	for _, signed := range []bool{true, false} {
		token := s.token
		if !signed {
			s.token = ""
		}
		for _, rt := range routes {
			requests = append(requests, s.request(rt.method, example(rt), values("x", "y")))
		}
		requests = append(requests, s.request("GET", "/no/such/page", nil), s.request("PUT", "/", nil), s.request("OPTIONS", "/people", nil),
			s.request("GET", "/static/"+edition+"/none.css", nil), s.request("GET", "//people", nil))
		foreign := s.request("POST", "/log", values("line", "x"))
		foreign.Header.Set("Sec-Fetch-Site", "cross-site")
		elsewhere := s.request("GET", "/", nil)
		elsewhere.Host = "evil.example"
		requests = append(requests, foreign, elsewhere)
		s.token = token
	}
	for _, r := range requests {
		if r.URL.Path == "/signout" || r.URL.Path == "/settings/sessions" {
			s.token = s.signIn()
		}
		res := s.do(r)
		name := r.Method + " " + r.URL.Path
		for key, value := range wanted {
			if got := res.Header.Get(key); got != value {
				t.Errorf("%s: %s is %q", name, key, got)
			}
		}
		if strings.HasPrefix(r.URL.Path, "/static/") || r.URL.Path == "/favicon.ico" || r.URL.Path == "/worker.js" {
			continue
		}
		if got := res.Header.Get("Cache-Control"); got != "no-store" {
			t.Errorf("%s: Cache-Control is %q", name, got)
		}
		if res.Header.Get("Strict-Transport-Security") != "" {
			t.Errorf("%s: HSTS without TLS", name)
		}
	}
	tls := newSite(t, func(c *Config) { c.TLS = true })
	if got := tls.do(tls.request("GET", "/", nil)).Header.Get("Strict-Transport-Security"); got == "" {
		t.Error("no HSTS with TLS")
	}
}

// example is a path of a route.
func example(rt route) string {
	p := strings.NewReplacer("{$}", "", "{edition}", edition, "{file...}", "style.css", "{id}", "aaaaaaaaaaaaaaaaaaaaaaaaaa", "{fact}", "aaaaaaaaaaaaaaaaaaaaaaaaaa").Replace(rt.pattern)
	return p
}

// An unsafe request is carried out only when it says that it comes from a page of
// ours (W3).
func TestOtherSitesCannotWrite(t *testing.T) {
	s := lived(t)
	s.get("/") // fixes the list of the day
	before := s.export()
	const own = "http://" + listen
	for _, tt := range []struct {
		what, origin, site string
		refused            bool
	}{
		{"our own page", own, "same-origin", false},
		{"our own page in an old browser", own, "", false},
		{"typed into the browser", "", "none", false},
		{"another site", "http://evil.example", "cross-site", true},
		{"another site in an old browser", "http://evil.example", "", true},
		{"another port of this machine", "http://127.0.0.1:9999", "same-site", true},
		{"another port, old browser", "http://127.0.0.1:9999", "", true},
		{"the same name by another scheme", "https://evil.example", "same-site", true},
		{"a sandbox", "null", "cross-site", true},
		{"a sandbox in an old browser", "null", "", true},
		{"nowhere", "", "", true},
		{"a site that lies about its origin", own, "cross-site", true},
	} {
		for _, kind := range []string{"application/x-www-form-urlencoded", "multipart/form-data; boundary=x", "text/plain", "application/json"} {
			r := s.request("POST", "/language", values("lang", "fr"))
			r.Header.Del("Origin")
			r.Header.Del("Sec-Fetch-Site")
			r.Header.Set("Content-Type", kind)
			if tt.origin != "" {
				r.Header.Set("Origin", tt.origin)
			}
			if tt.site != "" {
				r.Header.Set("Sec-Fetch-Site", tt.site)
			}
			if got := s.do(r).StatusCode; (got == http.StatusForbidden) != tt.refused {
				t.Errorf("%s, %s: %d", tt.what, kind, got)
			}
		}
	}
	for _, rt := range routes { // every unsafe route, and no way round by another method
		if rt.method == "GET" {
			continue
		}
		r := s.request("POST", example(rt), values("line", "x"))
		r.Header.Set("Sec-Fetch-Site", "cross-site")
		if got := s.do(r).StatusCode; got != http.StatusForbidden {
			t.Errorf("POST %s from another site: %d", rt.pattern, got)
		}
		for _, method := range []string{"PUT", "PATCH", "DELETE"} {
			if got := s.do(s.request(method, example(rt), nil)).StatusCode; got != http.StatusMethodNotAllowed {
				t.Errorf("%s %s: %d", method, rt.pattern, got)
			}
		}
		r = s.request("GET", example(rt)+"?_method=POST&answer=done", nil)
		r.Header.Set("X-HTTP-Method-Override", "POST")
		s.do(r)
	}
	if s.export() != before {
		t.Error("something was written")
	}
}

// No name but ours is answered to, not even for static files (W7).
func TestOtherNamesAreNotAnswered(t *testing.T) {
	s := newSite(t, func(c *Config) { c.Hosts = []string{"book.example"} })
	bad := []string{"", "evil.example", "127.0.0.1", "127.0.0.1:80", "127.0.0.1:84200", "127.0.0.1.evil.example:8420", "localhost.:8420", "[::1]", "::1:8420", "0.0.0.0:8420", "book.example.evil:8420"}
	f, err := os.Open(importertest.Shared(t, "corpora", "crafted", "lists", "bad-hosts.jsonl"))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	for sc := bufio.NewScanner(f); sc.Scan(); {
		var line struct{ Host string }
		if err := json.Unmarshal(sc.Bytes(), &line); err != nil {
			t.Fatal(err)
		}
		bad = append(bad, line.Host)
	}
	for _, path := range []string{"/", "/signin", "/static/" + edition + "/style.css", "/nothing"} {
		for _, host := range bad {
			r := s.request("GET", path, nil)
			r.Host = host
			if got := s.do(r).StatusCode; got != http.StatusMisdirectedRequest {
				t.Errorf("%s at %q: %d", path, host, got)
			}
		}
	}
	for _, host := range []string{"127.0.0.1:8420", "localhost:8420", "LocalHost:8420", "[::1]:8420", "book.example:8420", "book.example"} {
		r := s.request("GET", "/static/"+edition+"/style.css", nil)
		r.Host = host
		if got := s.do(r).StatusCode; got != 200 {
			t.Errorf("%q: %d", host, got)
		}
	}
}

// The session's cookie is one that only this host, over this way, gets (W8).
func TestCookies(t *testing.T) {
	s := newSite(t)
	link, err := s.Auth.NewLink(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	s.token = ""
	res := s.do(s.request("POST", "/signin", values("token", link)))
	var found bool
	for _, c := range res.Cookies() {
		if found = c.Name == "__Host-entregent"; found && !(c.HttpOnly && c.Secure && c.SameSite == http.SameSiteLaxMode && c.Path == "/" && c.Domain == "") {
			t.Errorf("%+v", c)
		}
	}
	if !found {
		t.Errorf("no session: %d %v", res.StatusCode, res.Header)
	}
}

// Over plain HTTP off this machine nobody signs in, unless it was forced; then a
// banner on every page says so (W8).
func TestPlainHTTPElsewhereIsRefused(t *testing.T) {
	const host = "192.168.1.20:8420"
	for _, forced := range []bool{false, true} {
		s := newSite(t, func(c *Config) { c.Hosts, c.Forced = []string{"192.168.1.20"}, forced })
		link, err := s.Auth.NewLink(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		r := s.request("POST", "/signin", values("token", link))
		r.Host = host
		r.Header.Set("Origin", "http://"+host)
		res := s.do(r)
		if got := res.StatusCode == 303 && len(res.Cookies()) > 0; got != forced {
			t.Errorf("forced %v: signed in %v (%d)", forced, got, res.StatusCode)
		}
		r = s.request("GET", "/", nil)
		r.Host = host
		if forced {
			r.AddCookie(res.Cookies()[0])
		}
		res = s.do(r)
		if got := res.StatusCode == 200; got != forced {
			t.Errorf("forced %v: opened %v", forced, got)
		}
		if page := text(res); forced && !strings.Contains(page, "banner warn") {
			t.Error("no banner")
		}
	}
}

// A way back leads to our own pages and nowhere else (W9).
func TestOwnPath(t *testing.T) {
	for _, p := range []string{"/", "/people?q=a%20b#x", "/people/abc", "/a//b"} {
		if ownPath(p) != p {
			t.Errorf("%q refused", p)
		}
	}
	bad := []string{"", "people", "//evil.example", "///evil.example", "http://evil.example", "https:/evil.example", `/\evil.example`, `\\evil.example`,
		"/\t/evil.example", "/\n/evil.example", " /x", "javascript:alert(1)", "/%2f/evil.example", "/%5cevil.example", "//%65vil.example", "/" + strings.Repeat("a", 3000)}
	s := newSite(t)
	for _, p := range bad {
		if ownPath(p) != "" {
			t.Errorf("%q taken", p)
		}
		if to := s.post("/language", values("lang", "fr", "back", p)); to != "/" {
			t.Errorf("%q leads to %q", p, to)
		}
		if to := s.do(s.request("GET", "/signin?next="+url.QueryEscape(p), nil)).Header.Get("Location"); to != "/" {
			t.Errorf("next=%q leads to %q", p, to)
		}
	}
}

// A kind of error is a status, and a page in words.
func TestEveryErrorHasItsStatus(t *testing.T) {
	s := newSite(t)
	seen := map[int]bool{}
	for _, k := range network.Kinds {
		status, ok := statuses[k]
		if !ok {
			t.Errorf("%v has no status", k)
		}
		seen[status] = true
	}
	if statuses[network.Unreadable] != 422 || statuses[network.Full] != 507 || statuses[network.Busy] != 503 || len(statuses) != len(network.Kinds) {
		t.Error(statuses)
	}
	res := s.do(s.request("GET", "/people/aaaaaaaaaaaaaaaaaaaaaaaaaa", nil))
	if body := text(res); res.StatusCode != 404 || !strings.Contains(body, "nobody by that name") {
		t.Errorf("%d %s", res.StatusCode, words(body))
	}
	res = s.do(s.request("POST", "/log", values("line", strings.Repeat("x", 300<<10))))
	if res.StatusCode != http.StatusRequestEntityTooLarge {
		t.Errorf("a body too long: %d", res.StatusCode)
	}
}
