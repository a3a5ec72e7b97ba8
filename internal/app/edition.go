package app

import (
	"crypto/sha256"
	"fmt"
	"maps"
	"slices"
	"strings"

	"entregent/internal/importer"
	"entregent/internal/network"
	"entregent/internal/store"
)

// Calendars are exported again and again, and what they say of an event changes:
// it is moved, cancelled, answered. Each edition of an instance is an encounter
// of its own, all of them stay, and network.Counting says which counts; the
// others are withdrawn. So the order of files does not matter, and an import can
// be undone.

// An eventBook knows what files say of the calendar events of one command.
type eventBook struct {
	said     map[network.EventID][]network.Edition
	stored   map[network.EventID]int                          // how many of them were in the book before
	was      map[network.EventID]map[network.EncounterID]bool // what counted before
	now      map[network.EventID]map[network.EncounterID]bool // what counts, worked out when wanted
	told     map[network.EventID]bool                         // whether the source at hand speaks of it
	answered map[string]bool                                  // encounters to which the keeper has said yes or no
}

func newEventBook(tx store.Tx) (*eventBook, error) {
	list, err := tx.Answers("meeting")
	a := map[string]bool{}
	for _, x := range list {
		if x.Verdict != "later" {
			a[x.Subject] = true
		}
	}
	return &eventBook{
		said: map[network.EventID][]network.Edition{}, stored: map[network.EventID]int{}, answered: a,
		was: map[network.EventID]map[network.EncounterID]bool{}, now: map[network.EventID]map[network.EncounterID]bool{},
		told: map[network.EventID]bool{},
	}, err
}

func (b *eventBook) counting(said []network.Edition) map[network.EncounterID]bool {
	return network.Counting(said, func(id network.EncounterID) bool { return len(b.answered) > 0 && b.answered[id.String()] })
}

// learn adds what a source says, after what the book says of the same events.
func (b *eventBook) learn(tx store.Tx, es []network.Edition) error {
	var unknown []network.EventID
	for i := range es {
		if _, ok := b.said[es[i].Event]; !ok {
			unknown = append(unknown, es[i].Event)
		}
	}
	stored, err := tx.Editions(unknown)
	if err != nil {
		return err
	}
	for _, ev := range unknown {
		if _, ok := b.said[ev]; !ok {
			b.said[ev] = stored[ev]
			b.stored[ev] = len(stored[ev])
			b.was[ev] = b.counting(stored[ev])
		}
	}
	for _, e := range es {
		b.told[e.Event] = true
		b.said[e.Event] = append(b.said[e.Event], e)
		delete(b.now, e.Event)
	}
	return nil
}

// current returns what counts of an event.
func (b *eventBook) current(ev network.EventID) map[network.EncounterID]bool {
	now, ok := b.now[ev]
	if !ok {
		now = b.counting(b.said[ev])
		b.now[ev] = now
	}
	return now
}

// counts reports whether what an edition says of an instance counts.
func (b *eventBook) counts(e network.Edition) bool { return b.current(e.Event)[e.About] }

// knew reports whether the book knew of something taking place at an instance.
func (b *eventBook) knew(e network.Edition) bool {
	return slices.ContainsFunc(b.said[e.Event][:b.stored[e.Event]], func(o network.Edition) bool {
		return o.Instance == e.Instance && b.was[e.Event][o.About]
	})
}

// changed counts what counted before and does no longer.
func (b *eventBook) changed() (n int) {
	for ev := range b.told {
		now := b.current(ev)
		for id := range b.was[ev] {
			if !now[id] {
				n++
			}
		}
	}
	return n
}

// spoken returns the encounters of events of which the source at hand and
// another one speak, or of which it says two things: those that may have to be
// withdrawn or restated. The value says whether they count.
func (b *eventBook) spoken() map[network.EncounterID]bool {
	out := map[network.EncounterID]bool{}
	for ev := range b.told {
		now := b.current(ev)
		if b.stored[ev] == 0 && len(b.said[ev]) == len(now)+1 { // one file, and all it says counts
			continue
		}
		for _, e := range b.said[ev] {
			if !e.About.IsZero() {
				out[e.About] = now[e.About]
			}
		}
	}
	return out
}

