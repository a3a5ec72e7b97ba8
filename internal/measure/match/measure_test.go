package match

import (
	"flag"
	"hash/fnv"
	"io/fs"
	"path"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
	"unicode"

	"entregent/internal/match"
)

// What it knows of the development half, the lexicon has learned from it. With a
// share of its words struck out the same half stands for a stranger's words.
var without = flag.Int("without", 0, "strike out so many of a hundred words of the lexicon; development half only")

// struck returns the files of the lexicon without a share of its terms and
// hints, the same ones each time. Every concept keeps one term a language.
func struck(t *testing.T, percent, seed int) *match.Lexicon {
	t.Helper()
	files := match.Files()
	out := fstest.MapFS{}
	err := fs.WalkDir(files, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		raw, err := fs.ReadFile(files, name)
		if err != nil {
			return err
		}
		text := string(raw)
		if strings.HasPrefix(name, "lexicon/") && path.Base(name) != "sides.txt" {
			var lines []string
			for line := range strings.Lines(text) {
				lines = append(lines, strike(line, percent, seed))
			}
			text = strings.Join(lines, "")
		}
		out[name] = &fstest.MapFile{Data: []byte(text)}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	lex, err := match.Parse(out)
	if err != nil {
		t.Fatal(err)
	}
	return lex
}

func strike(line string, percent, seed int) string {
	if strings.HasPrefix(line, "#") {
		return line
	}
	body, related, tilde := strings.Cut(line, "~")
	parts := strings.Split(strings.TrimRight(body, "\n"), "|")
	if len(parts) != 3 {
		return line
	}
	for i := 1; i < 3; i++ {
		var kept []string
		for _, term := range strings.Split(parts[i], ",") {
			h := fnv.New32a()
			h.Write([]byte(strings.TrimSpace(term)))
			h.Write([]byte{byte(seed)})
			if int(h.Sum32()>>8%100) >= percent {
				kept = append(kept, term)
			}
		}
		if len(kept) == 0 && !strings.HasPrefix(line, "+") {
			kept = strings.Split(parts[i], ",")[:1]
		}
		parts[i] = strings.Join(kept, ",")
	}
	line = strings.Join(parts, "|")
	if tilde {
		return line + " ~" + strings.TrimRight(related, "\n") + "\n"
	}
	return line + "\n"
}

// The test half is looked at in totals only.
var misses = flag.Bool("misses", false, "show what went wrong in the development half")

func TestMeasure(t *testing.T) {
	if *without > 0 {
		var rows []Row
		for seed := range 3 {
			got, wrong, err := measure(Annotated(), struck(t, *without, seed), Dev)
			if err != nil {
				t.Fatal(err)
			}
			rows = append(rows, got...)
			show(t, wrong)
		}
		t.Log("\n" + Format(rows))
		return
	}
	rows, wrong, err := Measure(Annotated())
	if err != nil {
		t.Fatal(err)
	}
	t.Log("\n" + Format(rows))
	show(t, wrong)
}

// Needs typed in haste, two letters of their longest word in the wrong order,
// still find most of what they found: of words that are all in the lexicon, nearly
// all would be lost.
func TestSlips(t *testing.T) {
	scenes, err := load(Annotated())
	if err != nil {
		t.Fatal(err)
	}
	var plain, slipped Row
	for i := range scenes {
		s := scenes[i]
		if s.half != Dev || s.set == "across" {
			continue
		}
		plain.scene(&s, method{Ours, ours}, nil)
		s.cases = slices.Clone(s.cases)
		for k := range s.cases {
			s.cases[k].need.Text = swapped(s.cases[k].need.Text)
		}
		slipped.scene(&s, method{Ours, ours}, nil)
	}
	t.Logf("first right of %d: %d as written, %d with a slip; right among what is said: %.3f, %.3f", plain.Cases, plain.First, slipped.First, plain.Precision(), slipped.Precision())
	if slipped.First < plain.First*85/100 || slipped.Precision() < plain.Precision()-0.05 {
		t.Errorf("%d right of %d with a slip, %d without", slipped.First, slipped.Cases, plain.First)
	}
}

func swapped(text string) string {
	longest := ""
	for w := range strings.FieldsFuncSeq(text, func(r rune) bool { return !unicode.IsLetter(r) }) {
		if len(w) > len(longest) {
			longest = w
		}
	}
	r := []rune(longest)
	if n := len(r) / 2; n > 1 {
		r[n-1], r[n] = r[n], r[n-1]
	}
	return strings.Replace(text, longest, string(r), 1)
}

func show(t *testing.T, wrong []Miss) {
	if !*misses {
		return
	}
	for _, m := range wrong {
		if m.Half == Dev {
			t.Logf("%s, %s: %s\n  missed: %s\n  wrong:  %s", m.Set, m.Scene, m.Need, strings.Join(m.Missed, " | "), strings.Join(m.Wrong, " | "))
		}
	}
}
