package cli

import (
	"context"
	"flag"
	"strings"

	"entregent/internal/app"
	"entregent/internal/network"
)

// bulkCommand does one thing to several people: those named, or those who answer
// to the filters, which are those of people.
func bulkCommand(do, undo app.BulkDeed) func(fl *flag.FlagSet) func(context.Context, *call) error {
	return func(fl *flag.FlagSet) func(context.Context, *call) error {
		var q app.PeopleAsk
		if do != app.BulkRestore { // whoever is in the bin answers to no filter
			filters(fl, &q)
		}
		off := new(bool)
		if undo != "" {
			off = fl.Bool("off", false, "")
		}
		return func(ctx context.Context, c *call) error {
			deed, args, value := do, c.args, ""
			if *off {
				deed = undo
			}
			if do == app.BulkTag {
				if len(args) == 0 {
					return &network.Error{Kind: network.Invalid, Msg: "cli.bad_arguments", Args: []any{"tag"}}
				}
				value, args = args[0], args[1:]
			}
			ids, err := c.chosen(ctx, deed, args, q)
			if err != nil {
				return err
			}
			got, err := c.app.Bulk(ctx, c.keeper, ids, deed, value, "")
			if err != nil {
				return err
			}
			if c.json {
				return c.answer(got)
			}
			c.say("cli.bulk.done", got.Done, got.Asked)
			return nil
		}
	}
}

// filters are those of people that tell where somebody came from.
func filters(fl *flag.FlagSet, q *app.PeopleAsk) {
	fl.StringVar(&q.Tag, "tag", "", "")
	fl.StringVar(&q.Source, "source", "", "")
	fl.StringVar(&q.Batch, "from-batch", "", "")
	fl.StringVar(&q.Town, "in", "", "")
	fl.StringVar(&q.Organisation, "at-organisation", "", "")
}

// chosen are the people named, or else those who answer to the filters. Whoever is
// in the bin is found there alone.
func (c *call) chosen(ctx context.Context, do app.BulkDeed, names []string, q app.PeopleAsk) (ids []network.PersonID, err error) {
	if do == app.BulkRestore {
		return c.binned(ctx, names)
	}
	if len(names) > 0 {
		for _, n := range names {
			id, err := c.app.Find(ctx, c.keeper, n)
			if err != nil {
				return nil, err
			}
			ids = append(ids, id)
		}
		return ids, nil
	}
	if q == (app.PeopleAsk{}) { // nothing said: not everybody
		return nil, nil
	}
	q.Limit = app.MostBulk + 1
	page, err := c.app.People(ctx, c.keeper, q)
	for _, p := range page.People {
		id, err := network.ParseID[network.PersonID](p.ID)
		if err != nil {
			return nil, err
		}
		ids = append(ids, id)
	}
	return ids, err
}

// binned are those in the bin with these ids or names.
func (c *call) binned(ctx context.Context, names []string) (ids []network.PersonID, err error) {
	list, err := c.app.Binned(ctx, c.keeper)
	if err != nil {
		return nil, err
	}
	for _, n := range names {
		found := false
		for _, p := range list {
			if p.ID != n && network.Fold(p.Name) != network.Fold(n) {
				continue
			}
			id, err := network.ParseID[network.PersonID](p.ID)
			if err != nil {
				return nil, err
			}
			ids, found = append(ids, id), true
		}
		if !found {
			return nil, &network.Error{Kind: network.NotFound, Msg: "error.nobody_called", Args: []any{n}}
		}
	}
	return ids, nil
}

// inBin lists who is in the bin.
func (c *call) inBin(ctx context.Context) error {
	list, err := c.app.Binned(ctx, c.keeper)
	if err != nil {
		return err
	}
	if c.json {
		return c.answer(map[string]any{"people": list})
	}
	for _, p := range list {
		c.line("%s", strings.Join([]string{p.ID, p.Name}, "  "))
	}
	return nil
}
