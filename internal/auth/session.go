package auth

import (
	"context"
	"encoding/hex"
	"errors"
	"time"

	"entregent/internal/network"
	"entregent/internal/store"
)

// A Session is one browser that is signed in.
type Session struct {
	ID      string // of the session, for ending it: tells nothing of its token
	Agent   string // the browser's own name
	Created time.Time
	Seen    time.Time
}

// A known session is believed until a moment.
type known struct {
	Session
	until time.Time
	live  bool
}

// maxKnown bounds what is remembered of tokens that were shown, good or bad.
const maxKnown = 1000

func notFound(err error) bool { return errors.Is(err, network.NotFound) }

// Session returns the session of a token, and false where there is none.
func (d *Door) Session(ctx context.Context, token string) (Session, bool, error) {
	if token == "" || len(token) > 100 {
		return Session{}, false, nil
	}
	h, now := hash(token), d.now()
	d.mu.Lock()
	k, ok := d.known[h]
	ended := d.ended
	d.mu.Unlock()
	if ok && now.Before(k.until) {
		return k.Session, k.live, nil
	}
	s, live, err := d.look(ctx, h, now)
	if err != nil {
		return Session{}, false, err
	}
	k = known{Session: view(s), until: now.Add(trusted), live: live}
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.ended == ended && live {
		if len(d.known) >= maxKnown {
			clear(d.known)
		}
		d.known[h] = k
	}
	return k.Session, live, nil
}

// look asks the database, and writes down now and then that the session was
// used.
func (d *Door) look(ctx context.Context, h [32]byte, now time.Time) (s store.Session, live bool, err error) {
	err = d.store.View(ctx, d.keeper, func(tx store.Tx) error {
		s, err = tx.Session(h)
		return err
	})
	if notFound(err) {
		return s, false, nil
	}
	if err != nil || s.Once || lapsed(s, now) {
		return s, false, err
	}
	if now.Sub(s.Seen) >= seenEvery {
		s.Seen = now
		err = d.touch(ctx, h, now)
		if errors.Is(err, network.Busy) || errors.Is(err, network.Full) {
			err = nil // it is only written down; the session is good
		}
		if notFound(err) {
			return s, false, nil
		}
	}
	return s, true, err
}

// touch writes down that a session was used, unless it has ended meanwhile.
func (d *Door) touch(ctx context.Context, h [32]byte, now time.Time) error {
	return d.store.Update(ctx, d.keeper, func(tx store.Tx) error {
		s, err := tx.Session(h)
		if err != nil {
			return err
		}
		s.Seen = now
		return tx.PutSession(s)
	})
}

func view(s store.Session) Session {
	return Session{ID: hex.EncodeToString(s.Hash[:16]), Agent: s.Agent, Created: s.Created, Seen: s.Seen}
}

// Sessions lists the browsers that are signed in, newest first.
func (d *Door) Sessions(ctx context.Context) (out []Session, err error) {
	err = d.store.View(ctx, d.keeper, func(tx store.Tx) error {
		all, err := tx.Sessions()
		for _, s := range all {
			if !s.Once && !lapsed(s, d.now()) {
				out = append(out, view(s))
			}
		}
		return err
	})
	return out, err
}

// SignOut ends the session of a token.
func (d *Door) SignOut(ctx context.Context, token string) error {
	h := hash(token)
	return d.end(ctx, func(s store.Session) bool { return s.Hash == h })
}

// End ends the session with an id. One that is gone already is no error.
func (d *Door) End(ctx context.Context, id string) error {
	return d.end(ctx, func(s store.Session) bool { return view(s).ID == id })
}

// EndAll ends every session, and every link that has not served.
func (d *Door) EndAll(ctx context.Context) error {
	return d.end(ctx, func(store.Session) bool { return true })
}

func (d *Door) end(ctx context.Context, which func(store.Session) bool) error {
	err := d.store.Update(ctx, d.keeper, func(tx store.Tx) error { return drop(tx, which) })
	d.forget()
	return err
}

// forget believes nothing any more that was not just read. It is called also
// when the write failed: its outcome may not be known.
func (d *Door) forget() {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.ended++
	clear(d.known)
}

func drop(tx store.Tx, which func(store.Session) bool) error {
	all, err := tx.Sessions()
	if err != nil {
		return err
	}
	for _, s := range all {
		if which(s) {
			if err := tx.DropSession(s.Hash); err != nil {
				return err
			}
		}
	}
	return nil
}
