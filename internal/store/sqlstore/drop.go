package sqlstore

import (
	"slices"

	"entregent/internal/network"
	"entregent/internal/store"
)

const (
	// selectOrphans returns the records that only files of one batch speak of.
	// CROSS JOIN says the same as JOIN, and makes SQLite keep the order: the
	// other way round it would read the whole batch again for each record.
	selectOrphans = `
		SELECT DISTINCT o.about, o.kind
		FROM file f
		CROSS JOIN origin o
		WHERE f.keeper = ?1 AND f.batch = ?2 AND o.keeper = ?1 AND o.file = f.id
		  AND NOT EXISTS (
			SELECT 1
			FROM origin o2
			CROSS JOIN file f2
			WHERE o2.keeper = ?1 AND o2.about = o.about AND f2.keeper = ?1 AND f2.id = o2.file AND f2.batch <> ?2)`

	selectSpoken = `
		SELECT DISTINCT c.person
		FROM file f
		CROSS JOIN origin o
		CROSS JOIN card c
		WHERE f.keeper = ?1 AND f.batch = ?2 AND o.keeper = ?1 AND o.file = f.id AND c.keeper = ?1 AND c.id = o.about`

	deleteBatchOrigins = `
		DELETE FROM origin
		WHERE keeper = ?1 AND file IN (SELECT id FROM file WHERE keeper = ?1 AND batch = ?2)`

	deleteBatchFiles = `
		DELETE FROM file
		WHERE keeper = ?1 AND batch = ?2`

	deleteBatch = `
		DELETE FROM batch
		WHERE keeper = ?1 AND id = ?2`

	selectUntypedEncounters = `SELECT id FROM encounter WHERE keeper = ?1 AND source <> 'typed' AND id IN (IDS)`
	selectUntypedFavours    = `SELECT id FROM favour WHERE keeper = ?1 AND source <> 'typed' AND id IN (IDS)`
	selectPersonsPresent    = `SELECT DISTINCT person FROM presence WHERE keeper = ?1 AND encounter IN (IDS)`

	dropPresences  = `DELETE FROM presence WHERE keeper = ?1 AND encounter IN (IDS)`
	dropEncounters = `DELETE FROM encounter WHERE keeper = ?1 AND id IN (IDS)`
	dropFavours    = `DELETE FROM favour WHERE keeper = ?1 AND id IN (IDS)`
	dropFacts      = `DELETE FROM fact WHERE keeper = ?1 AND id IN (IDS)`
	dropCards      = `DELETE FROM card WHERE keeper = ?1 AND id IN (IDS)`
	dropKept       = `DELETE FROM kept WHERE keeper = ?1 AND about IN (IDS)`

	selectFavourPersons = `SELECT DISTINCT person FROM favour WHERE keeper = ?1 AND id IN (IDS)`

	selectUntypedFacts = `
		SELECT f.id, c.person
		FROM fact f
		JOIN card c ON c.keeper = f.keeper AND c.id = f.card
		WHERE f.keeper = ?1 AND c.source <> 'typed' AND f.id IN (IDS)`

	selectUntypedWishes = `SELECT id FROM wish WHERE keeper = ?1 AND source <> 'typed' AND id IN (IDS)`
	selectUntypedPairs  = `SELECT id FROM pair WHERE keeper = ?1 AND source <> 'typed' AND id IN (IDS)`
	dropWishes          = `DELETE FROM wish WHERE keeper = ?1 AND id IN (IDS)`
	dropPairs           = `DELETE FROM pair WHERE keeper = ?1 AND id IN (IDS)`

	deleteUntypedOwn = `DELETE FROM own WHERE keeper = ?1 AND source <> 'typed' AND id = ?2`

	selectHangsOn = `
		SELECT 1 FROM presence WHERE keeper = ?1 AND person = ?2 AND card = ?3
		UNION ALL
		SELECT 1 FROM fact WHERE keeper = ?1 AND card = ?3
		UNION ALL
		SELECT 1 FROM favour WHERE keeper = ?1 AND card = ?3
		UNION ALL
		SELECT 1 FROM wish WHERE keeper = ?1 AND card = ?3
		UNION ALL
		SELECT 1 FROM wish WHERE keeper = ?1 AND toward = ?3
		UNION ALL
		SELECT 1 FROM pair WHERE keeper = ?1 AND a = ?3
		UNION ALL
		SELECT 1 FROM pair WHERE keeper = ?1 AND b = ?3
		UNION ALL
		SELECT 1 FROM aim WHERE keeper = ?1 AND card = ?3
		UNION ALL
		SELECT 1 FROM open_question WHERE keeper = ?1 AND card = ?3
		LIMIT 1`

	selectMyCards = `
		SELECT DISTINCT my_card
		FROM encounter
		WHERE keeper = ?1 AND my_card IS NOT NULL`
)

