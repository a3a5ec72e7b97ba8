package match

import (
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"path"
	"slices"
	"strings"
	"sync"
)

// files hold the lexicon: one file a field, see lexicon/README.md for the form
// of a line; and the places.
//
//go:embed lexicon/*.txt places/*.txt
var files embed.FS

// Files returns the folders lexicon and places, as Parse reads them: for whoever
// measures with other words than all.
func Files() fs.FS { return files }

// A Concept is one thing that people seek and bring.
type Concept struct {
	Key      string
	Field    string   // the file it stands in, without its ending
	Category bool     // groups others, and is too wide to make a match
	Together bool     // done in company: two who seek it, or one who seeks and one who does it, match; handed on to what is narrower
	Does     bool     // is done to something: lessons, repair; what it is done to belongs to it
	Matter   bool     // is often what something else is about: a dog that limps, a shop that wants a loan
	Broader  []string // keys
	Related  []string // keys
	Fr, En   []Term   // at least one each
}

// A Term is one way to say a concept.
type Term struct {
	Text      string
	Ambiguous bool // says another concept too
}

// A Lexicon is what is known of words.
type Lexicon struct {
	Concepts []Concept // in the order of the files
	index    map[string]int32
	terms    [en + 1]packed[term]     // by language, by the first stem
	near     [][]near                 // by concept: what else would do, best first
	nearTo   [][]near                 // the same, by concept
	hints    [en + 1]packed[hint]     // by language and family
	among    [en + 1]map[string]int32 // by language and family that hints at too many: how many concepts have it
	spelling spelling                 // its words, for what is typed in haste
	spoken   map[string]bool          // the words of cues
	sides    sides
	more     []addition
	clues    []addition
	places   gazetteer
	labels   []label // by concept, for themes
}

// A term is a Term ready to be found.
type term struct {
	rest    string // the stems after the first, a blank between them
	n       int32  // how many stems in all
	concept int32
}

// near is a concept that stands near another.
type near struct {
	concept int32
	sim     float32
	key     string // of the reason
}

// Default returns the lexicon that comes with the program. It is read once.
var Default = sync.OnceValue(func() *Lexicon {
	lex, err := Parse(files)
	if err != nil { // a test reads these very files
		panic("match: " + err.Error())
	}
	return lex.slim()
})

// Parse reads the folders lexicon and places of a file system. An error names
// the file and the line.
func Parse(fsys fs.FS) (*Lexicon, error) {
	lex := &Lexicon{index: map[string]int32{}}
	names, err := fs.Glob(fsys, "lexicon/*.txt")
	if err != nil {
		return nil, err
	}
	for _, name := range names {
		raw, err := fs.ReadFile(fsys, name)
		if err != nil {
			return nil, err
		}
		read := lex.concept
		if path.Base(name) == "sides.txt" {
			read = lex.sides.line
		} else if path.Base(name) == "hints.txt" {
			read = lex.clue
		}
		field := strings.TrimSuffix(path.Base(name), ".txt")
		n := 0
		for line := range strings.Lines(string(raw)) {
			n++
			if line = strings.TrimSpace(line); line == "" || line[0] == '#' {
				continue
			}
			if err := read(field, line); err != nil {
				return nil, fmt.Errorf("%s:%d: %w", name, n, err)
			}
		}
	}
	if err := lex.finish(); err != nil {
		return nil, err
	}
	lex.places, err = parsePlaces(fsys)
	return lex, err
}

// An addition is a line that begins with +: more ways to say a concept that
// stands in whatever file.
type addition struct {
	key     string
	fr, en  []Term
	related []string
}

