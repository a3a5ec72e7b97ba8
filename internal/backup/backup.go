// Package backup seals a snapshot of the book with age, so that whoever finds
// the file can neither read nor change it unnoticed, and brings one back.
//
// The snapshot itself is package sqlstore's: this package knows files and keys,
// and nothing of what is in a book.
package backup

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"filippo.io/age"

	"entregent/internal/network"
	"entregent/internal/store/sqlstore"
)

// A Lock is what a backup is sealed with: a passphrase, or the public key of an
// age identity, which can seal and not open. Exactly one of them is set.
type Lock struct {
	Passphrase string
	Recipient  string // "age1…"
}

// A Key opens what a Lock has sealed. Exactly one of its fields is set; the zero
// Key opens only what is not sealed.
type Key struct {
	Passphrase string
	Identity   string // "AGE-SECRET-KEY-1…", or the text of a file of such lines
}

// NewKey makes a key of its own, and Lock what it opens.
func NewKey() (Key, error) {
	id, err := age.GenerateX25519Identity()
	if err != nil {
		return Key{}, err
	}
	return Key{Identity: id.String()}, nil
}

// Lock returns what seals for the first identity of the key.
func (k Key) Lock() (Lock, error) {
	ids, err := k.identities()
	if err != nil {
		return Lock{}, err
	}
	id, ok := ids[0].(*age.X25519Identity)
	if !ok {
		return Lock{}, &network.Error{Kind: network.Unreadable, Field: "key", Msg: "error.seal_key"}
	}
	return Lock{Recipient: id.Recipient().String()}, nil
}

// workFactor makes each guess at a passphrase take about a second (2^18 rounds
// of scrypt, 256 MB). Tests lower it.
const workFactor = 18

// Seal reads a snapshot to its end and writes it sealed.
func Seal(dst io.Writer, src io.Reader, lock Lock) error { return seal(dst, src, lock, workFactor) }

func seal(dst io.Writer, src io.Reader, lock Lock, work int) error {
	to, err := lock.recipient(work)
	if err != nil {
		return err
	}
	w, err := age.Encrypt(dst, to)
	if err != nil {
		return err
	}
	if _, err := io.Copy(w, src); err != nil {
		return err
	}
	return w.Close()
}

func (l Lock) recipient(work int) (age.Recipient, error) {
	if l.Recipient != "" {
		to, err := age.ParseX25519Recipient(strings.TrimSpace(l.Recipient))
		if err != nil {
			return nil, &network.Error{Kind: network.Invalid, Field: "recipient", Msg: "error.seal_recipient", Args: []any{l.Recipient}, Err: err}
		}
		return to, nil
	}
	to, err := age.NewScryptRecipient(l.Passphrase)
	if err != nil {
		return nil, &network.Error{Kind: network.Invalid, Field: "passphrase", Msg: "error.seal_no_phrase", Err: err}
	}
	to.SetWorkFactor(work)
	return to, nil
}

// Open returns a reader of what Seal was given. A wrong key fails here, a
// changed or shortened backup at the read that comes to it: nothing read is good
// until the reader has said io.EOF.
func Open(src io.Reader, key Key) (io.Reader, error) {
	ids, err := key.identities()
	if err != nil {
		return nil, err
	}
	r, err := age.Decrypt(src, ids...)
	var mismatch *age.NoIdentityMatchError
	if errors.As(err, &mismatch) {
		return nil, &network.Error{Kind: network.Unreadable, Field: "key", Msg: "error.seal_key", Err: err}
	}
	if err != nil {
		return nil, damaged(err)
	}
	return faithful{r}, nil
}

func (k Key) identities() ([]age.Identity, error) {
	if k.Identity != "" {
		ids, err := age.ParseIdentities(strings.NewReader(k.Identity))
		if err != nil {
			return nil, &network.Error{Kind: network.Unreadable, Field: "key", Msg: "error.seal_key", Err: err}
		}
		return ids, nil
	}
	id, err := age.NewScryptIdentity(k.Passphrase)
	if err != nil {
		return nil, &network.Error{Kind: network.Invalid, Field: "passphrase", Msg: "error.seal_no_key", Err: err}
	}
	return []age.Identity{id}, nil
}

func damaged(err error) error {
	return &network.Error{Kind: network.Unreadable, Field: "file", Msg: "error.seal_damaged", Err: err}
}

// A faithful reader tells a person what is wrong with the backup.
type faithful struct{ r io.Reader }

func (f faithful) Read(p []byte) (int, error) {
	n, err := f.r.Read(p)
	if err != nil && err != io.EOF {
		err = damaged(err)
	}
	return n, err
}

// sealMark is how a sealed backup begins.
var sealMark = []byte("age-encryption.org/")

// Create writes a backup of the book to a file that must not be there yet, mode
// 0600: the plain, verified snapshot, or that snapshot sealed if lock is not
// nil. No plain copy is ever written beside a sealed one.
func Create(ctx context.Context, book *sqlstore.Store, file string, lock *Lock) error {
	return create(ctx, book, file, lock, workFactor)
}

