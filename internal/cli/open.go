package cli

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"time"

	"entregent/internal/app"
	"entregent/internal/importer"
	"entregent/internal/importer/addressbook"
	"entregent/internal/importer/calendar"
	"entregent/internal/importer/europass"
	"entregent/internal/importer/facebook"
	"entregent/internal/importer/googlechat"
	"entregent/internal/importer/googlevoice"
	"entregent/internal/importer/instagram"
	"entregent/internal/importer/jsonresume"
	"entregent/internal/importer/linkedin"
	"entregent/internal/importer/mail"
	"entregent/internal/importer/meerkat"
	"entregent/internal/importer/monica"
	"entregent/internal/importer/signal"
	"entregent/internal/importer/slack"
	"entregent/internal/importer/sms"
	"entregent/internal/importer/swarm"
	"entregent/internal/importer/telegram"
	"entregent/internal/importer/twitter"
	"entregent/internal/importer/vcard"
	"entregent/internal/importer/whatsapp"
	"entregent/internal/network"
	"entregent/internal/store"
	"entregent/internal/store/sqlstore"
)

// Readers lists every reader in the order in which they are offered a source.
// There is no other registry.
func Readers() []importer.Reader {
	return []importer.Reader{
		linkedin.Reader{}, monica.Reader{}, meerkat.Reader{}, facebook.Reader{}, instagram.Reader{}, twitter.Reader{}, swarm.Reader{},
		jsonresume.Reader{}, europass.Reader{},
		whatsapp.Reader{}, signal.Reader{}, sms.Reader{}, telegram.Reader{}, slack.Reader{}, googlechat.Reader{}, googlevoice.Reader{},
		calendar.Reader{}, vcard.Reader{}, mail.Reader{}, addressbook.Reader{},
	}
}

// bookFile is the name of the book in the data directory.
const bookFile = "entregent.db"

// where returns the data directory, or the PostgreSQL address that stands in
// its place.
func (e *env) where() (dir, url string, err error) {
	if e.db != "" && e.data != "" {
		return "", "", &network.Error{Kind: network.Invalid, Msg: "cli.data_or_db"}
	}
	url = e.db
	if url == "" && e.data == "" {
		url = os.Getenv("ENTREGENT_DB")
	}
	if url != "" {
		if !strings.HasPrefix(url, "postgres://") && !strings.HasPrefix(url, "postgresql://") {
			return "", "", &network.Error{Kind: network.Invalid, Msg: "cli.db_not_postgres"}
		}
		return "", url, nil
	}
	dir = e.data
	if dir == "" {
		dir = os.Getenv("ENTREGENT_DATA")
	}
	if dir == "" {
		dir, err = dataHome()
	}
	return dir, "", err
}

// dataHome is where the platform keeps a program's data.
func dataHome() (string, error) {
	if x := os.Getenv("XDG_DATA_HOME"); x != "" {
		return filepath.Join(x, "entregent"), nil
	}
	home, err := os.UserHomeDir()
	if err != nil {
		return "", &network.Error{Kind: network.Invalid, Msg: "cli.no_home", Err: err}
	}
	switch runtime.GOOS {
	case "windows", "darwin":
		dir, err := os.UserConfigDir()
		return filepath.Join(dir, "Entregent"), err
	}
	return filepath.Join(home, ".local", "share", "entregent"), nil
}

// open opens the book and finds its keeper.
func (c *call) open(ctx context.Context) (done func() error, err error) {
	st, err := c.openStore(ctx)
	if err != nil {
		return nil, err
	}
	c.app = c.newApp(st)
	if c.keeper, err = c.app.OpenKeeper(ctx); err != nil {
		return nil, errors.Join(err, st.Close())
	}
	return st.Close, nil
}

func (e *env) openStore(ctx context.Context) (store.House, error) {
	dir, url, err := e.where()
	if err != nil {
		return nil, err
	}
	opt := sqlstore.Options{BeforeMigrate: func(copy string) { e.note("cli.copy_before_migration", copy) }}
	if url != "" {
		st, err := sqlstore.OpenPostgres(ctx, url, opt)
		if err != nil && !hasWords(err) { // the driver repeats the address, and there may be a password in it
			return nil, &network.Error{Kind: network.Invalid, Msg: "cli.bad_db", Err: err}
		}
		return st, err
	}
	if err := e.makeDir(dir); err != nil {
		return nil, err
	}
	return sqlstore.OpenSQLite(ctx, filepath.Join(dir, bookFile), opt)
}

func (e *env) makeDir(dir string) error {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return &network.Error{Kind: network.Unreadable, Msg: "cli.no_data_dir", Args: []any{dir, e.reason(err)}, Err: err}
	}
	return nil
}

// newApp puts the product together: the one place where its parts meet.
func (e *env) newApp(st store.House) *app.App {
	a := &app.App{Store: st, Now: time.Now, Readers: Readers()}
	if !e.at.IsZero() {
		at := e.at
		a.Now, a.Replay = func() time.Time { return at }, true
	}
	return a
}
