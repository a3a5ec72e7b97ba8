package web

import (
	"bufio"
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"

	"entregent/internal/app"
	"entregent/internal/importer/importertest"
	"entregent/internal/network"
)

// W4: whatever a file or the keeper writes is text and nothing else. Every field
// that can be filled is filled with what has broken other programs, and every
// page is opened in a browser in which an alert would be heard.
func TestCanaries(t *testing.T) {
	if testing.Short() {
		t.Skip("a browser is slow")
	}
	birds := canaries(t)
	s := newSite(t)
	people := s.nest(birds)
	site, chromium := served(t, s), browser(t)
	b := newTab(t, chromium, site, devices[2])
	b.signIn(s)
	b.listenForBirds()
	paths := []string{"/", "/village", "/give", "/give?from=20", "/favours", "/gatherings", "/year", "/proposals", "/imports", "/settings", "/people", "/people?q=script", "/people?town=" + url.QueryEscape(birds[0])}
	for _, batch := range all(s.get("/imports"), `href="(/imports/[a-z2-7]{26})"`) {
		paths = append(paths, batch, batch+"?undo=1")
	}
	paths = append(paths, all(s.get("/gatherings"), `href="(/gatherings/[a-z2-7]{26})"`)...)
	for i, bird := range birds {
		if i%8 == 0 && len(bird) < 1500 {
			paths = append(paths, "/log?line="+url.QueryEscape(bird), "/people?q="+url.QueryEscape(bird))
		}
	}
	for _, p := range append(paths, people...) {
		b.goTo(p)
		if heard := b.birds(); heard != "" {
			t.Errorf("%s: %s", p, heard)
		}
	}
	b.report(t)
	if log := s.log.String(); strings.Contains(log, "level=ERROR") {
		t.Errorf("something broke:\n%.2000s", log[strings.Index(log, "level=ERROR"):])
	}
}

// The same browser hears the same payloads where a page holds them as markup.
func TestCanariesAreHeard(t *testing.T) {
	if testing.Short() {
		t.Skip("a browser is slow")
	}
	birds := canaries(t)
	raw := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		fmt.Fprintf(w, "<!doctype html><title>x</title><p>%s", strings.Join(birds, "<p>"))
	}))
	defer raw.Close()
	b := newTab(t, browser(t), raw.URL, devices[2])
	b.listenForBirds()
	b.goTo("/")
	time.Sleep(200 * time.Millisecond)
	if b.birds() == "" {
		t.Error("nothing is heard where all of them sing")
	}
}

// canaries are the payloads, each once.
func canaries(t *testing.T) []string {
	t.Helper()
	raw, err := os.ReadFile(importertest.Shared(t, "corpora", "html", "dompurify", "payloads.json"))
	if err != nil {
		t.Fatal(err)
	}
	var list []struct{ Payload string }
	if err := json.Unmarshal(raw, &list); err != nil {
		t.Fatal(err)
	}
	var out []string
	for _, p := range list {
		out = append(out, p.Payload)
	}
	f, err := os.Open(importertest.Shared(t, "corpora", "crafted", "lists", "field-values.jsonl"))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	lines := bufio.NewScanner(f)
	for lines.Buffer(nil, 1<<20); lines.Scan(); {
		var line struct{ V string }
		if err := json.Unmarshal(lines.Bytes(), &line); err != nil {
			t.Fatal(err)
		}
		out = append(out, line.V)
	}
	if len(out) < 50 {
		t.Fatalf("only %d payloads", len(out))
	}
	return append(out, `<img src=x onerror=alert(1)>`, `"><svg onload=alert(1)>`, `javascript:alert(1)`)
}

