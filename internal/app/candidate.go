package app

import (
	"slices"

	"entregent/internal/network"
	"entregent/internal/relation"
	"entregent/internal/store"
	"entregent/internal/today"
)

// A lightly holds the candidates of a desk: with little known of each, until one
// is chosen and enriched.
type lightly struct {
	d    *desk
	list []today.Candidate
	at   map[network.PersonID]int
}

func (l *lightly) all() []today.Candidate { return l.list }

func (d *desk) candidates(who func(func(*entry))) *lightly {
	l := &lightly{d: d, at: map[network.PersonID]int{}}
	who(func(e *entry) {
		if _, ok := l.at[e.ID]; ok {
			return
		}
		l.at[e.ID] = len(l.list)
		c := today.Candidate{
			ID: e.ID, Name: e.Name, Mark: relation.MarkOn(e.Person, d.day), Reading: e.read(d.ground),
			Lang: e.Lang, Familiar: e.Familiar, Gifts: d.gifts[e.ID], Goal: d.aimed.why(e.ID), Steps: d.steps[e.ID],
		}
		if d.hearing != nil {
			c.Tell = d.hearing.gesture(e, c.Reading)
		}
		c.Birthday, _ = network.ParseDate(e.Birthday)
		l.list = append(l.list, c)
	})
	return l
}

// lightly makes a candidate of every contact, from the book and a few passes
// over the facts.
func (d *desk) lightly(tx store.Tx) (*lightly, error) {
	l := d.candidates(func(yield func(*entry)) {
		for _, e := range d.book.entries {
			yield(e)
		}
	})
	proposed, err := lastProposals(tx, d.day)
	if err != nil {
		return nil, err
	}
	for _, e := range d.book.entries {
		c := &l.list[l.at[e.ID]]
		if c.Circle = e.Circle; c.Circle == "" {
			c.Circle = proposed[e.ID]
		}
	}
	posts := map[int]*posting{}
	for kind, take := range map[network.FactKind]func(int, network.Fact){
		network.FactConnected:    l.linked,
		network.FactBirthday:     l.born,
		network.FactMark:         l.marked,
		network.FactOrganisation: func(i int, f network.Fact) { post(posts, i).organisation(f) },
		network.FactTitle:        func(i int, f network.Fact) { post(posts, i).title(f) },
	} {
		err := tx.FactsOfKind(kind, func(p network.PersonID, f network.Fact) error {
			if i, ok := l.at[p]; ok && !(f.On.After(d.now) || f.AsOf.After(d.now)) {
				take(i, f)
			}
			return nil
		})
		if err != nil {
			return nil, err
		}
	}
	for i, p := range posts {
		l.list[i].Post = p.change(d)
	}
	return l, nil
}

// only makes candidates of some persons, with the facts that are known of them:
// enough to say for what there is reason.
func (d *desk) only(tx store.Tx, fixed []today.Gesture) (*lightly, error) {
	if err := d.learnOf(tx, fixed); err != nil {
		return nil, err
	}
	l := d.candidates(func(yield func(*entry)) {
		for _, g := range fixed {
			if e, ok := d.entry(g.Person); ok {
				yield(e)
			}
		}
	})
	for i := range l.list {
		if err := l.facts(tx, &l.list[i], i); err != nil {
			return nil, err
		}
	}
	for _, g := range d.fixed { // what was to be told is taken from the list, or gone
		i, here := l.at[g.Person]
		if !here || g.Tell == nil {
			continue
		}
		stands, err := d.stands(tx, g.Person, g.Tell)
		if err != nil {
			return nil, err
		}
		if stands {
			l.list[i].Tell = g.Tell
		}
	}
	return l, nil
}

// learnOf reads whom gestures are about.
func (d *desk) learnOf(tx store.Tx, gestures []today.Gesture) error {
	var who []network.PersonID
	for _, g := range gestures {
		who = append(who, g.Person)
	}
	return d.learn(tx, who, d.keeper.Settings)
}

func (l *lightly) linked(i int, f network.Fact) {
	if f.Label == network.Typed || f.On.IsZero() {
		return
	}
	c := &l.list[i]
	if day := network.DayOf(f.On, l.d.zone); c.Link == nil || day > c.Link.Day {
		c.Link = &today.Link{Day: day, Network: networkName(f.Label), Fact: factRef(f)}
	}
}

// networkName is a network's name as it writes itself.
func networkName(label string) string {
	switch label {
	case "linkedin":
		return "LinkedIn"
	case "facebook":
		return "Facebook"
	}
	return label
}

// marked takes somebody whom an address book marks as deceased out of what is
// proposed, until the keeper says otherwise by deciding anything about them.
func (l *lightly) marked(i int, f network.Fact) {
	if f.Value == string(network.Deceased) && l.list[i].Mark == network.NoMark && !l.d.alive[l.list[i].ID] {
		l.list[i].Mark = network.Deceased
	}
}

