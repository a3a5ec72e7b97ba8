package sqlstore

import (
	"slices"
	"unicode/utf8"

	"entregent/internal/network"
)

const personColumns = `
	p.id, p.merged, p.standing, p.circle, p.slow, p.rhythm, p.mark, p.mark_until, p.stage, p.stage_word, p.familiar, p.lang, p.binned,
	p.name, p.sort_key, p.organisation, p.title, p.town, p.birthday, p.since, p.version, p.changed`

const (
	selectPerson = `SELECT` + personColumns + `
		FROM person p
		WHERE p.keeper = ?1 AND p.id = ?2`

	selectPeopleAfter = `SELECT` + personColumns + `
		FROM person p
		WHERE p.keeper = ?1 AND p.id > ?2 AND p.merged IS NULL
		ORDER BY p.id
		LIMIT ?3`

	insertPerson = `
		INSERT INTO person (keeper, id, merged, standing, circle, slow, rhythm, mark, mark_until, stage, stage_word, familiar, lang, binned,
		                    name, sort_key, organisation, title, town, town_key, birthday, since, changed, version)
		VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19, ?20, ?21, ?22, ?23, 1)`

	updatePerson = `
		UPDATE person
		SET merged = ?3, standing = ?4, circle = ?5, slow = ?6, rhythm = ?7, mark = ?8, mark_until = ?9, stage = ?10, stage_word = ?11,
		    familiar = ?12, lang = ?13, binned = ?14, name = ?15, sort_key = ?16, organisation = ?17, title = ?18, town = ?19,
		    town_key = ?20, birthday = ?21, since = ?22, changed = ?23, version = version + 1
		WHERE keeper = ?1 AND id = ?2 AND version = ?24`

	deletePerson = `
		DELETE FROM person
		WHERE keeper = ?1 AND id = ?2`

	deleteTie = `
		DELETE FROM tie
		WHERE keeper = ?1 AND person = ?2`

	selectWords = `
		SELECT word, sort_key, listed
		FROM word
		WHERE keeper = ?1 AND person = ?2
		ORDER BY word`

	deleteWord = `
		DELETE FROM word
		WHERE keeper = ?1 AND word = ?2 AND person = ?3`

	updateWords = `
		UPDATE word
		SET sort_key = ?3, listed = ?4
		WHERE keeper = ?1 AND person = ?2`

	insertTombstone = `
		INSERT INTO tombstone (keeper, person, change)
		VALUES (?1, ?2, ?3)
		ON CONFLICT (keeper, person) DO UPDATE SET change = excluded.change`

	deleteTombstone = `
		DELETE FROM tombstone
		WHERE keeper = ?1 AND person = ?2`

	selectChanged = `
		SELECT id
		FROM person
		WHERE keeper = ?1 AND changed > ?2
		ORDER BY changed, id`

	selectGone = `
		SELECT person
		FROM tombstone
		WHERE keeper = ?1 AND change > ?2
		ORDER BY change, person`
)

var insertWords = bulk{"word", "person, word, sort_key, listed"}

func personDest(p *network.Person) []any {
	return []any{
		toID(&p.ID), toID(&p.Merged), &p.Standing, &p.Circle, &p.Slow, &p.Rhythm, &p.Mark, dateDest{&p.MarkUntil}, &p.Stage, &p.StageWord, &p.Familiar, &p.Lang, &p.Binned,
		&p.Name, &p.SortKey, &p.Organisation, &p.Title, &p.Town, &p.Birthday, instant{&p.Since}, &p.Version, &p.Changed,
	}
}

func (x *tx) Person(id network.PersonID) (network.Person, error) {
	return one(x, notFound("error.no_such_person"), personDest, selectPerson, x.key, raw(id))
}

func (x *tx) AllPeople(fn func(network.Person) error) error {
	return walk(func(after *network.Person) ([]network.Person, error) {
		if after == nil {
			after = &network.Person{}
		}
		return collect(x, personDest, selectPeopleAfter, x.key, raw(after.ID), pageRows)
	}, fn)
}

func (x *tx) PutPerson(p *network.Person, words []string) error {
	if err := x.touch(); err != nil {
		return err
	}
	args := []any{
		x.key, raw(p.ID), rawOrNull(p.Merged), clean(p.Standing), clean(p.Circle), bit(p.Slow), int64(p.Rhythm), clean(p.Mark), p.MarkUntil.String(),
		clean(p.Stage), clean(p.StageWord), clean(p.Familiar), clean(p.Lang), bit(p.Binned), clean(p.Name), clean(p.SortKey), clean(p.Organisation),
		clean(p.Title), clean(p.Town), townKey(p.Town), clean(p.Birthday), micros(p.Since), x.changed,
	}
	if p.Version != 0 {
		n, err := x.exec(updatePerson, append(args, p.Version)...)
		if err != nil {
			return err
		}
		if n == 0 {
			return conflict("error.changed_meanwhile")
		}
	} else if err := x.insertPerson(p.ID, args); err != nil {
		return err
	}
	listed := p.Standing == network.Contact && !p.Binned && p.Merged.IsZero()
	if err := x.putWords(p.ID, words, clean(p.SortKey), listed); err != nil {
		return err
	}
	x.stir(p.ID)
	p.Version++
	p.Changed = x.changed
	return nil
}

