package sqlstore

import (
	"encoding/json"
	"maps"
	"slices"
	"strings"

	"entregent/internal/network"
	"entregent/internal/store"
)

// An erasing is one person on their way out. It follows package-level dooms
// through every table, so that what a migration adds later is found by its line
// there and not by code of its own.
type erasing struct {
	*tx
	store.Erasure
	dead    map[[16]byte]bool // persons, cards and records that go
	near    map[[16]byte]bool // records that stay, in which they had a part
	people  [][]byte
	cards   [][]byte
	records [][]byte
	touched map[network.PersonID]bool
	out     store.Erased
}

func (x *tx) Erase(e store.Erasure) (store.Erased, error) {
	if err := x.touch(); err != nil {
		return store.Erased{}, err
	}
	if e.Blot == nil {
		e.Blot = func(text string, _, _ bool) string { return text }
	}
	er := &erasing{
		tx: x, Erasure: e, dead: map[[16]byte]bool{}, near: map[[16]byte]bool{}, touched: map[network.PersonID]bool{},
		out: store.Erased{Gone: map[string]int{}},
	}
	for _, step := range []func() error{er.whom, er.encounters, er.follow, er.loosen, er.texts, er.leave} {
		if err := step(); err != nil {
			return store.Erased{}, err
		}
	}
	for p := range er.touched {
		if !p.IsZero() && !er.dead[p] {
			er.out.Touched = append(er.out.Touched, p)
		}
	}
	sortIDs(er.out.Touched)
	return er.out, nil
}

// whom notes whose ids are dead from now on.
func (er *erasing) whom() error {
	if _, err := er.tx.Person(er.Erasure.Person); err != nil {
		return err
	}
	family, err := er.family(er.Erasure.Person)
	if err != nil {
		return err
	}
	for _, p := range family {
		cards, err := collect(er.tx, cardDest, selectCardsOf, er.key, raw(p))
		if err != nil {
			return err
		}
		er.die(&er.people, p)
		for _, c := range cards {
			er.die(&er.cards, c.ID)
		}
	}
	return nil
}

func (er *erasing) die(list *[][]byte, id [16]byte) {
	if !er.dead[id] {
		er.dead[id] = true
		*list = append(*list, id[:])
	}
}

const (
	selectEncountersOfPeople = `SELECT DISTINCT encounter FROM presence WHERE keeper = ?1 AND person IN (IDS)`
	selectPresenceHeads      = `SELECT encounter, person, role FROM presence WHERE keeper = ?1 AND encounter IN (IDS)`
	selectEncounterHeads     = `SELECT id, source, mine, subject, excerpt, place FROM encounter WHERE keeper = ?1 AND id IN (IDS)`
	updateEncounterWords     = `UPDATE encounter SET subject = ?3, excerpt = ?4, place = ?5 WHERE keeper = ?1 AND id = ?2`
)

