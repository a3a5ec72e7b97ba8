package mirror

import (
	"cmp"
	"slices"
	"strings"

	"entregent/internal/match"
	"entregent/internal/network"
)

// coherence lays the CV beside the profile.
func (in *Input) coherence(l likeness) Reading {
	c := comparing{lex: in.Lexicon, today: in.Today}
	cv, profile := l.cv(), l.profile
	if cv != nil && profile != nil {
		c.heads(cv, profile)
		c.spells("position", cv.positions, profile.positions, sameTitle)
		c.spells("study", cv.studies, profile.studies, sameDegree)
		c.lists("skills", cv.skills, profile.skills, network.Fold)
		c.lists("languages", cv.languages, profile.languages, language)
	} else if one := cmp.Or(cv, profile); one != nil {
		c.alone(one, one == cv)
	}
	for _, p := range []*portrait{cv, profile} {
		if p != nil {
			c.dates(p, p == cv)
		}
	}
	c.gaps(cv, profile)
	c.others(profile, l.others)
	r := Reading{Key: Coherence, Facts: c.facts, Notes: c.notes(l), Empty: cv == nil && profile == nil}
	order := []Kind{Contradiction, Missing, Gap}
	slices.SortStableFunc(r.Facts, func(a, b Fact) int { return cmp.Compare(slices.Index(order, a.Kind), slices.Index(order, b.Kind)) })
	r.Next = nextCoherent(r, cv != nil, profile != nil)
	return r
}

func nextCoherent(r Reading, cv, profile bool) network.Reason {
	first := func(k Kind) int { return slices.IndexFunc(r.Facts, func(f Fact) bool { return f.Kind == k }) }
	switch {
	case !cv && !profile:
		return reason("next.bring_both", nil)
	case !cv:
		return reason("next.bring_cv", nil)
	case !profile:
		return reason("next.bring_profile", nil)
	case first(Contradiction) >= 0:
		return reason("next.set_right", r.Facts[first(Contradiction)].Facts)
	case first(Missing) >= 0:
		return reason("next.complete", r.Facts[first(Missing)].Facts)
	case first(Gap) >= 0:
		return reason("next.say_gap", nil)
	}
	return reason("next.coherent", nil)
}

// A comparing is a comparison on its way.
type comparing struct {
	lex   *match.Lexicon
	today network.Day
	facts []Fact
	agree int // posts and studies on which both agree in everything
}

func (c *comparing) say(kind Kind, field, key string, cv, profile Side, refs []network.Ref, args ...any) {
	c.facts = append(c.facts, Fact{Reason: reason(key, refs, args...), Shows: Said, Kind: kind, Field: field, CV: cv, Profile: profile})
}

// heads compares what stands above all the rest.
func (c *comparing) heads(cv, profile *portrait) {
	refs := own(cv.id, profile.id)
	for _, h := range []struct {
		field       string
		cv, profile string
		same        func(a, b string) bool
	}{
		{"name", cv.name, profile.name, samePerson},
		{"headline", cv.headline, profile.headline, c.sameHeadline},
		{"summary", cv.summary, profile.summary, func(a, b string) bool { return true }}, // prose is never the same, and need not be
		{"place", cv.place, profile.place, samePlace},
	} {
		a, b := Side{Text: h.cv}, Side{Text: h.profile}
		switch {
		case h.cv == "" && h.profile == "":
			if h.field == "headline" || h.field == "summary" {
				c.say(Missing, h.field, "lacks_both."+h.field, a, b, refs)
			}
		case h.cv == "":
			if h.field != "summary" { // few CVs tell in prose what they list
				c.say(Missing, h.field, "lacks_cv."+h.field, a, b, refs)
			}
		case h.profile == "":
			c.say(Missing, h.field, "lacks_profile."+h.field, a, b, refs)
		case !h.same(h.cv, h.profile):
			c.say(Contradiction, h.field, "differs."+h.field, a, b, refs)
		}
	}
}

// sameHeadline reports whether two headlines tell of one trade: a theme or a word
// that counts in common.
func (c *comparing) sameHeadline(a, b string) bool {
	if shares(c.lex, trades(c.lex, a), trades(c.lex, b)) {
		return true
	}
	x, _ := titleWords(a)
	y, _ := titleWords(b)
	return slices.ContainsFunc(x, func(w string) bool { return len(w) > 3 && slices.Contains(y, w) })
}

