package web

import (
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"entregent/internal/app"
	"entregent/internal/network"
)

// A MeetPage says whom to see: who is where the keeper will be, a coffee for each
// newcomer, who was never met, and what people are invited to.
type MeetPage struct {
	Page
	In         string // where the keeper will be, as asked
	On         network.Date
	Error      string // what is wrong with that
	Here       []MeetCard
	Others     int // who is there besides
	OthersURL  string
	Coffees    []MeetCard
	More       []Face // to whom a coffee could be proposed after those
	MoreRest   []Face // the last of them, folded
	NeverMet   []Face
	Rest       []Face // of the never met, folded
	Gatherings []GatheringLine
	Calendar   network.Date // when it was last read; zero if none ever was
	Hours      HoursForm
}

// A MeetCard is somebody to see, with why, when, and the letter.
type MeetCard struct {
	ID     string // of the card on the page
	Person Face
	Role   string
	Where  *Reason // what tells that they are there; nil where that is not the question
	Why    []Reason
	Slots  []SlotLine
	Draft  Draft
	Video  bool
	Asks   bool // whether the letter has gone is asked
}

// A SlotLine is a time to propose, with the calendar file of it.
type SlotLine struct {
	At   time.Time
	Text string
	URL  string
}

// An HoursForm is when and where the keeper sees people.
type HoursForm struct {
	Home        string
	Days        []Choice
	From, Until Field
	Open        bool
}

// A MeetOnePage is one person before a meeting, and what to write down after it.
type MeetOnePage struct {
	Page
	MeetCard
	Lead  []string
	Talk  []FactLine // child, hobby, how they met
	Last  string     // what was last spoken of
	Bring []string
	Needs []string
	Phone []HandleLine
}

func (*MeetPage) template() string    { return "meet" }
func (*MeetPage) section() string     { return "meet" }
func (*MeetOnePage) template() string { return "meetone" }
func (*MeetOnePage) section() string  { return "meet" }

// someNeverMet is how many of the never met are shown before the list folds.
const someNeverMet = 12

// meetPage answers GET /meet.
func meetPage(v *visit) error {
	q := v.r.URL.Query()
	page := &MeetPage{Page: v.newPage(), In: clip(network.OneLine(q.Get("in")), network.MaxNameLen)}
	ask := app.MeetAsk{In: page.In}
	if s := q.Get("on"); s != "" {
		d, ok := network.ParseDate(s)
		if !ok {
			page.Error = v.p.Error(&network.Error{Kind: network.Invalid, Msg: "error.not_a_date", Args: []any{s}})
		}
		ask.On, page.On = d, d
	}
	m, err := v.app().Meet(v.ctx(), v.keeper(), v.p, ask)
	if fieldOf(err) == "on" { // the rest of the page is as good without
		page.Error, ask.On = v.p.Error(err), network.Date{}
		m, err = v.app().Meet(v.ctx(), v.keeper(), v.p, ask)
	}
	if err != nil {
		return err
	}
	if err := v.meetCards(m, page); err != nil {
		return err
	}
	for i, n := range m.NeverMet {
		if f := (Face{n.ID, n.Name}); i < someNeverMet {
			page.NeverMet = append(page.NeverMet, f)
		} else {
			page.Rest = append(page.Rest, f)
		}
	}
	if len(page.More) > someNeverMet {
		page.More, page.MoreRest = page.More[:someNeverMet], page.More[someNeverMet:]
	}
	if m.In != "" {
		page.In, page.Others, page.OthersURL = m.In, m.Others, "/people?town="+url.QueryEscape(m.In)
	}
	if m.Calendar != nil {
		page.Calendar = *m.Calendar
	}
	all, err := v.app().Gatherings(v.ctx(), v.keeper())
	for _, g := range all {
		if !g.Over {
			page.Gatherings = append(page.Gatherings, gatheringLine(g))
		}
	}
	page.Hours = v.hoursForm(v.state.settings)
	if err != nil {
		return err
	}
	return v.show(page)
}

