package web

import (
	"strings"
	"testing"
)

// A goal is written down, shown with what it is after, changed, ended and taken
// back; Reach and Known lead from it.
func TestGoalsPage(t *testing.T) {
	s := newSite(t)
	page := s.get("/goals")
	checkPage(t, page)
	if !strings.Contains(page, "No goal is under way") {
		t.Errorf("no goal, and not said so:\n%s", words(page))
	}
	s.confirm("Coffee with Yves Martin yesterday: works with Xavier Noir, is looking for a van")
	s.post("/goals", values("what", "A piece in the press", "people", "Xavier Noir\r\n\r\nYves Martin", "fields", "journalist", "known", "family firms", "until", "2027-03-31"))
	page = s.get("/goals")
	checkPage(t, page)
	for _, want := range []string{"A piece in the press", "Xavier Noir", "journalist", "family firms", "people of your book answer to it", "What moved"} {
		if !strings.Contains(page, want) {
			t.Errorf("the page does not say %q:\n%s", want, words(page))
		}
	}
	id := all(page, `id="goal-([a-z2-7]{26})"`)[0]
	if page := s.get("/reach"); !strings.Contains(page, "Where your goals lead") || !strings.Contains(page, "Xavier Noir") {
		t.Errorf("Reach does not know the goal:\n%s", words(page))
	}
	if page := s.get("/reach?q=Xavier+Noir"); !strings.Contains(page, "one of those your goal") {
		t.Errorf("the path does not say which goal it serves:\n%s", words(page))
	}
	s.post("/goals/"+id, values("answer", "save", "what", "A piece on firms", "people", "Yves Martin", "known", "family firms", "known", "handing on"))
	page = s.get("/goals")
	if !strings.Contains(page, "A piece on firms") || !strings.Contains(page, "handing on") || strings.Contains(page, "journalist<") {
		t.Errorf("said anew:\n%s", words(page))
	}
	to := s.post("/goals/"+id, values("answer", "reached"))
	page = s.get(to)
	if !strings.Contains(page, "Reached: well done") || !strings.Contains(page, "/goals/"+id+"/undo") || !strings.Contains(page, "No goal is under way") {
		t.Errorf("reached:\n%s", words(page))
	}
	s.post("/goals/"+id+"/undo", nil)
	if page = s.get("/goals"); strings.Contains(page, "No goal is under way") {
		t.Error("taken back, and not under way")
	}
	s.post("/goals/"+id, values("answer", "remove"))
	if page = s.get("/goals"); strings.Contains(page, "A piece on firms") {
		t.Error("removed, and still there")
	}
	for _, bad := range []struct {
		path string
		form []string
		code int
	}{
		{"/goals", []string{"what", " "}, 422}, {"/goals", []string{"what", "x", "until", "soon"}, 422}, {"/goals/" + id, []string{"answer", "reached"}, 404}, {"/goals/x", []string{"answer", "save"}, 404},
	} {
		if got := s.do(s.request("POST", bad.path, values(bad.form...))).StatusCode; got < 400 || got >= 500 {
			t.Errorf("%s %v: %d", bad.path, bad.form, got)
		}
	}
}

// Who knows the keeper, said with what shows it; what they should hear, and that
// they have.
func TestKnownPages(t *testing.T) {
	s := newSite(t)
	checkPage(t, s.get("/known"))
	s.confirm("Coffee with Yves Martin yesterday: is looking for a van")
	s.post("/goals", values("what", "A piece in the press", "people", "Yves Martin", "known", "family firms"))
	page := s.get("/known")
	checkPage(t, page)
	for _, want := range []string{"1 person knows you", "You met once", "family firms", "Let them know"} {
		if !strings.Contains(page, want) {
			t.Errorf("the page does not say %q:\n%s", want, words(page))
		}
	}
	who := all(page, `href="(/known/[a-z2-7]{26})"`)[0]
	page = s.get(who)
	checkPage(t, page)
	for _, want := range []string{"This person knows you.", "A word of news", "one of those this goal is about", "I let them know"} {
		if !strings.Contains(page, want) {
			t.Errorf("the person’s page does not say %q:\n%s", want, words(page))
		}
	}
	goal := all(page, `name="goal" value="([a-z2-7]{26})"`)[0]
	to := s.post(who+"/told", values("what", "family firms", "goal", goal))
	page = s.get(to)
	undo := all(page, `action="(/known/told/[a-z2-7]{26}/undo)"`)
	if len(undo) != 1 || !strings.Contains(page, "told today") || strings.Contains(page, "A word of news") {
		t.Fatalf("told:\n%s", words(page))
	}
	if page := s.get("/known"); !strings.Contains(page, "1 person has heard of it") || !strings.Contains(page, "Nobody needs to hear of it now") {
		t.Errorf("told, and the page does not say so:\n%s", words(page))
	}
	s.post(undo[0], nil)
	if page := s.get(who); strings.Contains(page, "told today") {
		t.Error("taken back, and still told")
	}
	s.post("/people/"+strings.TrimPrefix(who, "/known/")+"/facts", values("kind", "sees_me", "value", "the one who gets families to talk"))
	if page := s.get(who); !strings.Contains(page, "gets families to talk") {
		t.Errorf("how they see the keeper:\n%s", words(page))
	}
	if got := s.do(s.request("GET", "/known/x", nil)).StatusCode; got != 404 {
		t.Errorf("nobody: %d", got)
	}
}
