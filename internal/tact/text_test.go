package tact_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"entregent/internal/i18n"
	"entregent/internal/network"
	"entregent/internal/reach"
	"entregent/internal/relation"
	"entregent/internal/tact"
)

// Every reason of tact and of reach has its words in both languages, which take
// the arguments that are given; there are no words without a reason.
func TestEveryReasonHasWords(t *testing.T) {
	sentences := slices.Concat(reach.Sentences(), tact.Sentences())
	for _, lang := range i18n.Languages {
		p := i18n.For(lang)
		said := map[string]bool{}
		for _, s := range sentences {
			said[s.Key] = true
			if !p.Has(s.Key) {
				t.Errorf("%s: no words for %s", lang, s.Key)
				continue
			}
			if text := p.T(s.Key, arguments(s)...); strings.ContainsAny(text, "{}%") || strings.Contains(text, "<nil>") {
				t.Errorf("%s: %s: %s", lang, s.Key, text)
			}
		}
		for _, key := range p.Keys() {
			if (strings.HasPrefix(key, "reach.") || strings.HasPrefix(key, "tact.")) && !said[key] {
				t.Errorf("%s: words for %s, which nothing says", lang, key)
			}
		}
		for _, k := range tact.Kinds {
			has(t, p, "ask."+string(k))
		}
		for _, c := range reach.Chances {
			has(t, p, "chance."+string(c))
		}
		for _, a := range tact.Answers {
			has(t, p, "verdict."+string(a))
		}
	}
}

func has(t *testing.T, p *i18n.Printer, key string) {
	t.Helper()
	if !p.Has(key) {
		t.Errorf("%s: no words for %s", p.Lang(), key)
	}
}

// arguments are such as the sentence takes.
func arguments(s relation.Sentence) (out []any) {
	for _, a := range s.Args {
		what, _, _ := strings.Cut(a, ":")
		switch what {
		case "n", "days":
			out = append(out, 3)
		case "date":
			out = append(out, network.DateOf(time.Date(2026, 3, 12, 0, 0, 0, 0, time.UTC)))
		case "stage":
			out = append(out, relation.Bond.String())
		case "ask":
			out = append(out, string(tact.Introduction))
		default:
			out = append(out, "Yves Martin")
		}
	}
	return out
}
