package web

import (
	"strings"
	"testing"
)

// What waits is listed, answered with one click from where it is shown, and
// taken back from the page that the answer leads to.
func TestQuestionsAreAnsweredAndTakenBack(t *testing.T) {
	s := lived(t)
	page := s.get("/proposals")
	checkPage(t, page)
	kinds := all(page, `href="(/proposals\?kind=[a-z]+)"`)
	if len(kinds) == 0 {
		t.Fatal("nothing is asked of an invented network")
	}
	before := s.export()
	for _, kind := range kinds {
		kind, _, _ = strings.Cut(kind, "&")
		page := s.get(kind)
		forms := all(page, `action="(/proposals/[a-z]+/[^"/]+)"`)
		if len(forms) == 0 || len(forms) > someAsks {
			t.Fatalf("%s: %d questions on one page", kind, len(forms))
		}
		for _, answer := range []string{"yes", "no", "later"} {
			to := s.post(forms[0], values("answer", answer, "back", kind))
			if !strings.HasPrefix(to, kind[:strings.Index(kind, "?")]+"?") || !strings.Contains(to, "did=") {
				t.Fatalf("%s %s leads to %s", forms[0], answer, to)
			}
			page := s.get(to)
			checkPage(t, page)
			if strings.Contains(page, `action="`+forms[0]+`"`) {
				t.Errorf("%s: after %s it is asked again", forms[0], answer)
			}
			undo := all(page, `action="(/proposals/[a-z]+/[^"/]+/undo)"`)
			if len(undo) != 1 {
				t.Fatalf("no way back on %s", to)
			}
			to = s.post(undo[0], values("back", to))
			if strings.Count(to, "did=") != 1 || strings.Contains(to, "of=") {
				t.Errorf("taking back leads to %s", to)
			}
			if !strings.Contains(s.get(kind), `action="`+forms[0]+`"`) {
				t.Errorf("%s: taken back, and not asked again", forms[0])
			}
		}
	}
	if s.export() != before {
		t.Error("what was taken back left something")
	}
}

// A village of a thousand has more questions than one page: all are found by
// turning pages, each once.
func TestQuestionsArePaged(t *testing.T) {
	s := newSite(t)
	if err := fill(s.App, s.Keeper, 300); err != nil {
		t.Fatal(err)
	}
	list, err := s.App.Questions(t.Context(), s.Keeper)
	if err != nil {
		t.Fatal(err)
	}
	want, seen := 0, map[string]bool{}
	for _, q := range list {
		if q.Kind == "place" {
			want++
		}
	}
	if want <= someAsks {
		t.Fatalf("only %d places are proposed", want)
	}
	for path := "/proposals?kind=place"; path != ""; {
		page := s.get(path)
		for _, f := range all(page, `action="(/proposals/place/[^"/]+)"`) {
			if seen[f] {
				t.Errorf("%s is on two pages", f)
			}
			seen[f] = true
		}
		path = ""
		if next := all(page, `href="([^"]+)" rel="next"`); len(next) > 0 {
			path = strings.ReplaceAll(next[0], "&amp;", "&")
		}
	}
	if len(seen) != want {
		t.Errorf("%d of %d are shown", len(seen), want)
	}
	if !strings.Contains(s.get("/proposals?kind=place&page=99"), `action="/proposals/place/`) {
		t.Error("a page beyond the last is empty")
	}
}

// A no on the page of the village is remembered, and can be taken back there.
func TestAPlaceIsRefused(t *testing.T) {
	s := lived(t)
	no := all(s.get("/village"), `formaction="(/proposals/place/[^"]+)"`)
	if len(no) == 0 {
		t.Fatal("no place is proposed")
	}
	to := s.post(no[0], values("answer", "no", "back", "/village"))
	if !strings.HasPrefix(to, "/village?did=place-no") {
		t.Errorf("leads to %s", to)
	}
	page := s.get(to)
	if strings.Contains(page, `formaction="`+no[0]+`"`) {
		t.Error("it is proposed again")
	}
	s.post(all(page, `action="(/proposals/place/[^"]+/undo)"`)[0], values("back", "/village"))
	if !strings.Contains(s.get("/village"), `formaction="`+no[0]+`"`) {
		t.Error("taken back, and not proposed again")
	}
}
