package web

import (
	"strconv"

	"entregent/internal/app"
	"entregent/internal/network"
)

// A FavoursPage is what each brought, in words: never a sum, and of debts only
// the keeper's own.
type FavoursPage struct {
	Page
	Loops   []LoopCard    // what the keeper owes
	Balance []BalanceLine // with those of whom favours are shown
	Favours []FavourEdit
	Prev    string // path of the page before, "" if none
	Next    string
}

// A LoopCard is one thing owed, with the letter that would close it.
type LoopCard struct {
	LoopLine
	Draft Draft
}

// A BalanceLine is how things stand with one person.
type BalanceLine struct {
	Person Face
	Text   string
}

// A FavourEdit is one favour with what may be said of it.
type FavourEdit struct {
	FavourLine
	Person  Face
	What    string
	Outcome string
	Kinds   []Choice
	Typed   bool
	Promise bool // given, and still to be kept
}

func (*FavoursPage) template() string { return "favours" }
func (*FavoursPage) section() string  { return "give" }

// someFavours is how many favours are on one page.
const someFavours = 50

// fromURL is the path of a page of something long, path ending in ? or &.
func fromURL(path string, from int) string { return path + "from=" + strconv.Itoa(max(0, from)) }

// favours answers GET /favours.
func favours(v *visit) error {
	page := &FavoursPage{Page: v.newPage()}
	loops, err := v.app().Loops(v.ctx(), v.keeper(), v.p)
	if err != nil {
		return err
	}
	for _, l := range loops {
		page.Loops = append(page.Loops, loopCard(l))
	}
	from, _ := strconv.Atoi(v.form("from"))
	from = min(max(0, from), everybody)
	got, err := v.app().Favours(v.ctx(), v.keeper(), v.p, app.FavourAsk{From: from, Limit: someFavours})
	if err != nil {
		return err
	}
	if from > 0 {
		page.Prev = fromURL("/favours?", from-someFavours)
		page.Loops = nil // they stand on the first page
	}
	if from+someFavours < got.Total {
		page.Next = fromURL("/favours?", from+someFavours)
	}
	for _, b := range got.Balance {
		page.Balance = append(page.Balance, BalanceLine{Face{b.Person.ID, b.Person.Name}, b.Text})
	}
	for _, f := range got.Favours {
		page.Favours = append(page.Favours, v.favourEdit(f))
	}
	return v.show(page)
}

func loopCard(l app.Loop) LoopCard {
	out := LoopCard{LoopLine: loopLine(l), Draft: Draft{Text: l.Draft}}
	if l.Email != "" && l.Draft != "" {
		out.Draft.Mailto = mailto(l.Email, l.Draft)
	}
	return out
}

func (v *visit) favourEdit(f app.Favour) FavourEdit {
	who := f.From
	if f.From.ID == "" {
		who = f.To
	}
	out := FavourEdit{FavourLine: v.favour(f), Person: Face{who.ID, who.Name}, What: f.What, Outcome: f.Outcome, Typed: f.Typed, Promise: f.State == "promised"}
	for _, k := range network.FavourKinds {
		out.Kinds = append(out.Kinds, Choice{string(k), v.words("favour." + string(k)), k == f.Kind})
	}
	return out
}

// addFavour answers POST /people/{id}/favours.
func addFavour(v *visit) error {
	who, err := personID(v)
	if err != nil {
		return err
	}
	n, err := v.newFavour()
	if err != nil {
		return err
	}
	if _, err := v.app().RecordFavour(v.ctx(), v.keeper(), who, n, v.once()); err != nil {
		return err
	}
	return v.then("/people/"+who.String()+"#give", "saved")
}

func (v *visit) newFavour() (app.NewFavour, error) {
	f := v.r.PostFormValue
	on, err := dateField(f("on"))
	return app.NewFavour{Kind: network.FavourKind(f("kind")), Given: f("given") != "", What: f("what"), On: on}, err
}

// answerFavour answers POST /favours/{id}: what came of it, a correction, or that
// it goes.
func answerFavour(v *visit) error {
	id, err := favourID(v)
	if err != nil {
		return err
	}
	back := v.back("/favours")
	switch v.r.PostFormValue("answer") {
	case "remove":
		if err := v.app().DropFavour(v.ctx(), v.keeper(), id); err != nil {
			return err
		}
		return v.then(back, "removed")
	case "save":
		n, err := v.newFavour()
		if err == nil {
			err = v.app().EditFavour(v.ctx(), v.keeper(), id, n)
		}
		if err != nil {
			return err
		}
		return v.then(back, "saved")
	}
	if err := v.app().SayOutcome(v.ctx(), v.keeper(), id, v.r.PostFormValue("outcome")); err != nil {
		return err
	}
	return v.then(back, "outcome", id.String())
}

func favourID(v *visit) (network.FavourID, error) {
	id, err := network.ParseID[network.FavourID](v.r.PathValue("id"))
	if err != nil {
		err = &network.Error{Kind: network.NotFound, Msg: "error.no_such_favour"}
	}
	return id, err
}

// undoFavour answers POST /favours/{id}/undo.
func undoFavour(v *visit) error {
	id, err := favourID(v)
	if err != nil {
		return err
	}
	if err := v.app().UnsayFavour(v.ctx(), v.keeper(), id); err != nil && !isNotFound(err) {
		return err
	}
	return v.then(v.back("/favours"), "back")
}
