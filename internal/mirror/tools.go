package mirror

import (
	"cmp"
	"slices"
	"strings"

	"entregent/internal/match"
	"entregent/internal/network"
)

// shown is how many lines a table of figures has at most.
const shown = 8

// tools reads which networks brought relations, and whom they lack.
func (in *Input) tools(l likeness) Reading {
	r := Reading{Key: Tools, Empty: len(in.Contacts) == 0}
	if r.Empty {
		r.Next = reason("next.bring_people", nil)
		return r
	}
	r.sources(in.Contacts)
	known := in.tradesOf()
	r.mix(in.Contacts, known)
	r.heights(in.Contacts)
	r.places(in.Contacts)
	lacks := in.lacks(&r, known, l)
	switch {
	case len(lacks) > 0:
		r.Next = reason("next.meet_trade", nil, lacks[0])
	case relations(in.Contacts) == 0:
		r.Next = reason("next.first_exchange", nil)
	default:
		r.Next = reason("next.keep_tools", nil)
	}
	return r
}

func relations(list []Contact) (n int) {
	for _, c := range list {
		if c.Relation {
			n++
		}
	}
	return n
}

// sources counts, for each network, the contacts it knows, and those of them with
// whom there is a relation. Somebody whom two networks know counts with both.
func (r *Reading) sources(list []Contact) {
	by := map[string][]int{}
	for _, c := range list {
		for _, s := range c.Sources {
			if by[s] == nil {
				by[s] = make([]int, 3)
			}
			by[s][0]++
			if c.Relation {
				by[s][1]++
			}
			if c.Met {
				by[s][2]++
			}
		}
	}
	var rows []Row
	for s, n := range by {
		rows = append(rows, Row{Source(s), n})
	}
	slices.SortFunc(rows, func(a, b Row) int {
		return cmp.Or(cmp.Compare(b.Counts[1], a.Counts[1]), cmp.Compare(b.Counts[0], a.Counts[0]), cmp.Compare(a.Label.(Source), b.Label.(Source)))
	})
	if len(rows) == 0 {
		return
	}
	f := Fact{Reason: reason("tools.sources", nil, relations(list), len(list)), Shows: Done, Rows: rows}
	r.Facts = append(r.Facts, f)
	if first := rows[0]; first.Counts[1] > 0 && len(rows) > 1 {
		r.done("tools.brought_most", nil, first.Counts[1], first.Counts[0], first.Label)
	}
	for _, row := range rows {
		if row.Counts[1] == 0 && row.Counts[0] >= 20 {
			r.done("tools.brought_none", nil, row.Counts[0], row.Label)
		}
	}
}

// trades are the themes of a title without the words that only say how high it
// stands: a senior engineer is no club of seniors.
func trades(lex *match.Lexicon, title string) []match.Theme {
	var words []string
	for _, w := range strings.Fields(title) {
		if l := levels[network.Fold(w)]; l != junior && l != senior && l != intern {
			words = append(words, w)
		}
	}
	return themesOf(lex, strings.Join(words, " "), match.Job)
}

// tradesOf reads the trade of each contact from the title, those of one title once.
func (in *Input) tradesOf() map[network.PersonID][]match.Theme {
	byTitle := map[string][]match.Theme{}
	out := map[network.PersonID][]match.Theme{}
	for _, c := range in.Contacts {
		if c.Title == "" {
			continue
		}
		themes, ok := byTitle[c.Title]
		if !ok {
			themes = trades(in.Lexicon, c.Title)
			byTitle[c.Title] = themes
		}
		if len(themes) > 0 {
			out[c.ID] = themes
		}
	}
	return out
}

