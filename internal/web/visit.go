package web

import (
	"bytes"
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"sync"

	"entregent/internal/app"
	"entregent/internal/auth"
	"entregent/internal/i18n"
	"entregent/internal/network"
)

// A visit is one request with what is known of whoever makes it.
type visit struct {
	*Server
	w       http.ResponseWriter
	r       *http.Request
	book    *book
	state   state
	p       *i18n.Printer
	session auth.Session
	signed  bool
	sent    sent
}

// A sent is the body of a request. It notes when it was cut off: whoever sent it
// has gone, or was made to while the server stops, and that is no fault of ours.
type sent struct {
	io.ReadCloser
	cut bool
}

func (s *sent) Read(b []byte) (int, error) {
	n, err := s.ReadCloser.Read(b)
	if err != nil && err != io.EOF && !errors.As(err, new(*http.MaxBytesError)) {
		s.cut = true
	}
	return n, err
}

func (v *visit) ctx() context.Context { return v.r.Context() }

// app and keeper are those of the book that is open in this browser.
func (v *visit) app() *app.App                        { return v.book.app }
func (v *visit) keeper() network.KeeperID             { return v.book.keeper }
func (v *visit) form(name string) string              { return v.r.FormValue(name) }
func (v *visit) words(key string, args ...any) string { return v.p.T(key, args...) }

// enter finds out who it is, which book is open, and in which language. What
// anybody may see asks nothing of the book.
func (v *visit) enter(a access) (err error) {
	v.book = v.own
	v.speak(network.Settings{})
	token := v.token()
	if a == public && token == "" {
		return nil
	}
	if v.session, v.signed, err = v.Auth.Session(v.ctx(), token); err != nil || !v.signed {
		return err
	}
	if v.book, err = v.open(); err != nil {
		return err
	}
	if v.state, err = v.book.state(v.ctx()); err != nil {
		return err
	}
	v.speak(v.state.settings)
	return nil
}

// speak chooses the language: as this browser said, else as the keeper did,
// else as the browser asks.
func (v *visit) speak(s network.Settings) {
	lang := s.Lang
	if c, err := v.r.Cookie(languageCookie); err == nil && slices.Contains(i18n.Languages, c.Value) {
		lang = c.Value
	}
	if lang == "" {
		lang = i18n.Accept(v.r.Header.Get("Accept-Language"))
	}
	v.p = i18n.For(lang)
	if v.state.zone != nil {
		v.p = v.p.At(v.book.app.Now(), v.state.zone)
	} else {
		v.p = v.p.At(v.own.app.Now(), nil)
	}
}

// ask leads whoever is not signed in to the door, and remembers the way.
func (v *visit) ask() {
	to := "/signin"
	if v.r.Method == http.MethodGet {
		if next := v.r.URL.RequestURI(); next != "/" {
			to += "?next=" + url.QueryEscape(next)
		}
	}
	http.Redirect(v.w, v.r, to, http.StatusSeeOther)
}

// newPage is what every page has around its own content.
func (v *visit) newPage() Page {
	return Page{
		P: v.p, Path: v.r.URL.RequestURI(), Signed: v.signed, Demo: v.book != v.own || v.state.settings.Demo,
		Notice: v.notice(), Once: onceKey(), Forced: v.Forced && !v.secure(),
	}
}

func onceKey() string {
	var b [12]byte
	rand.Read(b[:])
	return hex.EncodeToString(b[:])
}

// once returns the idempotency key of a form: the page's own, what was filled
// in, and where it was sent. The same form sent twice has one effect; another
// line from the same page is another thing.
func (v *visit) once() string {
	page := v.r.PostForm.Get("once")
	if page == "" {
		return ""
	}
	h := sha256.New()
	h.Write([]byte(v.r.URL.Path + "\x00" + v.r.PostForm.Encode()))
	return hex.EncodeToString(h.Sum(nil)[:20])
}

// show answers with a page.
func (v *visit) show(page view) error { return render(v.w, http.StatusOK, page) }

// then leads to a page, with what has just been done.
func (v *visit) then(path string, did ...string) error {
	if len(did) > 0 {
		path = withDeed(path, did...)
	}
	http.Redirect(v.w, v.r, path, http.StatusSeeOther)
	return nil
}

// withDeed is a path that says what has just been done, and nothing of what was
// done before.
func withDeed(path string, did ...string) string {
	path, fragment, _ := strings.Cut(path, "#")
	path, query, _ := strings.Cut(path, "?")
	q, _ := url.ParseQuery(query) // what it does not understand it leaves out
	q.Del("of")
	q.Set("did", did[0])
	if len(did) > 1 {
		q.Set("of", did[1])
	}
	path += "?" + q.Encode()
	if fragment != "" {
		path += "#" + fragment
	}
	return path
}

// back returns the own page that a form was sent from, or another where the
// browser does not say.
func (v *visit) back(other string) string {
	if p := ownPath(v.form("back")); p != "" {
		return p
	}
	return other
}

// ownPath returns p if it leads to a page of ours and nowhere else, else "".
func ownPath(p string) string {
	u, err := url.Parse(p)
	if err != nil || len(p) > 2000 || !strings.HasPrefix(p, "/") || strings.HasPrefix(p, "//") || strings.ContainsAny(p, "\\\r\n\t") ||
		u.Host != "" || u.Scheme != "" || u.Opaque != "" || strings.HasPrefix(u.Path, "//") || strings.Contains(u.Path, "\\") {
		return ""
	}
	return p
}

// id reads the id in the path.
func id[I ~[16]byte](v *visit, name, missing string) (I, error) {
	out, err := network.ParseID[I](v.r.PathValue(name))
	if err != nil {
		return out, &network.Error{Kind: network.NotFound, Msg: missing}
	}
	return out, nil
}

// buffers are lent to pages while they are made.
var buffers = sync.Pool{New: func() any { return new(bytes.Buffer) }}
