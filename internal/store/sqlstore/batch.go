package sqlstore

import (
	"bytes"
	"slices"

	"entregent/internal/network"
	"entregent/internal/store"
)

var insertOrigins = bulk{"origin", "file, line, about, kind"}

const (
	selectHash = `
		SELECT 1
		FROM file
		WHERE keeper = ?1 AND hash = ?2 AND partial = 0
		LIMIT 1`

	selectLastBatch = `
		SELECT COALESCE(MAX(seq), 0)
		FROM batch
		WHERE keeper = ?1`

	upsertBatch = `
		INSERT INTO batch (keeper, id, seq, source, label, at, report)
		VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)
		ON CONFLICT (keeper, id) DO UPDATE
		SET seq = excluded.seq, source = excluded.source, label = excluded.label, at = excluded.at, report = excluded.report`

	selectBatch = `
		SELECT id, seq, source, label, at, report
		FROM batch
		WHERE keeper = ?1 AND id = ?2`

	selectBatches = `
		SELECT id, seq, source, label, at, report
		FROM batch
		WHERE keeper = ?1
		ORDER BY seq DESC, id`

	upsertFile = `
		INSERT INTO file (keeper, id, batch, name, hash, size, partial)
		VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)
		ON CONFLICT (keeper, id) DO UPDATE
		SET batch = excluded.batch, name = excluded.name, hash = excluded.hash, size = excluded.size, partial = excluded.partial`

	updateFilesPartial = `
		UPDATE file
		SET partial = 1
		WHERE keeper = ?1 AND batch = ?2`

	selectFilesOf = `
		SELECT id, batch, name, hash, size, partial
		FROM file
		WHERE keeper = ?1 AND batch = ?2
		ORDER BY name, id`

	selectSpokenOf = `
		SELECT DISTINCT c.person
		FROM file f
		CROSS JOIN origin o
		CROSS JOIN card c
		WHERE f.keeper = ?1 AND f.batch = ?2 AND o.keeper = ?1 AND o.file = f.id AND o.kind = 'card'
		  AND c.keeper = ?1 AND c.id = o.about AND c.person IS NOT NULL
		ORDER BY c.person`

	selectOriginsOf = `
		SELECT b.id, b.source, b.label, f.name, o.line, b.at
		FROM origin o
		CROSS JOIN file f
		CROSS JOIN batch b
		WHERE o.keeper = ?1 AND o.about = ?2 AND f.keeper = ?1 AND f.id = o.file AND b.keeper = ?1 AND b.id = f.batch
		ORDER BY f.name, o.line, f.id`
)

func batchDest(b *store.Batch) []any {
	return []any{toID(&b.ID), &b.Seq, &b.Source, &b.Label, instant{&b.At}, &b.Report}
}

func (x *tx) KnownFile(hash [32]byte) (bool, error) { return x.has(selectHash, x.key, hash[:]) }

func (x *tx) PutBatch(b store.Batch) error {
	if b.Seq == 0 {
		if err := x.numberBatch(&b); err != nil {
			return err
		}
	}
	report, err := compact(b.Report)
	if err != nil {
		return err
	}
	_, err = x.exec(upsertBatch, x.key, raw(b.ID), b.Seq, clean(b.Source), clean(b.Label), b.At.UnixMicro(), report)
	return err
}

func (x *tx) numberBatch(b *store.Batch) error {
	old, err := one(x, nil, batchDest, selectBatch, x.key, raw(b.ID))
	if err != nil || old.Seq != 0 {
		b.Seq = old.Seq
		return err
	}
	last, err := one(x, nil, func(n *int64) []any { return []any{n} }, selectLastBatch, x.key)
	b.Seq = last + 1
	return err
}

func (x *tx) Batch(id network.BatchID) (store.Batch, error) {
	return one(x, notFound("error.no_such_batch", id.String()), batchDest, selectBatch, x.key, raw(id))
}

func (x *tx) AllBatches() ([]store.Batch, error) {
	return collect(x, batchDest, selectBatches, x.key)
}

func (x *tx) AddFiles(fs []store.File) error {
	for _, f := range fs {
		if _, err := x.exec(upsertFile, x.key, raw(f.ID), raw(f.Batch), clean(f.Name), f.Hash[:], f.Size, bit(f.Partial)); err != nil {
			return err
		}
	}
	return nil
}

func (x *tx) ForgetFiles(id network.BatchID) error {
	_, err := x.exec(updateFilesPartial, x.key, raw(id))
	return err
}

func (x *tx) FilesOf(id network.BatchID) ([]store.File, error) {
	return collect(x, func(f *store.File) []any {
		return []any{toID(&f.ID), toID(&f.Batch), &f.Name, hashDest{&f.Hash}, &f.Size, &f.Partial}
	}, selectFilesOf, x.key, raw(id))
}

func (x *tx) AddOrigins(os []store.Origin) error {
	os = slices.Clone(os) // sorted for the same reason as in inOrder
	slices.SortFunc(os, func(a, b store.Origin) int { return bytes.Compare(a.Record[:], b.Record[:]) })
	rows := make([]any, 0, len(os)*insertOrigins.width())
	for i := range os {
		o := &os[i]
		rows = append(rows, raw(o.File), int64(o.Line), o.Record[:], clean(o.Kind))
	}
	_, err := x.insert(insertOrigins, rows)
	return err
}

func (x *tx) SpokenOf(id network.BatchID) ([]network.PersonID, error) {
	return collect(x, func(p *network.PersonID) []any { return []any{toID(p)} }, selectSpokenOf, x.key, raw(id))
}

func (x *tx) OriginsOf(record [16]byte) ([]store.Place, error) {
	return collect(x, func(p *store.Place) []any {
		return []any{toID(&p.Batch), &p.Source, &p.Label, &p.File, &p.Line, instant{&p.At}}
	}, selectOriginsOf, x.key, record[:])
}
