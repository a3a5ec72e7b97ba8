package sqlstore

import (
	"strconv"
	"strings"
	"sync"
)

// A bulk is an INSERT of many rows. Its text is made of constants alone; the
// keeper is ?1, said once for all rows.
type bulk struct {
	table   string
	columns string // without keeper, separated by ", "
}

// bulkRows are the numbers of rows for which statements are made, greatest
// first: few texts, each prepared once.
var bulkRows = []int{64, 8, 1}

func (b bulk) width() int { return strings.Count(b.columns, ",") + 1 }

// text returns the statement for so many rows.
func (b bulk) text(rows int) string {
	var out strings.Builder
	out.WriteString("INSERT INTO " + b.table + " (keeper, " + b.columns + ") VALUES ")
	n := 1
	for r := range rows {
		if r > 0 {
			out.WriteString(", ")
		}
		out.WriteString("(?1")
		for range b.width() {
			n++
			out.WriteString(", ?" + strconv.Itoa(n))
		}
		out.WriteString(")")
	}
	out.WriteString(" ON CONFLICT DO NOTHING")
	return out.String()
}

// insert records rows, whose values follow each other in vals, and leaves alone
// those already there. It returns how many were new.
func (x *tx) insert(b bulk, vals []any) (int64, error) {
	if len(vals) == 0 {
		return 0, nil
	}
	if err := x.touch(); err != nil {
		return 0, err
	}
	var added int64
	args := make([]any, 0, 1+bulkRows[0]*b.width())
	for _, rows := range bulkRows {
		text := x.s.texts.get(textKey{b.table + b.columns, rows}, func() string { return x.s.dialect.rewrite(b.text(rows)) })
		for need := rows * b.width(); len(vals) >= need; vals = vals[need:] {
			args = append(append(args[:0], x.key), vals[:need]...)
			n, err := x.run(text, args)
			if err != nil {
				return added, err
			}
			added += n
			x.added += n
		}
	}
	return added, nil
}

// idsAtOnce is how many ids a question about several records takes.
const idsAtOnce = 64

// idList returns "?2, ?3, …": as many parameters as idsAtOnce.
func idList() string {
	var out strings.Builder
	for i := range idsAtOnce {
		if i > 0 {
			out.WriteString(", ")
		}
		out.WriteString("?" + strconv.Itoa(i+2))
	}
	return out.String()
}

// eachOf runs a query that ends in "IN (…)", written without that list as a
// constant with (IDS) in its place, for all ids and calls fn for each row.
func eachOf[T any](x *tx, ids [][]byte, dest func(*T) []any, fn func(T) error, query string) error {
	text := x.s.texts.get(textKey{query, idsAtOnce}, func() string { return ofIDs(query) })
	for ; len(ids) > 0; ids = ids[min(len(ids), idsAtOnce):] {
		if err := each(x, dest, fn, text, x.idArgs(ids)...); err != nil {
			return err
		}
	}
	return nil
}

// execOf runs a statement with (IDS) for all ids.
func (x *tx) execOf(ids [][]byte, query string) error {
	text := x.s.texts.get(textKey{query, idsAtOnce}, func() string { return ofIDs(query) })
	for ; len(ids) > 0; ids = ids[min(len(ids), idsAtOnce):] {
		if _, err := x.exec(text, x.idArgs(ids)...); err != nil {
			return err
		}
	}
	return nil
}

// idArgs returns the keeper and the first ids, filled up with the last one
// again.
func (x *tx) idArgs(ids [][]byte) []any {
	args := make([]any, 1, 1+idsAtOnce)
	args[0] = x.key
	for i := range idsAtOnce {
		args = append(args, ids[min(i, len(ids)-1)])
	}
	return args
}

func ofIDs(query string) string { return strings.Replace(query, "(IDS)", "("+idList()+")", 1) }

// texts remembers what is made of constants once: rewritten queries and
// statements of many rows.
type texts struct {
	mu   sync.RWMutex
	made map[textKey]string
}

type textKey struct {
	of   string
	rows int
}

func (t *texts) get(k textKey, make func() string) string {
	t.mu.RLock()
	s, ok := t.made[k]
	t.mu.RUnlock()
	if ok {
		return s
	}
	s = make()
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.made == nil {
		t.made = map[textKey]string{}
	}
	t.made[k] = s
	return s
}
