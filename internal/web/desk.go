package web

import (
	"bytes"
	"errors"
	"net/url"
	"strings"
	"sync"

	"entregent/internal/app"
	"entregent/internal/i18n"
	"entregent/internal/network"
)

// kept is Today as it was last made, with all that it depends on. Most readings
// of the page are of the same day, in the same language, of a book in which
// nothing has changed.
type kept struct {
	mu   sync.Mutex
	at   keptAt
	page []byte
}

type keptAt struct {
	change int64
	day    network.Day
	lang   string
	forced bool
	demo   bool
}

func (k *kept) get(at keptAt) []byte {
	k.mu.Lock()
	defer k.mu.Unlock()
	if k.page == nil || k.at != at {
		return nil
	}
	return k.page
}

func (k *kept) put(at keptAt, page []byte) {
	k.mu.Lock()
	defer k.mu.Unlock()
	k.at, k.page = at, page
}

// today answers GET /.
func today(v *visit) error {
	if v.r.URL.RawQuery != "" {
		page, err := v.todayPage()
		if err != nil {
			return err
		}
		return v.show(page)
	}
	at := keptAt{v.state.change, v.book.today(v.state.zone), v.p.Lang(), v.Forced && !v.secure(), v.book != v.own}
	body := v.book.desk.get(at)
	if body == nil {
		page, err := v.todayPage()
		if err != nil {
			return err
		}
		var b bytes.Buffer
		if err := execute(&b, page); err != nil {
			return err
		}
		body = b.Bytes()
		// The day's list is fixed at its first reading, and others write too: what
		// is kept must be of one state of the book, and of that day.
		now, err := v.book.state(v.ctx())
		if err == nil && now.change == at.change && v.book.today(now.zone) == at.day {
			v.book.desk.put(at, body)
		}
	}
	v.w.Header()["Content-Type"] = htmlType
	if _, err := v.w.Write(body); err != nil {
		return errAnswered // whoever asked has gone
	}
	return nil
}

// todayPage makes the page of the day.
func (v *visit) todayPage() (*TodayPage, error) {
	t, err := v.app().Today(v.ctx(), v.keeper(), v.p, 0)
	if err != nil {
		return nil, err
	}
	page := &TodayPage{Page: v.newPage(), On: t.On, Answered: t.Answered, Peace: t.Peace, Empty: t.People == 0 && len(t.Loops) == 0}
	w := v.witness()
	for _, g := range t.Gestures {
		w.hear(g.Reasons...)
	}
	if err := w.read(); err != nil {
		return nil, err
	}
	for _, l := range t.Loops {
		page.Loops = append(page.Loops, loopLine(l))
	}
	for _, l := range t.More {
		page.MoreLoops = append(page.MoreLoops, loopLine(l))
	}
	for _, g := range t.Gestures {
		page.Gestures = append(page.Gestures, v.card(g, w))
	}
	page.Weather = v.weather(t.Drifting, page.Owed())
	if page.Waiting, err = v.app().Waiting(v.ctx(), v.keeper()); err != nil {
		return nil, err
	}
	if t.Quiet {
		page.Rest, page.Until = v.rest(t.On)
	}
	return page, nil
}

// forEver is the last day of a pause that has no end.
var forEver = network.Date{Year: 9999, Month: 12, Day: 31}

// rest tells a pause from a quiet day.
func (v *visit) rest(on network.Date) (Rest, network.Date) {
	pause := v.state.settings.Pause
	switch {
	case pause.IsZero() || pause.String() < on.String():
		return QuietDay, network.Date{}
	case pause == forEver:
		return Paused, network.Date{}
	}
	return Paused, pause
}

// weather is one line on the network as a whole.
func (v *visit) weather(drifting, owed int) string {
	drift, debt := v.words("web.weather.steady"), v.words("web.weather.nothing_owed")
	if drifting > 0 {
		drift = v.words("web.weather.drifting", drifting)
	}
	if owed > 0 {
		debt = v.words("web.weather.owed", owed)
	}
	return i18n.Sentence(v.words("web.weather", drift, debt))
}

func loopLine(l app.Loop) LoopLine {
	return LoopLine{ID: l.ID, Kind: l.Kind, Person: Face{l.Person.ID, l.Person.Name}, Since: l.Since, Text: l.Text}
}

// card is a gesture with its facts.
func (v *visit) card(g app.Gesture, w *witness) GestureCard {
	out := GestureCard{
		ID: g.ID, Kind: g.Kind, Person: Face{g.Person.ID, g.Person.Name}, Role: g.Role, Why: g.Why,
		Reasons: w.reasons(g.Reasons), Minutes: g.Minutes, Draft: Draft{Text: g.Draft}, Letters: letters(g.ID, g.Others), Ask: g.Ask,
	}
	for _, b := range g.Bring {
		out.Bring = append(out.Bring, b.Text)
	}
	if g.Email != "" && g.Draft != "" {
		out.Draft.Mailto = mailto(g.Email, g.Draft)
	}
	return out
}

// mailto is a link that opens a letter begun. Lines end as mail wants them.
func mailto(to, text string) string {
	body := url.Values{"body": {strings.ReplaceAll(text, "\n", "\r\n")}}.Encode()
	return "mailto:" + strings.ReplaceAll(url.PathEscape(to), "%40", "@") + "?" + strings.ReplaceAll(body, "+", "%20")
}

// answerGesture answers POST /gestures/{id}.
func answerGesture(v *visit) error {
	id, answer := v.r.PathValue("id"), v.r.PostFormValue("answer")
	if err := v.app().AnswerGesture(v.ctx(), v.keeper(), id, answer, network.Date{}); err != nil {
		return err
	}
	return v.then(v.back("/"), "gesture-"+answer, id)
}

// undoGesture answers POST /gestures/{id}/undo.
func undoGesture(v *visit) error { return v.takeBack("gesture") }

// undoLoop answers POST /loops/{id}/undo.
func undoLoop(v *visit) error { return v.takeBack("loop") }

// takeBack takes an answer back. What was taken back already is no error.
func (v *visit) takeBack(kind string) error {
	err := v.app().TakeBack(v.ctx(), v.keeper(), kind, v.r.PathValue("id"))
	if err != nil && !isNotFound(err) {
		return err
	}
	return v.then(v.back("/"), "back")
}

// answerLoop answers POST /loops/{id}: the one button closes it.
func answerLoop(v *visit) error {
	id, answer := v.r.PathValue("id"), or(v.r.PostFormValue("answer"), "done")
	if err := v.app().AnswerLoop(v.ctx(), v.keeper(), id, answer, network.Date{}); err != nil {
		return err
	}
	return v.then(v.back("/"), "loop-done", id)
}

var htmlType = []string{"text/html; charset=utf-8"}

func isNotFound(err error) bool { return errors.Is(err, network.NotFound) }
