package match

import (
	"slices"
	"strings"
	"unicode/utf8"

	"entregent/internal/network"
	"entregent/internal/words"
)

// A reading is what a text comes down to.
type reading struct {
	side    side
	mode    mode
	things  []thing
	without []int32    // concepts that are ruled out
	places  []located  // where; any of them
	named   []string   // the places as written
	not     [][]int32  // places that are ruled out
	when    when       //
	afar    bool       // place does not matter
	over    bool       // "déjà loué"
	taught  bool       // to be learned or taught: the head is a lesson in it
	trade   *reading   // "je suis cuisinière et je cherche une place": what the writer does, as brought
	parts   []*reading // of a need that holds several wishes: each
	joint   bool       // to be done in company: "a partner for"
	joins   bool       // wants to join in
	job     bool       // looks for work: whoever hires may help
	marks   []mark     // its words, for ranking what is less than sure
	text    string     //
	weight  float32    // of all things together
}

// A thing is one word or expression that counts.
type thing struct {
	concepts []int32           // what it may mean; none for a word the lexicon does not know
	word     string            // family, of an unknown word
	hints    []hint            // what a word may speak of beside its concepts
	reach    map[int32]float32 // of a need: how near the hints come to concepts
	roots    []root            // of its words that count
	tells    float32           // how much it tells, whatever it stands beside
	broken   bool              // of a need: it does not work, so that whoever repairs it will do
	mended   bool              // one of its words was written otherwise
	does     int32             // concept of what is done to it, -1 for nothing
	weight   float32           // share of the meaning of the text
	from, to int               // bytes of the text
	first    int               // token
	last     int               // one past the last token
}

// A reader reads one text.
type reader struct {
	lex    *Lexicon
	text   string
	lang   lang
	needs  bool // it is a need
	tokens []token
	used   []bool // by a time, a place
	ruled  []bool // out, by a negation
	cues   []said
	out    reading
}

// read reads a text that stands, unless it says otherwise, on a side.
func (x *Lexicon) read(text, hint, where string, w Window, since network.Date, stands side, kind Kind) reading {
	r := reader{lex: x, text: text, needs: stands == wants, tokens: tokenise(text)}
	if r.lang = language(text, hint, kind); r.lang != either && (kind == Offer || kind == Fact) {
		r.mend()
	}
	r.used, r.ruled = make([]bool, len(r.tokens)), make([]bool, len(r.tokens))
	r.out = reading{side: stands, text: text}
	r.cues = x.sides.find(r.tokens, r.lang)
	r.negations()
	r.time(w, since)
	r.where(where, kind)
	var from said
	if kind == Offer || len(r.cues) > 0 && (r.cues[0].cue == seek || r.cues[0].cue == hire && kind != Fact) {
		from = r.stand(stands)
	}
	if r.things(false); len(r.out.things) == 0 {
		r.things(true)
	}
	if kind == Organisation {
		r.named()
	}
	r.inCompany()
	r.broken()
	if r.turn(from.to) || stands == gives {
		from = said{} // what comes before the cue is part of what is brought
	}
	r.bind()
	r.teach(from.to)
	r.choose(kind)
	r.weigh(from.from, kind)
	r.out.marks = r.marks()
	if stands == wants {
		r.out.trade = r.trade(from.from)
	}
	return r.out
}

// sureWords is how many words tell their language, whatever the keeper speaks.
const sureWords = 6

// language tells the language of a text, both where it cannot be told. Titles
// mix them.
func language(text, hint string, kind Kind) lang {
	if kind == Job || kind == Organisation {
		return either
	}
	if l := langOf(words.Read(text).Lang); l != 0 {
		if h := langOf(hint); h != 0 && h != l && len(strings.Fields(text)) < sureWords { // "needs a sous chef": a few words deceive
			return either
		}
		return l
	}
	for _, r := range text {
		if r > utf8.RuneSelf && r != '’' && r != '“' && r != '”' && r != '–' && r != '£' && r != '€' {
			return fr
		}
	}
	if l := bySmall(text); l != 0 {
		return l
	}
	if l := langOf(hint); l != 0 {
		return l
	}
	return either
}

