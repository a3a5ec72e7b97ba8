package cli

import (
	"context"
	"flag"

	"entregent/internal/demo"
	"entregent/internal/network"
)

func demoCommand(fl *flag.FlagSet) func(context.Context, *call) error {
	size := demo.Village
	fl.IntVar(&size.People, "people", size.People, "")
	fl.IntVar(&size.Years, "years", size.Years, "")
	fl.IntVar(&size.Encounters, "encounters", 0, "")
	fl.Uint64Var(&size.Seed, "seed", size.Seed, "")
	serve := fl.Bool("serve", false, "")
	return func(ctx context.Context, c *call) error {
		if len(c.args) > 0 || size.People < 1 || size.People > demo.MaxPeople || size.Years < 1 || size.Years > demo.MaxYears || size.Encounters < 0 {
			return &network.Error{Kind: network.Invalid, Msg: "cli.bad_arguments", Args: []any{"demo"}}
		}
		release, err := c.app.Store.Lock(ctx, "import")
		if err != nil {
			return err
		}
		bar := c.bar()
		r, err := c.app.FillDemo(ctx, c.keeper, demo.Reader{Size: size}, c.p.T("cli.demo.label"), bar.show)
		bar.clear()
		if err == nil {
			err = fillGive(ctx, c.app, c.keeper, demo.Reader{Size: size}, c.p.Lang())
		}
		release()
		if err != nil {
			return err
		}
		if err := c.done(r, "cli.demo.done", r.People.New, r.Encounters.New); err != nil || !*serve {
			return err
		}
		return c.serve(ctx, serveFlags{listen: defaultListen})
	}
}
