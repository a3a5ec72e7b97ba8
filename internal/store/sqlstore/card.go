package sqlstore

import (
	"cmp"
	"slices"

	"entregent/internal/network"
)

var (
	insertCards   = bulk{"card", "id, source, kind, name, vouched, person, born, seq"}
	insertHandles = bulk{"handle", "card, n, kind, value"}
	insertFacts   = bulk{"fact", "id, card, kind, value, label, on_at, as_of"}
)

const (
	selectLastSeq = `
		SELECT COALESCE(MAX(seq), 0)
		FROM card
		WHERE keeper = ?1`

	selectCardsAfter = `
		SELECT id, source, kind, name, vouched, person, born, seq
		FROM card
		WHERE keeper = ?1 AND (seq, id) > (?2, ?3)
		ORDER BY seq, id
		LIMIT ?4`

	selectCardsOf = `
		SELECT id, source, kind, name, vouched, person, born, seq
		FROM card
		WHERE keeper = ?1 AND person = ?2
		ORDER BY seq, id`

	selectCards = `
		SELECT id, source, kind, name, vouched, person, born, seq
		FROM card
		WHERE keeper = ?1 AND id IN (IDS)`

	selectHandles = `
		SELECT card, kind, value
		FROM handle
		WHERE keeper = ?1 AND card IN (IDS)
		ORDER BY card, n`

	selectMergedInto = `
		SELECT id
		FROM person
		WHERE keeper = ?1 AND merged = ?2`

	updateCardPerson = `
		UPDATE card
		SET person = ?3
		WHERE keeper = ?1 AND id = ?2`

	updatePresencePerson = `
		UPDATE presence
		SET person = ?4
		WHERE keeper = ?1 AND person = ?2 AND card = ?3`

	updateFavourPerson = `
		UPDATE favour
		SET person = ?3
		WHERE keeper = ?1 AND card = ?2`

	selectPresenting = `
		SELECT person
		FROM favour
		WHERE keeper = ?1 AND whom = ?2 AND person IS NOT NULL`

	updateWishPerson = `
		UPDATE wish
		SET person = ?3
		WHERE keeper = ?1 AND card = ?2`

	updateAimPerson = `
		UPDATE aim
		SET person = ?3
		WHERE keeper = ?1 AND card = ?2`

	updateWishLeads = `
		UPDATE wish
		SET leads = ?3
		WHERE keeper = ?1 AND toward = ?2`

	updateQuestionPerson = `
		UPDATE open_question
		SET person = ?3
		WHERE keeper = ?1 AND card = ?2`

	updatePairA = `
		UPDATE pair
		SET person_a = ?3
		WHERE keeper = ?1 AND a = ?2`

	updatePairB = `
		UPDATE pair
		SET person_b = ?3
		WHERE keeper = ?1 AND b = ?2`
)

func cardDest(c *network.Card) []any {
	return []any{toID(&c.ID), &c.Source, &c.Kind, &c.Name, &c.Vouched, toID(&c.Person), toID(&c.Born), &c.Seq}
}

func (x *tx) AllCards(fn func(network.Card) error) error {
	return walk(func(after *network.Card) ([]network.Card, error) {
		if after == nil {
			after = &network.Card{Seq: -1 << 62}
		}
		cs, err := collect(x, cardDest, selectCardsAfter, x.key, after.Seq, raw(after.ID), pageRows)
		if err != nil {
			return nil, err
		}
		return cs, x.addHandles(cs)
	}, fn)
}

// addHandles fills in the handles of cards.
func (x *tx) addHandles(cs []network.Card) error {
	type row struct {
		card network.CardID
		network.Handle
	}
	at := make(map[network.CardID]int, len(cs))
	ids := make([][]byte, len(cs))
	for i := range cs {
		at[cs[i].ID] = i
		ids[i] = cs[i].ID[:]
	}
	return eachOf(x, ids, func(r *row) []any {
		return []any{toID(&r.card), &r.Kind, &r.Value}
	}, func(r row) error {
		c := &cs[at[r.card]]
		c.Handles = append(c.Handles, r.Handle)
		return nil
	}, selectHandles)
}

// family returns a person and everybody merged into them.
func (x *tx) family(p network.PersonID) ([]network.PersonID, error) {
	all := []network.PersonID{p}
	for i := 0; i < len(all); i++ {
		more, err := collect(x, func(id *network.PersonID) []any { return []any{toID(id)} }, selectMergedInto, x.key, raw(all[i]))
		if err != nil {
			return nil, err
		}
		for _, m := range more {
			if !slices.Contains(all, m) {
				all = append(all, m)
			}
		}
	}
	return all, nil
}

func (x *tx) CardsOf(p network.PersonID) ([]network.Card, error) {
	people, err := x.family(p)
	if err != nil {
		return nil, err
	}
	var out []network.Card
	for _, p := range people {
		cs, err := collect(x, cardDest, selectCardsOf, x.key, raw(p))
		if err != nil {
			return nil, err
		}
		out = append(out, cs...)
	}
	slices.SortFunc(out, func(a, b network.Card) int {
		return cmp.Or(cmp.Compare(a.Seq, b.Seq), slices.Compare(a.ID[:], b.ID[:]))
	})
	return out, x.addHandles(out)
}

