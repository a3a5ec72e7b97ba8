package paper

import (
	"encoding/csv"
	"slices"
	"strings"
	"testing"
)

// What is written is read back as it was, and nothing runs.
func TestCSV(t *testing.T) {
	rows := [][]string{
		{"name", "why"}, {"Élise “Lili” d’Arc", "met, twice\nin March"}, {"=HYPERLINK(\"x\")", "+33 6"}, {"-1+1", "@SUM(1)"}, {"\t=1", "＝1"}, {"", "100%"},
	}
	var b strings.Builder
	if err := CSV(&b, rows); err != nil {
		t.Fatal(err)
	}
	text, marked := strings.CutPrefix(b.String(), "\uFEFF")
	got, err := csv.NewReader(strings.NewReader(text)).ReadAll()
	if err != nil || !marked || len(got) != len(rows) {
		t.Fatalf("%v, %d rows", err, len(got))
	}
	for i, r := range rows {
		for j, cell := range r {
			back := got[i][j]
			if strings.TrimPrefix(back, "'") != cell {
				t.Errorf("%q came back as %q", cell, back)
			}
			if back != "" && strings.ContainsRune("=+-@\t＝", []rune(back)[0]) {
				t.Errorf("%q would run", back)
			}
		}
	}
	if !slices.Equal(got[1], rows[1]) {
		t.Errorf("%q", got[1])
	}
}
