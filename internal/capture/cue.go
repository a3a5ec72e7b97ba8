package capture

import (
	"strings"
	"sync"
)

// A cue is a run of words by which a record is known. Cues are written as
// patterns, in folded words:
//
//	besoin        this word
//	cherch~       a word that begins so
//	a|ont         one of these
//	bien?         may be missing
//	<name>        somebody's name; <when> is a moment
//	<kin>         a word for kin; also <child>, <role>, <poss>, <any>, <verb>
//
// An adverb may stand between any two words of a cue. Where several cues begin
// at one word, the longest counts; of two as long, the one declared first.
type cue struct {
	typ   Type
	kind  string
	elems []element
	weak  bool // gives way to another cue later in the clause
	noun  bool // may follow an article, unlike verbs
	only  byte // 'i': the subject must be the keeper; 'o': must not be
	bare  bool // there must be no subject
	they  bool // somebody else must be its subject
	mine  bool // the subject, if there is one, must not be somebody else
	lang  string
}

type element struct {
	words    []string
	stems    []string
	class    string
	optional bool
}

// A hit is a cue found in the line, from unit a up to unit b.
type hit struct {
	cue  *cue
	a, b int
}

// A table is cues by the word or the stem they begin with.
type table struct {
	words map[string][]*cue
	stems map[string][]*cue
	least int // length of the shortest stem
}

// A cueList reads its cues when it is asked for them: a program that reads no
// line does without.
type cueList func() []*cue

// cues holds the patterns of one type, one a line, each followed by its kind
// after an equals sign where it has one.
func cues(t Type, list string) cueList { return func() []*cue { return readCues(t, list) } }

func readCues(t Type, list string) []*cue {
	var out []*cue
	for _, line := range strings.Split(list, "\n") {
		line, kind, _ := strings.Cut(line, "=")
		fields := strings.Fields(line)
		if len(fields) == 0 {
			continue
		}
		c := &cue{typ: t, kind: strings.TrimSpace(kind)}
		for _, f := range fields {
			switch f {
			case "(weak)":
				c.weak = true
			case "(noun)":
				c.noun = true
			case "(mine)":
				c.mine = true
			case "(bare)":
				c.bare = true
			case "(they)":
				c.they = true
			case "(en)", "(fr)":
				c.lang = strings.Trim(f, "()")
			case "(i)":
				c.only = 'i'
			case "(other)":
				c.only = 'o'
			default:
				c.elems = append(c.elems, parseElement(f))
			}
		}
		out = append(out, c)
	}
	return out
}

// open reports whether the element takes a word of what a cue leads to.
func (e element) open() bool {
	return !e.optional && (e.class == "any" || e.class == "verb" || e.class == "act")
}

func parseElement(f string) element {
	var e element
	f, e.optional = strings.CutSuffix(f, "?")
	for _, alt := range strings.Split(f, "|") {
		if stem, ok := strings.CutSuffix(alt, "~"); ok {
			e.stems = append(e.stems, stem)
		} else if strings.HasPrefix(alt, "<") {
			e.class = strings.Trim(alt, "<>")
		} else {
			e.words = append(e.words, alt)
		}
	}
	return e
}

func newTable(lists ...cueList) *table {
	t := &table{words: map[string][]*cue{}, stems: map[string][]*cue{}, least: 99}
	for _, list := range lists {
		for _, c := range list() {
			first := c.elems[0]
			for _, w := range first.words {
				t.words[w] = append(t.words[w], c)
			}
			for w := range classes[first.class] {
				t.words[w] = append(t.words[w], c)
			}
			if first.class == "name" {
				t.words[anyName] = append(t.words[anyName], c)
			}
			for _, s := range first.stems {
				t.stems[s] = append(t.stems[s], c)
				t.least = min(t.least, len(s))
			}
		}
	}
	return t
}

// all are the cues of every type. The order settles which of two cues of the
// same length counts.
var all = sync.OnceValue(func() *table {
	return newTable(promiseCues, introductionCues, askCues, tieCues, verbFavours, favourCues, pairFavours, needCues, offerCues, factCues, encounterCues)
})

