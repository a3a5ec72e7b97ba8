package app

import (
	"slices"
	"sync"
	"time"

	"entregent/internal/network"
	"entregent/internal/store"
)

// shownFor is how long the desk is shown as it was read, while nothing is
// written: long enough for the pages of a sitting, short enough that what was
// planned for this hour counts once it has begun.
const shownFor = 5 * time.Minute

// A shownDesk keeps the desk as it was last read, in each language. Nothing of
// it is changed once kept, so that it may be handed out again.
type shownDesk struct {
	sync.Mutex
	keeper network.KeeperID
	change int64
	at     time.Time
	zone   *time.Location
	desks  map[string]Today
}

// find returns the desk if it still stands as it was read: the same book, the
// same day, a moment later.
func (s *shownDesk) find(tx store.Tx, keeper network.KeeperID, now time.Time, lang string) (Today, bool, error) {
	s.Lock()
	defer s.Unlock()
	t, ok := s.desks[lang]
	age := now.Sub(s.at)
	if !ok || s.keeper != keeper || age < 0 || age > shownFor || network.DayOf(now, s.zone) != network.DayOf(s.at, s.zone) {
		return Today{}, false, nil
	}
	change, err := tx.Change()
	return t, err == nil && change == s.change, err
}

// keep keeps a desk that was read in a transaction.
func (s *shownDesk) keep(tx store.Tx, d *desk, lang string, t Today) error {
	change, err := tx.Change()
	if err != nil {
		return err
	}
	t.Loops, t.More, t.Gestures = slices.Clip(t.Loops), slices.Clip(t.More), slices.Clip(t.Gestures)
	s.Lock()
	defer s.Unlock()
	if s.keeper != d.keeper.ID || s.change != change || !s.at.Equal(d.now) {
		s.keeper, s.change, s.at, s.zone, s.desks = d.keeper.ID, change, d.now, d.zone, map[string]Today{}
	}
	s.desks[lang] = t
	return nil
}
