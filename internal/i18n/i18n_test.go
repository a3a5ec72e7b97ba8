package i18n

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"sync"
	"testing"
	"testing/fstest"
	"time"

	"entregent/internal/network"
)

var paris = time.FixedZone("Paris", 3600)

// now is a Sunday.
var now = time.Date(2026, 11, 22, 8, 0, 0, 0, paris)

// say puts one text into words without a file.
func say(t testing.TB, lang, source string, args ...any) string {
	t.Helper()
	x, err := parse(source)
	if err != nil {
		t.Fatal(err)
	}
	return string(For(lang).At(now, nil).appendText(nil, x, args))
}

func TestFormats(t *testing.T) {
	day := network.DayOf(time.Date(2026, 3, 12, 9, 0, 0, 0, paris), paris)
	tests := []struct {
		name, text string
		arg        any
		en, fr     string
	}{
		{"words as they are", "{0}", "Yves", "Yves", "Yves"},
		{"nothing", "{0}", nil, "", ""},
		{"a year is not grouped", "{0}", 2026, "2026", "2026"},
		{"a crowd is", "{0}", 12500, "12,500", "12\u202f500"},
		{"a number asked for is grouped earlier", "{0:number}", 1234, "1,234", "1\u202f234"},
		{"a number from JSON", "{0:number}", 1234567.0, "1,234,567", "1\u202f234\u202f567"},
		{"a fraction", "{0:number}", 3.456, "3.46", "3,46"},
		{"below nought", "{0:number}", -1500, "−1,500", "−1\u202f500"},
		{"a share", "{0:percent}", 0.42, "42%", "42\u202f%"},
		{"hardly any is not none", "{0:percent}", 0.0004, "1%", "1\u202f%"},
		{"nearly all is not all", "{0:percent}", 0.9999, "99%", "99\u202f%"},
		{"a small number in words", "{0:word}", 3, "three", "trois"},
		{"a greater one in digits", "{0:word}", 13, "13", "13"},
		{"a date of this year", "{0:date}", network.Date{Year: 2026, Month: 3, Day: 12}, "Thursday 12 March", "jeudi 12 mars"},
		{"a date of another year", "{0:date}", network.Date{Year: 2025, Month: 3, Day: 1}, "Saturday 1 March 2025", "samedi 1er mars 2025"},
		{"a birthday without year has no weekday", "{0:date}", network.Date{Month: 3, Day: 12}, "12 March", "12 mars"},
		{"a day number", "{0:date}", day, "Thursday 12 March", "jeudi 12 mars"},
		{"a day number from JSON", "{0:date}", float64(day), "Thursday 12 March", "jeudi 12 mars"},
		{"a date from JSON", "{0:date}", "2026-03-12", "Thursday 12 March", "jeudi 12 mars"},
		{"a moment from JSON, in the keeper's zone", "{0:date}", "2026-03-11T23:30:00Z", "Thursday 12 March", "jeudi 12 mars"},
		{"a moment", "{0}", now, "Sunday 22 November", "dimanche 22 novembre"},
		{"a date that is none stays as written", "{0:date}", "soon", "soon", "soon"},
		{"today", "{0:day}", now, "today", "aujourd’hui"},
		{"yesterday", "{0:day}", "2026-11-21", "yesterday", "hier"},
		{"tomorrow", "{0:when}", "2026-11-23", "tomorrow", "demain"},
		{"the day before is a date", "{0:day}", "2026-11-20", "Friday 20 November", "vendredi 20 novembre"},
		{"when, in a sentence", "{0:when}", "2026-11-20", "on Friday 20 November", "le vendredi 20 novembre"},
		{"short", "{0:short}", "2026-11-01", "1 November", "1er novembre"},
		{"month", "{0:month}", "2026-11-01", "November 2026", "novembre 2026"},
		{"hour", "{0:time}", time.Date(2026, 1, 1, 14, 5, 0, 0, paris), "14:05", "14\u202fh\u202f05"},
		{"full hour", "{0:time}", "2026-01-01T13:00:00Z", "14:00", "14\u202fh"},
		{"one name", "{0:list}", []string{"Anne"}, "Anne", "Anne"},
		{"three names", "{0:list}", []string{"Anne", "Bob", "Zoé"}, "Anne, Bob and Zoé", "Anne, Bob et Zoé"},
		{"names from JSON", "{0:list}", []any{"Anne", "Bob"}, "Anne and Bob", "Anne et Bob"},
		{"a list by default", "{0}", []string{"Anne", "Bob"}, "Anne and Bob", "Anne et Bob"},
		{"a channel by its type", "{0}", network.InPerson, "in person", "en personne"},
		{"a channel from JSON", "{0:channel}", "in_person", "in person", "en personne"},
		{"a favour", "{0}", network.Introduction, "introduction", "mise en relation"},
		{"a value without a word", "{0:channel}", "pigeon", "pigeon", "pigeon"},
		{"a reason within", "{0}", network.Reason{Key: "span.week", Args: []any{3}}, "three weeks", "trois semaines"},
		{"a mistake is seen", "{1}", "a", "{1}", "{1}"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := say(t, English, tt.text, tt.arg); got != tt.en {
				t.Errorf("en: %q, want %q", got, tt.en)
			}
			if got := say(t, French, tt.text, tt.arg); got != tt.fr {
				t.Errorf("fr: %q, want %q", got, tt.fr)
			}
		})
	}
}

