package web

import (
	"context"
	"net"
	"net/url"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/chromedp"

	"entregent/internal/importer/importertest"
)

// A tab is one page of a browser with what it has to complain of.
type tab struct {
	context.Context
	t    *testing.T
	site string
	complaints
}

// served starts a server on a port of its own.
func served(t *testing.T, s *site) string {
	t.Helper()
	url, _ := servedUntil(t, s)
	return url
}

// servedUntil does the same, and can be stopped before the test is over.
func servedUntil(t *testing.T, s *site) (url string, end func()) {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	c := s.Config
	c.Listen = l.Addr().String()
	server, err := New(c)
	if err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithCancel(context.Background())
	done := make(chan error, 1)
	go func() { done <- server.Serve(ctx, l) }()
	end = sync.OnceFunc(func() {
		stop()
		if err := <-done; err != nil && !strings.Contains(err.Error(), "closed") {
			t.Error(err)
		}
	})
	t.Cleanup(end)
	return "http://" + l.Addr().String(), end
}

// newTab opens a tab that looks as a device does.
func newTab(t *testing.T, browser context.Context, site string, d device) *tab {
	t.Helper()
	ctx, cancel := chromedp.NewContext(browser)
	t.Cleanup(cancel)
	ctx, cancel = context.WithTimeout(ctx, 3*time.Minute)
	t.Cleanup(cancel)
	b := &tab{Context: ctx, t: t, site: site}
	if err := chromedp.Listen(ctx, b.hear(site)); err != nil {
		t.Fatal(err)
	}
	media := emulation.SetEmulatedMediaParams{Features: []*emulation.MediaFeature{{Name: "prefers-color-scheme", Value: d.scheme}, {Name: "prefers-reduced-motion", Value: "reduce"}}}
	if _, err := chromedp.Call(ctx, emulation.SetEmulatedMedia, media); err != nil {
		t.Fatal(err)
	}
	if _, err := chromedp.Call(ctx, network.SetExtraHTTPHeaders, network.SetExtraHTTPHeadersParams{Headers: network.Headers{"Accept-Language": d.lang}}); err != nil {
		t.Fatal(err)
	}
	b.do(chromedp.EmulateViewport(d.width, d.height))
	return b
}

func (b *tab) do(actions ...chromedp.Action[chromedp.Void]) {
	b.t.Helper()
	if err := chromedp.Do(b, actions...); err != nil {
		b.t.Fatalf("%v\nat %s\n%s", err, b.path(), b.says())
	}
}

// goTo opens a page.
func (b *tab) goTo(path string) {
	b.t.Helper()
	b.do(chromedp.Navigate(b.site + path))
}

// path is where the tab is.
func (b *tab) path() string {
	p, _ := chromedp.Run(b, chromedp.Evaluate[string](`location.pathname + location.search`))
	return p
}

// says is the text of the page.
func (b *tab) says() string {
	s, _ := chromedp.Run(b, chromedp.Evaluate[string](`document.body.innerText`))
	return strings.Join(strings.Fields(s), " ")
}

// until waits for an expression of the page to hold.
func (b *tab) until(expr string) {
	b.t.Helper()
	for range 300 {
		if ok, err := chromedp.Run(b, chromedp.Evaluate[bool](`!!(`+expr+`)`)); err == nil && ok {
			return
		}
		time.Sleep(50 * time.Millisecond)
	}
	b.t.Fatalf("never came: %s\nat %s\n%s", expr, b.path(), b.says())
}

// click clicks and waits until the page that follows is there.
func (b *tab) click(selector string) {
	b.t.Helper()
	if _, err := chromedp.Run(b, chromedp.Evaluate[bool](`window.before = true`)); err != nil {
		b.t.Fatal(err)
	}
	b.do(chromedp.Click(chromedp.CSS(selector)))
	b.until(`!window.before && document.readyState == "complete"`)
}

// signIn goes through the one-time link.
func (b *tab) signIn(s *site) {
	b.t.Helper()
	link, err := s.Auth.NewLink(context.Background())
	if err != nil {
		b.t.Fatal(err)
	}
	b.goTo(SignInPath(link))
	b.click(`form[action="/signin"] button`)
}

