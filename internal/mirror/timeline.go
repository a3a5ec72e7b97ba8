package mirror

import (
	"cmp"
	"slices"

	"entregent/internal/network"
)

// longEnough is how many months without a word make a gap (judged): half a year is
// a search, or a child, or a walk.
const longEnough = 7

// A hole is a time of which a document tells nothing: its first and last month,
// counted from year 0.
type hole struct{ from, to int }

func (h hole) side() Side { return Side{From: month(h.from), To: month(h.to), Times: true} }

// holes returns the gaps between posts and studies, oldest first. Where only a year
// is said, the gap is taken as short as it can be.
func (p *portrait) holes(today network.Day) (out []hole) {
	if p == nil {
		return nil
	}
	type span struct{ from, to int }
	var all []span
	now := whenOf(today).first()
	for _, s := range slices.Concat(p.positions, p.studies) {
		switch {
		case len(s.wrong) > 0, s.reversed():
			return nil // of a time that cannot be read, or cannot be, it is not known what it fills
		case s.from.IsZero():
		case s.to.IsZero():
			all = append(all, span{s.from.first(), max(now, s.from.last())})
		default:
			all = append(all, span{s.from.first(), s.to.last()})
		}
	}
	slices.SortFunc(all, func(a, b span) int { return cmp.Or(cmp.Compare(a.from, b.from), cmp.Compare(a.to, b.to)) })
	for i, until := 0, 0; i < len(all); i++ {
		if i > 0 && all[i].from-until-1 >= longEnough {
			out = append(out, hole{until + 1, all[i].from - 1})
		}
		until = max(until, all[i].to)
	}
	return out
}

// reversed reports whether something ends before it begins.
func (s spell) reversed() bool {
	return !s.from.IsZero() && !s.to.IsZero() && s.to.last() < s.from.first()
}

// gaps tells of the times of which one document, or both, say nothing.
func (c *comparing) gaps(cv, profile *portrait) {
	mine, theirs := cv.holes(c.today), profile.holes(c.today)
	for _, h := range mine {
		i := slices.IndexFunc(theirs, func(o hole) bool { return h.shares(o) })
		switch {
		case i >= 0:
			c.say(Gap, "timeline", "gap.both", h.side(), theirs[i].side(), own(cv.id, profile.id), h.months())
			theirs = slices.Delete(theirs, i, i+1)
		case profile == nil:
			c.say(Gap, "timeline", "gap.alone", h.side(), Side{}, own(cv.id), h.months())
		default:
			c.say(Gap, "timeline", "gap.cv", h.side(), Side{}, own(cv.id), h.months())
		}
	}
	for _, h := range theirs {
		if cv == nil {
			c.say(Gap, "timeline", "gap.alone", Side{}, h.side(), own(profile.id), h.months())
		} else {
			c.say(Gap, "timeline", "gap.profile", Side{}, h.side(), own(profile.id), h.months())
		}
	}
}

func (h hole) months() int { return h.to - h.from + 1 }

// shares reports whether two gaps are one: half of the shorter is in the other.
func (h hole) shares(o hole) bool {
	return 2*(min(h.to, o.to)-max(h.from, o.from)+1) >= min(h.months(), o.months())
}

// dates tells of times that cannot be: an end before its beginning, a beginning
// that is still to come, words that are no date.
func (c *comparing) dates(p *portrait, isCV bool) {
	put := func(kind Kind, key string, s spell, args ...any) {
		var cv, profile Side
		if at := s.side(); isCV {
			cv = at
		} else {
			profile = at
		}
		c.say(kind, "dates", key, cv, profile, own(s.id), args...)
	}
	now := whenOf(c.today)
	ahead := 0
	var first spell
	for _, s := range slices.Concat(p.positions, p.studies) {
		at := s.called()
		switch {
		case len(s.wrong) > 0:
			put(Missing, "dates.unread", s, at, s.wrong[0])
		case s.reversed():
			put(Contradiction, "dates.reversed", s, at)
		case !s.from.IsZero() && s.from.first() > now.last():
			if ahead++; ahead == 1 {
				first = s
			}
		}
	}
	if ahead > 0 { // many at once have one cause: they are told once
		put(Contradiction, "dates.ahead", first, ahead)
	}
}
