package web

import (
	"net/url"
	"strings"

	"entregent/internal/app"
	"entregent/internal/network"
)

// A GoalsPage is what the keeper wants of the network, and what moved since.
type GoalsPage struct {
	Page
	Current []GoalCard
	Past    []GoalCard // ended, over, or still to begin; without what moved
	Form    GoalForm   // of a new one
}

// A GoalCard is one goal.
type GoalCard struct {
	ID    string
	Text  string
	State string
	From  network.Date
	Until network.Date
	Aims  []AimList
	Moved *MovedView
	Form  GoalForm
}

// An AimList is the aims of one kind.
type AimList struct {
	Kind string // of the text "goal.<kind>"
	List []AimLine
}

// An AimLine is one aim, with the way to it.
type AimLine struct {
	Text string
	Path string // "" for none
}

// A GoalForm is the form of a goal as it stands.
type GoalForm struct {
	ID            string // "" for a new one
	Text          string
	From          network.Date
	Until         network.Date
	People        string // a line each
	Organisations string
	Fields        string
	Places        string
	KnownFor      []KnownField
}

// A KnownField is one of the things to be known for, with which it is.
type KnownField struct {
	N    int
	What string
}

// knownFields are the fields for what is said, and the empty ones.
func knownFields(said []string) []KnownField {
	out := make([]KnownField, network.MaxKnownFor)
	for i := range out {
		if out[i].N = i + 1; i < len(said) {
			out[i].What = said[i]
		}
	}
	return out
}

// A MovedView is what moved for one goal.
type MovedView struct {
	Lead  string
	Parts []MovedPart
}

// A MovedPart is what moved in one way, newest first.
type MovedPart struct {
	Title string
	Lines []MovedLine
	More  int // how many there are besides
}

// A MovedLine is one thing that moved.
type MovedLine struct {
	Person *Face // nil for nobody in particular
	Under  string
	On     network.Date
	Why    Reason // in words, with what shows it
}

// mostMoved is how many lines of a part are shown.
const mostMoved = 12

func (*GoalsPage) template() string { return "goals" }
func (*GoalsPage) section() string  { return "reach" }

// goals answers GET /goals.
func goals(v *visit) error {
	page := &GoalsPage{Page: v.newPage(), Form: GoalForm{KnownFor: knownFields(nil)}}
	list, err := v.app().Goals(v.ctx(), v.keeper(), app.GoalAsk{All: true})
	if err != nil {
		return err
	}
	for _, g := range list {
		c := v.goalCard(g)
		if g.State != app.GoalCurrent {
			page.Past = append(page.Past, c)
			continue
		}
		id, err := network.ParseID[network.GoalID](g.ID)
		if err != nil {
			return err
		}
		m, err := v.app().GoalMoved(v.ctx(), v.keeper(), v.p, id)
		if err != nil {
			return err
		}
		if c.Moved, err = v.moved(m); err != nil {
			return err
		}
		page.Current = append(page.Current, c)
	}
	return v.show(page)
}

func (v *visit) goalCard(g app.Goal) GoalCard {
	out := GoalCard{ID: g.ID, Text: g.Text, State: string(g.State), From: g.From, Until: g.Until}
	f := GoalForm{
		ID: g.ID, Text: g.Text, From: g.From, Until: g.Until, Organisations: strings.Join(g.Organisations, "\n"),
		Fields: strings.Join(g.Fields, "\n"), Places: strings.Join(g.Places, "\n"),
	}
	f.KnownFor = knownFields(g.KnownFor)
	var people []AimLine
	var names []string
	for _, p := range g.People {
		names = append(names, p.Name)
		to := AimLine{p.Name, query("/reach", "q", p.Name)}
		if p.ID != "" {
			to.Path = query("/reach", "q", p.ID)
		}
		people = append(people, to)
	}
	f.People = strings.Join(names, "\n")
	out.Form = f
	lines := func(list []string, path func(string) string) (out []AimLine) {
		for _, s := range list {
			out = append(out, AimLine{s, path(s)})
		}
		return out
	}
	reach := func(s string) string { return query("/reach", "q", s) }
	for _, x := range []AimList{
		{"people", people}, {"organisations", lines(g.Organisations, reach)}, {"fields", lines(g.Fields, reach)},
		{"places", lines(g.Places, func(s string) string { return query("/people", "town", s) })},
		{"known_for", lines(g.KnownFor, func(string) string { return "/known" })},
	} {
		if len(x.List) > 0 {
			out.Aims = append(out.Aims, x)
		}
	}
	return out
}

