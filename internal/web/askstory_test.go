package web

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp"
	"golang.org/x/tools/txtar"
)

// brings uploads files of the story, and reads them in.
func (b *tab) brings(files ...string) {
	b.t.Helper()
	ar, err := txtar.ParseFile("../cli/testdata/ask.txtar")
	if err != nil {
		b.t.Fatal(err)
	}
	dir := b.t.TempDir()
	var paths []string
	for _, f := range ar.Files {
		for _, name := range files {
			if f.Name == name {
				paths = append(paths, filepath.Join(dir, name))
				if err := os.WriteFile(paths[len(paths)-1], f.Data, 0o600); err != nil {
					b.t.Fatal(err)
				}
			}
		}
	}
	if len(paths) != len(files) {
		b.t.Fatalf("of %v there are %v", files, paths)
	}
	b.goTo("/imports")
	b.do(chromedp.SetUploadFiles(chromedp.CSS(`input[type=file]:not([webkitdirectory])`), paths))
	b.click(`form[data-drop] button.main`)
	b.until(`document.querySelector("form[action$='/run']")`)
	b.click(`form[action$="/run"] button.main`)
	b.until(`document.querySelector("form input[name=undo]") || document.querySelector(".notice")`)
}

// runs runs a line of script in the page.
func (b *tab) runs(line string) {
	b.t.Helper()
	if _, err := chromedp.Run(b, chromedp.Evaluate[bool](`(() => { `+line+`; return true })()`)); err != nil {
		b.t.Fatal(err)
	}
}

// TestAskStory is the story "Monsieur X through Monsieur Y" in French, in a browser,
// from the files: mail and calendar show the two together, one line says what Y
// looks for; the path, the gift, the verdict and the plan; the ask, the
// introduction, the meeting, thanks and news.
func TestAskStory(t *testing.T) {
	if testing.Short() {
		t.Skip("a browser is slow")
	}
	d := device{"ask-phone-light-fr", 390, 844, "light", "fr"}
	s := newSite(t)
	at := func(day string) {
		now, err := time.Parse(time.RFC3339, day+"T12:00:00+01:00")
		if err != nil {
			t.Fatal(err)
		}
		s.now = now
	}
	at("2026-11-20")
	b := newTab(t, browser(t), served(t, s), d)
	b.signIn(s)
	b.click(`button[value="own"]`)
	b.goTo("/settings") // three mails tell nobody who the keeper is
	b.do(chromedp.SendKeys(chromedp.CSS(`form[action="/settings/me"] input[name="add"]`), "claire@dupont.example\r"))
	b.until(`location.search.includes("did=")`)
	b.brings("carnet.csv", "courrier.mbox", "agenda.ics")
	b.goTo("/asks")
	b.wants("Vous n’attendez rien de personne", "Chercher par qui commencer")
	shoot(t, b, d, "0-empty")

	b.write("Café avec Yves Martin hier aux Halles : cherche une location de vacances en Bretagne en juillet")
	b.goTo("/give")
	b.runs(`document.querySelector("section[aria-labelledby=mine] details").open = true`)
	b.do(chromedp.SendKeys(chromedp.CSS(`section[aria-labelledby="mine"] input[name="what"]`), "loue une maison de vacances à Quiberon en juillet"))
	b.click(`section[aria-labelledby="mine"] form button.main`)
	b.goTo("/reach?q=Xavier+Roux")
	b.wants("commencez par Yves Martin", "location de vacances", "C’est le moment de demander", "Demandez à être présenté à Xavier Roux", "Préparer cette demande")
	shoot(t, b, d, "1-reach")
	b.click(`form[action="/asks"] button`)
	b.wants("Rencontrer Xavier Roux grâce à Yves Martin", "à envoyer", "Lettre à Yves Martin", "Demandé à Yves Martin")
	if letter, _ := chromedp.Run(b, chromedp.Evaluate[string](`document.querySelector("textarea").value`)); !strings.Contains(letter, "j’ai une piste pour vous") || !strings.Contains(letter, "aimerait vous rencontrer") {
		t.Errorf("the letter: %s", letter)
	}
	page, _, _ := strings.Cut(b.path(), "?")
	shoot(t, b, d, "2-draft")
	at("2026-11-21")
	b.goTo(page)
	b.click(`button[value="asked "]`)
	b.wants("en attente d’une réponse", "Laissez à Yves Martin le temps de répondre")
	b.goTo("/reach?q=Xavier+Roux")
	b.wants("Vous attendez encore la réponse à une demande")

	at("2026-11-25")
	b.brings("reponse.mbox")
	b.goTo(page)
	b.wants("en attente d’une réponse", "Un échange avec Yves Martin a eu lieu hier : était-ce la réponse ?")
	shoot(t, b, d, "3-reply")
	b.click(`.proposal button[value="accepted "]`)
	b.wants("acceptée", "24 novembre")
	at("2026-11-27")
	b.goTo(page)
	b.click(`button[value="made "]`)
	b.wants("Dites merci à Yves Martin", "aussi sur le bureau", "écrivez à Xavier Roux pour vous voir")
	b.goTo("/")
	b.wants("Sa mise en relation avec Xavier Roux", "un merci reste à dire")
	shoot(t, b, d, "4-desk")

	at("2026-12-04")
	b.brings("rencontre.ics")
	b.goTo(page)
	b.wants("suivie d’une rencontre", "d’après un échange", "Racontez à Yves Martin ce qui en est sorti")
	shoot(t, b, d, "5-met")
	b.goTo("/asks")
	b.wants("En bonne voie", "Rencontrer Xavier Roux grâce à Yves Martin")
	shoot(t, b, d, "6-board")
	b.goTo(page)
	b.click(`button[value="thanked "]`)
	b.goTo("/") // the news on the desk
	b.wants("racontez-lui ce qu’il en est sorti")
	b.click(`form[action^="/loops/"] button`)
	b.goTo(page)
	b.wants("merci dit, suite racontée", "il ne reste rien à faire")
	shoot(t, b, d, "7-done")
	b.report(t)
	s.whole()
}

