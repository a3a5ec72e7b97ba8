package network

import (
	"testing"
	"time"

	"pgregory.net/rapid"
)

func TestFold(t *testing.T) {
	for in, want := range map[string]string{
		"Éric  MARTIN": "eric martin", "Cœur-Volant": "coeur volant", "Łukasz Øst": "lukasz ost", "Straße": "strasse",
		"O’Brien, Zoé": "o brien zoe", "": "", "  ": "", "d’Hélène": "d helene", "李 雷": "李 雷", "ﬁn": "fin",
	} {
		if got := Fold(in); got != want {
			t.Errorf("Fold(%q) = %q, want %q", in, got, want)
		}
	}
	rapid.Check(t, func(t *rapid.T) {
		s := rapid.String().Draw(t, "s")
		if once := Fold(s); Fold(once) != once {
			t.Fatalf("folding %q twice changes it: %q, %q", s, once, Fold(once))
		}
	})
}

func TestHandles(t *testing.T) {
	for in, want := range map[string]string{
		"Yves@Exemple.EXAMPLE": "yves@exemple.example", "<a@b.example>": "a@b.example", "mailto:a@b.example": "a@b.example",
		"jean.dupont+liste@gmail.com": "jeandupont@gmail.com", "jean.dupont+liste@exemple.example": "jean.dupont+liste@exemple.example",
		"x@googlemail.com": "x@gmail.com", "a@b": "a@b", "a b@c.example": "", "@b.example": "", "a@": "", "a@b@c": "",
	} {
		h, ok := NewEmail(in)
		if ok != (want != "") || h.Value != want {
			t.Errorf("NewEmail(%q) = %q %v, want %q", in, h.Value, ok, want)
		}
	}
	for in, want := range map[string]Handle{
		"https://www.linkedin.com/in/zo%C3%AB-brandt/?x=1": {LinkedIn, "zoë-brandt"},
		"www.linkedin.com/in/TomasReyes":                   {LinkedIn, "tomasreyes"},
		"http://fr.linkedin.com/in/yves/":                  {LinkedIn, "yves"},
		"https://exemple.example/qui/":                     {Website, "exemple.example/qui"},
		"javascript:alert(1)":                              {},
		"":                                                 {},
	} {
		if h, _ := NewProfile(in); h != want {
			t.Errorf("NewProfile(%q) = %v, want %v", in, h, want)
		}
	}
	for in, want := range map[string]bool{"info@a.example": true, "no-reply@a.example": true, "rh@a.example": true, "yves@a.example": false, "informatique.yves@a.example": false, "Contact+x@a.example": true} {
		if RoleAddress(in) != want {
			t.Errorf("RoleAddress(%q) = %v", in, !want)
		}
	}
}

func TestDays(t *testing.T) {
	paris, err := time.LoadLocation("Europe/Paris")
	if err != nil {
		t.Fatal(err)
	}
	rapid.Check(t, func(t *rapid.T) {
		at := time.Unix(rapid.Int64Range(-5e9, 5e9).Draw(t, "t"), 0)
		d := DayOf(at, paris)
		if d.Date() != DateOf(at.In(paris)) {
			t.Fatalf("%v: day %v, date %v", at, d.Date(), DateOf(at.In(paris)))
		}
		if start := d.Start(paris); DayOf(start, paris) != d || DayOf(start.Add(-time.Second), paris) != d-1 {
			t.Fatalf("%v does not start at %v", d, start)
		}
	})
}

func TestDatesReadBack(t *testing.T) {
	for _, s := range []string{"2026-03-05", "--02-29", "0001-01-01"} {
		if d, ok := ParseDate(s); !ok || d.String() != s {
			t.Errorf("%q: %v %v", s, d, ok)
		}
	}
	for _, s := range []string{"2026-02-29", "2026-13-01", "26-03-05", "2026-3-5", "--13-01", "", "2026-03-05T"} {
		if d, ok := ParseDate(s); ok {
			t.Errorf("%q is no date, but read as %v", s, d)
		}
	}
}

func TestIDs(t *testing.T) {
	a := Derive[PersonID]([]byte("s"), "x", "ab", "c")
	if a == Derive[PersonID]([]byte("s"), "x", "a", "bc") || a == Derive[PersonID]([]byte("t"), "x", "ab", "c") {
		t.Error("two things have one id")
	}
	b, err := ParseID[PersonID](a.String())
	if err != nil || b != a {
		t.Errorf("read back: %v %v", b, err)
	}
	for _, s := range []string{"", a.String()[1:], a.String() + "a", "A" + a.String()[1:], a.String()[:25] + "7"} {
		if _, err := ParseID[PersonID](s); err == nil && s != a.String() {
			t.Errorf("%q was read as an id", s)
		}
	}
}

func TestOneLine(t *testing.T) {
	for in, want := range map[string]string{"a\r\nb": "a b", "  a  b ": "a b", "a\u2028b\u0085c": "a b c", "\x00a\u202eb": "a b", "é": "é", "a\xffb": "a\uFFFDb"} {
		if got := OneLine(in); got != want {
			t.Errorf("OneLine(%q) = %q, want %q", in, got, want)
		}
	}
}