var insertKept = bulk{"kept", "about"}

// A dropping is one batch on its way out.
type dropping struct {
	*tx
	hold    store.Hold
	out     store.Dropped
	touched map[network.PersonID]bool
	kept    []any // records that stay without an origin
	gone    [][]byte
}

func (x *tx) DropBatch(id network.BatchID, hold store.Hold) (store.Dropped, error) {
	if err := x.touch(); err != nil {
		return store.Dropped{}, err
	}
	if _, err := x.Batch(id); err != nil {
		return store.Dropped{}, err
	}
	orphans, err := x.orphans(id)
	if err != nil {
		return store.Dropped{}, err
	}
	events, err := x.dropEditions(id)
	if err != nil {
		return store.Dropped{}, err
	}
	spoken, err := collect(x, func(p *network.PersonID) []any { return []any{toID(p)} }, selectSpoken, x.key, raw(id))
	if err != nil {
		return store.Dropped{}, err
	}
	for _, q := range []string{deleteBatchOrigins, deleteBatchFiles, deleteBatch} {
		if _, err := x.exec(q, x.key, raw(id)); err != nil {
			return store.Dropped{}, err
		}
	}
	d := &dropping{tx: x, hold: hold, touched: map[network.PersonID]bool{}}
	d.out.Events = events
	d.out.Spoken = slices.DeleteFunc(spoken, network.PersonID.IsZero)
	sortIDs(d.out.Spoken)
	// Cards last: the rest hangs on them.
	for _, part := range []struct {
		kind network.RefKind
		drop func([][]byte) error
	}{
		{network.RefEncounter, d.encounters}, {network.RefFavour, d.favours},
		{network.RefWish, d.wishes}, {network.RefPair, d.pairs}, {network.RefFact, d.facts}, {network.RefOwn, d.owns}, {network.RefCard, d.cards},
	} {
		if err := part.drop(orphans[part.kind]); err != nil {
			return store.Dropped{}, err
		}
	}
	return d.finish()
}

func (x *tx) orphans(id network.BatchID) (map[network.RefKind][][]byte, error) {
	type row struct {
		record [16]byte
		kind   network.RefKind
	}
	out := map[network.RefKind][][]byte{}
	err := each(x, func(r *row) []any { return []any{idDest{&r.record}, &r.kind} }, func(r row) error {
		out[r.kind] = append(out[r.kind], r.record[:])
		return nil
	}, selectOrphans, x.key, raw(id))
	return out, err
}

func (d *dropping) finish() (store.Dropped, error) {
	for p := range d.touched {
		if !p.IsZero() {
			d.out.Touched = append(d.out.Touched, p)
			d.stir(p)
		}
	}
	sortIDs(d.out.Touched)
	if err := d.execOf(d.gone, dropKept); err != nil {
		return store.Dropped{}, err
	}
	_, err := d.insert(insertKept, d.kept)
	return d.out, err
}

// touch notes who lost something; query finds persons by ids.
func (d *dropping) touchedBy(ids [][]byte, query string) error {
	return eachOf(d.tx, ids, func(p *network.PersonID) []any { return []any{toID(p)} }, func(p network.PersonID) error {
		d.touched[p] = true
		return nil
	}, query)
}

