package resolve

import (
	"math"
	"slices"
	"time"

	"entregent/internal/network"
)

// Evidence is weighed in points that add up, as the logarithms of likelihoods do:
// three points make it about eight times likelier that two are one. The weights
// were chosen by hand on the invented people of package measure/same, seed Dev.
const (
	enough = 4.2 // from here on two persons are proposed
	likely = 6.0 // and from here on it is asked for

	// A name is worth the more the fewer people would bear it by chance: base less
	// the logarithm of their number.
	base0       = 6.0
	mostRare    = 2.0 // at most so much is added
	mostCommon  = 1.0 // and taken off for a whole name
	perFamiliar = -0.4
	perMistyped = -0.6
	perRest     = -0.5 // a word that only one of the names has
	perLetter   = -0.3
	otherRest   = -2.2 // each has a word that the other has not
	otherGiven  = -4.5 // and these are two given names
	onlyWord    = -1.2 // one of the names is but a word
	fromLocal   = -0.4 // read from an address

	sameHandle   = 6.0 // stands under two names
	sharedHandle = 2.0 // under three or more: a switchboard, a household
	// To work at one place is worth the more the smaller it is: the logarithm of
	// its share of the people, within bounds.
	leastFirm    = 0.8
	mostFirm     = 2.8
	sameTime     = 0.5 // and both were there within two years
	madeOf0      = 5.6 // an address is made of the other's name; weighed as names are
	alikeLocals  = 2.2 // two addresses begin alike
	rareLocals   = 5.2 // long, and nobody else's
	sameTown     = 0.8
	sameBirthday = 4.5
	sameDay      = 3.5 // the year unknown
	seenWith     = 1.0 // by each person in common, three at most

	otherBirthday = -7.0
	otherProfile  = -4.0 // each has their own on the same network
	sameBook      = -1.0 // one address book lists both
	otherTown     = -0.4
)

// A verdict is the sum of what speaks for and against two being one. Most pairs
// are only summed up; the few that are proposed are weighed again to be told.
type verdict struct {
	score        float64
	tell         bool
	signs        int // that speak for
	for_, contra []network.Reason
}

func (v *verdict) yes(points float64, key string, args ...any) {
	v.score += points
	v.signs++
	if v.tell {
		v.for_ = append(v.for_, network.Reason{Key: key, Args: args, Facts: []network.Ref{}})
	}
}

func (v *verdict) no(points float64, key string, args ...any) {
	v.score += points
	if v.tell {
		v.contra = append(v.contra, network.Reason{Key: key, Args: args, Facts: []network.Ref{}})
	}
}

// A scorer weighs pairs against how common names and employers are in the book.
type scorer struct{ census }

// weigh tells how likely it is that two are one, and why. Two of whom neither a
// name nor an address nor a number meets are not weighed at all: that they work
// at one place says nothing.
func (s scorer) weigh(x, y *portrait, tell bool) verdict {
	v := verdict{tell: tell}
	m, points := s.closest(x, y)
	if (m.a.bare || m.b.bare) && points > 0 {
		// A name read from an address and an address made of a name are one and the
		// same evidence: what is worth more counts.
		if worth := s.addressed(x, y, meeting{}, &v); v.score >= points {
			m, points = meeting{}, 0
		} else if worth {
			v = verdict{tell: tell}
		}
	}
	made := v.score > 0
	if points > 0 {
		v.score = points
		if tell {
			s.tellNames(m, &v)
		}
	}
	shared := s.handled(x, y, &v)
	if !made && !m.a.bare && !m.b.bare {
		made = s.addressed(x, y, m, &v)
	}
	if points <= 0 && !shared && !made {
		return verdict{}
	}
	s.employed(x, y, &v)
	s.born(x, y, &v)
	s.lives(x, y, &v)
	s.kept(x, y, &v)
	s.listed(x, y, &v)
	return v
}

// closest returns how the two names meet that are closest, with what that is worth.
func (s scorer) closest(x, y *portrait) (best meeting, points float64) {
	points = math.Inf(-1)
	for _, a := range x.names {
		for _, b := range y.names {
			m := compare(a, b)
			if p := s.nameScore(m); p > points {
				best, points = m, p
			}
		}
	}
	return best, points
}

