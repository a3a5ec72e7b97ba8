package web

import (
	"entregent/internal/app"
	"entregent/internal/asking"
	"entregent/internal/network"
	"entregent/internal/tact"
)

// An AskBoard is what the keeper has asked, and whom they present to whom, each at
// its place.
type AskBoard struct {
	Page
	Mine    []AskColumn
	Between []AskColumn
	Form    AskForm
	All     bool // those that are over are shown too
	Over    int  // how many there are
}

// Empty reports whether nothing has been asked yet.
func (p *AskBoard) Empty() bool { return len(p.Mine)+len(p.Between)+p.Over == 0 }

// An AskColumn is the asks that stand at one place.
type AskColumn struct {
	Key   string // of the text "web.asks.column.<key>"
	Cards []AskCard
}

// An AskCard is one ask in a few words.
type AskCard struct {
	ID    string
	Title string
	Text  string
	State string // in words
	Since network.Date
	Days  int
	Next  string // the next step in a sentence, "" for none
	On    network.Date
	Due   bool
	Wait  bool   // there is nothing to do but wait
	Sign  string // an exchange that may have been a step
}

// An AskForm prepares an ask.
type AskForm struct {
	Kinds []Choice
}

// An AskPage is one ask with what happened, what is next, and the letters.
type AskPage struct {
	Page
	AskCard
	Between  bool
	Person   Face
	To       *Face
	Timeline []AskEvent
	Signs    []AskSign
	Steps    []AskStep
	Moves    []AskMove
	Give     []Reason
	Tact     *TactView
	Over     bool
	Undo     bool // there is a step to take back
}

// An AskEvent is one step that was taken.
type AskEvent struct {
	On    network.Date
	Text  string
	Shown bool
	Facts []Evidence
}

// An AskSign proposes that an exchange was a step.
type AskSign struct {
	ID    string
	Text  string
	Facts []Evidence
	Moves []AskMove
}

// An AskMove is a step that can be said now.
type AskMove struct {
	What network.StepKind
	Side network.Side
	Text string // of its button
	Main bool
}

// An AskStep is a step to come, with the letter that goes with it.
type AskStep struct {
	ID    string
	Text  string
	On    network.Date
	Due   bool
	Wait  bool
	To    Face
	Draft Draft
	Loop  bool // it stands on the desk as something owed
}

// A TactView is what tact says before an ask.
type TactView struct {
	Verdict string
	Why     []Reason
	Steps   []StepLine
	Smaller string
}

func (*AskBoard) template() string { return "asks" }
func (*AskBoard) section() string  { return "reach" }
func (*AskPage) template() string  { return "ask" }
func (*AskPage) section() string   { return "reach" }

// columns are the places of the board, each with the states that stand there.
var columns = []struct {
	key    string
	states []asking.State
}{
	{"prepare", []asking.State{asking.Drafted}},
	{"wait", []asking.State{asking.Asked, asking.Silent, asking.Declined}},
	{"under_way", []asking.State{asking.Accepted, asking.Made, asking.Met}},
	{"over", []asking.State{asking.Done, asking.Closed}},
}

// asks answers GET /asks.
func asks(v *visit) error {
	page := &AskBoard{Page: v.newPage(), All: v.form("all") != "", Form: v.askForm()}
	list, err := v.app().Asks(v.ctx(), v.keeper(), v.p, app.AskFilter{Both: true, All: true})
	if err != nil {
		return err
	}
	for _, c := range columns {
		var mine, between []AskCard
		for _, x := range list {
			if !contains(c.states, x.State) {
				continue
			}
			if x.Over {
				page.Over++
				if !page.All {
					continue
				}
			}
			if x.Form == asking.Between {
				between = append(between, v.askCard(x))
			} else {
				mine = append(mine, v.askCard(x))
			}
		}
		if len(mine) > 0 {
			page.Mine = append(page.Mine, AskColumn{c.key, mine})
		}
		if len(between) > 0 {
			page.Between = append(page.Between, AskColumn{c.key, between})
		}
	}
	return v.show(page)
}

func contains[T comparable](list []T, x T) bool {
	for _, y := range list {
		if x == y {
			return true
		}
	}
	return false
}

func (v *visit) askForm() (f AskForm) {
	for _, k := range tact.Kinds {
		f.Kinds = append(f.Kinds, Choice{string(k), v.words("ask." + string(k)), k == tact.Advice})
	}
	return f
}

