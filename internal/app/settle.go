package app

import (
	"cmp"
	"errors"
	"slices"
	"strings"
	"time"

	"entregent/internal/network"
	"entregent/internal/resolve"
	"entregent/internal/store"
)

// settle writes down again everything that is worked out from the records of
// the persons that a ledger has opened: who they are, what is shown of them, and
// their ties. It ends every write that changed a card, a fact or an encounter.
func settle(tx store.Tx, l *ledger, book *resolve.Book, now time.Time) error {
	for _, id := range l.opened() {
		if err := settleOne(tx, l, book, id, now); err != nil {
			return err
		}
	}
	return l.write()
}

// settleThese settles persons whose ties have just been rebuilt.
func settleThese(tx store.Tx, book *resolve.Book, people map[network.PersonID]bool, now time.Time) error {
	l, err := openLedger(tx)
	if err != nil {
		return err
	}
	for p := range people {
		if err := l.open(p); err != nil {
			return err
		}
	}
	return settle(tx, l, book, now)
}

func settleOne(tx store.Tx, l *ledger, book *resolve.Book, id network.PersonID, now time.Time) error {
	c, err := l.close(id, now)
	if err != nil {
		return err
	}
	stays, err := settlePerson(tx, book, id, c)
	if err != nil || !stays {
		return err
	}
	return l.keep(c)
}

// settlePerson writes what is shown of one person, merges them into another if
// all their cards went there, or lets them go if nothing is left of them. It
// reports whether there still is a row for them.
func settlePerson(tx store.Tx, book *resolve.Book, id network.PersonID, t closed) (stays bool, err error) {
	p, err := tx.Person(id)
	stored := err == nil
	if err != nil && !errors.Is(err, network.NotFound) {
		return false, err
	}
	cards, err := tx.CardsOf(id)
	if err != nil {
		return false, err
	}
	cards = slices.DeleteFunc(cards, func(c network.Card) bool { return c.Person != id })
	if len(cards) == 0 {
		return emptied(tx, book, p, stored, id)
	}
	facts, err := tx.FactsOf(id)
	if err != nil {
		return false, err
	}
	was := p
	p.ID, p.Merged = id, network.PersonID{}
	show(&p, cards, facts)
	if !t.first.IsZero() && (p.Since.IsZero() || t.first.Before(p.Since)) {
		p.Since = t.first.UTC()
	}
	p.Standing = standing(cards, func(network.CardID) bool { return t.known })
	if stored && p == was {
		return true, nil
	}
	return true, tx.PutPerson(&p, searchWords(p, cards))
}

// emptied deals with a person who has no card left: merged where the first of
// their cards went, if they had been written down before; gone otherwise.
func emptied(tx store.Tx, book *resolve.Book, p network.Person, stored bool, id network.PersonID) (stays bool, err error) {
	if !stored {
		return false, nil
	}
	to := book.Successor(id)
	if to.IsZero() {
		return false, tx.DropPerson(id)
	}
	if p.Merged == to {
		return true, nil
	}
	p.Merged = to
	return true, tx.PutPerson(&p, nil)
}

// show works out what is shown of a person: typed first, then the newest by the
// source's own date, then a fixed order of sources, then by bytes (rulings §6).
func show(p *network.Person, cards []network.Card, facts []network.Fact) {
	source := map[network.CardID]string{}
	for _, c := range cards {
		source[c.ID] = c.Source
	}
	facts = slices.Clone(facts)
	slices.SortStableFunc(facts, func(a, b network.Fact) int { return better(a, b, source) })
	best := func(k network.FactKind) string {
		for _, f := range facts {
			if f.Kind == k {
				return f.Value
			}
		}
		return ""
	}
	p.Organisation, p.Title, p.Town, p.Birthday = best(network.FactOrganisation), best(network.FactTitle), best(network.FactTown), best(network.FactBirthday)
	p.Name = shownName(cards, facts, source)
	p.SortKey = network.Fold(p.Name)
	p.Since = time.Time{}
	for _, f := range facts {
		if f.Kind == network.FactConnected && !f.On.IsZero() && (p.Since.IsZero() || f.On.Before(p.Since)) {
			p.Since = f.On.UTC()
		}
	}
}

// better orders facts of one kind, the one to show first.
func better(a, b network.Fact, source map[network.CardID]string) int {
	ta, tb := source[a.Card] == network.Typed, source[b.Card] == network.Typed
	switch {
	case ta != tb:
		return before(ta)
	case ta && !a.On.Equal(b.On): // the last thing typed
		return b.On.Compare(a.On)
	case !a.AsOf.Equal(b.AsOf):
		return b.AsOf.Compare(a.AsOf)
	}
	return cmp.Or(
		cmp.Compare(trust(source[a.Card]), trust(source[b.Card])),
		cmp.Compare(a.Value, b.Value),
		b.On.Compare(a.On), // what happened several times, the last time first
		slices.Compare(a.ID[:], b.ID[:]),
	)
}

func before(yes bool) int {
	if yes {
		return -1
	}
	return 1
}

// trust is the fixed order of sources where dates do not decide: what people
// keep by hand before what machines write.
func trust(source string) int {
	order := []string{network.Typed, "vcard", "csv-contacts", "linkedin", "ics", "mail"}
	if i := slices.Index(order, source); i >= 0 {
		return i
	}
	return len(order)
}

// shownName is the typed name, else that of the best card: vouched before
// mentioned, with a space before without, in the order of sources.
func shownName(cards []network.Card, facts []network.Fact, source map[network.CardID]string) string {
	for _, f := range facts {
		if f.Kind == network.FactName && source[f.Card] == network.Typed {
			return f.Value
		}
	}
	best := network.Card{}
	for _, c := range cards {
		if c.Name != "" && (best.Name == "" || betterName(c, best) < 0) {
			best = c
		}
	}
	if best.Name != "" {
		return best.Name
	}
	for _, c := range cards {
		for _, h := range c.Handles {
			return h.Value
		}
	}
	return "?"
}

func betterName(a, b network.Card) int {
	full := func(c network.Card) int {
		if strings.Contains(c.Name, " ") && !strings.Contains(c.Name, "@") {
			return 0
		}
		return 1
	}
	vouched := func(c network.Card) int {
		if c.Vouched && c.Source != network.Typed { // the keeper's own card only repeats what was shown
			return 0
		}
		return 1
	}
	return cmp.Or(
		cmp.Compare(full(a), full(b)),
		cmp.Compare(vouched(a), vouched(b)),
		cmp.Compare(trust(a.Source), trust(b.Source)),
		cmp.Compare(a.Name, b.Name),
		slices.Compare(a.ID[:], b.ID[:]),
	)
}

// searchWords are the folded words a person is found by: names, organisation,
// title, town, addresses.
func searchWords(p network.Person, cards []network.Card) []string {
	seen := map[string]bool{}
	add := func(s string) {
		for _, w := range strings.Fields(network.Fold(s)) {
			if len(w) <= 64 {
				seen[w] = true
			}
		}
	}
	add(p.Name)
	add(p.Organisation)
	add(p.Title)
	add(p.Town)
	for _, c := range cards {
		add(c.Name)
		for _, h := range c.Handles {
			switch h.Kind {
			case network.Email, network.LinkedIn:
				add(h.Value)
			case network.Phone:
				add(strings.TrimPrefix(h.Value, "+"))
			}
		}
	}
	out := make([]string, 0, len(seen))
	for w := range seen {
		out = append(out, w)
	}
	slices.Sort(out)
	return out
}