func (l *lightly) born(i int, f network.Fact) {
	if f.Value == l.list[i].Birthday.String() {
		l.list[i].Born = factRef(f)
	}
}

func factRef(f network.Fact) network.Ref {
	return network.Ref{Kind: network.RefFact, ID: f.ID.String()}
}

// A posting gathers what archives of different dates say of where somebody
// works, and as what.
type posting struct {
	orgs, titles []network.Fact
}

func post(m map[int]*posting, i int) *posting {
	if m[i] == nil {
		m[i] = &posting{}
	}
	return m[i]
}

func (p *posting) organisation(f network.Fact) {
	if !f.AsOf.IsZero() {
		p.orgs = append(p.orgs, f)
	}
}

func (p *posting) title(f network.Fact) {
	if !f.AsOf.IsZero() {
		p.titles = append(p.titles, f)
	}
}

// change returns the change of post that the newest archive shows against the
// ones before, nil if there is none.
func (p *posting) change(d *desk) *today.Post {
	org, newOrg := newest(p.orgs)
	title, newTitle := newest(p.titles)
	if !newOrg && !newTitle {
		return nil
	}
	out := &today.Post{}
	if newTitle {
		out.Title, out.Day, out.Fact = title.Value, network.DayOf(title.AsOf, d.zone), factRef(title)
	}
	if newOrg {
		out.Organisation, out.Day, out.Fact = org.Value, network.DayOf(org.AsOf, d.zone), factRef(org)
	}
	return out
}

// newest returns the newest of facts that follow one another in time, dated when
// its value was first seen, and whether it differs from one before.
func newest(facts []network.Fact) (network.Fact, bool) {
	if len(facts) < 2 {
		return network.Fact{}, false
	}
	slices.SortFunc(facts, func(a, b network.Fact) int {
		if c := a.AsOf.Compare(b.AsOf); c != 0 {
			return c
		}
		return slices.Compare(a.ID[:], b.ID[:])
	})
	last := facts[len(facts)-1]
	i := len(facts) - 1
	for i > 0 && facts[i-1].Value == last.Value {
		i--
	}
	last.AsOf = facts[i].AsOf
	return last, i > 0
}

// spokenBack is how many of the last encounters are looked at for a subject, a
// language, and tu or vous.
const spokenBack = 12

// spokenLen is how much of a subject is said again, in characters: what the
// keeper typed may be a whole paragraph.
const spokenLen = 80

// enrich puts in all that is known of one candidate.
func (l *lightly) enrich(tx store.Tx, id network.PersonID) error {
	i, ok := l.at[id]
	if !ok {
		return nil
	}
	if err := l.facts(tx, &l.list[i], i); err != nil {
		return err
	}
	return l.spoken(tx, &l.list[i])
}

// facts puts in what the facts of a candidate say.
func (l *lightly) facts(tx store.Tx, c *today.Candidate, i int) error {
	facts, err := l.d.factsOf(tx, c.ID)
	if err != nil {
		return err
	}
	p := &posting{}
	c.Known = nil
	for _, f := range facts {
		if f.On.After(l.d.now) || f.AsOf.After(l.d.now) {
			continue
		}
		switch f.Kind {
		case network.FactConnected:
			l.linked(i, f)
		case network.FactBirthday:
			l.born(i, f)
		case network.FactMark:
			l.marked(i, f)
		case network.FactOrganisation:
			p.organisation(f)
		case network.FactTitle:
			p.title(f)
		case network.FactInterest, network.FactHowMet:
			c.Known = append(c.Known, today.Known{Kind: f.Kind, About: f.Label, Value: shorten(network.OneLine(f.Value), 160), Fact: factRef(f)})
		}
	}
	c.Post = p.change(l.d)
	slices.SortStableFunc(c.Known, func(a, b today.Known) int { return knownRank(a.Kind) - knownRank(b.Kind) })
	return nil
}

func knownRank(k network.FactKind) int {
	if k == network.FactInterest {
		return 0
	}
	return 1
}

// spoken puts in what was last spoken of, in which language, with tu or vous.
func (l *lightly) spoken(tx store.Tx, c *today.Candidate) error {
	list, err := tx.EncountersOf(c.ID, l.d.now, spokenBack)
	if err != nil {
		return err
	}
	for _, e := range list {
		if e.State == network.Planned {
			continue
		}
		if c.Last == nil && e.Subject != "" {
			c.Last = &today.Spoken{Subject: shorten(e.Subject, spokenLen), Day: network.DayOf(e.At, l.d.zone), Fact: network.Ref{Kind: network.RefEncounter, ID: e.ID.String()}}
		}
		if c.Lang == "" {
			c.Lang = e.Lang
		}
		if c.Familiar == "" && e.Mine == network.From {
			c.Familiar = e.Familiar
		}
		if w := c.Reading.Waiting; w != nil && w.Encounter == e.ID {
			c.Subject = shorten(e.Subject, spokenLen)
		}
	}
	return nil
}
