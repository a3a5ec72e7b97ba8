package web

import (
	"errors"
	"fmt"

	"entregent/internal/app"
	"entregent/internal/network"
)

// A ReachPage is the second unknown: whom to begin with, to meet somebody.
type ReachPage struct {
	Page
	Asked  string // what was looked for, "" for nothing yet
	Many   []Face // who bears the name that was asked for
	Direct []Reason
	Paths  []PathCard
	None   *NoPath
	Goals  []GoalTargets // where the goals lead, while nothing is asked
}

// A GoalTargets is whom one goal makes worth reaching.
type GoalTargets struct {
	Text    string
	Targets []TargetLine
}

// A TargetLine is one of them, with how near it is.
type TargetLine struct {
	Text string
	Path string
	Near string
}

// A PathCard is one path, with the plan for its first go-between.
type PathCard struct {
	ID      string
	First   Face // to begin with
	Text    string
	Drawing PathDrawing
	Legs    []LegLine
	Goal    string // which goal it serves, in words; "" for none
	Spare   []Reason
	Give    []Reason
	Next    string // id of to whom they would present the keeper
	Tact    *TactView
	Draft   Draft
}

// A LegLine is one tie of a path. From has no id where it is the keeper.
type LegLine struct {
	From, To Face
	Why      []Reason
}

// A StepLine is one step of a plan.
type StepLine struct {
	On   network.Date
	Text string
}

// A NoPath says why there is none, and what would make one.
type NoPath struct {
	Text   string
	Create []string
}

// A PathDrawing is a path from left to right: the keeper, the go-betweens, whom
// they lead to. It says nothing that the table beside it does not.
type PathDrawing struct {
	Box   string
	Names []string
	Dots  []PathDot
	Lines []Trail
}

// A PathDot is somebody on the drawing, with their name under it.
type PathDot struct {
	X, Y, NameY string
	Name        string
	Me          bool
}

func (*ReachPage) template() string { return "reach" }
func (*ReachPage) section() string  { return "reach" }

// reachPage answers GET /reach.
func reachPage(v *visit) error {
	page := &ReachPage{Page: v.newPage(), Asked: network.OneLine(v.r.URL.Query().Get("q"))}
	if page.Asked == "" {
		list, err := v.app().ReachTargets(v.ctx(), v.keeper(), v.p)
		if err != nil {
			return err
		}
		for _, t := range list {
			if n := len(page.Goals); n == 0 || page.Goals[n-1].Text != t.Goal.Name {
				page.Goals = append(page.Goals, GoalTargets{Text: t.Goal.Name})
			}
			target := t.Target
			if t.Person != "" {
				target = t.Person
			}
			g := &page.Goals[len(page.Goals)-1]
			g.Targets = append(g.Targets, TargetLine{t.Target, query("/reach", "q", target), t.Text})
		}
		return v.show(page)
	}
	page.Asked = clip(page.Asked, network.MaxNameLen)
	r, err := v.app().Reach(v.ctx(), v.keeper(), v.p, app.ReachAsk{Target: page.Asked})
	var many *app.TooMany
	if errors.As(err, &many) {
		for _, p := range many.People {
			page.Many = append(page.Many, Face{p.ID, p.Name})
		}
		return v.show(page)
	}
	if err != nil {
		return err
	}
	if r.Kind == app.ReachPerson && r.To[0].Name != "" { // asked by id, shown by name
		page.Asked = r.To[0].Name
	}
	w := v.witness()
	for _, d := range r.Direct {
		w.hear(d.Why.Reason)
	}
	for _, p := range r.Paths {
		w.hearPath(p)
	}
	if err := w.read(); err != nil {
		return err
	}
	for _, d := range r.Direct {
		x := w.said(d.Why)
		x.Text = d.Text + " " + x.Text
		page.Direct = append(page.Direct, x)
	}
	for i, p := range r.Paths {
		page.Paths = append(page.Paths, w.path(fmt.Sprint("path-", i+1), p))
	}
	if r.None != nil {
		page.None = &NoPath{Text: r.None.Text}
		for _, s := range r.None.Create {
			page.None.Create = append(page.None.Create, s.Text)
		}
	}
	return v.show(page)
}

// clip takes the first n characters.
func clip(s string, n int) string {
	if r := []rune(s); len(r) > n {
		return string(r[:n])
	}
	return s
}

func (w *witness) hearPath(p app.ReachPath) {
	for _, g := range p.Evidence {
		w.hear(g.Reason)
	}
	for _, list := range [][]app.Said{p.Spare, p.Tact.Reasons} {
		for _, s := range list {
			w.hear(s.Reason)
		}
	}
	for _, g := range p.GiveFirst {
		w.hear(network.Reason{Facts: g.Facts})
	}
}

// said is a reason that has its words already, with its facts.
func (w *witness) said(s app.Said) Reason { return w.fact(s.Text, s.Facts) }

func (w *witness) fact(text string, refs []network.Ref) Reason {
	out := Reason{Text: text}
	for _, r := range refs {
		if e, ok := w.found[r]; ok {
			out.Facts = append(out.Facts, w.v.evidence(e))
		}
	}
	return out
}

func (w *witness) path(id string, p app.ReachPath) PathCard {
	out := PathCard{
		ID: id, First: Face{p.Through[0].ID, p.Through[0].Name}, Text: p.Text, Next: p.To.ID,
		Tact: w.tact(p.Tact), Draft: Draft{Text: p.Draft},
	}
	if len(p.Through) > 1 {
		out.Next = p.Through[1].ID
	}
	if p.Goal != nil {
		out.Goal = p.Goal.Text
	}
	if p.Email != "" && p.Draft != "" {
		out.Draft.Mailto = mailto(p.Email, p.Draft)
	}
	for _, g := range p.Evidence {
		if n := len(out.Legs); n == 0 || out.Legs[n-1].To.ID != g.To.ID {
			out.Legs = append(out.Legs, LegLine{From: Face{g.From.ID, g.From.Name}, To: Face{g.To.ID, g.To.Name}})
		}
		leg := &out.Legs[len(out.Legs)-1]
		leg.Why = append(leg.Why, w.said(g.Said))
	}
	for _, s := range p.Spare {
		out.Spare = append(out.Spare, w.said(s))
	}
	for _, g := range p.GiveFirst {
		out.Give = append(out.Give, w.fact(g.Text, g.Facts))
	}
	names := []string{w.v.words("web.village.me")}
	for _, n := range p.Through {
		names = append(names, n.Name)
	}
	out.Drawing = drawPath(append(names, p.To.Name))
	return out
}

// drawPath lays the names of a path out, the ones between a little higher.
func drawPath(names []string) PathDrawing {
	const step, low, high = 170, 62, 26
	out := PathDrawing{Box: fmt.Sprintf("0 0 %d 96", step*len(names)), Names: names}
	y := func(i int) int {
		if i > 0 && i < len(names)-1 {
			return high
		}
		return low
	}
	for i, n := range names {
		x := step/2 + i*step
		name := n
		if clipped := clip(n, 20); clipped != n {
			name = clipped + "…"
		}
		out.Dots = append(out.Dots, PathDot{X: fmt.Sprint(x), Y: fmt.Sprint(y(i)), NameY: fmt.Sprint(y(i) + 26), Name: name, Me: i == 0})
		if i > 0 {
			out.Lines = append(out.Lines, Trail{fmt.Sprint(x - step), fmt.Sprint(y(i - 1)), fmt.Sprint(x), fmt.Sprint(y(i))})
		}
	}
	return out
}
