package cli

import (
	"bufio"
	"context"
	"flag"
	"os"
	"path/filepath"
	"strings"

	"entregent/internal/backup"
	"entregent/internal/network"
	"entregent/internal/store/sqlstore"
)

func checkCommand(fl *flag.FlagSet) func(context.Context, *call) error {
	return func(ctx context.Context, c *call) error {
		if len(c.args) > 0 {
			return &network.Error{Kind: network.Invalid, Msg: "cli.bad_arguments", Args: []any{"check"}}
		}
		got, err := c.app.Check(ctx, c.keeper)
		if err != nil {
			return err
		}
		if c.json {
			err = c.answer(got)
		} else {
			for _, x := range got.Checks {
				key, mark := "check."+x.Name, "✓"
				if !x.OK {
					key, mark = key+".bad", "✗"
				}
				c.line("%s %s", mark, c.p.T(key, x.Args...))
			}
		}
		if err == nil && !got.OK {
			err = errProblems
		}
		return err
	}
}

// A seal says how a backup is sealed; the zero seal leaves it plain.
type seal struct{ passphraseFile, recipient, identity string }

// passphrase reads the first line of the passphrase file.
func (s seal) passphrase() (string, error) {
	if s.passphraseFile == "" {
		return "", nil
	}
	f, err := os.Open(s.passphraseFile)
	if err != nil {
		return "", &network.Error{Kind: network.Invalid, Msg: "error.file_not_readable", Args: []any{s.passphraseFile}, Err: err}
	}
	defer f.Close()
	line, _ := bufio.NewReader(f).ReadString('\n')
	if line = strings.TrimRight(line, "\r\n"); line == "" {
		return "", &network.Error{Kind: network.Invalid, Msg: "cli.backup.no_passphrase", Args: []any{s.passphraseFile}}
	}
	return line, nil
}

func backupCommand(fl *flag.FlagSet) func(context.Context, *call) error {
	var s seal
	fl.StringVar(&s.passphraseFile, "passphrase-file", "", "")
	fl.StringVar(&s.recipient, "recipient", "", "")
	return func(ctx context.Context, c *call) error {
		if len(c.args) != 1 {
			return &network.Error{Kind: network.Invalid, Msg: "cli.bad_arguments", Args: []any{"backup"}}
		}
		lock, err := s.lock()
		if err != nil {
			return err
		}
		book, ok := c.app.Store.(*sqlstore.Store)
		if !ok {
			return &network.Error{Kind: network.Invalid, Msg: "error.backup_postgres"}
		}
		if err := backup.Create(ctx, book, c.args[0], lock); err != nil {
			return err
		}
		key := "cli.backup.done"
		if lock != nil {
			key = "cli.backup.sealed"
		}
		return c.done(map[string]any{"backup": c.args[0], "sealed": lock != nil}, key, c.args[0])
	}
}

func (s seal) lock() (*backup.Lock, error) {
	pass, err := s.passphrase()
	if err != nil || pass == "" && s.recipient == "" {
		return nil, err
	}
	return &backup.Lock{Passphrase: pass, Recipient: s.recipient}, nil
}

// restoreCommand brings a backup back into a data directory that holds no book.
func restoreCommand(fl *flag.FlagSet) func(context.Context, *call) error {
	var s seal
	fl.StringVar(&s.passphraseFile, "passphrase-file", "", "")
	fl.StringVar(&s.identity, "identity-file", "", "")
	return func(ctx context.Context, c *call) error {
		if len(c.args) != 1 {
			return &network.Error{Kind: network.Invalid, Msg: "cli.bad_arguments", Args: []any{"restore"}}
		}
		dir, url, err := c.where()
		if err != nil {
			return err
		}
		if url != "" {
			return &network.Error{Kind: network.Invalid, Msg: "error.backup_postgres"}
		}
		key := backup.Key{}
		if key.Passphrase, err = s.passphrase(); err != nil {
			return err
		}
		if s.identity != "" {
			text, err := os.ReadFile(s.identity)
			if err != nil {
				return &network.Error{Kind: network.Invalid, Msg: "error.file_not_readable", Args: []any{s.identity}, Err: err}
			}
			key.Identity = string(text)
		}
		if err := backup.Look(c.args[0]); err != nil { // nothing is left behind by a slip of the pen
			return err
		}
		if err := c.makeDir(dir); err != nil {
			return err
		}
		if err := backup.Restore(ctx, filepath.Join(dir, bookFile), c.args[0], key); err != nil {
			return err
		}
		return c.done(map[string]any{"restored": dir}, "cli.restore.done", dir)
	}
}