// TestFirstRun is the journey of somebody new: the link, the welcome, their own
// archive, the preview, the day, a gesture, and the import taken back; without
// one complaint of the browser.
func TestFirstRun(t *testing.T) {
	if testing.Short() {
		t.Skip("a browser is slow")
	}
	dir := importertest.Shared(t, "samples", "linkedin", "Basic_LinkedInDataExport_10-21-2023")
	d := device{"journey-phone-light-fr", 390, 844, "light", "fr"}
	s := newSite(t)
	s.now = time.Date(2023, 10, 22, 8, 0, 0, 0, time.UTC)
	empty := s.export()
	b := newTab(t, browser(t), served(t, s), d)
	b.signIn(s)
	if b.path() != "/welcome" {
		t.Fatalf("an empty book opens at %s", b.path())
	}
	shoot(t, b, d, "1-welcome")
	b.click(`button[value="own"]`)
	shoot(t, b, d, "2-imports")
	b.do(chromedp.SetUploadFiles(chromedp.CSS(`input[type=file]:not([webkitdirectory])`), filesOf(t, dir)))
	b.click(`form[data-drop] button.main`)
	b.until(`document.querySelector("form[action$='/run']")`)
	shoot(t, b, d, "3-preview")
	b.click(`form[action$="/run"] button.main`)
	b.until(`document.querySelector("form input[name=undo]") || document.querySelector(".notice")`)
	shoot(t, b, d, "4-report")
	report := b.path()
	b.goTo("/")
	shoot(t, b, d, "5-today")
	b.click(`[data-gesture] button[value="done"]`)
	if !strings.Contains(b.path(), "did=gesture-done") {
		t.Errorf("a gesture leads to %s", b.path())
	}
	shoot(t, b, d, "6-done")
	b.click(`.notice form button`)
	report, _, _ = strings.Cut(report, "?")
	b.goTo(report + "?undo=1")
	shoot(t, b, d, "7-undo")
	b.click(`form[action$="/undo"] button`)
	shoot(t, b, d, "8-undone")
	b.report(t)
	if got := s.export(); len(lines(got)) > len(lines(empty))+2 {
		t.Errorf("after the undo %d lines are left", len(lines(got)))
	}
}

func lines(s string) []string { return strings.Split(strings.TrimSpace(s), "\n") }

// filesOf lists the files of a folder.
func filesOf(t *testing.T, dir string) []string {
	t.Helper()
	list, err := filepath.Glob(filepath.Join(dir, "*"))
	if err != nil || len(list) == 0 {
		t.Fatal(list, err)
	}
	return list
}

// TestVillageInABrowser opens the pages of a village of four hundred people as
// the server really makes them, on every kind of screen.
func TestVillageInABrowser(t *testing.T) {
	if testing.Short() {
		t.Skip("a browser is slow")
	}
	s := newSite(t)
	if err := fill(s.App, s.Keeper, 400); err != nil {
		t.Fatal(err)
	}
	site, chromium := served(t, s), browser(t)
	newTab(t, chromium, site, devices[0]).signIn(s)
	pages := s.tour()
	for _, d := range devices[:4] {
		for _, p := range pages {
			t.Run(d.name+"/"+p[0], func(t *testing.T) {
				b := newTab(t, chromium, site, d)
				b.goTo(p[1])
				wide, err := chromedp.Run(b, chromedp.Evaluate[string](overflowing, chromedp.EvalAwaitPromise))
				if err != nil || wide != "" {
					t.Error("wider than the screen:", wide, err)
				}
				accessible(t, b)
				shoot(t, b, d, "real-"+p[0])
				b.report(t)
			})
		}
	}
}

// tour is one page of each kind, by name.
func (s *site) tour() [][2]string {
	people := all(s.get("/people?relations=1"), `href="(/people/[a-z2-7]{26})"`)
	out := [][2]string{
		{"today", "/"}, {"proposals", "/proposals"}, {"people", "/people"}, {"search", "/people?q=ma&silent=30"}, {"person", people[len(people)/3]}, {"village", "/village"},
		{"imports", "/imports"}, {"settings", "/settings"}, {"log", "/log?line=" + url.QueryEscape("Café avec Camille hier aux Halles : cherche une location en Bretagne")},
	}
	return append(out, [2]string{"report", all(s.get("/imports"), `href="(/imports/[a-z2-7]{26})"`)[0]})
}
