// Package auth decides who may open the book: by a link that serves once, or by
// a passphrase; and remembers which browsers are signed in.
//
// Tokens are kept as hashes and looked up by them, so that neither the database
// nor the time an answer takes tells anything of them. The package leaves out
// cookies, pages and addresses (package web), and never logs what it is given.
package auth

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"sync"
	"time"

	"entregent/internal/network"
	"entregent/internal/store"
)

// How long things last.
const (
	Idle     = 30 * 24 * time.Hour // a session that nobody used ends
	Absolute = 90 * 24 * time.Hour // and every session ends
	LinkLife = 24 * time.Hour      // a link that nobody used
	// seenEvery is how often it is written down that a session was used: each
	// write moves the change number that pages are kept by.
	seenEvery = 6 * time.Hour
	// trusted is how long a session is believed without asking the database.
	// Ended within this process, it ends at once.
	trusted = 5 * time.Second
)

// A Door lets one keeper into one book. Make it with New.
type Door struct {
	store  store.Store
	keeper network.KeeperID
	now    func() time.Time

	mu    sync.Mutex
	known map[[32]byte]known
	// ended counts ends of sessions, so that a look into the database that was
	// under way meanwhile is not believed.
	ended uint64

	patience patience
	hashers  chan struct{}
}

// New returns the door of a keeper's book.
func New(st store.Store, keeper network.KeeperID, now func() time.Time) *Door {
	return &Door{store: st, keeper: keeper, now: now, known: map[[32]byte]known{}, hashers: make(chan struct{}, 2)}
}

// newToken returns 256 random bits, as text fit for a URL.
func newToken() string {
	var b [32]byte
	rand.Read(b[:])
	return base64.RawURLEncoding.EncodeToString(b[:])
}

// hash is what is kept of a token.
func hash(token string) [32]byte { return sha256.Sum256([]byte(token)) }

// NewLink returns a token that signs in once within LinkLife. Links that have
// lapsed are swept on the way.
func (d *Door) NewLink(ctx context.Context) (token string, err error) {
	token = newToken()
	err = d.store.Update(ctx, d.keeper, func(tx store.Tx) error {
		now := d.now()
		all, err := tx.Sessions()
		if err != nil {
			return err
		}
		for _, s := range all {
			if lapsed(s, now) {
				if err := tx.DropSession(s.Hash); err != nil {
					return err
				}
			}
		}
		return tx.PutSession(store.Session{Hash: hash(token), Once: true, Created: now, Seen: now, Expires: now.Add(LinkLife)})
	})
	return token, err
}

// lapsed reports whether a session or a link is over.
func lapsed(s store.Session, now time.Time) bool {
	if !now.Before(s.Expires) {
		return true
	}
	return !s.Once && now.Sub(s.Seen) >= Idle
}

// LinkServes reports whether a link would still sign in, without spending it.
func (d *Door) LinkServes(ctx context.Context, token string) (ok bool, err error) {
	err = d.store.View(ctx, d.keeper, func(tx store.Tx) error {
		s, err := tx.Session(hash(token))
		if notFound(err) {
			return nil
		}
		ok = err == nil && s.Once && !lapsed(s, d.now())
		return err
	})
	return ok, err
}

// SignInByLink spends a link and returns the token of a new session. agent is
// the browser's own name. Forbidden when the link has served, or never did.
func (d *Door) SignInByLink(ctx context.Context, link, agent string) (token string, err error) {
	token = newToken()
	err = d.store.Update(ctx, d.keeper, func(tx store.Tx) error {
		s, err := tx.Session(hash(link))
		if notFound(err) || err == nil && (!s.Once || lapsed(s, d.now())) {
			return &network.Error{Kind: network.Forbidden, Msg: "error.link_spent"}
		}
		if err != nil {
			return err
		}
		if err := tx.DropSession(s.Hash); err != nil {
			return err
		}
		return tx.PutSession(d.session(token, agent))
	})
	if err != nil {
		return "", err
	}
	return token, nil
}

// session is a new session for a token.
func (d *Door) session(token, agent string) store.Session {
	now := d.now()
	if len(agent) > 300 {
		agent = agent[:300]
	}
	return store.Session{Hash: hash(token), Created: now, Seen: now, Expires: now.Add(Absolute), Agent: agent}
}
