package sqlstore

import (
	"entregent/internal/network"
)

var insertEditions = bulk{"edition", "event, file, instance, about, version, since, at"}

const (
	selectEditions = `
		SELECT event, file, instance, about, version, since, at
		FROM edition
		WHERE keeper = ?1 AND event IN (IDS)
		ORDER BY event, file, instance`

	selectAllEditions = `
		SELECT event, file, instance, about, version, since, at
		FROM edition
		WHERE keeper = ?1 AND (event, file, instance) > (?2, ?3, ?4)
		ORDER BY event, file, instance
		LIMIT ?5`

	selectEventsOf = `
		SELECT about, event
		FROM edition
		WHERE keeper = ?1 AND about IN (IDS)`

	selectBatchEvents = `
		SELECT DISTINCT e.event
		FROM file f
		CROSS JOIN edition e
		WHERE f.keeper = ?1 AND f.batch = ?2 AND e.keeper = ?1 AND e.file = f.id`

	deleteBatchEditions = `
		DELETE FROM edition
		WHERE keeper = ?1 AND file IN (SELECT id FROM file WHERE keeper = ?1 AND batch = ?2)`

	// clearEditions leaves said that the instance is known, and that nothing
	// stands for it.
	clearEditions = `
		UPDATE edition
		SET about = NULL
		WHERE keeper = ?1 AND about = ?2`
)

func editionDest(e *network.Edition) []any {
	return []any{toID(&e.Event), toID(&e.File), toID(&e.Instance), toID(&e.About), &e.Version, instant{&e.Since}, instant{&e.At}}
}

func (x *tx) AddEditions(es []network.Edition) error {
	rows := make([]any, 0, len(es)*insertEditions.width())
	for i := range es {
		e := &es[i]
		rows = append(rows, raw(e.Event), raw(e.File), raw(e.Instance), rawOrNull(e.About), e.Version, e.Since.UnixMicro(), micros(e.At))
	}
	_, err := x.insert(insertEditions, rows)
	return err
}

func (x *tx) Editions(events []network.EventID) (map[network.EventID][]network.Edition, error) {
	out := map[network.EventID][]network.Edition{}
	if len(events) == 0 {
		return out, nil
	}
	seen := map[network.EventID]bool{}
	var keys [][]byte
	for i := range events {
		if !seen[events[i]] {
			seen[events[i]] = true
			keys = append(keys, events[i][:])
		}
	}
	err := eachOf(x, keys, editionDest, func(e network.Edition) error {
		out[e.Event] = append(out[e.Event], e)
		return nil
	}, selectEditions)
	return out, err
}

func (x *tx) EventsOf(ids []network.EncounterID) (map[network.EncounterID]network.EventID, error) {
	out := map[network.EncounterID]network.EventID{}
	if len(ids) == 0 {
		return out, nil
	}
	type row struct {
		about network.EncounterID
		event network.EventID
	}
	err := eachOf(x, keysOf(ids), func(r *row) []any { return []any{toID(&r.about), toID(&r.event)} }, func(r row) error {
		out[r.about] = r.event
		return nil
	}, selectEventsOf)
	return out, err
}

func (x *tx) AllEditions(fn func(network.Edition) error) error {
	return walk(func(after *network.Edition) ([]network.Edition, error) {
		if after == nil {
			after = &network.Edition{}
		}
		return collect(x, editionDest, selectAllEditions, x.key, raw(after.Event), raw(after.File), raw(after.Instance), pageRows)
	}, fn)
}

// dropEditions removes what the files of a batch say of events, and returns
// which events that were.
func (x *tx) dropEditions(id network.BatchID) ([]network.EventID, error) {
	events, err := collect(x, func(e *network.EventID) []any { return []any{toID(e)} }, selectBatchEvents, x.key, raw(id))
	if err != nil {
		return nil, err
	}
	sortIDs(events)
	_, err = x.exec(deleteBatchEditions, x.key, raw(id))
	return events, err
}
