package i18n

import (
	"encoding/json"
	"io/fs"
	"maps"
	"regexp"
	"slices"
	"strings"
	"testing"

	"entregent/internal/network"
)

func TestFilesAreUnderstood(t *testing.T) {
	for _, lang := range Languages {
		if _, err := load(files, lang); err != nil {
			t.Error(err)
		}
	}
}

// Each area's two files hold the same keys, taking the same arguments.
func TestPairs(t *testing.T) {
	paths, _ := fs.Glob(files, "text/*.json")
	for _, path := range paths {
		area, lang, ok := strings.Cut(strings.TrimSuffix(strings.TrimPrefix(path, "text/"), ".json"), ".")
		if !ok || !slices.Contains(Languages, lang) {
			t.Errorf("%s is not named <area>.<lang>.json", path)
			continue
		}
		if lang != English {
			continue
		}
		en, fr := forms(t, "text/"+area+".en.json"), forms(t, "text/"+area+".fr.json")
		for key, text := range en {
			other, ok := fr[key]
			if !ok {
				t.Errorf("%s: %s is not in French", area, key)
				continue
			}
			if got, want := arguments(other), arguments(text); !slices.Equal(got, want) {
				t.Errorf("%s: %s takes %v in French, %v in English", area, key, got, want)
			}
			if len(text) != len(other) {
				t.Errorf("%s: %s has a plural in one language only", area, key)
			}
		}
		for key := range fr {
			if _, ok := en[key]; !ok {
				t.Errorf("%s: %s is not in English", area, key)
			}
		}
	}
}

// A key may stand in two files only when both say the same.
func TestKeysAreNotRedefined(t *testing.T) {
	for _, lang := range Languages {
		paths, _ := fs.Glob(files, "text/*."+lang+".json")
		first := map[string]string{}
		said := map[string][]string{}
		for _, path := range paths {
			for key, text := range forms(t, path) {
				if was, ok := first[key]; ok && !slices.Equal(said[key], text) {
					t.Errorf("%s: %s and %s differ", key, was, path)
				}
				first[key], said[key] = path, text
			}
		}
	}
}

func TestTypography(t *testing.T) {
	paths, _ := fs.Glob(files, "text/*.json")
	for _, path := range paths {
		check := englishFault
		if strings.HasSuffix(path, ".fr.json") {
			check = frenchFault
		}
		for key, text := range forms(t, path) {
			for _, s := range text {
				if fault := check(apart.ReplaceAllStringFunc(s, unword)); fault != "" {
					t.Errorf("%s: %s: %s in %q", path, key, fault, s)
				}
			}
		}
	}
}

// A letter is put together from pieces: none ends in a space that would stand at
// the end of a line.
func TestPiecesOfLettersEndClean(t *testing.T) {
	for _, lang := range Languages {
		p := For(lang)
		for _, key := range p.Keys() {
			if !strings.HasPrefix(key, "draft.") {
				continue
			}
			text := p.T(key, "Yves", "le bail", "Lyon", "x")
			if strings.TrimSpace(text) != text {
				t.Errorf("%s in %s: %q", key, lang, text)
			}
		}
	}
}

// apart is what the rules leave alone: what is typed to a machine, which keeps
// its own signs, and what a terminal indents.
var apart = regexp.MustCompile("`[^`]*`|(?m:^ +)")

func TestFrenchFault(t *testing.T) {
	tests := []struct {
		text  string
		wrong bool
	}{
		{"L’ami d’Yves", false}, {"L'ami", true}, {"Quoi\u202f?", false}, {"Quoi?", true}, {"Quoi ?", true}, {"Quoi\u202f?!", false},
		{"À noter\u202f: ceci", false}, {"À noter: ceci", true}, {"https://127.0.0.1:8420", false}, {"« mot »", true}, {"«\u202fmot\u202f»", false},
		{"«\u00a0mot\u00a0»", false}, {"deux  espaces", true}, {"etc...", true}, {"42\u202f%", false}, {"42 %", true}, {"\"mot\"", true}, {"{0:percent}", false},
	}
	for _, tt := range tests {
		if got := frenchFault(tt.text); (got != "") != tt.wrong {
			t.Errorf("%q: %q", tt.text, got)
		}
	}
}

