package capture

// A clause is a part of the line, from unit a up to unit b, that gives at most
// one record.
type clause struct {
	a, b int
	hit  hit // its cue; none where nothing was understood
	skip int // unit at which its words begin, after a conjunction
}

// split parts the line into clauses: at signs, at conjunctions and pronouns
// before a cue, and where another cue follows that of an encounter.
func (r *reader) split() []clause {
	cut := make([]bool, len(r.units)+1)
	inside := r.insideCues()
	for i, u := range r.units {
		switch {
		case u.kind == signUnit && (u.fold != "," || !r.inList(i)) && u.fold != "&" && u.fold != "+" && u.fold != "'" && u.fold != "/":
			cut[i] = true
		case i > 0 && !inside[i] && r.begins(i):
			cut[i] = true
		}
	}
	r.cutAfterEncounters(cut)
	var out []clause
	for a := 0; a < len(r.units); {
		b := a + 1
		for b < len(r.units) && !cut[b] {
			b++
		}
		out = append(out, clause{a: a, b: b})
		a = b
	}
	for i := range out {
		out[i].hit = r.choose(out[i])
	}
	return out
}

// insideCues marks the units that a cue of several words runs through.
func (r *reader) insideCues() []bool {
	inside := make([]bool, len(r.units))
	for i := 0; i < len(r.units); i++ {
		h := r.hits[i]
		for k := i + 1; h.cue != nil && k < h.b; k++ {
			inside[k] = true
		}
		if h.cue != nil && h.b > i {
			i = h.b - 1
		}
	}
	return inside
}

// inList reports whether the comma at unit i parts names: "avec Yves, Marie et
// Paul".
func (r *reader) inList(i int) bool {
	if i == 0 || i+1 >= len(r.units) || r.units[i-1].kind != nameUnit || r.units[i+1].kind != nameUnit {
		return false
	}
	for k := i + 2; k < len(r.units); k++ {
		u := r.units[k]
		switch {
		case u.kind == signUnit && u.fold == ",", u.kind == wordUnit && (u.fold == "et" || u.fold == "and"):
			return true
		case u.kind != nameUnit:
			return false
		}
	}
	return false
}

var conjunctions = words(`et and mais but puis then donc so car qui who & + ainsi alors ou while plus because parce which where dont`)

// conjunction leaves out what is none in the language of the line: an English car.
func (r *reader) conjunction(fold string) bool {
	return conjunctions[fold] && !(fold == "car" && r.lang == "en")
}

var subjects = words(`il elle ils elles he she they hes shes theyre je j i ill ive jai`)

// begins reports whether a clause begins at unit i inside a sentence.
func (r *reader) begins(i int) bool {
	u := r.units[i]
	prev := r.units[i-1]
	if u.kind != wordUnit && !(u.kind == signUnit && (u.fold == "&" || u.fold == "+")) {
		return false
	}
	switch {
	case r.conjunction(u.fold):
		if prev.kind == nameUnit && i+1 < len(r.units) && r.units[i+1].kind == nameUnit && u.fold != "mais" && u.fold != "but" {
			return false // "Claire et Noémie se connaissent"
		}
		return r.cueWithin(i+1, i+6)
	case prev.kind == wordUnit && (subordinators[prev.fold] || r.conjunction(prev.fold)):
		return false
	case subjects[u.fold]:
		return r.cueWithin(i, i+5)
	}
	return false
}

// subordinators bind a clause to the one before.
var subordinators = words(`que qu si s quand lorsque comme dont that if whether when what where why how as before after though`)

// cueWithin reports whether a cue other than an encounter’s begins before unit
// b, with nothing between but what may stand before a verb.
func (r *reader) cueWithin(a, b int) bool {
	for i := a; i < len(r.units) && i < b; i++ {
		if h := r.hits[i]; h.cue != nil && (h.cue.typ != Encounter || h.cue.mine) {
			return true
		}
		u := r.units[i]
		if u.kind == signUnit || u.kind == wordUnit && !beforeVerb[u.fold] && !adverbs[u.fold] && !r.in("kin", u.fold) && !r.in("child", u.fold) && !r.in("role", u.fold) {
			return false
		}
	}
	return false
}

var beforeVerb = words(`il elle ils elles on nous vous je j i he she they we it me m se s lui leur l le la les y en ne n a ont est sont ai avait is are was has have had ve d ll re
	sa son ses mon ma mes leurs his her their my qui who this that`)