// meetCards puts in whom to see, each with the records behind the reasons.
func (v *visit) meetCards(m app.Meet, page *MeetPage) error {
	w := v.witness()
	for _, x := range m.Here {
		w.hear(append([]network.Reason{x.Grounds}, x.Reasons...)...)
	}
	for _, x := range m.Coffees {
		w.hear(x.Reasons...)
	}
	if err := w.read(); err != nil {
		return err
	}
	for i, x := range m.Here {
		c := w.meetCard("here-"+strconv.Itoa(i), x.Coffee, m.In)
		where := w.fact(x.Where, x.Grounds.Facts)
		c.Where = &where
		page.Here = append(page.Here, c)
	}
	for i, x := range m.Coffees {
		if x.Draft == "" {
			page.More = append(page.More, Face{x.Person.ID, x.Person.Name})
			continue
		}
		c := w.meetCard("coffee-"+strconv.Itoa(i), x, "")
		c.Asks = true
		page.Coffees = append(page.Coffees, c)
	}
	return nil
}

// meetCard puts a meeting to propose into words. place goes into the invitation.
func (w *witness) meetCard(id string, x app.Coffee, place string) MeetCard {
	out := MeetCard{ID: id, Person: Face{x.Person.ID, x.Person.Name}, Role: x.Role, Why: w.reasons(x.Reasons), Video: x.By == network.Video, Draft: Draft{Text: x.Draft}}
	if x.Email != "" && x.Draft != "" {
		out.Draft.Mailto = mailto(x.Email, x.Draft)
	}
	for _, s := range x.Slots {
		q := url.Values{"at": {s.From.UTC().Format(time.RFC3339)}}
		if out.Video {
			q.Set("by", string(network.Video))
		}
		if place != "" {
			q.Set("place", place)
		}
		out.Slots = append(out.Slots, SlotLine{At: s.From, Text: s.Text, URL: "/meet/" + x.Person.ID + "/invitation?" + q.Encode()})
	}
	return out
}

func (v *visit) hoursForm(s network.Settings) HoursForm {
	days, from, until := app.Hours(s)
	out := HoursForm{Home: s.Home, From: Field{Value: from}, Until: Field{Value: until}}
	for i := range 7 { // the week begins on Monday
		day := (i + 1) % 7
		out.Days = append(out.Days, Choice{strconv.Itoa(day), v.words("weekday." + strconv.Itoa(day)), slices.Contains(days, day)})
	}
	return out
}

// putHours answers POST /meet/hours: when and where the keeper sees people.
func putHours(v *visit) error {
	err := v.change(func(s *network.Settings) error {
		s.Home, s.MeetFrom, s.MeetUntil, s.MeetDays = v.r.PostFormValue("home"), strings.TrimSpace(v.r.PostFormValue("from")), strings.TrimSpace(v.r.PostFormValue("until")), nil
		if s.MeetUntil == "00:00" { // as a browser's clock writes the end of a day
			s.MeetUntil = "24:00"
		}
		for _, d := range v.r.PostForm["day"] {
			n, err := strconv.Atoi(d)
			if err != nil {
				return &network.Error{Kind: network.Invalid, Field: "meet_days", Msg: "error.not_understood", Args: []any{d}}
			}
			s.MeetDays = append(s.MeetDays, n)
		}
		return nil
	})
	if err != nil {
		return err
	}
	return v.then("/meet#hours", "saved")
}

