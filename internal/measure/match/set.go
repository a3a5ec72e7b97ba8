package match

import (
	"fmt"
	"io/fs"
	"strings"

	"entregent/internal/match"
	"entregent/internal/network"
)

// Today is the day on which every case is read.
var Today = network.Date{Year: 2026, Month: 3, Day: 12}

// Halves of the annotated scenes.
const (
	Dev  = "dev"  // what the lexicon and the matcher were tuned on
	Test = "test" // written when both were done, and looked at in totals only

	// Fresh is a further part in another voice, written later still; like Test it
	// is looked at in totals only.
	Fresh = "fresh"
)

// Parts lists them in the order of the table.
var Parts = []string{Dev, Test, Fresh}

// A scene is some offers and the needs that are put to them.
type scene struct {
	set, half, title string
	entries          []match.Entry
	cases            []kase
}

// A kase is one need with the offers that meet it, by ID.
type kase struct {
	need  match.Need
	right map[string]bool
}

var kinds = map[string]match.Kind{"job": match.Job, "fact": match.Fact, "org": match.Organisation}

// Sets lists the annotated sets: what both needs and offers are written in.
var Sets = []string{"fr", "en", "across"}

func load(fsys fs.FS) ([]scene, error) {
	var out []scene
	for _, set := range Sets {
		for _, half := range Parts {
			name := set + "." + half + ".txt"
			raw, err := fs.ReadFile(fsys, name)
			if err != nil {
				return nil, err
			}
			list, err := parse(set, half, string(raw))
			if err != nil {
				return nil, fmt.Errorf("%s:%w", name, err)
			}
			out = append(out, list...)
		}
	}
	return out, nil
}

// parse reads one file; its notation is told at the top of fr.dev.txt.
func parse(set, half, text string) ([]scene, error) {
	var out []scene
	lang := set
	if set != "fr" && set != "en" {
		lang = ""
	}
	n := 0
	for line := range strings.Lines(text) {
		n++
		line = strings.TrimSpace(line)
		if line == "" || line[0] == '#' {
			continue
		}
		if title, ok := strings.CutPrefix(line, "== "); ok {
			out = append(out, scene{set: set, half: half, title: title})
			continue
		}
		if len(out) == 0 {
			return nil, fmt.Errorf("%d: before the first scene", n)
		}
		s := &out[len(out)-1]
		if err := s.line(line, lang); err != nil {
			return nil, fmt.Errorf("%d: %w", n, err)
		}
	}
	return out, nil
}

func (s *scene) line(line, lang string) error {
	letter, text, ok := strings.Cut(line, " ")
	if !ok || len(letter) != 1 {
		return fmt.Errorf("%q: a letter or ? and a text are wanted", line)
	}
	if letter != "?" {
		e := match.Entry{ID: letter, Owner: letter, Lang: lang, Since: Today}
		e.Text, e.Place = place(text)
		if kind, rest, ok := strings.Cut(e.Text, ": "); ok && kinds[kind] != 0 {
			e.Kind, e.Text = kinds[kind], rest
		}
		s.entries = append(s.entries, e)
		return nil
	}
	text, letters, ok := strings.Cut(text, " => ")
	if !ok {
		return fmt.Errorf("%q: no answer", line)
	}
	k := kase{need: match.Need{ID: "?", Owner: "?", Lang: lang, Since: Today}, right: map[string]bool{}}
	k.need.Text, k.need.Place = place(text)
	for l := range strings.FieldsSeq(letters) {
		if l == "-" {
			continue
		}
		if !s.has(l) {
			return fmt.Errorf("%q: no offer %q", line, l)
		}
		k.right[l] = true
	}
	s.cases = append(s.cases, k)
	return nil
}

func (s *scene) has(letter string) bool {
	for _, e := range s.entries {
		if e.ID == letter {
			return true
		}
	}
	return false
}

func place(text string) (string, string) {
	text, where, _ := strings.Cut(text, " @ ")
	return text, where
}
