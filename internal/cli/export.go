package cli

import (
	"context"
	"flag"
	"os"
	"path/filepath"

	"entregent/internal/network"
)

func exportCommand(fl *flag.FlagSet) func(context.Context, *call) error {
	return func(ctx context.Context, c *call) error {
		if len(c.args) != 1 {
			return &network.Error{Kind: network.Invalid, Msg: "cli.export.one_file"}
		}
		if c.args[0] == "-" {
			return c.app.Export(ctx, c.keeper, c.out)
		}
		return c.exportFile(ctx, c.args[0])
	}
}

// exportFile writes beside the file and then puts it in its place, so that a
// failure leaves what was there before.
func (c *call) exportFile(ctx context.Context, path string) error {
	f, err := os.CreateTemp(filepath.Dir(path), ".entregent-export-*")
	if err != nil {
		return &network.Error{Kind: network.Invalid, Msg: "cli.cannot_write", Args: []any{path, reason(err)}, Err: err}
	}
	defer os.Remove(f.Name())
	err = c.app.Export(ctx, c.keeper, f)
	if err == nil {
		err = f.Sync()
	}
	if e := f.Close(); err == nil {
		err = e
	}
	if err == nil {
		err = os.Rename(f.Name(), path)
	}
	if err != nil {
		return err
	}
	c.say("cli.export.done", path)
	return nil
}
