package web

import (
	"bytes"
	"fmt"
	"io"
	"mime/multipart"
	"net/textproto"
	"net/url"
	"strings"
	"testing"
	"time"
)

const aCard = "BEGIN:VCARD\r\nVERSION:4.0\r\nFN:Yves Martin\r\nEMAIL:yves@martin.example\r\nEND:VCARD\r\nBEGIN:VCARD\r\nVERSION:4.0\r\nFN:Karim Benali\r\nTEL:02 61 91 00 78\r\nEND:VCARD\r\n"

// send uploads files, name and content in turn, and returns the answer.
func (s *site) send(files ...string) (status int, to, page string) {
	s.t.Helper()
	var b bytes.Buffer
	w := multipart.NewWriter(&b)
	_ = w.WriteField("once", "k")
	for i := 0; i < len(files); i += 2 {
		h := textproto.MIMEHeader{"Content-Disposition": {fmt.Sprintf(`form-data; name="files"; filename="%s"`, files[i])}}
		part, err := w.CreatePart(h)
		if err != nil {
			s.t.Fatal(err)
		}
		_, _ = io.WriteString(part, files[i+1])
	}
	w.Close()
	r := s.request("POST", "/imports", nil)
	r.Body = io.NopCloser(&b)
	r.Header.Set("Content-Type", w.FormDataContentType())
	res := s.do(r)
	return res.StatusCode, res.Header.Get("Location"), text(res)
}

// until asks for a page until it holds something.
func (s *site) until(path, want string) string {
	s.t.Helper()
	page := ""
	for range 300 {
		res := s.do(s.request("GET", path, nil))
		if to := res.Header.Get("Location"); res.StatusCode == 303 {
			path = to
			continue
		}
		if page = text(res); strings.Contains(page, want) {
			return page
		}
		time.Sleep(10 * time.Millisecond)
	}
	s.t.Fatalf("%s never holds %s\n%s", path, want, words(page))
	return ""
}

// Without JavaScript too: files, preview, run, report, undo; and what was left
// is left.
func TestImportByForms(t *testing.T) {
	s := newSite(t)
	before := s.export()
	status, to, _ := s.send("contacts/book.vcf", aCard)
	if status != 303 {
		t.Fatal(status)
	}
	page := s.until(to, "/run")
	checkPage(t, page)
	if got := words(page); !strings.Contains(got, "2 new people") || s.export() != before {
		t.Errorf("the preview says %s", got)
	}
	s.post(to+"/run", values("country", "FR"))
	page = s.until(to, "Undo this import")
	batch := all(page, `action="(/imports/[a-z2-7]{26})"`)[0]
	if got := words(page); !strings.Contains(got, "It is in the book") || !strings.Contains(got, "2 new people") {
		t.Errorf("the report says %s", got)
	}
	if !strings.Contains(s.get("/people?q=karim"), "Karim Benali") || !strings.Contains(s.export(), "+33261910078") {
		t.Error("nobody came in, or without a number")
	}
	ask := s.get(batch + "?undo=1")
	checkPage(t, ask)
	if !strings.Contains(words(ask), "2 people would go") {
		t.Error(words(ask))
	}
	for range 2 { // a double click
		s.do(s.request("POST", batch+"/undo", values("once", "u")))
	}
	if strings.Contains(s.export(), "Karim") {
		t.Error("undone, and still there")
	}
	_, again, _ := s.send("book.vcf", aCard)
	s.until(again, "/run")
	if list := s.get("/imports"); !strings.Contains(list, again) {
		t.Error("left, and not found again")
	}
	s.post(again+"/drop", values())
	if list := s.get("/imports"); strings.Contains(list, again) {
		t.Error("dropped, and still there")
	}
}

