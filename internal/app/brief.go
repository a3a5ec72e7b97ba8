package app

import (
	"slices"

	"entregent/internal/i18n"
	"entregent/internal/network"
	"entregent/internal/store"
)

// A Known is somebody whom a person knows, as the keeper was told.
type Known struct {
	ID     string           `json:"id"` // of the tie
	Person Named            `json:"person"`
	Kind   network.PairKind `json:"kind"`
	What   string           `json:"what,omitempty"`
	On     network.Date     `json:"on,omitzero"`
}

// wishes lists what somebody seeks and can bring.
func (w *briefer) wishes(out *Briefing) error {
	all, err := w.book.wishes(w.tx)
	for _, x := range all {
		if x.Person != w.p.ID || x.State != network.WishOpen || x.Kind == network.Ask || x.Kind == network.Introduce {
			continue
		}
		v := w.book.wish(x)
		if v.Origins, err = w.origins(x.ID); err != nil {
			return err
		}
		switch x.Kind {
		case network.Need:
			out.Needs = append(out.Needs, v)
		case network.Offer:
			out.Offers = append(out.Offers, v)
		}
	}
	return err
}

// pairs lists whom somebody knows besides the keeper.
func (w *briefer) pairs(out *Briefing) error {
	all, err := w.tx.Pairs()
	for _, x := range all {
		other := x.PersonB
		switch w.p.ID {
		case x.PersonA:
		case x.PersonB:
			other = x.PersonA
		default:
			continue
		}
		if _, ok := w.book.entry(other); !ok || other == w.p.ID || x.On.After(w.now) {
			continue
		}
		k := Known{ID: x.ID.String(), Person: w.book.named(other), Kind: x.Kind, What: x.What}
		if !x.On.IsZero() {
			k.On = network.DateOf(x.On.In(w.zone))
		}
		out.Knows = append(out.Knows, k)
	}
	return err
}

// give puts in what could be brought to somebody: what meets their needs, and the
// gatherings to come to which they could be invited.
func (a *App) give(tx store.Tx, b *book, e *entry, p *i18n.Printer, out *Briefing) error {
	var err error
	if out.Matches, err = a.matchViews(tx, p, MatchAsk{Person: e.ID}); err != nil || !b.proposable(e.ID) {
		return err
	}
	all, err := b.gatherings(tx, a.Now())
	for _, g := range all {
		if g.Hosts && !g.Over && !g.Due && !slices.ContainsFunc(g.Guests, func(x Guest) bool { return x.id == e.ID }) {
			out.Invite = append(out.Invite, g)
		}
	}
	return err
}
