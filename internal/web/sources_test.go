package web

import (
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"entregent/internal/network"
)

// A source is set up, read, paused and removed in the browser.
func TestSourcesInTheBrowser(t *testing.T) {
	s := newSite(t)
	dir := filepath.Join(t.TempDir(), "archives")
	if err := os.Mkdir(dir, 0o700); err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(dir, "one.vcf")
	if err := os.WriteFile(file, []byte("BEGIN:VCARD\r\nVERSION:3.0\r\nFN:Ana Lima\r\nEMAIL:ana@example.org\r\nEND:VCARD\r\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.Chtimes(file, time.Now(), time.Now().Add(-time.Hour)); err != nil {
		t.Fatal(err)
	}
	k, err := s.App.Keeper(t.Context(), s.Keeper)
	if err != nil {
		t.Fatal(err)
	}
	k.Settings.Names = []string{"Claire Dupont"}
	if err := s.App.PutSettings(t.Context(), s.Keeper, k.Settings); err != nil {
		t.Fatal(err)
	}
	before := s.export()
	res := s.do(s.request("POST", "/sources", url.Values{"kind": {"folder"}, "address": {dir}, "do": {"try"}}))
	if page := words(text(res)); res.StatusCode != 200 || !strings.Contains(page, "1 thing in it") {
		t.Errorf("a test of the folder: %d\n%s", res.StatusCode, page)
	}
	if s.export() != before {
		t.Error("a test of the connection wrote something")
	}
	if to := s.post("/sources", url.Values{"kind": {"folder"}, "address": {dir}, "name": {"Mes archives"}, "do": {"add"}}); to != "/sources?did=live-added" {
		t.Errorf("set up, it leads to %s", to)
	}
	list, err := s.App.Sources(t.Context(), s.Keeper)
	if err != nil || len(list) != 1 {
		t.Fatal(list, err)
	}
	id, err := network.ParseID[network.SourceID](list[0].ID)
	if err != nil || !s.Live.Working(id) {
		t.Errorf("the first reading does not begin: %v", err)
	}
	if page := s.get("/sources"); !strings.Contains(page, "Mes archives") || !strings.Contains(page, "being read") {
		t.Errorf("the list:\n%s", words(page))
	}
	if _, err := s.Live.Read(t.Context(), id, false); err != nil {
		t.Fatal(err)
	}
	way := "/sources/" + list[0].ID
	s.post(way, url.Values{"answer": {"pause"}})
	if page := s.get("/sources"); !strings.Contains(page, "Read again") || !strings.Contains(page, "1 import") {
		t.Errorf("paused:\n%s", words(page))
	}
	s.post(way, url.Values{"answer": {"resume"}})
	s.post(way, url.Values{"answer": {"read"}})
	s.post(way, url.Values{"answer": {"undo"}})
	if s.export() != before {
		t.Error("removed with what it brought, the book is not as it was")
	}
	if res := s.do(s.request("POST", way, url.Values{"answer": {"read"}})); res.StatusCode != http.StatusNotFound {
		t.Errorf("a source that is gone: %d", res.StatusCode)
	}
}

// A password goes to the server it is for, and nowhere else: not back to the
// browser, and not into the log.
func TestASourcesPasswordIsNotShown(t *testing.T) {
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { w.WriteHeader(http.StatusUnauthorized) }))
	defer server.Close()
	s := newSite(t)
	for _, do := range []string{"try", "add"} {
		res := s.do(s.request("POST", "/sources", url.Values{"kind": {"cards"}, "address": {server.URL}, "account": {"ada"}, "password": {"canary-7f3a"}, "near": {"1"}, "do": {do}}))
		page := text(res)
		if res.StatusCode != 200 || !strings.Contains(words(page), "refuses the account or the password") || !strings.Contains(page, `value="ada"`) {
			t.Errorf("%s: %d\n%s", do, res.StatusCode, words(page))
		}
		if strings.Contains(page, "canary") || strings.Contains(s.log.String(), "canary") {
			t.Errorf("%s: the password is shown", do)
		}
		checkPage(t, page)
	}
}

// While the invented network is open nothing is set up.
func TestNoSourcesInTheInventedNetwork(t *testing.T) {
	s := newSite(t, func(c *Config) { c.Live = nil })
	if page := words(s.get("/sources")); strings.Contains(page, "Test and set up") {
		t.Errorf("a form where nothing can be read:\n%s", page)
	}
	if res := s.do(s.request("POST", "/sources", url.Values{"kind": {"folder"}, "address": {"/"}})); res.StatusCode != http.StatusForbidden {
		t.Errorf("%d", res.StatusCode)
	}
}
