package match

import (
	"strings"
	"testing"
)

// The lexicon is the product's quality: it must read, be large, say everything
// in both languages, and not say one thing twice.
func TestLexicon(t *testing.T) {
	lex, err := Parse(files)
	if err != nil {
		t.Fatal(err)
	}
	if n := len(lex.Concepts); n < 2000 {
		t.Errorf("%d concepts, at least 2000 are wanted", n)
	}
	for _, l := range []lang{fr, en} {
		said := map[string][]string{}
		plain := map[string]bool{}
		for _, c := range lex.Concepts {
			list := c.Fr
			if l == en {
				list = c.En
			}
			own := map[string]bool{}
			for _, term := range list {
				key := strings.Join(stems(term.Text, l), " ")
				if own[key] {
					continue // two forms of one word: they are for the reader
				}
				own[key] = true
				said[key] = append(said[key], c.Key)
				plain[key] = plain[key] || !term.Ambiguous
			}
		}
		for key, by := range said {
			if len(by) > 1 && plain[key] {
				t.Errorf("%q is said by %v: mark it with ? where it stands, or take it out", key, by)
			}
		}
	}
}
