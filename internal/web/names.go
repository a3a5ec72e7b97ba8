package web

import (
	"slices"
	"strconv"
	"strings"

	"entregent/internal/app"
	"entregent/internal/capture"
	"entregent/internal/i18n"
	"entregent/internal/network"
)

// read puts into a page what a line says: with whom, how, when, where, and what
// else there is to keep. What the form has said already stays as it is.
func (v *visit) read(page *LogPage) error {
	got, err := v.app().ReadLine(v.ctx(), v.keeper(), page.Line, v.p.Lang())
	if err != nil {
		return err
	}
	page.Who, page.Finds = nil, nil
	met := slices.IndexFunc(got.Records, func(r capture.Record) bool { return r.Type == capture.Encounter })
	if met >= 0 {
		v.readEncounter(page, got.Records[met], got.Unsure)
	} else if v.r.PostFormValue("channel") == "" && len(got.Records) > 0 && page.Met == "" {
		page.Channel = v.channels(notMet)
	}
	for _, r := range got.Records {
		for _, w := range slices.Concat(r.Who, r.Whom, r.To) {
			if len(w.Candidates) > 0 || met < 0 && slices.ContainsFunc(r.Who, func(o capture.Who) bool { return o.Name == w.Name }) {
				v.addWho(page, w, got.Unsure)
			}
		}
	}
	v.readRest(page, got.Records)
	return v.readWith(page)
}

func (v *visit) readEncounter(page *LogPage, r capture.Record, unsure []capture.Unsure) {
	for _, w := range r.Who {
		v.addWho(page, w, unsure)
	}
	if v.r.PostFormValue("channel") == "" && slices.Contains(typedChannels, r.Channel) {
		page.Channel = v.channels(r.Channel)
	}
	if v.r.PostFormValue("on") == "" && !r.On.IsZero() {
		page.On = r.On
	}
	if !v.r.PostForm.Has("place") {
		page.Place = r.Place
	}
}

// maxWho bounds how many names of a line are asked about.
const maxWho = 12

// addWho asks which person a name stands for, unless that has been asked.
func (v *visit) addWho(page *LogPage, w capture.Who, unsure []capture.Unsure) {
	if w.Name == "" || len(page.Who) == maxWho || slices.ContainsFunc(page.Who, func(o WhoIs) bool { return o.Name == w.Name }) {
		return
	}
	out := WhoIs{Name: w.Name}
	for _, u := range unsure {
		if u.Name == w.Name {
			for _, c := range u.Candidates {
				out.People = append(out.People, PersonRow{Face: Face{c.ID.String(), c.Name}, Role: c.Organisation})
			}
		}
	}
	switch {
	case !w.ID.IsZero():
		out.On = w.ID.String()
		out.People = []PersonRow{{Face: Face{out.On, w.Name}}}
	case w.New:
		out.On = "new"
	}
	if said := v.said(w.Name); said != "" {
		out.On = said
	}
	page.Who = append(page.Who, out)
}

// said returns what the form chose for a name.
func (v *visit) said(name string) string {
	for i := range maxWho {
		if n := strconv.Itoa(i); v.r.PostFormValue("name-"+n) == name {
			return v.r.PostFormValue("who-" + n)
		}
	}
	return ""
}

// maxFinds bounds what is offered of one line.
const maxFinds = 12

// readRest offers what else the line says; the whole line is kept in any case.
func (v *visit) readRest(page *LogPage, records []capture.Record) {
	for i, r := range records {
		if f := v.find(i, r); r.Type != capture.Encounter && f.What != "" && len(page.Finds) < maxFinds {
			page.Finds = append(page.Finds, f)
		}
	}
}

// find puts one record into words.
func (v *visit) find(n int, r capture.Record) Find {
	f := Find{Record: n, Who: named(r.Who), What: r.What, Label: i18n.Sentence(v.words("record." + string(r.Type))), On: true}
	switch r.Type {
	case capture.Fact:
		f.Label = v.words("fact." + string(r.FactKind()))
	case capture.Favour:
		f.Label = v.favourLabel(r.Given, r.Kind)
	case capture.Introduction:
		given := len(r.Who) == 0
		if given {
			f.Who = named(r.To)
		}
		f.Label, f.What = v.favourLabel(given, string(network.Introduction)), or(named(r.Whom), r.What)
	case capture.Tie:
		f.Who = v.words("web.log.and", f.Who, named(r.Whom))
	}
	f.Label = strings.TrimSuffix(f.Label, ".")
	return f
}

func (v *visit) favourLabel(given bool, kind string) string {
	key := "web.favour.received"
	if given {
		key = "web.favour.given"
	}
	return i18n.Sentence(v.words(key, v.words("favour."+kind)))
}

func named(list []capture.Who) string {
	var out []string
	for _, w := range list {
		out = append(out, w.Name)
	}
	return strings.Join(out, ", ")
}

// readWith adds the names that were written beside the line.
func (v *visit) readWith(page *LogPage) error {
	for name := range strings.SplitSeq(page.With, ",") {
		if name = strings.TrimSpace(name); name == "" || len(page.Who) == maxWho {
			continue
		}
		got, err := v.app().People(v.ctx(), v.keeper(), app.PeopleAsk{Query: name, Limit: someAnswers})
		if err != nil {
			return err
		}
		out := WhoIs{Name: name, On: "new"}
		for _, p := range got.People {
			out.People = append(out.People, v.row(p))
			out.On = p.ID
		}
		if len(got.People) > 1 {
			out.On = ""
		}
		if said := v.said(name); said != "" {
			out.On = said
		}
		page.Who = append(page.Who, out)
	}
	return nil
}

// someAnswers is how many people are offered for one name.
const someAnswers = 6
