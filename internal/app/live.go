package app

import (
	"bytes"
	"cmp"
	"context"
	"crypto/rand"
	"encoding/json"
	"errors"
	"time"

	"entregent/internal/network"
	"entregent/internal/store"
)

// The kinds of live source.
const (
	LiveMail     = "imap"
	LiveCalendar = "calendar"
	LiveCards    = "cards"
	LiveFolder   = "folder"
)

// LiveKinds lists them.
var LiveKinds = []string{LiveMail, LiveCalendar, LiveCards, LiveFolder}

// A Live is a live source as it is shown: an account or a folder that is read
// again and again. Its password is nowhere in it.
type Live struct {
	ID       string        `json:"id"`
	Kind     string        `json:"kind"`
	Name     string        `json:"name"`
	Address  string        `json:"address"`
	Account  string        `json:"account,omitempty"`
	Folders  []string      `json:"folders,omitempty"`
	Words    bool          `json:"words,omitempty"`
	Near     bool          `json:"near,omitempty"`
	Every    time.Duration `json:"-"`
	Seconds  int           `json:"every_seconds"`
	Paused   bool          `json:"paused"`
	At       time.Time     `json:"at"`
	Read     *time.Time    `json:"read,omitempty"`  // last time to its end
	Tried    *time.Time    `json:"tried,omitempty"` // last try
	Failures int           `json:"failures,omitempty"`
	Told     *Told         `json:"told,omitempty"` // what went wrong then
	Imports  int           `json:"imports"`        // how many it brought that are still there
}

// A Told is something to tell a person: a text and its arguments. Faces put it
// into words as Message.
type Told struct {
	Key     string `json:"key"`
	Args    []any  `json:"args,omitempty"`
	Message string `json:"message,omitempty"`
}

// A Taking ties an import to the live source that it is a reading of: with its
// last part the source is read as far as State says. Where it was read further
// or paused meanwhile, that part is not kept.
type Taking struct {
	Source network.SourceID
	Was    []byte // how far it had been read
	State  []byte // how far it is then
}

// take notes that a batch came from a live source.
func (c *command) take(tx store.Tx, b *batch, last bool) error {
	f := c.req.From
	if f == nil {
		return nil
	}
	if !b.report.Again {
		if err := tx.PutTaken(f.Source, b.id); err != nil {
			return err
		}
	}
	if !last {
		return nil
	}
	return f.advance(tx)
}

// advance writes how far a source is read, where nothing of an import entered.
func (a *App) advance(ctx context.Context, keeper network.KeeperID, req ImportRequest) error {
	if req.From == nil || req.DryRun {
		return nil
	}
	return a.AdvanceSource(ctx, keeper, *req.From)
}

// AdvanceSource writes how far a source is read where there was nothing to
// import. Conflict if it was read further, or paused, meanwhile.
func (a *App) AdvanceSource(ctx context.Context, keeper network.KeeperID, f Taking) error {
	return a.Store.Update(ctx, keeper, f.advance)
}

func (f *Taking) advance(tx store.Tx) error {
	s, err := tx.Source(f.Source)
	if err != nil {
		return err
	}
	if s.Paused || !bytes.Equal(s.State, f.Was) {
		return &network.Error{Kind: network.Conflict, Msg: "live.moved", Args: []any{s.Name}}
	}
	s.State = f.State
	return tx.PutSource(s)
}

func secretOf(id network.SourceID) string { return "source:" + id.String() }

// Sources lists the live sources, oldest first.
func (a *App) Sources(ctx context.Context, keeper network.KeeperID) (out []Live, err error) {
	out = []Live{}
	err = a.Store.View(ctx, keeper, func(tx store.Tx) error {
		all, err := tx.Sources()
		for _, s := range all {
			taken, err := tx.TakenBy(s.ID)
			if err != nil {
				return err
			}
			out = append(out, liveView(s, len(taken)))
		}
		return err
	})
	return out, err
}

func liveView(s store.Source, imports int) Live {
	out := Live{
		ID: s.ID.String(), Kind: s.Kind, Name: s.Name, Address: s.Address, Account: s.Account, Folders: s.Folders, Words: s.Words, Near: s.Near,
		Every: s.Every, Seconds: int(s.Every / time.Second), Paused: s.Paused, At: s.At, Read: maybe(s.Read), Tried: maybe(s.Tried),
		Failures: s.Failures, Imports: imports,
	}
	if s.Told != nil {
		out.Told = &Told{}
		_ = json.Unmarshal(s.Told, out.Told) // written by us
	}
	return out
}

func maybe(t time.Time) *time.Time {
	if t.IsZero() {
		return nil
	}
	return &t
}