// bySmall tells the language of a text by its small words, where two of them are
// of one language and none of the other alone.
func bySmall(text string) lang {
	var ofFr, ofEn int
	for w := range strings.FieldsSeq(text) {
		w = strings.ToLower(w)
		switch f, e := small[fr][w], small[en][w]; {
		case f && !e:
			ofFr++
		case e && !f:
			ofEn++
		}
	}
	switch {
	case ofFr > 1 && ofEn == 0:
		return fr
	case ofEn > 1 && ofFr == 0:
		return en
	}
	return 0
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
		if c.cue != not || r.lacks(c) {
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

// lacks reports whether a negation of a need tells what is missing, and rules
// nothing out: "no internet upstairs", "il ne sait ni lire ni écrire", "I have
// no car".
func (r *reader) lacks(c said) bool {
	if !r.needs {
		return false
	}
	if c.from == 0 {
		return true
	}
	for i := max(c.from-5, 0); i < c.from; i++ {
		if w := r.tokens[i].fold; w == "ne" || w == "n" {
			return true
		}
	}
	switch r.tokens[c.from-1].fold {
	case "have", "has", "got", "is", "s", "there", "ve", "are", "with":
		return true
	}
	return false
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

// things finds what the text speaks of; among the words of cues too where they
// are all there is.
func (r *reader) things(cues bool) {
	for i := 0; i < len(r.tokens); {
		if r.proper(i) {
			i++
			continue
		}
		to, concepts := r.term(i)
		if to > i+1 && r.inCue(i) && r.better(i, to) {
			i++
			continue
		}
		if to == i {
			to = i + 1
			if r.used[i] || isSmall(r.tokens[i].fold, r.lang) || r.inCue(i) && !cues {
				i = to
				continue
			}
		} else if to == i+1 && (r.used[i] || r.inCue(i) && !r.turns(i) && !cues) {
			i = to
			continue
		}
		if r.ruled[i] {
			r.out.without = append(r.out.without, concepts...)
			i = to
			continue
		}
		t := thing{concepts: concepts, does: -1, from: r.tokens[i].from, to: r.tokens[to-1].to, first: i, last: to}
		if len(concepts) > 0 && to == i+1 {
			_, t.hints = r.unknown(r.tokens[i].fold)
		}
		if len(concepts) == 0 {
			t.word, t.hints = r.unknown(r.tokens[i].fold)
		}
		for k := i; k < to; k++ {
			t.roots = r.roots(t.roots, r.tokens[k].fold)
			t.mended = t.mended || r.tokens[k].mended
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
	for _, t := range r.lex.terms[l].of(stem(r.tokens[i].fold, l)) {
		if int(t.n) < n {
			break
		}
		end := r.follows(i, t.rest, l)
		if end == 0 {
			continue
		}
		if int(t.n) > n {
			n, to, concepts = int(t.n), end, nil
		}
		if !slices.Contains(concepts, t.concept) {
			concepts = append(concepts, t.concept)
		}
	}
	return n, to, concepts
}

// better reports whether an expression that begins with a cue cuts a longer one:
// "cherche une maison" is one, and so is "maison pour les vacances".
func (r *reader) better(from, to int) bool {
	for i := from + 1; i < to; i++ {
		if end, _ := r.term(i); end > to {
			return true
		}
	}
	return false
}

// joins part two things: "a desk and a lamp" is no desk lamp.
var joins = set(`et ou and or`)

// maxPassed is how many small words may stand inside an expression.
const maxPassed = 3

// follows returns the end of a term that begins at a word, given its other
// stems, 0 where it does not stand there.
func (r *reader) follows(i int, rest string, l lang) int {
	j, other := i, 0 // one other word may stand inside: "walks the neighbours' dogs"
	for s := range strings.FieldsSeq(rest) {
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
