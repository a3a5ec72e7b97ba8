package web

import (
	"errors"
	"net/http"

	"entregent/internal/i18n"
	"entregent/internal/network"
)

// An ErrorPage says what happened, what is safe, and what to do.
type ErrorPage struct {
	Page
	Status  int
	Title   string
	Message string // what happened, and where
	Safe    string // what is safe; "" when nothing was at stake
	Do      string // what to do
	Retry   bool   // trying again may help
	Back    string // own path to go back to, "" for Today
	Number  string // of the request, to find it in the log; "" when there is nothing to find
}

func (*ErrorPage) template() string { return "error" }
func (*ErrorPage) section() string  { return "" }

// statuses are the browser's words for each kind of error.
var statuses = map[network.Kind]int{
	network.Internal:   http.StatusInternalServerError,
	network.Invalid:    http.StatusBadRequest,
	network.NotFound:   http.StatusNotFound,
	network.Ambiguous:  http.StatusConflict,
	network.Conflict:   http.StatusConflict,
	network.Forbidden:  http.StatusForbidden,
	network.Busy:       http.StatusServiceUnavailable,
	network.Full:       http.StatusInsufficientStorage,
	network.Unreadable: http.StatusUnprocessableEntity,
}

// fail answers with what went wrong, and writes down what is ours to mend.
func (v *visit) fail(err error) {
	var big *http.MaxBytesError
	if errors.As(err, &big) {
		v.answerError(http.StatusRequestEntityTooLarge, &network.Error{Kind: network.Invalid, Msg: "error.too_big", Err: err})
		return
	}
	kind := network.Internal
	errors.As(err, &kind)
	if kind == network.Internal {
		if v.ctx().Err() != nil || v.sent.cut {
			return // whoever asked has gone
		}
		v.Log.Error("request failed", "request", requestID(v.ctx()), "route", v.r.Pattern, "err", err)
	}
	v.answerError(statuses[kind], err)
}

// answerError puts an error on a page. One that cannot be made is answered in
// plain words.
func (v *visit) answerError(status int, err error) {
	if status == http.StatusServiceUnavailable {
		v.w.Header().Set("Retry-After", "3")
	}
	page := &ErrorPage{
		Page: v.newPage(), Status: status, Title: v.errorTitle(status), Message: v.p.Error(err),
		Retry: status == http.StatusServiceUnavailable && v.r.Method == http.MethodGet,
	}
	if v.r.Method == http.MethodPost { // the address of a form is no page
		page.Path = "/"
	}
	if status == http.StatusInternalServerError {
		page.Number = requestID(v.ctx())
	}
	if status >= 500 || v.r.Method == http.MethodPost {
		page.Safe = v.words("web.error.safe")
	}
	if err := render(v.w, status, page); err != nil && !errors.Is(err, errAnswered) {
		v.Log.Error("error page", "err", err)
		http.Error(v.w, i18n.For(i18n.English).T("error.internal"), http.StatusInternalServerError)
	}
}

// errorTitle is the heading for a status.
func (v *visit) errorTitle(status int) string {
	switch status {
	case http.StatusNotFound:
		return v.words("web.error.nothing")
	case http.StatusForbidden, http.StatusMisdirectedRequest, http.StatusMethodNotAllowed:
		return v.words("web.error.refused")
	case http.StatusServiceUnavailable:
		return v.words("web.error.busy")
	case http.StatusInsufficientStorage:
		return v.words("web.error.full")
	case http.StatusInternalServerError:
		return v.words("web.error.ours")
	}
	return v.words("web.error.not_so")
}

// nothing answers where there is no page.
func nothing(v *visit) error { return network.NotFound }

// kindOf returns the kind of an error.
func kindOf(err error) network.Kind {
	kind := network.Internal
	errors.As(err, &kind)
	return kind
}

// fieldOf returns the field that an error blames, "" for none.
func fieldOf(err error) string {
	var e *network.Error
	if errors.As(err, &e) {
		return e.Field
	}
	return ""
}
