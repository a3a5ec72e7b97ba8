package sqlstore

import (
	"encoding/json"
	"fmt"
	"math"
	"time"

	"entregent/internal/network"
)

var (
	insertWishes = bulk{"wish", "id, kind, card, person, what, place, from_on, until_on, whom, state, at, confirmed, source, aim, toward, leads"}
	insertPairs  = bulk{"pair", "id, a, b, person_a, person_b, kind, what, on_at, source"}
)

const (
	updateWish = `
		UPDATE wish
		SET kind = ?3, card = ?4, person = ?5, what = ?6, place = ?7, from_on = ?8, until_on = ?9, whom = ?10, state = ?11, at = ?12,
		    confirmed = ?13, source = ?14, aim = ?15, toward = ?16, leads = ?17
		WHERE keeper = ?1 AND id = ?2`

	deleteWish = `
		DELETE FROM wish
		WHERE keeper = ?1 AND id = ?2`

	selectWishes = `
		SELECT id, kind, card, person, what, place, from_on, until_on, whom, state, at, confirmed, source, aim, toward, leads
		FROM wish
		WHERE keeper = ?1
		ORDER BY at DESC, id`

	selectAsks = `
		SELECT id, kind, card, person, what, place, from_on, until_on, whom, state, at, confirmed, source, aim, toward, leads
		FROM wish
		WHERE keeper = ?1 AND kind IN ('ask', 'introduce')
		ORDER BY at DESC, id`

	deletePair = `
		DELETE FROM pair
		WHERE keeper = ?1 AND id = ?2`

	selectPairs = `
		SELECT id, a, b, person_a, person_b, kind, what, on_at, source
		FROM pair
		WHERE keeper = ?1
		ORDER BY COALESCE(on_at, -9223372036854775807) DESC, id`

	upsertGathering = `
		INSERT INTO gathering (keeper, id, hosts, about)
		VALUES (?1, ?2, ?3, ?4)
		ON CONFLICT (keeper, id) DO UPDATE SET hosts = excluded.hosts, about = excluded.about`

	selectGatherings = `
		SELECT id, hosts, about
		FROM gathering
		WHERE keeper = ?1
		ORDER BY id`

	upsertLine = `
		INSERT INTO line (keeper, id, at, text, made)
		VALUES (?1, ?2, ?3, ?4, ?5)
		ON CONFLICT (keeper, id) DO UPDATE SET at = excluded.at, text = excluded.text, made = excluded.made`

	selectLine = `
		SELECT id, at, text, made
		FROM line
		WHERE keeper = ?1 AND id = ?2`

	selectLinesBefore = `
		SELECT id, at, text, made
		FROM line
		WHERE keeper = ?1 AND at < ?2
		ORDER BY at DESC, id
		LIMIT ?3`

	deleteLine = `
		DELETE FROM line
		WHERE keeper = ?1 AND id = ?2`
)

func wishDest(w *network.Wish) []any {
	return []any{
		toID(&w.ID), &w.Kind, toID(&w.Card), toID(&w.Person), &w.What, &w.Place, dateDest{&w.From}, dateDest{&w.Until}, &w.Whom, &w.State,
		instant{&w.At}, instant{&w.Confirmed}, &w.Source, &w.Aim, toID(&w.Toward), toID(&w.Leads),
	}
}

func wishRow(w *network.Wish) []any {
	return []any{
		raw(w.ID), clean(w.Kind), rawOrNull(w.Card), rawOrNull(w.Person), clean(w.What), clean(w.Place), w.From.String(), w.Until.String(),
		clean(w.Whom), clean(w.State), w.At.UnixMicro(), micros(w.Confirmed), clean(w.Source),
		clean(w.Aim), rawOrNull(w.Toward), rawOrNull(w.Leads),
	}
}

func (x *tx) AddWishes(ws []network.Wish) error {
	rows := make([]any, 0, len(ws)*insertWishes.width())
	for i := range ws {
		rows = append(rows, wishRow(&ws[i])...)
	}
	_, err := x.insert(insertWishes, rows)
	return err
}

func (x *tx) PutWish(w network.Wish) error {
	n, err := x.exec(updateWish, append([]any{x.key}, wishRow(&w)...)...)
	if err == nil && n == 0 {
		return x.AddWishes([]network.Wish{w})
	}
	return err
}

