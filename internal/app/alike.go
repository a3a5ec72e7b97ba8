package app

import (
	"fmt"
	"hash/maphash"
	"maps"
	"slices"
	"strings"
	"sync"

	"entregent/internal/network"
	"entregent/internal/resolve"
	"entregent/internal/store"
)

// alikes keeps which two persons may be one. To find them all cards are read,
// which takes a second in a book of ten thousand: too long for a page after every
// click. They are found again only when something has moved on which that rests:
// what cards say of somebody, who the keeper is, or an answer. That somebody was
// seen with others since then is taken in the next time.
type alikes struct {
	sync.Mutex
	keeper network.KeeperID
	change int64
	said   string // by the keeper: which are two, and who they are themselves
	seed   maphash.Seed
	marks  map[network.PersonID]uint64 // of each person, what their cards say: see signsOf
	keys   []uint64                    // what the names there are can be found by, in order
	pairs  []alike
}

// An alike is a pair of persons that may be one, by a card of each.
type alike struct {
	resolve.Proposal
	a, b network.PersonID
}

// mostStirred is after how many people of whom something changed all cards are
// read again, rather than theirs.
const mostStirred = 200

// alike returns the pairs, of everybody who has a card: those who are no contacts
// are left for the caller to leave out.
func (a *App) alike(tx store.Tx, k network.Keeper) ([]alike, error) {
	at, err := heldState(tx, k)
	if err != nil {
		return nil, err
	}
	change, said := at.change, at.said
	s := &a.alikes
	s.Lock()
	defer s.Unlock()
	if s.marks != nil && s.keeper == k.ID && s.said == said && s.change <= change {
		ok, err := s.stand(tx, change)
		if ok || err != nil {
			return s.pairs, err
		}
	}
	t := &alikes{keeper: k.ID, change: change, said: said, seed: maphash.MakeSeed(), marks: map[network.PersonID]uint64{}}
	if err := t.find(tx, k); err != nil {
		return nil, err
	}
	if !tx.Wrote() {
		s.keeper, s.change, s.said, s.seed, s.marks, s.keys, s.pairs = t.keeper, t.change, t.said, t.seed, t.marks, t.keys, t.pairs
	}
	return t.pairs, nil
}

// A pairState is what the pairs that are held rest on.
type pairState struct {
	change int64
	said   string
}

func heldState(tx store.Tx, k network.Keeper) (out pairState, err error) {
	if out.change, err = tx.Change(); err != nil {
		return out, err
	}
	answers, err := tx.Answers(string(QuestionSame))
	if err != nil {
		return out, err
	}
	var b strings.Builder
	fmt.Fprintf(&b, "%q %q", k.Settings.Handles, k.Settings.Names)
	for _, x := range answers {
		if x.Verdict == "no" || x.Verdict == "different" { // a yes moves cards, which shows
			b.WriteString(" " + x.Subject)
		}
	}
	out.said = b.String()
	return out, nil
}

// heed returns what is to be done once an answer has been written: the pairs that
// are held are brought up to it, so that the next can be asked at once. Of two who
// became one, whatever was proposed of either is proposed of the one. Where more
// moved than that, or what is held is older, nothing is done: then all is found
// again when it is asked for.
func (s *alikes) heed(tx store.Tx, k network.Keeper, before pairState, two [2]network.PersonID, into network.PersonID, same bool) (func(), error) {
	nothing := func() {}
	after, err := heldState(tx, k)
	if err != nil || two[0] == two[1] || two[0].IsZero() || two[1].IsZero() {
		return nothing, err
	}
	people, all, err := tx.StirredSince(before.change)
	if err != nil || all || slices.ContainsFunc(people, func(p network.PersonID) bool { return p != two[0] && p != two[1] }) {
		return nothing, err
	}
	if same && into != two[0] && into != two[1] {
		return nothing, nil
	}
	var signs []uint64
	s.Lock()
	defer s.Unlock()
	if s.marks == nil { // nothing was looked for yet: there is nothing to bring up to date
		return nothing, nil
	}
	if same {
		if signs, err = s.signsOfPerson(tx, into); err != nil {
			return nothing, err
		}
	}
	return func() {
		s.Lock()
		defer s.Unlock()
		if s.marks == nil || s.keeper != k.ID || s.said != before.said || s.change != before.change {
			return
		}
		s.change, s.said = after.change, after.said
		seen := map[[2]network.PersonID]bool{}
		var pairs []alike
		for _, p := range s.pairs {
			if same {
				for _, id := range []*network.PersonID{&p.a, &p.b} {
					if *id == two[0] || *id == two[1] {
						*id = into
					}
				}
			}
			key := [2]network.PersonID{p.a, p.b}
			if compareIDs(p.a, p.b) > 0 {
				key = [2]network.PersonID{p.b, p.a}
			}
			gone := p.a == p.b || !same && (p.a == two[0] && p.b == two[1] || p.a == two[1] && p.b == two[0])
			if !gone && !seen[key] {
				seen[key] = true
				pairs = append(pairs, p)
			}
		}
		s.pairs = pairs
		if same {
			delete(s.marks, two[0])
			delete(s.marks, two[1])
			s.marks[into] = sumOf(signs)
		}
	}, nil
}

