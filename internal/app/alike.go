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
// what cards say of somebody, who the keeper is, or an answer.
type alikes struct {
	sync.Mutex
	keeper network.KeeperID
	change int64
	said   string // by the keeper: which are two, and who they are themselves
	seed   maphash.Seed
	marks  map[network.PersonID]uint64 // of each person, what their cards say: see signsOf
	names  map[uint64]bool             // every name there is
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
	t := &alikes{keeper: k.ID, change: change, said: said, seed: maphash.MakeSeed(), marks: map[network.PersonID]uint64{}, names: map[uint64]bool{}}
	if err := t.find(tx, k); err != nil {
		return nil, err
	}
	if !tx.Wrote() {
		s.keeper, s.change, s.said, s.seed, s.marks, s.names, s.pairs = t.keeper, t.change, t.said, t.seed, t.marks, t.names, t.pairs
	}
	return t.pairs, nil
}

// find reads all cards.
func (s *alikes) find(tx store.Tx, k network.Keeper) error {
	signs := map[network.PersonID][]uint64{}
	cards, err := loadBook(tx, k.Seed, func(c network.Card) {
		name, handles := s.signsOf(c)
		s.names[name] = true
		signs[c.Person] = addSigns(signs[c.Person], name, handles)
	})
	if err != nil {
		return err
	}
	for id, list := range signs {
		s.marks[id] = sumOf(list)
	}
	for _, p := range cards.Proposals(func(network.PersonID) bool { return true }) {
		x, _ := cards.Card(p.A)
		y, _ := cards.Card(p.B)
		s.pairs = append(s.pairs, alike{p, x.Person, y.Person})
	}
	return nil
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
	fresh, names := map[network.PersonID]uint64{}, map[uint64]bool{}
	for _, id := range people {
		cards, err := tx.CardsOf(id)
		if err != nil {
			return false, err
		}
		var signs []uint64
		alone, own := true, map[uint64]bool{}
		for _, c := range cards {
			name, handles := s.signsOf(c)
			signs = addSigns(signs, name, handles)
			alone = alone && len(handles) == 0 && !s.names[name] && !names[name]
			own[name] = true
		}
		was, known := s.marks[id]
		switch {
		case known && sumOf(signs) == was:
		case !known && alone:
			fresh[id] = sumOf(signs)
			maps.Copy(names, own)
		default:
			return false, nil
		}
	}
	if !tx.Wrote() {
		maps.Copy(s.marks, fresh)
		maps.Copy(s.names, names)
		s.change = change
	}
	return true, nil
}

// signsOf are the name and the strong handles of a card, by which two persons may
// look like one.
func (s *alikes) signsOf(c network.Card) (name uint64, handles []uint64) {
	words := resolve.Tokens(c.Name)
	slices.Sort(words)
	name = maphash.String(s.seed, fmt.Sprint("name ", words, c.Kind))
	for _, h := range c.Handles {
		if h.Kind.Strong() {
			handles = append(handles, maphash.String(s.seed, fmt.Sprint("handle ", h.Kind, h.Value)))
		}
	}
	return name, handles
}

func addSigns(list []uint64, name uint64, handles []uint64) []uint64 {
	for _, x := range append(handles, name) {
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