func (x *tx) DeleteWish(id network.WishID) error {
	return x.deleteWithOrigins(deleteWish, id[:], "error.no_such_wish")
}

// deleteWithOrigins removes one record and what says where it was read.
func (x *tx) deleteWithOrigins(query string, id []byte, absent string) error {
	for _, q := range []string{deleteOrigins, deleteKept} {
		if _, err := x.exec(q, x.key, id); err != nil {
			return err
		}
	}
	n, err := x.exec(query, x.key, id)
	if err == nil && n == 0 {
		return notFound(absent)
	}
	return err
}

func (x *tx) Wishes() ([]network.Wish, error) { return collect(x, wishDest, selectWishes, x.key) }

func (x *tx) Asks() ([]network.Wish, error) { return collect(x, wishDest, selectAsks, x.key) }

func (x *tx) AddPairs(ps []network.Pair) error {
	rows := make([]any, 0, len(ps)*insertPairs.width())
	for _, p := range ps {
		rows = append(rows, raw(p.ID), raw(p.A), raw(p.B), rawOrNull(p.PersonA), rawOrNull(p.PersonB), clean(p.Kind), clean(p.What), micros(p.On), clean(p.Source))
	}
	_, err := x.insert(insertPairs, rows)
	return err
}

func (x *tx) DeletePair(id network.PairID) error {
	return x.deleteWithOrigins(deletePair, id[:], "error.no_such_pair")
}

func (x *tx) Pairs() ([]network.Pair, error) {
	return collect(x, func(p *network.Pair) []any {
		return []any{toID(&p.ID), toID(&p.A), toID(&p.B), toID(&p.PersonA), toID(&p.PersonB), &p.Kind, &p.What, instant{&p.On}, &p.Source}
	}, selectPairs, x.key)
}

func (x *tx) PutGathering(g network.Gathering) error {
	_, err := x.exec(upsertGathering, x.key, raw(g.ID), bit(g.Hosts), clean(g.About))
	return err
}

func (x *tx) Gatherings() ([]network.Gathering, error) {
	return collect(x, func(g *network.Gathering) []any { return []any{toID(&g.ID), &g.Hosts, &g.About} }, selectGatherings, x.key)
}

func (x *tx) PutLine(l network.Line) error {
	if l.Made == nil {
		l.Made = []network.Ref{}
	}
	made, err := json.Marshal(l.Made)
	if err != nil {
		return fmt.Errorf("sqlstore: line: %w", err)
	}
	_, err = x.exec(upsertLine, x.key, raw(l.ID), l.At.UnixMicro(), clean(l.Text), clean(string(made)))
	return err
}

// A lineRow is a line with what was made of it still as text.
type lineRow struct {
	network.Line
	made []byte
}

func lineDest(r *lineRow) []any {
	return []any{toID(&r.ID), instant{&r.At}, &r.Text, &r.made}
}

func (r lineRow) read() (network.Line, error) {
	if err := json.Unmarshal(r.made, &r.Made); err != nil {
		return r.Line, fmt.Errorf("sqlstore: line %s: %w", r.ID, err)
	}
	return r.Line, nil
}

func (x *tx) Line(id network.LineID) (network.Line, error) {
	r, err := one(x, notFound("error.no_such_line"), lineDest, selectLine, x.key, raw(id))
	if err != nil {
		return network.Line{}, err
	}
	return r.read()
}

func (x *tx) DeleteLine(id network.LineID) error {
	n, err := x.exec(deleteLine, x.key, raw(id))
	if err == nil && n == 0 {
		return notFound("error.no_such_line")
	}
	return err
}

func (x *tx) LinesBefore(before time.Time, limit int) ([]network.Line, error) {
	at := int64(math.MaxInt64)
	if !before.IsZero() {
		at = before.UnixMicro()
	}
	rows, err := collect(x, lineDest, selectLinesBefore, x.key, at, int64(limit))
	if err != nil {
		return nil, err
	}
	out := make([]network.Line, len(rows))
	for i, r := range rows {
		if out[i], err = r.read(); err != nil {
			return nil, err
		}
	}
	return out, nil
}
