package sqlstore

import (
	"math"
	"strconv"
	"strings"

	"entregent/internal/network"
	"entregent/internal/store"
)

const (
	listedColumns = personColumns + `, t.person, t.state, COALESCE(t.days, 0), t.last_day, t.met_day`

	// fromNames walks people in the order they are shown, fromWord begins with
	// those whom a word finds: CROSS JOIN means that order to SQLite, and nothing
	// to PostgreSQL.
	fromNames = `
		FROM person p
		LEFT JOIN tie t ON t.keeper = p.keeper AND t.person = p.id
		WHERE p.keeper = ?1`
	fromWord = `
		FROM (SELECT DISTINCT person FROM word WHERE keeper = ?1 AND word >= ?7 AND word < ?8) w
		CROSS JOIN person p
		LEFT JOIN tie t ON t.keeper = p.keeper AND t.person = p.id
		WHERE p.keeper = ?1 AND p.id = w.person`

	// merged hides in a CASE, or SQLite would go by the index on it, in which
	// nearly everybody is NULL.
	whereListed = ` AND p.standing = ?2 AND p.binned = ?3 AND CASE WHEN p.merged IS NULL THEN 1 ELSE 0 END = 1
		  AND (p.sort_key, p.id) > (?4, ?5)`
	orderListed = `
		ORDER BY p.sort_key, p.id
		LIMIT ?6`

	// Where contacts are asked for and nothing but words narrows, the words say
	// who the first are, and in which order. Of a word that is too common to
	// begin with, so many names are walked through as a list may need.
	firstByWord = `
		SELECT w.person AS id, w.sort_key
		FROM word w
		WHERE w.keeper = ?1 AND w.word >= ?2 AND w.word < ?3 AND w.listed = 1`
	orderByWord = `
		ORDER BY w.sort_key, w.person
		LIMIT ?5`
	onceByWord = `
		FROM (CHOSEN) v
		GROUP BY v.sort_key, v.id
		ORDER BY v.sort_key, v.id
		LIMIT ?4`
	firstByName = `
		SELECT n.id
		FROM (SELECT p.id, p.sort_key
		      FROM person p
		      WHERE p.keeper = ?1 AND p.standing = 'contact' AND p.binned = 0 AND CASE WHEN p.merged IS NULL THEN 1 ELSE 0 END = 1
		        AND (p.sort_key, p.id) > (?2, ?3)
		      ORDER BY p.sort_key, p.id
		      LIMIT ?4) n
		WHERE 1 = 1`
	orderByName = `
		ORDER BY n.sort_key, n.id
		LIMIT ?5`

	// Of those whom a word finds the first are chosen by their names alone; the
	// rest of a row is read of them only.
	ofChosen = `
		FROM (CHOSEN) f
		CROSS JOIN person p
		LEFT JOIN tie t ON t.keeper = p.keeper AND t.person = p.id
		WHERE p.keeper = ?1 AND p.id = f.id
		ORDER BY p.sort_key, p.id`

	// countWord tells a rare beginning of a word from a common one.
	countWord = `
		SELECT COUNT(*)
		FROM (SELECT 1 AS one FROM word WHERE keeper = ?1 AND word >= ?2 AND word < ?3 LIMIT ?4) w`
)

// The conditions of a list. @ stands for the next parameter, # for the number
// of the word.
const (
	andAfter   = ` AND (w.sort_key, w.person) > (@, @)`
	andWordToo = ` AND EXISTS (SELECT 1 FROM word w# WHERE w#.keeper = ?1 AND w#.person = w.person AND w#.word >= @ AND w#.word < @)`
	andWordOf  = ` AND EXISTS (SELECT 1 FROM word w# WHERE w#.keeper = ?1 AND w#.person = n.id AND w#.word >= @ AND w#.word < @)`

	andWord   = ` AND EXISTS (SELECT 1 FROM word w# WHERE w#.keeper = ?1 AND w#.person = p.id AND w#.word >= @ AND w#.word < @)`
	andCircle = ` AND p.circle = @`
	andTown   = ` AND p.town_key LIKE @`
	andLast   = ` AND (t.last_day IS NULL OR t.last_day <= @)`
	andNever  = ` AND t.met_day IS NULL`
)

// fewFound is up to how many people found by one word are fetched and sorted.
// Beyond it, walking people by name and asking of each whether the words fit
// comes to the first page sooner.
const fewFound = 800

func listedDest(l *store.Listed) []any {
	return append(personDest(&l.Person), toID(&l.Tie.Person), &l.Tie.State, &l.Tie.Days, dayDest{&l.Tie.LastDay}, dayDest{&l.Tie.MetDay})
}

func (x *tx) ListPeople(q store.PeopleQuery) ([]store.Listed, error) {
	if q.Standing == "" {
		q.Standing = network.Contact
	}
	if q.Limit <= 0 {
		q.Limit = 50
	}
	best, many, err := x.rarest(q.Words)
	if err != nil {
		return nil, err
	}
	if byWordsAlone(q) {
		return x.found(q, best, many)
	}
	l := newListing(x.key, q)
	l.narrow(q, best, best >= 0 && many <= fewFound)
	return collect(x, listedDest, l.text(), l.args...)
}

// byWordsAlone reports whether contacts are asked for and only words narrow.
func byWordsAlone(q store.PeopleQuery) bool {
	return len(q.Words) > 0 && q.Standing == network.Contact && !q.Binned && q.Circle == "" && q.Town == "" && q.LastUpTo == nil && !q.NeverMet
}

