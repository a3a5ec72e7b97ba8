package web

import "entregent/internal/network"

// answerTie answers POST /ties/{id}: what binds two others, corrected or taken
// away.
func answerTie(v *visit) error {
	id, err := network.ParseID[network.PairID](v.r.PathValue("id"))
	if err != nil {
		return network.NotFound
	}
	if v.r.PostFormValue("answer") == "remove" {
		if err := v.app().DropPair(v.ctx(), v.keeper(), id); err != nil {
			return err
		}
		return v.then(v.back("/people"), "removed")
	}
	if err := v.app().EditPair(v.ctx(), v.keeper(), id, v.r.PostFormValue("what")); err != nil {
		return err
	}
	return v.then(v.back("/people"), "saved")
}

// someLines is how many of the lines typed last are listed.
const someLines = 12

// A TypedLine is one line that was typed, to be taken back.
type TypedLine struct {
	ID   string
	Text string
	On   network.Date
}

// lastLines lists what was typed last.
func (v *visit) lastLines() ([]TypedLine, error) {
	list, err := v.app().Lines(v.ctx(), v.keeper(), someLines)
	var out []TypedLine
	for _, l := range list {
		out = append(out, TypedLine{l.ID.String(), l.Text, network.DateOf(l.At.In(v.state.zone))})
	}
	return out, err
}
