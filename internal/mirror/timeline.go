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

// gaps tells of the times of which both documents say nothing, and of those which
// one of them fills.
func (c *comparing) gaps(cv, profile *portrait) {
	mine, theirs := cv.holes(c.today), profile.holes(c.today)
	if cv == nil || profile == nil {
		for _, h := range mine {
			c.say(Gap, "timeline", "gap.alone", h.side(), Side{}, own(cv.id), h.months())
		}
		for _, h := range theirs {
			c.say(Gap, "timeline", "gap.alone", Side{}, h.side(), own(profile.id), h.months())
		}
		return
	}
	for _, h := range mine {
		for _, o := range theirs {
			if both := (hole{max(h.from, o.from), min(h.to, o.to)}); both.months() >= longEnough {
				c.say(Gap, "timeline", "gap.both", both.side(), both.side(), own(cv.id, profile.id), both.months())
			}
		}
	}
	for _, h := range without(mine, theirs) {
		c.say(Gap, "timeline", "gap.cv", h.side(), Side{}, own(cv.id), h.months())
	}
	for _, h := range without(theirs, mine) {
		c.say(Gap, "timeline", "gap.profile", Side{}, h.side(), own(profile.id), h.months())
	}
}

// without cuts others out of holes and returns the pieces that are long enough.
func without(holes, others []hole) (out []hole) {
	for _, h := range holes {
		for _, o := range others {
			if o.to < h.from || o.from > h.to {
				continue
			}
			if left := (hole{h.from, o.from - 1}); left.months() >= longEnough {
				out = append(out, left)
			}
			h.from = o.to + 1
		}
		if h.months() >= longEnough {
			out = append(out, h)
		}
	}
	return out
}

func (h hole) months() int { return h.to - h.from + 1 }

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
