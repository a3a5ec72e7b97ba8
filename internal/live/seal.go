package live

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"strings"

	"entregent/internal/backup"
	"entregent/internal/network"
)

// keyFile is the key that opens the passwords. It lies beside the book and is in
// no backup and no export: who finds one of those has no password.
const keyFile = "sources.key"

// A secret is what is sealed for one source. It names that source and its
// server, so that it cannot be moved to another one by changing the book.
type secret struct {
	Source   string `json:"source"`
	Server   string `json:"server"`
	Account  string `json:"account,omitempty"`
	Password string `json:"password,omitempty"`
	// URL is the whole address of a calendar that is open to whoever knows it.
	URL string `json:"url,omitempty"`
}

// A safe seals and opens secrets with the key in a folder.
type safe struct{ dir string }

// key reads the key, or makes it where there is none and one is to be made.
func (s safe) key(create bool) (backup.Key, error) {
	file := filepath.Join(s.dir, keyFile)
	raw, err := os.ReadFile(file)
	if errors.Is(err, fs.ErrNotExist) && create {
		return s.create(file)
	}
	if errors.Is(err, fs.ErrNotExist) {
		return backup.Key{}, &network.Error{Kind: network.Unreadable, Field: "password", Msg: "live.no_key", Args: []any{file}}
	}
	if err != nil {
		return backup.Key{}, &network.Error{Kind: network.Unreadable, Msg: "error.file_not_readable", Args: []any{file}, Err: err}
	}
	if info, err := os.Stat(file); err == nil && runtime.GOOS != "windows" && info.Mode().Perm()&0o077 != 0 {
		return backup.Key{}, &network.Error{Kind: network.Forbidden, Msg: "live.open_key", Args: []any{file}}
	}
	return backup.Key{Identity: strings.TrimSpace(string(raw))}, nil
}

// create writes a new key: whole, or not at all.
func (s safe) create(file string) (backup.Key, error) {
	k, err := backup.NewKey()
	if err != nil {
		return k, err
	}
	if err := os.MkdirAll(s.dir, 0o700); err != nil {
		return k, err
	}
	f, err := os.CreateTemp(s.dir, keyFile+".*") // mode 0600
	if err != nil {
		return k, err
	}
	defer os.Remove(f.Name())
	_, err = io.WriteString(f, k.Identity+"\n")
	if err = errors.Join(err, f.Sync(), f.Close()); err != nil {
		return k, err
	}
	err = os.Link(f.Name(), file) // fails where another process was faster
	if errors.Is(err, fs.ErrExist) {
		return s.key(false)
	}
	if err != nil { // a disk without links
		err = os.Rename(f.Name(), file)
	}
	return k, err
}

func (s safe) seal(x secret) ([]byte, error) {
	k, err := s.key(true)
	if err != nil {
		return nil, err
	}
	lock, err := k.Lock()
	if err != nil {
		return nil, err
	}
	raw, err := json.Marshal(x)
	if err != nil {
		return nil, err
	}
	var out bytes.Buffer
	err = backup.Seal(&out, bytes.NewReader(raw), lock)
	return out.Bytes(), err
}

// open opens what was sealed for a source, and for no other.
func (s safe) open(sealed []byte, id network.SourceID, server, account string) (x secret, err error) {
	if sealed == nil {
		return x, nil
	}
	k, err := s.key(false)
	if err != nil {
		return x, err
	}
	r, err := backup.Open(bytes.NewReader(sealed), k)
	if err != nil {
		return x, again(err)
	}
	raw, err := io.ReadAll(r)
	if err != nil {
		return x, again(err)
	}
	if err := json.Unmarshal(raw, &x); err != nil {
		return x, again(errors.New("live: what was sealed makes no sense"))
	}
	if x.Source != id.String() || x.Server != server || x.Account != account {
		return secret{}, again(errors.New("live: sealed for another source"))
	}
	return x, nil
}

// again is the error of a password that has to be given again.
func again(err error) error {
	return &network.Error{Kind: network.Forbidden, Field: "password", Msg: "live.password_again", Err: err}
}
