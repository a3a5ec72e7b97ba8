package app

import (
	"context"
	"strconv"
	"strings"

	"entregent/internal/network"
	"entregent/internal/store"
	"entregent/internal/year"
)

// What the keeper says of the review of a year is kept as answers of kind "year":
// the subject is the year and the person, the verdict their place, the detail a
// word of the keeper's own. So it is exported, goes with the person, and comes
// back each time the review is written.
const yearKind = "year"

// A YearSaid is what the keeper says of somebody in the review of a year.
type YearSaid struct {
	Place year.Said // "" leaves it to the records
	Word  string    // at most MaxYearWord bytes
}

// MaxYearWord is the greatest length of a word in the review, in bytes.
const MaxYearWord = 500

func yearSubject(n int, id network.PersonID) string { return strconv.Itoa(n) + "-" + id.String() }

// SayYear notes what the keeper says of somebody in the review of a year. Saying
// nothing takes back what was said.
func (a *App) SayYear(ctx context.Context, keeper network.KeeperID, n int, id network.PersonID, say YearSaid) error {
	say.Word = strings.TrimSpace(strings.ToValidUTF8(say.Word, "\uFFFD"))
	switch {
	case n < 1 || n > 9999:
		return &network.Error{Kind: network.Invalid, Field: "year", Msg: "error.not_understood", Args: []any{strconv.Itoa(n)}}
	case say.Place != "" && say.Place != year.Counts && say.Place != year.Not:
		return &network.Error{Kind: network.Invalid, Field: "place", Msg: "error.not_understood", Args: []any{string(say.Place)}}
	case len(say.Word) > MaxYearWord:
		return &network.Error{Kind: network.Invalid, Field: "word", Msg: "error.fact_too_long", Args: []any{MaxYearWord}}
	}
	return a.Store.Update(ctx, keeper, func(tx store.Tx) error {
		p, err := person(tx, id)
		if err != nil {
			return err
		}
		if say == (YearSaid{}) {
			return ignoreMissing(tx.DropAnswer(yearKind, yearSubject(n, p.ID)))
		}
		return tx.PutAnswer(store.Answer{
			Kind: yearKind, Subject: yearSubject(n, p.ID), Verdict: string(say.Place), Person: p.ID, Detail: say.Word, At: a.Now(),
		})
	})
}

// YearSaidOf returns what the keeper has said of somebody in the review of a year.
func (a *App) YearSaidOf(ctx context.Context, keeper network.KeeperID, n int, id network.PersonID) (out YearSaid, err error) {
	err = a.Store.View(ctx, keeper, func(tx store.Tx) error {
		p, err := person(tx, id)
		if err != nil {
			return err
		}
		said, err := yearSaid(tx, n)
		out = said[p.ID]
		return err
	})
	return out, err
}

// yearSaid reads what was said of a year, by person; of somebody who was merged
// since, by whom they are part of now.
func yearSaid(tx store.Tx, n int) (map[network.PersonID]YearSaid, error) {
	all, err := tx.Answers(yearKind)
	out := map[network.PersonID]YearSaid{}
	for _, x := range all {
		if strings.HasPrefix(x.Subject, strconv.Itoa(n)+"-") {
			p, err := whoever(tx, x.Person)
			if err != nil {
				continue // gone
			}
			out[p.ID] = YearSaid{year.Said(x.Verdict), x.Detail}
		}
	}
	return out, err
}
