package sqlstore

import (
	"encoding/json"
	"slices"
	"strconv"
	"strings"

	"entregent/internal/network"
)

// texts reads every text of the book once, takes the person out of those that
// stay, and removes the rows that cannot stay.
func (er *erasing) texts() error {
	for _, name := range sortedDooms() {
		if err := er.read(name); err != nil {
			return err
		}
	}
	return nil
}

// A rewriting is one row that changes.
type rewriting struct {
	key  []any
	vals []any
	gone bool
}

// read reads a table's texts and writes what changes of them.
func (er *erasing) read(name string) error {
	var columns []string
	for _, c := range doomedColumns(name) {
		if f := dooms[name][c].fate; f >= within {
			columns = append(columns, c)
		}
	}
	if len(columns) == 0 {
		return nil
	}
	key := strings.Split(keyOf(name), ", ")
	owner := ownerColumn(name)
	all := slices.Concat(key, columns)
	if owner != "" {
		all = append(all, owner)
	}
	vals, dest := make([]any, len(all)), make([]any, len(all))
	for i := range vals {
		dest[i] = &vals[i]
	}
	type row struct{} // scanned into vals
	var changed []rewriting
	var cards [][]byte // whose facts were blotted
	err := each(er.tx, func(*row) []any { return dest }, func(row) error {
		w := er.rewrite(name, columns, vals[len(key):len(key)+len(columns)], er.near[idOf(vals[0])])
		if w == nil {
			return nil
		}
		w.key = slices.Clone(vals[:len(key)])
		changed = append(changed, *w)
		if owner == "card" {
			id := idOf(vals[len(vals)-1])
			cards = append(cards, id[:])
		} else if owner != "" {
			er.touched[network.PersonID(idOf(vals[len(vals)-1]))] = true
		}
		return nil
	}, "SELECT "+strings.Join(all, ", ")+" FROM "+name+" WHERE keeper = ?1", er.key)
	if err != nil {
		return err
	}
	if len(cards) > 0 {
		if err := eachOf(er.tx, cards, func(r *[2][16]byte) []any { return []any{idDest{&r[0]}, idDest{&r[1]}} }, func(r [2][16]byte) error {
			er.touched[r[1]] = true
			return nil
		}, selectCardPersons); err != nil {
			return err
		}
	}
	return er.rewritten(name, key, columns, changed)
}

// ownerColumn names the column that says of whom the texts of a table are shown,
// "" where nobody has to be worked out anew.
func ownerColumn(name string) string {
	switch name {
	case "fact":
		return "card"
	case "person":
		return "id"
	case "favour":
		return "person"
	}
	return ""
}

// rewrite says what becomes of the texts of one row, nil for nothing.
func (er *erasing) rewrite(name string, columns []string, vals []any, close bool) *rewriting {
	out := &rewriting{vals: slices.Clone(vals)}
	changed := false
	for i, c := range columns {
		s, ok := textOf(vals[i])
		if !ok {
			continue
		}
		now := s
		switch dooms[name][c].fate {
		case within:
			out.gone = out.gone || holdsID(s, er.dead) || er.Blot(s, true, false) != s
		case beside:
			out.gone = out.gone || holdsID(s, er.dead, er.near) || er.Blot(s, true, false) != s
		case thinned:
			now = er.Blot(string(thin(json.RawMessage(s), er.dead)), true, close)
		case blotted:
			now = er.Blot(s, false, close)
		case inked:
			now = er.Blot(s, true, close)
		}
		if now != s {
			changed = true
			out.vals[i] = now
		}
	}
	if !changed && !out.gone {
		return nil
	}
	return out
}

func textOf(v any) (string, bool) {
	switch v := v.(type) {
	case string:
		return v, true
	case []byte:
		return string(v), true
	}
	return "", false
}

// rewritten writes the rows that change.
func (er *erasing) rewritten(name string, key, columns []string, rows []rewriting) error {
	where, n := " WHERE keeper = ?1", 1
	for _, k := range key {
		n++
		where += " AND " + k + " = ?" + strconv.Itoa(n)
	}
	set := make([]string, len(columns))
	for i, c := range columns {
		n++
		set[i] = c + " = ?" + strconv.Itoa(n)
	}
	update, remove := "UPDATE "+name+" SET "+strings.Join(set, ", ")+where, "DELETE FROM "+name+where
	for _, r := range rows {
		args := append([]any{er.key}, r.key...)
		if r.gone {
			gone, err := er.exec(remove, args...)
			if err != nil {
				return err
			}
			er.out.Gone[name] += int(gone)
			continue
		}
		if _, err := er.exec(update, append(args, r.vals...)...); err != nil {
			return err
		}
		er.out.Blotted++
	}
	return nil
}
