package live

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"entregent/internal/app"
	"entregent/internal/network"
)

// A folderLook is what of a watched folder is in the book: the entries by name,
// as they looked when they were read.
type folderLook struct {
	Seen map[string]string `json:"seen"`
}

// sightings are how the entries of a folder looked the last time.
type sightings map[string]string

const (
	settle      = 2 * time.Second // between two looks at what may still be arriving
	freshFor    = 5 * time.Second // how long after its last change it may be
	mostEntries = 10_000          // of a watched folder
)

// folder imports what is new or changed in a watched folder: each archive, file
// or folder in it, once it has stopped growing.
func (r *reading) folder(ctx context.Context) error {
	st := folderLook{}
	if r.was != nil {
		_ = json.Unmarshal(r.was, &st) // written by us; at worst all is looked at anew
	}
	if st.Seen == nil {
		st.Seen = map[string]string{}
	}
	now, err := look(r.s.Address)
	if err != nil {
		return err
	}
	fresh := now.changed(st.Seen)
	if len(fresh) == 0 {
		return nil
	}
	if !r.stood(now, fresh) {
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-time.After(settle):
		}
	}
	again, err := look(r.s.Address)
	if err != nil {
		return err
	}
	r.sighted(again)
	var failed []error
	for _, name := range fresh {
		if again[name] == "" || again[name] != now[name] || !r.old(name) {
			continue // it is still arriving
		}
		st.Seen[name] = again[name]
		err := r.take(ctx, filepath.Join(r.s.Address, name), "", &st, time.Time{})
		var ne *network.Error
		if errors.As(err, &ne) && (ne.Kind == network.Unreadable || ne.Kind == network.Invalid) {
			failed = append(failed, err) // told once; not tried again until it changes
			err = r.keep(ctx, &st)
		}
		if err != nil {
			return err
		}
	}
	return errors.Join(failed...)
}

// stood reports whether the entries looked the same the last time.
func (r *reading) stood(now sightings, names []string) bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	was := r.seen[r.s.ID]
	for _, n := range names {
		if was[n] != now[n] {
			return false
		}
	}
	return true
}

func (r *reading) sighted(now sightings) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.seen[r.s.ID] = now
}

// old reports whether an entry was left alone for a while.
func (r *reading) old(name string) bool {
	info, err := os.Stat(filepath.Join(r.s.Address, name))
	return err == nil && time.Since(info.ModTime()) > freshFor
}

// changed returns the names of the entries that are not as they were, in order.
func (now sightings) changed(was map[string]string) (out []string) {
	for name, looks := range now {
		if was[name] != looks {
			out = append(out, name)
		}
	}
	slices.Sort(out)
	return out
}

// look notes how each entry of a folder looks: size and date, of folders those
// of all that lies in them.
func look(dir string) (sightings, error) {
	list, err := os.ReadDir(dir)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil, &network.Error{Kind: network.Unreadable, Field: "address", Msg: "live.folder_gone", Args: []any{dir}}
	case err != nil:
		return nil, &network.Error{Kind: network.Unreadable, Field: "address", Msg: "error.file_not_readable", Args: []any{dir}, Err: err}
	case len(list) > mostEntries:
		return nil, &network.Error{Kind: network.Unreadable, Field: "address", Msg: "live.too_many", Args: []any{mostEntries}}
	}
	out := sightings{}
	for _, e := range list {
		if arriving(e.Name()) {
			continue
		}
		var n, size, latest int64
		err := filepath.WalkDir(filepath.Join(dir, e.Name()), func(path string, d fs.DirEntry, err error) error {
			if err != nil || d.IsDir() {
				return err
			}
			if arriving(d.Name()) {
				return errArriving
			}
			info, err := d.Info()
			if err != nil {
				return err
			}
			n, size, latest = n+1, size+info.Size(), max(latest, info.ModTime().UnixNano())
			return nil
		})
		if err == nil && size > 0 { // what goes away while one looks is looked at again later
			out[e.Name()] = fmt.Sprintf("%d %d %d", n, size, latest)
		}
	}
	return out, nil
}

var errArriving = errors.New("live: still arriving")

// arriving reports whether a file is one that a program is still writing, or
// that is its own affair.
func arriving(name string) bool {
	name = strings.ToLower(name)
	if strings.HasPrefix(name, ".") || strings.HasPrefix(name, "~$") || name == "thumbs.db" || name == "desktop.ini" {
		return true
	}
	switch filepath.Ext(name) {
	case ".part", ".partial", ".crdownload", ".download", ".tmp", ".temp", ".swp", ".filepart", ".opdownload":
		return true
	}
	return false
}

// watched says what a test of a folder found.
func (d *Desk) watched(s Setup) (f Found, err error) {
	dir, err := filepath.Abs(s.Address)
	if err != nil {
		return f, err
	}
	own, err := filepath.Abs(d.safe.dir)
	if err == nil && (dir == own || strings.HasPrefix(dir, own+string(filepath.Separator)) || strings.HasPrefix(own, dir+string(filepath.Separator))) {
		return f, &network.Error{Kind: network.Invalid, Field: "address", Msg: "live.own_folder", Args: []any{dir}}
	}
	info, err := os.Stat(dir)
	if err == nil && !info.IsDir() {
		return f, &network.Error{Kind: network.Invalid, Field: "address", Msg: "live.no_folder", Args: []any{dir}}
	}
	now, err := look(dir)
	return Found{Kind: app.LiveFolder, Address: dir, Name: filepath.Base(dir), Records: len(now)}, err
}
