package asking_test

import (
	"strings"
	"testing"
	"time"

	"entregent/internal/asking"
	"entregent/internal/i18n"
	"entregent/internal/network"
)

// Every reason, state, form and step has its words in both languages, which take
// the arguments that are given.
func TestEveryReasonHasWords(t *testing.T) {
	for _, lang := range i18n.Languages {
		p := i18n.For(lang)
		for _, s := range asking.Sentences() {
			var args []any
			for _, a := range s.Args {
				switch what, _, _ := strings.Cut(a, ":"); what {
				case "days":
					args = append(args, 3)
				case "date":
					args = append(args, network.DateOf(time.Date(2026, 3, 12, 0, 0, 0, 0, time.UTC)))
				default:
					args = append(args, "Yves Martin")
				}
			}
			if text := p.T(s.Key, args...); !p.Has(s.Key) || strings.ContainsAny(text, "{}%") || strings.Contains(text, "<nil>") {
				t.Errorf("%s: %s: %s", lang, s.Key, text)
			}
		}
		var keys []string
		for _, f := range asking.Forms {
			keys = append(keys, "asking.form."+string(f))
		}
		for _, s := range asking.States {
			keys = append(keys, "asking.state."+string(s))
		}
		for _, s := range network.StepKinds {
			keys = append(keys, "asking.step."+string(s))
		}
		for _, k := range keys {
			if !p.Has(k) {
				t.Errorf("%s: no words for %s", lang, k)
			}
		}
	}
}
