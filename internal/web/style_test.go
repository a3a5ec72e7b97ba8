package web

import (
	"io/fs"
	"strings"
	"testing"
)

// Every block of a style sheet is closed, and a rule for narrow screens holds no
// other such rule: a brace that is lost puts all that follows inside it, and no
// browser says so.
func TestStylesAreClosed(t *testing.T) {
	names, err := fs.Glob(static, "static/*.css")
	if err != nil || len(names) == 0 {
		t.Fatal(names, err)
	}
	for _, name := range names {
		raw, err := fs.ReadFile(static, name)
		if err != nil {
			t.Fatal(err)
		}
		deep, n := 0, 0
		for line := range strings.Lines(string(raw)) {
			n++
			if strings.HasPrefix(line, "@media") && deep > 0 || strings.HasPrefix(line, "/*") && deep > 0 {
				t.Fatalf("%s:%d: begins inside of what was never closed", name, n)
			}
			if deep += strings.Count(line, "{") - strings.Count(line, "}"); deep < 0 {
				t.Fatalf("%s:%d: closes what was never opened", name, n)
			}
		}
		if deep != 0 {
			t.Errorf("%s: %d blocks are never closed", name, deep)
		}
	}
}
