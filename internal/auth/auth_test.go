package auth

import (
	"context"
	"errors"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"entregent/internal/network"
	"entregent/internal/store"
	"entregent/internal/store/sqlstore"
)

// A door is a real one, on a real database, with a clock that is moved by hand.
type door struct {
	*Door
	*testing.T
	clock time.Time
}

func newDoor(t *testing.T) *door {
	t.Helper()
	st, err := sqlstore.OpenSQLite(t.Context(), filepath.Join(t.TempDir(), "book.db"), sqlstore.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { st.Close() })
	k := network.Keeper{ID: network.KeeperID{1}, Seed: []byte("seed")}
	if err := st.NewKeeper(t.Context(), k); err != nil {
		t.Fatal(err)
	}
	d := &door{T: t, clock: time.Date(2026, 3, 12, 8, 0, 0, 0, time.UTC)}
	d.Door = New(st, k.ID, func() time.Time { return d.clock })
	return d
}

func (d *door) link() string {
	d.Helper()
	token, err := d.NewLink(d.Context())
	if err != nil {
		d.Fatal(err)
	}
	return token
}

func (d *door) enter() string {
	d.Helper()
	token, err := d.SignInByLink(d.Context(), d.link(), "Firefox")
	if err != nil {
		d.Fatal(err)
	}
	return token
}

func (d *door) open(token string) bool {
	d.Helper()
	_, ok, err := d.Session(d.Context(), token)
	if err != nil {
		d.Fatal(err)
	}
	return ok
}

func TestALinkServesOnce(t *testing.T) {
	d := newDoor(t)
	link := d.link()
	for range 3 { // a mere look at it, as a preview takes
		if ok, err := d.LinkServes(t.Context(), link); !ok || err != nil {
			t.Fatal(ok, err)
		}
	}
	if d.open(link) {
		t.Error("a link is a session")
	}
	var entered atomic.Int32
	var all sync.WaitGroup
	for range 20 {
		all.Go(func() {
			if _, err := d.SignInByLink(t.Context(), link, ""); err == nil {
				entered.Add(1)
			} else if !errors.Is(err, network.Forbidden) {
				t.Error(err)
			}
		})
	}
	all.Wait()
	if entered.Load() != 1 {
		t.Errorf("one link let in %d", entered.Load())
	}
	if ok, _ := d.LinkServes(t.Context(), link); ok {
		t.Error("a spent link serves")
	}
	late := d.link()
	d.clock = d.clock.Add(LinkLife)
	if _, err := d.SignInByLink(t.Context(), late, ""); !errors.Is(err, network.Forbidden) {
		t.Errorf("an old link: %v", err)
	}
	session := d.enter()
	if _, err := d.SignInByLink(t.Context(), session, ""); !errors.Is(err, network.Forbidden) {
		t.Errorf("a session is a link: %v", err)
	}
}

func TestSessionsEnd(t *testing.T) {
	for _, tt := range []struct {
		what string
		wait []time.Duration // between two uses
		open bool
	}{
		{"used every day for 89 days", repeat(89, 24*time.Hour), true},
		{"used every day for 90 days", repeat(90, 24*time.Hour), false},
		{"used after 29 days", []time.Duration{29 * 24 * time.Hour}, true},
		{"left alone for 30 days", []time.Duration{Idle + seenEvery}, false},
		{"a clock set back by an hour", []time.Duration{-time.Hour}, true},
	} {
		d := newDoor(t)
		token := d.enter()
		open := false
		for _, w := range tt.wait {
			d.clock = d.clock.Add(w)
			open = d.open(token)
		}
		if open != tt.open {
			t.Errorf("%s: open is %v", tt.what, open)
		}
	}
}

func repeat(n int, d time.Duration) []time.Duration {
	out := make([]time.Duration, n)
	for i := range out {
		out[i] = d
	}
	return out
}

// Ended here, a session is ended at the next request, though it was just
// believed.
func TestEndingIsImmediate(t *testing.T) {
	d := newDoor(t)
	a, b, c := d.enter(), d.enter(), d.enter()
	if a == b || !d.open(a) || !d.open(b) || !d.open(c) {
		t.Fatal("not signed in")
	}
	if err := d.SignOut(t.Context(), a); err != nil || d.open(a) || !d.open(b) {
		t.Error("signed out", err)
	}
	list, err := d.Sessions(t.Context())
	if err != nil || len(list) != 2 {
		t.Fatal(list, err)
	}
	s, _, _ := d.Session(t.Context(), b)
	if err := d.End(t.Context(), s.ID); err != nil || d.open(b) || !d.open(c) {
		t.Error("ended one", err)
	}
	if err := d.EndAll(t.Context()); err != nil || d.open(c) {
		t.Error("ended all", err)
	}
	if d.open("") || d.open("x") || d.open(strings.Repeat("x", 1000)) {
		t.Error("anything opens")
	}
}