// anyName is the word under which cues that begin with a name are kept.
const anyName = "<name>"

// findHits fills in, for every unit, the cue that begins there.
func (r *reader) findHits() {
	r.hits = make([]hit, len(r.units))
	for i, u := range r.units {
		word := u.fold
		switch u.kind {
		case nameUnit:
			word = anyName
		case signUnit, whenUnit:
			continue
		}
		best := hit{}
		for _, c := range all().words[word] {
			best = r.better(best, c, i)
		}
		for n := all().least; u.kind == wordUnit && n <= len(u.fold); n++ {
			for _, c := range all().stems[u.fold[:n]] {
				best = r.better(best, c, i)
			}
		}
		r.hits[i] = best
	}
}

func (r *reader) better(best hit, c *cue, i int) hit {
	b := r.match(c.elems[1:], i+1, maxAdverbs)
	if b < 0 || best.cue != nil && b-i <= best.b-best.a {
		return best
	}
	if c.lang != "" && c.lang != r.lang || !r.subjectFits(c, i) || !r.wordFits(c, i) || r.negated(i, b, c) {
		return best
	}
	return hit{c, i, b}
}

// subjectFits reports whether who does it, as far as that is said, is whom the
// cue is for.
func (r *reader) subjectFits(c *cue, i int) bool {
	switch {
	case c.bare && (r.otherSays(i) || r.keeperSays(i)):
		return false
	case c.mine && r.otherSays(i), c.they && !r.otherSays(i):
		return false
	}
	return c.only == 0 || (c.only == 'i') == r.keeperSays(i)
}

// wordFits reports whether the first word of the cue is a verb or a noun as it
// should be.
func (r *reader) wordFits(c *cue, i int) bool {
	if c.noun {
		return c.typ != Encounter || !r.thing(i)
	}
	return c.mine || !r.nounHere(i)
}

// maxAdverbs is how many adverbs in a row may stand between two words of a cue;
// without a bound a line of nothing else would take long.
const maxAdverbs = 2

// match returns where a match of elems from unit i on ends, -1 for none.
func (r *reader) match(elems []element, i, skips int) int {
	r.steps++
	if len(elems) == 0 {
		return i
	}
	e := elems[0]
	if i < len(r.units) {
		if r.is(e, r.units[i]) {
			if end := r.match(elems[1:], i+1, maxAdverbs); end >= 0 {
				return end
			}
		}
		if skips > 0 && adverbs[r.units[i].fold] && r.units[i].kind == wordUnit {
			if end := r.match(elems, i+1, skips-1); end >= 0 {
				return end
			}
		}
	}
	if e.optional {
		return r.match(elems[1:], i, skips)
	}
	return -1
}

func (r *reader) is(e element, u unit) bool {
	if u.kind != wordUnit {
		return u.kind == nameUnit && e.class == "name" || u.kind == whenUnit && e.class == "when"
	}
	switch e.class {
	case "", "name", "when":
	case "any":
		return !negations[u.fold]
	case "proper":
		return r.tokens[u.from].capital
	case "act":
		return !negations[u.fold] && !auxiliaries[u.fold]
	case "verb":
		return frenchInfinitive(u.fold)
	default:
		if r.in(e.class, u.fold) {
			return true
		}
	}
	for _, w := range e.words {
		if w == u.fold {
			return true
		}
	}
	for _, s := range e.stems {
		if strings.HasPrefix(u.fold, s) {
			return true
		}
	}
	return false
}

// in reports whether a word is of a class. "Son" is a child in English alone.
func (r *reader) in(class, fold string) bool {
	return classes[class][fold] && !(fold == "son" && r.lang == "fr" && class != "poss")
}

// frenchInfinitive goes by the ending; nouns in -er that follow where a verb
// could are too rare to matter.
func frenchInfinitive(w string) bool {
	return len(w) > 3 && (strings.HasSuffix(w, "er") || strings.HasSuffix(w, "ir") || strings.HasSuffix(w, "re"))
}

