package cli

import (
	"context"
	"flag"
	"fmt"
	"maps"
	"os"
	"slices"
	"strings"
	"time"

	"entregent/internal/app"
	"entregent/internal/network"
)

// importFlags are those of the import command.
type importFlags struct {
	dry  bool
	back bool
	as   string
	me   []string
}

func importCommand(fl *flag.FlagSet) func(context.Context, *call) error {
	var f importFlags
	fl.BoolVar(&f.dry, "dry-run", false, "")
	fl.BoolVar(&f.back, "bring-back", false, "")
	fl.StringVar(&f.as, "as", "", "")
	fl.Func("me", "", func(s string) error {
		f.me = append(f.me, s)
		return nil
	})
	return func(ctx context.Context, c *call) error {
		if len(c.args) == 0 {
			return &network.Error{Kind: network.Invalid, Msg: "cli.import.nothing"}
		}
		switch c.args[0] {
		case "list":
			return c.importList(ctx)
		case "show":
			return c.importShow(ctx)
		case "sources":
			return c.importSources(ctx)
		case "undo":
			return c.importUndo(ctx, f.dry)
		}
		return c.importPaths(ctx, f)
	}
}

func (c *call) importPaths(ctx context.Context, f importFlags) error {
	if f.as != "" && !slices.Contains(c.app.Formats(), f.as) {
		return &network.Error{Kind: network.Invalid, Msg: "cli.import.no_such_format", Args: []any{f.as, strings.Join(c.app.Formats(), ", ")}}
	}
	if !f.dry {
		release, err := c.app.Store.Lock(ctx, "import")
		if err != nil {
			return err
		}
		defer release()
	}
	bar := c.bar()
	got, err := c.app.Import(ctx, c.keeper, app.ImportRequest{Paths: c.args, As: f.as, Me: f.me, DryRun: f.dry, BringBack: f.back, Progress: bar.show})
	bar.clear()
	c.putIntoWords(got.Batches)
	if err != nil {
		return err
	}
	if got.Guessed && got.Me != nil {
		c.note("cli.import.read_as", candidateNames([]app.Candidate{*got.Me})[0])
	}
	if c.json {
		if err := c.answer(got); err != nil {
			return err
		}
	} else {
		for _, s := range got.Restored {
			c.say("cli.import.restored", s)
		}
		for _, b := range got.Batches {
			c.printReport(b, f.dry)
		}
	}
	for _, b := range got.Batches {
		if b.ProblemCount > 0 {
			return errProblems
		}
	}
	return nil
}

// putIntoWords gives each problem its message.
func (c *call) putIntoWords(batches []app.Report) {
	for i := range batches {
		for j := range batches[i].Problems {
			p := &batches[i].Problems[j]
			p.Message = c.p.T(p.Key, p.Args...)
		}
	}
}

// printReport says in words what one source brought.
func (c *call) printReport(r app.Report, dry bool) {
	head := "cli.report.done"
	switch {
	case r.Again:
		c.say("cli.report.again", r.Source)
		return
	case dry:
		head = "cli.report.dry"
	}
	c.say(head, r.Source, c.p.T("source."+r.Format), r.Read)
	c.say("cli.report.people", r.People.New, r.People.Known, r.People.Filled)
	c.say("cli.report.encounters", r.Encounters.New, r.Encounters.Known)
	if r.Encounters.Changed > 0 {
		c.say("cli.report.changed", r.Encounters.Changed)
	}
	if r.Favours.New+r.Favours.Known > 0 {
		c.say("cli.report.favours", r.Favours.New, r.Favours.Known)
	}
	if r.Proposals > 0 {
		c.say("cli.report.proposals", r.Proposals)
	}
	if dry && len(r.Columns) > 0 {
		c.say("cli.report.columns")
		for _, x := range r.Columns {
			c.line("    %s → %s", x.Name, c.p.T("column."+x.Field))
		}
	}
	if r.Ignored > 0 {
		c.say("cli.report.ignored", r.Ignored)
		for _, why := range slices.Sorted(maps.Keys(r.IgnoredWhy)) {
			c.line("    %6d  %s", r.IgnoredWhy[why], c.p.T("ignored."+why))
		}
	}
	if r.ProblemCount > 0 {
		c.say("cli.report.problems", r.ProblemCount)
		for _, p := range r.Problems {
			c.line("    %s: %s", p.At, p.Message)
		}
	}
	if !dry {
		c.say("cli.report.undo", r.ID)
	}
}

