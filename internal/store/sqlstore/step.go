package sqlstore

import "entregent/internal/network"

const (
	upsertStep = `
		INSERT INTO step (keeper, wish, what, side, at, favour, encounter)
		VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)
		ON CONFLICT (keeper, wish, what, side)
		DO UPDATE SET at = excluded.at, favour = excluded.favour, encounter = excluded.encounter`

	deleteStep = `
		DELETE FROM step
		WHERE keeper = ?1 AND wish = ?2 AND what = ?3 AND side = ?4`

	selectSteps = `
		SELECT wish, what, side, at, favour, encounter
		FROM step
		WHERE keeper = ?1
		ORDER BY wish, at, what, side`
)

func (x *tx) PutStep(s network.Step) error {
	_, err := x.exec(upsertStep, x.key, raw(s.Wish), clean(s.What), clean(s.Side), s.At.UnixMicro(), rawOrNull(s.Favour), rawOrNull(s.Encounter))
	return err
}

func (x *tx) DeleteStep(s network.Step) error {
	n, err := x.exec(deleteStep, x.key, raw(s.Wish), clean(s.What), clean(s.Side))
	if err == nil && n == 0 {
		return notFound("error.no_such_step")
	}
	return err
}

func (x *tx) Steps() ([]network.Step, error) {
	return collect(x, func(s *network.Step) []any {
		return []any{toID(&s.Wish), &s.What, &s.Side, instant{&s.At}, toID(&s.Favour), toID(&s.Encounter)}
	}, selectSteps, x.key)
}
