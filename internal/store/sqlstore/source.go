package sqlstore

import (
	"encoding/json"
	"time"

	"entregent/internal/network"
	"entregent/internal/store"
)

const (
	upsertSource = `
		INSERT INTO source (keeper, id, kind, name, address, account, folders, words, near, every, paused, at, state, read_at, tried_at, failures, told)
		VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17)
		ON CONFLICT (keeper, id) DO UPDATE
		SET kind = excluded.kind, name = excluded.name, address = excluded.address, account = excluded.account, folders = excluded.folders,
		    words = excluded.words, near = excluded.near, every = excluded.every, paused = excluded.paused, at = excluded.at,
		    state = excluded.state, read_at = excluded.read_at, tried_at = excluded.tried_at, failures = excluded.failures, told = excluded.told`

	selectSource = `
		SELECT id, kind, name, address, account, folders, words, near, every, paused, at, state, read_at, tried_at, failures, told
		FROM source
		WHERE keeper = ?1 AND id = ?2`

	selectSources = `
		SELECT id, kind, name, address, account, folders, words, near, every, paused, at, state, read_at, tried_at, failures, told
		FROM source
		WHERE keeper = ?1
		ORDER BY at, id`

	deleteSource = `
		DELETE FROM source
		WHERE keeper = ?1 AND id = ?2`

	insertTaken = `
		INSERT INTO taken (keeper, batch, source)
		VALUES (?1, ?2, ?3)
		ON CONFLICT DO NOTHING`

	selectTaken = `
		SELECT t.batch
		FROM taken t
		CROSS JOIN batch b
		WHERE t.keeper = ?1 AND t.source = ?2 AND b.keeper = ?1 AND b.id = t.batch
		ORDER BY b.seq DESC, b.id`
)

func sourceDest(s *store.Source) []any {
	return []any{
		toID(&s.ID), &s.Kind, &s.Name, &s.Address, &s.Account, jsonDest{&s.Folders}, &s.Words, &s.Near, (*int64)(&s.Every), &s.Paused, instant{&s.At},
		&s.State, instant{&s.Read}, instant{&s.Tried}, &s.Failures, &s.Told,
	}
}

// A jsonDest is where a column of JSON goes.
type jsonDest struct{ p any }

func (d jsonDest) Scan(src any) error {
	switch v := src.(type) {
	case string:
		return json.Unmarshal([]byte(v), d.p)
	case []byte:
		return json.Unmarshal(v, d.p)
	}
	return nil
}

func (x *tx) PutSource(s store.Source) error {
	folders, err := json.Marshal(append([]string{}, s.Folders...))
	if err != nil {
		return err
	}
	state, err := compact(s.State)
	if err != nil {
		return err
	}
	told, err := compact(s.Told)
	if err != nil {
		return err
	}
	_, err = x.exec(upsertSource, x.key, raw(s.ID), clean(s.Kind), clean(s.Name), clean(s.Address), clean(s.Account), clean(string(folders)), bit(s.Words),
		bit(s.Near), int64(s.Every/time.Second), bit(s.Paused), s.At.UnixMicro(), state, micros(s.Read), micros(s.Tried), s.Failures, told)
	return err
}

// inSeconds turns the column "every", which is in seconds, into what it means.
func inSeconds(s store.Source) store.Source {
	s.Every *= time.Second
	return s
}

func (x *tx) Source(id network.SourceID) (store.Source, error) {
	s, err := one(x, notFound("error.no_such_source", id.String()), sourceDest, selectSource, x.key, raw(id))
	return inSeconds(s), err
}

func (x *tx) Sources() ([]store.Source, error) {
	all, err := collect(x, sourceDest, selectSources, x.key)
	for i := range all {
		all[i] = inSeconds(all[i])
	}
	return all, err
}

func (x *tx) DropSource(id network.SourceID) error {
	n, err := x.exec(deleteSource, x.key, raw(id))
	if err == nil && n == 0 {
		return notFound("error.no_such_source", id.String())
	}
	return err
}

func (x *tx) PutTaken(s network.SourceID, b network.BatchID) error {
	_, err := x.exec(insertTaken, x.key, raw(b), raw(s))
	return err
}

func (x *tx) TakenBy(s network.SourceID) ([]network.BatchID, error) {
	return collect(x, func(b *network.BatchID) []any { return []any{toID(b)} }, selectTaken, x.key, raw(s))
}