func create(ctx context.Context, book *sqlstore.Store, file string, lock *Lock, work int) error {
	if lock == nil || book.File() == "" {
		return book.Backup(ctx, file)
	}
	if _, err := os.Lstat(file); err == nil {
		return there(file)
	}
	if _, err := lock.recipient(work); err != nil {
		return err // before a snapshot is made for nothing
	}
	// The snapshot lies beside the book, which is as plain; where the backup
	// goes may be somebody else's disk.
	own := filepath.Dir(book.File())
	sweep(own)
	snapshot, err := os.MkdirTemp(own, ".snapshot-*")
	if err != nil {
		return denied(own, err)
	}
	defer os.RemoveAll(snapshot)
	dir, err := os.MkdirTemp(filepath.Dir(file), ".backup-*")
	if err != nil {
		return denied(file, err)
	}
	defer os.RemoveAll(dir)
	plain, sealed := filepath.Join(snapshot, "book"), filepath.Join(dir, "sealed")
	if err := book.Backup(ctx, plain); err != nil {
		return err
	}
	if err := transform(sealed, plain, func(dst io.Writer, src io.Reader) error { return seal(dst, src, *lock, work) }); err != nil {
		return err
	}
	return appear(sealed, file)
}

// sweep removes the snapshots that killed backups left in dir. One of today may
// still be in use.
func sweep(dir string) {
	left, _ := filepath.Glob(filepath.Join(dir, ".snapshot-*"))
	for _, s := range left {
		if i, err := os.Lstat(s); err == nil && i.IsDir() && time.Since(i.ModTime()) > 24*time.Hour {
			os.RemoveAll(s)
		}
	}
}

// Restore brings a backup back as the book in file, where there must be none,
// having examined it. key may be zero where the backup is not sealed. Nothing
// is left behind when it fails.
func Restore(ctx context.Context, file, backup string, key Key) error {
	for _, f := range []string{file, file + "-wal", file + "-journal"} {
		if _, err := os.Lstat(f); err == nil {
			return there(f)
		}
	}
	unlock, err := sqlstore.LockFile(file, "restore")
	if err != nil {
		return err
	}
	defer unlock()
	dir, err := os.MkdirTemp(filepath.Dir(file), ".restore-*")
	if err != nil {
		return denied(file, err)
	}
	defer os.RemoveAll(dir)
	plain := filepath.Join(dir, "book")
	if err := transform(plain, backup, func(dst io.Writer, src io.Reader) error { return unseal(dst, src, key) }); err != nil {
		return err
	}
	if _, err := sqlstore.Verify(ctx, plain); err != nil {
		return renamed(err, plain, backup)
	}
	return appear(plain, file)
}

// exportMark begins an export, which is no backup.
const exportMark = `{"format":"entregent"`

// Look refuses what cannot be a backup, before a place is made for it: a file
// that is not there, one that may not be read, an export.
func Look(backup string) error {
	f, err := open(backup)
	if err != nil {
		return err
	}
	defer f.Close()
	head := make([]byte, len(exportMark))
	if n, _ := io.ReadFull(f, head); string(head[:n]) == exportMark {
		return &network.Error{Kind: network.Unreadable, Field: "file", Msg: "error.backup_is_export", Args: []any{backup}}
	}
	return nil
}

func open(file string) (*os.File, error) {
	f, err := os.Open(file)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil, &network.Error{Kind: network.NotFound, Field: "file", Msg: "error.no_such_file", Args: []any{file}, Err: err}
	case err != nil:
		return nil, denied(file, err)
	}
	return f, nil
}

// renamed says of the file that was handed in what err says of its copy.
func renamed(err error, from, to string) error {
	var e *network.Error
	if !errors.As(err, &e) {
		return err
	}
	told := *e
	told.Args = slices.Clone(e.Args)
	for i, a := range told.Args {
		if a == from {
			told.Args[i] = to
		}
	}
	return &told
}

// unseal copies a backup, opening it if it is sealed.
func unseal(dst io.Writer, src io.Reader, key Key) error {
	in := bufio.NewReader(src)
	if head, _ := in.Peek(len(sealMark)); !bytes.Equal(head, sealMark) {
		_, err := io.Copy(dst, in)
		return err
	}
	if key == (Key{}) {
		return &network.Error{Kind: network.Invalid, Field: "key", Msg: "error.seal_no_key"}
	}
	r, err := Open(in, key)
	if err != nil {
		return err
	}
	_, err = io.Copy(dst, r)
	return err
}

// transform writes the file dst from the file src, and lets the disk have it.
func transform(dst, src string, fn func(io.Writer, io.Reader) error) error {
	in, err := open(src)
	if err != nil {
		return err
	}
	defer in.Close()
	out, err := os.OpenFile(dst, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
	if err != nil {
		return denied(dst, err)
	}
	if err := fn(out, in); err != nil {
		out.Close()
		return err
	}
	return errors.Join(out.Sync(), out.Close())
}

// appear gives a finished file its name, unless somebody took it meanwhile.
func appear(from, to string) error {
	if err := os.Link(from, to); errors.Is(err, fs.ErrExist) {
		return there(to)
	} else if err != nil {
		if err := os.Rename(from, to); err != nil { // a file system without links
			return denied(to, err)
		}
	}
	if d, err := os.Open(filepath.Dir(to)); err == nil {
		d.Sync() // the name too; not every system can
		d.Close()
	}
	return nil
}

func there(file string) error {
	return &network.Error{Kind: network.Conflict, Field: "file", Msg: "error.file_there", Args: []any{file}}
}

func denied(file string, err error) error {
	return &network.Error{Kind: network.Forbidden, Field: "file", Msg: "error.file_denied", Args: []any{file}, Err: err}
}
