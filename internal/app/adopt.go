package app

import (
	"cmp"
	"maps"
	"slices"

	"entregent/internal/importer"
	"entregent/internal/network"
)

// Books written before editions were kept hold the instances of calendar events
// under another id, and nothing says of which event they are. Read from a newer
// export of the same calendar, the same meeting would stand there twice. So what
// says the same is taken for that record: it is known, and from then on it has
// an edition like any other.

// earlierID is the id of an instance in a book older than editions.
func (b *batch) earlierID(e importer.Encounter) network.EncounterID {
	return network.Derive[network.EncounterID](b.keeper.Seed, "encounter", cmp.Or(e.Edition.Before, e.Key), string(plan(e.State)))
}

// adopt lets pending instances of calendar events be the older records that say
// the same, where the book holds such.
func (b *batch) adopt() error {
	if len(b.earlier) == 0 {
		return nil
	}
	list, err := b.tx.Encounters(slices.Collect(maps.Values(b.earlier)))
	if err != nil || len(list) == 0 {
		return err
	}
	old := map[network.EncounterID]network.Encounter{}
	for _, e := range list {
		old[e.ID] = e
	}
	now := map[network.EncounterID]network.EncounterID{}
	for i := range b.encounters {
		e := &b.encounters[i]
		if o, ok := old[b.earlier[e.ID]]; ok && saysTheSame(*e, o) {
			now[e.ID] = o.ID
		}
	}
	for i := range b.encounters {
		if id, ok := now[b.encounters[i].ID]; ok {
			b.encounters[i].ID = id
		}
	}
	for i := range b.editions {
		if id, ok := now[b.editions[i].About]; ok {
			b.editions[i].About = id
		}
	}
	for i := range b.origins {
		if id, ok := now[b.origins[i].Record]; ok && b.origins[i].Kind == network.RefEncounter {
			b.origins[i].Record = id
		}
	}
	for was, id := range now {
		ed := b.instance[was]
		ed.About = id
		delete(b.instance, was)
		b.instance[id] = ed
	}
	return nil
}

// saysTheSame compares what a source says of two encounters. Who counts, and
// whether the older one counts at all, is worked out and may differ.
func saysTheSame(a, b network.Encounter) bool {
	type said struct {
		source, subject, excerpt, place string
		channel                         network.Channel
		state                           network.State
		mine                            network.Role
		at                              int64
		size                            int
	}
	of := func(e network.Encounter) said {
		return said{e.Source, e.Subject, e.Excerpt, e.Place, e.Channel, e.State, e.Mine, e.At.UnixMicro(), e.Size}
	}
	type seat struct {
		card   network.CardID
		role   network.Role
		status network.Status
	}
	seats := func(e network.Encounter) map[seat]bool {
		out := map[seat]bool{}
		for _, p := range e.With {
			out[seat{p.Card, p.Role, p.Status}] = true
		}
		return out
	}
	return of(a) == of(b) && maps.Equal(seats(a), seats(b))
}