// mix counts contacts by the first trade that their title names.
func (r *Reading) mix(list []Contact, known map[network.PersonID][]match.Theme) {
	if len(known) == 0 {
		return
	}
	var labels []Name
	counts := map[Name][]int{}
	told := 0
	for _, c := range list {
		th := known[c.ID]
		i := slices.IndexFunc(th, func(t match.Theme) bool { return people[t.Field] && t.Field != "food" }) // « avocat » pleads, as a title
		if i < 0 {
			i = slices.IndexFunc(th, func(t match.Theme) bool { return people[t.Field] })
		}
		if i < 0 {
			continue
		}
		told++
		n := named(th[i])
		if counts[n] == nil {
			counts[n] = make([]int, 2)
			labels = append(labels, n)
		}
		if counts[n][0]++; c.Relation {
			counts[n][1]++
		}
	}
	if told == 0 {
		return
	}
	rows := top(labels, counts)
	r.Facts = append(r.Facts, Fact{Reason: reason("tools.trades", nil, told, len(list), nameList(rows)), Shows: Done, Rows: rows})
}

// top makes rows of the labels most counted.
func top[L comparable](labels []L, counts map[L][]int) []Row {
	var rows []Row
	for _, l := range labels {
		rows = append(rows, Row{l, counts[l]})
	}
	slices.SortStableFunc(rows, func(a, b Row) int {
		return cmp.Or(cmp.Compare(b.Counts[0], a.Counts[0]), cmp.Compare(text(a.Label), text(b.Label)))
	})
	return rows[:min(shown, len(rows))]
}

func text(v any) string {
	switch v := v.(type) {
	case Name:
		return v.Fr
	case Source:
		return string(v)
	case string:
		return v
	}
	return ""
}

// nameList names the first three rows.
func nameList(rows []Row) (out []any) {
	for _, r := range rows[:min(3, len(rows))] {
		out = append(out, r.Label)
	}
	return out
}

// A Height is how high a title stands, as a key of texts.
type Height string

// The heights.
const (
	Leads   Height = "lead"
	Seniors Height = "senior"
	Juniors Height = "junior"
	Others  Height = "other"
)

func heightOf(title string) Height {
	switch _, l := titleWords(title); l {
	case lead:
		return Leads
	case senior:
		return Seniors
	case junior, intern:
		return Juniors
	}
	return Others
}

// heights counts contacts by how high their title stands.
func (r *Reading) heights(list []Contact) {
	counts, all := map[Height][]int{}, 0
	for _, c := range list {
		if c.Title == "" {
			continue
		}
		h := heightOf(c.Title)
		if counts[h] == nil {
			counts[h] = make([]int, 2)
		}
		all++
		if counts[h][0]++; c.Relation {
			counts[h][1]++
		}
	}
	if all == 0 {
		return
	}
	var rows []Row
	for _, h := range []Height{Leads, Seniors, Juniors, Others} {
		if counts[h] == nil {
			counts[h] = make([]int, 2)
		}
		rows = append(rows, Row{h, counts[h]})
	}
	r.Facts = append(r.Facts, Fact{Reason: reason("tools.heights", nil, counts[Leads][0], all), Shows: Done, Rows: rows})
}

// places counts contacts by town.
func (r *Reading) places(list []Contact) {
	counts, all := map[string][]int{}, 0
	var labels []string
	first := map[string]string{}
	for _, c := range list {
		town, _, _ := strings.Cut(c.Town, ",")
		key := network.Fold(town)
		if key == "" {
			continue
		}
		if first[key] == "" {
			first[key] = strings.TrimSpace(town)
			labels = append(labels, first[key])
		}
		town = first[key]
		if counts[town] == nil {
			counts[town] = make([]int, 2)
		}
		all++
		if counts[town][0]++; c.Relation {
			counts[town][1]++
		}
	}
	if all == 0 {
		return
	}
	rows := top(labels, counts)
	r.Facts = append(r.Facts, Fact{Reason: reason("tools.places", nil, len(labels), all, nameList(rows)), Shows: Done, Rows: rows})
}

