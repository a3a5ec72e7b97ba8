package sqlstore

import (
	"entregent/internal/network"
)

var insertAims = bulk{"aim", "goal, n, kind, what, card, person"}

const (
	upsertGoal = `
		INSERT INTO goal (keeper, id, what, from_on, until_on, state, at, ended)
		VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)
		ON CONFLICT (keeper, id) DO UPDATE
		SET what = excluded.what, from_on = excluded.from_on, until_on = excluded.until_on, state = excluded.state,
		    at = excluded.at, ended = excluded.ended`

	deleteGoal = `
		DELETE FROM goal
		WHERE keeper = ?1 AND id = ?2`

	deleteAims = `
		DELETE FROM aim
		WHERE keeper = ?1 AND goal = ?2`

	selectGoals = `
		SELECT id, what, from_on, until_on, state, at, ended
		FROM goal
		WHERE keeper = ?1
		ORDER BY at DESC, id`

	selectAims = `
		SELECT goal, kind, what, card, person
		FROM aim
		WHERE keeper = ?1
		ORDER BY goal, n`
)

func (x *tx) PutGoal(g network.Goal) error {
	_, err := x.exec(upsertGoal, x.key, raw(g.ID), clean(g.What), g.From.String(), g.Until.String(), clean(g.State), g.At.UnixMicro(), micros(g.Ended))
	if err != nil {
		return err
	}
	if _, err := x.exec(deleteAims, x.key, raw(g.ID)); err != nil {
		return err
	}
	rows := make([]any, 0, len(g.Aims)*insertAims.width())
	for i, a := range g.Aims {
		rows = append(rows, raw(g.ID), int64(i), clean(a.Kind), clean(a.What), rawOrNull(a.Card), rawOrNull(a.Person))
	}
	_, err = x.insert(insertAims, rows)
	return err
}

func (x *tx) DeleteGoal(id network.GoalID) error {
	if _, err := x.exec(deleteAims, x.key, raw(id)); err != nil {
		return err
	}
	n, err := x.exec(deleteGoal, x.key, raw(id))
	if err == nil && n == 0 {
		return notFound("error.no_such_goal")
	}
	return err
}

func (x *tx) Goals() ([]network.Goal, error) {
	goals, err := collect(x, func(g *network.Goal) []any {
		return []any{toID(&g.ID), &g.What, dateDest{&g.From}, dateDest{&g.Until}, &g.State, instant{&g.At}, instant{&g.Ended}}
	}, selectGoals, x.key)
	if err != nil || len(goals) == 0 {
		return goals, err
	}
	type row struct {
		goal network.GoalID
		network.Aim
	}
	at := map[network.GoalID]int{}
	for i, g := range goals {
		at[g.ID] = i
	}
	return goals, each(x, func(r *row) []any {
		return []any{toID(&r.goal), &r.Kind, &r.What, toID(&r.Card), toID(&r.Person)}
	}, func(r row) error {
		g := &goals[at[r.goal]]
		g.Aims = append(g.Aims, r.Aim)
		return nil
	}, selectAims, x.key)
}
