package cli

import (
	"context"
	"crypto/tls"
	"errors"
	"flag"
	"fmt"
	"log/slog"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"sync"

	"entregent/internal/app"
	"entregent/internal/auth"
	"entregent/internal/demo"
	"entregent/internal/job"
	"entregent/internal/live"
	"entregent/internal/network"
	"entregent/internal/store/sqlstore"
	"entregent/internal/web"
)

// defaultListen is where the application listens unless told otherwise: on this
// machine only.
const defaultListen = "127.0.0.1:8420"

type serveFlags struct {
	listen    string
	open      bool
	cert, key string
	hosts     []string
	proxy     bool
	force     bool
	debug     bool
}

func serveCommand(fl *flag.FlagSet) func(context.Context, *call) error {
	var f serveFlags
	fl.StringVar(&f.listen, "listen", defaultListen, "")
	fl.BoolVar(&f.open, "open", false, "")
	fl.StringVar(&f.cert, "tls-cert", "", "")
	fl.StringVar(&f.key, "tls-key", "", "")
	fl.BoolVar(&f.proxy, "behind-proxy", false, "")
	fl.BoolVar(&f.force, "force-http", false, "")
	fl.BoolVar(&f.debug, "debug", false, "")
	fl.Func("host", "", func(s string) error {
		f.hosts = append(f.hosts, s)
		return nil
	})
	return func(ctx context.Context, c *call) error {
		if len(c.args) > 0 {
			return &network.Error{Kind: network.Invalid, Msg: "cli.bad_arguments", Args: []any{"serve"}}
		}
		return c.serve(ctx, f)
	}
}

// serve answers browsers until the program is asked to stop.
func (c *call) serve(ctx context.Context, f serveFlags) (err error) {
	book, ok := c.app.Store.(*sqlstore.Store)
	if ok {
		release, err := book.Lock(ctx, "server")
		if err != nil {
			return err
		}
		defer release()
	}
	if err := f.safe(); err != nil {
		return err
	}
	l, err := f.listener()
	if err != nil {
		return c.cannotListen(f, err)
	}
	defer l.Close()
	dir, err := c.workDir()
	if err != nil {
		return err
	}
	log := f.log(c.err)
	jobs, err := job.Open(c.app, c.keeper, web.Staging(dir), log)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, jobs.Close()) }()
	lives := live.New(c.app, c.keeper, dir, log)
	reading, stop := context.WithCancel(ctx)
	var done sync.WaitGroup
	done.Go(func() { lives.Run(reading) })
	defer func() { stop(); done.Wait() }() // before the book is closed
	demo := &demoBook{env: c.env, dir: filepath.Join(dir, "demo")}
	defer func() { err = errors.Join(err, demo.close()) }()
	door := auth.New(c.app.Store, c.keeper, c.app.Now)
	server, err := web.New(web.Config{
		App: c.app, Keeper: c.keeper, Auth: door, Jobs: jobs, Live: lives, OpenDemo: demo.open, Listen: l.Addr().String(),
		Hosts: f.hosts, TLS: f.tls(), Forced: f.force && !f.tls(), Uploads: web.Staging(dir), Log: log,
	})
	if err != nil {
		return err
	}
	go rest(ctx)
	link, err := door.NewLink(ctx)
	if err != nil {
		return err
	}
	url := f.url(l.Addr()) + web.SignInPath(link)
	if c.json {
		err = c.answer(map[string]any{"url": url})
	} else {
		c.say("cli.serve.link", url)
	}
	if f.open {
		browse(url)
	}
	return errors.Join(err, server.Serve(ctx, l))
}

// safe refuses plain HTTP where others could listen in, unless forced.
func (f serveFlags) safe() error {
	host, _, err := net.SplitHostPort(f.listen)
	if err != nil {
		return &network.Error{Kind: network.Invalid, Msg: "cli.serve.bad_address", Args: []any{f.listen}}
	}
	if (f.cert == "") != (f.key == "") {
		return &network.Error{Kind: network.Invalid, Msg: "cli.serve.cert_and_key"}
	}
	ip := net.ParseIP(host)
	if f.tls() || f.force || host == "localhost" || ip != nil && ip.IsLoopback() {
		return nil
	}
	return &network.Error{Kind: network.Invalid, Msg: "cli.serve.needs_tls", Args: []any{f.listen}}
}

