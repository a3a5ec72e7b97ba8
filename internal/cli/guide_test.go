package cli

import (
	"flag"
	"io"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"unicode"

	"entregent/internal/i18n"
)

const guides = "../../docs/guide"

// The guide has the same pages in both languages; its links lead somewhere; the
// commands it shows are commands.
func TestTheGuide(t *testing.T) {
	var pages [][]string
	for _, lang := range i18n.Languages {
		found, err := filepath.Glob(filepath.Join(guides, lang, "*.md"))
		if err != nil || len(found) == 0 {
			t.Fatalf("%s: no pages (%v)", lang, err)
		}
		var names []string
		for _, page := range found {
			names = append(names, filepath.Base(page))
			checkPage(t, page)
		}
		pages = append(pages, names)
	}
	if !slices.Equal(pages[0], pages[1]) {
		t.Errorf("not the same pages in both languages: %q and %q", pages[0], pages[1])
	}
}

var link = regexp.MustCompile(`\]\(([^)#]+)(?:#[^)]*)?\)`)

func checkPage(t *testing.T, page string) {
	raw, err := os.ReadFile(page)
	if err != nil {
		t.Fatal(err)
	}
	text := string(raw)
	for _, m := range link.FindAllStringSubmatch(text, -1) {
		if _, err := os.Stat(path.Join(path.Dir(filepath.ToSlash(page)), m[1])); err != nil {
			t.Errorf("%s: %s leads nowhere", page, m[1])
		}
	}
	for line := range strings.Lines(strings.ReplaceAll(text, "\\\n", " ")) {
		if said, ok := strings.CutPrefix(strings.TrimSpace(line), "entregent "); ok && strings.HasPrefix(line, "    ") {
			checkExample(t, page, strings.Fields(said))
		}
	}
	if filepath.Base(filepath.Dir(page)) == i18n.French {
		checkFrench(t, page, text)
	}
}

func checkExample(t *testing.T, page string, args []string) {
	name, rest := verb(args)
	c, ok := find(name)
	if !ok {
		t.Errorf("%s: there is no command %q", page, name)
		return
	}
	fl := flag.NewFlagSet(name, flag.ContinueOnError)
	fl.SetOutput(io.Discard)
	(&env{}).globals(fl)
	c.flags(fl)
	if _, err := parse(fl, rest); err != nil {
		t.Errorf("%s: entregent %s: %v", page, strings.Join(args, " "), err)
	}
}

var code = regexp.MustCompile("(?m)^    .*$|`[^`]*`|\\]\\([^)]*\\)")

// checkFrench looks for what a French hand would not write: a plain space before
// a high sign, a straight apostrophe.
func checkFrench(t *testing.T, page, text string) {
	words := []rune(code.ReplaceAllString(text, ""))
	for i := 1; i+1 < len(words); i++ {
		before, after := words[i-1], words[i+1]
		switch words[i] {
		case ';', ':', '!', '?', '»':
			if before == ' ' || unicode.IsLetter(before) {
				t.Errorf("%s: no narrow space: %q", page, string(words[max(0, i-15):i+1]))
			}
		case '«':
			if after != '\u202f' && after != '\u00a0' {
				t.Errorf("%s: no narrow space: %q", page, string(words[i:min(len(words), i+15)]))
			}
		case '\'':
			t.Errorf("%s: a straight apostrophe: %q", page, string(words[max(0, i-15):i+1]))
		}
	}
}
