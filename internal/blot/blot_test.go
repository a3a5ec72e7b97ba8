package blot

import (
	"encoding/json"
	"strings"
	"testing"

	"entregent/internal/network"
)

func pen() *Pen {
	return New(
		[]string{"Yves Le Goff", "Maman", "Zoé"},
		[]network.Handle{
			{Kind: network.Email, Value: "yves.legoff@example.org"}, {Kind: network.Phone, Value: "+33612345678"},
			{Kind: network.LinkedIn, Value: "ylg-conseil-29"}, {Kind: network.IM, Value: "signal:ylegoff29"},
		},
		func(w string) bool { return w == "maman" })
}

func TestText(t *testing.T) {
	for _, tt := range []struct {
		what, in, want string
		close          bool
	}{
		{"a full name", "Vu par Yves Le Goff hier", "Vu par … hier", false},
		{"in capitals, the family first", "LE GOFF n’est rien, GOFF Yves Le oui", "LE GOFF n’est rien, … oui", false},
		{"the first and the last word of three", "Yves Goff aussi", "… aussi", false},
		{"run together in a file's name", "inbox/yveslegoff_Ab3/message_1.json", "inbox/…_Ab3/message_1.json", false},
		{"an address", "écrire à <Yves.LeGoff@example.org>.", "écrire à <…>.", false},
		{"a number with the zero of home", "tél. 06 12 34 56 78 le soir", "tél. … le soir", false},
		{"a number as abroad", "+33 (0)6", "+33 (0)6", false},
		{"a number written together", "0033612345678", "…", false},
		{"another number", "06 12 34 56 79", "06 12 34 56 79", false},
		{"a profile", "linkedin.com/in/ylg-conseil-29", "linkedin.com/in/…", false},
		{"an account", "compte YLegoff29", "compte …", false},
		{"a first name in what is about others", "chez Yves, avec Zoé", "chez Yves, avec Zoé", false},
		{"a first name in what they had a part in", "Café avec Yves et Karim", "Café avec … et Karim", true},
		{"a word that is no name there", "le yves du coin", "le yves du coin", true},
		{"a name of one word that only they bear", "la fête de Maman", "la fête de …", false},
		{"the common word", "sa maman", "sa maman", false},
		{"not over a line", "Yves Le\nGoff", "Yves Le\nGoff", false},
		{"twice in a row", "Yves Le Goff, Yves Le Goff", "…, …", false},
		{"nobody", "Rien à dire", "Rien à dire", true},
		{"empty", "", "", true},
	} {
		if got := pen().Text(tt.in, tt.close); got != tt.want {
			t.Errorf("%s: %q, want %q", tt.what, got, tt.want)
		}
	}
}

func TestJSON(t *testing.T) {
	in := `{"b":"<Yves Le Goff>","a":[1.50,"rien \" é","yves.legoff@example.org"],"Yves Le Goff":null}`
	want := `{"b":"<…>","a":[1.50,"rien \" é","…"],"…":null}`
	if got := pen().JSON(in, false); got != want {
		t.Errorf("%s\nwant %s", got, want)
	}
	for in, want := range map[string]string{`{"x":"rien"}`: `{"x":"rien"}`, "Yves Le Goff {": "… {", `"`: `"`} {
		if got := pen().JSON(in, false); got != want {
			t.Errorf("%s: %s", in, got)
		}
	}
}

// Whoever has no name blots nothing.
func TestNobody(t *testing.T) {
	p := New([]string{"", "?", "de"}, []network.Handle{{Kind: network.Phone, Value: "12"}, {Kind: network.Email, Value: "@"}}, nil)
	if s := "De tout, 12 fois ? @"; p.Text(s, true) != s {
		t.Errorf("%q", p.Text(s, true))
	}
}

// What was blotted is blotted: doing it again changes nothing, no full name is
// left, and JSON stays JSON.
func FuzzBlot(f *testing.F) {
	for _, s := range []string{"Yves Le Goff", `{"a":"Yves Le Goff"}`, "yves le goffyves le goff", "…Yves Le Goff", "\xff06 12 34 56 78"} {
		f.Add(s, true)
	}
	f.Fuzz(func(t *testing.T, s string, close bool) {
		once := pen().Text(s, close)
		if pen().Text(once, close) != once {
			t.Errorf("%q: %q, then %q", s, once, pen().Text(once, close))
		}
		if strings.Contains(once, "Yves Le Goff ") {
			t.Errorf("%q: %q", s, once)
		}
		if json.Valid([]byte(s)) && !json.Valid([]byte(pen().JSON(s, close))) {
			t.Errorf("%q: no JSON any more: %q", s, pen().JSON(s, close))
		}
	})
}