func TestUploadsThatCannotBe(t *testing.T) {
	s := newSite(t)
	if status, _, page := s.send(); status != 400 || !strings.Contains(page, "at least one file") {
		t.Errorf("no file: %d", status)
	}
	_, to, _ := s.send("noise.bin", "\x00\x01\x02")
	if page := s.until(to, "Try other files"); !strings.Contains(words(page), "noise.bin") {
		t.Error(words(page))
	}
	r := s.request("POST", "/imports", values("files", "x"))
	if got := s.do(r).StatusCode; got != 400 {
		t.Errorf("a form without files: %d", got)
	}
	r = s.request("POST", "/imports", nil)
	r.Header.Set("Content-Type", "multipart/form-data; boundary=x")
	r.Body = io.NopCloser(strings.NewReader("--x\r\nContent-Disposition: form-data; name=\"files\"; filename=\"a.vcf\"\r\n\r\nBEGIN:VC"))
	if got := s.do(r); got.StatusCode != 400 {
		t.Errorf("cut off: %d %s", got.StatusCode, words(text(got)))
	}
}

// The invented network is looked round in a book of its own, and left again.
func TestLookRound(t *testing.T) {
	s := newSite(t)
	before := s.export()
	s.get("/welcome")
	res := s.do(s.request("POST", "/welcome", values("book", "demo")))
	for _, c := range res.Cookies() {
		if c.Name == bookCookie {
			s.more = append(s.more, c)
		}
	}
	page := s.get("/")
	if !strings.Contains(page, "banner") || !strings.Contains(page, "/gestures/") {
		t.Errorf("the demo says %s", words(page))
	}
	if status, _, _ := s.send("book.vcf", aCard); status != 409 {
		t.Errorf("real files in the invented network: %d", status)
	}
	if s.export() != before {
		t.Error("looking round wrote into the keeper's book")
	}
	if to := s.post("/welcome", url.Values{"book": {"own"}, "zone": {"Europe/London"}}); to != "/imports" {
		t.Errorf("the way back leads to %s", to)
	}
	s.more = nil
	if page := s.get("/"); strings.Contains(page, `class="banner"`) {
		t.Error("still there")
	}
}

// What is carried away is whole.
func TestExportAndBackup(t *testing.T) {
	s := lived(t)
	res := s.do(s.request("GET", "/export", nil))
	if text(res) != s.export() || !strings.Contains(res.Header.Get("Content-Disposition"), "entregent-2026-11-24.jsonl") {
		t.Errorf("%v", res.Header)
	}
	res = s.do(s.request("POST", "/backup", values()))
	if b := text(res); res.StatusCode != 200 || !strings.HasPrefix(b, "SQLite format 3\x00") || res.Header.Get("Content-Length") != fmt.Sprint(len(b)) {
		t.Errorf("%d %v", res.StatusCode, res.Header)
	}
}

// Settings are saved section by section; what cannot be is told beside its field
// and nothing is changed.
func TestSettingsAreSaved(t *testing.T) {
	s := lived(t)
	for _, tt := range []struct {
		path string
		form url.Values
		ok   bool
		says string
	}{
		{"/settings/place", values("language", "en", "zone", "Europe/London", "country", "GB"), true, `value="Europe/London"`},
		{"/settings/place", values("language", "en", "zone", "Mars/Olympus", "country", "GB"), false, `value="Mars/Olympus"`},
		{"/settings/time", values("most", "5", "minutes", "30", "quiet", "0", "quiet", "6"), true, `value="5"`},
		{"/settings/time", values("most", "many", "minutes", "30"), false, "many"},
		{"/settings/me", values("add", "camille@new.example"), true, "camille@new.example"},
		{"/settings/me", values("remove", "camille@new.example"), true, ""},
		{"/settings/pause", values("pause", "on", "until", "2026-12-24"), true, "24 December"},
		{"/settings/pause", values("pause", "off"), true, ""},
		{"/settings/circles", values("circle-5", "4", "circle-15", "12", "circle-50", "40", "circle-150", "120"), true, `value="120"`},
		{"/settings/circles", values("circle-5", "50", "circle-15", "12", "circle-50", "40", "circle-150", "120"), false, `value="12"`},
		{"/settings/passphrase", values("new", "short"), false, "at least 8"},
		{"/settings/passphrase", values("new", "quelques mots"), true, "Present passphrase"},
	} {
		res := s.do(s.request("POST", tt.path, tt.form))
		page := text(res)
		if (res.StatusCode == 303) != tt.ok {
			t.Errorf("%s %v: %d\n%s", tt.path, tt.form, res.StatusCode, words(page))
			continue
		}
		if tt.ok {
			to, _, _ := strings.Cut(res.Header.Get("Location"), "#")
			page = s.get(to)
		}
		if !strings.Contains(page, tt.says) {
			t.Errorf("%s %v: the page does not say %q", tt.path, tt.form, tt.says)
		}
		checkPage(t, page)
	}
}

