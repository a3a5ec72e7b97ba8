package app

import (
	"slices"
	"strings"

	"entregent/internal/blot"
	"entregent/internal/importer"
	"entregent/internal/network"
	"entregent/internal/store"
)

// Whoever was erased is remembered by a keyed hash of their handles, and is not
// brought back unless asked (rulings §6): the answers of kind "erased". A name
// of two words or more is remembered as well, and holds back only what has
// nothing but that name; and so is each card, by which a source knows them again
// that gives neither.

// erasedKind is the kind of the answers that remember who was erased. Their
// subject is a hash, their detail the same for all that belong to one person.
const erasedKind = "erased"

// mark hashes one thing by which somebody is known again.
func mark(seed []byte, kind string, parts ...string) string {
	return network.Derive[network.CardID](seed, "erased "+kind, parts...).String()
}

// marksOf returns the hashes by which somebody with this name and these handles
// is known again, those of the handles first. Only where no handle tells who it
// is does the name.
func marksOf(seed []byte, name string, handles []network.Handle) (out []string) {
	for _, h := range handles {
		if h.Kind.Strong() && !(h.Kind == network.Email && network.RoleAddress(h.Value)) {
			out = append(out, mark(seed, "handle", string(h.Kind), h.Value))
		}
	}
	if words := strings.Fields(network.Fold(name)); len(out) == 0 && len(words) > 1 {
		slices.Sort(words) // the family name may come first
		out = append(out, mark(seed, "name", words...))
	}
	return out
}

// An erasedBook knows who was erased.
type erasedBook struct {
	seed     []byte
	groups   map[string]string // hash to whose it is
	asked    bool              // they are to come back
	released map[string]bool   // groups that do
}

func readErased(tx store.Tx, seed []byte) (*erasedBook, error) {
	answers, err := tx.Answers(erasedKind)
	b := &erasedBook{seed: seed, groups: map[string]string{}, released: map[string]bool{}}
	for _, a := range answers {
		b.groups[a.Subject] = a.Detail
	}
	return b, err
}

// whose returns the groups of erased persons to whom any of the hashes belongs.
func (b *erasedBook) whose(marks ...string) (out []string) {
	for _, m := range marks {
		if g, ok := b.groups[m]; ok && !slices.Contains(out, g) {
			out = append(out, g)
		}
	}
	return out
}

// release forgets that those who were asked for were erased.
func (b *erasedBook) release(tx store.Tx) error {
	for m, g := range b.groups {
		if b.released[g] {
			if err := tx.DropAnswer(erasedKind, m); err != nil {
				return err
			}
			delete(b.groups, m)
		}
	}
	return nil
}

// barred reports whether somebody was erased and stays so. Where they are asked
// for, it notes that they come back.
func (b *batch) barred(who importer.Who, kind network.CardKind, vouched bool, key string) bool {
	if len(b.gone.groups) == 0 || who.Me {
		return false
	}
	name, handles := called(who)
	id := network.Derive[network.CardID](b.keeper.Seed, "card", b.cardParts(name, handles, kind, vouched, key)...)
	groups := b.gone.whose(append(marksOf(b.keeper.Seed, name, handles), mark(b.keeper.Seed, "card", id.String()))...)
	if !b.gone.asked {
		return len(groups) > 0
	}
	for _, g := range groups {
		b.gone.released[g] = true
	}
	return false
}

// blotOut takes the name of somebody who stays erased out of what took place with
// others too.
func (b *batch) blotOut(e *network.Encounter, who importer.Who) {
	pen := blot.New([]string{who.Name}, who.Handles, nil)
	e.Subject, e.Excerpt, e.Place = pen.Text(e.Subject, true), pen.Text(e.Excerpt, true), pen.Text(e.Place, true)
}

// typedBack lets those come back whom the keeper adds by hand.
func typedBack(tx store.Tx, seed []byte, c network.Card) error {
	b, err := readErased(tx, seed)
	if err != nil || len(b.groups) == 0 {
		return err
	}
	for _, g := range b.whose(marksOf(seed, c.Name, c.Handles)...) {
		b.released[g] = true
	}
	return b.release(tx)
}

// keepErased erases again whoever an export brought back that was made before
// they were erased; or lets them be, where they are asked for.
func (a *App) keepErased(tx store.Tx, back bool) error {
	k, err := tx.Keeper()
	if err != nil {
		return err
	}
	b, err := readErased(tx, k.Seed)
	if err != nil || len(b.groups) == 0 {
		return err
	}
	var again []network.PersonID
	err = tx.AllCards(func(c network.Card) error {
		groups := b.whose(append(marksOf(k.Seed, c.Name, c.Handles), mark(k.Seed, "card", c.ID.String()))...)
		for _, g := range groups {
			b.released[g] = true
		}
		if len(groups) > 0 && !c.Person.IsZero() && !slices.Contains(again, c.Person) {
			again = append(again, c.Person)
		}
		return nil
	})
	switch {
	case err != nil:
		return err
	case back:
		return b.release(tx)
	}
	for _, p := range again {
		if _, err := a.eraseOne(tx, p); err != nil {
			return err
		}
	}
	return nil
}
