package app

import (
	"slices"

	"entregent/internal/importer"
	"entregent/internal/network"
)

// flush counts what is pending and, in a real run, writes it.
func (b *batch) flush() error {
	if err := b.adopt(); err != nil {
		return err
	}
	if err := b.countFacts(); err != nil {
		return err
	}
	encounters, err := b.countEncounters()
	if err != nil {
		return err
	}
	favours, err := b.countFavours()
	if err != nil {
		return err
	}
	if b.write {
		if err := b.openTouched(); err != nil {
			return err
		}
		if err := b.writeAll(encounters, favours); err != nil {
			return err
		}
	}
	b.cards, b.facts, b.encounters, b.favours = b.cards[:0], b.facts[:0], b.encounters[:0], b.favours[:0]
	b.owns, b.origins, b.editions = b.owns[:0], b.origins[:0], b.editions[:0]
	clear(b.instance)
	clear(b.earlier)
	return nil
}

func (b *batch) writeAll(encounters []network.Encounter, favours []network.Favour) error {
	for i := range b.cards { // a card may have gone to another person since it was made
		b.cards[i], _ = b.book.Card(b.cards[i].ID)
		delete(b.moves, b.cards[i].ID)
	}
	facts := make([]network.Fact, len(b.facts))
	for i, f := range b.facts {
		facts[i] = f.Fact
	}
	for _, step := range []func() error{
		func() error { return b.tx.AddCards(b.cards) },
		func() error { return b.tx.AddFacts(facts) },
		func() error { return b.tx.AddEncounters(encounters) },
		func() error { return b.tx.AddFavours(favours) },
		func() error { return b.tx.AddOwn(b.owns) },
		func() error { return b.tx.AddOrigins(b.origins) },
		func() error { return b.tx.AddEditions(b.editions) },
	} {
		if err := step(); err != nil {
			return err
		}
	}
	return nil
}

// countFacts notes which cards brought a value that was not known of their
// person before.
func (b *batch) countFacts() error {
	for _, f := range b.facts {
		c, _ := b.book.Card(f.Card)
		b.touched[c.Person] = true
		if b.gained[f.Card] || !b.before[c.Person] {
			continue
		}
		values, err := b.valuesOf(c.Person)
		if err != nil {
			return err
		}
		if key := string(f.Kind) + "\x00" + f.Value; !values[key] {
			values[key] = true
			b.gained[f.Card] = true
		}
	}
	return nil
}

// valuesOf returns what was known of a person before this batch.
func (b *batch) valuesOf(p network.PersonID) (map[string]bool, error) {
	if v, ok := b.values[p]; ok {
		return v, nil
	}
	facts, err := b.tx.FactsOf(p)
	if err != nil {
		return nil, err
	}
	v := map[string]bool{}
	for _, f := range facts {
		v[string(f.Kind)+"\x00"+f.Value] = true
	}
	b.values[p] = v
	return v, nil
}

// countEncounters counts, for each card, what is new and what was there, and
// returns the new ones.
func (b *batch) countEncounters() ([]network.Encounter, error) {
	ids := make([]network.EncounterID, len(b.encounters))
	for i, e := range b.encounters {
		ids[i] = e.ID
	}
	there, err := b.tx.KnownEncounters(ids)
	if err != nil {
		return nil, err
	}
	if err := b.events.learn(b.tx, b.editions); err != nil {
		return nil, err
	}
	var fresh []network.Encounter
	for _, e := range b.encounters {
		switch {
		case b.made.hasEncounter(e.ID):
			continue
		case there[e.ID]:
			b.count(e, func(n *cardCount) { n.known++ })
		default:
			b.made.encounters[e.ID] = true
			b.countFresh(&e)
			fresh = append(fresh, b.placed(e))
		}
	}
	return fresh, nil
}

// countFresh counts an encounter that is not in the book: one that is new to it,
// or what another edition of a calendar says of one that it knows.
func (b *batch) countFresh(e *network.Encounter) {
	add := func(n *cardCount) { n.new++ }
	if ed, ok := b.instance[e.ID]; ok {
		if !b.events.counts(ed) {
			e.Withdraw()
			b.report.ignore("superseded", 1)
			return
		}
		again := b.made.hasInstance(ed.Instance)
		b.made.instances[ed.Instance] = true
		switch {
		case again:
			add = func(*cardCount) {}
		case b.events.knew(ed):
			add = func(n *cardCount) { n.known++ }
		}
	}
	b.apart(*e)
	if slices.ContainsFunc(e.With, func(p network.Presence) bool { return p.State == network.Proposed }) {
		b.report.Proposals++
	}
	b.count(*e, add)
}

// apart reports what is kept but is no encounter with anybody: where the keeper
// had no part, and what was attended among many.
func (b *batch) apart(e network.Encounter) {
	switch {
	case e.Mine == "":
		b.report.ignore("not_with_you", 1)
	case e.Channel == network.Event || e.Held() && (len(e.With) == 0 || e.Size > network.Broadcast):
		b.report.ignore("attended", 1)
	}
}

