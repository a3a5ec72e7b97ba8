package web

import (
	"strings"
	"testing"
)

// Several are ticked, something is done to all of them, and is taken back from
// where one is led; whoever is in the bin comes back from the page of the bin.
func TestSeveralAtOnce(t *testing.T) {
	s := lived(t)
	page := s.get("/people")
	checkPage(t, page)
	ids := all(page, `name="person" value="([a-z2-7]{26})"`)
	if len(ids) < 3 {
		t.Fatalf("%d can be ticked", len(ids))
	}
	before := s.export()
	for _, tt := range [][]string{
		{"do", "tag", "tag", "Salon"}, {"do", "circle", "into", "none"}, {"do", "archive"}, {"do", "bin"},
	} {
		form := values(append([]string{"back", "/people"}, tt...)...)
		form["person"] = ids[:3]
		to := s.post("/people", form)
		if strings.Contains(to, "did=nothing") && tt[1] == "circle" {
			continue
		}
		if !strings.Contains(to, "did=bulk-"+tt[1]) {
			t.Fatalf("%v leads to %s", tt, to)
		}
		page := s.get(to)
		checkPage(t, page)
		undo := all(page, `action="(/bulk/[^"/]+/undo)"`)
		if len(undo) != 1 {
			t.Fatalf("%v: no way back", tt)
		}
		if tt[1] == "tag" && len(all(s.get("/people?tagged=salon"), `name="person"`+`( )`)) != 3 {
			t.Error("those tagged are not found by their tag")
		}
		if tt[1] == "bin" {
			checkPage(t, s.get("/bin"))
			if got := all(s.get("/bin"), `name="person" value="([a-z2-7]{26})"`); len(got) != 3 {
				t.Errorf("%d in the bin", len(got))
			}
		}
		s.post(undo[0], values("back", "/people"))
		if s.export() != before {
			t.Errorf("%v, taken back, left something", tt)
		}
	}
	form := values("do", "bin", "back", "/people", "all", "1")
	s.post("/people", form)
	if n := len(all(s.get("/people"), `name="person" value="([a-z2-7]{26})"`)); n != 0 {
		t.Errorf("all of the list were put in the bin, and %d are left", n)
	}
	form = values("do", "restore", "back", "/bin")
	form["person"] = ids
	s.post("/people", form)
	if got := all(s.get("/people"), `name="person" value="([a-z2-7]{26})"`); len(got) != len(ids) {
		t.Errorf("%d of %d came back", len(got), len(ids))
	}
}
