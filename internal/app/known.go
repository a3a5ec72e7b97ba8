package app

import (
	"context"

	"entregent/internal/known"
	"entregent/internal/network"
	"entregent/internal/relation"
	"entregent/internal/store"
)

// A KnownPerson is whether somebody knows the keeper: the shape of cli.md.
type KnownPerson struct {
	ID   string `json:"id"`
	Name string `json:"name"`
	known.Reading
	TheySay  []Saying `json:"they_say"`
	TellThem []Saying `json:"tell_them"` // filled once there are goals; empty until then
}

// A Saying is what somebody says of the keeper, in their own words.
type Saying struct {
	Text  string        `json:"text"`
	On    *network.Date `json:"on,omitempty"`
	Facts []network.Ref `json:"facts"`
}

// Known says of everybody, or of one person, what shows that they know the
// keeper, in the order of names.
func (a *App) Known(ctx context.Context, keeper network.KeeperID, about network.PersonID) ([]KnownPerson, error) {
	out := []KnownPerson{}
	err := a.Store.View(ctx, keeper, func(tx store.Tx) error {
		b, err := a.readBook(tx)
		if err != nil {
			return err
		}
		brought := b.broughtMe()
		for _, e := range b.entries {
			if !about.IsZero() && e.ID != about {
				continue
			}
			var t relation.Tie
			if err := e.tie(&t); err != nil {
				return err
			}
			p := KnownPerson{ID: e.ID.String(), Name: e.Name, TheySay: []Saying{}, TellThem: []Saying{}}
			var list []known.Favour
			for _, f := range brought[e.ID] {
				k := known.Favour{ID: f.ID, Kind: f.Kind}
				s := Saying{Text: f.What, Facts: []network.Ref{{Kind: network.RefFavour, ID: f.ID.String()}}}
				if !f.On.IsZero() {
					k.Day = network.DayOf(f.On, zone(b.settings))
					on := k.Day.Date()
					s.On = &on
				}
				if list = append(list, k); f.What != "" && (f.Kind == network.Recommendation || f.Kind == network.Endorsement) {
					p.TheySay = append(p.TheySay, s)
				}
			}
			p.Reading = known.Read(&t, list, b.day)
			out = append(out, p)
		}
		return nil
	})
	return out, err
}

// broughtMe returns what each person has brought the keeper until the day of the
// book, newest first. A proposed endorsement is a sign too: that it was given is
// certain, only whether it counts as a favour is not.
func (b *book) broughtMe() map[network.PersonID][]network.Favour {
	out := map[network.PersonID][]network.Favour{}
	for _, f := range b.favours {
		if f.Given || f.State != network.Held && f.Kind != network.Endorsement {
			continue
		}
		if f.On.IsZero() || network.DayOf(f.On, zone(b.settings)) <= b.day {
			out[f.Person] = append(out[f.Person], f)
		}
	}
	return out
}
