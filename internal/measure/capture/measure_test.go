package capture

import (
	"flag"
	"strings"
	"testing"
	"testing/fstest"

	"entregent/internal/capture"
	"entregent/internal/network"
)

// The test half is looked at in totals only.
var misses = flag.Bool("misses", false, "show what went wrong in the development half")

// The goals of the product: what is proposed is right nine times in ten, and of
// what is said four parts in five are found, for every type in either language.
func TestGoals(t *testing.T) {
	rows, wrong, err := Measure(Lines())
	if err != nil {
		t.Fatal(err)
	}
	t.Log("\n" + Format(rows))
	if *misses {
		show(t, wrong)
	}
	if want := 2 * 2 * len(capture.Types); len(rows) != want {
		t.Errorf("%d rows, want one for each language, half and type: %d", len(rows), want)
	}
	for _, r := range rows {
		if r.Precision() < 0.9 || r.Recall() < 0.8 {
			t.Errorf("%s, %s, %s: precision %.3f, recall %.3f", r.Lang, r.Half, r.Type, r.Precision(), r.Recall())
		}
	}
}

func show(t *testing.T, wrong []Miss) {
	for _, m := range wrong {
		if m.Half == Dev {
			t.Logf("%s: %s\n  missed: %s\n  wrong:  %s", m.Lang, m.Line, strings.Join(m.Missed, " | "), strings.Join(m.Wrong, " | "))
		}
	}
}

func TestSets(t *testing.T) {
	for _, lang := range []string{"fr", "en"} {
		raw, err := capture.Annotated.ReadFile("testdata/" + lang + ".txt")
		if err != nil {
			t.Fatal(err)
		}
		if n := strings.Count(string(raw), " => "); n < 200 {
			t.Errorf("%s: %d lines, at least 200 are wanted", lang, n)
		}
	}
}

func TestCounting(t *testing.T) {
	rows, wrong, err := Measure(fstest.MapFS{
		"people.txt": {Data: []byte("Yves Martin; Banque du Nord; 42; 10\n")},
		"fr.txt": {Data: []byte("# a comment\n" +
			"Café avec Yves hier : cherche un stage => E Yves Martin; in_person; -1 | N .; stage\n" + // both right
			"Café avec Yves hier : cherche un stage => E Yves Martin; in_person; -2 | N .; piano\n")}, // both wrong
		"en.txt": {Data: []byte("Yves needs a desk => O Yves Martin; desk\n")}, // found as something else
	})
	if err != nil {
		t.Fatal(err)
	}
	want := []Row{
		{"fr", Dev, capture.Encounter, 1, 1, 1}, {"fr", Dev, capture.Need, 1, 1, 1},
		{"fr", Test, capture.Encounter, 1, 1, 0}, {"fr", Test, capture.Need, 1, 1, 0},
		{"en", Dev, capture.Need, 0, 1, 0}, {"en", Dev, capture.Offer, 1, 0, 0},
	}
	if len(rows) != len(want) {
		t.Fatalf("%v, want %v", rows, want)
	}
	for i := range want {
		if rows[i] != want[i] {
			t.Errorf("%v, want %v", rows[i], want[i])
		}
	}
	if len(wrong) != 2 {
		t.Errorf("two lines went wrong, not %d", len(wrong))
	}
}

func TestNotation(t *testing.T) {
	got, err := parse("E Yves Martin, Marie; call; -1; Lyon | F .; child; fille judo | I .; Karim Benali; me | G ?Paul; advice; loyer")
	if err != nil {
		t.Fatal(err)
	}
	e, f, i, g := got[0], got[1], got[2], got[3]
	switch {
	case len(e.who) != 2 || e.channel != network.Call || e.on.String() != "2026-03-11" || e.place != "Lyon":
		t.Errorf("%+v", e)
	case f.who[0] != "Yves Martin" || f.kind != "child" || f.words != "fille judo":
		t.Errorf("%+v", f)
	case i.whom[0] != "Karim Benali" || i.to != nil || i.given:
		t.Errorf("%+v", i)
	case g.who[0] != "?Paul" || !g.given:
		t.Errorf("%+v", g)
	}
	for _, bad := range []string{"X Yves", "E Yves; call; soon"} {
		if _, err := parse(bad); err == nil {
			t.Errorf("%q should be refused", bad)
		}
	}
}
