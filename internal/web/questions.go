package web

import (
	"net/http"
	"strconv"
	"strings"

	"entregent/internal/app"
	"entregent/internal/network"
)

// A QuestionsPage lists the open questions, and where they can be answered.
type QuestionsPage struct {
	Page
	Lines   []QuestionLine
	Waiting bool // an answer waits to be filed
	Address Field
	Name    string
}

// A QuestionLine is three questions put to somebody.
type QuestionLine struct {
	ID       string
	Person   Face
	On       network.Date
	Until    network.Date
	State    string
	Answered network.Date
	Answers  [3]string // how, call, whom
	Serves   bool      // the link opens the page
}

// A QuestionPutPage shows a link, the only time that it can be shown.
type QuestionPutPage struct {
	Page
	ID     string
	Person Face
	URL    string
	Until  network.Date
	Draft  Draft
}

func (*QuestionsPage) template() string   { return "questions" }
func (*QuestionsPage) section() string    { return "known" }
func (*QuestionPutPage) template() string { return "questionput" }
func (*QuestionPutPage) section() string  { return "known" }

func questionLine(q app.OpenQuestion) QuestionLine {
	out := QuestionLine{
		ID: q.ID, Person: Face{q.Person.ID, q.Person.Name}, On: q.On, Until: q.Until, State: q.State, Answers: [3]string{q.MetHow, q.CallFor, q.ToMeet},
		Serves: q.Serves,
	}
	if q.Answered != nil {
		out.Answered = *q.Answered
	}
	return out
}

// questions answers GET /questions.
func questions(v *visit) error {
	page, err := v.questionsPage()
	if err != nil {
		return err
	}
	return v.show(page)
}

func (v *visit) questionsPage() (*QuestionsPage, error) {
	list, err := v.app().OpenQuestions(v.ctx(), v.keeper(), network.PersonID{})
	if err != nil {
		return nil, err
	}
	s := v.state.settings
	page := &QuestionsPage{Page: v.newPage(), Address: Field{Value: s.Public}, Name: s.PublicName}
	page.Path = "/questions"
	for _, q := range list {
		page.Lines = append(page.Lines, questionLine(q))
	}
	asked, err := v.app().Questions(v.ctx(), v.keeper())
	for _, q := range asked {
		page.Waiting = page.Waiting || q.Kind == app.QuestionOpen
	}
	return page, err
}

// putAddress answers POST /questions/address. The address at which the keeper
// reads their own book cannot be that of visitors: it would be theirs no more.
func putAddress(v *visit) error {
	f := v.r.PostFormValue
	err := v.change(func(s *network.Settings) error {
		s.Public, s.PublicName = f("address"), f("name")
		_, host, _ := strings.Cut(s.Public, "://")
		if host = strings.ToLower(strings.TrimSuffix(strings.TrimSpace(host), "/")); host != "" && (v.hosts[host] || host == strings.ToLower(v.r.Host)) {
			return &network.Error{Kind: network.Invalid, Field: "public", Msg: "error.public_is_yours", Args: []any{host}}
		}
		return nil
	})
	if fieldOf(err) == "public" {
		page, other := v.questionsPage()
		if other != nil {
			return other
		}
		page.Address, page.Name = Field{clip(f("address"), 200), v.p.Error(err)}, clip(f("name"), 100)
		return render(v.w, http.StatusBadRequest, page)
	}
	if err != nil {
		return err
	}
	return v.then("/questions#address", "saved")
}

// putQuestion answers POST /people/{id}/question with the link. It is shown now or
// never: only a hash of it is kept.
func putQuestion(v *visit) error {
	who, err := personID(v)
	if err != nil {
		return err
	}
	n := app.NewQuestion{Of: who, Lang: v.p.Lang(), Named: v.r.PostFormValue("named") != ""}
	if s := v.r.PostFormValue("days"); s != "" {
		if n.Days, err = strconv.Atoi(s); err != nil || n.Days == 0 {
			n.Days = -1
		}
	}
	q, err := v.app().PutOpenQuestion(v.ctx(), v.keeper(), n)
	if fieldOf(err) == "public" {
		return v.then("/questions#address")
	}
	if err != nil {
		return err
	}
	page := &QuestionPutPage{Page: v.newPage(), ID: q.ID, Person: Face{q.Person.ID, q.Person.Name}, URL: q.URL, Until: q.Until, Draft: Draft{Text: q.Text}}
	page.Path = "/questions"
	if q.Email != "" {
		page.Draft.Mailto = mailto(q.Email, q.Text)
	}
	return v.show(page)
}

// answerOpen answers POST /questions/{id}: the link is taken back, serves again,
// or all of it goes.
func answerOpen(v *visit) error {
	id := v.r.PathValue("id")
	switch v.r.PostFormValue("answer") {
	case "serve":
		if err := v.app().RestoreQuestion(v.ctx(), v.keeper(), id); err != nil {
			return err
		}
		return v.then(v.back("/questions"), "back")
	case "remove":
		if err := v.app().DropQuestion(v.ctx(), v.keeper(), id); err != nil {
			return err
		}
		return v.then(v.back("/questions"), "removed")
	}
	if err := v.app().WithdrawQuestion(v.ctx(), v.keeper(), id); err != nil {
		return err
	}
	return v.then(v.back("/questions"), "withdrawn", id)
}

// undoOpen answers POST /questions/{id}/undo: the link serves again.
func undoOpen(v *visit) error {
	if err := v.app().RestoreQuestion(v.ctx(), v.keeper(), v.r.PathValue("id")); err != nil && !isNotFound(err) {
		return err
	}
	return v.then(v.back("/questions"), "back")
}

// openWords asks whether one part of an answer is to be kept.
func (v *visit) openWords(part string) string {
	switch part {
	case "how":
		return v.words("web.ask.open.how")
	case "call":
		return v.words("web.ask.open.call")
	}
	return v.words("web.ask.open.whom")
}