// concept reads one line: key < broader | French | English ~ related.
func (x *Lexicon) concept(field, line string) error {
	if more, ok := strings.CutPrefix(line, "+"); ok {
		more, related, _ := strings.Cut(more, "~")
		parts := strings.Split(more, "|")
		switch len(parts) {
		case 1:
			parts = append(parts, "", "")
		case 3:
		default:
			return fmt.Errorf("%q: +key | French | English ~ related is wanted", line)
		}
		x.more = append(x.more, addition{strings.TrimSpace(parts[0]), terms(parts[1]), terms(parts[2]), list(related)})
		return nil
	}
	line, related, _ := strings.Cut(line, "~")
	parts := strings.Split(line, "|")
	if len(parts) != 3 {
		return fmt.Errorf("%q: key | French | English is wanted", line)
	}
	key, broader, _ := strings.Cut(parts[0], "<")
	c := Concept{Field: field, Broader: list(broader), Related: list(related)}
	c.Key = strings.TrimSpace(key)
	for c.Key != "" {
		switch c.Key[len(c.Key)-1] {
		case '*':
			c.Category = true
		case '+':
			c.Does = true
		case '=':
			c.Together = true
		case '-':
			c.Matter = true
		default:
			goto named
		}
		c.Key = c.Key[:len(c.Key)-1]
	}
named:
	if c.Key == "" {
		return fmt.Errorf("%q: no key", line)
	}
	if _, twice := x.index[c.Key]; twice {
		return fmt.Errorf("%s stands twice", c.Key)
	}
	c.Fr, c.En = terms(parts[1]), terms(parts[2])
	if len(c.Fr) == 0 || len(c.En) == 0 {
		return fmt.Errorf("%s: a term in either language is wanted", c.Key)
	}
	x.index[c.Key] = int32(len(x.Concepts))
	x.Concepts = append(x.Concepts, c)
	return nil
}

// clue reads one line of words that tell of a concept without naming it: key |
// French | English.
func (x *Lexicon) clue(_, line string) error {
	parts := strings.Split(line, "|")
	if len(parts) != 3 {
		return fmt.Errorf("%q: key | French | English is wanted", line)
	}
	x.clues = append(x.clues, addition{strings.TrimSpace(parts[0]), terms(parts[1]), terms(parts[2]), nil})
	return nil
}

func list(s string) []string {
	var out []string
	for part := range strings.SplitSeq(s, ",") {
		if part = strings.TrimSpace(part); part != "" {
			out = append(out, part)
		}
	}
	return out
}

func terms(s string) []Term {
	var out []Term
	for _, t := range list(s) {
		text, ambiguous := strings.CutSuffix(t, "?")
		out = append(out, Term{strings.TrimSpace(text), ambiguous})
	}
	return out
}

// finish looks up what keys stand for and prepares the terms. It tells all that
// is wrong at once, for whoever extends the lexicon.
func (x *Lexicon) finish() error {
	var wrong []error
	var all pool
	found := [en + 1]map[string][]term{fr: {}, en: {}}
	told := telling{fr: {}, en: {}}
	spelt := [en + 1]map[string]bool{fr: {}, en: {}}
	for _, a := range x.more {
		i, ok := x.index[a.key]
		if !ok {
			wrong = append(wrong, fmt.Errorf("lexicon: +%s: no such concept", a.key))
			continue
		}
		x.Concepts[i].Fr = append(x.Concepts[i].Fr, a.fr...)
		x.Concepts[i].En = append(x.Concepts[i].En, a.en...)
		x.Concepts[i].Related = append(x.Concepts[i].Related, a.related...)
	}
	for i, c := range x.Concepts {
		for _, k := range append(slices.Clone(c.Broader), c.Related...) {
			if _, ok := x.index[k]; !ok {
				wrong = append(wrong, fmt.Errorf("lexicon/%s.txt: %s: no concept %q", c.Field, c.Key, k))
			}
		}
		for l, list := range [...][]Term{fr: c.Fr, en: c.En} {
			l := lang(l)
			for _, t := range list {
				s := stems(t.Text, l)
				if len(s) == 0 || len(s) == 1 && isSmall(s[0], l) {
					wrong = append(wrong, fmt.Errorf("lexicon/%s.txt: %s: %q holds small words only", c.Field, c.Key, t.Text))
					continue
				}
				for _, w := range folds(t.Text, l) {
					if len(w) >= leastSwapped && !isSmall(w, l) {
						spelt[l][w] = true
					}
				}
				found[l][s[0]] = append(found[l][s[0]], term{all.one(strings.Join(s[1:], " ")), int32(len(s)), int32(i)})
				if !c.Category && !c.Does {
					told.put(l, int32(i), folds(t.Text, l))
				}
			}
		}
	}
	if len(wrong) > 0 {
		return errors.Join(wrong...)
	}
	for _, l := range []lang{fr, en} {
		for _, list := range found[l] { // the longest first
			slices.SortStableFunc(list, func(a, b term) int { return int(b.n - a.n) })
		}
		x.terms[l] = pack(found[l], &all)
	}
	if err := errors.Join(x.finishHints(told, &all)...); err != nil {
		return err
	}
	x.spelling.finish(spelt, &all)
	x.spoken = x.sides.words()
	x.more, x.clues = nil, nil
	x.label()
	return x.expand()
}