// split asks a query which of the ids may go, and sets those held aside.
func split[Of any](d *dropping, ids [][]byte, held map[network.ID[Of]]bool, query string) (gone []network.ID[Of], err error) {
	may, err := known[network.ID[Of]](d.tx, ids, query)
	if err != nil {
		return nil, err
	}
	for id := range may {
		if held[id] {
			d.kept = append(d.kept, raw(id))
			continue
		}
		gone = append(gone, id)
	}
	sortIDs(gone)
	d.gone = append(d.gone, keysOf(gone)...)
	return gone, nil
}

func (d *dropping) encounters(ids [][]byte) error {
	gone, err := split(d, ids, d.hold.Encounters, selectUntypedEncounters)
	if err != nil {
		return err
	}
	d.out.Encounters = gone
	keys := keysOf(gone)
	if err := d.touchedBy(keys, selectPersonsPresent); err != nil {
		return err
	}
	if err := d.execOf(keys, dropPresences); err != nil {
		return err
	}
	return d.execOf(keys, dropEncounters)
}

func (d *dropping) favours(ids [][]byte) error {
	gone, err := split(d, ids, d.hold.Favours, selectUntypedFavours)
	if err != nil {
		return err
	}
	d.out.Favours = gone
	keys := keysOf(gone)
	if err := d.touchedBy(keys, selectFavourPersons); err != nil {
		return err
	}
	return d.execOf(keys, dropFavours)
}

func (d *dropping) wishes(ids [][]byte) error {
	gone, err := split(d, ids, map[network.WishID]bool{}, selectUntypedWishes)
	if err != nil {
		return err
	}
	return d.execOf(keysOf(gone), dropWishes)
}

func (d *dropping) pairs(ids [][]byte) error {
	gone, err := split(d, ids, map[network.PairID]bool{}, selectUntypedPairs)
	if err != nil {
		return err
	}
	return d.execOf(keysOf(gone), dropPairs)
}

func (d *dropping) facts(ids [][]byte) error {
	type row struct {
		id     network.FactID
		person network.PersonID
	}
	seen := map[network.FactID]bool{}
	var keys [][]byte
	err := eachOf(d.tx, ids, func(r *row) []any { return []any{toID(&r.id), toID(&r.person)} }, func(r row) error {
		if !seen[r.id] {
			seen[r.id] = true
			d.touched[r.person] = true
			keys = append(keys, r.id[:])
		}
		return nil
	}, selectUntypedFacts)
	if err != nil {
		return err
	}
	d.out.Facts = len(keys)
	return d.execOf(keys, dropFacts)
}

func (d *dropping) owns(ids [][]byte) error {
	for _, id := range ids {
		n, err := d.exec(deleteUntypedOwn, d.key, id)
		if err != nil {
			return err
		}
		d.out.Owns += int(n)
	}
	return nil
}

func (d *dropping) cards(ids [][]byte) error {
	cards, err := d.tx.cards(ids)
	if err != nil {
		return err
	}
	mine, err := d.myCards(cards)
	if err != nil {
		return err
	}
	var keys [][]byte
	for _, c := range cards {
		stays := d.hold.Cards[c.ID] || mine[c.ID]
		if c.Source == network.Typed {
			continue
		}
		if !stays {
			if stays, err = d.has(selectHangsOn, d.key, raw(c.Person), raw(c.ID)); err != nil {
				return err
			}
		}
		if stays {
			d.kept = append(d.kept, raw(c.ID))
			continue
		}
		d.out.Cards = append(d.out.Cards, c)
		d.touched[c.Person] = true
		keys = append(keys, raw(c.ID))
	}
	d.gone = append(d.gone, keys...)
	return d.execOf(keys, dropCards)
}

// myCards returns the cards under which the keeper took part in what remains.
// It reads every encounter, and so only when a card of the keeper's is to go.
func (d *dropping) myCards(cards []network.Card) (map[network.CardID]bool, error) {
	out := map[network.CardID]bool{}
	for _, c := range cards {
		if !c.Person.IsZero() {
			continue
		}
		ids, err := collect(d.tx, func(id *network.CardID) []any { return []any{toID(id)} }, selectMyCards, d.key)
		for _, id := range ids {
			out[id] = true
		}
		return out, err
	}
	return out, nil
}
