package app

import (
	"context"
	"fmt"
	"testing/fstest"

	"entregent/internal/importer"
	"entregent/internal/network"
	"entregent/internal/store"
)

// FillDemo fills an empty book with what an invented source tells. A book that
// holds anything real is refused; one that holds an earlier invented network is
// added to.
func (a *App) FillDemo(ctx context.Context, keeper network.KeeperID, invented importer.Reader, me string, progress func(Progress)) (Report, error) {
	err := a.Store.Update(ctx, keeper, func(tx store.Tx) error {
		k, err := tx.Keeper()
		if err != nil || k.Settings.Demo {
			return err
		}
		empty, err := isEmpty(tx)
		if err != nil {
			return err
		}
		if !empty {
			return &network.Error{Kind: network.Conflict, Msg: "error.demo_in_real_book"}
		}
		k.Settings.Demo = true
		return tx.PutSettings(k.Settings)
	})
	if err != nil {
		return Report{}, err
	}
	// What is invented stands in no file; what was asked for is put in the place
	// of one, so that each line has its origin and asking again adds nothing.
	src := source{label: me, files: fstest.MapFS{invented.Name(): {Data: fmt.Appendf(nil, "%+v", invented)}}}
	var parts []found
	for _, p := range invented.Find(src.files) {
		p.Label, p.Files = "", []string{invented.Name()}
		parts = append(parts, found{src, invented, p})
	}
	var out Imported
	own, err := a.whose(ctx, keeper, parts, ImportRequest{}, &out)
	if err != nil {
		return Report{}, err
	}
	c := &command{App: a, keeper: keeper, req: ImportRequest{Progress: progress}, me: own, parts: parts}
	reports, err := c.run(ctx)
	if err != nil || len(reports) == 0 {
		return Report{}, err
	}
	return reports[0], nil
}

// isEmpty reports whether there is nothing in the book.
func isEmpty(tx store.Tx) (bool, error) {
	empty := true
	err := tx.AllCards(func(network.Card) error {
		empty = false
		return nil
	})
	return empty, err
}

// Empty reports whether there is nothing in the book yet.
func (a *App) Empty(ctx context.Context, keeper network.KeeperID) (empty bool, err error) {
	err = a.Store.View(ctx, keeper, func(tx store.Tx) error {
		empty, err = isEmpty(tx)
		return err
	})
	return empty, err
}
