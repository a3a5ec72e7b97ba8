package app

import (
	"context"
	"encoding/json"
	"time"

	"entregent/internal/network"
	"entregent/internal/store"
)

// A Batch is one import in the list of imports.
type Batch struct {
	ID     string    `json:"id"`
	Source string    `json:"source"`
	Format string    `json:"format"`
	At     time.Time `json:"at"`
	Report
	Files []string `json:"files,omitempty"`
}

// Batches lists the imports, newest first.
func (a *App) Batches(ctx context.Context, keeper network.KeeperID) ([]Batch, error) {
	out := []Batch{}
	err := a.Store.View(ctx, keeper, func(tx store.Tx) error {
		all, err := tx.AllBatches()
		for _, b := range all {
			out = append(out, batchView(b))
		}
		return err
	})
	return out, err
}

// Batch returns one import with its files.
func (a *App) Batch(ctx context.Context, keeper network.KeeperID, id network.BatchID) (out Batch, err error) {
	err = a.Store.View(ctx, keeper, func(tx store.Tx) error {
		b, err := tx.Batch(id)
		if err != nil {
			return err
		}
		out = batchView(b)
		files, err := tx.FilesOf(id)
		for _, f := range files {
			out.Files = append(out.Files, f.Name)
		}
		return err
	})
	return out, err
}

func batchView(b store.Batch) Batch {
	out := Batch{ID: b.ID.String(), Source: b.Label, Format: b.Source, At: b.At}
	if b.Report != nil {
		json.Unmarshal(b.Report, &out.Report) // written by us; an old one only lacks fields
	}
	out.Report.ID, out.Report.Source, out.Report.Format = out.ID, out.Source, out.Format
	if out.Problems == nil {
		out.Problems = []Problem{}
	}
	return out
}