// cards returns the cards with these ids, in no order.
func (x *tx) cards(ids [][]byte) (out []network.Card, err error) {
	seen := map[network.CardID]bool{}
	err = eachOf(x, ids, cardDest, func(c network.Card) error {
		if !seen[c.ID] {
			seen[c.ID] = true
			out = append(out, c)
		}
		return nil
	}, selectCards)
	if err != nil {
		return nil, err
	}
	return out, x.addHandles(out)
}

func (x *tx) AddCards(cards []network.Card) error {
	known, err := x.knownCards(cards)
	if err != nil {
		return err
	}
	if err := x.number(cards, known); err != nil {
		return err
	}
	var rows, handles []any
	for _, c := range cards {
		if known[c.ID] {
			continue
		}
		known[c.ID] = true // a second one in the same list
		rows = append(rows, raw(c.ID), clean(c.Source), clean(c.Kind), clean(c.Name), bit(c.Vouched), rawOrNull(c.Person), rawOrNull(c.Born), c.Seq)
		for n, h := range c.Handles {
			handles = append(handles, raw(c.ID), int64(n), clean(h.Kind), clean(h.Value))
		}
	}
	if _, err := x.insert(insertCards, rows); err != nil {
		return err
	}
	_, err = x.insert(insertHandles, handles)
	return err
}

func (x *tx) knownCards(cards []network.Card) (map[network.CardID]bool, error) {
	ids := make([][]byte, len(cards))
	for i := range cards {
		ids[i] = cards[i].ID[:]
	}
	return known[network.CardID](x, ids, selectKnownCards)
}

const (
	selectKnownCards      = `SELECT id FROM card WHERE keeper = ?1 AND id IN (IDS)`
	selectKnownEncounters = `SELECT id FROM encounter WHERE keeper = ?1 AND id IN (IDS)`
	selectKnownFavours    = `SELECT id FROM favour WHERE keeper = ?1 AND id IN (IDS)`
)

// known returns which of the ids a query finds.
func known[ID ~[16]byte](x *tx, ids [][]byte, query string) (map[ID]bool, error) {
	out := map[ID]bool{}
	err := eachOf(x, ids, func(id *[16]byte) []any { return []any{idDest{id}} }, func(id [16]byte) error {
		out[ID(id)] = true
		return nil
	}, query)
	return out, err
}

// number gives new cards without a Seq the next ones.
func (x *tx) number(cards []network.Card, known map[network.CardID]bool) error {
	next := int64(-1)
	for i := range cards {
		if cards[i].Seq != 0 || known[cards[i].ID] {
			continue
		}
		if next < 0 {
			last, err := one(x, nil, func(n *int64) []any { return []any{n} }, selectLastSeq, x.key)
			if err != nil {
				return err
			}
			for _, c := range cards {
				last = max(last, c.Seq)
			}
			next = last
		}
		next++
		cards[i].Seq = next
	}
	return nil
}

func (x *tx) MoveCard(card network.CardID, to network.PersonID) error {
	cs, err := x.cards([][]byte{card[:]})
	if err != nil {
		return err
	}
	if len(cs) == 0 {
		return notFound("error.no_such_card")
	}
	if cs[0].Person == to {
		return nil
	}
	if _, err := x.exec(updateCardPerson, x.key, raw(card), rawOrNull(to)); err != nil {
		return err
	}
	if _, err := x.exec(updatePresencePerson, x.key, raw(cs[0].Person), raw(card), raw(to)); err != nil {
		return err
	}
	x.stirOwing(cs[0].Person)
	x.stirOwing(to)
	presenting, err := collect(x, func(p *network.PersonID) []any { return []any{toID(p)} }, selectPresenting, x.key, raw(card))
	if err != nil {
		return err
	}
	x.stir(presenting...)
	for _, q := range []string{updateFavourPerson, updateWishPerson, updateWishLeads, updateAimPerson, updateQuestionPerson, updatePairA, updatePairB} {
		if _, err := x.exec(q, x.key, raw(card), rawOrNull(to)); err != nil {
			return err
		}
	}
	return nil
}

const (
	selectHangsOnTyped = `
		SELECT 1 FROM presence WHERE keeper = ?1 AND person = ?2 AND card = ?3
		UNION ALL
		SELECT 1 FROM favour WHERE keeper = ?1 AND card = ?3
		UNION ALL
		SELECT 1 FROM wish WHERE keeper = ?1 AND (card = ?3 OR toward = ?3)
		UNION ALL
		SELECT 1 FROM pair WHERE keeper = ?1 AND (a = ?3 OR b = ?3)
		UNION ALL
		SELECT 1 FROM aim WHERE keeper = ?1 AND card = ?3
		UNION ALL
		SELECT 1 FROM open_question WHERE keeper = ?1 AND card = ?3
		LIMIT 1`

	deleteFactsOfCard = `DELETE FROM fact WHERE keeper = ?1 AND card = ?2`
	deleteCard        = `DELETE FROM card WHERE keeper = ?1 AND id = ?2`
)

func (x *tx) DropCard(id network.CardID) error {
	cs, err := x.cards([][]byte{id[:]})
	if err != nil {
		return err
	}
	if len(cs) == 0 || cs[0].Source != network.Typed {
		return notFound("error.no_such_card")
	}
	hangs, err := x.has(selectHangsOnTyped, x.key, raw(cs[0].Person), raw(id))
	if err != nil {
		return err
	}
	if hangs {
		return conflict("error.card_in_use")
	}
	for _, q := range []string{deleteFactsOfCard, deleteCard} {
		if _, err := x.exec(q, x.key, raw(id)); err != nil {
			return err
		}
	}
	return nil
}
