package rrule

import (
	"bufio"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"entregent/internal/importer/importertest"
)

// FuzzRule: any text is refused or gives instances in order, within its end and
// its count, for no more work than the budget.
func FuzzRule(f *testing.F) {
	f.Add("FREQ=MONTHLY;BYDAY=10FR", int64(0))
	f.Add("FREQ=SECONDLY;COUNT=2147483648", int64(1e9))
	for _, elem := range [][]string{{"corpora", "crafted", "ics-rrule"}, {"corpora", "ical"}} {
		for _, rule := range rulesUnder(f, elem...) {
			f.Add(rule, int64(86400*365*30))
		}
	}
	f.Fuzz(func(t *testing.T, text string, at int64) {
		r, err := Parse(text)
		start := Wall(at)
		if err != nil || start < Earliest || start > Latest {
			return
		}
		last := r.Last(time.UTC, false)
		const budget = 50_000
		b := Budget{Left: budget}
		previous, n := start-1, int64(0)
		for w := range r.Between(start, start, Latest, last, &b) {
			n++
			if w <= previous || w > last || r.Count > 0 && n > r.Count || n > budget {
				t.Fatalf("%q from %d: %d after %d, the %dth", text, start, w, previous, n)
			}
			previous = w
		}
	})
}

func rulesUnder(f *testing.F, elem ...string) (rules []string) {
	root := importertest.Shared(f, elem...)
	err := filepath.WalkDir(root, func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		file, err := os.Open(name)
		if err != nil {
			return err
		}
		defer file.Close()
		for lines := bufio.NewScanner(file); lines.Scan(); {
			if rule, ok := strings.CutPrefix(lines.Text(), "RRULE:"); ok {
				rules = append(rules, rule)
			}
		}
		return nil
	})
	if err != nil {
		f.Fatal(err)
	}
	return rules
}
