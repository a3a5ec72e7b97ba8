package resolve

import (
	"cmp"
	"hash/maphash"
	"slices"
	"strconv"
)

// To compare everybody with everybody is out of the question: of a hundred
// thousand people, five thousand million pairs. Only those are compared who have
// a key in common. Each key stands for two things that are rarely the same by
// chance, and survives what fingers, parents and marriages do to names: two words
// of the name of which one may have lost any letter; a word and where they work;
// what an address is made of.

// A key is the hash of what two persons may have in common.
type key uint64

// A side says what of somebody gave the key. Whole names that begin with the same
// letter are not compared for that: one side must be the letter.
type side uint8

const (
	both     side = iota // meets every side
	asName               // a whole name: meets a letter
	asLetter             // a letter: meets both
)

// most of one key compared with each other: what more people share than that
// tells nobody apart.
const crowded = 120

// A keyring makes the keys of people.
type keyring struct{ seed maphash.Seed }

func (k keyring) of(parts ...string) key {
	var h maphash.Hash
	h.SetSeed(k.seed)
	for _, p := range parts {
		h.WriteString(p)
		h.WriteByte(0)
	}
	return key(h.Sum64())
}

// names calls put with every key that a name alone gives.
func (k keyring) names(n name, put func(key, side)) {
	for i, w := range n.words {
		for j, o := range n.words {
			if i == j || w.short && o.short {
				continue
			}
			if w.short { // a letter and a name
				put(k.of("letter", w.text, base(o.text)), asLetter)
				continue
			}
			if o.short {
				continue
			}
			put(k.of("letter", w.text[:1], base(o.text)), asName)
			k.lost(w.text, o.text, put)
			if o.with != "" {
				k.lost(w.text, o.with, put)
			}
			for _, line := range nicknames.of[w.text] { // a familiar form, and the other word without a slip
				put(k.of("form", strconv.Itoa(int(line)), o.text), both)
			}
		}
		if w.from != "" && (i == 0 || n.words[i-1].from != w.from) { // as one word
			for _, o := range n.words {
				if o.from != w.from && !o.short {
					put(k.of("word", w.from, o.text), both)
					for _, line := range nicknames.of[w.from] {
						put(k.of("form", strconv.Itoa(int(line)), o.text), both)
					}
					put(k.of("word", o.text, w.from), both)
				}
			}
		}
	}
}

// NameKeys calls put with what a name may be found by, under a seed. Two names
// that have none of it in common are never proposed for their sake.
func NameKeys(seed maphash.Seed, said string, put func(uint64)) {
	for _, n := range namesIn(said) {
		keyring{seed}.names(n, func(k key, _ side) { put(uint64(k)) })
	}
}

// lost gives the keys of a word and another of which any letter may be missing.
func (k keyring) lost(sure, text string, put func(key, side)) {
	put(k.of("word", sure, text), both)
	if len(text) < 3 {
		return
	}
	for i := range text {
		if i > 0 && text[i] == text[i-1] {
			continue // the same as without the one before
		}
		put(k.of("word", sure, text[:i]+text[i+1:]), both)
	}
}

// base is the one full name that a given name may stand for.
func base(w string) string {
	if full, ok := nicknames.full[w]; ok {
		return full
	}
	return w
}

// keys calls put with every key of a person.
func (k keyring) keys(p *portrait, put func(key, side)) {
	for _, n := range p.names {
		k.names(n, put)
		for _, w := range n.words {
			if w.short {
				continue
			}
			for _, e := range p.traits.Employers {
				put(k.of("at", base(w.text), e.Name), both)
			}
			for _, m := range p.mails {
				if !m.private {
					put(k.of("at", base(w.text), m.firm), both)
				}
			}
			for _, d := range p.traits.Birthdays {
				put(k.of("born", d), both)
			}
		}
		for _, made := range addressesOf(n) {
			put(k.of("local", made), both)
		}
	}
	for _, m := range p.mails {
		if len(m.plain) >= 5 {
			put(k.of("local", m.plain), both)
		}
		put(k.of("mail", m.said), both)
	}
	for _, t := range p.phones {
		put(k.of("phone", t), both)
	}
	for _, o := range p.own {
		put(k.of("own", o.place, o.value), both)
	}
}

// addressesOf are the local parts that people and companies make of a name.
func addressesOf(n name) []string {
	if n.bare {
		return nil
	}
	var out []string
	for i, w := range n.words {
		for j, o := range n.words {
			if i == j || w.short || o.short {
				continue
			}
			out = append(out, w.text+o.text, w.text[:1]+o.text, o.text+w.text[:1])
			if o.with != "" {
				out = append(out, w.text+o.with, o.with+w.text, w.text[:1]+o.with)
			}
		}
	}
	return out
}

// A pair is two people by number, the smaller first.
type pair struct{ a, b uint32 }

// candidates returns the pairs that have a key in common, each once, in order;
// with some, those only in which one is that it says yes to.
func candidates(all []*portrait, some func(uint32) bool) []pair {
	ring := keyring{maphash.MakeSeed()}
	type entry struct {
		key  key
		who  uint32
		side side
	}
	var list []entry
	compareEntries := func(x, y entry) int {
		return cmp.Or(cmp.Compare(x.key, y.key), cmp.Compare(x.who, y.who), cmp.Compare(y.side, x.side))
	}
	for i, p := range all {
		ring.keys(p, func(k key, s side) { list = append(list, entry{k, uint32(i), s}) })
	}
	slices.SortFunc(list, compareEntries)
	list = slices.CompactFunc(list, func(x, y entry) bool { return x.key == y.key && x.who == y.who })
	var out []uint64
	for i := 0; i < len(list); {
		j := i + 1
		for j < len(list) && list[j].key == list[i].key {
			j++
		}
		if j-i <= crowded {
			for x := i; x < j; x++ {
				for y := x + 1; y < j; y++ {
					if (list[x].side != asName || list[y].side != asName) && (some == nil || some(list[x].who) || some(list[y].who)) {
						out = append(out, uint64(list[x].who)<<32|uint64(list[y].who))
					}
				}
			}
		}
		i = j
	}
	slices.Sort(out)
	out = slices.Compact(out)
	pairs := make([]pair, len(out))
	for i, x := range out {
		pairs[i] = pair{uint32(x >> 32), uint32(x)}
	}
	return pairs
}

// A making says how a local part is made of a name.
type making int

const (
	notMade    making = iota
	fromLetter        // of a name and the letter of another: jdupont, jeand
	fromBoth          // of both: jean.dupont
)

// madeOf tells how a local part is made of a name, and of which words: of a name
// and a letter, the name first.
func madeOf(m mailbox, n name) (how making, w, o word) {
	if n.bare || len(m.plain) < 5 {
		return notMade, w, o
	}
	for i, one := range n.words {
		for j, two := range n.words {
			if i == j || one.short || two.short {
				continue
			}
			for _, family := range []string{two.text, two.with} {
				switch {
				case family == "":
				case m.plain == one.text+family, m.plain == family+one.text:
					return fromBoth, one, two
				case m.plain == one.text[:1]+family, m.plain == family+one.text[:1]:
					how, w, o = fromLetter, two, one
				}
			}
		}
	}
	return how, w, o
}

func isMade(m mailbox, n name) bool { how, _, _ := madeOf(m, n); return how != notMade }