func TestSpan(t *testing.T) {
	tests := []struct {
		days   any
		en, fr string
	}{
		{0, "less than a day", "moins d’un jour"},
		{1, "a day", "un jour"},
		{5, "five days", "cinq jours"},
		{8.0, "a week", "une semaine"},
		{10, "ten days", "dix jours"},
		{15, "two weeks", "deux semaines"},
		{21, "three weeks", "trois semaines"},
		{31, "a month", "un mois"},
		{42, "six weeks", "six semaines"},
		{60, "two months", "deux mois"},
		{180, "six months", "six mois"},
		{365, "a year", "un an"},
		{547, "a year and a half", "un an et demi"},
		{730, "two years", "deux ans"},
		{913, "two and a half years", "deux ans et demi"},
		{5000, "14 years", "14 ans"},
		{-21, "three weeks", "trois semaines"},
		{72 * time.Hour, "three days", "trois jours"},
	}
	for _, tt := range tests {
		if got := say(t, English, "{0:span}", tt.days); got != tt.en {
			t.Errorf("en %v: %q, want %q", tt.days, got, tt.en)
		}
		if got := say(t, French, "{0:span}", tt.days); got != tt.fr {
			t.Errorf("fr %v: %q, want %q", tt.days, got, tt.fr)
		}
	}
}

func TestPaces(t *testing.T) {
	for _, tt := range []struct {
		days   float64
		en, fr string
	}{
		{0.2, "every day", "chaque jour"}, {1, "every day", "chaque jour"}, {2, "every two days", "tous les deux jours"}, {7, "every week", "chaque semaine"},
		{10, "every ten days", "tous les dix jours"}, {21, "every three weeks", "toutes les trois semaines"}, {30, "every month", "chaque mois"},
		{61, "every two months", "tous les deux mois"}, {365, "every year", "chaque année"}, {548, "every eighteen months", "tous les dix-huit mois"},
		{913, "every two and a half years", "tous les deux ans et demi"}, {3653, "every ten years", "tous les dix ans"},
	} {
		if got := say(t, English, "{0:every}", tt.days); got != tt.en {
			t.Errorf("%v days: %q, want %q", tt.days, got, tt.en)
		}
		if got := say(t, French, "{0:every}", tt.days); got != tt.fr {
			t.Errorf("%v days: %q, want %q", tt.days, got, tt.fr)
		}
	}
}

