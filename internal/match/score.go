package match

import (
	"slices"

	"entregent/internal/network"
)

// recruiting is the concept of whoever finds people for posts.
const recruiting = "recruiting"

// What keeps two texts that speak of one thing from being a match, and what
// makes it less sure. The figures are judged, and set on the development half
// of the annotated sets.
const (
	byOtherDoing = 0.3  // lessons in it against the thing itself
	byLesson     = 0.8  // lessons in it, where the need does not say that it wants the thing
	byOtherMode  = 0.3  // bought against rented
	byRuledOut   = 0.3  // the entry has what the need rules out
	placeOpen    = 0.9  // the need says where, the entry does not
	placeClose   = 0.95 // the next town
	placeAfar    = 0.95 // at a distance
	byTrade      = 0.9  // what the writer does, where they look for something else besides
	byRecruiter  = 0.7  // may know of a post
	coverEntry   = 0.2  // how much it counts that the entry speaks of little else
	fullNeed     = 1.7  // what a need says beyond this much makes it no harder to meet
	ofStrength   = 0.7  // how much it counts that something meets, the rest being how much of the need is met
	sureAt       = 0.27 // all that meets must be as strong as this
	farBehind    = 0.85 // what has less of the score of the best is not said
)

// byKind is how sure each kind of entry is.
var byKind = [...]float32{Offer: 1, Job: 0.95, Fact: 0.9, Organisation: 0.75}

// A met is one thing of a need with what meets it.
type met struct {
	need, entry *thing
	sim         float32
	key         string
	concept     int32
}

// pair compares a need with an entry; below Least nothing is to be said.
func (x *Lexicon) pair(n Need, r *reading, e *Entry, s *reading, o Options) (float32, []met) {
	if n.Owner == e.Owner && n.Owner != "" || s.over || r.over || len(r.things) == 0 {
		return 0, nil
	}
	if !o.Today.IsZero() && s.when.over(dayOf(o.Today)) {
		return 0, nil
	}
	score, by := x.score(r, s, e.Kind)
	if r.trade != nil {
		if second, also := x.score(r.trade, s, e.Kind); second*byTrade > score {
			score, by = second*byTrade, also
		}
	}
	for _, p := range r.parts {
		if second, also := x.score(p, s, e.Kind); second*byPart > score {
			score, by = second*byPart, also
		}
	}
	if r.job && s.side == gives { // who seeks a post is met by who finds people for posts
		if second, also := x.recruits(r, s); second > score {
			score, by = second, also
		}
	}
	return score, by
}

// match puts into words what pair found.
func (x *Lexicon) match(n Need, r *reading, e Entry, s *reading, score float32, by []met, o Options) Match {
	m := Match{Need: n, Entry: e, Score: float64(min(score, 1)), Way: Introduce}
	switch {
	case n.Owner == o.Keeper && o.Keeper != "":
		m.Way = Receive
	case e.Owner == o.Keeper && o.Keeper != "":
		m.Way = Give
	}
	m.New = e.Kind == Offer && later(e.Since, n.Since)
	x.reasons(&m, r, s, by)
	return m
}

func later(a, b network.Date) bool {
	return !a.IsZero() && !b.IsZero() && dayOf(a) > dayOf(b)
}

func (x *Lexicon) score(r, s *reading, kind Kind) (float32, []met) {
	place := x.placing(r, s)
	if place == 0 || !r.when.meets(s.when) {
		return 0, nil
	}
	by, need, entry, sure := x.cover(r, s, kind)
	if !sure || r.side == s.side && !x.company(r, s, by) && !r.joins {
		return 0, nil
	}
	return x.worth(r, s, kind, by, need, entry) * place, by
}

// worth is how well what meets does, places and times set aside.
func (x *Lexicon) worth(r, s *reading, kind Kind, by []met, need, entry float32) float32 {
	if len(by) == 0 {
		return 0
	}
	share := need / min(r.weight, fullNeed)
	score := (ofStrength*x.strength(by) + (1-ofStrength)*min(share, 1)) * (1 - coverEntry + coverEntry*min(entry/s.weight, 1)) * byKind[kind]
	if r.mode != 0 && s.mode != 0 {
		want, have := r.mode, s.mode
		if r.side == gives {
			want, have = have, want
		}
		if takes[want]&have == 0 {
			score *= byOtherMode
		}
	}
	if r.mode == 0 && s.mode == sale && len(r.when.spans) > 0 && r.when.spans[0].to != forever {
		score *= byOtherMode // wanted for a time
	}
	if x.ruledOut(r, s) || x.ruledOut(s, r) {
		score *= byRuledOut
	}
	return score
}

// strength is how sure it is that the two speak of one thing, be it much of the
// need or little.
func (x *Lexicon) strength(by []met) float32 {
	miss := float32(1)
	for _, m := range by {
		sure := m.sim * m.need.tells
		if m.concept >= 0 && x.Concepts[m.concept].Category { // both are but artisans
			sure = min(sure, ofCategory)
		}
		miss *= 1 - min(sure, 0.98)
	}
	return 1 - miss
}

// company reports whether two texts on one side match all the same: two who
// seek a partner for what is done together.
func (x *Lexicon) company(r, s *reading, by []met) bool {
	m := by[0]
	if r.joint && s.joint && r.side == wants && r.mode == 0 && s.mode == 0 && slices.ContainsFunc(by, func(m met) bool { return m.need.tells >= tellsBefore && m.sim > 0.5 }) {
		return true
	}
	if !slices.ContainsFunc(m.need.concepts, func(c int32) bool { return x.Concepts[c].Together }) {
		return false
	}
	return r.mode == 0 && s.mode == 0 && m.concept >= 0 && x.Concepts[m.concept].Together && m.need.does < 0 && m.entry.does < 0 && r.side == wants
}

