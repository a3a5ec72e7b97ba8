package match

import (
	"slices"
	"unicode/utf8"

	"entregent/internal/network"
	"entregent/internal/words"
)

// A reading is what a text comes down to.
type reading struct {
	side    side
	mode    mode
	things  []thing
	without []int32   // concepts that are ruled out
	places  []located // where; any of them
	named   []string  // the places as written
	not     [][]int32 // places that are ruled out
	when    when      //
	afar    bool      // place does not matter
	over    bool      // "déjà loué"
	taught  bool      // to be learned or taught: the head is a lesson in it
	trade   *reading  // "je suis cuisinière et je cherche une place": what the writer does, as brought
	job     bool      // looks for work: whoever hires may help
	text    string    //
	weight  float32   // of all things together
}

// A thing is one word or expression that counts.
type thing struct {
	concepts []int32 // what it may mean; none for a word the lexicon does not know
	word     string  // rough form, of an unknown word
	does     int32   // concept of what is done to it, -1 for nothing
	weight   float32 // share of the meaning of the text
	from, to int     // bytes of the text
	first    int     // token
	last     int     // one past the last token
}

// A reader reads one text.
type reader struct {
	lex    *Lexicon
	text   string
	lang   lang
	tokens []token
	used   []bool // by a time, a place
	ruled  []bool // out, by a negation
	cues   []said
	out    reading
}

// read reads a text that stands, unless it says otherwise, on a side.
func (x *Lexicon) read(text, hint, where string, w Window, since network.Date, stands side, kind Kind) reading {
	r := reader{lex: x, text: text, tokens: tokenise(text)}
	r.used, r.ruled = make([]bool, len(r.tokens)), make([]bool, len(r.tokens))
	r.lang = language(text, hint, kind)
	r.out = reading{side: stands, text: text}
	r.cues = x.sides.find(r.tokens, r.lang)
	r.negations()
	r.time(w, since)
	r.where(where, kind)
	var from said
	if kind == Offer || len(r.cues) > 0 && (r.cues[0].cue == seek || r.cues[0].cue == hire) {
		from = r.stand(stands)
	}
	r.things()
	if r.turn(from.to) || stands == gives {
		from = said{} // what comes before the cue is part of what is brought
	}
	r.bind()
	r.teach(from.to)
	r.choose(kind)
	r.weigh(from.from, kind)
	if stands == wants {
		r.out.trade = r.trade(from.from)
	}
	return r.out
}

// trade returns what the writer of a need does, where they say so: a cook who
// seeks a place is met by who seeks a cook, and "I tutor Spanish" offers.
func (r *reader) trade(before int) *reading {
	if len(r.tokens) < 2 || !iAm[r.tokens[0].fold] || notI[r.tokens[1].fold] {
		return nil
	}
	if before > 0 && !iDo[r.tokens[1].fold] && !slices.ContainsFunc(r.tokens[:before], func(t token) bool { return t.fold == "et" || t.fold == "and" }) {
		return nil
	}
	alt := r.out
	alt.side, alt.things, alt.weight = gives, nil, 0
	for _, t := range r.out.things {
		if (before == 0 || t.last <= before) && r.tells(t) {
			t.weight = byRank[min(len(alt.things), len(byRank)-1)]
			alt.things, alt.weight = append(alt.things, t), alt.weight+t.weight
		}
	}
	if len(alt.things) == 0 {
		return nil
	}
	return &alt
}

// notI are second words after which a text that begins with I tells no trade.
var notI = set(`ne n me se need have had want`)

var (
	iAm = set(`je j i we nous on`)
	iDo = set(`suis fais sommes faisons m am are re`)
)

// language tells the language of a text, both where it cannot be told. Titles
// mix them.
func language(text, hint string, kind Kind) lang {
	if kind == Job || kind == Organisation {
		return either
	}
	if l := langOf(words.Read(text).Lang); l != 0 {
		if h := langOf(hint); h != 0 && h != l { // "needs a sous chef": a few words deceive
			return either
		}
		return l
	}
	for _, r := range text {
		if r > utf8.RuneSelf && r != '’' && r != '“' && r != '”' && r != '–' && r != '£' && r != '€' {
			return fr
		}
	}
	if l := langOf(hint); l != 0 {
		return l
	}
	return either
}

