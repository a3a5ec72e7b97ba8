package app

import (
	"context"

	"entregent/internal/network"
	"entregent/internal/store"
)

// Change returns the keeper's change number. It goes up with every write and
// never otherwise, so that a face can keep what it has made of the book.
func (a *App) Change(ctx context.Context, keeper network.KeeperID) (n int64, err error) {
	err = a.Store.View(ctx, keeper, func(tx store.Tx) error {
		n, err = tx.Change()
		return err
	})
	return n, err
}
