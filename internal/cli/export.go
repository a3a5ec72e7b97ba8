package cli

import (
	"context"
	"flag"
	"io"
	"os"
	"path/filepath"

	"entregent/internal/network"
)

func exportCommand(fl *flag.FlagSet) func(context.Context, *call) error {
	normal := fl.Bool("normal", false, "")
	return func(ctx context.Context, c *call) error {
		write := c.app.Export
		if *normal {
			write = c.app.ExportNormal
		}
		if len(c.args) != 1 {
			return &network.Error{Kind: network.Invalid, Msg: "cli.export.one_file"}
		}
		if c.args[0] == "-" {
			return write(ctx, c.keeper, c.out)
		}
		return c.exportFile(ctx, c.args[0], write)
	}
}

// exportFile writes beside the file and then puts it in its place, so that a
// failure leaves what was there before.
func (c *call) exportFile(ctx context.Context, path string, write func(context.Context, network.KeeperID, io.Writer) error) error {
	return c.writeFile(ctx, path, "cli.export.done", func(w io.Writer) error { return write(ctx, c.keeper, w) })
}

// writeFile writes a file as exportFile does, and says so.
func (c *call) writeFile(_ context.Context, path, done string, write func(io.Writer) error) error {
	f, err := os.CreateTemp(filepath.Dir(path), ".entregent-export-*")
	if err != nil {
		return &network.Error{Kind: network.Unreadable, Msg: "cli.cannot_write", Args: []any{path, c.reason(err)}, Err: err}
	}
	defer os.Remove(f.Name())
	err = write(f)
	if err == nil {
		err = f.Sync()
	}
	if e := f.Close(); err == nil {
		err = e
	}
	if err == nil {
		if err = os.Rename(f.Name(), path); err != nil {
			err = &network.Error{Kind: network.Unreadable, Msg: "cli.cannot_write", Args: []any{path, c.reason(err)}, Err: err}
		}
	}
	if err != nil {
		return err
	}
	c.say(done, path)
	return nil
}
