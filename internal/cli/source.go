package cli

import (
	"bufio"
	"context"
	"errors"
	"flag"
	"log/slog"
	"os"
	"strings"

	"golang.org/x/term"

	"entregent/internal/app"
	"entregent/internal/live"
	"entregent/internal/network"
)

// sourceFlags are those of the source command.
type sourceFlags struct {
	setup        live.Setup
	passwordFile string
	dry, undo    bool
}

func sourceCommand(fl *flag.FlagSet) func(context.Context, *call) error {
	var f sourceFlags
	fl.StringVar(&f.setup.Name, "name", "", "")
	fl.StringVar(&f.setup.Account, "account", "", "")
	fl.StringVar(&f.passwordFile, "password-file", "", "")
	fl.Func("folder", "", func(s string) error {
		f.setup.Folders = append(f.setup.Folders, s)
		return nil
	})
	fl.DurationVar(&f.setup.Every, "every", 0, "")
	fl.BoolVar(&f.setup.Words, "words", false, "")
	fl.BoolVar(&f.setup.Near, "near", false, "")
	fl.BoolVar(&f.dry, "dry-run", false, "")
	fl.BoolVar(&f.undo, "undo", false, "")
	return func(ctx context.Context, c *call) error {
		desk, err := c.sources()
		if err != nil {
			return err
		}
		verb := "list"
		if len(c.args) > 0 {
			verb = c.args[0]
		}
		if verb == "add" && len(c.args) == 3 {
			return c.sourceAdd(ctx, desk, f)
		}
		if verb == "list" && len(c.args) < 2 {
			return c.sourceList(ctx)
		}
		if len(c.args) != 2 {
			return badArguments("source")
		}
		id, err := network.ParseID[network.SourceID](c.args[1])
		if err != nil {
			return &network.Error{Kind: network.NotFound, Msg: "error.no_such_source", Args: []any{c.args[1]}}
		}
		switch verb {
		case "read":
			return c.sourceRead(ctx, desk, id, f.dry)
		case "pause", "resume":
			if err := c.app.PauseSource(ctx, c.keeper, id, verb == "pause"); err != nil {
				return err
			}
			return c.sourceDone(ctx, id, "cli.source."+verb)
		case "password":
			secret, err := c.password(f.passwordFile)
			if err == nil {
				err = desk.SetPassword(ctx, id, secret)
			}
			if err != nil {
				return err
			}
			return c.sourceDone(ctx, id, "cli.source.password.done")
		case "remove":
			return c.sourceRemove(ctx, desk, id, f.undo)
		}
		return badArguments("source")
	}
}

// sources is the desk at which live sources are read.
func (c *call) sources() (*live.Desk, error) {
	dir, err := c.workDir()
	if err != nil {
		return nil, err
	}
	return live.New(c.app, c.keeper, dir, slog.New(slog.DiscardHandler)), nil
}

func (c *call) sourceAdd(ctx context.Context, desk *live.Desk, f sourceFlags) (err error) {
	s := f.setup
	s.Kind, s.Address = c.args[1], c.args[2]
	if s.Account != "" {
		if s.Password, err = c.password(f.passwordFile); err != nil {
			return err
		}
	}
	l, err := desk.Add(ctx, s)
	if err != nil {
		return err
	}
	return c.done(map[string]any{"source": l}, "cli.source.added", l.Name, l.ID)
}

// password reads the first line of a file, or asks at the terminal. It never
// comes as an argument, which others on this machine can see.
func (c *call) password(file string) (string, error) {
	if file != "" {
		f, err := os.Open(file)
		if err != nil {
			return "", &network.Error{Kind: network.Invalid, Field: "password", Msg: "error.file_not_readable", Args: []any{file}, Err: err}
		}
		defer f.Close()
		line, _ := bufio.NewReader(f).ReadString('\n')
		if line = strings.TrimRight(line, "\r\n"); line == "" {
			return "", &network.Error{Kind: network.Invalid, Field: "password", Msg: "cli.source.empty_password", Args: []any{file}}
		}
		return line, nil
	}
	in, ok := c.in.(*os.File)
	if !ok || !term.IsTerminal(int(in.Fd())) {
		return "", &network.Error{Kind: network.Invalid, Field: "password", Msg: "cli.source.no_password"}
	}
	c.note("cli.source.ask")
	raw, err := term.ReadPassword(int(in.Fd()))
	if err != nil || len(raw) == 0 {
		return "", &network.Error{Kind: network.Invalid, Field: "password", Msg: "cli.source.no_password", Err: err}
	}
	return string(raw), nil
}

func (c *call) sourceList(ctx context.Context) error {
	all, err := c.app.Sources(ctx, c.keeper)
	if err != nil {
		return err
	}
	for i := range all {
		c.tell(&all[i])
	}
	if c.json {
		return c.answer(map[string]any{"sources": all})
	}
	if len(all) == 0 {
		c.say("cli.source.none")
	}
	for _, l := range all {
		c.line("%s  %s  %s", l.ID, c.p.T("live.kind."+l.Kind), l.Name)
		c.line("    %s %s", l.Address, l.Account)
		switch {
		case l.Read != nil:
			c.line("    %s", c.p.T("cli.source.was_read", l.Read.Local().Format("2006-01-02 15:04"), l.Imports))
		default:
			c.line("    %s", c.p.T("cli.source.never"))
		}
		if l.Paused {
			c.line("    %s", c.p.T("cli.source.is_paused"))
		}
		if l.Told != nil {
			c.line("    %s", l.Told.Message)
		}
	}
	return nil
}

// tell puts into words what went wrong with a source.
func (c *call) tell(l *app.Live) {
	if l.Told != nil {
		l.Told.Message = c.p.T(l.Told.Key, l.Told.Args...)
	}
}

// sourceDone says what was done with a source.
func (c *call) sourceDone(ctx context.Context, id network.SourceID, key string) error {
	all, err := c.app.Sources(ctx, c.keeper)
	if err != nil {
		return err
	}
	for _, l := range all {
		if l.ID == id.String() {
			c.tell(&l)
			return c.done(map[string]any{"source": l}, key, l.Name)
		}
	}
	return &network.Error{Kind: network.NotFound, Msg: "error.no_such_source", Args: []any{id.String()}}
}

// sourceRead reads a source now. What came before something went wrong is told
// too.
func (c *call) sourceRead(ctx context.Context, desk *live.Desk, id network.SourceID, dry bool) error {
	got, err := desk.Read(ctx, id, dry)
	c.putIntoWords(got.Batches)
	c.tell(&got.Source)
	if c.json && (err == nil || len(got.Batches) > 0) {
		if e := c.answer(got); e != nil {
			return errors.Join(err, e)
		}
	} else if !c.json {
		for _, b := range got.Batches {
			c.printReport(b, dry)
		}
		if err == nil && len(got.Batches) == 0 {
			c.say("cli.source.nothing_new", got.Source.Name)
		}
	}
	if err != nil {
		return err
	}
	for _, b := range got.Batches {
		if b.ProblemCount > 0 {
			return errProblems
		}
	}
	return nil
}

func (c *call) sourceRemove(ctx context.Context, desk *live.Desk, id network.SourceID, undo bool) error {
	got, err := desk.Remove(ctx, id, undo)
	if err != nil {
		return err
	}
	key := "cli.source.removed"
	if undo {
		key = "cli.source.undone"
	}
	return c.done(got, key, got.Source.Name, len(got.Undone))
}
