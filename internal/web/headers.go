package web

import "net/http"

// policy lets a page have its own scripts, styles, pictures and fonts, and
// nothing from anywhere else; nothing inline, nothing made from strings.
const policy = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; connect-src 'self'; " +
	"manifest-src 'self'; worker-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'"

// always are the headers of every answer, errors and static files included:
// what keeps a browser from lending our pages to others. Private data is never
// stored: what is public says otherwise. Values are shared between answers and
// only ever replaced, never written into.
var always = map[string][]string{
	"Content-Security-Policy":      {policy},
	"X-Content-Type-Options":       {"nosniff"},
	"Referrer-Policy":              {"no-referrer"},
	"Cross-Origin-Opener-Policy":   {"same-origin"},
	"Cross-Origin-Resource-Policy": {"same-origin"},
	"Permissions-Policy":           {"accelerometer=(), camera=(), geolocation=(), gyroscope=(), microphone=(), payment=(), usb=()"},
	"Cache-Control":                {"no-store"},
}

var strict = []string{"max-age=31536000"}

// headers sets them before anything else is answered.
func headers(next http.Handler, tls bool) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		h := w.Header()
		for key, value := range always {
			h[key] = value
		}
		if tls || r.TLS != nil {
			h["Strict-Transport-Security"] = strict
		}
		next.ServeHTTP(w, r)
	})
}
