package i18n

import "testing"

func TestFact(t *testing.T) {
	fr := For(French)
	for _, c := range []struct{ kind, label, want string }{
		{"other", "reminder", "rappel"},
		{"other", "debt: you owe", "vous lui devez"},
		{"other", "Ville natale", "Ville natale"},
		{"other", "", "autre"},
		{"related", "introduced by", "proche de (qui vous a présentés)"},
		{"related", "Pupil", "proche de (Pupil)"},
		{"title", "work", "fonction"},
	} {
		if got := fr.Fact(c.kind, c.label); got != c.want {
			t.Errorf("%s %s: %q, want %q", c.kind, c.label, got, c.want)
		}
	}
}