// Source returns one source as it is kept, with its sealed password, nil for
// none.
func (a *App) Source(ctx context.Context, keeper network.KeeperID, id network.SourceID) (s store.Source, sealed []byte, err error) {
	err = a.Store.View(ctx, keeper, func(tx store.Tx) error {
		if s, err = tx.Source(id); err != nil {
			return err
		}
		sealed, err = tx.Secret(secretOf(id))
		return err
	})
	return s, sealed, err
}

// NewSourceID makes the id of a source to be added: what is sealed is sealed
// for it alone.
func NewSourceID() (id network.SourceID) {
	rand.Read(id[:])
	return id
}

// AddSource records a live source with its sealed password, nil for none.
// Conflict where the same account is there already.
func (a *App) AddSource(ctx context.Context, keeper network.KeeperID, s store.Source, sealed []byte) (Live, error) {
	s.At = a.Now()
	err := a.Store.Update(ctx, keeper, func(tx store.Tx) error {
		all, err := tx.Sources()
		if err != nil {
			return err
		}
		for _, o := range all {
			if o.Kind == s.Kind && o.Address == s.Address && o.Account == s.Account {
				return &network.Error{Kind: network.Conflict, Field: "address", Msg: "live.twice", Args: []any{o.Name}}
			}
		}
		return errors.Join(tx.PutSource(s), tx.PutSecret(secretOf(s.ID), sealed))
	})
	return liveView(s, 0), err
}

// changeSource changes one source in a transaction of its own.
func (a *App) changeSource(ctx context.Context, keeper network.KeeperID, id network.SourceID, change func(tx store.Tx, s *store.Source) error) error {
	return a.Store.Update(ctx, keeper, func(tx store.Tx) error {
		s, err := tx.Source(id)
		if err != nil {
			return err
		}
		if err := change(tx, &s); err != nil {
			return err
		}
		return tx.PutSource(s)
	})
}

// PauseSource stops the reading of a source, or lets it go on.
func (a *App) PauseSource(ctx context.Context, keeper network.KeeperID, id network.SourceID, paused bool) error {
	return a.changeSource(ctx, keeper, id, func(_ store.Tx, s *store.Source) error {
		s.Paused = paused
		if !paused {
			s.Failures, s.Tried = 0, time.Time{}
		}
		return nil
	})
}

// SetSourcePassword replaces the sealed password of a source, which is read
// again from then on.
func (a *App) SetSourcePassword(ctx context.Context, keeper network.KeeperID, id network.SourceID, sealed []byte) error {
	return a.changeSource(ctx, keeper, id, func(tx store.Tx, s *store.Source) error {
		s.Paused, s.Failures, s.Told, s.Tried = false, 0, nil, time.Time{}
		return tx.PutSecret(secretOf(id), sealed)
	})
}

// SourceTried notes how a reading ended: with nil, at the source's end; else
// with what to tell. What no further try can mend, a wrong password, pauses it.
func (a *App) SourceTried(ctx context.Context, keeper network.KeeperID, id network.SourceID, told *Told, pause bool) error {
	return a.changeSource(ctx, keeper, id, func(_ store.Tx, s *store.Source) error {
		s.Tried = a.Now()
		if told == nil {
			s.Read, s.Failures, s.Told = s.Tried, 0, nil
			return nil
		}
		raw, err := json.Marshal(told)
		s.Failures, s.Told, s.Paused = s.Failures+1, raw, s.Paused || pause
		return err
	})
}

// TellOf is what to tell a person of an error.
func TellOf(err error) *Told {
	var e *network.Error
	var who *WhoAreYou
	switch {
	case errors.As(err, &who):
		return &Told{Key: "live.who_are_you"}
	case errors.As(err, &e) && e.Msg != "":
		return &Told{Key: e.Msg, Args: e.Args}
	}
	return &Told{Key: "live.failed"}
}

// A RemovedSource says what removing a source took away.
type RemovedSource struct {
	Source Live     `json:"source"`
	Undone []Undone `json:"undone,omitempty"`
}

// RemoveSource removes a source with its password. What it brought stays, or is
// taken back, import by import, the newest first; broken off in between, it can
// be asked again.
func (a *App) RemoveSource(ctx context.Context, keeper network.KeeperID, id network.SourceID, undo bool) (out RemovedSource, err error) {
	var taken []network.BatchID
	err = a.changeSource(ctx, keeper, id, func(tx store.Tx, s *store.Source) error {
		s.Paused = true // no reading that is at work may bring more
		taken, err = tx.TakenBy(id)
		out.Source = liveView(*s, len(taken))
		return err
	})
	if err != nil {
		return out, err
	}
	if undo {
		for _, b := range taken {
			u, err := a.Undo(ctx, keeper, b, "")
			if err != nil {
				return out, err
			}
			out.Undone = append(out.Undone, u)
		}
	}
	return out, a.Store.Update(ctx, keeper, func(tx store.Tx) error {
		return cmp.Or(tx.PutSecret(secretOf(id), nil), tx.DropSource(id))
	})
}