// find reads all cards, and what bears on who is one with whom besides: where
// people work, live and were born, and who was seen with whom.
func (s *alikes) find(tx store.Tx, k network.Keeper) error {
	signs := map[network.PersonID][]uint64{}
	cards, err := loadBook(tx, k.Seed, func(c network.Card) {
		signs[c.Person] = addSigns(signs[c.Person], s.signsOf(c))
		resolve.NameKeys(s.seed, c.Name, func(k uint64) { s.keys = append(s.keys, k) })
	})
	if err != nil {
		return err
	}
	slices.Sort(s.keys)
	s.keys = slices.Clip(slices.Compact(s.keys))
	traits, err := readTraits(tx, func(p network.PersonID, f network.Fact) { signs[p] = addSigns(signs[p], []uint64{s.signOf(f)}) })
	if err != nil {
		return err
	}
	for id, list := range signs {
		s.marks[id] = sumOf(list)
	}
	of := func(p network.PersonID) resolve.Traits {
		if t := traits[p]; t != nil {
			return *t
		}
		return resolve.Traits{}
	}
	for _, p := range cards.Proposals(func(network.PersonID) bool { return true }, of) {
		x, _ := cards.Card(p.A)
		y, _ := cards.Card(p.B)
		s.pairs = append(s.pairs, alike{p, x.Person, y.Person})
	}
	return nil
}

// traitKinds are the facts that tell people apart.
var traitKinds = []network.FactKind{network.FactOrganisation, network.FactTown, network.FactBirthday}

// seenTogether is the greatest number of others at what counts as having been
// seen together: at a fair everybody is.
const seenTogether = 4

func readTraits(tx store.Tx, each func(network.PersonID, network.Fact)) (map[network.PersonID]*resolve.Traits, error) {
	out := map[network.PersonID]*resolve.Traits{}
	of := func(p network.PersonID) *resolve.Traits {
		if out[p] == nil {
			out[p] = &resolve.Traits{}
		}
		return out[p]
	}
	for _, kind := range traitKinds {
		err := tx.FactsOfKind(kind, func(p network.PersonID, f network.Fact) error {
			of(p).Take(f)
			each(p, f)
			return nil
		})
		if err != nil {
			return nil, err
		}
	}
	err := tx.AllTogether(seenTogether, func(e network.Encounter) error {
		for _, x := range e.With {
			for _, y := range e.With {
				if x.Person != y.Person {
					of(x.Person).Meet(y.Person)
				}
			}
		}
		return nil
	})
	return out, err
}

// stand reports whether what was found is still so at a later change number: of
// nobody do cards say anything new, but of somebody new, known by nothing but a
// name that nobody else has.
func (s *alikes) stand(tx store.Tx, change int64) (bool, error) {
	if s.change == change {
		return true, nil
	}
	people, all, err := tx.StirredSince(s.change)
	if err != nil || all || len(people) > mostStirred {
		return false, err
	}
	fresh, keys := map[network.PersonID]uint64{}, map[uint64]bool{}
	for _, id := range people {
		signs, err := s.signsOfPerson(tx, id)
		if err != nil {
			return false, err
		}
		cards, err := tx.CardsOf(id)
		if err != nil {
			return false, err
		}
		var own []uint64
		alone := true
		for _, c := range cards {
			alone = alone && !slices.ContainsFunc(c.Handles, func(h network.Handle) bool { return h.Kind.Strong() })
			resolve.NameKeys(s.seed, c.Name, func(k uint64) {
				_, taken := slices.BinarySearch(s.keys, k)
				alone, own = alone && !taken && !keys[k], append(own, k)
			})
		}
		was, known := s.marks[id]
		switch {
		case known && sumOf(signs) == was:
		case !known && alone:
			fresh[id] = sumOf(signs)
			for _, k := range own {
				keys[k] = true
			}
		default:
			return false, nil
		}
	}
	if !tx.Wrote() {
		maps.Copy(s.marks, fresh)
		s.keys = append(s.keys, slices.Collect(maps.Keys(keys))...)
		slices.Sort(s.keys)
		s.change = change
	}
	return true, nil
}

// signsOfPerson are what the cards of one person say, and what is known of them
// that tells people apart.
func (s *alikes) signsOfPerson(tx store.Tx, id network.PersonID) ([]uint64, error) {
	cards, err := tx.CardsOf(id)
	if err != nil {
		return nil, err
	}
	var signs []uint64
	for _, c := range cards {
		if c.Person == id {
			signs = addSigns(signs, s.signsOf(c))
		}
	}
	facts, err := tx.FactsOf(id)
	for _, f := range facts {
		if slices.Contains(traitKinds, f.Kind) {
			signs = addSigns(signs, []uint64{s.signOf(f)})
		}
	}
	return signs, err
}

// signsOf are the name and the strong handles of a card, by which two persons may
// look like one.
func (s *alikes) signsOf(c network.Card) []uint64 {
	out := []uint64{maphash.String(s.seed, fmt.Sprint("name ", c.Name, c.Kind))}
	for _, h := range c.Handles {
		if h.Kind.Strong() {
			out = append(out, maphash.String(s.seed, fmt.Sprint("handle ", h.Kind, h.Value)))
		}
	}
	return out
}

// signOf is a fact that tells people apart.
func (s *alikes) signOf(f network.Fact) uint64 {
	return maphash.String(s.seed, fmt.Sprint("fact ", f.Kind, f.Value))
}

func addSigns(list, more []uint64) []uint64 {
	for _, x := range more {
		if !slices.Contains(list, x) {
			list = append(list, x)
		}
	}
	return list
}

// sumOf depends on what the signs are, and neither on their order nor on how many
// cards bear one.
func sumOf(signs []uint64) (n uint64) {
	for _, x := range signs {
		n += x
	}
	return n
}
