package web

import (
	"context"
	"encoding/json"
	"image/png"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"

	"entregent/internal/app"
)

// A line typed while the server cannot be reached is not lost: it stays in its
// field, that is said, and the page that the browser kept shows it again. What
// the browser keeps holds nothing of the book.
func TestALineWithoutAConnection(t *testing.T) {
	if testing.Short() {
		t.Skip("a browser is slow")
	}
	s := lived(t)
	url, end := servedUntil(t, s)
	b := newTab(t, browser(t), url, device{"offline-phone-light-fr", 390, 844, "light", "fr"})
	b.signIn(s)
	b.goTo("/log")
	b.until(`navigator.serviceWorker.controller`)
	b.report(t)
	_, err := chromedp.Run(b, chromedp.Evaluate[string](`(window.kept = null, (async () => {
		let all = ""
		for (const name of await caches.keys()) {
			const cache = await caches.open(name)
			for (const r of await cache.keys()) all += new URL(r.url).pathname + "\n" + (r.url.includes("/static/") ? "" : await (await cache.match(r)).text())
		}
		window.kept = all
	})(), "")`))
	if err != nil {
		t.Fatal(err)
	}
	b.until(`window.kept`)
	all, err := chromedp.Run(b, chromedp.Evaluate[string](`window.kept`))
	if err != nil || !strings.Contains(all, "/offline") || !strings.Contains(all, "Pas de connexion") {
		t.Fatalf("%v: %s", err, all)
	}
	page, err := s.App.People(context.Background(), s.Keeper, app.PeopleAsk{Limit: 100})
	if err != nil || len(page.People) == 0 {
		t.Fatal(err)
	}
	for _, p := range page.People {
		if strings.Contains(all, p.Name) {
			t.Errorf("what is kept names %s", p.Name)
		}
	}
	end()
	line := "Café avec Zoé hier : cherche un vélo"
	b.do(chromedp.SendKeys(chromedp.CSS("#words"), line))
	b.do(chromedp.Click(chromedp.CSS("form.capture button.main")))
	b.until(`document.querySelector("[data-said]")?.textContent.startsWith("Pas de connexion")`)
	b.until(`document.querySelector("#words").value == ` + quoted(line))
	b.goTo("/log?line=" + "Caf%C3%A9%20avec%20Zo%C3%A9%20hier%20%3A%20cherche%20un%20v%C3%A9lo")
	b.until(`document.querySelector("[data-offline] textarea")?.value == ` + quoted(line))
}

func quoted(s string) string {
	raw, _ := json.Marshal(s)
	return string(raw)
}

// The icons of the manifest are there, as large as it says.
func TestIcons(t *testing.T) {
	raw, err := static.ReadFile("static/manifest.webmanifest")
	if err != nil {
		t.Fatal(err)
	}
	var m struct {
		Icons []struct{ Src, Sizes, Type string }
	}
	if err := json.Unmarshal(raw, &m); err != nil {
		t.Fatal(err)
	}
	seen := map[string]bool{}
	for _, i := range m.Icons {
		if i.Type != "image/png" {
			continue
		}
		f, err := static.Open("static/" + i.Src)
		if err != nil {
			t.Fatal(err)
		}
		c, err := png.DecodeConfig(f)
		f.Close()
		if size, _, _ := strings.Cut(i.Sizes, "x"); err != nil || c.Width != c.Height || size != map[int]string{192: "192", 512: "512"}[c.Width] {
			t.Errorf("%s: %v, %v", i.Src, c, err)
		}
		seen[i.Sizes] = true
	}
	if !seen["192x192"] || !seen["512x512"] {
		t.Errorf("%v", seen)
	}
}
