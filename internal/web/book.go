package web

import (
	"context"
	"sync"
	"time"

	"entregent/internal/app"
	"entregent/internal/network"
)

// A book is what one browser looks into: the keeper's own, or the invented one.
type book struct {
	app    *app.App
	keeper network.KeeperID
	desk   kept // Today, as it was last made

	mu       sync.Mutex
	change   int64
	settings network.Settings
	zone     *time.Location
	read     bool
}

func newBook(a *app.App, keeper network.KeeperID) *book { return &book{app: a, keeper: keeper} }

// A state is what the book says of itself at one moment.
type state struct {
	change   int64
	settings network.Settings
	zone     *time.Location
}

// state reads the change number, and the settings only when it has moved.
func (b *book) state(ctx context.Context) (state, error) {
	n, err := b.app.Change(ctx, b.keeper)
	if err != nil {
		return state{}, err
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	if !b.read || b.change != n {
		k, err := b.app.Keeper(ctx, b.keeper)
		if err != nil {
			return state{}, err
		}
		b.settings, b.zone, b.change, b.read = k.Settings, time.Local, n, true
		if z, err := time.LoadLocation(k.Settings.Zone); err == nil && k.Settings.Zone != "" {
			b.zone = z
		}
	}
	return state{n, b.settings, b.zone}, nil
}

// everybody is more people than a book holds.
const everybody = 1 << 20

// today is the day it is in a zone.
func (b *book) today(zone *time.Location) network.Day { return network.DayOf(b.app.Now(), zone) }
