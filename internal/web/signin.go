package web

import (
	"errors"
	"net/http"
	"slices"
	"time"

	"entregent/internal/i18n"
	"entregent/internal/network"
)

// A SignInPage lets the keeper in: by the one-time link printed at start, or by
// the passphrase.
type SignInPage struct {
	Page
	Mode  SignInMode
	Token string // of the link; posted back, so that a mere preview of the link does not spend it
	Next  string // own path to go on to
	Error string
	Plain bool // plain HTTP off loopback: signing in is refused
}

// A SignInMode says what is asked for.
type SignInMode string

// The modes. The zero value asks to open the link.
const (
	AskLink       SignInMode = ""
	ConfirmLink   SignInMode = "link"
	AskPassphrase SignInMode = "passphrase"
)

func (*SignInPage) template() string { return "signin" }
func (*SignInPage) section() string  { return "" }

// signInPage answers GET /signin: with a link it asks before it is spent.
func signInPage(v *visit) error {
	next := ownPath(v.form("next"))
	if v.signed {
		return v.then(or(next, "/"))
	}
	return v.door(http.StatusOK, v.form("token"), next, nil)
}

// door shows the way in that there is.
func (v *visit) door(status int, token, next string, err error) error {
	page := &SignInPage{Page: v.newPage(), Next: next, Plain: !v.secure() && !v.Forced}
	page.Path = "/signin"
	if err != nil {
		page.Error = v.p.Error(err)
	}
	if token != "" && !page.Plain {
		serves, err := v.Auth.LinkServes(v.ctx(), token)
		if err != nil {
			return err
		}
		if serves {
			page.Mode, page.Token = ConfirmLink, token
			return render(v.w, status, page)
		}
		status, page.Error = http.StatusForbidden, v.p.Error(&network.Error{Kind: network.Forbidden, Msg: "error.link_spent"})
	}
	has, err := v.Auth.HasPassphrase(v.ctx())
	if err != nil {
		return err
	}
	if has {
		page.Mode = AskPassphrase
	}
	return render(v.w, status, page)
}

// signIn answers POST /signin: with a link's token, or with the passphrase.
func signIn(v *visit) error {
	if !v.secure() && !v.Forced {
		return v.door(http.StatusForbidden, "", "", nil)
	}
	next := ownPath(v.r.PostFormValue("next"))
	token, err := v.letIn()
	if errors.Is(err, network.Forbidden) || errors.Is(err, network.Busy) {
		status := http.StatusForbidden
		if errors.Is(err, network.Busy) {
			status = http.StatusTooManyRequests
		}
		return v.door(status, "", next, err)
	}
	if err != nil {
		return err
	}
	if old := v.token(); old != "" { // a new token at each sign-in; the old one serves no more
		if err := v.Auth.SignOut(v.ctx(), old); err != nil {
			return err
		}
	}
	v.setSession(token)
	if next == "" {
		next = v.first()
	}
	return v.then(next)
}

func (v *visit) letIn() (string, error) {
	if link := v.r.PostFormValue("token"); link != "" {
		return v.Auth.SignInByLink(v.ctx(), link, v.r.UserAgent())
	}
	return v.Auth.SignInByPassphrase(v.ctx(), v.r.PostFormValue("passphrase"), v.r.UserAgent())
}

// first is where a sign-in leads: into an empty book by the welcome.
func (v *visit) first() string {
	if empty, err := v.own.app.Empty(v.ctx(), v.own.keeper); err == nil && empty {
		return "/welcome"
	}
	return "/"
}

// signOut answers POST /signout.
func signOut(v *visit) error {
	if err := v.Auth.SignOut(v.ctx(), v.token()); err != nil {
		return err
	}
	v.setCookie(v.sessionName(), "", 0)
	return v.then("/signin")
}

// setLanguage answers POST /language: for this browser, and back to the page.
func setLanguage(v *visit) error {
	lang := v.r.PostFormValue("lang")
	if !slices.Contains(i18n.Languages, lang) {
		return &network.Error{Kind: network.Invalid, Field: "lang", Msg: "error.not_understood", Args: []any{lang}}
	}
	v.setCookie(languageCookie, lang, 400*24*time.Hour)
	return v.then(v.back("/"))
}

func or(a, b string) string {
	if a != "" {
		return a
	}
	return b
}
