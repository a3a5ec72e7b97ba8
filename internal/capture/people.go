package capture

import (
	"cmp"
	"math"
	"slices"
	"strings"
	"unicode/utf8"

	"entregent/internal/network"
	"entregent/internal/resolve"
)

// A Known is one person of the keeper's network, as far as names need it.
type Known struct {
	ID           network.PersonID
	Name         string // as shown
	Organisation string
	Contacts     int         // days of contact, all told
	Last         network.Day // of the last contact; zero for none
}

// People is an index of the persons known, by the words of their names. It is
// built once and may be read by any number of goroutines.
type People struct {
	list   []Known
	words  [][]string         // of each person's name
	by     map[string][]int32 // persons with this word in their name
	first  map[string]bool    // words that begin somebody's name
	length [24][]string       // the words of by, by length, for mistyped ones
}

// NewPeople builds the index. It costs about 400 bytes a person.
func NewPeople(list []Known) *People {
	p := &People{list: list, words: make([][]string, len(list)), by: map[string][]int32{}, first: map[string]bool{}}
	for i, k := range list {
		w := resolve.Tokens(k.Name)
		p.words[i] = w
		for n, t := range w {
			if !slices.Contains(w[:n], t) {
				p.by[t] = append(p.by[t], int32(i))
			}
		}
		if len(w) > 0 {
			p.first[w[0]] = true
		}
		if jp := initials(k.Name); jp != "" {
			p.by[jp] = append(p.by[jp], int32(i))
			p.first[jp] = true
		}
	}
	for w := range p.by {
		if len(w) < len(p.length) {
			p.length[len(w)] = append(p.length[len(w)], w)
		}
	}
	for _, list := range p.length {
		slices.Sort(list)
	}
	return p
}

// initials returns what a double first name is shortened to: jp for
// Jean-Pierre.
func initials(name string) string {
	first, _, _ := strings.Cut(name, " ")
	a, b, ok := strings.Cut(first, "-")
	a, b = network.Fold(a), network.Fold(b)
	if !ok || a == "" || b == "" { // folding may leave nothing: a name can be made of signs
		return ""
	}
	return firstRune(a) + firstRune(b)
}

func firstRune(s string) string {
	_, n := utf8.DecodeRuneInString(s)
	return s[:n]
}

// find returns the persons with all these words in their names. One letter
// stands for any word that it begins.
func (p *People) find(words []string) []int32 {
	var found []int32
	for n, w := range words {
		if len(w) == 1 {
			continue
		}
		list := p.by[w]
		if len(list) == 0 {
			return nil
		}
		if n == 0 || found == nil {
			found = list
		} else {
			found = intersect(found, list)
		}
	}
	for _, w := range words {
		if len(w) == 1 {
			found = p.withInitial(found, w[0])
		}
	}
	return found
}

func intersect(a, b []int32) []int32 {
	out := []int32{}
	for i, j := 0, 0; i < len(a) && j < len(b); {
		switch {
		case a[i] < b[j]:
			i++
		case a[i] > b[j]:
			j++
		default:
			out = append(out, a[i])
			i++
			j++
		}
	}
	return out
}

func (p *People) withInitial(list []int32, c byte) []int32 {
	var out []int32
	for _, i := range list {
		for _, w := range p.words[i][min(1, len(p.words[i])):] {
			if w[0] == c {
				out = append(out, i)
				break
			}
		}
	}
	return out
}

// mistyped returns the persons whose names these words are, one of them being
// wrong by one letter. Short words are not tried: too many are alike.
func (p *People) mistyped(words []string) []int32 {
	for n, w := range words {
		if len(w) < 5 || len(p.by[w]) > 0 {
			continue
		}
		var found []int32
		for l := len(w) - 1; l <= len(w)+1 && l < len(p.length); l++ {
			for _, k := range p.length[l] {
				if k[0] == w[0] && oneApart(k, w) {
					other := slices.Clone(words)
					other[n] = k
					found = append(found, p.find(other)...)
				}
			}
		}
		if len(found) > 0 {
			slices.Sort(found)
			return slices.Compact(found)
		}
	}
	return nil
}

// oneApart reports whether one letter more, less, other or changed places makes
// a of b.
func oneApart(a, b string) bool {
	if len(a) > len(b) {
		a, b = b, a
	}
	i := 0
	for i < len(a) && a[i] == b[i] {
		i++
	}
	switch {
	case len(b) > len(a)+1:
		return false
	case len(b) == len(a)+1:
		return a[i:] == b[i+1:]
	case i == len(a):
		return true
	case a[i+1:] == b[i+1:]:
		return true
	}
	return i+1 < len(a) && a[i] == b[i+1] && a[i+1] == b[i] && a[i+2:] == b[i+2:]
}

// clearly is how many times likelier than the next the person must be whom a
// name that several share is taken for (judged).
const clearly = 3

// likely says how present a person is to the keeper: days of contact, halved
// for each year of silence.
func (k Known) likely(today network.Day) float64 {
	return (float64(k.Contacts) + 0.1) * math.Exp2(-float64(max(0, today-k.Last))/365)
}

// choose returns the one person of several that a name is taken for, or all of
// them, likeliest first. A first name counts before a surname.
func (p *People) choose(found []int32, words []string, surname bool, today network.Day) []int32 {
	if len(words) == 1 {
		found = p.placed(found, words[0], surname)
	}
	if len(found) < 2 {
		return found
	}
	found = slices.Clone(found)
	slices.SortStableFunc(found, func(a, b int32) int {
		return cmp.Or(cmp.Compare(p.list[b].likely(today), p.list[a].likely(today)), cmp.Compare(p.list[a].Name, p.list[b].Name),
			slices.Compare(p.list[a].ID[:], p.list[b].ID[:]))
	})
	if exact := p.exact(found, words); len(words) > 1 && len(exact) == 1 {
		return exact
	}
	// Two people of the same full name are never told apart by how often they
	// are seen: the keeper would not notice the mistake.
	top, next := p.list[found[0]], p.list[found[1]]
	if len(words) == 1 && top.Contacts >= 3 && top.likely(today) >= clearly*next.likely(today) {
		return found[:1]
	}
	return found
}

func (p *People) exact(found []int32, words []string) []int32 {
	var out []int32
	for _, i := range found {
		if len(p.words[i]) == len(words) {
			out = append(out, i)
		}
	}
	return out
}

// placed keeps those of whom the word is the first name, or with surname the
// family name, if there are any.
func (p *People) placed(found []int32, word string, surname bool) []int32 {
	var out []int32
	for _, i := range found {
		w := p.words[i]
		if len(w) > 0 && ((w[0] == word) != surname || len(w) == 1 || len(word) == 2 && !surname) {
			out = append(out, i)
		}
	}
	if len(out) > 0 {
		return out
	}
	return found
}