// maxRuled is how many words a negation reaches.
const maxRuled = 5

func (r *reader) negations() {
	for _, c := range r.cues {
		if c.cue == void {
			r.out.over = true
		}
		if c.cue == remote {
			r.out.afar = true
		}
		if c.cue != not {
			continue
		}
		for i := c.to; i < len(r.tokens) && i < c.to+maxRuled; i++ {
			if t := r.tokens[i]; t.gap || t.fold == "mais" || t.fold == "but" {
				break
			}
			r.ruled[i] = true
		}
	}
}

func (r *reader) time(w Window, since network.Date) {
	kept, ruled := slices.Clone(r.tokens), slices.Clone(r.tokens)
	for i := range kept {
		if r.ruled[i] {
			kept[i].fold = ""
		} else {
			ruled[i].fold = ""
		}
	}
	r.out.when = readWhen(kept, r.used, since)
	if out := readWhen(ruled, r.used, since); out.week != 0 {
		if r.out.when.week == 0 {
			r.out.when.week = 0x7f
		}
		r.out.when.week &^= out.week
	}
	if !w.IsZero() {
		r.out.when.spans = []days{w.days()}
	}
}

func (r *reader) where(where string, kind Kind) {
	g := &r.lex.places
	for _, l := range g.find(r.tokens, false) {
		for i := l.from; i < l.to; i++ {
			r.used[i] = true
		}
		if r.ruled[l.from] {
			r.out.not = append(r.out.not, l.at)
			continue
		}
		r.out.places = append(r.out.places, l)
		r.out.named = append(r.out.named, r.text[r.tokens[l.from].from:r.tokens[l.to-1].to])
	}
	if where == "" {
		return
	}
	found := g.find(tokenise(where), true)
	if len(found) > 0 && (len(r.out.places) == 0 || kind != Fact) {
		// The last is the widest: "Villeurbanne, Rhône". The first is where it is.
		r.out.places, r.out.named = found[:1], []string{where}
	}
}

// stand works out the side and the mode, and returns the cue behind which the
// thing itself is named.
func (r *reader) stand(stands side) (from said) {
	known, before := false, said{}
	owned := false
	for _, c := range r.cues {
		if c.cue == not || c.cue == void || c.cue == remote || r.ruled[c.from] {
			continue
		}
		if m := cueModes[c.cue]; m != 0 && r.out.mode == 0 {
			r.out.mode = m
		}
		s := cueSides[c.cue]
		switch {
		case c.cue == own:
			owned = true
		case owned && !known && (c.cue == rent || c.cue == sell || c.cue == donate): // "j'ai une chambre à louer"
			r.out.side, known = gives, true
		case s == 0:
		case stands == wants && s == gives && !r.myself(c.from, c.cue) && !(c.cue == bring && r.tokens[c.from].gap) && !(before.cue == seek && c.from-before.to <= 1):
			// "dad can't use the internet", "leaving teaching": said of others.
		case !known && stands == wants && s == gives && r.somebody(c.from):
			// "quelqu'un qui donne des cours": the one who is looked for gives.
		case !known, before.cue == seek && c.from-before.to <= 1:
			r.out.side, known, from = s, true, c
		}
		if c.cue == learn || c.cue == teach {
			r.out.taught = true
		}
		if c.cue != plain && c.cue != work && c.cue != client {
			before = c
		}
	}
	return from
}

// myself reports whether who has the need speaks of what they do themselves:
// "je donne", "I am selling", "vendre mon vélo", "my settee is free to whoever".
func (r *reader) myself(at int, c cue) bool {
	for i := max(at-3, 0); i <= at; i++ {
		switch r.tokens[i].fold {
		case "je", "j", "i", "we", "nous", "on":
			return true
		}
	}
	return at == 0 || c != bring && firsts[r.tokens[0].fold]
}

