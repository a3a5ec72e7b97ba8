package app

import (
	"crypto/sha256"
	"fmt"

	"entregent/internal/network"
	"entregent/internal/store"
)

// A bookState says when something was worked out from the book, and tells whether
// it still is so. The zero value is no state.
type bookState struct {
	keeper network.KeeperID
	zone   string
	change int64
	day    network.Day
	said   [32]byte // all answers
	read   bool
}

// stateOf is the state that a transaction sees.
func (a *App) stateOf(tx store.Tx, k network.Keeper, day network.Day) (s bookState, err error) {
	s = bookState{keeper: k.ID, zone: k.Settings.Zone, day: day, read: true}
	if s.change, err = tx.Change(); err != nil {
		return s, err
	}
	answers, err := tx.Answers("")
	if err != nil {
		return s, err
	}
	h := sha256.New()
	for _, x := range answers {
		fmt.Fprintf(h, "%q %q %q %q %d\n", x.Kind, x.Subject, x.Verdict, x.Until, x.At.UnixMicro())
	}
	h.Sum(s.said[:0])
	return s, nil
}

// stands reports whether what was worked out then is still right now, though
// something was written: nothing changed of anybody, and nothing was answered.
func (s *bookState) stands(tx store.Tx, now bookState) (bool, error) {
	if !s.read || s.keeper != now.keeper || s.zone != now.zone || s.day != now.day || s.said != now.said || s.change > now.change {
		return false, nil
	}
	if s.change == now.change {
		return true, nil
	}
	people, all, err := tx.StirredSince(s.change)
	return err == nil && !all && len(people) == 0, err
}
