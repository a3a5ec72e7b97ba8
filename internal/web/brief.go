package web

import (
	"html/template"
	"net/url"
	"strconv"
	"strings"
	"time"

	"entregent/internal/app"
	"entregent/internal/i18n"
	"entregent/internal/network"
	"entregent/internal/relation"
)

// person answers GET /people/{id}: the briefing.
func person(v *visit) error {
	who, err := personID(v)
	if err != nil {
		return err
	}
	before, _ := time.Parse(time.RFC3339Nano, v.form("before"))
	b, err := v.app().Briefing(v.ctx(), v.keeper(), v.p, who, before)
	if err != nil {
		return err
	}
	if b.Person.ID != who.String() { // merged into another meanwhile
		return v.then("/people/" + b.Person.ID)
	}
	ask, err := v.app().Proposals(v.ctx(), v.keeper(), who, 5)
	if err != nil {
		return err
	}
	page, err := v.personPage(b, ask, who)
	if err != nil {
		return err
	}
	if !before.IsZero() {
		page.Planned = nil
	}
	return v.show(page)
}

// personPage puts a briefing into words.
func (v *visit) personPage(b app.Briefing, ask app.Proposals, who network.PersonID) (*PersonPage, error) {
	w := v.witness()
	w.hear(b.Tie.Evidence...)
	w.hear(b.Tie.Drift.Reasons...)
	w.hear(b.Tie.Reciprocity.Reasons...)
	for _, g := range b.Gestures {
		w.hear(g.Reasons...)
	}
	if err := w.read(); err != nil {
		return nil, err
	}
	p := b.Person
	page := &PersonPage{
		Page: v.newPage(), Person: Face{p.ID, p.Name}, Role: roleOf(p), Town: p.Town, Lead: v.lead(b),
		Balance: Verdict{Text: v.sentences(b.Tie.Balance)}, Stage: v.stage(b.Tie, w), Drift: v.drift(b.Tie, w), Tie: v.tieForm(b),
	}
	for _, l := range b.Loops {
		page.Loops = append(page.Loops, loopLine(l))
	}
	if len(b.Gestures) > 0 {
		g := v.card(b.Gestures[0], w)
		page.Gesture = &g
	}
	page.Give, page.Form = v.giveView(b), v.askForm()
	for _, x := range b.Asks {
		page.Asks = append(page.Asks, v.askCard(x))
	}
	for _, x := range b.Bring {
		page.Bring = append(page.Bring, x.Text)
	}
	for _, c := range b.Common {
		page.Common = append(page.Common, Face{c.ID, c.Name})
	}
	v.timeline(b, page)
	v.records(b, page)
	asked, err := v.app().OpenQuestions(v.ctx(), v.keeper(), who)
	if err != nil {
		return nil, err
	}
	for _, q := range asked {
		page.Asked = append(page.Asked, questionLine(q))
	}
	page.Published = v.state.settings.Public != ""
	for _, s := range ask.Same {
		page.Proposals = append(page.Proposals, v.merge(s, p.ID))
	}
	return page, nil
}

// lead says in two sentences who somebody is to the keeper.
func (v *visit) lead(b app.Briefing) []string {
	first := v.words("web.person.lead." + b.Tie.Stage.String())
	switch {
	case b.Tie.Dormant:
		return []string{first, v.words("web.person.lead.asleep", b.Tie.Silence)}
	case b.Person.Last == nil:
		return []string{first, v.words("web.person.lead.never")}
	}
	return []string{first, v.words("web.person.lead.last", *b.Person.Last)}
}

// sentences puts reasons one after the other.
func (v *visit) sentences(list []network.Reason) string {
	var out []string
	for _, r := range list {
		out = append(out, v.p.Reason(r))
	}
	return strings.Join(out, " ")
}

func (v *visit) stage(t app.Tie, w *witness) StageView {
	p := t.Progress
	out := StageView{
		Word: i18n.Sentence(v.words("stage." + p.Shown.String())), Step: int(p.Shown), Said: p.Overruled, Evidence: w.reasons(p.Evidence),
	}
	out.Word = strings.TrimSuffix(out.Word, ".")
	if p.Overruled {
		out.SaidWhy = v.sentences(p.Lowered)
	} else {
		out.Lowered = v.sentences(p.Lowered)
	}
	for _, m := range p.Missing {
		out.Missing = append(out.Missing, v.p.Reason(m))
	}
	if p.Earned < relation.Trust {
		out.Next = v.words("stage." + (p.Earned + 1).String())
	}
	return out
}

