package sqlstore

import (
	"context"
	"errors"
	"os"
	"sync"
	"time"

	"entregent/internal/network"
)

// A locker keeps processes apart that use the same database.
type locker interface {
	wait(ctx context.Context, kind string) (release func(), err error)
	try(ctx context.Context, kind string) (release func(), err error)
}

// Lock takes the lock of one kind ("server", "import", "restore"), which no
// other process can have until release is called or this process ends. Where
// somebody has it: Busy, with words.
func (s *Store) Lock(ctx context.Context, kind string) (release func(), err error) {
	release, err = s.locks.try(ctx, kind)
	if err != nil {
		return nil, s.opening(ctx, err)
	}
	return sync.OnceFunc(release), nil
}

// LockFile takes the lock of one kind beside a SQLite file that is not open in
// this process, as before it is replaced. See Lock.
func LockFile(file, kind string) (release func(), err error) {
	release, err = fileLocks{file}.try(context.Background(), kind)
	if err != nil {
		return nil, err
	}
	return sync.OnceFunc(release), nil
}

// lockedBy says who has the book: the text's key names the kind.
func lockedBy(kind string) error {
	msg := "error.locked"
	switch kind {
	case "server", "import", "restore":
		msg += "_" + kind
	}
	return &network.Error{Kind: network.Busy, Msg: msg}
}

// fileLocks are locks of the operating system on small files beside the book.
// They end with the process, however it ends; the files stay and mean nothing.
type fileLocks struct{ book string }

var errLocked = errors.New("sqlstore: locked")

func (l fileLocks) try(_ context.Context, kind string) (func(), error) {
	f, err := os.OpenFile(l.book+"."+kind+".lock", os.O_CREATE|os.O_RDWR, 0o600)
	if err != nil {
		return nil, err
	}
	if err := lockNow(f); err != nil {
		f.Close()
		if errors.Is(err, errLocked) {
			return nil, lockedBy(kind)
		}
		return nil, err
	}
	return func() { f.Close() }, nil
}

func (l fileLocks) wait(ctx context.Context, kind string) (func(), error) {
	for {
		release, err := l.try(ctx, kind)
		if !errors.Is(err, network.Busy) {
			return release, err
		}
		select {
		case <-ctx.Done():
			return nil, ctx.Err()
		case <-time.After(10 * time.Millisecond):
		}
	}
}
