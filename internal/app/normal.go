package app

import (
	"bufio"
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/json"
	"io"
	"maps"
	"slices"
	"strings"

	"entregent/internal/network"
)

// ExportNormal writes the export in normal form: ids are made from content, and
// what depends on when, in which order and in which book things were read is
// left out. Two books that say the same have the same normal form; an export
// itself keeps its ids.
func (a *App) ExportNormal(ctx context.Context, keeper network.KeeperID, w io.Writer) error {
	r, pw := io.Pipe()
	go func() { pw.CloseWithError(a.Export(ctx, keeper, pw)) }()
	err := Normalise(r, w)
	r.CloseWithError(err)
	return err
}

// A normal is an export on its way to normal form: lines by record, and what
// each id stands for.
type normal struct {
	lines map[string][]map[string]any
	names map[string]string // id to name made from content
}

// incidental are the columns of each record that tell of the reading, not of
// what was read.
var incidental = map[string][]string{
	"keeper":    {"seed"},
	"card":      {"seq", "born"},
	"batch":     {"seq", "at", "report"},
	"file":      {"hash", "size"},
	"origin":    {"line"},
	"encounter": {},
	"source":    {"at"},
}

// Normalise reads an export and writes its normal form.
func Normalise(r io.Reader, w io.Writer) error {
	n := normal{map[string][]map[string]any{}, map[string]string{}}
	dec := json.NewDecoder(bufio.NewReader(r))
	dec.UseNumber()
	for {
		var line map[string]any
		err := dec.Decode(&line)
		if err == io.EOF {
			break
		}
		if err != nil {
			return err
		}
		record, _ := line["record"].(string)
		for _, c := range incidental[record] {
			delete(line, c)
		}
		n.lines[record] = append(n.lines[record], line)
	}
	n.name()
	return n.write(w)
}

// name gives every id its name, those that others point at first: a card is
// its words and handles, a person their cards, an encounter its words and who
// was there.
func (n *normal) name() {
	n.each("card", func(c map[string]any) any { return []any{without(c, "id", "person"), n.of("handle", "card", c["id"])} })
	n.each("person", func(p map[string]any) any { return n.of("card", "person", p["id"]) })
	n.each("fact", func(f map[string]any) any { return without(n.renamed(f), "id") })
	n.each("encounter", func(e map[string]any) any {
		return []any{without(n.renamed(e), "id"), n.of("presence", "encounter", e["id"])}
	})
	n.each("favour", func(f map[string]any) any { return without(n.renamed(f), "id") })
	n.each("wish", func(w map[string]any) any { return without(n.renamed(w), "id") })
	n.each("goal", func(g map[string]any) any { return []any{without(g, "id"), n.of("aim", "goal", g["id"])} })
	n.each("open_question", func(q map[string]any) any { return without(n.renamed(q), "id") })
	n.each("pair", func(p map[string]any) any { return without(n.renamed(p), "id") })
	n.each("line", func(l map[string]any) any { return without(n.renamed(l), "id") })
	n.each("own", func(o map[string]any) any { return without(o, "id") })
	n.each("batch", func(b map[string]any) any { return []any{without(b, "id"), n.of("file", "batch", b["id"])} })
	n.each("source", func(s map[string]any) any { return without(s, "id") })
	n.each("file", func(f map[string]any) any { return without(n.renamed(f), "id") })
}

// each names the records of one kind by what content makes of them.
func (n *normal) each(record string, content func(map[string]any) any) {
	for _, l := range n.lines[record] {
		id, _ := l["id"].(string)
		raw, _ := json.Marshal(content(l)) // maps are written in key order
		sum := sha256.Sum256(append([]byte(record), raw...))
		n.names[id] = network.ID[struct{}](sum[:16]).String()
	}
}

// of returns the lines of one record that point at an id, without that pointer
// and their own ids, in a fixed order.
func (n *normal) of(record, column string, id any) []string {
	n.index(record, column)
	key := record + "\x00" + column + "\x00" + id.(string)
	var out []string
	for _, l := range n.lines[key] {
		raw, _ := json.Marshal(without(n.renamed(l), "id", column))
		out = append(out, string(raw))
	}
	slices.Sort(out)
	return out
}

// index groups the lines of a record by the id in one column, once.
func (n *normal) index(record, column string) {
	done := record + "\x00" + column
	if _, ok := n.lines[done]; ok {
		return
	}
	n.lines[done] = nil
	for _, l := range n.lines[record] {
		if id, ok := l[column].(string); ok {
			key := done + "\x00" + id
			n.lines[key] = append(n.lines[key], l)
		}
	}
}

func without(l map[string]any, columns ...string) map[string]any {
	l = maps.Clone(l)
	for _, c := range columns {
		delete(l, c)
	}
	return l
}

// renamed returns a line with its ids replaced, as far as they have names.
func (n *normal) renamed(l map[string]any) map[string]any {
	out := make(map[string]any, len(l))
	for k, v := range l {
		out[k] = n.rename(v)
	}
	return out
}

func (n *normal) rename(v any) any {
	switch v := v.(type) {
	case string:
		if to, ok := n.names[v]; ok {
			return to
		}
		if l, r, ok := strings.Cut(v, "-"); ok { // a pair of cards
			x, y := n.names[l], n.names[r]
			switch {
			case x != "" && y != "":
				return min(x, y) + "-" + max(x, y)
			case x != "": // an ask and a step of it
				return x + "-" + r
			}
		}
		return v
	case map[string]any:
		return n.renamed(v)
	case []any:
		out := make([]any, len(v))
		for i := range v {
			out[i] = n.rename(v[i])
		}
		return out
	}
	return v
}

// write writes every line renamed, sorted, each once.
func (n *normal) write(w io.Writer) error {
	var lines []string
	for record, list := range n.lines {
		if strings.Contains(record, "\x00") || record == "edition" { // which file was newer; what came of it stands with the encounters
			continue
		}
		for _, l := range list {
			if record == "person" && l["merged"] != nil && len(l) <= 4 {
				continue // a name that somebody bore before a merge
			}
			raw, err := json.Marshal(n.renamed(l))
			if err != nil {
				return err
			}
			lines = append(lines, string(raw))
		}
	}
	slices.SortFunc(lines, cmp.Compare)
	out := bufio.NewWriter(w)
	for _, l := range slices.Compact(lines) {
		out.WriteString(l)
		out.WriteByte('\n')
	}
	return out.Flush()
}
