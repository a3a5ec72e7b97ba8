package web

import (
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp"
)

// write types a line at the top of a page, and says yes to what it holds.
func (b *tab) write(line string) {
	b.t.Helper()
	b.goTo("/log")
	b.do(chromedp.SendKeys(chromedp.CSS(`#words`), line))
	b.click(`.capture button.main`)
	b.click(`.capture button.main`)
	if !strings.Contains(b.path(), "did=noted") {
		b.t.Fatalf("%q leads to %s\n%s", line, b.path(), b.says())
	}
}

// wants fails unless the page says all of these.
func (b *tab) wants(what ...string) {
	b.t.Helper()
	said := strings.NewReplacer("\u202f", " ", "\u00a0", " ").Replace(b.says())
	for _, w := range what {
		if !strings.Contains(said, w) {
			b.t.Errorf("%s does not say %q:\n%s", b.path(), w, said)
		}
	}
}

// TestGiveStory is the story of giving first, in French: a coffee with somebody
// who seeks a holiday house; a friend's offer; Today proposes to tell; done. Later
// he introduces somebody: thanks and news open, and close when done.
func TestGiveStory(t *testing.T) {
	if testing.Short() {
		t.Skip("a browser is slow")
	}
	d := device{"give-phone-light-fr", 390, 844, "light", "fr"}
	s := newSite(t)
	s.now = time.Date(2026, 11, 2, 12, 0, 0, 0, time.UTC)
	b := newTab(t, browser(t), served(t, s), d)
	b.signIn(s)
	b.click(`button[value="own"]`)

	b.write("Café avec Yves Martin hier aux Halles : cherche une location de vacances en Bretagne en juillet, sa fille commence le judo")
	b.wants("Yves Martin", "une location de vacances en Bretagne en juillet", "sa fille commence le judo", "Que pourrais-je lui apporter ?")
	shoot(t, b, d, "1-yves")

	s.now = s.now.AddDate(0, 0, 3)
	b.write("Appel de Sophie Le Gall hier : loue sa maison à Quiberon en juillet")
	b.goTo("/give")
	b.wants("Sophie Le Gall propose maintenant", "Lettre à Yves Martin", "Lettre à Sophie Le Gall", "De quel problème suis-je la solution")
	shoot(t, b, d, "2-give")
	b.goTo("/")
	b.wants("Sophie Le Gall propose maintenant", "Donner des nouvelles")
	shoot(t, b, d, "3-tell")
	b.click(`[data-gesture] button[value="done"]`)
	b.goTo("/favours")
	b.wants("Vous lui avez apporté une chose")

	s.now = s.now.AddDate(0, 0, 7)
	b.write("Déjeuner avec Yves Martin : m'a présenté Karim Benali")
	b.goTo("/favours")
	b.wants("Sa mise en relation avec Karim Benali", "un merci reste à dire")
	shoot(t, b, d, "4-thanks")
	b.click(`form[action^="/loops/"] button`)
	b.goTo("/favours")
	if strings.Contains(b.says(), "un merci reste") {
		t.Error("thanked, and still due")
	}

	s.now = s.now.AddDate(0, 0, 8)
	b.write("Café avec Karim Benali aux Halles")
	b.goTo("/")
	b.wants("racontez-lui ce qu’il en est sorti")
	shoot(t, b, d, "5-news")
	b.click(`form[action^="/loops/"] button`)
	b.goTo("/favours")
	if strings.Contains(b.says(), "racontez-lui") {
		t.Error("told, and still due")
	}
	b.report(t)
	s.whole()
}

// TestGiveInABrowser opens the pages of a book in which there is something to
// give, on every kind of screen.
func TestGiveInABrowser(t *testing.T) {
	if testing.Short() {
		t.Skip("a browser is slow")
	}
	s := newSite(t)
	s.confirm("Coffee with Yves Martin yesterday: is looking for a van, works with Xavier Roux at the bank, his daughter begins judo")
	s.confirm("Lunch with Anne Weber yesterday: introduced me to Karim Benali, can lend me her van, I promised to send her the book by Friday")
	s.now = s.now.AddDate(0, 0, 3)
	s.post("/wishes", values("kind", "offer", "what", "I lend my van", "place", "Lyon", "once", "o1"))
	s.post("/wishes", values("kind", "need", "what", "a printer for a small book", "once", "o2"))
	at := s.post("/gatherings", values("title", "Apéro des éditeurs", "on", "2026-12-10", "hour", "19:30", "place", "Les Halles", "hosts", "1", "once", "g"))
	at = strings.SplitN(at, "?", 2)[0]
	who := all(s.get("/people"), `href="(/people/[a-z2-7]{26})"`)
	s.post(at+"/guests", values("person", strings.TrimPrefix(who[0], "/people/"), "state", "invited"))
	site, chromium := served(t, s), browser(t)
	newTab(t, chromium, site, devices[0]).signIn(s)
	for _, d := range devices[:4] {
		for name, path := range map[string]string{"give": "/give", "favours": "/favours", "gatherings": "/gatherings", "gathering": at, "person": who[len(who)-1], "today": "/"} {
			t.Run(d.name+"/"+name, func(t *testing.T) {
				b := newTab(t, chromium, site, d)
				b.goTo(path)
				wide, err := chromedp.Run(b, chromedp.Evaluate[string](overflowing, chromedp.EvalAwaitPromise))
				if err != nil || wide != "" {
					t.Error("wider than the screen:", wide, err)
				}
				accessible(t, b)
				shoot(t, b, d, "give-"+name)
				b.report(t)
			})
		}
	}
}