// stems are the words by which a term is found, in order.
func stems(text string, l lang) []string {
	var out []string
	for _, t := range tokenise(text) {
		if !loose[l][t.fold] {
			out = append(out, stem(t.fold, l))
		}
	}
	return out
}

func folds(text string, l lang) []string {
	var out []string
	for _, t := range tokenise(text) {
		if !loose[l][t.fold] {
			out = append(out, t.fold)
		}
	}
	return out
}

// How much of a concept another stands for. A plumber is an artisan, so they do
// when an artisan is looked for; an artisan might be a plumber.
const (
	simNarrow  = 0.9  // each step down
	simBroad   = 0.65 // each step up
	simRelated = 0.6  // side by side
	simLeast   = 0.35 // below it nothing is said
)

// expand works out what stands near each concept.
func (x *Lexicon) expand() error {
	n := len(x.Concepts)
	narrower, broader, related := make([][]int32, n), make([][]int32, n), make([][]int32, n)
	for i, c := range x.Concepts {
		for _, k := range c.Broader {
			b := x.index[k]
			broader[i] = append(broader[i], b)
			narrower[b] = append(narrower[b], int32(i))
		}
		for _, k := range c.Related {
			r := x.index[k]
			related[i] = append(related[i], r)
			related[r] = append(related[r], int32(i))
		}
	}
	x.near, x.nearTo = make([][]near, n), make([][]near, n)
	for i := range x.Concepts {
		if cycle(broader, int32(i)) {
			return fmt.Errorf("lexicon/%s.txt: %s is broader than itself", x.Concepts[i].Field, x.Concepts[i].Key)
		}
		found := map[int32]near{}
		put := func(c int32, sim float32, key string) bool {
			if sim < simLeast || found[c].sim >= sim {
				return false
			}
			found[c] = near{c, sim, key}
			return true
		}
		put(int32(i), 1, SameThing)
		for b := range above(broader, int32(i)) {
			x.Concepts[i].Together = x.Concepts[i].Together || x.Concepts[b].Together
		}
		var down, up func(c int32, sim float32, key string)
		down = func(c int32, sim float32, key string) {
			for _, k := range narrower[c] {
				if put(k, sim*simNarrow, key) {
					down(k, sim*simNarrow, key)
				}
			}
		}
		up = func(c int32, sim float32, key string) {
			for _, k := range broader[c] {
				if !x.Concepts[k].Category && put(k, sim*simBroad, key) {
					up(k, sim*simBroad, key)
				}
			}
		}
		down(int32(i), 1, Narrower)
		up(int32(i), 1, Broader)
		for _, k := range related[i] {
			if put(k, simRelated, Related) {
				down(k, simRelated, Related)
			}
		}
		x.near[i] = slices.AppendSeq(make([]near, 0, len(found)), maps.Values(found))
		x.nearTo[i] = slices.Clone(x.near[i])
		slices.SortFunc(x.nearTo[i], func(a, b near) int { return int(a.concept - b.concept) })
		slices.SortFunc(x.near[i], func(a, b near) int {
			switch {
			case a.sim != b.sim && a.sim > b.sim:
				return -1
			case a.sim != b.sim:
				return 1
			}
			return int(a.concept - b.concept)
		})
	}
	return nil
}

// nearness looks up how near one concept comes to another.
func (x *Lexicon) nearness(a, b int32) (near, bool) {
	if i, ok := slices.BinarySearchFunc(x.nearTo[a], b, func(k near, c int32) int { return int(k.concept - c) }); ok {
		return x.nearTo[a][i], true
	}
	return near{}, false
}

func cycle(broader [][]int32, from int32) bool { return above(broader, from)[from] }

// above returns all that is broader than a concept, at any distance.
func above(broader [][]int32, from int32) map[int32]bool {
	seen := map[int32]bool{}
	var walk func(int32)
	walk = func(c int32) {
		for _, b := range broader[c] {
			if !seen[b] {
				seen[b] = true
				walk(b)
			}
		}
	}
	walk(from)
	return seen
}
