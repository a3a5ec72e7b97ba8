package web

import "entregent/internal/network"

// undoLine answers POST /lines/{id}/undo: the line goes, with all that was made
// of it. One that has gone already is no error.
func undoLine(v *visit) error {
	id, err := network.ParseID[network.LineID](v.r.PathValue("id"))
	if err != nil {
		return &network.Error{Kind: network.NotFound, Msg: "error.no_such_line"}
	}
	if err := v.app().UndoLine(v.ctx(), v.keeper(), id); err != nil && !isNotFound(err) {
		return err
	}
	return v.then(v.back("/"), "back")
}
