package web

import (
	"slices"
	"strconv"
	"strings"

	"entregent/internal/app"
	"entregent/internal/capture"
	"entregent/internal/network"
)

// maxLine is the greatest length of a line of capture, in bytes.
const maxLine = 8000

// logPage answers GET /log: the capture line on a page of its own.
func logPage(v *visit) error {
	page := v.newLog()
	page.Line = limit(v.form("line"), maxLine)
	if err := v.read(page); err != nil {
		return err
	}
	if page.Line == "" {
		var err error
		if page.Lines, err = v.lastLines(); err != nil {
			return err
		}
	}
	return v.show(page)
}

func (v *visit) newLog() *LogPage {
	page := &LogPage{Page: v.newPage(), On: v.book.today(v.state.zone).Date(), Channel: v.channels(network.InPerson)}
	page.Recent = v.recent()
	if met := v.form("met"); len(met) <= maxOf && plain(met) {
		page.Met = met
	}
	return page
}

func (v *visit) channels(on network.Channel) []Choice {
	var out []Choice
	for _, c := range typedChannels {
		out = append(out, Choice{string(c), v.words("channel." + string(c)), c == on})
	}
	return append(out, Choice{string(notMet), v.words("web.log.none"), on == notMet})
}

// someRecent is how many people are offered to begin a line with.
const someRecent = 8

// recent lists whom the keeper was last in touch with.
func (v *visit) recent() []Face {
	list, err := v.app().Recent(v.ctx(), v.keeper(), someRecent)
	if err != nil {
		return nil // the line can be written without
	}
	var out []Face
	for _, p := range list {
		out = append(out, Face{p.ID, p.Name})
	}
	return out
}

// record answers POST /log. A line that says with whom is written down at once;
// any other comes back as it was typed, with what has to be told.
func record(v *visit) error {
	line := strings.TrimSpace(v.r.PostFormValue("line"))
	page := v.newLog()
	page.Line = line
	page.With = strings.TrimSpace(v.r.PostFormValue("with"))
	say, said, err := v.told(page)
	if err == nil && !said {
		err = v.read(page)
		if err == nil {
			return v.show(page)
		}
	}
	if err != nil {
		return v.askAgain(page, err)
	}
	got, err := v.app().KeepLine(v.ctx(), v.keeper(), line, v.p.Lang(), say, v.once())
	if err != nil {
		return v.askAgain(page, err)
	}
	if err := v.saidInWords(page.Met); err != nil {
		return err
	}
	if got.With == nil {
		return v.then("/give", "noted", got.ID)
	}
	return v.then("/people/"+got.With.ID, "noted", got.ID)
}

// saidInWords takes back the meeting that one tap noted: the line has said the
// same in words, and is taken back as a whole.
func (v *visit) saidInWords(met string) error {
	id, err := network.ParseID[network.EncounterID](met)
	if err != nil {
		return nil
	}
	if err := v.app().UnsayEncounter(v.ctx(), v.keeper(), id); err != nil && !isNotFound(err) {
		return err
	}
	return nil
}

// askAgain shows the line again, so that nothing typed is lost. An error that
// is no fault of the line is the server's to tell.
func (v *visit) askAgain(page *LogPage, err error) error {
	kind := kindOf(err)
	if kind != network.Invalid && kind != network.Busy && kind != network.Full {
		return err
	}
	page.Error = v.p.Error(err)
	if err := v.read(page); err != nil {
		return err
	}
	return render(v.w, statuses[kind], page)
}

