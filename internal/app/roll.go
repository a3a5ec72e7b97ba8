package app

import (
	"cmp"
	"encoding/binary"
	"errors"
	"slices"
	"sync"

	"entregent/internal/network"
	"entregent/internal/relation"
	"entregent/internal/store"
)

// A roll is what the desk asks of everybody: in so few bytes each that all of it
// lies in memory, and in one value of the store beside the ties. After a write it
// is brought up to date by reading again those of whom something changed. It is
// not changed once made: whoever holds one goes on with it.
type roll struct {
	keeper network.KeeperID
	change int64
	zone   string
	day    network.Day
	stored int64 // the change number of the one in the store, 0 for none
	lines  []rollLine
	// favours are those of contacts from which a loop may come, in no order.
	favours []network.Favour
	since   network.Day // favours go back to here

	mu    sync.Mutex
	known map[network.PersonID]*entry // of whom more was asked; nil for who is no contact
	lore  map[network.PersonID]lore
}

// A rollLine is one contact; a roll is in the order of ids.
type rollLine struct {
	id network.PersonID
	relation.Watch
}

// farBackFavours is for how many days a favour may open a loop, and one for the
// zone.
const farBackFavours = 366

// readRoll returns the roll as the transaction sees the book.
func (a *App) readRoll(tx store.Tx, k network.Keeper, day network.Day) (*roll, error) {
	change, err := tx.Change()
	if err != nil {
		return nil, err
	}
	a.view.Lock()
	defer a.view.Unlock()
	last := a.view.roll
	if last != nil && (last.keeper != k.ID || last.zone != k.Settings.Zone || last.change > change || last.day > day) {
		last = nil
	}
	if last != nil && last.change == change && last.day == day {
		return last, nil
	}
	r, err := last.renewed(tx, k, change, day)
	if r == nil && err == nil {
		if last, err = storedRoll(tx, k, change, day); err == nil {
			r, err = last.renewed(tx, k, change, day)
		}
	}
	if r == nil && err == nil {
		var b *book
		if b, err = a.bookInTurn(tx, k, day); err == nil {
			r = b.roll(k, change)
		}
	}
	if err == nil && !tx.Wrote() && (a.view.roll == nil || a.view.roll.keeper != k.ID || a.view.roll.change <= change) {
		a.view.roll = r
	}
	return r, err
}

// renewed returns the roll as it is at a later change number, nil where that is
// better made anew.
func (r *roll) renewed(tx store.Tx, k network.Keeper, change int64, day network.Day) (*roll, error) {
	if r == nil || day < r.since+farBackFavours {
		return nil, nil
	}
	ids, all, err := tx.StirredSince(r.change)
	if err != nil || all {
		return nil, err
	}
	out := &roll{keeper: r.keeper, change: change, zone: r.zone, day: day, stored: r.stored, since: r.since, known: map[network.PersonID]*entry{}}
	r.handOn(out, ids)
	entries, favours, err := entriesOf(tx, ids, day, k.Settings)
	if err != nil {
		return nil, err
	}
	out.lines = slices.Clip(r.lines)
	if len(ids) > 0 {
		out.lines = slices.Clone(r.lines)
	}
	for _, id := range ids {
		e := entries[id]
		out.known[id] = e
		if err := out.put(id, e); err != nil {
			return nil, err
		}
	}
	stirred := func(f network.Favour) bool { _, ok := slices.BinarySearchFunc(ids, f.Person, compareIDs); return ok }
	out.favours = slices.DeleteFunc(slices.Clone(r.favours), stirred)
	for _, f := range favours {
		if entries[f.Person] != nil {
			out.favours = out.may(out.favours, f, k.Settings)
		}
	}
	return out, nil
}

// put puts a contact's line in, or takes it out where e is nil.
func (r *roll) put(id network.PersonID, e *entry) error {
	i, there := r.find(id)
	if e == nil {
		if there {
			r.lines = slices.Delete(r.lines, i, i+1)
		}
		return nil
	}
	l, err := e.line()
	if !there {
		r.lines = slices.Insert(r.lines, i, l)
	}
	r.lines[i] = l
	return err
}

func (r *roll) find(id network.PersonID) (int, bool) {
	return slices.BinarySearchFunc(r.lines, id, func(l rollLine, id network.PersonID) int { return compareIDs(l.id, id) })
}

func compareIDs(a, b network.PersonID) int { return slices.Compare(a[:], b[:]) }

// may adds a favour to others if a loop may come from it.
func (r *roll) may(list []network.Favour, f network.Favour, s network.Settings) []network.Favour {
	if f.State == network.Proposed || f.On.IsZero() || network.DayOf(f.On, zone(s)) < r.since {
		return list
	}
	return append(list, f)
}

// line is an entry's line on the roll.
func (e *entry) line() (rollLine, error) {
	var t relation.Tie
	err := e.tie(&t)
	return rollLine{e.ID, relation.NewWatch(&t, e.profile, away(e.Person))}, err
}

// away returns until which day somebody is not watched.
func away(p network.Person) network.Day {
	switch {
	case p.Mark == network.Resting && !p.MarkUntil.IsZero():
		return untilDay(p.MarkUntil)
	case p.Mark != network.NoMark:
		return relation.Forever
	}
	return -1 << 31
}

// roll returns what the desk asks of everybody in the book.
func (b *book) roll(k network.Keeper, change int64) *roll {
	r := &roll{keeper: k.ID, change: change, zone: k.Settings.Zone, day: b.day, since: b.day - farBackFavours, known: map[network.PersonID]*entry{}}
	r.lines = make([]rollLine, 0, len(b.entries))
	for _, e := range b.entries {
		l, _ := e.line() // it was understood when the book was made
		r.lines = append(r.lines, l)
	}
	slices.SortFunc(r.lines, func(a, b rollLine) int { return compareIDs(a.id, b.id) })
	for _, f := range b.favours {
		if b.byID[f.Person] != nil {
			r.favours = r.may(r.favours, f, b.settings)
		}
	}
	return r
}