// firsts are first words that say that the text is about the writer's own.
var firsts = set(`je j i we nous on mon ma mes my our notre nos`)

// somebody reports whether the words before tell that somebody else does it.
func (r *reader) somebody(at int) bool {
	for i := at - 1; i >= 0 && i >= at-4; i-- {
		switch r.tokens[i].fold {
		case "qui", "who", "that", "quelqu", "qqn", "quelqun", "someone", "somebody", "anyone", "personne", "pouvant", "pour", "gens", "people":
			return true
		}
	}
	return false
}

// things finds what the text speaks of.
func (r *reader) things() {
	for i := 0; i < len(r.tokens); {
		to, concepts := r.term(i)
		if to == i {
			to = i + 1
			if r.used[i] || isSmall(r.tokens[i].fold, r.lang) || r.inCue(i) {
				i = to
				continue
			}
		} else if to == i+1 && (r.used[i] || r.inCue(i) && !r.turns(i)) {
			i = to
			continue
		}
		if r.ruled[i] {
			r.out.without = append(r.out.without, concepts...)
			i = to
			continue
		}
		t := thing{concepts: concepts, does: -1, from: r.tokens[i].from, to: r.tokens[to-1].to, first: i, last: to}
		if len(concepts) == 0 {
			t.word = rough(r.tokens[i].fold)
		}
		r.out.things = append(r.out.things, t)
		i = to
	}
}

// term returns the end of the longest term that begins at a word, with every
// concept of as many words; i itself where none does.
func (r *reader) term(i int) (to int, concepts []int32) {
	n := 0
	for _, l := range []lang{fr, en} {
		if r.lang&l != 0 {
			n, to, concepts = r.longest(i, l, n, to, concepts)
		}
	}
	if n == 0 && r.lang != either && len(r.tokens[i].fold) > 5 && !isSmall(r.tokens[i].fold, r.lang) { // "freelance": words travel, short ones mean something else
		n, to, concepts = r.longest(i, either^r.lang, 0, 0, nil)
	}
	if n == 0 {
		return i, nil
	}
	return to, concepts
}

func (r *reader) longest(i int, l lang, n, to int, concepts []int32) (int, int, []int32) {
	for _, t := range r.lex.terms[l][stem(r.tokens[i].fold, l)] {
		if len(t.stems) < n {
			break
		}
		end := r.follows(i, t.stems, l)
		if end == 0 {
			continue
		}
		if len(t.stems) > n {
			n, to, concepts = len(t.stems), end, nil
		}
		if !slices.Contains(concepts, t.concept) {
			concepts = append(concepts, t.concept)
		}
	}
	return n, to, concepts
}

// joins part two things: "a desk and a lamp" is no desk lamp.
var joins = set(`et ou and or`)

// maxPassed is how many small words may stand inside an expression.
const maxPassed = 3

// follows returns the end of a term that begins at a word, 0 where it does not
// stand there.
func (r *reader) follows(i int, stems []string, l lang) int {
	j, other := i, 0 // one other word may stand inside: "walks the neighbours' dogs"
	for _, s := range stems[1:] {
		passed := 0
		for j++; ; j++ {
			if j >= len(r.tokens) || r.tokens[j].gap || joins[r.tokens[j].fold] && r.tokens[j].fold != s {
				return 0
			}
			if stem(r.tokens[j].fold, l) == s {
				break
			}
			if !isSmall(r.tokens[j].fold, l) && !r.used[j] {
				if other++; other > 1 || isSmall(r.tokens[i].fold, l) || r.lang == either {
					return 0
				}
			}
			if passed++; passed > maxPassed {
				return 0
			}
		}
	}
	return j + 1
}

// turns reports whether a word is that of a work or client cue, which is looked
// at later.
func (r *reader) turns(i int) bool {
	return slices.ContainsFunc(r.cues, func(c said) bool {
		return c.from <= i && i < c.to && (c.cue == work || c.cue == client || c.cue == rent)
	})
}

