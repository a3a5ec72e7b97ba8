// Package app is what the product does: one method for each thing a keeper can
// ask for, one file for each subject. The web, the command line and every other
// face call it, and only it, so that a rule kept here is kept everywhere.
//
// It leaves out formats (package importer), storage (package store), verdicts
// (the models) and words on screens (package i18n, but for drafts).
package app

import (
	"context"
	"crypto/rand"
	"errors"
	"runtime/debug"
	"sync"
	"time"

	"entregent/internal/importer"
	"entregent/internal/network"
	"entregent/internal/relation"
	"entregent/internal/store"
)

// An App carries out requests. Its fields are set once, before use.
type App struct {
	Store   store.House
	Now     func() time.Time
	Readers []importer.Reader // in the order in which they are offered a source
	// Replay is set where Now is not the present (--at): what only reads then
	// writes nothing, not even that it was read.
	Replay bool

	view     viewCache
	shown    shownDesk
	waiting  waitingCount
	matched  matcher
	reached  reacher
	aims     aimer
	mapped   mapper
	alikes   alikes
	years    keptYear
	mirrored keptMirror
}

// OpenKeeper returns the one keeper of a personal book, and records one in an
// empty book.
func (a *App) OpenKeeper(ctx context.Context) (network.KeeperID, error) {
	ids, err := a.Store.Keepers(ctx)
	if err != nil || len(ids) > 0 {
		if len(ids) > 0 {
			return ids[0], err
		}
		return network.KeeperID{}, err
	}
	k := network.Keeper{Seed: make([]byte, 32)}
	rand.Read(k.ID[:])
	rand.Read(k.Seed)
	err = a.Store.NewKeeper(ctx, k)
	if errors.Is(err, network.Conflict) {
		return a.OpenKeeper(ctx)
	}
	return k.ID, err
}

// zone returns the keeper's time zone.
func zone(s network.Settings) *time.Location {
	if s.Zone != "" {
		if z, err := time.LoadLocation(s.Zone); err == nil {
			return z
		}
	}
	return time.Local
}

// today returns the day it is for the keeper.
// Zone returns the time zone in which a keeper lives.
func Zone(s network.Settings) *time.Location { return zone(s) }

func (a *App) today(s network.Settings) network.Day { return network.DayOf(a.Now(), zone(s)) }

// once carries out fn in a transaction, one time only for each idempotency key:
// a second call with the same key returns what the first answered. An empty key
// asks for nothing of the kind.
func (a *App) once(ctx context.Context, keeper network.KeeperID, key string, fn func(store.Tx) ([]byte, error)) ([]byte, error) {
	var answer []byte
	err := a.Store.Update(ctx, keeper, func(tx store.Tx) error {
		if key != "" {
			done, ok, err := tx.Done(key)
			if err != nil || ok {
				answer = done
				return err
			}
		}
		var err error
		if answer, err = fn(tx); err != nil || key == "" {
			return err
		}
		return tx.PutDone(key, answer, a.Now())
	})
	return answer, err
}

// A viewCache keeps what was read of everybody, for the keeper and at the change
// number that stand on it, so that pages do not read ten thousand rows again
// when nothing has changed, and only a few when little has.
type viewCache struct {
	sync.Mutex
	book *book
	roll *roll
	used bool        // the book, since it was last looked after
	rest *time.Timer // runs while there is something to let go of
}

// bookFor is how often it is asked whether the whole book is still used; if not, it
// goes. restAfter is how soon after a list was chosen its memory is given back.
const (
	bookFor   = 2 * time.Minute
	restAfter = 3 * time.Second
)

// rest gives back, in a while, the memory that reading everybody has taken. The
// roll stays: it is small.
func (a *App) rest() {
	a.view.Lock()
	defer a.view.Unlock()
	if a.view.rest != nil {
		a.view.rest.Reset(restAfter)
	}
	a.view.restIn(restAfter)
}

// restIn is rest for whoever holds the lock.
func (v *viewCache) restIn(d time.Duration) {
	if v.rest == nil {
		v.rest = time.AfterFunc(d, v.letGo)
	}
}

func (v *viewCache) letGo() {
	v.Lock()
	v.rest = nil
	if !v.used {
		v.book = nil
	}
	if v.used = false; v.book != nil {
		v.restIn(bookFor)
	}
	v.Unlock()
	debug.FreeOSMemory()
}

// A book is every contact with what their tie is on one day. It is not changed
// once made: whoever holds one goes on with it.
type book struct {
	keeper   network.KeeperID
	change   int64
	settings network.Settings
	ground   relation.Ground
	day      network.Day
	entries  []*entry // in SortKey order
	byID     map[network.PersonID]*entry
	favours  []network.Favour // everybody's, newest first
}

// An entry is one contact of the book. It keeps what lists ask for of everybody;
// the whole reading of a tie is ten times as large, and made when it is wanted.
type entry struct {
	network.Person
	profile relation.Profile
	state   []byte        // the tie as it is stored
	closed  relation.Rate // outreaches whose outcome is known on the day
	gist
}

// A gist is what lists ask of a tie that does not depend on how it goes with the
// others.
type gist struct {
	last     *network.Date // last contact
	silence  int           // days since
	relation bool
	met      bool
	waiting  *relation.Waiting
}
