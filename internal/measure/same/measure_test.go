package same

import (
	"entregent/internal/resolve"
	"fmt"
	"os"
	"slices"
	"testing"
)

func TestLook(t *testing.T) {
	w := Invent(Dev, 10000)
	rows, misses := Measure(w)
	t.Log("\n" + Format(rows))
	n := map[string]int{}
	kinds := map[string]int{}
	for _, m := range misses {
		if m.What == "missed" {
			a, b := resolve.Tokens(m.A.Name), resolve.Tokens(m.B.Name)
			k := 0
			for _, x := range a {
				if slices.Contains(b, x) {
					k++
				}
			}
			kinds[fmt.Sprint(min(len(a), len(b)), " words, common ", k)]++
			if os.Getenv("K") == fmt.Sprint(min(len(a), len(b)), k) {
				t.Log(m.A.Source, m.A.Name, m.A.Handles, "|", m.B.Source, m.B.Name, m.B.Handles)
			}
		}
	}
	t.Log(kinds)
	for _, m := range misses {
		n[m.What]++
		if n[m.What] > 25 || os.Getenv("SAY") == "" {
			continue
		}
		t.Logf("%s: %s %q %v | %s %q %v %v", m.What, m.A.Source, m.A.Name, m.A.Handles, m.B.Source, m.B.Name, m.B.Handles, m.Why)
	}
	t.Log(n)
}