// moved puts what moved into words, with what shows it.
func (v *visit) moved(m app.Moved) (*MovedView, error) {
	out := &MovedView{Lead: v.words("web.goals.answer", m.Answer, m.Tied)}
	w := v.witness()
	for _, list := range [][]app.MovedPerson{m.Newcomers, m.Ties, m.Met} {
		for _, p := range list[:min(mostMoved, len(list))] {
			w.hear(network.Reason{Facts: p.Facts})
		}
	}
	for _, t := range m.Told {
		w.hear(network.Reason{Facts: t.Facts})
	}
	if err := w.read(); err != nil {
		return nil, err
	}
	part := func(title string, n int, line func(int) MovedLine) {
		if n == 0 {
			return
		}
		p := MovedPart{Title: title, More: max(0, n-mostMoved)}
		for i := range min(n, mostMoved) {
			p.Lines = append(p.Lines, line(i))
		}
		out.Parts = append(out.Parts, p)
	}
	face := func(n app.Named) *Face { return &Face{n.ID, n.Name} }
	people := func(list []app.MovedPerson) func(int) MovedLine {
		return func(i int) MovedLine {
			p := list[i]
			return MovedLine{Person: face(p.Person), Under: p.Role, On: p.On, Why: w.fact(p.Why.Text, p.Facts)}
		}
	}
	part(v.words("web.goals.moved.paths", len(m.Paths)), len(m.Paths), func(i int) MovedLine {
		p := m.Paths[i]
		return MovedLine{Person: face(p.Person), Why: Reason{Text: p.Text}}
	})
	part(v.words("web.goals.moved.newcomers", len(m.Newcomers)), len(m.Newcomers), people(m.Newcomers))
	part(v.words("web.goals.moved.ties", len(m.Ties)), len(m.Ties), people(m.Ties))
	part(v.words("web.goals.moved.met", len(m.Met)), len(m.Met), people(m.Met))
	part(v.words("web.goals.moved.asks", len(m.Asks)), len(m.Asks), func(i int) MovedLine {
		a := m.Asks[i]
		l := MovedLine{On: a.Since, Why: Reason{Text: a.Text}}
		if !a.Mine() {
			l.Person = face(a.Person)
		}
		return l
	})
	part(v.words("web.goals.moved.told", len(m.Told)), len(m.Told), func(i int) MovedLine {
		t := m.Told[i]
		return MovedLine{Person: face(t.Person), On: t.On, Why: w.fact(t.What, t.Facts)}
	})
	return out, nil
}

// newGoal reads the form of a goal.
func (v *visit) newGoal() (n app.NewGoal, err error) {
	f := v.r.PostFormValue
	n = app.NewGoal{What: f("what"), People: listed(f("people")), Organisations: listed(f("organisations")), Fields: listed(f("fields")), Places: listed(f("places"))}
	n.KnownFor = append(n.KnownFor, v.r.PostForm["known"]...)
	for name, at := range map[string]*network.Date{"from": &n.From, "until": &n.Until} {
		if *at, err = dateField(f(name)); err != nil {
			return n, err
		}
	}
	return n, nil
}

// query is a path with one value behind it.
func query(path, name, value string) string { return path + "?" + url.Values{name: {value}}.Encode() }

// listed reads what was typed a line each.
func listed(s string) (out []string) {
	for line := range strings.Lines(s) {
		if line = strings.TrimSpace(line); line != "" {
			out = append(out, line)
		}
	}
	return out
}

// addGoal answers POST /goals.
func addGoal(v *visit) error {
	n, err := v.newGoal()
	if err == nil {
		_, err = v.app().AddGoal(v.ctx(), v.keeper(), n, v.once())
	}
	if err != nil {
		return err
	}
	return v.then("/goals", "saved")
}

func pathGoal(v *visit) (network.GoalID, error) {
	return id[network.GoalID](v, "id", "error.no_such_goal")
}

// answerGoal answers POST /goals/{id}: said anew, reached, closed, or taken away.
func answerGoal(v *visit) error {
	id, err := pathGoal(v)
	if err != nil {
		return err
	}
	switch answer := v.r.PostFormValue("answer"); answer {
	case "save":
		n, err := v.newGoal()
		if err == nil {
			err = v.app().EditGoal(v.ctx(), v.keeper(), id, n)
		}
		if err != nil {
			return err
		}
		return v.then("/goals", "saved")
	case "remove":
		if err := v.app().DropGoal(v.ctx(), v.keeper(), id); err != nil {
			return err
		}
		return v.then("/goals", "removed")
	case "reopen":
		return reopenGoal(v)
	default:
		if err := v.app().EndGoal(v.ctx(), v.keeper(), id, app.GoalState(answer)); err != nil {
			return err
		}
		return v.then("/goals", "goal-"+answer, id.String())
	}
}

// reopenGoal answers POST /goals/{id}/undo: the keeper is at it again.
func reopenGoal(v *visit) error {
	id, err := pathGoal(v)
	if err != nil {
		return err
	}
	if err := v.app().EndGoal(v.ctx(), v.keeper(), id, app.GoalCurrent); err != nil {
		return err
	}
	return v.then("/goals", "back")
}
