package web

import (
	"errors"
	"strconv"
	"strings"

	"entregent/internal/app"
	"entregent/internal/network"
	"entregent/internal/year"
)

// A YearLettersPage holds the letters of thanks of a year, begun.
type YearLettersPage struct {
	Page
	Year    int
	Back    string
	Letters []LetterCard
}

// A LetterCard is one letter, to be changed and sent by other means.
type LetterCard struct {
	ID     string
	Person Face
	For    []string
	Draft  Draft
	Said   string // path of the form that says so
}

// A YearsPage is two years side by side.
type YearsPage struct {
	Page
	Years [2]int
	Rows  []YearsRow
	Lists []YearsList
	Strip [2][]MonthBar
	Back  string
	Prev  string // the same year beside the one before
}

// A YearsRow is one chapter of both.
type YearsRow struct {
	Title string
	N     [2]int
}

// A YearsList is who counted in both, or in one.
type YearsList struct {
	Key    string
	Title  string
	People []Face
	More   int
}

func (*YearLettersPage) template() string { return "letters" }
func (*YearLettersPage) section() string  { return "year" }
func (*YearsPage) template() string       { return "years" }
func (*YearsPage) section() string        { return "year" }

// yearForm reads a year from the request.
func (v *visit) yearForm(name string) (int, error) {
	n, err := strconv.Atoi(v.form(name))
	if err != nil || n < 1 || n > 9999 {
		return 0, &network.Error{Kind: network.NotFound, Msg: "error.not_understood", Args: []any{v.form(name)}}
	}
	return n, nil
}

// yearLetters answers GET /year/letters.
func yearLetters(v *visit) error {
	n, err := v.yearForm("y")
	if err != nil {
		return err
	}
	list, err := v.app().YearLetters(v.ctx(), v.keeper(), n)
	if err != nil {
		return err
	}
	page := &YearLettersPage{Page: v.newPage(), Year: n, Back: yearURL(n)}
	for _, l := range list {
		card := LetterCard{
			ID: l.Person.ID, Person: Face{l.Person.ID, l.Person.Name}, For: v.brought("year.brought_me", l.For),
			Draft: Draft{Text: l.Text}, Said: "/year/thanks/" + strconv.Itoa(n) + "-" + l.Person.ID,
		}
		if l.Email != "" {
			card.Draft.Mailto = mailto(l.Email, l.Text)
		}
		page.Letters = append(page.Letters, card)
	}
	return v.show(page)
}

// yearsBeside answers GET /year/beside.
func yearsBeside(v *visit) error {
	n, err := v.yearForm("y")
	if err != nil {
		return err
	}
	with, err := v.yearForm("with")
	if err != nil {
		return err
	}
	pair, err := v.app().YearsBeside(v.ctx(), v.keeper(), n, with)
	if err != nil {
		return err
	}
	page := &YearsPage{Page: v.newPage(), Years: [2]int{n, with}, Back: yearURL(n), Prev: besideURL(n, with-1)}
	of := [2]map[string][]app.YearPerson{chaptersOf(pair.Years[0]), chaptersOf(pair.Years[1])}
	for _, key := range chapters {
		page.Rows = append(page.Rows, YearsRow{v.words("year.part." + key), [2]int{len(of[0][key]), len(of[1][key])}})
	}
	most := max(tallest(pair.Years[0].Months), tallest(pair.Years[1].Months)) // one scale for both
	for i := range pair.Years {
		page.Strip[i] = v.months(pair.Years[i].Months, most)
	}
	page.list("both", v.words("year.beside.both"), pair.Both)
	page.list("first", v.words("year.beside.only", strconv.Itoa(n)), pair.Only[0])
	page.list("second", v.words("year.beside.only", strconv.Itoa(with)), pair.Only[1])
	return v.show(page)
}

func besideURL(n, with int) string {
	if with < 1 {
		return ""
	}
	return "/year/beside?y=" + strconv.Itoa(n) + "&with=" + strconv.Itoa(with)
}

