package i18n

import (
	"embed"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"strconv"
	"strings"
)

//go:embed text/*.json
var files embed.FS

// A text is one translation, read once into pieces.
type text struct {
	plain string // the whole of it, where it takes no arguments
	parts []part // otherwise
	one   *text  // where it has a singular: both, and no parts
	other *text
	dates uint32 // arguments that are dates or shares: they choose no plural
}

// A part is a stretch of words, or the place of an argument.
type part struct {
	words string
	arg   int // -1 for words
	as    format
}

// load reads every file of one language. The texts it could read are returned
// even when some could not. Of a key written twice the first file's counts.
func load(src fs.FS, lang string) (map[string]text, error) {
	paths, err := fs.Glob(src, "text/*."+lang+".json")
	texts := make(map[string]text, 1024)
	problems := []error{err}
	for _, path := range paths {
		if err := loadFile(src, path, texts); err != nil {
			problems = append(problems, fmt.Errorf("%s: %w", path, err))
		}
	}
	return texts, errors.Join(problems...)
}

func loadFile(src fs.FS, path string, texts map[string]text) error {
	raw, err := fs.ReadFile(src, path)
	if err != nil {
		return err
	}
	var entries map[string]entry
	if err := json.Unmarshal(raw, &entries); err != nil {
		return err
	}
	var problems []error
	for key, e := range entries {
		t, err := e.text()
		if err != nil {
			problems = append(problems, fmt.Errorf("%s: %w", key, err))
			continue
		}
		if _, taken := texts[key]; !taken {
			texts[key] = t
		}
	}
	return errors.Join(problems...)
}

// An entry is a value of a text file: words, or words for one and for several.
type entry struct{ words, one, other string }

// UnmarshalJSON reads either form.
func (e *entry) UnmarshalJSON(b []byte) error {
	if len(b) > 0 && b[0] == '"' {
		return json.Unmarshal(b, &e.words)
	}
	var forms map[string]string
	if err := json.Unmarshal(b, &forms); err != nil {
		return err
	}
	e.one, e.other = forms["one"], forms["other"]
	if len(forms) != 2 || e.one == "" || e.other == "" {
		return errors.New(`a plural has exactly "one" and "other"`)
	}
	return nil
}

func (e entry) text() (text, error) {
	if e.other == "" {
		return parse(e.words)
	}
	one, err := parse(e.one)
	if err != nil {
		return text{}, err
	}
	other, err := parse(e.other)
	return text{one: &one, other: &other, dates: one.dates | other.dates}, err
}

// parse cuts a text at its placeholders: {0}, {1:date}. A brace that begins no
// placeholder is a mistake, so that none is shown to a person.
func parse(s string) (text, error) {
	if !strings.ContainsAny(s, "{}") {
		return text{plain: s}, nil
	}
	var t text
	rest := s
	for rest != "" {
		before, after, found := strings.Cut(rest, "{")
		if strings.Contains(before, "}") {
			return text{}, fmt.Errorf("stray } in %q", s)
		}
		if before != "" {
			t.parts = append(t.parts, part{words: before, arg: -1})
		}
		if !found {
			break
		}
		inside, tail, closed := strings.Cut(after, "}")
		p, ok := placeholder(inside)
		if !closed || !ok {
			return text{}, fmt.Errorf("{%s is no placeholder in %q", inside, s)
		}
		if p.as.dated() {
			t.dates |= 1 << p.arg
		}
		t.parts = append(t.parts, p)
		rest = tail
	}
	return t, nil
}

// maxArgs is the number of arguments a text may take.
const maxArgs = 32

func placeholder(inside string) (part, bool) {
	number, name, named := strings.Cut(inside, ":")
	n, err := strconv.Atoi(number)
	if err != nil || n < 0 || n >= maxArgs {
		return part{}, false
	}
	if !named {
		return part{arg: n}, true
	}
	as, ok := formats[name]
	return part{arg: n, as: as}, ok
}