// told reads what the form says of the line; said tells whether it has been
// shown and confirmed. The line alone, from the top of a page, has not.
func (v *visit) told(page *LogPage) (say app.LineSay, said bool, err error) {
	f := v.r.PostFormValue
	switch {
	case page.Line == "":
		return say, false, &network.Error{Kind: network.Invalid, Field: "line", Msg: "error.fact_empty"}
	case len(page.Line) > maxLine:
		return say, false, &network.Error{Kind: network.Invalid, Field: "line", Msg: "error.fact_too_long", Args: []any{maxLine}}
	}
	if v.r.PostForm.Has("place") {
		page.Place = f("place")
		say.Place = &page.Place
	}
	switch c := network.Channel(f("channel")); {
	case c == notMet:
		say.NotMet, page.Channel = true, v.channels(c)
	case c != "":
		if !slices.Contains(typedChannels, c) {
			return say, false, &network.Error{Kind: network.Invalid, Field: "channel", Msg: "error.not_understood", Args: []any{string(c)}}
		}
		say.Channel, page.Channel = c, v.channels(c)
	}
	if s := f("on"); s != "" {
		d, ok := network.ParseDate(s)
		if !ok {
			return say, false, &network.Error{Kind: network.Invalid, Field: "on", Msg: "error.not_a_date", Args: []any{s}}
		}
		say.On, page.On = d, d
	}
	got, err := v.app().ReadLine(v.ctx(), v.keeper(), page.Line, v.p.Lang())
	if err != nil {
		return say, false, err
	}
	v.finds(got.Records, &say)
	said, err = v.who(got.Records, &say)
	if read := f("confirmed"); read != "" { // what has been read again is shown again
		said = read == page.Line && v.knowsAll(page.With)
	}
	return say, said, err
}

// knowsAll reports whether the form has asked who each of the names written
// beside the line is.
func (v *visit) knowsAll(with string) bool {
	for name := range strings.SplitSeq(with, ",") {
		if name = strings.TrimSpace(name); name != "" && v.said(name) == "" {
			return false
		}
	}
	return true
}

// notMet is chosen where a line tells of no encounter.
const notMet network.Channel = "none"

// who reads whom the form names: the person whose page it was sent from, those
// chosen for the names of the line, and those written beside it.
func (v *visit) who(records []capture.Record, say *app.LineSay) (said bool, err error) {
	say.Who = map[string]string{}
	inLine, met := map[string]bool{}, false
	for _, r := range records {
		met = met || r.Type == capture.Encounter
		for _, w := range slices.Concat(r.Who, r.Whom, r.To) {
			inLine[w.Name] = true
		}
	}
	besides := func(who, name string) error {
		switch {
		case who == app.Someone:
			say.New = append(say.New, name)
			return nil
		case who == app.NoOne:
			return nil
		}
		id, err := network.ParseID[network.PersonID](who)
		if err != nil {
			return &network.Error{Kind: network.NotFound, Msg: "error.no_such_person"}
		}
		if !slices.Contains(say.With, id) {
			say.With = append(say.With, id)
		}
		return nil
	}
	for i := range maxWho {
		n := strconv.Itoa(i)
		who, name := v.r.PostFormValue("who-"+n), v.r.PostFormValue("name-"+n)
		if who == "" {
			continue
		}
		said = true
		if inLine[name] {
			say.Who[name] = who
		}
		if !inLine[name] || !met { // of a line without an encounter, all that are chosen were there
			if err := besides(who, name); err != nil {
				return said, err
			}
		}
	}
	if from := v.r.PostFormValue("person"); from != "" {
		said = true
		if say.Channel == "" && !say.NotMet && !met {
			say.Channel = network.InPerson
		}
		return said, besides(from, "")
	}
	return said, nil
}

// finds reads which of the records are to be kept, and in which words.
func (v *visit) finds(records []capture.Record, say *app.LineSay) {
	say.Leave, say.What = map[int]bool{}, map[int]string{}
	for i := range maxFinds {
		at := strconv.Itoa(i)
		n, err := strconv.Atoi(v.r.PostFormValue("record-" + at))
		if err != nil || n < 0 || n >= len(records) {
			continue
		}
		what := strings.TrimSpace(v.r.PostFormValue("what-" + at))
		switch f := v.find(n, records[n]); {
		case v.r.PostFormValue("keep-"+at) == "" || what == "":
			say.Leave[n] = true
		case what != f.What:
			say.What[n] = what
		}
	}
}
