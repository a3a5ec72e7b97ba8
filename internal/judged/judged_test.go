package judged

import "testing"

func TestRead(t *testing.T) {
	got, err := Read("# what a stage carries\n\n carries  bond 3\ntold\t0.7\r\n")
	if err != nil || len(got) != 2 || got["carries bond"] != 3 || got["told"] != 0.7 {
		t.Errorf("%v, %v", got, err)
	}
	for _, bad := range []string{"told", "told much", "0.7", "told 0.7\ntold 0.6", "told NaN", "told -1", "told 1e300"} {
		if got, err := Read(bad); err == nil {
			t.Errorf("%q: %v", bad, got)
		}
	}
}

func TestOver(t *testing.T) {
	base := Table{"told": 0.7, "once": 0.25}
	got, err := base.Over(Table{"told": 0.8})
	if err != nil || got["told"] != 0.8 || got["once"] != 0.25 || base["told"] != 0.7 {
		t.Errorf("%v over %v: %v", got, base, err)
	}
	if got, err := base.Over(Table{"tolt": 0.8}); err == nil {
		t.Errorf("a slip of the pen: %v", got)
	}
}