// samePlace reports whether two places have a word in common that is not small:
// "Lyon, FR" and "Lyon et périphérie".
func samePlace(a, b string) bool {
	x, y := names(a), names(b)
	return slices.ContainsFunc(x, func(w string) bool { return len(w) > 2 && slices.Contains(y, w) })
}

// spells pairs the posts, or studies, of both, and tells where pairs differ and
// what is on one side alone.
func (c *comparing) spells(field string, cv, profile []spell, sameWhat func(*match.Lexicon, string, string) bool) {
	pairs, restCV, restProfile := c.pair(cv, profile, sameWhat)
	for _, p := range pairs {
		c.differ(field, p[0], p[1], sameWhat)
	}
	// One post at two employers: the same work, begun at the same time.
	for i := 0; i < len(restCV); i++ {
		a := restCV[i]
		j := slices.IndexFunc(restProfile, func(b spell) bool {
			return field == "position" && a.what != "" && b.what != "" && sameWhat(c.lex, a.what, b.what) && !a.from.IsZero() && !b.from.IsZero() && a.from.same(b.from)
		})
		if j < 0 {
			continue
		}
		c.say(Contradiction, "employer", "differs.employer", a.side(), restProfile[j].side(), own(a.id, restProfile[j].id), a.what)
		restCV, restProfile = slices.Delete(restCV, i, i+1), slices.Delete(restProfile, j, j+1)
		i--
	}
	if field == "position" {
		restCV, restProfile = c.current(restCV, restProfile)
	}
	for _, s := range restCV {
		c.say(Missing, field, "lacks_profile."+field, s.side(), Side{}, own(s.id), s.called())
	}
	for _, s := range restProfile {
		c.say(Missing, field, "lacks_cv."+field, Side{}, s.side(), own(s.id), s.called())
	}
}

// current tells where each side gives another post for the one that is held now.
func (c *comparing) current(cv, profile []spell) (restCV, restProfile []spell) {
	now := func(s spell) bool { return s.going && !s.from.IsZero() }
	i, j := slices.IndexFunc(cv, now), slices.IndexFunc(profile, now)
	if i < 0 || j < 0 {
		return cv, profile
	}
	c.say(Contradiction, "employer", "differs.current", cv[i].side(), profile[j].side(), own(cv[i].id, profile[j].id))
	return slices.Delete(cv, i, i+1), slices.Delete(profile, j, j+1)
}

// pair finds for each spell of the CV that of the profile which is most like it,
// at the same employer or school; each is taken once.
func (c *comparing) pair(cv, profile []spell, sameWhat func(*match.Lexicon, string, string) bool) (pairs [][2]spell, restCV, restProfile []spell) {
	type couple struct{ i, j, score int }
	var all []couple
	for i, a := range cv {
		for j, b := range profile {
			if !sameName(a.where, b.where) {
				continue
			}
			s := 1
			if sameWhat(c.lex, a.what, b.what) {
				s += 4
			}
			if !a.from.IsZero() && a.from.same(b.from) {
				s += 2
			}
			if !a.to.IsZero() && a.to.same(b.to) || a.going && b.going {
				s++
			}
			all = append(all, couple{i, j, s})
		}
	}
	slices.SortStableFunc(all, func(a, b couple) int {
		return cmp.Or(cmp.Compare(b.score, a.score), cmp.Compare(a.i, b.i), cmp.Compare(a.j, b.j))
	})
	takenCV, takenProfile := make([]bool, len(cv)), make([]bool, len(profile))
	for _, k := range all {
		if !takenCV[k.i] && !takenProfile[k.j] {
			takenCV[k.i], takenProfile[k.j] = true, true
			pairs = append(pairs, [2]spell{cv[k.i], profile[k.j]})
		}
	}
	for i, a := range cv {
		if !takenCV[i] {
			restCV = append(restCV, a)
		}
	}
	for j, b := range profile {
		if !takenProfile[j] {
			restProfile = append(restProfile, b)
		}
	}
	return pairs, restCV, restProfile
}

