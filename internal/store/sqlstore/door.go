package sqlstore

import (
	"bytes"
	"slices"
	"time"

	"entregent/internal/network"
	"entregent/internal/store"
)

const (
	upsertSession = `
		INSERT INTO session (keeper, hash, once, created, seen, expires, agent)
		VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)
		ON CONFLICT (keeper, hash) DO UPDATE
		SET once = excluded.once, created = excluded.created, seen = excluded.seen, expires = excluded.expires, agent = excluded.agent`

	selectSession = `
		SELECT hash, once, created, seen, expires, agent
		FROM session
		WHERE keeper = ?1 AND hash = ?2`

	selectSessions = `
		SELECT hash, once, created, seen, expires, agent
		FROM session
		WHERE keeper = ?1
		ORDER BY created DESC, hash`

	deleteSession = `
		DELETE FROM session
		WHERE keeper = ?1 AND hash = ?2`

	deleteSessions = `
		DELETE FROM session
		WHERE keeper = ?1`

	selectSecret = `
		SELECT value
		FROM secret
		WHERE keeper = ?1 AND name = ?2`

	upsertSecret = `
		INSERT INTO secret (keeper, name, value)
		VALUES (?1, ?2, ?3)
		ON CONFLICT (keeper, name) DO UPDATE SET value = excluded.value`

	deleteSecret = `
		DELETE FROM secret
		WHERE keeper = ?1 AND name = ?2`

	selectDone = `
		SELECT answer
		FROM done
		WHERE keeper = ?1 AND name = ?2`

	insertDone = `
		INSERT INTO done (keeper, name, answer, at)
		VALUES (?1, ?2, ?3, ?4)`
)

func sessionDest(s *store.Session) []any {
	return []any{hashDest{&s.Hash}, &s.Once, instant{&s.Created}, instant{&s.Seen}, instant{&s.Expires}, &s.Agent}
}

func (x *tx) PutSession(s store.Session) error {
	_, err := x.exec(upsertSession, x.key, s.Hash[:], bit(s.Once), s.Created.UnixMicro(), micros(s.Seen), s.Expires.UnixMicro(), clean(s.Agent))
	return err
}

func (x *tx) Session(hash [32]byte) (store.Session, error) {
	return one(x, notFound("error.no_such_session"), sessionDest, selectSession, x.key, hash[:])
}

func (x *tx) Sessions() ([]store.Session, error) {
	return collect(x, sessionDest, selectSessions, x.key)
}

func (x *tx) DropSession(hash [32]byte) (err error) {
	if hash == ([32]byte{}) {
		_, err = x.exec(deleteSessions, x.key)
	} else {
		_, err = x.exec(deleteSession, x.key, hash[:])
	}
	return err
}

func (x *tx) Secret(name string) ([]byte, error) {
	return one(x, nil, func(b *[]byte) []any { return []any{b} }, selectSecret, x.key, clean(name))
}

func (x *tx) PutSecret(name string, value []byte) (err error) {
	if value == nil {
		_, err = x.exec(deleteSecret, x.key, clean(name))
	} else {
		_, err = x.exec(upsertSecret, x.key, clean(name), value)
	}
	return err
}

func (x *tx) Done(key string) (answer []byte, ok bool, err error) {
	as, err := collect(x, func(b *[]byte) []any { return []any{b} }, selectDone, x.key, clean(key))
	if err != nil || len(as) == 0 {
		return nil, false, err
	}
	return as[0], true, nil
}

func (x *tx) PutDone(key string, answer []byte, at time.Time) error {
	_, err := x.exec(insertDone, x.key, clean(key), bytesOrNull(answer), at.UnixMicro())
	return err
}

func sortIDs[Of any](ids []network.ID[Of]) {
	slices.SortFunc(ids, func(a, b network.ID[Of]) int { return bytes.Compare(a[:], b[:]) })
}