func (r *reader) inCue(i int) bool {
	for _, c := range r.cues {
		if c.from <= i && i < c.to {
			return true
		}
	}
	return false
}

// articles may stand between a cue and the noun that it is about.
var articles = set(`un une des du de d le la les l mon ma mes son sa ses notre nos leur leurs a an the any some my his her their our new nouveau nouvel nouvelle petit petite premier premiere bon autre first part full time summer
	good good another il elle on j ai avons ont quelques plusieurs few more plus small petits petites little odd en as paid remunere ete saison`)

// pastimes are the fields in which "stage" is a course and no work.
var pastimes = set(`leisure sports arts food`)

// turn changes the side where work or those who take it are what is looked for
// or offered: who seeks a post of cook cooks; who seeks a tenant has a flat.
func (r *reader) turn(from int) bool {
	for _, c := range r.cues {
		if c.cue != work && c.cue != client || c.from < from || r.ruled[c.from] || !r.directly(from, c.from) && !r.behind(from, c) || r.within(c) {
			continue
		}
		if w := r.tokens[c.from].fold; r.out.side == gives && (w == "heures" || w == "hours") {
			continue // "propose quelques heures"
		}
		if from > 0 && r.hires(from) || c.cue == work && r.pastime(c) {
			return false
		}
		r.out.side = -r.out.side
		r.out.job = c.cue == work && r.out.side == gives
		r.drop(c)
		return true
	}
	return false
}

// behind reports whether a word for work stands right behind what the work is,
// as in "a front-end job".
func (r *reader) behind(from int, c said) bool {
	return c.cue == work && r.lang&en != 0 && slices.ContainsFunc(r.out.things, func(t thing) bool { return t.first >= from && t.last == c.from })
}

// posts are concepts that are work themselves: who seeks a summer job works.
var posts = set(`job student-job seasonal-work internship apprentice first-job`)

// within reports whether a cue is part of a longer expression: "employment
// lawyer" looks for no employment.
func (r *reader) within(c said) bool {
	return slices.ContainsFunc(r.out.things, func(t thing) bool {
		return t.first <= c.from && t.last >= c.to && t.last-t.first > c.to-c.from && !(len(t.concepts) > 0 && posts[r.lex.Concepts[t.concepts[0]].Key])
	})
}

func (r *reader) directly(from, to int) bool {
	for _, t := range r.tokens[from:to] {
		if !articles[t.fold] {
			return false
		}
	}
	return true
}

func (r *reader) hires(to int) bool {
	return slices.ContainsFunc(r.cues, func(c said) bool { return c.to == to && c.cue == hire })
}

func (r *reader) pastime(c said) bool {
	for _, t := range r.out.things {
		if t.first >= c.from {
			for _, k := range t.concepts {
				if pastimes[r.lex.Concepts[k].Field] {
					return true
				}
			}
		}
	}
	return false
}

// drop takes away the word for work itself, unless it is all there is.
func (r *reader) drop(c said) {
	rest := slices.DeleteFunc(slices.Clone(r.out.things), func(t thing) bool { return t.first >= c.from && t.last <= c.to })
	if len(rest) > 0 {
		r.out.things = rest
	}
}

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

// lesson is the concept of lessons in anything.
const lesson = "lesson"

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
			if k := r.tokens[t.first]; known && (!k.capital || k.first && kind != Organisation) {
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
		r.out.weight += w
	}
}

// matter reports whether a thing may be only what another is about.
func (r *reader) matter(t thing) bool {
	return !slices.ContainsFunc(t.concepts, func(c int32) bool { return !r.lex.Concepts[c].Matter && !r.lex.Concepts[c].Category })
}

// tells reports whether a thing is known and no mere category.
func (r *reader) tells(t thing) bool {
	return slices.ContainsFunc(t.concepts, func(c int32) bool { return !r.lex.Concepts[c].Category })
}
