//go:build unix

package crashtest

import (
	"io"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"
)

// A browser is somebody at the web application: it keeps its cookies and says
// where its requests come from, as browsers do.
type browser struct {
	t       testing.TB
	base    string
	cookies map[string]string
	client  *http.Client
}

// newBrowser returns one that is not signed in.
func newBrowser(s *server) *browser {
	return &browser{t: s.t, base: s.base, cookies: map[string]string{}, client: &http.Client{
		Timeout:       patience,
		Transport:     &http.Transport{MaxIdleConnsPerHost: 4},
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}}
}

// signIn spends a one-time link.
func (b *browser) signIn(token string) {
	b.t.Helper()
	a, err := b.post("/signin", url.Values{"token": {token}})
	if err != nil || a.status != http.StatusSeeOther {
		b.t.Fatalf("sign in: %v %v", a.status, err)
	}
}

// An answer is what came back, whole.
type answer struct {
	status   int
	location string
	body     string
}

// did reports whether the server says that it has done what was asked.
func (a answer) did() bool { return a.status/100 == 2 || a.status == http.StatusSeeOther }

func (b *browser) get(path string) (answer, error) {
	r, err := http.NewRequest(http.MethodGet, b.base+path, nil)
	if err != nil {
		return answer{}, err
	}
	return b.send(r)
}

func (b *browser) post(path string, form url.Values) (answer, error) {
	return b.postBody(path, "application/x-www-form-urlencoded", strings.NewReader(form.Encode()))
}

func (b *browser) postBody(path, kind string, body io.Reader) (answer, error) {
	r, err := http.NewRequest(http.MethodPost, b.base+path, body)
	if err != nil {
		return answer{}, err
	}
	r.Header.Set("Content-Type", kind)
	r.Header.Set("Origin", b.base)
	r.Header.Set("Sec-Fetch-Site", "same-origin")
	return b.send(r)
}

// send sends the cookies by hand: a cookie jar keeps secure ones from loopback,
// to which browsers do send them.
func (b *browser) send(r *http.Request) (answer, error) {
	r.Header.Set("User-Agent", "crashtest")
	for name, value := range b.cookies {
		r.AddCookie(&http.Cookie{Name: name, Value: value})
	}
	resp, err := b.client.Do(r)
	if err != nil {
		return answer{}, err
	}
	defer resp.Body.Close()
	body, err := io.ReadAll(resp.Body)
	if err != nil {
		return answer{}, err
	}
	for _, c := range resp.Cookies() {
		b.cookies[c.Name] = c.Value
	}
	return answer{resp.StatusCode, resp.Header.Get("Location"), string(body)}, nil
}

// must returns the answer of a request that cannot fail.
func (b *browser) must(a answer, err error) answer {
	b.t.Helper()
	if err != nil || !a.did() {
		b.t.Fatalf("answer %d %.300s: %v", a.status, a.body, err)
	}
	return a
}

// within calls done again and again until it returns true.
func within(t testing.TB, limit time.Duration, what string, done func() bool) {
	t.Helper()
	for end := time.Now().Add(limit); !done(); time.Sleep(20 * time.Millisecond) {
		if time.Now().After(end) {
			t.Fatalf("%s: not within %v", what, limit)
		}
	}
}
