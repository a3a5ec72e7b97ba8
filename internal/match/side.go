package match

import (
	"fmt"
	"strings"
)

// A cue is what a phrase of lexicon/sides.txt tells about a text.
type cue uint8

const (
	noCue  cue = iota
	seek       // wants: "cherche", "looking for"
	bring      // has for others: "propose", "available for"
	buy        // wants, to own
	sell       // has, to own
	hire       // wants somebody's work
	work       // offers one's own work: "poste", "job"; turns the side of what it heads
	client     // who takes what one brings: "clients", "tenant"; turns the side likewise
	learn      // wants to be taught
	teach      // teaches
	borrow     // wants for a time, for nothing
	lend       // has for a time, for nothing
	rent       // for a time, against money, either side
	let        // has for a time, against money
	donate     // has for nothing
	swap       // either, against something else
	loaned     // for a time, for nothing, either side: "me prêter"
	own        // what follows is one's own: "j'ai une chambre à louer"
	plain      // tells nothing, and keeps shorter cues from being read: "m'apprendre"
	void       // it is over: "déjà loué", "no longer available"
	not        // what follows is ruled out
	remote     // place does not matter
	cueEnd
)

var cueNames = map[string]cue{"seek": seek, "bring": bring, "buy": buy, "sell": sell, "hire": hire, "work": work, "client": client, "learn": learn, "teach": teach, "borrow": borrow,
	"lend": lend, "rent": rent, "let": let, "donate": donate, "swap": swap, "loaned": loaned, "own": own, "plain": plain, "void": void, "not": not, "remote": remote}

// A side is where a text stands towards the thing it speaks of.
type side int8

const (
	wants side = 1  // ends up with it
	gives side = -1 // brings it
)

// cueSides tells the side of cues that have one.
var cueSides = [cueEnd]side{seek: wants, buy: wants, hire: wants, learn: wants, borrow: wants, bring: gives, sell: gives, teach: gives, lend: gives, let: gives, donate: gives}

// A mode is how a thing changes hands; the zero value leaves it open.
type mode uint8

const (
	sale mode = 1 << iota
	rental
	loan
	gift
	exchange
)

var cueModes = [cueEnd]mode{buy: sale, sell: sale, borrow: loan, lend: loan, loaned: loan, rent: rental, let: rental, donate: gift, swap: exchange}

// takes are the modes that do for each: who would buy is glad of a gift.
var takes = map[mode]mode{sale: sale | gift, rental: rental | loan, loan: loan | gift, gift: gift | loan, exchange: exchange | gift}

// sides hold the cues by language, keyed by the first word.
type sides struct {
	cues map[lang]map[string][]phrase
}

type phrase struct {
	words []string
	cue   cue
}

// possessives stand for the word POSS of a cue.
var possessives = map[lang][]string{
	fr: strings.Fields("mon ma mes son sa ses notre nos leur leurs votre vos"),
	en: strings.Fields("my our his her their your"),
}

// line reads one line: cue | French | English.
func (s *sides) line(_, line string) error {
	parts := strings.Split(line, "|")
	if len(parts) != 3 {
		return fmt.Errorf("%q: cue | French | English is wanted", line)
	}
	c, ok := cueNames[strings.TrimSpace(parts[0])]
	if !ok {
		return fmt.Errorf("no cue %q", strings.TrimSpace(parts[0]))
	}
	if s.cues == nil {
		s.cues = map[lang]map[string][]phrase{fr: {}, en: {}}
	}
	for l, text := range map[lang]string{fr: parts[1], en: parts[2]} {
		for _, p := range list(text) {
			if !strings.Contains(p, "POSS") {
				s.add(l, p, c)
				continue
			}
			for _, own := range possessives[l] {
				s.add(l, strings.Replace(p, "POSS", own, 1), c)
			}
		}
	}
	return nil
}

func (s *sides) add(l lang, text string, c cue) {
	var words []string
	for _, t := range tokenise(text) {
		words = append(words, t.fold)
	}
	if len(words) > 0 {
		s.cues[l][words[0]] = append(s.cues[l][words[0]], phrase{words, c})
	}
}

// words are all words of cues.
func (s *sides) words() map[string]bool {
	out := map[string]bool{}
	for _, byFirst := range s.cues {
		for _, list := range byFirst {
			for _, p := range list {
				for _, w := range p.words {
					out[w] = true
				}
			}
		}
	}
	return out
}

// A said is a cue found in a text.
type said struct {
	cue      cue
	from, to int // tokens
}

// find returns the cues of a text in order, the longest at each place.
func (s *sides) find(tokens []token, l lang) []said {
	var out []said
	for i := 0; i < len(tokens); {
		best := said{from: i, to: i}
		for _, one := range []lang{fr, en} {
			if l&one == 0 {
				continue
			}
			for _, p := range s.cues[one][tokens[i].fold] {
				if i+len(p.words) > best.to && begins(tokens[i:], p.words) {
					best = said{p.cue, i, i + len(p.words)}
				}
			}
		}
		if best.cue == noCue {
			i++
			continue
		}
		out = append(out, best)
		i = best.to
	}
	return out
}

func begins(tokens []token, words []string) bool {
	if len(tokens) < len(words) {
		return false
	}
	for i, w := range words {
		if tokens[i].fold != w || i > 0 && tokens[i].first {
			return false
		}
	}
	return true
}
