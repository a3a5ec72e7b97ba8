package web

import (
	"net/url"
	"strconv"
	"strings"

	"entregent/internal/app"
	"entregent/internal/i18n"
	"entregent/internal/network"
)

// A ProposalsPage asks all that waits for a word of the keeper, one kind at a
// time, each to be answered by one click.
type ProposalsPage struct {
	Page
	Kinds []AskKind
	Asks  []AskLine
	Total int // of the kind shown
	First int // number of the first one shown, from 1
	Back  string
	Prev  string // path of the page before, "" if none
	Next  string
}

// Until is the number of the last one shown.
func (p *ProposalsPage) Until() int { return p.First + len(p.Asks) - 1 }

// An AskKind is one kind of question with how many wait.
type AskKind struct {
	Text string
	N    int
	URL  string
	On   bool
	// Pairs says that there is a page that asks them two at a time.
	Pairs bool
}

// An AskLine is one question.
type AskLine struct {
	Kind  string
	ID    string
	Who   []PersonRow // whom it is about: both of two who may be one
	Text  string      // the question
	What  []string    // what it was about
	Facts []Evidence
}

func (*ProposalsPage) template() string { return "proposals" }
func (*ProposalsPage) section() string  { return "today" }

// someAsks is how many questions one page holds.
const someAsks = 20

// proposals answers GET /proposals.
func proposals(v *visit) error {
	all, err := v.app().Questions(v.ctx(), v.keeper())
	if err != nil {
		return err
	}
	count := map[app.QuestionKind]int{}
	for _, q := range all {
		count[q.Kind]++
	}
	kind := app.QuestionKind(v.form("kind"))
	if count[kind] == 0 && len(all) > 0 {
		kind = all[0].Kind
	}
	page := &ProposalsPage{Page: v.newPage(), Total: count[kind]}
	for _, k := range app.QuestionKinds {
		if count[k] > 0 {
			page.Kinds = append(page.Kinds, AskKind{v.words("web.ask.kind." + string(k)), count[k], asksURL(k, 1), k == kind, k == app.QuestionSame})
		}
	}
	at, _ := strconv.Atoi(v.form("page"))
	last := max(1, (count[kind]+someAsks-1)/someAsks)
	at = min(max(1, at), last)
	page.First, page.Back = (at-1)*someAsks+1, asksURL(kind, at)
	if at > 1 {
		page.Prev = asksURL(kind, at-1)
	}
	if at < last {
		page.Next = asksURL(kind, at+1)
	}
	var shown []app.Question
	for _, q := range all {
		if q.Kind == kind {
			shown = append(shown, q)
		}
	}
	shown = shown[page.First-1 : min(len(shown), page.First-1+someAsks)]
	if page.Asks, err = v.asks(shown); err != nil {
		return err
	}
	return v.show(page)
}

func asksURL(kind app.QuestionKind, page int) string {
	q := url.Values{}
	if kind != "" {
		q.Set("kind", string(kind))
	}
	if page > 1 {
		q.Set("page", strconv.Itoa(page))
	}
	if len(q) == 0 {
		return "/proposals"
	}
	return "/proposals?" + q.Encode()
}

// asks puts questions into words, each with what it rests on.
func (v *visit) asks(list []app.Question) ([]AskLine, error) {
	w := v.witness()
	for _, q := range list {
		w.hear(network.Reason{Facts: q.Facts})
	}
	if err := w.read(); err != nil {
		return nil, err
	}
	out := make([]AskLine, len(list))
	for i, q := range list {
		out[i] = v.ask1(q)
		for _, f := range q.Facts {
			if e, ok := w.found[f]; ok {
				out[i].Facts = append(out[i].Facts, v.evidence(e))
			}
		}
	}
	return out, nil
}

func (v *visit) ask1(q app.Question) AskLine {
	out := AskLine{Kind: string(q.Kind), ID: q.ID, Who: []PersonRow{v.row(q.Person)}, What: q.What}
	switch q.Kind {
	case app.QuestionMeeting:
		out.Who = nil
		for _, n := range q.With {
			row := PersonRow{Face: Face{n.ID, n.Name}}
			if n.ID == q.Person.ID {
				row = v.row(q.Person)
			}
			out.Who = append(out.Who, row)
		}
		out.Text = v.words("web.ask.meeting", *q.On)
	case app.QuestionMark:
		out.Text = v.words("web.ask.mark." + string(q.Mark))
	case app.QuestionSame:
		out.Who = append(out.Who, v.row(q.Other))
		out.Text, out.What = v.words("web.ask.same"), nil
		for _, r := range q.Why {
			out.What = append(out.What, strings.TrimSuffix(v.p.Reason(r), "."))
		}
	case app.QuestionFavour:
		key := "web.favour.received"
		if q.Given {
			key = "web.favour.given"
		}
		said := v.words(key, v.words("favour."+string(q.Favour)))
		for i, n := range q.With { // who was presented
			if said += ", " + n.Name; i == 0 {
				said = strings.TrimSuffix(said, ", "+n.Name) + " " + v.words("web.favour.whom", n.Name)
			}
			out.Who = append(out.Who, PersonRow{Face: Face{n.ID, n.Name}})
		}
		out.Text = v.words("web.ask.favour", i18n.Sentence(said))
	case app.QuestionOpen:
		out.Text = v.openWords(q.Part)
	case app.QuestionPlace:
		out.Text = v.words("web.ask.place", v.circleName(q.Circle))
	}
	return out
}

// answerQuestion answers POST /proposals/{kind}/{id}: yes, no or later. A yes to
// a place in a circle that is full leads to where it is asked who moves out.
func answerQuestion(v *visit) error {
	kind, id, answer := app.QuestionKind(v.r.PathValue("kind")), v.r.PathValue("id"), v.r.PostFormValue("answer")
	err := v.app().Say(v.ctx(), v.keeper(), kind, id, answer)
	if kind == app.QuestionPlace && fieldOf(err) == "circle" && kindOf(err) == network.Conflict {
		who, circle := app.PlaceAsked(id)
		return v.then(askPlace(who, circle))
	}
	if err != nil {
		return err
	}
	return v.then(v.back("/proposals"), string(kind)+"-"+answer, id)
}

// undoQuestion answers POST /proposals/{kind}/{id}/undo.
func undoQuestion(v *visit) error {
	if err := v.app().Unsaid(v.ctx(), v.keeper(), app.QuestionKind(v.r.PathValue("kind")), v.r.PathValue("id")); err != nil {
		return err
	}
	return v.then(v.back("/proposals"), "back")
}
