package today

import (
	"encoding/json"
	"os"
	"regexp"
	"slices"
	"strconv"
	"testing"

	"entregent/internal/relation"
)

// Every key of the relation model and of the desk has its words in both
// languages, which ask for no argument that the key does not give; and there
// are no words without a key.
func TestEveryReasonHasWords(t *testing.T) {
	sentences := slices.Concat(relation.Sentences(), Sentences())
	for _, lang := range []string{"en", "fr"} {
		raw, err := os.ReadFile("../i18n/text/relation." + lang + ".json")
		if err != nil {
			t.Fatal(err)
		}
		var texts map[string]json.RawMessage
		if err := json.Unmarshal(raw, &texts); err != nil {
			t.Fatal(err)
		}
		for _, s := range sentences {
			text, ok := texts[s.Key]
			if !ok {
				t.Errorf("%s: no words for %s", lang, s.Key)
			}
			for _, m := range placeholder.FindAllStringSubmatch(string(text), -1) {
				if n, _ := strconv.Atoi(m[1]); n >= len(s.Args) {
					t.Errorf("%s: %s takes %d arguments, not {%d}", lang, s.Key, len(s.Args), n)
				}
			}
			delete(texts, s.Key)
		}
		for key := range texts {
			t.Errorf("%s: words for %s, which nothing says", lang, key)
		}
	}
}

var placeholder = regexp.MustCompile(`\{(\d+)`)