// nest writes the payloads into every field there is: of cards, of what took
// place, of facts and favours; and returns the pages of the people it made.
func (s *site) nest(birds []string) []string {
	s.t.Helper()
	ctx := s.t.Context()
	file := filepath.Join(s.t.TempDir(), `"><img src=x onerror=alert(1)>.vcf`)
	escape := strings.NewReplacer(`\`, `\\`, "\r\n", `\n`, "\n", `\n`, "\r", `\n`, ",", `\,`, ";", `\;`, "\x00", "")
	var cards strings.Builder
	for i, bird := range birds {
		b := escape.Replace(limit(bird, 1000))
		fmt.Fprintf(&cards, "BEGIN:VCARD\r\nVERSION:3.0\r\nFN:%s\r\nORG:chez %s\r\nTITLE:%s\r\nNICKNAME:%s\r\nNOTE:%s\r\nURL:%s\r\nADR:;;%s;%s;;;%s\r\nEMAIL:b%d@exemple.example\r\nCATEGORIES:%s\r\nEND:VCARD\r\n", b, b, b, b, b, b, b, b, b, i, b)
	}
	if err := os.WriteFile(file, []byte(cards.String()), 0o600); err != nil {
		s.t.Fatal(err)
	}
	if _, err := s.App.Import(ctx, s.Keeper, app.ImportRequest{Paths: []string{file}, Me: []string{"moi@exemple.example"}}); err != nil {
		s.t.Fatal(err)
	}
	all, err := s.App.People(ctx, s.Keeper, app.PeopleAsk{Limit: everybody})
	if err != nil || len(all.People) < len(birds)/2 {
		s.t.Fatalf("%d people, %v", len(all.People), err)
	}
	var pages []string
	for i, p := range all.People {
		who, err := network.ParseID[network.PersonID](p.ID)
		if err != nil {
			s.t.Fatal(err)
		}
		if 4*i < len(birds) { // each payload stands on one of these pages at least
			pages = append(pages, "/people/"+p.ID)
		}
		bird := birds[i%len(birds)]
		for k := range 4 { // enough to drift, or to be proposed for a place
			bird := birds[(4*i+k)%len(birds)]
			n := app.NewEncounter{With: []network.PersonID{who}, Channel: network.InPerson, Direction: network.Out, Note: bird, Place: bird,
				On: network.Date{Year: 2026, Month: time.Month(3 + k), Day: 1 + i%28}}
			if _, err := s.App.Record(ctx, s.Keeper, n, ""); err != nil && kindOf(err) != network.Invalid {
				s.t.Fatal(err)
			}
		}
		for _, kind := range typedFacts {
			if err := s.App.AddFact(ctx, s.Keeper, who, kind, bird, bird, ""); err != nil && kindOf(err) != network.Invalid {
				s.t.Fatal(err)
			}
		}
		f := app.NewFavour{Kind: network.Recommendation, On: network.Date{Year: 2026, Month: 10, Day: 1 + i%28}, What: bird}
		id, err := s.App.RecordFavour(ctx, s.Keeper, who, f, "")
		if err != nil && kindOf(err) != network.Invalid {
			s.t.Fatal(err)
		}
		if favour, err := network.ParseID[network.FavourID](id); err == nil {
			if err := s.App.SayOutcome(ctx, s.Keeper, favour, bird); err != nil {
				s.t.Fatal(err)
			}
		}
		if i%3 > 0 {
			continue
		}
		seeks := app.NewWish{Kind: network.Need, Of: who, What: bird + " apartment", Place: limit(bird, 200), Whom: limit(bird, 200)}
		brings := app.NewWish{Kind: network.Offer, What: "apartment " + bird}
		party := app.NewGathering{Title: limit(bird, 300), Place: limit(bird, 200), About: limit(bird, 500), On: network.Date{Year: 2026, Month: 12, Day: 1 + i%28}, Hosts: true}
		for _, w := range []app.NewWish{seeks, brings} {
			if _, err := s.App.AddWish(ctx, s.Keeper, w, ""); err != nil && kindOf(err) != network.Invalid {
				s.t.Fatal(err)
			}
		}
		if _, err := s.App.AddGathering(ctx, s.Keeper, party, ""); err != nil && kindOf(err) != network.Invalid {
			s.t.Fatal(err)
		}
	}
	return pages
}

// listenForBirds makes an alert, and a word of a payload's own, heard.
func (b *tab) listenForBirds() {
	b.t.Helper()
	const ear = `window.alert = window.confirm = window.prompt = () => { window.__pwned = "an alert" }`
	if _, err := chromedp.Call(b, page.AddScriptToEvaluateOnNewDocument, page.AddScriptToEvaluateOnNewDocumentParams{Source: ear}); err != nil {
		b.t.Fatal(err)
	}
}

// birds says what was heard on the page that is open, "" for nothing.
func (b *tab) birds() string {
	const look = `(window.__pwned ?? "") || [...document.querySelectorAll("main script, main iframe, main object, main img")].map(e => e.outerHTML).join(" ")`
	heard, err := chromedp.Run(b, chromedp.Evaluate[string](look+` || ""`))
	if err != nil {
		return err.Error()
	}
	return heard
}