// walked is how many names are walked through for each person asked for, before
// a common word is begun with after all: in a list of few of many that walk is
// the shorter way, and nobody can tell beforehand how far it goes.
const walked = 25

// oftenFound is by how many words somebody is found by one beginning, at most,
// as a rule. So many times the people asked for are sorted first; where they turn
// out to be too few people, all are.
const oftenFound = 4

// found lists those whom words find: the word of number best begins so many.
func (x *tx) found(q store.PeopleQuery, best int, many int64) ([]store.Listed, error) {
	if many > fewFound && q.Limit <= fewFound/walked {
		l := foundByName(x.key, q)
		if got, err := collect(x, listedDest, l.text(), l.args...); err != nil || len(got) == q.Limit {
			return got, err
		}
	}
	l := foundByWord(x.key, q, best, q.Limit*oftenFound)
	got, err := collect(x, listedDest, l.text(), l.args...)
	if err != nil || len(got) == q.Limit || many <= int64(min(fewFound, q.Limit*oftenFound)) {
		return got, err
	}
	l = foundByWord(x.key, q, best, math.MaxInt32)
	return collect(x, listedDest, l.text(), l.args...)
}

// rarest returns which word begins fewest words, and how many, or one more than
// fewFound for any more; -1 if there are no words.
func (x *tx) rarest(words []string) (best int, least int64, err error) {
	best, least = -1, fewFound+2
	for i, w := range words {
		lo, hi := wordRange(w)
		n, err := one(x, nil, func(n *int64) []any { return []any{n} }, countWord, x.key, lo, hi, int64(fewFound+1))
		if err != nil {
			return -1, 0, err
		}
		if n < least {
			best, least = i, n
		}
	}
	return best, least, nil
}

// wordRange returns the bounds between which all words lie that begin with w.
func wordRange(w string) (lo, hi string) {
	w = shortWord(w)
	return w, w + "\U0010FFFF"
}

// A listing is the statement of one list, put together from the constants
// above: as many conditions as the question has, so that the planner sees no
// others.
type listing struct {
	from  string
	where strings.Builder
	args  []any
}

func newListing(key []byte, q store.PeopleQuery) *listing {
	return &listing{
		from: fromNames,
		args: []any{key, clean(q.Standing), bit(q.Binned), clean(q.AfterKey), raw(q.After), int64(q.Limit)},
	}
}

// foundByWord begins with those whom the word of number best finds, the first
// few of them.
func foundByWord(key []byte, q store.PeopleQuery, best, first int) *listing {
	lo, hi := wordRange(q.Words[best])
	l := &listing{from: firstByWord, args: []any{key, lo, hi, int64(q.Limit), int64(first)}}
	if q.AfterKey != "" || !q.After.IsZero() {
		l.and(andAfter, clean(q.AfterKey), raw(q.After))
	}
	for i, w := range q.Words {
		if i != best {
			lo, hi := wordRange(w)
			l.and(strings.ReplaceAll(andWordToo, "#", strconv.Itoa(i)), lo, hi)
		}
	}
	return l
}

// foundByName walks through the names.
func foundByName(key []byte, q store.PeopleQuery) *listing {
	l := &listing{from: firstByName, args: []any{key, clean(q.AfterKey), raw(q.After), int64(q.Limit * walked), int64(q.Limit)}}
	for i, w := range q.Words {
		lo, hi := wordRange(w)
		l.and(strings.ReplaceAll(andWordOf, "#", strconv.Itoa(i)), lo, hi)
	}
	return l
}

func (l *listing) narrow(q store.PeopleQuery, best int, rare bool) {
	if rare {
		l.from = fromWord
		lo, hi := wordRange(q.Words[best])
		l.args = append(l.args, lo, hi)
	}
	for i, w := range q.Words {
		if !rare || i != best {
			lo, hi := wordRange(w)
			l.and(strings.ReplaceAll(andWord, "#", strconv.Itoa(i)), lo, hi)
		}
	}
	if q.Circle != "" {
		l.and(andCircle, clean(q.Circle))
	}
	if t := network.Fold(q.Town); t != "" {
		l.and(andTown, "% "+t+" %")
	}
	if q.LastUpTo != nil {
		l.and(andLast, int64(*q.LastUpTo))
	}
	if q.NeverMet {
		l.and(andNever)
	}
}

// and adds a condition, numbering its parameters.
func (l *listing) and(cond string, args ...any) {
	for _, a := range args {
		l.args = append(l.args, a)
		cond = strings.Replace(cond, "@", "?"+strconv.Itoa(len(l.args)), 1)
	}
	l.where.WriteString(cond)
}

func (l *listing) text() string {
	switch l.from {
	case firstByWord:
		return l.chosen("SELECT v.id" + strings.Replace(onceByWord, "CHOSEN", firstByWord+l.where.String()+orderByWord, 1))
	case firstByName:
		return l.chosen(firstByName + l.where.String() + orderByName)
	case fromWord:
		first := "SELECT p.id" + l.from + whereListed + l.where.String() + orderListed
		return l.chosen(first)
	}
	return "SELECT" + listedColumns + l.from + whereListed + l.where.String() + orderListed
}

// chosen is the statement that reads those who were chosen.
func (l *listing) chosen(first string) string {
	return "SELECT" + listedColumns + strings.Replace(ofChosen, "CHOSEN", first, 1)
}