func (p *YearsPage) list(key, title string, of []app.Named) {
	l := YearsList{Key: key, Title: title, More: max(0, len(of)-someLives)}
	for _, n := range of[:min(len(of), someLives)] {
		l.People = append(l.People, Face{n.ID, n.Name})
	}
	p.Lists = append(p.Lists, l)
}

// sayYear answers POST /year/people: somebody is counted, or not, or a word is
// said of them.
func sayYear(v *visit) error {
	n, err := v.yearForm("y")
	if err != nil {
		return err
	}
	who, err := network.ParseID[network.PersonID](v.r.PostFormValue("person"))
	if err != nil {
		if who, err = v.app().Find(v.ctx(), v.keeper(), strings.TrimSpace(v.r.PostFormValue("name"))); err != nil {
			return v.yearNobody(err)
		}
	}
	was, err := v.app().YearSaidOf(v.ctx(), v.keeper(), n, who)
	if err != nil {
		return err
	}
	say, did := was, "year-said"
	if v.r.PostForm.Has("word") {
		say.Word = v.r.PostFormValue("word")
	}
	switch v.r.PostFormValue("place") {
	case "in":
		say.Place, did = year.Counts, "year-in"
	case "out":
		say.Place, did = year.Not, "year-out"
	case "facts":
		say.Place = ""
	}
	err = v.app().SayYear(v.ctx(), v.keeper(), n, who, say)
	if err != nil && !(say == (app.YearSaid{}) && errors.Is(err, network.NotFound)) { // nothing was said before either
		return err
	}
	of := strconv.Itoa(n) + "-" + who.String()
	if was.Place != "" {
		of += "-" + string(was.Place)
	}
	if was.Place == say.Place {
		return v.then(yearURL(n), "year-said")
	}
	return v.then(yearURL(n), did, of)
}

// yearNobody says that a name means nobody, or several, as a refusal of the form.
func (v *visit) yearNobody(err error) error {
	var many *app.TooMany
	if errors.As(err, &many) {
		return &network.Error{Kind: network.Invalid, Field: "name", Msg: "error.several_called", Args: []any{many.Name}}
	}
	return err
}

// yearOf reads a year and a person, and what may stand after them, from the path.
func (v *visit) yearOf() (n int, who network.PersonID, rest string, err error) {
	year, id, _ := strings.Cut(v.r.PathValue("id"), "-")
	id, rest, _ = strings.Cut(id, "-")
	n, errN := strconv.Atoi(year)
	who, errID := network.ParseID[network.PersonID](id)
	if errN != nil || errID != nil || n < 1 || n > 9999 {
		err = &network.Error{Kind: network.NotFound, Msg: "error.no_such_person"}
	}
	return n, who, rest, err
}

// undoYear answers POST /year/people/{id}/undo: their place is as it was.
func undoYear(v *visit) error {
	n, who, was, err := v.yearOf()
	if err != nil {
		return err
	}
	say, err := v.app().YearSaidOf(v.ctx(), v.keeper(), n, who)
	if err != nil {
		return err
	}
	say.Place = year.Said(was)
	if err := v.app().SayYear(v.ctx(), v.keeper(), n, who, say); err != nil && !errors.Is(err, network.NotFound) {
		return err
	}
	return v.then(yearURL(n), "back")
}

// thankYear answers POST /year/thanks/{id}: thanks were said for all of a year.
func thankYear(v *visit) error { return v.thank(true, "year-thanked") }

// undoThankYear answers POST /year/thanks/{id}/undo.
func undoThankYear(v *visit) error { return v.thank(false, "back") }

func (v *visit) thank(said bool, did string) error {
	n, who, _, err := v.yearOf()
	if err != nil {
		return err
	}
	if err := v.app().ThankYear(v.ctx(), v.keeper(), n, who, said); err != nil {
		return err
	}
	return v.then("/year/letters?y="+strconv.Itoa(n), did, strconv.Itoa(n)+"-"+who.String())
}
