package web

import (
	"bytes"
	"net/http"
	"slices"
	"strconv"

	"entregent/internal/i18n"
)

// An OfflinePage is where a line is written while there is no connection. It is
// the one page that a browser keeps; so it holds nothing of the book, and is the
// same for everybody.
type OfflinePage struct{ Page }

func (*OfflinePage) template() string { return "offline" }
func (*OfflinePage) section() string  { return "" }

// offline answers GET /offline.
func offline(v *visit) error {
	p := v.p
	if lang := v.form("lang"); slices.Contains(i18n.Languages, lang) {
		p = i18n.For(lang)
	}
	return render(v.w, http.StatusOK, &OfflinePage{Page{P: p, Path: "/offline"}})
}

// worker answers GET /worker.js: it stands above all pages, so that it may answer
// for each of them, and names the files of this edition.
func worker(v *visit) error {
	body := bytes.ReplaceAll(files()["worker.js"].plain, []byte("{{edition}}"), []byte(edition))
	h := v.w.Header()
	h["Content-Type"], h["Cache-Control"] = files()["worker.js"].kind, askAlways
	h.Set("Content-Length", strconv.Itoa(len(body)))
	if _, err := v.w.Write(body); err != nil {
		return errAnswered
	}
	return nil
}