// nameScore weighs how two names meet.
func (s scorer) nameScore(m meeting) float64 {
	if m.words() == 0 {
		return math.Inf(-1)
	}
	rest := min(m.restA, m.restB)
	p := base0 + float64(m.familiar)*perFamiliar + float64(m.mistyped)*perMistyped + float64(m.initials)*perLetter
	if m.a.bare || m.b.bare {
		p += fromLocal
	}
	expected := float64(s.people)
	for k := range m.n { // a slip of the finger is rare; two names that are both borne by many are two names
		w, o := m.a.words[m.pairs[k][0]], m.b.words[m.pairs[k][1]]
		expected *= s.share(w, o)
		if m.mistyped > 0 && w.meets(&o) == mistyped && min(s.word[w.text], s.word[o.text]) > 2 {
			p -= 2
		}
	}
	rare := min(mostRare, -math.Log10(expected))
	switch {
	case m.words()+m.initials >= 2 && rest == 0:
		return p + max(-mostCommon, rare) + float64(max(m.restA, m.restB))*perRest
	case m.words() >= 2:
		return p + max(-mostCommon, rare) + otherRest/2
	case m.contradicts():
		return p + rare + otherGiven
	case rest > 0:
		return p + rare + otherRest
	}
	return p + rare + onlyWord
}

// contradicts reports whether two names have the family name in common and two
// given names that have nothing to do with each other: not one person, whatever
// else they share. The family name is taken to be the last word.
func (m meeting) contradicts() bool {
	if m.words() != 1 || m.initials > 0 || m.restA == 0 || m.restB == 0 || m.n != 1 {
		return false
	}
	i, j := m.pairs[0][0], m.pairs[0][1]
	return m.a.family(i) && m.b.family(j)
}

// otherFamily reports whether two whole names have but one word in common: a
// given name and two family names, such as a marriage makes, or two people called
// alike behind one telephone.
func (m meeting) otherFamily() bool {
	return m.words() == 1 && m.initials == 0 && m.restA > 0 && m.restB > 0
}

// family reports whether word i is the family name, or part of it: the last word,
// the one in capitals.
func (n name) family(i int) bool {
	last := len(n.words) - 1
	return i == last && !n.capital || i == 0 && n.capital || i > 0 && n.words[i].from != "" && n.words[i].from == n.words[last].from
}

func (s scorer) tellNames(m meeting, v *verdict) {
	tell := func(key string, args ...any) {
		v.for_ = append(v.for_, network.Reason{Key: key, Args: args, Facts: []network.Ref{}})
	}
	a, b := m.a.said, m.b.said
	long, short := a, b
	switch {
	case m.words() >= 2 && m.familiar == 0 && m.mistyped == 0 && m.restA == 0 && m.restB == 0:
		tell("same.name")
	case m.words() >= 2 && min(m.restA, m.restB) == 0 && max(m.restA, m.restB) > 0:
		if m.restA > 0 {
			long, short = short, long
		}
		tell("same.contained", long, short)
	case m.words() == 1 && m.initials > 0:
		tell("same.initial", a, b)
	case m.words() == 1 && m.restA+m.restB > 0 || m.words() >= 2 && m.restA > 0:
		tell("same.half", m.a.words[m.pairs[0][0]].written(m.a.said))
	case m.words() == 1:
		tell("same.name")
	}
	for k := range m.n {
		w, o := m.a.words[m.pairs[k][0]], m.b.words[m.pairs[k][1]]
		switch w.meets(&o) {
		case familiar:
			tell("same.familiar", w.written(a), o.written(b))
		case mistyped:
			tell("same.mistyped", w.written(a), o.written(b))
		}
	}
	if m.contradicts() {
		v.contra = append(v.contra, network.Reason{Key: "differ.given", Facts: []network.Ref{}})
	}
}

// handled weighs the handles two persons share although they are not one. It is
// false where there are none.
func (s scorer) handled(x, y *portrait, v *verdict) bool {
	before := v.signs
	for _, m := range x.mails {
		for _, n := range y.mails {
			if m.said == n.said {
				v.yes(s.handleScore(m.said), "same.handle", m.said)
			}
		}
	}
	for _, t := range x.phones {
		if slices.Contains(y.phones, t) {
			v.yes(s.handleScore(t), "same.handle", t)
		}
	}
	for _, o := range x.own {
		if slices.Contains(y.own, o) {
			v.yes(s.handleScore(o.value), "same.handle", o.value)
		}
	}
	return v.signs > before
}

func (s scorer) handleScore(value string) float64 {
	if s.reach[value] >= sharedBy {
		return sharedHandle
	}
	return sameHandle
}

// firmScore is what working at one place is worth.
func (s scorer) firmScore(firm string) float64 {
	return max(leastFirm, min(mostFirm, math.Log10(float64(max(s.people, 500))/float64(max(1, s.firm[firm])))))
}

