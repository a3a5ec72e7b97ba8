package rrule

import (
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"entregent/internal/importer/importertest"
)

// A recorded case of libical: a rule, its first instance, where to begin, and
// the instances expected.
type recorded struct {
	what, rule, start, from string
	want                    []string
}

// recordedCases reads the blocks of libical's icalrecur_test files.
func recordedCases(t *testing.T, name string) (cases []recorded) {
	t.Helper()
	raw, err := os.ReadFile(importertest.Shared(t, "corpora", "ical", "libical", name))
	if err != nil {
		t.Fatal(err)
	}
	for block := range strings.SplitSeq(string(raw), "\n\n") {
		var c recorded
		for line := range strings.SplitSeq(block, "\n") {
			key, value, _ := strings.Cut(line, ":")
			switch {
			case strings.HasPrefix(line, "#"):
				c.what = strings.TrimSpace(line[1:])
			case key == "RRULE":
				c.rule = value
			case key == "DTSTART":
				c.start = value
			case key == "START-AT":
				c.from = value
			case key == "INSTANCES":
				c.want = strings.Split(strings.TrimSpace(value), ",")
			}
		}
		if c.rule != "" {
			cases = append(cases, c)
		}
	}
	return cases
}

// Every case of libical passes; there is no difference to list. RSCALE=RUSSIAN,
// which libical does not have either, is refused by name.
func TestLibical(t *testing.T) {
	cases := append(recordedCases(t, "icalrecur_test.txt"), recordedCases(t, "icalrecur_test_rscale.txt")...)
	if len(cases) < 52 {
		t.Errorf("only %d cases found", len(cases))
	}
	for _, c := range cases {
		t.Run(c.what, func(t *testing.T) {
			got, err := expand(c.rule, c.start, c.from, 200)
			if strings.Contains(c.want[0], "UNIMPLEMENTED") {
				if err == nil || err.(*Error).Part != "RSCALE" {
					t.Errorf("%s: %v", c.rule, err)
				}
				return
			}
			if err != nil || !slices.Equal(got, c.want) {
				t.Errorf("%s from %s\n got %v, %v\nwant %v", c.rule, c.start, got, err, c.want)
			}
		})
	}
}

// expand lists at most n instances of a rule in the form of its start.
func expand(rule, start, from string, n int) (out []string, err error) {
	r, err := Parse(rule)
	if err != nil {
		return nil, err
	}
	at, date, utc, err := ParseTime(start)
	if err != nil {
		return nil, err
	}
	begin := at
	if from != "" {
		begin, _, _, _ = ParseTime(from)
	}
	layout := "20060102T150405"
	if date {
		layout = "20060102"
	} else if utc {
		layout += "Z"
	}
	b := Budget{Left: 500_000}
	for w := range r.Between(at, begin, Latest, r.Last(time.UTC, date), &b) {
		if out = append(out, w.Time().Format(layout)); len(out) == n {
			break
		}
	}
	if b.Spent {
		out = append(out, "budget spent")
	}
	return out, nil
}