func (c *call) importList(ctx context.Context) error {
	all, err := c.app.Batches(ctx, c.keeper)
	if err != nil {
		return err
	}
	if c.json {
		return c.answer(map[string]any{"batches": all})
	}
	if len(all) == 0 {
		c.say("cli.import.none_yet")
	}
	for _, b := range all {
		c.line("%s  %s  %s", b.ID, b.At.Local().Format(time.DateOnly), b.Source)
	}
	return nil
}

// batchArg reads the id that show and undo take.
func (c *call) batchArg() (network.BatchID, error) {
	if len(c.args) != 2 {
		return network.BatchID{}, &network.Error{Kind: network.Invalid, Msg: "cli.import.one_id"}
	}
	id, err := network.ParseID[network.BatchID](c.args[1])
	if err != nil {
		return id, &network.Error{Kind: network.NotFound, Msg: "error.no_such_batch", Args: []any{c.args[1]}}
	}
	return id, nil
}

func (c *call) importShow(ctx context.Context) error {
	id, err := c.batchArg()
	if err != nil {
		return err
	}
	b, err := c.app.Batch(ctx, c.keeper, id)
	if err != nil {
		return err
	}
	reports := []app.Report{b.Report}
	c.putIntoWords(reports)
	b.Report = reports[0]
	if c.json {
		return c.answer(map[string]any{"batches": []app.Batch{b}})
	}
	c.printReport(b.Report, false)
	return nil
}

// someGone is how many of those who go are named; all are counted, and all are
// in the JSON answer.
const someGone = 20

// importUndo takes an import back, or says what that would do.
func (c *call) importUndo(ctx context.Context, dry bool) error {
	id, err := c.batchArg()
	if err != nil {
		return err
	}
	var u app.Undone
	head := "cli.undo.done"
	if dry {
		head = "cli.undo.dry"
		u, err = c.app.UndoDry(ctx, c.keeper, id)
	} else {
		u, err = c.app.Undo(ctx, c.keeper, id, "")
	}
	if err != nil {
		return err
	}
	if c.json {
		return c.answer(u)
	}
	c.say(head, u.Removed.People, u.Removed.Encounters, u.Removed.Favours)
	if dry {
		for _, p := range u.Gone[:min(someGone, len(u.Gone))] {
			c.line("  − %s", p.Name)
		}
		if more := len(u.Gone) - someGone; more > 0 {
			c.say("cli.undo.more", more)
		}
	}
	for _, k := range u.Kept {
		c.line("  %s: %s", k.Name, c.p.T("kept."+k.Why))
	}
	if len(u.Others) > 0 {
		c.say("cli.undo.others", len(u.Others))
	}
	return nil
}

// A bar shows how far an import has come, on a terminal only.
type bar struct {
	*call
	on   bool
	last time.Time
}

func (c *call) bar() *bar {
	f, ok := c.err.(*os.File)
	if !ok {
		return &bar{call: c}
	}
	info, err := f.Stat()
	return &bar{call: c, on: err == nil && info.Mode()&os.ModeCharDevice != 0}
}

func (b *bar) show(p app.Progress) {
	if !b.on || time.Since(b.last) < 100*time.Millisecond && p.Done < p.Total {
		return
	}
	b.last = time.Now()
	width := 30
	full := width
	if p.Total > 0 {
		full = int(int64(width) * p.Done / p.Total)
	}
	fmt.Fprintf(b.err, "\r\x1b[K%s %s%s %s", p.Source, strings.Repeat("█", full), strings.Repeat("░", width-full), b.p.T("cli.records", p.Read))
}

func (b *bar) clear() {
	if b.on {
		fmt.Fprint(b.err, "\r\x1b[K")
	}
}

// importSources says what each source has really brought.
func (c *call) importSources(ctx context.Context) error {
	list, err := c.app.Brought(ctx, c.keeper)
	if err != nil {
		return err
	}
	if c.json {
		return c.answer(map[string]any{"sources": list})
	}
	for _, s := range list {
		c.say("cli.import.source", c.p.T("source."+s.Source), s.Contacts, s.Relations, s.Handles, s.Encounters, s.Favours, s.Ties, s.Events)
	}
	return nil
}
