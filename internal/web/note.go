package web

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"entregent/internal/app"
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
	return v.show(page)
}

func (v *visit) newLog() *LogPage {
	page := &LogPage{Page: v.newPage(), On: v.book.today(v.state.zone).Date(), Channel: v.channels(network.InPerson)}
	page.Recent = v.recent()
	return page
}

func (v *visit) channels(on network.Channel) []Choice {
	var out []Choice
	for _, c := range typedChannels {
		out = append(out, Choice{string(c), v.words("channel." + string(c)), c == on})
	}
	return out
}

// someRecent is how many people are offered to begin a line with.
const someRecent = 8

// recent lists whom the keeper was last in touch with.
func (v *visit) recent() []Face {
	all, err := v.app().People(v.ctx(), v.keeper(), app.PeopleAsk{Limit: everybody})
	if err != nil {
		return nil // the line can be written without
	}
	list := slices.DeleteFunc(all.People, func(p app.Person) bool { return p.Last == nil })
	slices.SortStableFunc(list, func(a, b app.Person) int { return cmp.Compare(b.Last.String(), a.Last.String()) })
	var out []Face
	for _, p := range list[:min(someRecent, len(list))] {
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
	n, said, err := v.told(page)
	if err == nil && !said {
		err = v.read(page)
		if err == nil {
			return v.show(page)
		}
	}
	if err != nil {
		return v.askAgain(page, err)
	}
	key, made := v.once(), map[string]network.PersonID{}
	for _, name := range v.newNames() {
		p, err := v.app().AddPerson(v.ctx(), v.keeper(), app.NewPerson{Name: name}, subKey(key, name))
		if err != nil {
			return v.askAgain(page, err)
		}
		who, err := network.ParseID[network.PersonID](p.ID)
		if err != nil {
			return err
		}
		n.With = append(n.With, who)
		made[name] = who
	}
	id, err := v.app().Record(v.ctx(), v.keeper(), n, key)
	if err != nil {
		return v.askAgain(page, err)
	}
	if err := v.keepFinds(n, made, key); err != nil {
		return err
	}
	return v.then("/people/"+n.With[0].String(), "noted", id.String())
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

// told reads what the form says; said tells whether it says with whom. The line
// alone, from the top of a page, does not.
func (v *visit) told(page *LogPage) (n app.NewEncounter, said bool, err error) {
	f := v.r.PostFormValue
	n = app.NewEncounter{Channel: network.InPerson, Direction: network.Out, Note: page.Line, Place: f("place")}
	page.Place = n.Place
	if c := network.Channel(f("channel")); c != "" {
		if !slices.Contains(typedChannels, c) {
			return n, false, &network.Error{Kind: network.Invalid, Field: "channel", Msg: "error.not_understood", Args: []any{string(c)}}
		}
		n.Channel, page.Channel = c, v.channels(c)
	}
	if s := f("on"); s != "" {
		d, ok := network.ParseDate(s)
		if !ok {
			return n, false, &network.Error{Kind: network.Invalid, Field: "on", Msg: "error.not_a_date", Args: []any{s}}
		}
		n.On, page.On = d, d
	}
	switch {
	case page.Line == "":
		return n, false, &network.Error{Kind: network.Invalid, Field: "line", Msg: "error.fact_empty"}
	case len(page.Line) > maxLine:
		return n, false, &network.Error{Kind: network.Invalid, Field: "line", Msg: "error.fact_too_long", Args: []any{maxLine}}
	}
	n.With, err = v.chosen()
	return n, len(n.With) > 0 || len(v.newNames()) > 0, err
}

// chosen reads whom the form names: the person whose page it was sent from, or
// those chosen for the names of the line.
func (v *visit) chosen() ([]network.PersonID, error) {
	var out []network.PersonID
	ids := []string{v.r.PostFormValue("person")}
	for i := range maxWho {
		ids = append(ids, v.r.PostFormValue("who-"+strconv.Itoa(i)))
	}
	for _, s := range ids {
		if s == "" || s == "new" || s == "nobody" {
			continue
		}
		who, err := network.ParseID[network.PersonID](s)
		if err != nil {
			return nil, &network.Error{Kind: network.NotFound, Msg: "error.no_such_person"}
		}
		if !slices.Contains(out, who) {
			out = append(out, who)
		}
	}
	return out, nil
}

// newNames are the names said to be of somebody new.
func (v *visit) newNames() []string {
	var out []string
	for i := range maxWho {
		n := strconv.Itoa(i)
		if name := v.r.PostFormValue("name-" + n); v.r.PostFormValue("who-"+n) == "new" && name != "" {
			out = append(out, name)
		}
	}
	if name := strings.TrimSpace(v.r.PostFormValue("new")); name != "" {
		out = append(out, name)
	}
	return out
}

// subKey is the idempotency key of one part of a form.
func subKey(key, part string) string {
	if key == "" {
		return ""
	}
	return key + "/" + part
}

// keepFinds keeps what else the line said, as the keeper confirmed it, of the
// person it was said of, or else of the first.
func (v *visit) keepFinds(n app.NewEncounter, made map[string]network.PersonID, key string) error {
	f := v.r.PostFormValue
	for i := range maxFinds {
		at := strconv.Itoa(i)
		if f("keep-"+at) == "" || strings.TrimSpace(f("what-"+at)) == "" {
			continue
		}
		who := n.With[0]
		if id, ok := made[f("of-"+at)]; ok {
			who = id
		} else if id, err := network.ParseID[network.PersonID](v.said(f("of-" + at))); err == nil {
			who = id
		}
		var err error
		key := subKey(key, "find-"+at)
		switch kind := f("kind-" + at); f("type-" + at) {
		case "fact":
			err = v.app().AddFact(v.ctx(), v.keeper(), who, network.FactKind(kind), f("what-"+at), "", key)
		case "favour":
			err = v.app().AddFavour(v.ctx(), v.keeper(), who, app.NewFavour{
				Kind: network.FavourKind(kind), Given: f("given-"+at) != "", On: n.On, What: f("what-" + at)}, key)
		}
		if err != nil {
			return err
		}
	}
	return nil
}
