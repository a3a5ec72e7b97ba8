package app

import (
	"cmp"
	"context"
	"slices"

	"entregent/internal/network"
	"entregent/internal/store"
)

// A SourceSum says what one source has really brought: of all the contacts it
// lists, how many are relations.
type SourceSum struct {
	Source     string `json:"source"` // name of the reader, or "typed"
	Contacts   int    `json:"contacts"`
	Relations  int    `json:"relations"`
	Handles    int    `json:"handles"`
	Encounters int    `json:"encounters"`
	Favours    int    `json:"favours"`
	Ties       int    `json:"ties"`   // between others: told, or seen together
	Events     int    `json:"events"` // attended, without contact
}

// Brought sums up what each source brought, the one with most relations first.
// Encounters and favours are those new with its imports; who stands in several
// sources counts in each.
func (a *App) Brought(ctx context.Context, keeper network.KeeperID) (out []SourceSum, err error) {
	err = a.Store.View(ctx, keeper, func(tx store.Tx) error {
		out, err = a.brought(tx)
		return err
	})
	return out, err
}

func (a *App) brought(tx store.Tx) ([]SourceSum, error) {
	b, err := a.readBook(tx)
	if err != nil {
		return nil, err
	}
	sums := map[string]*SourceSum{}
	of := func(source string) *SourceSum {
		if sums[source] == nil {
			sums[source] = &SourceSum{Source: source}
		}
		return sums[source]
	}
	type seen struct {
		source string
		who    network.PersonID
		handle network.Handle
	}
	counted, from := map[seen]bool{}, map[network.CardID]string{}
	err = tx.AllCards(func(c network.Card) error {
		e, ok := b.entry(c.Person)
		if !ok {
			return nil
		}
		s := of(c.Source)
		from[c.ID] = c.Source
		if k := (seen{source: c.Source, who: c.Person}); !counted[k] {
			counted[k] = true
			s.Contacts++
			if e.relation {
				s.Relations++
			}
		}
		for _, h := range c.Handles {
			if k := (seen{c.Source, c.Person, h}); !counted[k] {
				counted[k] = true
				s.Handles++
			}
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	if err := tx.FactsOfKind(network.FactEvent, func(_ network.PersonID, f network.Fact) error {
		if s := from[f.Card]; s != "" {
			of(s).Events++
		}
		return nil
	}); err != nil {
		return nil, err
	}
	batches, err := tx.AllBatches()
	if err != nil {
		return nil, err
	}
	for _, x := range batches {
		r := batchView(x).Report
		s := of(x.Source)
		s.Encounters += r.Encounters.New
		s.Favours += r.Favours.New
	}
	pairs, err := tx.Pairs()
	if err != nil {
		return nil, err
	}
	for _, p := range pairs {
		of(cmp.Or(p.Source, network.Typed)).Ties++
	}
	if err := together(tx, func(source string) { of(source).Ties++ }); err != nil {
		return nil, err
	}
	out := []SourceSum{}
	for _, s := range sums {
		out = append(out, *s)
	}
	slices.SortFunc(out, func(x, y SourceSum) int {
		return cmp.Or(cmp.Compare(y.Relations, x.Relations), cmp.Compare(y.Contacts, x.Contacts), cmp.Compare(y.Encounters, x.Encounters), cmp.Compare(x.Source, y.Source))
	})
	return out, nil
}

// together calls each once for every source and two people that it saw together.
func together(tx store.Tx, each func(source string)) error {
	type two struct {
		source string
		a, b   network.PersonID
	}
	seen := map[two]bool{}
	return tx.AllTogether(seenTogether, func(e network.Encounter) error {
		for i, x := range e.With {
			for _, y := range e.With[:i] {
				k := two{e.Source, x.Person, y.Person}
				if compareIDs(k.a, k.b) > 0 {
					k.a, k.b = k.b, k.a
				}
				if k.a != k.b && !seen[k] {
					seen[k] = true
					each(e.Source)
				}
			}
		}
		return nil
	})
}
