package sqlstore

import (
	"entregent/internal/network"
)

const openQuestionColumns = `id, card, person, hash, at, until_at, withdrawn, lang, familiar, named, answered, met_how, call_for, to_meet`

const (
	upsertOpenQuestion = `
		INSERT INTO open_question (keeper, ` + openQuestionColumns + `)
		VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15)
		ON CONFLICT (keeper, id) DO UPDATE
		SET card = excluded.card, person = excluded.person, hash = excluded.hash, at = excluded.at, until_at = excluded.until_at,
		    withdrawn = excluded.withdrawn, lang = excluded.lang, familiar = excluded.familiar, named = excluded.named,
		    answered = excluded.answered, met_how = excluded.met_how, call_for = excluded.call_for, to_meet = excluded.to_meet`

	deleteOpenQuestion = `
		DELETE FROM open_question
		WHERE keeper = ?1 AND id = ?2`

	selectOpenQuestions = `
		SELECT ` + openQuestionColumns + `
		FROM open_question
		WHERE keeper = ?1
		ORDER BY at DESC, id`

	selectOpenQuestionByHash = `
		SELECT ` + openQuestionColumns + `
		FROM open_question
		WHERE keeper = ?1 AND hash = ?2`
)

func openQuestionDest(q *network.OpenQuestion) []any {
	return []any{
		toID(&q.ID), toID(&q.Card), toID(&q.Person), hashOrNull{&q.Hash}, instant{&q.At}, instant{&q.Until}, instant{&q.Withdrawn}, &q.Lang, &q.Familiar,
		&q.Named, instant{&q.Answered}, &q.MetHow, &q.CallFor, &q.ToMeet,
	}
}

// A hashOrNull takes 32 bytes, or NULL as none.
type hashOrNull struct{ p *[32]byte }

func (d hashOrNull) Scan(src any) error {
	if src == nil {
		*d.p = [32]byte{}
		return nil
	}
	return hashDest(d).Scan(src)
}

func (x *tx) PutOpenQuestion(q network.OpenQuestion) error {
	var hash any
	if q.Hash != [32]byte{} {
		hash = q.Hash[:]
	}
	_, err := x.exec(upsertOpenQuestion, x.key, raw(q.ID), raw(q.Card), raw(q.Person), hash, q.At.UnixMicro(), q.Until.UnixMicro(), micros(q.Withdrawn),
		clean(q.Lang), clean(q.Familiar), bit(q.Named), micros(q.Answered), clean(q.MetHow), clean(q.CallFor), clean(q.ToMeet))
	return err
}

func (x *tx) DeleteOpenQuestion(id network.QuestionID) error {
	n, err := x.exec(deleteOpenQuestion, x.key, raw(id))
	if err == nil && n == 0 {
		return notFound("error.no_such_question")
	}
	return err
}

func (x *tx) OpenQuestions() ([]network.OpenQuestion, error) {
	return collect(x, openQuestionDest, selectOpenQuestions, x.key)
}

func (x *tx) OpenQuestionByHash(hash [32]byte) (network.OpenQuestion, error) {
	return one(x, notFound("error.no_such_question"), openQuestionDest, selectOpenQuestionByHash, x.key, hash[:])
}