func TestPlural(t *testing.T) {
	src := fstest.MapFS{
		"text/a.en.json": {Data: []byte(`{"k": {"one": "{0} lies there", "other": "{0} lie there"}, "since": {"one": "one day since {0:date}", "other": "{1} days since {0:date}"}}`)},
	}
	texts, err := load(src, English)
	if err != nil {
		t.Fatal(err)
	}
	tests := []struct {
		lang, key string
		args      []any
		want      string
	}{
		{English, "k", []any{0}, "0 lie there"},
		{English, "k", []any{1}, "1 lies there"},
		{English, "k", []any{1.0}, "1 lies there"},
		{English, "k", []any{2}, "2 lie there"},
		{French, "k", []any{0}, "0 lies there"},
		{French, "k", []any{1}, "1 lies there"},
		{French, "k", []any{2}, "2 lie there"},
		{English, "since", []any{1.0, 3.0}, "3 days since Friday 2 January 1970"},
		{English, "since", []any{20000.0, 1.0}, "one day since Friday 4 October 2024"},
	}
	for _, tt := range tests {
		p := &Printer{lang: tt.lang, texts: texts}
		for k, v := range For(English).texts {
			p.texts[k] = v
		}
		if got := p.T(tt.key, tt.args...); got != tt.want {
			t.Errorf("%s %s %v: %q, want %q", tt.lang, tt.key, tt.args, got, tt.want)
		}
	}
}

