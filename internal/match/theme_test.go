package match

import (
	"slices"
	"strings"
	"testing"
)

// What a text speaks of, in either language, and what it rules out.
func TestThemes(t *testing.T) {
	lex := Default()
	for _, c := range []struct {
		text  string
		kind  Kind
		wants string
	}{
		{"Directrice de la communication", Job, "communication"},
		{"Head of communications", Job, "communication"},
		{"Journaliste pigiste", Job, "journalist"},
		{"Hier, la presse locale a parlé de notre logistique.", Fact, "logistics"},
		{"", Fact, ""},
		{strings.Repeat("zzz ", 5000), Fact, ""},
	} {
		var keys []string
		for _, th := range lex.Themes(c.text, "", c.kind) {
			if th.Fr == "" || th.En == "" || !strings.Contains(c.text, th.Word) {
				t.Errorf("%q: %+v", c.text, th)
			}
			keys = append(keys, th.Key)
		}
		if c.wants == "" && len(keys) > 0 || c.wants != "" && !slices.Contains(keys, c.wants) {
			t.Errorf("%.40q: %v, want %q", c.text, keys, c.wants)
		}
	}
}

func TestCovers(t *testing.T) {
	lex := Default()
	for _, c := range []struct {
		wide, narrow string
		want         bool
	}{{"journalist", "journalist", true}, {"journalist", "fact-checker", true}, {"fact-checker", "journalist", false}, {"lawyer", "paralegal", true}, {"", "journalist", false}} {
		if got := lex.Covers(c.wide, c.narrow); got != c.want {
			t.Errorf("%s covers %s: %v", c.wide, c.narrow, got)
		}
	}
}
