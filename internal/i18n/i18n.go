// Package i18n puts the product's keys into words, in French and in English:
// texts with their arguments, plurals, dates, spans of time, lists, and errors.
//
// Texts live in text/<area>.<lang>.json, one pair of files for each area of the
// product; models and services only know keys. The package leaves out what the
// texts are about, and where they are shown: escaping is the page's affair.
package i18n

import (
	"errors"
	"slices"
	"sync"
	"time"

	"entregent/internal/network"
)

// The languages there are texts in.
const (
	English = "en"
	French  = "fr"
)

// Languages lists them, for a switch and for tests.
var Languages = []string{French, English}

// A Printer speaks one language. It never changes once made, so that any number
// of goroutines may share it.
type Printer struct {
	lang  string
	texts map[string]text
	now   time.Time
	zone  *time.Location
}

// For returns the printer of a language; anything but French is English. It
// knows no today: dates are written with their year, and never as "yesterday",
// until At says when it is.
func For(lang string) *Printer {
	if lang == French {
		return french()
	}
	return english()
}

// Read once at first need, and only read from then on. A file that cannot be
// understood costs its own texts and nothing else; the tests refuse it.
var (
	french  = sync.OnceValue(func() *Printer { return printer(French) })
	english = sync.OnceValue(func() *Printer { return printer(English) })
)

func printer(lang string) *Printer {
	texts, _ := load(files, lang)
	return &Printer{lang: lang, texts: texts}
}

// At returns a printer that knows the moment: it says "yesterday", and leaves
// out the year where it is this one. A nil zone is now's own.
func (p *Printer) At(now time.Time, zone *time.Location) *Printer {
	if zone == nil {
		zone = now.Location()
	}
	q := *p
	q.now, q.zone = now.In(zone), zone
	return &q
}

// Lang returns "fr" or "en".
func (p *Printer) Lang() string { return p.lang }

// Has reports whether there is a text of that key.
func (p *Printer) Has(key string) bool {
	_, ok := p.texts[key]
	return ok
}

// Keys returns every key, sorted.
func (p *Printer) Keys() []string {
	keys := make([]string, 0, len(p.texts))
	for k := range p.texts {
		keys = append(keys, k)
	}
	slices.Sort(keys)
	return keys
}

// T returns the text of key with its arguments put in; see Formats for what a
// text may do with them. A key without a text is returned as it is, so that a
// mistake is seen and nothing is lost.
func (p *Printer) T(key string, args ...any) string {
	t, ok := p.texts[key]
	if !ok {
		return key
	}
	if t.other == nil && len(t.parts) == 0 {
		return t.plain
	}
	var room [160]byte
	return string(p.appendText(room[:0], t, args))
}

// Reason puts one ground of a verdict into words.
func (p *Printer) Reason(r network.Reason) string { return p.T(r.Key, r.Args...) }

// Error says what went wrong, in words fit for the person who asked. Causes are
// for the log and are never shown; an error nobody classified is ours.
func (p *Printer) Error(err error) string {
	if err == nil {
		return ""
	}
	var e *network.Error
	if errors.As(err, &e) {
		if e.Msg != "" && p.Has(e.Msg) {
			return p.T(e.Msg, e.Args...)
		}
		return p.T(errorKeys[e.Kind])
	}
	var k network.Kind
	if errors.As(err, &k) {
		return p.T(errorKeys[k])
	}
	return p.T(errorKeys[network.Internal])
}

var errorKeys = map[network.Kind]string{
	network.Internal:   "error.internal",
	network.Invalid:    "error.invalid",
	network.NotFound:   "error.not_found",
	network.Ambiguous:  "error.ambiguous",
	network.Conflict:   "error.conflict",
	network.Forbidden:  "error.forbidden",
	network.Busy:       "error.busy",
	network.Full:       "error.full",
	network.Unreadable: "error.unreadable",
}
