package web

import (
	"net/url"
	"strconv"
	"strings"

	"entregent/internal/app"
	"entregent/internal/network"
)

// rows is how many people one page lists.
const rows = 50

// silences are the spans, in days, offered for "no contact for".
var silences = []int{30, 90, 180, 365}

// listPeople answers GET /people.
func listPeople(v *visit) error {
	ask := v.peopleAsk()
	got, err := v.app().People(v.ctx(), v.keeper(), ask)
	if err != nil {
		return err
	}
	first, err := strconv.Atoi(v.form("first"))
	if err != nil || first < 1 || ask.After == "" || first > got.Total {
		first = 1
	}
	page := &PeoplePage{Page: v.newPage(), Ask: v.peopleForm(ask), Total: got.Total, Of: got.Of, First: first}
	for _, p := range got.People {
		page.Rows = append(page.Rows, v.row(p))
	}
	if page.Ask.Source, page.Ask.Batch, err = v.cameFrom(ask); err != nil {
		return err
	}
	if page.Tags, err = v.app().Tags(v.ctx(), v.keeper()); err != nil {
		return err
	}
	page.All = v.peopleURL("", 1)
	for _, c := range v.state.settings.Circles() {
		page.Into = append(page.Into, Choice{Value: c.Name, Text: v.circleName(c.Name)})
	}
	page.Into = append(page.Into, Choice{Value: "none", Text: v.words("web.people.circle.none")})
	if ask.Query == "" && got.Total > rows {
		page.Letters = v.letters(got.Index, first, len(got.People))
	}
	if got.Next != "" {
		page.Next = v.peopleURL(got.Next, first+len(got.People))
	}
	if first > 1 {
		if page.Prev, err = v.before(ask, first); err != nil {
			return err
		}
	}
	return v.show(page)
}

func (v *visit) peopleAsk() app.PeopleAsk {
	days, _ := strconv.Atoi(v.form("silent"))
	return app.PeopleAsk{
		Query: limit(v.form("q"), 200), Circle: v.form("circle"), NotSeenFor: max(0, days), NeverMet: v.form("never") != "",
		Town: limit(v.form("town"), 200), Organisation: limit(v.form("org"), 200), Relations: v.form("relations") != "",
		Tag: limit(v.form("tagged"), app.MaxTag), Source: limit(v.form("source"), 60), Batch: limit(v.form("batch"), 60), Archived: v.form("archived") != "",
		After: v.form("after"), Limit: rows,
	}
}

func limit(s string, n int) string {
	if len(s) > n {
		s = s[:n]
	}
	return strings.ToValidUTF8(s, "")
}

// peopleForm is the question as it was asked, to be shown again.
func (v *visit) peopleForm(ask app.PeopleAsk) PeopleAsk {
	out := PeopleAsk{
		Query: ask.Query, NeverMet: ask.NeverMet, Town: ask.Town, Org: ask.Organisation,
		Filtered: ask.Circle != "" || ask.NotSeenFor > 0 || ask.NeverMet || ask.Town != "" || ask.Organisation != "" || ask.Relations || ask.Tag != "" || ask.Source != "" || ask.Batch != "" || ask.Archived,
		Silent:   []Choice{{"", v.words("web.people.silent.any"), ask.NotSeenFor == 0}},
		Circle:   []Choice{{"", v.words("web.people.circle.any"), ask.Circle == ""}},
	}
	for _, days := range silences {
		out.Silent = append(out.Silent, Choice{strconv.Itoa(days), v.words("web.people.silent.days", days), ask.NotSeenFor == days})
	}
	for _, c := range v.state.settings.Circles() {
		out.Circle = append(out.Circle, Choice{c.Name, v.circleName(c.Name), ask.Circle == c.Name})
	}
	out.Circle = append(out.Circle, Choice{"none", v.words("web.people.circle.none"), ask.Circle == "none"})
	out.Relations, out.Archived, out.Tag = ask.Relations, ask.Archived, ask.Tag
	return out
}

// circleName is a circle's name in words, or as the keeper wrote it.
func (v *visit) circleName(name string) string {
	if key := "circle." + name; name != "" && v.p.Has(key) {
		return v.words(key)
	}
	return name
}

// peopleURL is the address of the same list from another row on.
func (v *visit) peopleURL(after string, first int) string {
	q := url.Values{}
	for key, value := range v.r.URL.Query() {
		if key != "after" && key != "first" && key != "focus" && key != "did" && key != "of" && len(value) > 0 && value[0] != "" {
			q[key] = value[:1]
		}
	}
	if after != "" {
		q.Set("after", after)
		q.Set("first", strconv.Itoa(first))
	}
	if len(q) == 0 {
		return "/people"
	}
	return "/people?" + q.Encode()
}

// before is the address of the page before the one that begins at row first.
func (v *visit) before(ask app.PeopleAsk, first int) (string, error) {
	if first <= rows+1 {
		return v.peopleURL("", 1), nil
	}
	ask.After, ask.Limit = "", first-rows-1
	got, err := v.app().People(v.ctx(), v.keeper(), ask)
	if err != nil || len(got.People) == 0 {
		return v.peopleURL("", 1), err
	}
	return v.peopleURL(got.People[len(got.People)-1].ID, len(got.People)+1), nil
}

func (v *visit) letters(index []app.Letter, first, shown int) []Letter {
	var out []Letter
	for i, l := range index {
		ends := i+1 == len(index) || index[i+1].Row >= first
		begins := l.Row < first-1+shown
		out = append(out, Letter{l.Letter, v.peopleURL(l.After, l.Row+1), ends && begins})
	}
	return out
}

// row is one person in a list.
func (v *visit) row(p app.Person) PersonRow {
	out := PersonRow{
		Face: Face{p.ID, p.Name}, Role: roleOf(p), Town: p.Town, Stage: v.words("stage." + p.Stage.String()),
		Circle: v.circleName(p.Circle), Drifting: p.Drifting, NeverMet: !p.Met, Mark: Mark(p.Mark),
	}
	if p.Last != nil {
		out.Last = *p.Last
	}
	return out
}

func roleOf(p app.Person) string {
	switch {
	case p.Title == "":
		return p.Organisation
	case p.Organisation == "":
		return p.Title
	}
	return p.Title + ", " + p.Organisation
}

func personID(v *visit) (network.PersonID, error) {
	return id[network.PersonID](v, "id", "error.no_such_person")
}