func (f serveFlags) tls() bool { return f.cert != "" || f.proxy }

func (f serveFlags) listener() (net.Listener, error) {
	l, err := net.Listen("tcp", f.listen)
	if err != nil || f.cert == "" {
		return l, err
	}
	cert, err := tls.LoadX509KeyPair(f.cert, f.key)
	if err != nil {
		l.Close()
		return nil, err
	}
	return tls.NewListener(l, &tls.Config{Certificates: []tls.Certificate{cert}, MinVersion: tls.VersionTLS12, NextProtos: []string{"h2", "http/1.1"}}), nil
}

func (f serveFlags) url(addr net.Addr) string {
	scheme := "http"
	if f.tls() {
		scheme = "https"
	}
	if len(f.hosts) > 0 {
		return scheme + "://" + f.hosts[0]
	}
	return scheme + "://" + addr.String()
}

func (f serveFlags) log(w interface{ Write([]byte) (int, error) }) *slog.Logger {
	level := slog.LevelWarn
	if f.debug {
		level = slog.LevelDebug
	}
	return slog.New(slog.NewTextHandler(w, &slog.HandlerOptions{Level: level}))
}

// workDir is where uploads wait: in the data directory, or, with the book on a
// PostgreSQL server, where the data directory would be.
func (c *call) workDir() (string, error) {
	dir, url, err := c.where()
	if err == nil && url != "" {
		dir, err = dataHome()
	}
	if err != nil {
		return "", err
	}
	return dir, c.makeDir(dir)
}

// cannotListen tells a certificate that cannot be used from an address that
// cannot be had.
func (c *call) cannotListen(f serveFlags, err error) error {
	var oe *net.OpError
	if f.cert != "" && !errors.As(err, &oe) {
		return &network.Error{Kind: network.Unreadable, Msg: "cli.serve.bad_cert", Args: []any{f.cert, f.key}, Err: err}
	}
	return &network.Error{Kind: network.Busy, Msg: "cli.serve.cannot_listen", Args: []any{f.listen, c.reason(err)}, Err: err}
}

// A demoBook is the invented network to look round in, in a book of its own.
type demoBook struct {
	*env
	dir  string
	book *sqlstore.Store
}

func (d *demoBook) open(ctx context.Context) (*app.App, network.KeeperID, error) {
	if err := d.makeDir(d.dir); err != nil {
		return nil, network.KeeperID{}, err
	}
	st, err := sqlstore.OpenSQLite(ctx, filepath.Join(d.dir, bookFile), sqlstore.Options{})
	if err != nil {
		return nil, network.KeeperID{}, err
	}
	d.book = st
	a := d.newApp(st)
	keeper, err := a.OpenKeeper(ctx)
	if err != nil {
		return nil, keeper, err
	}
	empty, err := a.Empty(ctx, keeper)
	if err == nil && empty {
		if _, err = a.FillDemo(ctx, keeper, demo.Reader{Size: demo.Village}, d.p.T("cli.demo.label"), nil); err == nil {
			err = fillGive(ctx, a, keeper, demo.Reader{Size: demo.Village}, d.p.Lang())
		}
	}
	return a, keeper, err
}

func (d *demoBook) close() error {
	if d.book == nil {
		return nil
	}
	return d.book.Close()
}

// browse opens the link in the keeper's browser; where that fails the printed
// link does.
func browse(url string) {
	name, args := "xdg-open", []string{url}
	switch runtime.GOOS {
	case "darwin":
		name = "open"
	case "windows":
		name, args = "rundll32", []string{"url.dll,FileProtocolHandler", url}
	}
	cmd := exec.Command(name, args...)
	cmd.Env = os.Environ()
	if err := cmd.Start(); err == nil {
		go func() { _ = cmd.Wait() }()
	}
}

// openCommand prints a new one-time link to the application that runs, for
// somebody who has forgotten the passphrase.
func openCommand(fl *flag.FlagSet) func(context.Context, *call) error {
	base := fl.String("url", "http://"+defaultListen, "")
	return func(ctx context.Context, c *call) error {
		link, err := auth.New(c.app.Store, c.keeper, c.app.Now).NewLink(ctx)
		if err != nil {
			return err
		}
		url := fmt.Sprint(*base, web.SignInPath(link))
		return c.done(map[string]any{"url": url}, "cli.serve.link", url)
	}
}
