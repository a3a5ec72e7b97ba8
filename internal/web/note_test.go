package web

import (
	"fmt"
	"strings"
	"testing"
)

// A line is read, shown for a yes with what it says, and kept as it was
// confirmed; nothing typed is lost on the way.
func TestALineIsKept(t *testing.T) {
	s := newSite(t)
	const line = "Café avec Yves Martin hier aux Halles : sa fille commence le judo, m'a présenté Karim Benali"
	res := s.do(s.request("POST", "/log", values("line", line, "once", "k1")))
	page := text(res)
	if res.StatusCode != 200 || !strings.Contains(page, "aux Halles") && !strings.Contains(page, "les Halles") {
		t.Fatalf("%d\n%s", res.StatusCode, words(page))
	}
	checkPage(t, page)
	for _, want := range []string{`name="name-0" value="Yves Martin"`, `value="2026-11-23"`, `value="in_person" checked`, `name="what-0"`} {
		if !strings.Contains(page, want) {
			t.Errorf("the page does not say %s", want)
		}
	}
	if strings.Contains(s.export(), "Yves") {
		t.Error("something was written before the yes")
	}
	form := values("line", line, "once", "k2", "name-0", "Yves Martin", "who-0", "new", "channel", "in_person", "on", "2026-11-23", "place", "Les Halles",
		"confirmed", line)
	for i, n := range all(page, `name="record-\d+" value="(\d+)"`) {
		form.Set(fmt.Sprint("record-", i), n)
		form.Set(fmt.Sprint("keep-", i), "1")
		form.Set(fmt.Sprint("what-", i), all(page, fmt.Sprintf(`name="what-%d" value="([^"]*)"`, i))[0])
	}
	to := s.post("/log", form)
	if again := s.post("/log", form); again != to {
		t.Errorf("sent twice it leads to %s and %s", to, again)
	}
	page = s.get(to)
	for _, want := range []string{"Yves Martin", "23 November", "Les Halles", "sa fille commence le judo", "Karim Benali", "introduction"} {
		if !strings.Contains(page, want) {
			t.Errorf("the person's page does not say %q", want)
		}
	}
	if got := s.get("/people"); !strings.Contains(words(got), "2 people") {
		t.Error(words(got))
	}
	undo := all(page, `action="(/lines/[a-z2-7]{26}/undo)"`)
	if len(undo) != 1 {
		t.Fatalf("no way back")
	}
	s.post(undo[0], values())
	s.post(undo[0], values()) // no error
	if page := s.get("/people"); strings.Contains(page, "/people/") || strings.Contains(page, "Karim Benali") {
		t.Error("taken back, and still there:", words(page))
	}
}

// Whatever is wrong with a line, it comes back as it was typed.
func TestNothingTypedIsLost(t *testing.T) {
	s := lived(t)
	who := all(s.get("/people"), `href="/people/([a-z2-7]{26})"`)[0]
	for _, tt := range []struct {
		what   string
		form   []string
		status int
	}{
		{"nobody is named", []string{"line", "Rien de neuf ici."}, 200},
		{"a day to come", []string{"line", "Déjeuner remis", "person", who, "on", "2031-01-01"}, 400},
		{"no day at all", []string{"line", "Déjeuner remis", "person", who, "on", "31 février"}, 400},
		{"an unknown channel", []string{"line", "Déjeuner remis", "person", who, "channel", "smoke"}, 400},
	} {
		res := s.do(s.request("POST", "/log", values(tt.form...)))
		if page := text(res); res.StatusCode != tt.status || !strings.Contains(page, tt.form[1]) {
			t.Errorf("%s: %d\n%s", tt.what, res.StatusCode, words(page))
		}
	}
}
