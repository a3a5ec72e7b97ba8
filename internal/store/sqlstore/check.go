package sqlstore

import (
	"context"
	"database/sql"
	"net/url"
	"strings"
	"time"

	"entregent/internal/network"
	"entregent/internal/store"
)

const (
	countBadPresences = `
		SELECT COUNT(*)
		FROM presence p
		LEFT JOIN encounter e ON e.keeper = p.keeper AND e.id = p.encounter
		LEFT JOIN card c ON c.keeper = p.keeper AND c.id = p.card
		WHERE e.id IS NULL OR c.id IS NULL OR p.person <> COALESCE(c.person, ?1)
		   OR p.at <> e.at OR p.channel <> e.channel OR p.size <> e.size OR p.thanks <> e.thanks OR p.question <> e.question`

	countBadFavours = `
		SELECT COUNT(*)
		FROM favour f
		JOIN card c ON c.keeper = f.keeper AND c.id = f.card
		WHERE COALESCE(f.person, ?1) <> COALESCE(c.person, ?1)`

	countBadWishes = `
		SELECT COUNT(*)
		FROM wish w
		LEFT JOIN card c ON c.keeper = w.keeper AND c.id = w.card
		WHERE w.card IS NOT NULL AND (c.id IS NULL OR COALESCE(w.person, ?1) <> COALESCE(c.person, ?1))
		   OR w.card IS NULL AND w.person IS NOT NULL`

	countBadLeads = `
		SELECT COUNT(*)
		FROM wish w
		LEFT JOIN card c ON c.keeper = w.keeper AND c.id = w.toward
		WHERE w.toward IS NOT NULL AND (c.id IS NULL OR COALESCE(w.leads, ?1) <> COALESCE(c.person, ?1))
		   OR w.toward IS NULL AND w.leads IS NOT NULL`

	// countBadSteps is of steps of no wish, and of what has none.
	countBadSteps = `
		SELECT COUNT(*)
		FROM step s
		WHERE NOT EXISTS (SELECT 1 FROM wish w WHERE w.keeper = s.keeper AND w.id = s.wish AND w.kind IN ('ask', 'introduce'))`

	countBadPairs = `
		SELECT COUNT(*)
		FROM pair p
		LEFT JOIN card a ON a.keeper = p.keeper AND a.id = p.a
		LEFT JOIN card b ON b.keeper = p.keeper AND b.id = p.b
		WHERE a.id IS NULL OR b.id IS NULL OR COALESCE(p.person_a, ?1) <> COALESCE(a.person, ?1)
		   OR COALESCE(p.person_b, ?1) <> COALESCE(b.person, ?1)`

	countBadQuestions = `
		SELECT COUNT(*)
		FROM open_question q
		LEFT JOIN card c ON c.keeper = q.keeper AND c.id = q.card
		WHERE c.id IS NULL OR q.person <> COALESCE(c.person, ?1)
		   OR q.until_at < q.at
		   OR q.answered IS NULL AND (q.met_how <> '' OR q.call_for <> '' OR q.to_meet <> '')`

	countBadAims = `
		SELECT COUNT(*)
		FROM aim a
		LEFT JOIN card c ON c.keeper = a.keeper AND c.id = a.card
		WHERE a.card IS NOT NULL AND (c.id IS NULL OR COALESCE(a.person, ?1) <> COALESCE(c.person, ?1))
		   OR a.card IS NULL AND a.person IS NOT NULL
		   OR NOT EXISTS (SELECT 1 FROM goal g WHERE g.keeper = a.keeper AND g.id = a.goal)`

	// countBadGatherings is for a database whose constraints somebody took away.
	countBadGatherings = `
		SELECT COUNT(*)
		FROM gathering g
		WHERE NOT EXISTS (SELECT 1 FROM encounter e WHERE e.keeper = g.keeper AND e.id = g.id)`

	// countNoOrigin counts imported records of which nobody can say where they
	// were read, countNoFile origins in files that are not there.
	countNoOrigin = `
		SELECT COUNT(*)
		FROM (SELECT keeper, id FROM encounter WHERE source <> 'typed'
		      UNION ALL
		      SELECT keeper, id FROM card WHERE source <> 'typed'
		      UNION ALL
		      SELECT keeper, id FROM favour WHERE source <> 'typed'
		      UNION ALL
		      SELECT keeper, id FROM wish WHERE source <> 'typed'
		      UNION ALL
		      SELECT keeper, id FROM pair WHERE source <> 'typed'
		      UNION ALL
		      SELECT keeper, id FROM own WHERE source <> 'typed'
		      UNION ALL
		      SELECT f.keeper, f.id FROM fact f JOIN card c ON c.keeper = f.keeper AND c.id = f.card WHERE c.source <> 'typed') r
		WHERE NOT EXISTS (SELECT 1 FROM origin o WHERE o.keeper = r.keeper AND o.about = r.id)
		  AND NOT EXISTS (SELECT 1 FROM kept k WHERE k.keeper = r.keeper AND k.about = r.id)`

	countNoFile = `
		SELECT COUNT(*)
		FROM origin o
		WHERE NOT EXISTS (SELECT 1 FROM file f WHERE f.keeper = o.keeper AND f.id = o.file)`

	// countNoEncounter counts editions of an encounter that is not there.
	countNoEncounter = `
		SELECT COUNT(*)
		FROM edition e
		WHERE e.about IS NOT NULL AND NOT EXISTS (SELECT 1 FROM encounter n WHERE n.keeper = e.keeper AND n.id = e.about)`

	// countNoWords counts persons whom no search could find.
	countNoWords = `
		SELECT COUNT(*)
		FROM person p
		WHERE p.merged IS NULL AND p.sort_key <> ''
		  AND NOT EXISTS (SELECT 1 FROM word w WHERE w.keeper = p.keeper AND w.person = p.id)`

	// countOtherWords counts words that say of their person what is not so.
	countOtherWords = `
		SELECT COUNT(*)
		FROM word w
		JOIN person p ON p.keeper = w.keeper AND p.id = w.person
		WHERE w.sort_key <> p.sort_key
		   OR w.listed <> CASE WHEN p.standing = 'contact' AND p.binned = 0 AND p.merged IS NULL THEN 1 ELSE 0 END`

	// countNobodys counts what hangs on a person who is not there.
	countNobodys = `
		SELECT COUNT(*)
		FROM (SELECT keeper, person FROM card WHERE person IS NOT NULL
		      UNION ALL
		      SELECT keeper, person FROM word
		      UNION ALL
		      SELECT keeper, person FROM tie
		      UNION ALL
		      SELECT keeper, person FROM forecast) r
		WHERE NOT EXISTS (SELECT 1 FROM person p WHERE p.keeper = r.keeper AND p.id = r.person)`

	// countNoKeeper is for a PostgreSQL whose constraints somebody took away.
	countNoKeeper = `
		SELECT COUNT(*)
		FROM (SELECT keeper FROM person UNION ALL SELECT keeper FROM encounter UNION ALL SELECT keeper FROM presence
		      UNION ALL SELECT keeper FROM card UNION ALL SELECT keeper FROM origin
		      UNION ALL SELECT keeper FROM wish UNION ALL SELECT keeper FROM pair UNION ALL SELECT keeper FROM line UNION ALL SELECT keeper FROM goal
		      UNION ALL SELECT keeper FROM open_question) r
		WHERE NOT EXISTS (SELECT 1 FROM keeper k WHERE k.id = r.keeper)`

	selectSomeDays = `
		SELECT at, day
		FROM presence
		WHERE keeper = ?1
		ORDER BY keeper, person, at, encounter, card
		LIMIT 20000`
)

