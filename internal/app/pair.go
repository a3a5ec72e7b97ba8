package app

import (
	"context"
	"time"

	"entregent/internal/network"
	"entregent/internal/store"
)

// EditPair corrects the words of a tie between two others. It is the same tie
// from the same day; what it was called before is no longer said.
func (a *App) EditPair(ctx context.Context, keeper network.KeeperID, id network.PairID, what string) error {
	what = network.OneLine(what)
	if len(what) > MaxWish {
		return &network.Error{Kind: network.Invalid, Field: "what", Msg: "error.fact_too_long", Args: []any{MaxWish}}
	}
	return a.withPair(ctx, keeper, id, func(tx store.Tx, p network.Pair) error {
		if p.What == what {
			return nil
		}
		k, err := tx.Keeper()
		if err != nil {
			return err
		}
		if err := tx.DeletePair(p.ID); err != nil {
			return err
		}
		p.What = what
		_, err = a.addPair(tx, k.Seed, p.PersonA, p.PersonB, p)
		return err
	})
}

// DropPair takes away a tie between two others.
func (a *App) DropPair(ctx context.Context, keeper network.KeeperID, id network.PairID) error {
	return a.withPair(ctx, keeper, id, func(tx store.Tx, p network.Pair) error { return tx.DeletePair(p.ID) })
}

// withPair changes one tie. One that is not there is NotFound.
func (a *App) withPair(ctx context.Context, keeper network.KeeperID, id network.PairID, change func(store.Tx, network.Pair) error) error {
	return a.Store.Update(ctx, keeper, func(tx store.Tx) error {
		all, err := tx.Pairs()
		if err != nil {
			return err
		}
		for _, p := range all {
			if p.ID == id {
				return change(tx, p)
			}
		}
		return network.NotFound
	})
}

// Lines lists what the keeper typed, newest first.
func (a *App) Lines(ctx context.Context, keeper network.KeeperID, most int) (out []network.Line, err error) {
	err = a.Store.View(ctx, keeper, func(tx store.Tx) error {
		out, err = tx.LinesBefore(time.Time{}, most)
		return err
	})
	return out, err
}