// lacks tells whom the network has none of, though what the keeper does or is
// after asks for them, and counts those it has.
func (in *Input) lacks(r *Reading, known map[network.PersonID][]match.Theme, l likeness) (out []any) {
	if len(known) == 0 || in.Lexicon == nil {
		return nil // of nobody is it known what they do: nothing can be said to be missing
	}
	for _, w := range in.wantedTrades(l, known) {
		th, ok := in.Lexicon.Theme(w.key)
		if !ok {
			continue
		}
		n, close := 0, 0
		for _, c := range in.Contacts {
			if slices.ContainsFunc(known[c.ID], func(t match.Theme) bool { return in.Lexicon.Covers(w.key, t.Key) }) {
				if n++; c.Relation {
					close++
				}
			}
		}
		key := "tools.lacks"
		switch {
		case n > 0 && !w.said:
			continue // what was only guessed is told where it is missing
		case n > 0:
			key = "tools.has"
		default:
			out = append(out, named(th))
		}
		if w.said {
			key += "_goal"
		}
		shows := Done
		if n > 0 {
			r.Facts = append(r.Facts, Fact{Reason: reason(key, nil, n, close, named(th), w.why), Shows: shows})
		} else {
			r.Facts = append(r.Facts, Fact{Reason: reason(key, nil, len(known), named(th), w.why), Shows: shows})
		}
	}
	return out
}

// A wanted is a trade that the network should have somebody of.
type wanted struct {
	key  string
	why  any  // the goal, in its words, or the keeper's own trade
	said bool // the keeper says so; else it follows from what they do
}

// wantedTrades are those that goals name, then those that the keeper's own trade
// asks for.
func (in *Input) wantedTrades(l likeness, known map[network.PersonID][]match.Theme) (out []wanted) {
	add := func(w wanted) {
		if !slices.ContainsFunc(out, func(o wanted) bool { return o.key == w.key }) {
			out = append(out, w)
		}
	}
	mine := in.ownTrades(l)
	isTrade := tradeKeys(known)
	for i, g := range slices.Concat(in.Trades, in.Goals) {
		for _, t := range themesOf(in.Lexicon, g, match.Fact) {
			own := slices.ContainsFunc(mine, func(m match.Theme) bool { return m.Key == t.Key })
			if !own && people[t.Field] && (i < len(in.Trades) || isTrade[t.Key]) {
				add(wanted{t.Key, g, true})
			}
		}
	}
	for _, e := range expectations() {
		i := slices.IndexFunc(mine, func(m match.Theme) bool { return in.Lexicon.Covers(e.trade, m.Key) })
		if i < 0 {
			continue
		}
		for _, k := range e.whom {
			add(wanted{k, named(mine[i]), false})
		}
	}
	return out
}

// tradeKeys are the concepts that somebody can be: those that the table of whom a
// network needs names, and those that titles of contacts name. A goal speaks of
// other things too: nobody is missing who would be an annual report.
func tradeKeys(known map[network.PersonID][]match.Theme) map[string]bool {
	out := map[string]bool{}
	for _, e := range expectations() {
		out[e.trade] = true
		for _, k := range e.whom {
			out[k] = true
		}
	}
	for _, list := range known {
		for _, t := range list {
			out[t.Key] = true
		}
	}
	return out
}

// people are the fields of the lexicon whose concepts are trades of people.
var people = map[string]bool{"media": true, "business": true, "digital": true, "roles": true, "law": true, "health": true, "arts": true, "building": true, "industry": true, "learning": true, "services": true, "food": true, "crafts": true, "farming": true}

// ownTrades is what the keeper does: the post held now, or the headline.
func (in *Input) ownTrades(l likeness) (out []match.Theme) {
	for _, p := range []*portrait{l.profile, l.cv()} {
		if p == nil {
			continue
		}
		title := p.headline
		if now := p.current(); now != nil {
			title = now.what
		}
		out = append(out, trades(in.Lexicon, title)...)
		if len(out) == 0 {
			out = append(out, trades(in.Lexicon, p.headline)...)
		}
		if len(out) > 0 {
			return out
		}
	}
	for _, g := range in.Wanted {
		out = append(out, trades(in.Lexicon, g)...)
	}
	return out
}
