package sqlstore

import (
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
	andWord   = ` AND EXISTS (SELECT 1 FROM word w# WHERE w#.keeper = ?1 AND w#.person = p.id AND w#.word >= @ AND w#.word < @)`
	andCircle = ` AND p.circle = @`
	andTown   = ` AND p.town_key LIKE @`
	andLast   = ` AND (t.last_day IS NULL OR t.last_day <= @)`
	andNever  = ` AND t.met_day IS NULL`
)

// fewFound is up to how many people found by one word are fetched and sorted.
// Beyond it, walking people by name and asking of each whether the words fit
// comes to the first page sooner.
const fewFound = 500

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
	best, rare, err := x.rarest(q.Words)
	if err != nil {
		return nil, err
	}
	l := newListing(x.key, q)
	l.narrow(q, best, rare)
	return collect(x, listedDest, l.text(), l.args...)
}

// rarest returns which word begins fewest words, and whether few enough to
// start with; -1 if there are no words.
func (x *tx) rarest(words []string) (best int, rare bool, err error) {
	best, least := -1, int64(fewFound+1)
	for i, w := range words {
		lo, hi := wordRange(w)
		n, err := one(x, nil, func(n *int64) []any { return []any{n} }, countWord, x.key, lo, hi, int64(fewFound+1))
		if err != nil {
			return -1, false, err
		}
		if n < least {
			best, least = i, n
		}
	}
	return best, least <= fewFound, nil
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
	if l.from == fromWord {
		first := "SELECT p.id" + l.from + whereListed + l.where.String() + orderListed
		return "SELECT" + listedColumns + strings.Replace(ofChosen, "CHOSEN", first, 1)
	}
	return "SELECT" + listedColumns + l.from + whereListed + l.where.String() + orderListed
}