// drifting counts who drifts.
func (r *roll) drifting(g relation.Ground) (n int) {
	for i := range r.lines {
		if r.lines[i].Drifting(&g) {
			n++
		}
	}
	return n
}

// learn reads entries of which nothing is known yet.
func (r *roll) learn(tx store.Tx, ids []network.PersonID, s network.Settings) error {
	r.mu.Lock()
	defer r.mu.Unlock()
	ids = slices.DeleteFunc(slices.Clone(ids), func(id network.PersonID) bool { _, ok := r.known[id]; return ok })
	if len(ids) == 0 {
		return nil
	}
	entries, _, err := entriesOf(tx, ids, r.day, s)
	if err == nil {
		for _, id := range ids {
			r.known[id] = entries[id]
		}
	}
	return err
}

// entry returns somebody of whom more was learnt; false if they are no contact.
func (r *roll) entry(id network.PersonID) (*entry, bool) {
	r.mu.Lock()
	defer r.mu.Unlock()
	e := r.known[id]
	return e, e != nil
}

// rollFormat is the first byte of a stored roll. Others are made anew.
const rollFormat = 1

// bytes writes the roll for the store: ids and numbers, and nothing that
// anybody said or is called.
func (r *roll) bytes() ([]byte, error) {
	b := append(make([]byte, 0, 16+64*len(r.lines)), rollFormat)
	b = binary.LittleEndian.AppendUint32(b, uint32(len(r.lines)))
	for i := range r.lines {
		l := &r.lines[i]
		var err error
		if b, err = l.AppendBinary(append(b, l.id[:]...)); err != nil {
			return nil, err
		}
	}
	return b, nil
}

var errRoll = errors.New("app: not a stored roll")

func readLines(b []byte) ([]rollLine, error) {
	if len(b) < 5 || b[0] != rollFormat {
		return nil, errRoll
	}
	n := int(binary.LittleEndian.Uint32(b[1:]))
	b = b[5:]
	if n > len(b)/16 {
		return nil, errRoll
	}
	lines := make([]rollLine, n)
	for i := range lines {
		if len(b) < 16 {
			return nil, errRoll
		}
		copy(lines[i].id[:], b)
		var err error
		if b, err = lines[i].Take(b[16:]); err != nil {
			return nil, errRoll
		}
	}
	if len(b) > 0 {
		return nil, errRoll
	}
	return lines, nil
}

// storedRoll returns the roll that the store keeps, as it was; nil if there is
// none, or none that this program can read.
func storedRoll(tx store.Tx, k network.Keeper, now int64, day network.Day) (*roll, error) {
	change, state, err := tx.Roll()
	if err != nil || state == nil || change > now {
		return nil, err
	}
	lines, err := readLines(state)
	if err != nil {
		return nil, nil // it can be worked out again
	}
	r := &roll{keeper: k.ID, change: change, stored: change, zone: k.Settings.Zone, day: day, since: day - farBackFavours, lines: lines, known: map[network.PersonID]*entry{}}
	favours, err := tx.FavoursSince(r.since.Start(zone(k.Settings)))
	for _, f := range favours {
		if _, ok := r.find(f.Person); ok {
			r.favours = r.may(r.favours, f, k.Settings)
		}
	}
	return r, err
}

// keepRoll stores the roll, unless it lies there as it is.
func keepRoll(tx store.Tx, r *roll) error {
	if r.stored == r.change {
		return nil
	}
	b, err := r.bytes()
	if err != nil {
		return err
	}
	return tx.PutRoll(r.change, b)
}

// entriesOf reads those of some persons who are contacts, and the favours of
// them all.
func entriesOf(tx store.Tx, ids []network.PersonID, day network.Day, s network.Settings) (map[network.PersonID]*entry, []network.Favour, error) {
	out := make(map[network.PersonID]*entry, len(ids))
	if len(ids) == 0 {
		return out, nil, nil
	}
	people, err := tx.People(ids)
	if err != nil {
		return nil, nil, err
	}
	for _, p := range people {
		if counts(p) {
			out[p.ID] = &entry{Person: p, profile: profile(p, day, zone(s))}
		}
	}
	ties, err := tx.TiesOf(ids)
	if err != nil {
		return nil, nil, err
	}
	for _, t := range ties {
		if e := out[t.Person]; e != nil {
			e.state = t.State
		}
	}
	favours, err := tx.FavoursOf(ids)
	if err != nil {
		return nil, nil, err
	}
	newestFirst(favours)
	for _, f := range favours {
		if e := out[f.Person]; e != nil {
			e.favour(f, day, zone(s))
		}
	}
	for _, e := range out {
		if err := e.sum(day); err != nil {
			return nil, nil, err
		}
	}
	return out, favours, nil
}

// newestFirst puts favours in the order in which the store lists them.
func newestFirst(list []network.Favour) {
	slices.SortFunc(list, func(a, b network.Favour) int {
		return cmp.Or(cmp.Compare(when(b), when(a)), slices.Compare(a.ID[:], b.ID[:]))
	})
}

// when orders favours in time; those without a date come last.
func when(f network.Favour) int64 {
	if f.On.IsZero() {
		return -1<<63 + 1
	}
	return f.On.UnixMicro()
}

// counts reports whether a person is one of the contacts.
func counts(p network.Person) bool {
	return p.Standing == network.Contact && !p.Binned && p.Merged.IsZero()
}
