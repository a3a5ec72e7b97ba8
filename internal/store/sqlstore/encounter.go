package sqlstore

import (
	"bytes"
	"cmp"
	"slices"
	"time"

	"entregent/internal/network"
)

var insertEncounters = bulk{"encounter", "id, source, channel, at, subject, excerpt, place, state, mine, my_card, size, lang, thanks, question, familiar, until_at"}

const (
	selectEncounters = `
		SELECT id, source, channel, at, subject, excerpt, place, state, mine, my_card, size, lang, thanks, question, familiar, until_at
		FROM encounter
		WHERE keeper = ?1 AND id IN (IDS)`

	// selectShapes is what presences repeat of an encounter.
	selectShapes = `
		SELECT id, channel, at, size, thanks, question
		FROM encounter
		WHERE keeper = ?1 AND id IN (IDS)`

	selectEncountersOf = `
		SELECT DISTINCT at, encounter
		FROM presence
		WHERE keeper = ?1 AND person = ?2 AND at < ?3 AND state <> 'withdrawn'
		ORDER BY at DESC, encounter
		LIMIT ?4`

	selectProposed = `
		SELECT DISTINCT at, encounter
		FROM presence
		WHERE keeper = ?1 AND state = 'proposed'
		ORDER BY at DESC, encounter
		LIMIT ?2`

	selectAlone = `
		SELECT at, id
		FROM encounter
		WHERE keeper = ?1 AND size = 0 AND mine = 'attendee' AND at >= ?2 AND at <= ?3 AND state = '' AND channel <> 'event'
		ORDER BY at DESC, id
		LIMIT ?4`

	selectToCome = `
		SELECT at, id
		FROM encounter
		WHERE keeper = ?1 AND mine <> '' AND (state = 'planned' OR until_at IS NOT NULL) AND at > ?2 AND at < ?3
		ORDER BY at, id
		LIMIT ?4`

	selectInPlaces = `
		SELECT at, id
		FROM encounter
		WHERE keeper = ?1 AND channel = 'in_person' AND state = '' AND place <> '' AND at > ?2 AND at < ?3
		ORDER BY at DESC, id
		LIMIT ?4`

	selectEncountersByCard = `
		SELECT encounter
		FROM presence
		WHERE keeper = ?1 AND person = ?2 AND card = ?3
		UNION
		SELECT id
		FROM encounter
		WHERE keeper = ?1 AND my_card = ?3
		ORDER BY 1`

	updateEncounter = `
		UPDATE encounter
		SET source = ?3, channel = ?4, at = ?5, subject = ?6, excerpt = ?7, place = ?8, state = ?9, mine = ?10, my_card = ?11,
		    size = ?12, lang = ?13, thanks = ?14, question = ?15, familiar = ?16, until_at = ?17
		WHERE keeper = ?1 AND id = ?2`

	deletePresences = `
		DELETE FROM presence
		WHERE keeper = ?1 AND encounter = ?2`

	deleteEncounter = `
		DELETE FROM encounter
		WHERE keeper = ?1 AND id = ?2`

	deleteOrigins = `
		DELETE FROM origin
		WHERE keeper = ?1 AND about = ?2`

	deleteKept = `
		DELETE FROM kept
		WHERE keeper = ?1 AND about = ?2`
)

func encounterDest(e *network.Encounter) []any {
	return []any{
		toID(&e.ID), &e.Source, &e.Channel, instant{&e.At}, &e.Subject, &e.Excerpt, &e.Place, &e.State, &e.Mine, toID(&e.MyCard),
		&e.Size, &e.Lang, &e.Thanks, &e.Question, &e.Familiar, instant{&e.Until},
	}
}

func shapeDest(e *network.Encounter) []any {
	return []any{toID(&e.ID), &e.Channel, instant{&e.At}, &e.Size, &e.Thanks, &e.Question}
}

func encounterRow(e *network.Encounter) []any {
	return []any{
		raw(e.ID), clean(e.Source), clean(e.Channel), e.At.UnixMicro(), clean(e.Subject), clean(e.Excerpt), clean(e.Place), clean(e.State), clean(e.Mine), rawOrNull(e.MyCard),
		int64(e.Size), clean(e.Lang), bit(e.Thanks), bit(e.Question), clean(e.Familiar), micros(e.Until),
	}
}

func (x *tx) KnownEncounters(ids []network.EncounterID) (map[network.EncounterID]bool, error) {
	return known[network.EncounterID](x, keysOf(ids), selectKnownEncounters)
}

func keysOf[Of any](ids []network.ID[Of]) [][]byte {
	keys := make([][]byte, len(ids))
	for i := range ids {
		keys[i] = ids[i][:]
	}
	return keys
}

func (x *tx) AddEncounters(es []network.Encounter) error {
	es = inOrder(es)
	rows := make([]any, 0, len(es)*insertEncounters.width())
	for i := range es {
		rows = append(rows, encounterRow(&es[i])...)
	}
	added, err := x.insert(insertEncounters, rows)
	if err != nil {
		return err
	}
	if added < int64(len(es)) {
		if es, err = x.asStored(es); err != nil {
			return err
		}
	}
	return x.addPresences(es)
}

