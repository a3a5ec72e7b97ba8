package match

import (
	"cmp"
	"maps"
	"math"
	"slices"
	"strings"

	"entregent/internal/match"
	"entregent/internal/network"
)

// A method ranks the offers of a scene for a need, best first, and leaves out
// those it says nothing of.
type method struct {
	name  string
	ranks func(s *scene, lex *match.Lexicon) func(n match.Need) []string
}

// Names of the methods.
const (
	ExactWords = "exact words"
	BM25       = "BM25 with stems"
	Ours       = "match"
	Further    = "match, perhaps"
)

var methods = []method{{ExactWords, exact}, {BM25, bm25}, {Ours, ours}, {Further, further}}

func ours(s *scene, lex *match.Lexicon) func(match.Need) []string {
	return asked(s, lex, match.Options{Today: Today})
}

// further looks as far as a keeper who asks for it.
func further(s *scene, lex *match.Lexicon) func(match.Need) []string {
	return asked(s, lex, match.Options{Today: Today, Perhaps: true})
}

func asked(s *scene, lex *match.Lexicon, o match.Options) func(match.Need) []string {
	x := match.New(lex)
	for _, e := range s.entries {
		x.Add(e)
	}
	return func(n match.Need) []string {
		var out []string
		for _, m := range x.Meet(n, o) {
			out = append(out, m.Entry.ID)
		}
		return out
	}
}

// exact orders by how many words of the need stand in the offer, folded, small
// words left out. The place counts as words.
func exact(s *scene, _ *match.Lexicon) func(match.Need) []string {
	docs := documents(s, false)
	return func(n match.Need) []string {
		return order(s, func(i int) float64 {
			got := 0.0
			for w := range set(terms(n.Text+" "+n.Place, false)) {
				if docs[i].words[w] > 0 {
					got++
				}
			}
			return got
		})
	}
}

// bm25 is the usual ranking of text (k1 1.2, b 0.75) over the stems of all
// offers of the scene.
func bm25(s *scene, _ *match.Lexicon) func(match.Need) []string {
	docs := documents(s, true)
	in, total := map[string]int{}, 0.0
	for _, d := range docs {
		total += d.length
		for w := range d.words {
			in[w]++
		}
	}
	mean := total / float64(len(docs))
	return func(n match.Need) []string {
		query := slices.Sorted(maps.Keys(set(terms(n.Text+" "+n.Place, true)))) // in one order: sums of figures depend on it
		return order(s, func(i int) float64 {
			got, d := 0.0, docs[i]
			for _, w := range query {
				tf := d.words[w]
				idf := math.Log(1 + (float64(len(docs))-float64(in[w])+0.5)/(float64(in[w])+0.5))
				got += idf * tf * 2.2 / (tf + 1.2*(0.25+0.75*d.length/mean))
			}
			return got
		})
	}
}

type document struct {
	words  map[string]float64
	length float64
}

func documents(s *scene, stemmed bool) []document {
	out := make([]document, len(s.entries))
	for i, e := range s.entries {
		d := document{words: map[string]float64{}}
		for _, w := range terms(e.Text+" "+e.Place, stemmed) {
			d.words[w]++
			d.length++
		}
		out[i] = d
	}
	return out
}

// terms are the words of a text that count. The small words of both languages
// are left out, and those by which people ask and offer.
func terms(text string, stemmed bool) []string {
	if stemmed {
		return match.Stems(text)
	}
	var out []string
	for _, w := range strings.Fields(network.Fold(text)) {
		if !match.Small(w) {
			out = append(out, w)
		}
	}
	return out
}

func set(list []string) map[string]bool {
	m := map[string]bool{}
	for _, w := range list {
		m[w] = true
	}
	return m
}

// order sorts the offers that score above zero; equal ones stand as in the file.
func order(s *scene, score func(i int) float64) []string {
	type hit struct {
		id    string
		score float64
	}
	var hits []hit
	for i, e := range s.entries {
		if v := score(i); v > 0 {
			hits = append(hits, hit{e.ID, v})
		}
	}
	slices.SortStableFunc(hits, func(a, b hit) int { return cmp.Compare(b.score, a.score) })
	out := make([]string, len(hits))
	for i, h := range hits {
		out[i] = h.id
	}
	return out
}