// cutAfterEncounters begins a new clause where the cue of another type follows
// that of an encounter: "mail à Isabelle pour lui demander un nom".
func (r *reader) cutAfterEncounters(cut []bool) {
	met, other := false, false
	for i := 0; i < len(r.units); i++ {
		if cut[i] {
			met, other = false, false
		}
		h := r.hits[i]
		if h.cue == nil {
			continue
		}
		if h.cue.weak && i > 0 && r.units[i-1].kind == wordUnit && withWords[r.units[i-1].fold] {
			continue
		}
		if met && h.cue.typ != Encounter && !(h.cue.typ == Tie && r.units[i].kind == wordUnit && r.units[i].fold == "ami") {
			cut[r.backToSubject(i)] = true
			met, other = false, true
		}
		other = other || h.cue.typ != Encounter && !h.cue.weak
		met = met || h.cue.typ == Encounter && !other
		if h.b > i+1 && !h.cue.weak {
			i = h.b - 1
		}
	}
}

// backToSubject returns the first of the words that belong to the verb at unit
// i: pronouns before it.
func (r *reader) backToSubject(i int) int {
	for i > 0 && r.units[i-1].kind == wordUnit && (subjects[r.units[i-1].fold] || r.conjunction(r.units[i-1].fold)) {
		i--
	}
	if i > 1 && r.units[i-1].kind == wordUnit && determiners[r.units[i-1].fold] && r.units[i-2].kind == wordUnit && about[r.units[i-2].fold] {
		i -= 2 // "sur son divorce"
	}
	return i
}

// choose returns the cue of a clause: the first, but for weak ones, which give
// way to a later one.
func (r *reader) choose(c clause) hit {
	c.skip = c.a
	for c.skip < c.b && r.units[c.skip].kind == signUnit {
		c.skip++
	}
	if h, ok := r.imperative(c); ok {
		return h
	}
	var weak hit
	for i := c.a; i < c.b; i++ {
		h := r.hits[i]
		switch {
		case h.cue == nil || h.b > c.b && h.a+1 > c.b:
		case h.cue.weak && i > 0 && r.units[i-1].kind == wordUnit && withWords[r.units[i-1].fold]: // "with his twins"
		case h.cue.weak:
			if weak.cue == nil {
				weak = h
			}
		case weak.cue != nil && h.cue.typ == Fact && h.cue.kind != Child:
		case weak.cue != nil && h.cue.typ == Encounter:
		default:
			h.b = min(h.b, c.b)
			return h
		}
	}
	weak.b = min(weak.b, c.b)
	return weak
}

var imperativeCue = &cue{typ: Promise}

// imperative reads a clause that begins with a bare verb as something to do.
func (r *reader) imperative(c clause) (hit, bool) {
	i := c.skip
	for i < c.b && r.units[i].kind == wordUnit && (r.conjunction(r.units[i].fold) || r.units[i].fold == "please") {
		i++
	}
	if i >= c.b || r.units[i].kind != wordUnit || !imperatives[r.units[i].fold] {
		return hit{}, false
	}
	if h := r.hits[i]; h.cue != nil && h.cue.typ != Encounter && h.cue.typ != Promise && h.b > i+1 {
		return hit{}, false
	}
	if asNouns[r.units[i].fold] && !r.verbal(i, c.b) {
		return hit{}, false
	}
	if i+1 >= c.b || !objectFollows(r.units[i+1]) {
		return hit{}, false
	}
	return hit{imperativeCue, i, i + 1}, true
}

// objectFollows reports whether the unit can be what a bare verb acts on.
func objectFollows(u unit) bool { return u.kind == nameUnit || u.kind == wordUnit }

// verbal tells "call Alice back about" from "call Alice: …": the verb has an
// object and something said of it.
func (r *reader) verbal(i, b int) bool {
	for k := i + 1; k < b; k++ {
		if u := r.units[k]; u.kind == wordUnit && (u.fold == "back" || u.fold == "about" || u.fold == "re" || u.fold == "to" && k > i+1 || u.fold == "him" || u.fold == "them") {
			return r.units[i+1].kind == nameUnit || objectPronouns[r.units[i+1].fold]
		}
	}
	return i+1 < b && r.units[i+1].kind == wordUnit && objectPronouns[r.units[i+1].fold]
}