// unword puts one word in the place of what is typed to a machine.
func unword(s string) string {
	if strings.HasPrefix(s, "`") {
		return "so"
	}
	return ""
}

// doubled is two spaces within a sentence; columns may be set apart by signs.
var doubled = regexp.MustCompile(`[\pL\d.,;:!?»”][ \x{a0}\x{202f}]{2,}[\pL\d«“{]`)

var frenchRules = []struct {
	wrong *regexp.Regexp
	fault string
}{
	{regexp.MustCompile(`'`), "straight apostrophe"},
	{regexp.MustCompile(`"`), "straight quotes"},
	{regexp.MustCompile(`\.\.\.`), "three dots for …"},
	{doubled, "double space"},
	{regexp.MustCompile(`(^|[^\x{202f}?!…])[;!?]`), "no narrow space before ; ! ?"},
	{regexp.MustCompile(`(^|[^\x{202f}]):([ \x{a0}]|$)`), "no narrow space before :"},
	{regexp.MustCompile(`\d[^\x{202f}\d]?%`), "no narrow space before %"},
	{regexp.MustCompile(`«([^\x{202f}\x{a0}]|$)`), "no fixed space after «"},
	{regexp.MustCompile(`(^|[^\x{202f}\x{a0}])»`), "no fixed space before »"},
}

func frenchFault(s string) string {
	for _, r := range frenchRules {
		if r.wrong.MatchString(s) {
			return r.fault
		}
	}
	return ""
}

func englishFault(s string) string {
	switch {
	case strings.ContainsAny(s, "«»"):
		return "French quotes"
	case strings.Contains(s, "..."):
		return "three dots for …"
	case doubled.MatchString(s):
		return "double space"
	case elision.MatchString(s):
		return "French elision"
	}
	return ""
}

var elision = regexp.MustCompile(`\{\d+:(de|que|a)\}`)

// Every value of every closed set has its word.
func TestVocabulariesAreComplete(t *testing.T) {
	var keys []string
	for _, v := range network.Channels {
		keys = append(keys, "channel."+string(v))
	}
	for _, v := range network.FavourKinds {
		keys = append(keys, "favour."+string(v))
	}
	for _, v := range network.LoopKinds {
		keys = append(keys, "loop."+string(v))
	}
	for _, v := range network.GestureKinds {
		keys = append(keys, "gesture."+string(v))
	}
	for _, v := range []network.Direction{network.Apart, network.In, network.Out, network.Mutual} {
		keys = append(keys, "direction."+string(v))
	}
	for _, key := range keys {
		for _, lang := range Languages {
			if !For(lang).Has(key) {
				t.Errorf("%s: no text %s", lang, key)
			}
		}
	}
}

// forms reads a file as key to its one form, or its two.
func forms(t *testing.T, path string) map[string][]string {
	t.Helper()
	raw, err := fs.ReadFile(files, path)
	if err != nil {
		t.Error(err)
		return nil
	}
	var entries map[string]entry
	if err := json.Unmarshal(raw, &entries); err != nil {
		t.Errorf("%s: %v", path, err)
	}
	out := map[string][]string{}
	for key, e := range entries {
		if e.other == "" {
			out[key] = []string{e.words}
		} else {
			out[key] = []string{e.one, e.other}
		}
	}
	return out
}

// arguments returns which arguments the forms of a text use. A singular may do
// without its number.
func arguments(forms []string) []int {
	used := map[int]bool{}
	for _, s := range forms {
		x, _ := parse(s)
		for _, p := range x.parts {
			if p.arg >= 0 {
				used[p.arg] = true
			}
		}
	}
	return slices.Sorted(maps.Keys(used))
}
