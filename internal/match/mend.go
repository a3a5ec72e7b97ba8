package match

import (
	"maps"
	"slices"
)

// What is typed in haste: a letter too many, too few, or two in the wrong order;
// two words written as one, or one as two. Only words that nothing else explains
// are mended, never short ones, never names, and what was mended counts for less.

// How long a word must be before a slip is seen in it.
const (
	leastSwapped = 5 // two letters in the wrong order, one doubled or not
	leastSlipped = 7 // another letter, one too many, one too few
	leastPart    = 3 // of a word that may be two
	leastJoined  = 6 // of two words that may be one
	ofMended     = 0.8
)

// spelling holds the words of the lexicon as they are written, folded, in order.
type spelling [en + 1][]string

func (s *spelling) finish(found [en + 1]map[string]bool, all *pool) {
	for _, l := range []lang{fr, en} {
		s[l] = slices.Sorted(maps.Keys(found[l]))
		for i, w := range s[l] {
			s[l][i] = all.one(w)
		}
	}
}

func (s *spelling) has(w string, l lang) bool {
	_, ok := slices.BinarySearch(s[l], w)
	return ok
}

// near returns the one word that a slip would make of it, "" where there is none
// or more than one. The first letter is taken to be right.
func (s *spelling) near(w string, l lang) string {
	from, _ := slices.BinarySearch(s[l], w[:1])
	found, light := "", false
	for _, v := range s[l][from:] {
		if v[0] != w[0] {
			break
		}
		d := slip(w, v)
		switch {
		case d == far || d == changed && len(w) < leastSlipped:
		case d == turned && !light:
			found, light = v, true
		case (d == turned) == light && found != "" && stem(found, l) != stem(v, l):
			return ""
		case found == "":
			found = v
		}
	}
	return found
}

// A slipKind is how one word became another.
type slipKind uint8

const (
	far     slipKind = iota
	turned           // two letters changed places, or one is doubled
	changed          // one letter is another, too many or too few
)

// slip tells which slip makes b of a; far where they are one word or more than
// one slip apart.
func slip(a, b string) slipKind {
	if len(a) > len(b) {
		a, b = b, a
	}
	i := 0
	for i < len(a) && a[i] == b[i] {
		i++
	}
	switch len(b) - len(a) {
	case 0:
		if i == len(a) {
			return far
		}
		if a[i+1:] == b[i+1:] {
			return changed
		}
		if i+1 < len(a) && a[i] == b[i+1] && a[i+1] == b[i] && a[i+2:] == b[i+2:] {
			return turned
		}
	case 1:
		if a[i:] != b[i+1:] {
			return far
		}
		if i > 0 && b[i] == b[i-1] {
			return turned
		}
		return changed
	}
	return far
}

// mend puts right what nothing else explains.
func (r *reader) mend() {
	out := make([]token, 0, len(r.tokens)+1)
	for i := 0; i < len(r.tokens); i++ {
		t := r.tokens[i]
		if i+1 < len(r.tokens) && r.oneWord(t, r.tokens[i+1]) {
			t.fold, t.to = t.fold+r.tokens[i+1].fold, r.tokens[i+1].to
			out = append(out, t)
			i++
			continue
		}
		if r.explained(i) {
			out = append(out, t)
			continue
		}
		if a, b := r.twoWords(t.fold); a != "" {
			second := t
			t.fold, second.fold, second.first, second.gap = a, b, false, false
			out = append(out, t, second)
			continue
		}
		if w := r.lex.spelling.near(t.fold, r.lang); w != "" {
			t.fold, t.mended = w, true
		}
		out = append(out, t)
	}
	r.tokens = out
}

// explained reports whether a word needs no mending: it is short, a name, or known.
func (r *reader) explained(i int) bool {
	t := r.tokens[i]
	w := t.fold
	if len(w) < leastSwapped || t.capital && !t.first || isSmall(w, either) || vague[w] || w[0] < 'a' || w[0] > 'z' || r.lex.spoken[w] || beforePlaces[w] {
		return true
	}
	if _, place := r.lex.places.byFirst[w]; place {
		return true
	}
	for _, l := range []lang{fr, en} {
		if r.lex.spelling.has(w, l) || len(r.lex.terms[l].of(stem(w, l))) > 0 || r.lex.concern(l, family(w, l)) > 0 {
			return true
		}
	}
	return false
}

// oneWord reports whether two words are one that the lexicon knows: "book
// keeper".
func (r *reader) oneWord(a, b token) bool {
	if b.gap || len(a.fold) < leastPart || len(b.fold) < leastPart || len(a.fold)+len(b.fold) < leastJoined || isSmall(a.fold, r.lang) || a.from == b.from {
		return false
	}
	return r.lex.alone(stem(a.fold+b.fold, r.lang), "", r.lang) && !r.lex.alone(stem(a.fold, r.lang), stem(b.fold, r.lang), r.lang)
}

// twoWords parts a word that is an expression of two: "housesitting".
func (r *reader) twoWords(w string) (a, b string) {
	for k := leastPart; k <= len(w)-leastPart; k++ {
		if r.lex.alone(stem(w[:k], r.lang), stem(w[k:], r.lang), r.lang) {
			return w[:k], w[k:]
		}
	}
	return "", ""
}

// alone reports whether a stem, or two, are a term.
func (x *Lexicon) alone(first, rest string, l lang) bool {
	return slices.ContainsFunc(x.terms[l].of(first), func(t term) bool { return t.rest == rest })
}