func (v *visit) drift(t app.Tie, w *witness) *DriftView {
	d := t.Drift
	if len(d.Reasons) == 0 {
		return nil
	}
	out := &DriftView{Drifting: t.Drifting, Little: d.Band == relation.Unknown}
	reasons := w.reasons(append(d.Reasons[:len(d.Reasons):len(d.Reasons)], t.Reciprocity.Reasons...))
	switch d.Band {
	case relation.Unknown:
		out.Verdict = Verdict{reasons[0].Text, reasons[1:]}
	case relation.Steady:
		key := "web.drift.steady"
		if t.Drifting { // late, and yet not likely to fall silent
			key = "web.drift.late"
		}
		out.Verdict = Verdict{v.words(key), reasons}
	default:
		out.Verdict = Verdict{v.words("web.drift." + string(d.Band)), reasons}
	}
	return out
}

// timeline puts in what took place and what is planned.
func (v *visit) timeline(b app.Briefing, page *PersonPage) {
	for _, e := range b.Encounters {
		page.Timeline = append(page.Timeline, v.moment(e))
	}
	for _, e := range b.Planned {
		page.Planned = append(page.Planned, v.moment(e))
	}
	for _, m := range page.Timeline {
		if len(page.Last) < 3 && (m.Channel.Contact() && m.State == network.Held) {
			page.Last = append(page.Last, m)
		}
	}
	if n := 8; len(page.Timeline) > n && v.form("before") == "" {
		page.Timeline, page.Earlier = page.Timeline[:n], page.Timeline[n:]
	}
	if b.Older != "" {
		page.TimelineMore = "/people/" + b.Person.ID + "?before=" + url.QueryEscape(b.Older)
	}
}

func (v *visit) moment(e app.Encounter) Moment {
	out := Moment{
		ID: e.ID, On: e.On, Channel: e.Channel, Direction: e.Direction, Text: e.Subject, Excerpt: e.Excerpt, Place: e.Place,
		State: network.State(e.State), Origins: v.origins(e.Origins), Editable: e.Typed,
	}
	if out.Excerpt == out.Text {
		out.Excerpt = ""
	}
	for _, n := range e.With {
		out.With = append(out.With, Face{n.ID, n.Name})
	}
	return out
}

// records puts in what is known, and by what it is known.
func (v *visit) records(b app.Briefing, page *PersonPage) {
	for _, f := range b.Facts {
		line := v.fact(f)
		if f.Kind == network.FactInterest || f.Kind == network.FactHowMet {
			page.Talk = append(page.Talk, line)
		}
		page.Facts = append(page.Facts, line)
	}
	for _, h := range b.Handles {
		page.Handles = append(page.Handles, HandleLine{
			Kind: v.words("handle." + string(h.Kind)), Text: handleText(h), URL: handleURL(h), Origins: v.origins(h.Origins),
		})
	}
	for _, f := range b.Favours {
		page.Favours = append(page.Favours, v.favour(f))
	}
	seen := map[string]bool{}
	for _, o := range b.Origins {
		if !seen[o.Card] {
			seen[o.Card] = true
			page.Cards = append(page.Cards, CardLine{ID: o.Card, Name: o.Name, Origin: v.origin(o)})
		}
	}
	for i := range page.Cards {
		page.Cards[i].Split = len(page.Cards) > 1
	}
}

