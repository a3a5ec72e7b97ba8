//go:build unix

package crashtest

import (
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"testing"
)

// W1: every answer of the program as it is built has its headers, the refusals
// and what is static too.
func TestHeaders(t *testing.T) {
	if bad := headers(t, newProgram(t)); bad != "" {
		t.Fatal(bad)
	}
}

func TestHeadersFindWhatIsSpoilt(t *testing.T) {
	finds(t, headers, "no headers", "scripts from anywhere")
}

// W3: no other site can make a browser write, whatever the browser says of where
// it comes from, and nothing is written by reading.
func TestOtherSites(t *testing.T) {
	if bad := otherSites(t, newProgram(t)); bad != "" {
		t.Fatal(bad)
	}
}

func TestOtherSitesFindWhatIsSpoilt(t *testing.T) {
	finds(t, otherSites, "write for any site", "write for whoever is silent")
}

// finds runs a check on the program with each sabotage awake: it must notice.
func finds(t *testing.T, check func(*testing.T, *program) string, sabotages ...string) {
	for _, s := range sabotages {
		t.Run(s, func(t *testing.T) {
			bad := check(t, newSpoilt(t, s))
			if bad == "" {
				t.Fatal("nothing was noticed")
			}
			t.Logf("noticed: %.200s", bad)
		})
	}
}

func headers(t *testing.T, p *program) string {
	srv := p.serve()
	b := newBrowser(srv)
	b.signIn(p.newLink())
	want := map[string]string{
		"X-Content-Type-Options": "nosniff", "Referrer-Policy": "no-referrer", "Cross-Origin-Opener-Policy": "same-origin",
		"Cross-Origin-Resource-Policy": "same-origin",
	}
	static := styleSheet(b)
	for _, at := range []string{
		"GET /", "GET /people", "GET /village", "GET /proposals", "GET /imports", "GET /settings", "GET /log", "GET /export", "GET /signin", "GET " + static,
		"GET /static/x/none.css", "GET /nowhere", "GET /people/x", "POST /nowhere", "POST /people/x/tie", "PUT /", "OPTIONS /", "DELETE /people/x",
	} {
		method, path, _ := strings.Cut(at, " ")
		h := b.header(method, path)
		for name, value := range want {
			if h.Get(name) != value {
				return fmt.Sprintf("%s: %s is %q", at, name, h.Get(name))
			}
		}
		csp := h.Get("Content-Security-Policy")
		for _, part := range []string{"default-src 'none'", "script-src 'self';", "style-src 'self';", "frame-ancestors 'none'", "base-uri 'none'", "form-action 'self'", "require-trusted-types-for 'script'"} {
			if !strings.Contains(csp+";", part) {
				return fmt.Sprintf("%s: the policy %q does not say %s", at, csp, part)
			}
		}
		if h.Get("Permissions-Policy") == "" {
			return at + ": no Permissions-Policy"
		}
		if path != static && h.Get("Cache-Control") != "no-store" && !strings.HasPrefix(path, "/static/") {
			return fmt.Sprintf("%s: Cache-Control is %q", at, h.Get("Cache-Control"))
		}
	}
	return ""
}

// styleSheet is the address of a static file.
func styleSheet(b *browser) string {
	body := b.must(b.get("/signin")).body
	_, rest, _ := strings.Cut(body, `href="/static/`)
	path, _, _ := strings.Cut(rest, `"`)
	return "/static/" + path
}

// header asks for a path and returns the headers of the answer.
func (b *browser) header(method, path string) http.Header {
	b.t.Helper()
	r, err := http.NewRequest(method, b.base+path, nil)
	if err != nil {
		b.t.Fatal(err)
	}
	r.Header.Set("Origin", b.base)
	r.Header.Set("Sec-Fetch-Site", "same-origin")
	for name, value := range b.cookies {
		r.AddCookie(&http.Cookie{Name: name, Value: value})
	}
	resp, err := b.client.Do(r)
	if err != nil {
		b.t.Fatal(err)
	}
	resp.Body.Close()
	return resp.Header
}

func otherSites(t *testing.T, p *program) string {
	srv := p.serve()
	b := newBrowser(srv)
	b.signIn(p.newLink())
	before := b.must(b.get("/export")).body
	form := url.Values{"who-0": {"new"}, "name-0": {"Intrus Venudailleurs"}, "line": {"Café"}, "once": {"1"}}
	for _, from := range []struct{ origin, site string }{
		{"http://evil.example", "cross-site"}, {"http://evil.example", ""}, {"null", "cross-site"}, {"null", ""},
		{"http://127.0.0.1:1", "same-site"}, {"http://127.0.0.1:1", ""}, {"", "cross-site"}, {"", ""},
	} {
		for _, kind := range []string{"application/x-www-form-urlencoded", "text/plain", "application/json"} {
			r, err := http.NewRequest(http.MethodPost, b.base+"/log", strings.NewReader(form.Encode()))
			if err != nil {
				t.Fatal(err)
			}
			r.Header.Set("Content-Type", kind)
			if from.origin != "" {
				r.Header.Set("Origin", from.origin)
			}
			if from.site != "" {
				r.Header.Set("Sec-Fetch-Site", from.site)
			}
			if a, err := b.send(r); err != nil || a.status != http.StatusForbidden {
				return fmt.Sprintf("from %+v as %s: %d %v", from, kind, a.status, err)
			}
		}
	}
	b.get("/log?" + form.Encode() + "&_method=POST")
	if b.must(b.get("/export")).body != before {
		return "another site has written"
	}
	if !b.must(b.post("/log", form)).did() || b.must(b.get("/export")).body == before {
		return "its own page cannot write, which proves nothing"
	}
	return ""
}
