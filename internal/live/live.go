// Package live reads live sources: mailboxes, calendars, address books and
// folders that the keeper has set up, again and again. What it fetches goes the
// way of every import: a file is put down, and package app reads it.
//
// It changes nothing on any server, and it keeps up with one: how far a source
// is read is written in the same transaction as what was read, so that nothing
// is read twice and nothing is lost however it ends. What was deleted on a server
// stays here. It leaves out formats, addresses that may be reached (package out)
// and what stands on pages.
package live

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"net/url"
	"os"
	"path/filepath"
	"runtime/debug"
	"strings"
	"sync"
	"time"

	"entregent/internal/app"
	"entregent/internal/network"
	"entregent/internal/out"
	"entregent/internal/store"
)

// longest is how long one reading may take; what is left is for the next.
const longest = 30 * time.Minute

// A Desk reads the live sources of one book. Make it with New.
type Desk struct {
	app    *app.App
	keeper network.KeeperID
	dir    string // where what was fetched lies until it is read
	safe   safe
	out    out.Client // for servers on the internet
	log    *slog.Logger
	wake   chan struct{}

	one sync.Mutex // held while a source is read: one at a time

	mu     sync.Mutex
	asked  map[network.SourceID]bool      // to be read at once
	looked map[network.SourceID]time.Time // when a folder was last looked at
	seen   map[network.SourceID]sightings // what lay there then
	at     network.SourceID               // being read
}

// New returns the desk of a book whose files lie in dir.
func New(a *app.App, keeper network.KeeperID, dir string, log *slog.Logger) *Desk {
	return &Desk{
		app: a, keeper: keeper, dir: filepath.Join(dir, "live"), safe: safe{dir}, log: log, wake: make(chan struct{}, 1),
		asked: map[network.SourceID]bool{}, looked: map[network.SourceID]time.Time{}, seen: map[network.SourceID]sightings{},
	}
}

// A Reading says what reading a source brought.
type Reading struct {
	Source  app.Live     `json:"source"`
	Batches []app.Report `json:"batches"`
	DryRun  bool         `json:"dry_run,omitempty"`
}

// A reading is one at work.
type reading struct {
	*Desk
	s      store.Source
	secret secret
	dry    bool
	was    []byte // how far the source is read, as it stands in the book
	dir    string
	out    Reading
}

// errEnough ends a dry run that has shown enough.
var errEnough = errors.New("live: enough for a dry run")

// Read reads one source to its end, or only says what that would bring. What
// went wrong is noted with the source and returned; what came before it is kept.
func (d *Desk) Read(ctx context.Context, id network.SourceID, dry bool) (Reading, error) {
	d.one.Lock()
	defer d.one.Unlock()
	r := &reading{Desk: d, dry: dry, out: Reading{Batches: []app.Report{}, DryRun: dry}}
	s, sealed, err := d.app.Source(ctx, d.keeper, id)
	if err != nil {
		return r.out, err
	}
	if s.Paused && !dry {
		return r.out, &network.Error{Kind: network.Conflict, Msg: "live.paused", Args: []any{s.Name}}
	}
	r.s, r.was = s, s.State
	d.working(id)
	defer d.working(network.SourceID{})
	err = r.carry(ctx, sealed)
	if err == nil && !dry && s.Kind == app.LiveFolder && len(r.out.Batches) == 0 && !s.Read.IsZero() && s.Told == nil {
		return r.out, r.view(ctx) // looked at every minute: nothing to write
	}
	if dry || ctx.Err() != nil {
		return r.out, errors.Join(err, r.view(context.WithoutCancel(ctx)))
	}
	if note := d.note(ctx, s, err); note != nil && err == nil {
		err = note
	}
	return r.out, errors.Join(err, r.view(ctx))
}

// note writes down how a reading ended.
func (d *Desk) note(ctx context.Context, s store.Source, err error) error {
	if err == nil {
		return d.app.SourceTried(ctx, d.keeper, s.ID, nil, false)
	}
	d.log.Warn("live: source not read", "source", s.ID, "kind", s.Kind, "err", err)
	var ne *network.Error
	stop := errors.As(err, &ne) && ne.Kind == network.Forbidden
	return d.app.SourceTried(ctx, d.keeper, s.ID, app.TellOf(err), stop)
}

func (d *Desk) working(id network.SourceID) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.at = id
}

// view puts the source as it stands now into the outcome.
func (r *reading) view(ctx context.Context) error {
	all, err := r.app.Sources(ctx, r.keeper)
	for _, l := range all {
		if l.ID == r.s.ID.String() {
			r.out.Source = l
		}
	}
	return err
}