// leastFree is the room, in bytes, below which check says that the disk is
// nearly full.
const leastFree = 100 << 20

// Check examines the database; see store.House. It takes a connection of its
// own: one that has been written on may see damage that is none.
func (s *Store) Check(ctx context.Context) ([]store.Check, error) {
	var out []store.Check
	if s.file != "" {
		sqlite, err := s.checkFile(ctx)
		if err != nil {
			return nil, s.fault(ctx, err)
		}
		out = sqlite
	}
	counts, err := s.checkCounts(ctx)
	if err != nil {
		return nil, err
	}
	days, err := s.checkDays(ctx)
	if err != nil {
		return nil, err
	}
	return append(append(out, counts...), days), nil
}

// checkFile is what can be asked of SQLite alone.
func (s *Store) checkFile(ctx context.Context) ([]store.Check, error) {
	q := url.Values{"_pragma": {"busy_timeout(30000)", "query_only(1)", "mmap_size(0)"}}
	if s.vfs != "" {
		q.Set("vfs", s.vfs)
	}
	db, err := sql.Open("sqlite3", fileURI(s.file)+"?"+q.Encode())
	if err != nil {
		return nil, err
	}
	defer db.Close()
	damage, err := integrity(ctx, db)
	if err != nil && s.dialect.trouble(err) != damaged {
		return nil, err
	}
	if err != nil {
		damage = err.Error()
	}
	out := []store.Check{{Name: "integrity", OK: damage == "", Args: argsIf(damage)}}
	if damage != "" {
		return out, nil
	}
	const foreignKeyCheck = `SELECT COUNT(*) FROM pragma_foreign_key_check`
	var loose int64
	if err := db.QueryRowContext(ctx, foreignKeyCheck).Scan(&loose); err != nil {
		return nil, err
	}
	at, err := version(ctx, db)
	if err != nil {
		return nil, err
	}
	free, known := space(s.file)
	return append(out,
		store.Check{Name: "keys", OK: loose == 0, Args: []any{loose}},
		store.Check{Name: "version", OK: s.notNewer(at) == nil && at > 0, Args: []any{at}},
		store.Check{Name: "space", OK: !known || free >= leastFree, Args: []any{free >> 20}},
	), nil
}

