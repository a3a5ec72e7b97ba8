package web

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"entregent/internal/app"
)

// bring imports an archive of Claire Dupont, of files given by name and text.
func (s *site) bring(files ...string) {
	s.t.Helper()
	dir := filepath.Join(s.t.TempDir(), "Basic_LinkedInDataExport_11-20-2026")
	if err := os.Mkdir(dir, 0o700); err != nil {
		s.t.Fatal(err)
	}
	for i := 0; i < len(files); i += 2 {
		if err := os.WriteFile(filepath.Join(dir, files[i]), []byte(files[i+1]), 0o600); err != nil {
			s.t.Fatal(err)
		}
	}
	if _, err := s.App.Import(s.t.Context(), s.Keeper, app.ImportRequest{Paths: []string{dir}, Me: []string{"Claire Dupont"}}); err != nil {
		s.t.Fatal(err)
	}
}

// Without a file the page says which brings what; with an archive and a CV it shows
// both sides, and each fact opens onto its file and line.
func TestMirrorPage(t *testing.T) {
	s := newSite(t)
	page := s.get("/mirror")
	checkPage(t, page)
	for _, want := range []string{"How you turn to people", "Bring your CV", `<a href="/imports">`, "There is nothing to read this from yet"} {
		if !strings.Contains(page, want) {
			t.Errorf("the page does not say %q:\n%s", want, words(page))
		}
	}
	if strings.Contains(page, "<svg viewBox=\"0 0 320") || strings.Contains(page, "<table") {
		t.Errorf("figures of nothing:\n%s", words(page))
	}
	s.bring("Positions.csv", "Company Name,Title,Description,Location,Started On,Finished On\nNord Labs,Comptable,,,Jan 2018,\n",
		"Profile.csv", "First Name,Last Name,Maiden Name,Address,Birth Date,Headline,Summary,Industry,Zip Code,Geo Location,Twitter Handles,Websites,Instant Messengers\nClaire,Dupont,,,,Comptable,,,,Lyon,,,\n",
		"Shares.csv", "Date,ShareLink,ShareCommentary,SharedUrl,MediaUrl,Visibility\n2026-11-05 16:41:18,https://x.example/2,Trois astuces de comptabilité,,,PUBLIC\n",
		"Connections.csv", "First Name,Last Name,URL,Email Address,Company,Position,Connected On\nYves,Martin,https://www.linkedin.com/in/yves-martin,,Les Halles,Journaliste,05 Sep 2026\n")
	page = s.get("/mirror")
	checkPage(t, page)
	for _, want := range []string{"It names no studies.", "Profile.csv", "viewBox=\"0 0 320 22\"", "journalist", "In 1 of the 52 weeks", "What your deeds say"} {
		if !strings.Contains(page, want) {
			t.Errorf("the page does not say %q:\n%s", want, words(page))
		}
	}
}
