package web

import (
	"net/url"
	"strconv"

	"entregent/internal/app"
	"entregent/internal/i18n"
	"entregent/internal/network"
)

// A MapPage is the map of the network: groups and the ties between people, as a
// drawing and as a table.
type MapPage struct {
	Page
	Ask     MapForm
	Sum     string
	Groups  []GroupLine
	Chosen  bool       // the map is narrowed
	Open    *OpenGroup // the group that was asked for
	Members []MemberLine
	Drawing *MapDrawing
	Small   int    // groups that are in the table only
	Nobody  bool   // the choice leaves nobody
	Next    string // path of more people of the group, "" for none
	Left    int    // how many
}

// A MapForm is the choice of who is on the map.
type MapForm struct {
	Circles      []Choice
	Place        string
	Organisation string
	Living       bool
}

// A GroupLine is one group of the table.
type GroupLine struct {
	Text   string
	Path   string
	People int
	Ties   int
	Why    string
	Hubs   []Face
}

// An OpenGroup is the group whose people are listed.
type OpenGroup struct {
	GroupLine
	Whole string // path of the map it is on
	Left  int    // ties that are not drawn
}

// A MemberLine is one person of the table.
type MemberLine struct {
	Face
	Role  string
	Ties  int
	Knows []Face
	More  int // whom they know besides
}

func (*MapPage) template() string { return "map" }
func (*MapPage) section() string  { return "village" }

// mapPage answers GET /village/map.
func mapPage(v *visit) error {
	f := func(name string) string { return clip(network.OneLine(v.form(name)), network.MaxNameLen) }
	ask := app.MapAsk{Circle: f("circle"), Place: f("place"), Organisation: f("organisation"), Living: v.form("living") != ""}
	ask.Around, _ = network.ParseID[network.PersonID](v.form("around"))
	ask.After, _ = strconv.Atoi(v.form("after"))
	m, err := v.app().Map(v.ctx(), v.keeper(), v.p, ask)
	if err != nil {
		return err
	}
	page := &MapPage{Page: v.newPage(), Ask: MapForm{Place: ask.Place, Organisation: ask.Organisation, Living: ask.Living}}
	page.Ask.Circles = append(page.Ask.Circles, Choice{"", v.words("web.map.circle.all"), ask.Circle == ""})
	for _, c := range m.Circles {
		page.Ask.Circles = append(page.Ask.Circles, Choice{c, v.circleName(c), c == ask.Circle})
	}
	page.Chosen = ask.Circle != "" || ask.Place != "" || ask.Organisation != "" || ask.Living
	page.Nobody = m.People == 0 && page.Chosen
	page.Sum = v.words("web.map.sum", m.People, m.Tied, m.Ties, m.Colleagues, len(m.Groups))
	for _, g := range m.Groups {
		page.Groups = append(page.Groups, groupLine(g, ask))
	}
	if m.Open >= 0 {
		page.Groups[m.Open].Text = i18n.Sentence(page.Groups[m.Open].Text)
		page.Open = &OpenGroup{page.Groups[m.Open], mapPath(ask, "", 0), m.Left + max(0, len(m.Between)-drawnTies)}
		for _, p := range m.Members {
			page.Members = append(page.Members, memberLine(p))
		}
		if page.Left = m.More; m.More > 0 {
			page.Next = mapPath(ask, m.Groups[m.Open].Around.ID, ask.After+len(m.Members))
		}
	}
	page.Drawing = drawMap(m, page.Groups)
	if page.Drawing != nil && m.Open < 0 {
		page.Small = len(m.Groups) - len(page.Drawing.Discs)
	}
	return v.show(page)
}

func groupLine(g app.MapGroup, ask app.MapAsk) GroupLine {
	out := GroupLine{Text: g.Text, Path: mapPath(ask, g.Around.ID, 0), People: g.People, Ties: g.Ties, Why: g.Why.Text}
	for _, h := range g.Hubs {
		out.Hubs = append(out.Hubs, Face{h.ID, h.Name})
	}
	return out
}

func memberLine(p app.MapPerson) MemberLine {
	out := MemberLine{Face: Face{p.Person.ID, p.Person.Name}, Role: p.Role, Ties: p.Ties, More: p.Ties - len(p.Knows)}
	for _, k := range p.Knows {
		out.Knows = append(out.Knows, Face{k.ID, k.Name})
	}
	return out
}

// mapPath is the address of one group on the map as it is narrowed.
func mapPath(ask app.MapAsk, around string, after int) string {
	q := url.Values{}
	for name, s := range map[string]string{"circle": ask.Circle, "place": ask.Place, "organisation": ask.Organisation, "around": around} {
		if s != "" {
			q.Set(name, s)
		}
	}
	if ask.Living {
		q.Set("living", "1")
	}
	if after > 0 {
		q.Set("after", strconv.Itoa(after))
	}
	if len(q) == 0 {
		return "/village/map"
	}
	return "/village/map?" + q.Encode()
}