// differ tells in what two accounts of one spell differ.
func (c *comparing) differ(field string, a, b spell, sameWhat func(*match.Lexicon, string, string) bool) {
	refs, before := own(a.id, b.id), len(c.facts)
	title := "title"
	if field == "study" {
		title = "degree"
	}
	switch {
	case a.what == "" && b.what != "":
		c.say(Missing, title, "lacks_cv."+title, a.side(), b.side(), refs, b.where)
	case b.what == "" && a.what != "":
		c.say(Missing, title, "lacks_profile."+title, a.side(), b.side(), refs, a.where)
	case !sameWhat(c.lex, a.what, b.what):
		c.say(Contradiction, title, "differs."+title, Side{Text: a.what}, Side{Text: b.what}, refs, a.where)
	}
	at := spell{what: either(a.what, b.what), where: a.where}.called()
	switch {
	case a.from.IsZero() && a.to.IsZero() && !b.from.IsZero():
		c.say(Missing, "dates", "lacks_cv.dates", a.side(), b.side(), refs, at)
	case b.from.IsZero() && b.to.IsZero() && !a.from.IsZero():
		c.say(Missing, "dates", "lacks_profile.dates", a.side(), b.side(), refs, at)
	default:
		if !a.from.IsZero() && !b.from.IsZero() && !a.from.same(b.from) {
			c.say(Contradiction, "start", "differs.start", Side{From: a.from, Times: true}, Side{From: b.from, Times: true}, refs, at)
		}
		going := a.going != b.going && !(a.from.IsZero() || b.from.IsZero())
		if going && field == "position" || !a.to.IsZero() && !b.to.IsZero() && !a.to.same(b.to) {
			c.say(Contradiction, "end", "differs.end", Side{To: a.to, Going: a.going, Times: true}, Side{To: b.to, Going: b.going, Times: true}, refs, at)
		}
	}
	if len(c.facts) == before {
		c.agree++
	}
}

// lists compares skills, or languages: what is on one side alone, in one fact each
// way.
func (c *comparing) lists(field string, cv, profile []entry, key func(string) string) {
	if len(cv) == 0 && len(profile) == 0 {
		return
	}
	only := func(a, b []entry) (out []entry) {
		for _, x := range a {
			k := key(x.name)
			if k != "" && !slices.ContainsFunc(b, func(y entry) bool { return key(y.name) == k }) && !slices.ContainsFunc(out, func(y entry) bool { return key(y.name) == k }) {
				out = append(out, x)
			}
		}
		slices.SortStableFunc(out, func(a, b entry) int { return cmp.Compare(network.Fold(a.name), network.Fold(b.name)) })
		return out
	}
	if rest := only(cv, profile); len(rest) > 0 {
		c.say(Missing, field, "lacks_profile."+field, Side{Text: list(rest)}, Side{}, own(rest[0].id), len(rest), list(rest))
	}
	if rest := only(profile, cv); len(rest) > 0 {
		c.say(Missing, field, "lacks_cv."+field, Side{}, Side{Text: list(rest)}, own(rest[0].id), len(rest), list(rest))
	}
}

// list writes a few of several names.
func list(entries []entry) string {
	const most = 8
	var names []string
	for _, e := range entries[:min(most, len(entries))] {
		names = append(names, e.name)
	}
	s := strings.Join(names, ", ")
	if len(entries) > most {
		s += "…"
	}
	return s
}

// alone tells what a single document leaves out.
func (c *comparing) alone(p *portrait, isCV bool) {
	for field, lacks := range map[string]bool{
		"headline": p.headline == "", "summary": p.summary == "" && !isCV, "position": len(p.positions) == 0,
		"study": len(p.studies) == 0, "skills": len(p.skills) == 0,
	} {
		if lacks {
			c.say(Missing, field, "lacks."+field, Side{}, Side{}, own(p.id))
		}
	}
	slices.SortFunc(c.facts, func(a, b Fact) int { return cmp.Compare(a.Field, b.Field) })
}

// others compares the headline of the profile with those of other networks.
func (c *comparing) others(profile *portrait, rest []*portrait) {
	for _, o := range rest {
		if profile != nil && profile.headline != "" && o.headline != "" && !c.sameHeadline(profile.headline, o.headline) {
			c.say(Contradiction, "headline", "differs.profiles", Side{}, Side{Text: profile.headline}, own(profile.id, o.id), Source(o.source), o.headline)
		}
	}
}

// notes are what is to be known of the documents themselves.
func (c *comparing) notes(l likeness) (out []Fact) {
	if cv := l.cv(); len(l.cvs) > 1 {
		w, _ := parseWhen(cv.asOf)
		var refs []network.Ref
		for _, x := range l.cvs {
			refs = append(refs, own(x.id)...)
		}
		out = append(out, Fact{Reason: reason("note.cvs", refs, len(l.cvs)), Shows: Said, CV: Side{From: w, Times: !w.IsZero()}})
	}
	if c.agree > 0 {
		out = append(out, Fact{Reason: reason("note.agree", nil, c.agree), Shows: Said})
	}
	return out
}