// inOrder returns encounters in the order of their ids, in which a tree takes
// them faster: neighbours come to lie on the same pages.
func inOrder(es []network.Encounter) []network.Encounter {
	out := slices.Clone(es)
	slices.SortFunc(out, func(a, b network.Encounter) int { return bytes.Compare(a.ID[:], b.ID[:]) })
	return out
}

// asStored returns encounters with what presences repeat of them as it is
// stored: those that were there already keep what they have.
func (x *tx) asStored(es []network.Encounter) ([]network.Encounter, error) {
	ids := make([][]byte, len(es))
	for i := range es {
		ids[i] = es[i].ID[:]
	}
	stored := make(map[network.EncounterID]network.Encounter, len(es))
	err := eachOf(x, ids, shapeDest, func(e network.Encounter) error {
		stored[e.ID] = e
		return nil
	}, selectShapes)
	out := slices.Clone(es)
	for i := range out {
		if s, ok := stored[out[i].ID]; ok {
			out[i].Channel, out[i].At, out[i].Size, out[i].Thanks, out[i].Question = s.Channel, s.At, s.Size, s.Thanks, s.Question
		}
	}
	return out, err
}

func (x *tx) Encounters(ids []network.EncounterID) ([]network.Encounter, error) {
	es, err := byIDs(x, ids, encounterDest, func(e *network.Encounter) network.EncounterID { return e.ID }, selectEncounters)
	if err != nil {
		return nil, err
	}
	return es, x.addWith(es)
}

// A moment places an encounter in time.
type moment struct {
	at time.Time
	id network.EncounterID
}

func momentDest(m *moment) []any { return []any{instant{&m.at}, toID(&m.id)} }

func (x *tx) EncountersOf(p network.PersonID, before time.Time, limit int) ([]network.Encounter, error) {
	ms, err := collect(x, momentDest, selectEncountersOf, x.key, raw(p), before.UnixMicro(), int64(limit))
	if err != nil {
		return nil, err
	}
	return x.newestFirst(ms)
}

func (x *tx) ProposedMeetings(limit int) ([]network.Encounter, error) {
	ms, err := collect(x, momentDest, selectProposed, x.key, int64(limit))
	if err != nil {
		return nil, err
	}
	return x.newestFirst(ms)
}

func (x *tx) AloneEvents(from, to time.Time, limit int) ([]network.Encounter, error) {
	ms, err := collect(x, momentDest, selectAlone, x.key, from.UnixMicro(), to.UnixMicro(), int64(limit))
	if err != nil || len(ms) == 0 {
		return nil, err
	}
	return x.newestFirst(ms)
}

func (x *tx) ToCome(from, to time.Time, limit int) ([]network.Encounter, error) {
	ms, err := collect(x, momentDest, selectToCome, x.key, from.UnixMicro(), to.UnixMicro(), int64(limit))
	if err != nil || len(ms) == 0 {
		return nil, err
	}
	es, err := x.newestFirst(ms)
	slices.Reverse(es)
	return es, err
}

func (x *tx) InPlaces(from, to time.Time, limit int) ([]network.Encounter, error) {
	ms, err := collect(x, momentDest, selectInPlaces, x.key, from.UnixMicro(), to.UnixMicro(), int64(limit))
	if err != nil || len(ms) == 0 {
		return nil, err
	}
	return x.newestFirst(ms)
}

func (x *tx) newestFirst(ms []moment) ([]network.Encounter, error) {
	ids := make([]network.EncounterID, len(ms))
	for i, m := range ms {
		ids[i] = m.id
	}
	es, err := x.Encounters(ids)
	slices.SortFunc(es, func(a, b network.Encounter) int {
		return cmp.Or(b.At.Compare(a.At), bytes.Compare(a.ID[:], b.ID[:]))
	})
	return es, err
}

func (x *tx) EncountersOfCard(card network.CardID) ([]network.EncounterID, error) {
	cs, err := x.cards([][]byte{card[:]})
	if err != nil || len(cs) == 0 {
		return nil, err
	}
	return collect(x, func(id *network.EncounterID) []any { return []any{toID(id)} }, selectEncountersByCard, x.key, raw(cs[0].Person), raw(card))
}

func (x *tx) PutEncounter(e network.Encounter) error {
	n, err := x.exec(updateEncounter, append([]any{x.key}, encounterRow(&e)...)...)
	if err != nil {
		return err
	}
	if n == 0 {
		return x.AddEncounters([]network.Encounter{e})
	}
	if _, err := x.exec(deletePresences, x.key, raw(e.ID)); err != nil {
		return err
	}
	return x.addPresences([]network.Encounter{e})
}

func (x *tx) DeleteEncounter(id network.EncounterID) error {
	for _, q := range []string{deletePresences, deleteOrigins, deleteKept, clearEditions} {
		if _, err := x.exec(q, x.key, raw(id)); err != nil {
			return err
		}
	}
	n, err := x.exec(deleteEncounter, x.key, raw(id))
	if err == nil && n == 0 {
		return notFound("error.no_such_encounter")
	}
	return err
}