func (v *visit) fact(f app.Fact) FactLine {
	out := FactLine{
		ID: f.ID, Label: v.p.Fact(string(f.Kind), f.Label), Text: f.Value, Shown: f.Shown, Typed: f.Typed, Origins: v.origins(f.Origins),
	}
	if d, ok := network.ParseDate(f.Value); ok && (f.Kind == network.FactBirthday || f.Kind == network.FactConnected) {
		out.Text = v.words("web.short", d)
		return out
	}
	switch {
	case f.Kind == network.FactLanguage && v.p.Has("language."+f.Value):
		out.Text = v.words("language." + f.Value)
	case f.Kind == network.FactCall && v.p.Has("call."+f.Value):
		out.Text = v.words("call." + f.Value)
	case f.Kind == network.FactCountry:
		out.Text = v.countryName(f.Value)
	}
	if f.AsOf != nil {
		out.On = *f.AsOf
	} else if f.On != nil {
		out.On = *f.On
	}
	return out
}

func (v *visit) favour(f app.Favour) FavourLine {
	out := FavourLine{ID: f.ID, Given: f.From.ID == "", Origins: v.origins(f.Origins)}
	if f.State == "proposed" {
		out.State = network.Proposed
	}
	if f.On != nil {
		out.On = *f.On
	}
	key := "web.favour.received"
	if out.Given {
		key = "web.favour.given"
	}
	out.Text = v.words(key, v.words("favour."+string(f.Kind)))
	if f.Presented != nil && !strings.Contains(f.What, f.Presented.Name) {
		out.Text += " " + v.words("web.favour.whom", f.Presented.Name)
	}
	if f.What != "" {
		out.Text += v.words("web.colon") + f.What
	}
	return out
}

func handleText(h app.Handle) string {
	switch h.Kind {
	case network.LinkedIn:
		return "linkedin.com/in/" + h.Value
	case network.Website:
		return strings.TrimPrefix(strings.TrimPrefix(h.Value, "https://"), "http://")
	}
	return h.Value
}

// handleURL is a link to a handle; only what was put together here, or begins as
// a web page does, is one.
func handleURL(h app.Handle) template.URL {
	switch h.Kind {
	case network.Email:
		return template.URL("mailto:" + strings.ReplaceAll(url.PathEscape(h.Value), "%40", "@"))
	case network.Phone:
		return template.URL("tel:" + url.PathEscape(h.Value))
	case network.LinkedIn:
		return template.URL("https://www.linkedin.com/in/" + url.PathEscape(h.Value))
	case network.Website:
		u, err := url.Parse(h.Value)
		if err == nil && u.Scheme == "" {
			u, err = url.Parse("https://" + h.Value)
		}
		if err == nil && (u.Scheme == "https" || u.Scheme == "http") && u.Host != "" {
			return template.URL(u.String())
		}
	}
	return ""
}

// merge asks whether another is the same as the person shown.
func (v *visit) merge(s app.SamePerson, than string) MergeLine {
	other := s.B
	if s.B.ID == than {
		other = s.A
	}
	return MergeLine{ID: s.ID, Other: v.row(other), Why: []Reason{{Text: v.p.Reason(s.Reason)}}}
}

// tieForm holds what the keeper decided.
func (v *visit) tieForm(b app.Briefing) TieForm {
	d := b.Decided
	out := TieForm{Slow: d.Slow, Mark: Mark(d.Mark), Until: d.MarkUntil, Version: d.Version}
	if d.Rhythm > 0 {
		out.Rhythm = strconv.Itoa(d.Rhythm)
	}
	out.Circles = []Choice{{"", v.words("web.person.circle.none"), d.Circle == ""}}
	for _, c := range v.state.settings.Circles() {
		out.Circles = append(out.Circles, Choice{c.Name, v.circleName(c.Name), d.Circle == c.Name})
	}
	out.Stages = []Choice{{"", v.words("web.person.stage.earned"), d.Stage == ""}}
	for _, s := range relation.Stages {
		out.Stages = append(out.Stages, Choice{s.String(), v.words("stage." + s.String()), d.Stage == s.String()})
	}
	out.Address = []Choice{
		{"", v.words("web.person.address.found"), d.Familiar == ""},
		{string(network.Tu), "tu", d.Familiar == network.Tu}, {string(network.Vous), "vous", d.Familiar == network.Vous},
	}
	out.Tongue = []Choice{{"", v.words("web.person.tongue.found"), d.Lang == ""}}
	for _, l := range i18n.Languages {
		out.Tongue = append(out.Tongue, Choice{l, v.words("language." + l), d.Lang == l})
	}
	return out
}