// nounHere reports whether the word is a noun, not a verb: an article, a
// possessive or "de" stands before it.
func (r *reader) nounHere(i int) bool {
	return i > 0 && r.units[i-1].kind == wordUnit && determiners[r.units[i-1].fold] && !r.pronounBefore(i)
}

// pronounBefore tells "elle l’invite" from "l’invitation": l, le, la and les
// after a pronoun are pronouns too.
func (r *reader) pronounBefore(i int) bool {
	return i > 1 && r.units[i-2].kind == wordUnit && pronouns[r.units[i-2].fold]
}

var auxiliaries = words(`ai as a avons avez ont avais avait suis es est etais etait aurais aurai`)

var negations = words(`not pas plus jamais never`)

var determiners = words(`le la les l un une des du de d mon ma mes ton ta tes son sa ses notre votre nos vos leur leurs ce cet cette ces
	the a an my your his her our their this that these those some any no of`)

var pronouns = words(`je j il elle ils elles on nous vous tu ne n i he she they we you`)

// negated reports whether a negation stands around the cue: "ne cherche plus",
// "no longer looking for". A cue that is a negation itself says so by its words.
func (r *reader) negated(a, b int, c *cue) bool {
	if c.typ == Encounter || c.typ == Promise || c.typ == Tie {
		return false
	}
	for i := a - 1; i >= 0 && i >= a-3 && r.units[i].kind == wordUnit; i-- {
		switch f := r.units[i].fold; {
		case f == "not" || f == "never" || f == "longer" || f == "nor" || f == "without" || f == "sans":
			return true
		case (f == "ne" || f == "n") && i >= a-2:
			return true
		case (f == "pas" || f == "plus") && i == a-1: // spoken French drops "ne"
			return true
		}
	}
	return b < len(r.units) && (r.units[b].fold == "pas" || r.units[b].fold == "plus" && r.spokenNegation(a) || r.units[b].fold == "not")
}

// spokenNegation tells "cherche plus de local" (no longer) from "cherche plus
// grand" (larger): the first needs a "ne", which the caller has looked for, or
// "de" after it.
func (r *reader) spokenNegation(a int) bool {
	b := r.hitEnd(a)
	return b+1 < len(r.units) && (r.units[b+1].fold == "de" || r.units[b+1].fold == "d")
}

func (r *reader) hitEnd(a int) int {
	for i := a; i < len(r.units) && i < a+4; i++ {
		if r.units[i].fold == "plus" {
			return i
		}
	}
	return a
}

// keeperSays reports whether the keeper is the subject of the verb at unit i.
func (r *reader) keeperSays(i int) bool {
	for k := i - 1; k >= 0 && k >= i-5; k-- {
		u := r.units[k]
		switch {
		case u.kind == nameUnit || u.kind == signUnit:
			return false
		case keeperWords[u.fold]:
			return true
		case otherWords[u.fold]:
			return false
		}
	}
	return false
}

// otherSays reports whether somebody else is the subject of the verb at unit i.
func (r *reader) otherSays(i int) bool {
	for k := i - 1; k >= 0 && k >= i-3; k-- {
		u := r.units[k]
		switch {
		case u.kind == nameUnit:
			return true
		case u.kind != wordUnit || keeperWords[u.fold]:
			return false
		case r.in("kin", u.fold) || r.in("child", u.fold):
			return true
		case otherWords[u.fold] && u.fold != "et" && u.fold != "and":
			return true
		case !beforeVerb[u.fold] && !adverbs[u.fold]:
			return false
		}
	}
	return false
}

// thing tells "café d’Éthiopie" and "her lunch" from a meeting: what stands
// before the noun makes it a thing.
func (r *reader) thing(i int) bool {
	return i > 0 && r.units[i-1].kind == wordUnit && thingLeads[r.units[i-1].fold]
}

var thingLeads = words(`de d du des of for some any son sa ses his her their leur from`)

var keeperWords = words(`je j jai i ive ill im on nous we`)
var otherWords = words(`il elle ils elles qui he she they hes shes theyre who it et and`)
