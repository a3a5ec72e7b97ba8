package app

import (
	"context"
	"slices"
	"strings"
	"time"

	"entregent/internal/network"
	"entregent/internal/store"
)

// An Evidence is one record that a reason rests on, ready to be shown: the
// figure opens onto its facts, each fact onto its origin.
type Evidence struct {
	Ref       network.Ref        `json:"ref"`
	On        *network.Date      `json:"on,omitempty"`
	Channel   network.Channel    `json:"channel,omitempty"`   // of an encounter
	Direction network.Direction  `json:"direction,omitempty"` // of an encounter
	Favour    network.FavourKind `json:"favour,omitempty"`
	Fact      network.FactKind   `json:"fact,omitempty"`
	Own       string             `json:"own,omitempty"`  // kind of a line of the keeper's own trace
	Text      string             `json:"text,omitempty"` // subject, words, value
	Origins   []Origin           `json:"origins"`
}

// Evidence returns the records behind reasons, in the order of refs; those that
// are gone are left out.
func (a *App) Evidence(ctx context.Context, keeper network.KeeperID, refs []network.Ref) (out []Evidence, err error) {
	err = a.Store.View(ctx, keeper, func(tx store.Tx) error {
		k, err := tx.Keeper()
		if err != nil {
			return err
		}
		w := witness{tx: tx, zone: zone(k.Settings), found: map[network.Ref]Evidence{}}
		if err := w.read(refs); err != nil {
			return err
		}
		b := briefer{tx: tx, places: map[[16]byte][]Origin{}}
		for _, r := range refs {
			e, ok := w.found[r]
			if !ok {
				continue
			}
			id, err := network.ParseID[[16]byte](r.ID)
			if err != nil {
				continue
			}
			if e.Origins, err = b.origins(id); err != nil {
				return err
			}
			out = append(out, e)
		}
		return nil
	})
	return out, err
}

// A witness finds records by reference.
type witness struct {
	tx    store.Tx
	zone  *time.Location
	found map[network.Ref]Evidence
}

func (w *witness) read(refs []network.Ref) error {
	var encounters []network.EncounterID
	var facts []network.FactID
	favours, wishes, pairs, goals, owns := map[string]bool{}, map[string]bool{}, map[string]bool{}, map[string]bool{}, map[string]bool{}
	for _, r := range refs {
		switch r.Kind {
		case network.RefEncounter:
			if id, err := network.ParseID[network.EncounterID](r.ID); err == nil {
				encounters = append(encounters, id)
			}
		case network.RefFact:
			if id, err := network.ParseID[network.FactID](r.ID); err == nil {
				facts = append(facts, id)
			}
		case network.RefFavour:
			favours[r.ID] = true
		case network.RefWish:
			wishes[r.ID] = true
		case network.RefPair:
			pairs[r.ID] = true
		case network.RefGoal:
			goals[r.ID] = true
		case network.RefOwn:
			owns[r.ID] = true
		}
	}
	if len(owns) > 0 {
		all, err := w.tx.Owns("")
		if err != nil {
			return err
		}
		for _, x := range all {
			if owns[x.ID.String()] {
				w.put(network.Ref{Kind: network.RefOwn, ID: x.ID.String()}, x.On, Evidence{Own: x.Kind, Text: lineText(x)})
			}
		}
	}
	if len(pairs) > 0 {
		all, err := w.tx.Pairs()
		if err != nil {
			return err
		}
		for _, x := range all {
			if pairs[x.ID.String()] {
				w.put(network.Ref{Kind: network.RefPair, ID: x.ID.String()}, x.On, Evidence{Text: x.What})
			}
		}
	}
	if len(goals) > 0 {
		all, err := w.tx.Goals()
		if err != nil {
			return err
		}
		for _, x := range all {
			if goals[x.ID.String()] {
				w.put(network.Ref{Kind: network.RefGoal, ID: x.ID.String()}, x.At, Evidence{Text: x.What})
			}
		}
	}
	if len(wishes) > 0 {
		all, err := w.tx.Wishes()
		if err != nil {
			return err
		}
		for _, x := range all {
			if wishes[x.ID.String()] {
				w.put(network.Ref{Kind: network.RefWish, ID: x.ID.String()}, x.At, Evidence{Text: w.aboutWish(x)})
			}
		}
	}
	if err := w.encounters(encounters); err != nil {
		return err
	}
	if err := w.facts(facts); err != nil {
		return err
	}
	if len(favours) == 0 {
		return nil
	}
	all, err := w.tx.Favours(network.PersonID{})
	for _, f := range all {
		if favours[f.ID.String()] {
			w.put(network.Ref{Kind: network.RefFavour, ID: f.ID.String()}, f.On, Evidence{Favour: f.Kind, Text: f.What})
		}
	}
	return err
}

// lineFields are the fields of a line of the trace that tell what it is, the best
// first.
var lineFields = []string{"headline", "title", "role", "degree_name", "share_commentary", "message", "name", "summary", "first_name", "company_name", "school_name", "organization", "event_name", "type"}

// lineText is a line of the trace in a few words.
func lineText(o store.Own) string {
	for _, f := range lineFields {
		if s := o.Fields[f]; s != "" {
			if where := o.Fields["company_name"] + o.Fields["school_name"]; where != "" && where != s {
				s += ", " + where
			}
			return shorten(network.OneLine(s), network.ExcerptLen)
		}
	}
	return ""
}

func (w *witness) put(r network.Ref, at time.Time, e Evidence) {
	e.Ref = r
	if !at.IsZero() {
		d := network.DateOf(at.In(w.zone))
		e.On = &d
	}
	w.found[r] = e
}

func (w *witness) encounters(ids []network.EncounterID) error {
	list, err := w.tx.Encounters(ids)
	for _, e := range list {
		v := Evidence{Channel: e.Channel, Text: e.Subject}
		if v.Text == "" {
			v.Text = e.Excerpt
		}
		if i := slices.IndexFunc(e.With, func(p network.Presence) bool { return p.Direction != network.Apart }); i >= 0 {
			v.Direction = e.With[i].Direction
		}
		w.put(network.Ref{Kind: network.RefEncounter, ID: e.ID.String()}, e.At, v)
	}
	return err
}

func (w *witness) facts(ids []network.FactID) error {
	list, err := w.tx.Facts(ids)
	for _, f := range list {
		at := f.On
		if at.IsZero() {
			at = f.AsOf
		}
		w.put(network.Ref{Kind: network.RefFact, ID: f.ID.String()}, at, Evidence{Fact: f.Kind, Text: f.Value})
	}
	return err
}

// aboutWish are the words of a wish; of an ask that has none, whom it is put to and
// whom it leads to.
func (w *witness) aboutWish(x network.Wish) string {
	if x.What != "" {
		return x.What
	}
	people, err := w.tx.People([]network.PersonID{x.Person, x.Leads})
	if err != nil {
		return "" // it is shown without
	}
	var names []string
	for _, id := range []network.PersonID{x.Person, x.Leads} {
		for _, p := range people {
			if p.ID == id {
				names = append(names, p.Name)
			}
		}
	}
	return strings.Join(names, " → ")
}
