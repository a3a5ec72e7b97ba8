package app

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"io"
	"io/fs"
	"slices"
	"strings"

	"entregent/internal/network"
	"entregent/internal/store"
)

// exportHead begins the first line of every export.
const exportHead = `{"format":"entregent"`

// Export writes the canonical export: everything the keeper owns, one JSON
// object a line, sorted; equal books give equal bytes.
func (a *App) Export(ctx context.Context, keeper network.KeeperID, w io.Writer) error {
	b := bufio.NewWriterSize(w, 1<<16)
	err := a.Store.View(ctx, keeper, func(tx store.Tx) error { return tx.Export(b) })
	if err != nil {
		return err
	}
	return b.Flush()
}

// isExport reports whether a source is a single file that Export wrote.
func isExport(src fs.FS) bool {
	list, err := fs.ReadDir(src, ".")
	if err != nil || len(list) != 1 || !list[0].Type().IsRegular() {
		return false
	}
	f, err := src.Open(list[0].Name())
	if err != nil {
		return false
	}
	defer f.Close()
	head := make([]byte, len(exportHead))
	n, _ := io.ReadFull(f, head)
	return bytes.Equal(head[:n], []byte(exportHead))
}

// restoreExport reads an export back in: rows that are there already stay as
// they are. What is worked out from the rows is worked out anew.
func (a *App) restoreExport(ctx context.Context, keeper network.KeeperID, s source, req ImportRequest) error {
	list, err := fs.ReadDir(s.files, ".")
	if err != nil {
		return err
	}
	if req.DryRun {
		return nil
	}
	return a.Store.Update(ctx, keeper, func(tx store.Tx) error {
		f, err := s.files.Open(list[0].Name())
		if err != nil {
			return err
		}
		defer f.Close()
		if err := tx.Restore(f); err != nil {
			return inFile(err, s.label)
		}
		if err := a.reckonAll(tx); err != nil {
			return err
		}
		return a.keepErased(tx, req.BringBack)
	})
}

// inFile names the file that was given in what is wrong with a line of it.
func inFile(err error, label string) error {
	var e *network.Error
	if !errors.As(err, &e) || len(e.Args) == 0 {
		return err
	}
	told := *e
	told.Args = slices.Clone(e.Args)
	if where, ok := told.Args[0].(string); ok && where == e.Field {
		_, line, _ := strings.Cut(where, ":")
		told.Args[0] = label + ":" + line
	}
	return &told
}

// reckonAll works out everything that is not exported: ties, what is shown of
// every person, the words they are found by.
func (a *App) reckonAll(tx store.Tx) error {
	k, err := tx.Keeper()
	if err != nil {
		return err
	}
	people := map[network.PersonID]bool{}
	book, err := loadBook(tx, k.Seed, func(c network.Card) { people[c.Person] = true })
	if err != nil {
		return err
	}
	if err := tx.AllPeople(func(p network.Person) error {
		people[p.ID] = true // also whoever has lost every card
		return nil
	}); err != nil {
		return err
	}
	if err := rebuild(tx); err != nil {
		return err
	}
	return settleThese(tx, book, people, a.Now())
}
