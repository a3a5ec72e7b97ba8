package app

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"io"
	"io/fs"
	"sort"
	"strings"
	"sync/atomic"

	"entregent/internal/importer"
	"entregent/internal/network"
	"entregent/internal/store"
)

// part carries one source in.
func (c *command) part(ctx context.Context, tx store.Tx, in *intake, i int) (*batch, error) {
	p := c.parts[i]
	label := p.label
	if p.part.Label != "" && p.part.Label != p.label {
		label = p.label + "/" + p.part.Label
	}
	files, total, err := hashAll(ctx, p.files, p.part.Files)
	if err != nil {
		return nil, err
	}
	id := batchID(in.keeper.Seed, p.reader.Name(), files)
	b := in.batch(tx, !c.req.DryRun, p.reader.Name(), label, id)
	b.report.Learnt, in.learnt = in.learnt, nil
	fresh := 0
	for j := range files {
		known, err := tx.KnownFile(files[j].Hash)
		if err != nil {
			return b, err
		}
		known = known && !in.gone.asked // whom it names was erased since
		files[j].Batch = id
		files[j].ID = network.Derive[network.FileID](in.keeper.Seed, "file", string(id[:]), files[j].Name)
		if known || in.made.hasFile(files[j].Hash) {
			b.skip[files[j].Name] = true
			continue
		}
		b.files[files[j].Name] = files[j].ID
		fresh++
	}
	if fresh == 0 {
		b.report.Again = true
		return b, nil
	}
	if b.write {
		if b.ledger, err = openLedger(tx); err != nil {
			return b, err
		}
		if err := b.begin(files); err != nil {
			return b, err
		}
	}
	whole, err := c.stream(ctx, b, p, i, total)
	if err != nil {
		return b, err
	}
	for _, f := range files {
		if !b.skip[f.Name] && whole {
			in.made.files = append(in.made.files, f.Hash)
		}
	}
	return b, b.end(files, whole)
}

// begin writes the batch and its files, so that origins have something to point
// at. A file counts as read only from the end on.
func (b *batch) begin(files []store.File) error {
	if err := b.tx.PutBatch(store.Batch{ID: b.id, Source: b.source, Label: b.report.Source, At: b.now}); err != nil {
		return err
	}
	return b.tx.AddFiles(b.kept(files))
}

func (b *batch) kept(files []store.File) []store.File {
	var out []store.File
	for _, f := range files {
		if !b.skip[f.Name] {
			out = append(out, f)
		}
	}
	return out
}

// end finishes the batch. Where the source could not be read to its end, its
// files do not count as read: another try goes through them again.
func (b *batch) end(files []store.File, whole bool) error {
	if err := b.finish(); err != nil || !b.write {
		return err
	}
	if !whole {
		if err := b.tx.ForgetFiles(b.id); err != nil {
			return err
		}
	}
	return b.file(b.tx)
}

// file stores the report with the batch. A source that had been read before has
// none.
func (b *batch) file(tx store.Tx) error {
	if b.report.Again {
		return nil
	}
	raw, err := json.Marshal(b.report)
	if err != nil {
		return err
	}
	return tx.PutBatch(store.Batch{ID: b.id, Source: b.source, Label: b.report.Source, At: b.now, Report: raw})
}

// stream reads a part to its end, or to where it cannot be read further.
func (c *command) stream(ctx context.Context, b *batch, p found, i int, total int64) (whole bool, err error) {
	var done atomic.Int64
	tell := func() {
		if c.req.Progress != nil {
			c.req.Progress(Progress{Source: b.report.Source, Format: b.source, Part: i + 1, Parts: len(c.parts), Done: min(done.Load(), total), Total: total, Read: b.report.Read})
		}
	}
	opt := importer.Options{
		Zone: b.zone, Now: b.now, Since: c.req.Since, Country: b.keeper.Settings.Country, Limits: importer.DefaultLimits, Source: p.label, Columns: c.req.Columns,
	}
	if g, ok := p.reader.(importer.Guesser); ok {
		b.report.Columns = g.Columns(p.files, p.part, opt)
	}
	n := 0
	tell()
	for e, err := range ahead(p.reader.Read(ctx, meter{p.files, &done}, p.part, opt)) {
		if err != nil {
			if ctx.Err() != nil {
				return false, ctx.Err()
			}
			var e *network.Error
			if !errors.As(err, &e) || e.Kind == network.Internal {
				e = &network.Error{Msg: "problem.source_broken", Args: []any{b.report.Source}, Err: err}
			}
			b.report.ProblemCount++
			b.report.Problems = append(b.report.Problems, Problem{At: b.report.Source, Key: e.Msg, Args: e.Args})
			return false, nil
		}
		if err := b.take(e); err != nil {
			return false, err
		}
		if n++; n%256 == 0 {
			if ctx.Err() != nil {
				return false, ctx.Err()
			}
			tell()
		}
	}
	done.Store(total)
	tell()
	return true, nil
}

// hashAll reads the files of a part once, to know them again. Files that cannot
// be read are left to the reader to complain of.
func hashAll(ctx context.Context, src fs.FS, names []string) (out []store.File, total int64, err error) {
	names = append([]string(nil), names...)
	sort.Strings(names)
	for _, name := range names {
		f, err := src.Open(name)
		if err != nil {
			continue
		}
		h := sha256.New()
		n, err := io.Copy(h, f)
		f.Close()
		if ctx.Err() != nil {
			return nil, 0, ctx.Err()
		}
		rec := store.File{Name: name, Size: n}
		if err == nil {
			h.Sum(rec.Hash[:0])
		}
		out = append(out, rec)
		total += n
	}
	return out, total, nil
}

// batchID is that of its files: the same archive has the same batch, whenever
// and wherever it is read.
func batchID(seed []byte, source string, files []store.File) network.BatchID {
	parts := []string{source}
	for _, f := range files {
		parts = append(parts, f.Name, hex.EncodeToString(f.Hash[:]))
	}
	return network.Derive[network.BatchID](seed, "batch", strings.Join(parts, "\x00"))
}

// meter counts the bytes read from a tree.
type meter struct {
	fs.FS
	n *atomic.Int64
}

func (m meter) Open(name string) (fs.File, error) {
	f, err := m.FS.Open(name)
	if err != nil {
		return nil, err
	}
	return metered{f, m.n}, nil
}

func (m meter) ReadDir(name string) ([]fs.DirEntry, error) { return fs.ReadDir(m.FS, name) }

type metered struct {
	fs.File
	n *atomic.Int64
}

func (f metered) Read(p []byte) (int, error) {
	n, err := f.File.Read(p)
	f.n.Add(int64(n))
	return n, err
}
