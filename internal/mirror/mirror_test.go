package mirror

import (
	"slices"
	"strings"
	"testing"
	"time"

	"entregent/internal/i18n"
	"entregent/internal/match"
	"entregent/internal/network"
)

// Every sentence of this package has its words in both languages, and every fact
// that the tests meet is one of them.
func TestTexts(t *testing.T) {
	for _, lang := range []string{"en", "fr"} {
		p := i18n.For(lang)
		for _, s := range Sentences() {
			if !p.Has(s.Key) {
				t.Errorf("%s: no words for %s", lang, s.Key)
			}
		}
		for _, k := range Keys {
			if !p.Has("mirror.reading." + string(k)) {
				t.Errorf("%s: no words for %s", lang, k)
			}
		}
	}
}

// The table of whom a network lacks names concepts that the lexicon has.
func TestExpectations(t *testing.T) {
	lex := match.Default()
	if len(expectations()) < 20 {
		t.Fatalf("%d lines", len(expectations()))
	}
	for _, e := range expectations() {
		for _, k := range append([]string{e.trade}, e.whom...) {
			if _, ok := lex.Theme(k); !ok {
				t.Errorf("%q is no concept", k)
			}
		}
	}
	for _, bad := range []string{"marketing journalist", "x"} {
		if _, err := readExpectations("# a\n" + bad); err == nil || !strings.Contains(err.Error(), "expects.txt:2") {
			t.Errorf("%q: %v", bad, err)
		}
	}
}

func day(s string) network.Day {
	t, err := time.Parse(time.DateOnly, s)
	if err != nil {
		panic(err)
	}
	return network.DayOf(t, time.UTC)
}

// today is the day of all these tests.
var today = day("2026-11-24")

// A desk writes lines of a trace as imports bring them.
type desk struct {
	lines []Line
	n     int
}

func (d *desk) add(source, kind string, fields ...string) *desk {
	d.n++
	l := Line{ID: source + kind + strings.Repeat("i", d.n), Source: source, Kind: kind, Fields: map[string]string{}}
	for i := 0; i+1 < len(fields); i += 2 {
		if fields[i+1] != "" {
			l.Fields[fields[i]] = fields[i+1]
		}
	}
	if s := l.Fields["on"]; s != "" {
		l.Day = day(s)
		delete(l.Fields, "on")
	}
	d.lines = append(d.lines, l)
	return d
}

// nora is a communications lead with a profile; cv is the CV she hands out, which
// says the same in other words.
func nora() *desk {
	d := &desk{}
	const as = "2026-11-01"
	d.add("linkedin", "profile", "as_of", as, "first_name", "Nora", "last_name", "Blum", "headline", "Directrice de la communication | Mairie de Lyon", "summary", "Vingt ans de presse.", "geo_location", "Lyon et périphérie")
	d.add("linkedin", "position", "as_of", as, "company_name", "Ville de Lyon", "title", "Directrice de la communication", "started_on", "2019-09")
	d.add("linkedin", "position", "as_of", as, "company_name", "Nord Labs SAS", "title", "Chargée de communication", "started_on", "2015-01", "finished_on", "2019-08")
	d.add("linkedin", "position", "as_of", as, "company_name", "Banque Nationale de Paris", "title", "Stagiaire communication", "started_on", "2010-07", "finished_on", "2014-12")
	d.add("linkedin", "education", "as_of", as, "school_name", "Sciences Po Lyon", "degree_name", "Master Communication", "start_date", "2008", "end_date", "2010")
	d.add("linkedin", "skill", "as_of", as, "name", "Relations presse").add("linkedin", "skill", "as_of", as, "name", "Crise")
	d.add("linkedin", "language", "as_of", as, "name", "Français")
	return d
}

func (d *desk) cv() *desk {
	doc := []string{"document", "c1", "as_of", "2026-10"}
	add := func(kind string, fields ...string) { d.add("jsonresume", kind, append(fields, doc...)...) }
	add("profile", "name", "Mme Nora BLUM", "headline", "Head of communications", "geo_location", "Lyon, FR")
	add("position", "company_name", "City of Lyon", "title", "Communications director", "started_on", "2019-09-01")
	add("position", "company_name", "Nord Labs", "title", "Chargé de communication", "started_on", "2015", "finished_on", "2019-08-31")
	add("position", "company_name", "BNP", "title", "Stage communication", "started_on", "2010", "finished_on", "2014-12")
	add("education", "school_name", "Institut d’études politiques, Sciences Po Lyon", "degree_name", "MA Communication", "start_date", "2008-09", "end_date", "2010-06")
	add("skill", "name", "relations presse")
	add("skill", "name", "crise")
	add("language", "name", "French")
	return d
}

func input(d *desk) Input { return Input{Lexicon: match.Default(), Today: today, Lines: d.lines} }

func reading(t *testing.T, in Input, k Key) Reading {
	t.Helper()
	for _, r := range Look(in) {
		for _, f := range slices.Concat(r.Facts, r.Notes) {
			if !i18n.For("en").Has(f.Key) {
				t.Errorf("%s is no sentence", f.Key)
			}
		}
		if !i18n.For("fr").Has(r.Next.Key) {
			t.Errorf("%s is no sentence", r.Next.Key)
		}
		if r.Key == k {
			return r
		}
	}
	t.Fatalf("no reading %s", k)
	return Reading{}
}

func keys(facts []Fact) (out []string) {
	for _, f := range facts {
		out = append(out, strings.TrimPrefix(f.Key, "mirror."))
	}
	return out
}

func want(t *testing.T, got []string, want ...string) {
	t.Helper()
	if !slices.Equal(got, want) {
		t.Errorf("got\n  %s\nwant\n  %s", strings.Join(got, "\n  "), strings.Join(want, "\n  "))
	}
}

// Without any file there are five empty readings, each of which says what would
// fill it, and not one figure.
func TestEmpty(t *testing.T) {
	got := Look(Input{Lexicon: match.Default(), Today: today})
	for i, r := range got {
		if r.Key != Keys[i] || !r.Empty || len(r.Facts)+len(r.Notes) != 0 || !strings.HasPrefix(r.Next.Key, "mirror.next.bring_") {
			t.Errorf("%+v", r)
		}
	}
	if len(got) != 5 {
		t.Errorf("%d readings", len(got))
	}
}

// The readings hang on nothing but what they are given: neither the order of lines
// nor a second look changes them.
func TestOrder(t *testing.T) {
	d := nora().cv()
	first := input(d)
	back := slices.Clone(d.lines)
	slices.Reverse(back)
	second := first
	second.Lines = back
	a, b := Look(first), Look(second)
	for i := range a {
		if x, y := keys(a[i].Facts), keys(b[i].Facts); !slices.Equal(x, y) {
			t.Errorf("%s: %v, read backwards %v", a[i].Key, x, y)
		}
	}
}
