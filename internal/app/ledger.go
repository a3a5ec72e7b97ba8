package app

import (
	"encoding/json"
	"slices"
	"time"

	"entregent/internal/network"
	"entregent/internal/relation"
	"entregent/internal/store"
)

// A ledger keeps ties and the keeper's own activity in line with the encounters
// while a write goes on. A person must be opened before the first record of
// theirs changes, so that what they counted for until then can be taken out;
// closing puts in what they count for now.
type ledger struct {
	tx    store.Tx
	ego   relation.Ego
	was   map[network.PersonID][]network.Day
	rows  []store.TieRow
	judge judge
}

// A closed is what closing a person found out besides their tie.
type closed struct {
	row   store.TieRow
	first time.Time // first contact, zero if none
	known bool      // the keeper turned to them, met them, or had a favour of them
}

func openLedger(tx store.Tx) (*ledger, error) {
	l := &ledger{tx: tx, was: map[network.PersonID][]network.Day{}, judge: judge{tx: tx}}
	raw, err := tx.Ego()
	if err == nil {
		l.ego, err = readEgo(raw)
	}
	return l, err
}

// readEgo reads the keeper's own activity as it is stored; older programs wrote
// it as JSON.
func readEgo(raw []byte) (ego relation.Ego, err error) {
	switch {
	case len(raw) == 0:
	case raw[0] == '{':
		err = json.Unmarshal(raw, &ego)
	default:
		err = ego.UnmarshalBinary(raw)
	}
	return ego, err
}

// open notes what a person counts for now. Opening twice does nothing.
func (l *ledger) open(id network.PersonID) error {
	if _, ok := l.was[id]; ok || id.IsZero() {
		return nil
	}
	contacts, err := contactsOf(l.tx, id)
	if err != nil {
		return err
	}
	l.was[id] = relation.ContactDays(contacts)
	return nil
}

// opened lists who was opened, in a fixed order.
func (l *ledger) opened() []network.PersonID {
	ids := make([]network.PersonID, 0, len(l.was))
	for id := range l.was {
		ids = append(ids, id)
	}
	slices.SortFunc(ids, func(a, b network.PersonID) int { return slices.Compare(a[:], b[:]) })
	return ids
}

// close builds a person's tie anew. It is stored by keep, if they stay.
func (l *ledger) close(id network.PersonID, now time.Time) (closed, error) {
	contacts, err := contactsOf(l.tx, id)
	if err != nil {
		return closed{}, err
	}
	favours, err := l.tx.Favours(id)
	if err != nil {
		return closed{}, err
	}
	days := relation.ContactDays(contacts)
	l.ego.Swap(l.was[id], days)
	if err := l.judge.again(id, l.was[id], days); err != nil {
		return closed{}, err
	}
	var c closed
	for _, f := range favours {
		c.known = c.known || f.State == network.Held
	}
	for _, x := range contacts {
		if x.Counts {
			c.known = c.known || x.Direction != network.In
			if c.first.IsZero() || x.At.Before(c.first) {
				c.first = x.At
			}
		}
	}
	c.row, err = tieRow(id, relation.Build(contacts))
	return c, err
}

// keep stores the tie of somebody who is still there after closing, also where it
// is as it was: that tells those who hold a list that something of theirs has
// changed (see store.StirredSince).
func (l *ledger) keep(c closed) error {
	if l.rows = append(l.rows, c.row); len(l.rows) < flushAt {
		return nil
	}
	return l.flush()
}

func (l *ledger) flush() error {
	err := l.tx.PutTies(l.rows)
	l.rows = l.rows[:0]
	return err
}

// write puts down what is pending, and the keeper's own activity.
func (l *ledger) write() error {
	if err := l.flush(); err != nil {
		return err
	}
	if err := l.judge.close(); err != nil {
		return err
	}
	raw, err := l.ego.MarshalBinary()
	if err != nil {
		return err
	}
	return l.tx.PutEgo(raw)
}

// tieRow is a tie as it is stored, with the columns that lists filter by.
func tieRow(id network.PersonID, t relation.Tie) (store.TieRow, error) {
	state, err := t.MarshalBinary()
	row := store.TieRow{Person: id, State: state, Days: t.Pulse.N}
	if t.Pulse.N > 0 {
		day := t.Pulse.Last
		row.LastDay = &day
	}
	if t.Met > 0 {
		day := t.LastMet.Day
		row.MetDay = &day
	}
	return row, err
}

// contactsOf reads what the relation model needs of one person. Planned
// encounters are among them and do not count.
func contactsOf(tx store.Tx, id network.PersonID) ([]relation.Contact, error) {
	var out []relation.Contact
	err := tx.ContactsOf(id, func(c store.Contact) error {
		out = append(out, contact(c))
		return nil
	})
	return out, err
}

func contact(c store.Contact) relation.Contact {
	return relation.Contact{
		Encounter: c.Encounter, At: c.At, Day: c.Day, Channel: c.Channel, Direction: c.Direction,
		Size: c.Size, Counts: c.Counts, CcOnly: c.CcOnly, Question: c.Question, Thanks: c.Thanks,
	}
}

// rebuild works out every tie and the keeper's own activity from nothing but the
// encounters. All ties of a book of a million encounters take a few seconds.
func rebuild(tx store.Tx) error {
	if err := tx.DropTies(); err != nil {
		return err
	}
	forecasts, err := openRejudging(tx)
	if err != nil {
		return err
	}
	l := &ledger{tx: tx}
	err = eachTie(tx, func(store.Contact) bool { return true }, func(id network.PersonID, contacts []relation.Contact) error {
		days := relation.ContactDays(contacts)
		l.ego.Swap(nil, days)
		if err := forecasts.one(id, days); err != nil {
			return err
		}
		row, err := tieRow(id, relation.Build(contacts))
		if err != nil {
			return err
		}
		if l.rows = append(l.rows, row); len(l.rows) >= flushAt {
			return l.flush()
		}
		return nil
	})
	if err != nil {
		return err
	}
	if err := forecasts.close(); err != nil {
		return err
	}
	return l.write()
}

// eachTie calls fn for each person with the contacts that keep says yes to.
func eachTie(tx store.Tx, keep func(store.Contact) bool, fn func(network.PersonID, []relation.Contact) error) error {
	var id network.PersonID
	var contacts []relation.Contact
	end := func() error {
		if len(contacts) == 0 {
			return nil
		}
		return fn(id, contacts)
	}
	err := tx.AllContacts(func(c store.Contact) error {
		if c.Person != id {
			if err := end(); err != nil {
				return err
			}
			id, contacts = c.Person, contacts[:0]
		}
		if keep(c) {
			contacts = append(contacts, contact(c))
		}
		return nil
	})
	if err != nil {
		return err
	}
	return end()
}
