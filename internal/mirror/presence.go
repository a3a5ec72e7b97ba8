package mirror

import (
	"cmp"
	"slices"

	"entregent/internal/network"
)

// weeks is how many weeks are looked at: a year.
const weeks = 52

// shownBy are the kinds of lines that others can see the keeper by: words, and the
// small signs that count apart.
var shownBy = map[string]int{"post": 0, "publication": 0, "comment": 1, "reaction": 2, "vote": 2}

// presence reads how constantly the keeper shows themselves. It looks at the year
// that ends with the newest line or archive, not with today: of what came after,
// the files know nothing.
func (in *Input) presence(l likeness) Reading {
	r := Reading{Key: Presence}
	var seen []Line
	undated, known, dated := 0, network.Day(0), false
	for _, x := range sorted(in.Lines) {
		if d, ok := network.ParseDate(x.Fields["as_of"]); ok && !isCV(x) {
			if day := dayOf(d); !dated || day > known {
				known, dated = day, true
			}
		}
		if _, ok := shownBy[x.Kind]; !ok || isCV(x) {
			continue
		}
		if x.Day == 0 {
			undated++
			continue
		}
		if x.Day <= in.Today {
			seen = append(seen, x)
		}
	}
	slices.SortStableFunc(seen, func(a, b Line) int { return cmp.Or(cmp.Compare(a.Day, b.Day), cmp.Compare(a.ID, b.ID)) })
	m := in.Manners
	if len(seen) > 0 {
		end := seen[len(seen)-1].Day
		if dated {
			end = max(end, known)
		}
		r.weekly(seen, min(in.Today, end))
		r.silence(seen)
	}
	if m != nil && m.put > 0 {
		r.done("presence.answered", nil, m.answered, m.put)
	}
	if undated > 0 {
		r.note("undated", nil, undated)
	}
	if len(seen) > 0 && !slices.ContainsFunc(seen, func(x Line) bool { return shownBy[x.Kind] == 0 }) {
		r.note("no_posts", nil)
	}
	r.Empty = len(r.Facts) == 0
	switch {
	case r.Empty && undated > 0:
		r.Next = reason("next.no_dates", nil)
	case r.Empty:
		r.Next = reason("next.bring_posts", nil)
	case m != nil && m.put >= 3 && 2*m.answered < m.put:
		r.Next = reason("next.answer_week", nil)
	case len(seen) == 0:
		r.Next = reason("next.bring_posts", nil)
	case r.active()*2 < weeks:
		r.Next = reason("next.one_a_week", nil)
	default:
		r.Next = reason("next.keep_pace", nil)
	}
	return r
}

func dayOf(d network.Date) network.Day {
	return network.DayOf(dayStart(d), utc)
}

// weekly counts lines week by week, and the weeks that had any.
func (r *Reading) weekly(seen []Line, end network.Day) {
	rows := make([]Row, weeks)
	for i := range rows {
		rows[i] = Row{end - network.Day(7*(weeks-i)) + 1, make([]int, 3)}
	}
	n, before := 0, 0
	for _, x := range seen {
		back := int(end - x.Day)
		if back < 0 || back >= 7*weeks {
			before++
			continue
		}
		n++
		rows[weeks-1-back/7].Counts[shownBy[x.Kind]]++
	}
	alive := 0
	for _, w := range rows {
		if w.Counts[0]+w.Counts[1]+w.Counts[2] > 0 {
			alive++
		}
	}
	f := Fact{Reason: reason("presence.weeks", own(lastIDs(seen)...), alive, weeks, end.Date()), Shows: Done, Rows: rows}
	r.Facts = append(r.Facts, f)
}

// active returns how many weeks of the year had anything.
func (r *Reading) active() int {
	for _, f := range r.Facts {
		if f.Key == "mirror.presence.weeks" {
			return f.Args[0].(int)
		}
	}
	return 0
}

func lastIDs(seen []Line) (out []string) {
	for _, x := range slices.Backward(seen) {
		if out = append(out, x.ID); len(out) == someCases {
			break
		}
	}
	return out
}

// silence finds the longest time between two lines.
func (r *Reading) silence(seen []Line) {
	longest, at := network.Day(0), 0
	for i := 1; i < len(seen); i++ {
		if d := seen[i].Day - seen[i-1].Day; d > longest {
			longest, at = d, i
		}
	}
	if at == 0 {
		return
	}
	r.done("presence.silence", own(seen[at-1].ID, seen[at].ID), int(longest), seen[at-1].Day.Date(), seen[at].Day.Date())
}
