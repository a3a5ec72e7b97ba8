package web

import (
	"strings"

	"entregent/internal/app"
	"entregent/internal/network"
	"entregent/internal/tact"
)

// addAsk answers POST /asks: an ask is prepared, or an introduction. People are
// named by id, or by what was typed.
func addAsk(v *visit) error {
	f := v.r.PostFormValue
	n := app.NewAsk{Introduce: f("form") == "between", To: or(f("to"), strings.TrimSpace(f("toward"))), Kind: tact.Kind(f("kind")), What: f("what")}
	who, err := network.ParseID[network.PersonID](f("person"))
	if name := strings.TrimSpace(f("name")); err != nil && name != "" {
		if who, err = v.app().Find(v.ctx(), v.keeper(), name); err != nil {
			return err
		}
	}
	if n.Introduce || n.To != "" {
		n.Kind = ""
	}
	n.Of = who // the zero one is refused in words
	x, err := v.app().AddAsk(v.ctx(), v.keeper(), v.p, n, v.once())
	if err != nil {
		return err
	}
	return v.then("/asks/"+x.ID, "saved")
}

// sayAsk answers POST /asks/{id}: a step, or that an exchange was none, or that it
// is to go.
func sayAsk(v *visit) error {
	who, err := askID(v)
	if err != nil {
		return err
	}
	f := v.r.PostFormValue
	if sign := f("not"); sign != "" {
		if err := v.app().RefuseSign(v.ctx(), v.keeper(), who, sign); err != nil {
			return err
		}
		return v.then("/asks/"+who.String(), "ask-sign", who.String()+"-"+sign)
	}
	if f("answer") == "remove" {
		if err := v.app().DropAsk(v.ctx(), v.keeper(), who); err != nil {
			return err
		}
		return v.then("/asks", "removed")
	}
	what, side, _ := strings.Cut(f("step"), " ")
	say := app.SayStep{What: network.StepKind(what), Side: network.Side(side), By: f("by")}
	if _, err := v.app().SayStep(v.ctx(), v.keeper(), v.p, who, say); err != nil {
		return err
	}
	return v.then("/asks/"+who.String(), "ask-step", who.String())
}

// undoAsk answers POST /asks/{id}/undo: the last step is taken back.
func undoAsk(v *visit) error {
	who, err := askID(v)
	if err != nil {
		return err
	}
	if _, err := v.app().UndoStep(v.ctx(), v.keeper(), v.p, who); err != nil {
		return err
	}
	return v.then("/asks/"+who.String(), "back")
}

// undoSign answers POST /signs/{id}/undo: the exchange is proposed again.
func undoSign(v *visit) error {
	of, sign, _ := strings.Cut(v.r.PathValue("id"), "-")
	who, err := network.ParseID[network.WishID](of)
	if err != nil {
		return &network.Error{Kind: network.NotFound, Msg: "error.no_such_ask"}
	}
	if err := v.app().UnrefuseSign(v.ctx(), v.keeper(), who, sign); err != nil {
		return err
	}
	return v.then("/asks/"+who.String(), "back")
}
