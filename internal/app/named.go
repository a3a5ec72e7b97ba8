package app

import (
	"maps"
	"slices"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"entregent/internal/network"
	"entregent/internal/resolve"
	"entregent/internal/store"
)

// An event in the keeper's own calendar, without a guest list, whose title names
// exactly one person they know ("Déjeuner Yves") is proposed as a meeting with
// them, not recorded as one (rulings §3). Whom a title names is worked out when
// it is asked, so that it does not matter which file came first.

const (
	namedBack  = 365 * 24 * time.Hour // how far back such events are proposed
	namedAtAll = 500                  // how many are looked at, newest first
)

// namedMark is the detail of the keeper's answer to such a proposal: a yes made
// the person present, and taking it back makes them absent again.
const namedMark = "named"

// aloneEvents returns the events of the keeper's own calendar that took place
// before a day, not long ago, without any guest, as their newest edition has
// them, newest first.
func aloneEvents(tx store.Tx, day time.Time) ([]network.Encounter, error) {
	list, err := tx.AloneEvents(day.Add(-namedBack), day, namedAtAll)
	if err != nil || len(list) == 0 {
		return nil, err
	}
	ids := make([]network.EncounterID, len(list))
	for i := range list {
		ids[i] = list[i].ID
	}
	events, err := tx.EventsOf(ids)
	if err != nil {
		return nil, err
	}
	counts, err := standOf(tx, slices.Collect(maps.Values(events)))
	return slices.DeleteFunc(list, func(e network.Encounter) bool {
		_, ofEvent := events[e.ID]
		return ofEvent && !counts[e.ID]
	}), err
}

// A nameIndex finds people by the words of their names.
type nameIndex map[string][]*entry

func (b *book) nameIndex() nameIndex {
	x := nameIndex{}
	for _, e := range b.entries {
		words := resolve.Tokens(e.Name)
		for i, w := range words {
			if len(w) > 1 && !slices.Contains(words[:i], w) {
				x[w] = append(x[w], e)
			}
		}
	}
	return x
}

// named returns the one person whom a title names, nil if it names nobody or
// several: by their whole name, or by a word of it that nobody else bears and
// that is written as a name.
func (x nameIndex) named(title string) *entry {
	words := resolve.Tokens(title)
	var found []*entry
	said := map[string]bool{} // words that are part of a whole name
	for _, w := range words {
		for _, e := range x[w] {
			name := resolve.Tokens(e.Name)
			if len(name) > 1 && !slices.ContainsFunc(name, func(n string) bool { return !slices.Contains(words, n) }) {
				found = append(found, e)
				for _, n := range name {
					said[n] = true
				}
			}
		}
	}
	for _, word := range strings.FieldsFunc(title, func(r rune) bool { return !unicode.IsLetter(r) && r != '-' }) {
		if first, _ := utf8.DecodeRuneInString(word); !unicode.IsUpper(first) {
			continue
		}
		for _, w := range resolve.Tokens(word) {
			if !said[w] {
				found = append(found, x[w]...)
			}
		}
	}
	if len(found) == 0 || slices.ContainsFunc(found, func(e *entry) bool { return e != found[0] }) {
		return nil
	}
	return found[0]
}

// namedMeetings proposes the events whose titles name somebody, about one person
// or (zero id) about anybody.
func (b *book) namedMeetings(tx store.Tx, about network.PersonID, answered map[string]bool, limit int, out *Proposals) error {
	list, err := aloneEvents(tx, b.day.Start(zone(b.settings)))
	if err != nil {
		return err
	}
	who, _ := b.entry(about)
	var names nameIndex
	for _, e := range list {
		if len(out.Meetings) >= limit {
			break
		}
		if answered[e.ID.String()] || who != nil && !sharesWord(e.Subject, who.Name) {
			continue
		}
		if names == nil {
			names = b.nameIndex()
		}
		p := names.named(e.Subject)
		if p == nil || who != nil && p != who {
			continue
		}
		out.Meetings = append(out.Meetings, ProposedMeeting{
			ID: e.ID.String(), On: network.DateOf(e.At.In(zone(b.settings))), Subject: e.Subject, With: []Named{{p.ID.String(), p.Name}},
		})
	}
	return nil
}

// sharesWord is a cheap look at whether a title can name somebody.
func sharesWord(title, name string) bool {
	words := resolve.Tokens(title)
	return slices.ContainsFunc(resolve.Tokens(name), func(w string) bool { return slices.Contains(words, w) })
}

// attend makes the person whom the title of an event names present in it.
func (a *App) attend(tx store.Tx, e *network.Encounter) (network.PersonID, error) {
	none := network.PersonID{}
	b, err := a.readBook(tx)
	if err != nil {
		return none, err
	}
	p := b.nameIndex().named(e.Subject)
	if p == nil {
		return none, &network.Error{Kind: network.NotFound, Msg: "error.no_such_encounter"}
	}
	k, err := tx.Keeper()
	if err != nil {
		return none, err
	}
	c, err := typedCard(tx, k.Seed, p.Person)
	if err != nil {
		return none, err
	}
	e.With, e.Size = []network.Presence{{Card: c.ID, Person: p.ID, Role: network.Attendee, Status: network.Accepted}}, 1
	e.Reckon()
	return p.ID, nil
}
