package year

import (
	"testing"

	"entregent/internal/i18n"
)

// Every sentence of this package has its words in both languages.
func TestTexts(t *testing.T) {
	for _, lang := range []string{"en", "fr"} {
		p := i18n.For(lang)
		for _, s := range Sentences() {
			if !p.Has(s.Key) {
				t.Errorf("%s: no words for %s", lang, s.Key)
			}
		}
	}
}
