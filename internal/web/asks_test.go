package web

import (
	"strings"
	"testing"
)

// An ask goes its way by forms alone: prepared from Reach, asked, answered, made,
// met, thanked and told; each step can be taken back from the page it leads to.
func TestAsksByForms(t *testing.T) {
	s := newSite(t)
	page := s.get("/asks")
	checkPage(t, page)
	if !strings.Contains(words(page), "You are waiting for nothing from anybody") {
		t.Error("no kind word for an empty board")
	}
	s.confirm("Coffee with Yves Martin yesterday: works with Xavier Noir, is looking for a van")
	form := func(page, action string) map[string]string {
		t.Helper()
		i := strings.Index(page, `action="`+action+`"`)
		if i < 0 {
			t.Fatalf("no form to %s\n%s", action, words(page))
		}
		out := map[string]string{}
		f, _, _ := strings.Cut(page[i:], "</form>")
		for _, name := range all(f, `<input type="hidden" name="([a-z]+)"`) {
			out[name] = all(f, `name="`+name+`" value="([^"]*)"`)[0]
		}
		return out
	}
	f := form(s.get("/reach?q=Xavier+Noir"), "/asks")
	to := s.post("/asks", values("person", f["person"], "to", f["to"], "once", f["once"]))
	at, _, _ := strings.Cut(to, "?")
	if again, _, _ := strings.Cut(s.post("/asks", values("person", f["person"], "to", f["to"], "once", f["once"])), "?"); again != at {
		t.Errorf("sent twice, it is two: %s and %s", at, again)
	}
	says := func(path string, want ...string) string {
		t.Helper()
		page := s.get(path)
		checkPage(t, page)
		for _, w := range want {
			if !strings.Contains(words(page), w) {
				t.Errorf("%s does not say %q:\n%s", path, w, words(page))
			}
		}
		return page
	}
	says(at, "Meet Xavier Noir through Yves Martin", "to be sent", "The plan", "is looking for “a van”", "Letter to Yves Martin", "I asked Yves Martin")
	step := func(name string, want ...string) {
		t.Helper()
		to := s.post(at, values("step", name+" ", "once", name))
		if !strings.Contains(to, "did=ask-step") {
			t.Fatalf("%s leads to %s", name, to)
		}
		says(to, append(want, "Noted.")...)
	}
	if res := s.do(s.request("POST", at, values("step", "made ", "once", "x"))); res.StatusCode != 409 {
		t.Errorf("made before it was asked: %d", res.StatusCode)
	}
	step("asked", "waiting for an answer", "Give Yves Martin time to answer", "Yves Martin said yes")
	says("/asks", "Waiting", "Meet Xavier Noir through Yves Martin", "since today")
	step("accepted", "accepted", "Letter to Yves Martin", "The introduction is made")
	s.post(at+"/undo", values("once", "u"))
	says(at, "waiting for an answer")
	step("accepted")
	step("made", "Thank Yves Martin", "on the desk too", "write to Xavier Noir to meet")
	s.now = s.now.AddDate(0, 0, 3)
	says("/", "write to Xavier Noir to meet", "See the ask")
	step("met", "followed by a meeting")
	step("thanked")
	step("told", "thanked and told", "nothing is left to do")
	if page := s.get("/asks"); strings.Contains(page, "Xavier Noir") {
		t.Error("what is over stands on the board")
	}
	says("/asks?all=1", "Meet Xavier Noir through Yves Martin")
	who := all(s.get("/people?q=Yves"), `href="(/people/[a-z2-7]{26})"`)[0]
	says(who, "Through whom, and with what", "Ask for something")
	to = s.post("/asks", values("person", strings.TrimPrefix(who, "/people/"), "kind", "advice", "what", "my stand at the fair", "toward", "", "once", "a"))
	says(to, "Ask Yves Martin", "my stand at the fair")
	says(who, "to be sent")
	at, _, _ = strings.Cut(to, "?")
	s.post(at, values("answer", "remove", "once", "r"))
	if res := s.do(s.request("GET", at, nil)); res.StatusCode != 404 {
		t.Errorf("removed, and still there: %d", res.StatusCode)
	}
	for path, f := range map[string][]string{"/asks": {"what", "x"}, "/asks/aaaaaaaaaaaaaaaaaaaaaaaaaa": {"step", "asked "}, "/asks/x/undo": {"once", "x"}, "/signs/x/undo": {"once", "x"}} {
		if res := s.do(s.request("POST", path, values(f...))); res.StatusCode < 400 || res.StatusCode >= 500 {
			t.Errorf("POST %s: %d", path, res.StatusCode)
		}
	}
	s.whole()
}

// An introduction is prepared from Give, and asks both first; a reply is proposed,
// and can be refused.
func TestIntroductionsByForms(t *testing.T) {
	s := newSite(t)
	s.confirm("Coffee with Yves Martin yesterday: is looking for a van")
	s.confirm("Coffee with Anne Weber yesterday: can lend her van")
	page := s.get("/give")
	checkPage(t, page)
	i := strings.Index(page, `name="form" value="between"`)
	if i < 0 {
		t.Fatalf("no introduction to prepare:\n%s", words(page))
	}
	f, _, _ := strings.Cut(page[i:], "</form>")
	field := func(name string) string { return all(f, `name="`+name+`" value="([^"]*)"`)[0] }
	to := s.post("/asks", values("form", "between", "person", field("person"), "to", field("to"), "what", field("what"), "once", "i"))
	at, _, _ := strings.Cut(to, "?")
	page = s.get(at)
	checkPage(t, page)
	for _, want := range []string{"Introduce Yves Martin and Anne Weber", "I asked Yves Martin", "I asked Anne Weber", "Letter to Yves Martin"} {
		if !strings.Contains(words(page), want) {
			t.Errorf("the page does not say %q:\n%s", want, words(page))
		}
	}
	s.post(at, values("step", "asked one", "once", "1"))
	s.now = s.now.AddDate(0, 0, 1)
	s.confirm("Call with Yves Martin: he is well")
	page = s.get(at)
	checkPage(t, page)
	sign := all(page, `name="not" value="([a-z2-7]{26})"`)
	if len(sign) != 1 || !strings.Contains(words(page), "was that the answer?") {
		t.Fatalf("a call is proposed as an answer: %v\n%s", sign, words(page))
	}
	to = s.post(at, values("not", sign[0], "by", sign[0], "once", "2"))
	page = s.get(to)
	if strings.Contains(page, `name="not"`) {
		t.Error("refused, and proposed again")
	}
	undo := all(page, `action="(/signs/[a-z2-7-]+/undo)"`)
	if len(undo) != 1 {
		t.Fatalf("no way back: %s", words(page))
	}
	s.post(undo[0], values("once", "3"))
	s.post(at, values("step", "accepted one", "by", sign[0], "once", "4"))
	if res := s.do(s.request("POST", at, values("step", "made ", "once", "5"))); res.StatusCode != 409 {
		t.Errorf("presented with one yes: %d", res.StatusCode)
	}
	s.post(at, values("step", "asked other", "once", "6"))
	s.post(at, values("step", "accepted other", "once", "7"))
	if page = s.get(at); !strings.Contains(page, "Hello Yves, hello Anne,") {
		t.Errorf("no letter to both:\n%s", words(page))
	}
	s.post(at, values("step", "made ", "once", "8"))
	if page = s.get("/favours"); strings.Count(words(page), "Anne Weber") == 0 {
		t.Errorf("what was given is not among the favours:\n%s", words(page))
	}
	s.whole()
}
