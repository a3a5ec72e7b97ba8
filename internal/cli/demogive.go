package cli

import (
	"context"
	"errors"
	"fmt"

	"entregent/internal/app"
	"entregent/internal/demo"
	"entregent/internal/importer"
	"entregent/internal/network"
)

// fillGive writes down what the people of an invented network seek and bring,
// and what the keeper organises, as a keeper would: no archive tells it. Asked
// again, it adds nothing.
func fillGive(ctx context.Context, a *app.App, keeper network.KeeperID, r demo.Reader, lang string) error {
	k, err := a.Keeper(ctx, keeper)
	if err != nil {
		return err
	}
	given := r.Gives(importer.Options{Now: a.Now(), Zone: app.Zone(k.Settings)}, lang)
	find := func(handle string) (network.PersonID, error) {
		if handle == "" {
			return network.PersonID{}, nil
		}
		return a.Find(ctx, keeper, handle)
	}
	for i, w := range given.Wishes {
		of, err := find(w.Who)
		if errors.Is(err, network.NotFound) {
			continue // somebody whom the keeper has removed
		}
		if err != nil {
			return err
		}
		n := app.NewWish{Kind: w.Kind, Of: of, What: w.What, Place: w.Place, From: w.From, Until: w.Until, Whom: w.Whom, On: w.On}
		if _, err := a.AddWish(ctx, keeper, n, fmt.Sprint("demo-wish-", i)); err != nil {
			return err
		}
	}
	for i, g := range given.Gatherings {
		id, err := a.AddGathering(ctx, keeper, app.NewGathering{Title: g.Title, On: g.On, Hour: g.Hour, Place: g.Place, About: g.About, Hosts: g.Hosts}, fmt.Sprint("demo-gathering-", i))
		if err != nil {
			return err
		}
		for state, guests := range map[string][]string{app.Invited: g.Invited, app.Coming: g.Coming} {
			for _, handle := range guests {
				who, err := find(handle)
				if errors.Is(err, network.NotFound) {
					continue
				}
				if err == nil {
					err = a.SetGuest(ctx, keeper, id, who, state)
				}
				if err != nil {
					return err
				}
			}
		}
	}
	return nil
}