// What a page lets the keeper correct is corrected, and can be taken back.
func TestCorrections(t *testing.T) {
	s := lived(t)
	who := all(s.get("/people?relations=1"), `href="/people/([a-z2-7]{26})"`)[1]
	path := "/people/" + who
	s.post(path+"/facts", values("kind", "interest", "value", "apprend le violon"))
	page := s.get(path)
	if !strings.Contains(page, "apprend le violon") {
		t.Fatal("not added")
	}
	facts := all(page, `id="fact-([a-z2-7]{26})"`)
	typed := ""
	for _, f := range facts {
		if strings.Contains(page[strings.Index(page, "fact-"+f):][:200], "violon") {
			typed = f
		}
	}
	s.post(path+"/facts/"+typed, values("answer", "save", "value", "joue du violon"))
	if page = s.get(path); !strings.Contains(page, "joue du violon") || strings.Contains(page, "apprend le violon") {
		t.Error("not corrected")
	}
	s.post(path+"/handles", values("value", "new@address.example"))
	if page = s.get(path); !strings.Contains(page, "mailto:new@address.example") {
		t.Error("no address")
	}
	version := all(page, `name="version" value="(\d+)"`)[0]
	s.post(path+"/tie", values("version", version, "circle", "5", "rhythm", "21", "mark", "resting", "until", "2026-12-24", "address", "tu", "tongue", "fr"))
	page = s.get(path)
	for _, want := range []string{`value="21"`, `<option value="5" selected>`, `<option value="resting" selected>`, `<option value="tu" selected>`} {
		if !strings.Contains(page, want) {
			t.Errorf("after the decision the page does not say %s", want)
		}
	}
	if got := s.do(s.request("POST", path+"/tie", values("version", version, "circle", ""))).StatusCode; got != 409 {
		t.Errorf("an old page overwrites: %d", got)
	}
}

// A full circle asks who moves out, and moves nobody by itself.
func TestAFullCircleAsks(t *testing.T) {
	s := lived(t)
	people := all(s.get("/people?relations=1"), `href="/people/([a-z2-7]{26})"`)
	if len(people) < 6 {
		t.Fatal("too few relations")
	}
	for _, p := range people[:5] {
		s.post("/village/places/"+p, values("circle", "5"))
	}
	to := s.post("/village/places/"+people[5], values("circle", "5"))
	if !strings.HasPrefix(to, "/village?") || !strings.Contains(to, "who="+people[5]) {
		t.Fatalf("leads to %s", to)
	}
	to, _, _ = strings.Cut(to, "#")
	page := s.get(to)
	out := all(page, `<option value="([a-z2-7]{26})">`)
	if len(out) == 0 {
		t.Fatal("nobody to choose from")
	}
	to = s.post("/village/places/"+people[5], values("circle", "5", "out", out[0]))
	if !strings.Contains(to, "did=placed") {
		t.Errorf("leads to %s", to)
	}
	if page = s.get("/people?circle=5"); strings.Contains(page, out[0]) || !strings.Contains(page, people[5]) {
		t.Error("they did not change places")
	}
}
