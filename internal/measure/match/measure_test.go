package match

import (
	"flag"
	"strings"
	"testing"
)

// The test half is looked at in totals only.
var misses = flag.Bool("misses", false, "show what went wrong in the development half")

func TestMeasure(t *testing.T) {
	rows, wrong, err := Measure(Annotated())
	if err != nil {
		t.Fatal(err)
	}
	t.Log("\n" + Format(rows))
	if *misses {
		for _, m := range wrong {
			if m.Half == Dev {
				t.Logf("%s, %s: %s\n  missed: %s\n  wrong:  %s", m.Set, m.Scene, m.Need, strings.Join(m.Missed, " | "), strings.Join(m.Wrong, " | "))
			}
		}
	}
}