// An argument that has been through JSON says the same as before.
func TestReasonThroughJSON(t *testing.T) {
	args := []any{3, 0.25, network.Date{Year: 2026, Month: 3, Day: 12}, network.Mail, "Yves", []string{"a", "b"}}
	raw, err := json.Marshal(args)
	if err != nil {
		t.Fatal(err)
	}
	var back []any
	if err := json.Unmarshal(raw, &back); err != nil {
		t.Fatal(err)
	}
	const text = "{0:word} {1:percent} {2:date} {3:channel} {4} {5:list}"
	for _, lang := range Languages {
		if got, want := say(t, lang, text, back...), say(t, lang, text, args...); got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
}

func TestBadFileCostsOnlyItself(t *testing.T) {
	src := fstest.MapFS{
		"text/a.en.json": {Data: []byte(`{"good": "yes", "stray": "a } b", "unknown": "{0:colour}", "open": "{0"}`)},
		"text/b.en.json": {Data: []byte(`{"half": `)},
		"text/c.en.json": {Data: []byte(`{"odd": {"one": "x"}}`)},
		"text/d.en.json": {Data: []byte(`{"also": "good"}`)},
	}
	texts, err := load(src, English)
	if err == nil {
		t.Error("no error")
	}
	if len(texts) != 2 || texts["good"].plain != "yes" || texts["also"].plain != "good" {
		t.Errorf("texts %v", texts)
	}
}

func TestMissingKeyShowsItself(t *testing.T) {
	if got := For(French).T("no.such_key", 3); got != "no.such_key" {
		t.Errorf("%q", got)
	}
}

func TestError(t *testing.T) {
	p := For(English)
	tests := []struct {
		name string
		err  error
		want string
	}{
		{"none", nil, ""},
		{"nobody classified it", errors.New("sql: broken pipe at /var/lib"), p.T("error.internal")},
		{"the zero kind", &network.Error{Err: errors.New("secret")}, p.T("error.internal")},
		{"a kind alone", network.Busy, p.T("error.busy")},
		{"a kind wrapped", fmt.Errorf("import: %w", &network.Error{Kind: network.Full}), p.T("error.full")},
		{"its own words", &network.Error{Kind: network.Invalid, Msg: "span.week", Args: []any{3}}, "three weeks"},
		{"words that are missing", &network.Error{Kind: network.NotFound, Msg: "no.such"}, p.T("error.not_found")},
		{"stopped", context.Canceled, p.T("error.internal")},
	}
	for _, tt := range tests {
		if got := p.Error(tt.err); got != tt.want {
			t.Errorf("%s: %q, want %q", tt.name, got, tt.want)
		}
	}
}

func TestErrorKindsAreComplete(t *testing.T) {
	for _, k := range network.Kinds {
		key, ok := errorKeys[k]
		if !ok || !For(English).Has(key) || !For(French).Has(key) {
			t.Errorf("kind %v has no words", k)
		}
	}
}

func TestElision(t *testing.T) {
	tests := []struct{ name, want string }{
		{"Paul", "de Paul"}, {"Yves", "d’Yves"}, {"Anne", "d’Anne"}, {"Élodie", "d’Élodie"}, {"Œnone", "d’Œnone"},
		{"Hélène", "d’Hélène"}, {"Henri-Paul", "d’Henri-Paul"}, {"Hervé Le Goff", "d’Hervé Le Goff"}, {"Hamza", "de Hamza"},
		{"Yann", "de Yann"}, {"Youssef", "de Youssef"}, {"Ouassim", "de Ouassim"}, {"Oumar", "d’Oumar"}, {"Ysé", "d’Ysé"}, {"", "de "}, {"李", "de 李"},
	}
	for _, tt := range tests {
		if got := Of(tt.name); got != tt.want {
			t.Errorf("Of(%q) = %q, want %q", tt.name, got, tt.want)
		}
	}
	if got := say(t, French, "{0:que} {1:que} {2:a}", "Anne", "Paul", "Yves"); got != "qu’Anne que Paul à Yves" {
		t.Error(got)
	}
}

func TestSentence(t *testing.T) {
	tests := []struct{ in, want string }{
		{"you met", "You met."}, {"élodie écrit", "Élodie écrit."}, {"Really?", "Really?"}, {"Vraiment\u202f?", "Vraiment\u202f?"},
		{"« Bravo\u202f! »", "« Bravo\u202f! »"}, {"a « mot »", "A « mot »."}, {"and so on…", "And so on…"}, {"  ", ""},
	}
	for _, tt := range tests {
		if got := Sentence(tt.in); got != tt.want {
			t.Errorf("Sentence(%q) = %q, want %q", tt.in, got, tt.want)
		}
	}
}

func TestAccept(t *testing.T) {
	tests := []struct{ header, want string }{
		{"", English}, {"fr", French}, {"fr-CA,fr;q=0.9,en;q=0.8", French}, {"en-GB,en;q=0.9,fr;q=0.8", English},
		{"de,fr;q=0.3,en;q=0.2", French}, {"en;q=0.2, fr;q=0.7", French}, {"fr;q=0", English}, {"fr;q=x", English}, {"de,it", English},
		{"FR-be", French}, {"french", English}, {"*", English}, {"fr;q=NaN", English}, {"en;q=0.5,fr;q=0.5", English},
	}
	for _, tt := range tests {
		if got := Accept(tt.header); got != tt.want {
			t.Errorf("Accept(%q) = %q, want %q", tt.header, got, tt.want)
		}
	}
}

func TestFromEnv(t *testing.T) {
	for locale, want := range map[string]string{"": English, "C": English, "POSIX": English, "fr_FR.UTF-8": French, "fr": French, "fr_CA": French, "en_IE.UTF-8": English, "de_DE": English} {
		if got := FromEnv(locale); got != want {
			t.Errorf("FromEnv(%q) = %q, want %q", locale, got, want)
		}
	}
}

func TestPrinterIsSharedSafely(t *testing.T) {
	var all sync.WaitGroup
	for range 8 {
		all.Go(func() {
			for range 200 {
				For(French).At(now, nil).T("span.week", 3)
			}
		})
	}
	all.Wait()
}

func BenchmarkPlain(b *testing.B) {
	p := For(French)
	b.ReportAllocs()
	for b.Loop() {
		p.T("error.busy")
	}
}

func BenchmarkArgs(b *testing.B) {
	p := For(French).At(now, nil)
	x, _ := parse("Vous avez vu {0} {1:when}, il y a {2:span}.")
	p.texts["bench"] = x
	args := []any{"Yves Martin", network.Date{Year: 2026, Month: 3, Day: 12}, 70}
	b.ReportAllocs()
	for b.Loop() {
		p.T("bench", args...)
	}
}
