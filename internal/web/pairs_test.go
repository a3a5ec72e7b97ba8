package web

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"entregent/internal/app"
	"entregent/internal/i18n"
)

// twice is a site on which three are written down twice.
func twice(t *testing.T) *site {
	s := newSite(t)
	for i, n := range []app.NewPerson{
		{Name: "Élise Beaumont", Email: "elise@maison.example", Town: "Nantes"}, {Name: "BEAUMONT Elise", Email: "e.beaumont@atelier.example", Organisation: "Atelier"},
		{Name: "Robert Ashton", Phone: "+33 6 11 22 33 44"}, {Name: "Bob Ashton", Email: "bob@ashton.example"},
		{Name: "Claire Whitstead", Email: "claire@w.example"}, {Name: "Claire Whitsted", Email: "cw@x.example"},
	} {
		if _, err := s.App.AddPerson(t.Context(), s.Keeper, n, fmt.Sprint(i)); err != nil {
			t.Fatal(err)
		}
	}
	return s
}

// Two at a time, each answered from where it stands; what was answered does not
// come back, and taking the last answer back leaves the book as it was, to the
// byte.
func TestPairsAreAnsweredOneAfterTheOther(t *testing.T) {
	s := twice(t)
	page := s.get("/pairs")
	checkPage(t, page)
	forms := all(page, `action="(/proposals/same/[^"/]+)"`)
	if len(forms) != 3 || strings.Count(page, "<article") != 3 || strings.Count(page, " hidden aria-label") != 2 {
		t.Fatalf("%d pairs, and not all but the first hidden", len(forms))
	}
	for _, want := range []string{"maison.example", "atelier.example", `class="value other"`, `class="for"`} {
		if !strings.Contains(page, want) {
			t.Errorf("the pairs do not show %s", want)
		}
	}
	before := s.export()
	for _, answer := range []string{"yes", "no", "later"} {
		to := s.post(forms[0], values("answer", answer, "back", "/pairs"))
		page := s.get(to)
		checkPage(t, page)
		if strings.Contains(page, `action="`+forms[0]+`"`) {
			t.Errorf("after %s it is asked again", answer)
		}
		if left := all(page, `action="(/proposals/same/[^"/]+)"`); len(left) != 2 {
			t.Errorf("after %s %d pairs are left", answer, len(left))
		}
		undo := all(page, `action="(/proposals/same/[^"/]+/undo)"`)
		if len(undo) != 1 {
			t.Fatalf("after %s there is no way back", answer)
		}
		s.post(undo[0], values("back", "/pairs"))
		if s.export() != before {
			t.Errorf("%s, taken back, left something", answer)
		}
	}
	if !strings.Contains(s.get("/pairs"), `action="`+forms[0]+`"`) {
		t.Error("taken back, and not asked again")
	}
}

// What was joined is one with everything that both had; told apart again, each
// has exactly what was theirs.
func TestWhatIsJoinedKeepsEverything(t *testing.T) {
	s := twice(t)
	got, err := s.App.Pairs(t.Context(), s.Keeper, 10, false)
	if err != nil || len(got.Pairs) != 3 {
		t.Fatal(got.Total, err)
	}
	var pair app.Pair
	for _, p := range got.Pairs {
		if strings.Contains(strings.ToLower(p.A.Name), "beaumont") {
			pair = p
		}
	}
	before := s.export()
	if err := s.App.Say(t.Context(), s.Keeper, app.QuestionSame, pair.ID, "yes"); err != nil {
		t.Fatal(err)
	}
	one, err := s.App.Find(t.Context(), s.Keeper, "Beaumont")
	if err != nil {
		t.Fatal(err)
	}
	b, err := s.App.Briefing(t.Context(), s.Keeper, i18n.For("en").At(now, time.UTC), one, time.Time{})
	if err != nil {
		t.Fatal(err)
	}
	if len(b.Handles) != 2 || b.Person.Town != "Nantes" || b.Person.Organisation != "Atelier" {
		t.Errorf("of the one there is %+v, %v", b.Person, b.Handles)
	}
	if err := s.App.Unsaid(t.Context(), s.Keeper, app.QuestionSame, pair.ID); err != nil {
		t.Fatal(err)
	}
	if s.export() != before {
		t.Error("told apart again, they are not what they were")
	}
}

// What is held of the pairs after an answer is what is found from nothing.
func TestPairsHeldAfterAnAnswerAreThoseFound(t *testing.T) {
	s := twice(t)
	read := func(a *app.App) string {
		t.Helper()
		got, err := a.Pairs(t.Context(), s.Keeper, 10, true)
		if err != nil {
			t.Fatal(err)
		}
		var out []string
		for _, p := range got.Pairs {
			out = append(out, p.ID)
		}
		return strings.Join(out, " ")
	}
	for _, answer := range []string{"yes", "no"} {
		first, _, _ := strings.Cut(read(s.App), " ")
		if err := s.App.Say(t.Context(), s.Keeper, app.QuestionSame, first, answer); err != nil {
			t.Fatal(err)
		}
		fresh := &app.App{Store: s.App.Store, Now: s.App.Now, Readers: s.App.Readers}
		if held, found := read(s.App), read(fresh); held != found || strings.Contains(held, first) {
			t.Errorf("after %s: held %s, found %s", answer, held, found)
		}
	}
}
