package sqlstore

import (
	"slices"
	"time"

	"entregent/internal/network"
	"entregent/internal/store"
)

var insertPresences = bulk{"presence", "person, at, encounter, card, day, channel, size, thanks, question, direction, contact, cc_only, role, status, state"}

const (
	selectWith = `
		SELECT encounter, card, person, role, status, direction, contact, state, cc_only
		FROM presence
		WHERE keeper = ?1 AND encounter IN (IDS)
		ORDER BY encounter, card`

	selectContactsOf = `
		SELECT person, encounter, at, day, channel, direction, size, contact, cc_only, thanks, question, card
		FROM presence
		WHERE keeper = ?1 AND person = ?2 AND (at, encounter, card) > (?3, ?4, ?5) AND state <> 'withdrawn'
		ORDER BY at, encounter, card
		LIMIT ?6`

	selectContactsFrom = `
		SELECT person, encounter, at, day, channel, direction, size, contact, cc_only, thanks, question, card
		FROM presence
		WHERE keeper = ?1 AND person = ?2 AND at >= ?3 AND at < ?4 AND state <> 'withdrawn'
		ORDER BY at, encounter, card`

	selectContacts = `
		SELECT person, encounter, at, day, channel, direction, size, contact, cc_only, thanks, question, card
		FROM presence
		WHERE keeper = ?1 AND (person, at, encounter, card) > (?2, ?3, ?4, ?5) AND state <> 'withdrawn'
		ORDER BY person, at, encounter, card
		LIMIT ?6`

	selectPlaces = `
		SELECT person, encounter, at, day, channel, direction, size, contact, cc_only, thanks, question, card
		FROM presence
		WHERE keeper = ?1 AND (person, at, encounter, card) > (?2, ?3, ?4, ?5)
		ORDER BY person, at, encounter, card
		LIMIT ?6`

	selectTogether = `
		SELECT encounter
		FROM presence
		WHERE keeper = ?1 AND encounter > ?2 AND size <= ?3 AND state = '' AND person <> ?4
		GROUP BY encounter
		HAVING count(*) > 1
		ORDER BY encounter
		LIMIT ?5`

	updateDay = `
		UPDATE presence
		SET day = ?6
		WHERE keeper = ?1 AND person = ?2 AND at = ?3 AND encounter = ?4 AND card = ?5`
)

// addPresences records everyone present in encounters that are there. Those
// already present stay as they are.
func (x *tx) addPresences(es []network.Encounter) error {
	zone, err := x.inZone()
	if err != nil {
		return err
	}
	rows := make([]any, 0, len(es)*insertPresences.width())
	for i := range es {
		e := &es[i]
		day := int64(network.DayOf(e.At, zone))
		for _, p := range e.With {
			rows = append(rows, raw(p.Person), e.At.UnixMicro(), raw(e.ID), raw(p.Card), day, clean(e.Channel), int64(e.Size), bit(e.Thanks), bit(e.Question),
				clean(p.Direction), bit(p.Contact), bit(p.CcOnly), clean(p.Role), clean(p.Status), clean(p.State))
		}
	}
	_, err = x.insert(insertPresences, rows)
	return err
}

// addWith fills in who was present.
func (x *tx) addWith(es []network.Encounter) error {
	type row struct {
		encounter network.EncounterID
		network.Presence
	}
	at := make(map[network.EncounterID]int, len(es))
	ids := make([][]byte, len(es))
	for i := range es {
		at[es[i].ID] = i
		ids[i] = es[i].ID[:]
	}
	return eachOf(x, ids, func(r *row) []any {
		return []any{toID(&r.encounter), toID(&r.Card), toID(&r.Person), &r.Role, &r.Status, &r.Direction, &r.Contact, &r.State, &r.CcOnly}
	}, func(r row) error {
		e := &es[at[r.encounter]]
		e.With = append(e.With, r.Presence)
		return nil
	}, selectWith)
}

// A place is where a walk over presences stands.
type place struct {
	store.Contact
	card network.CardID
}

func placeDest(p *place) []any {
	return []any{
		toID(&p.Person), toID(&p.Encounter), instant{&p.At}, &p.Day, &p.Channel, &p.Direction, &p.Size, &p.Counts, &p.CcOnly, &p.Thanks, &p.Question, toID(&p.card),
	}
}

// longAgo is before every instant that can be stored.
const longAgo = -1 << 63

func (p *place) after() (at int64, encounter, card []byte) {
	if p == nil {
		return longAgo, make([]byte, 16), make([]byte, 16)
	}
	return p.At.UnixMicro(), p.Encounter[:], p.card[:]
}

func (x *tx) ContactsOf(p network.PersonID, fn func(store.Contact) error) error {
	return walk(func(after *place) ([]place, error) {
		at, e, c := after.after()
		return collect(x, placeDest, selectContactsOf, x.key, raw(p), at, e, c, pageRows)
	}, func(p place) error { return fn(p.Contact) })
}

func (x *tx) ContactsFrom(p network.PersonID, from, before time.Time, fn func(store.Contact) error) error {
	list, err := collect(x, placeDest, selectContactsFrom, x.key, raw(p), from.UnixMicro(), before.UnixMicro())
	for _, p := range list {
		if err := fn(p.Contact); err != nil {
			return err
		}
	}
	return err
}

func (x *tx) AllContacts(fn func(store.Contact) error) error {
	return x.allPlaces(selectContacts, func(p place) error {
		if p.Person.IsZero() {
			return nil // the keeper's own cards
		}
		return fn(p.Contact)
	})
}

func (x *tx) allPlaces(query string, fn func(place) error) error {
	return walk(func(after *place) ([]place, error) {
		var person network.PersonID
		if after != nil {
			person = after.Person
		}
		at, e, c := after.after()
		return collect(x, placeDest, query, x.key, raw(person), at, e, c, pageRows)
	}, fn)
}

func (x *tx) AllTogether(size int, fn func(network.Encounter) error) error {
	var last network.EncounterID
	for {
		ids, err := collect(x, func(id *network.EncounterID) []any { return []any{toID(id)} }, selectTogether, x.key, raw(last), int64(size), make([]byte, 16), pageRows)
		if err != nil || len(ids) == 0 {
			return err
		}
		es, err := x.Encounters(ids)
		if err != nil {
			return err
		}
		for _, e := range inOrder(es) {
			e.With = slices.DeleteFunc(e.With, func(p network.Presence) bool { return p.State != network.Held || p.Person.IsZero() })
			if err := fn(e); err != nil {
				return err
			}
		}
		if len(ids) < pageRows {
			return nil
		}
		last = ids[len(ids)-1]
	}
}

func (x *tx) Redate(zone *time.Location) error {
	x.zone = zone
	x.stir(network.PersonID{})
	return x.allPlaces(selectPlaces, func(p place) error {
		day := network.DayOf(p.At, zone)
		if day == p.Day {
			return nil
		}
		_, err := x.exec(updateDay, x.key, raw(p.Person), p.At.UnixMicro(), raw(p.Encounter), raw(p.card), int64(day))
		return err
	})
}
