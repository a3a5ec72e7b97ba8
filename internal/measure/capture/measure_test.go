package capture

import (
	"flag"
	"os"
	"testing"
)

var show = flag.Bool("misses", false, "show what went wrong in the development half")

func TestGoals(t *testing.T) {
	rows, misses, err := Measure(os.DirFS("../../capture/testdata"))
	if err != nil {
		t.Fatal(err)
	}
	t.Log("\n" + Format(rows))
	if *show {
		for _, m := range misses {
			if m.Half == Dev {
				t.Logf("%s: %s", m.Lang, m.Line)
				for _, s := range m.Missed {
					t.Log("      missed: ", s)
				}
				for _, s := range m.Wrong {
					t.Log("      wrong:  ", s)
				}
			}
		}
	}
}
