package meta

import (
	"testing"
	"time"
	"unicode/utf8"
)

func TestMend(t *testing.T) {
	for in, want := range map[string]string{
		"plain":                    "plain",
		"caf\u00c3\u00a9":          "café",
		"\u00f0\u009f\u008c\u00b8": "🌸",
		"café":                     "café", // whole already: its é alone is no UTF-8
		"\u00c3\u00a9 €":           "\u00c3\u00a9 €",
		"\u00c3":                   "\u00c3",
		"":                         "",
	} {
		if got := Mend(in); got != want {
			t.Errorf("%q became %q, want %q", in, got, want)
		}
	}
}

func FuzzMend(f *testing.F) {
	f.Add("caf\u00c3\u00a9")
	f.Add("€")
	f.Fuzz(func(t *testing.T, s string) {
		if utf8.ValidString(s) && !utf8.ValidString(Mend(s)) {
			t.Errorf("%q became %q", s, Mend(s))
		}
		broken := make([]rune, 0, len(s))
		for _, c := range []byte(s) {
			broken = append(broken, rune(c))
		}
		if utf8.ValidString(s) && Mend(string(broken)) != s {
			t.Errorf("%q is not mended", s)
		}
	})
}

func TestMoment(t *testing.T) {
	zone := time.FixedZone("", 3600)
	for s, want := range map[string]string{
		"Nov 14, 2023 10:13:20 pm":     "2023-11-14T22:13:20+01:00",
		"Sep 13, 2020, 12:26 PM":       "2020-09-13T12:26:00+01:00",
		"Nov 1, 2023 12:00:00\u202fam": "2023-11-01T00:00:00+01:00",
		"14. Nov. 2023, 22:13":         "2023-11-14T22:13:00+01:00",
		"3. März 2021, 08:05":          "2021-03-03T08:05:00+01:00",
		"14 nov. 2023 à 22:13":         "2023-11-14T22:13:00+01:00",
		"3 février 2021, 08:05":        "2021-02-03T08:05:00+01:00",
		"3 foo 2021, 08:05":            "",
		"Nov 40, 2023 10:13:20 pm":     "",
		"rendez-vous le 3 mai: 8:05":   "",
	} {
		got := ""
		if m, ok := Moment(s, zone); ok {
			got = m.Format(time.RFC3339)
		}
		if got != want {
			t.Errorf("%q: %s, want %s", s, got, want)
		}
	}
}

func TestNumbered(t *testing.T) {
	if Numbered("a/message_2.json", "a/message_10.json") >= 0 || Numbered("a.json", "b.json") >= 0 {
		t.Error("order of numbered files")
	}
}
