package bench

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"time"

	"entregent/internal/app"
	"entregent/internal/demo"
	"entregent/internal/network"
	"entregent/internal/store/sqlstore"
)

// bookFile is the name that the program gives a book in its data directory.
const bookFile = "entregent.db"

// A book is one that is open.
type book struct {
	*app.App
	keeper network.KeeperID
	store  *sqlstore.Store
}

func openBook(ctx context.Context, file string, now func() time.Time) (*book, error) {
	st, err := sqlstore.OpenSQLite(ctx, file, sqlstore.Options{})
	if err != nil {
		return nil, err
	}
	b := &book{App: &app.App{Store: st, Now: now}, store: st}
	if b.keeper, err = b.OpenKeeper(ctx); err != nil {
		return nil, errors.Join(err, st.Close())
	}
	return b, nil
}

func (b *book) close() error { return b.store.Close() }

// fresh is the same book to a program that has just been started: nothing is
// held in memory.
func (b *book) fresh() *app.App { return &app.App{Store: b.Store, Now: b.Now} }

// network returns the data directory of an invented network: of this run alone,
// a copy of what is kept for other runs, so that a bench may write in it.
func (r *run) network(ctx context.Context, people, encounters int) (string, error) {
	name := fmt.Sprintf("bench-%d-%d", people, encounters)
	kept := filepath.Join(r.dir, "kept", name)
	if r.Dir != "" {
		kept = filepath.Join(r.Dir, name)
	}
	file := filepath.Join(kept, bookFile)
	if _, err := os.Stat(file); errors.Is(err, os.ErrNotExist) {
		if err := r.invent(ctx, kept, people, encounters); err != nil {
			return "", err
		}
	}
	own := filepath.Join(r.dir, "own")
	if err := os.MkdirAll(own, 0o700); err != nil {
		return "", err
	}
	return own, copyFile(filepath.Join(own, bookFile), file)
}

// invent builds the network beside its place and moves it there when it is
// whole, so that a run broken off leaves none that is half.
func (r *run) invent(ctx context.Context, dir string, people, encounters int) error {
	if err := os.MkdirAll(filepath.Dir(dir), 0o700); err != nil {
		return err
	}
	made, err := os.MkdirTemp(filepath.Dir(dir), "making-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(made)
	b, err := openBook(ctx, filepath.Join(made, bookFile), morning)
	if err != nil {
		return err
	}
	size := demo.Size{People: people, Years: 10, Encounters: encounters, Seed: 1}
	_, err = b.FillDemo(ctx, b.keeper, demo.Reader{Size: size}, "", r.Progress)
	if err = errors.Join(err, b.close()); err != nil {
		return err
	}
	return os.Rename(made, dir)
}

// copyFile copies a book that nobody has open: closed, it is one file.
func copyFile(to, from string) error {
	in, err := os.Open(from)
	if err != nil {
		return err
	}
	defer in.Close()
	out, err := os.OpenFile(to, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
	if err != nil {
		return err
	}
	_, err = io.Copy(out, in)
	return errors.Join(err, out.Close())
}