func (x *tx) insertPerson(id network.PersonID, args []any) error {
	if _, err := x.exec(insertPerson, args...); err != nil {
		if x.isUnique(err) {
			return &network.Error{Kind: network.Conflict, Msg: "error.changed_meanwhile", Err: err}
		}
		return err
	}
	_, err := x.exec(deleteTombstone, x.key, raw(id))
	return err
}

// townKey is what ListPeople looks for a town's word in.
func townKey(town string) string {
	if f := network.Fold(town); f != "" {
		return " " + f + " "
	}
	return ""
}

// maxWord is the length, in characters, to which words are kept and sought:
// nobody types more, and PostgreSQL's index has a limit.
const maxWord = 60

func shortWord(w string) string {
	w = clean(w)
	for i, n := 0, 0; i < len(w); n++ {
		if n == maxWord {
			return w[:i]
		}
		_, size := utf8.DecodeRuneInString(w[i:])
		i += size
	}
	return w
}

// A foundBy is one word a person is found by, with what it says of them besides.
type foundBy struct {
	word, sortKey string
	listed        bool
}

func foundByDest(f *foundBy) []any { return []any{&f.word, &f.sortKey, &f.listed} }

// putWords makes words the ones a person is found by. Only what differs is
// written: a person is put far more often than their name changes.
func (x *tx) putWords(id network.PersonID, words []string, sortKey string, listed bool) error {
	had, err := collect(x, foundByDest, selectWords, x.key, raw(id))
	if err != nil {
		return err
	}
	old, stale := make([]string, len(had)), false
	for i, f := range had {
		old[i] = f.word
		stale = stale || f.sortKey != sortKey || f.listed != listed
	}
	if stale && len(words) > 0 {
		if _, err := x.exec(updateWords, x.key, raw(id), sortKey, bit(listed)); err != nil {
			return err
		}
	}
	var rows []any
	keep := make(map[string]bool, len(words))
	for _, w := range words {
		if w = shortWord(w); w == "" || keep[w] {
			continue
		}
		keep[w] = true
		if _, there := slices.BinarySearch(old, w); !there {
			rows = append(rows, raw(id), w, sortKey, bit(listed))
		}
	}
	for _, w := range old {
		if keep[w] {
			continue
		}
		if _, err := x.exec(deleteWord, x.key, w, raw(id)); err != nil {
			return err
		}
	}
	_, err = x.insert(insertWords, rows)
	return err
}

func (x *tx) DropPerson(id network.PersonID) error {
	if err := x.putWords(id, nil, "", false); err != nil {
		return err
	}
	for _, q := range []string{deleteTie, deleteForecastsOf} {
		if _, err := x.exec(q, x.key, raw(id)); err != nil {
			return err
		}
	}
	cards, err := x.has(selectHasCard, x.key, raw(id))
	if err != nil {
		return err
	}
	merged, err := x.has(selectHasMerged, x.key, raw(id))
	if err != nil {
		return err
	}
	if cards || merged {
		return conflict("error.person_has_cards")
	}
	n, err := x.exec(deletePerson, x.key, raw(id))
	if err != nil {
		return err
	}
	if n == 0 {
		return notFound("error.no_such_person")
	}
	x.stir(id)
	if _, err := x.exec(deleteRoll, x.key); err != nil { // it must not remember who is gone
		return err
	}
	_, err = x.exec(insertTombstone, x.key, raw(id), x.changed)
	return err
}

const selectHasCard = `
	SELECT 1
	FROM card
	WHERE keeper = ?1 AND person = ?2
	LIMIT 1`

func (x *tx) ChangedSince(n int64) (changed, gone []network.PersonID, err error) {
	dest := func(id *network.PersonID) []any { return []any{toID(id)} }
	if changed, err = collect(x, dest, selectChanged, x.key, n); err != nil {
		return nil, nil, err
	}
	gone, err = collect(x, dest, selectGone, x.key, n)
	return changed, gone, err
}

const selectHasMerged = `
	SELECT 1
	FROM person
	WHERE keeper = ?1 AND merged = ?2
	LIMIT 1`
