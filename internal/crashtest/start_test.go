//go:build unix

package crashtest

import (
	"sync"
	"testing"
)

// C6: processes that start at once on an empty folder, or on a book that was
// there before, all do what they were asked.
func TestStartingAtOnce(t *testing.T) {
	p := newProgram(t)
	for range 3 {
		if bad := startAtOnce(p); bad != "" {
			t.Fatal(bad)
		}
		p.sound()
	}
}

func TestStartingAtOnceFindsWhatIsSpoilt(t *testing.T) {
	for range 10 {
		if bad := startAtOnce(newSpoilt(t, "wait for nobody")); bad != "" {
			t.Logf("noticed: %.200s", bad)
			return
		}
	}
	t.Error("nothing was noticed")
}

func startAtOnce(p *program) string {
	const n = 6
	var wg sync.WaitGroup
	outcomes := make([]outcome, n)
	for i := range n {
		wg.Go(func() { outcomes[i] = p.try("people", "--json") })
	}
	wg.Wait()
	for _, o := range outcomes {
		if o.status != 0 {
			return o.err
		}
	}
	return ""
}