// count counts an encounter for each card of somebody with whom it was, and
// notes who is thereby known to the keeper.
func (b *batch) count(e network.Encounter, add func(*cardCount)) {
	for _, p := range e.With {
		if p.Direction == network.Apart {
			continue
		}
		n := b.news[p.Card]
		if n == nil {
			n = &cardCount{}
			b.news[p.Card] = n
		}
		if p.Contact {
			add(n)
		}
		if p.Direction == network.In {
			n.messages++
		} else if p.Contact {
			b.intake.known[p.Card] = true
		}
	}
}

// placed returns the encounter with the persons of its cards as they are now.
func (b *batch) placed(e network.Encounter) network.Encounter {
	for i := range e.With {
		c, _ := b.book.Card(e.With[i].Card)
		e.With[i].Person = c.Person
		b.touched[c.Person] = true
	}
	return e
}

func (b *batch) countFavours() ([]network.Favour, error) {
	ids := make([]network.FavourID, len(b.favours))
	for i, f := range b.favours {
		ids[i] = f.ID
	}
	there, err := b.tx.KnownFavours(ids)
	if err != nil {
		return nil, err
	}
	var fresh []network.Favour
	for _, f := range b.favours {
		switch {
		case b.made.hasFavour(f.ID):
			continue
		case there[f.ID]:
			b.report.Favours.Known++
		default:
			b.made.favours[f.ID] = true
			b.report.Favours.New++
			c, _ := b.book.Card(f.Card)
			if f.State == network.Proposed { // one thing to decide for each person and kind
				b.asked[string(c.Person[:])+string(f.Kind)] = true
			}
			f.Person = c.Person
			b.touched[c.Person] = true
			fresh = append(fresh, f)
		}
	}
	return fresh, nil
}

// finish counts people, and in a real run writes persons and ties.
func (b *batch) finish() error {
	if err := b.flush(); err != nil {
		return err
	}
	b.changed = b.events.changed()
	b.countPeople(func(p network.PersonID) bool {
		first := !b.made.hasPerson(p)
		b.made.people[p] = true
		return first
	})
	b.countProposals()
	if b.talk.all > 0 && b.talk.mine == 0 {
		b.report.problem(importer.Pos{File: b.report.Source}, importer.Problem{Key: "nobody_is_you"})
	}
	if !b.write {
		return nil
	}
	if err := b.gone.release(b.tx); err != nil {
		return err
	}
	if err := b.withdraw(); err != nil {
		return err
	}
	if err := b.openTouched(); err != nil {
		return err
	}
	for card, to := range b.moves {
		if err := b.tx.MoveCard(card, to); err != nil {
			return err
		}
	}
	return settle(b.tx, b.ledger, b.book, b.now)
}

// openTouched opens the ledger for everybody of whom a record is about to
// change.
func (b *batch) openTouched() error {
	for p := range b.touched {
		if err := b.ledger.open(p); err != nil {
			return err
		}
	}
	return nil
}

// countPeople counts the contacts this source speaks of, and the encounters with
// them. Who is new counts where first is true, in the first source of the command
// that speaks of them. It may be called again when more is known.
func (b *batch) countPeople(first func(network.PersonID) bool) {
	b.report.People, b.report.Encounters = PeopleCount{}, Count{Changed: b.changed}
	b.report.Ignored -= b.report.IgnoredWhy["stranger"]
	delete(b.report.IgnoredWhy, "stranger")
	people := map[network.PersonID]bool{} // whether this source brought something
	for card := range b.seen {
		if c, ok := b.book.Card(card); ok && !c.Person.IsZero() {
			people[c.Person] = people[c.Person] || b.gained[card]
		}
	}
	for p, gained := range people {
		switch {
		case b.before[p]:
			b.report.People.Known++
			if gained {
				b.report.People.Filled++
			}
		case b.standing(p) == network.Contact && first(p):
			b.report.People.New++
		}
	}
	for card, n := range b.news {
		c, _ := b.book.Card(card)
		if !b.before[c.Person] && b.standing(c.Person) != network.Contact {
			if n.messages > 0 {
				b.report.ignore("stranger", n.messages)
			}
			continue
		}
		b.report.Encounters.New += n.new
		b.report.Encounters.Known += n.known
	}
}

// standing works out what the cards of a person amount to.
func (in *intake) standing(p network.PersonID) network.Standing {
	return standing(in.book.Cards(p), func(c network.CardID) bool { return in.known[c] })
}

// standing says what a set of cards is taken for (rulings §5). known tells
// whether the keeper turned to a card's owner, met them, or had a favour of
// them.
func standing(cards []network.Card, known func(network.CardID) bool) network.Standing {
	human, vouched := false, false
	for _, c := range cards {
		if c.Kind != network.Organisation {
			human = true
		}
		vouched = vouched || c.Vouched || c.Source == network.Typed || known(c.ID)
	}
	switch {
	case !human:
		return network.Body
	case vouched:
		return network.Contact
	}
	return network.Stranger
}

// countProposals counts the pairs that are likely to be one person, by what they
// are called and reached by, and that this source has a part in. What else is
// known of them is left out: a dry run does not have it.
func (b *batch) countProposals() {
	people := map[network.PersonID]bool{}
	for card := range b.gained {
		c, _ := b.book.Card(card)
		people[c.Person] = true
	}
	b.report.Proposals += len(b.asked)
	contact := func(p network.PersonID) bool { return b.standing(p) == network.Contact }
	for _, p := range b.book.ProposalsOf(people, contact) {
		if p.Likely() {
			b.report.Proposals++
		}
	}
}