// cover finds for each thing of the need the nearest of the entry.
func (x *Lexicon) cover(r, s *reading, kind Kind) (by []met, need, entry float32, sure bool) {
	var taken uint64 // a text has few things; what comes after counts again
	for i := range r.things {
		t := &r.things[i]
		best, at := met{need: t}, -1
		for k := range s.things {
			if m := x.meets(t, &s.things[k], kind); m.sim > best.sim {
				best, at = m, k
			}
		}
		if best.sim == 0 {
			continue
		}
		need += best.sim * t.weight
		if taken&(1<<at) == 0 {
			taken |= 1 << at
			entry += s.things[at].weight
		}
		by = append(by, best)
	}
	slices.SortStableFunc(by, func(a, b met) int {
		switch x, y := a.sim*a.need.weight, b.sim*b.need.weight; {
		case x > y:
			return -1
		case x < y:
			return 1
		}
		return 0
	})
	return by, need, entry, x.strength(by) >= sureAt
}

// meets compares two things.
func (x *Lexicon) meets(t, u *thing, kind Kind) met {
	m := met{need: t, entry: u, concept: -1}
	if t.word != "" && t.word == u.word {
		m.sim, m.key = 1, SameWord
	}
	for _, c := range t.concepts {
		for _, d := range u.concepts {
			if k, ok := x.nearness(c, d); ok && k.sim > m.sim {
				m.sim, m.key, m.concept = k.sim, k.key, d
			}
		}
	}
	x.sharesRoot(&m, t, u)
	x.hinted(&m, t, u)
	if t.mended || u.mended {
		m.sim *= ofMended
	}
	if m.sim > 0 && t.does != u.does && kind == Offer && !(t.broken && u.does == x.index[repair]) {
		m.sim *= x.doing(t.does, u.does)
	}
	return m
}

func (x *Lexicon) doing(a, b int32) float32 {
	if a >= 0 && b >= 0 {
		for _, k := range x.near[a] {
			if k.concept == b {
				return k.sim
			}
		}
	}
	if a < 0 && b == x.index[lesson] {
		return byLesson
	}
	return byOtherDoing
}

// ruledOut reports whether b is about what a rules out.
func (x *Lexicon) ruledOut(a, b *reading) bool {
	for _, c := range a.without {
		for _, t := range b.things {
			for _, d := range t.concepts {
				if d == c {
					return true
				}
			}
		}
	}
	return false
}

// placing is how well the places go together.
func (x *Lexicon) placing(r, s *reading) float32 {
	for _, no := range r.not {
		for _, l := range s.places {
			if x.nearest(no, l.at) >= inside {
				return 0
			}
		}
	}
	switch {
	case len(r.places) == 0:
		return 1
	case len(s.places) == 0:
		if s.afar || r.afar {
			return placeAfar
		}
		return placeOpen
	}
	best := apart
	for _, a := range r.places {
		for _, b := range s.places {
			best = max(best, x.nearest(a.at, b.at))
		}
	}
	switch {
	case best >= inside:
		return 1
	case best == close:
		return placeClose
	case s.afar || r.afar:
		return placeAfar
	}
	return 0
}

func (x *Lexicon) nearest(a, b []int32) nearness {
	best := apart
	for _, p := range a {
		for _, q := range b {
			best = max(best, x.places.nearness(p, q))
		}
	}
	return best
}

// recruits compares somebody who seeks a post with somebody who fills posts.
func (x *Lexicon) recruits(r, s *reading) (float32, []met) {
	c, ok := x.index[recruiting]
	if !ok || x.placing(r, s) == 0 {
		return 0, nil
	}
	for i := range s.things {
		t := thing{concepts: []int32{c}, does: -1, weight: 1, from: r.things[0].from, to: r.things[0].to}
		if m := x.meets(&t, &s.things[i], Job); m.sim >= sureAt && m.key != Broader {
			m.key = Related
			return m.sim * byRecruiter, []met{m}
		}
	}
	return 0, nil
}

// reasons says by which words.
func (x *Lexicon) reasons(m *Match, r, s *reading, by []met) {
	add := func(key, need, entry, concept string) {
		m.Reasons = append(m.Reasons, Reason{key, need, entry, concept})
	}
	for _, b := range by {
		need, entry, concept := r.text[b.need.from:b.need.to], s.text[b.entry.from:b.entry.to], ""
		if b.concept >= 0 {
			concept = x.Concepts[b.concept].Key
		}
		key := b.key
		if network.Fold(need) == network.Fold(entry) {
			key = SameWord
		}
		add(key, need, entry, concept)
		if !slices.Contains(m.Words, entry) {
			m.Words = append(m.Words, entry)
		}
	}
	switch m.Entry.Kind {
	case Job:
		add(ByJob, r.text, s.text, "")
	case Organisation:
		add(ByWork, r.text, s.text, "")
	case Fact:
		add(ByFact, r.text, s.text, "")
	}
	if r.mode != 0 && s.mode != 0 {
		add(OtherSides, r.text, s.text, "")
	}
	switch {
	case len(r.places) > 0 && len(s.places) > 0:
		key := InPlace
		if x.nearest(r.places[0].at, s.places[0].at) == same {
			key = SamePlace
		} else if x.placing(r, s) == placeAfar {
			key = FromAfar
		}
		add(key, r.named[0], s.named[0], "")
	case len(r.places) > 0 && s.afar:
		add(FromAfar, r.named[0], "", "")
	}
	if r.when.said() && s.when.said() {
		add(SameTime, r.when.words(r.text), s.when.words(s.text), "")
	}
}

func (a when) words(text string) string { return text[a.text[0]:a.text[1]] }
