package cli

import (
	"context"
	"flag"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"text/tabwriter"

	"entregent/internal/app"
	"entregent/internal/bench"
	"entregent/internal/network"
)

func benchCommand(fl *flag.FlagSet) func(context.Context, *call) error {
	opt := bench.Options{Readers: Readers()}
	fl.IntVar(&opt.Messages, "messages", 0, "")
	fl.IntVar(&opt.People, "people", 0, "")
	fl.IntVar(&opt.Encounters, "encounters", 0, "")
	fl.IntVar(&opt.Ties, "ties", 0, "")
	fl.StringVar(&opt.Edges, "edges", "", "")
	fl.IntVar(&opt.Rounds, "rounds", 0, "")
	fit := fl.Bool("fit", false, "")
	role := fl.String("child", "", "") // what a bench starts itself in another process; told to nobody
	return func(ctx context.Context, c *call) error {
		if *role != "" {
			return bench.Child(ctx, *role, c.args, bench.Cast{Readers: opt.Readers, In: c.in, Out: c.out})
		}
		if len(c.args) == 2 && c.args[0] == "today" {
			c.args[0] = "keepers" // on logs, Today is measured by whom it would have named
		}
		if len(c.args) > 0 && measured(c.args[0]) {
			return c.measure(ctx, *fit, opt.People)
		}
		if len(c.args) != 1 || min(opt.Messages, opt.People, opt.Encounters, opt.Ties, opt.Rounds) < 0 {
			return &network.Error{Kind: network.Invalid, Msg: "cli.bench.which", Args: []any{strings.Join(append(bench.Names(), measures()...), ", ")}}
		}
		return c.bench(ctx, c.args[0], opt)
	}
}

func (c *call) bench(ctx context.Context, name string, opt bench.Options) error {
	self, err := os.Executable()
	if err != nil {
		return err
	}
	opt.Dir = c.data // only where asked for; a keeper's own folder is none of its business
	opt.Child = func(role string, args ...string) *exec.Cmd {
		return exec.Command(self, append([]string{"bench", "--child", role, "--"}, args...)...)
	}
	opt.Serve = func(data string) *exec.Cmd {
		return exec.Command(self, "serve", "--data", data, "--listen", "127.0.0.1:0", "--json")
	}
	bar, told := c.bar(), false
	opt.Progress = func(p app.Progress) {
		if !told {
			c.note("cli.bench.inventing")
			told = true
		}
		bar.show(p)
	}
	got, err := bench.Run(ctx, name, opt)
	bar.clear()
	if err != nil {
		return err
	}
	if c.json {
		return c.answer(got)
	}
	return c.table(got)
}

// table prints the figures, and beside each ratio what was hoped for.
func (c *call) table(r bench.Result) error {
	m := r.Machine
	c.line("%s", c.p.T("cli.bench.machine", m.CPU, m.Cores, m.OS+"/"+m.Arch, m.Go))
	t := tabwriter.NewWriter(c.out, 0, 0, 2, ' ', 0)
	cells := func(list ...string) { t.Write([]byte("  " + strings.Join(list, "\t") + "\n")) }
	for _, x := range r.Rows {
		cells(c.label("bench.row.", x.Name), c.figure(x.Value), x.Unit)
	}
	cells()
	for _, x := range r.Ratios {
		cells(c.label("bench.ratio.", x.Name), c.figure(x.Value), x.Unit, c.hoped(x), c.verdict(x))
	}
	if err := t.Flush(); err != nil {
		return err
	}
	for _, name := range r.NotRun {
		c.say("cli.bench.not_run", c.label("bench.row.", name))
	}
	return nil
}

// label is the text of a figure. Names that end in a number share one text.
func (c *call) label(prefix, name string) string {
	if at := strings.LastIndexByte(name, '_'); at > 0 && !c.p.Has(prefix+name) {
		if n, err := strconv.Atoi(name[at+1:]); err == nil {
			return c.p.T(prefix+name[:at]+"_n", n)
		}
	}
	return c.p.T(prefix + name)
}

// figure writes three digits that count: more would pretend to know better.
func (c *call) figure(v float64) string {
	s := strconv.FormatFloat(v, 'g', 3, 64)
	if v >= 100 {
		s = strconv.FormatFloat(v, 'f', 0, 64)
	}
	if c.p.Lang() == "fr" {
		s = strings.Replace(s, ".", ",", 1)
	}
	return s
}

// hoped is the goal and the floor of a ratio.
func (c *call) hoped(r bench.Ratio) string {
	switch {
	case r.Goal == 0:
		return ""
	case r.Floor != 0:
		return c.p.T("cli.bench.goal_and_floor", c.figure(r.Goal), c.figure(r.Floor))
	case r.AtMost:
		return c.p.T("cli.bench.at_most", c.figure(r.Goal))
	}
	return c.p.T("cli.bench.goal", c.figure(r.Goal))
}

func (c *call) verdict(r bench.Ratio) string {
	if r.Reached == "" {
		return ""
	}
	return c.p.T("cli.bench." + string(r.Reached))
}
