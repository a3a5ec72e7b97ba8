// Package guest is the one page that visitors see: three questions by a private
// link, without account, cookie, script or tracking.
//
// A visitor has no session and is never given one: the link is all there is, and
// whoever holds it can answer, change and erase that one answer. The package
// leaves out the rest of the web application, of which it shows nothing, not even
// the way to it; package web leads here by the name of the host alone.
package guest

import (
	"bytes"
	"context"
	"embed"
	"errors"
	"html/template"
	"log/slog"
	"net/http"
	"strings"

	"entregent/internal/app"
	"entregent/internal/i18n"
	"entregent/internal/network"
)

//go:embed page.html style.css
var files embed.FS

// Bounds of one request.
const (
	maxBody  = 32 << 10
	maxToken = 64
)

// A Door answers visitors. Make it with New.
type Door struct {
	app     *app.App
	keeper  network.KeeperID
	log     *slog.Logger
	limits  limits
	handler http.Handler
	page    *template.Template
	style   []byte
}

// New returns the door to the questions of one keeper.
func New(a *app.App, keeper network.KeeperID, log *slog.Logger) *Door {
	d := &Door{app: a, keeper: keeper, log: log, page: template.Must(template.ParseFS(files, "page.html")), limits: newLimits()}
	d.style, _ = files.ReadFile("style.css")
	mux := http.NewServeMux()
	mux.HandleFunc("GET /q/style.css", d.css)
	mux.HandleFunc("GET /q/{token}", d.ask)
	mux.HandleFunc("POST /q/{token}", d.answer)
	mux.HandleFunc("/", d.nothing)
	d.handler = mux
	return d
}

// policy lets the page have its own style and send its own form, and nothing else.
const policy = "default-src 'none'; style-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"

// always are the headers of every answer, whatever it is.
var always = map[string]string{
	"Content-Security-Policy":      policy,
	"X-Robots-Tag":                 "noindex, nofollow, noarchive",
	"Referrer-Policy":              "no-referrer",
	"Cache-Control":                "no-store",
	"X-Content-Type-Options":       "nosniff",
	"Cross-Origin-Opener-Policy":   "same-origin",
	"Cross-Origin-Resource-Policy": "same-origin",
	"Permissions-Policy":           "accelerometer=(), camera=(), geolocation=(), gyroscope=(), microphone=(), payment=(), usb=()",
}

func (d *Door) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	for key, value := range always {
		w.Header().Set(key, value)
	}
	d.handler.ServeHTTP(w, r)
}

// css answers GET /q/style.css.
func (d *Door) css(w http.ResponseWriter, _ *http.Request) {
	w.Header().Set("Content-Type", "text/css; charset=utf-8")
	_, _ = w.Write(d.style)
}

// A view is what the page shows.
type view struct {
	P     *i18n.Printer
	Q     *app.GuestQuestion // nil where there is nothing to ask
	Other string             // the other language
	Form  string             // of address: ".tu" or ".vous"
	Title string
	Text  string // instead of the questions
	Said  string // what has just been done
	Error string
}

// Word is a text in the form of address of the page.
func (v *view) Word(key string, args ...any) string { return v.P.T(key+v.Form, args...) }

// render writes a page whole or not at all.
func (d *Door) render(w http.ResponseWriter, status int, v *view) {
	var b bytes.Buffer
	if err := d.page.Execute(&b, v); err != nil {
		d.log.Error("guest page", "error", err)
		http.Error(w, "", http.StatusInternalServerError)
		return
	}
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	w.WriteHeader(status)
	_, _ = b.WriteTo(w)
}

// speak is the language of whoever holds no link that opens anything.
func (d *Door) speak(r *http.Request) *i18n.Printer {
	return i18n.For(i18n.Accept(r.Header.Get("Accept-Language"))).At(d.app.Now(), nil)
}

// nothing answers whatever leads nowhere: a page that is not there, a link that is
// unknown, withdrawn or over. It is the same answer for all of them.
func (d *Door) nothing(w http.ResponseWriter, r *http.Request) {
	p := d.speak(r)
	d.render(w, http.StatusNotFound, &view{P: p, Title: p.T("guest.nothing"), Text: p.T("guest.nothing.why")})
}

// fail tells what went wrong. What is nobody's fault here is no answer to a
// visitor's curiosity: it is written to the log.
func (d *Door) fail(w http.ResponseWriter, r *http.Request, err error) {
	if errors.Is(err, network.NotFound) {
		d.nothing(w, r)
		return
	}
	p, status := d.speak(r), http.StatusInternalServerError
	if errors.Is(err, network.Busy) || errors.Is(err, network.Full) {
		status = http.StatusServiceUnavailable
	} else {
		d.log.Error("guest", "error", err)
	}
	d.render(w, status, &view{P: p, Title: p.T("guest.later"), Text: p.T("guest.later.why")})
}

