package sqlstore

import (
	"entregent/internal/network"
	"entregent/internal/store"
)

const (
	selectDayList = `
		SELECT list
		FROM day_list
		WHERE keeper = ?1 AND day = ?2`

	selectDayLists = `
		SELECT day, list
		FROM day_list
		WHERE keeper = ?1 AND day >= ?2 AND day <= ?3
		ORDER BY day`

	upsertDayList = `
		INSERT INTO day_list (keeper, day, list)
		VALUES (?1, ?2, ?3)
		ON CONFLICT (keeper, day) DO UPDATE SET list = excluded.list`

	upsertAnswer = `
		INSERT INTO answer (keeper, kind, subject, verdict, person, detail, at, until)
		VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)
		ON CONFLICT (keeper, kind, subject) DO UPDATE
		SET verdict = excluded.verdict, person = excluded.person, detail = excluded.detail, at = excluded.at, until = excluded.until`

	deleteAnswer = `
		DELETE FROM answer
		WHERE keeper = ?1 AND kind = ?2 AND subject = ?3`

	selectAnswers = `
		SELECT kind, subject, verdict, person, detail, at, until
		FROM answer
		WHERE keeper = ?1
		ORDER BY at, kind, subject`

	selectAnswersOfKind = `
		SELECT kind, subject, verdict, person, detail, at, until
		FROM answer
		WHERE keeper = ?1 AND kind = ?2
		ORDER BY at, kind, subject`
)

func (x *tx) DayList(day network.Day) ([]byte, error) {
	return one(x, nil, func(b *[]byte) []any { return []any{b} }, selectDayList, x.key, int64(day))
}

func (x *tx) PutDayList(day network.Day, list []byte) error {
	text, err := compact(list)
	if err != nil {
		return err
	}
	_, err = x.exec(upsertDayList, x.key, int64(day), text)
	return err
}

func (x *tx) DayLists(from, to network.Day, fn func(day network.Day, list []byte) error) error {
	type row struct {
		day  network.Day
		list []byte
	}
	rs, err := collect(x, func(r *row) []any { return []any{&r.day, &r.list} }, selectDayLists, x.key, int64(from), int64(to))
	for _, r := range rs {
		if err := fn(r.day, r.list); err != nil {
			return err
		}
	}
	return err
}

func (x *tx) PutAnswer(a store.Answer) error {
	_, err := x.exec(upsertAnswer, x.key, clean(a.Kind), clean(a.Subject), clean(a.Verdict), rawOrNull(a.Person), clean(a.Detail), a.At.UnixMicro(), a.Until.String())
	return err
}

func (x *tx) DropAnswer(kind, subject string) error {
	n, err := x.exec(deleteAnswer, x.key, clean(kind), clean(subject))
	if err == nil && n == 0 {
		return notFound("error.no_such_answer")
	}
	return err
}

func (x *tx) Answers(kind string) ([]store.Answer, error) {
	dest := func(a *store.Answer) []any {
		return []any{&a.Kind, &a.Subject, &a.Verdict, toID(&a.Person), &a.Detail, instant{&a.At}, dateDest{&a.Until}}
	}
	if kind == "" {
		return collect(x, dest, selectAnswers, x.key)
	}
	return collect(x, dest, selectAnswersOfKind, x.key, clean(kind))
}