// carry reads the source. A panic is an error: a server must not take the
// program down.
func (r *reading) carry(ctx context.Context, sealed []byte) (err error) {
	defer func() {
		if p := recover(); p != nil {
			r.log.Error("live: panic", "source", r.s.ID, "stack", string(debug.Stack()))
			err = fmt.Errorf("live: panic: %T", p)
		}
	}()
	ctx, cancel := context.WithTimeout(ctx, longest)
	defer cancel()
	if r.secret, err = r.safe.open(sealed, r.s.ID, r.s.Address, r.s.Account); err != nil {
		return err
	}
	if r.s.Account != "" && r.secret.Password == "" {
		return again(errors.New("live: no password in this book"))
	}
	if r.dir, err = r.spool(); err != nil {
		return err
	}
	defer os.RemoveAll(r.dir)
	switch r.s.Kind {
	case app.LiveMail:
		err = r.mail(ctx)
	case app.LiveCalendar, app.LiveCards:
		err = r.collections(ctx)
	case app.LiveFolder:
		err = r.folder(ctx)
	default:
		err = &network.Error{Kind: network.Invalid, Msg: "live.no_such_kind", Args: []any{r.s.Kind, strings.Join(app.LiveKinds, ", ")}}
	}
	if errors.Is(err, errEnough) {
		err = nil
	}
	return err
}

// spool makes an empty folder for what is fetched. Its name is what imports are
// listed under.
func (r *reading) spool() (string, error) {
	base := filepath.Join(r.Desk.dir, r.s.ID.String())
	if err := os.RemoveAll(base); err != nil {
		return "", err
	}
	return base, os.MkdirAll(base, 0o700)
}

// put writes what was fetched as a file, in a folder named as the source, and
// returns that folder.
func (r *reading) put(sub, name string, data []byte) (string, error) {
	dir := filepath.Join(r.dir, plainName(r.s.Name))
	if err := os.RemoveAll(dir); err != nil {
		return "", err
	}
	at := filepath.Join(dir, plainName(sub))
	if err := os.MkdirAll(at, 0o700); err != nil {
		return "", err
	}
	return dir, os.WriteFile(filepath.Join(at, plainName(name)), data, 0o600)
}

// plainName makes a name of a file of what a server or the keeper calls something.
func plainName(s string) string {
	s = strings.Map(func(r rune) rune {
		if r < 0x20 || r == 0x7f || strings.ContainsRune(`/\<>:"|?*`, r) {
			return '-'
		}
		return r
	}, strings.ToValidUTF8(s, "-"))
	s = strings.Trim(s, ". ")
	if r := []rune(s); len(r) > 60 {
		s = strings.TrimRight(string(r[:60]), ". ")
	}
	if s == "" || !filepath.IsLocal(s) {
		s = "-" + s
	}
	return s
}

// take imports what lies at a path, with the state that holds once it is in the
// book. as is the format, "" to find out.
func (r *reading) take(ctx context.Context, path, as string, state any, since time.Time) error {
	next, err := json.Marshal(state)
	if err != nil {
		return err
	}
	req := app.ImportRequest{Paths: []string{path}, As: as, DryRun: r.dry, Since: since}
	if !r.dry {
		req.From = &app.Taking{Source: r.s.ID, Was: r.was, State: next}
		release, err := r.app.AloneToImport(ctx, func(bool) {})
		if err != nil {
			return err
		}
		defer release()
	}
	if req.Me, err = r.me(ctx); err != nil {
		return err
	}
	got, err := r.app.Import(ctx, r.keeper, req)
	for _, b := range got.Batches {
		if !b.Again {
			r.out.Batches = append(r.out.Batches, b)
		}
	}
	if err == nil && !r.dry {
		r.was = next
	}
	return err
}

// me is whom the source belongs to, where the book does not know the keeper yet:
// whoever the account names.
func (r *reading) me(ctx context.Context) ([]string, error) {
	k, err := r.app.Keeper(ctx, r.keeper)
	if err != nil || len(k.Settings.Handles)+len(k.Settings.Names) > 0 || !strings.Contains(r.s.Account, "@") {
		return nil, err
	}
	return []string{r.s.Account}, nil
}

// keep writes how far the source is read, where there was nothing to import.
func (r *reading) keep(ctx context.Context, state any) error {
	next, err := json.Marshal(state)
	if err != nil || r.dry || bytes.Equal(next, r.was) {
		return err
	}
	if err := r.app.AdvanceSource(ctx, r.keeper, app.Taking{Source: r.s.ID, Was: r.was, State: next}); err != nil {
		return err
	}
	r.was = next
	return nil
}

// client is the way out to the source's server.
func (d *Desk) client(host string, near bool) *out.Client {
	c := d.out
	if near {
		c.Allowed = host
	}
	return &c
}

func hostOf(address string) string {
	u, err := url.Parse(address)
	if err != nil {
		return ""
	}
	return u.Hostname()
}
