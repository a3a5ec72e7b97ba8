package web

import (
	"net"
	"net/http"
	"strings"
	"time"

	"entregent/internal/auth"
)

// The cookies. That of the session bears the prefix by which browsers hold it to
// this very host and to https (or the machine itself); the others hold no
// secret.
const (
	sessionCookie  = "__Host-entregent"
	forcedCookie   = "entregent" // over plain HTTP, when the keeper forced it
	languageCookie = "language"
	bookCookie     = "book"
)

// secure reports whether nobody on the way can read along: https, or this very
// machine.
func (v *visit) secure() bool {
	if v.TLS || v.r.TLS != nil {
		return true
	}
	host, _, err := net.SplitHostPort(v.r.Host)
	if err != nil {
		host = v.r.Host
	}
	host = strings.Trim(strings.ToLower(host), "[]")
	return host == "localhost" || net.ParseIP(host).IsLoopback()
}

// session is the name of the session's cookie on this way in.
func (v *visit) sessionName() string {
	if v.Forced && !v.secure() {
		return forcedCookie
	}
	return sessionCookie
}

// token returns the session's token, "" without one. Over a way that others can
// read it is not even looked at, unless forced.
func (v *visit) token() string {
	if !v.secure() && !v.Forced {
		return ""
	}
	c, err := v.r.Cookie(v.sessionName())
	if err != nil {
		return ""
	}
	return c.Value
}

func (v *visit) setSession(token string) {
	v.setCookie(v.sessionName(), token, auth.Absolute)
}

func (v *visit) setCookie(name, value string, life time.Duration) {
	c := &http.Cookie{
		Name: name, Value: value, Path: "/", MaxAge: int(life / time.Second), HttpOnly: true,
		Secure: v.secure(), SameSite: http.SameSiteLaxMode,
	}
	if value == "" {
		c.MaxAge = -1
	}
	http.SetCookie(v.w, c)
}
