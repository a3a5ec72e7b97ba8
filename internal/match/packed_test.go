package match

import (
	"runtime"
	"testing"
)

// A server at rest holds the lexicon: it was eight MiB of maps once.
func TestTheLexiconIsSmallAtRest(t *testing.T) {
	const most = 3 << 20
	heap := func() uint64 {
		var m runtime.MemStats
		runtime.GC()
		runtime.ReadMemStats(&m)
		return m.HeapAlloc
	}
	before := heap()
	lex, err := Parse(files)
	if err != nil {
		t.Fatal(err)
	}
	lex.slim()
	if after := heap(); after > before+most {
		t.Errorf("%d KiB, at most %d are wanted", (after-before)>>10, most>>10)
	}
	runtime.KeepAlive(lex)
}

func TestPackedFindsWhatWasPut(t *testing.T) {
	var all pool
	p := pack(map[string][]int{"a": {1, 2}, "": {3}, "zoé": nil}, &all)
	for w, want := range map[string]int{"a": 2, "": 1, "zoé": 0, "b": 0} {
		if got := p.of(w); len(got) != want {
			t.Errorf("%q: %v", w, got)
		}
	}
	if got := p.of("a"); got[0] != 1 || got[1] != 2 {
		t.Errorf("a: %v", got)
	}
}