// Nothing that could open the book stands in the database.
func TestSecretsAreNotKept(t *testing.T) {
	d := newDoor(t)
	link, token := d.link(), d.enter()
	if err := d.SetPassphrase(t.Context(), token, "", "correct horse battery"); err != nil {
		t.Fatal(err)
	}
	if len(link) < 22 || len(token) < 22 {
		t.Error("fewer than 128 bits")
	}
	err := d.store.View(t.Context(), d.keeper, func(tx store.Tx) error {
		raw, err := tx.Secret(secret)
		if strings.Contains(string(raw), "horse") || len(raw) < 60 {
			t.Error("the passphrase is kept as it is")
		}
		all, _ := tx.Sessions()
		for _, s := range all {
			if string(s.Hash[:]) == token || string(s.Hash[:]) == link {
				t.Error("a token is kept as it is")
			}
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}

func TestPassphrase(t *testing.T) {
	d := newDoor(t)
	mine, other := d.enter(), d.enter()
	for _, tt := range []struct{ what, old, new, field string }{
		{"too short", "", "sept*7!", "new"},
		{"accents count as one character each", "", "é́éé", "new"},
		{"too long", "", strings.Repeat("x", MaxPassphrase+1), "new"},
		{"eight will do", "", "huit mot", ""},
		{"the old one is asked for", "", "neuf mots", "passphrase"},
		{"a wrong old one", "neuf mot", "neuf mots", "passphrase"},
		{"changed", "huit mot", "café de la gare", ""},
	} {
		err := d.SetPassphrase(t.Context(), mine, tt.old, tt.new)
		var ne *network.Error
		if field := ""; errors.As(err, &ne) {
			field = ne.Field
			if field != tt.field {
				t.Errorf("%s: %v", tt.what, err)
			}
		} else if err != nil || tt.field != "" {
			t.Errorf("%s: %v", tt.what, err)
		}
	}
	if !d.open(mine) || d.open(other) {
		t.Error("a change ends every session but the one it was made in")
	}
	for _, tt := range []struct {
		pass string
		ok   bool
	}{
		{"café de la gare", true}, {"cafe\u0301 de la gare", true}, {"Café de la gare", false}, {"", false}, {strings.Repeat("x", 1<<20), false},
	} {
		token, err := d.SignInByPassphrase(t.Context(), tt.pass, "")
		if (err == nil) != tt.ok || tt.ok && !d.open(token) {
			t.Errorf("%.20q: %v", tt.pass, err)
		}
	}
}

// Failures make the next try wait ever longer; whoever is signed in stays so, and
// waiting helps.
func TestPatience(t *testing.T) {
	d := newDoor(t)
	token := d.enter()
	if err := d.SetPassphrase(t.Context(), token, "", "correct horse"); err != nil {
		t.Fatal(err)
	}
	waits := 0
	for range 12 {
		_, err := d.SignInByPassphrase(t.Context(), "wrong horse", "")
		if errors.Is(err, network.Busy) {
			waits++
			d.clock = d.clock.Add(maxWait)
		}
	}
	if waits == 0 {
		t.Error("nothing ever waits")
	}
	_, _ = d.SignInByPassphrase(t.Context(), "wrong horse", "")
	if _, err := d.SignInByPassphrase(t.Context(), "correct horse", ""); !errors.Is(err, network.Busy) {
		t.Errorf("no wait after failures: %v", err)
	}
	if !d.open(token) {
		t.Error("a live session was locked out")
	}
	d.clock = d.clock.Add(maxWait)
	if _, err := d.SignInByPassphrase(t.Context(), "correct horse", ""); err != nil {
		t.Errorf("after waiting: %v", err)
	}
	_, _ = d.SignInByPassphrase(t.Context(), "wrong horse", "")
	if _, err := d.SignInByPassphrase(t.Context(), "correct horse", ""); err != nil {
		t.Errorf("a success forgives: %v", err)
	}
}

// Without a passphrase none opens, and it takes as long to say so.
func TestNoPassphrase(t *testing.T) {
	d := newDoor(t)
	if has, err := d.HasPassphrase(t.Context()); has || err != nil {
		t.Fatal(has, err)
	}
	for _, p := range []string{"", "x", "correct horse"} {
		if _, err := d.SignInByPassphrase(t.Context(), p, ""); !errors.Is(err, network.Forbidden) {
			t.Errorf("%q: %v", p, err)
		}
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := d.SignInByPassphrase(ctx, "x", ""); err == nil {
		t.Error("let in a request that had gone")
	}
}