// encounters parts what took place with them alone, which goes, from what took
// place with others too. Words that they said go whoever else could read them.
func (er *erasing) encounters() error {
	type presence struct {
		encounter, person [16]byte
		role              network.Role
	}
	others, said := map[[16]byte][]network.PersonID{}, map[[16]byte]bool{}
	var ids [][]byte
	if err := eachOf(er.tx, er.people, func(id *[16]byte) []any { return []any{idDest{id}} }, func(id [16]byte) error {
		if _, ok := others[id]; !ok {
			others[id] = nil
			ids = append(ids, id[:])
		}
		return nil
	}, selectEncountersOfPeople); err != nil || len(ids) == 0 {
		return err
	}
	seen := map[presence]bool{}
	if err := eachOf(er.tx, ids, func(p *presence) []any { return []any{idDest{&p.encounter}, idDest{&p.person}, &p.role} }, func(p presence) error {
		switch {
		case seen[p]:
		case er.dead[p.person]:
			said[p.encounter] = said[p.encounter] || p.role == network.From
		default:
			others[p.encounter] = append(others[p.encounter], p.person)
		}
		seen[p] = true
		return nil
	}, selectPresenceHeads); err != nil {
		return err
	}
	type head struct {
		id                      [16]byte
		source                  string
		mine                    network.Role
		subject, excerpt, place string
	}
	var heads []head
	done := map[[16]byte]bool{}
	if err := eachOf(er.tx, ids, func(h *head) []any {
		return []any{idDest{&h.id}, &h.source, &h.mine, &h.subject, &h.excerpt, &h.place}
	}, func(h head) error {
		if !done[h.id] {
			done[h.id] = true
			heads = append(heads, h)
		}
		return nil
	}, selectEncounterHeads); err != nil {
		return err
	}
	for _, h := range heads {
		rest := others[h.id]
		if said[h.id] || len(rest) == 0 || h.mine == "" && len(rest) < 2 {
			er.die(&er.records, h.id)
			continue
		}
		er.near[h.id] = true
		er.out.Parted++
		for _, p := range rest {
			er.touched[p] = true
		}
		was := [...]string{h.subject, h.excerpt, h.place}
		now := [...]string{er.Blot(h.subject, false, true), er.Blot(h.excerpt, false, true), er.Blot(h.place, false, true)}
		if h.source == network.Typed && now != was {
			now[0], now[1] = "", "" // the keeper's note is about them: blotting a name out of it would not do
		}
		if now != was {
			if _, err := er.exec(updateEncounterWords, er.key, h.id[:], now[0], now[1], now[2]); err != nil {
				return err
			}
			er.out.Blotted++
		}
	}
	return nil
}

// sorted lists the tables of dooms, what refers to others first.
func sortedDooms() []string {
	names := slices.Sorted(maps.Keys(dooms))
	place := map[string]int{}
	for i := range tables {
		place[tables[i].name] = i + 1
	}
	slices.SortStableFunc(names, func(a, b string) int { return place[b] - place[a] })
	return names
}

func doomedColumns(name string) []string { return slices.Sorted(maps.Keys(dooms[name])) }

// follow removes the rows that go with persons, cards and records, until nothing
// more follows.
func (er *erasing) follow() error {
	for {
		before := len(er.records)
		for _, name := range sortedDooms() {
			for _, column := range doomedColumns(name) {
				var ids [][]byte
				switch dooms[name][column].fate {
				case ofPerson:
					ids = er.people
				case ofCard:
					ids = er.cards
				case ofRecord:
					ids = slices.Concat(er.cards, er.records)
				default:
					continue
				}
				if err := er.remove(name, column, ids); err != nil {
					return err
				}
			}
		}
		if len(er.records) == before {
			return nil
		}
	}
}

// remove deletes the rows of a table that hold one of the ids in a column. Their
// own ids are dead too.
func (er *erasing) remove(name, column string, ids [][]byte) error {
	if len(ids) == 0 {
		return nil
	}
	where := " FROM " + name + " WHERE keeper = ?1 AND " + column + " IN (IDS)"
	if _, own := dooms[name]["id"]; own && column != "id" && name != "card" {
		if err := eachOf(er.tx, ids, func(id *[16]byte) []any { return []any{idDest{id}} }, func(id [16]byte) error {
			er.die(&er.records, id)
			return nil
		}, "SELECT id"+where); err != nil {
			return err
		}
	}
	if name == "pair" {
		if err := er.touch2(ids, column); err != nil {
			return err
		}
	}
	return er.removing(name, ids, "DELETE"+where)
}

// touch2 notes who loses a tie to them.
func (er *erasing) touch2(ids [][]byte, column string) error {
	type ends struct{ a, b network.PersonID }
	return eachOf(er.tx, ids, func(e *ends) []any { return []any{toID(&e.a), toID(&e.b)} }, func(e ends) error {
		er.touched[e.a], er.touched[e.b] = true, true
		return nil
	}, "SELECT person_a, person_b FROM pair WHERE keeper = ?1 AND "+column+" IN (IDS)")
}

func (er *erasing) removing(name string, ids [][]byte, query string) error {
	text := er.s.texts.get(textKey{query, idsAtOnce}, func() string { return ofIDs(query) })
	for ; len(ids) > 0; ids = ids[min(len(ids), idsAtOnce):] {
		n, err := er.exec(text, er.idArgs(ids)...)
		if err != nil {
			return err
		}
		er.out.Gone[name] += int(n)
	}
	return nil
}

