package web

import (
	"entregent/internal/app"
	"entregent/internal/network"
)

func encounterID(v *visit) (network.EncounterID, error) {
	return id[network.EncounterID](v, "id", "error.no_such_encounter")
}

// answerEncounter answers POST /encounters/{id}: whether a meeting took place,
// or a correction of what was typed.
func answerEncounter(v *visit) error {
	which, err := encounterID(v)
	if err != nil {
		return err
	}
	switch v.r.PostFormValue("answer") {
	case "yes", "no":
		yes := v.r.PostFormValue("answer") == "yes"
		if err := v.app().AnswerMeeting(v.ctx(), v.keeper(), which, yes); err != nil {
			return err
		}
		did := "not-met"
		if yes {
			did = "met"
		}
		return v.then(v.back("/"), did, which.String())
	case "remove":
		if err := v.app().Forget(v.ctx(), v.keeper(), which); err != nil {
			return err
		}
		return v.then(v.back("/people"), "removed")
	}
	return v.amend(which)
}

// amend writes a typed encounter again, as it was corrected.
func (v *visit) amend(which network.EncounterID) error {
	on, ok := network.ParseDate(v.r.PostFormValue("on"))
	if !ok {
		return &network.Error{Kind: network.Invalid, Field: "on", Msg: "error.not_a_date", Args: []any{v.r.PostFormValue("on")}}
	}
	change := app.Amendment{On: on, Place: v.r.PostFormValue("place"), Note: v.r.PostFormValue("text")}
	if err := v.app().Amend(v.ctx(), v.keeper(), which, change); err != nil {
		return err
	}
	return v.then(v.back("/people"), "saved")
}

// undoEncounter answers POST /encounters/{id}/undo: what was just noted goes,
// and a meeting that was just answered is asked about again.
func undoEncounter(v *visit) error {
	which, err := encounterID(v)
	if err != nil {
		return err
	}
	if err := v.app().UnsayEncounter(v.ctx(), v.keeper(), which); err != nil {
		return err
	}
	return v.then(v.back("/"), "back")
}
