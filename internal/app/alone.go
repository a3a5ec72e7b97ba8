package app

import (
	"context"
	"errors"
	"time"

	"entregent/internal/network"
)

// pause is how long an import waits before it looks whether another one has
// ended.
const pause = 500 * time.Millisecond

// AloneToImport waits until nobody else imports into the book, in this process
// or another, and keeps others from it until release is called. waits is told
// whether it is waiting.
func (a *App) AloneToImport(ctx context.Context, waits func(bool)) (release func(), err error) {
	for {
		release, err = a.Store.Lock(ctx, "import")
		if !errors.Is(err, network.Busy) {
			return release, err
		}
		waits(true)
		select {
		case <-ctx.Done():
			return nil, ctx.Err()
		case <-time.After(pause):
			waits(false)
		}
	}
}
