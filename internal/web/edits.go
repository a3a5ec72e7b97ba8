package web

import (
	"strconv"
	"strings"

	"entregent/internal/app"
	"entregent/internal/network"
)

// addFact answers POST /people/{id}/facts.
func addFact(v *visit) error {
	who, err := personID(v)
	if err != nil {
		return err
	}
	kind := network.FactKind(v.r.PostFormValue("kind"))
	if !v.p.Has("fact." + string(kind)) {
		return &network.Error{Kind: network.Invalid, Field: "kind", Msg: "error.not_understood", Args: []any{string(kind)}}
	}
	if err := v.app().AddFact(v.ctx(), v.keeper(), who, kind, v.r.PostFormValue("value"), "", v.once()); err != nil {
		return err
	}
	return v.then(v.back("/people/"+who.String()), "saved")
}

// correctFact answers POST /people/{id}/facts/{fact}. What was typed is replaced
// or taken away; beside what was imported a typed fact is set, which is shown
// before it.
func correctFact(v *visit) error {
	who, err := personID(v)
	if err != nil {
		return err
	}
	fid, err := id[network.FactID](v, "fact", "error.no_such_fact")
	if err != nil {
		return err
	}
	old, err := v.factOf(who, fid)
	if err != nil {
		return err
	}
	path := "/people/" + who.String()
	if v.r.PostFormValue("answer") == "remove" {
		if !old.Typed {
			return &network.Error{Kind: network.Invalid, Msg: "error.fact_imported"}
		}
		if err := v.app().DropFact(v.ctx(), v.keeper(), who, fid); err != nil {
			return err
		}
		return v.then(path, "removed")
	}
	value := strings.TrimSpace(v.r.PostFormValue("value"))
	if value == old.Value {
		return v.then(path)
	}
	if err := v.app().AddFact(v.ctx(), v.keeper(), who, old.Kind, value, old.Label, v.once()); err != nil {
		return err
	}
	if old.Typed {
		if err := v.app().DropFact(v.ctx(), v.keeper(), who, fid); err != nil && !isNotFound(err) {
			return err
		}
	}
	return v.then(path, "saved")
}

// factOf finds a fact of a person.
func (v *visit) factOf(who network.PersonID, fact network.FactID) (app.Fact, error) {
	b, err := v.app().Briefing(v.ctx(), v.keeper(), v.p, who, v.app().Now())
	if err != nil {
		return app.Fact{}, err
	}
	for _, f := range b.Facts {
		if f.ID == fact.String() {
			return f, nil
		}
	}
	return app.Fact{}, &network.Error{Kind: network.NotFound, Msg: "error.no_such_fact"}
}

// addHandle answers POST /people/{id}/handles.
func addHandle(v *visit) error {
	who, err := personID(v)
	if err != nil {
		return err
	}
	if err := v.app().AddHandle(v.ctx(), v.keeper(), who, v.r.PostFormValue("value"), v.once()); err != nil {
		return err
	}
	return v.then("/people/"+who.String(), "saved")
}

// decide answers POST /people/{id}/tie. A circle that is full asks, on the page
// of the village, who moves out.
func decide(v *visit) error {
	who, err := personID(v)
	if err != nil {
		return err
	}
	d, err := v.decided()
	if err != nil {
		return err
	}
	now, err := v.app().Briefing(v.ctx(), v.keeper(), v.p, who, v.app().Now())
	if err != nil {
		return err
	}
	circle := d.Circle
	d.Circle, d.StageWord = now.Decided.Circle, now.Decided.StageWord
	if err := v.app().Decide(v.ctx(), v.keeper(), who, d); err != nil {
		return err
	}
	full, err := v.app().Place(v.ctx(), v.keeper(), who, circle)
	if err != nil {
		return err
	}
	if full != nil {
		return v.then(askPlace(who.String(), circle))
	}
	return v.then("/people/"+who.String(), "saved")
}

// decided reads the form of a tie.
func (v *visit) decided() (app.Decided, error) {
	f := v.r.PostFormValue
	d := app.Decided{
		Circle: f("circle"), Stage: f("stage"), Slow: f("slow") != "", Mark: network.Mark(f("mark")),
		Familiar: network.Familiarity(f("address")), Lang: f("tongue"),
	}
	d.Version, _ = strconv.ParseInt(f("version"), 10, 64)
	if s := f("rhythm"); s != "" {
		n, err := strconv.Atoi(s)
		if err != nil {
			return d, &network.Error{Kind: network.Invalid, Field: "rhythm", Msg: "error.not_understood", Args: []any{s}}
		}
		d.Rhythm = n
	}
	if s := f("until"); s != "" {
		date, ok := network.ParseDate(s)
		if !ok {
			return d, &network.Error{Kind: network.Invalid, Field: "until", Msg: "error.not_a_date", Args: []any{s}}
		}
		d.MarkUntil = date
	}
	return d, nil
}

// split answers POST /people/{id}/split: one card is somebody else's.
func split(v *visit) error {
	who, err := personID(v)
	if err != nil {
		return err
	}
	card, err := network.ParseID[network.CardID](v.r.PostFormValue("card"))
	if err != nil {
		return &network.Error{Kind: network.NotFound, Msg: "error.no_such_person"}
	}
	b, err := v.app().Briefing(v.ctx(), v.keeper(), v.p, who, v.app().Now())
	if err != nil {
		return err
	}
	for _, o := range b.Origins {
		other, err := network.ParseID[network.CardID](o.Card)
		if err != nil || other == card {
			continue
		}
		if err := v.app().Same(v.ctx(), v.keeper(), card, other, false); err != nil {
			return err
		}
		return v.then("/people/"+who.String(), "split", pairID(card, other))
	}
	return &network.Error{Kind: network.Conflict, Msg: "error.changed_meanwhile"}
}

// pairID names two cards as app.Same and its answers do: the smaller first.
func pairID(x, y network.CardID) string {
	a, b := x.String(), y.String()
	if string(y[:]) < string(x[:]) {
		a, b = b, a
	}
	return a + "-" + b
}

// pair reads the two cards in the path.
func (v *visit) pair() (x, y network.CardID, err error) {
	a, b, ok := strings.Cut(v.r.PathValue("id"), "-")
	x, errX := network.ParseID[network.CardID](a)
	y, errY := network.ParseID[network.CardID](b)
	if !ok || errX != nil || errY != nil {
		err = &network.Error{Kind: network.NotFound, Msg: "error.no_such_person"}
	}
	return x, y, err
}

// answerProposal answers POST /proposals/{id}: the same person, or two.
func answerProposal(v *visit) error {
	x, y, err := v.pair()
	if err != nil {
		return err
	}
	same := v.r.PostFormValue("answer") == "yes"
	if err := v.app().Same(v.ctx(), v.keeper(), x, y, same); err != nil {
		return err
	}
	did := "different"
	if same {
		did = "same"
	}
	return v.then(v.back("/people"), did, pairID(x, y))
}

// undoProposal answers POST /proposals/{id}/undo: the last word on the two is
// turned round.
func undoProposal(v *visit) error {
	x, y, err := v.pair()
	if err != nil {
		return err
	}
	if err := v.app().Unsay(v.ctx(), v.keeper(), x, y); err != nil {
		return err
	}
	return v.then(v.back("/people"), "back")
}