// meetOne answers GET /meet/{id}: one person before a meeting.
func meetOne(v *visit) error {
	who, err := personID(v)
	if err != nil {
		return err
	}
	c, err := v.app().CoffeeWith(v.ctx(), v.keeper(), v.p, who)
	if err != nil {
		return err
	}
	b, err := v.app().Briefing(v.ctx(), v.keeper(), v.p, who, time.Time{})
	if err != nil {
		return err
	}
	w := v.witness()
	w.hear(c.Reasons...)
	if err := w.read(); err != nil {
		return err
	}
	page := &MeetOnePage{Page: v.newPage(), MeetCard: w.meetCard("letter", c, ""), Lead: v.lead(b)}
	page.Asks = true
	for _, f := range b.Facts {
		if f.Kind == network.FactInterest || f.Kind == network.FactHowMet {
			page.Talk = append(page.Talk, v.fact(f))
		}
	}
	for _, e := range b.Encounters {
		if m := v.moment(e); m.Text != "" && m.Channel.Contact() && m.State == network.Held {
			page.Last = v.words("web.meet.last", m.Text, m.On)
			break
		}
	}
	for _, x := range b.Bring {
		if x.Kind != "fact" && x.Kind != "last" { // they stand under their own heads
			page.Bring = append(page.Bring, x.Text)
		}
	}
	for _, n := range b.Needs {
		page.Needs = append(page.Needs, n.Text)
	}
	for _, h := range b.Handles {
		if h.Kind == network.Phone || h.Kind == network.RawPhone {
			page.Phone = append(page.Phone, HandleLine{Text: handleText(h), URL: handleURL(h)})
		}
	}
	return v.show(page)
}

// answerCoffee answers POST /meet/{id}: the letter has gone, or it is not to be.
func answerCoffee(v *visit) error {
	who, err := personID(v)
	if err != nil {
		return err
	}
	answer := v.r.PostFormValue("answer")
	if err := v.app().AnswerCoffee(v.ctx(), v.keeper(), who, answer); err != nil {
		return err
	}
	return v.then(v.back("/meet"), "coffee-"+answer, who.String())
}

// undoCoffee answers POST /meet/{id}/undo.
func undoCoffee(v *visit) error {
	who, err := personID(v)
	if err != nil {
		return err
	}
	if err := v.app().UnsayCoffee(v.ctx(), v.keeper(), who); err != nil && !isNotFound(err) {
		return err
	}
	return v.then(v.back("/meet"), "back")
}

// weMet answers POST /people/{id}/met: one tap. It leads to the line in which
// what was said can be kept, with the name in it.
func weMet(v *visit) error {
	who, err := personID(v)
	if err != nil {
		return err
	}
	id, err := v.app().Met(v.ctx(), v.keeper(), who, v.once())
	if err != nil {
		return err
	}
	b, err := v.app().Briefing(v.ctx(), v.keeper(), v.p, who, v.app().Now())
	if err != nil {
		return err
	}
	q := url.Values{"line": {v.words("web.met.line", b.Person.Name)}, "met": {id.String()}}
	return v.then("/log?"+q.Encode(), "met", id.String())
}

// invitation answers GET /meet/{id}/invitation: the calendar file of one slot.
func invitation(v *visit) error {
	who, err := personID(v)
	if err != nil {
		return err
	}
	q := v.r.URL.Query()
	at, err := time.Parse(time.RFC3339, q.Get("at"))
	if local := q.Get("local"); local != "" { // another time, by the keeper's own clock
		at, err = time.ParseInLocation("2006-01-02T15:04", local, v.state.zone)
	}
	if err != nil {
		return &network.Error{Kind: network.Invalid, Field: "at", Msg: "error.not_a_time", Args: []any{clip(or(q.Get("local"), q.Get("at")), 40)}}
	}
	file, err := v.app().Invitation(v.ctx(), v.keeper(), v.p, app.InvitationAsk{With: who, At: at, Place: q.Get("place"), By: network.Channel(q.Get("by"))})
	if err != nil {
		return err
	}
	// The file says itself whether it can be answered; its name tells nothing.
	v.w.Header()["Content-Type"] = []string{"text/calendar; charset=utf-8"}
	v.w.Header()["Content-Disposition"] = []string{`attachment; filename="invitation.ics"`}
	if _, err := v.w.Write(file); err != nil {
		return errAnswered // whoever asked has gone
	}
	return nil
}