// enough refuses a link that is asked for too often, or all of them together. It
// is told before anything is looked up, so it tells nothing of the link.
func (d *Door) enough(w http.ResponseWriter, r *http.Request, cost float64) bool {
	if d.limits.take(r.PathValue("token"), cost, d.app.Now()) {
		return false
	}
	p := d.speak(r)
	w.Header().Set("Retry-After", "60")
	d.render(w, http.StatusTooManyRequests, &view{P: p, Title: p.T("guest.later"), Text: p.T("guest.later.why")})
	return true
}

// question looks a link up. One too long to be any is looked up as well.
func (d *Door) question(ctx context.Context, token string) (app.GuestQuestion, error) {
	return d.app.GuestQuestion(ctx, d.keeper, token[:min(len(token), maxToken)])
}

// view makes the page of a question, in the language it was put in or the other.
func (d *Door) view(r *http.Request, q app.GuestQuestion) *view {
	lang, form := q.Lang, ".vous"
	if l := r.URL.Query().Get("lang"); l == i18n.French || l == i18n.English {
		lang = l
	}
	if q.Familiar == network.Tu {
		form = ".tu"
	}
	v := &view{P: i18n.For(lang).At(d.app.Now(), nil), Q: &q, Form: form, Other: i18n.French}
	if v.P.Lang() == i18n.French {
		v.Other = i18n.English
	}
	if v.Title = v.P.T("guest.title"); q.Keeper != "" {
		v.Title = v.P.T("guest.title.of", q.Keeper)
	}
	return v
}

// ask answers GET /q/{token}.
func (d *Door) ask(w http.ResponseWriter, r *http.Request) {
	if d.enough(w, r, 1) {
		return
	}
	q, err := d.question(r.Context(), r.PathValue("token"))
	if err != nil {
		d.fail(w, r, err)
		return
	}
	v := d.view(r, q)
	switch r.URL.Query().Get("did") {
	case "kept":
		v.Said = v.Word("guest.kept", q.Until)
	case "erased":
		v.Said = v.P.T("guest.erased")
	}
	d.render(w, http.StatusOK, v)
}

// answer answers POST /q/{token}. There is no cookie that another site could make
// a browser send: whoever can post here holds the link. A browser that says that
// another site sent it is refused all the same.
func (d *Door) answer(w http.ResponseWriter, r *http.Request) {
	if d.enough(w, r, 4) {
		return
	}
	site := r.Header.Get("Sec-Fetch-Site")
	r.Body = http.MaxBytesReader(w, r.Body, maxBody)
	parsed := r.ParseForm()
	q, err := d.question(r.Context(), r.PathValue("token"))
	if err != nil {
		d.fail(w, r, err)
		return
	}
	v := d.view(r, q)
	if site != "" && site != "same-origin" && site != "none" {
		v.Error = v.P.T("guest.other_site")
		d.render(w, http.StatusForbidden, v)
		return
	}
	if parsed != nil {
		v.Error = v.P.T("guest.too_long")
		d.render(w, http.StatusRequestEntityTooLarge, v)
		return
	}
	token, did := r.PathValue("token"), "kept"
	if r.PostForm.Get("do") == "erase" {
		did, err = "erased", d.app.EraseAnswer(r.Context(), d.keeper, token)
	} else {
		v.Q.Answer = app.GuestAnswer{MetHow: r.PostForm.Get("how"), CallFor: r.PostForm.Get("call"), ToMeet: r.PostForm.Get("whom")}
		err = d.app.AnswerQuestion(r.Context(), d.keeper, token, v.Q.Answer)
	}
	if errors.Is(err, network.Invalid) {
		v.Error = v.P.Error(err)
		d.render(w, http.StatusUnprocessableEntity, v)
		return
	}
	if err != nil {
		d.fail(w, r, err)
		return
	}
	to := "/q/" + token + "?did=" + did
	if l := r.URL.Query().Get("lang"); l == i18n.French || l == i18n.English {
		to += "&lang=" + l
	}
	http.Redirect(w, r, to, http.StatusSeeOther)
}

// Host reports whether a request comes to the address that the keeper has
// published.
func Host(s network.Settings, host string) bool {
	public := app.PublicHost(s)
	return public != "" && strings.EqualFold(strings.TrimSuffix(host, "."), public)
}