func argsIf(s string) []any {
	if s == "" {
		return nil
	}
	return []any{s}
}

// checkCounts asks for rows that should not be there.
func (s *Store) checkCounts(ctx context.Context) (out []store.Check, err error) {
	nobody := make([]byte, 16)
	for _, c := range []struct {
		name    string
		queries []string
		args    []any
	}{
		{"keeper", []string{countNoKeeper}, nil},
		{"person", []string{countNobodys}, nil},
		{"presence", []string{countBadPresences, countBadFavours}, []any{nobody}},
		{"goals", []string{countBadAims}, []any{nobody}},
		{"give", []string{countBadWishes, countBadLeads, countBadSteps, countBadPairs, countBadGatherings}, []any{nobody}},
		{"questions", []string{countBadQuestions}, []any{nobody}},
		{"origin", []string{countNoOrigin, countNoFile, countNoEncounter}, nil},
		{"words", []string{countNoWords, countOtherWords}, nil},
	} {
		var bad int64
		for _, q := range c.queries {
			args := c.args
			if !strings.Contains(q, "?1") {
				args = nil // PostgreSQL takes no parameter that is not used
			}
			err := s.View(ctx, network.KeeperID{}, func(t store.Tx) error {
				n, err := one(t.(*tx), nil, func(n *int64) []any { return []any{n} }, q, args...)
				bad += n
				return err
			})
			if err != nil {
				return nil, err
			}
		}
		out = append(out, store.Check{Name: c.name, OK: bad == 0, Args: []any{bad}})
	}
	return out, nil
}

// checkDays works out a sample of days again.
func (s *Store) checkDays(ctx context.Context) (store.Check, error) {
	type row struct {
		at  time.Time
		day network.Day
	}
	keepers, err := s.Keepers(ctx)
	bad := int64(0)
	for _, k := range keepers {
		err = s.View(ctx, k, func(t store.Tx) error {
			x := t.(*tx)
			zone, err := x.inZone()
			if err != nil {
				return err
			}
			return each(x, func(r *row) []any { return []any{instant{&r.at}, &r.day} }, func(r row) error {
				if network.DayOf(r.at, zone) != r.day {
					bad++
				}
				return nil
			}, selectSomeDays, x.key)
		})
		if err != nil {
			break
		}
	}
	return store.Check{Name: "days", OK: bad == 0, Args: []any{bad}}, err
}
