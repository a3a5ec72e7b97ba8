package match

import "slices"

// bind says of each thing what is done to it: the lessons in "cours de piano"
// and "piano lessons".
func (r *reader) bind() {
	things := r.out.things
	for i, t := range things {
		does := int32(-1)
		for _, c := range t.concepts {
			if r.lex.Concepts[c].Does {
				does = c
			}
		}
		switch {
		case does < 0:
		case r.lang&en != 0 && i > 0 && things[i-1].last == t.first && r.together(things[i-1], t) && !r.doing(things[i-1]) && r.tells(things[i-1]): // "piano lessons"
			things[i-1].does = does
		case i+1 < len(things) && r.together(t, things[i+1]) && !r.doing(things[i+1]) && r.tells(things[i+1]):
			things[i+1].does = does
		}
	}
}

// teach makes a lesson of what is to be learned or taught.
func (r *reader) teach(from int) {
	c, ok := r.lex.index[lesson]
	if !ok || !r.out.taught {
		return
	}
	for i := range r.out.things {
		if t := &r.out.things[i]; t.first >= from && t.does < 0 && !r.doing(*t) && r.tells(*t) {
			t.does = c
			return
		}
	}
}

// lesson and repair are the concepts of lessons in, and repair of, anything.
const (
	lesson = "lesson"
	repair = "repair"
)

func (r *reader) doing(t thing) bool {
	return slices.ContainsFunc(t.concepts, func(c int32) bool { return r.lex.Concepts[c].Does })
}

func (r *reader) together(a, b thing) bool {
	if b.first-a.last > 4 {
		return false
	}
	for i := a.last; i <= b.first; i++ {
		if r.tokens[i].gap {
			return false
		}
	}
	return true
}

// choose keeps, of what an ambiguous word may mean, what the other words speak
// for: an "avocat" beside a divorce is no fruit.
func (r *reader) choose(kind Kind) {
	votes := map[string]int{}
	for _, t := range r.out.things {
		seen := map[string]bool{}
		for _, c := range t.concepts {
			seen[r.lex.Concepts[c].Field] = true
		}
		for f := range seen {
			votes[f] += 2 / len(seen)
		}
	}
	for i, t := range r.out.things {
		if len(t.concepts) < 2 {
			continue
		}
		best := 0
		for _, c := range t.concepts {
			best = max(best, votes[r.lex.Concepts[c].Field])
		}
		if best < 2 {
			continue
		}
		kept := slices.DeleteFunc(slices.Clone(t.concepts), func(c int32) bool { return votes[r.lex.Concepts[c].Field] < best })
		r.out.things[i].concepts = kept
	}
}

// How much of a text's meaning its things carry, from the one it is about on.
var byRank = []float32{1, 0.5, 0.35, 0.25, 0.2}

const (
	ofBefore   = 0.3  // what stands before the cue
	ofCategory = 0.25 // words too wide to tell
	ofUnknown  = 0.2  // words that the lexicon does not know, beside some that it does
	ofHint     = 0.4  // words that hint at what the lexicon knows
	ofMatter   = 0.3  // what a service is about: the dog, beside the vet
	ofDoing    = 0.5  // lessons, repairs: what they are of tells more
)

func (r *reader) weigh(from int, kind Kind) {
	bound, known, service := map[int32]bool{}, false, false
	for _, t := range r.out.things {
		if t.does >= 0 {
			bound[t.does] = true
		}
		known = known || r.tells(t)
		service = service || r.tells(t) && !r.matter(t)
	}
	rank := 0
	for i := range r.out.things {
		t := &r.out.things[i]
		w, ranked := float32(ofBefore), false
		if t.last > from {
			w, ranked = byRank[min(rank, len(byRank)-1)], true
		}
		switch {
		case len(t.concepts) == 0:
			if len(t.hints) > 0 && known {
				w = min(w, ofHint)
			} else if k := r.tokens[t.first]; known && (!k.capital || k.first && kind != Organisation) {
				w, ranked = ofUnknown, false // and no name
			}
		case slices.ContainsFunc(t.concepts, func(c int32) bool { return bound[c] }):
			w *= ofDoing
			ranked = false
		case !r.tells(*t):
			w *= ofCategory
			ranked = false
		case service && r.matter(*t) && t.does < 0:
			w, ranked = ofMatter, false
		}
		if ranked {
			rank++
		}
		t.weight = w
		t.tells = r.alone(*t, bound, known, service, t.last > from)
		r.out.weight += w
	}
}

// How much a thing tells by itself.
const (
	tellsName   = 0.15 // a name, beside a thing: the street, the firm
	tellsVague  = 0.1  // a word of which many things are said
	tellsDoing  = 0.3  // lessons, repairs, beside what they are of
	tellsBefore = 0.6  // what stands before the cue
	tellsBeside = 0.5  // what a service is about
	tellsMatter = 0.9  // what a service may be about
)

// alone is how much a thing tells by itself, whatever it stands beside.
func (r *reader) alone(t thing, bound map[int32]bool, known, service, behind bool) float32 {
	switch {
	case len(t.concepts) == 0 && vague[r.tokens[t.first].fold]:
		return tellsVague
	case len(t.concepts) == 0 && known && r.tokens[t.first].capital && !r.tokens[t.first].first:
		return tellsName
	case len(t.concepts) == 0:
		return 1
	case !r.tells(t) && known:
		return ofCategory
	case !r.tells(t):
		return 1 // an artisan, whichever
	case slices.ContainsFunc(t.concepts, func(c int32) bool { return bound[c] }) || known && r.doing(t):
		return tellsDoing
	case !behind:
		return tellsBefore
	case r.matter(t) && service && t.does < 0:
		return tellsBeside
	case r.matter(t):
		return tellsMatter
	}
	return 1
}

// matter reports whether a thing may be only what another is about.
func (r *reader) matter(t thing) bool {
	return !slices.ContainsFunc(t.concepts, func(c int32) bool { return !r.lex.Concepts[c].Matter && !r.lex.Concepts[c].Category })
}

// tells reports whether a thing is known and no mere category.
func (r *reader) tells(t thing) bool {
	return slices.ContainsFunc(t.concepts, func(c int32) bool { return !r.lex.Concepts[c].Category })
}
