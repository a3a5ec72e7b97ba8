package app

import (
	"fmt"
	"hash/maphash"
	"maps"
	"slices"
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
	change, err := tx.Change()
	if err != nil {
		return nil, err
	}
	answers, err := tx.Answers(string(QuestionSame))
	if err != nil {
		return nil, err
	}
	said := fmt.Sprintf("%q %q", k.Settings.Handles, k.Settings.Names)
	for _, x := range answers {
		if x.Verdict == "no" { // a yes moves cards, which shows
			said += " " + x.Subject
		}
	}
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
		cards, err := tx.CardsOf(id)
		if err != nil {
			return false, err
		}
		facts, err := tx.FactsOf(id)
		if err != nil {
			return false, err
		}
		var signs, own []uint64
		alone := true
		for _, c := range cards {
			signs = addSigns(signs, s.signsOf(c))
			alone = alone && !slices.ContainsFunc(c.Handles, func(h network.Handle) bool { return h.Kind.Strong() })
			resolve.NameKeys(s.seed, c.Name, func(k uint64) {
				_, taken := slices.BinarySearch(s.keys, k)
				alone, own = alone && !taken && !keys[k], append(own, k)
			})
		}
		for _, f := range facts {
			if slices.Contains(traitKinds, f.Kind) {
				signs = addSigns(signs, []uint64{s.signOf(f)})
			}
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