// loosen takes their ids out of rows that stay.
func (er *erasing) loosen() error {
	ids := slices.Concat(er.people, er.cards, er.records)
	for _, name := range sortedDooms() {
		for _, column := range doomedColumns(name) {
			if dooms[name][column].fate != loosened {
				continue
			}
			if name == "favour" {
				if err := eachOf(er.tx, ids, func(r *[2][16]byte) []any { return []any{idDest{&r[0]}, idDest{&r[1]}} }, func(r [2][16]byte) error {
					er.near[r[0]], er.touched[r[1]] = true, true
					return nil
				}, "SELECT id, person FROM favour WHERE keeper = ?1 AND whom IN (IDS)"); err != nil { // there are few favours
					return err
				}
			}
			if err := er.execOf(ids, "UPDATE "+name+" SET "+column+" = NULL WHERE keeper = ?1 AND "+column+" IN (IDS)"); err != nil {
				return err
			}
		}
	}
	return nil
}

// leave puts up the tombstones, and has every list of everybody made anew.
func (er *erasing) leave() error {
	for _, p := range er.people {
		if _, err := er.exec(insertTombstone, er.key, p, er.changed); err != nil {
			return err
		}
	}
	er.stir(network.PersonID{})
	_, err := er.exec(deleteRoll, er.key)
	return err
}

// holdsID reports whether a text holds one of some ids as text.
func holdsID(text string, ids ...map[[16]byte]bool) bool {
	const length = 26
	from := -1
	for i := 0; i <= len(text); i++ {
		if i < len(text) && ('a' <= text[i] && text[i] <= 'z' || '2' <= text[i] && text[i] <= '7') {
			if from < 0 {
				from = i
			}
			continue
		}
		if from >= 0 && i-from == length {
			if id, err := network.ParseID[network.PersonID](text[from:i]); err == nil {
				for _, m := range ids {
					if m[id] {
						return true
					}
				}
			}
		}
		from = -1
	}
	return false
}

// thin returns a JSON text without the members of lists and the fields of objects
// that hold one of the ids.
func thin(text json.RawMessage, ids map[[16]byte]bool) json.RawMessage {
	if !holdsID(string(text), ids) {
		return text
	}
	var list []json.RawMessage
	if json.Unmarshal(text, &list) == nil {
		list = slices.DeleteFunc(list, func(m json.RawMessage) bool { return holdsID(string(m), ids) })
		out, err := json.Marshal(list)
		if err != nil {
			return nil
		}
		return out
	}
	var fields map[string]json.RawMessage
	if json.Unmarshal(text, &fields) != nil {
		return json.RawMessage("null") // a value that is an id of theirs
	}
	var b strings.Builder
	b.WriteByte('{')
	for i, name := range keysInOrder(text, fields) {
		if holdsID(name, ids) {
			continue
		}
		v := thin(fields[name], ids)
		if string(v) == "null" && string(fields[name]) != "null" {
			continue
		}
		if b.Len() > 1 && i > 0 {
			b.WriteByte(',')
		}
		k, _ := json.Marshal(name) // a string cannot fail
		b.Write(k)
		b.WriteByte(':')
		b.Write(v)
	}
	b.WriteByte('}')
	return json.RawMessage(b.String())
}

// keysInOrder lists the names of an object as they stand in it.
func keysInOrder(text json.RawMessage, fields map[string]json.RawMessage) []string {
	names := make([]string, 0, len(fields))
	dec := json.NewDecoder(strings.NewReader(string(text)))
	depth, key := 0, true
	for {
		t, err := dec.Token()
		if err != nil {
			break
		}
		switch d := t.(type) {
		case json.Delim:
			if d == '{' || d == '[' {
				depth++
			} else {
				depth--
			}
			key = depth == 1
		default:
			if depth == 1 && key {
				if s, ok := d.(string); ok && !slices.Contains(names, s) {
					names = append(names, s)
				}
				key = false
			} else if depth == 1 {
				key = true
			}
		}
	}
	return names
}