// TestAsksInABrowser opens the pages of asks on every kind of screen.
func TestAsksInABrowser(t *testing.T) {
	if testing.Short() {
		t.Skip("a browser is slow")
	}
	s := newSite(t)
	s.confirm("Coffee with Yves Martin yesterday: works with Xavier Noir, is looking for a van, works with Anne Weber")
	who := strings.TrimPrefix(all(s.get("/people?q=Yves"), `href="(/people/[a-z2-7]{26})"`)[0], "/people/")
	at, _, _ := strings.Cut(s.post("/asks", values("person", who, "toward", "Xavier Noir", "once", "a")), "?")
	s.post("/asks", values("person", who, "kind", "feedback", "what", strings.Repeat("a very long word about the fair ", 9), "once", "b"))
	between, _, _ := strings.Cut(s.post("/asks", values("form", "between", "person", who, "toward", "Anne Weber", "once", "c")), "?")
	s.post(at, values("step", "asked ", "once", "d"))
	s.post(between, values("step", "asked one", "once", "e"))
	s.now = s.now.AddDate(0, 0, 1)
	s.confirm("Call with Yves Martin: he is well")
	s.now = s.now.AddDate(0, 0, 20)
	site, chromium := served(t, s), browser(t)
	newTab(t, chromium, site, devices[0]).signIn(s)
	for _, d := range devices[:4] {
		for name, path := range map[string]string{"board": "/asks?all=1", "ask": at, "between": between, "person": "/people/" + who} {
			t.Run(d.name+"/"+name, func(t *testing.T) {
				b := newTab(t, chromium, site, d)
				b.goTo(path)
				wide, err := chromedp.Run(b, chromedp.Evaluate[string](overflowing, chromedp.EvalAwaitPromise))
				if err != nil || wide != "" {
					t.Error("wider than the screen:", wide, err)
				}
				accessible(t, b)
				shoot(t, b, d, "asks-"+name)
				b.report(t)
			})
		}
	}
}
