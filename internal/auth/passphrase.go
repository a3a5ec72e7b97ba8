package auth

import (
	"context"
	"crypto/rand"
	"crypto/subtle"
	"encoding/json"
	"sync"
	"time"
	"unicode/utf8"

	"golang.org/x/crypto/argon2"
	"golang.org/x/text/unicode/norm"

	"entregent/internal/network"
	"entregent/internal/store"
)

// Bounds of a passphrase. The least is in characters, the most in bytes.
const (
	MinPassphrase = 8
	MaxPassphrase = 1000
)

// secret is the name under which the passphrase's hash is kept.
const secret = "passphrase"

// A sealed passphrase is kept with what made its hash, so that the cost can be
// raised later.
type sealed struct {
	Salt   []byte `json:"salt"`
	Time   uint32 `json:"t"`
	Memory uint32 `json:"m"` // KiB
	Hash   []byte `json:"hash"`
}

// hold takes one of the two places for hashing, so that many tries at once
// cannot take the machine's memory. The function it returns gives it back.
func (d *Door) hold(ctx context.Context) (func(), error) {
	select {
	case d.hashers <- struct{}{}:
		return func() { <-d.hashers }, nil
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}

// with returns s with the hash of a passphrase.
func (s sealed) with(passphrase string) sealed {
	s.Hash = argon2.IDKey([]byte(norm.NFC.String(passphrase)), s.Salt, s.Time, s.Memory, 1, 32)
	return s
}

func fresh() sealed {
	s := sealed{Salt: make([]byte, 16), Time: 2, Memory: 19 << 10}
	rand.Read(s.Salt)
	return s
}

// HasPassphrase reports whether a passphrase opens the book.
func (d *Door) HasPassphrase(ctx context.Context) (bool, error) {
	_, ok, err := d.kept(ctx)
	return ok, err
}

func (d *Door) kept(ctx context.Context) (s sealed, ok bool, err error) {
	err = d.store.View(ctx, d.keeper, func(tx store.Tx) error {
		raw, err := tx.Secret(secret)
		if err != nil || raw == nil {
			return err
		}
		ok = true
		return json.Unmarshal(raw, &s)
	})
	return s, ok, err
}

// right reports whether a passphrase is the one that is kept. Without one it
// takes as long as with one.
func (d *Door) right(ctx context.Context, passphrase string) (bool, error) {
	s, ok, err := d.kept(ctx)
	if err != nil {
		return false, err
	}
	if !ok {
		s = fresh()
	}
	if len(passphrase) > MaxPassphrase {
		passphrase = ""
	}
	return subtle.ConstantTimeCompare(s.with(passphrase).Hash, s.Hash) == 1 && ok, nil
}

// SignInByPassphrase returns the token of a new session. Forbidden when the
// passphrase is not the one, Busy when tries follow each other too fast.
func (d *Door) SignInByPassphrase(ctx context.Context, passphrase, agent string) (string, error) {
	if err := d.try(ctx, passphrase); err != nil {
		return "", err
	}
	token := newToken()
	err := d.store.Update(ctx, d.keeper, func(tx store.Tx) error { return tx.PutSession(d.session(token, agent)) })
	if err != nil {
		return "", err
	}
	return token, nil
}

// try checks a passphrase and keeps account of failures. Whether it is too soon
// is asked once there is a place, so that many tries at once gain nothing.
func (d *Door) try(ctx context.Context, passphrase string) error {
	release, err := d.hold(ctx)
	if err != nil {
		return err
	}
	defer release()
	if wait := d.patience.wait(d.now()); wait > 0 {
		return &network.Error{Kind: network.Busy, Msg: "error.too_many_tries", Args: []any{int(wait/time.Second) + 1}}
	}
	ok, err := d.right(ctx, passphrase)
	if err != nil {
		return err
	}
	if !ok {
		d.patience.failed(d.now())
		return &network.Error{Kind: network.Forbidden, Field: "passphrase", Msg: "error.wrong_passphrase"}
	}
	d.patience.succeeded()
	return nil
}

// SetPassphrase sets a passphrase and ends every session but that of keep.
// Where one is set already it must be told.
func (d *Door) SetPassphrase(ctx context.Context, keep, old, passphrase string) error {
	switch {
	case utf8.RuneCountInString(passphrase) < MinPassphrase:
		return &network.Error{Kind: network.Invalid, Field: "new", Msg: "error.passphrase_short", Args: []any{MinPassphrase}}
	case len(passphrase) > MaxPassphrase:
		return &network.Error{Kind: network.Invalid, Field: "new", Msg: "error.passphrase_long", Args: []any{MaxPassphrase}}
	}
	has, err := d.HasPassphrase(ctx)
	if err != nil {
		return err
	}
	if has {
		if err := d.try(ctx, old); err != nil {
			return err
		}
	}
	release, err := d.hold(ctx)
	if err != nil {
		return err
	}
	raw, err := json.Marshal(fresh().with(passphrase))
	release()
	if err != nil {
		return err
	}
	mine := hash(keep)
	err = d.store.Update(ctx, d.keeper, func(tx store.Tx) error {
		if err := tx.PutSecret(secret, raw); err != nil {
			return err
		}
		return drop(tx, func(s store.Session) bool { return s.Hash != mine })
	})
	d.forget()
	return err
}

// A patience lets tries at the passphrase follow each other ever more slowly
// after failures. It holds back tries alone: whoever is signed in stays so.
type patience struct {
	mu       sync.Mutex
	failures int
	until    time.Time
}

// free tries may fail before any wait; maxWait bounds the wait, so that nobody
// is locked out for ever.
const (
	free    = 3
	maxWait = 5 * time.Minute
)

func (p *patience) wait(now time.Time) time.Duration {
	p.mu.Lock()
	defer p.mu.Unlock()
	wait := p.until.Sub(now)
	if wait > maxWait { // the clock was set back meanwhile
		p.until = now
		return 0
	}
	return wait
}

func (p *patience) failed(now time.Time) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.failures++
	if p.failures < free {
		return
	}
	wait := time.Second << min(p.failures-free, 9)
	p.until = now.Add(min(wait, maxWait))
}

func (p *patience) succeeded() {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.failures, p.until = 0, time.Time{}
}
