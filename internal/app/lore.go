package app

import (
	"maps"
	"time"

	"entregent/internal/network"
	"entregent/internal/store"
)

// A lore is what the desk has read of one person besides their entry. It stands
// until something changes of them: whoever writes a card, a fact or an encounter
// settles its person, and that puts their tie (see ledger.keep).
type lore struct {
	facts   []network.Fact
	factual bool // facts were read
	email   string
	mailed  bool            // an address was looked for
	subject *string         // of the message that waits
	thanks  []store.Contact // the keeper's words of thanks to them
	from    time.Time       // between these two
	before  time.Time
}

// told returns what was read of somebody so far.
func (r *roll) told(id network.PersonID) lore {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.lore[id]
}

// tell keeps what was read.
func (r *roll) tell(id network.PersonID, put func(*lore)) {
	r.mu.Lock()
	defer r.mu.Unlock()
	l := r.lore[id]
	put(&l)
	if r.lore == nil {
		r.lore = map[network.PersonID]lore{}
	}
	r.lore[id] = l
}

// handOn gives a later roll what is known of those of whom nothing changed.
func (r *roll) handOn(to *roll, stirred []network.PersonID) {
	r.mu.Lock()
	defer r.mu.Unlock()
	to.lore = maps.Clone(r.lore)
	if to.day == r.day {
		to.known = maps.Clone(r.known)
	}
	for _, id := range stirred {
		delete(to.lore, id)
		delete(to.known, id)
	}
}

// factsOf returns the facts of somebody.
func (d *desk) factsOf(tx store.Tx, id network.PersonID) ([]network.Fact, error) {
	if l := d.told(id); l.factual {
		return l.facts, nil
	}
	facts, err := tx.FactsOf(id)
	if err == nil {
		d.tell(id, func(l *lore) { l.facts, l.factual = facts, true })
	}
	return facts, err
}

// email returns the address to which one would write to somebody, "" if none is
// known.
func (d *desk) email(tx store.Tx, id network.PersonID) string {
	if l := d.told(id); l.mailed {
		return l.email
	}
	email, err := firstEmail(tx, id)
	if err == nil { // else the card is shown without its mail link
		d.tell(id, func(l *lore) { l.email, l.mailed = email, true })
	}
	return email
}

func firstEmail(tx store.Tx, id network.PersonID) (string, error) {
	cards, err := tx.CardsOf(id)
	for _, c := range cards {
		for _, h := range c.Handles {
			if h.Kind == network.Email && !network.RoleAddress(h.Value) {
				return h.Value, nil
			}
		}
	}
	return "", err
}

// thanksTo returns the keeper's words of thanks to somebody between two moments.
func (d *desk) thanksTo(tx store.Tx, id network.PersonID, from, before time.Time) ([]store.Contact, error) {
	if l := d.told(id); l.from.Equal(from) && l.before.Equal(before) {
		return l.thanks, nil
	}
	var list []store.Contact
	err := tx.ContactsFrom(id, from, before, func(c store.Contact) error {
		if c.Thanks && (c.Direction == network.Out || c.Direction == network.Mutual) {
			list = append(list, c)
		}
		return nil
	})
	if err == nil {
		d.tell(id, func(l *lore) { l.thanks, l.from, l.before = list, from, before })
	}
	return list, err
}

// about returns what the messages are about that wait, by whose they are.
func (d *desk) about(tx store.Tx, waiting map[network.PersonID]network.EncounterID) (map[network.PersonID]string, error) {
	out := map[network.PersonID]string{}
	of := map[network.EncounterID][]network.PersonID{}
	var ids []network.EncounterID
	for p, e := range waiting {
		if l := d.told(p); l.subject != nil {
			out[p] = *l.subject
			continue
		}
		of[e] = append(of[e], p)
		ids = append(ids, e)
	}
	if len(ids) == 0 {
		return out, nil
	}
	list, err := tx.Encounters(ids)
	for _, e := range list {
		for _, p := range of[e.ID] {
			out[p] = e.Subject
			d.tell(p, func(l *lore) { l.subject = &e.Subject })
		}
	}
	return out, err
}
