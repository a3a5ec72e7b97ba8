package web

import (
	"strings"
	"testing"
)

// A path stands on the page as a sentence, a drawing, a table that opens onto its
// records, a plan and a letter; a name of several asks which; a name of nobody says
// what to learn.
func TestReachPage(t *testing.T) {
	s := newSite(t)
	if page := s.get("/reach"); !strings.Contains(page, "HR director in a bank in Lille") {
		t.Error("no example of what can be asked")
	}
	s.confirm("Coffee with Yves Martin yesterday: works with Xavier Noir, is looking for a van")
	s.confirm("Coffee with Paul Martin yesterday: is looking for a flat")
	page := s.get("/reach?q=Xavier+Noir")
	checkPage(t, page)
	for _, want := range []string{"begin with Yves Martin", `class="chain"`, "The path: me, Yves Martin and Xavier Noir", "is looking for “a van”", "You were told", "The plan", "Letter to Yves Martin"} {
		if !strings.Contains(page, want) {
			t.Errorf("the page does not say %q:\n%s", want, words(page))
		}
	}
	if facts := all(page, `<summary>(\d+ record|[^<]*fact)`); len(facts) == 0 {
		t.Errorf("no evidence to open:\n%s", words(page))
	}
	page = s.get("/reach?q=Martin")
	checkPage(t, page)
	ids := all(page, `href="/reach\?q=([a-z0-9]+)"`)
	if len(ids) != 2 {
		t.Fatalf("two bear that name: %v\n%s", ids, words(page))
	}
	if page := s.get("/reach?q=" + ids[0]); !strings.Contains(page, `value="Paul Martin"`) && !strings.Contains(page, `value="Yves Martin"`) {
		t.Errorf("asked by id, and not shown by name:\n%s", words(page))
	}
	page = s.get("/reach?q=Nobody+Whatsoever")
	checkPage(t, page)
	if !strings.Contains(words(page), "Nobody Whatsoever") || strings.Contains(page, `class="chain"`) {
		t.Errorf("somebody nobody has heard of:\n%s", words(page))
	}
}