// takeEdition notes what a file says of an event or an instance of it: that
// something takes place then, or (nil) that nothing does.
func (b *batch) takeEdition(at importer.Pos, e importer.Edition, enc *network.Encounter) {
	file, ok := b.files[at.File]
	if !ok {
		return
	}
	ed := network.Edition{
		Event: network.Derive[network.EventID](b.keeper.Seed, "event", e.Event), File: file,
		Version: e.Version, Since: e.Since.UTC(),
	}
	if e.Instance != "" {
		ed.Instance = network.Derive[network.InstanceID](b.keeper.Seed, "instance", e.Instance)
	}
	if enc != nil {
		ed.About, ed.At = enc.ID, enc.At
		b.instance[enc.ID] = ed
	}
	b.editions = append(b.editions, ed)
}

// encounterKey is what makes an encounter itself and no other. What takes place
// is another record than what was planned, and so is every edition of an
// instance of a calendar event that says something else.
func encounterKey(e importer.Encounter) []string {
	parts := []string{e.Key, string(plan(e.State))}
	if e.Edition == nil {
		return parts
	}
	said := []string{
		stamp(e.At), string(e.Channel), string(e.State), e.Subject, e.Text, e.Place,
		fmt.Sprint(e.Size, e.OwnerTookPart, e.OwnerDeclined),
	}
	if !e.Until.IsZero() { // what is to come, and lasts longer than was said, is said anew
		said = append(said, stamp(e.Until))
	}
	var who []string
	for _, p := range e.Parties {
		who = append(who, fmt.Sprintf("%q %q %q %q %t", p.Role, p.Status, p.Name, p.Handles, p.Me))
	}
	slices.Sort(who)
	sum := sha256.Sum256([]byte(strings.Join(append(said, who...), "\x00")))
	return append(parts, string(sum[:]))
}

// withdraw brings the encounters of changed events in line with what counts.
func (b *batch) withdraw() error {
	touched, err := withdraw(b.tx, b.events.spoken(), b.ledger.open)
	for p := range touched {
		b.touched[p] = true
	}
	return err
}

// withdraw withdraws the encounters that do not count and restates those that
// do, where they stand otherwise. open is called for everybody concerned, before.
func withdraw(tx store.Tx, counts map[network.EncounterID]bool, open func(network.PersonID) error) (map[network.PersonID]bool, error) {
	touched := map[network.PersonID]bool{}
	ids := slices.SortedFunc(maps.Keys(counts), func(a, b network.EncounterID) int { return slices.Compare(a[:], b[:]) })
	for chunk := range slices.Chunk(ids, flushAt) {
		list, err := tx.Encounters(chunk)
		if err != nil {
			return nil, err
		}
		for _, e := range list {
			if len(e.With) == 0 || e.Withdrawn() != counts[e.ID] {
				continue
			}
			for _, p := range e.With {
				touched[p.Person] = true
				if err := open(p.Person); err != nil {
					return nil, err
				}
			}
			if counts[e.ID] {
				e.Restate()
			} else {
				e.Withdraw()
			}
			if err := tx.PutEncounter(e); err != nil {
				return nil, err
			}
		}
	}
	return touched, nil
}

// standOf says of every encounter of some events whether it counts.
func standOf(tx store.Tx, events []network.EventID) (map[network.EncounterID]bool, error) {
	b, err := newEventBook(tx)
	if err != nil {
		return nil, err
	}
	said, err := tx.Editions(events)
	counts := map[network.EncounterID]bool{}
	for _, es := range said {
		now := b.counting(es)
		for _, e := range es {
			if !e.About.IsZero() {
				counts[e.About] = now[e.About]
			}
		}
	}
	return counts, err
}

// restate brings the encounters of events in line with what is still said of
// them, after files were forgotten.
func restate(tx store.Tx, events []network.EventID) (map[network.PersonID]bool, error) {
	counts, err := standOf(tx, events)
	if err != nil {
		return nil, err
	}
	return withdraw(tx, counts, func(network.PersonID) error { return nil })
}