func (s scorer) employed(x, y *portrait, v *verdict) {
	for _, a := range x.traits.Employers {
		for _, b := range y.traits.Employers {
			if a.Name != b.Name {
				continue
			}
			points, key := s.firmScore(a.Name), "same.employer"
			if !a.AsOf.IsZero() && !b.AsOf.IsZero() && a.AsOf.Sub(b.AsOf).Abs() < 2*365*24*time.Hour {
				points, key = points+sameTime, "same.employer.then"
			}
			v.yes(points, key, a.Said)
			return
		}
	}
	for _, p := range [2][2]*portrait{{x, y}, {y, x}} {
		for _, m := range p[0].mails {
			if m.private {
				continue
			}
			also := false
			for _, n := range p[1].mails {
				also = also || m.domain == n.domain && m.said != n.said
			}
			for _, e := range p[1].traits.Employers {
				also = also || e.Name == m.firm
			}
			if !also {
				continue
			}
			v.yes(s.firmScore(m.firm), "same.domain", m.domain)
			return
		}
	}
}

// addressed weighs addresses that are made of the other's name, and addresses that
// begin alike. Where the names are the same, that says nothing new.
func (s scorer) addressed(x, y *portrait, m meeting, v *verdict) bool {
	same := m.words() >= 2
	if !same {
		best, points := network.Reason{}, 0.0
		for _, p := range [2][2]*portrait{{x, y}, {y, x}} {
			for _, box := range p[0].mails {
				for _, n := range p[1].names {
					worth := s.madeScore(box, n)
					if worth > points {
						best, points = network.Reason{Key: "same.address", Args: []any{box.said, n.said}}, worth
					}
				}
			}
		}
		if points > 0 {
			v.yes(points, best.Key, best.Args...)
			return true
		}
	}
	for _, a := range x.mails {
		for _, b := range y.mails {
			if a.said == b.said || len(a.plain) < 6 || a.plain != b.plain {
				continue
			}
			if same && (isMade(a, m.a) || isMade(a, m.b)) {
				continue
			}
			points := alikeLocals
			if s.local[a.plain] <= 2 && len(a.plain) >= 8 {
				points = rareLocals
			}
			v.yes(points, "same.local", a.said, b.said)
			return true
		}
	}
	return false
}

// madeScore weighs that a local part is made of a name.
func (s scorer) madeScore(box mailbox, n name) float64 {
	how, w, o := madeOf(box, n)
	if how == notMade {
		return 0
	}
	expected := float64(s.people) * s.share(w, w)
	if how == fromBoth {
		expected *= s.share(o, o)
	} else {
		expected *= byLetter
	}
	return max(0, madeOf0+min(mostRare, -math.Log10(expected)))
}

func (s scorer) born(x, y *portrait, v *verdict) {
	if len(x.traits.Birthdays) == 0 || len(y.traits.Birthdays) == 0 {
		return
	}
	for _, a := range x.traits.Birthdays {
		for _, b := range y.traits.Birthdays {
			if a == b && len(a) == 10 && a[0] != '-' {
				v.yes(sameBirthday, "same.birthday", a)
				return
			}
			if dayOf(a) == dayOf(b) && (a[0] == '-' || b[0] == '-') {
				v.yes(sameDay, "same.birthday", a)
				return
			}
		}
	}
	v.no(otherBirthday, "differ.birthday")
}

// dayOf is the month and the day of a date as network.Date writes it.
func dayOf(date string) string { return date[max(0, len(date)-5):] }

func (s scorer) lives(x, y *portrait, v *verdict) {
	if len(x.traits.Towns) == 0 || len(y.traits.Towns) == 0 {
		return
	}
	for _, t := range x.traits.Towns {
		if slices.Contains(y.traits.Towns, t) {
			v.yes(sameTown, "same.town", t)
			return
		}
	}
	v.no(otherTown, "differ.town")
}

// kept weighs who was seen with both.
func (s scorer) kept(x, y *portrait, v *verdict) {
	n := 0
	for _, p := range x.traits.With {
		if p == y.person { // they were there together: two people, or one in two guises
			return
		}
		if slices.Contains(y.traits.With, p) && p != x.person {
			n++
		}
	}
	if n > 0 {
		v.yes(seenWith*float64(min(n, 3)), "same.with", n)
	}
}

// listed weighs that each has a place of their own where a person has one.
func (s scorer) listed(x, y *portrait, v *verdict) {
	for _, o := range x.own {
		for _, p := range y.own {
			if o.place == p.place && o.value != p.value {
				if place := o.place; place == "linkedin" || place == "facebook" || place == "whatsapp" {
					v.no(otherProfile, "differ.profile", place)
					return
				}
			}
		}
	}
	for _, place := range x.sources {
		if slices.Contains(y.sources, place) {
			v.no(sameBook, "differ.book")
			return
		}
	}
}