func (v *visit) askCard(x app.Ask) AskCard {
	out := AskCard{ID: x.ID, Title: x.Title, Text: x.Text, State: v.words("asking.state." + string(x.State)), Since: x.Since, Days: x.Days}
	if len(x.Next) > 0 {
		out.Next, out.On, out.Due, out.Wait = x.Next[0].Why.Text, x.Next[0].On, x.Next[0].Due, x.Next[0].Wait
	}
	if len(x.Proposed) > 0 {
		out.Sign = x.Proposed[0].Text
	}
	return out
}

// ask answers GET /asks/{id}.
func ask(v *visit) error {
	who, err := askID(v)
	if err != nil {
		return err
	}
	x, err := v.app().Ask(v.ctx(), v.keeper(), v.p, who)
	if err != nil {
		return err
	}
	w := v.witness()
	hearAsk(w, x)
	if err := w.read(); err != nil {
		return err
	}
	return v.show(v.askPage(x, w))
}

func askID(v *visit) (network.WishID, error) {
	return id[network.WishID](v, "id", "error.no_such_ask")
}

func hearAsk(w *witness, x app.Ask) {
	for _, m := range x.Timeline {
		w.hear(network.Reason{Facts: m.Facts})
	}
	for _, s := range x.Proposed {
		w.hear(network.Reason{Facts: s.Facts})
	}
	if x.Plan == nil {
		return
	}
	for _, s := range x.Plan.Tact.Reasons {
		w.hear(s.Reason)
	}
	for _, g := range x.Plan.GiveFirst {
		w.hear(network.Reason{Facts: g.Facts})
	}
}

func (v *visit) askPage(x app.Ask, w *witness) *AskPage {
	page := &AskPage{
		Page: v.newPage(), AskCard: v.askCard(x), Between: x.Form == asking.Between, Person: Face{x.Person.ID, x.Person.Name}, Over: x.Over,
		Undo: len(x.Timeline) > 1,
	}
	if x.To != nil {
		page.To = &Face{x.To.ID, x.To.Name}
	}
	for _, m := range x.Timeline {
		e := AskEvent{On: m.On, Text: v.words("asking.step." + string(m.What)), Shown: m.Shown, Facts: w.fact("", m.Facts).Facts}
		if m.Who != nil {
			e.Text = m.Who.Name + v.words("web.colon") + e.Text
		}
		page.Timeline = append(page.Timeline, e)
	}
	for _, s := range x.Proposed {
		sign := AskSign{ID: s.ID, Text: s.Text, Facts: w.fact("", s.Facts).Facts}
		for _, m := range s.Steps {
			sign.Moves = append(sign.Moves, v.askMove(x, m))
		}
		page.Signs = append(page.Signs, sign)
	}
	for _, m := range x.Can {
		page.Moves = append(page.Moves, v.askMove(x, m))
	}
	for i, n := range x.Next {
		s := AskStep{ID: "step-" + string(rune('a'+i)), Text: n.Why.Text, On: n.On, Due: n.Due, Wait: n.Wait, To: Face{n.To.ID, n.To.Name}, Draft: Draft{Text: n.Draft}, Loop: n.Loop != ""}
		if n.Email != "" && n.Draft != "" {
			s.Draft.Mailto = mailto(n.Email, n.Draft)
		}
		page.Steps = append(page.Steps, s)
	}
	if x.Plan != nil {
		for _, g := range x.Plan.GiveFirst {
			page.Give = append(page.Give, w.fact(g.Text, g.Facts))
		}
		page.Tact = w.tact(x.Plan.Tact)
	}
	return page
}

// tact is what may be asked, with its reasons and the plan.
func (w *witness) tact(t app.ReachTact) *TactView {
	out := &TactView{Verdict: string(t.Verdict), Smaller: string(t.Smaller)}
	for _, s := range t.Reasons {
		out.Why = append(out.Why, w.said(s))
	}
	for _, s := range t.Steps {
		out.Steps = append(out.Steps, StepLine{s.On, s.Text})
	}
	return out
}

// askMove puts a step into the words of its button. What is likeliest stands out.
func (v *visit) askMove(x app.Ask, m asking.Move) AskMove {
	out := AskMove{What: m.What, Side: m.Side}
	if len(x.Can) > 0 {
		out.Main = m == x.Can[0]
	}
	who := x.Person.Name
	if m.Side == network.Other && x.To != nil {
		who = x.To.Name
	}
	key := "web.asks.do." + string(m.What)
	if form := key + "." + string(x.Form); v.p.Has(form) {
		key = form
	}
	out.Text = v.words(key, who)
	return out
}
